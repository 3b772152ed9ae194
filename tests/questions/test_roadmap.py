"""Roadmaps, against all ways of small instances.

Each cluster is costed by a business case; who leaves, and what goes on, is held to the partnerships
of today.
"""

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
        self.plan, self.problem, self.years = plan, plan.problem, years
        self.ids = list(plan.councils.ids)
        self.exit_of = dict(zip(self.ids, exits, strict=True))
        self.movers = list(plan.moves.index)
        self.horizon = max(cl.business_case(plan).horizon, years - 1)
        now = plan.problem.status_quo
        self.today = {i: self._partners(now, i) for i in self.ids}
        self.final = {i: self._partners(plan, i) for i in self.ids}
        self.cases: dict[object, np.ndarray] = {}

    def _partners(self, one: cl.Evaluation, council) -> frozenset:
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
        """Tell whether new clusters keep the rules, and who has moved is who is elsewhere."""
        for members in self.partition(moved):
            shared = len(self.today[min(members)]) > 1
            if shared and members in self.final.values() and members & {*self.movers} - moved:
                return False  # Where the plan has them, without having moved.
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
        old, new = self.partition(before), self.partition(after)
        total = np.zeros((2, self.horizon + 1))
        for members in new - old:
            behind = [members & one for one in old if self.goes_on(one, members)]
            total += self.value(members, frozenset(behind))
        for members in old - new:
            total -= self.value(members, frozenset([members]))
        gone = self.gone(new) - self.gone(old)
        total[:, 0] -= sum(self.exit_of[i] for i in gone)
        return total[0], total[1]

    def gone(self, partition: frozenset) -> set:
        """Return who is no longer with more than half of today's partnership."""
        return {
            i
            for members in partition
            for i in members
            if len(self.today[i]) > 1 and len(members & self.today[i]) <= len(self.today[i]) / 2
        }

    def goes_on(self, old: frozenset, new: frozenset) -> bool:
        """Tell whether more than half is in the new one: of today's partnership while it lasts."""
        whole = self.today[min(old)]
        lasts = old <= whole and not old & self.gone(frozenset([old]))
        return len(old & new) > len(whole if lasts else old) / 2

    def value(self, members: frozenset, behind: frozenset) -> np.ndarray:
        """Return what a cluster saves by year, and of it once, if parts of it share before a step.

        They have paid what is spent once; a ramp has been reached by partnerships of today alone.
        """
        once = self.case(members, behind)[1]
        running, of_today = self.case(members, frozenset(self.today.values()))
        return np.array([running - of_today + once, once])

    def case(self, members: frozenset, behind: frozenset) -> np.ndarray:
        """Return what a cluster saves by year, and of it once, if some councils share already."""
        key = members, behind
        if key not in self.cases:
            shared = [sorted(part) for part in behind if len(part) > 1]
            problem = self.problem.replace(today=cl.Today(shared, exit_cost=0.0))
            one = problem.evaluate(dict.fromkeys(members, "one"), rest_alone=True)
            case = cl.business_case(one, against="alone")
            once = case.cash[list(case.one_off)].sum(axis=1)
            self.cases[key] = np.zeros((2, self.horizon + 1))
            for row, flows in enumerate((case.flows["net"], once)):
                self.cases[key][row, : len(flows)] = flows
        return self.cases[key]

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
    today = {i: random.randrange(1 + seed % 3) for i in labels}
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


