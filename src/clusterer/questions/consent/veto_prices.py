"""What each refusal costs, as tables."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from clusterer import display
from clusterer.display.shown import ShownAsTable, more_rows
from clusterer.model.problem import Evaluation
from clusterer.questions.granted_wish import WhyNot

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SHOWN = 20
"""Rows of a table in words."""


@dataclass(frozen=True, eq=False, repr=False)
class Vetoes(ShownAsTable):
    """What it costs if a council refuses to share, or a party does.

    `vetoes` makes one.

    Attributes
    ----------
    of
        The plan that was asked about.
    councils
        What is known of the refusal of each council, a `WhyNot`, in their order.
    by_party
        The same of each party, by its name.
    """

    of: Evaluation
    councils: tuple[WhyNot, ...]
    by_party: Mapping[str, WhyNot]

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a council, by index label, the most expensive refusal first.

        Its ``name``; the ``price`` of its refusal, how many £m more all councils together pay then;
        ``at_least``, which is the price if it is ``proved``; how many other councils
        ``others_move``, and the ``reason`` if the rules do not let it stand alone: then the price
        is infinite. Missing where it was not found in time.
        """
        table = _told(self.councils, self.of.councils.ids)
        table.insert(0, "name", self.of.councils.names)
        return _costliest_first(table)

    @cached_property
    def parties(self) -> pd.DataFrame:
        """A row a party, as `table` has them, with how many ``councils`` it is in control of."""
        index = pd.Index(list(self.by_party), name="party", dtype=object)
        table = _told(self.by_party.values(), index)
        sizes = [len(answer.wish.alone) for answer in self.by_party.values()]
        table.insert(0, "councils", np.array(sizes, dtype=np.int64))
        return _costliest_first(table)

    @property
    def complete(self) -> bool:
        """Whether all prices are proved."""
        return all(answer.proved for answer in (*self.councils, *self.by_party.values()))

    def answer(self, who: Hashable) -> WhyNot:
        """Return what is known of the refusal of a party, by name, or a council, by label or name.

        Raises
        ------
        InputError
            If there is neither.
        """
        if isinstance(who, str) and who in self.by_party:
            return self.by_party[who]
        return self.councils[self.of.councils.position(who)]

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        words = f"{len(self.councils)} councils"
        known = self.table[np.isfinite(self.table["price"])]
        if known.empty:
            return f"{words}: no price of a refusal is known"
        first = known.iloc[0]
        words += f": the most expensive refusal is that of {first['name']}, "
        words += f"for £{first['price']:,.3f}m"
        parties = self.parties[np.isfinite(self.parties["price"])]
        if len(parties):
            words += f"; of a party, {parties.index[0]}, for £{parties['price'].iloc[0]:,.3f}m"
        answers = (*self.councils, *self.by_party.values())
        unknown = sum(not answer.proved for answer in answers)
        return f"{words}; {unknown} not proved" if unknown else words

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw a bar for what each refusal costs: first of each party, then of each council.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        return display.draw_refusals(
            self.table,
            self.parties.assign(name=[f"all {party} councils" for party in self.parties.index]),
            ax,
            title=self.headline if title is None else title,
            subtitle=self.of.assumptions,
        )

    @property
    def _note(self) -> str:
        lines = more_rows(self.table, _SHOWN)
        return "\n".join([*lines, "Prices in £m more than the plan.", self.of.assumptions])

    @property
    def _shown(self) -> pd.DataFrame:
        """Parties, and the most expensive councils, with figures in words."""
        councils = self.table.head(_SHOWN)
        both = pd.concat([self.parties, councils])
        names = [f"all of {party}" for party in self.parties.index] + list(councils["name"])
        words = {
            "price": [_money(price) for price in both["price"]],
            "proved": ["yes" if proved else "no" for proved in both["proved"]],
            "others move": [str(int(moved)) for moved in both["others_move"]],
        }
        return pd.DataFrame(words, index=pd.Index(names, name="who refuses"))


def _told(answers: Iterable[WhyNot], index: pd.Index) -> pd.DataFrame:
    """Return what is known of refusals, a row each."""
    rows = [
        (
            answer.price,
            answer.price_bound,
            answer.proved,
            len(answer.moved),
            answer.reason or "",
        )
        for answer in answers
    ]
    columns = ["price", "at_least", "proved", "others_move", "reason"]
    kinds = {"price": float, "at_least": float, "proved": bool, "others_move": int}
    return pd.DataFrame(rows, index=index, columns=columns).astype(kinds)


def _costliest_first(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows in the order of their prices; those that are not known come last."""
    prices = table["price"].fillna(-math.inf).to_numpy()
    return table.iloc[np.argsort(-prices, kind="stable")]


def _money(price: float) -> str:
    """Return a price in words."""
    if math.isfinite(price):
        return f"{price:,.3f}"
    return "cannot be" if price > 0 else "unknown"
