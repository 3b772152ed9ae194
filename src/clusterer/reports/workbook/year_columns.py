"""Which column of the sheet of cash by year has what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clusterer.reports.workbook.amounts import Amounts


@dataclass(frozen=True)
class Columns:
    """The columns of the sheet, numbered from 0 on.

    Attributes
    ----------
    items
        That of each item.
    own, net, so_far, worth, today, today_so_far, saved, spent
        The change of the reader's own; the sum of all; its sum so far; what £1 is worth now;
        today's worth, and its sum so far; what is saved and what is spent.
    netted
        What is saved and spent within an item, of each in which that is something.
    owed, owed_today, sign, turns
        What the indicators are worked out with.
    """

    items: Mapping[str, int]
    own: int
    net: int
    so_far: int
    worth: int
    today: int
    today_so_far: int
    saved: int
    spent: int
    netted: Mapping[str, int]
    owed: int
    owed_today: int
    sign: int
    turns: int

    @property
    def working(self) -> tuple[int, ...]:
        """Those that nobody but the indicators needs."""
        return self.owed, self.owed_today, self.sign, self.turns

    @classmethod
    def of(cls, amounts: Amounts) -> Columns:
        """Return the columns for some amounts."""
        items = {item: k for k, item in enumerate(amounts.items, start=1)}
        after = len(items) + 1
        names = ["own", "net", "so_far", "worth", "today", "today_so_far", "saved", "spent"]
        found = {name: after + k for k, name in enumerate(names)}
        after += len(names)
        netted = {item: after + k for k, item in enumerate(amounts.netted)}
        after += len(netted)
        found |= {name: after + k for k, name in enumerate(("owed", "owed_today", "sign", "turns"))}
        return cls(items, netted=netted, **found)
