"""The set-partitioning MIP as a PuLP model, for the candidates that are left."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Sequence

import numpy as np
import pulp
from numpy.typing import NDArray

from clusterer.formulations import pulp_backend
from clusterer.formulations.columns import Columns

Floats = NDArray[np.float64]

_SECONDS_A_COLUMN = 1e-4
"""To write a MIP down, half of it here and half in PuLP."""


def minimise_over(
    columns: Columns,
    council_duals: Floats,
    *,
    solver: pulp_backend.Solver,
    remaining: Callable[[], float],
    seed: int,
    start: NDArray[np.intp] | None = None,
    hear: Callable[[NDArray[np.intp] | None, float], None] | None = None,
) -> pulp_backend.Outcome:
    """Choose the best plan among some columns by one MIP; its bound is in £m.

    The objective is in reduced costs of the councils' duals, which are small where the
    costs are large: a gap of a pound stays well above the solver's rounding.

    Parameters
    ----------
    columns
        The columns.
    council_duals
        Shape (n,): any number for each council; best those of the relaxation.
    solver, seed
        As for `pulp_backend.minimise`.
    remaining
        Tells the seconds left. If they would hardly do to write the model down, nothing is
        found or proved.
    start
        A plan to start from, as numbers of columns.
    hear
        Is called a few times a second with the best solution so far, as numbers of columns or
        None, and with the £m that no plan of these columns is below.
    """
    if 2 * _SECONDS_A_COLUMN * len(columns) > remaining():
        return pulp_backend.NOTHING
    model, x = partition_model(columns, columns.costs - columns.candidates.sum(council_duals))
    values = None
    if start is not None:
        values = np.zeros(len(columns))
        values[start] = 1.0
    constant = float(council_duals.sum())

    def translate(heard: pulp_backend.Heard) -> None:
        if hear is not None:
            hear(taken(heard.values), heard.bound + constant)

    outcome = pulp_backend.minimise(
        model,
        x,
        solver=solver,
        time_limit=remaining() - _SECONDS_A_COLUMN / 2 * len(columns),  # PuLP's half of it.
        seed=seed,
        start=None if values is None else values.tolist(),
        hear=translate,
    )
    return dataclasses.replace(outcome, bound=outcome.bound + constant)


def taken(values: Sequence[float] | None) -> NDArray[np.intp] | None:
    """Return the numbers of the columns that a solution takes; None if there is none."""
    return None if values is None else np.flatnonzero(np.array(values) > 0.5)


def partition_model(
    columns: Columns, objective: Floats
) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
    """Return the model ``min Σ objective_S x_S`` under the rows of `columns`, and its x."""
    model = pulp.LpProblem("set_partition", pulp.LpMinimize)
    x = [model.add_variable(f"x{k}", cat="Binary") for k in range(len(columns))]
    model += pulp.lpDot(objective.tolist(), x)
    covers: list[list[pulp.LpVariable]] = [[] for _ in range(columns.n)]
    for k, variable in enumerate(x):
        for i in columns.candidates.positions(k):
            covers[i].append(variable)
    for row in covers:
        model += pulp.lpSum(row) == 1
    scaled = zip(
        columns.amounts,
        columns.scales,
        columns.low / columns.scales,
        columns.high / columns.scales,
        strict=True,
    )
    for amounts, scale, low, high in scaled:
        some = np.flatnonzero(amounts)
        total = pulp.lpDot((amounts[some] / scale).tolist(), [x[k] for k in some])
        if low == high:
            model += total == low
            continue
        if low > -math.inf:
            model += total >= low
        if high < math.inf:
            model += total <= high
    return model, x
