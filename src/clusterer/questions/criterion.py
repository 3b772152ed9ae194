"""What a frontier sets against the cost: a figure of each cluster, summed up or at its worst."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, cast, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterer._support.checks import check_one_of, check_text
from clusterer._support.interval import Interval
from clusterer._support.wording import shown
from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.limits import FunctionLimit
from clusterer.model.answers import checked_numbers, in_blocks, joined
from clusterer.model.problem import Problem
from clusterer.rules import FunctionRule
from clusterer.terms import FunctionTerm, Term
from clusterer.terms.costing import Costing

Floats = NDArray[np.float64]

Over = Literal["sum", "max", "min"]
"""How the figures of the clusters of a plan make one figure of the plan."""

Better = Literal["less", "more"]
"""What a user wants of it."""

CLUSTERS, LARGEST = "clusters", "largest"


@dataclass(frozen=True)
class CostOfTerm:
    """The £m of one term of a cluster, under the host that is cheapest over all terms.

    Parameters
    ----------
    problem
        Whose terms choose the host.
    term
        One of its terms, or any other.
    """

    problem: Problem
    term: Term

    def __call__(self, candidates: Candidates) -> Floats:
        """Return the £m of each candidate."""
        table = self.problem.cost_table(candidates)
        if self.term not in self.problem.terms:
            host = table["host"].to_numpy()
            table = Costing((self.term,), self.problem.councils).table(candidates, host)
        # One of the problem's own is less what is sunk where the problem starts from today.
        return table[self.term.name].to_numpy()


@dataclass(frozen=True)
class CostOfOthers:
    """The £m of all terms of a cluster but one.

    Parameters
    ----------
    problem
        The problem.
    term
        The term that is left out.
    """

    problem: Problem
    term: Term

    def __call__(self, candidates: Candidates) -> Floats:
        """Return the £m of each candidate."""
        costs = self.problem.costs(candidates)
        return costs - CostOfTerm(self.problem, self.term)(candidates)


@dataclass(frozen=True)
class SumOfColumn:
    """The sum of a column over the members of a cluster."""

    column: str

    def __call__(self, candidates: Candidates) -> Floats:
        """Return the sum of each candidate."""
        return candidates.sum(self.column)


@dataclass(frozen=True)
class Within:
    """Whether a figure of a cluster lies in an interval."""

    f: Callable[[Candidates], ArrayLike]
    interval: Interval

    def __call__(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell it of each candidate."""
        return self.interval.holds(np.asarray(self.f(candidates), dtype=np.float64))


