"""How far apart two plans are: how many councils would have to move."""

from __future__ import annotations

import numpy as np
import scipy
from numpy.typing import NDArray


def moves_between(this: NDArray[np.intp], other: NDArray[np.intp]) -> int:
    """Return the least number of councils that must change cluster to turn one plan into another.

    Each cluster of one plan is matched with at most one of the other so that as many councils as
    possible stay in matched clusters; all others move. This is the partition distance of
    Almudevar and Field (1999), an assignment problem by Gusfield (2002, "Partition-distance",
    Information Processing Letters 82, 159-164).

    Parameters
    ----------
    this, other
        Shape (n,): the number of the cluster of each council, from 0 on.

    Examples
    --------
    >>> import numpy as np
    >>> moves_between(np.array([0, 0, 1, 1, 2]), np.array([0, 0, 0, 1, 2]))
    1
    """
    both = np.zeros((this.max() + 1, other.max() + 1), dtype=np.int64)
    np.add.at(both, (this, other), 1)
    return int(this.size - both[scipy.optimize.linear_sum_assignment(both, maximize=True)].sum())
