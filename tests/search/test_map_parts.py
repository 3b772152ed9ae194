"""Parts of the map that nothing joins: solved apart, they come to what they come to together."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from instances import puzzle
from maps import councils_of, square

import clusterer as cl
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.search import map_parts
from clusterer.search.columns import Columns
from clusterer.search.map_parts import PartsSearch, parts, search_of
from clusterer.search.set_partition import SetPartitionSearch
from clusterer.search.solution import Watch


def archipelago(seed: int, n_islands: int = 3) -> cl.Problem:
    """Return some strips of councils, apart from one another, with costs at random."""
    rng = np.random.default_rng(seed)
    squares = {
        f"i{island}c{place}": square(1000.0 * (400 + 20 * island + place), 300_000.0)
        for island in range(n_islands)
        for place in range(1 + seed % 5)
    }
    frame = councils_of(squares, population=rng.integers(10_000, 90_000, len(squares)))
    worth: dict[tuple[int, ...], float] = {}

    def at_random(candidates: cl.Candidates) -> np.ndarray:
        members = [tuple(candidates.positions(k).tolist()) for k in range(len(candidates))]
        return np.array([worth.setdefault(some, rng.uniform(-5, 20)) for some in members])

    return cl.Problem(frame, [cl.FunctionTerm("at random", at_random)], [cl.MaxSize(3)])


@pytest.mark.parametrize("seed", range(25))
def test_parts_come_to_the_same_as_one_search_of_all(seed):
    problem = archipelago(seed)
    columns = Columns.of(problem)
    whole = SetPartitionSearch(columns).run()
    search = search_of(columns, neighbours=problem.neighbours)
    found = search.run()
    assert found.objective == pytest.approx(whole.objective, abs=1e-6)
    assert found.bound == pytest.approx(whole.bound, abs=1e-6)
    plan = cl.solve(problem)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(whole.objective, abs=1e-6)


@pytest.mark.parametrize("seed", range(30))
def test_parts_are_the_connected_components(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 12))
    clusters = [[i] for i in range(n)] + [
        sorted(rng.choice(n, size=int(rng.integers(2, min(n, 4) + 1)), replace=False).tolist())
        for _ in range(int(rng.integers(0, 6)))
    ]
    councils = Councils(
        councils_of(
            {f"c{i}": square(1000.0 * (400 + i), 300_000.0) for i in range(n)}, population=1
        )
    )
    candidates = Candidates.of(councils, clusters)
    graph = nx.Graph()
    for cluster in clusters:
        nx.add_path(graph, cluster)
    joined = [part for part in nx.connected_components(graph) if len(part) > 1]
    expected = {
        frozenset(k for k, cluster in enumerate(clusters) if part.issuperset(cluster))
        for part in joined
    }
    rest = frozenset(range(len(clusters))).difference(*expected)
    found = {frozenset(part.tolist()) for part in parts(candidates)}
    assert found == expected | ({rest} if rest else set())


def test_a_council_without_a_candidate_leaves_no_parts():
    councils = Councils(
        councils_of(
            {f"c{i}": square(1000.0 * (400 + i), 300_000.0) for i in range(3)}, population=1
        )
    )
    assert parts(Candidates.of(councils, [[0], [1]])) == []


def test_a_limit_ties_the_parts():
    problem = archipelago(3).replace(limits=[cl.ClusterCount(at_most=5)])
    assert isinstance(search_of(Columns.of(problem)), SetPartitionSearch)
    alone = problem.replace(limits=[])
    assert isinstance(search_of(Columns.of(alone)), PartsSearch)


@pytest.mark.parametrize("n_islands", [2, 5])
def test_parts_stopped_at_any_time_leave_a_bound_and_what_was_found(monkeypatch, n_islands):
    problem = archipelago(4, n_islands)
    best = cl.solve(problem).objective
    columns = Columns.of(problem)
    for stop in range(n_islands + 1):
        begun = []

        def strike(*args, stop=stop, begun=begun, **options):
            begun.append(1)
            if len(begun) > stop:
                raise KeyboardInterrupt
            return SetPartitionSearch(*args, **options)

        monkeypatch.setattr(map_parts, "SetPartitionSearch", strike)
        found = PartsSearch(columns, parts(columns.candidates), watch=Watch()).run()
        assert found.bound <= best + 1e-6
        assert found.objective >= best - 1e-6
        assert math.isfinite(found.objective) == (stop == n_islands)


def test_without_time_nothing_is_said():
    columns = Columns.of(archipelago(4, 6))
    found = search_of(columns, watch=Watch(0.0)).run()
    assert found.clusters is None
    assert found.bound == -math.inf


def test_an_impossible_part_is_no_plan_of_all():
    problem = archipelago(4, 3)
    lonely = problem.councils.ids[0]

    def company(candidates: cl.Candidates) -> np.ndarray:
        return (candidates.size > 1) | (candidates.sum(problem.councils.ids == lonely) == 0)

    never = problem.replace(rules=[cl.MaxSize(1), cl.FunctionRule("company", company)])
    with pytest.raises(cl.InfeasibleError):
        cl.solve(never)


def test_what_is_told_of_parts_is_of_all_of_them():
    told: list[cl.Progress] = []
    problem = archipelago(14, 4)
    plan = cl.solve(problem, progress=told.append)
    assert told[-1].bound == pytest.approx(plan.bound)
    assert all(now.bound <= plan.objective + 1e-6 for now in told)
    assert all(now.incumbent >= plan.objective - 1e-6 for now in told)


def test_a_gap_is_that_of_all_together():
    problem = puzzle(1).problem
    assert cl.solve(problem, gap=0.5).gap <= 0.5
    plan = cl.solve(archipelago(24, 4), gap=0.2)
    assert plan.gap <= 0.2
