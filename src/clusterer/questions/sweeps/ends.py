"""What a plan saves with one figure at a time at an end of its range, beside the best there."""

from __future__ import annotations

import pandas as pd

from clusterer.model.figure import Figure
from clusterer.model.figure_words import words_of, written
from clusterer.questions.sweeps.changes import Changes, Name

COLUMNS = (
    *("now", "low", "high", "kept_low", "kept_high", "best_low", "best_high"),
    *("lost_low", "lost_high", "moves_low", "moves_high"),
)


def table_of_ends(changes: Changes, table: pd.DataFrame, regret: pd.Series) -> pd.DataFrame:
    """Return a row a figure that two scenarios or more change, each by itself.

    Parameters
    ----------
    changes
        The scenarios.
    table
        What they came to, as `Sweep.table`.
    regret
        What the plan costs more than the best, in those that have a plan.
    """
    values: dict[str, dict[float, Name]] = {}
    for scenario in changes:
        if len(scenario.settings) != 1 or scenario.name not in regret.index:
            continue
        (key,) = scenario.settings
        if isinstance(changes.figures.get(key), Figure):
            values.setdefault(key, {})[float(scenario.settings[key])] = scenario.name
    rows = {}
    for key, known in values.items():
        if len(known) < 2:
            continue
        row = {"now": changes.figures[key].now, "low": min(known), "high": max(known)}
        for end in ("low", "high"):
            name = known[row[end]]
            best, lost = table.loc[name, "saving"], regret[name]
            row |= {f"kept_{end}": best - lost, f"best_{end}": best, f"lost_{end}": lost}
            row[f"moves_{end}"] = table.loc[name, "moves"]
        rows[key] = row
    found = pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS))
    return found.rename_axis("figure").astype({f"moves_{end}": "Int64" for end in ("low", "high")})


def labels(ends: pd.DataFrame) -> list[str]:
    """Return what to call each row of such a table in a picture."""
    return [
        f"{words_of(name).meaning}:\n{written(name, row['now'])} "
        f"({written(name, row['low'])} to {written(name, row['high'])})"
        for name, row in ((str(name), row) for name, row in ends.iterrows())
    ]
