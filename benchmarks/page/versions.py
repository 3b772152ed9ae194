"""The section on versions: what each version of our search took for the same problems."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from benchmarks.page import labels, tables


def over_versions(table: pd.DataFrame) -> str:
    """Return a table with a row an instance and a column a version, the oldest first.

    A cell says how many seconds the proof took or, where the time was up, which gap was left.
    Instances that only one version was given are left out.

    Parameters
    ----------
    table
        As `versions.keep` writes it.
    """
    versions = list(dict.fromkeys(table["version"]))
    dates = table.groupby("version")["measured"].first()
    rows = []
    for instance, part in table.groupby("instance", sort=False):
        if len(part) > 1:
            known = {row["version"]: _cell(row) for row in part.to_dict("records")}
            rows.append([labels.instance(str(instance)), *(known.get(v, "") for v in versions)])
    head = ["instance", *(f"{dates[version]} `{version}`" for version in versions)]
    return tables.markdown(head, rows)


def _cell(row: Mapping[Hashable, Any]) -> str:
    """Return seconds of a proof, or the gap that was left."""
    if row["status"] == "optimal":
        return tables.seconds(row["seconds"])
    if pd.notna(row["gap"]):
        return f"gap {tables.percent(float(str(row['gap'])))}"
    return str(row["status"])
