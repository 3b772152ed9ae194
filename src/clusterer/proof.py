"""Find prices that prove a plan, and make them exact.

The duals of the linear relaxation are such prices, but for rounding: they are rounded to
exact ones, and what these prove is worked out by `verify`'s own functions. Candidates of
reduced cost within the gap are left; if a search among them would be long, plans are branched
on by their number of clusters, and subset rows lift the bound (`cutting_planes`).
"""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.errors import CertificateError
from clusterer.formulations.column_generation import WHOLE, ColumnGeneration
from clusterer.formulations.columns import Columns, Prices, price, repaired
from clusterer.formulations.cutting_planes import tighten, with_subset_rows
from clusterer.formulations.solution import tolerance
from clusterer.formulations.subset_rows import SubsetRow
from clusterer.problem import Problem
from clusterer.verify import UNIT, PriceList, search

logger = logging.getLogger(__name__)

_UNITS = float(1 / UNIT)

_EASY = 60
"""Candidates within the gap that are searched at once; if more are left, prices are improved."""

_MOST = 3_000
"""Candidates within the gap that a certificate lists at most."""

_WORTH_BRANCHING = 0.1
"""Branching on the number of clusters must close this part of the gap."""

_MARGIN = 1e-8
"""£m by which more is listed than must be, so that rounding on other machines does no harm."""


class Costed(NamedTuple):
    """A cluster and what it costs.

    Attributes
    ----------
    members
        Its members, as the bits of a number.
    cost
        £m, in whole units.
    """

    members: int
    cost: Fraction


class Entry(NamedTuple):
    """A price list.

    Attributes
    ----------
    prices
        The prices.
    bound
        What it proves of plans made of the candidates that it is for.
    priced
        These, as sets.
    """

    prices: PriceList
    bound: Fraction
    priced: list[int]


@dataclass(frozen=True, eq=False)
class Branch:
    """Price lists for plans of `at_least` to `at_most` clusters, and what they prove.

    Attributes
    ----------
    entries
        The price lists, each for the candidates that those before it leave.
    left
        Numbers of the candidates within the gap, and a little above, at the last prices.
    reduced_costs
        Of each of these, exactly.
    listed
        These with their reduced costs in whole units, if it is proved that they make no plan
        below the target; else None.
    """

    at_least: int
    at_most: int
    entries: tuple[Entry, ...] = ()
    left: tuple[int, ...] = ()
    reduced_costs: tuple[Fraction, ...] = ()
    listed: tuple[tuple[Costed, Fraction], ...] | None = None

    @property
    def bound(self) -> Fraction:
        """What the last price list proves."""
        return self.entries[-1].bound if self.entries else Fraction(0)


@dataclass(frozen=True, eq=False)
class Proof:
    """A plan, and what is proved of it.

    Attributes
    ----------
    plan
        Its clusters.
    tolerance
        The gap, in £m, that counts as none.
    branches
        All plans, by their number of clusters.
    """

    plan: tuple[Costed, ...]
    tolerance: Fraction
    branches: tuple[Branch, ...]

    @property
    def objective(self) -> Fraction:
        """What the plan costs."""
        return sum((cluster.cost for cluster in self.plan), Fraction(0))

    @property
    def target(self) -> Fraction:
        """What no plan costs less than, if this one is the best."""
        return self.objective - self.tolerance

    @property
    def bound(self) -> Fraction:
        """What it is proved that no plan costs less than, up to the target."""
        target = self.target
        return min(
            target if branch.listed is not None else min(target, branch.bound)
            for branch in self.branches
        )


def prove(problem: Problem, clusters: Iterable[Iterable[int]]) -> Proof:
    """Return the best proof that is found of a plan.

    Parameters
    ----------
    problem
        The problem, all candidates of which can be listed.
    clusters
        The plan, as row numbers.
    """
    return _Prover(problem, clusters).proof()


