"""How often councils are together, alone, hosts and hosted over many plans."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from clusterer.councils import Councils
from clusterer.questions.sweeps.solved import Solved


def together(councils: Councils, plans: Sequence[Solved]) -> pd.DataFrame:
    """Return in which share of some plans each two councils share a cluster; NaN without a plan."""
    often = np.zeros((len(councils), len(councils)))
    for plan in plans:
        for rows in plan.clusters:
            often[np.ix_(rows, rows)] += 1.0
    share = often / (len(plans) or math.nan)
    return pd.DataFrame(share, index=councils.ids, columns=councils.ids)


def by_council(councils: Councils, plans: Sequence[Solved]) -> pd.DataFrame:
    """Return a row a council, as `Sweep.councils` says."""
    n, names = len(councils), councils.names
    alone, host, size = np.zeros(n), np.zeros(n), np.zeros(n)
    for plan in plans:
        for rows, hosting in zip(plan.clusters, plan.hosts, strict=True):
            size[list(rows)] += len(rows)
            if len(rows) == 1:
                alone[rows[0]] += 1
            else:
                host[hosting] += 1
    shares = together(councils, plans).to_numpy(copy=True)
    np.fill_diagonal(shares, -1.0)
    nearest = shares.argmax(axis=1)
    often = shares[np.arange(n), nearest]
    total = len(plans) or math.nan
    return pd.DataFrame(
        {
            "name": list(names),
            "alone": alone / total,
            "host": host / total,
            "hosted": (len(plans) - alone - host) / total,
            "size": size / total,
            "with": [
                names[j] if share > 0 else "" for j, share in zip(nearest, often, strict=True)
            ],
            "often": np.maximum(often, 0.0),
        },
        index=councils.ids,
    )
