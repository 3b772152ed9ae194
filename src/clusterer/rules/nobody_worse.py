"""Nobody pays more in a cluster than today, or else than alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.rules.charge_rule import ChargeRule, summed


@dataclass(frozen=True, repr=False)
class NobodyWorse(ChargeRule):
    """Every member of a cluster pays no more than before, by a key; £1 is forgiven.

    Where the problem starts from today, that is no more than it pays today by the same key: its
    share of the cost of its partnership, or its cost alone. So a council is left alone only if that
    costs it no more, its exit paid. Otherwise it is no more than alone, and any council may stand
    alone.

    That nobody is worse off does not mean that nobody would leave: members may do still better in
    another cluster, see `consent`. The rule cannot be said to a MIP: all candidates have to be
    listed.

    Parameters
    ----------
    shares
        The key: "equal", "alone", "saving", a column, a number for each council, or a mixture.
    terms
        What is charged; all terms of the problem if None, also of one with other terms that
        `Problem.replace` makes.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(3)])
    >>> fair = problem.replace(rules=[*problem.rules, cl.NobodyWorse("equal")])
    >>> len(problem.candidates()), len(fair.candidates())
    (240, 37)
    >>> cl.solve(fair).objective > cl.solve(problem).objective
    True
    """

    shares: Any
    terms: Any = None

    @property
    def in_words(self) -> str:
        """The rule in words."""
        return f"nobody pays more than {self._compared_with}, shares {self._key_in_words}"

    def _enough(
        self,
        candidates: Candidates,  # noqa: ARG002 - the parent asks others too
        indptr: NDArray[np.int64],
        members: NDArray[Any],  # noqa: ARG002
        content: NDArray[np.bool_],
    ) -> NDArray[np.bool_]:
        worse: NDArray[np.bool_] = summed(~content, indptr) > 0
        return ~worse
