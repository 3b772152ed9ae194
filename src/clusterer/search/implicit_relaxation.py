"""Solve the linear relaxation over candidates that are not listed."""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.search.bounded_walk import BoundedWalk
from clusterer.search.column_generation import NEGATIVE, ColumnGeneration, promising
from clusterer.search.columns import Columns, admissible, dual_objective, price, repaired
from clusterer.search.master import SHORT, Master
from clusterer.search.solution import OutOfTime, tolerance

Floats = NDArray[np.float64]

logger = logging.getLogger(__name__)

_A_ROOT = 300
"""Columns that a round looks for among those of the same lowest council at most."""

_CAP_GROWTH = 2
"""The walk has a cap on size, which grows by this as soon as no column is left below it:
bounds are tight, and walks short, only with duals that are nearly right."""

_VAIN_ROUNDS = 30
"""Rounds with more columns than can be found, while all found so far admit no plan, before
the relaxation is left: the problem may have none, and duals that are mere penalties let no walk
come to an end."""

_PENALTY_STEPS = 8
"""How often the penalty grows tenfold before the relaxation is left unsolved."""


@dataclass(frozen=True, eq=False)
class ImplicitRelaxation:
    """An answer of the linear relaxation over all candidates.

    Attributes
    ----------
    council_duals, limit_duals
        The duals of the best bound.
    bound
        What every plan costs at least; infinite if it is proved that there is none.
    columns
        The columns that were priced in.
    """

    council_duals: Floats
    limit_duals: Floats
    bound: float
    columns: Columns


def relax_implicitly(
    walk: BoundedWalk,
    seeds: Columns,
    *,
    dearest: float,
    remaining: Callable[[], float],
    report: Callable[[int, float], None],
) -> ImplicitRelaxation:
    """Solve the relaxation over all candidates, by column generation.

    Parameters
    ----------
    walk
        Finds the columns of negative reduced cost.
    seeds
        Columns to begin with.
    dearest
        What any plan costs at most: a bound above it proves that there is none.
    remaining
        Tells the seconds left; when they are up, the best so far is returned.
    report
        Is told the number of columns and the bound of every round.
    """
    low, high = seeds.low, seeds.high
    pool = [_promising_seeds(seeds, remaining)]
    master = Master(seeds)
    master.add(pool[0])
    known = set(_keys(pool[0].candidates))
    best = ImplicitRelaxation(np.zeros(seeds.n), np.zeros(low.size), -math.inf, seeds)
    cap = int(seeds.candidates.size.max(initial=1))
    most_a_root, penalty_steps, vain_rounds = _A_ROOT, _PENALTY_STEPS, 0
    try:
        while (solution := master.solve(remaining)) is not None:
            duals = solution.council_duals, admissible(solution.limit_duals, low, high)
            found = walk.below(
                *duals, NEGATIVE, remaining=remaining, most_a_root=most_a_root, max_size=cap
            )
            reduced = price(found.columns, *duals).reduced_costs
            if found.complete and cap >= walk.max_size:
                shares = found.columns.candidates.least_share(reduced)
                # What was not found has a reduced cost above the threshold, a hair below zero.
                bound = dual_objective(*duals, low, high) + np.minimum(shares, NEGATIVE).sum()
                if bound > best.bound:
                    best = ImplicitRelaxation(*duals, float(bound), seeds)
            columns = sum(map(len, pool))
            report(columns, best.bound)
            logger.debug("%d columns of up to %d, bound %.6f", columns, cap, best.bound)
            if best.bound > dearest + tolerance(dearest):
                best = dataclasses.replace(best, bound=math.inf)
                break
            vain_rounds += solution.shortfall > SHORT and not found.complete
            if vain_rounds > _VAIN_ROUNDS:
                break
            keys = _keys(found.columns.candidates)
            new = np.flatnonzero([key not in known for key in keys])
            if new.size:
                new = promising(found.columns.candidates, reduced, new)
                pool.append(found.columns.restricted(new))
                known.update(_keys(pool[-1].candidates))
                master.add(pool[-1])
            elif not found.complete:
                most_a_root *= 10
            elif cap < walk.max_size:
                cap *= _CAP_GROWTH
            elif solution.shortfall <= SHORT or penalty_steps == 0:
                break
            else:
                penalty_steps -= 1
                master.set_penalty(10.0 * master.penalty)
    except OutOfTime:
        logger.debug("time is up in the relaxation")
    return dataclasses.replace(best, columns=Columns.joined(pool))


def _promising_seeds(seeds: Columns, remaining: Callable[[], float]) -> Columns:
    """Return the councils alone, and the seeds of low reduced cost in their own relaxation."""
    generation = ColumnGeneration(seeds)
    generation.add(np.flatnonzero(seeds.candidates.size == 1))
    relaxed = generation.relax(seeds.low, seeds.high, remaining=remaining, report=lambda _: None)
    reduced = repaired(seeds, relaxed.prices).reduced_costs
    low = promising(seeds.candidates, reduced, np.arange(len(seeds)))
    return seeds.restricted(np.union1d(low, np.flatnonzero(seeds.candidates.size == 1)))


def _keys(candidates: Candidates) -> Iterator[bytes]:
    return (candidates.positions(k).tobytes() for k in range(len(candidates)))
