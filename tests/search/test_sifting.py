"""Candidates that are not listed: the plan is that of a search that lists them."""

from __future__ import annotations

import dataclasses
import math

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from instances import cases, complete, facts_of, graph, table, thorough

import clusterer as cl
from clusterer.search import implicit_relaxation, sifting
from clusterer.search.closed_form import ClosedForm
from clusterer.search.columns import Columns
from clusterer.search.sifting import SiftingSearch
from clusterer.search.solution import Watch
from clusterer.solving import solve as solving


@pytest.fixture
def by_walks(monkeypatch) -> list[SiftingSearch]:
    """Let no candidates be listed by `solve`; return the searches that it begins."""
    begun: list[SiftingSearch] = []

    def begin(*args, **options):
        begun.append(SiftingSearch(*args, **options))
        return begun[-1]

    monkeypatch.setattr(solving, "_LISTED_GIB", 1e-9)
    monkeypatch.setattr(solving, "SiftingSearch", begin)
    return begun


def search(problem: cl.Problem) -> sifting.Solution:
    form = ClosedForm.of(problem)
    assert form is not None
    return SiftingSearch(problem, form).run()


def check(case) -> None:
    """Assert that the answer is the truth, whether a plan or that there is none."""
    found = search(case.problem)
    best = case.truth.best
    if best is None:
        assert found.clusters is None
        assert found.bound == math.inf
        return
    assert found.objective == pytest.approx(best, abs=1e-6)
    assert best - 1e-6 <= found.bound <= found.objective


@thorough
@given(cases(linear=True, powers=True))
def test_the_plan_is_the_cheapest_of_all_partitions(case):
    check(case)


@thorough
@given(cases(st.integers(4, 8), linear=True))
def test_it_is_so_from_tiny_seeds_with_few_columns_a_round(case):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sifting, "_SEED_GIB", 1e-7)
        patch.setattr(implicit_relaxation, "_A_ROOT", 1)
        check(case)


@thorough
@given(cases(st.integers(4, 8), linear=True))
def test_with_too_small_a_window_the_bound_still_holds(case):
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sifting, "_LISTED", 4)
        form = ClosedForm.of(case.problem)
        found = SiftingSearch(case.problem, form, watch=Watch(callback=told.append)).run()
    best = case.truth.best
    assert all(news.bound <= (math.inf if best is None else best + 1e-6) for news in told)
    if best is None:
        assert found.clusters is None
    else:
        assert found.bound <= best + 1e-6
        assert found.objective >= best - 1e-6


@pytest.mark.parametrize("preset", ["null", "central", "business-case"])
@pytest.mark.parametrize("cap", [3, 6, 8])
def test_london_has_the_same_plan_whether_candidates_are_listed_or_not(preset, cap, by_walks):
    boroughs = cl.datasets.london()
    problem = cl.Problem(boroughs, cl.preset(preset), [cl.MaxSize(cap)])
    sifted = cl.solve(problem)
    assert len(by_walks) == 1
    listed = sifting.SetPartitionSearch(Columns.of(problem)).run()
    assert sifted.status == "optimal"
    assert sifted.objective == pytest.approx(listed.objective, abs=1e-6)


def near(boroughs) -> nx.Graph:
    """Return the 76 pairs of boroughs within 500 m, whose connected sets were counted."""
    graph = nx.Graph()
    graph.add_nodes_from(boroughs.index)
    ids, shapes = list(boroughs.index), list(boroughs.geometry)
    graph.add_edges_from(
        (ids[i], ids[j]) for j in range(32) for i in range(j) if shapes[i].distance(shapes[j]) < 500
    )
    assert graph.number_of_edges() == 76
    return graph


@pytest.mark.parametrize(
    ("preset", "largest"), [("null", 1), ("central", 3), ("business-case", 11)]
)
def test_london_is_solved_without_a_cap(preset, largest):
    """692,791,125 candidates: what a cap leaves out makes no better plan, or does."""
    boroughs = cl.datasets.london()
    problem = cl.Problem(boroughs, cl.preset(preset), adjacency=near(boroughs))
    plan = cl.solve(problem)
    capped = cl.solve(problem.replace(rules=[cl.MaxSize(8)]))
    assert plan.status == "optimal"
    assert plan.clusters["size"].max() == largest
    if largest <= 8:
        assert plan.objective == pytest.approx(capped.objective, abs=1e-6)
    else:
        assert plan.objective < capped.bound
        within = cl.solve(problem.replace(rules=[cl.MaxSize(largest)]))
        assert plan.objective == pytest.approx(within.objective, abs=1e-6)


