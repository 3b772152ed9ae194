"""The compiled walk through a graph of plans, from their ends to the beginning.

See `plan_graph` for what it walks through.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled, part_of_kernels

Floats = NDArray[np.float64]
Links = NDArray[np.int32]
Integers = NDArray[np.int64]


class Ways(NamedTuple):
    """The labels of a sweep that kept all ways, and what it did not check.

    Attributes
    ----------
    weight
        What a plan with the label weighs at least; least for the first label of its future.
    parent
        The first label of the future that it came of.
    column
        The column that was added to that; -1 for the label where nothing is covered.
    link
        The next label of the same future, or the next plan; -1 at its end.
    ends
        The first of the labels that are plans; -1 if there is none.
    amounts
        Shape (1 + limits, columns): what each column costs and adds to the sum of each limit.
    low, high
        Shape (1 + limits,): where the sums must lie.
    """

    weight: Floats
    parent: Links
    column: Links
    link: Links
    ends: int
    amounts: Floats
    low: Floats
    high: Floats


class Walker(NamedTuple):
    """Where a walk stands.

    Attributes
    ----------
    place
        How many steps the plan in hand has, nothing at the end of the walk; how many plans were
        met; how many were written down.
    stack
        Shape (councils + 1,): the label at each step of the plan in hand.
    past
        Shape (councils + 1,): what the columns after each step weigh.
    """

    place: Integers
    stack: Integers
    past: Floats


@part_of_kernels
def _is_within(ways: Ways, stack: Integers, depth: int) -> bool:
    """Tell whether the plan in hand costs no more than it may, and keeps the limits."""
    for limit in range(ways.low.size):
        total = 0.0
        for d in range(depth):
            total += ways.amounts[limit, ways.column[stack[d]]]
        if not ways.low[limit] <= total <= ways.high[limit]:
            return False
    return True


@compiled
def walk(
    ways: Ways, walker: Walker, room: float, wanted: Integers, found: Links, most_steps: int
) -> None:
    """Go on through the plans that weigh less than `room`; write down those that are wanted.

    It stops at the end of the walk, where `found` is full, or after so many steps.

    Parameters
    ----------
    ways, walker
        The graph, and where the walk is, which is written to.
    room
        What plans weigh less than.
    wanted
        The numbers of the plans to write down, ascending; all if it is empty.
    found
        Shape (plans, councils): to be the columns of the plans, -1 where there are no more. With
        no rows plans are counted only.
    most_steps
        How many steps to do at most.
    """
    place, stack, past = walker
    rows = found.shape[0]
    for _ in range(most_steps):
        depth = place[0]
        if depth == 0 or (rows > 0 and place[2] == rows):
            return
        label = stack[depth - 1]
        if label < 0:
            place[0] -= 1
            if depth > 1:
                stack[depth - 2] = ways.link[stack[depth - 2]]
            continue
        if ways.weight[label] + past[depth - 1] >= room:
            stack[depth - 1] = ways.link[label]
            continue
        parent = ways.parent[label]
        if ways.column[parent] >= 0:
            past[depth] = past[depth - 1] + ways.weight[label] - ways.weight[parent]
            stack[depth] = parent
            place[0] += 1
            continue
        if _is_within(ways, stack, depth):
            if rows > 0 and (wanted.size == 0 or wanted[place[2]] == place[1]):
                found[place[2], depth:] = -1
                for d in range(depth):
                    found[place[2], d] = ways.column[stack[d]]
                place[2] += 1
            place[1] += 1
        stack[depth - 1] = ways.link[label]
