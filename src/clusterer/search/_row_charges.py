"""What candidates pay for subset rows: compiled, so that no amounts are kept of each."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@compiled
def charges(
    indptr: Integers,
    members: NDArray[Any],
    of_council: Integers,
    row: Integers,
    count: Integers,
    divisors: Integers,
    duals: Floats,
) -> Floats:
    """Return ``Σ_r μ_r ⌊Σ_{i∈S} p_ri / q_r⌋`` for each candidate S.

    Parameters
    ----------
    indptr, members
        The members of each candidate, as a compressed sparse row structure.
    of_council, row, count
        The rows r that each council is in, in the same form, and its p.
    divisors, duals
        The q and μ of each row.
    """
    out = np.zeros(indptr.size - 1)
    shared = np.zeros(divisors.size, dtype=np.int64)
    touched = np.empty(divisors.size, dtype=np.int64)
    for k in range(out.size):
        met = 0
        for j in range(indptr[k], indptr[k + 1]):
            council = members[j]
            for entry in range(of_council[council], of_council[council + 1]):
                if shared[row[entry]] == 0:
                    touched[met] = row[entry]
                    met += 1
                shared[row[entry]] += count[entry]
        total = 0.0
        for t in range(met):
            total += duals[touched[t]] * (shared[touched[t]] // divisors[touched[t]])
            shared[touched[t]] = 0
        out[k] = total
    return out
