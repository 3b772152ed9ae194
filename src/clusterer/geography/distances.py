"""How far apart councils are: on the ground, and in politics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from clusterer._support.interval import Interval
from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.errors import InputError

Floats = NDArray[np.float64]

Between = Callable[[NDArray[np.intp], NDArray[np.intp]], Floats]
"""Gives a number for each pair of row numbers in two arrays."""

_PREFIX = "seats_"
_NO_PARTY = "seats_total"


def centroid_km(councils: Councils) -> Floats:
    """Return shape (n, n): the km between the centroids of each pair of councils.

    ``√((x_i − x_j)² + (y_i − y_j)²)``, in the plane of the CRS. The centroid is that of the
    area, so it may lie outside a council that bends or has several parts.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> camden, islington = councils.positions(["Camden", "Islington"])
    >>> round(float(centroid_km(councils)[camden, islington]), 2)
    3.28
    """
    between = km_between(councils)
    everyone = np.arange(len(councils))
    km = np.empty((everyone.size, everyone.size))
    # Row by row, since (n, n) differences in x and in y would each take as much as the result.
    for i, row in enumerate(km):
        row[:] = between(everyone, np.array(i))
    return km


def km_between(councils: Councils) -> Between:
    """Return what gives the km between centroids for arrays of row numbers of two councils.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> camden, islington, hackney = councils.positions(["Camden", "Islington", "Hackney"])
    >>> km_between(councils)(np.array([camden, camden]), np.array([islington, hackney])).round(2)
    array([3.28, 6.56])
    """
    x, y = councils.centroids

    def between(i: NDArray[np.intp], j: NDArray[np.intp]) -> Floats:
        km: Floats = np.hypot(x[i] - x[j], y[i] - y[j])
        return km

    return between


def pair_km(councils: Councils, pairs: ArrayLike) -> Floats:
    """Return the km between centroids for pairs of row numbers, shape (pairs, 2)."""
    left, right = np.asarray(pairs, dtype=np.intp).reshape(-1, 2).T
    return km_between(councils)(left, right)


def pairs_within(councils: Councils, km: float) -> NDArray[np.intp]:
    """Return shape (pairs, 2): the row numbers i < j of councils at most `km` apart."""
    if np.isinf(km):
        return np.column_stack(np.triu_indices(len(councils), k=1))
    points = shapely.points(*councils.centroids)
    near = Interval.up_to(km)
    left, right = shapely.STRtree(points).query(
        points, predicate="dwithin", distance=near.widened.highest
    )
    pairs: NDArray[np.intp] = np.column_stack([left, right])[left < right]
    return pairs[near.holds(pair_km(councils, pairs))]


def seat_shares(councils: Councils, columns: Sequence[str] | None = None) -> Floats:
    """Return shape (n, parties): the share of each party in the seats of each council.

    Parameters
    ----------
    councils
        The councils.
    columns
        The columns that count seats, one a party; all that begin with ``seats_``, except for
        ``seats_total``, unless given.

    Raises
    ------
    InputError
        If there are no such columns, a count is negative or missing, or a council has no
        seats at all.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> shares = seat_shares(councils)
    >>> bool(abs(shares.sum(axis=1) - 1).max() < 1e-12)
    True
    """
    chosen = _seat_columns(councils) if columns is None else _given_columns(columns)
    seats = np.column_stack([councils.values(column, minimum=0) for column in chosen])
    total = seats.sum(axis=1, keepdims=True)
    if not total.all():
        none = np.flatnonzero(total == 0)
        raise InputError(
            f"{councils.describe(none)}: no seats at all in {', '.join(chosen)}; "
            "fill them in, or leave the council out"
        )
    shares: Floats = seats / total
    return shares


def seat_distance(councils: Councils, columns: Sequence[str] | None = None) -> Floats:
    """Return shape (n, n): the total-variation distance between the councils' seat shares.

    ``d_ij = ½ Σ_party |p_i − p_j|``: the part of the seats that would have to change hands
    for two councils to be alike, from 0 (the same shares) to 1 (no party in common).

    Parameters
    ----------
    councils
        The councils.
    columns
        As in `seat_shares`.

    Raises
    ------
    InputError
        As in `seat_shares`.

    References
    ----------
    D. A. Levin and Y. Peres, *Markov Chains and Mixing Times*, 2nd ed., American
    Mathematical Society, 2017, proposition 4.2.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> distance = seat_distance(councils)
    >>> bool(0 <= distance.min() and distance.max() <= 1)
    True
    """
    shares = seat_shares(councils, columns)
    distance = np.empty((len(shares), len(shares)))
    for row, share in zip(distance, shares, strict=True):
        np.abs(shares - share).sum(axis=1, out=row)
    distance *= 0.5
    # Rounding may carry a distance past 1 by a hair.
    return np.minimum(distance, 1.0, out=distance)


def _seat_columns(councils: Councils) -> list[str]:
    found = [
        column
        for column in map(str, councils.frame.columns)
        if column.startswith(_PREFIX) and column != _NO_PARTY
    ]
    if not found:
        raise InputError(
            f"councils have no columns that begin with {_PREFIX!r}, one a party, such as "
            "seats_con and seats_lab; add them, or name the columns with columns=[...]"
        )
    return found


def _given_columns(columns: Sequence[str]) -> list[str]:
    if isinstance(columns, (str, bytes)) or not isinstance(columns, Iterable):
        raise InputError(f"columns = {shown(columns)} must be a list, a column a party")
    chosen = list(columns)
    if not chosen:
        raise InputError("columns = [] names no column with seats")
    return chosen
