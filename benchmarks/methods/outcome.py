"""What every method gives back, the same for all."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Cluster = frozenset[int]
"""A cluster as the row numbers of its members."""

Clusters: TypeAlias = Sequence[Cluster]
"""The clusters of one service."""


@dataclass(frozen=True)
class Outcome:
    """The plan that a method found, and what it can say of it.

    Attributes
    ----------
    clusters
        The plan, each cluster as row numbers; of a portfolio, that of each service by name; None
        if none was found.
    bound
        What every plan costs at least; -infinite for a method that has no bound.
    proved
        Whether the method proved that no plan is cheaper.
    best_at
        Seconds after which the plan was in hand.
    candidates
        How many clusters the method chose from, if it lists them.
    listed_at
        Seconds after which these were listed, if that was told; their costs come after.
    detail
        In words, what was run: how many tries, steps or restarts.
    """

    clusters: Clusters | Mapping[str, Clusters] | None = None
    bound: float = -math.inf
    proved: bool = False
    best_at: float = math.nan
    candidates: int = 0
    listed_at: float = math.nan
    detail: str = field(default="", compare=False)


def from_labels(labels: Iterable[object]) -> list[Cluster]:
    """Return the clusters of a sequence with a label for each council, in order of their first."""
    members: dict[object, set[int]] = {}
    for row, label in enumerate(labels):
        members.setdefault(label, set()).add(row)
    return [frozenset(rows) for rows in members.values()]
