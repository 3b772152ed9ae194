"""Roadmaps, against all ways of small instances, each step costed by the business case."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
import pytest
from instances import complete, facts_of, graph, table

import clusterer as cl

TERMS = [cl.Scale(), cl.Coordination(), cl.SetUp(per_cluster=1.0, per_council=0.4), cl.Politics(1)]


class Ways:
    """All ways from today's clusters to a plan's, one by one."""

    def __init__(self, plan: cl.Evaluation, exits: list[float], years: int) -> None:
        self.plan, self.problem, self.exits, self.years = plan, plan.problem, exits, years
        self.ids = list(plan.councils.ids)
        self.movers = list(plan.moves.index)
        self.horizon = max(cl.business_case(plan).horizon, years - 1)
        now = plan.problem.status_quo
        self.today = {i: self._fellows(now, i) for i in self.ids}
        self.final = {i: self._fellows(plan, i) for i in self.ids}
        self.steps: dict[object, tuple[np.ndarray, np.ndarray]] = {}

    def _fellows(self, one: cl.Evaluation, council) -> frozenset:
        return frozenset(one.members(one.cluster_of(council)))

    def partition(self, moved: frozenset) -> frozenset:
        """Return the clusters once some councils have moved."""
        there = [i for i in self.ids if i in moved or i not in self.movers]
        groups = {}
        for i in self.ids:
            if i in there:
                groups.setdefault(("new", self.final[i]), set()).add(i)
            else:  # With those of its partnership who need not move, or have not.
                stay = next((j for j in self.today[i] if j not in self.movers), None)
                key = ("old", self.today[i]) if stay is None else ("new", self.final[stay])
                groups.setdefault(key, set()).add(i)
        return frozenset(map(frozenset, groups.values()))

    def sound(self, moved: frozenset) -> bool:
        """Tell whether new clusters keep the rules, and nobody has come where nobody is."""
        for members in self.partition(moved):
            new = members & moved
            one = min(members)
            came = len(members) == 1 and new and len(self.final[one]) > 1
            if came and len(self.today[one]) == 1:
                return False
            given = members in self.final.values() or any(
                members <= old for old in self.today.values()
            )
            if len(members) > 1 and not given:
                labels = dict.fromkeys(members, 1)
                found = self.problem.evaluate(labels, rest_alone=True)
                if any("cluster 1 " in fault for fault in found.broken):
                    return False
        return True

    def step(self, before: frozenset, after: frozenset) -> tuple[np.ndarray, np.ndarray]:
        """Return what a step saves by year, and of that what is spent once."""
        key = before, after
        if key not in self.steps:
            old = [list(members) for members in self.partition(before)]
            new = self.partition(after)
            problem = self.problem.replace(today=cl.Today(old, exit_cost=self.exits))
            labels = {i: k for k, members in enumerate(new) for i in members}
            case = cl.business_case(problem.evaluate(labels))
            once = case.cash[list(case.one_off)].sum(axis=1)
            self.steps[key] = case.flows["net"].to_numpy(), once.to_numpy()
        return self.steps[key]

    def all(self):
        """Yield for each way the year of each mover (years for never), its worth and spending."""
        for chosen in product(range(self.years + 1), repeat=len(self.movers)):
            year_of = dict(zip(self.movers, chosen, strict=True))
            stages = [frozenset()]
            stages += [
                frozenset(i for i in self.movers if year_of[i] <= t) for t in range(self.years)
            ]
            if not all(map(self.sound, stages)):
                continue
            spent, worth = np.zeros(self.horizon + 1), []
            for t in range(self.years):
                net, once = self.step(stages[t], stages[t + 1])
                net, once = net[: self.horizon + 1 - t], once[: self.horizon + 1 - t]
                worth.append(float((net / 1.035 ** (t + np.arange(net.size))).sum()))
                spent[t : t + once.size] -= once
            yield year_of, worth, spent


def drawn(seed: int):
    """Return a plan of five councils and how to go through its ways."""
    random, n = Random(f"road {seed}"), 5
    labels = "abcde"
    facts = facts_of([random.randrange(60_000, 400_000) for _ in range(n)], complete(n))
    exits = [random.choice([0.0, 0.3, 1.0]) for _ in range(n)]
    today = {i: random.randrange(3) for i in labels}
    problem = cl.Problem(
        table(facts),
        TERMS,
        [cl.MaxSize(random.choice([3, 4]))],
        adjacency=graph(facts),
        today=cl.Today(today, exit_cost=exits),
    )
    plan = problem.evaluate({i: random.randrange(2) for i in labels})
    return plan, Ways(plan, exits, years=3), random


@pytest.mark.parametrize("seed", range(10))
def test_no_way_is_worth_more_than_the_one_that_is_found(seed):
    plan, ways, random = drawn(seed)
    budget = random.choice([None, 2.0, [1.0, 3.0]])
    most = random.choice([None, 1, 2])
    whole, pays = random.random() < 0.6, random.random() < 0.3
    movers = ways.movers
    first = {random.choice(movers): 1} if movers and random.random() < 0.5 else {}
    after = {movers[0]: movers[-1]} if len(movers) > 1 and random.random() < 0.5 else {}
    limits = [np.inf] if budget is None else np.atleast_1d(budget).tolist()

    def keeps(year_of, worth, spent) -> bool:
        moves = [list(year_of.values()).count(t) for t in range(3)]
        over = any(s > limits[min(t, len(limits) - 1)] + 1e-7 for t, s in enumerate(spent))
        return (
            not over
            and (most is None or max(moves) <= most)
            and (not whole or max(year_of.values(), default=0) < 3)
            and (not pays or min(worth) >= -1e-9)
            and all(year_of[i] >= t for i, t in first.items())
            and all(year_of[i] >= year_of[j] for i, j in after.items())
        )

    best = max(
        (sum(worth) for (*one,) in ways.all() for worth in [one[1]] if keeps(*one)), default=None
    )
    asked = {
        "years": 3,
        "budget": budget,
        "most_moves": most,
        "whole": whole,
        "each_step_pays": pays,
        "first": first,
        "after": after,
    }
    if best is None:
        with pytest.raises(cl.InfeasibleError, match="no way to the plan keeps the conditions"):
            cl.roadmap(plan, **asked)
        return
    way = cl.roadmap(plan, **asked)
    assert way.status == "optimal"
    assert way.npv == pytest.approx(best, abs=1e-6)
    assert way.bound == pytest.approx(best, abs=1e-5)
    assert sum(way.worth) == pytest.approx(way.npv)
    for year, spent in enumerate(way.spent):
        assert spent <= limits[min(year, len(limits) - 1)] + 1e-7
    assert most is None or way.steps["moves"].max() <= most
    if whole:
        assert not len(way.years[-1].compare(plan).moved)
        assert set(way.table.index) == set(movers)


def test_all_at_once_is_worth_what_the_business_case_says():
    plan, _, _ = drawn(3)
    way, case = cl.roadmap(plan, years=1), cl.business_case(plan)
    assert way.npv == pytest.approx(case.npv)
    assert way.cash["net"].to_numpy() == pytest.approx(case.flows["net"].to_numpy())
    assert way.spent.sum() == pytest.approx(case.capital)


def test_london_goes_from_the_partnerships_of_2016_to_its_plan_under_20m_a_year():
    boroughs = cl.datasets.london()
    borders = cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings())
    real = cl.datasets.real_clusters()
    schemes = ["tri_borough", "onesource_2016", "richmond_wandsworth_ssa", "shared_digital"]
    today = real[real["scheme"].isin([*schemes, "sts_2016", "kingston_sutton"])]
    problem = cl.Problem(
        boroughs, cl.preset("central"), [cl.MaxSize(4)], adjacency=borders, today=today
    )
    plan = cl.solve(problem)
    way = cl.roadmap(plan, years=4, budget=20.0)
    assert way.status == "optimal"
    assert way.spent.max() <= 20.0
    assert way.npv < cl.business_case(plan).npv
    assert "net present value £" in way.headline


def test_a_plan_that_is_today_needs_no_step():
    plan, _, _ = drawn(0)
    way = cl.roadmap(plan.problem.status_quo)
    assert way.npv == 0.0
    assert way.table.empty
    assert way.status == "optimal"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"years": 0}, "years = 0 must be a whole number"),
        ({"budget": -1}, "budget = -1 must be a number of £m, 0 or more"),
        ({"budget": []}, "budget is empty"),
        ({"most_moves": 0}, "most_moves = 0 must be"),
        ({"first": {"q": 1}}, "there is no council 'q'"),
        ({"first": ["a"]}, "first = ['a'] must be a mapping by council"),
        ({"after": {"q": "a"}}, "there is no council 'q'"),
        ({"whole": 1}, "whole"),
    ],
)
def test_what_cannot_be_asked_is_refused(options, message):
    plan, _, _ = drawn(3)
    with pytest.raises(cl.InputError) as error:
        cl.roadmap(plan, **options)
    assert message in str(error.value)


def test_a_roadmap_is_of_a_plan():
    with pytest.raises(cl.InputError, match=r"roadmap\(\.\.\.\) takes a plan or an evaluation"):
        cl.roadmap(7)
