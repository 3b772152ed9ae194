"""Tables in Markdown."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from benchmarks.page import labels

LONG = 160
"""Characters of a message; what is beyond is left out."""


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; all columns but the first are flush right."""
    lines = ["| " + " | ".join(head) + " |", "| --- " + "| ---: " * (len(head) - 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def comparisons(table: pd.DataFrame) -> str:
    """Return a table for each instance, with a row a method."""
    return "\n\n".join(
        f"### {labels.instance(str(name))}\n\n{comparison(part)}"
        for name, part in table.groupby("instance", sort=False)
    )


def comparison(part: pd.DataFrame) -> str:
    """Return the table of one instance."""
    costs = part["group"].iloc[0] != "p-regions"
    head = ["method", "cost, £m" if costs else "spread", "above ours"]
    head += ["saving missed"] if costs else []
    head += ["bound", "seconds", "best plan after", "memory, GiB"]
    rows = []
    for row in part.to_dict("records"):
        cells = [labels.method(row["method"]) + _few(row["runs"])]
        if math.isfinite(row["objective"]):
            cells += [figure(row["objective"]), percent(row["over_ours"])]
            cells += [percent(row["missed"])] if costs else []
        else:
            cells += [row["status"]] + [""] * (2 if costs else 1)
        bound = "optimal" if row["status"] == "optimal" else figure(row["bound"])
        cells += [bound, seconds(row["seconds"], unit=False), seconds(row["best_at"], unit=False)]
        rows.append([*cells, figure(row["gib"], digits=2)])
    return markdown(head, rows) + _reasons(part)


def ours(table: pd.DataFrame, *, candidates: bool = True) -> str:
    """Return the table of our search, an instance a row; with the number of candidates or not."""
    head = ["instance", "candidates"] if candidates else ["instance"]
    head += ["status", "objective", "gap", "seconds", "memory, GiB"]
    rows = [
        (
            labels.instance(row["instance"]),
            *([_listed(row)] if candidates else []),
            row["status"],
            figure(row["objective"]),
            _gap(row),
            seconds(row["seconds"], unit=False),
            figure(row["gib"], digits=2),
        )
        for row in table.to_dict("records")
    ]
    return markdown(head, rows) + _reasons(table, by_instance=True)


def percent(part: float) -> str:
    """Return a part as a percentage with two digits that tell something.

    Examples
    --------
    >>> percent(0.0), percent(0.1234), percent(0.00123), percent(0.0000123), percent(-0.0004)
    ('0%', '12%', '0.12%', '0.0012%', '-0.04%')
    """
    if not math.isfinite(part):
        return ""
    if abs(part) < 1e-9:
        return "0%"
    return f"{float(f'{100 * part:.2g}'):.10f}".rstrip("0").rstrip(".") + "%"


def seconds(number: float, *, unit: bool = True) -> str:
    """Return seconds with two digits or so.

    Examples
    --------
    >>> seconds(0.0123), seconds(2.345), seconds(61.2, unit=False)
    ('0.01 s', '2.3 s', '61')
    """
    if not math.isfinite(number):
        return ""
    digits = 2 if number < 1 else 1 if number < 10 else 0
    return f"{number:,.{digits}f}" + (" s" if unit else "")


def figure(number: float, digits: int = 3) -> str:
    """Return a number with a fixed number of digits; nothing if there is none."""
    return f"{number:,.{digits}f}" if math.isfinite(number) else ""


def _reasons(table: pd.DataFrame, *, by_instance: bool = False) -> str:
    """Say why there is no plan, where that is known."""
    lines = []
    for row in table.to_dict("records"):
        if math.isnan(row["objective"]) and isinstance(row["detail"], str) and row["detail"]:
            who = labels.instance(row["instance"]) if by_instance else labels.method(row["method"])
            why = row["detail"] if len(row["detail"]) <= LONG else row["detail"][:LONG] + " …"
            lines.append(f"- {who}: {row['status']}: {why}")
    return "\n\n" + "\n".join(lines) if lines else ""


def _few(runs: int) -> str:
    return "" if runs == 1 else f" (median of {runs})"


def _gap(row: Mapping[Hashable, Any]) -> str:
    """Return the gap, or that there is a plan and no bound yet."""
    if not math.isfinite(row["objective"]):
        return ""
    return percent(row["gap"]) if math.isfinite(row["bound"]) else "no bound"


def _listed(row: Mapping[Hashable, Any]) -> str:
    """Say how many candidates there are, where they were listed at all."""
    if row["candidates"] > 0:
        return "not listed" if row["instance"].endswith("-any") else f"{row['candidates']:,.0f}"
    return ""
