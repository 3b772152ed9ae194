"""The sheet of cash by year: a row a year, a column an item, and what the cash comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clusterer.business_cases import BusinessCase
from clusterer.reports.formats import COUNT, MONEY, Format
from clusterer.reports.plain_names import term_called
from clusterer.reports.workbook.amounts import Amounts
from clusterer.reports.workbook.book import Cell, Formula, Input, Sheet, place, span
from clusterer.reports.workbook.cluster_cash import WORTH, ClusterCash
from clusterer.reports.workbook.indicators import indicators
from clusterer.reports.workbook.inputs import Levers
from clusterer.reports.workbook.year_columns import Columns

_ROUNDING = "1E-9"
"""As a part of the largest figure, what is no money but rounding: as `indicators` has it."""

_CHART = {"width": 520, "height": 320}
"""Pixels."""

_BESIDE = 10
"""The column of the chart: what the figures are is written over those before."""


@dataclass(frozen=True)
class YearCash:
    """Where the cash of all years stands.

    Attributes
    ----------
    sheet
        The sheet.
    first, last
        The rows of year 0 and of the last year.
    columns
        The columns.
    figures
        Where each indicator stands, by its name: what formulas of all sheets call its cell.
    """

    sheet: Sheet
    first: int
    last: int
    columns: Columns
    figures: Mapping[str, str]

    def items_of(self, year: int) -> str:
        """Return what formulas of all sheets call the cells of all items in a year."""
        row, numbers = self.first + year, self.columns.items.values()
        return self.sheet.span((row, min(numbers)), (row, max(numbers)))


def write_year_cash(
    sheet: Sheet, amounts: Amounts, levers: Levers, clusters: ClusterCash
) -> YearCash:
    """Write the cash of each year, what it comes to, and a chart."""
    case = amounts.case
    columns = Columns.of(amounts)
    sheet.title("Cash by year")
    sheet.lines(
        "£m: above 0 is saved, below 0 is spent. Year 0 is now, other years are counted at their "
        "end; real terms, before inflation, financing and tax.",
        "note",
    )
    sheet.lines(
        "All is calculated from the inputs and the amounts. Blue on yellow is for a change of your "
        "own in a year. The working to the right is hidden: the plus above it opens it.",
        "note",
    )
    sheet.row += 1
    heads, forms = _heads(columns)
    sheet.head(heads, forms)
    first, years = sheet.row, len(case.cash)
    last = first + years - 1
    values = _values(amounts)
    rows = [_year(year, first, columns, levers, clusters, amounts, values) for year in range(years)]
    sheet.rows(rows, forms)
    _totals(sheet, first, last, columns, case, values)
    sheet.row += 1
    below = sheet.row + 1
    figures = indicators(sheet, case, columns, first, last)
    _reconciled(sheet, case)
    _chart(sheet, case, columns, first, last, below)
    sheet.finish(hidden=columns.working)
    return YearCash(sheet, first, last, columns, figures)


def _heads(columns: Columns) -> tuple[list[Cell], list[Format]]:
    said: dict[int, tuple[str, Format]] = {0: ("Year", COUNT)}
    for item, column in columns.items.items():
        words = term_called(item)
        said[column] = words[:1].upper() + words[1:], MONEY
    said[columns.own] = "Your own change", MONEY
    said[columns.net] = "Net", MONEY
    said[columns.so_far] = "Sum so far", MONEY
    said[columns.worth] = "What £1 is worth now", WORTH
    said[columns.today] = "Net in today's worth", MONEY
    said[columns.today_so_far] = "Sum of that so far", MONEY
    said[columns.saved] = "Saved, all that is above 0", MONEY
    said[columns.spent] = "Spent, all that is below 0", MONEY
    for item, column in columns.netted.items():
        said[column] = f"Saved and spent within one item: {term_called(item)}", MONEY
    said[columns.owed] = "Working: still owed in year", COUNT
    said[columns.owed_today] = "Working: the same in today's worth", COUNT
    said[columns.sign] = "Working: sign of the net", COUNT
    said[columns.turns] = "Working: whether it turns", COUNT
    return [said[k][0] for k in sorted(said)], [said[k][1] for k in sorted(said)]


def _values(amounts: Amounts) -> pd.DataFrame:
    """Return the values of the formulas, a row a year."""
    case = amounts.case
    flows = case.flows
    years = np.arange(len(flows))
    net = flows["net"].to_numpy()
    worth = 1.0 / (1.0 + case.discount_rate) ** years
    signs = np.where(np.abs(net) <= 1e-9 * np.abs(net).max(initial=0.0), 0.0, np.sign(net))
    for year in years[1:]:
        signs[year] = signs[year] or signs[year - 1]
    before = np.concatenate([[0.0], signs[:-1]])
    saved = case.benefits.to_numpy(dtype=np.float64)
    own_names = {
        "worth": worth,
        "saved": saved,
        "spent": saved - net,
        "owed": _owed(flows["cumulative"]),
        "owed_today": _owed(flows["cumulative_discounted"]),
        "sign": signs,
        "turns": ((before != 0) & (before != signs)).astype(float),
    }
    # Without the items, of which one may have such a name.
    return flows.drop(columns=case.cash.columns).assign(**own_names)


def _owed(so_far: pd.Series) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return each year in which money is still owed, and -1 for the others."""
    sums = so_far.to_numpy()
    owing = sums < -1e-9 * np.abs(sums).max(initial=0.0)
    return np.where(owing, np.arange(len(sums)), -1.0)


