"""At a threshold all say the same, wherever the map lies and however a number is rounded.

A value of just the threshold is within it, and one beyond it by a millionth is not: for the rule
itself, while candidates are enumerated, in its MIP form, on the walk without a list, in the
compact model, and in the plain Python of `verify`.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from maps import councils_of, square

import clusterer as cl
from clusterer._support.interval import Interval
from clusterer.certificates.verify.arithmetic import rows_of
from clusterer.certificates.verify.candidates import connected_sets
from clusterer.model.portfolio.balance import out_of_balance
from clusterer.search.bounded_walk import BoundedWalk
from clusterer.search.closed_form import ClosedForm

PLACES = [
    (0, 0),
    (531_234.567, 180_111.1),
    (1e6, 1e6 / 3),
    (5.3e6, 399_999.9),
    (-2_345_678.9, 5.3e6 + 0.1),
]
"""Where the map lies: metres east and north."""

SCALES = [1.0, 1 / 3, 7.0, 1e3, 1.1e6, 3e9]
ORDERS = list(itertools.permutations("abc"))
MORE = 1e-6
"""What is beyond by so much of a threshold is beyond for sure."""


def grid_at(place):
    """Return a CRS whose numbers are large where they need not be: it is true at the place."""
    x, y = place
    return f"+proj=tmerc +lat_0=52 +lon_0=0 +x_0={x} +y_0={y} +ellps=GRS80 +units=m"


def councils(place=(0, 0), order="abc", km=2.0, **columns):
    """Return three squares in a row, each so many km wide, their rows in some order."""
    (x, y), side = place, 1000 * km
    shapes = {label: square(x + side * k, y, side) for k, label in enumerate("abc")}
    table = councils_of(shapes, grid_at(place), **({"population": [1, 2, 3]} | columns))
    return table.loc[list(order)]


def kept(table, rule) -> list[str]:
    """Return the clusters that a rule allows, which all that ask it must agree on."""
    joined = cl.adjacency(table, within_km=math.inf)
    problem = cl.Problem(table, [], [rule], adjacency=joined)
    everything = problem.replace(rules=[]).candidates()
    found = words(everything.take(rule.allows(everything)))
    assert words(problem.candidates()) == found
    rows = problem.councils.ids
    plain = [[rows[i] for i in rows_of(s)] for s in connected_sets(problem)]
    assert sorted("".join(sorted(labels)) for labels in plain) == found
    form = rule.mip_form(problem.councils)
    if form is not None:
        assert words(everything.take(form.allows(everything))) == found
        walk = BoundedWalk(problem, ClosedForm.of(problem))
        walked = walk.below(
            np.zeros(3), np.zeros(0), math.inf, remaining=lambda: math.inf, most_a_root=9
        )
        assert words(walked.columns.candidates) == found
    return found


def words(candidates) -> list[str]:
    return sorted("".join(sorted(candidates.members(k))) for k in range(len(candidates)))


def planned(table, rule) -> list[str]:
    """Return the partitions for which the compact model has a plan, and set partitioning too."""
    found = []
    problem = cl.Problem(table, [], adjacency=cl.adjacency(table, within_km=math.inf))
    for partition in ("abc", "ab|c", "ac|b", "a|bc", "a|b|c"):
        parts = partition.split("|")
        asked = [cl.Together(*part) for part in parts if len(part) > 1]
        asked += [cl.Apart(a[0], b[0]) for a, b in itertools.combinations(parts, 2)]
        plans = []
        for formulation in ("compact", "auto"):
            try:
                cl.solve(problem.replace(rules=[rule, *asked]), formulation=formulation)
            except cl.InfeasibleError:
                plans.append(False)
            else:
                plans.append(True)
        assert plans[0] == plans[1]
        found += [partition] if plans[0] else []
    return found


ALONE = ["a", "b", "c"]
ALL = ["a", "ab", "abc", "ac", "b", "bc", "c"]


# On the map: neighbours are as far apart as each is wide, the outer two twice as far.


@pytest.mark.parametrize("km", [0.7, 2.0, 2.3])
@pytest.mark.parametrize("place", PLACES)
def test_distances_of_just_the_threshold(place, km):
    for order in ("abc", "cab"):
        table = councils(place, order, km)
        assert kept(table, cl.MaxDistance(km)) == ["a", "ab", "b", "bc", "c"]
        assert kept(table, cl.MaxDistance(km * (1 - MORE))) == ALONE
        assert kept(table, cl.MaxDistance(2 * km)) == ALL
        assert kept(table, cl.MinSpan(2 * km)) == ["abc", "ac"]
        assert kept(table, cl.MinSpan(km)) == ["ab", "abc", "ac", "bc"]
        assert kept(table, cl.MinSpan(2 * km * (1 + MORE))) == []
        assert kept(table, cl.MinSpan(2 * km * (1 + MORE), alone=True)) == ALONE


@pytest.mark.parametrize("place", PLACES)
def test_the_compact_model_on_a_map(place):
    assert planned(councils(place, km=0.7), cl.MaxDistance(0.7)) == ["ab|c", "a|bc", "a|b|c"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("apart", [0.3, 1.5, 5.0])
def test_neighbours_within_just_so_many_km(place, apart):
    x, y = place
    shapes = {"a": square(x, y), "b": square(x + 1000 * (1 + apart), y)}
    for km, links in ((1 + apart, 1), ((1 + apart) * (1 - MORE), 0)):
        table = councils_of(shapes, grid_at(place))
        assert cl.adjacency(table, within_km=km).number_of_edges() == links


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("gap", [0.1, 0.7, 1.0, 2.5])
def test_gaps_of_just_the_tolerance_are_a_border(place, gap):
    x, y = place
    shapes = {"a": square(x, y), "b": square(x + 1000 + gap, y)}
    for tolerance, links in ((gap, 1), (gap - 1e-4, 0)):
        table = councils_of(shapes, grid_at(place))
        assert cl.adjacency(table, tolerance=tolerance).number_of_edges() == links


@pytest.mark.parametrize("place", PLACES)
def test_a_gap_along_just_ten_tolerances_is_a_border(place):
    x, y = place
    shapes = {"a": square(x, y), "b": square(x + 1001, y + 990)}
    assert cl.adjacency(councils_of(shapes, grid_at(place))).number_of_edges() == 1


# In a column: a third of the sum of a and b is a number that binary has not.


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("scale", SCALES)
def test_sums_of_just_the_bound(scale, order):
    table = councils(order=order, staff=np.array([0.1, 0.2, 0.4]) * scale)
    for column, sign in (("staff", 1.0), ("gone", -1.0)):  # Of negative values nothing is cut.
        table["gone"] = -table["staff"]
        near, far = ("at_most", "at_least") if sign > 0 else ("at_least", "at_most")

        def bounds(end, beyond, column=column, sign=sign):
            end *= sign * scale
            return cl.PopulationBounds(**{beyond: end}, population=column)

        assert kept(table, bounds(0.3, near)) == ["a", "ab", "b"]
        assert kept(table, bounds(0.3 * (1 - MORE), near)) == ["a", "b"]
        assert kept(table, bounds(0.3, far)) == ["ab", "abc", "ac", "bc", "c"]
        assert kept(table, bounds(0.7, far)) == ["abc"]
        assert kept(table, bounds(0.7 * (1 + MORE), far)) == []


@pytest.mark.parametrize("scale", SCALES)
def test_the_compact_model_on_sums(scale):
    table = councils(staff=np.array([0.1, 0.2, 0.3]) * scale)
    bounds = cl.PopulationBounds(at_least=0.3 * scale, at_most=0.3 * scale, population="staff")
    assert planned(table, bounds) == ["ab|c"]
    alone = cl.PopulationBounds(at_least=0.4 * scale, alone=True, population="staff")
    assert planned(table, alone) == ["abc", "ac|b", "a|bc", "a|b|c"]


def test_a_sum_in_which_large_numbers_cancel_out_is_found_without_a_list():
    # In another order it is off by more than a billionth of itself.
    table = councils(net=[1e9 + 0.1, -1e9, 0.2])
    rule = cl.PopulationBounds(at_most=(1e9 + 0.1) - 1e9 + 0.2, population="net")
    assert "abc" in kept(table, rule)


# Shares: of control, of seats and of posts.


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("scale", [1, 1e3, 1.1e6, 3e9])
@pytest.mark.parametrize("measure", ["share", "power"])
def test_control_of_just_the_line(order, scale, measure):
    if measure == "power" and scale > 1e3:
        scale = 1e3  # Power counts votes one by one.
    table = councils(order=order, population=np.array([1, 1, 1]) * scale)
    for third in (1 / 3, 1 - 2 / 3, math.nextafter(1 / 3, 1)):
        assert kept(table, cl.MinControl(third, measure)) == ALL
        assert kept(table, cl.MaxControl(third, measure)) == ["a", "abc", "b", "c"]
    assert "abc" not in kept(table, cl.MinControl(1 / 3 * (1 + MORE), measure))
    assert kept(table, cl.MaxControl(1 / 3 * (1 - MORE), measure)) == ALONE
    assert kept(table, cl.MinControl(1.0, measure)) == ALONE


@pytest.mark.parametrize("least", [0.1 + 0.2, 0.3, 1 - 0.7, math.nextafter(0.3, 1)])
def test_three_in_ten_however_it_is_written(least):
    table = councils(population=[3, 7, 100])
    assert "ab" in kept(table, cl.MinControl(least))
    assert "ab" in kept(table, cl.MaxControl(1 - least))


@pytest.mark.parametrize("most", [0.1 + 0.2, 0.3, 1 - 0.7, math.nextafter(0.3, 0)])
@pytest.mark.parametrize("order", ORDERS)
def test_distances_in_seats_of_just_the_cap(most, order):
    table = councils(order=order, seats_red=[0, 3, 10], seats_blue=[10, 7, 0])
    assert kept(table, cl.MaxPoliticalDistance(most)) == ["a", "ab", "b", "c"]
    assert kept(table, cl.MaxPoliticalDistance(most * (1 - MORE))) == ALONE


@pytest.mark.parametrize("share", [0.1, 0.3, 1 / 3, 0.7])
@pytest.mark.parametrize("scale", [1, 1_000, 10_000_000])
def test_posts_displaced_of_just_the_cap(share, scale):
    # £20 a resident at 50 posts a £m: 0.001 posts a resident.
    services = [cl.Service("it", 20, 0.3, 500_000, 0.8, posts_per_gbp_m=50)]
    table = councils(population=np.array([100, 200, 300]) * scale)
    for posts, allowed in ((0.2 * scale, ALL), (0.2 * scale * (1 - MORE), ["a", "ab", "ac"])):
        rule = cl.MaxDisplaced(share * posts, share=share, services=services)
        assert kept(table, rule) == sorted({*allowed, *ALONE})
        limit = cl.PostsDisplaced(
            at_most=share * (posts + 0.1 * scale), share=share, services=services
        )
        problem = cl.Problem(table, [], limits=[limit])
        whole = problem.evaluate(dict.fromkeys("abc", "x"))
        assert whole.feasible == (allowed == ALL)


# Limits and balance.


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("scale", SCALES)
def test_limits_of_just_the_end(scale, order):
    table = councils(order=order, staff=np.array([0.1, 0.2, 0.3]) * scale)
    total = 0.6 * scale

    def problem(**ends):
        limit = cl.FunctionLimit("staff", lambda c: c.sum("staff"), **ends)
        return cl.Problem(table, [], limits=[limit])

    for ends in ({"at_most": total}, {"at_least": total}, {"exactly": total}):
        assert problem(**ends).evaluate(dict.fromkeys("abc", "x")).feasible
        assert cl.solve(problem(**ends)).status == "optimal"
    for ends in ({"at_most": total * (1 - MORE)}, {"at_least": total * (1 + MORE)}):
        assert not problem(**ends).evaluate(dict.fromkeys("abc", "x")).feasible


@pytest.mark.parametrize("posts", [0.3, 50.0, 12_345.6, 5e6])
def test_a_balance_of_just_the_allowance(posts):
    parts = np.array([[0.1], [0.2]]) * posts / 0.3
    for difference in (parts.sum(axis=0), -parts[::-1].sum(axis=0), np.array([posts])):
        assert not out_of_balance(difference, np.array([posts])).any()
        assert out_of_balance(difference * (1 + MORE), np.array([posts])).all()


def test_a_balance_of_nothing_bears_the_rounding_of_many_posts():
    shares = np.array([0.1, 0.7, 0.2]) * 2e5
    difference = np.array([shares.sum() - 2e5, shares[::-1].sum() - 2e5])
    assert not out_of_balance(difference, np.zeros(2)).any()


def test_an_interval_holds_each_number_of_an_array_as_it_holds_one():
    numbers = np.array([0.3, 0.1 + 0.2, 0.3000001, -math.inf])
    for interval in (Interval.up_to(0.3), Interval.from_on(0.3), Interval(0.3, 0.3)):
        assert interval.holds(numbers).tolist() == [interval.holds(x) for x in numbers.tolist()]
