"""The plan: a partition that was found, with what is proved about it."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from clusterer._support.checks import check_progress, check_time_limit
from clusterer.certificates.certificate import certify
from clusterer.model.problem import Evaluation, Problem
from clusterer.search.solution import DEFAULT_SOLVER, Progress, relative_gap
from clusterer.solving.progress_bar import ProgressBar

logger = logging.getLogger(__name__)


class Plan(Evaluation):
    """The best partition that a solve found, with its status, bound and gap.

    `solve` makes one. All of `Evaluation` is there too: the table `clusters`, the costs,
    the map, the files.

    Parameters
    ----------
    evaluation
        The partition, costed.
    problem
        The problem that was solved.
    bound
        The £m that every plan of the problem costs at least.
    optimal
        Whether it is proved that no plan is cheaper.
    seconds
        How long the solve took.
    n_candidates
        How many clusters it chose from, or had listed when it was stopped. Where they were too
        many to list, how many could be in a better plan.
    word_of
        The solver on whose word alone the bound rests: its last step was a MIP that could not be
        gone through as well. Empty if the library worked the bound out itself, or checked it. A
        certificate rests on no solver.
    """

    def __init__(
        self,
        evaluation: Evaluation,
        *,
        problem: Problem,
        bound: float,
        optimal: bool,
        seconds: float,
        n_candidates: int,
        word_of: str = "",
    ) -> None:
        super().__init__(**evaluation.parts() | {"problem": problem})
        self.bound = bound
        self.status = "optimal" if optimal else "feasible"
        self.seconds = seconds
        self.n_candidates = n_candidates
        self.word_of = word_of

    @property
    def gap(self) -> float:
        """``(objective − bound) / |objective|``: how much cheaper any plan could be, at most."""
        return relative_gap(self.objective, self.bound)

    def certificate(
        self,
        *,
        time_limit: float | None = None,
        progress: Callable[[Progress], None] | bool | None = None,
    ) -> dict[str, Any]:
        """Return what is needed to check the plan without trust in the search.

        `verify` checks it, in exact arithmetic. It is plain JSON, in the format that
        `clusterer.certificates.certificate` documents; the same plan gives the same certificate,
        if it was not stopped. It may prove a lower bound than the solve did: where the time was
        up, or plain Python could not check what is within the gap. Then a warning is logged, and
        it says so in ``bound``, ``status`` and ``reason``.

        Parameters
        ----------
        time_limit
            Seconds after which the best certificate so far is returned; Ctrl-C does the same. A
            small problem needs some milliseconds.
        progress
            True for a bar, or a function that is called with a `Progress`, as in `solve`. The
            phases are "candidates", "costs", "proof" and "done".

        Raises
        ------
        CertificateError
            If there are more candidates than can be checked in plain Python, or the time was up
            before all were listed and costed.
        KeyboardInterrupt
            If Ctrl-C came before that: then there is nothing to give yet. After a solve that
            listed them the problem still has them, and it is a moment.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
        >>> certificate = cl.solve(problem).certificate()
        >>> certificate["status"], certificate["objective"], certificate["tolerance"]
        ('optimal', '9453.9883701', '0.000009454')
        >>> certificate["plan"][0]
        {'members': ['E09000007', 'E09000012', 'E09000019'], 'cost': '780.586841645'}
        """
        check_time_limit(time_limit)
        check_progress(progress)
        if progress is True:
            with ProgressBar() as bar:
                return self.certificate(time_limit=time_limit, progress=bar)
        certificate = certify(
            self.problem, self._clusters.values(), time_limit=time_limit, progress=progress or None
        )
        if self.status == "optimal" and certificate["status"] != "optimal":
            logger.warning(
                "the certificate proves a bound of £%.6fm only: %s",
                Fraction(certificate["bound"]),
                certificate["reason"],
            )
        return certificate

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        return f"{super().headline}; {proof_in_words(self.status, self.gap, self.word_of)}"


def proof_in_words(status: str, gap: float, word_of: str = "") -> str:
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
