"""A result on the terminal: its table, as wide as there is room, and what is proved."""

from __future__ import annotations

import math

from rich.console import Console
from rich.text import Text

from clusterer.display import as_text
from clusterer.questions.appraisal import Appraisal
from clusterer.solving.plan import Plan

_WIDEST = 150
_NARROWEST = 60
"""Characters."""

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


def print_appraisal(appraisal: Appraisal, console: Console) -> None:
    """Print options side by side, and what they break."""
    table = Text(repr(appraisal))
    table.highlight_regex(r"(?m)^option .*$", "bold")
    console.print(table, highlight=False, soft_wrap=True)
    console.print()
    console.print(_CAVEAT, style="italic", highlight=False, soft_wrap=not console.is_terminal)
    console.print()


def _bound(plan: Plan) -> str:
    """Say what is proved."""
    if plan.bound == -math.inf:
        return "no bound yet"
    return f"bound £{plan.bound:,.3f}m, gap {plan.gap:.4%}"
