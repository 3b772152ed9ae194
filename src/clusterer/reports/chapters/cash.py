"""Cash by year: what is spent, what is saved, and when it has come back."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from clusterer import display
from clusterer.business_cases import BusinessCase
from clusterer.reports.chapters.roadmaps import paid_back_on_the_way, step_by_step
from clusterer.reports.document import Fact, KeyFacts, Paragraph, Part, Picture, Section, Table
from clusterer.reports.formats import MONEY
from clusterer.reports.material import Material
from clusterer.reports.pictures import figure_of
from clusterer.reports.plain_names import term_called
from clusterer.reports.tables import with_row
from clusterer.reports.words import capital, listed, pounds


def chapter(material: Material) -> Section | None:
    """Return the business case, if there is one."""
    case = material.case
    if case is None:
        return None
    parts: list[Part] = [Paragraph(_headline(case), "lead")]
    if material.roadmaps:
        parts.append(Paragraph(step_by_step(material)))
    parts.append(KeyFacts(_facts(material, case)))
    parts += [_table(case), _chart(case)]
    said = _not_cash(case)
    if said:
        parts.append(Paragraph(said, "note"))
    return Section("cash", "Cash by year", tuple(parts))


def _headline(case: BusinessCase) -> str:
    spent = (
        f"{pounds(case.capital)} is spent to get there"
        if case.capital
        else "Nothing is spent at once"
    )
    if case.capital <= 0:
        back = ""
    elif case.payback is None:
        back = f", and does not come back within {case.horizon} years"
    else:
        back = f", and has come back after {case.payback:.1f} years"
    what = "saves" if case.net_saving >= 0 else "costs"
    return (
        f"{spent}{back}. Over {case.horizon} years the plan {what} {pounds(case.net_saving)} "
        "of cash on balance."
    )


def _facts(material: Material, case: BusinessCase) -> tuple[Fact, ...]:
    within = f"within the {case.horizon} years that are counted" if case.payback is None else ""
    rate = f"{100 * case.discount_rate:.3g}%"
    facts = [
        Fact(
            "Net present value",
            f"{'−' if case.npv < 0 else ''}{pounds(case.npv)}",
            f"all its cash in today's worth, at {rate} a year",
        ),
        Fact("Costs to get there", pounds(case.capital), "once"),
        Fact(
            "Paid back in",
            "never" if case.payback is None else f"{case.payback:.1f} years",
            ", ".join(filter(None, [within, paid_back_on_the_way(material)])),
        ),
    ]
    ratio = case.benefit_cost_ratio
    if ratio is not None:
        said = "is saved, both in today's worth"
        costs = [term_called(str(name)) for name, cash in case.cash.items() if cash.sum() < 0.0]
        if len(costs) > 1:
            said += f"; spent is what these cost in all years: {listed(costs)}"
        facts.append(Fact("For each £1 spent", f"£{ratio:,.2f}", said))
    return tuple(facts)


def _plain(case: BusinessCase) -> pd.DataFrame:
    """Return the cash with its items in plain words."""
    names: dict[object, str] = {}
    for name in case.cash:
        called = capital(term_called(str(name)))
        while called in names.values():
            called += " "
        names[name] = called
    return case.cash.rename(columns=names)


def _table(case: BusinessCase) -> Table:
    cash, flows = _plain(case), case.flows
    values = cash.copy()
    values["Net"] = flows["net"]
    values["Sum so far"] = flows["cumulative"]
    values["Net in today's worth"] = flows["discounted"]
    values.index = pd.Index(["now", *map(str, range(1, len(values)))], name="year", dtype=object)
    values = with_row(values, "All years", values.drop(columns="Sum so far").sum().to_dict())
    return Table(
        values,
        "Cash by year",
        dict.fromkeys(values.columns, MONEY),
        note=(
            "£m; above 0 is saved, below 0 is spent. “Now” is when the plan begins, each year is "
            "counted at its end. In real terms: without inflation, financing and tax."
        ),
        total=True,
    )


def _chart(case: BusinessCase) -> Picture:
    cash = _plain(case)

    def draw() -> Figure:
        return figure_of(display.draw_cash(cash, payback=case.payback))

    back = (
        "does not come back to zero"
        if case.payback is None
        else f"is back at zero after {case.payback:.1f} years"
    )
    return Picture(
        draw,
        f"Bars of what is saved and spent each year, and a line of the sum so far, which {back}.",
        "What is saved and spent in each year, and the sum so far.",
    )


def _not_cash(case: BusinessCase) -> str:
    if not len(case.not_cash):
        return ""
    names = listed(term_called(str(name)) for name in case.not_cash.index)
    total = float(case.not_cash.sum())
    what = "takes off" if total < 0 else "adds"
    return (
        f"Not among this cash, as nobody pays it: {names}. In the choice of the plan it {what} "
        f"{pounds(total)}."
    )
