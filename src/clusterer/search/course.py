"""What a `sweep` goes over: columns in the order of a route, their rows, and what labels count."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.search._sweep import Course
from clusterer.search.columns import Columns
from clusterer.search.prices import Prices, admissible, dual_objective
from clusterer.search.route import Route
from clusterer.search.subset_row import SubsetRow

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Integers = NDArray[np.int64]

_MOST_COUNTED = 1 << 30
"""A label has room for numbers below."""

_ANY = 1 << 60
"""Stands for a number of columns that is not limited."""


def counts_clusters(amounts: Floats) -> bool:
    """Tell whether a limit is on the number of clusters."""
    return bool((amounts == 1.0).all())


def course_of(
    columns: Columns, prices: Prices, rows: Sequence[SubsetRow], route: Route
) -> tuple[Course, Numbers]:
    """Return what is swept over, and the number of each of its columns."""
    n, own = columns.n, len(columns.amounts)
    _, members = columns.candidates.flat()
    owner = np.repeat(np.arange(len(columns)), columns.candidates.size)
    places = route.place[members]
    first = np.full(len(columns), n, dtype=np.int64)
    np.minimum.at(first, owner, places)
    weights = np.maximum(prices.reduced_costs, 0.0)
    numbers = np.lexsort((weights, first))
    begins = np.searchsorted(first[numbers], np.arange(n + 1)).astype(np.int64)
    masks = np.zeros((len(columns), max(1, -(-route.width // 64))), dtype=np.uint64)
    ahead = places > first[owner]
    slots = route.slot[places[ahead]]
    bits = np.uint64(1) << (slots & 63).astype(np.uint64)
    np.bitwise_or.at(masks, (owner[ahead], slots >> 6), bits)
    duals, of_rows = np.split(prices.limit_duals, [own])
    duals = admissible(duals, columns.low, columns.high)
    priced = [(row, -dual) for row, dual in zip(rows, of_rows, strict=True) if dual < 0]
    counts = _counts(columns, duals, numbers)
    touched, touching, taken = _touched(columns, [row for row, _ in priced], numbers)
    row_begins, row_places, row_multipliers = _described([row for row, _ in priced], route)
    course = Course(
        begins,
        masks[numbers],
        weights[numbers],
        columns.candidates.size[numbers],
        counts.steps,
        counts.most,
        route.slot,
        route.since,
        touched,
        touching,
        taken,
        row_begins,
        row_places,
        row_multipliers,
        divisors=np.array([row.divisor for row, _ in priced], dtype=np.int64),
        row_prices=np.array([dual for _, dual in priced], dtype=np.float64),
        count_low=counts.low,
        count_high=counts.high,
        count_price=counts.price,
        count_rest=counts.rest,
        largest=int(columns.candidates.size.max(initial=1)),
        counted=counts.counted,
    )
    return course, numbers


class _Counts(NamedTuple):
    """What a label counts of its columns: see `_sweep.Course`."""

    steps: Integers
    most: Integers
    low: int
    high: int
    price: float
    rest: float
    counted: bool


def _counts(columns: Columns, duals: Floats, numbers: Numbers) -> _Counts:
    """Return what labels must count. Of other limits, what they cost stays in the weights."""
    n, m = columns.n, len(columns)
    own = [k for k in range(len(columns.amounts)) if counts_clusters(columns.amounts[k])]
    price = float(duals[own].sum())
    rest = -dual_objective(np.zeros(0), duals[own], columns.low[own], columns.high[own])
    classes = _fixed_classes(columns)
    if classes:
        # Each class has a digit of its own; how many clusters there are is known.
        step, full = 1, 0
        steps, most = np.ones(m, dtype=np.int64), np.zeros(m, dtype=np.int64)
        for k in classes:
            inside, many = columns.amounts[k] == 1.0, int(columns.high[k])
            steps[inside], most[inside] = step, many
            full += many * step
            step *= many + 1
        rest += price * float(columns.high[classes].sum())
        return _Counts(steps[numbers], most[numbers], full, _ANY, 0.0, rest, counted=True)
    low = math.ceil(max([*columns.low[own], 0.0]))  # A limit may have no lower end.
    high = math.floor(min([*columns.high[own], float(n)]))
    largest = int(columns.candidates.size.max(initial=1))
    counted = bool(duals[own].any()) or low * largest > n or high < n
    steps, most = np.ones(m, dtype=np.int64), np.full(m, n + 1)
    return _Counts(steps, most, low, high, price, rest, counted)


def _fixed_classes(columns: Columns) -> list[int]:
    """Return limits that fix how many columns of each class there are; none if they leave some out.

    Then the plans of a branch are told from those of others, whatever prices its limits have.
    """
    left, classes, room = np.ones(len(columns), dtype=np.bool_), [], 1
    # Those of the search come last, and must not lose columns to a limit that fixes one by itself.
    for k in reversed(range(len(columns.amounts))):
        row, low, high = columns.amounts[k], columns.low[k], columns.high[k]
        inside = row == 1.0
        if low != high or high < 0 or high % 1 or inside.all() or row[~inside].any():
            continue
        if left[inside].all():
            left[inside] = False
            room *= int(high) + 1
            classes.append(k)
    return classes if not left.any() and room < _MOST_COUNTED else []


def _touched(
    columns: Columns, rows: Sequence[SubsetRow], numbers: Numbers
) -> tuple[Integers, Integers, Integers]:
    """Return the rows that have councils in common with each column, and Σ p_i of these."""
    owners, touching, taken = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for r, row in enumerate(rows):
        shared = row.shared(columns.candidates)[numbers]
        some = np.flatnonzero(shared)
        owners.append(some)
        touching.append(np.full(some.size, r))
        taken.append(shared[some])
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    begins = np.searchsorted(owner[order], np.arange(len(columns) + 1))
    return (
        begins.astype(np.int64),
        np.concatenate(touching)[order],
        np.concatenate(taken)[order].astype(np.int64),
    )


def _described(rows: Sequence[SubsetRow], route: Route) -> tuple[Integers, Integers, Integers]:
    """Return the councils of each row, by place, and their multipliers."""
    sizes = [len(row.councils) for row in rows]
    councils = np.array([i for row in rows for i in row.councils], dtype=np.int64)
    return (
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        route.place[councils],
        np.array([p for row in rows for p in row.counts], dtype=np.int64),
    )
