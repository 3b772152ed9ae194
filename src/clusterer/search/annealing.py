"""Plans by simulated annealing over the candidates.

Kirkpatrick, Gelatt and Vecchi (1983), "Optimization by simulated annealing", Science 220,
671-680. It needs no linear program and no plan to begin with: councils that no candidate
covers yet, and limits that are not kept, cost a penalty. So it finds first plans where a
dive ends in none, and near-best ones where large clusters must fit together closely.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clusterer.geography import Neighbours
from clusterer.search import _annealing
from clusterer.search.columns import Columns

logger = logging.getLogger(__name__)

Floats = NDArray[np.float64]

_HOT = 1.0
"""The first temperature, as a part of what more expensive steps cost more in the mean."""

_COLD = 0.01
"""The last temperature, as a part of the same."""

_DESCENT = 50
"""Steps a council that only go down, to find out what more expensive steps cost."""

_BLOCK = 2_000_000
"""Steps between two looks at the clock."""


class Annealer:
    """Simulated annealing over the plans of some columns.

    Parameters
    ----------
    columns
        The candidates, their costs and the limits.
    neighbours
        (indptr, indices): the neighbours of each council, by row number.
    seed
        For the random choices.
    """

    def __init__(self, columns: Columns, neighbours: Neighbours, *, seed: int) -> None:
        self._columns = columns
        self._neighbours = neighbours
        self._random = np.random.default_rng(seed)
        self._codes = self._random.integers(1, 2**63, columns.n).astype(np.uint64)
        # At most half full, so that a look ends soon.
        bits = max(4, math.ceil(math.log2(2 * max(1, len(columns)))))
        self._table = _annealing.fill_table(*columns.candidates.flat(), self._codes, bits)
        self._penalty = 10.0 * max(1.0, float(np.abs(columns.costs).max(initial=0.0)))
        self._most = int(columns.candidates.size.max(initial=1))

    def run(self, *, steps: int, remaining: Callable[[], float]) -> NDArray[np.intp] | None:
        """Return the columns of the best plan met, or None if none was.

        Parameters
        ----------
        steps
            How many steps to try for each council.
        remaining
            Tells the seconds left.
        """
        columns = self._columns
        limits = self._binding()
        labels = np.arange(columns.n)
        tiny = np.finfo(np.float64).tiny
        best, best_labels, labels, uphill = self._walk(
            labels, limits, tiny, tiny, _DESCENT * columns.n
        )
        if uphill == 0.0:
            return self._columns_of(best_labels)
        hot, cold = _HOT * uphill, _COLD * uphill
        blocks = max(1, round(steps * columns.n / _BLOCK))
        factor = (cold / hot) ** (1 / blocks)
        for block in range(blocks):
            if remaining() <= 0:
                break
            now, now_labels, labels, _ = self._walk(
                labels,
                limits,
                hot * factor**block,
                hot * factor ** (block + 1),
                math.ceil(steps * columns.n / blocks),
            )
            if now < best:
                best, best_labels = now, now_labels
        logger.debug("annealing from £%.6fm up ends with %.6f", hot, best)
        return self._columns_of(best_labels)

    def _binding(self) -> tuple[Floats, Floats, Floats]:
        """Return the amounts and ends of the limits that some partition may break, to scale."""
        columns = self._columns
        n, rows, ends = columns.n, [], []
        limits = zip(columns.amounts, columns.scales, columns.low, columns.high, strict=True)
        for row, scale, least, most in limits:
            smallest, largest = row.min(initial=0.0), row.max(initial=0.0)
            if least > n * float(smallest) or most < n * float(largest):
                rows.append(row / scale)
                ends.append((least / scale, most / scale))
        interval = np.array(ends, dtype=np.float64).reshape(-1, 2)
        amounts = np.array(rows, dtype=np.float64).reshape(len(rows), len(columns))
        return amounts, interval[:, 0].copy(), interval[:, 1].copy()

    def _walk(
        self,
        labels: NDArray[np.int64],
        limits: tuple[Floats, Floats, Floats],
        hot: float,
        cold: float,
        steps: int,
    ) -> tuple[float, NDArray[np.int64], NDArray[np.int64], float]:
        return _annealing.anneal(
            *self._neighbours,
            self._columns.costs,
            *self._table,
            self._codes,
            *limits,
            self._penalty,
            self._most,
            labels,
            hot,
            cold,
            steps,
            int(self._random.integers(2**31)),
        )

    def _columns_of(self, labels: NDArray[np.int64]) -> NDArray[np.intp] | None:
        """Return the columns that are the clusters of these labels, if all are columns."""
        keys = np.zeros(labels.size, dtype=np.uint64)
        np.bitwise_xor.at(keys, labels, self._codes)
        chosen = _annealing.look_up(*self._table, keys[np.unique(labels)])
        return None if (chosen < 0).any() else np.sort(chosen)
