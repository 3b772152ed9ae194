"""What is proved of a plan, of one problem or of a portfolio: the bound, and on whose word."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Literal

from clusterer.search.solution import DEFAULT_SOLVER, relative_gap, tolerance

Status = Literal["optimal", "feasible"]
"""What is proved of a plan: that none is cheaper, or only its bound."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a solve proved of the plan that it found, and what it took.

    Parameters
    ----------
    bound
        The £m that every plan costs at least.
    optimal
        Whether it is proved that no plan is cheaper.
    seconds
        How long the solve took.
    n_candidates
        How many clusters it chose from.
    word_of
        The solver on whose word alone the bound rests; empty for none.
    """

    bound: float
    optimal: bool
    seconds: float
    n_candidates: int
    word_of: str = ""

    @classmethod
    def of(
        cls, objective: float, bound: float, *, seconds: float, n_candidates: int, word_of: str
    ) -> Proof:
        """Return the proof of a plan of this cost, which is optimal if the bound is near it.

        Examples
        --------
        >>> Proof.of(100.0, 100.0 - 1e-9, seconds=0.1, n_candidates=7, word_of="").optimal
        True
        """
        return cls(
            bound=min(bound, objective),
            optimal=bound >= objective - tolerance(objective),
            seconds=seconds,
            n_candidates=n_candidates,
            word_of=word_of,
        )


class Proved(ABC):
    """What `Plan` and `PortfolioPlan` say of their proof.

    Parameters
    ----------
    proof
        What the solve proved.
    """

    def __init__(self, proof: Proof) -> None:
        self._proof = proof

    @property
    @abstractmethod
    def objective(self) -> float:
        """The £m of the plan."""

    @property
    def bound(self) -> float:
        """The £m that every plan costs at least."""
        return self._proof.bound

    @property
    def status(self) -> Status:
        """Whether it is proved that no plan is cheaper: "optimal" if so, else "feasible"."""
        return "optimal" if self._proof.optimal else "feasible"

    @property
    def gap(self) -> float:
        """``(objective − bound) / |objective|``: how much cheaper any plan could be, at most."""
        return relative_gap(self.objective, self.bound)

    @property
    def seconds(self) -> float:
        """How long the solve took."""
        return self._proof.seconds

    @property
    def n_candidates(self) -> int:
        """How many clusters it chose from, over all services, or had listed when it was stopped.

        Where they were too many to list, how many could be in a better plan.
        """
        return self._proof.n_candidates

    @property
    def word_of(self) -> str:
        """The solver on whose word alone the bound rests; empty for none.

        Its last step was then a MIP that could not be gone through as well. It is empty if the
        library worked the bound out itself, or checked it. A certificate rests on no solver.
        """
        return self._proof.word_of

    @property
    def _proof_in_words(self) -> str:
        return proof_in_words(self.status, self.gap, self.word_of)


def proof_in_words(status: Status, gap: float, word_of: str = "") -> str:
    """Say what is proved of a plan, and on whose word if it is that of a solver of the user's own.

    Examples
    --------
    >>> proof_in_words("optimal", 0.0), proof_in_words("feasible", 0.02)
    ('proven optimal', 'within 2.00% of the best possible')
    >>> proof_in_words("optimal", 0.0, "GLPK_CMD")
    'optimal on the word of GLPK_CMD'
    """
    if status == "optimal" and word_of not in ("", DEFAULT_SOLVER):
        return f"optimal on the word of {word_of}"
    if status == "optimal":
        return "proven optimal"
    if math.isfinite(gap):
        return f"within {_percent(gap)} of the best possible"
    return "not known how near to the best possible"


def _percent(gap: float) -> str:
    """Write a gap as a percentage with two digits that tell something, rounded up.

    Examples
    --------
    >>> _percent(0.0312), _percent(0.00123), _percent(0.0000012301), _percent(0.0)
    ('3.12%', '0.13%', '0.00013%', '0.00%')
    """
    digits = 2 if gap >= 1e-3 or gap <= 0 else 1 - math.floor(math.log10(100 * gap))
    # Less a trifle, since 3.12 times ten to the second is a little more than 312.
    return f"{math.ceil(gap * 10 ** (digits + 2) - 1e-6) / 10**digits:.{digits}f}%"
