"""What was found of proposals: which to choose, and what it costs to insist or to refuse."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clusterer import display
from clusterer._support.checks import check_number, plain_seconds
from clusterer._support.interval import slack
from clusterer._support.wording import separator, shown
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.selector import Selected, Selector
from clusterer.search.solution import Watch

_FIGURES = ["cost", "saving", "more", "proposals", "proved"]
"""Of a selection, in the tables by number and by budget."""


class Assessment:
    """Proposals assessed: `assess` makes one.

    Parameters
    ----------
    selector
        The proposals, and what selects among them.
    best
        The best selection.
    insist, refuse
        By name, the best selection that has a proposal, and the best that has it not.
    """

    def __init__(
        self,
        selector: Selector,
        best: Selected,
        insist: Mapping[Hashable, Selected],
        refuse: Mapping[Hashable, Selected],
    ) -> None:
        self._selector = selector
        self._best = best
        self._insist = dict(insist)
        self._refuse = dict(refuse)

    @property
    def problem(self) -> Problem:
        """The problem whose terms cost the proposals."""
        return self._selector.problem

    @property
    def chosen(self) -> tuple[Hashable, ...]:
        """The proposals of the best selection, in the order in which they were given."""
        return self._best.names

    @property
    def objective(self) -> float:
        """The £m of the best selection, with what the councils in no proposal cost alone."""
        return self._best.objective

    @property
    def bound(self) -> float:
        """The £m that every selection costs at least."""
        return min(self._best.bound, self._best.objective)

    @property
    def saving(self) -> float:
        """The £m that the best selection saves against every council standing alone."""
        return self._standalone - self.objective

    @cached_property
    def assignment(self) -> pd.Series:
        """The proposal that each council is in; where it stands alone, its own label.

        If a proposal is called that, ``"<label> alone"``.
        """
        taken = set(self.chosen)
        homes: list[Hashable] = [
            f"{one} alone" if one in taken else one for one in self.problem.councils.ids
        ]
        for name in self.chosen:
            for row in self._selector.proposals.members[name]:
                homes[row] = name
        return pd.Series(homes, index=self.problem.councils.ids, name="cluster")

    @property
    def evaluation(self) -> Evaluation:
        """The best selection, costed by the terms of the problem, also where costs were brought."""
        clusters: dict[Hashable, list[int]] = {}
        for row, home in enumerate(self.assignment):
            clusters.setdefault(home, []).append(row)
        return self.problem.evaluate_rows(clusters)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a proposal, by name.

        ``members``, ``size``; ``cost`` in £m, ``standalone``, what its members cost alone, and
        ``saving``, what it saves by itself; ``chosen``, whether the best selection has it;
        ``insist``, the £m that the best selection with it costs more than the best of all, and
        ``refuse``, the £m that the best without it costs more; ``proved``, whether both are
        proved; ``broken``, which rule forbids it by itself. What no selection has, for that
        or since the other councils could not go on without it, has no price: not a number.
        """
        selector = self._selector
        names = self.problem.councils.names
        between = separator(names)
        members = list(selector.proposals.members.values())
        costs = selector.columns.costs[: len(selector.names)]
        alone = self.problem.standalone_costs
        standalone = np.array([alone[rows].sum() for rows in members])
        return pd.DataFrame(
            {
                "members": [between.join(names[i] for i in rows) for rows in members],
                "size": [len(rows) for rows in members],
                "cost": costs,
                "standalone": standalone,
                "saving": standalone - costs,
                "chosen": [name in self.chosen for name in selector.names],
                "insist": [self._more(self._insist[name]) for name in selector.names],
                "refuse": [self._more(self._refuse[name]) for name in selector.names],
                "proved": [
                    self._best.proved and self._insist[name].proved and self._refuse[name].proved
                    for name in selector.names
                ],
                "broken": [selector.broken[name] for name in selector.names],
            },
            index=pd.Index(selector.names, name="proposal", tupleize_cols=False),
        )

    @cached_property
    def clashes(self) -> pd.DataFrame:
        """A row for each two proposals that exclude each other, with the councils of both."""
        return self._selector.clashes

    def by_number(self, *, time_limit: float | None = None) -> pd.DataFrame:
        """Return the best selection for each number of proposals, from none to the most possible.

        Parameters
        ----------
        time_limit
            Seconds after which numbers that were not looked at are left out.

        Returns
        -------
        pandas.DataFrame
            By number: ``cost``, ``saving``, ``more`` than the best of all, ``proposals`` and
            ``proved``. Numbers for which there is no selection are left out.
        """
        watch = Watch(plain_seconds(time_limit))
        counted = self._selector.is_proposal.astype(np.float64)
        rows: dict[float, dict[str, object]] = {}
        for number in range(self._most + 1):
            if watch.remaining() <= 0:
                break
            found = self._selector.best(watch, counted=counted, low=number, high=number)
            if found.chosen is not None:
                rows[number] = self._row(found)
        return _as_table(rows, "number")

    def by_budget(
        self,
        budgets: Iterable[float],
        *,
        term: str = "set-up",
        time_limit: float | None = None,
    ) -> pd.DataFrame:
        """Return the best selection for each budget of one kind of cost.

        Parameters
        ----------
        budgets
            £m that the proposals of a selection may cost together, of that kind.
        term
            The name of the term, such as "set-up", whose £m count.
        time_limit
            Seconds after which budgets that were not looked at are left out.

        Returns
        -------
        pandas.DataFrame
            By budget: ``spent`` of it, and the columns of `by_number`.

        Raises
        ------
        InputError
            If the problem has no such term, or a budget is not usable.
        """
        terms = [one.name for one in self.problem.terms]
        if term not in terms:
            raise InputError(f"the problem has no term {shown(term)}; there are {terms}")
        selector = self._selector
        spent = self.problem.cost_table(selector.clusters)[term].to_numpy(dtype=np.float64)
        spent = np.where(selector.is_proposal, spent, 0.0)
        watch = Watch(plain_seconds(time_limit))
        if isinstance(budgets, (str, bytes)) or not isinstance(budgets, Iterable):
            raise InputError(f"budgets = {shown(budgets)} must be a list of £m, such as [5, 10]")
        rows = {}
        for budget in budgets:
            check_number("a budget", budget, kind="number of £m", at_least=0)
            if watch.remaining() <= 0:
                break
            found = selector.best(watch, counted=spent, high=budget + slack(float(budget)))
            if found.chosen is not None:
                rows[float(budget)] = {
                    "spent": float(spent[found.chosen].sum()),
                    **self._row(found),
                }
        return _as_table(rows, "budget")

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        many, worth = len(self._selector.names), len(self.chosen)
        sound = np.array([not self._selector.broken[name] for name in self._selector.names])
        alone = int((sound & (self._selector.columns.costs[:many] < self._alone)).sum())
        barred = sum(map(bool, self._selector.broken.values()))
        words = (
            f"{worth} of {many} proposals are worth it together, and save £{self.saving:,.1f}m; "
            f"{alone} would save by themselves"
        )
        return f"{words}; {barred} cannot be chosen, as rules forbid it" if barred else words

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw what it costs to refuse each proposal that is chosen, or to insist on another.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        return display.draw_wishes(
            self.table[["chosen", "insist", "refuse"]],
            ax,
            title=self.headline if title is None else title,
        )

    def __repr__(self) -> str:
        return f"<Assessment: {self.headline}>"

    def _repr_html_(self) -> str:
        return f"<p><b>{self.headline}</b></p>{self.table.to_html()}"

    @property
    def _alone(self) -> NDArray[np.float64]:
        """The £m of the members of each proposal alone."""
        alone = self.problem.standalone_costs
        return np.array([alone[rows].sum() for rows in self._selector.proposals.members.values()])

    @property
    def _standalone(self) -> float:
        """The £m of every council standing alone."""
        return float(self.problem.standalone_costs.sum())

    @property
    def _most(self) -> int:
        """No selection has more proposals."""
        smallest = sorted(map(len, self._selector.proposals.members.values()))
        return int((np.cumsum(smallest) <= len(self.problem.councils)).sum())

    def _more(self, found: Selected) -> float:
        if found.chosen is None:
            return math.nan
        return max(found.objective - self.objective, 0.0)

    def _row(self, found: Selected) -> dict[str, object]:
        return {
            "cost": found.objective,
            "saving": self._standalone - found.objective,
            "more": max(found.objective - self.objective, 0.0),
            "proposals": found.names,
            "proved": found.proved,
        }


def _as_table(rows: Mapping[float, dict[str, object]], name: str) -> pd.DataFrame:
    table = pd.DataFrame(list(rows.values()), index=pd.Index(list(rows), name=name))
    return table if rows else table.reindex(columns=_FIGURES)
