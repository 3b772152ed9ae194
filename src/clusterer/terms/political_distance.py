"""Political distance: how different councils are, by seats or by who is in control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from clusterer.councils import Councils
from clusterer.geography import seat_distance

PoliticalMeasure = Literal["seats", "control"]
"""How political distance is measured."""

POLITICAL_MEASURES: tuple[PoliticalMeasure, ...] = get_args(PoliticalMeasure)


def political_distance(
    councils: Councils, measure: PoliticalMeasure, columns: Sequence[str] | None, control: str
) -> NDArray[np.float64]:
    """Return shape (n, n): the political distance of each pair of councils, from 0 to 1.

    By seats that is `seat_distance`; by control 1 where different parties are in control, and 0
    where the same is.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> camden, barnet = councils.positions(["Camden", "Barnet"])
    >>> for measure in ("seats", "control"):
    ...     distance = political_distance(councils, measure, None, "control")
    ...     print(round(float(distance[camden, barnet]), 3))
    0.328
    1.0
    """
    if measure == "seats":
        return seat_distance(councils, columns)
    parties = councils.texts(control)
    differ: NDArray[np.bool_] = parties[:, None] != parties[None, :]
    return differ.astype(np.float64)
