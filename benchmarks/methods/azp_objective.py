"""Our objective in the form that AZP asks for; spopt must be installed to import this."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from spopt.region.objective_function import ObjectiveFunction

from benchmarks.case import Case
from benchmarks.methods.outcome import Cluster
from benchmarks.methods.prices import Prices


def objective_function(case: Case, prices: Prices) -> ObjectiveFunction:
    """Return the sum of the costs of the clusters, with a penalty for those too large."""
    penalty = 2.0 * max(prices.of([frozenset([i]) for i in range(case.n)])) + 10.0

    def price(cluster: Cluster) -> float:
        excess = len(cluster) - case.largest
        return prices(cluster) if excess <= 0 else penalty * (len(cluster) + excess)

    class Objective(ObjectiveFunction):  # type: ignore[misc]
        """What the clusters cost."""

        def __call__(self, labels: NDArray[Any], attr: NDArray[Any]) -> float:  # noqa: ARG002
            return sum(price(members(labels, label)) for label in np.unique(labels))

        def update(
            self,
            moving_area: int,
            recipient_region: int,
            labels: NDArray[Any],
            attr: NDArray[Any],  # noqa: ARG002
        ) -> float:
            donor = members(labels, labels[moving_area])
            recipient = members(labels, recipient_region)
            moved = frozenset([moving_area])
            return price(donor - moved) + price(recipient | moved) - price(donor) - price(recipient)

    return Objective()


def members(labels: NDArray[Any], label: Any) -> Cluster:
    """Return the row numbers with a label."""
    return frozenset(np.flatnonzero(labels == label).tolist())
