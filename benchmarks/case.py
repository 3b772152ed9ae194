"""An instance, and what a method is told of it besides the problem or the portfolio."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

import clusterer as cl


@dataclass(frozen=True)
class Case:
    """A problem, and its rules in the words of those methods that know no rules.

    Attributes
    ----------
    problem
        What is to be solved.
    cap
        How many councils a cluster may have at most; None if as many as one likes.
    count
        How many clusters a plan must have exactly; None if that is free.
    attributes
        Columns of the councils whose spread within clusters is the objective; none if the
        objective is a cost.
    """

    problem: cl.Problem
    cap: int | None = None
    count: int | None = None
    attributes: tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """How many councils there are."""
        return len(self.problem.councils)

    @property
    def largest(self) -> int:
        """How many councils a cluster may have."""
        return self.n if self.cap is None else min(self.cap, self.n)

    @cached_property
    def neighbours(self) -> list[list[int]]:
        """The row numbers of the neighbours of each council."""
        row = {council: i for i, council in enumerate(self.problem.councils.ids)}
        graph = self.problem.adjacency
        return [sorted(row[other] for other in graph[council]) for council in row]

    @cached_property
    def features(self) -> dict[str, NDArray[np.float64]]:
        """What a method that groups the alike may be given, by name; columns of unit variance.

        On a problem of spread that is its attributes. Where the objective is a cost, alike may
        mean near, or of like size, or both.
        """
        frame = self.problem.councils.frame
        if self.attributes:
            return {"attributes": frame[list(self.attributes)].to_numpy(dtype=float)}
        centroids = frame.geometry.centroid
        place = np.column_stack([centroids.x, centroids.y])
        place = (place - place.mean(axis=0)) / place.std()
        residents = np.log(frame[["population"]].to_numpy(dtype=float))
        residents = (residents - residents.mean()) / residents.std()
        return {"place": place, "residents": residents, "both": np.hstack([place, residents])}


@dataclass(frozen=True)
class PortfolioCase:
    """Several services at once. No other method takes that on, so there is nothing more to tell."""

    portfolio: cl.Portfolio


AnyCase: TypeAlias = Case | PortfolioCase
"""One service, or several."""


@dataclass(frozen=True)
class Instance:
    """How a case is made, and with which others it is shown."""

    group: str
    build: Callable[[], AnyCase]
