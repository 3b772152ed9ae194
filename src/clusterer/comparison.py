"""How two partitions of the same councils differ, in members and in money."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from clusterer.wording import separator


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
    pairs_in_both, pairs_only_in_this, pairs_only_in_other
        How many pairs of councils share a cluster.
    recosted
        Whether the other had other costs under the problem that it came from.
    """

    costs: pd.DataFrame
    moved: pd.DataFrame
    pairs_in_both: int
    pairs_only_in_this: int
    pairs_only_in_other: int
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
            f"{self.pairs_only_in_other} only in the other"
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
    return Comparison(
        costs=costs,
        moved=moved,
        pairs_in_both=len(pairs & other_pairs),
        pairs_only_in_this=len(pairs - other_pairs),
        pairs_only_in_other=len(other_pairs - pairs),
        recosted=recosted,
    )


def _pairs(assignment: pd.Series) -> set[tuple[Hashable, Hashable]]:
    """Return the pairs of councils that share a cluster, each in the order of the index."""
    groups = assignment.groupby(assignment, sort=False).groups.values()
    return {pair for group in groups for pair in combinations(group, 2)}
