"""First plans that are made without candidates."""

from __future__ import annotations

import itertools
import logging
import math
from random import Random

import pytest
import truth
from hypothesis import given
from instances import Case, cases, facts_of, graph, table, table_term, thorough

import clusterer as cl
from clusterer.candidates import Candidates
from clusterer.candidates.connected import are_connected
from clusterer.search.appraisal import TROUBLE, Appraisal
from clusterer.search.construction import Construction
from clusterer.search.exchanges import Exchanges
from clusterer.search.lookup import numbers_among
from clusterer.search.solution import Watch


def constructed(problem: cl.Problem, watch: Watch | None = None):
    construction = Construction(problem, watch or Watch())
    construction.run()
    return construction.plan


def check(case: Case) -> None:
    """Check that there is a plan where there is one at all, and that it is none too cheap."""
    assert not misses(case), "there is a plan, and none was found"


def misses(case: Case) -> bool:
    """Tell whether there is a plan and none was found; check what was found."""
    plan, best = constructed(case.problem), case.truth.best
    if best is None:
        assert plan is None
        return False
    if plan is None:
        return True
    clusters = [tuple(cluster) for cluster in plan.clusters]
    assert sorted(i for cluster in clusters for i in cluster) == list(range(case.truth.n))
    assert all(case.truth.allowed(cluster) for cluster in clusters)
    assert case.truth.keeps_limits(clusters)
    assert plan.objective >= best - 1e-6
    return False


def floors(seed: int) -> Case:
    """Return a small grid under floors, caps and an exact number of clusters."""
    random = Random(f"floors {seed}")
    width, height = random.choice([(3, 3), (2, 4), (1, 8)])
    n = width * height
    edges = [(i, i + 1) for i in range(n - 1) if (i + 1) % width]
    edges += [(i, i + width) for i in range(n - width)]
    edges = [edge for edge in edges if random.random() < 0.9]
    facts = facts_of([random.randrange(10_000, 400_000) for _ in range(n)], edges)
    price = f"price {seed}"
    term, cost = table_term(lambda cluster: Random(f"{price} {cluster}").uniform(0, 3))
    rules, verdicts, limits, stated = [], [], [], []
    if random.random() < 0.7:
        least = random.choice([2, 3, 4])
        rules.append(cl.FunctionRule("a floor", lambda c: c.size >= least))
        verdicts.append(lambda cluster: len(cluster) >= least)
    if random.random() < 0.5:
        most = random.choice([3, 4, 5])
        rules.append(cl.MaxSize(most))
        verdicts.append(lambda cluster: len(cluster) <= most)
    if random.random() < 0.4:
        residents = random.choice([200_000, 400_000, 600_000])
        rules.append(cl.PopulationBounds(at_least=residents))
        verdicts.append(lambda cluster: facts.residents(cluster) >= residents)
    if random.random() < 0.15:
        rules.append(cl.FunctionRule("odd", lambda c: c.size % 2 == 1))
        verdicts.append(lambda cluster: len(cluster) % 2 == 1)
    if random.random() < 0.5:
        count = random.choice([2, 3, 4])
        limits.append(cl.ClusterCount(exactly=count))
        stated.append(truth.Limit(lambda _: 1, count, count))
    return Case(
        cl.Problem(table(facts), [term], rules, limits, graph(facts)),
        truth.Truth(n, facts.edges, [cost], verdicts, stated),
    )


@pytest.mark.parametrize("seed", range(200))
def test_floors_and_exact_numbers_have_a_plan_where_there_is_one(seed, caplog):
    caplog.set_level(logging.ERROR, logger="clusterer")
    check(floors(seed))


def test_nearly_any_problem_has_a_plan_where_there_is_one():
    # It is a tabu search, and gives up: two odd limits at once made it miss one in a thousand.
    missed = []

    @thorough
    @given(cases())
    def look(case: Case) -> None:
        if misses(case):
            missed.append(case)

    look()
    assert len(missed) <= 2, missed


