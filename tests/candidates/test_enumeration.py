"""Enumeration, against sets counted out in plain Python and published counts."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from costing import councils_of, problem_of
from hypothesis import given
from hypothesis import strategies as st
from instances import complete, facts_of, graph, maps, table
from truth import connected_sets

import clusterer as cl
from clusterer.candidates import Pruning, enumerate_candidates
from clusterer.candidates._enumeration import Walk, walk_connected_sets
from clusterer.councils import Councils
from clusterer.geography import neighbours


def members(candidates: cl.Candidates) -> list[tuple[int, ...]]:
    return [tuple(candidates.positions(k).tolist()) for k in range(len(candidates))]


def grown(graph: nx.Graph, size: int) -> set[frozenset]:
    """Return the connected sets of up to `size`, each grown from those one smaller."""
    found = layer = {frozenset([node]) for node in graph}
    for _ in range(size - 1):
        layer = {s | {other} for s in layer for node in s for other in graph[node]} - found
        found = found | layer
    return found


@st.composite
def graphs(draw):
    """Draw facts of up to eight councils with any links at all."""
    n = draw(st.integers(1, 8))
    links = draw(st.lists(st.sampled_from(complete(n)), unique=True)) if n > 1 else []
    population = draw(st.lists(st.integers(1, 9), min_size=n, max_size=n))
    return facts_of(population, links)


@given(graphs())
def test_every_connected_set_is_found_once_with_members_ascending(facts):
    found = members(problem_of(facts).candidates())
    assert len(found) == len(set(found))
    assert set(found) == connected_sets(facts.n, facts.edges)


@given(graphs(), st.integers(1, 9))
def test_a_size_cuts_off_larger_sets_and_no_others(facts, most):
    found = members(problem_of(facts, rules=[cl.MaxSize(most)]).candidates())
    expected = {c for c in connected_sets(facts.n, facts.edges) if len(c) <= most}
    assert set(found) == expected
    assert len(found) == len(expected)


@given(graphs(), st.integers(1, 40))
def test_a_cap_on_a_sum_cuts_off_what_passes_it_and_no_others(facts, most):
    found = members(problem_of(facts, rules=[cl.PopulationBounds(at_most=most)]).candidates())
    expected = {c for c in connected_sets(facts.n, facts.edges) if facts.residents(c) <= most}
    assert set(found) == expected
    assert len(found) == len(expected)


@given(graphs(), st.data())
def test_conflicts_cut_off_the_sets_that_hold_two_and_no_others(facts, data):
    pairs = complete(facts.n)
    chosen = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    rules = [cl.Apart(facts.labels[i], facts.labels[j]) for i, j in chosen]
    found = members(problem_of(facts, rules=rules).candidates())
    expected = {
        c
        for c in connected_sets(facts.n, facts.edges)
        if not any(i in c and j in c for i, j in chosen)
    }
    assert set(found) == expected
    assert len(found) == len(expected)


@given(maps(st.integers(2, 7)), st.integers(1, 5), st.integers(50_000, 900_000), st.data())
def test_size_caps_and_conflicts_cut_together(drawn, most, residents, data):
    facts, adjacency = drawn
    i, j = data.draw(st.sampled_from(complete(facts.n)))
    problem = cl.Problem(
        table(facts),
        [],
        [
            cl.MaxSize(most),
            cl.PopulationBounds(at_most=residents),
            cl.Apart(facts.labels[i], facts.labels[j]),
        ],
        adjacency=adjacency,
    )
    found = members(problem.candidates())
    expected = {
        c
        for c in connected_sets(facts.n, facts.edges)
        if len(c) <= most and facts.residents(c) <= residents and not {i, j} <= set(c)
    }
    assert set(found) == expected
    assert len(found) == len(expected)


def test_a_complete_graph_has_all_sets():
    assert len(problem_of(facts_of([1] * 12, complete(12))).candidates()) == 2**12 - 1


def test_a_path_has_its_stretches():
    path = facts_of([1] * 16, [(i, i + 1) for i in range(15)])
    assert len(problem_of(path).candidates()) == 16 * 17 // 2


def test_councils_without_links_stand_alone():
    assert members(problem_of(facts_of([1, 1, 1])).candidates()) == [(0,), (1,), (2,)]


def test_more_caps_than_one_all_hold():
    facts = facts_of([5, 1, 1, 1], complete(4))
    frame = table(facts).assign(area=[1, 1, 5, 1])
    rules = [cl.PopulationBounds(at_most=6), cl.PopulationBounds(at_most=5, population="area")]
    found = members(cl.Problem(frame, [], rules, adjacency=graph(facts)).candidates())
    assert set(found) == {(0,), (1,), (2,), (3,), (0, 1), (0, 3), (1, 3)}


def test_a_cap_that_is_just_reached_is_kept():
    councils = councils_of(facts_of([1, 2, 3], complete(3)))
    links = neighbours(graph(facts_of([1, 2, 3], complete(3))), councils)
    cap = Pruning(caps=((np.array([1.0, 2.0, 3.0]), 4.0),))
    found = enumerate_candidates(councils, links, cap, memory_gib=1)
    assert set(members(found)) == {(0,), (1,), (2,), (0, 1), (0, 2)}


# London, counted by others.


@pytest.fixture(scope="module")
def official(borough_borders) -> nx.Graph:
    """Return the graph of the 75 official borders."""
    return nx.from_pandas_edgelist(borough_borders, "council_a", "council_b")


def count(boroughs, adjacency, most: int) -> int:
    rules = [cl.MaxSize(most)]
    return len(cl.Problem(boroughs, [], rules, adjacency=adjacency).candidates())


def within_500_m(boroughs) -> nx.Graph:
    shapes = boroughs.geometry
    near = nx.Graph()
    near.add_nodes_from(boroughs.index)
    for a in boroughs.index:
        distance = shapes.distance(shapes[a])
        near.add_edges_from((a, b) for b in boroughs.index[distance <= 500] if b != a)
    return near


def test_the_boroughs_within_500_m_have_the_published_counts(london):
    near = within_500_m(london)
    assert near.number_of_edges() == 76
    assert [count(london, near, most) for most in (6, 8, 10)] == [10_228, 101_629, 913_258]


def test_boroughs_within_500_m_make_692791125_connected_sets_of_any_size(london):
    nothing = np.empty(0, dtype=np.int64)
    n = len(london)
    walk = Walk.begin(n, n, 0)
    assert walk_connected_sets(
        walk,
        *neighbours(within_500_m(london), Councils.validated(london)),
        np.zeros((0, n)),
        nothing.astype(np.float64),
        np.zeros((0, 0), dtype=np.bool_),
        10**9,
        10**12,
        nothing,
        nothing.astype(np.int16),
    )
    assert walk.found == 692_791_125


def test_the_official_borders_have_the_counts_that_others_found(london, official):
    assert official.number_of_edges() == 75
    assert [count(london, official, most) for most in (6, 7, 8)] == [8_327, 24_703, 73_053]


def test_the_sets_of_the_official_borders_are_those_that_grow_one_by_one(london, official):
    problem = cl.Problem(london, [], [cl.MaxSize(6)], adjacency=official)
    found = [frozenset(problem.candidates().members(k)) for k in range(8_327)]
    assert set(found) == grown(official, 6)
    assert len(found) == len(problem.candidates())


# What does not fit.


def complete_problem(n: int) -> cl.Problem:
    return problem_of(facts_of([1] * n, complete(n)))


def gib(candidates: int, size: int) -> float:
    """Return the memory that so many candidates of so many members take, by the formula."""
    return (candidates + 0.5) * (48 + 2 * size) / 2**30


def test_too_many_candidates_are_refused_with_the_size_that_would_fit():
    with pytest.raises(cl.TooManyCandidatesError) as caught:
        complete_problem(10).candidates(memory_gib=gib(100, 10))
    assert str(caught.value) == (
        "clusters of up to 10 of these 10 councils make more than 100 candidates, the most that "
        f"{gib(100, 10):g} GiB hold; MaxSize(2) leaves at most 55, and MaxDistance, Apart or a "
        "cap on the population cut them down too"
    )
    assert caught.value.fitting_size == 2


def test_a_size_whose_candidates_just_fit_is_named():
    with pytest.raises(cl.TooManyCandidatesError) as caught:
        complete_problem(10).candidates(memory_gib=gib(55, 10))
    assert caught.value.fitting_size == 2


def test_the_size_that_would_fit_does_fit():
    problem = complete_problem(10).replace(rules=[cl.MaxSize(2)])
    assert len(problem.candidates(memory_gib=gib(100, 10))) == 55


def test_where_not_even_single_councils_fit_more_memory_is_asked_for():
    with pytest.raises(
        cl.TooManyCandidatesError, match="GiB hold; give more memory, and"
    ) as caught:
        complete_problem(10).candidates(memory_gib=gib(5, 10))
    assert caught.value.fitting_size == 0


def test_as_many_candidates_as_fit_are_not_too_many():
    assert len(complete_problem(6).candidates(memory_gib=gib(63, 6))) == 63
    with pytest.raises(cl.TooManyCandidatesError):
        complete_problem(6).candidates(memory_gib=gib(62, 6))


def test_london_without_a_size_is_refused_before_any_memory_is_taken(london):
    with pytest.raises(cl.TooManyCandidatesError) as caught:
        cl.Problem(london, []).candidates(memory_gib=0.01)
    size = caught.value.fitting_size
    assert f"MaxSize({size})" in str(caught.value)
    fitting = cl.Problem(london, [], [cl.MaxSize(size)]).candidates(memory_gib=0.01)
    assert fitting.size.max() == size


def test_members_are_kept_in_small_numbers():
    assert complete_problem(3).candidates().flat()[1].dtype == np.int16
