"""Changes to sweep: draws from the ranges of figures, and each figure at the ends of its own."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.checks import check_number, check_one_of, check_whole
from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.model.figure import Figure
from clusterer.model.figures import CONVENTIONS, figure_called, published_figures_of
from clusterer.model.problem import Problem

Shape = Literal["triangular", "uniform"]
"""How likely the values in a range are."""

_MOST = 1_000_000
"""More draws are a mistake."""


def draws(
    problem: Problem,
    n: int,
    *,
    figures: Collection[str] | None = None,
    shape: Shape = "triangular",
    seed: int = 0,
) -> pd.DataFrame:
    """Draw figures from their ranges, all at once and each by itself: scenarios for `sweep`.

    The ranges are those of `datasets.model_parameters` and `datasets.services`. None of them says
    how likely an end is: the shape is an assumption, and so are most ranges, as their marks say.

    Parameters
    ----------
    problem
        Whose terms have the figures.
    n
        How many draws. The first ones of more draws are the same.
    figures
        Which figures to draw, by their names; all with a published range unless given, without the
        conventions of appraisal, ``horizon`` and ``discount_rate``: under others, costs are
        of another kind, and nobody finds out what they are. Unit costs and fixed shares of services
        go through their ranges together, as ``services.unit_cost`` and ``services.fixed_share``;
        name ``it.unit_cost`` to draw one by itself.
    shape
        "triangular": most likely where the figure is now, and ever less towards both ends;
        "uniform": all values alike.
    seed
        The same seed gives the same draws, of each figure whichever others are drawn.

    Returns
    -------
    pandas.DataFrame
        A row a draw, a column a figure.

    Raises
    ------
    InputError
        If there is no such figure, or it has no range.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(2)])
    >>> cl.draws(problem, 2, figures=["coordination.kappa", "scale.ramp_years"]).round(4)
          coordination.kappa  scale.ramp_years
    draw
    0                 0.0165                 4
    1                 0.0159                 3
    """
    _check_problem(problem, "draws")
    check_whole("n", n, at_least=1, at_most=_MOST)
    check_one_of("shape", shape, get_args(Shape))
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    if figures is None:
        known = published_figures_of(problem.terms)
        chosen = [figure for figure in known if figure.field not in CONVENTIONS]
    else:
        chosen = called(problem, figures)
    if not chosen:
        raise InputError("no figure of the terms has a published range; name figures to draw")
    columns = {figure.name: _drawn(figure, int(n), shape, int(seed)) for figure in chosen}
    return pd.DataFrame(columns, index=pd.RangeIndex(int(n), name="draw"))


def ends(problem: Problem, *, figures: Collection[str] | None = None) -> pd.DataFrame:
    """Return each figure at the low and at the high end of its range, one at a time.

    Scenarios for `sweep`, whose `Sweep.plot_tornado` draws what they come to.

    Parameters
    ----------
    problem
        Whose terms have the figures.
    figures
        Which figures, by their names; all with a published range unless given. Those of all
        services go to the same end together.

    Returns
    -------
    pandas.DataFrame
        Two rows a figure, called by its name and the end; a column a figure, in which all other
        rows are empty: there it stays as it is.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(2)])
    >>> cl.ends(problem, figures=["coordination.kappa"])
                             coordination.kappa
    scenario
    coordination.kappa low                0.002
    coordination.kappa high               0.028
    """
    _check_problem(problem, "ends")
    chosen = published_figures_of(problem.terms) if figures is None else called(problem, figures)
    rows = {
        f"{figure.name} {end}": {figure.name: getattr(figure, end)}
        for figure in chosen
        for end in ("low", "high")
    }
    if not rows:
        raise InputError("no figure of the terms has a published range; name figures")
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("scenario")


def called(problem: Problem, names: Collection[str]) -> list[Figure]:
    """Return the figures of some names.

    Raises
    ------
    InputError
        If there is no such figure, or it has no range.
    """
    if isinstance(names, str) or not isinstance(names, Iterable):
        raise InputError(f"figures = {shown(names)} must be a list of names of figures")
    found = [figure_called(problem.terms, name) for name in names]
    for figure in found:
        if not figure.low < figure.high:
            raise InputError(
                f"{figure.name} = {shown(figure.now)} has no range; give sweep(...) its values "
                "yourself, in a table with a column of that name"
            )
        check_number(figure.name, figure.low)
    return found


def _drawn(figure: Figure, n: int, shape: Shape, seed: int) -> NDArray[np.generic]:
    """Draw n values of a figure."""
    stream = np.random.default_rng([seed, zlib.crc32(figure.name.encode())])
    part = stream.random(n)
    low, high = figure.low, figure.high
    if figure.whole:  # Each whole number has a unit's breadth.
        low, high = low - 0.5, high + 0.5
    if shape == "uniform":
        values = low + part * (high - low)
    else:
        values = _triangular(part, low, figure.now, high)
    if not figure.whole:
        return values
    return np.clip(np.rint(values), figure.low, figure.high).astype(np.int64)


def _triangular(
    part: NDArray[np.float64], low: float, mode: float, high: float
) -> NDArray[np.float64]:
    """Return the values of a triangular distribution below which such parts of it lie."""
    left = (mode - low) / (high - low)
    below = low + np.sqrt(part * (high - low) * (mode - low))
    above = high - np.sqrt((1 - part) * (high - low) * (high - mode))
    return np.where(part < left, below, above)


def _check_problem(problem: object, what: str) -> None:
    if not isinstance(problem, Problem):
        raise InputError(f"{what} takes a Problem, not {type(problem).__name__}")
