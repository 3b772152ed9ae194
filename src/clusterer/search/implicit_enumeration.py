"""Go through all plans of a few columns, except for those that cannot be better (Balas, 1965).

The first item that is not covered yet is covered by each column in turn, depth first. A branch is
left as soon as it costs too much above a bound, or as no plan of it can keep a row: both are told
by sums of numbers that are not negative. Let each item have a share ``s_i ≤ a_k / |k|`` of the
amounts of a row; then a plan adds ``Σ_i s_i + Σ_k (a_k − Σ_{i∈k} s_i)``, where no bracket is
negative, so that what the columns taken so far add is a lower bound for all plans with them.

No solver is asked, and nothing rests on a tolerance but of these sums: a plan that is met is judged
by whoever asked. So this decides where the rows are such that a solver's word is worth little,
and checks that word where that is cheap.

Balas, E. (1965), "An additive algorithm for solving linear programs with zero-one variables",
Operations Research 13(4), 517-546.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from clusterer.search._implicit_enumeration import ENDED, MET, walk
from clusterer.search.binary_program import BinaryProgram, Row

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

_MOST_COLUMNS = 20_000
"""More columns are more plans than can be gone through."""

_MOST_NUMBERS = 1_000_000
"""The same for columns times rows."""

_STEPS_AT_ONCE = 1_000_000
"""Between two looks at the clock."""

_STEPS_A_PLAN = 500
"""A plan that is met and judged counts as so many steps: it takes as long."""

_BUDGETS_A_STEP = 50
"""A step takes as long again for each so many budgets."""

_FEW_ITEMS = 10
"""Where so few items are enough, they alone are charged with the amounts of a row."""

_ROUNDING = 1e-10
"""Sums of amounts are trusted except for this part of their size: a plan this near is judged."""


def enumerate_plans(
    program: BinaryProgram,
    weights: Floats,
    *,
    room: Callable[[], float],
    cutoff: Callable[[], float],
    offer: Callable[[Numbers], object],
    most_steps: int,
    remaining: Callable[[], float],
) -> bool:
    """Go through the plans of a program that may be of interest; tell whether all were seen.

    Parameters
    ----------
    program
        The program.
    weights
        Shape (m,): no plan with a column costs less than a bound and the weights of its columns;
        none is negative except for rounding.
    room
        Tells how much above the bound a plan is of no interest any more.
    cutoff
        Tells the same of what it costs in the program.
    offer
        Is given each plan that is met, as numbers of columns, ascending.
    most_steps
        When to give up.
    remaining
        Tells the seconds left; asked now and then.
    """
    m = len(program)
    rows = [row for row in program.rows if not row.implied]
    if m == 0 or m > _MOST_COLUMNS or 2 * m * len(rows) > _MOST_NUMBERS:
        return False
    masks, first = _masks(program)
    order = np.lexsort((weights, first))
    begins = np.searchsorted(first[order], np.arange(program.n_items + 1)).astype(np.int64)
    owed, budgets = _budgets(program, rows)
    depths = program.n_items + 1
    position, item = np.zeros(depths, dtype=np.int64), np.zeros(depths, dtype=np.int64)
    chosen = np.full(depths, -1, dtype=np.int64)
    covered = np.zeros((depths, masks.shape[1]), dtype=np.uint64)
    weight, cost, spent = np.zeros(depths), np.zeros(depths), np.zeros((depths, budgets.size))
    bucket, at_least = order.astype(np.int64), np.maximum(weights, 0.0)
    most_steps //= 1 + budgets.size // _BUDGETS_A_STEP
    depth, steps = 0, 0
    while True:
        found, depth, done = walk(
            masks,
            bucket,
            begins,
            at_least,
            owed,
            budgets,
            room(),
            program.costs,
            cutoff(),
            min(_STEPS_AT_ONCE, most_steps - steps),
            depth,
            position,
            item,
            chosen,
            covered,
            weight,
            cost,
            spent,
        )
        steps += done
        if found == ENDED:
            return True
        if found == MET:
            steps += _STEPS_A_PLAN
            offer(np.sort(chosen[: depth + 1]).astype(np.intp))
        if steps >= most_steps or remaining() <= 0:
            return False


def _masks(program: BinaryProgram) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the items of each column as bits, and the first of them."""
    m = len(program)
    owner = np.repeat(np.arange(m), np.diff(program.indptr))
    masks = np.zeros((m, -(-program.n_items // 64)), dtype=np.uint64)
    bits = np.uint64(1) << (program.covered & 63).astype(np.uint64)
    np.bitwise_or.at(masks, (owner, program.covered >> 6), bits)
    first = np.full(m, program.n_items, dtype=np.int64)
    np.minimum.at(first, owner, program.covered)
    return masks, first


def _budgets(program: BinaryProgram, rows: list[Row]) -> tuple[Floats, Floats]:
    """Return what each column spends of each end of a row, and how much may be spent."""
    owed, budgets = [], []
    owner = np.repeat(np.arange(len(program)), np.diff(program.indptr))
    for row in rows:
        for amounts, end in ((row.amounts, row.high), (-row.amounts, -row.low)):
            if end == math.inf:
                continue
            dense = np.zeros(len(program))
            dense[row.index] = amounts
            shares, taken = _shares(program, owner, dense)
            size = float(np.abs(shares).sum()) + float(np.abs(dense).max()) * program.n_items
            owed.append(np.maximum(dense - taken, 0.0))
            budgets.append(end - float(shares.sum()) + _ROUNDING * (size + abs(end)))
    if not owed:
        return np.zeros((len(program), 0)), np.zeros(0)
    return np.ascontiguousarray(np.array(owed).T), np.array(budgets)


def _shares(program: BinaryProgram, owner: Numbers, amounts: Floats) -> tuple[Floats, Floats]:
    """Return the share of each item in the amounts of a row, and what each column takes of it."""
    borne = _charged(program, owner, amounts)[program.covered]
    owner, items = owner[borne], program.covered[borne]
    count = np.bincount(owner, minlength=len(program))
    shares: Floats = np.full(program.n_items, np.inf)
    np.minimum.at(shares, items, amounts[owner] / count[owner])
    shares[~np.isfinite(shares)] = 0.0
    taken = np.bincount(owner, weights=shares[items], minlength=len(program))
    return shares, taken.astype(np.float64, copy=False)


def _charged(program: BinaryProgram, owner: Numbers, amounts: Floats) -> NDArray[np.bool_]:
    """Tell which items are charged with amounts: few, if each column with an amount has one.

    What a council gives up and hosts, say, is charged to that council, in each service.
    """
    found = np.zeros(program.n_items, dtype=np.bool_)
    left = amounts != 0.0
    for _ in range(_FEW_ITEMS):
        if not left.any():
            return found
        counts = np.bincount(program.covered[left[owner]], minlength=program.n_items)
        item = int(counts.argmax())
        found[item] = True
        left[owner[program.covered == item]] = False
    return np.ones(program.n_items, dtype=np.bool_) if left.any() else found
