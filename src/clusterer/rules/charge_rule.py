"""What rules about the charges of members have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer._support.wording import shown
from clusterer.candidates import Candidates
from clusterer.candidates.shares import POUND, Shares, plain_shares
from clusterer.errors import InputError
from clusterer.rules.base import Rule
from clusterer.terms.base import Term
from clusterer.terms.costing import Costing
from clusterer.terms.today import FromToday

Floats = NDArray[np.float64]


@dataclass(frozen=True, repr=False)
class ChargeRule(Rule):
    """A rule about what members pay by a key, against what they pay today or else alone.

    Where the problem starts from today, that is what a council pays today by the same key: its
    share of the cost of its partnership. Otherwise, and if it shares with nobody today, it is what
    the council costs alone.

    Parameters
    ----------
    shares
        The key: see `candidates.shares.Shares.of`.
    terms
        What is charged; all terms of the problem if None.
    """

    shares: Any
    terms: Sequence[Term] | None = None
    _of_problem: tuple[Term, ...] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        """Check what was given, and keep it as what does not change."""
        object.__setattr__(self, "shares", plain_shares(self.shares))
        if self.terms is None:
            return
        if isinstance(self.terms, (str, Term)) or not isinstance(self.terms, Sequence):
            raise InputError(f"terms must be a list, or None; got {shown(self.terms)}")
        for term in self.terms:
            if not isinstance(term, Term):
                raise InputError(f"terms holds {shown(term)}, which is no term")
        object.__setattr__(self, "terms", tuple(self.terms))

    def __repr__(self) -> str:
        own = "" if self.terms is None else f", terms {', '.join(t.name for t in self.terms)}"
        return f"{type(self).__name__}({_brief(self.shares)}{own})"

    @property
    def reads_costs(self) -> bool:
        """Whether it takes the terms of the problem, or what is paid today."""
        return self.terms is None or self._today is not None

    def priced_by(self, terms: Sequence[Term]) -> ChargeRule:
        """Return the rule with the terms of a problem, among them what starts from today."""
        bound = replace(self)
        object.__setattr__(bound, "_of_problem", tuple(terms))
        return bound

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether enough members of each candidate pay no more than before.

        Raises
        ------
        InputError
            If the rule is in no problem, and has no terms.
        """
        terms = self._of_problem if self.terms is None else self.terms
        if terms is None:
            raise InputError(
                f"{self!r} has no terms and stands in no problem, so nothing says what clusters "
                "cost; put it in rules=[...] of a problem, or give terms=[...]"
            )
        key = Shares.of(candidates.councils, self.shares)
        costing = Costing(tuple(terms), candidates.councils)
        alone = costing.costs(candidates.each_alone())
        indptr, members = candidates.flat()
        charges = key.charges(candidates, costing.costs(candidates), alone)
        before = self._before(key, costing, alone)
        content = charges <= before[members] + POUND
        allowed = self._enough(candidates, indptr, members, content)
        # A council alone decides for itself, however many residents it has.
        single = candidates.size == 1
        allowed[single] = content[indptr[:-1][single]]
        return allowed

    def _before(self, key: Shares, costing: Costing, alone: Floats) -> Floats:
        """Return shape (n,): the £m that each council pays today by a key, or else alone."""
        if self._today is None:
            return alone
        councils = key.councils
        groups = (councils.positions(labels) for labels in self._today.partnerships)
        partnerships = Candidates.of(councils, groups)
        charges = key.charges(partnerships, costing.costs(partnerships), alone)
        before = alone.copy()
        before[partnerships.flat()[1]] = charges
        return before

    @property
    def _today(self) -> FromToday | None:
        """What starts from today among the terms, which has the partnerships; None if nothing."""
        terms = (*(self._of_problem or ()), *(self.terms or ()))
        return next((term for term in terms if isinstance(term, FromToday)), None)

    @property
    def _compared_with(self) -> str:
        return "alone" if self._today is None else "today"

    @property
    def _key_in_words(self) -> str:
        return self.shares if isinstance(self.shares, str) else _brief(self.shares)

    @abstractmethod
    def _enough(
        self,
        candidates: Candidates,
        indptr: NDArray[np.int64],
        members: NDArray[Any],
        content: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        """Tell for each candidate whether enough of its members are content."""


def summed(values: NDArray[Any], indptr: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the sum of the values of each candidate, none of which is empty."""
    if indptr.size == 1:
        return np.zeros(0)
    return np.add.reduceat(values.astype(np.float64), indptr[:-1])


def _brief(shares: Any) -> str:
    """Return a key in a few words."""
    if isinstance(shares, str):
        return repr(shares)
    if len(shares) > 3 or not isinstance(shares[0], tuple):
        return f"{len(shares)} numbers"
    return repr(dict(shares))
