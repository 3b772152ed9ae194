"""The plan of a portfolio: the partitions that were found, with what is proved about them."""

from __future__ import annotations

from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.search.solution import relative_gap
from clusterer.solving.plan import proof_in_words


class PortfolioPlan(PortfolioEvaluation):
    """The best partitions of a portfolio that a solve found, with their status, bound and gap.

    `solve` makes one. All of `PortfolioEvaluation` is there too: `services` with the evaluation of
    each service, the tables `summary`, `partnerships` and `posts`, maps and files.

    Parameters
    ----------
    evaluation
        The partitions, costed.
    bound
        The £m that every plan of the portfolio costs at least.
    optimal
        Whether it is proved that no plan is cheaper.
    seconds
        How long the solve took.
    n_candidates
        How many clusters it chose from, over all services.
    word_of
        The solver on whose word alone the bound rests, as in `Plan`; empty for none.
    """

    def __init__(
        self,
        evaluation: PortfolioEvaluation,
        *,
        bound: float,
        optimal: bool,
        seconds: float,
        n_candidates: int,
        word_of: str = "",
    ) -> None:
        super().__init__(evaluation.portfolio, evaluation.services)
        self.bound = bound
        self.status = "optimal" if optimal else "feasible"
        self.seconds = seconds
        self.n_candidates = n_candidates
        self.word_of = word_of

    @property
    def gap(self) -> float:
        """``(objective − bound) / |objective|``: how much cheaper any plan could be, at most."""
        return relative_gap(self.objective, self.bound)

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        return f"{super().headline}; {proof_in_words(self.status, self.gap, self.word_of)}"
