"""The table of a run: medians over the repeats, and ratios to ours."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.methods import OURS

NUMBERS = (
    "objective",
    "bound",
    "standalone",
    "clusters",
    "candidates",
    "listed_at",
    "seconds",
    "best_at",
    "gib",
    "gib_before",
)
"""Columns of a run that are numbers; a run need not have all of them."""


def summary(runs: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each instance and method, in the order in which they were run first.

    Parameters
    ----------
    runs
        A row a run, as `running.run` gives them.

    Returns
    -------
    pandas.DataFrame
        Medians of objective, of seconds, and of those until candidates were listed and until the
        best plan was in hand; the least and greatest objective; the greatest bound and memory;
        the status of the worst run; and

        - ``gap``: (objective − bound) / |objective|, where the method has a bound;
        - ``over_ours``: how much more than our plan it costs, as a part of what that costs;
        - ``missed``: how much of what our plan saves against all councils alone is not saved;
        - ``times_ours``: seconds, in terms of ours.
    """
    runs = runs.reindex(columns=[*dict.fromkeys([*runs.columns, *NUMBERS, "detail"])])
    runs = runs.astype(dict.fromkeys(NUMBERS, float))
    rows = [
        {"group": group, "instance": instance, "method": method, **_row(part)}
        for (group, instance, method), part in runs.groupby(
            ["group", "instance", "method"], sort=False
        )
    ]
    return with_ratios(pd.DataFrame(rows))


def _row(part: pd.DataFrame) -> dict[str, object]:
    return {
        "runs": len(part),
        "time_limit": part["time_limit"].max(),
        "status": worst(part["status"]),
        "objective": part["objective"].median(),
        "least": part["objective"].min(),
        "greatest": part["objective"].max(),
        "bound": part["bound"].max(),
        "standalone": part["standalone"].median(),
        "clusters": part["clusters"].median(),
        "candidates": part["candidates"].max(),
        "listed_at": part["listed_at"].median(),
        "seconds": part["seconds"].median(),
        "best_at": part["best_at"].median(),
        "gib": part["gib"].max(),
        "gib_more": (part["gib"] - part["gib_before"]).max(),
        "detail": "; ".join(dict.fromkeys(part["detail"].dropna().astype(str)))
        if len(part) == 1
        else "",
    }


STATUSES = ("error", "no answer", "broken", "no plan", "feasible", "optimal")
"""From the worst to the best."""


def worst(statuses: pd.Series) -> str:
    """Return the worst of some statuses, so that one good run hides no bad one."""
    return min(statuses, key=STATUSES.index)  # type: ignore[no-any-return]


def with_ratios(table: pd.DataFrame) -> pd.DataFrame:
    """Add the columns that compare: with the bound, and with ours on the same instance."""
    ours = table[table["method"] == OURS].set_index("instance")
    own = table["instance"].map(ours["objective"])
    saving = table["standalone"] - own
    dearer = table["objective"] - own
    gap = (table["objective"] - table["bound"]).clip(lower=0.0) / table["objective"].abs()
    costs = table["group"] != "p-regions"
    return table.assign(
        gap=gap,
        over_ours=_no_noise(dearer / own.abs()),
        missed=_no_noise((dearer / saving).where((saving > 1e-6) & costs)),
        times_ours=table["seconds"] / table["instance"].map(ours["seconds"]),
    )


def _no_noise(part: pd.Series) -> pd.Series:
    """Return 0 for what is within rounding of it."""
    return part.where(part.isna() | (np.abs(part) > 1e-8), 0.0)
