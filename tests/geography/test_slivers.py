"""Borders along slivers alone: they are borders, and are warned about, with their lengths."""

from __future__ import annotations

import pytest
import shapely
from bad import Bad, each, warned
from hypothesis import given
from hypothesis import strategies as st
from maps import councils_of, square
from shapely import box

import clusterer as cl

KM = 1000.0

# Three councils in a row, of which a and c have the middle one, b, between them.
A, B, C = square(0, 0, 10 * KM), box(10 * KM, 0, 30 * KM, 10 * KM), square(30 * KM, 0, 10 * KM)


def links(shapes, **options) -> set[tuple[str, str]]:
    return set(cl.adjacency(councils_of(shapes), **options).edges)


def with_strip(strip: shapely.Polygon) -> dict[str, shapely.Geometry]:
    """Return the three councils, with a strip that is a's and not b's."""
    return {"a": A.union(strip), "b": B.difference(strip), "c": C}


REMEDY = (
    "; if the strip is a fault of the map, take it off the council, or the link out of the graph "
    "with graph.remove_edge("
)

SLIVERS: list[Bad] = [
    Bad(
        "a fragment of a half a metre wide and 5 km long beside c, 20 km from a",
        lambda: with_strip(box(30 * KM - 0.5, 0, 30 * KM, 5 * KM)),
        "borders that run along a strip narrower than 10 m alone make neighbours: A (a) and C (c) "
        f"along 5.00 km{REMEDY}'a', 'c')",
    ),
    Bad(
        "an arm of a along the whole border of b and c",
        lambda: (
            with_strip(
                box(5 * KM, 10 * KM, 30 * KM, 11 * KM).union(box(30 * KM - 8, 0, 30 * KM, 11 * KM))
            )
            | {"c": square(30 * KM, 0, 9 * KM)}
        ),
        f"...A (a) and C (c) along 9.00 km{REMEDY}'a', 'c')",
    ),
    Bad(
        "a strip of c that reaches along b to a",
        lambda: {
            "a": A,
            "b": box(10 * KM, 3, 30 * KM, 10 * KM).difference(box(10 * KM, 0, 10 * KM + 2, 6 * KM)),
            "c": C.union(box(10 * KM, 0, 30 * KM, 3)).union(box(10 * KM, 0, 10 * KM + 2, 6 * KM)),
        },
        f"...A (a) and C (c) along 6.00 km{REMEDY}'a', 'c')",
    ),
    Bad(
        "a fragment of a few metres by some tens",
        lambda: with_strip(box(30 * KM - 4, 0, 30 * KM, 40)),
        f"...A (a) and C (c) along 40 m{REMEDY}'a', 'c')",
    ),
    Bad(
        "a strip at the corner where three councils meet",
        lambda: {
            "a": box(0, 10 * KM, 20 * KM, 20 * KM).union(
                box(10 * KM - 1, 5 * KM, 10 * KM, 10 * KM)
            ),
            "b": box(0, 0, 10 * KM - 1, 10 * KM).union(box(0, 0, 10 * KM, 5 * KM)),
            "c": box(10 * KM, 0, 20 * KM, 9_990),
        },
        f"...A (a) and C (c) along 4.99 km{REMEDY}'a', 'c')",
    ),
]


@each(SLIVERS)
def test_a_border_along_a_sliver_alone_is_warned_about_with_its_length_and_kept(run, message):
    shapes = run()
    assert ("a", "c") in warned(lambda: links(shapes), message)


def test_all_slivers_are_told_at_once_the_longest_first():
    # Eight councils in a row; each has a fragment at the far side of its neighbour.
    fragments = {
        k: box(KM * (k + 2) - 1, 0, KM * (k + 2), 300 + 100 * k) if k < 6 else shapely.Polygon()
        for k in range(8)
    }
    taken = shapely.union_all(list(fragments.values()))
    shapes = {f"c{k}": square(KM * k, 0).difference(taken).union(fragments[k]) for k in range(8)}
    warned(
        lambda: links(shapes),
        "...: C5 (c5) and C7 (c7) along 800 m; C4 (c4) and C6 (c6) along 700 m; ...; and 1 more "
        f"pairs{REMEDY}'c5', 'c7')",
    )


@pytest.mark.parametrize(
    "shapes",
    [
        with_strip(box(30 * KM - 50, 0, 30 * KM, 5 * KM)),
        with_strip(box(10 * KM, 0, 30 * KM, 50)),
        {"a": A, "b": square(10 * KM, 0, 10 * KM).union(box(10 * KM, 0, 10 * KM + 1, 11 * KM))},
        {"a": A, "b": square(10 * KM, 10 * KM - 30, 10 * KM)},
        {"a": A, "b": shapely.Polygon([(1e4, 5_000), (3e4, 0), (3e4, 9_000), (1e4, 5_060)])},
        {"a": A, "b": square(10 * KM + 0.9, 0, 10 * KM)},
        {"a": A.difference(square(KM, KM, 100)), "b": square(KM, KM, 100)},
    ],
    ids=[
        "an exclave 50 m wide",
        "a corridor 50 m wide",
        "a sliver beside a border that is one without it",
        "a border of 30 m",
        "a wedge whose blunt end is a border of 60 m",
        "a gap within the tolerance",
        "an enclave of a hectare",
    ],
)
def test_what_is_no_sliver_is_not_warned_about(shapes):
    assert len(links(shapes)) == len(shapes) - 1 + (len(shapes) == 3)


@given(st.integers(30, 1_000), st.integers(2, 40))
def test_steps_of_a_map_made_of_pixels_are_no_slivers(step, rows):
    # A border that climbs by one pixel in each row.
    a = shapely.union_all([box(0, k * step, (k + 1) * step, (k + 1) * step) for k in range(rows)])
    frame = box(0, 0, (rows + 2) * step, rows * step)
    links({"a": a, "b": frame.difference(a)})


@pytest.mark.parametrize("unit", [1.0, 0.01, 1 / KM])
@pytest.mark.filterwarnings("ignore:half of the councils:clusterer.ImplausibleWarning")
def test_a_toy_of_any_size_has_no_slivers(unit):
    shapes = {
        f"r{r}c{c}": square(unit * KM * c, unit * KM * r, unit * KM)
        for r in range(3)
        for c in range(3)
    }
    assert len(links(shapes)) == 12


def test_real_borders_have_no_slivers():
    cl.adjacency(cl.datasets.london())
    cl.adjacency(cl.datasets.england())
    for n in (326, 1_000, 3_000):
        cl.adjacency(cl.datasets.synthetic(n))
