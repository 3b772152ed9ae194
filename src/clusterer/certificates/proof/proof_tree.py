"""What is proved of a plan: a tree, whose nodes have price lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from clusterer.certificates.verify.arithmetic import PriceList
from clusterer.search.subset_row import SubsetRow


class Costed(NamedTuple):
    """A cluster and what it costs.

    Attributes
    ----------
    members
        Its members, as the bits of a number.
    cost
        £m, in whole units.
    """

    members: int
    cost: Fraction


class Entry(NamedTuple):
    """A price list.

    Attributes
    ----------
    prices
        The prices.
    bound
        What it proves of plans made of the candidates that it is for.
    priced
        How many these are.
    sums
        What they add to each subset row, for control.
    """

    prices: PriceList
    bound: Fraction
    priced: int
    sums: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of the plans of a node.

    Attributes
    ----------
    entries
        Price lists, each for the candidates that those before it leave.
    prices
        The last one; that of the node above, if there is none yet.
    bound
        What it proves.
    near
        The numbers of candidates that may be within the gap at these prices.
    left
        By number, the exact reduced costs of the candidates that are within the gap at these
        prices, or a little above; None if they are not worked out yet.
    rows
        The subset rows that have a price.
    """

    entries: tuple[Entry, ...]
    prices: PriceList
    bound: Fraction
    near: Sequence[int] = ()
    left: dict[int, Fraction] | None = None
    rows: tuple[SubsetRow, ...] = ()


@dataclass(eq=False)
class Node:
    """Some of the plans of `at_least` to `at_most` clusters.

    Each attribute changes at once or not at all, so that a node is sound whenever the work on
    it is interrupted.

    Attributes
    ----------
    known
        What is known of it.
    listed
        The candidates left, and their reduced costs in whole units, if it is proved that they
        make no plan below the target; else None.
    split
        If it is split: the two councils, how many candidates have both or neither, a sum of
        these for control, the half whose plans have the councils together, and the other half.
    """

    at_least: int
    at_most: int
    known: Known
    listed: tuple[tuple[Costed, Fraction], ...] | None = None
    split: tuple[int, int, int, Node, Node] | None = None

    def all(self) -> Iterator[Node]:
        """Yield this node and all below it: after each, its halves in their order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.split is not None:
                waiting += node.split[:2:-1]

    def bound(self, target: Fraction) -> Fraction:
        """Return what it is proved that each of its plans costs at least, up to a target."""
        ends = (node for node in self.all() if node.split is None and node.listed is None)
        return min((node.known.bound for node in ends), default=target)


@dataclass(frozen=True, eq=False)
class Proof:
    """A plan, and what is proved of it.

    Attributes
    ----------
    plan
        Its clusters.
    tolerance
        The gap, in £m, that counts as none.
    reach
        Up to what a bound is proved; no more than what the plan costs less the tolerance.
    branches
        All plans, by their number of clusters.
    reason
        Why it is no more, in words; empty if no plan is cheaper.
    """

    plan: tuple[Costed, ...]
    tolerance: Fraction
    reach: Fraction
    branches: tuple[Node, ...]
    reason: str = ""

    @property
    def objective(self) -> Fraction:
        """What the plan costs."""
        return sum((cluster.cost for cluster in self.plan), Fraction(0))

    @property
    def target(self) -> Fraction:
        """What no plan costs less than, if this one is the best."""
        return self.objective - self.tolerance

    @property
    def bound(self) -> Fraction:
        """What it is proved that no plan costs less than, up to the reach."""
        return min(self.reach, *(branch.bound(self.reach) for branch in self.branches))

    @property
    def optimal(self) -> bool:
        """Whether it is proved that no plan is cheaper."""
        return self.bound == self.target