@pytest.mark.parametrize("leaves", [1, 2, 4])
def test_a_saving_ramps_from_the_step_that_brings_it(leaves):
    # Three share, a fourth joins now, and one of the three leaves later.
    facts = facts_of([150_000, 250_000, 100_000, 120_000, 90_000], complete(5))
    scale = cl.Scale()
    problem = cl.Problem(
        table(facts),
        [scale],
        adjacency=graph(facts),
        today=cl.Today([["a", "b", "c"]], exit_cost=0.0),
    )
    plan = problem.evaluate({"a": 1, "b": 1, "d": 1, "c": 2, "e": 2})

    def full(cluster) -> float:
        """Return what sharing saves a year once the ramp is behind it."""
        one = problem.replace(today=None).evaluate(dict.fromkeys(cluster, 1), rest_alone=True)
        return float(cl.business_case(one).flows["net"].iloc[-1])

    def ramp(year: int) -> float:
        return min(max(year / scale.ramp_years, 0.0), 1.0)

    way = cl.roadmap(plan, years=5, first={"c": leaves, "e": leaves}, after={"c": "d"})
    assert way.year_of == {"d": 0, "c": leaves, "e": leaves}
    assert scale.ramp_years > 1
    with_three, with_two = full("abcd") - full("abc"), full("abd") - full("ab")
    assert with_two > with_three + 0.1  # A ramp that is not reached is worth something here.
    for year, net in enumerate(way.cash["net"]):
        wanted = with_three * ramp(year)
        if year > leaves:
            wanted += full("ab") - full("abc")
            wanted += (with_two - with_three + full("ce")) * ramp(year - leaves)
        assert net == pytest.approx(wanted, abs=1e-9)


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


FOUR = ["Camden", "Islington", "Hackney", "Haringey"]


def test_a_partnership_that_ends_in_two_steps_costs_what_its_end_costs(london):
    problem = cl.Problem(london, [cl.SetUp()], today={"four": FOUR})
    pairs = dict(zip(FOUR, [1, 1, 2, 2], strict=True))
    plan = problem.evaluate(pairs, rest_alone=True)
    # By hand: four exits of £1m, and two centres with two councils each, 1.5 · (2 + 2 · 0.75).
    assert cl.business_case(plan).capital == pytest.approx(4 + 2 * 1.5 * 3.5) == 14.5
    for first in ({}, {"Islington": 1, "Hackney": 1, "Haringey": 1}):
        way = cl.roadmap(plan, years=2, first=first)
        assert way.spent.sum() == pytest.approx(14.5)
    way = cl.roadmap(plan, years=4, budget=13.5)  # One leaves first, and three exits are left.
    assert sorted(way.spent) == pytest.approx([0.0, 0.0, 1.0, 13.5])
    assert cl.roadmap(plan, years=4, budget=10.0).spent.sum() == pytest.approx(14.5)


def test_who_is_left_alone_by_the_end_of_a_pair_leaves_with_the_other(london):
    today = {"Brent": "pair", "Lewisham": "pair"}
    problem = cl.Problem(london, cl.preset("central"), today=today)
    plan = problem.evaluate({"Lewisham": 1, "Greenwich": 1}, rest_alone=True)
    for first in ({}, {"Lewisham": 1}, {"Brent": 2}):
        way = cl.roadmap(plan, years=4, first=first)
        year = way.table.set_index("name")["year"]
        assert year["Brent"] == year["Lewisham"] >= max(first.values(), default=0)
        # Two exits of £1m, in the year in which both leave.
        assert way.spent[year["Brent"]] - (year["Greenwich"] == year["Brent"]) * 5.25 >= 2.0 - 1e-9


@pytest.mark.parametrize("seed", range(12))
def test_no_way_spends_less_than_all_at_once(seed):
    random, labels = Random(f"sunk {seed}"), "abcdef"
    facts = facts_of([random.randrange(60_000, 400_000) for _ in labels], complete(6))
    today = dict.fromkeys(random.sample(labels, random.choice([4, 5, 6])), "old")
    problem = cl.Problem(
        table(facts),
        [cl.SetUp(per_cluster=random.choice([0.2, 1.0]), per_council=0.4)],
        adjacency=graph(facts),
        today=cl.Today(today, exit_cost=[random.choice([0.3, 1.0]) for _ in labels]),
    )
    plan = problem.evaluate({i: random.randrange(3) for i in labels})
    for first in ({}, {i: random.randrange(3) for i in labels}):
        way = cl.roadmap(plan, years=3, first=first, whole=random.random() < 0.5)
        assert way.spent.sum() >= cl.business_case(way.years[-1]).capital - 1e-9
        assert way.spent.min() >= 0.0


