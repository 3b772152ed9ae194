"""A result on the terminal: its table, as wide as there is room, and what is proved."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from rich.console import Console
from rich.text import Text

from clusterer.display import as_text, table_as_text
from clusterer.display.shown import more_rows
from clusterer.solving.plan import Plan

_WIDEST = 150
_NARROWEST = 60
"""Characters."""

_SHOWN = 20
"""Rows of a table on a terminal."""

_IN_A_SCRIPT = " in .table"
"""Where the rest of a long table is, for one who writes scripts."""

_CAVEAT = (
    "All figures are £m of present value under illustrative defaults, not a forecast; "
    "the best panel studies of English councils find no saving at all."
)


def print_plan(plan: Plan, console: Console) -> None:
    """Print a plan: what matters most, a row a cluster, and how good it is.

    Parameters
    ----------
    plan
        What to print.
    console
        Where to. On a narrow one, terms have a line below the table in place of columns; in a
        file or a pipe, the table is as wide as it may be.
    """
    width = console.width if console.is_terminal else _WIDEST
    width = max(_NARROWEST, min(_WIDEST, width))
    table = Text(as_text(f"{plan.headline}.", plan.clusters, width=width))
    table.highlight_regex(r"(?m)^cluster +members.*$", "bold")
    table.highlight_regex(r"(?m)^total +all councils.*$", "bold")
    proof = (
        f"Objective £{plan.objective:,.3f}m, {_bound(plan)}; "
        f"{plan.n_candidates:,} candidates listed, {plan.seconds:.1f} s."
    )
    console.print(table, highlight=False, soft_wrap=True)
    console.print()
    for words, style in ((proof, ""), (_CAVEAT, "italic")):
        console.print(words, style=style, highlight=False, soft_wrap=not console.is_terminal)
    console.print()


def print_table(text: str, console: Console, *more: str) -> None:
    """Print the table of a result, and further ones; at the end what the figures are.

    Parameters
    ----------
    text, more
        Tables in text, as `as_table` and the results make them.
    console
        Where to.
    """
    for one in (text, *more):
        table = Text(one.replace(_IN_A_SCRIPT, " in the file"))
        table.stylize("bold", 0, max(table.plain.find("\n\n"), 0))
        console.print(table, highlight=False, soft_wrap=True)
        console.print()
    console.print(_CAVEAT, style="italic", highlight=False, soft_wrap=not console.is_terminal)
    console.print()


def as_table(headline: str, table: pd.DataFrame, note: str = "") -> str:
    """Return a table in text: its first rows, with figures in words.

    Examples
    --------
    >>> table = pd.DataFrame({"cost": [9453.9882, 9454.1314], "moves": [0, 2]}, index=[1, 2])
    >>> print(as_table("two plans", table.rename_axis("rank")))
    two plans
    <BLANKLINE>
    rank       cost  moves
    1     9,453.988      0
    2     9,454.131      2
    """
    notes = [*more_rows(table, _SHOWN), note]
    return table_as_text(headline, table.head(_SHOWN).map(_word), "\n".join(notes))


def _word(value: object) -> str:
    """Return the content of a cell as it is read."""
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, (float, np.floating)):
        return f"{value:,.3f}" if math.isfinite(value) else "" if math.isnan(value) else "-"
    return "" if value is None or value is pd.NA else str(value)


def _bound(plan: Plan) -> str:
    """Say what is proved."""
    if plan.bound == -math.inf:
        return "no bound yet"
    return f"bound £{plan.bound:,.3f}m, gap {plan.gap:.4%}"
