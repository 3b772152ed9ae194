"""From here to there: who moves in which year, and what that costs and saves."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from clusterer.questions.roadmap.path import Roadmap
from clusterer.reports.document import Paragraph, Part, Picture, Section, Table
from clusterer.reports.formats import COUNT, MONEY
from clusterer.reports.material import Material
from clusterer.reports.pictures import figure_of
from clusterer.reports.words import counted, pounds, sentence

_MOVES = {
    "joins": "joins others",
    "leaves": "leaves its partnership",
    "changes": "changes to other members",
    "merges": "merges with another partnership",
}


def chapter(material: Material) -> Section | None:
    """Return the way to the plan, if one was given; else who moves, if it starts from today."""
    if material.roadmaps:
        parts = [part for path in material.roadmaps for part in _of(path)]
        return Section("roadmap", "From here to there", tuple(parts))
    plan = material.single
    if plan is None or plan.problem.today is None or plan.moves.empty:
        return None
    moves = plan.moves
    values = pd.DataFrame(
        {
            "What it does": [_MOVES.get(move, move) for move in moves["move"]],
            "Leaves": _words(moves["leaves"]),
            "Joins": _words(moves["joins"]),
            "Pays to leave": moves["exit"].to_numpy(dtype=float),
        },
        index=pd.Index(moves["name"].astype(str), name="council", dtype=object),
    )
    who = counted(len(moves), "council moves", "councils move")
    said = (
        f"From today's partnerships to the plan {who}; the others stay with whom they share today, "
        "or on their own."
    )
    table = Table(values, "Who moves", {"Pays to leave": MONEY})
    return Section("roadmap", "From here to there", (Paragraph(said, "lead"), table))


def _of(path: Roadmap) -> list[Part]:
    moves = counted(len(path.table), "council moves", "councils move")
    years = counted(len(path.years), "year", "years")
    left = len(path.plan.moves) - len(path.table)
    said = f"{moves.capitalize()} in {years}. {pounds(float(path.spent.sum()))} is spent"
    said += f", and the way is worth {'−' if path.npv < 0 else ''}{pounds(path.npv)} now."
    if left:
        others = counted(left, "council does", "councils do").capitalize()
        said += f" {others} not move within that time."
    said += (
        " No other way under the same conditions is worth more: that is proved."
        if path.status == "optimal"
        else f" Another way may be worth up to {pounds(path.bound)}: the search was stopped."
    )
    parts: list[Part] = [
        Paragraph(said, "lead"),
        Paragraph(sentence(f"What was asked of the way: {_asked(path)}"), "note"),
        _steps(path),
        _movers(path),
    ]

    def draw() -> Figure:
        return figure_of(path.plot(title="", labels=None))

    def draw_cash() -> Figure:
        return figure_of(path.plot_cash(title=""))

    parts += [
        Picture(
            draw,
            "Map of who moves when: the darker a council, the earlier it moves. The table says it "
            "in words.",
            "Who moves when: the darker, the earlier. Clusters of the plan have an outline, those "
            "of today a dashed one.",
        ),
        Picture(
            draw_cash,
            "Bars of what is spent to get there and saved while running in each year, and a line "
            "of the sum so far.",
            "What is spent and saved in each year on the way.",
        ),
    ]
    return parts


def _asked(path: Roadmap) -> str:
    """Return what was asked of the way, without what the plan itself rests on."""
    return path.conditions.removesuffix(f"; {path.plan.assumptions}")


def _steps(path: Roadmap) -> Table:
    steps = path.steps
    values = pd.DataFrame(
        {
            "Councils that move": steps["moves"].to_numpy(dtype=float),
            "Spent": steps["spent"].to_numpy(dtype=float),
            "Worth now": steps["worth"].to_numpy(dtype=float),
            "Shared clusters then": steps["shared"].to_numpy(dtype=float),
        },
        index=pd.Index(["now", *map(str, range(1, len(steps)))], name="year", dtype=object),
    )
    formats = dict.fromkeys(("Councils that move", "Shared clusters then"), COUNT)
    formats |= dict.fromkeys(("Spent", "Worth now"), MONEY)
    return Table(values, "Step by step", formats)


def _movers(path: Roadmap) -> Table:
    table = path.table
    values = pd.DataFrame(
        {
            "Year": ["now" if year == 0 else str(year) for year in table["year"]],
            "What it does": [_MOVES.get(move, move) for move in table["move"]],
            "With": _words(table["joins"]),
        },
        index=pd.Index(table["name"].astype(str), name="council", dtype=object),
    )
    return Table(values, "Who moves when")


def _words(cells: pd.Series) -> list[str | None]:
    return [None if pd.isna(cell) or cell == "" else str(cell) for cell in cells]
