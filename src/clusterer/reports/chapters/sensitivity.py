"""How sure the plan is of its figures: which of them would change it, and at what value."""

from __future__ import annotations

import math
import textwrap

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from clusterer import display
from clusterer.model.figure_words import written
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.questions.sweeps.ranged import Ranging
from clusterer.questions.sweeps.swept import Sweep
from clusterer.reports.chapters.alternatives import MOVES
from clusterer.reports.document import (
    Heading,
    Paragraph,
    Part,
    Picture,
    Point,
    Points,
    Section,
    Table,
)
from clusterer.reports.material import Material
from clusterer.reports.pictures import figure_of, together_in_most
from clusterer.reports.plain_names import figure_called
from clusterer.reports.words import capital, counted, listed, pounds, sentence, span

_SENTENCES = 4
"""Figures that are told of in words."""

_LABEL = 44
"""Characters in a line of what a figure is called beside its bar."""


_MOST_BARS = 15
"""Figures that have a bar; the table has the others too."""

_NO_SWITCHING = (
    "At which value of a figure another plan would be best is not worked out for several services "
    "together: that takes a search which is there for one service only. A report on one service by "
    "itself has it."
)

_NOT_DIVIDED = (
    " Each figure moves in all services that have it, or in the one that is named. What is paid to "
    "set up and to govern partnerships is not among them: a default is divided among services and "
    "partnerships, and its published range is that of the whole."
)


def chapter(material: Material) -> Section | None:
    """Return what the figures do to the plan; None if no figure has a range."""
    ends, ranging, sweep = material.ends, material.ranging, material.sweep
    if ends.empty and ranging is None and sweep is None:
        return None
    parts: list[Part] = []
    if isinstance(material.plan, PortfolioEvaluation):
        parts.append(Paragraph(_NO_SWITCHING))
    if ranging is not None:
        parts += _switching(ranging)
    if len(ends):
        parts += [_tornado(material, ends), _table(material, ends)]
    if sweep is not None:
        parts += _swept(sweep)
    return Section("sensitivity", "What would change the plan", tuple(parts))


def _switching(ranging: Ranging) -> list[Part]:
    """Return in words and in a table at which value another plan is best."""
    known = ranging.table[ranging.table["note"] == ""]
    if known.empty:
        return []
    near = known.assign(room=[_room(row) for _, row in known.iterrows()])
    moving = near[near["room"] < 1.0].sort_values("room", kind="stable")
    firm = len(known) - len(moving)
    figures = counted(len(known), "figure", "figures")
    said = (
        f"Each of {figures} was moved through its range by itself, the others as they are. "
        f"{counted(len(moving), 'of them changes', 'of them change').capitalize()} the plan "
        f"somewhere in its range, {counted(firm, 'does', 'do')} not."
    )
    points = [
        Point(_in_words(str(name), row), sentence(figure_called(str(name))))
        for name, row in moving.head(_SENTENCES).iterrows()
    ]
    parts: list[Part] = [Paragraph(said, "lead")]
    if points:
        parts.append(Points(tuple(points)))
    parts.append(_ranges(known))
    return parts


def _room(row: pd.Series) -> float:
    """Return how far a figure can go, as a part of the way to the nearer end of its range."""
    ways = [
        (row["now"] - row["from"]) / (row["now"] - row["low"]) if row["below"] else math.inf,
        (row["to"] - row["now"]) / (row["high"] - row["now"]) if row["above"] else math.inf,
    ]
    return min((way for way in ways if math.isfinite(way)), default=math.inf)


def _in_words(name: str, row: pd.Series) -> str:
    said = []
    for side, end, word in (("below", "from", "below"), ("above", "to", "above")):
        if row[side]:
            moves = counted(int(row[f"moves_{side}"]), "council would move", "councils would move")
            about = "" if row["exact"] else "about "
            said.append(f"{word} {about}{written(name, row[end], more=1)} {moves}")
    return f"It is {written(name, row['now'])} now; {', '.join(said)}."


def _ranges(known: pd.DataFrame) -> Table:
    rows = []
    for label, row in known.iterrows():
        name = str(label)
        rows.append(
            (
                capital(figure_called(name)),
                written(name, row["now"]),
                span(written(name, row["low"]), written(name, row["high"])),
                *(_end(name, row, side, end) for side, end in (("below", "from"), ("above", "to"))),
            )
        )
    columns = ["figure", "Now", "Range", "Another plan below", "Another plan above"]
    values = pd.DataFrame(rows, columns=columns).set_index("figure")
    return Table(
        values,
        "How far each figure can go before another plan is best",
        note=f"A figure without a value there does not change the plan in its range. {MOVES}",
    )


