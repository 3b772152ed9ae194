"""Make a certificate: prices that prove a plan, for `verify` to check without trust.

A certificate is plain JSON. Numbers are strings, exact rationals such as "12", "-0.5" or "1/3";
costs, in £m, are whole multiples of 10⁻⁹.

``format``, ``version``
    "clusterer certificate" and 1.
``councils``
    The index labels of the councils, in the order of the problem.
``terms``, ``rules``, ``limits``
    What the problem is made of, in words, for the reader.
``status``, ``objective``, ``bound``, ``tolerance``
    What is claimed: the plan costs ``objective`` and no plan less than ``bound``. If it is
    "optimal", ``bound`` is ``objective − tolerance``.
``plan``
    A list of clusters: ``members`` (labels) and ``cost``.
``branches``
    Plans by their number of clusters, ``at_least`` to ``at_most``; no number is left out. Each
    has ``prices``, a list, and ``candidates``, a list or null. An entry of ``prices`` has a
    price for each of the ``councils`` and ``limits``, for a ``cluster``, and for each of
    ``subset_rows``, and the ``bound`` that it proves of plans made of the candidates that the
    entries before it leave; ``priced`` is their number. A subset row has ``councils``, a
    ``divisor``, a ``price``, and a control ``sum`` of what those candidates add to it.
    ``candidates`` are those that the last entry leaves: ``members``, ``cost`` and
    ``reduced_cost``. Null if no search among them is needed.

Some of this says a thing twice, so that no single figure can be changed without being noticed.
`verify` tells why this proves the bound.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.errors import CertificateError, TooManyCandidatesError
from clusterer.formulations.column_generation import ColumnGeneration
from clusterer.formulations.columns import Columns, Prices, price, repaired
from clusterer.formulations.cutting_planes import tighten, with_subset_rows
from clusterer.formulations.solution import tolerance
from clusterer.formulations.subset_rows import SubsetRow
from clusterer.problem import Problem
from clusterer.verify import (
    MOST_SETS,
    UNIT,
    VERSION,
    PriceList,
    control_sum,
    json_label,
    rows_of,
    search,
)

Floats = NDArray[np.float64]

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


def certify(problem: Problem, clusters: Iterable[Iterable[int]]) -> dict[str, Any]:
    """Return a certificate of a plan, with the best bound that can be proved in it.

    Parameters
    ----------
    problem
        The problem.
    clusters
        The plan, as row numbers.

    Raises
    ------
    CertificateError
        If there are too many candidates for the check.
    """
    return _Notary(problem, clusters).certificate()


@dataclass(frozen=True, eq=False)
class _Proof:
    """Price lists for plans of `at_least` to `at_most` clusters, and what they prove.

    Attributes
    ----------
    prices
        Each with its bound, and the candidates that it is for, as sets.
    bound
        The last of these.
    left
        Numbers of the candidates within the gap, and a little above, at the last prices.
    reduced_costs
        Of each of these, exactly.
    closed
        Whether the candidates that are left make no plan below the target.
    """

    at_least: int
    at_most: int
    prices: tuple[tuple[PriceList, Fraction, list[int]], ...] = ()
    bound: Fraction = Fraction(0)
    left: tuple[int, ...] = ()
    reduced_costs: tuple[Fraction, ...] = ()
    closed: bool = False


def has_at_most(problem: Problem, most: int) -> bool:
    """Tell whether a problem has no more candidates than so many."""
    try:
        return len(problem.candidates()) <= most
    except TooManyCandidatesError:
        return False


class _Notary:
    """Finds the prices, rounds them, and writes down what they prove."""

    def __init__(self, problem: Problem, clusters: Iterable[Iterable[int]]) -> None:
        self._problem = problem
        self._known_as = [json_label(label) for label in problem.councils.ids]
        if not has_at_most(problem, MOST_SETS):
            raise CertificateError(
                f"there are more than {MOST_SETS:,} candidates, too many to be checked in plain "
                "Python; a rule such as MaxSize that leaves fewer makes it possible"
            )
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

    def certificate(self) -> dict[str, Any]:
        """Return the certificate."""
        proofs = list(self._prove(1, self._columns.n))
        proved = min(
            self._target if proof.closed else min(self._target, proof.bound) for proof in proofs
        )
        return {
            "format": "clusterer certificate",
            "version": VERSION,
            "councils": list(self._labels(range(self._columns.n))),
            "terms": [term.name for term in self._problem.terms],
            "rules": [_words(rule) for rule in self._problem.rules],
            "limits": [_words(limit) for limit in self._problem.limits],
            "status": "optimal" if proved == self._target else "feasible",
            "objective": _text(self._objective),
            "bound": _text(proved),
            "tolerance": _text(self._tolerance),
            "plan": [self._cluster(k) for k in self._plan],
            "branches": [self._branch(proof) for proof in proofs],
        }

    def _prove(self, at_least: int, at_most: int) -> Iterator[_Proof]:
        """Yield proofs for all plans with so many clusters, branching on their number."""
        proof, count = self._relax(at_least, at_most)
        if len(proof.left) > _EASY:
            halves = _halves(at_least, at_most, count)
            bounds = [self._relax(*half)[0].bound for half in halves]
            if self._worth_it(proof.bound, bounds):
                for half in halves:
                    yield from self._prove(*half)
                return
            proof = self._tighten(proof)
        yield self._search(proof)

    def _worth_it(self, bound: Fraction, bounds: list[Fraction]) -> bool:
        """Tell whether to branch: if a half is proved at once, or the bound gains enough."""
        if not bounds or max(bounds) >= self._target:
            return bool(bounds)
        return min(bounds) - bound > _WORTH_BRANCHING * (self._target - bound)

    def _relax(self, at_least: int, at_most: int) -> tuple[_Proof, float]:
        """Return the proof that the linear relaxation gives, and its number of clusters."""
        columns = self._between(at_least, at_most)
        relaxation = self._generation.relax(
            columns.low,
            columns.high,
            remaining=lambda: math.inf,
            report=lambda _: None,
            cutoff=self._cutoff,
        )
        count = 0.0 if relaxation.values is None else float(relaxation.values.sum())
        proof = _Proof(at_least, at_most)
        return self._add(proof, columns, np.arange(len(columns)), relaxation.prices, ()), count

    def _between(self, at_least: int, at_most: int) -> Columns:
        low, high = self._columns.low.copy(), self._columns.high.copy()
        low[-1], high[-1] = at_least, at_most
        return self._columns.within(low, high)

    def _tighten(self, proof: _Proof) -> _Proof:
        """Return a proof with one more price list, for the candidates left, with subset rows."""
        numbers = np.array(proof.left)
        columns = self._between(proof.at_least, proof.at_most).restricted(numbers)
        nothing = price(columns, np.zeros(columns.n), np.zeros(columns.low.size))
        tight = tighten(columns, nothing, self._cutoff, remaining=lambda: math.inf)
        cut = with_subset_rows(columns, tight.rows)
        prices = price(cut, tight.prices.council_duals, tight.prices.limit_duals)
        tighter = self._add(proof, cut, numbers, prices, tight.rows)
        return tighter if tighter.bound > proof.bound else proof

    def _add(
        self,
        proof: _Proof,
        columns: Columns,
        numbers: NDArray[np.intp],
        prices: Prices,
        rows: tuple[SubsetRow, ...],
    ) -> _Proof:
        """Return the proof with one more price list: floating-point prices, made exact.

        Parameters
        ----------
        proof
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
        n_limits = len(self._problem.limits)
        duals = prices.limit_duals.copy()
        duals[n_limits:] = np.round(duals[n_limits:], 9)
        # The councils take in what is still negative, and a margin for the rounding.
        fixed = repaired(columns, price(columns, prices.council_duals, duals))
        duals = fixed.limit_duals
        units = [math.floor(pi * _UNITS) - 2 for pi in fixed.council_duals.tolist()]
        exact = PriceList(
            tuple(unit * UNIT for unit in units),
            tuple(Fraction(repr(dual)) for dual in duals[:n_limits].tolist()),
            round(Fraction(duals[n_limits]) / UNIT) * UNIT,
            tuple(
                (
                    sum(1 << i for i in row.councils),
                    row.divisor,
                    round(Fraction(dual) / UNIT) * UNIT,
                )
                for row, dual in zip(rows, duals[n_limits + 1 :].tolist(), strict=True)
                if dual < 0
            ),
        )
        limits = [limit.interval for limit in self._problem.limits]
        bound = exact.bound(limits, proof.at_least, proof.at_most)
        gap = self._target - bound
        near = np.flatnonzero(fixed.reduced_costs < float(gap) + 1e-3)
        left, reduced_costs = [], []
        for k in numbers[near].tolist() if gap > 0 else ():
            amounts = [Fraction(float(row[k])) for row in self._columns.amounts[:n_limits]]
            reduced = self._costs[k] - exact.charge(self._sets[k], amounts)
            if reduced < gap + Fraction(_MARGIN):
                left.append(k)
                reduced_costs.append(reduced)
        priced = self._sets
        if proof.prices:
            before = zip(proof.left, proof.reduced_costs, strict=True)
            priced = [self._sets[k] for k, r in before if r < self._target - proof.bound]
        return _Proof(
            proof.at_least,
            proof.at_most,
            (*proof.prices, (exact, bound, priced)),
            bound,
            tuple(left),
            tuple(reduced_costs),
        )

    def _search(self, proof: _Proof) -> _Proof:
        """Return the proof, closed if the check will find no plan below the target."""
        gap = self._target - proof.bound
        if gap <= 0 or len(proof.left) > _MOST:
            return proof
        cost = dict(zip((self._sets[k] for k in proof.left), proof.left, strict=True))
        reduced = dict(zip(cost, proof.reduced_costs, strict=True))
        try:
            for plan in search(reduced, gap, self._columns.n, proof.at_most):
                chosen = np.array([cost[s] for s in plan])
                total = sum(self._costs[k] for k in chosen.tolist())
                within = self._between(proof.at_least, proof.at_most).keeps_limits(chosen)
                if within and total < self._target:
                    return proof  # A better plan: the one that we have is not the best.
        except CertificateError as error:
            logger.debug("%s", error)
            return proof
        return _Proof(**{**vars(proof), "closed": True})

    def _branch(self, proof: _Proof) -> dict[str, Any]:
        listed = None
        if proof.closed:
            listed = [
                {**self._cluster(k), "reduced_cost": _text(_whole(reduced))}
                for k, reduced in zip(proof.left, proof.reduced_costs, strict=True)
            ]
        return {
            "at_least": proof.at_least,
            "at_most": proof.at_most,
            "prices": [
                {
                    "priced": len(priced),
                    "bound": _text(bound),
                    "councils": [_text(dual) for dual in prices.councils],
                    "limits": [_text(dual) for dual in prices.limits],
                    "cluster": _text(prices.cluster),
                    "subset_rows": [
                        {
                            "councils": list(self._labels(rows_of(members))),
                            "divisor": divisor,
                            "price": _text(dual),
                            "sum": control_sum(members, divisor, priced),
                        }
                        for members, divisor, dual in prices.rows
                    ],
                }
                for prices, bound, priced in proof.prices
            ],
            "candidates": listed,
        }

    def _cluster(self, k: int) -> dict[str, Any]:
        members = self._labels(self._columns.candidates.positions(k).tolist())
        return {"members": list(members), "cost": _text(self._costs[k])}

    def _labels(self, rows: Iterable[int]) -> Iterator[object]:
        return (self._known_as[row] for row in rows)


def _halves(at_least: int, at_most: int, count: float) -> tuple[tuple[int, int], ...]:
    """Return two ranges to branch into, for a number of clusters in a relaxation."""
    below = round(count) if abs(count - round(count)) < 1e-6 else math.floor(count)
    if below == at_most:
        below -= 1  # The number is as large as it may be: that alone, and all that is less.
    return ((at_least, below), (below + 1, at_most)) if at_least <= below < at_most else ()


def _whole(number: float | Fraction) -> Fraction:
    """Return a number as whole multiples of the unit."""
    return round(Fraction(number) / UNIT) * UNIT


def _words(part: object) -> str:
    """Return a rule or limit in words, without the address of an object that has no words."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(part))


def _text(number: Fraction) -> str:
    """Return a number as `verify` reads it: a decimal where it is a short one."""
    if number.denominator == 1 or (10**9 * number).denominator != 1:
        return str(number)
    digits = str(abs(10**9 * number)).rjust(10, "0")
    return f"{'-' if number < 0 else ''}{digits[:-9]}.{digits[-9:].rstrip('0')}"
