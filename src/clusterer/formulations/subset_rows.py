"""Subset-row inequalities: what whole plans keep and the linear relaxation breaks.

For a set T of councils and a divisor d, adding up their covering rows, dividing by d and
rounding down gives ``Σ_S ⌊|S ∩ T| / d⌋ x_S ≤ ⌊|T| / d⌋``: at most one cluster can have two
of three councils, for instance. They are the subset-row inequalities of Jepsen, Petersen,
Spoorendonk and Pisinger (2008), Operations Research 56(2), 497-511, Chvátal-Gomory cuts of
rank 1. Since all candidates are at hand, they cost nothing more in pricing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.formulations.column_generation import WHOLE

Floats = NDArray[np.float64]

_FAMILIES = ((3, 2), (5, 2), (5, 3), (7, 2), (7, 3))
"""Sizes of T, and divisors, that are tried."""

_VIOLATION = 0.02
"""How far the relaxation must break an inequality for it to be worth a row."""

_STARTS = 2_000
"""Pairs of councils from which sets are grown at most."""


@dataclass(frozen=True, order=True)
class SubsetRow:
    """One inequality.

    Attributes
    ----------
    councils
        T, as row numbers, ascending.
    divisor
        d.
    """

    councils: tuple[int, ...]
    divisor: int

    @property
    def most(self) -> int:
        """The right-hand side, ⌊|T| / d⌋."""
        return len(self.councils) // self.divisor

    def amounts(self, candidates: Candidates) -> Floats:
        """Return ⌊|S ∩ T| / d⌋ for each candidate S."""
        indicator = np.zeros(len(candidates.councils))
        indicator[list(self.councils)] = 1.0
        # Whole numbers in floating point, so that the division is exact where it matters.
        return np.floor_divide(candidates.sum(indicator), self.divisor)


def violated(candidates: Candidates, values: Floats, *, at_most: int) -> list[SubsetRow]:
    """Return subset rows that a fractional solution breaks, the worst first.

    From each pair of councils that share a fractional candidate, sets are grown by the
    council that raises the left-hand side most; all pairs at once, so that a step is one
    matrix product. Triples with such a pair are so searched in full, larger sets not.

    Parameters
    ----------
    candidates
        The candidates.
    values
        x of each.
    at_most
        How many to return.
    """
    fractional = np.flatnonzero((values > WHOLE) & (values < 1 - WHOLE))
    if fractional.size == 0:
        return []
    x = values[fractional]
    incidence = np.zeros((fractional.size, len(candidates.councils)))
    for row, k in zip(incidence, fractional, strict=True):
        row[candidates.positions(k)] = 1.0
    together = (incidence.T * x) @ incidence
    first, second = np.nonzero(np.triu(together > 1e-6, k=1))
    if first.size > _STARTS:
        most_split = np.argsort(np.abs(together[first, second] - 0.5), kind="stable")[:_STARTS]
        first, second = first[most_split], second[most_split]
    found: dict[SubsetRow, float] = {}
    for size, divisor in _FAMILIES:
        members = np.column_stack([first, second])
        inside = incidence[:, first].T + incidence[:, second].T  # |S ∩ T|, (starts, fractional)
        for _ in range(size - 2):
            # What a council adds: the candidates that it takes past the next multiple of d,
            # and then, to break ties, those in which it has company.
            steps = (inside % divisor == divisor - 1) * x
            gain = steps @ incidence + 1e-3 * (inside * x) @ incidence
            np.put_along_axis(gain, members, -np.inf, axis=1)
            best = gain.argmax(axis=1)
            members = np.column_stack([members, best])
            inside += incidence[:, best].T
        violation = (inside // divisor) @ x - size // divisor
        for k in np.flatnonzero(violation > _VIOLATION):
            cut = SubsetRow(tuple(sorted(members[k].tolist())), divisor)
            found[cut] = float(violation[k])
    return sorted(found, key=lambda cut: (-found[cut], cut))[:at_most]
