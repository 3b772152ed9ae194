"""What a frontier is made of: its points, and where others may lie."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class FrontierPoint:
    """A plan on the frontier, by its figures.

    Attributes
    ----------
    clusters
        The row numbers of the members of each cluster.
    amount
        Its criterion.
    cost
        Its £m along the other axis.
    bound
        What every plan costs at least whose criterion is no worse.
    proved
        Whether the plan is proved to cost no more than that, to the tolerance of `solve`.
    word_of
        The solver on whose word alone that rests; empty for none.
    """

    clusters: list[list[int]]
    amount: float
    cost: float
    bound: float
    proved: bool
    word_of: str


@dataclass(frozen=True)
class Gap:
    """Where points may lie that were not found.

    Attributes
    ----------
    start, end
        Between which amounts of the criterion, or at which if they are the same.
    least, most
        Between which £m.
    """

    start: float
    end: float
    least: float
    most: float
