"""What leaving costs is a figure like any other: each answer is held against all partitions."""

from __future__ import annotations

from random import Random

import pytest
import truth
from instances import complete, facts_of, graph, table
from today_truth import FromToday

import clusterer as cl
from clusterer.model.figures import figures_of

EXIT = "exits.exit_cost"
N, BENEFIT = 5, 0.2
RISK = ("hazard", "size_growth", "politics_growth", "horizon", "discount_rate")


class World:
    """Five councils, some of which share today, and what each of their partitions costs.

    Clusters of more than two are not allowed, so that somebody has to leave.
    """

    def __init__(self, seed: int, *, risky: bool = False) -> None:
        random = Random(f"figures from today {seed}")
        self.facts = facts_of([random.randrange(60_000, 400_000) for _ in range(N)], complete(N))
        self.risky = risky
        terms = [
            cl.Scale(benefit_realisation=BENEFIT),
            cl.Coordination(),
            cl.SetUp(),
            *([cl.Risk()] if risky else []),
        ]
        self.problem = cl.Problem(
            table(self.facts),
            terms,
            [cl.MaxSize(2)],
            adjacency=graph(self.facts),
            today=[["a", "b", "c"], ["d", "e"]],
        )

    def costs(self, exit_cost: float = 1.0, *, full_saving: bool = True, risk: float = 1.0):
        """Return the £m of each partition that is allowed."""
        facts, once = self.facts, truth.set_up(**truth.SET_UP)
        ramped, full = (
            truth.scale(
                facts, **truth.SCALE | {"benefit_realisation": BENEFIT, "ramp_years": years}
            )
            for years in (3, 1)
        )
        parts = [ramped, truth.coordination(facts, **truth.COORDINATION), once]
        saving = [(ramped, full)] if full_saving else []
        parts.append(FromToday(facts, [[0, 1, 2], [3, 4]], [exit_cost] * N, [once], saving))
        if self.risky:
            central = {field: getattr(cl.Risk(), field) for field in RISK}
            parts.append(truth.risk(facts, **central, exit_cost=risk))
        told = truth.Truth(N, facts.edges, parts, [lambda cluster: len(cluster) <= 2])
        return {
            frozenset(map(frozenset, plan)): sum(told.costs[one] for one in plan)
            for plan in told.plans()
        }

    def best(self, exit_cost: float = 1.0, **options: float) -> float:
        """Return the £m of the cheapest."""
        return min(self.costs(exit_cost, **options).values())


def meeting(price, low: float, high: float) -> float:
    """Return where a price comes to nothing, by halves."""
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (
            (low, middle) if (price(middle) > 1e-9) == (price(high) > 1e-9) else (middle, high)
        )
    return high


@pytest.fixture(scope="module", params=[1, 8, 22])
def world(request):
    """Return a world whose best plan is another where leaving costs more."""
    return World(request.param)


def test_each_value_of_what_leaving_costs_has_its_own_best_plan(world):
    values = [0.0, 0.3, 1.0, 2.5, 6.0]
    found = cl.sweep(world.problem, {EXIT: values}).table
    told = [world.best(value) for value in values]
    assert found["objective"].to_list() == pytest.approx(told, abs=1e-6)
    assert found[EXIT].to_list() == values
    assert found["objective"].nunique() == 5


def test_whether_the_saving_is_full_is_swept_too(world):
    found = cl.sweep(world.problem, {"exits.full_saving": [True, False]}).table
    told = [world.best(full_saving=full) for full in (True, False)]
    assert found["objective"].to_list() == pytest.approx(told, abs=1e-6)
    assert told[1] > told[0] + 0.1


def test_what_leaving_costs_changes_with_other_figures_at_once(world):
    swept = cl.sweep(world.problem, [{EXIT: 2.5, "exits.full_saving": False}])
    assert swept.table["objective"].item() == pytest.approx(
        world.best(2.5, full_saving=False), abs=1e-6
    )
    other = [cl.SetUp(per_cluster=9.0)]
    swept = cl.sweep(
        world.problem, [{EXIT: 2.5, "terms": other}, {EXIT: 2.5, "set-up.per_cluster": 9}]
    )
    by_hand = [
        cl.solve(
            world.problem.replace(
                terms=terms, today=cl.Today(world.problem.today.partnerships, exit_cost=2.5)
            )
        ).objective
        for terms in (other, cl.preset("central", benefit_realisation=BENEFIT, per_cluster=9.0))
    ]
    assert swept.table["objective"].to_list() == pytest.approx(by_hand, abs=1e-6)


def test_draws_and_ends_have_what_leaving_costs(world):
    drawn = cl.draws(world.problem, 40, seed=3)
    assert drawn[EXIT].between(0.3, 3.0).all()
    assert drawn[EXIT].nunique() == 40
    found = cl.sweep(world.problem, cl.ends(world.problem, figures=[EXIT]))
    ends = found.ends.loc[EXIT]
    assert (ends["now"], ends["low"], ends["high"]) == (1.0, 0.3, 3.0)
    at = found.table["objective"]
    for end, value in (("low", 0.3), ("high", 3.0)):
        assert at[f"{EXIT} {end}"] == pytest.approx(world.best(value), abs=1e-6)
        costs, now = world.costs(value), world.costs()
        lost = costs[min(now, key=now.__getitem__)] - min(costs.values())
        assert ends[f"lost_{end}"] == pytest.approx(lost, abs=1e-6)


