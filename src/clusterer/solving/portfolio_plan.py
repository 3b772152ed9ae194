"""The plan of a portfolio: the partitions that were found, with what is proved about them."""

from __future__ import annotations

from clusterer.model.portfolio import PortfolioEvaluation
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

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        return f"{super().headline}; {self._proof_in_words}"
