"""Candidate clusters in flat arrays, and what terms and rules may ask of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from clusterer.candidates import _aggregation, _banzhaf
from clusterer.councils import Councils
from clusterer.councils.labelled import (
    Matrix,
    as_floats,
    as_matrix,
    as_symmetric_matrix,
    as_vector,
    as_votes,
)
from clusterer.errors import InputError

Floats = NDArray[np.float64]


class Candidates:
    """Many clusters at once, each a set of councils.

    Terms, rules and limits are written with the aggregations of this class, each of
    which returns one number a candidate, in the order of the candidates.

    Parameters
    ----------
    councils
        The councils that the clusters are made of.
    indptr
        Shape (m + 1,): where the members of each of the m candidates begin.
    members
        The row numbers of the members of all candidates, ascending within each.

    Examples
    --------
    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london()
    >>> candidates = cl.Problem(boroughs, terms=[], rules=[cl.MaxSize(2)]).candidates()
    >>> candidates
    <95 candidate clusters of 32 councils, of up to 2 members>
    >>> candidates.members(1)
    ('E09000002', 'E09000016')
    >>> int(candidates.sum("population")[1])
    395355
    """

    def __init__(
        self, councils: Councils, indptr: NDArray[np.int64], members: NDArray[Any]
    ) -> None:
        self.councils = councils
        self._indptr = indptr
        self._members = members
        self.size: NDArray[np.int64] = np.diff(indptr)
        for array in (self._indptr, self._members, self.size):
            array.flags.writeable = False

    @classmethod
    def of(cls, councils: Councils, clusters: Iterable[Iterable[int]]) -> Candidates:
        """Return the given clusters, each a collection of row numbers, as candidates."""
        rows = [sorted(cluster) for cluster in clusters]
        indptr = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=indptr[1:])
        flat = [i for row in rows for i in row]
        return cls(councils, indptr, np.array(flat, dtype=member_dtype(len(councils))))

    @classmethod
    def joined(cls, blocks: Sequence[Candidates]) -> Candidates:
        """Return the candidates of several parts, one after the other."""
        sizes = np.concatenate([block.size for block in blocks])
        indptr = np.zeros(sizes.size + 1, dtype=np.int64)
        np.cumsum(sizes, out=indptr[1:])
        members = np.concatenate([block.flat()[1] for block in blocks])
        return cls(blocks[0].councils, indptr, members)

    def __reduce__(self) -> tuple[type[Candidates], tuple[Any, ...]]:
        # Arrays forget on the way that they are not to be written to; the constructor says it.
        return type(self), (self.councils, self._indptr, self._members)

    def __len__(self) -> int:
        return self.size.size

    def __repr__(self) -> str:
        return f"<{self._in_words}>"

    def _repr_html_(self) -> str:
        sizes, counts = np.unique(self.size, return_counts=True)
        table = pd.DataFrame({"members": sizes, "candidates": counts})
        table["candidates"] = table["candidates"].map("{:,}".format)
        return f"<p>{self._in_words}</p>{table.to_html(index=False)}"

    @property
    def _in_words(self) -> str:
        largest = int(self.size.max()) if len(self) else 0
        return (
            f"{len(self):,} candidate clusters of {len(self.councils)} councils, "
            f"of up to {largest} members"
        )

    def positions(self, k: int | np.integer[Any]) -> NDArray[Any]:
        """Return the row numbers of the members of candidate `k`."""
        return self._members[self._indptr[k] : self._indptr[k + 1]]

    def members(self, k: int | np.integer[Any]) -> tuple[Hashable, ...]:
        """Return the index labels of the members of candidate `k`."""
        return tuple(self.councils.ids[self.positions(k)])

    def take(self, chosen: ArrayLike) -> Candidates:
        """Return the candidates of the given numbers, or those where a mask is true."""
        rows = np.atleast_1d(chosen)
        # An empty list would come as floats. A mask of another length is refused by numpy.
        rows = rows if rows.size else rows.astype(np.intp)
        sizes = self.size[rows]
        indptr = np.zeros(sizes.size + 1, dtype=np.int64)
        np.cumsum(sizes, out=indptr[1:])
        members = _aggregation.taken(self._members, self._indptr[:-1][rows], indptr)
        return Candidates(self.councils, indptr, members)

    def between(self, first: int, end: int) -> Candidates:
        """Return the candidates from one number to before another; they share their memory."""
        indptr = self._indptr[first : end + 1]
        members = self._members[indptr[0] : indptr[-1]]
        return Candidates(self.councils, indptr - indptr[0], members)

    def each_alone(self) -> Candidates:
        """Return each council by itself as a candidate, in the order of the councils."""
        return Candidates.of(self.councils, ([i] for i in range(len(self.councils))))

    def flat(self) -> tuple[NDArray[np.int64], NDArray[Any]]:
        """Return (indptr, members), the compressed sparse rows of the candidates."""
        return self._indptr, self._members

    def contains(self, council: Hashable) -> NDArray[np.bool_]:
        """Tell for each candidate whether a council, by label or name, is a member."""
        one = np.zeros(len(self.councils))
        one[self.councils.position(council)] = 1.0
        return self.sum(one) > 0

    def sum(self, column: str | ArrayLike) -> Floats:
        """Return Σ v_i over the members i; `column` is a name or one value a council."""
        return _aggregation.sums(self._indptr, self._members, as_vector(self.councils, column))

    def mean(self, column: str | ArrayLike) -> Floats:
        """Return the mean of v_i over the members i."""
        return self.sum(column) / self.size

    def min(self, column: str | ArrayLike) -> Floats:
        """Return the least v_i over the members i."""
        return _aggregation.minima(self._indptr, self._members, as_vector(self.councils, column))

    def max(self, column: str | ArrayLike) -> Floats:
        """Return the greatest v_i over the members i."""
        return -_aggregation.minima(self._indptr, self._members, -as_vector(self.councils, column))

    def pair_sum(self, matrix: Matrix) -> Floats:
        """Return Σ m[i, j] over the pairs i < j of members, each pair once.

        Parameters
        ----------
        matrix
            Symmetric, shape (n, n) for n councils; a DataFrame is read by its labels. Or a
            function that takes two arrays of row numbers and gives m[i, j] for each pair: where
            the candidates have fewer pairs than there are, it is asked for these alone.

        Raises
        ------
        InputError
            If the matrix has another shape, is not finite or not symmetric.
        """
        if not callable(matrix):
            symmetric = as_symmetric_matrix(self.councils, matrix)
            return _aggregation.pair_sums(self._indptr, self._members, symmetric)
        pairs = self.size * (self.size - 1) // 2
        here = np.flatnonzero(np.bincount(self._members, minlength=len(self.councils)))
        if pairs.sum() >= here.size**2:
            if here.size == len(self.councils):
                symmetric = as_symmetric_matrix(self.councils, matrix)
                return _aggregation.pair_sums(self._indptr, self._members, symmetric)
            some = Councils(self.councils.frame.iloc[here])
            symmetric = as_symmetric_matrix(some, lambda i, j: matrix(here[i], here[j]))
            number = np.zeros(len(self.councils), dtype=self._members.dtype)
            number[here] = np.arange(here.size)
            return _aggregation.pair_sums(self._indptr, number[self._members], symmetric)
        first, second = _aggregation.pairs(self._indptr, self._members, int(pairs.sum()))
        values = as_floats("what the function of pairs gives", matrix(first, second))
        if values.shape != first.shape or not np.isfinite(values).all():
            raise InputError(
                f"a function of pairs must give one finite number for each of {first.size} "
                f"pairs of row numbers; it gave an array of shape {values.shape}"
                + ("" if values.shape != first.shape else " with others in it")
            )
        owner = np.repeat(np.arange(len(self)), pairs)
        sums = np.bincount(owner, weights=values, minlength=len(self))
        return np.asarray(sums, dtype=np.float64)

    def any_pair(self, matrix: ArrayLike | pd.DataFrame) -> NDArray[np.bool_]:
        """Tell for each candidate whether m[i, j] is true for a pair i < j of members."""
        m = as_symmetric_matrix(self.councils, matrix) != 0
        return _aggregation.any_pair(self._indptr, self._members, m)

    def host_min(self, matrix: ArrayLike | pd.DataFrame) -> Floats:
        """Return min over members h of Σ m[i, h] over the members i."""
        return _aggregation.host_minima(
            self._indptr, self._members, as_matrix(self.councils, matrix)
        )[0]

    def host(self, matrix: ArrayLike | pd.DataFrame) -> NDArray[np.int64]:
        """Return the row number of the member h where `host_min` finds its minimum."""
        return _aggregation.host_minima(
            self._indptr, self._members, as_matrix(self.councils, matrix)
        )[1]

    def host_sum(self, matrix: ArrayLike | pd.DataFrame, host: NDArray[np.int64]) -> Floats:
        """Return Σ m[i, h] over the members i, where h is the given host of the candidate."""
        return _aggregation.host_sums(
            self._indptr, self._members, as_matrix(self.councils, matrix), host
        )

    def power_sum(self, votes: str | ArrayLike, column: str | ArrayLike) -> Floats:
        """Return Σ β_i v_i over the members i, with β_i their normalised Banzhaf power.

        A coalition of members wins with more than half of their votes, and β_i is the part of
        the cases in which a member makes a coalition win that are the member i's.

        Parameters
        ----------
        votes
            The votes of each council, whole numbers from 1 on: a column's name or one value a
            council.
        column
            v, in the same forms.

        Raises
        ------
        InputError
            If a candidate has more than 20 members, for the count is over all coalitions; or if
            votes are no whole numbers from 1 on.
        """
        values = as_vector(self.councils, column)
        return self._over_entries(self._powers(votes) * values[self._members], _aggregation.sums)

    def power_min(self, votes: str | ArrayLike) -> Floats:
        """Return the least Banzhaf power of a member, as in `power_sum`."""
        return self._over_entries(self._powers(votes), _aggregation.minima)

    def power_max(self, votes: str | ArrayLike) -> Floats:
        """Return the greatest Banzhaf power of a member, as in `power_sum`."""
        return -self._over_entries(-self._powers(votes), _aggregation.minima)

    def _powers(self, votes: str | ArrayLike) -> Floats:
        """Return the Banzhaf power of each member of each candidate, as `flat` has them."""
        weights = as_votes(self.councils, votes)
        large = np.flatnonzero(self.size > _banzhaf.MOST_MEMBERS)
        if large.size:
            members = self.positions(large[0])
            raise InputError(
                f"Banzhaf power is counted in clusters of up to {_banzhaf.MOST_MEMBERS} members; "
                f"that of {self.councils.describe(members)} has {members.size}: add a rule "
                "MaxSize, or measure control by share"
            )
        return _banzhaf.banzhaf(self._indptr, self._members, weights)

    def _over_entries(
        self, entries: Floats, kernel: Callable[[NDArray[np.int64], NDArray[Any], Floats], Floats]
    ) -> Floats:
        """Aggregate what stands beside each member of each candidate, as `flat` has them."""
        return kernel(self._indptr, np.arange(entries.size), entries)

    def spread(self, order: NDArray[np.int64], per_council: int) -> NDArray[np.int64]:
        """Return some of the candidates in `order`, so that each council has a few.

        One is passed over once each of its members is in `per_council` of those before it
        that are returned.
        """
        taken = _aggregation.spread(
            self._indptr, self._members, order, len(self.councils), per_council
        )
        chosen: NDArray[np.int64] = order[taken]
        return chosen

    def least_share(self, values: Floats) -> Floats:
        """Return for each council the least values[k] / size[k] over the candidates k with it.

        The sum over the councils is a lower bound on Σ values[k] over any partition, since
        a cluster can be charged to its members in equal parts.
        """
        return _aggregation.least_share(self._indptr, self._members, values, len(self.councils))


def member_dtype(n: int) -> type[np.signedinteger[Any]]:
    """Return the smallest integer type that numbers n councils."""
    return np.int16 if n <= np.iinfo(np.int16).max else np.int32
