"""How much control the members of a cluster have: by share or by power."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.errors import InputError

ControlMeasure = Literal["share", "power"]
"""How control is measured: by share of the votes, or by Banzhaf power."""

CONTROL_MEASURES: tuple[ControlMeasure, ...] = get_args(ControlMeasure)


def votes_of(councils: Councils, votes: str, asked_by: object) -> NDArray[np.float64]:
    """Return the votes of each council, of which control is a share.

    Parameters
    ----------
    councils
        The councils.
    votes
        The column with the votes.
    asked_by
        The term or rule that reads them, as messages call it.

    Raises
    ------
    InputError
        If a council has none: a cluster of such councils has no control to share out.
    """
    weights = councils.values(votes, minimum=0.0)
    low = np.flatnonzero(weights < 1)
    if low.size:
        more = f" (and {low.size - 1} more councils like it)" if low.size > 1 else ""
        raise InputError(
            f"{councils.describe(low[:1])}: {votes} = {weights[low[0]]:g} are no votes, and "
            f"{asked_by} shares control out by them; give every council 1 or more, or name "
            f"another column with votes=...{more}"
        )
    return weights


def least_control(
    candidates: Candidates, measure: ControlMeasure, votes: str, asked_by: object
) -> NDArray[np.float64]:
    """Return the least control that a member of each candidate has."""
    weights = votes_of(candidates.councils, votes, asked_by)
    if measure == "power":
        return candidates.power_min(weights)
    return candidates.min(weights) / candidates.sum(weights)


def greatest_control(
    candidates: Candidates, measure: ControlMeasure, votes: str, asked_by: object
) -> NDArray[np.float64]:
    """Return the greatest control that a member of each candidate has."""
    weights = votes_of(candidates.councils, votes, asked_by)
    if measure == "power":
        return candidates.power_max(weights)
    return candidates.max(weights) / candidates.sum(weights)
