"""A limit on what is spent to get from today to a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.limits.base import Limit
from clusterer.terms.base import Term
from clusterer.terms.costing import Costing
from clusterer.terms.today import FromToday

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Capital(Limit):
    """At most so much is spent to get to the plan: the `BusinessCase.capital` of all at once.

    That is all that the terms spend once, set-up, systems, redundancies and exits, less what going
    on as today would; each cluster has the host that is cheapest over all terms. No `roadmap` to
    the plan spends less, so that a plan that needs more than the budgets of all years cannot be
    reached.

    Parameters
    ----------
    at_most
        The most £m that is spent, in real terms and not discounted.

    Examples
    --------
    What £30m can do for London:

    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(),
    ...     cl.preset("central"),
    ...     rules=[cl.MaxSize(3)],
    ...     limits=[cl.Capital(at_most=30.0)],
    ... )
    >>> plan = cl.solve(problem)
    >>> plan.status, cl.business_case(plan).capital <= 30.0
    ('optimal', True)
    """

    at_most: float
    interval: Interval = field(init=False, repr=False, compare=False)
    _terms: tuple[Term, ...] | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the number."""
        make_plain(self)
        check_number("Capital at_most", self.at_most, kind="number of £m", at_least=0)
        object.__setattr__(self, "interval", Interval.stated("Capital", at_most=self.at_most))

    def __repr__(self) -> str:
        return f"Capital({self.interval})"

    @property
    def in_words(self) -> str:
        """The sum in words."""
        return f"at most £{self.at_most:g}m spent to get there"

    def priced_by(self, terms: Sequence[Term]) -> Capital:
        """Return the limit with the terms of a problem, which say what is spent once."""
        held = replace(self)
        object.__setattr__(held, "_terms", tuple(terms))
        return held

    def amounts(self, candidates: Candidates) -> Floats:
        """Return the £m spent once for each candidate, less what its members spend as today.

        What a partnership of today spends is spread evenly over its members: so the sums over all
        clusters of a plan are right.
        """
        if self._terms is None:
            raise InputError(
                f"{self!r} knows of no terms until it is in a problem; ask the one among "
                "problem.limits"
            )
        councils = candidates.councils
        now = np.zeros(len(councils))
        partnered = [
            list(councils.positions(labels))
            for term in self._terms
            if isinstance(term, FromToday)
            for labels in term.partnerships
        ]
        there = {row for rows in partnered for row in rows}
        groups = [*partnered, *([row] for row in range(len(councils)) if row not in there)]
        standing = type(candidates).of(councils, groups)
        spent = self._spent(standing, self._terms)
        for rows, money in zip(groups, spent.tolist(), strict=True):
            now[rows] = money / len(rows)
        return self._spent(candidates, self._terms) - candidates.sum(now)

    def _spent(self, candidates: Candidates, terms: tuple[Term, ...]) -> Floats:
        """Return the £m that terms spend once for each candidate, at its cheapest host."""
        costing = Costing(terms, candidates.councils)
        hosts = costing.table(candidates)["host"].to_numpy(dtype=np.int64)
        total = np.zeros(len(candidates))
        for part in costing.parts(candidates, hosts):
            if part.timing is None:
                raise InputError(
                    f"the limit {self!r} asks what is spent once, and term {part.column!r} does "
                    "not say when its money falls; give FunctionTerm(..., timing=...), or a term "
                    "of your own the method `when`"
                )
            if part.timing.kind == "one-off":
                total += part.cost
        return total
