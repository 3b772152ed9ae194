"""The frontier: exact points of cost against something else, each a plan."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from html import escape
from typing import overload

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clusterer import display
from clusterer._support.checks import check_number
from clusterer._support.interval import slack
from clusterer.errors import InputError
from clusterer.limits import ClusterCount
from clusterer.model.problem import Problem
from clusterer.questions.criterion import Criterion
from clusterer.questions.frontier_points import FrontierPoint, Gap
from clusterer.questions.frontier_words import ENOUGH, by_number_in_words, in_words
from clusterer.solving.plan import Plan
from clusterer.solving.proof import Proof

_SHOWN = 40
"""Rows of a table in a notebook."""


class Frontier(Sequence[Plan]):
    """Exact points of cost against a criterion: ``frontier[0]`` has the least of it.

    `frontier` makes one. Each point is a `Plan` of the problem with a limit more: that the
    criterion is no worse than it is there. So its ``status`` says whether the point is proved.

    Parameters
    ----------
    best
        The cheapest plan, as the solve found it.
    criterion
        What is set against the cost; None for the number of clusters.
    points
        The points, by rising amount.
    gaps
        Where others may lie.
    impossible
        The numbers of clusters that no plan has.
    n_candidates
        How many clusters were chosen from.
    seconds
        How long it took.
    """

    def __init__(
        self,
        best: Plan,
        criterion: Criterion | None,
        points: Iterable[FrontierPoint],
        gaps: Iterable[Gap],
        *,
        impossible: Iterable[int] = (),
        n_candidates: int | None = None,
        seconds: float = 0.0,
    ) -> None:
        self._best = best
        self._criterion = criterion
        self._points = tuple(points)
        self._gaps = tuple(gaps)
        self._impossible = tuple(impossible)
        self._n_candidates = best.n_candidates if n_candidates is None else n_candidates
        self._seconds = seconds

    @property
    def problem(self) -> Problem:
        """The problem whose plans these are; a point's own has a limit more."""
        return self._best.problem

    @property
    def best(self) -> Plan:
        """The cheapest plan of all."""
        return self._best

    @property
    def by(self) -> str:
        """What is set against the cost."""
        return "clusters" if self._criterion is None else self._criterion.name

    @property
    def complete(self) -> bool:
        """Whether there is no other point, and each is proved."""
        return not self._gaps and all(point.proved for point in self._points)

    @property
    def impossible(self) -> tuple[int, ...]:
        """The numbers of clusters, up to one a council, that no plan has: that is proved."""
        return self._impossible

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self._seconds

    def __len__(self) -> int:
        return len(self._points)

    @overload
    def __getitem__(self, index: int) -> Plan: ...

    @overload
    def __getitem__(self, index: slice) -> list[Plan]: ...

    def __getitem__(self, index: int | slice) -> Plan | list[Plan]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        point = self._points[index]
        clusters = sorted(point.clusters, key=lambda rows: (-len(rows), rows))
        evaluation = self._problem_of(point).evaluate_rows(dict(enumerate(clusters, start=1)))
        total = evaluation.objective
        proof = Proof.of(
            total,
            total - max(point.cost - point.bound, 0.0),
            seconds=self.seconds,
            n_candidates=self._n_candidates,
            word_of=point.word_of,
        )
        return Plan(evaluation, proof)

    def at(self, amount: float) -> Plan:
        """Return the plan with a number of clusters; or the cheapest point that is no worse.

        Parameters
        ----------
        amount
            The number of clusters, or the criterion that the plan must meet.

        Raises
        ------
        InputError
            If there is no such point.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(2)])
        >>> frontier = cl.frontier(problem, points=5)
        >>> len(frontier.at(32).clusters)
        32
        """
        check_number("amount", amount)
        amounts = self._amounts
        if self._criterion is None:
            fitting = np.flatnonzero(amounts == amount)
            if not fitting.size:
                known = "no plan has" if amount in self.impossible else "no plan was found with"
                raise InputError(f"{known} {amount:g} clusters; {self.headline}")
            return self[int(fitting[0])]
        sign = self._criterion.sign
        fitting = np.flatnonzero(sign * amounts <= sign * amount + slack(amount))
        if not fitting.size:
            end = "little" if sign > 0 else "much"
            nearest = amounts.min() if sign > 0 else amounts.max()
            raise InputError(
                f"no point has so {end} as {self._criterion.said(amount)} of {self.by}; the "
                f"nearest has {self._criterion.said(float(nearest))}"
            )
        return self[int(fitting[np.argmin(self._costs[fitting])])]

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a point, by its criterion, which is the index.

        ``cost``, in £m; ``more``, by how much it is above the least on the table; ``saved``, the
        part that it has of the saving of the cheapest, against all councils standing alone;
        ``shared``, how many clusters have two members or more; ``alone``, how many councils
        are in none; ``largest``, the members of the largest; ``proved``. By the total of a term of
        the problem, ``cost`` is that of all other terms, and ``total`` has both, and
        ``saved`` is against the most expensive point; so it is where sharing saves nothing. By
        clusters, ``dominated`` is true where some plan with fewer and some plan with more
        clusters costs no more.
        """
        costs = self._costs
        sizes = [np.array([len(rows) for rows in point.clusters]) for point in self._points]
        columns: dict[str, object] = {"cost": costs}
        if self._criterion is not None and self._criterion.others is not None:
            columns["total"] = costs + self._amounts
        columns |= {
            "more": costs - costs.min(),
            "saved": self._saved,
            "shared": [int((size > 1).sum()) for size in sizes],
            "alone": [int((size == 1).sum()) for size in sizes],
            "largest": [int(size.max()) for size in sizes],
        }
        if self._criterion is None:
            columns["dominated"] = self._dominated
        columns["proved"] = [point.proved for point in self._points]
        amounts = self._amounts.astype(np.int64) if self._criterion is None else self._amounts
        return pd.DataFrame(columns, index=pd.Index(amounts, name=self.by))

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """A row a gap, where points may lie that were not found.

        Their criterion lies between ``from`` and ``to``, and their £m between ``least`` and
        ``most``. By clusters, each number without a proved plan has a row.
        """
        rows = [(gap.start, gap.end, gap.least, gap.most) for gap in self._gaps]
        return pd.DataFrame(rows, columns=["from", "to", "least", "most"], dtype=np.float64)

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        best = self._nearest_to_best
        if self._criterion is None:
            open_ones = [int(gap.start) for gap in self._gaps]
            return by_number_in_words(self.table, int(best), self.impossible, open_ones)
        total = float(self._totals.min())
        return in_words(self._criterion, self.table, best, total, complete=self.complete)

    def plot(
        self,
        ax: Axes | None = None,
        *,
        title: str | None = None,
        assumptions: str | None = None,
    ) -> Axes:
        """Draw the points: what each plan costs more than the cheapest, by the criterion.

        The cheapest is marked, all terms together. Points below the dashed line have nine tenths
        of its saving or more, as ``saved`` on the table says: there the curve is flat.
        Further points may lie in grey boxes, and no plan has the numbers of clusters with a cross.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        assumptions
            The line below the title; what the figures rest on unless given, nothing for "".

        Returns
        -------
        Axes
            The axes; its figure is ``ax.figure``.
        """
        criterion, best, least = self._criterion, self._nearest_to_best, self._costs.min()
        apart = criterion is not None and criterion.others is not None
        return display.draw_frontier(
            self.table,
            self.gaps.assign(least=self.gaps["least"] - least, most=self.gaps["most"] - least),
            ax=ax,
            title=self.headline if title is None else title,
            subtitle=self._best.assumptions if assumptions is None else assumptions,
            along="number of clusters" if criterion is None else criterion.label,
            up=(
                f"all but {self.by}: more than the least"
                if apart
                else "more than the cheapest plan"
            ),
            best=best,
            best_in_words=f"{best:.0f}" if criterion is None else criterion.said(best),
            counted=criterion is None,
            more_is_better=criterion is not None and criterion.more,
            impossible=self.impossible,
            limit=(1.0 - ENOUGH) * (self._reference - least),
            limit_in_words=f"below: {ENOUGH:.0%} of the saving, or more",
        )

    def __repr__(self) -> str:
        return f"<Frontier: {self.headline}>"

    def _repr_html_(self) -> str:
        return f"<p><b>{escape(self.headline)}</b></p>{self.table.head(_SHOWN).to_html()}"

    @cached_property
    def _amounts(self) -> NDArray[np.float64]:
        return np.array([point.amount for point in self._points], dtype=np.float64)

    @cached_property
    def _costs(self) -> NDArray[np.float64]:
        return np.array([point.cost for point in self._points], dtype=np.float64)

    @property
    def _reference(self) -> float:
        """The £m against which the cheapest plan saves."""
        apart = self._criterion is not None and self._criterion.others is not None
        alone = self._best.standalone_cost
        return float(self._costs.max()) if apart or alone <= self._costs.min() else alone

    @property
    def _saved(self) -> NDArray[np.float64]:
        """Return the part of the saving of the cheapest that each point has."""
        span = self._reference - self._costs.min()
        if span <= 0:
            return np.ones(len(self))
        saved: NDArray[np.float64] = (self._reference - self._costs) / span
        return saved

    @property
    def _dominated(self) -> NDArray[np.bool_]:
        """Tell for which points some before and some behind cost no more."""
        before = np.minimum.accumulate(np.append(math.inf, self._costs))[:-1]
        behind = np.minimum.accumulate(np.append(math.inf, self._costs[::-1]))[:-1][::-1]
        dominated: NDArray[np.bool_] = (before <= self._costs) & (behind <= self._costs)
        return dominated

    @property
    def _nearest_to_best(self) -> float:
        """The amount of the cheapest point, all terms together."""
        return float(self._amounts[np.argmin(self._totals)])

    @property
    def _totals(self) -> NDArray[np.float64]:
        if self._criterion is not None and self._criterion.others is not None:
            return self._costs + self._amounts
        return self._costs

    def _problem_of(self, point: FrontierPoint) -> Problem:
        """Return the problem of which a point is the best plan."""
        if self._criterion is not None:
            return self._criterion.held(self.problem, point.amount, point.cost)
        limit = ClusterCount(exactly=len(point.clusters))
        return self.problem.replace(limits=[*self.problem.limits, limit])
