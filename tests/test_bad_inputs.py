"""Bad tables, columns, names and graphs, and the message that each of them gets.

In a message, ``...`` stands for any text. A message names the council, the column and the
value, and says what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import scipy.sparse
import shapely
from bad import Bad, check, each
from libpysal.graph import Graph
from maps import councils_of, grid, square

import clusterer as cl
from clusterer.councils import Councils
from clusterer.geography import as_graph, seat_distance, seat_shares

validated = Councils.validated


def pair(**columns: Any) -> gpd.GeoDataFrame:
    """Return two square councils, r0c0 and r0c1, with other columns."""
    return grid(1, 2).assign(**columns)


def shaped(shape: Any) -> gpd.GeoDataFrame:
    """Return three councils of which the second has a shape of its own."""
    return councils_of({"a": square(0, 0), "b": shape, "c": square(9000, 0)})


def values(numbers: Any, **options: Any) -> Callable[[], Any]:
    return lambda: validated(pair(population=numbers)).values("population", **options)


def graph_over(nodes: Any, edges: Any = (), kind: type[nx.Graph] = nx.Graph) -> nx.Graph:
    graph = kind()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(edges)
    return graph


def reads(adjacency: Any) -> Callable[[], Any]:
    return lambda: as_graph(adjacency, validated(grid(2, 2)))


BOW_TIE = shapely.Polygon([(2000, 0), (3000, 1000), (3000, 0), (2000, 1000)])

TABLE: list[Bad] = [
    Bad(
        "councils that are a plain table",
        lambda: validated(pd.DataFrame({"name": ["A"]})),
        "councils must be a GeoDataFrame, not DataFrame; read a boundary file with "
        "geopandas.read_file(...)",
    ),
    Bad(
        "councils that are a path",
        lambda: cl.adjacency("councils.gpkg"),
        "councils must be a GeoDataFrame, not str; read a boundary file with "
        "geopandas.read_file(...)",
    ),
    Bad(
        "an empty table",
        lambda: validated(grid(1, 1).iloc[:0]),
        "councils is an empty table; it needs a row a council",
    ),
    Bad(
        "no geometry column",
        lambda: validated(gpd.GeoDataFrame({"name": ["A"]})),
        "councils have no active geometry column; choose the one with the boundaries with "
        "set_geometry(...)",
    ),
    Bad(
        "an index of two levels",
        lambda: validated(pair().set_index(["name", "population"])),
        "councils has an index of 2 levels; keep one, with a different label for each council",
    ),
    Bad(
        "a label that stands twice",
        lambda: validated(grid(1, 3).set_axis(["a", "b", "b"])),
        "index label 'b' stands in 2 rows of councils; labels must be unique: dissolve(by=...) "
        "the parts of a council, or set another index",
    ),
    Bad(
        "a label that is missing",
        lambda: validated(grid(1, 3).set_axis(["a", None, np.nan])),
        "the index of councils is missing in row 1 (2 in all); give every council a label",
    ),
    Bad(
        "two columns of one name",
        lambda: validated(pair().rename(columns={"seats_red": "population"})),
        "councils has two columns 'population'; drop one",
    ),
    Bad(
        "no CRS",
        lambda: validated(grid(1, 2, crs=None)),
        "councils have no CRS, so no distance is known; say what the coordinates are with "
        "set_crs(...)",
    ),
    Bad(
        "degrees",
        lambda: validated(grid(1, 2).to_crs(4326)),
        "councils are in WGS 84 (EPSG:4326), which is no projected CRS and measures no metres "
        "on a map; project them first, for England with to_crs(27700)",
    ),
    Bad(
        "a geocentric CRS",
        lambda: validated(grid(1, 2, crs=4978)),
        "councils are in WGS 84 (EPSG:4978), which is no projected CRS...",
    ),
    Bad(
        "a geometry that is None",
        lambda: validated(shaped(None)),
        "B (b): an empty or missing geometry; give it one or leave the council out",
    ),
    Bad(
        "an empty geometry",
        lambda: validated(shaped(shapely.Polygon())),
        "B (b): an empty or missing geometry; give it one or leave the council out",
    ),
    Bad(
        "a point",
        lambda: validated(shaped(shapely.Point(0, 0))),
        "B (b): a point among areas; give the area of the council, or, if points such as offices "
        "are meant to lie within areas, say overlapping=True",
    ),
    Bad(
        "a border line instead of an area",
        lambda: validated(shaped(square(2000, 0).exterior)),
        "B (b): a geometry that is no polygon (LinearRing); give the area of the council",
    ),
    Bad(
        "a bow-tie",
        lambda: validated(shaped(BOW_TIE)),
        "B (b): an invalid geometry (Self-intersection...); repair it: councils = "
        "clusterer.repair(councils).councils",
    ),
    Bad(
        "a collection of a polygon and a line, as make_valid() gives",
        lambda: validated(
            shaped(shapely.GeometryCollection([square(2000, 0), square(2000, 0).exterior]))
        ),
        "B (b): a geometry that is no polygon (GeometryCollection); keep the polygons in it "
        "alone: councils = clusterer.repair(councils).councils",
    ),
    Bad(
        "many bad geometries",
        lambda: validated(
            councils_of({f"c{i}": shapely.box(i, 0, i + 1, 1).exterior for i in range(7)})
        ),
        "C0 (c0), C1 (c1), C2 (c2), C3 (c3), C4 (c4), and 2 more: a geometry that is no "
        "polygon (LinearRing); give the area of the council",
    ),
    Bad(
        "councils that overlap",
        lambda: validated(shaped(square(500, 0))),
        "councils overlap by more than 0.1% of the smaller one's area, in 1 pair: A (a) and B (b) "
        "by 50% (500 m wide); where one lies in the other, as a district in its county (as here), "
        "leave out one of the two tiers, or, if bodies of several kinds are meant to share, say "
        "overlapping=True",
    ),
    Bad(
        "councils of which a third is common",
        lambda: validated(shaped(square(667, 0))),
        "councils overlap by more than 0.1% of the smaller one's area, in 1 pair: A (a) and B (b) "
        "by 33.3% (333 m wide); where it is too wide for a sliver (as here), correct the "
        "boundaries, or leave out one of the pair",
    ),
    Bad(
        "slivers along a border",
        lambda: validated(shaped(square(988, 0))),
        "councils overlap by more than 0.1% of the smaller one's area, in 1 pair: A (a) and B (b) "
        "by 1.2% (12 m wide); slivers, such as digitised borders have (as here), are taken away "
        "by councils = clusterer.repair(councils, width=20).councils",
    ),
    Bad(
        "a county over its districts",
        lambda: validated(
            councils_of({"a": square(0, 0), "b": square(1000, 0), "county": square(0, 0, 2000)})
        ),
        "councils overlap by more than 0.1% of the smaller one's area, in 2 pairs (the worst "
        "first): A (a) and COUNTY (county) by 100% (1.00 km wide); B (b) and COUNTY (county) by "
        "100% (1.00 km wide); where one lies in the other, as a district in its county (all of "
        "them), leave out one of the two tiers, or, if bodies of several kinds are meant to share, "
        "say overlapping=True",
    ),
    Bad(
        "slivers between districts, and a county over two of them",
        lambda: validated(
            councils_of(
                {f"c{i}": square(990 * i, 0) for i in range(12)} | {"county": square(0, 0, 2000)}
            )
        ),
        "councils overlap by more than 0.1% of the smaller one's area, in 14 pairs (the worst "
        "first): C0 (c0) and COUNTY (county) by 100% (...); C1 (c1) and COUNTY (county) by "
        "100% (...); C2 (c2) and COUNTY (county) by 2% (...); C0 (c0) and C1 (c1) by 1% (10 m "
        "wide); ...; and 4 more pairs; slivers, such as digitised borders have (12 pairs), are "
        "taken away by councils = clusterer.repair(councils, width=...; where one lies in the "
        "other, as a district in its county (2 pairs), leave out one of the two tiers...",
    ),
]

COLUMNS: list[Bad] = [
    Bad(
        "a column that is almost there",
        lambda: validated(pair()).values("populaton"),
        "councils have no column 'populaton'; did you mean 'population'? there are ...",
    ),
    Bad(
        "a column that is not there",
        lambda: validated(pair()).values("unemployment_rate"),
        "councils have no column 'unemployment_rate'; there are ['population', 'seats_red', "
        "'seats_blue', 'seats_total', 'name']",
    ),
    Bad(
        "a column given by number",
        lambda: validated(pair()).values(7),
        "councils have no column 7; there are ['population', ...]",
    ),
    Bad(
        "numbers with commas",
        values(["98,768", "1"]),
        "R0C0 (r0c0): population = '98,768' is not a number; correct it",
    ),
    Bad(
        "words for numbers",
        values(["n/a", "unknown"]),
        "R0C0 (r0c0): population = 'n/a' is not a number; correct it (and 1 more councils like it)",
    ),
    Bad(
        "lists for numbers",
        values([[1], [2]]),
        "R0C0 (r0c0): population = [1] is not a number; correct it...",
    ),
    Bad(
        "a missing value",
        values([1.0, np.nan]),
        "R0C1 (r0c1): population is missing; fill it in or leave the council out",
    ),
    Bad(
        "a missing whole number",
        values(pd.array([None, 3], dtype="Int64")),
        "R0C0 (r0c0): population is missing; fill it in or leave the council out",
    ),
    Bad(
        "an infinite value",
        values([np.inf, 1.0]),
        "R0C0 (r0c0): population = inf is not finite; give a number",
    ),
    Bad(
        "a negative value",
        values([3, -2], minimum=0),
        "R0C1 (r0c1): population = -2 is below 0; correct it",
    ),
    Bad(
        "yes and no for numbers",
        values([True, False]),
        "column 'population' holds bool values, not numbers",
    ),
    Bad(
        "dates for numbers",
        values(pd.to_datetime(["2006-05-04", "2022-05-05"])),
        "column 'population' holds datetime64[...] values, not numbers",
    ),
    Bad(
        "complex numbers",
        values([1j, 2j]),
        "column 'population' holds complex128 values, not numbers",
    ),
    Bad(
        "a column of words that is not there",
        lambda: validated(pair(control=["red", "blue"])).texts("contrl"),
        "councils have no column 'contrl'; did you mean 'control'? there are ...",
    ),
    Bad(
        "a missing word",
        lambda: validated(pair(control=["red", None])).texts("control"),
        "R0C1 (r0c1): control is missing; fill it in",
    ),
]

LOOKUP: list[Bad] = [
    Bad(
        "a council with a slip of the pen",
        lambda: validated(pair(name=["Camden", "Islington"])).position("Camdem"),
        "there is no council 'Camdem'; did you mean 'Camden'?",
    ),
    Bad(
        "a council that nobody knows",
        lambda: validated(pair(name=["Camden", "Islington"])).position("Xyzzy"),
        "there is no council 'Xyzzy'; use an index label or a name",
    ),
    Bad(
        "a code that looks like another",
        lambda: validated(grid(1, 2).set_axis(["E09000001", "E09000002"])).position("E09000003"),
        "there is no council 'E09000003'; use an index label or a name",
    ),
    Bad(
        "a number where labels are words",
        lambda: validated(pair()).position(3),
        "there is no council 3; use an index label or a name",
    ),
    Bad(
        "a name that two councils have",
        lambda: validated(pair(name=["Newport", "Newport"])).position("Newport"),
        "'Newport' is the name of 2 councils: Newport (r0c0), Newport (r0c1); use the index label",
    ),
    Bad(
        "a list for a council",
        lambda: validated(pair()).position(["r0c0"]),
        "['r0c0'] is no council; use an index label or a name",
    ),
    Bad(
        "one string for several councils",
        lambda: validated(pair()).positions("r0c0"),
        "expected several councils, got the one string 'r0c0'",
    ),
]

ADJACENCY: list[Bad] = [
    Bad(
        "crossings without a column",
        lambda: cl.adjacency(pair(), crossings=pd.DataFrame({"council_a": ["r0c0"], "to": [1]})),
        "crossings has no column 'council_b'; it needs council_a and council_b, and may have "
        "crossing, the name; there are ['council_a', 'to']",
    ),
    Bad(
        "a crossing to an unknown council",
        lambda: cl.adjacency(
            pair(name=["Southwark", "Tower Hamlets"]),
            crossings=[("Southwark", "Tower Hamlet", "Tower Bridge")],
        ),
        "crossing 'Tower Bridge': there is no council 'Tower Hamlet'; did you mean "
        "'Tower Hamlets'?",
    ),
    Bad(
        "a nameless crossing to an unknown council",
        lambda: cl.adjacency(pair(), crossings=[("r0c0", "r0c1"), ("r0c0", "City")]),
        "crossing 1: there is no council 'City'; use an index label or a name; for a part of a "
        "map leave out the crossings whose councils are not in the table, or take "
        "adjacency(whole_map, crossings=...).subgraph(part.index)",
    ),
    Bad(
        "crossings of the whole of London for a part of it",
        lambda: cl.adjacency(
            cl.datasets.london().loc[lambda table: table["inner"]],
            crossings=cl.datasets.thames_crossings(),
        ),
        "crossing '...': there is no council 'E09000...'; use an index label or a name; for a "
        "part of a map leave out the crossings whose councils are not in the table, or take "
        "adjacency(whole_map, crossings=...).subgraph(part.index)",
    ),
    Bad(
        "the graph of a whole map for a part of it",
        lambda: cl.Problem(pair(), [], adjacency=cl.adjacency(grid(1, 3))),
        "adjacency has 1 nodes that are no index label of councils: 'r0c2'; for a part of a map "
        "pass graph.subgraph(councils.index)",
    ),
    Bad(
        "a table for a graph, with islands",
        lambda: cl.islands(pair()),
        "islands takes a networkx.Graph, such as adjacency(councils) makes, not GeoDataFrame",
    ),
    Bad(
        "a table for a graph, with parts",
        lambda: cl.parts(pair()),
        "parts takes a networkx.Graph, such as adjacency(councils) makes, not GeoDataFrame",
    ),
    Bad(
        "a table for a graph, with to_libpysal",
        lambda: cl.to_libpysal(pair()),
        "to_libpysal takes a networkx.Graph, such as adjacency(councils) makes, not GeoDataFrame",
    ),
    Bad(
        "a crossing from a missing council",
        lambda: cl.adjacency(
            pair(), crossings=pd.DataFrame({"council_a": ["r0c0"], "council_b": [np.nan]})
        ),
        "crossing 0: there is no council nan; use an index label or a name",
    ),
    Bad(
        "a crossing from a council to itself",
        lambda: cl.adjacency(pair(), crossings=[("R0C0", "r0c0", "Old Bridge")]),
        "crossing 'Old Bridge' joins R0C0 (r0c0) with itself; give the council across",
    ),
    Bad(
        "one crossing without the list around it",
        lambda: cl.adjacency(pair(), crossings=("r0c0", "r0c1")),
        "crossings holds 'r0c0'; write [(council, council), ...] or [(council, council, name "
        "of the crossing), ...]",
    ),
    Bad(
        "a crossing with four parts",
        lambda: cl.adjacency(pair(), crossings=[("r0c0", "r0c1", "Bridge", 3)]),
        "crossings holds ('r0c0', 'r0c1', 'Bridge', 3); write [(council, council), ...",
    ),
    Bad(
        "crossings that are a number",
        lambda: cl.adjacency(pair(), crossings=3),
        "crossings must be a DataFrame or [(council, council), ...], got 3",
    ),
    Bad(
        "crossings that are a file name",
        lambda: cl.adjacency(pair(), crossings="crossings.csv"),
        "crossings must be a DataFrame or [(council, council), ...], got 'crossings.csv'",
    ),
    Bad(
        "a negative distance",
        lambda: cl.adjacency(pair(), within_km=-1),
        "within_km = -1 must be a number of km, 0 or more",
    ),
    Bad(
        "a distance that is no number",
        lambda: cl.adjacency(pair(), within_km=float("nan")),
        "within_km = nan must be a number of km, 0 or more",
    ),
    Bad(
        "a distance in words",
        lambda: cl.adjacency(pair(), within_km="15 km"),
        "within_km = '15 km' must be a number of km, 0 or more",
    ),
    Bad(
        "a negative tolerance",
        lambda: cl.adjacency(pair(), tolerance=-0.5),
        "tolerance = -0.5 must be a number of metres, 0 or more",
    ),
    Bad(
        "an infinite tolerance",
        lambda: cl.adjacency(pair(), tolerance=np.inf),
        "tolerance must be finite; for no contiguity at all use within_km=inf",
    ),
    Bad(
        "an adjacency that is a table",
        reads(pd.DataFrame({"a": [1]})),
        "adjacency is a table without the columns council_a and council_b, a row a pair; rename "
        "two of ['a']",
    ),
    Bad(
        "an adjacency that is a file name",
        reads("borders.gal"),
        "adjacency must be a graph of networkx, libpysal or GerryChain, such as "
        "clusterer.adjacency(councils) makes (Graph.from_W(w) converts old weights), a dict of "
        "lists of neighbours, a DataFrame of pairs or a sparse matrix of scipy, not str",
    ),
    Bad(
        "a dict with an unknown council",
        reads({"r0c0": ["r0c1", "Atlantis"], "r0c1": [], "r1c0": [], "r1c1": []}),
        "adjacency: there is no council 'Atlantis'; use an index label or a name; for a part of a "
        "map leave out the neighbours that are not in it",
    ),
    Bad(
        "a dict with a misspelt council",
        reads({"R0C0": ["R0C1"], "R1C00": []}),
        "adjacency: there is no council 'R1C00'; did you mean 'R1C0'?",
    ),
    Bad(
        "a dict without some councils",
        reads({"r0c0": ["r0c1"]}),
        "adjacency lacks 2 of the councils: R1C0 (r1c0), R1C1 (r1c1); add each as a node, even "
        "one without neighbours",
    ),
    Bad(
        "a dict of single councils",
        reads({"r0c0": "r0c1"}),
        "adjacency['r0c0'] = 'r0c1' must be a list of councils",
    ),
    Bad(
        "a dict in which some borders go one way",
        reads({"r0c0": ["r0c1"], "r0c1": ["r0c0", "r1c1"], "r1c0": [], "r1c1": []}),
        "the dict of neighbours is not symmetric: R1C1 (r1c1) is a neighbour of R0C1 (r0c1) but "
        "not the other way round (1 such links); a border goes both ways: complete it",
    ),
    Bad(
        "a pair with a gap",
        reads(pd.DataFrame({"council_a": ["r0c0"], "council_b": [None]})),
        "adjacency: there is no council ...",
    ),
    Bad(
        "a matrix of another map",
        reads(scipy.sparse.csr_array((5, 5))),
        "adjacency is a matrix of 5 × 5 for 4 councils; it needs a row and a column a council, "
        "in the order of the table",
    ),
    Bad(
        "a matrix that goes one way",
        reads(scipy.sparse.coo_array(([1], ([0], [3])), shape=(4, 4))),
        "the matrix of adjacency is not symmetric: R1C1 (r1c1) is a neighbour of R0C0 (r0c0) but "
        "not the other way round (1 such links); a border goes both ways: symmetrize it with "
        "m.maximum(m.T)",
    ),
    Bad(
        "old weights of libpysal",
        lambda: reads(Graph.build_contiguity(grid(2, 2)).to_W())(),
        "adjacency must be ... (Graph.from_W(w) converts old weights)..., not W",
    ),
    Bad(
        "a directed graph",
        reads(graph_over(grid(2, 2).index, kind=nx.DiGraph)),
        "adjacency is a DiGraph, but a border is one edge and goes both ways; pass "
        "networkx.Graph(graph)",
    ),
    Bad(
        "a graph of parallel edges",
        reads(graph_over(grid(2, 2).index, kind=nx.MultiGraph)),
        "adjacency is a MultiGraph, but a border is one edge...; pass networkx.Graph(graph)",
    ),
    Bad(
        "a graph with unknown nodes",
        reads(graph_over([*grid(2, 2).index, "city"], [("r0c0", "city")])),
        "adjacency has 1 nodes that are no index label of councils: 'city'; for a part of a "
        "map pass graph.subgraph(councils.index)",
    ),
    Bad(
        "a graph over row numbers",
        reads(nx.path_graph(4)),
        "adjacency has 4 nodes that are no index label of councils: 0, 1, 2, 3; the index "
        "labels of councils are like 'r0c0'",
    ),
    Bad(
        "a graph over names",
        reads(nx.path_graph(["R0C0", "R0C1", "R1C0", "R1C1"])),
        "adjacency has 4 nodes that are no index label of councils: 'R0C0', 'R0C1', 'R1C0', "
        "'R1C1'; name nodes by index label (networkx.relabel_nodes), not by column name",
    ),
    Bad(
        "a graph without some councils",
        reads(nx.path_graph(["r0c0", "r1c0"])),
        "adjacency lacks 2 of the councils: R0C1 (r0c1), R1C1 (r1c1); add each as a node, even "
        "one without neighbours",
    ),
    Bad(
        "a graph of libpysal over other councils",
        lambda: reads(Graph.build_contiguity(grid(2, 3)))(),
        "adjacency has 2 nodes that are no index label of councils: 'r0c2', 'r1c2'; ...",
    ),
    Bad(
        "a graph of libpysal that goes one way",
        reads(Graph.from_arrays(["r0c0", "r0c1"], ["r0c1", "r0c1"], [1, 0])),
        "the libpysal Graph is not symmetric: 'r0c1' is a neighbour of 'r0c0' but not the "
        "other way round (1 such links); a border goes both ways: symmetrize it with "
        "graph.to_networkx().to_undirected()",
    ),
]

POLITICS: list[Bad] = [
    Bad(
        "no columns of seats",
        lambda: seat_distance(validated(pair().drop(columns=["seats_red", "seats_blue"]))),
        "councils have no columns that begin with 'seats_', one a party, such as seats_con and "
        "seats_lab; add them, or name the columns with columns=[...]",
    ),
    Bad(
        "one string for columns of seats",
        lambda: seat_shares(validated(pair()), "seats_red"),
        "columns = 'seats_red' must be a list, a column a party",
    ),
    Bad(
        "no columns asked for",
        lambda: seat_shares(validated(pair()), []),
        "columns = [] names no column with seats",
    ),
    Bad(
        "a column of seats with a slip of the pen",
        lambda: seat_shares(validated(pair()), ["seats_rde", "seats_blue"]),
        "councils have no column 'seats_rde'; did you mean 'seats_red'? there are ...",
    ),
    Bad(
        "a council without seats",
        lambda: seat_distance(validated(pair(seats_red=[3, 0], seats_blue=[0, 0]))),
        "R0C1 (r0c1): no seats at all in seats_red, seats_blue; fill them in, or leave the "
        "council out",
    ),
    Bad(
        "fewer than no seats",
        lambda: seat_shares(validated(pair(seats_red=[3, -1]))),
        "R0C1 (r0c1): seats_red = -1 is below 0; correct it",
    ),
]


@pytest.mark.filterwarnings("ignore:a name stands in several rows")
@each([*TABLE, *COLUMNS, *LOOKUP, *ADJACENCY, *POLITICS])
def test_a_bad_input_gets_a_message_that_says_what_to_do(run, message):
    check(run, message)


@pytest.mark.parametrize(
    ("attempt", "told"),
    [
        (lambda: cl.MaxSize(np.int64(0)), "n = 0 must be"),
        (lambda: cl.datasets.london(np.int64(2007)), "the boroughs for 2007;"),
        (lambda: cl.Together(np.int64(1), np.int64(1)), "Together has 1 twice"),
        (lambda: validated(pair().set_axis(np.array([7, 7]))), "index label 7 stands"),
        (lambda: validated(pair()).position(np.int64(4)), "there is no council 4;"),
        (values([np.float64(-3), 1.0], minimum=0), "population = -3.0 is below"),
    ],
)
def test_numbers_of_numpy_are_told_as_plain_numbers(attempt, told):
    with pytest.raises(cl.InputError) as caught:
        attempt()
    assert told in str(caught.value)
    assert "np." not in str(caught.value)
