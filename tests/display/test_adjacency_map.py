"""The map of an adjacency."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
import shapely
from maps import councils_of, grid, square
from matplotlib.colors import to_hex
from shapely import Point

import clusterer as cl
from clusterer.display import plot_adjacency
from clusterer.display.links import route
from clusterer.errors import InputError
from clusterer.geography import adjacency


def drawn(ax, gid):
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def colours(ax):
    return [to_hex(c) for c in drawn(ax, "councils")[0].get_facecolor()]


def key(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_edges_are_drawn_by_kind_and_counted_in_the_key(chessboard):
    graph = adjacency(chessboard, crossings=[("r0c0", "r2c3", "tunnel")])
    ax = plot_adjacency(chessboard, graph)
    assert len(drawn(ax, "land")[0].get_segments()) == 17
    assert len(drawn(ax, "crossing")[0].get_segments()) == 1
    assert not drawn(ax, "near")
    assert key(ax) == ["by land (17)", "by crossing (1)"]


def test_edges_run_from_council_to_council_over_the_border_in_common():
    frame = councils_of({"a": square(0, 0), "b": square(1000, 0)})
    (lines,) = drawn(plot_adjacency(frame, adjacency(frame)), "land")
    start, bend, end = lines.get_segments()[0]
    assert frame.geometry["a"].contains(Point(start))
    assert frame.geometry["b"].contains(Point(end))
    assert bend.tolist() == [1000, 500]


def test_edges_end_at_the_names_and_a_box_hides_them_behind_these(chessboard):
    ax = plot_adjacency(chessboard, adjacency(chessboard))
    names = drawn(ax, "label")
    ends = {tuple(np.round(end)) for line in drawn(ax, "land")[0].get_segments() for end in line}
    assert {tuple(np.round(name.get_position())) for name in names} <= ends
    assert all(name.get_bbox_patch() is not None for name in names)
    assert all(name.get_zorder() > drawn(ax, "land")[0].get_zorder() for name in names)


def test_councils_without_a_name_are_dots(chessboard):
    graph = adjacency(chessboard)
    assert not drawn(plot_adjacency(chessboard, graph), "nodes")
    (dots,) = drawn(plot_adjacency(chessboard, graph, labels=False), "nodes")
    assert len(dots.get_offsets()) == 12


def test_kinds_of_edges_differ_in_colour_width_and_dashes():
    frame = grid(1, 4, side=1000)
    graph = adjacency(frame, crossings=[("r0c0", "r0c3")], within_km=2.0)
    ax = plot_adjacency(frame, graph)
    looks = [drawn(ax, kind)[0] for kind in ("land", "crossing", "near")]
    assert len({to_hex(look.get_color()[0]) for look in looks}) == 3
    assert len({look.get_linewidth()[0] for look in looks}) == 3
    assert key(ax) == ["by land (3)", "by crossing (1)", "near (2)"]
    assert len(drawn(ax, "near")[0].get_segments()[0]) == 2  # They have no border to go over.


def test_edges_of_a_graph_of_ones_own_are_given(chessboard):
    graph = nx.path_graph(chessboard.index)
    assert key(plot_adjacency(chessboard, graph)) == ["given (11)"]


def test_edges_of_an_unheard_of_kind_are_drawn_as_given(chessboard):
    graph = nx.path_graph(chessboard.index)
    nx.set_edge_attributes(graph, "ferry", "kind")
    assert key(plot_adjacency(chessboard, graph)) == ["given (11)"]


def test_a_graph_of_libpysal_is_welcome(chessboard):
    from libpysal.graph import Graph

    graph = Graph.build_contiguity(chessboard)
    assert key(plot_adjacency(chessboard, graph)) == ["given (17)"]


def test_parts_have_a_colour_each_and_are_told_in_the_key(chessboard):
    graph = adjacency(chessboard)
    graph.remove_edges_from([(f"r{r}c1", f"r{r}c2") for r in range(3)])
    ax = plot_adjacency(chessboard, graph)
    west = {c for c, label in zip(colours(ax), chessboard.index, strict=True) if label[3] in "01"}
    east = {c for c, label in zip(colours(ax), chessboard.index, strict=True) if label[3] in "23"}
    assert len(west) == len(east) == 1
    assert west != east
    assert key(ax)[1:] == ["part of 6 councils", "part of 6 councils"]


def test_many_parts_are_summed_up_in_the_key():
    frame = grid(2, 12)
    graph = adjacency(frame)
    graph.remove_edges_from([e for e in graph.edges if e[0][2:] != e[1][2:]])
    assert key(plot_adjacency(frame, graph))[-1] == "… and 8 smaller parts"


def test_islands_are_marked_and_named_even_on_big_maps():
    frame = grid(9, 9)
    graph = adjacency(frame)
    graph.remove_edges_from(list(graph.edges("r4c4")))
    ax = plot_adjacency(frame, graph)
    assert [text.get_text() for text in drawn(ax, "label")] == ["R4C4"]
    assert len(drawn(ax, "islands")[0].get_paths()) == 1
    assert key(ax)[-1] == "no neighbour (1)"


def test_all_councils_are_named_on_small_maps_unless_declined(chessboard):
    graph = adjacency(chessboard)
    assert len(drawn(plot_adjacency(chessboard, graph), "label")) == 12
    assert not drawn(plot_adjacency(chessboard, graph, labels=False), "label")


def test_a_graph_without_edges_shows_islands_only(chessboard):
    graph = nx.empty_graph(list(chessboard.index))
    assert key(plot_adjacency(chessboard, graph)) == ["no neighbour (12)"]


def test_a_graph_of_other_councils_is_refused(chessboard):
    with pytest.raises(InputError, match="no index label"):
        plot_adjacency(chessboard, nx.path_graph(5))


def crossings(ax):
    """Return how many pairs of lines cross, other than where they begin or end."""
    lines = [
        shapely.linestrings(segment)
        for kind in ("land", "crossing")
        for drawing in drawn(ax, kind)
        for segment in drawing.get_segments()
    ]
    tree = shapely.STRtree(lines)
    found = 0
    for i, j in tree.query(lines, predicate="crosses").T:
        ends = shapely.union_all([lines[i].boundary, lines[j].boundary]).buffer(1.0)
        found += i < j and not ends.covers(shapely.intersection(lines[i], lines[j]))
    return int(found)


def test_lines_of_a_map_do_not_tangle(london):
    graph = adjacency(london, crossings=cl.datasets.thames_crossings())
    assert crossings(plot_adjacency(london, graph)) == 0
    many = cl.datasets.synthetic(100)
    assert crossings(plot_adjacency(many, adjacency(many))) <= 6


def test_a_line_goes_around_the_bend_of_a_council():
    # A horseshoe, open to the east, and a council at the end of one of its arms.
    horseshoe = shapely.box(0, 0, 9, 9) - shapely.box(3, 3, 9, 6)
    start, end = np.array([8.0, 1.5]), np.array([12.0, 7.5])
    line = route(start, end, horseshoe, shapely.box(9, 6, 15, 9))
    inside = shapely.union_all([horseshoe, shapely.box(9, 6, 15, 9)])
    drawn_line = shapely.linestrings(line)
    assert shapely.length(shapely.difference(drawn_line, inside)) < 0.1 * shapely.length(drawn_line)


def test_every_line_begins_in_its_council(london):
    ax = plot_adjacency(london, adjacency(london))
    (lines,) = drawn(ax, "land")
    ends = {tuple(end) for line in lines.get_segments() for end in (line[0], line[-1])}
    assert len(ends) == len(london)
    for council in london.geometry:
        assert sum(council.buffer(50).contains(Point(end)) for end in ends) >= 1
