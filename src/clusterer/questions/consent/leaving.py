"""The tables of who would leave: by cluster, by member of each, and by council."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import separator
from clusterer.candidates import Candidates
from clusterer.questions.consent.offers import Offers

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


def by_council(
    offers: Offers,
    charges: Floats,
    leavers: pd.DataFrame,
    *,
    paid: Floats,
    lowest: Floats | float = np.nan,
    highest: Floats | float = np.nan,
) -> pd.DataFrame:
    """Return a row a council, as `Consent.table` describes.

    Parameters
    ----------
    offers
        What the members could do instead.
    charges, paid, lowest, highest
        Shape (n,): the columns of that name; one number if it is the same for all.
    leavers
        As `leaving` returns them.
    """
    evaluation = offers.evaluation
    ids = evaluation.councils.ids
    gain = leavers["gain"].groupby(level="council").max().reindex(ids).fillna(0.0)
    return pd.DataFrame(
        {
            "name": evaluation.councils.names,
            "cluster": evaluation.assignment.to_numpy(),
            "alone": offers.alone,
            "charge": charges,
            "saving": offers.alone - charges,
            "lowest": lowest,
            "highest": highest,
            "gain": gain.to_numpy(),
            "paid": paid,
        },
        index=ids,
    )
