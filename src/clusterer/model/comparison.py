"""How two partitions of the same councils differ, in members and in money."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from clusterer._support.wording import separator


@dataclass(frozen=True, eq=False)
class Comparison:
    """What changes from one partition to another, both costed by the problem of this one.

    Attributes
    ----------
    costs
        A row a term and one for the total, in £m: ``this``, ``other``, ``difference``
        (this less the other: negative where this one is cheaper).
    moved
        The councils whose fellow members differ, by index label: their name, the fellows
        that only this partition gives them, and those that only the other does.
    pairs
        A row a pair of councils that share a cluster in either: ``council`` and ``fellow``, index
        labels; ``name`` and ``fellow_name``; ``in_this`` and ``in_other``, true or false.
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
        total = self.costs.loc["total"]
        verdict = (
            "costs the same"
            if abs(total["difference"]) < 5e-4
            else f"{'costs' if total['difference'] > 0 else 'saves'} "
            f"£{abs(total['difference']):,.3f}m more"
        )
        return (
            f"<Comparison: this one {verdict}; {len(self.moved)} councils have other fellows; "
            f"{self.pairs_in_both} pairs in both, {self.pairs_only_in_this} only in this, "
            f"{self.pairs_only_in_other} only in the other; "
            f"adjusted Rand index {self.adjusted_rand_index:.2f}"
            f"{'; the other costed anew by the problem of this one' if self.recosted else ''}>"
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
    costs["difference"] = costs["this"] - costs["other"]

    called = dict(zip(this.index, names, strict=True))
    pairs, other_pairs = _pairs(this), _pairs(other.loc[this.index])
    between = separator(names)
    rows = {}
    for council in this.index:
        now = {b if a == council else a for a, b in pairs - other_pairs if council in (a, b)}
        then = {b if a == council else a for a, b in other_pairs - pairs if council in (a, b)}
        if now or then:
            rows[council] = (
                called[council],
                between.join(sorted(called[fellow] for fellow in now)),
                between.join(sorted(called[fellow] for fellow in then)),
            )
    moved = pd.DataFrame.from_dict(
        rows, orient="index", columns=["name", "only_in_this", "only_in_other"]
    )
    moved.index.name = this.index.name
    counts = len(pairs & other_pairs), len(pairs - other_pairs), len(other_pairs - pairs)
    return Comparison(
        costs=costs,
        moved=moved,
        pairs=_pair_table(called, pairs, other_pairs),
        pairs_in_both=counts[0],
        pairs_only_in_this=counts[1],
        pairs_only_in_other=counts[2],
        adjusted_rand_index=adjusted_rand(*counts, councils=len(this)),
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


def _pair_table(
    called: Mapping[Hashable, str],
    pairs: set[tuple[Hashable, Hashable]],
    other_pairs: set[tuple[Hashable, Hashable]],
) -> pd.DataFrame:
    """Return a row a pair that is together in either, in the order of the councils."""
    order = {council: k for k, council in enumerate(called)}
    either = sorted(pairs | other_pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))
    return pd.DataFrame(
        {
            "council": [a for a, _ in either],
            "fellow": [b for _, b in either],
            "name": [called[a] for a, _ in either],
            "fellow_name": [called[b] for _, b in either],
            "in_this": [pair in pairs for pair in either],
            "in_other": [pair in other_pairs for pair in either],
        }
    )


def _pairs(assignment: pd.Series) -> set[tuple[Hashable, Hashable]]:
    """Return the pairs of councils that share a cluster, each in the order of the index."""
    groups = assignment.groupby(assignment, sort=False).groups.values()
    return {pair for group in groups for pair in combinations(group, 2)}
