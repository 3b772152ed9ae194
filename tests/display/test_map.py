"""The map of a partition."""

from __future__ import annotations

import warnings

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import shapely
from maps import councils_of, grid, square
from matplotlib.colors import to_hex
from matplotlib.text import Text

import clusterer as cl
from clusterer.display import cluster_colours, draw_map
from clusterer.display.map_canvas import Canvas
from clusterer.display.numbers import draw_numbers
from clusterer.display.placement import Label
from clusterer.errors import InputError


def drawn(ax, gid):
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def words(ax, gid="label"):
    found = [artist for artist in drawn(ax, gid) if isinstance(artist, Text)]
    return [text.get_text().replace("\n", " ") for text in found]


def test_every_council_is_drawn_in_the_colour_of_its_cluster(two_and_alone):
    ax = draw_map(two_and_alone)
    (councils,) = drawn(ax, "councils")
    colours = cluster_colours(two_and_alone)
    assert [to_hex(c) for c in councils.get_facecolor()] == [
        colours[label].lower() for label in two_and_alone["cluster"]
    ]


def test_shared_clusters_have_an_outline_and_councils_alone_have_none(two_and_alone):
    (outlines,) = drawn(draw_map(two_and_alone), "clusters")
    assert len(outlines.get_paths()) == 2


def test_every_council_is_named_once(two_and_alone):
    assert sorted(words(draw_map(two_and_alone))) == sorted(two_and_alone["name"])


def test_councils_without_names_go_by_their_label(two_and_alone):
    ax = draw_map(two_and_alone.drop(columns="name"))
    assert set(words(ax)) == set(two_and_alone.index)


def test_all_names_of_london_are_there_and_none_covers_another(london, partition):
    ax = draw_map(partition(london, ["a", "b", "c", "d"] * 8))
    assert sorted(words(ax)) == sorted(london["name"])
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in drawn(ax, "label")]
    overlaps = [a.overlaps(b) for k, a in enumerate(boxes) for b in boxes[:k]]
    assert not any(overlaps)


def test_hosts_are_bold_under_a_star(two_and_alone):
    ax = draw_map(two_and_alone)
    bold = {t.get_text() for t in drawn(ax, "label") if t.get_fontweight() == "bold"}
    assert bold == {"R0C0", "R0C2"}
    (stars,) = drawn(ax, "hosts")
    assert len(stars.get_offsets()) == 2


def test_a_council_alone_hosts_nobody(partition):
    ax = draw_map(partition(grid(1, 2), ["a", "b"]))
    assert not drawn(ax, "hosts")


def test_shared_clusters_have_their_numbers_and_councils_alone_have_none(partition):
    frame = partition(grid(2, 4), [1, 1, 2, 2, 1, 1, 3, 4])
    assert sorted(words(draw_map(frame), "number")) == ["1", "2"]
    assert words(draw_map(frame, numbers=False), "number") == []
    assert words(draw_map(frame.replace({"cluster": {1: "north", 2: "NE"}})), "number") == ["NE"]


def test_numbers_of_london_stand_in_their_clusters_and_cover_no_name(london, partition):
    plan = cl.solve(cl.Problem(london, cl.preset("central"), rules=[cl.MaxSize(3)]))
    ax = plan.plot()
    shared = plan.clusters[plan.clusters["size"] > 1]
    assert sorted(map(int, words(ax, "number"))) == sorted(shared.index)
    ax.figure.canvas.draw()
    names = [text.get_window_extent() for text in drawn(ax, "label")]
    frame = plan.to_geodataframe()
    for number in drawn(ax, "number"):
        assert not any(number.get_window_extent().overlaps(name) for name in names)
        members = frame[frame["cluster"] == int(number.get_text())]
        assert members.union_all().contains(shapely.Point(number.get_position()))


def test_a_number_is_left_out_where_names_leave_no_place_at_all(two_and_alone):
    shapes = two_and_alone.geometry.to_numpy()
    ax = draw_map(two_and_alone, labels=False, numbers=False)
    canvas = Canvas(ax, per_point=1.0, key_columns=1, source_top=0.0)
    west, south, east, north = two_and_alone.total_bounds
    middle = ((west + east) / 2, (south + north) / 2)
    everywhere = Label(0, "a long name", *middle, 8.0, (west, south, east, north))
    draw_numbers(canvas, shapes, {1: [0, 1]}, [everywhere])
    assert words(ax, "number") == []
    draw_numbers(canvas, shapes, {1: [0, 1]})
    assert words(ax, "number") == ["1"]


def test_whether_to_have_numbers_is_yes_or_no(two_and_alone):
    with pytest.raises(InputError, match="numbers = 1 must be"):
        draw_map(two_and_alone, numbers=1)


