"""The set-partitioning MIP as a PuLP model, for the candidates that are left."""

from __future__ import annotations

import math

import numpy as np
import pulp
from numpy.typing import NDArray

from clusterer.formulations.columns import Columns


def partition_model(
    columns: Columns, objective: NDArray[np.float64]
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
    for amounts, low, high in zip(columns.amounts, columns.low, columns.high, strict=True):
        some = np.flatnonzero(amounts)
        total = pulp.lpDot(amounts[some].tolist(), [x[k] for k in some])
        if low == high:
            model += total == low
            continue
        if low > -math.inf:
            model += total >= low
        if high < math.inf:
            model += total <= high
    return model, x
