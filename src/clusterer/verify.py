"""The independent check of a certificate: no solver, no compiled code, no rounding.

Read this module to believe a plan; nothing of the search needs to be right. Of the library it
uses the table of councils, the adjacency graph, and what the terms, rules and limits of the
problem answer when they are asked about a cluster. All the rest is done afresh: every candidate
is enumerated and costed in plain Python, and from the costs on all is exact, in `fractions`.

**What is proved.** Let a cluster cost the floating-point number that the terms give here. Then
no plan costs less than the certificate's ``bound``, and the certificate's plan is one, whose
clusters cost what is stated to within 10⁻⁹ £m (a tenth of a penny) and 10⁻¹² of the cost. An
"optimal" certificate has ``bound = objective − tolerance``. A plan is a set of candidates that
has each council once and keeps the limits, as `Interval.holds` tells; a candidate is a set that
is connected and that every rule allows.

**Why.** A branch holds the plans with so many clusters, and the branches leave out no number.
Let π_i be any price of council i, λ_l of limit l, μ of a cluster, ρ_T ≤ 0 of a subset row, and
r_S the cost of S less what it is charged (`PriceList.charge`). Adding up over a plan,

    cost = Σ_i π_i + Σ_l λ_l (sum of l) + μ (number of clusters) + Σ_T ρ_T (sum of T) + Σ_S r_S.

The sums have known ends, so all but the last part is at least D, `PriceList.bound`. If no r_S is
negative, the plan costs at least D, and if it costs less than a target, it has only clusters
with r_S < target − D. Only these go on to the next price list of the branch. In the end D
reaches the target, or `search` goes through all partitions into the candidates that are left.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.councils import Councils
from clusterer.errors import CertificateError
from clusterer.interval import Interval
from clusterer.labelled import as_matrix, as_symmetric_matrix, as_vector, as_votes
from clusterer.problem import Problem
from clusterer.rules import (
    Apart,
    MaxDisplaced,
    MaxDistance,
    MaxPoliticalDistance,
    MaxSize,
    MinControl,
    Nested,
    OneCluster,
    OnlyClusters,
    PopulationBounds,
)

VERSION = 1
MOST_SETS, MOST_STEPS = 1_000_000, 200_000  # Plain Python takes a minute or so for as many.
UNIT = Fraction(1, 10**9)  # Costs are stated in whole multiples, in £m: a tenth of a penny.
SLACK = Fraction(2, 10**9)  # Covers that of Interval.holds, relative to an end above one.
# What breaks one of these, breaks it if it grows.
HEREDITARY = (Apart, MaxDisplaced, MaxDistance, MaxPoliticalDistance, MaxSize, Nested)


def verify(problem: Problem, certificate: Mapping[str, Any]) -> None:
    """Check a certificate of a plan of a problem, in exact arithmetic.

    It returns quietly if the certificate's plan is one, costs what is stated, and no plan costs
    less than the certificate's bound, for the costs that the terms give. Whether these are right
    is another matter. It asks for plain Python's patience: seconds for London, and no more than
    a million candidates.

    Parameters
    ----------
    problem
        The problem that the plan is said to solve.
    certificate
        What `Plan.certificate` gave, or the same read from JSON.

    Raises
    ------
    CertificateError
        If it does not prove what it states. The message says what fails.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> certificate = cl.solve(problem).certificate()
    >>> cl.verify(problem, certificate)
    """
    check = _Check(problem)
    try:
        check.run(certificate)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise CertificateError(f"the certificate cannot be read: {error!r}") from error


@dataclass(frozen=True)
class PriceList:
    """Prices of the councils, the limits, a cluster, and subset rows (members, d, price)."""

    councils: tuple[Fraction, ...]
    limits: tuple[Fraction, ...]
    cluster: Fraction
    rows: tuple[tuple[int, int, Fraction], ...] = ()

    def bound(self, limits: Sequence[Interval], at_least: int, at_most: int) -> Fraction:
        """Return D, what every plan of so many clusters is charged at least."""
        total = sum(self.councils, self.cluster * (at_least if self.cluster > 0 else at_most))
        for price, interval in zip(self.limits, limits, strict=True):
            if price:
                end = Fraction(interval.low if price > 0 else interval.high)  # If there is one.
                total += price * end - abs(price) * SLACK * max(Fraction(1), abs(end))
        # Over a plan Σ ⌊|S ∩ T| / d⌋ is a whole number, and at most Σ |S ∩ T| / d = |T| / d.
        return total + sum(price * (row.bit_count() // d) for row, d, price in self.rows)

    def charge(self, members: int, amounts: Iterable[Fraction]) -> Fraction:
        """Return what a cluster is charged: c_S less this is its reduced cost."""
        total = sum((self.councils[i] for i in rows_of(members)), self.cluster)
        total += sum(p * a for p, a in zip(self.limits, amounts, strict=True) if p)
        return total + sum(p * ((row & members).bit_count() // d) for row, d, p in self.rows)


class _Check:
    """All candidates of a problem, costed, against which a certificate is held."""

    def __init__(self, problem: Problem) -> None:
        self.councils, self.n = problem.councils, len(problem.councils)
        self.limits = [limit.interval for limit in problem.limits]
        sets = connected_sets(problem)
        clusters: Any = _Clusters(self.councils, sets)
        costs = sum((term.cost(clusters) for term in problem.terms), np.zeros(len(sets)))
        by_host = [m for t in problem.terms if (m := t.host_cost(self.councils)) is not None]
        if by_host:
            costs += clusters.host_min(np.sum(by_host, axis=0))
        self.costs = dict(zip(sets, map(Fraction, costs.tolist()), strict=True))
        rows = [np.asarray(limit.amounts(clusters), dtype=float) for limit in problem.limits]
        self.amounts = {s: [Fraction(float(row[k])) for row in rows] for k, s in enumerate(sets)}
        self.rows = {json_label(label): 1 << i for i, label in enumerate(self.councils.ids)}

    def run(self, certificate: Mapping[str, Any]) -> None:
        """Raise an error unless all holds that the certificate states."""
        _require(certificate["version"] == VERSION, f"the version is not {VERSION}")
        same = certificate["councils"] == list(self.rows)
        _require(same, "the councils are not those of the problem, in the same order")
        objective, bound, tolerance = (
            number(certificate[key]) for key in ("objective", "bound", "tolerance")
        )
        self._plan(certificate["plan"], objective)
        most = max(1000 * UNIT, UNIT * abs(objective)) + UNIT  # £1, or a billionth, if more.
        _require(0 <= tolerance <= most, f"a tolerance of {tolerance} is too wide")
        target = objective - tolerance
        last, proved = 0, target
        for branch in certificate["branches"]:
            follows = branch["at_least"] == last + 1 and branch["at_most"] in range(self.n + 1)
            _require(follows, f"no branch has plans of {last + 1} clusters")
            last, proved = branch["at_most"], min(proved, self._branch(branch, target))
        _require(last == self.n, f"no branch has plans of {last + 1} clusters")
        _require(bound == proved, f"the bound is said to be {bound}; what is proved is {proved}")
        status = "optimal" if proved == target else "feasible"
        _require(certificate["status"] == status, f"the status is not {status!r}")

    def _plan(self, plan: list[dict[str, Any]], objective: Fraction) -> None:
        sets = [self._listed(cluster)[0] for cluster in plan]
        bad = sum(1 << i for i in range(self.n) if sum(s >> i & 1 for s in sets) != 1)
        _require(not bad, f"not in one cluster of the plan, but in none or more: {self._name(bad)}")
        total = sum(number(cluster["cost"]) for cluster in plan)
        _require(total == objective, f"the plan adds up to {total}, not to {objective}")
        _require(self._keeps_limits(sets), "the plan does not keep the limits")

    def _branch(self, branch: Mapping[str, Any], target: Fraction) -> Fraction:
        """Return what every plan of a branch costs at least, as far as up to the target."""
        left = dict.fromkeys(self.costs, Fraction(0))  # The candidates and their reduced costs.
        _require(bool(branch["prices"]), "a branch has no prices")
        for stated in branch["prices"]:
            prices = self._prices(stated, left)
            bound = prices.bound(self.limits, branch["at_least"], branch["at_most"])
            text = f"prices prove {bound} for a branch, not {stated['bound']}"
            _require(bound == number(stated["bound"]), text)
            before = {s: self.costs[s] - prices.charge(s, self.amounts[s]) for s in left}
            bad = next((s for s, reduced in before.items() if reduced < 0), 0)
            _require(not bad, f"the prices charge more than its cost to {self._name(bad)}")
            left = {s: reduced for s, reduced in before.items() if reduced < target - bound}
        if branch["candidates"] is None:
            return min(bound, target)
        unlisted = set(left)
        for cluster in branch["candidates"]:
            members, cost = self._listed(cluster)
            reduced = cost - prices.charge(members, self.amounts[members])
            same = members in before and abs(reduced - number(cluster["reduced_cost"])) <= UNIT / 2
            _require(same, f"the reduced cost is {reduced} of {self._name(members)}")
            unlisted.discard(members)
        name = self._name(min(unlisted, default=0))
        _require(not unlisted, f"within the gap, not listed: {name}")
        for plan in search(left, target - bound, self.n, branch["at_most"]):
            cheap = sum(self.costs[s] for s in plan) < target
            better = cheap and len(plan) >= branch["at_least"] and self._keeps_limits(plan)
            _require(not better, f"this plan is cheaper: {' | '.join(map(self._name, plan))}")
        return target

    def _prices(self, stated: Mapping[str, Any], sets: Collection[int]) -> PriceList:
        _require(stated["priced"] == len(sets), f"{len(sets)} candidates are left to be priced")
        rows = []
        for row in stated["subset_rows"]:
            d, price = row["divisor"], number(row["price"])
            _require(isinstance(d, int) and d > 0 >= price, f"no subset row: {row}")
            rows.append((self._set(row["councils"]), d, price))
            total = control_sum(rows[-1][0], d, sets)
            _require(row["sum"] == total, f"the candidates add up to {total} in {row}")
        councils, limits = (tuple(map(number, stated[key])) for key in ("councils", "limits"))
        _require(len(councils) == self.n, "a council has no price")
        return PriceList(councils, limits, number(stated["cluster"]), tuple(rows))

    def _listed(self, cluster: Mapping[str, Any]) -> tuple[int, Fraction]:
        """Return the members and the cost of a cluster that is a candidate and costs so much."""
        members, cost = self._set(cluster["members"]), number(cluster["cost"])
        name = self._name(members)
        _require(members in self.costs, f"not connected, or against the rules: {name}")
        own = self.costs[members]
        close = abs(cost - own) <= UNIT + abs(own) * UNIT / 1000 and (cost / UNIT).denominator == 1
        _require(close, f"costs £{float(own):.9f}m, not £{cluster['cost']}m: {name}")
        return members, cost

    def _set(self, labels: Iterable[Hashable]) -> int:
        members = [self.rows[label] for label in labels]
        _require(len(set(members)) == len(members) > 0, f"no set of councils: {labels}")
        return sum(members)

    def _keeps_limits(self, plan: Iterable[int]) -> bool:
        sums = map(sum, zip(*(self.amounts[s] for s in plan), strict=True))
        return all(limit.holds(float(x)) for limit, x in zip(self.limits, sums, strict=True))

    def _name(self, members: int) -> str:
        return self.councils.describe(rows_of(members))


def search(
    reduced: Mapping[int, Fraction], gap: Fraction, n: int, most: int
) -> Iterator[list[int]]:
    """Yield every partition of n councils into at most so many of these sets with Σ r_S < gap.

    Depth first: the council with the fewest sets is covered next. A set may be charged to its
    members in equal parts, so what is left costs at least the least share of each council.
    """
    largest = max((s.bit_count() for s in reduced), default=1)
    shares = {s: r / s.bit_count() for s, r in reduced.items()}
    whole = math.lcm(gap.denominator, *(share.denominator for share in shares.values()))
    share = {s: int(x * whole) for s, x in shares.items()}  # Whole numbers, to be fast.
    # Councils that cannot be covered by so many sets for so much, or less.
    hopeless: dict[tuple[int, int], int] = {}
    steps = 0

    def extend(plan: list[int], left: int, fits: list[int], budget: int) -> Iterator[list[int]]:
        nonlocal steps
        steps += 1
        _require(steps <= MOST_STEPS, "there are too many candidates within the gap to search")
        sets_left = most - len(plan)
        if sets_left * largest < left.bit_count():
            return
        options: dict[int, list[int]] = {i: [] for i in rows_of(left)}
        for s in fits:  # By rising share.
            for i in rows_of(s):
                options[i].append(s)
        if not all(options.values()) or sum(share[o[0]] for o in options.values()) >= budget:
            return
        if not left:
            yield plan
            return
        found = False
        for s in min(options.values(), key=len):
            rest, rest_budget = left & ~s, budget - share[s] * s.bit_count()
            if rest_budget > hopeless.get((rest, sets_left - 1), 0):
                remaining = [other for other in fits if not other & s]
                for whole_plan in extend([*plan, s], rest, remaining, rest_budget):
                    found = True
                    yield whole_plan
        if not found:
            hopeless[left, sets_left] = budget

    yield from extend([], (1 << n) - 1, sorted(share, key=share.__getitem__), int(gap * whole))


def connected_sets(problem: Problem) -> list[int]:
    """Return all connected sets that the rules allow, each as the bits of a number.

    A connected set of k + 1 councils is one of k and a neighbour: take a leaf off a tree that
    spans it. A rule that stays broken as a set grows may be asked on the way. Where a rule
    allows a few sets only, there are no others to look at.
    """
    row = {label: i for i, label in enumerate(problem.councils.ids)}
    borders = [0] * len(row)
    for a, b in problem.adjacency.edges:
        borders[row[a]] |= 1 << row[b]
        borders[row[b]] |= 1 << row[a]
    rules: tuple[Any, ...] = problem.rules
    for rule in rules:
        only = the_only_sets(problem.councils, rule)
        if only is not None:
            whole = [s for s in sorted(only) if hangs_together(s, borders)]
            return _allowed(problem.councils, rules, whole)
    early = [rule for rule in rules if type(rule) in HEREDITARY]
    # What the members of a cluster have of its control adds up to one.
    floors = [rule.least for rule in rules if type(rule) is MinControl and rule.least > 0]
    early += [MaxSize(math.floor(1 / least + 1e-9)) for least in floors]
    largest = min([len(row), *(rule.n for rule in early if type(rule) is MaxSize)])
    for rule in rules:  # So does a cap on what is never negative, but for rounding.
        capped = type(rule) is PopulationBounds and rule.at_most is not None and not rule.alone
        if capped and problem.councils.values(rule.column).min() >= 0:
            cap = rule.at_most + abs(rule.at_most) / 10**9
            early.append(PopulationBounds(at_most=cap, column=rule.column))
    found: list[int] = []
    level = {1 << i: around for i, around in enumerate(borders)}  # Sets, and what borders them.
    for size in range(1, largest + 1):
        kept = _allowed(problem.councils, early, list(level))
        found += kept
        larger: dict[int, int] = {}
        for s in kept if size < largest else ():
            for i in rows_of(level[s] & ~s):
                larger[s | 1 << i] = level[s] | borders[i]
            few = len(found) + len(larger) <= MOST_SETS
            _require(few, f"more than {MOST_SETS:,} sets are too many; MaxSize leaves fewer")
        level = larger
    return _allowed(problem.councils, rules, found)


def the_only_sets(councils: Councils, rule: Any) -> set[int] | None:
    """Return the few sets that a rule allows, worked out from what it states; None for others.

    There is no need to go through the sets that it forbids.
    """
    everyone = range(len(councils))
    if type(rule) is OneCluster:
        return {sum(1 << i for i in everyone)}
    if type(rule) is OnlyClusters:
        stated = {sum(1 << i for i in councils.positions(members)) for members in rule.clusters}
        return stated | {1 << i for i in everyone if rule.alone}
    if type(rule) is Nested and rule.whole:
        group = councils.texts(rule.column).tolist()
        return {sum(1 << i for i in everyone if group[i] == name) for name in set(group)}
    return None


def hangs_together(members: int, borders: Sequence[int]) -> bool:
    """Tell whether a set is connected: whether steps within it lead from one council to all."""
    reached, before = members & -members, 0
    while reached != before:
        before = reached
        for i in rows_of(before):
            reached |= borders[i] & members
    return reached == members


def _allowed(councils: Councils, rules: Iterable[Any], sets: list[int]) -> list[int]:
    verdicts = [np.asarray(rule.allows(_Clusters(councils, sets))).tolist() for rule in rules]
    return [s for s, *answers in zip(sets, *verdicts, strict=True) if all(answers)]


class _Clusters:
    """Clusters in plain Python, with all that terms, rules and limits ask of `Candidates`.

    Sums are taken in the order of the rows, as there, so that both come to the same.
    """

    def __init__(self, councils: Councils, sets: Iterable[int]) -> None:
        self.councils, self._rows = councils, [rows_of(s) for s in sets]
        self.size = np.array([len(rows) for rows in self._rows], dtype=np.int64)

    def __len__(self) -> int:
        return len(self._rows)

    def positions(self, k: int) -> NDArray[np.int64]:
        return np.array(self._rows[k])

    def members(self, k: int) -> tuple[Hashable, ...]:
        return tuple(self.councils.ids[self._rows[k]])

    def contains(self, council: Hashable) -> NDArray[Any]:
        row = self.councils.position(council)
        return self._each(lambda rows: row in rows, bool)

    def sum(self, column: Any) -> NDArray[Any]:
        values = as_vector(self.councils, column).tolist()
        return self._each(lambda rows: _total(values[i] for i in rows))

    def mean(self, column: Any) -> NDArray[Any]:
        return self.sum(column) / self.size

    def min(self, column: Any) -> NDArray[Any]:
        values = as_vector(self.councils, column).tolist()
        return self._each(lambda rows: min(values[i] for i in rows))

    def max(self, column: Any) -> NDArray[Any]:
        return -self.min(-as_vector(self.councils, column))

    def power_sum(self, votes: Any, column: Any) -> NDArray[Any]:
        values, weights = as_vector(self.councils, column).tolist(), self._votes(votes)
        return self._each(
            lambda rows: _total(
                power * values[i] for i, power in zip(rows, powers(rows, weights), strict=True)
            )
        )

    def power_min(self, votes: Any) -> NDArray[Any]:
        weights = self._votes(votes)
        return self._each(lambda rows: min(powers(rows, weights)))

    def power_max(self, votes: Any) -> NDArray[Any]:
        weights = self._votes(votes)
        return self._each(lambda rows: max(powers(rows, weights)))

    def _votes(self, votes: Any) -> list[int]:
        return [int(weight) for weight in as_votes(self.councils, votes)]

    def pair_sum(self, matrix: Any) -> NDArray[Any]:
        m = as_symmetric_matrix(self.councils, matrix).tolist()
        return self._each(lambda rows: _total(m[i][j] for i, j in combinations(rows, 2)))

    def any_pair(self, matrix: Any) -> NDArray[Any]:
        m = as_symmetric_matrix(self.councils, matrix).tolist()
        return self._each(lambda rows: any(m[i][j] for i, j in combinations(rows, 2)), bool)

    def host_min(self, matrix: Any) -> NDArray[Any]:
        return self.host_sum(matrix, self.host(matrix))

    def host(self, matrix: Any) -> NDArray[Any]:
        m = as_matrix(self.councils, matrix).tolist()
        return self._each(lambda rows: min(rows, key=lambda h: _total(m[i][h] for i in rows)), int)

    def host_sum(self, matrix: Any, host: Iterable[int]) -> NDArray[Any]:
        m, hosts = as_matrix(self.councils, matrix).tolist(), zip(self._rows, host, strict=True)
        return np.array([_total(m[i][h] for i in rows) for rows, h in hosts])

    def _each(self, f: Callable[[list[int]], Any], dtype: Any = float) -> NDArray[Any]:
        return np.array([f(rows) for rows in self._rows], dtype=dtype)


def _total(numbers: Iterable[float]) -> float:
    total = 0.0
    for x in numbers:  # Python's own sum would correct for rounding, from 3.12 on.
        total += x
    return total


def powers(rows: list[int], votes: list[int]) -> list[float]:
    """Return the Banzhaf power of each member: its part of the cases in which one is decisive."""
    all_votes = sum(votes[i] for i in rows)
    decisive = []
    for i in rows:
        without = [0]  # What each coalition of the others has.
        for j in rows:
            if j != i:
                without += [total + votes[j] for total in without]
        decisive.append(sum(2 * t <= all_votes < 2 * (t + votes[i]) for t in without))
    return [cases / sum(decisive) for cases in decisive]


def rows_of(members: int) -> list[int]:
    """Return the row numbers in a set, ascending."""
    return [i for i in range(members.bit_length()) if members >> i & 1]


def control_sum(row: int, divisor: int, sets: Iterable[int]) -> int:
    """Return Σ ⌊|S ∩ T| / d⌋ over some sets S, weighted to tell one council from another."""
    return sum(s % 1_000_003 * ((row & s).bit_count() // divisor) for s in sets)


def json_label(label: Hashable) -> Hashable:
    """Return an index label as JSON can hold it."""
    return label if isinstance(label, (str, int, float)) else str(label)


def number(text: str) -> Fraction:
    """Return the number that is written down: 12, -1.5 or 1/3."""
    _require(re.fullmatch(r"-?\d+([./]\d+)?", text) is not None, f"{text!r} is no number")
    return Fraction(text)


def _require(holds: bool, fault: str) -> None:
    if not holds:
        raise CertificateError(fault)
