"""Plans in order of cost, and what they have in common."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, overload

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clusterer import display
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.moves import moves_between
from clusterer.questions.plan_lists import PlanList, home_of
from clusterer.search.columns import Columns
from clusterer.search.solution import tolerance
from clusterer.solving.plan import Plan
from clusterer.solving.proof import Proof

_SHOWN = 20
"""Rows of a table in a notebook."""


class Position(NamedTuple):
    """Where a plan stands among ranked ones.

    Attributes
    ----------
    cheaper
        How many ranked plans are cheaper.
    of
        How many plans are ranked.
    """

    cheaper: int
    of: int


class Ranked(Sequence[Plan]):
    """Plans in order of cost: ``ranked[0]`` is the first, and each is a `Plan`.

    `rank` makes one. Plans are costed in full when they are asked for; the tables need no plan.

    Parameters
    ----------
    best
        The best plan, as the solve found it.
    columns
        What the plans are made of.
    found
        The plans.
    seconds
        How long it took to list them.
    """

    def __init__(self, best: Plan, columns: Columns, found: PlanList, *, seconds: float) -> None:
        self._best = best
        self._columns = columns
        self._found = found
        self.seconds = seconds

    @property
    def problem(self) -> Problem:
        """The problem whose plans these are."""
        return self._best.problem

    @property
    def complete(self) -> bool:
        """Whether there is no other plan: within the tolerance, if one was given, or at all."""
        return self._found.complete

    @property
    def next_bound(self) -> float:
        """The £m that every plan that is not ranked costs at least; infinite if there is none."""
        return self._found.next_bound

    @property
    def n_plans(self) -> int | None:
        """How many plans there are within the tolerance, ranked or not; None if not counted."""
        return self._found.count

    def __len__(self) -> int:
        return len(self._found.plans)

    @overload
    def __getitem__(self, index: int) -> Plan: ...

    @overload
    def __getitem__(self, index: slice) -> list[Plan]: ...

    def __getitem__(self, index: int | slice) -> Plan | list[Plan]:
        if isinstance(index, slice):
            return [self[k] for k in range(*index.indices(len(self)))]
        members = self._columns.candidates.positions
        clusters = sorted(
            (members(column).tolist() for column in self._found.plans[index]),
            key=lambda rows: (-len(rows), rows),
        )
        evaluation = self.problem.evaluate_rows(dict(enumerate(clusters, start=1)))
        proof = Proof.of(
            evaluation.objective,
            self._bound,
            seconds=self.seconds,
            n_candidates=len(self._columns),
            word_of=self._best.word_of,
        )
        return Plan(evaluation, proof)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a plan, by rank from 1 on; by its place in the draw, if plans were drawn.

        ``cost``, and ``more``, by how much it is above the best, in £m; ``shared``, how many
        clusters have two members or more; ``alone``, how many councils are in none; ``largest``,
        the members of the largest; and ``moves``, how many councils must change cluster, at least,
        to come from the best.
        """
        plans = self._found.plans
        sizes = [self._columns.candidates.size[plan] for plan in plans]
        best = _numbered(self._best)
        return pd.DataFrame(
            {
                "cost": self._costs,
                "more": self._more,
                "shared": [int((size > 1).sum()) for size in sizes],
                "alone": [int((size == 1).sum()) for size in sizes],
                "largest": [int(size.max()) for size in sizes],
                "moves": [moves_between(best, home_of(self._columns, plan)) for plan in plans],
            },
            index=pd.RangeIndex(1, len(self) + 1, name="drawn" if self._is_draw else "rank"),
        )

    @cached_property
    def together(self) -> pd.DataFrame:
        """The share of the ranked plans in which each two councils share a cluster, from 0 to 1.

        A row and a column a council, by index label.
        """
        candidates, n = self._columns.candidates, self._columns.n
        used, times = np.unique(np.concatenate(self._found.plans), return_counts=True)
        share = np.zeros((n, n))
        for column, often in zip(used, times / len(self), strict=True):
            rows = candidates.positions(column)
            share[np.ix_(rows, rows)] += often
        # All shares of a council with itself are one, except for rounding; so is what is in all.
        share = np.minimum(np.round(share * len(self)) / len(self), 1.0)
        ids = self.problem.councils.ids
        return pd.DataFrame(share, index=ids, columns=ids)

    @property
    def always(self) -> list[tuple[Hashable, Hashable]]:
        """The pairs of councils that share a cluster in all ranked plans, by index label."""
        return self._pairs(self.together.to_numpy() == 1.0)

    @property
    def never(self) -> list[tuple[Hashable, Hashable]]:
        """The pairs of neighbours that share a cluster in no ranked plan, by index label."""
        apart = self.together.to_numpy() == 0.0
        near = np.zeros_like(apart)
        for i, j in self._neighbours:
            near[i, j] = True
        return self._pairs(apart & near)

    def position(
        self, assignment: Mapping[Hashable, Hashable] | pd.Series | Evaluation
    ) -> Position:
        """Tell how many of the ranked plans are cheaper than a given one, ranked or not.

        If it costs more than `next_bound`, plans that are not ranked may be cheaper too.

        Parameters
        ----------
        assignment
            What `Problem.evaluate` takes, or what it returns: costed again by this problem.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(2)])
        >>> ranked = cl.rank(problem, n=5)
        >>> ranked.position(ranked[3])
        Position(cheaper=3, of=5)
        """
        if isinstance(assignment, Evaluation):
            assignment = assignment.assignment
        cost = self.problem.evaluate(assignment).objective
        return Position(int((self._costs < cost - tolerance(cost)).sum()), len(self))

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        many = f"{len(self):,} plans" if len(self) > 1 else "one plan"
        if self._is_draw:
            many = f"{len(self):,} of {self.n_plans:,} plans, drawn at random,"
        first, last = self._costs[0], self._costs[-1]
        words = f"{many} from £{first:,.3f}m to £{last:,.3f}m"
        if len(self) > 1:
            pairs = len(self.always)
            words += f"; {pairs} pairs of councils share in all of them"
        if self.complete:
            within = "" if self.next_bound == np.inf else " within the tolerance"
            return f"{words}; there is no other{within}"
        if self._is_draw:
            return f"{words}; the best costs £{self.next_bound:,.3f}m"
        return f"{words}; every other costs £{self.next_bound:,.3f}m or more"

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
        """Draw what is settled and what is open: who is together in all plans, and who in some.

        Councils that share in all ranked plans have a colour and an outline; those that stand
        alone in all are grey; all others are white. Lines join neighbours that share in some, the
        thicker the more often.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above the map; the headline unless given, nothing for "".
        labels, source, key, scale_bar
            As for `Plan.plot`.
        """
        return display.draw_backbone(
            self.problem.councils.frame,
            self.together.to_numpy(),
            np.array(self._neighbours, dtype=np.intp),
            ax=ax,
            title=self.headline if title is None else title,
            assumptions=self._best.assumptions,
            labels=labels,
            source=source,
            key=key,
            scale_bar=scale_bar,
        )

    def plot_costs(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw what each plan costs more than the best, by rank.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        return display.draw_costs_by_rank(
            self.table["more"],
            ax,
            title=self.headline if title is None else title,
            beyond=self.next_bound - self._cheapest,
        )

    def __repr__(self) -> str:
        return f"<Ranked: {self.headline}>"

    def _repr_html_(self) -> str:
        return f"<p><b>{self.headline}</b></p>{self.table.head(_SHOWN).to_html()}"

    @cached_property
    def _costs(self) -> NDArray[np.float64]:
        costs = self._columns.costs
        return np.array([costs[plan].sum() for plan in self._found.plans])

    @property
    def _is_draw(self) -> bool:
        return self.n_plans is not None and self.n_plans > len(self)

    @property
    def _more(self) -> NDArray[np.float64]:
        """The £m of each plan above the best, nothing where that is rounding only."""
        more: NDArray[np.float64] = self._costs - self._cheapest
        return np.where(np.abs(more) <= tolerance(self._cheapest), 0.0, more)

    @property
    def _neighbours(self) -> list[tuple[int, int]]:
        """The row numbers i < j of each two neighbours."""
        position = self.problem.councils.position
        pairs = ((position(a), position(b)) for a, b in self.problem.adjacency.edges)
        return [(min(pair), max(pair)) for pair in pairs]

    @property
    def _cheapest(self) -> float:
        """The £m of the best plan, which a draw may not have."""
        return min(self._best.objective, float(self._costs[0]))

    @property
    def _bound(self) -> float:
        """The £m that every plan costs at least."""
        return max(self._best.bound, min(float(self._costs[0]), self.next_bound))

    def _pairs(self, chosen: NDArray[np.bool_]) -> list[tuple[Hashable, Hashable]]:
        ids = list(self.problem.councils.ids)
        return [(ids[i], ids[j]) for i, j in np.argwhere(np.triu(chosen, k=1))]


def _numbered(evaluation: Evaluation) -> NDArray[np.intp]:
    """Return shape (n,): the number of the cluster of each council, from 0 on."""
    return pd.factorize(evaluation.assignment)[0]