class _Prover:
    """Finds the prices, and rounds them."""

    def __init__(self, problem: Problem, clusters: Iterable[Iterable[int]]) -> None:
        self._limits = [limit.interval for limit in problem.limits]
        plain = Columns.of(problem)
        # The number of clusters is one more limit, to price and to branch on.
        self._columns = plain.limited(
            (np.ones(len(plain)),), np.array([1.0]), np.array([float(plain.n)])
        )
        members = self._columns.candidates.positions
        self._sets = [sum(1 << int(i) for i in members(k)) for k in range(len(plain))]
        self._costs = [_whole(cost) for cost in plain.costs.tolist()]
        number_of = {s: k for k, s in enumerate(self._sets)}
        self._plan = [number_of[sum(1 << i for i in cluster)] for cluster in clusters]
        self._objective = sum((self._costs[k] for k in self._plan), Fraction(0))
        whole = math.ceil(Fraction(tolerance(float(self._objective))) / UNIT)
        self._tolerance = whole * UNIT
        self._target = self._objective - self._tolerance
        # What rounding takes must not take a bound below the target.
        self._cutoff = float(self._target) + float(self._tolerance) / 2
        self._generation = ColumnGeneration(self._columns)
        self._generation.add(np.unique(self._plan))

    def proof(self) -> Proof:
        """Return the proof."""
        branches = tuple(self._prove(1, self._columns.n))
        return Proof(tuple(self._costed(k) for k in self._plan), self._tolerance, branches)

    def _costed(self, k: int) -> Costed:
        return Costed(self._sets[k], self._costs[k])

    def _prove(self, at_least: int, at_most: int) -> Iterator[Branch]:
        """Yield all plans with so many clusters, proved, branching on their number."""
        branch, count = self._relax(at_least, at_most)
        if len(branch.left) > _EASY:
            halves = _halves(at_least, at_most, count)
            bounds = [self._relax(*half)[0].bound for half in halves]
            if self._worth_it(branch.bound, bounds):
                for half in halves:
                    yield from self._prove(*half)
                return
            branch = self._tighten(branch)
        yield self._search(branch)

    def _worth_it(self, bound: Fraction, bounds: list[Fraction]) -> bool:
        """Tell whether to branch: if a half is proved at once, or the bound gains enough."""
        if not bounds or max(bounds) >= self._target:
            return bool(bounds)
        return min(bounds) - bound > _WORTH_BRANCHING * (self._target - bound)

    def _relax(self, at_least: int, at_most: int) -> tuple[Branch, float]:
        """Return what the linear relaxation proves of a branch, and its number of clusters."""
        columns = self._between(at_least, at_most)
        relaxation = self._generation.relax(
            columns.low,
            columns.high,
            remaining=lambda: math.inf,
            report=lambda _: None,
            cutoff=self._cutoff,
        )
        count = 0.0 if relaxation.values is None else float(relaxation.values.sum())
        branch = Branch(at_least, at_most)
        return self._add(branch, columns, np.arange(len(columns)), relaxation.prices, ()), count

    def _between(self, at_least: int, at_most: int) -> Columns:
        low, high = self._columns.low.copy(), self._columns.high.copy()
        low[-1], high[-1] = at_least, at_most
        return self._columns.within(low, high)

    def _tighten(self, branch: Branch) -> Branch:
        """Return the branch with one more price list, for the candidates left, with subset rows."""
        numbers = np.array(branch.left)
        columns = self._between(branch.at_least, branch.at_most).restricted(numbers)
        nothing = price(columns, np.zeros(columns.n), np.zeros(columns.low.size))
        tight = tighten(columns, nothing, self._cutoff, remaining=lambda: math.inf)
        cut = with_subset_rows(columns, tight.rows)
        prices = price(cut, tight.prices.council_duals, tight.prices.limit_duals)
        tighter = self._add(branch, cut, numbers, prices, tight.rows)
        return tighter if tighter.bound > branch.bound else branch

    def _add(
        self,
        branch: Branch,
        columns: Columns,
        numbers: NDArray[np.intp],
        prices: Prices,
        rows: tuple[SubsetRow, ...],
    ) -> Branch:
        """Return the branch with one more price list: floating-point prices, made exact.

        Parameters
        ----------
        branch
            What there is.
        columns
            The candidates that it leaves, under limits, the number of clusters, and rows.
        numbers
            Their numbers among all.
        prices
            The prices of all that.
        rows
            The subset rows.
        """
        fixed, exact = self._exact(columns, prices, rows)
        bound = exact.bound(self._limits, branch.at_least, branch.at_most)
        gap = self._target - bound
        near = np.flatnonzero(fixed.reduced_costs < float(gap) + 1e-3)
        left, reduced_costs = [], []
        for k in numbers[near].tolist() if gap > 0 else ():
            reduced = self._costs[k] - exact.charge(self._sets[k], self._amounts(k))
            if reduced < gap + Fraction(_MARGIN):
                left.append(k)
                reduced_costs.append(reduced)
        priced = self._sets
        if branch.entries:
            before = zip(branch.left, branch.reduced_costs, strict=True)
            priced = [self._sets[k] for k, r in before if r < self._target - branch.bound]
        return Branch(
            branch.at_least,
            branch.at_most,
            (*branch.entries, Entry(exact, bound, priced)),
            tuple(left),
            tuple(reduced_costs),
        )

    def _exact(
        self, columns: Columns, prices: Prices, rows: Sequence[SubsetRow]
    ) -> tuple[Prices, PriceList]:
        """Return prices with the signs that they must have, rounded, and the same exactly."""
        n_limits = len(self._limits)
        duals = prices.limit_duals.copy()
        duals[n_limits:] = np.round(duals[n_limits:], 9)
        # The councils take in what is still negative, and a margin for the rounding.
        fixed = repaired(columns, price(columns, prices.council_duals, duals))
        duals = fixed.limit_duals
        units = [math.floor(pi * _UNITS) - 2 for pi in fixed.council_duals.tolist()]
        of_rows = zip(rows, duals[n_limits + 1 :].tolist(), strict=True)
        exact = PriceList(
            tuple(unit * UNIT for unit in units),
            tuple(Fraction(repr(dual)) for dual in duals[:n_limits].tolist()),
            _whole(duals[n_limits]),
            tuple(
                (sum(1 << i for i in row.councils), row.divisor, _whole(dual))
                for row, dual in of_rows
                if dual < 0
            ),
        )
        return fixed, exact

    def _amounts(self, k: int) -> list[Fraction]:
        """Return what a candidate adds to each limit."""
        return [Fraction(float(row[k])) for row in self._columns.amounts[: len(self._limits)]]

    def _search(self, branch: Branch) -> Branch:
        """Return the branch, its candidates listed if the check will find no plan below the target.

        Where it would take the check too long, they are not.
        """
        gap = self._target - branch.bound
        if gap <= 0 or len(branch.left) > _MOST:
            return branch
        cost = dict(zip((self._sets[k] for k in branch.left), branch.left, strict=True))
        reduced = dict(zip(cost, branch.reduced_costs, strict=True))
        try:
            for plan in search(reduced, gap, self._columns.n, branch.at_most):
                chosen = np.array([cost[s] for s in plan])
                total = sum(self._costs[k] for k in chosen.tolist())
                within = self._between(branch.at_least, branch.at_most).keeps_limits(chosen)
                if within and total < self._target:
                    return branch  # A better plan: the one that we have is not the best.
        except CertificateError as error:
            logger.debug("%s", error)
            return branch
        reduced_costs = map(_whole, branch.reduced_costs)
        listed = tuple(zip(map(self._costed, branch.left), reduced_costs, strict=True))
        return dataclasses.replace(branch, listed=listed)


def _halves(at_least: int, at_most: int, count: float) -> tuple[tuple[int, int], ...]:
    """Return two ranges to branch into, for a number of clusters in a relaxation."""
    below = round(count) if abs(count - round(count)) < WHOLE else math.floor(count)
    if below == at_most:
        below -= 1  # The number is as large as it may be: that alone, and all that is less.
    return ((at_least, below), (below + 1, at_most)) if at_least <= below < at_most else ()


def _whole(number: float | Fraction) -> Fraction:
    """Return a number as whole multiples of the unit."""
    return round(Fraction(number) / UNIT) * UNIT
