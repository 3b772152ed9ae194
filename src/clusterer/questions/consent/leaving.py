"""The tables of clusters that would leave, and of what each of their members gains."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import separator
from clusterer.candidates import Candidates

Floats = NDArray[np.float64]


def leaving(
    leavers: Candidates, costs: Floats, charges: Floats, there: Floats
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a row a cluster that would leave, the worst first; and a row a member of each.

    Parameters
    ----------
    leavers
        The clusters that would leave.
    costs
        Shape (leavers,): their £m.
    charges
        Shape (n,): what each council pays now.
    there
        What each member of each pays there, as `Candidates.flat` has them.

    Returns
    -------
    tuple
        As `Consent.blocking` and `Consent.leavers` describe.
    """
    councils = leavers.councils
    indptr, members = leavers.flat()
    gains = charges[members] - there
    some = len(leavers) > 0
    total = np.add.reduceat(gains, indptr[:-1]) if some else np.zeros(0)
    least = np.minimum.reduceat(gains, indptr[:-1]) if some else np.zeros(0)
    order = np.argsort(-total, kind="stable")
    between, names = separator(councils.names), np.array(councils.names, dtype=object)
    blocking = pd.DataFrame(
        {
            "members": [between.join(names[leavers.positions(k)]) for k in order],
            "size": leavers.size[order],
            "cost": costs[order],
            "gain": total[order],
            "least": least[order],
        },
        index=pd.RangeIndex(len(leavers), name="blocking"),
    )
    rank = np.empty(len(leavers), dtype=np.intp)
    rank[order] = np.arange(len(leavers))
    rank = np.repeat(rank, leavers.size)
    by_rank = np.argsort(rank, kind="stable")
    rows = members[by_rank].astype(np.intp)
    table = pd.DataFrame(
        {
            "name": names[rows],
            "charge": charges[rows],
            "charge_there": there[by_rank],
            "gain": gains[by_rank],
        },
        index=pd.MultiIndex.from_arrays(
            [rank[by_rank], councils.ids[rows]], names=["blocking", "council"]
        ),
    )
    return blocking, table