def test_exchanges_leave_the_same_councils_in_connected_clusters():
    problem = cl.Problem(cl.datasets.synthetic(30), [])
    indptr, to = problem.neighbours
    near = [to[a:b].tolist() for a, b in itertools.pairwise(indptr)]
    exchanges = Exchanges(near, Random(0))
    one = {0}
    while len(one) < 8:
        one.add(min(j for i in one for j in near[i] if j not in one))
    (other,) = next(iter({(j,) for i in one for j in near[i] if j not in one}))[:1]
    for first, second in ((tuple(sorted(one)), (other,)), (tuple(sorted(one)), ())):
        found = exchanges.of(first, second)
        assert len({frozenset(clusters) for clusters in found}) == len(found) > 3
        for clusters in found:
            assert sorted(i for c in clusters for i in c) == sorted(first + second)
            assert are_connected(
                Candidates.of(problem.councils, clusters), problem.neighbours
            ).all()
            assert set(clusters) != {first, second} - {()}


def test_nothing_is_asked_about_clusters_beyond_the_caps():
    def small_only(candidates):
        assert (candidates.size <= 2).all()
        return candidates.size > 0

    rules = [cl.MaxSize(2), cl.FunctionRule("small only", small_only)]
    problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules)
    worth = Appraisal(problem, lambda: None).of([(0,), (0, 14), (0, 14, 15), tuple(range(32))])
    assert (worth[:, TROUBLE] > 0).tolist() == [False, False, True, True]


def test_a_large_map_under_a_floor_is_clustered_well():
    at_least_five = cl.FunctionRule("at least five", lambda c: c.size >= 5)
    rules = [cl.MaxSize(8), at_least_five]
    problem = cl.Problem(cl.datasets.synthetic(300), cl.preset("central"), rules)
    plan = constructed(problem)
    assert {len(cluster) for cluster in plan.clusters} <= {5, 6, 7, 8}
    assert plan.objective < 56_500  # The bound of the relaxation is 55,519.
    assert constructed(problem).clusters == plan.clusters


def test_exact_numbers_are_met_without_a_cap():
    for count in (1, 6, 39, 40):
        problem = cl.Problem(
            cl.datasets.synthetic(40),
            [*cl.preset("central"), cl.Travel(0.3)],
            limits=[cl.ClusterCount(exactly=count)],
        )
        assert len(constructed(problem).clusters) == count


def test_time_that_is_up_leaves_the_plan_so_far():
    problem = cl.Problem(cl.datasets.synthetic(300), cl.preset("central"), [cl.MaxSize(7)])
    assert constructed(problem, Watch(time_limit=0.0)) is None

    class Soon(Watch):
        """A clock that gives a piece of work so many looks at it."""

        def part(self, seconds: float) -> Watch:
            piece, looks = super().part(seconds), iter([1.0] * 30)
            piece.remaining = lambda: next(looks, 0.0)
            return piece

    stopped, ended = constructed(problem, Soon()), constructed(problem)
    assert ended.objective < stopped.objective < problem.standalone_costs.sum()


def test_numbers_among_finds_each_cluster():
    problem = cl.Problem(cl.datasets.london(), [], [cl.MaxSize(3)])
    candidates = problem.candidates()
    some = candidates.take([5, 3, 100])
    assert numbers_among(candidates, some).tolist() == [5, 3, 100]
    assert numbers_among(some, candidates.take([3, 4])).tolist() == [1, -1]
    assert numbers_among(candidates, candidates.take([])).size == 0


def test_a_search_without_a_list_begins_with_a_plan_where_it_knows_no_other():
    def until_a_plan(progress):
        if progress.incumbent < math.inf:
            raise KeyboardInterrupt

    problem = cl.Problem(
        cl.datasets.synthetic(40, seed=1),
        [*cl.preset("central"), cl.Travel(0.3)],
        limits=[cl.ClusterCount(exactly=6)],
    )
    plan = cl.solve(problem, progress=until_a_plan)
    assert plan.objective == pytest.approx(constructed(problem).objective)
