"""Labelled data in, arrays in the order of the councils out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from itertools import chain, count
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from clusterer._support.checks import LARGEST, check_flag
from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.errors import InputError

Rows: TypeAlias = NDArray[np.intp]

Matrix: TypeAlias = ArrayLike | pd.DataFrame | Callable[[Rows, Rows], ArrayLike]
"""A number for each pair of councils: in an array, labelled, or as a function of row numbers."""

_ROWS = 256
"""Rows of a matrix that a function is asked for at once."""


def as_vector(councils: Councils, column: str | ArrayLike) -> NDArray[np.float64]:
    """Return one finite number a council.

    Parameters
    ----------
    councils
        The councils.
    column
        The name of a column; a Series, read by its labels; or values in the order of
        the councils.

    Raises
    ------
    InputError
        If a council has no value, or one that is not finite.
    """
    if isinstance(column, str):
        column = councils.values(column)
    if isinstance(column, pd.Series):
        _check_labels(column.index, councils, "the Series")
        column = column.reindex(councils.ids)
    array = as_floats("the values", column)
    if array.shape != (len(councils),):
        raise InputError(
            f"expected a column name or {len(councils)} values, one a council, "
            f"not an array of shape {array.shape}"
        )
    good = np.abs(array) <= LARGEST  # What is no number is not.
    if not good.all():
        bad = np.flatnonzero(~good)
        raise InputError(f"{councils.describe(bad)}: the value is {array[bad[0]]}, not finite")
    return array


def as_votes(councils: Councils, column: str | ArrayLike) -> NDArray[np.float64]:
    """Return the votes of each council: whole numbers, so that half of them is half exactly.

    Raises
    ------
    InputError
        As `as_vector`, or if a council's votes are no whole number from 1 on.
    """
    votes = as_vector(councils, column)
    bad = np.flatnonzero((votes < 1) | (votes % 1 != 0))
    if bad.size:
        raise InputError(
            f"{councils.describe(bad[:1])}: {votes[bad[0]]:g} votes; give every council a whole "
            "number of them, 1 or more"
        )
    return votes


def as_matrix(councils: Councils, matrix: Matrix) -> NDArray[np.float64]:
    """Return an (n, n) array of finite numbers; a DataFrame is read by its labels.

    A function is asked for the number of each pair of row numbers.

    Raises
    ------
    InputError
        If the shape is another, a council is missing, or a number is not finite.
    """
    if callable(matrix):
        matrix = _evaluated(matrix, len(councils))
    if isinstance(matrix, pd.DataFrame):
        _check_labels(matrix.index, councils, "the rows of the matrix")
        _check_labels(matrix.columns, councils, "the columns of the matrix")
        matrix = matrix.loc[councils.ids, councils.ids]
    array = as_floats("the matrix", matrix)
    n = len(councils)
    if array.shape != (n, n):
        raise InputError(
            f"expected a matrix with a row and a column for each council, shape ({n}, {n}), "
            f"not {array.shape}"
        )
    # The least and the largest take no memory; of what is no number, neither holds.
    if not (array.min(initial=0.0) >= -LARGEST and array.max(initial=0.0) <= LARGEST):
        i, j = np.argwhere(~(np.abs(array) <= LARGEST))[0]
        raise InputError(
            f"the matrix is {array[i, j]} from {councils.describe([i])} "
            f"to {councils.describe([j])}; give a number"
        )
    return array


def as_symmetric_matrix(councils: Councils, matrix: Matrix) -> NDArray[np.float64]:
    """Return `as_matrix`, checked to be the same both ways.

    Raises
    ------
    InputError
        If it is not; the message names the first pair.
    """
    array = as_matrix(councils, matrix)
    if np.array_equal(array, array.T):  # Most are, and this takes far less time and memory.
        return array
    unlike = ~np.isclose(array, array.T, rtol=1e-9, atol=1e-12)
    if unlike.any():
        i, j = np.argwhere(unlike)[0]
        raise InputError(
            f"a pair counts once, so the matrix must be symmetric, but it is {array[i, j]:g} from "
            f"{councils.describe([i])} to {councils.describe([j])} and {array[j, i]:g} back; "
            "pass (m + m.T) / 2, or m + m.T to count both ways"
        )
    return array


def _evaluated(between: Callable[[Rows, Rows], ArrayLike], n: int) -> NDArray[np.float64]:
    """Return what a function gives for all pairs of n rows."""
    everyone = np.arange(n)
    matrix = np.empty((n, n))
    # Some rows at a time, so that what it needs on the way takes less than the result.
    for first in range(0, n, _ROWS):
        some = everyone[first : first + _ROWS]
        matrix[some] = between(some[:, None], everyone[None, :])
    return matrix


def as_floats(what: str, data: object) -> NDArray[np.float64]:
    """Return an array of floats, in rows as the kernels want it.

    Raises
    ------
    InputError
        If something is no number.
    """
    try:
        return np.asarray(data, dtype=np.float64, order="C")
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"{what} must be numbers: {error}") from None


def as_labels(
    councils: Councils, assignment: Mapping[Hashable, Hashable] | pd.Series, rest_alone: bool
) -> list[Hashable]:
    """Return the cluster label of each council, in the order of the councils.

    Parameters
    ----------
    councils
        The councils.
    assignment
        The label of each council, by index label or name.
    rest_alone
        Whether councils that are not named get labels of their own.

    Raises
    ------
    InputError
        If a council is unknown, given twice, or has no label.
    """
    check_flag("rest_alone", rest_alone)
    if not isinstance(assignment, (Mapping, pd.Series)):
        raise InputError(
            "an assignment maps councils to cluster labels, as {'Camden': 1} does; "
            f"got {type(assignment).__name__}"
        )
    labels: dict[int, Hashable] = {}
    for council, label in assignment.items():
        position = councils.position(council)
        if position in labels:
            raise InputError(
                f"{councils.describe([position])} is assigned twice; name it once, by index "
                "label or by name"
            )
        try:
            hash(label)
        except TypeError:
            raise InputError(
                f"{councils.describe([position])} has the cluster {shown(label)}; "
                "a label must be a word, a number or another hashable value"
            ) from None
        # The other missing values, NaN and NaT, are unlike themselves.
        if label is None or label is pd.NA or label != label:
            raise InputError(
                f"{councils.describe([position])} has no cluster but {shown(label)}; give it a "
                "label, or leave it out and say rest_alone=True; no plan divides a council"
            )
        labels[position] = label
    missing = [i for i in range(len(councils)) if i not in labels]
    if missing and not rest_alone:
        raise InputError(
            f"no cluster is given for {councils.describe(missing)}; "
            "assign them, or say rest_alone=True to let them stand alone"
        )
    taken = set(labels.values())
    for position in missing:
        # Two councils may have one name, and a cluster may be called as one of them is.
        wishes = chain((councils.names[position], councils.ids[position]), count(1))
        labels[position] = next(label for label in wishes if label not in taken)
        taken.add(labels[position])
    return [labels[i] for i in range(len(councils))]


def is_blank(value: object) -> bool:
    """Tell whether a value is a text without a letter to be seen, as an empty cell may be read."""
    return isinstance(value, str) and not value.strip()


def check_filled(what: str, table: pd.DataFrame, column: str) -> None:
    """Check that each row of a table has something in a column.

    Raises
    ------
    InputError
        If a cell is empty or blank; the message names the first such row.
    """
    blank = np.array([is_blank(value) for value in table[column]], dtype=bool)
    missing = np.flatnonzero(table[column].isna() | blank)
    if missing.size:
        raise InputError(
            f"{what}: the {column} is missing in row {shown(table.index[missing[0]])}; fill it "
            "in, or drop the row"
        )


def _check_labels(labels: pd.Index, councils: Councils, what: str) -> None:
    if not labels.is_unique:
        label = labels[labels.duplicated()][0]
        raise InputError(f"the label {shown(label)} stands twice in {what}; keep one")
    missing = councils.ids.difference(labels, sort=False)
    if len(missing):
        described = councils.describe(councils.positions(missing))
        raise InputError(f"{described}: no label for it in {what}; give every council a value")