def _end(name: str, row: pd.Series, side: str, end: str) -> str | None:
    if not row[side]:
        return None
    about = "" if row["exact"] else "about "
    moves = counted(int(row[f"moves_{side}"]), "council moves", "councils move")
    return f"{about}{written(name, row[end], more=1)}: {moves}"


def _tornado(material: Material, ends: pd.DataFrame) -> Picture:
    plan = material.plan
    assert plan is not None
    widths = (ends[["low", "high"]] - plan.saving).abs().max(axis=1)
    shown = ends.loc[widths > 1e-9] if (widths > 1e-9).any() else ends
    most_of_all = widths[shown.index].sort_values(ascending=False, kind="stable").index
    shown = shown.loc[most_of_all[:_MOST_BARS]] if len(shown) > _MOST_BARS else shown
    which = f" The {_MOST_BARS} that matter most." if len(most_of_all) > _MOST_BARS else ""
    labels = [
        f"{_folded(capital(str(row['meaning'])))}:\n"
        f"{row['value']} ({row['at_low']} to {row['at_high']})"
        for _, row in shown.iterrows()
    ]
    amounts = shown[["low", "high"]].astype(float).set_axis(_distinct(labels))

    def draw() -> Figure:
        return figure_of(
            display.plot_tornado(
                amounts,
                central=plan.saving,
                what=f"what the plan saves against {material.baseline}, £m in today's worth",
            )
        )

    most = str(ends["meaning"].to_numpy()[int(widths.to_numpy().argmax())])
    return Picture(
        draw,
        "Bars, one for each figure, of what the plan saves when that figure is at the low and at "
        f"the high end of its range. The longest is that of: {most}.",
        "What the plan saves when one figure at a time goes to an end of its range. The clusters "
        f"stay as they are.{which}",
    )


def _folded(words: str) -> str:
    """Return words in lines that leave room for the bars beside them."""
    return "\n".join(textwrap.wrap(words, _LABEL))


def _distinct(labels: list[str]) -> list[str]:
    """Return labels of which no two are alike."""
    found: list[str] = []
    for label in labels:
        while label in found:
            label += " "
        found.append(label)
    return found


def _table(material: Material, ends: pd.DataFrame) -> Table:
    width = (ends["high"] - ends["low"]).abs().to_numpy(dtype=float)
    order = np.argsort(-width, kind="stable")
    chosen = ends.iloc[order]
    values = pd.DataFrame(
        {
            "Now": chosen["value"].to_numpy(),
            "Low end": chosen["at_low"].to_numpy(),
            "Saves at the low end": chosen["low"].to_numpy(dtype=float),
            "High end": chosen["at_high"].to_numpy(),
            "Saves at the high end": chosen["high"].to_numpy(dtype=float),
        },
        index=pd.Index(
            [capital(str(words)) for words in chosen["meaning"]], name="figure", dtype=object
        ),
    )
    formats = dict.fromkeys(("Saves at the low end", "Saves at the high end"), material.money)
    return Table(
        values,
        "What this plan saves at the ends of the ranges",
        formats,
        note=(
            "The clusters stay as they are. Below 0 the plan loses against "
            f"{material.baseline}. Most ranges are assumptions, and none says how likely an end is."
            f"{_outside(ends)}"
            f"{_NOT_DIVIDED if isinstance(material.plan, PortfolioEvaluation) else ''}"
        ),
    )


def _outside(ends: pd.DataFrame) -> str:
    """Return which figures are outside their published range, in a sentence; "" for none."""
    names = ends.loc[ends["outside"].astype(bool), "meaning"]
    if names.empty:
        return ""
    return f" As they are now, outside their range: {listed(names)}."


def _swept(sweep: Sweep) -> list[Part]:
    """Return what a sweep says of who is together under many figures."""
    plans = sweep.plans
    if plans.empty:
        return []
    scenarios = int(plans["wins"].sum())
    wins, regret = plans["wins"].get(sweep.base, 0), plans["greatest_regret"].get(sweep.base, 0.0)
    said = (
        f"The figures were changed in {scenarios:,} ways, and the best plan was found for each. "
        f"The plan of the figures as they are is the best in {wins:,} of them"
    )
    said += (
        f", and costs at most {pounds(regret)} more than the best."
        if math.isfinite(regret)
        else "."
    )

    def draw() -> Figure:
        return together_in_most(sweep.problem, sweep.together)

    return [
        Heading("Under many other figures"),
        Paragraph(said),
        Picture(
            draw,
            "Map of who shares in all of these cases, and lines between neighbours that share in "
            "some of them, the thicker the more often.",
            "Who shares whatever the figures are, in colour, and who shares under some, by lines.",
        ),
    ]
