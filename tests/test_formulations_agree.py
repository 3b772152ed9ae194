"""Two formulations that share nothing but the problem, on parts of London: one optimum."""

from __future__ import annotations

from random import Random

import pytest

import clusterer as cl


@pytest.fixture(scope="module")
def part_of_london(london, thames_crossings):
    """Return a function that makes a problem of some boroughs that are connected."""
    borders = cl.adjacency(london, crossings=thames_crossings)

    def make(size: int, seed: int, preset: str) -> cl.Problem:
        random = Random(seed)
        chosen = [random.choice(sorted(borders))]
        while len(chosen) < size:
            around = {other for here in chosen for other in borders[here]} - set(chosen)
            chosen.append(random.choice(sorted(around)))
        boroughs = london.loc[sorted(chosen)]
        return cl.Problem(
            boroughs,
            cl.preset(preset),
            [cl.MaxSize(4)],
            adjacency=borders.subgraph(boroughs.index),
        )

    return make


@pytest.mark.parametrize(
    ("size", "seed", "preset"),
    [
        (10, 0, "business-case"),
        (10, 1, "central"),
        (11, 2, "null"),
        (12, 1, "central"),
        (13, 1, "business-case"),
    ],
)
def test_both_find_the_same_optimum(size, seed, preset, part_of_london):
    problem = part_of_london(size, seed, preset)
    one, other = cl.solve(problem), cl.solve(problem, formulation="compact")
    assert one.status == other.status == "optimal"
    assert other.objective == pytest.approx(one.objective, rel=1e-8)
    assert max(one.bound, other.bound) <= min(one.objective, other.objective) + 2e-5


@pytest.mark.parametrize(("size", "seed"), [(14, 0), (16, 0)])
def test_when_both_are_stopped_the_optimum_may_lie_in_either_interval(size, seed, part_of_london):
    problem = part_of_london(size, seed, "central")
    one = cl.solve(problem, time_limit=1e-6)
    other = cl.solve(problem, formulation="compact", time_limit=4)
    assert one.status == other.status == "feasible"
    assert one.gap > 0 < other.gap
    assert max(one.bound, other.bound) <= min(one.objective, other.objective)
