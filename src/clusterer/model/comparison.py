"""How two partitions of the same councils differ, in members and in money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.rounding import difference
from clusterer._support.wording import separator
from clusterer.display import table_as_html

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What changes from one partition to another, both costed by the problem of this one.

    Attributes
    ----------
    costs
        A row a term and one for the total, in £m: ``this``, ``other``, ``difference``
        (this less the other: negative where this one is cheaper).
    moved
        The councils whose partners differ, by index label: their name, the partners
        that only this partition gives them, and those that only the other does.
    pairs
        A row a pair of councils that share a cluster in either: ``council`` and ``partner``, index
        labels; ``name`` and ``partner_name``; ``in_this`` and ``in_other``, true or false.
    pairs_in_both, pairs_only_in_this, pairs_only_in_other
        How many pairs of councils share a cluster.
    adjusted_rand_index
        How alike the clusters are: 1 if they are the same, about 0 if they agree no better than by
        chance; see `adjusted_rand`.
    recosted
        Whether the other had other costs under the problem that it came from.
    """

    costs: pd.DataFrame
    moved: pd.DataFrame
    pairs: pd.DataFrame
    pairs_in_both: int
    pairs_only_in_this: int
    pairs_only_in_other: int
    adjusted_rand_index: float
    recosted: bool = False

    def __repr__(self) -> str:
        return f"<Comparison: {self._headline}>"

    def _repr_html_(self) -> str:
        return table_as_html(
            f"Comparison: {self._headline}", self.costs.map("{:,.1f}".format), "figures in £m"
        )

    @property
    def _headline(self) -> str:
        total = self.costs.loc["total"]
        verdict = (
            "costs the same"
            if abs(total["difference"]) < 5e-4
            else f"{'costs' if total['difference'] > 0 else 'saves'} "
            f"£{abs(total['difference']):,.3f}m more"
        )
        return (
            f"this one {verdict}; {len(self.moved)} councils have other partners; "
            f"{self.pairs_in_both} pairs in both, {self.pairs_only_in_this} only in this, "
            f"{self.pairs_only_in_other} only in the other; "
            f"adjusted Rand index {self.adjusted_rand_index:.2f}"
            f"{'; the other costed again by the problem of this one' if self.recosted else ''}"
        )


def compare_partitions(
    names: Sequence[str],
    this: pd.Series,
    other: pd.Series,
    this_costs: pd.Series,
    other_costs: pd.Series,
    *,
    recosted: bool = False,
) -> Comparison:
    """Compare two assignments of the same councils.

    Parameters
    ----------
    names
        What to call the councils, in the order of `this`.
    this, other
        The cluster of each council, over the same index.
    this_costs, other_costs
        The £m of each term, the same terms for both.
    recosted
        Whether the other had other costs under the problem that it came from.
    """
    costs = pd.DataFrame({"this": this_costs, "other": other_costs})
    costs.loc["total"] = costs.sum()
    costs["difference"] = difference(costs["this"], costs["other"])

    pairs = _Pairs.of(this, other.loc[this.index])
    kinds = (pairs.in_this & pairs.in_other, ~pairs.in_other, ~pairs.in_this)
    both, only_this, only_other = (int(np.count_nonzero(kind)) for kind in kinds)
    return Comparison(
        costs=costs,
        moved=_moved(names, this.index, pairs),
        pairs=_pair_table(names, this.index, pairs),
        pairs_in_both=both,
        pairs_only_in_this=only_this,
        pairs_only_in_other=only_other,
        adjusted_rand_index=adjusted_rand(both, only_this, only_other, councils=len(this)),
        recosted=recosted,
    )


