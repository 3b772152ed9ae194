"""Numbers that are given for candidates, checked: one finite number each."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import LARGEST
from clusterer.candidates.candidates import Candidates
from clusterer.councils.labelled import as_floats
from clusterer.errors import InputError

T = TypeVar("T")

_AS_ONE_VALUE = re.compile(
    r"truth value of an? |(length-1|0-dimensional|integer scalar) arrays? can be converted"
)
"""What numpy and pandas say of an array that is used as if it were one value."""


def asked(what: object, f: Callable[[Candidates], T], candidates: Candidates) -> T:
    """Return what a function of the user's says of candidates.

    Parameters
    ----------
    what
        What messages call it, as text; it is not written unless one is.
    f
        The function.
    candidates
        The candidates.

    Raises
    ------
    InputError
        If it takes the values of all candidates for one value, as `and` and `if` do.
    """
    try:
        return f(candidates)
    except (TypeError, ValueError) as error:
        if isinstance(error, InputError) or not _AS_ONE_VALUE.search(str(error)):
            raise
        raise InputError(
            f"{what} takes an array for a single value: it is asked about {len(candidates)} "
            "clusters at once, and c.size, say, has a number for each; write (a) & (b), (a) | (b) "
            "and ~(a) for and, or and not; np.where(a, x, y) for if; np.sqrt, np.maximum and the "
            "like for math.sqrt and max"
        ) from error


def checked(what: str, numbers: NDArray[np.float64], candidates: Candidates) -> NDArray[np.float64]:
    """Return numbers, if they are one finite number a candidate.

    Parameters
    ----------
    what
        What messages call the giver.
    numbers
        What it gave.
    candidates
        The candidates.

    Raises
    ------
    InputError
        If they are not; the message names the giver, and the cluster.
    """
    array = as_floats(f"what {what} gives", numbers)
    if array.shape != (len(candidates),):
        raise InputError(
            f"{what} must give one number for each of {len(candidates)} candidates; "
            f"it gave an array of shape {array.shape}"
        )
    good = np.abs(array) <= LARGEST  # What is no number is not.
    if not good.all():
        k = int(np.flatnonzero(~good)[0])
        raise InputError(
            f"{what} gives {array[k]} for the cluster of "
            f"{candidates.councils.describe(candidates.positions(k))}; give a finite number, "
            "and forbid a cluster with a rule"
        )
    return array
