"""Rank-1 inequalities with unequal multipliers, which say more than subset rows do.

Covering rows times p_i / q, added up and rounded down, give ``Σ_S ⌊Σ_{i∈S} p_i / q⌋ x_S ≤
⌊Σ_i p_i / q⌋``. Of all multipliers for up to five councils a few are enough: what the others give,
one of these gives too (Pecin, Pessoa, Poggi, Uchoa and Santos, 2017, "Limited memory rank-1 cuts
for vehicle routing problems", Operations Research Letters 45(3), 206-209).
"""

from __future__ import annotations

from collections.abc import Callable

from clusterer.candidates import Candidates
from clusterer.search.subset_row import SubsetRow
from clusterer.search.subset_rows import Floats, broken

_MULTIPLIERS = (
    ((2, 1, 1, 1), 3),
    ((2, 2, 1, 1, 1), 3),
    ((2, 2, 1, 1, 1), 4),
    ((3, 1, 1, 1, 1), 4),
    ((3, 3, 2, 2, 1), 4),
    ((3, 2, 2, 1, 1), 5),
)
"""p and q; those of which all p are one are `subset_rows`."""


def rank_one_rows(
    candidates: Candidates, values: Floats, *, at_most: int, remaining: Callable[[], float]
) -> list[SubsetRow]:
    """Return rank-1 inequalities that a fractional solution breaks, the worst first.

    Parameters
    ----------
    candidates, values, at_most, remaining
        As for `subset_rows.broken`.
    """
    return broken(candidates, values, _MULTIPLIERS, at_most=at_most, remaining=remaining)
