"""A limit on the number of councils that move from today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_whole, make_plain
from clusterer._support.interval import Interval
from clusterer.candidates import Candidates
from clusterer.limits.base import Limit
from clusterer.terms.base import Term
from clusterer.terms.today import FromToday


@dataclass(frozen=True, kw_only=True)
class MoveCount(Limit):
    """At most so many councils move: those of `Evaluation.moves`, from today to the plan.

    So the cheapest plan with it is the best that so many moves can do: the end is free, and
    `roadmap` says in which years the moves are made. Who moves depends on one cluster alone: all
    members but those of the partnership of today that goes on in it as its centre. Where the
    problem does not start from today, all members of shared clusters move.

    A partnership of today that breaks a rule of the problem, or is not connected, cannot stay as it
    is, so that some of its members have to move: ``problem.status_quo.broken`` names them.

    Parameters
    ----------
    at_most
        The most councils that move.

    Examples
    --------
    The best that three moves can do from a pair of today:

    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(),
    ...     cl.preset("central"),
    ...     rules=[cl.MaxSize(3)],
    ...     limits=[cl.MoveCount(at_most=3)],
    ...     today={"Camden": "pair", "Islington": "pair"},
    ... )
    >>> plan = cl.solve(problem)
    >>> plan.status, len(plan.moves)
    ('optimal', 3)
    """

    at_most: int
    interval: Interval = field(init=False, repr=False, compare=False)
    _today: FromToday = field(default=FromToday((), (), ()), init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Check the number."""
        make_plain(self)
        check_whole("MoveCount at_most", self.at_most, at_least=0)
        interval = Interval.stated("MoveCount", at_most=self.at_most)
        object.__setattr__(self, "interval", interval)

    def __repr__(self) -> str:
        return f"MoveCount({self.interval})"

    @property
    def in_words(self) -> str:
        """The number in words."""
        return f"number of councils that move {self.interval}"

    def priced_by(self, terms: Sequence[Term]) -> MoveCount:
        """Return the limit with the partnerships of today from which a problem starts."""
        starts = [term for term in terms if isinstance(term, FromToday)]
        held = replace(self)
        object.__setattr__(held, "_today", starts[0] if starts else FromToday((), (), ()))
        return held

    def amounts(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return how many members of each candidate move."""
        return self._today.moves(candidates)
