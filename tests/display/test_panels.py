"""Several maps side by side."""

from __future__ import annotations

import itertools

import pytest
from maps import grid
from matplotlib.colors import to_hex
from matplotlib.transforms import Bbox

from clusterer.display import cluster_colours, draw_maps
from clusterer.display.colours import colour_groups, colours_of_all
from clusterer.display.palette import ALONE

LEFT = ["a", "a", "b", "b", "a", "a", "b", "b", 1, 2, 3, 4]
"""Three rows of four squares: two blocks of four, and a row that stands alone."""

RIGHT = [9, 8, "x", "x", 7, 6, "x", "x", "y", "y", "z", "z"]
"""The second block again, by another name."""


@pytest.fixture
def two(partition):
    councils = grid(3, 4)
    return {"IT": partition(councils, LEFT), "legal": partition(councils, RIGHT)}


def fills(ax):
    (councils,) = [artist for artist in ax.collections if artist.get_gid() == "councils"]
    return [to_hex(colour) for colour in councils.get_facecolor()]


def key(figure):
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def boxes(figure, bounds):
    """Return where all words and maps stand, by what they are."""
    figure.canvas.draw()
    found = {text.get_text(): text.get_window_extent() for text in figure.texts}
    for number, ax in enumerate(figure.axes):
        found[f"title {number}"] = ax._left_title.get_window_extent()
        found[f"map {number}"] = Bbox.from_extents(*bounds).transformed(ax.transData)
    for legend in figure.legends:
        found["key"] = legend.get_window_extent()
    return found


def test_each_map_has_its_title(two):
    figure = draw_maps(two, title="Two services", subtitle="by default figures").figure
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["IT", "legal"]
    assert {"Two services", "by default figures"} <= {text.get_text() for text in figure.texts}


def test_the_same_cluster_has_the_same_colour_on_all_maps(two):
    left, right = map(fills, draw_maps(two).figure.axes)
    block = [2, 3, 6, 7]
    assert [left[k] for k in block] == [right[k] for k in block]


def test_other_clusters_have_other_colours_while_there_are_enough(two):
    left, right = map(fills, draw_maps(two).figure.axes)
    colours = {left[0], left[2], right[8], right[10]}
    assert len(colours) == 4
    assert ALONE.lower() not in colours