def test_limits_and_rules_hold_without_a_cap():
    boroughs = cl.datasets.london()
    problem = cl.Problem(
        boroughs,
        cl.preset("business-case"),
        [cl.Together("Hackney", "Islington"), cl.Apart("Camden", "Islington")],
        [cl.ClusterCount(exactly=5)],
    )
    plan = cl.solve(problem)
    assert plan.status == "optimal"
    assert plan.broken == ()
    assert len(plan.clusters) == 5


def test_limits_that_cannot_be_kept_are_named_without_a_cap():
    limits = [cl.ClusterCount(at_least=33)]
    problem = cl.Problem(cl.datasets.london(), cl.preset("central"), limits=limits)
    with pytest.raises(cl.InfeasibleError, match="at least 33"):
        cl.solve(problem)


def test_where_time_is_up_before_any_plan_that_is_said():
    boroughs = cl.datasets.london()
    problem = cl.Problem(
        boroughs,
        cl.preset("central"),
        [cl.Apart("Barnet", "Croydon")],
        [cl.ClusterCount(at_most=2)],
        cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings()),
    )
    with pytest.raises(cl.NoPlanFoundError, match="leave fewer candidates: add a MaxSize"):
        cl.solve(problem, time_limit=1e-3)


def test_councils_far_apart_share_a_cluster_without_a_cap():
    """Not one of the small candidates that are looked at first makes a plan here."""
    boroughs = cl.datasets.london()
    problem = cl.Problem(
        boroughs,
        cl.preset("central"),
        [cl.Together("Barnet", "Croydon", "Havering")],
        adjacency=cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings()),
    )
    capped = problem.replace(rules=[*problem.rules, cl.MaxSize(10)])
    plan = cl.solve(problem)
    assert plan.status == "optimal"
    assert plan.objective <= cl.solve(capped).objective + 1e-6
    assert len(plan.members(plan.cluster_of("Havering"))) >= 9


@pytest.mark.parametrize("alone", [False, True])
def test_a_cap_on_residents_takes_the_place_of_one_on_size(alone):
    """A cap from which a council alone is exempt cuts the walk short, too."""
    rule = cl.PopulationBounds(at_most=900_000, alone=alone)
    problem = cl.Problem(cl.datasets.london(), cl.preset("business-case"), [rule])
    found = search(problem)
    listed = sifting.SetPartitionSearch(
        Columns.of(problem.replace(rules=[rule, cl.MaxSize(6)]))
    ).run()
    assert problem.councils.values("population").min() * 7 > 900_000
    assert found.objective == pytest.approx(listed.objective, abs=1e-6)
    assert found.bound == pytest.approx(listed.objective, abs=1e-5)


def test_that_there_is_no_plan_is_proved_where_the_relaxation_has_one():
    """Of three equal councils only pairs are allowed, and half of each pair is no plan."""
    facts = facts_of([100_000] * 3, complete(3))
    rules = [cl.PopulationBounds(at_least=150_000, at_most=250_000)]
    problem = cl.Problem(table(facts), cl.preset("central"), rules, adjacency=graph(facts))
    assert search(problem).bound == math.inf


@dataclasses.dataclass(frozen=True)
class Lying(cl.SetUp):
    """A term that says less in its MIP form than it costs."""

    def cost(self, candidates):
        return super().cost(candidates) - 5.0 * (candidates.size == 3)

    def mip_form(self, councils):
        return super().mip_form(councils)


class LyingRule(cl.MaxSize):
    """A rule that allows more than its MIP form says."""

    def mip_form(self, councils):
        return cl.MaxSize(2).mip_form(councils)


class LyingLimit(cl.ClusterCount):
    """A limit that adds more for some clusters than for others, and says that it does not."""

    per_cluster = 1.0

    def amounts(self, candidates):
        return 1.0 + (candidates.size > 2)


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ({"terms": [*cl.preset("central"), Lying(name="a lie")]}, "a lie"),
        ({"rules": [LyingRule(3)]}, "MaxSize"),
        ({"limits": [LyingLimit(at_least=3)]}, "ClusterCount"),
    ],
)
def test_a_mip_form_that_is_untrue_is_found_out(part, named):
    problem = cl.Problem(cl.datasets.london(), cl.preset("central")).replace(**part)
    with pytest.raises(cl.InputError, match=named):
        search(problem)


def test_a_term_of_a_function_needs_a_list_and_says_so():
    squares = cl.FunctionTerm("squares", lambda c: c.size**2.0)
    problem = cl.Problem(cl.datasets.london(), [*cl.preset("central"), squares])
    told = "term 'squares' has no MIP form.* add a MaxSize of at most"
    with pytest.raises(cl.TooManyCandidatesError, match=told):
        cl.solve(problem)
