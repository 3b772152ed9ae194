"""What each version of our search took: kept when a run is the last one of a version."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from benchmarks.methods import OURS
from benchmarks.table import summary

FILE = "versions.csv"
"""In the folder of the results: a row for each version and instance."""

COLUMNS = ("version", "measured", "instance", "time_limit", "status", "gap", "seconds")


def keep(results: Path, name: str, version: str) -> pd.DataFrame:
    """Add a run of our search to the table of versions, in place of what it had of that version.

    Parameters
    ----------
    results
        The folder with the results.
    name
        Of the run.
    version
        What the version is called, such as the commit that was measured.

    Returns
    -------
    pandas.DataFrame
        The whole table, a row for each version and instance.
    """
    runs = pd.read_csv(results / f"{name}-runs.csv")
    about = json.loads((results / f"{name}.json").read_text(encoding="utf-8"))
    ours = summary(runs[runs["method"] == OURS])
    rows = ours.assign(version=version, measured=about["measured"])[[*COLUMNS]]
    path = results / FILE
    if path.is_file():
        before = pd.read_csv(path, dtype={"version": str})
        rows = pd.concat([before[before["version"] != version], rows], ignore_index=True)
    rows.to_csv(path, index=False, float_format="%.6g")
    return rows
