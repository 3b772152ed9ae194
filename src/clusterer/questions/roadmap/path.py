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
from clusterer.display.shown import ShownAsTable
from clusterer.model.problem import Evaluation
from clusterer.search.solution import relative_gap, tolerance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Roadmap(ShownAsTable):
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
    def payback(self) -> float | None:
        """Years until what is spent has come back for good; None if it has not in these years."""
        return indicators.payback(self.cash["net"])

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
        # Without a row there is nothing to tell that years are whole numbers.
        return pd.DataFrame(rows, columns=columns).astype({"year": np.int64}).set_index("council")

    @cached_property
    def steps(self) -> pd.DataFrame:
        """A row a year with steps.

        How many councils move, in ``moves``; £m ``spent`` in the year; what its step is ``worth``
        now; and how many ``shared`` clusters there are then.
        """
        years = range(len(self.years))
        return pd.DataFrame(
            {
                "moves": self.table["year"].value_counts().reindex(years, fill_value=0).to_numpy(),
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
        if broken := len(self.years[-1].broken):
            rules = "rule or limit" if broken == 1 else "rules or limits"
            words += f"; at its end breaks {broken} {rules}"
        return words.replace("£-", "−£")

    def plot(
        self,
        ax: Axes | None = None,
        *,
        title: str | None = None,
        labels: bool | None = None,
        source: str | None = None,
        key: bool = True,
        scale_bar: bool = True,
    ) -> Axes:
        """Draw the whole path on one map: the darker a council, the earlier it moves.

        Clusters to which the path leads have an outline, partnerships of today a dashed one. If
        councils do not move that the plan would move, the outlines are those of the last year.

        Parameters
        ----------
        ax, title, labels, source, key, scale_bar
            As for `Plan.plot`.
        """
        councils, now = self.plan.councils, self._today
        shared = now.clusters.index[now.clusters["size"] > 1]
        return display.draw_map_of_moves(
            self.years[-1].to_geodataframe(),
            np.array([self.year_of.get(one, np.nan) for one in councils.ids], dtype=np.float64),
            [list(map(int, councils.positions(now.members(one)))) for one in shared],
            years=len(self.years),
            ax=ax,
            title=self.headline if title is None else title,
            assumptions=self.conditions,
            labels=labels,
            source=source,
            key=key,
            scale_bar=scale_bar,
        )

    def plot_cash(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw what is spent and saved each year as bars, and their sum so far as a line.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        cash = {
            "spent to get there": -self.cash["spent"],
            "saved while running": self.cash["running"],
        }
        return display.draw_cash(
            pd.DataFrame(cash),
            payback=self.payback,
            ax=ax,
            title=self.headline if title is None else title,
            subtitle=self.conditions,
        )

    def plot_years(self, *, title: str | None = None) -> Axes:
        """Draw a map of today and one a year, with the clusters after its step.

        Years after the last step, in which nothing changes, have no map.

        Parameters
        ----------
        title
            What to write above all; the headline unless given, nothing for "".

        Returns
        -------
        Axes
            The axes of the first map. Their figure has those of all, in order, as
            ``ax.figure.axes``; ``ax.figure.savefig(path)`` writes all maps to a file.
        """
        last = max(self.year_of.values(), default=-1)
        frames = {"today": self._today.to_geodataframe()}
        for year, one in enumerate(self.years[: last + 1]):
            frames[f"after year {year}"] = one.to_geodataframe()
        return display.draw_maps(
            frames,
            title=self.headline if title is None else title,
            subtitle=self.conditions,
        )

    @property
    def _note(self) -> str:
        """The conditions, and what is broken in the end, a line each."""
        broken = self.years[-1].broken
        return "\n".join([*(f"breaks at its end: {fault}" for fault in broken), self.conditions])

    @property
    def _today(self) -> Evaluation:
        """Today's partnerships, or all alone."""
        problem = self.plan.problem
        return problem.status_quo or problem.evaluate({}, rest_alone=True)

    @property
    def _shown(self) -> pd.DataFrame:
        """The steps, with those who move, in words."""
        steps = self.steps
        who = self.table.groupby("year")["name"].apply(separator(self.table["name"]).join)
        return pd.DataFrame(
            {
                "moves": steps["moves"].astype(str),
                "spent": [f"{x:,.1f}" for x in steps["spent"]],
                "worth": [f"{x:,.1f}" for x in steps["worth"]],
                "who": [str(one) for one in who.reindex(steps.index, fill_value="nobody")],
            },
            index=steps.index,
        )
