"""A roadmap: who moves in which year, and what that costs and saves by year."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer import display
from clusterer._support.wording import separator
from clusterer.business_cases import indicators
from clusterer.model.problem import Evaluation
from clusterer.search.solution import relative_gap, tolerance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Roadmap:
    """A way from today's clusters to those of a plan, year by year.

    `roadmap` makes one.

    Parameters
    ----------
    plan
        The plan to which it leads.
    year_of
        The year in which each council moves, by index label, of those that do.
    years
        The partition at the end of each year's step, from year 0 on.
    spent, running
        £m by year until the horizon: what is spent to get there, and what is saved, below 0 what is
        lost, while clusters run; both against going on as today.
    worth
        What the steps of each year are worth now, in £m.
    bound
        The £m of net present value that no way under the same conditions exceeds.
    discount_rate
        Real rate a year.
    conditions
        What was asked of it, in words.
    """

    plan: Evaluation
    year_of: Mapping[Hashable, int]
    years: tuple[Evaluation, ...]
    spent: Floats
    running: Floats
    worth: tuple[float, ...]
    bound: float
    discount_rate: float
    conditions: str

    @property
    def npv(self) -> float:
        """Net present value of the cash against going on as today, in £m."""
        return indicators.net_present_value(self.cash["net"], self.discount_rate)

    @property
    def gap(self) -> float:
        """How much more than `npv` is possible at most, as a part of it."""
        return relative_gap(-self.npv, -self.bound)

    @property
    def status(self) -> str:
        """Whether it is proved that no way is worth more: "optimal", or else "feasible"."""
        return "optimal" if self.bound <= self.npv + tolerance(self.npv) else "feasible"

    @cached_property
    def cash(self) -> pd.DataFrame:
        """A row a year: £m ``spent`` to get there and saved ``running``, ``net``, and its sum."""
        net = self.running - self.spent
        columns = {"spent": self.spent, "running": self.running, "net": net}
        columns["cumulative"] = np.cumsum(net)
        return pd.DataFrame(columns, index=pd.RangeIndex(net.size, name="year"))

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a council that moves, in the order in which they do.

        By index label: ``name``, the ``year`` of its move, its ``move`` and whom it ``joins`` then,
        and its ``cluster`` in the plan.
        """
        councils = self.plan.councils
        between, rows = separator(councils.names), []
        for council, year in sorted(self.year_of.items(), key=lambda one: one[1]):
            now, move = self.years[year], self.plan.moves.loc[[council]].iloc[0]
            others = [one for one in now.members(now.cluster_of(council)) if one != council]
            rows.append(
                {
                    "council": council,
                    "name": move["name"],
                    "year": year,
                    "move": move["move"],
                    "joins": between.join(councils.names[k] for k in councils.positions(others)),
                    "cluster": self.plan.cluster_of(council),
                }
            )
        columns = ["council", "name", "year", "move", "joins", "cluster"]
        return pd.DataFrame(rows, columns=columns).set_index("council")

    @cached_property
    def steps(self) -> pd.DataFrame:
        """A row a year with steps.

        How many councils move, in ``moves``; £m ``spent`` in the year; what its step is ``worth``
        now; and how many ``shared`` clusters there are then.
        """
        moves = self.table["year"].value_counts()
        return pd.DataFrame(
            {
                "moves": [int(moves.get(year, 0)) for year in range(len(self.years))],
                "spent": self.spent[: len(self.years)],
                "worth": list(self.worth),
                "shared": [int((one.clusters["size"] > 1).sum()) for one in self.years],
            },
            index=pd.RangeIndex(len(self.years), name="year"),
        )

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        moves = len(self.table)
        left = len(self.plan.moves) - moves
        words = f"{moves} councils move in {len(self.years)} years"
        words += f", {left} do not" if left else ""
        words += (
            f": £{self.spent.sum():,.1f}m spent, net present value £{self.npv:,.1f}m; "
            f"{'proven best' if self.status == 'optimal' else f'at most £{self.bound:,.1f}m'}"
        )
        return words.replace("£-", "−£")

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw what is spent and saved each year as bars, and their sum so far as a line.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        cash = pd.DataFrame({"spent": -self.cash["spent"], "running": self.cash["running"]})
        return display.draw_cash(
            cash,
            payback=indicators.payback(self.cash["net"]),
            ax=ax,
            title=self.headline if title is None else title,
            subtitle=self.conditions,
        )

    def plot_maps(self, *, title: str | None = None) -> NDArray[np.object_]:
        """Draw a map a year, with the clusters after its step, and return their axes.

        Parameters
        ----------
        title
            What to write above all; the headline unless given, nothing for "".
        """
        frames = {f"year {t}": one.to_geodataframe() for t, one in enumerate(self.years)}
        return display.draw_maps(
            frames,
            title=self.headline if title is None else title,
            subtitle=self.conditions,
        )

    def __repr__(self) -> str:
        return display.table_as_text(self.headline, self._shown, self.conditions)

    def _repr_html_(self) -> str:
        return display.table_as_html(self.headline, self._shown, self.conditions)

    @property
    def _shown(self) -> pd.DataFrame:
        """The steps, with those who move, in words."""
        steps = self.steps
        who = self.table.groupby("year")["name"].apply(", ".join)
        return pd.DataFrame(
            {
                "moves": steps["moves"].astype(str),
                "spent": [f"{x:,.1f}" for x in steps["spent"]],
                "worth": [f"{x:,.1f}" for x in steps["worth"]],
                "who": [str(who.get(year, "nobody")) for year in steps.index],
            },
            index=steps.index,
        )
