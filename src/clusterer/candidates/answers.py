"""Numbers that are given for candidates, checked: one finite number each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import LARGEST
from clusterer.candidates.candidates import Candidates
from clusterer.councils.labelled import as_floats
from clusterer.errors import InputError


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
