"""Criteria that are no money: what an option is like, beside what it costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation, Problem
from clusterer.search.solution import tolerance

Criterion = Callable[[Evaluation], float]
"""Gives a number for an evaluation."""

_RESIDENTS = "population"
"""The column of residents where no term names another."""


def balance(option: Evaluation) -> float:
    """Return the residents of the largest cluster, divided by those of the smallest.

    They are in the column that the terms read them from, ``population`` if none does.
    """
    sums = _sums(option, _column_of_residents(option.problem))
    if sums.min() <= 0:
        raise InputError("'balance' divides by the residents of a cluster that has none")
    return float(sums.max() / sums.min())


def borders_cut(option: Evaluation) -> float:
    """Return how many pairs of neighbours are in different clusters: cut edges of the graph."""
    homes = option.assignment.to_dict()
    return float(sum(homes[a] != homes[b] for a, b in option.problem.adjacency.edges))


def worse_off(option: Evaluation) -> float:
    """Return how many councils are in clusters that cost more than their members alone.

    However such a cluster shares its cost, one of its members is worse off than alone.
    """
    saving, size = option.clusters["saving"], option.clusters["size"]
    # What is saved or lost only by rounding is neither.
    lost = saving < -option.clusters["total"].map(tolerance)
    return float(size[lost].sum())


@dataclass(frozen=True)
class LargestSum:
    """The sum of a column over the members of the cluster that has most."""

    column: str

    def __call__(self, option: Evaluation) -> float:
        """Return it for an option."""
        return float(_sums(option, self.column).max())


CRITERIA: Mapping[str, Criterion] = {
    "balance": balance,
    "borders cut": borders_cut,
    "worse off": worse_off,
}
"""Those that can be asked for by name."""


def criterion_called(problem: Problem, name: str) -> Criterion:
    """Return a criterion by its name, or that of a column.

    Raises
    ------
    InputError
        If there is neither.
    """
    if name in CRITERIA:
        return CRITERIA[name]
    if name not in problem.councils.frame.columns:
        raise InputError(
            f"criterion {shown(name)} is none of {', '.join(map(repr, CRITERIA))}, and no column "
            "of the councils; give one of these, or a function of an evaluation"
        )
    problem.councils.values(name)
    return LargestSum(name)


def _column_of_residents(problem: Problem) -> str:
    named: set[Any] = {getattr(term, "population", None) for term in problem.terms} - {None}
    if len(named) > 1:
        raise InputError(
            f"'balance' is of residents, which terms read from {', '.join(sorted(named))}; give a "
            "function of an evaluation in its place"
        )
    return str(*named) if named else _RESIDENTS


def _sums(option: Evaluation, column: str) -> NDArray[np.float64]:
    homes = pd.factorize(option.assignment)[0]
    sums = np.zeros(homes.max() + 1)
    np.add.at(sums, homes, option.councils.values(column))
    return sums
