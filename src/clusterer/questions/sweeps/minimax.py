"""The plan of a sweep whose greatest regret is least, of all plans that there are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clusterer import display
from clusterer._support import interrupts
from clusterer.candidates import Candidates
from clusterer.display.shown import ShownAsTable
from clusterer.errors import InfeasibleError, NoPlanFoundError, TooManyCandidatesError
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.sweeps.changes import Changes, Name
from clusterer.questions.sweeps.crossed import Clusters
from clusterer.questions.sweeps.found import Found
from clusterer.questions.sweeps.solved import Solved
from clusterer.questions.sweeps.variant import Remembered, Variant
from clusterer.search.columns import Columns
from clusterer.search.lookup import numbers_among
from clusterer.search.minimax_regret import MinimaxRegretSearch, Regrets
from clusterer.search.solution import OutOfTime, Watch, relative_gap, tolerance

_LISTED_GIB = 2.0
"""What the candidates, and their costs in all scenarios, may take."""

_WINNERS = " of those that win in some scenario"

_LARGEST = 5
"""So many scenarios of the greatest regret are shown."""


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class MinimaxRegret(ShownAsTable):
    """The plan whose greatest regret over the scenarios of a sweep is least.

    `Sweep.minimax_regret` makes one.

    Parameters
    ----------
    plan
        The plan, costed by the problem as it is.
    regret
        What it costs more than the best plan, in £m, by scenario.
    bound
        The greatest regret, in £m, that every plan has at least.
    among
        Of which plans it is the best, in words that go on; empty for all.
    """

    plan: Evaluation
    regret: pd.Series
    bound: float
    among: str

    @property
    def greatest(self) -> float:
        """The greatest regret of the plan, in £m."""
        return float(self.regret.max())

    @property
    def gap(self) -> float:
        """``(greatest − bound) / greatest``."""
        return relative_gap(self.greatest, self.bound)

    @property
    def status(self) -> str:
        """Whether it is proved that no plan has less: "optimal", or else "feasible"."""
        closed = self.greatest - self.bound <= 2 * tolerance(self.plan.objective)
        return "optimal" if closed else "feasible"

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        shared = int((self.plan.clusters["size"] > 1).sum())
        clusters = f"{shared} shared cluster{'' if shared == 1 else 's'}"
        words = f"{clusters}: at most £{self.greatest:,.1f}m more than the best plan in each of "
        words += f"{len(self.regret):,} scenarios; "
        if self.status == "optimal":
            return f"{words}no plan has less"
        found = f"the best found{self.among}"
        return f"{words}{found}; every plan has £{self.bound:,.1f}m or more"

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw in which share of the scenarios it costs so much more than the best plan.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        return display.draw_regret(
            self.regret.to_frame("least greatest regret"),
            ax,
            title=self.headline if title is None else title,
            subtitle=self.plan.assumptions,
        )

    @property
    def _shown(self) -> pd.DataFrame:
        """The scenarios in which the plan costs most more than the best."""
        largest = self.regret.sort_values(ascending=False, kind="stable").head(_LARGEST)
        return pd.DataFrame({"costs more, £m": [f"{x:,.1f}" for x in largest]}, index=largest.index)

    @property
    def _note(self) -> str:
        return self.plan.assumptions


def minimax_regret(found: Found, least_of_winners: str, watch: Watch, seed: int) -> MinimaxRegret:
    """Return the plan of least greatest regret.

    Parameters
    ----------
    found
        What the sweep found; a plan in one scenario at least.
    least_of_winners
        The key of the plan of least greatest regret of those that win somewhere, which is returned
        if others cannot be looked at.
    watch, seed
        The clock, and as for `solve`.

    Raises
    ------
    InfeasibleError
        If no plan is allowed in all scenarios.
    NoPlanFoundError
        If none was found in time.
    """
    among, outcome = "", None
    with interrupts.noted():
        try:
            outcome = _least_greatest(found, watch, seed)
        except TooManyCandidatesError:
            among = f"{_WINNERS}, as the candidates are too many to list"
    if outcome is None:
        outcome = _Outcome(found.plans[least_of_winners], 0.0)
        among = among or f"{_WINNERS}, as the time was up"
    if outcome.clusters is None:
        if outcome.bound == math.inf:
            raise InfeasibleError(
                "no plan keeps the rules and limits of all scenarios; leave out those that "
                "forbid most: sweep.plans says in how many each plan is forbidden"
            )
        raise NoPlanFoundError(
            "stopped before any plan was found that all scenarios allow; allow more time"
        )
    return MinimaxRegret(
        plan=found.evaluated(outcome.clusters),
        regret=found.regret_of({"regret": outcome.clusters})["regret"],
        bound=outcome.bound,
        among=among,
    )


@dataclass(frozen=True, eq=False)
class _Outcome:
    """What a search for the least greatest regret found.

    Attributes
    ----------
    clusters
        Those of the plan; None if no plan is allowed in all scenarios.
    bound
        The greatest regret that every plan has at least.
    """

    clusters: Clusters | None
    bound: float


def _least_greatest(found: Found, watch: Watch, seed: int) -> _Outcome | None:
    """Return the plan of least greatest regret; None if it was stopped before it had begun.

    Raises
    ------
    TooManyCandidatesError
        If the candidates cannot be listed, or their costs in all scenarios cannot be kept.
    """
    try:
        regrets = _regrets(found.problem, found.changes, found.with_plan, watch)
    except (OutOfTime, KeyboardInterrupt):
        return None
    candidates = regrets.columns.candidates
    known = []
    for clusters in found.plans.values():
        numbers = numbers_among(candidates, Candidates.of(candidates.councils, clusters))
        if (numbers >= 0).all() and regrets.columns.keeps_limits(numbers):
            known.append(np.sort(numbers))
    search = MinimaxRegretSearch(regrets, known, watch, seed, found.problem.neighbours)
    with suppress(OutOfTime, KeyboardInterrupt):  # What was found so far holds.
        search.run()
    if search.chosen is None:
        return _Outcome(None, search.bound)
    return _Outcome(
        tuple(tuple(candidates.positions(k).tolist()) for k in search.chosen), search.bound
    )


def _regrets(problem: Problem, changes: Changes, solved: Sequence[Solved], watch: Watch) -> Regrets:
    """Return the candidates that all scenarios allow, with their costs in each."""
    problem.candidates(memory_gib=_LISTED_GIB, proceed=lambda _: watch.check())
    remembered = Remembered()
    fields: dict[Name | None, dict[str, Any]] = {
        scenario.name: changes.fields(scenario) for scenario in changes
    }
    there = [Variant(problem, fields[one.scenario], remembered) for one in solved]
    lists = [_listed(one, watch) for one in there]
    first = lists[0]
    allowed = np.ones(len(first), dtype=np.bool_)
    unlike = {id(other): other for other in lists if other is not first}
    for other in unlike.values():
        watch.check()
        allowed &= numbers_among(other, first) >= 0
    candidates = first if allowed.all() else first.take(np.flatnonzero(allowed))
    _check_memory(len(solved), len(candidates))
    costs = np.empty((len(solved), len(candidates)))
    limits: dict[bytes, tuple[NDArray[np.float64], float, float]] = {}
    for row, one in zip(costs, there, strict=True):
        own = candidates
        if one.councils is not candidates.councils:  # They read the figures of their councils.
            own = Candidates(one.councils, *candidates.flat())
        row[:] = one.costs(own, proceed=lambda _: watch.check())
        columns = Columns.costed(one, own, row)
        for amounts, low, high in zip(columns.amounts, columns.low, columns.high, strict=True):
            key = amounts.tobytes() + np.array([low, high]).tobytes()
            limits[key] = amounts, float(low), float(high)
    rows = list(limits.values())
    return Regrets(
        Columns(
            candidates,
            costs[0],
            tuple(amounts for amounts, _, _ in rows),
            np.array([low for _, low, _ in rows]),
            np.array([high for _, _, high in rows]),
        ),
        costs,
        np.array([one.bound for one in solved]),
    )


def _listed(there: Problem, watch: Watch) -> Candidates:
    return there.candidates(memory_gib=_LISTED_GIB, proceed=lambda _: watch.check())


def _check_memory(scenarios: int, candidates: int) -> None:
    """Raise if the costs of all candidates in all scenarios take too much."""
    if 8 * scenarios * candidates > _LISTED_GIB * 2**30:
        raise TooManyCandidatesError(
            f"the costs of {candidates:,} candidates in {scenarios:,} scenarios take more than "
            f"{_LISTED_GIB:g} GiB; sweep fewer scenarios",
            0,
        )
