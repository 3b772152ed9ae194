"""What the cash comes to, as formulas: the figures that a finance director asks for.

They are those of `clusterer.business_cases.indicators`, said in the language of a spreadsheet.
"""

from __future__ import annotations

from clusterer.business_cases import BusinessCase
from clusterer.reports.formats import MONEY, YEARS, Format
from clusterer.reports.workbook.book import Formula, Sheet, span
from clusterer.reports.workbook.year_columns import Columns

NONE = "none"
"""What stands where there is no such figure."""

RATIO = Format(decimals=2, after=" to 1")

RATE = Format(decimals=1, after="%", factor=100.0)

FORMATS: dict[str, Format] = {
    "net present value": MONEY,
    "capital": MONEY,
    "running saving": MONEY,
    "net saving": MONEY,
    "payback": YEARS,
    "discounted payback": YEARS,
    "benefit-cost ratio": RATIO,
    "internal rate of return": RATE,
}
"""The figures, as `BusinessCase.summary` calls them, and how they are written."""

MEANINGS: dict[str, str] = {
    "net present value": "all net cash in today's worth",
    "capital": "spent to get there: the items that are spent once, undiscounted",
    "running saving": "undiscounted, net of running costs only",
    "net saving": "undiscounted, net of the capital as well",
    "payback": "until all that was spent has come back for good, undiscounted",
    "discounted payback": "the same in today's worth",
    "benefit-cost ratio": "today's worth of all that is saved, to that of all that is spent",
    "internal rate of return": "the discount rate at which the net present value is 0",
}

_GUESSES = (0.1, -0.4, -0.7, 1, 5)
"""Rates from which a spreadsheet looks for the internal rate of return."""

_AT = 4
"""The column of the figures: what they are is written over those before."""


def indicators(
    sheet: Sheet, case: BusinessCase, columns: Columns, first: int, last: int
) -> dict[str, str]:
    """Write the figures below the cash; return what formulas of all sheets call their cells."""
    sheet.heading("What the cash comes to")
    formulas = _formulas(case, columns, first, last)
    values = figures_of(case)
    found = {}
    rows = {name: sheet.row + k for k, name in enumerate(FORMATS)}
    for name, form in FORMATS.items():
        text = formulas[name].format(
            **{key.replace(" ", "_"): f"$E${row + 1}" for key, row in rows.items()}
        )
        sheet.put(rows[name], 0, name.capitalize(), fits=False)
        sheet.put(rows[name], _AT, Formula(text, values[name]), "bold", form)
        sheet.put(rows[name], _AT + 1, MEANINGS[name], "note", fits=False)
        found[name] = sheet.at(rows[name], _AT)
    sheet.row += len(FORMATS)
    return found


def figures_of(case: BusinessCase) -> dict[str, float | str]:
    """Return the figures of a business case by name, and "none" where there is none."""
    values = {
        "net present value": case.npv,
        "capital": case.capital,
        "running saving": case.running_saving,
        "net saving": case.net_saving,
        "payback": case.payback,
        "discounted payback": case.discounted_payback,
        "benefit-cost ratio": case.benefit_cost_ratio,
        "internal rate of return": case.irr,
    }
    return {name: NONE if value is None else value for name, value in values.items()}


def _formulas(case: BusinessCase, columns: Columns, first: int, last: int) -> dict[str, str]:
    """Return the formulas; a name in braces is the cell of another figure."""

    def whole(column: int) -> str:
        return span((first, column), (last, column), fixed=True)

    once = [whole(columns.items[str(item)]) for item in case.one_off]
    worth = whole(columns.worth)
    spent = f"SUMPRODUCT({whole(columns.spent)},{worth})"
    saved = f"SUMPRODUCT({whole(columns.saved)},{worth})"
    net, sign, turns = whole(columns.net), whole(columns.sign), whole(columns.turns)
    pays = f"AND(SUM({turns})=1,INDEX({sign},ROWS({sign}))>0)"
    return {
        "net present value": f"SUM({whole(columns.today)})",
        "capital": f"0-({'+'.join(f'SUM({cells})' for cells in once) or '0'})",
        "running saving": "{net_saving}+{capital}",
        "net saving": f"SUM({net})",
        "payback": _payback(whole(columns.owed), whole(columns.so_far), net, whole(0)),
        "discounted payback": _payback(
            whole(columns.owed_today), whole(columns.today_so_far), whole(columns.today), whole(0)
        ),
        "benefit-cost ratio": f'IF({spent}>0,{saved}/{spent},"{NONE}")',
        "internal rate of return": f'IF({pays},{_rate(net)},"{NONE}")',
    }


def _rate(net: str) -> str:
    """Return the formula of the internal rate of return, looked for from one guess after another.

    Of flows that change sign once there is exactly one, but from far away it may not be found.
    """
    found = '"not found"'
    for guess in reversed(_GUESSES):
        found = f"IFERROR(IRR({net},{guess}),{found})"
    return found


def _payback(owed: str, so_far: str, flows: str, years: str) -> str:
    """Return the formula of when nothing is owed any more, in part of a year.

    The cells of `owed` have each year in which something is owed, and -1 in the others.
    """
    last = f"MAX({owed})"
    rest = f"-INDEX({so_far},{last}+1)/INDEX({flows},{last}+2)"
    return f'IF({last}<0,0,IF({last}>=MAX({years}),"{NONE}",{last}+MIN(1,{rest})))'
