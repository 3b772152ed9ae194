"""How much a partition changes against one that is there: the pairs that come together or part.

That is the distance of Mirkin (1996, *Mathematical Classification and Clustering*, Kluwer), which
the Rand index is made of. It adds up over the clusters, as councils moved do not:
``Σ_S (pairs in S − 2 · pairs in S that are together already)``, and a constant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.model.problem import Evaluation


@dataclass(frozen=True)
class Changed:
    """The pairs that a cluster brings together, less those that it keeps.

    Parameters
    ----------
    homes
        The number of the cluster before, of each council.
    """

    homes: tuple[int, ...]

    @classmethod
    def against(cls, before: Evaluation) -> Changed:
        """Return what changes against a partition."""
        return cls(tuple(pd.factorize(before.assignment)[0].tolist()))

    def __call__(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return the number of each candidate; less is better."""
        home = np.array(self.homes)
        kept = candidates.pair_sum((home[:, None] == home).astype(np.float64))
        return candidates.size * (candidates.size - 1) / 2 - 2 * kept
