"""Lift the bound of the linear relaxation with subset rows, and drop what it rules out."""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from clusterer.search.column_generation import ColumnGeneration
from clusterer.search.columns import Columns, with_subset_rows
from clusterer.search.parity_rows import parity_rows
from clusterer.search.prices import Prices, nearest, price, repaired
from clusterer.search.subset_row import SubsetRow
from clusterer.search.subset_rows import violated

Separate = Callable[..., Iterable[SubsetRow]]

logger = logging.getLogger(__name__)

QUICK: tuple[Separate, ...] = (violated, parity_rows)
"""What finds rows in little time."""

_ROUNDS = 25
_CUTS_A_ROUND = 100

_WORTH = 0.02
"""A round must close this part of the gap that is left, or the rounds end after:"""

_PATIENCE = 3

_TO_BEGIN_WITH = 100
"""So many columns a council, those of least reduced cost, are in the first linear program."""


@dataclass(frozen=True, eq=False)
class Tightened:
    """A branch with subset rows as further limits.

    Attributes
    ----------
    left
        The columns that may be in a plan below the cutoff, under their own limits.
    chosen
        Their numbers among the columns that came in.
    prices
        Their reduced costs, and the bound for all that came in.
    rows
        The subset rows.
    values
        x of each of the columns in the last linear program; None if none was solved.
    """

    left: Columns
    chosen: NDArray[np.intp]
    prices: Prices
    rows: tuple[SubsetRow, ...]
    values: NDArray[np.float64] | None = None

    @classmethod
    def not_yet(cls, columns: Columns, prices: Prices) -> Tightened:
        """Return columns under no subset rows."""
        return cls(columns, np.arange(len(columns)), prices, ())

    @cached_property
    def columns(self) -> Columns:
        """The columns that are left under their own limits and, the last ones, the subset rows."""
        return with_subset_rows(self.left, self.rows)

    def __len__(self) -> int:
        return len(self.left)

    def below(self, cutoff: float) -> Tightened:
        """Return what is left if plans of `cutoff` or more are of no interest."""
        return self.of(np.flatnonzero(self.prices.reduced_costs <= cutoff - self.prices.bound))

    def nearest(self, per_council: int, also: NDArray[np.intp] | None = None) -> Tightened:
        """Return so many columns of each council, about, those of least reduced cost; and some."""
        near = nearest(self.left, self.prices, per_council)
        return self.of(near if also is None else np.union1d(near, also))

    def of(self, keep: NDArray[np.intp]) -> Tightened:
        """Return some of the columns, by their numbers."""
        return Tightened(
            self.left.restricted(keep),
            self.chosen[keep],
            self.prices.of(keep),
            self.rows,
            None if self.values is None else self.values[keep],
        )


def tighten(
    columns: Columns,
    prices: Prices,
    cutoff: float,
    *,
    remaining: Callable[[], float],
    rows: Sequence[SubsetRow] = (),
    separate: Sequence[Separate] = QUICK,
    rounds: int = _ROUNDS,
) -> Tightened:
    """Add subset rows that the relaxation breaks, until they help no more.

    Parameters
    ----------
    columns
        All columns that may be in a plan below the cutoff.
    prices
        Duals that prove a bound for them.
    cutoff
        Plans that cost as much or more are of no interest.
    remaining
        Tells the seconds left.
    rows
        Subset rows to begin with.
    separate
        What finds rows that a solution breaks, such as `violated`.
    rounds
        How often they are looked for at most.
    """
    generation = ColumnGeneration(columns, interior=False)
    generation.add(nearest(columns, prices, _TO_BEGIN_WITH))
    generation.cut(rows)
    values = relaxation = None
    best = price(columns, prices.council_duals, prices.limit_duals)
    cuts = generation.rows
    patience = _PATIENCE
    for _ in range(rounds):
        relaxation = generation.relax(
            columns.low, columns.high, remaining=remaining, report=lambda _: None, cutoff=cutoff
        )
        progress = relaxation.prices.bound - best.bound
        patience = _PATIENCE if progress > _WORTH * (cutoff - best.bound) else patience - 1
        if progress > 0 or (not cuts and relaxation.values is not None):
            best = relaxation.prices
        if relaxation.values is None:
            break
        values = relaxation.values
        if best.bound >= cutoff or patience == 0:
            break
        known = set(cuts)
        found = [
            one(columns.candidates, values, at_most=_CUTS_A_ROUND, remaining=remaining)
            for one in separate
        ]
        new = [cut for cut in dict.fromkeys(chain.from_iterable(found)) if cut not in known]
        if not new or remaining() <= 0:
            break
        generation.cut(new)
    # Only rows with a price hold the bound up; the solver can do without the rest.
    own, of_cuts = np.split(best.limit_duals, [len(columns.amounts)])
    priced = np.flatnonzero(of_cuts < 0)
    rows = tuple(cuts[k] for k in priced)
    best = price(columns, best.council_duals, np.append(own, of_cuts[priced]), rows)
    best = repaired(columns, best)
    gap = -math.inf if relaxation is not None and relaxation.infeasible else cutoff - best.bound
    keep = np.flatnonzero(best.reduced_costs <= gap)
    left = Tightened(
        columns.restricted(keep),
        keep,
        best.of(keep),
        rows,
        None if values is None else values[keep],
    )
    logger.debug(
        "%d subset rows lift the bound from %.6f to %.6f and leave %d of %d candidates",
        priced.size,
        prices.bound,
        best.bound,
        left.chosen.size,
        len(columns),
    )
    return left


def tighten_further(
    columns: Columns,
    tight: Tightened,
    cutoff: float,
    *,
    remaining: Callable[[], float],
    separate: Sequence[Separate] = QUICK,
) -> Tightened:
    """Return some of the columns under more subset rows, or as they are if these lift no bound.

    Parameters
    ----------
    columns
        The columns of which `tight` has some.
    tight
        What is left of them under the rows so far.
    cutoff, remaining, separate
        As for `tighten`.
    """
    own = tight.prices.limit_duals[: len(columns.amounts)]
    again = tighten(
        columns.restricted(tight.chosen),
        dataclasses.replace(tight.prices, limit_duals=own),
        cutoff,
        remaining=remaining,
        rows=tight.rows,
        separate=separate,
    )
    if again.prices.bound <= tight.prices.bound:
        return tight
    return dataclasses.replace(again, chosen=tight.chosen[again.chosen])
