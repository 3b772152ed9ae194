"""What lets the enumeration cut a branch: hereditary conditions on a cluster."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Conflict = NDArray[np.bool_]


@dataclass(frozen=True)
class Pruning:
    """Conditions that, once broken by a set of councils, every larger set breaks too.

    Parameters
    ----------
    max_size
        The most members, or None.
    caps
        Pairs of non-negative weights, one a council, and the most that they may sum to.
    conflict
        Symmetric (n, n) matrix, true where two councils may not be together, or None.
    """

    max_size: int | None = None
    caps: tuple[tuple[NDArray[np.float64], float], ...] = ()
    conflict: NDArray[np.bool_] | None = field(default=None)

    def arrays(self, n: int) -> tuple[int, NDArray[np.float64], NDArray[np.float64], Conflict]:
        """Return what the compiled walks over n councils take.

        Returns
        -------
        tuple
            The most members; shape (caps, n), the weights; shape (caps,), the caps; and the
            conflicts, of shape (0, 0) for none.
        """
        return (
            n if self.max_size is None else min(self.max_size, n),
            np.array([weight for weight, _ in self.caps], dtype=np.float64).reshape(-1, n),
            np.array([cap for _, cap in self.caps], dtype=np.float64),
            np.zeros((0, 0), dtype=np.bool_) if self.conflict is None else self.conflict,
        )

    @classmethod
    def all_of(cls, given: Iterable[Pruning | None]) -> Pruning:
        """Return the conditions of all that are `given`; None has none."""
        found = tuple(one for one in given if one is not None)
        sizes = [one.max_size for one in found if one.max_size is not None]
        conflict = None
        for one in found:
            if one.conflict is not None:
                conflict = one.conflict if conflict is None else conflict | one.conflict
        return cls(
            max_size=min(sizes) if sizes else None,
            caps=tuple(cap for one in found for cap in one.caps),
            conflict=conflict,
        )
