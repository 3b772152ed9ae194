"""Cash by year, gathered term by term."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.business_cases.case import SUMS
from clusterer.business_cases.indicators import net_present_value
from clusterer.errors import InputError
from clusterer.terms.timing import Timing, TimingKind

Floats = NDArray[np.float64]


class Flows:
    """What terms save and spend by year, and what they count that is no cash."""

    def __init__(self) -> None:
        self._cash: dict[str, Floats] = {}
        self._kinds: dict[str, str] = {}
        self._benefits: dict[str, Floats] = {}
        self._not_cash: dict[str, float] = {}
        self._own_value = 0.0
        self.last_year: dict[str, int] = {}

    def add(self, name: str, kind: TimingKind, flows: Floats, worth: float) -> None:
        """Add what one item saves by year in some groups of councils.

        Parameters
        ----------
        name
            The item. One of the same name may have been added for another service; both are one.
        kind
            Whether it is spent to get there, falls while clusters run, or is no cash.
        flows
            The £m of each group (rows) by year.
        worth
            What they are worth together at the rates of the terms.

        Raises
        ------
        InputError
            If another of its name is of another kind.
        """
        if self._kinds.setdefault(name, kind) != kind:
            raise InputError(
                f"term {name!r} is {self._kinds[name]} in one service and {kind} in another; give "
                "one of them another name"
            )
        if kind == "not cash":
            self._not_cash[name] = self._not_cash.get(name, 0.0) + worth
            return
        self._cash[name] = _added(self._cash.get(name, np.zeros(1)), flows.sum(axis=0))
        saved = np.maximum(flows, 0.0).sum(axis=0)
        self._benefits[name] = _added(self._benefits.get(name, np.zeros(1)), saved)
        self._own_value += worth
        if kind != "one-off":
            last = flows.shape[1] - 1
            self.last_year[name] = max(last, self.last_year.get(name, last))

    @property
    def cash(self) -> pd.DataFrame:
        """£m by year (rows, from 0) and term (columns)."""
        return _by_year(self._cash)

    @property
    def benefits_by_item(self) -> pd.DataFrame:
        """£m by year and term of the flows above 0, before those of clusters are summed."""
        return _by_year(self._benefits)

    @property
    def one_off(self) -> tuple[str, ...]:
        """The terms that are spent to get there."""
        return tuple(name for name in self._cash if self._kinds[name] == "one-off")

    @property
    def not_cash(self) -> pd.Series:
        """£m of each term that is a price and not cash."""
        return pd.Series(self._not_cash, dtype=np.float64)

    def rate_effect(self, discount_rate: float) -> float:
        """Return by how much the cash is worth more at the rates of the terms."""
        effect = self._own_value - net_present_value(self.cash.sum(axis=1), discount_rate)
        return 0.0 if abs(effect) <= 1e-9 * abs(self._own_value) else effect

    def horizons_in_words(self, money: str) -> str:
        """Return words about money, with the horizons added if terms stop in different years."""
        if len(set(self.last_year.values())) <= 1:
            return money
        until = ", ".join(f"{name} to year {year}" for name, year in self.last_year.items())
        return f"{money}, not all counted for as long: {until}"


def checked_timing(name: str, timing: Timing | None) -> Timing:
    """Return when the money of an item falls.

    Raises
    ------
    InputError
        If nobody says so, or it is called as a column of every business case.
    """
    if name in SUMS:
        raise InputError(
            f"a term may not be called {name!r}, a column of every business case; give it "
            "another name"
        )
    if timing is None:
        raise InputError(
            f"term {name!r} does not say when its money falls; give FunctionTerm(..., "
            "timing=...), or a term of your own the method `when`: Timing.yearly(), Timing.once(), "
            "or Timing.not_cash() for a price that nobody pays"
        )
    return timing


def _by_year(of_items: dict[str, Floats]) -> pd.DataFrame:
    """Return a row a year and a column an item, all as long as the longest."""
    years = max((flow.size for flow in of_items.values()), default=1)
    return pd.DataFrame(
        {name: _added(np.zeros(years), flow) for name, flow in of_items.items()},
        index=pd.RangeIndex(years, name="year"),
    )


def _added(flows: Floats, more: Floats) -> Floats:
    """Return the sum of two rows of years, as long as the longer one."""
    total = np.zeros(max(flows.size, more.size))
    total[: flows.size] += flows
    total[: more.size] += more
    return total
