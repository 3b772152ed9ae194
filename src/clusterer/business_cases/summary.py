"""The figures of a business case in a table and in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from clusterer.model.posts import COLUMNS

BASIS = (
    "£m against going on as before: above 0 what is saved, below 0 what is spent; year 0 is now, "
    "other years at their end; in real terms, before inflation, financing and tax"
)
"""What the figures are, whatever they rest on."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of a business case that are told; `BusinessCase` says what each of them is."""

    horizon: int
    discount_rate: float
    capital: float
    running_saving: float
    net_saving: float
    npv: float
    payback: float | None
    discounted_payback: float | None
    benefit_cost_ratio: float | None
    irr: float | None


def headline(subject: str, figures: Figures) -> str:
    """Return one sentence with what matters most.

    Examples
    --------
    >>> figures = Figures(
    ...     horizon=10, discount_rate=0.035, capital=10.8, running_saving=46.0, net_saving=35.2,
    ...     npv=27.5, payback=2.35, discounted_payback=2.5, benefit_cost_ratio=3.5, irr=0.41,
    ... )
    >>> headline("two councils", figures)
    'two councils: £10.8m spent to get there, paid back in 2.4 years; net present value £27.5m \
over 10 years at 3.5%'
    """
    returns = (
        "nothing to pay back"
        if figures.payback == 0
        else f"paid back in {figures.payback:.1f} years"
        if figures.payback is not None
        else f"not paid back in {figures.horizon} years"
    )
    spent = f"£{figures.capital:,.1f}m spent to get there, " if figures.capital else ""
    return (
        f"{subject}: {spent}{returns}; net present value {pounds(figures.npv)} over "
        f"{figures.horizon} years at {100 * figures.discount_rate:.3g}%"
    )


def pounds(money: float) -> str:
    """Write £m with its sign before the pound.

    Examples
    --------
    >>> pounds(-1234.56), pounds(-0.04)
    ('−£1,234.6m', '£0.0m')
    """
    return f"{'−' if round(money, 1) < 0 else ''}£{abs(money):,.1f}m"


def summary(figures: Figures, not_cash: pd.Series, posts: pd.DataFrame | None) -> pd.DataFrame:
    """Return a row an indicator: ``value``, missing where there is none, ``unit``, ``meaning``.

    Parameters
    ----------
    figures
        Those of the cash.
    not_cash
        £m of present value of each term that is a price and not cash.
    posts
        A row a council, as in `BusinessCase.posts`; None if there are none to tell of.
    """
    rate = f"{100 * figures.discount_rate:.3g}%"
    running = f"undiscounted, over {figures.horizon} years, net of running costs only"
    net = f"undiscounted, over {figures.horizon} years, net of the capital as well"
    rows: list[tuple[str, float | None, str, str]] = [
        ("capital", figures.capital, "£m", "spent to get there, undiscounted"),
        ("running saving", figures.running_saving, "£m", running),
        ("net saving", figures.net_saving, "£m", net),
        ("net present value", figures.npv, "£m", f"of the cash, at {rate} a year"),
        ("payback", figures.payback, "years", "until all has come back, undiscounted"),
        ("discounted payback", figures.discounted_payback, "years", f"the same at {rate} a year"),
        (
            "benefit-cost ratio",
            figures.benefit_cost_ratio,
            "to 1",
            "of present values, all that is saved to all that is spent",
        ),
        (
            "internal rate of return",
            None if figures.irr is None else 100 * figures.irr,
            "% a year",
            "the discount rate at which the net present value is 0",
        ),
    ]
    if len(not_cash):
        price = float(not_cash.sum())
        names = ", ".join(map(str, not_cash.index))
        rows.append(("not cash", price, "£m", f"prices that are not in the above: {names}"))
    if posts is not None:
        total = posts[list(COLUMNS)].sum()
        rows += [
            ("posts now", total["now"], "posts", "in these services, shared or not"),
            ("posts ended", total["ended"], "posts", "once the saving has come in full"),
            ("posts moved out", total["moved_out"], "posts", "to the host of another council"),
            ("posts moved in", total["moved_in"], "posts", "to hosts from other councils"),
        ]
        if total["redundancies"]:
            paid = "those that the terms pay for"
            rows.append(("redundancies", total["redundancies"], "posts", paid))
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
