"""From here to there: who moves in which year, and what that costs and saves."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from clusterer.business_cases import BusinessCase
from clusterer.candidates.shares import POUND
from clusterer.model.problem import Evaluation
from clusterer.questions.roadmap.path import Roadmap
from clusterer.reports.document import Paragraph, Part, Picture, Section, Table
from clusterer.reports.formats import COUNT, MONEY
from clusterer.reports.material import Material
from clusterer.reports.pictures import figure_of
from clusterer.reports.words import counted, listed, pounds, sentence

_TITLE = "From here to there"

_SAME_RATE = 1e-9
"""Rates a year that differ by no more are the same."""

_MOVES = {
    "joins": "joins others",
    "leaves": "leaves its partnership",
    "changes": "changes to other members",
    "merges": "merges with another partnership",
}


def chapter(material: Material) -> Section | None:
    """Return the way to the plan, if one was given, or why there is none.

    Without a way, a plan that starts from today has who moves.
    """
    if material.roadmaps:
        ways = [part for path in material.roadmaps for part in _of(material, path)]
        return Section("roadmap", _TITLE, tuple(ways))
    parts: list[Part] = []
    if material.no_way:
        said = "No way to the plan, year by year, was found."
        parts += [Paragraph(said, "lead"), Paragraph(material.no_way)]
    plan = material.single
    if plan is not None and plan.problem.today is not None and not plan.moves.empty:
        parts += _moves(plan)
    return Section("roadmap", _TITLE, tuple(parts)) if parts else None


def _moves(plan: Evaluation) -> list[Part]:
    moves = plan.moves.sort_values("name", key=lambda names: names.str.casefold(), kind="stable")
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
    return [Paragraph(said, "lead"), Table(values, "Who moves", {"Pays to leave": MONEY})]


def step_by_step(material: Material) -> str:
    """Return what the ways are worth beside all moving now, and why that differs; "" without one.

    Tiles and cash by year are of a plan to which all move now, so that a report with a way has two
    net present values, and two times until all is paid back.
    """
    return " ".join(_beside(material.case, path) for path in material.roadmaps)


def paid_back_on_the_way(material: Material) -> str:
    """Return of which cash a tile tells when it is paid back, and when it is with the ways.

    It is "" unless there is a way that is paid back at another time than the case.
    """
    case = material.case
    if case is None or all(_same_payback(case, path) for path in material.roadmaps):
        return ""
    ways = listed(_paid_back(path.payback) for path in material.roadmaps)
    return f"if all councils move now; with the moves year by year {ways}"


def _beside(case: BusinessCase | None, path: Roadmap) -> str:
    said = f"With the moves year by year of “{_TITLE}” ({_when(path)}), the plan is worth"
    said += f" {_worth(path.npv)}"
    if case is None:
        return f"{said}."
    left = _left(path)
    if abs(case.npv - path.npv) <= POUND and not left:
        return f"{said}, as much as if all councils move now."
    said += (
        f"; its cash is worth {_worth(case.npv)} if all councils move now, as the summary and "
        "“Cash by year” have it."
    )
    if path.npv < case.npv:
        said += " It is less, as a council that moves later saves in fewer years"
    else:
        said += " It is more, as what is spent later counts less"
    if left:
        said += f", and as {counted(left, 'council does', 'councils do')} not move in time"
    if abs(path.discount_rate - case.discount_rate) > _SAME_RATE:
        rates = f"{100 * path.discount_rate:.3g}% a year, not {100 * case.discount_rate:.3g}%"
        said += f"; it is also counted at {rates}"
    said += "."
    if not _same_payback(case, path):
        said += f" It is paid back {_paid_back(path.payback)} then, and"
        said += f" {_paid_back(case.payback)} if all councils move now."
    return said


def _same_payback(case: BusinessCase, path: Roadmap) -> bool:
    """Tell whether a way reads as paid back at the time of the case."""
    return not case.capital or _paid_back(case.payback) == _paid_back(path.payback)


def _paid_back(years: float | None) -> str:
    return (
        "never within the years that are counted" if years is None else f"after {years:.1f} years"
    )


def _worth(money: float) -> str:
    return f"{'−' if money < 0 else ''}{pounds(money)}"


def _left(path: Roadmap) -> int:
    """Return how many councils do not move within the years."""
    return len(path.plan.moves) - len(path.table)


def _when(path: Roadmap) -> str:
    """Return how many councils move in which year."""
    steps = path.table["year"].value_counts().sort_index()
    if steps.empty:
        return "nobody moves"
    moves = counted(len(path.table), "council moves", "councils move")
    years, numbers = steps.index.tolist(), steps.tolist()
    if len(steps) == 1:
        return f"{moves}, {_in_year(years[0])}"
    parts = (f"{n:,} {_in_year(year)}" for year, n in zip(years, numbers, strict=True))
    return f"{moves}: {listed(parts)}"


def _in_year(year: int) -> str:
    return "now" if year == 0 else f"in year {year}"


def _of(material: Material, path: Roadmap) -> list[Part]:
    left = _left(path)
    said = f"{sentence(_when(path))} {pounds(float(path.spent.sum()))} is spent"
    said += f", and the way is worth {_worth(path.npv)} now."
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
        Paragraph(_beside(material.case, path)),
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
    table = path.table.sort_values("name", key=lambda names: names.str.casefold(), kind="stable")
    table = table.sort_values("year", kind="stable")
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
