"""The tables of a sweep: a row a scenario, and a row a plan."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from clusterer.questions.sweeps.crossed import Clusters
from clusterer.questions.sweeps.found import Found
from clusterer.questions.sweeps.solved import Solved

COST = "{} £m"
"""What the column of a term is called."""


def by_scenario(found: Found) -> pd.DataFrame:
    """Return a row a scenario: the figures that it changes, and what came of it."""
    rows = [_row(found, found.solved.get(scenario.name)) for scenario in found.changes]
    outcome = pd.DataFrame(rows, index=found.changes.names)
    whole = dict.fromkeys(("shared", "alone", "largest", "moves"), "Int64")
    return pd.concat([found.changes.table, outcome.astype(whole)], axis=1)


def by_plan(found: Found, regret: pd.DataFrame) -> pd.DataFrame:
    """Return a row a plan, that which wins most often first, with its regret over the scenarios."""
    counts = found.winners.value_counts()
    rows = {}
    for key, clusters in found.plans.items():
        wins = int(counts.get(key, 0))
        of_plan = regret[key]
        rows[key] = {
            "wins": wins,
            "share": wins / len(found.winners) if len(found.winners) else math.nan,
            **_sizes(clusters),
            "moves": found.moves(clusters),
            "greatest_regret": of_plan.max(),
            "mean_regret": of_plan.mean(),
            "forbidden": int(np.isinf(of_plan).sum()),
        }
    columns = ["wins", "share", "shared", "alone", "largest", "moves"]
    columns += ["greatest_regret", "mean_regret", "forbidden"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("plan")
    return table.sort_values("wins", ascending=False, kind="stable")


def regret_by_role(found: Found, roles: Mapping[str, str], regret: pd.DataFrame) -> pd.DataFrame:
    """Return the regret of some plans, a column each, called what the plan is.

    Parameters
    ----------
    found
        What the sweep found.
    roles
        The keys of plans by what they are; one that stands twice is one column. That of all
        councils alone may be a plan that wins nowhere.
    regret
        That of the plans which win somewhere, by key.
    """
    drawn = {}
    for key in dict.fromkeys(key for key in roles.values() if key):
        words = "; ".join(role for role, whose in roles.items() if whose == key)
        known = regret if key in found.plans else found.regret_of({key: found.all_alone})
        drawn[words] = known[key]
    return pd.DataFrame(drawn)


def _row(found: Found, one: Solved | None) -> dict[str, object]:
    """Return what the table says of a solve."""
    row: dict[str, object] = {
        "status": "not solved" if one is None else one.status,
        **dict.fromkeys(("objective", "bound", "gap"), math.nan),
        "plan": "",
        "saving": math.nan,
        **dict.fromkeys(("shared", "alone", "largest", "moves")),
    }
    if one is None:
        return row
    row["bound"] = one.bound
    if not one.clusters:
        return row
    return row | {
        "objective": one.objective,
        "gap": one.gap,
        "plan": one.key,
        "saving": one.baseline - one.objective,
        **_sizes(one.clusters),
        "moves": found.moves(one.clusters),
        **{COST.format(term): cost for term, cost in one.costs.items()},
    }


def _sizes(clusters: Clusters) -> dict[str, int]:
    sizes = [len(rows) for rows in clusters]
    return {
        "shared": sum(size > 1 for size in sizes),
        "alone": sum(size == 1 for size in sizes),
        "largest": max(sizes, default=0),
    }
