"""The validated table of councils: the one input that everything else reads."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from clusterer._support.checks import LARGEST, check_flag
from clusterer._support.wording import shown
from clusterer.councils.names import Names
from clusterer.councils.place import check_place
from clusterer.councils.plausible import (
    warn_of_level,
    warn_of_rows,
    warn_of_slips,
    warn_of_unit,
)
from clusterer.councils.soundness import check_crs, check_geometry, check_index
from clusterer.errors import InputError

_NO_NUMBERS = {"boolean", "complex", "datetime", "datetime64", "period", "timedelta64"}
"""Kinds of column, as pandas infers them, that it would convert to numbers all the same."""

_ELSEWHERE = "name another where it is read, such as with preset(..., population=...)"
"""What to do if the residents stand in another column than most terms read."""

_TOO_LARGE = "is too large to calculate with; correct it"


@dataclass(frozen=True, eq=False, repr=False)
class Councils:
    """Councils with a unique index, valid geometry and a projected CRS.

    Make one with `Councils.validated`; the constructor itself checks nothing.

    Parameters
    ----------
    frame
        One row a council, a copy of the table that was checked. Nothing stops you from writing
        to it, but do not: what was checked and computed from it is kept. For other figures
        change your own table and give it to `Problem.replace`.
    overlapping
        Whether they may lie over each other, as a county over its districts.
    """

    frame: gpd.GeoDataFrame
    overlapping: bool = False

    @classmethod
    def validated(
        cls, councils: gpd.GeoDataFrame | Councils, *, overlapping: bool = False
    ) -> Councils:
        """Check a table of councils and wrap it.

        Parameters
        ----------
        councils
            A row a council: a unique index without gaps, valid polygons (or points, such as
            those of offices), in a projected CRS. What was validated before is returned as it is.
        overlapping
            Whether they may lie over each other: bodies of several kinds, such as a county, its
            districts and the fire authority, or offices within towns.

        Raises
        ------
        InputError
            If anything is wrong. The message names the councils and the remedy.

        Examples
        --------
        >>> import clusterer as cl
        >>> len(Councils.validated(cl.datasets.london()))
        32
        """
        if isinstance(councils, Councils):
            return councils
        if not isinstance(councils, gpd.GeoDataFrame):
            raise InputError(
                f"councils must be a GeoDataFrame, not {type(councils).__name__}; "
                "read a boundary file with geopandas.read_file(...)"
            )
        check_index(councils)
        check_crs(councils)
        check_flag("overlapping", overlapping)
        table = cls(councils.copy(), overlapping)
        check_place(table.frame, table.metres_per_unit / 1000.0, table.describe)
        check_geometry(
            table.frame.geometry.to_numpy(),
            table.describe,
            overlapping=overlapping,
            metres_per_unit=table.metres_per_unit,
        )
        if not overlapping:  # A district and its police force may have one name.
            warn_of_rows(table.frame, table._names.given, table.describe)
        return table

    def __repr__(self) -> str:
        words = f"{len(self)} councils, {len(self.frame.columns)} columns"
        return f"<Councils: {words}{', may overlap' if self.overlapping else ''}>"

    def __len__(self) -> int:
        return len(self.frame)

    @property
    def ids(self) -> pd.Index:
        """The index labels, in the order of the rows."""
        index: pd.Index = self.frame.index
        return index

    @property
    def names(self) -> tuple[str, ...]:
        """What to call each council: column ``name`` if there is one, else its label.

        No two are alike: councils of one name have their labels too, as ``Kent (10001)``.
        """
        return self._names.distinct

    def describe(self, positions: Iterable[int]) -> str:
        """Name councils in a message: ``Barnet (E09000003), Brent (E09000005)``."""
        return self._names.described(positions)

    def position(self, council: Hashable) -> int:
        """Return the row number of a council given by its index label or its name.

        Raises
        ------
        InputError
            If no council, or more than one, is called that.
        """
        return self._names.position(council)

    def positions(self, councils: Iterable[Hashable]) -> tuple[int, ...]:
        """Return the row numbers of councils given by index label or name."""
        if isinstance(councils, str):
            raise InputError(f"expected several councils, got the one string {councils!r}")
        return tuple(self.position(council) for council in councils)

    def values(self, column: str, *, minimum: float | None = None) -> NDArray[np.float64]:
        """Return a numeric column as an array, checked.

        Parameters
        ----------
        column
            The column to read.
        minimum
            The least value that makes sense; nothing is checked if None.

        Raises
        ------
        InputError
            If the column is missing, not numeric, has a missing or infinite value, or
            one below `minimum`. The message names the council, the column, the value.
        """
        numbers = self._read.get(column) if isinstance(column, Hashable) else None
        if numbers is None:
            numbers = self._read[column] = self._numbers(column)
        if minimum is not None:
            large = np.flatnonzero(np.abs(numbers) > LARGEST)
            if large.size:
                raise InputError(self._fault(column, large, _TOO_LARGE))
            low = np.flatnonzero(numbers < minimum)
            if low.size:
                raise InputError(self._fault(column, low, f"is below {minimum:g}; correct it"))
        return numbers.copy()

    def residents(self, column: str) -> NDArray[np.float64]:
        """Return the residents of each council: none, as of a national park, or 1 and more.

        What no council has is warned about, once a column.

        Raises
        ------
        InputError
            As `values`, or if a council has less than none, or a part of a resident.
        """
        residents = self.values(column, minimum=0.0)
        part = np.flatnonzero((residents > 0) & (residents < 1))
        if part.size:
            raise InputError(self._fault(column, part, "is below 1; correct it"))
        if column not in self._level_known:
            self._level_known.add(column)
            warn_of_level(column, residents)
        self._look_for_slips(column, residents)
        return residents

    def compared(self, column: str, figure: float, what: str) -> NDArray[np.float64]:
        """Return a column of which sums are compared with a figure: residents, or anything else.

        What can hardly be in one unit with the figure is warned about, once a column.

        Parameters
        ----------
        column
            The column to read.
        figure
            What the sum over a cluster should be, at least or at most, or about.
        what
            What messages call the figure, such as "the population target".

        Raises
        ------
        InputError
            As `values`.
        """
        values = self.values(column)
        if values.min() >= 0:
            if column not in self._level_known and warn_of_unit(column, values, figure, what):
                self._level_known.add(column)
            self._look_for_slips(column, values)
        return values

    def _look_for_slips(self, column: str, values: NDArray[np.float64]) -> None:
        if column not in self._slips_known:
            self._slips_known.add(column)
            area = shapely.area(self.frame.geometry.to_numpy())
            warn_of_slips(column, values, area, self.describe)

    def texts(self, column: str) -> NDArray[np.object_]:
        """Return a column of words as an array, checked.

        Raises
        ------
        InputError
            If the column is missing or a council has no value in it.
        """
        raw = self._column(column)
        words = raw.astype(str)
        missing = np.flatnonzero(raw.isna() | (words.str.strip() == ""))
        if missing.size:
            raise InputError(self._fault(column, missing, "is missing; fill it in"))
        return words.to_numpy(dtype=object)

    @cached_property
    def _level_known(self) -> set[str]:
        """The columns of which the level, such as thousands, was warned of, or need not be."""
        return set()

    @cached_property
    def _slips_known(self) -> set[str]:
        """The columns that were looked through for slips."""
        return set()

    @cached_property
    def metres_per_unit(self) -> float:
        """Metres in one unit of the CRS."""
        return float(self.frame.crs.axis_info[0].unit_conversion_factor)

    @cached_property
    def centroids(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The x and the y of the centroid of each council, in km, in the order of the rows."""
        points = shapely.centroid(self.frame.geometry.to_numpy())
        scale = self.metres_per_unit / 1000.0
        x, y = shapely.get_x(points) * scale, shapely.get_y(points) * scale
        x.flags.writeable = y.flags.writeable = False
        return x, y

    @cached_property
    def _read(self) -> dict[str, NDArray[np.float64]]:
        """The columns that `values` has read: terms and rules ask for the same again and again."""
        return {}

    def _numbers(self, column: str) -> NDArray[np.float64]:
        """Return a column as finite numbers, or say what is wrong."""
        raw = self._column(column, numeric=True)
        # Truth values, dates and durations would pass for numbers.
        if pd.api.types.infer_dtype(raw, skipna=True) in _NO_NUMBERS:
            raise InputError(f"column {column!r} holds {raw.dtype} values, not numbers")
        whole = np.array([isinstance(v, int) and abs(v) > LARGEST for v in raw], dtype=np.bool_)
        if whole.any():  # One beyond all floats is nothing that pandas could make one of.
            raise InputError(self._fault(column, np.flatnonzero(whole), _TOO_LARGE))
        try:
            numbers = pd.to_numeric(raw, errors="raise")
        except (ValueError, TypeError):
            attempt = pd.to_numeric(raw, errors="coerce")
            bad = np.flatnonzero(attempt.isna() & raw.notna())
            raise InputError(self._fault(column, bad, "is not a number; correct it")) from None
        array: NDArray[np.float64] = numbers.to_numpy(dtype=np.float64, na_value=np.nan)
        for bad, fault in (
            (np.isnan(array), "is missing; fill it in or leave the council out"),
            (np.isinf(array), "is not finite; give a number"),
        ):
            if bad.any():
                raise InputError(self._fault(column, np.flatnonzero(bad), fault))
        return array

    @cached_property
    def _names(self) -> Names:
        return Names(self.frame)

    def _column(self, column: str, *, numeric: bool = False) -> pd.Series:
        frame = self.frame
        if isinstance(column, Hashable) and column in frame.columns:
            series: pd.Series = frame[column]
            return series
        # Numbers may be written as text: so all columns are named, those of numbers first.
        every = frame.columns.drop(frame.active_geometry_name)
        first = frame.select_dtypes("number").columns if numeric else every
        names = list(map(str, first.append(every.difference(first, sort=False))))
        called = column if isinstance(column, str) else shown(column)
        close = difflib.get_close_matches(called, list(map(str, first)), n=1, cutoff=0.6)
        close = close or difflib.get_close_matches(called, names, n=1, cutoff=0.6)
        there = f"there are {names}" if names else "there is none but the boundaries"
        hint = f"did you mean {close[0]!r}? {there}" if close else there
        if isinstance(column, str) and column == "population":
            hint += f"; {_ELSEWHERE}"
        raise InputError(f"councils have no column {shown(column)}; {hint}")

    def _fault(self, column: str, bad: Sequence[int] | NDArray[np.intp], fault: str) -> str:
        first = int(bad[0])
        more = f" (and {len(bad) - 1} more councils like it)" if len(bad) > 1 else ""
        value = self.frame[column].iloc[first]
        what = column if pd.isna(value) else f"{column} = {shown(value)}"
        return f"{self.describe([first])}: {what} {fault}{more}"
