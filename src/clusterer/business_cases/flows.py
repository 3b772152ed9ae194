"""Cash by year, gathered term by term."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.business_cases.case import SUMS
from clusterer.business_cases.indicators import net_present_value
from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.terms import Term
from clusterer.terms.timing import Timing

Floats = NDArray[np.float64]


class Flows:
    """What terms save and spend by year, and what they count that is no cash."""

    def __init__(self) -> None:
        self._cash: dict[str, Floats] = {}
        self._kinds: dict[str, str] = {}
        self._benefits = np.zeros(1)
        self._not_cash: dict[str, float] = {}
        self._own_value = 0.0
        self.last_year: dict[str, int] = {}

    def add(self, term: Term, chosen: Candidates, saved: Floats, weights: Floats) -> None:
        """Add what a term saves in some clusters.

        Parameters
        ----------
        term
            The term, which says in which years its money falls. One of the same name may have
            been added for another service; both are one item.
        chosen
            The clusters.
        saved
            The £m of present value that each of them saves.
        weights
            What part of each counts.

        Raises
        ------
        InputError
            If the term does not say when its money falls, or says so otherwise than another of
            its name.
        """
        timing = _timing(term, chosen)
        if self._kinds.setdefault(term.name, timing.kind) != timing.kind:
            raise InputError(
                f"term {term.name!r} is {self._kinds[term.name]} in one service and {timing.kind} "
                "in another; give one of them another name"
            )
        worth = float(weights @ saved)
        if not timing.is_cash:
            self._not_cash[term.name] = self._not_cash.get(term.name, 0.0) + worth
            return
        flows = timing.flows(saved)
        before = self._cash.get(term.name, np.zeros(1))
        self._cash[term.name] = _added(before, weights @ flows)
        self._benefits = _added(self._benefits, weights @ np.maximum(flows, 0.0))
        self._own_value += worth
        if timing.kind != "one-off":
            last = flows.shape[1] - 1
            self.last_year[term.name] = max(last, self.last_year.get(term.name, last))

    @property
    def cash(self) -> pd.DataFrame:
        """£m by year (rows, from 0) and term (columns)."""
        years = self._benefits.size
        return pd.DataFrame(
            {name: _added(np.zeros(years), flow) for name, flow in self._cash.items()},
            index=pd.RangeIndex(years, name="year"),
        )

    @property
    def benefits(self) -> pd.Series:
        """£m by year of the flows above 0, before those of clusters and terms are summed."""
        return pd.Series(self._benefits, index=pd.RangeIndex(self._benefits.size, name="year"))

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


def _timing(term: Term, chosen: Candidates) -> Timing:
    if term.name in SUMS:
        raise InputError(
            f"a term may not be called {term.name!r}, a column of every business case; give it "
            "another name"
        )
    timing = term.when(chosen)
    if timing is None:
        raise InputError(
            f"term {term.name!r} does not say when its money falls; give FunctionTerm(..., "
            "timing=...), or a term of your own the method `when`: Timing.yearly(), Timing.once(), "
            "or Timing.not_cash() for a price that nobody pays"
        )
    return timing


def _added(flows: Floats, more: Floats) -> Floats:
    """Return the sum of two rows of years, as long as the longer one."""
    total = np.zeros(max(flows.size, more.size))
    total[: flows.size] += flows
    total[: more.size] += more
    return total
