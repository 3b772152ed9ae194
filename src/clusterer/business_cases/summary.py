"""The figures of a business case in a table and in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from clusterer.model.posts import COLUMNS

if TYPE_CHECKING:
    from clusterer.business_cases.case import BusinessCase

BASIS = (
    "£m against going on as before: above 0 what is saved, below 0 what is spent; year 0 is now, "
    "other years at their end; in real terms, before inflation, financing and tax"
)
"""What the figures are, whatever they rest on."""


def headline(case: BusinessCase) -> str:
    """Return one sentence with what matters most."""
    returns = (
        "nothing to pay back"
        if case.payback == 0
        else f"paid back in {case.payback:.1f} years"
        if case.payback is not None
        else f"not paid back in {case.horizon} years"
    )
    spent = f"£{case.capital:,.1f}m spent to get there, " if case.capital else ""
    return (
        f"{case.subject}: {spent}{returns}; net present value {pounds(case.npv)} over "
        f"{case.horizon} years at {100 * case.discount_rate:.3g}%"
    )


def pounds(money: float) -> str:
    """Write £m with its sign before the pound.

    Examples
    --------
    >>> pounds(-1234.56), pounds(-0.04)
    ('−£1,234.6m', '£0.0m')
    """
    return f"{'−' if round(money, 1) < 0 else ''}£{abs(money):,.1f}m"


def summary(case: BusinessCase) -> pd.DataFrame:
    """Return a row an indicator: ``value``, missing where there is none, ``unit``, ``meaning``."""
    rate = f"{100 * case.discount_rate:.3g}%"
    running = f"undiscounted, over {case.horizon} years, net of running costs only"
    net = f"undiscounted, over {case.horizon} years, net of the capital as well"
    rows: list[tuple[str, float | None, str, str]] = [
        ("capital", case.capital, "£m", "spent to get there, undiscounted"),
        ("running saving", case.running_saving, "£m", running),
        ("net saving", case.net_saving, "£m", net),
        ("net present value", case.npv, "£m", f"of the cash, at {rate} a year"),
        ("payback", case.payback, "years", "until all has come back, undiscounted"),
        ("discounted payback", case.discounted_payback, "years", f"the same at {rate} a year"),
        (
            "benefit-cost ratio",
            case.benefit_cost_ratio,
            "to 1",
            "of present values, all that is saved to all that is spent",
        ),
        (
            "internal rate of return",
            None if case.irr is None else 100 * case.irr,
            "% a year",
            "the discount rate at which the net present value is 0",
        ),
    ]
    if len(case.not_cash):
        price = float(case.not_cash.sum())
        names = ", ".join(map(str, case.not_cash.index))
        rows.append(("not cash", price, "£m", f"prices that are not in the above: {names}"))
    if isinstance(case.posts_or_why_not, pd.DataFrame):
        posts = case.posts[list(COLUMNS)].sum()
        rows += [
            ("posts now", posts["now"], "posts", "in these services, shared or not"),
            ("posts ended", posts["ended"], "posts", "once the saving has come in full"),
            ("posts moved out", posts["moved_out"], "posts", "to the host of another council"),
            ("posts moved in", posts["moved_in"], "posts", "to hosts from other councils"),
        ]
        if posts["redundancies"]:
            paid = "those that the terms pay for"
            rows.append(("redundancies", posts["redundancies"], "posts", paid))
    table = pd.DataFrame(rows, columns=["indicator", "value", "unit", "meaning"])
    return table.astype({"value": "float64"}).set_index("indicator")


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Return a summary with each figure as it is said, such as £67.5m or 3.7 years."""
    figures = [_said(*row) for row in table[["value", "unit"]].itertuples(index=False)]
    labels = [f"{label}: {meaning}" for label, meaning in table["meaning"].items()]
    return pd.DataFrame({"figure": figures}, index=pd.Index(labels, name="indicator"))


def money_in_words(flows: pd.DataFrame) -> pd.DataFrame:
    """Return £m as they are written: with one decimal, or two where all are below £10m.

    Examples
    --------
    >>> money_in_words(pd.DataFrame({"net": [-5.25, 0.0], "far_off": [-1.0, 1.5]}))
         net far off
    0  −5.25   −1.00
    1   0.00    1.50
    """
    decimals = 1 if flows.abs().to_numpy().max(initial=0.0) >= 10 else 2

    def written(money: float) -> str:
        # Adding zero makes nothing of minus nothing.
        return f"{round(money, decimals) + 0.0:,.{decimals}f}".replace("-", "−")

    return flows.map(written).rename(columns=lambda name: str(name).replace("_", " "))


def _said(value: float, unit: str) -> str:
    if pd.isna(value):
        return "none"
    if unit == "£m":
        return pounds(value)
    if unit == "posts":
        return f"{value:,.0f}"
    said = f"{value:,.2f} {unit}" if unit == "to 1" else f"{value:,.1f} {unit}".replace(" %", "%")
    return said.replace("-", "−")
