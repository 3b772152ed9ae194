"""The plan of a portfolio: the partitions that were found, with what is proved about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clusterer.certificates.certificate import certify_portfolio
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.search.solution import Progress
from clusterer.solving.certified import certified
from clusterer.solving.proof import Proof, Proved


class PortfolioPlan(PortfolioEvaluation, Proved):
    """The best partitions of a portfolio that a solve found, with their status, bound and gap.

    `solve` makes one. All of `PortfolioEvaluation` is there too: `services` with the evaluation of
    each service, the tables `summary`, `partnerships` and `posts`, maps and files.

    Parameters
    ----------
    evaluation
        The partitions, costed.
    proof
        What the solve proved.
    """

    def __init__(self, evaluation: PortfolioEvaluation, proof: Proof) -> None:
        PortfolioEvaluation.__init__(self, evaluation.portfolio, evaluation.services)
        Proved.__init__(self, proof)

    def certificate(
        self,
        *,
        time_limit: float | None = None,
        progress: bool | Callable[[Progress], None] | None = None,
    ) -> dict[str, Any]:
        """Return what is needed to check the plan without trust in the search.

        As for `Plan.certificate`, of a portfolio without a balance of posts. A joint cluster is a
        set of councils with the services for which they are a cluster; its members are pairs, each
        of a service and a council.

        Parameters
        ----------
        time_limit, progress
            As for `Plan.certificate`.

        Raises
        ------
        CertificateError
            If posts are to balance, there are more candidates than can be checked in plain Python,
            or the time was up before all were listed and costed.
        KeyboardInterrupt
            If Ctrl-C came before that.

        Examples
        --------
        >>> import clusterer as cl
        >>> portfolio = cl.Portfolio.from_services(
        ...     cl.datasets.london(), cl.services("it", "finance"), rules=[cl.MaxSize(2)]
        ... )
        >>> certificate = cl.solve(portfolio).certificate()
        >>> certificate["status"]
        'optimal'
        >>> cl.verify(portfolio, certificate)
        """
        clusters = [list(one.arguments()["clusters"].values()) for one in self.services.values()]
        return certified(
            self,
            lambda **asked: certify_portfolio(self.portfolio, clusters, **asked),
            time_limit,
            progress,
        )

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        return f"{super().headline}; {self._proof_in_words}"