def test_big_maps_have_stars_but_no_names_unless_asked(partition):
    frame = partition(grid(8, 8), np.arange(64) // 2)
    ax = draw_map(frame)
    assert not words(ax)
    assert len(drawn(ax, "hosts")[0].get_offsets()) == 32
    assert len(words(draw_map(frame, labels=True))) == 64


def test_names_may_be_left_out(two_and_alone):
    assert not words(draw_map(two_and_alone, labels=False))


def test_a_cluster_in_several_places_is_joined_by_lines(partition):
    frame = partition(grid(1, 5), ["a", "b", "a", "c", "a"])
    assert len(drawn(draw_map(frame), "link")) == 2


def test_clusters_across_a_narrow_river_need_no_line(partition):
    frame = councils_of({"n": square(0, 1100), "s": square(0, 0)})
    assert not drawn(draw_map(partition(frame, ["a", "a"])), "link")


def test_the_key_explains_what_is_on_the_map_and_nothing_else(two_and_alone, partition):
    def key(frame):
        return [text.get_text() for text in draw_map(frame).get_legend().get_texts()]

    assert key(two_and_alone) == ["shared cluster", "its host", "stands alone"]
    assert key(partition(grid(1, 2), [1, 2])) == ["stands alone"]
    assert draw_map(two_and_alone, key=False).get_legend() is None


def test_titles_are_wrapped_and_dollars_are_no_mathematics(two_and_alone):
    title = "a rather long title on $5 and $6 " * 8
    ax = draw_map(two_and_alone, title=title)
    lines = ax.get_title(loc="left").split("\n")
    assert len(lines) > 1
    assert " ".join(lines) == title.strip()
    ax.figure.canvas.draw()
    extent = ax.title.axes._left_title.get_window_extent()
    assert extent.width < ax.figure.bbox.width


def test_the_source_stands_below_the_map(two_and_alone):
    ax = draw_map(two_and_alone, source="Boundaries: ONS")
    assert words(ax, "source") == ["Boundaries: ONS"]


def test_assumptions_stand_between_title_and_map(two_and_alone):
    for size in (None, (6, 6), (9, 4)):
        ax = None if size is None else plt.subplots(figsize=size, layout="constrained")[1]
        ax = draw_map(two_and_alone, ax=ax, title="t" * 20, assumptions="no forecast, $5 " * 12)
        assert words(ax, "subtitle") == [("no forecast, $5 " * 12).strip()]
        (line,) = drawn(ax, "subtitle")
        ax.figure.canvas.draw()
        box, title = line.get_window_extent(), ax._left_title.get_window_extent()
        assert ax.bbox.y1 <= box.y0 < box.y1 <= title.y0
        assert title.y1 <= ax.figure.bbox.y1
        assert box.x1 <= ax.figure.bbox.x1
    assert not words(draw_map(two_and_alone), "subtitle")


def test_there_are_no_ticks_and_a_scale_bar(two_and_alone):
    ax = draw_map(two_and_alone)
    assert not ax.axison
    assert words(ax, "scale bar") == ["500 m"]
    assert not drawn(draw_map(two_and_alone, scale_bar=False), "scale bar")


def test_the_whole_map_is_within_the_axes(two_and_alone):
    for size in [(3, 8), (8, 3), (5, 5)]:
        _, ax = plt.subplots(figsize=size)
        draw_map(two_and_alone, ax=ax, title="t", source="s")
        west, south, east, north = two_and_alone.total_bounds
        assert ax.get_xlim()[0] <= west < east <= ax.get_xlim()[1]
        assert ax.get_ylim()[0] <= south < north <= ax.get_ylim()[1]
        assert ax.get_aspect() == 1


def test_axes_that_are_given_are_drawn_on(two_and_alone):
    figure, axes = plt.subplots(1, 2, layout="constrained")
    assert draw_map(two_and_alone, ax=axes[1], title="t") is axes[1]
    assert not axes[0].collections
    figure.canvas.draw()


def test_maps_side_by_side_are_alike(two_and_alone):
    _, axes = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    left, right = (draw_map(two_and_alone, ax=ax) for ax in axes)
    assert np.ptp(left.get_xlim()) == pytest.approx(np.ptp(right.get_xlim()), rel=0.1)
    assert words(left) == words(right)


def test_a_part_of_a_figure_is_drawn_on(two_and_alone):
    part, _ = plt.figure(layout="constrained").subfigures(1, 2)
    draw_map(two_and_alone, ax=part.subplots(), title="t")


def test_a_figure_of_its_own_is_the_current_one_of_pyplot(two_and_alone):
    ax = draw_map(two_and_alone)
    assert plt.gcf() is ax.figure


def test_many_figures_are_drawn_without_a_warning(two_and_alone):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(22):
            draw_map(two_and_alone, labels=False, key=False)
    assert len(plt.get_fignums()) == 22


def test_the_frame_stays_as_it_was(two_and_alone):
    before = two_and_alone.copy()
    draw_map(two_and_alone)
    assert two_and_alone.equals(before)


def test_a_frame_without_clusters_is_refused():
    with pytest.raises(InputError, match="no column 'cluster'"):
        draw_map(grid(1, 2))
    assert not plt.get_fignums()


def test_the_first_map_of_a_notebook_leaves_pyplot_interactive(two_and_alone, monkeypatch):
    figure = plt.figure

    def first_figure(**options):
        # As the backend of notebooks does when the first figure selects it.
        matplotlib.rcParams["interactive"] = True
        return figure(**options)

    monkeypatch.setattr(plt, "figure", first_figure)
    before = matplotlib.rcParams["figure.max_open_warning"]
    matplotlib.rcParams["interactive"] = False
    draw_map(two_and_alone)
    assert matplotlib.rcParams["interactive"]
    assert matplotlib.rcParams["figure.max_open_warning"] == before


def test_the_source_is_what_the_table_says_unless_given(two_and_alone):
    assert words(draw_map(two_and_alone), "source") == []
    two_and_alone.attrs["source"] = "Boundaries: the county"
    assert words(draw_map(two_and_alone), "source") == ["Boundaries: the county"]
    assert words(draw_map(two_and_alone, source="Mine"), "source") == ["Mine"]
    assert words(draw_map(two_and_alone, source=""), "source") == []


def test_maps_of_london_carry_its_attribution(london):
    problem = cl.Problem(london, cl.preset("central"))
    pair = problem.evaluate({"Camden": 1, "Islington": 1}, rest_alone=True)
    (told,) = words(pair.plot(), "source")
    assert "Ordnance Survey" in told
    assert "© Crown copyright" in told
    assert "Open Government Licence" in told
    assert words(cl.plot_adjacency(london, problem.adjacency), "source") == [told]
