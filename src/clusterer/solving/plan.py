"""The plan: a partition that was found, with what is proved about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterer.certificates.certificate import certify
from clusterer.model.problem import Evaluation
from clusterer.search.solution import Progress
from clusterer.solving.certified import certified
from clusterer.solving.proof import Proof, Proved


class Plan(Evaluation, Proved):
    """The best partition that a solve found, with its status, bound and gap.

    `solve` makes one. All of `Evaluation` is there too: the table `clusters`, the costs,
    the map, the files.

    Parameters
    ----------
    evaluation
        The partition, costed by the problem that was solved.
    proof
        What the solve proved.
    """

    def __init__(self, evaluation: Evaluation, proof: Proof) -> None:
        Evaluation.__init__(self, **evaluation.arguments())
        Proved.__init__(self, proof)

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
        return certified(
            self,
            lambda **asked: certify(self.problem, self._clusters.values(), **asked),
            time_limit,
            progress,
        )

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        return f"{super().headline}; {self._proof_in_words}"
