"""Subset-row inequalities: what whole plans keep and the linear relaxation breaks.

For a set T of councils and a divisor d, adding up their covering rows, dividing by d and
rounding down gives ``Σ_S ⌊|S ∩ T| / d⌋ x_S ≤ ⌊|T| / d⌋``: at most one cluster can have two
of three councils, for instance. They are the subset-row inequalities of Jepsen, Petersen,
Spoorendonk and Pisinger (2008), Operations Research 56(2), 497-511, Chvátal-Gomory cuts of
rank 1. Since all candidates are at hand, their prices are charged to each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.search._row_charges import charges

Floats = NDArray[np.float64]


@dataclass(frozen=True, order=True)
class SubsetRow:
    """One inequality.

    Attributes
    ----------
    councils
        T, as row numbers, ascending.
    divisor
        d.
    multipliers
        How often each council of T counts; once each if empty (see `rank_one`).
    """

    councils: tuple[int, ...]
    divisor: int
    multipliers: tuple[int, ...] = ()

    @property
    def counts(self) -> tuple[int, ...]:
        """How often each council of T counts."""
        return self.multipliers or (1,) * len(self.councils)

    @property
    def most(self) -> int:
        """The right-hand side, ⌊|T| / d⌋."""
        return sum(self.counts) // self.divisor

    def amounts(self, candidates: Candidates) -> Floats:
        """Return ⌊|S ∩ T| / d⌋ for each candidate S."""
        # Whole numbers in floating point, so that the division is exact where it matters.
        return np.floor_divide(self.shared(candidates), self.divisor)

    def shared(self, candidates: Candidates) -> Floats:
        """Return |S ∩ T| for each candidate S."""
        indicator = np.zeros(len(candidates.councils))
        indicator[list(self.councils)] = self.counts
        return candidates.sum(indicator)


def charged(rows: Sequence[SubsetRow], duals: Floats, candidates: Candidates) -> Floats:
    """Return what each candidate pays for all rows: each amount times the dual of its row."""
    priced = [(row, dual) for row, dual in zip(rows, duals.tolist(), strict=True) if dual != 0.0]
    entries = sorted(
        (council, number, count)
        for number, (row, _) in enumerate(priced)
        for council, count in zip(row.councils, row.counts, strict=True)
    )
    council, number, count = np.array(entries, dtype=np.int64).reshape(len(entries), 3).T
    return charges(
        *candidates.flat(),
        np.searchsorted(council, np.arange(len(candidates.councils) + 1)),
        np.ascontiguousarray(number),
        np.ascontiguousarray(count),
        np.array([row.divisor for row, _ in priced], dtype=np.int64),
        np.array([dual for _, dual in priced], dtype=np.float64),
    )
