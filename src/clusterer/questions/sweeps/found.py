"""What the solves of a sweep found, and the plans among it, each known by its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.moves import moves_between
from clusterer.questions.sweeps.changes import Changes, Name
from clusterer.questions.sweeps.crossed import Clusters, Crossed
from clusterer.questions.sweeps.solved import Solved
from clusterer.search.solution import tolerance


@dataclass(frozen=True, eq=False)
class Found:
    """What each solve of a sweep found.

    Parameters
    ----------
    problem
        The problem as it is.
    changes
        The scenarios.
    solved
        What was found, by the name of the scenario; under None that of the problem as it is.
    """

    problem: Problem
    changes: Changes
    solved: Mapping[Name | None, Solved]

    @property
    def with_plan(self) -> list[Solved]:
        """What was found in the scenarios that have a plan."""
        return [one for one in self.in_order if one.clusters]

    @property
    def in_order(self) -> list[Solved]:
        """What was found, in the order of the scenarios, without the problem as it is."""
        found = (self.solved.get(scenario.name) for scenario in self.changes)
        return [one for one in found if one is not None]

    @cached_property
    def winners(self) -> pd.Series:
        """The key of the plan of each scenario that has one."""
        keys = {one.scenario: one.key for one in self.with_plan}
        return pd.Series(keys, dtype=object)

    @cached_property
    def plans(self) -> Mapping[str, Clusters]:
        """The clusters of each plan, by its key: first that of the problem as it is."""
        base = self.solved.get(None)
        found = [*([] if base is None else [base]), *self.in_order]
        return {one.key: one.clusters for one in found if one.clusters}

    @property
    def all_alone(self) -> Clusters:
        """The plan in which all stand alone, whether it wins somewhere or not."""
        return tuple((i,) for i in range(len(self.problem.councils)))

    def evaluated(self, clusters: Clusters) -> Evaluation:
        """Return a plan, costed as the problem as it is; its largest cluster comes first."""
        ordered = sorted((list(rows) for rows in clusters), key=lambda rows: (-len(rows), rows))
        return self.problem.evaluate_rows(dict(enumerate(ordered, start=1)))

    def moves(self, clusters: Clusters) -> int | None:
        """Return how many councils move to a plan from that of the problem as it is, if any."""
        base = self.solved.get(None)
        if base is None or not base.clusters:
            return None
        return moves_between(self._homes(base.clusters), self._homes(clusters))

    def regret_of(self, plans: Mapping[str, Clusters]) -> pd.DataFrame:
        """Return what plans cost more than the best, a column a plan."""
        crossed = Crossed(list(plans.values()))
        changed: dict[Name | None, dict[str, Any]] = {
            scenario.name: self.changes.fields(scenario) for scenario in self.changes
        }
        rows = []
        for one in self.with_plan:
            there = self.problem.replace(**changed[one.scenario])
            more = crossed.costs(there) - one.bound
            rows.append(np.where(more <= tolerance(one.objective), 0.0, more))
        return pd.DataFrame(
            np.array(rows).reshape(len(rows), len(plans)),
            index=pd.Index([one.scenario for one in self.with_plan], name="scenario"),
            columns=pd.Index(list(plans), name="plan"),
        )

    def _homes(self, clusters: Clusters) -> NDArray[np.intp]:
        homes = np.empty(len(self.problem.councils), dtype=np.intp)
        for k, rows in enumerate(clusters):
            homes[list(rows)] = k
        return homes
