"""How much control the members of a cluster have: by share or by power."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates

ControlMeasure = Literal["share", "power"]
"""How control is measured: by share of the votes, or by Banzhaf power."""

CONTROL_MEASURES: tuple[ControlMeasure, ...] = get_args(ControlMeasure)


def least_control(
    candidates: Candidates, measure: ControlMeasure, votes: str
) -> NDArray[np.float64]:
    """Return the least control that a member of each candidate has."""
    weights = candidates.councils.values(votes, minimum=1.0)
    if measure == "power":
        return candidates.power_min(weights)
    return candidates.min(weights) / candidates.sum(weights)


def greatest_control(
    candidates: Candidates, measure: ControlMeasure, votes: str
) -> NDArray[np.float64]:
    """Return the greatest control that a member of each candidate has."""
    weights = candidates.councils.values(votes, minimum=1.0)
    if measure == "power":
        return candidates.power_max(weights)
    return candidates.max(weights) / candidates.sum(weights)