def _year(
    year: int,
    first: int,
    columns: Columns,
    levers: Levers,
    clusters: ClusterCash,
    amounts: Amounts,
    values: pd.DataFrame,
) -> list[Cell]:
    """Return the cells of a year."""
    case = amounts.case
    row, last = first + year, first + case.horizon
    here = values.iloc[year]

    def at(column: int) -> str:
        return place(row, column, fixed=False)

    def above(column: int) -> str:
        return place(row - 1, column, fixed=False)

    def whole(column: int) -> str:
        return span((first, column), (last, column), fixed=True)

    def hair(column: int) -> str:
        return f"{_ROUNDING}*MAX(MAX({whole(column)}),-MIN({whole(column)}))"

    cells: dict[int, Cell] = {0: float(year)}
    for item, column in columns.items.items():
        money = case.cash.iloc[:, column - 1].to_numpy(dtype=np.float64)[year]
        cells[column] = Formula(f"SUM({clusters.of_item(item, year)})", float(money))
    items = span((row, min(columns.items.values())), (row, columns.own))
    cells[columns.own] = Input(0.0)
    cells[columns.net] = Formula(f"SUM({items})", here["net"])
    for sums, of, name in (
        (columns.so_far, columns.net, "cumulative"),
        (columns.today_so_far, columns.today, "cumulative_discounted"),
    ):
        text = at(of) if not year else f"{above(sums)}+{at(of)}"
        cells[sums] = Formula(text, here[name])
    cells[columns.worth] = Formula(f"1/(1+{levers.rate})^{at(0)}", here["worth"])
    cells[columns.today] = Formula(f"{at(columns.net)}*{at(columns.worth)}", here["discounted"])
    saved = f'SUMIF({clusters.of_all(year)},">0")+MAX({at(columns.own)},0)'
    for item, column in columns.netted.items():
        cells[column] = Input(float(amounts.netted[item][year]))
        saved += f"+IF({at(0)}<={levers.years},{levers.parts[item]}*{at(column)},0)"
    cells[columns.saved] = Formula(saved, here["saved"])
    cells[columns.spent] = Formula(f"{at(columns.saved)}-{at(columns.net)}", here["spent"])
    for owed, sums, name in (
        (columns.owed, columns.so_far, "owed"),
        (columns.owed_today, columns.today_so_far, "owed_today"),
    ):
        cells[owed] = Formula(f"IF({at(sums)}<-{hair(sums)},{at(0)},-1)", here[name])
    net, sign = columns.net, columns.sign
    before = above(sign) if year else "0"
    cells[sign] = Formula(f"IF(ABS({at(net)})<={hair(net)},{before},SIGN({at(net)}))", here["sign"])
    turns = f"IF(AND({before}<>0,{before}<>{at(sign)}),1,0)"
    cells[columns.turns] = Formula(turns, here["turns"])
    return [cells[k] for k in sorted(cells)]


def _totals(
    sheet: Sheet,
    first: int,
    last: int,
    columns: Columns,
    case: BusinessCase,
    values: pd.DataFrame,
) -> None:
    """Write the sums of all years."""
    row = sheet.row
    sums = {
        **{column: case.cash.iloc[:, column - 1].sum() for column in columns.items.values()},
        columns.own: 0.0,
        columns.net: values["net"].sum(),
        columns.today: values["discounted"].sum(),
        columns.saved: values["saved"].sum(),
        columns.spent: values["spent"].sum(),
    }
    for column in range(columns.turns + 1):
        cell: Cell = None
        if column == 0:
            cell = "All"
        elif column in sums:
            of_years = span((first, column), (last, column))
            cell = Formula(f"SUM({of_years})", float(sums[column]))
        sheet.put(row, column, cell, "total", MONEY)
    sheet.row += 1


def _reconciled(sheet: Sheet, case: BusinessCase) -> None:
    """Write how the cash comes to what the plan saves."""
    *steps, total = case.reconciliation.items()
    sheet.heading("From the cash to the saving of the plan, as it was found")
    first = sheet.row
    for what, money in steps:
        sheet.put(sheet.row, 0, str(what).capitalize(), fits=False)
        sheet.put(sheet.row, 5, float(money), form=MONEY)
        sheet.row += 1
    of_steps = span((first, 5), (sheet.row - 1, 5))
    sheet.put(sheet.row, 0, str(total[0]).capitalize(), "bold", fits=False)
    sheet.put(sheet.row, 5, Formula(f"SUM({of_steps})", float(total[1])), "total", MONEY)
    sheet.row += 1


def _chart(
    sheet: Sheet, case: BusinessCase, columns: Columns, first: int, last: int, row: int
) -> None:
    """Draw the net of each year, and its sum so far, from the cells; beside the figures."""
    chart, line = sheet.book.chart("column"), sheet.book.chart("line")
    years = [sheet.name, first, 0, last, 0]
    for one, column, colour in ((chart, columns.net, "#0072B2"), (line, columns.so_far, "#222222")):
        one.add_series(
            {
                "name": [sheet.name, first - 1, column],
                "categories": years,
                "values": [sheet.name, first, column, last, column],
                **({"fill": {"color": colour}} if one is chart else {"line": {"color": colour}}),
            }
        )
    chart.combine(line)
    chart.set_title(
        {"name": "Net cash of each year, and its sum so far, £m", "name_font": {"size": 11}}
    )
    chart.set_x_axis({"name": "year", "label_position": "low"})
    grid = {"visible": True, "line": {"color": "#D9D9D9"}}
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": grid})
    chart.set_legend({"position": "bottom"})
    chart.set_size(_CHART)
    said = f"Net cash of {case.subject} in each year as bars, and its sum so far as a line."
    sheet.raw.insert_chart(row, _BESIDE, chart, {"description": said[:250]})