def test_clusters_of_a_plan_have_the_colours_of_its_own_map_beside_other_options(london, partition):
    plan = partition(london, [k // 4 for k in range(32)])
    own = cluster_colours(plan)
    others = [
        partition(london, [(k + shift) // size for k in range(32)])
        for shift, size in ((1, 4), (0, 3), (2, 5))
    ]
    for frames in ([*others, plan], [*others[:1], plan], [plan]):
        found = colours_of_all(frames, like=plan)
        assert found[-1] == own
    (*_, shown) = draw_maps(
        {str(k): one for k, one in enumerate([*others, plan])}, like=plan
    ).figure.axes
    # A council of several parts may be several patches.
    drawn = [colour for colour, _ in itertools.groupby(fills(shown))]
    expected = (own[label].lower() for label in plan["cluster"])
    assert drawn == [colour for colour, _ in itertools.groupby(expected)]
    for frame, colours in zip(others, colours_of_all([*others, plan], like=plan), strict=False):
        for label in frame["cluster"]:
            mine = frame["cluster"] == label
            touching = frame.loc[frame.touches(frame[mine].union_all()), "cluster"]
            if mine.sum() > 1:
                assert all(colours[other] != colours[label] for other in touching if other != label)


def test_given_colours_beyond_the_palette_stay_and_neighbours_differ_from_them():
    shapes = grid(1, 30).geometry.to_numpy()
    groups = [[k, k + 1] for k in range(0, 30, 2)]
    found = colour_groups(shapes, groups, None, {3: 40, 7: 2})
    assert (found[3], found[7]) == (40, 2)
    assert all(a != b for a, b in itertools.pairwise(found))


def test_clusters_that_overlap_on_two_maps_do_not_look_alike(partition):
    councils = grid(1, 4)
    frames = [partition(councils, ["a", "a", 1, 2]), partition(councils, ["a", "a", "a", 2])]
    first, second = colours_of_all(frames)
    assert first["a"] != second["a"]
    assert first[1] == second[2] == ALONE


def test_neighbours_differ_where_clusters_are_many(london, partition):
    frames = [partition(london, [(k + shift) // 2 for k in range(32)]) for shift in range(2)]
    for frame, colours in zip(frames, colours_of_all(frames), strict=True):
        shapes = frame.geometry
        for label in frame["cluster"]:
            mine = frame["cluster"] == label
            touching = frame.loc[shapes.touches(shapes[mine].union_all()), "cluster"]
            if mine.sum() > 1:
                assert all(colours[other] != colours[label] for other in touching if other != label)


def test_all_clusters_of_a_map_differ_though_the_maps_together_have_many(partition):
    councils = grid(6, 8)
    frames = [partition(councils, [(k + shift) // 4 for k in range(48)]) for shift in range(4)]
    for frame, colours in zip(frames, colours_of_all(frames), strict=True):
        sizes = frame["cluster"].value_counts()
        shared = [colours[label] for label in sizes.index[sizes > 1]]
        assert len(set(shared)) >= min(len(shared), 12)


def test_a_list_below_the_maps_says_who_is_in_each_cluster(two):
    listed = {str(k): f"council {k}, another council (IT, legal)" for k in range(70)}
    figure = draw_maps(two, listed=listed).figure
    said = " ".join(" ".join(text.get_text() for text in figure.texts).split())
    for k in range(60):
        assert f"{k} council {k}, another council (IT, legal)" in said
    assert "… and 10 more" in said
    found = list(boxes(figure, two["IT"].total_bounds).values())
    assert not any(a.overlaps(b) for k, a in enumerate(found) for b in found[:k])


def test_one_key_explains_what_is_on_any_map(two, partition):
    figure = draw_maps(two).figure
    assert key(figure) == ["shared cluster", "its host", "stands alone"]
    assert all(ax.get_legend() is None for ax in figure.axes)
    alone = draw_maps({"nobody": partition(grid(1, 3), [1, 2, 3])})
    assert key(alone.figure) == ["stands alone"]
    parted = draw_maps({"IT": partition(grid(1, 3), ["a", 1, "a"])})
    assert "one cluster, several places" in key(parted.figure)


def test_the_source_stands_once(two):
    for frame in two.values():
        frame.attrs["source"] = "© a mapmaker"
    figure = draw_maps(two).figure
    said = [t.get_text() for t in figure.texts] + [
        t.get_text() for ax in figure.axes for t in ax.texts
    ]
    assert said.count("© a mapmaker") == 1


@pytest.mark.parametrize("many", [1, 2, 3, 4, 8])
def test_no_words_lie_on_others_or_on_a_map(london, partition, many):
    frames = {
        f"a service with a name of some length {k}: 14 shared, 0 alone": partition(
            london, ["a", "b", "c", "d"] * 8
        )
        for k in range(many)
    }
    frame = next(iter(frames.values()))
    frame.attrs["source"] = "Contains data of a mapmaker, used under a licence. " * 4
    figure = draw_maps(
        frames, title="A headline of many words " * 6, subtitle="small\nprint " * 30
    ).figure
    found = list(boxes(figure, london.total_bounds).values())
    assert len(found) == 4 + 2 * many
    assert not any(a.overlaps(b) for k, a in enumerate(found) for b in found[:k])
    page = figure.bbox
    for box in found:
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= page.x1
        assert box.y1 <= page.y1


def test_words_are_as_wide_apart_as_on_one_map(two, partition):
    frames = {str(k): partition(grid(3, 4), LEFT) for k in range(8)}
    assert draw_maps(frames).figure.get_figwidth() == pytest.approx(9.0)
    assert draw_maps(two).figure.get_figwidth() <= 9.0


def test_tall_maps_do_not_make_a_figure_without_end(partition):
    frames = {str(k): partition(grid(12, 1), [1] * 12) for k in range(3)}
    assert draw_maps(frames).figure.get_figheight() < 7.0


def test_dollars_are_no_mathematics(partition):
    frames = {"a $b$ c": partition(grid(1, 2), [1, 1])}
    figure = draw_maps(frames, title="$x$", subtitle="$y$").figure
    figure.canvas.draw()
    assert not any(text.get_parse_math() for text in figure.texts)
    assert figure.axes[0].get_title(loc="left") == "a $b$ c"