def test_the_plan_is_best_as_far_as_no_other_partition_is_cheaper(world):
    row = cl.ranging(cl.solve(world.problem), [EXIT]).table.loc[EXIT]
    now = world.costs()
    kept = min(now, key=now.__getitem__)

    def lost(value: float) -> float:
        costs = world.costs(value)
        return costs[kept] - min(costs.values())

    told = [meeting(lost, 1.0, end) if lost(end) > 1e-9 else end for end in (0.3, 3.0)]
    assert [row["from"], row["to"]] == pytest.approx(told, abs=1e-5)
    assert row["exact"]
    assert told[1] < 3.0


def test_a_wish_is_free_where_leaving_costs_enough(world):
    found = cl.why_not(cl.solve(world.problem), together=["d", "e"]).switching(EXIT).loc[EXIT]

    def price(value: float) -> float:
        costs = world.costs(value)
        granted = min(cost for plan, cost in costs.items() if frozenset({3, 4}) in plan)
        return granted - min(costs.values())

    assert found["switching"] == pytest.approx(meeting(price, 1.0, 3.0), abs=1e-4)
    assert found["proved"]
    every = cl.why_not(cl.solve(world.problem), together=["d", "e"]).switching()
    assert every.loc[EXIT, "switching"] == pytest.approx(found["switching"])


def test_two_options_are_level_where_their_exits_make_up_for_the_rest(world):
    options = {"stay": [["a", "b"], ["d", "e"]], "part": [["a", "b"]]}
    found = cl.appraise(world.problem, options, optimum=False, do_nothing=False, rest_alone=True)
    row = found.switching(EXIT, bounds=(0.0, 50.0), first="stay", second="part").loc[EXIT]
    stay, part = (
        frozenset(map(frozenset, plan)) for plan in ([[0, 1], [2], [3, 4]], [[0, 1], [2], [3], [4]])
    )
    # Two more leave: each pays half of what the pair costs more than both alone.
    costs = world.costs(0.0)
    assert row["switching"] == pytest.approx((costs[stay] - costs[part]) / 2, abs=1e-6)
    assert row["proved"]


def test_a_risk_and_what_leaving_costs_are_one_figure_where_they_are_the_same():
    world = World(8, risky=True)
    assert "exit_cost" in world.problem.figures.index
    assert "exit_cost" in cl.ends(world.problem).columns
    settings = [
        {"exit_cost": 2.0},
        {EXIT: 2.0},
        {"risk.exit_cost": 2.0},  # From which what leaving costs is taken, as nothing else is said.
        {EXIT: 0.5, "risk.exit_cost": 2.0},
    ]
    found = cl.sweep(world.problem, settings).table["objective"].to_list()
    told = [world.best(2.0, risk=2.0), world.best(2.0), world.best(2.0, risk=2.0)]
    told.append(world.best(0.5, risk=2.0))
    assert found == pytest.approx(told, abs=1e-6)


@pytest.mark.parametrize(
    "field", ["exit_costs", "partnerships", "terms", "name", "exits", "horizon"]
)
def test_what_would_change_nothing_is_refused(world, field):
    with pytest.raises(cl.InputError, match=f"the terms have no figure 'exits.{field}'"):
        cl.sweep(world.problem, {f"exits.{field}": [1.0, 2.0]})


def test_a_cost_below_nothing_is_refused_with_its_scenario(world):
    with pytest.raises(cl.InputError, match=r"scenario 1: exit_cost = -1\.0 must be"):
        cl.sweep(world.problem, {EXIT: [0.0, -1.0]})
    with pytest.raises(cl.InputError, match=r"it gives today, and exits\.exit_cost of today"):
        cl.sweep(world.problem, [{EXIT: 1.0, "today": [["a", "b"]]}])


def test_where_each_council_pays_its_own_to_leave_that_is_no_figure(world):
    today = cl.Today([["a", "b", "c"]], exit_cost=[1.0, 2.0, 1.0, 1.0, 1.0])
    problem = world.problem.replace(today=today)
    for ask in (
        lambda: cl.sweep(problem, {EXIT: [1.0]}),
        lambda: cl.draws(problem, 2, figures=[EXIT]),
        lambda: cl.ranging(cl.solve(problem), [EXIT]),
    ):
        with pytest.raises(cl.InputError, match="is not the same for all councils"):
            ask()
    assert EXIT not in cl.ends(problem).columns
    risky = problem.replace(terms=[*problem.own_terms, cl.Risk()])
    with pytest.raises(cl.InputError, match="is not the same for all councils"):
        cl.sweep(risky, {"exit_cost": [1.0]})
    assert cl.sweep(risky, {"risk.exit_cost": [2.0]}).table["status"].item() == "optimal"
    with pytest.raises(cl.InputError, match=r"the terms have no figure 'exits\.exit_cost'"):
        cl.sweep(problem.replace(today=[]), {EXIT: [1.0]})


def test_figures_that_may_change_who_hosted_today_are_not_called_linear(london):
    """What is behind a partnership is the least of lines, and is taken away: no concave cost."""
    pair = [["Camden", "Islington"]]

    def linear(*terms, today=pair):
        problem = cl.Problem(london, [cl.SetUp(), *terms], today=today)
        found = {figure.name for figure in figures_of(problem.terms) if figure.linear}
        return found - {"exits.exit_cost"}

    set_up = {"set-up.per_cluster", "set-up.per_council", "set-up.optimism_bias"}
    staff, travel = cl.Staff(share=0.1), cl.Travel(price=0.1)
    assert linear(staff, travel) == set_up
    assert linear(staff) > set_up
    assert linear(staff, travel, today=None) == linear(staff) | linear(travel) > set_up
