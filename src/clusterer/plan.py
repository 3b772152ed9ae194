"""The plan: a partition that was found, with what is proved about it."""

from __future__ import annotations

from clusterer.evaluation import Evaluation
from clusterer.formulations.solution import relative_gap


class Plan(Evaluation):
    """The best partition that a solve found, with its status, bound and gap.

    `solve` makes one. All of `Evaluation` is there too: the table `clusters`, the costs,
    the map, the files.

    Parameters
    ----------
    evaluation
        The partition, costed.
    bound
        The £m that every plan of the problem costs at least.
    optimal
        Whether it is proved that no plan is cheaper.
    seconds
        How long the solve took.
    candidates
        How many clusters it chose from.
    """

    def __init__(
        self,
        evaluation: Evaluation,
        *,
        bound: float,
        optimal: bool,
        seconds: float,
        candidates: int,
    ) -> None:
        super().__init__(**evaluation.parts())
        self.bound = bound
        self.status = "optimal" if optimal else "feasible"
        self.seconds = seconds
        self.candidates = candidates

    @property
    def gap(self) -> float:
        """(objective − bound) / |objective|: how much cheaper any plan could be, at most."""
        return relative_gap(self.objective, self.bound)

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        proof = (
            "proven optimal"
            if self.status == "optimal"
            else f"within {self.gap:.2%} of the best possible"
        )
        return f"{super().headline}; {proof}"
