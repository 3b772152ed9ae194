"""What one solve of a sweep found, as it is kept in a file."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from clusterer.questions.sweeps.changes import Name
from clusterer.questions.sweeps.fingerprint import digest
from clusterer.search.solution import relative_gap
from clusterer.solving.plan import Plan

Outcome = Literal["optimal", "feasible", "infeasible", "none"]
"""What came out: a plan that is proved best; a plan; that there is none; nothing in time."""


@dataclass(frozen=True, kw_only=True)
class Solved:
    """What one solve found.

    Attributes
    ----------
    scenario
        What the scenario is called; None for the problem as it is.
    changed
        A fingerprint of what was changed.
    settings
        What was changed, as far as it is plain numbers and words.
    status
        What came out.
    objective, bound
        In £m. Infinite if there is no plan.
    baseline
        The £m of going on as today, or else of all councils alone.
    clusters
        The row numbers of the members of each cluster, in the order of the plan; none if there is
        no plan.
    hosts
        The row number of the host of each.
    costs
        The £m of each term.
    n_candidates
        How many clusters there were to choose from.
    word_of
        As `Plan.word_of`.
    reason
        Why there is no plan, in words.
    seconds
        How long it took.
    """

    scenario: Name | None
    changed: str
    settings: Mapping[str, Any]
    status: Outcome
    objective: float = math.inf
    bound: float = math.inf
    baseline: float = math.nan
    clusters: tuple[tuple[int, ...], ...] = ()
    hosts: tuple[int, ...] = ()
    costs: Mapping[str, float] = dataclasses.field(default_factory=dict)
    n_candidates: int = 0
    word_of: str = ""
    reason: str = ""
    seconds: float = 0.0

    @classmethod
    def of(cls, plan: Plan, **scenario: Any) -> Solved:
        """Return what is kept of a plan; `scenario` has the attributes that say of which."""
        parts = plan.arguments()
        return cls(
            **scenario,
            status=plan.status,
            objective=plan.objective,
            bound=plan.bound,
            baseline=plan.objective + plan.saving,
            clusters=tuple(tuple(map(int, rows)) for rows in parts["clusters"].values()),
            hosts=tuple(map(int, parts["costs"]["host"])),
            costs={str(term): float(cost) for term, cost in plan.costs.items()},
            n_candidates=plan.n_candidates,
            word_of=plan.word_of,
            seconds=plan.seconds,
        )

    @property
    def key(self) -> str:
        """What the plan is called: the same name for the same clusters, whatever they cost."""
        return plan_key(self.clusters) if self.clusters else ""

    @property
    def gap(self) -> float:
        """``(objective − bound) / |objective|``; infinite if not known."""
        return relative_gap(self.objective, self.bound)

    def as_json(self) -> dict[str, Any]:
        """Return the same in plain data; what is not finite is null."""
        told = dataclasses.asdict(self)
        for what in ("objective", "bound", "baseline"):
            told[what] = told[what] if math.isfinite(told[what]) else None
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Solved:
        """Return what `as_json` wrote down.

        Raises
        ------
        KeyError, TypeError, ValueError
            If it is something else.
        """
        given = {field.name: told[field.name] for field in dataclasses.fields(cls)}
        no_plan = math.inf if given["status"] == "infeasible" else -math.inf
        missing = {"objective": math.inf, "bound": no_plan, "baseline": math.nan}
        for what, value in missing.items():
            given[what] = value if given[what] is None else float(given[what])
        given["clusters"] = tuple(tuple(map(int, rows)) for rows in given["clusters"])
        given["hosts"] = tuple(map(int, given["hosts"]))
        return cls(**given)


def plan_key(clusters: tuple[tuple[int, ...], ...]) -> str:
    """Return what a plan is called: ten digits that its clusters give.

    Examples
    --------
    >>> plan_key(((0, 2), (1,))) == plan_key(((1,), (2, 0)))
    True
    """
    return digest(sorted(sorted(rows) for rows in clusters))[:10]