@dataclass(frozen=True, eq=False)
class Criterion:
    """A figure of a plan that is set against its cost.

    Attributes
    ----------
    name
        Its column in tables.
    label
        What stands along its axis.
    f
        Gives the figure of each candidate.
    over
        Whether the figure of a plan is the sum over its clusters, or the largest or least of them.
    more
        Whether more of it is better.
    money
        Whether it is in £m.
    others
        Gives what is set against it, in £m; the cost by all terms if None.
    """

    name: str
    label: str
    f: Callable[[Candidates], ArrayLike]
    over: Over = "sum"
    more: bool = False
    money: bool = False
    others: CostOfOthers | None = None

    @classmethod
    def of(
        cls,
        problem: Problem,
        by: str | Term | Callable[[Candidates], ArrayLike],
        over: str | None,
        better: str | None,
        name: str | None,
    ) -> Criterion:
        """Return the criterion that a user asks for, by anything but the number of clusters.

        Parameters
        ----------
        problem, by, over, better, name
            As for `frontier`.

        Raises
        ------
        InputError
            If it is not usable.
        """
        if over is not None:
            check_one_of("over", over, get_args(Over))
        if better is not None:
            check_one_of("better", better, get_args(Better))
        if name is not None:
            check_text("name", name)
        term = _term(problem, by)
        called, f = _counted(problem, by, term)
        summed = term is not None or not isinstance(by, str)
        how: Over = cast(Over, over) if over is not None else "sum" if summed else "max"
        if how == "sum" and isinstance(f, SumOfColumn):
            raise InputError(
                f"the sum of the column {by!r} over all clusters is the same in every plan; ask "
                "for over='max' or over='min', or give a function of Candidates"
            )
        if (how, better) in (("max", "more"), ("min", "less")):
            raise InputError(
                f"over = {how!r} goes with better = {'less' if how == 'max' else 'more'!r}: the "
                "worst cluster is what counts"
            )
        called = called if name is None else name
        whole = term is not None and how == "sum" and term in problem.terms
        return cls(
            called,
            _label(called, how, money=term is not None, members=f is _size),
            f,
            over=how,
            more=how == "min" or better == "more",
            money=term is not None,
            others=CostOfOthers(problem, term) if whole and term is not None else None,
        )

    @property
    def worst(self) -> bool:
        """Whether it is that of the worst cluster, and no sum."""
        return self.over != "sum"

    @property
    def sign(self) -> float:
        """What amounts are multiplied by, so that less is better."""
        return -1.0 if self.more else 1.0

    def amounts(
        self, candidates: Candidates, proceed: Callable[[int], None] | None = None
    ) -> Floats:
        """Return the figure of each candidate; `proceed` is told as in `Problem.costs`."""
        source = FunctionTerm(self.name, self.f)
        return joined(in_blocks(lambda c: checked_numbers(source, c), candidates, proceed))

    def of_plan(self, amounts: Iterable[float]) -> float:
        """Return the figure of a plan, by those of its clusters."""
        if self.over == "sum":
            return math.fsum(amounts)
        return max(amounts) if self.over == "max" else min(amounts)

    def said(self, amount: float) -> str:
        """Write an amount.

        Examples
        --------
        >>> Criterion("posts", "posts", len).said(1234.5), Criterion("moved", "", len).said(7.0)
        ('1,234.5', '7')
        >>> Criterion("travel", "travel, £m", len, money=True).said(2.5)
        '£2.500m'
        """
        if self.money:
            return f"£{amount:,.3f}m"
        return f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.6g}"

    def held(self, problem: Problem, amount: float, cost: float) -> Problem:
        """Return a problem whose plans are as good as a point of the frontier by both figures."""
        end = "at_least" if self.more else "at_most"
        if self.worst:
            rule = FunctionRule(
                f"{self.label} {end.replace('_', ' ')} {self.said(amount)}",
                Within(self.f, Interval.stated(self.name, **{end: amount})),
            )
            return problem.replace(rules=[*problem.rules, rule])
        limits = [FunctionLimit(self.name, self.f, **{end: amount})]
        if self.others is not None:
            limits.append(FunctionLimit(f"all but {self.name}", self.others, at_most=cost))
        return problem.replace(limits=[*problem.limits, *limits])


def _term(problem: Problem, by: object) -> Term | None:
    """Return the term that is asked for, if it is one."""
    if isinstance(by, Term):
        return by
    return next((term for term in problem.terms if isinstance(by, str) and term.name == by), None)


def _counted(
    problem: Problem, by: object, term: Term | None
) -> tuple[str, Callable[[Candidates], ArrayLike]]:
    """Return the name of what is asked for, and what gives it for each candidate."""
    if term is not None:
        return term.name, CostOfTerm(problem, term)
    if isinstance(by, str) and by == LARGEST:
        return LARGEST, _size
    if isinstance(by, str):
        if by not in problem.councils.frame.columns:
            terms = [one.name for one in problem.terms]
            columns = map(str, problem.councils.frame.columns)
            close = get_close_matches(by, [CLUSTERS, LARGEST, *terms, *columns], n=1)
            hint = f"; did you mean {close[0]!r}?" if close else ""
            raise InputError(
                f"by = {by!r} is neither 'clusters' nor 'largest', nor the name of a term "
                f"({', '.join(map(repr, terms))}), nor a column of the councils{hint}"
            )
        problem.councils.values(by)
        return by, SumOfColumn(by)
    if callable(by):
        name = getattr(by, "__name__", "<lambda>")
        return "criterion" if name == "<lambda>" else name, by
    raise InputError(
        f"by = {shown(by)} must be 'clusters', 'largest', a term or its name, a function "
        "that takes Candidates, or the name of a column"
    )


def _label(called: str, over: Over, *, money: bool, members: bool) -> str:
    """Return what to write along an axis."""
    label = f"{called}, £m" if money else called
    if over == "sum":
        return label
    most = "largest" if over == "max" else "least"
    if members:
        return f"members of the {'largest' if over == 'max' else 'smallest'} cluster"
    return f"{most} {label} of a cluster"


def _size(candidates: Candidates) -> NDArray[np.int64]:
    """Return the number of members of each candidate."""
    return candidates.size
