"""The compiled walk of `implicit_enumeration`, which may be left and gone on with anywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled

Floats = NDArray[np.float64]
Bits = NDArray[np.uint64]
Integers = NDArray[np.int64]

ENDED, MET, PAUSED = 0, 1, 2
"""What a walk says: all is seen; a plan is met; so many steps are done."""


@compiled
def walk(
    masks: Bits,
    bucket: Integers,
    begins: Integers,
    weights: Floats,
    owed: Floats,
    budgets: Floats,
    room: float,
    costs: Floats,
    cutoff: float,
    most_steps: int,
    depth: int,
    position: Integers,
    item: Integers,
    chosen: Integers,
    covered: Bits,
    weight: Floats,
    cost: Floats,
    spent: Floats,
) -> tuple[int, int, int]:
    """Go on through the plans, depth first; return what is met, the depth and the steps done.

    Parameters
    ----------
    masks
        Shape (m, words): the items that each column covers, as bits.
    bucket, begins
        The columns by their first item, by rising weight in each.
    weights, owed
        Shape (m,) and (m, budgets): what each column adds to what a plan costs above the
        bound, and to what it spends of each budget. None is negative.
    budgets
        How much may be spent of each.
    room
        A plan that costs so much above the bound is of no interest.
    costs, cutoff
        What each column costs in truth, and the cost from which on a plan is of no interest.
        Weights are less, where rows have prices: they are known on the way.
    most_steps
        After so many steps the walk pauses.
    depth, position, item, chosen, covered, weight, cost, spent
        Where the walk is. At each depth: the place in the bucket of its item, the item, the column
        taken last; before that, the items covered, the weight, the cost, and what is spent.
    """
    steps = 0
    words = masks.shape[1]
    n_budgets = budgets.size
    n_items = begins.size - 1
    while depth >= 0:
        chosen[depth] = -1  # Put back what was taken here.
        if position[depth] >= begins[item[depth] + 1]:
            depth -= 1
            continue
        if steps >= most_steps:
            return PAUSED, depth, steps
        steps += 1
        k = bucket[position[depth]]
        position[depth] += 1
        now = weight[depth] + weights[k]
        if now >= room:
            position[depth] = begins[item[depth] + 1]  # Those to come weigh no less.
            continue
        fits = True
        for w in range(words):
            if masks[k, w] & covered[depth, w]:
                fits = False
                break
        if not fits:
            continue
        total = cost[depth] + costs[k]
        for b in range(n_budgets):
            if spent[depth, b] + owed[k, b] > budgets[b]:
                fits = False
                break
        if not fits:
            continue
        first = item[depth] + 1
        for w in range(words):
            covered[depth + 1, w] = covered[depth, w] | masks[k, w]
        while first < n_items:
            if not (covered[depth + 1, first >> 6] >> np.uint64(first & 63)) & np.uint64(1):
                break
            first += 1
        if first == n_items:
            if total >= cutoff:
                continue
            chosen[depth] = k
            return MET, depth, steps
        chosen[depth] = k
        weight[depth + 1] = now
        cost[depth + 1] = total
        for b in range(n_budgets):
            spent[depth + 1, b] = spent[depth, b] + owed[k, b]
        depth += 1
        item[depth] = first
        position[depth] = begins[first]
        chosen[depth] = -1
    return ENDED, depth, steps