def adjusted_rand(both: int, only_this: int, only_other: int, *, councils: int) -> float:
    """Return how alike two partitions are, from the pairs that share a cluster.

    ``2 (a d − b c) / ((a + b)(b + d) + (a + c)(c + d))`` for ``a`` pairs together in both, ``b``
    only in this, ``c`` only in the other, and ``d`` in neither: 1 for the same partition, and 0 on
    average if the councils of one changed places at random. It may be negative.

    Parameters
    ----------
    both, only_this, only_other
        The pairs that share a cluster.
    councils
        How many councils there are.

    References
    ----------
    L. Hubert and P. Arabie, "Comparing partitions", *Journal of Classification* 2, 1985,
    193–218; in pairs, as M. J. Warrens, "On the equivalence of Cohen's kappa and the
    Hubert–Arabie adjusted Rand index", *Journal of Classification* 25, 2008, 177–183.

    Examples
    --------
    Of four councils, ab|cd against ab|c|d: one pair in both, one in the first alone.

    >>> round(adjusted_rand(1, 1, 0, councils=4), 4)
    0.5714
    """
    neither = councils * (councils - 1) // 2 - both - only_this - only_other
    by_chance = (both + only_this) * (only_this + neither)
    by_chance += (both + only_other) * (only_other + neither)
    # Nothing is left to chance only if both are all alone, or all together: the same.
    return 2 * (both * neither - only_this * only_other) / by_chance if by_chance else 1.0


@dataclass(frozen=True, eq=False)
class _Pairs:
    """The pairs of rows that share a cluster in either of two partitions, row by row.

    Attributes
    ----------
    left, right
        The row numbers of each pair, the smaller first.
    in_this, in_other
        Whether it shares a cluster there.
    """

    left: Rows
    right: Rows
    in_this: Flags
    in_other: Flags

    @classmethod
    def of(cls, this: pd.Series, other: pd.Series) -> _Pairs:
        """Return the pairs of two assignments over the same index."""
        mine, yours = _numbered_pairs(this), _numbered_pairs(other)
        either = np.union1d(mine, yours)
        left, right = np.divmod(either, max(len(this), 1))
        return cls(left, right, np.isin(either, mine), np.isin(either, yours))


def _numbered_pairs(assignment: pd.Series) -> Rows:
    """Return ``i n + j`` for each two rows i < j that share a cluster."""
    n = len(assignment)
    cluster, _ = pd.factorize(assignment)
    # Rows of one cluster next to each other, and each with those that follow it there.
    order = np.argsort(cluster, kind="stable")
    end = np.cumsum(np.bincount(cluster, minlength=1))[cluster[order]]
    followers = end - np.arange(n) - 1
    left = np.repeat(np.arange(n), followers)
    nth = np.arange(left.size) - np.repeat(np.cumsum(followers) - followers, followers)
    numbers: Rows = order[left] * n + order[left + 1 + nth]
    return numbers


def _moved(names: Sequence[str], ids: pd.Index, pairs: _Pairs) -> pd.DataFrame:
    """Return a row a council whose partners differ, with those that one partition alone gives."""
    only_this = _partners(names, pairs, ~pairs.in_other)
    only_other = _partners(names, pairs, ~pairs.in_this)
    rows = [i for i in range(len(ids)) if only_this[i] or only_other[i]]
    between = separator(names)
    return pd.DataFrame(
        {
            "name": [names[i] for i in rows],
            "only_in_this": [between.join(only_this[i]) for i in rows],
            "only_in_other": [between.join(only_other[i]) for i in rows],
        },
        index=ids[rows],
    )


def _partners(names: Sequence[str], pairs: _Pairs, chosen: Flags) -> list[list[str]]:
    """Return for each row the names of those with which it is a chosen pair, sorted."""
    left, right = pairs.left[chosen], pairs.right[chosen]
    council, partner = np.concatenate([left, right]), np.concatenate([right, left])
    rank = np.empty(len(names), dtype=np.intp)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    order = np.lexsort([rank[partner], council])
    called = [names[i] for i in partner[order].tolist()]
    ends = np.searchsorted(council[order], np.arange(len(names) + 1)).tolist()
    return [called[first:end] for first, end in pairwise(ends)]


def _pair_table(names: Sequence[str], ids: pd.Index, pairs: _Pairs) -> pd.DataFrame:
    """Return a row a pair that is together in either, in the order of the councils."""
    return pd.DataFrame(
        {
            "council": ids[pairs.left],
            "partner": ids[pairs.right],
            "name": [names[i] for i in pairs.left.tolist()],
            "partner_name": [names[i] for i in pairs.right.tolist()],
            "in_this": pairs.in_this,
            "in_other": pairs.in_other,
        }
    )