@pytest.fixture(scope="module")
def pair_apart():
    """Return a plan that ends a partnership that is not connected, and sets up two pairs."""
    boroughs = cl.datasets.london()
    today = {"Brent": "far", "Lewisham": "far"}
    problem = cl.Problem(boroughs, cl.preset("central"), today=today)
    pairs = {"Brent": 1, "Harrow": 1, "Lewisham": 2, "Greenwich": 2}
    return problem.evaluate(pairs, rest_alone=True)


def test_no_step_is_put_off_beyond_the_horizon(pair_apart):
    horizon = cl.business_case(pair_apart).horizon
    assert horizon == 10
    assert len(cl.roadmap(pair_apart, years=10).years) == 10
    for years in (11, 20):
        with pytest.raises(cl.InputError, match=f"years = {years} is more than the 10 years"):
            cl.roadmap(pair_apart, years=years)


def test_a_way_that_ends_with_a_broken_rule_says_so(pair_apart):
    whole = cl.roadmap(pair_apart)
    assert "breaks" not in repr(whole)
    short = cl.roadmap(pair_apart, first={"Brent": 3, "Lewisham": 3}, whole=False)
    assert not {"Brent", "Lewisham"} & {*short.table["name"]}
    assert "at its end breaks 1 rule or limit" in short.headline
    for words in (repr(short), short._repr_html_()):
        assert "far is not connected: Brent (E09000005) | Lewisham (E09000023)" in words


def test_where_one_step_is_too_expensive_it_is_named_and_not_more_years(london):
    problem = cl.Problem(london, cl.preset("central"))
    plan = problem.evaluate({"Camden": 1, "Islington": 1, "Hackney": 1}, rest_alone=True)
    # By hand: a centre with two councils is 1.5 · (2 + 2 · 0.75), the third is 1.5 · 0.75.
    with pytest.raises(cl.InfeasibleError) as error:
        cl.roadmap(plan, years=10, budget=5.0)
    assert "costs £5.25m in one year" in str(error.value)
    assert "more years do not change; give a budget of £5.25m or more" in str(error.value)
    assert "give more years" not in str(error.value)
    with pytest.raises(cl.InfeasibleError, match="give more years, a larger budget"):
        cl.roadmap(plan, years=1, budget=6.0)
    assert cl.roadmap(plan, years=2, budget=5.25).spent.tolist()[:2] == [5.25, 1.125]


def test_no_more_years_are_advised_than_there_are_until_the_horizon(pair_apart):
    # The most expensive step is £5.25m, but both pairs have the last year alone.
    first = dict.fromkeys(["Brent", "Harrow", "Lewisham", "Greenwich"], 9)
    with pytest.raises(cl.InfeasibleError, match=r"costs £5\.25m in one year") as error:
        cl.roadmap(pair_apart, years=10, budget=10.0, first=first)
    assert "more years" not in str(error.value)
    assert "give a larger budget, earlier first years, or whole=False" in str(error.value)


def test_where_two_have_to_move_together_the_number_of_moves_is_named(pair_apart):
    plan = pair_apart.problem.evaluate({}, rest_alone=True)  # Neither can stay alone.
    with pytest.raises(cl.InfeasibleError, match="give most_moves of 2 or more"):
        cl.roadmap(plan, years=10, most_moves=1)


@pytest.mark.parametrize(("short_of", "fits"), [(0.0, True), (5e-8, True), (3e-7, False)])
def test_a_budget_is_held_to_ten_pence(london, short_of, fits):
    plan = cl.Problem(london, cl.preset("central")).evaluate(
        {"Camden": 1, "Islington": 1}, rest_alone=True
    )
    if fits:
        assert cl.roadmap(plan, budget=5.25 - short_of).spent.max() == pytest.approx(5.25)
        return
    with pytest.raises(cl.InfeasibleError):
        cl.roadmap(plan, budget=5.25 - short_of)


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
