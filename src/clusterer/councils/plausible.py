"""Whether rows look like councils: each a council of its own, with as many residents as one has.

What does not may be meant all the same, and is warned about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.warn import warn_implausible

Describe: TypeAlias = Callable[[Iterable[int]], str]
Floats: TypeAlias = NDArray[np.float64]

_FEW, _MANY = 1_000, 20_000_000
"""Residents of the median council below or above which figures hardly are persons.

England's 296 districts have 2,200 (Isles of Scilly) to 1.1 million (Birmingham), 140,000 in the
median; in thousands, 140.
"""

_OTHER_UNIT = 300.0
"""How many times what the median council has a figure is, at least, that is in another unit.

A cluster of as many councils is hardly meant.
"""

_TIMES = "if the column is in thousands, multiply it by 1000"

_ENOUGH = 10
"""Councils from which on one figure can be called out of line with the others."""

_GAP = 4.0
"""How many times the next figure one that is mistyped by a factor of ten is, at least."""

_SHOWN = 5
"""How many repeated names are shown."""


def warn_of_level(column: str, residents: Floats) -> None:
    """Warn of residents that are far below or above what councils have.

    Parameters
    ----------
    column
        What they are called.
    residents
        Of each council, 0 or more.
    """
    median = float(np.median(residents))
    if median < _FEW:
        warn_implausible(
            f"half of the councils have {median:,.0f} residents or fewer in the column {column!r}, "
            f"but the figures of presets are of councils with tens of thousands and more; {_TIMES}"
        )
    elif median > _MANY:
        warn_implausible(
            f"half of the councils have {median:,.0f} residents or more in the column {column!r}, "
            "as many as a country; if it does not count persons, give persons"
        )


def warn_of_unit(column: str, values: Floats, figure: float, what: str) -> bool:
    """Warn of a column that can hardly be in one unit with a figure, and tell whether it is one.

    Parameters
    ----------
    column
        What it is called.
    values
        Of each council, 0 or more.
    figure
        What sums over members of a cluster are compared with.
    what
        What messages call the figure, such as "the population target".
    """
    median = float(np.median(values[values > 0])) if (values > 0).any() else 0.0
    if not 0 < median < _FEW or figure < _OTHER_UNIT * median:
        return False
    warn_implausible(
        f"half of the councils have {median:,.0f} or less in the column {column!r}, and {what} is "
        f"{figure:,.0f}, as much as {figure / median:,.0f} of them; {_TIMES}"
    )
    return True


def warn_of_slips(column: str, residents: Floats, area: Floats, describe: Describe) -> None:
    """Warn of a figure that looks mistyped by a factor of ten.

    Parameters
    ----------
    column
        What the figures are called.
    residents
        Of each council, 0 or more.
    area
        Of each council, in any unit.
    describe
        Names councils in messages, given by row numbers.
    """
    for row, following in _out_of_line(residents, area):
        few = residents[row] < residents[following]
        warn_implausible(
            f"{describe([row])}: {column} = {residents[row]:,.0f} is far from all others, of which "
            f"{describe([following])} is nearest with {residents[following]:,.0f}; is a digit "
            f"{'missing' if few else 'too many'}?"
        )


def _out_of_line(residents: Floats, area: Floats) -> list[tuple[int, int]]:
    """Return the councils whose residents look mistyped, each with the one nearest to it.

    One does if its figure is farther from the others, as a ratio, than these are from each other,
    and if its density is beyond theirs on the same side: a large city may have much land, and an
    island little. Points have no density, so that the figure alone tells.
    """
    there = np.flatnonzero(residents > 0)  # None at all is a park, and no slip.
    if there.size < _ENOUGH:
        return []
    known = bool(area[there].all())
    rising = there[np.argsort(residents[there], kind="stable")]
    found = []
    for one, following, *others in (rising[::-1].tolist(), rising.tolist()):
        rest = [following, *others]
        gap, spread = (
            max(residents[a], residents[b]) / min(residents[a], residents[b])
            for a, b in ((one, following), (following, others[-1]))
        )
        large = residents[one] > residents[following]
        beyond = not known or _is_beyond(
            residents[one] / area[one], residents[rest] / area[rest], large
        )
        if gap > max(_GAP, spread) and beyond:
            found.append((one, following))
    return found


def warn_of_rows(frame: pd.DataFrame, names: tuple[str, ...], describe: Describe) -> None:
    """Warn of a name that stands in several rows, and of a column of names that is not read.

    Parameters
    ----------
    frame
        A row a council.
    names
        The name of each.
    describe
        Names councils in messages, given by row numbers.
    """
    groups = pd.Series(range(len(names))).groupby(pd.Series(names), sort=False).agg(list)
    repeated = [rows for rows in groups if len(rows) > 1]
    if repeated:
        # Those that have figures in common come first: they are one council, most likely.
        # Population distinguishes councils; seats, of which many have as many, do not.
        telling = max(1.0, len(groups) / 2)
        figures = [c for c in frame.select_dtypes("number") if frame[c].nunique() > telling]
        common = [[c for c in figures if frame[c].iloc[rows].nunique() == 1] for rows in repeated]
        order = sorted(range(len(repeated)), key=lambda k: not common[k])
        shown = [
            describe(repeated[k])
            + (f", with the same {common[k][0]} in each row" if common[k] else "")
            for k in order[:_SHOWN]
        ]
        more = f"; and {len(repeated) - _SHOWN} more names" if len(repeated) > _SHOWN else ""
        warn_implausible(
            f"a name stands in several rows: {'; '.join(shown)}{more}; if they are parts of one "
            "council, make one row of them with councils.dissolve(by='name', aggfunc='first'), or "
            "aggfunc='sum' if each part has figures of its own; if not, use their labels"
        )
    if "name" not in frame.columns:
        for column in frame.columns:
            if isinstance(column, str) and column.strip().casefold() == "name":
                warn_implausible(
                    f"councils are called by their labels, such as {names[0]}, as there is no "
                    f"column 'name'; if the column {column!r} has names, rename it to 'name'"
                )


def _is_beyond(density: float, others: Floats, above: bool) -> bool:
    return bool(density > others.max() if above else density < others.min())
