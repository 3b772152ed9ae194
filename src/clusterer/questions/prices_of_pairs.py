"""What it costs to have each two neighbours together, or apart, as a table."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterer import display
from clusterer.display.shown import ShownAsTable, more_rows
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation
from clusterer.questions.granted_wish import WhyNot

_SHOWN = 20
"""Rows of a table in words."""


@dataclass(frozen=True, eq=False, repr=False)
class PairPrices(ShownAsTable):
    """What it costs to have each two neighbours otherwise than in a plan.

    `why_not` makes one of a plan without a wish.

    Attributes
    ----------
    of
        The plan that was asked about.
    answers
        A `WhyNot` for each two neighbours, in the order of the councils.
    """

    of: Evaluation
    answers: tuple[WhyNot, ...]

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a pair of neighbours, the cheapest first.

        ``council`` and ``partner``, index labels; ``name`` and ``partner_name``; the ``wish``:
        "together" if they are apart in the plan, and else "apart"; its ``price`` in £m, infinite if
        no plan grants it and missing if none was found in time; ``at_least``, which is the price
        if it is ``proved``; how many ``others_move``; and the ``reason`` if it is forbidden.
        """
        councils = self.of.councils
        rows = []
        for answer in self.answers:
            i, j = answer.wish.together or answer.wish.apart
            rows.append(
                {
                    "council": councils.ids[i],
                    "partner": councils.ids[j],
                    "name": councils.names[i],
                    "partner_name": councils.names[j],
                    "wish": "together" if answer.wish.together else "apart",
                    "price": answer.price,
                    "at_least": answer.price_bound,
                    "proved": answer.proved,
                    "others_move": len(answer.moved),
                    "reason": answer.reason or "",
                }
            )
        columns = ["council", "partner", "name", "partner_name", "wish", "price", "at_least"]
        table = pd.DataFrame(rows, columns=[*columns, "proved", "others_move", "reason"])
        kinds = {"price": float, "at_least": float, "proved": bool, "others_move": int}
        table = table.astype(kinds)
        order = np.lexsort((table["at_least"], table["price"].fillna(math.inf)))
        return table.iloc[order].reset_index(drop=True)

    @property
    def complete(self) -> bool:
        """Whether all prices are proved."""
        return all(answer.proved for answer in self.answers)

    def answer(self, council: Hashable, partner: Hashable) -> WhyNot:
        """Return what is known of two neighbours, given by index label or name.

        Raises
        ------
        InputError
            If they are no neighbours.
        """
        pair = {*self.of.councils.positions([council, partner])}
        for answer in self.answers:
            if pair == answer.wish.named:
                return answer
        raise InputError(
            f"{self.of.councils.describe(sorted(pair))} are no neighbours; ask "
            "why_not(plan, together=[...])"
        )

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        known = self.table[np.isfinite(self.table["price"])]
        pairs = f"{len(self.table)} pair{'' if len(self.table) == 1 else 's'} of neighbours"
        if known.empty:
            return f"{pairs}: no price is known"
        first = known.iloc[0]
        names = f"{first['name']} and {first['partner_name']} {first['wish']}"
        least, most = float(first["price"]), float(known["price"].iloc[-1])
        if least < 0:
            change = f"the plan is not the cheapest: with {names} it is £{-least:,.3f}m less"
        else:
            change = f"the cheapest change is {names}, for £{least:,.3f}m"
        words = f"{pairs}: {change}; the most expensive costs £{most:,.3f}m".replace("£-", "−£")
        forbidden = int(np.isinf(self.table["price"]).sum())
        if forbidden:
            words += f"; {forbidden} cannot be"
        unknown = len(self.table) - int(self.table["proved"].sum())
        return f"{words}; {unknown} not proved" if unknown else words

    def plot(self, ax: Axes | None = None, *, title: str | None = None, most: int = 20) -> Axes:
        """Draw the prices as bars, the cheapest at the top.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        most
            How many pairs to show.
        """
        known = self.table[np.isfinite(self.table["price"])]
        return display.draw_prices_of_pairs(
            known,
            ax,
            most=most,
            title=self.headline if title is None else title,
            subtitle=self.of.assumptions,
        )

    def plot_map(
        self,
        ax: Axes | None = None,
        *,
        title: str | None = None,
        labels: bool | None = None,
        source: str | None = None,
        key: bool = True,
        scale_bar: bool = True,
    ) -> Axes:
        """Draw the plan with a line between neighbours, the thicker the cheaper it is to change.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above the map; the headline unless given, nothing for "".
        labels, source, key, scale_bar
            As for `Plan.plot`.
        """
        known = self.table[np.isfinite(self.table["price"])]
        positions = self.of.councils.positions
        return display.draw_map_of_prices(
            self.of.to_geodataframe(),
            known.assign(row=positions(known["council"]), partner_row=positions(known["partner"])),
            ax=ax,
            title=self.headline if title is None else title,
            assumptions=self.of.assumptions,
            labels=labels,
            source=source,
            key=key,
            scale_bar=scale_bar,
        )

    @property
    def _note(self) -> str:
        lines = more_rows(self.table, _SHOWN)
        return "\n".join([*lines, "Prices in £m more than the plan.", self.of.assumptions])

    @property
    def _shown(self) -> pd.DataFrame:
        """The cheapest, with figures in words."""
        table = self.table.head(_SHOWN)
        return pd.DataFrame(
            {
                "wish": table["wish"],
                "price": [
                    f"{price:,.3f}" if math.isfinite(price) else "none" if price > 0 else "unknown"
                    for price in table["price"]
                ],
                "proved": ["yes" if proved else "no" for proved in table["proved"]],
                "others move": table["others_move"].astype(str),
            }
        ).set_axis(
            pd.Index(table["name"] + " and " + table["partner_name"], name="neighbours"), axis=0
        )
