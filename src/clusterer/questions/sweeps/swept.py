"""What a sweep found: a row a scenario, how often plans, pairs and hosts win, and regret."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from clusterer import display
from clusterer._support import interrupts
from clusterer._support.checks import check_whole, plain_seconds
from clusterer._support.wording import shown
from clusterer.errors import (
    InfeasibleError,
    InputError,
    NoPlanFoundError,
    TooManyCandidatesError,
)
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.moves import moves_between
from clusterer.questions.sweeps import shares
from clusterer.questions.sweeps.changes import Changes, Name
from clusterer.questions.sweeps.crossed import Clusters, Crossed
from clusterer.questions.sweeps.ends import labels, table_of_ends
from clusterer.questions.sweeps.minimax import MinimaxRegret, Outcome, least_greatest
from clusterer.questions.sweeps.solved import Solved, plan_key
from clusterer.search.solution import Watch, tolerance

_SHOWN = 20
"""Rows of a table in a notebook."""

_WINNERS = " of those that win in some scenario"

COST = "{} £m"
"""What the column of a term is called."""


class Sweep:
    """The best plan of each scenario, and what all of them have in common.

    `sweep` makes one. A plan has a key, by which it is known in all tables: the same clusters
    have the same key, whatever they cost.

    Parameters
    ----------
    problem
        The problem as it is.
    changes
        The scenarios.
    found
        What each solve found, by the name of the scenario; under None that of the problem as it is.
    """

    def __init__(
        self, problem: Problem, changes: Changes, found: Mapping[Name | None, Solved]
    ) -> None:
        self._problem = problem
        self._changes = changes
        self._found = dict(found)

    @property
    def problem(self) -> Problem:
        """The problem as it is."""
        return self._problem

    @property
    def complete(self) -> bool:
        """Whether all scenarios are solved, and so is the problem as it is."""
        return len(self._found) == len(self._changes) + 1

    @property
    def proved(self) -> bool:
        """Whether it is all proved: which plan is best in each scenario, or that there is none."""
        known = ("optimal", "infeasible")
        return self.complete and all(one.status in known for one in self._found.values())

    def __len__(self) -> int:
        return len(self._changes)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a scenario, in the order given.

        First the figures that some scenario changes, with the value that each has there. Then
        ``status``, which is "optimal", "feasible", "infeasible", "none" if the time of the solve
        was up before there was a plan, or "not solved"; ``objective``, ``bound`` and ``gap``;
        ``plan``, its key; ``saving`` against today, if the problem starts from it, or else against
        all standing alone; ``shared`` clusters, councils ``alone``, members of the ``largest``; the
        ``moves`` from the plan of the problem as it is; and the £m of each term.
        """
        rows = [self._row(self._found.get(scenario.name)) for scenario in self._changes]
        outcome = pd.DataFrame(rows, index=self._changes.names)
        whole = dict.fromkeys(("shared", "alone", "largest", "moves"), "Int64")
        return pd.concat([self._changes.table, outcome.astype(whole)], axis=1)

    @cached_property
    def seconds(self) -> pd.Series:
        """How long each solve took, by scenario; NaN if it is not solved."""
        found = [self._found.get(scenario.name) for scenario in self._changes]
        taken = [math.nan if one is None else one.seconds for one in found]
        return pd.Series(taken, index=self._changes.names, name="seconds")

    @property
    def base(self) -> str:
        """The key of the plan of the problem as it is; empty if there is none."""
        found = self._found.get(None)
        return "" if found is None else found.key

    @cached_property
    def plans(self) -> pd.DataFrame:
        """A row a plan, by its key: that which wins most often first.

        ``wins``, in how many scenarios it is the plan that was found; ``share``, of those that
        have one; its clusters, ``shared``, ``alone`` and ``largest``; the ``moves`` from the plan
        of the problem as it is, which is in the table also if it never wins; ``greatest_regret``
        and ``mean_regret`` over all scenarios with a plan, in £m, and ``forbidden``, in how many of
        them the rules and limits do not allow it.
        """
        counts = self._winners.value_counts()
        regret = self.regret
        rows = {}
        for key, clusters in self._plans.items():
            wins = int(counts.get(key, 0))
            of_plan = regret[key]
            rows[key] = {
                "wins": wins,
                "share": wins / len(self._winners) if len(self._winners) else math.nan,
                **_sizes(clusters),
                "moves": self._moves(clusters),
                "greatest_regret": of_plan.max(),
                "mean_regret": of_plan.mean(),
                "forbidden": int(np.isinf(of_plan).sum()),
            }
        columns = ["wins", "share", "shared", "alone", "largest", "moves"]
        columns += ["greatest_regret", "mean_regret", "forbidden"]
        table = pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("plan")
        return table.sort_values("wins", ascending=False, kind="stable")

    def plan(self, key: str) -> Evaluation:
        """Return a plan by its key, costed as the problem is: `Problem.evaluate` of others.

        Raises
        ------
        InputError
            If no plan has that key.
        """
        if key not in self._plans:
            raise InputError(
                f"no plan has the key {shown(key)}; those that there are are the index of "
                "sweep.plans"
            )
        return self._evaluated(self._plans[key])

    @cached_property
    def together(self) -> pd.DataFrame:
        """The share of the scenarios in whose plan each two councils share a cluster, from 0 to 1.

        A row and a column a council, by index label; NaN if no scenario has a plan.
        """
        return shares.together(self._problem.councils, self._with_plan)

    @cached_property
    def councils(self) -> pd.DataFrame:
        """A row a council: in which share of the scenarios it is ``alone``, a ``host`` or hosted.

        ``size`` is the mean of the members of its cluster, itself among them. ``with`` is who
        shares with it most often, and ``often`` in which share.
        """
        return shares.by_council(self._problem.councils, self._with_plan)

    @cached_property
    def regret(self) -> pd.DataFrame:
        """A row a scenario with a plan, a column a plan: the £m that it costs more than the best.

        Each plan is costed in each scenario, less the bound there. That is its regret if the best
        plan is proved, and what it is at most if not. Infinite where the rules or limits of the
        scenario do not allow the plan.
        """
        return self._regret_of(self._plans)

    @cached_property
    def ends(self) -> pd.DataFrame:
        """A row a figure that scenarios change by itself, such as those of `ends`.

        ``now``, and the ``low`` and ``high`` values tried. At each of these two: what the plan of
        the figures as they are saves if it is ``kept``, what the ``best`` plan saves there, both
        against all standing alone; what is ``lost`` by keeping it, as `regret` tells; and the
        ``moves`` from one to the other.
        """
        regret = self.regret[self.base] if self.base else pd.Series(dtype=float)
        return table_of_ends(self._changes, self.table, regret)

    def regret_of(
        self, assignment: Mapping[Hashable, Hashable] | pd.Series | Evaluation
    ) -> pd.Series:
        """Return what any partition costs more than the best plan, in £m, by scenario.

        Parameters
        ----------
        assignment
            What `Problem.evaluate` takes, or what it returns.
        """
        if not isinstance(assignment, Evaluation):
            assignment = self._problem.evaluate(assignment)
        clusters = tuple(map(tuple, assignment.arguments()["clusters"].values()))
        return self._regret_of({"regret": clusters})["regret"]

    @property
    def least_regret(self) -> str:
        """The key of the plan whose greatest regret is least, of those that are in `plans`.

        A plan that is best in no scenario may have less: `minimax_regret` finds it.
        """
        plans = self.plans
        if plans.empty:
            return ""
        order = plans.sort_values(["greatest_regret", "mean_regret"], kind="stable")
        return str(order.index[0])

    def minimax_regret(self, *, time_limit: float | None = None, seed: int = 0) -> MinimaxRegret:
        """Find the plan whose greatest regret is least, of all plans that there may be.

        A plan that is best in no scenario may never be far from the best. It is found with a bound
        that holds for every plan: those that the rules and limits of each scenario with a plan
        allow. Regret is as in `regret`. Where the candidates are too many to list, the plan of
        `least_regret` is returned, of those that win somewhere, and the headline says so. The
        module ``clusterer.search.minimax_regret`` has the method.

        Parameters
        ----------
        time_limit
            Seconds after which the best plan so far is returned with a valid bound.
        seed
            As for `solve`.

        Raises
        ------
        InputError
            If no scenario has a plan.
        InfeasibleError
            If no plan is allowed in all scenarios.
        NoPlanFoundError
            If none was found in time.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(2)])
        >>> sweep = cl.sweep(problem, {"scale.benefit_realisation": [0.2, 0.4, 0.6]})
        >>> least = sweep.minimax_regret()
        >>> least.status, bool(least.greatest <= sweep.plans["greatest_regret"].min())
        ('optimal', True)
        """
        watch = Watch(plain_seconds(time_limit))
        check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
        if not len(self._winners):
            raise InputError("no scenario has a plan, so that there is no regret to make least")
        among, found = "", None
        with interrupts.noted():
            try:
                found = least_greatest(
                    self._problem, self._changes, self._with_plan, self._plans, watch, int(seed)
                )
            except TooManyCandidatesError:
                among = f"{_WINNERS}, as the candidates are too many to list"
        if found is None:
            key = self.least_regret
            found = Outcome(self._plans[key], 0.0)
            among = among or f"{_WINNERS}, as the time was up"
        if found.clusters is None:
            if found.bound == math.inf:
                raise InfeasibleError(
                    "no plan keeps the rules and limits of all scenarios; leave out those that "
                    "forbid most: sweep.plans says in how many each plan is forbidden"
                )
            raise NoPlanFoundError(
                "stopped before any plan was found that all scenarios allow; allow more time"
            )
        regret = self._regret_of({"regret": found.clusters})["regret"]
        return MinimaxRegret(
            plan=self._evaluated(found.clusters), regret=regret, bound=found.bound, among=among
        )

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        words = f"{len(self):,} scenarios" if self.complete else self._so_far
        if not len(self._winners):
            return f"{words}: none has a plan"
        distinct = self._winners.nunique()
        words += f": {distinct:,} plans win" if distinct > 1 else ": one plan wins in all"
        if self.base:
            wins = int((self._winners == self.base).sum())
            worst = self.regret[self.base].max()
            words += f"; that of the figures as they are wins in {wins if wins else 'none'}"
            words += (
                f" and costs at most £{worst:,.1f}m more than the best"
                if math.isfinite(worst)
                else ", and breaks a rule or limit in some"
            )
        return words if self.proved or not self.complete else f"{words}; not all is proved"

    def plot(
        self,
        ax: Axes | None = None,
        *,
        title: str | None = None,
        labels: bool | None = None,
        source: str | None = None,
        key: bool = True,
        scale_bar: bool = True,
    ) -> Axes:
        """Draw who shares in all scenarios, and who in some.

        Councils that share in all have a colour and an outline; those that stand alone in all
        are grey; all others are white. Lines join neighbours that share in some, the thicker the
        more often.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above the map; the headline unless given, nothing for "".
        labels, source, key, scale_bar
            As for `Plan.plot`.
        """
        position = self._problem.councils.position
        pairs = [sorted((position(a), position(b))) for a, b in self._problem.adjacency.edges]
        return display.draw_backbone(
            self._problem.councils.frame,
            self.together.to_numpy(),
            np.array(pairs, dtype=np.intp).reshape(-1, 2),
            ax=ax,
            title=self.headline if title is None else title,
            assumptions=self._assumptions,
            labels=labels,
            source=source,
            key=key,
            scale_bar=scale_bar,
        )

    def plot_regret(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw for some plans how often they cost how much more than the best.

        Those are the plan of the figures as they are, that of least greatest regret, that which
        wins most often, and all standing alone.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".

        Raises
        ------
        InputError
            If no scenario has a plan.
        """
        if not len(self._winners):
            raise InputError("no scenario has a plan, so that there is no regret to draw")
        alone = tuple((i,) for i in range(len(self._problem.councils)))
        roles = {
            "best for the figures as they are": self.base,
            "least greatest regret": self.least_regret,
            "wins most often": str(self.plans.index[0]),
            "all alone": plan_key(alone),
        }
        drawn = {}
        for key in dict.fromkeys(key for key in roles.values() if key):
            words = "; ".join(role for role, whose in roles.items() if whose == key)
            known = self.regret if key in self._plans else self._regret_of({key: alone})
            drawn[words] = known[key]
        return display.draw_regret(
            pd.DataFrame(drawn),
            ax,
            title=self.headline if title is None else title,
            subtitle=self._assumptions,
        )

    def plot_tornado(
        self, ax: Axes | None = None, *, title: str | None = None, subtitle: str | None = None
    ) -> Axes:
        """Draw what the plan saves if one figure at a time is at an end of its range.

        Bars are the plan of the figures as they are, diamonds the best plan there, both against all
        standing alone. Only scenarios that change one figure count, such as those of `ends`.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title, subtitle
            What to write above, and small below that, unless the usual; nothing for "".

        Raises
        ------
        InputError
            If no figure is changed by itself in two scenarios that are solved.
        """
        ends = self.ends
        if ends.empty:
            raise InputError(
                "no figure is changed by itself in two scenarios with a plan; sweep those of "
                "cl.ends(problem)"
            )
        kept, best = (
            ends[[f"{what}_low", f"{what}_high"]].set_axis(["low", "high"], axis=1)
            for what in ("kept", "best")
        )
        names = labels(ends)
        return display.plot_tornado(
            kept.set_axis(names),
            best=best.set_axis(names),
            central=self._found[None].baseline - self._found[None].objective,
            what=f"saving against {self._baseline}, £m of present value",
            title="What the plan saves if one figure is at an end of its range"
            if title is None
            else title,
            subtitle="each figure: now (low to high); most ranges are assumptions, and none says "
            "how likely an end is"
            if subtitle is None
            else subtitle,
            ax=ax,
        )

    def __repr__(self) -> str:
        return f"<Sweep: {self.headline}>"

    def _repr_html_(self) -> str:
        return f"<p><b>{self.headline}</b></p>{self.table.head(_SHOWN).to_html()}"

    @property
    def _in_order(self) -> list[Solved]:
        """What was found, in the order of the scenarios, without the problem as it is."""
        found = (self._found.get(scenario.name) for scenario in self._changes)
        return [one for one in found if one is not None]

    def _regret_of(self, plans: Mapping[str, Clusters]) -> pd.DataFrame:
        """Return what plans cost more than the best, a column a plan."""
        crossed = Crossed(list(plans.values()))
        changed: dict[Name | None, dict[str, Any]] = {
            scenario.name: self._changes.fields(scenario) for scenario in self._changes
        }
        rows = []
        for one in self._with_plan:
            there = self._problem.replace(**changed[one.scenario])
            more = crossed.costs(there) - one.bound
            rows.append(np.where(more <= tolerance(one.objective), 0.0, more))
        return pd.DataFrame(
            np.array(rows).reshape(len(rows), len(plans)),
            index=pd.Index([one.scenario for one in self._with_plan], name="scenario"),
            columns=pd.Index(list(plans), name="plan"),
        )

    @property
    def _with_plan(self) -> list[Solved]:
        """What was found in the scenarios that have a plan."""
        return [one for one in self._in_order if one.clusters]

    @property
    def _so_far(self) -> str:
        return f"{len(self._in_order):,} of {len(self._changes):,} scenarios so far"

    @cached_property
    def _winners(self) -> pd.Series:
        """The key of the plan of each scenario that has one."""
        keys = {one.scenario: one.key for one in self._with_plan}
        return pd.Series(keys, dtype=object)

    @cached_property
    def _plans(self) -> Mapping[str, Clusters]:
        """The clusters of each plan, by its key: first that of the problem as it is."""
        base = self._found.get(None)
        found = [*([] if base is None else [base]), *self._in_order]
        return {one.key: one.clusters for one in found if one.clusters}

    @property
    def _assumptions(self) -> str:
        return self._evaluated(tuple((i,) for i in range(len(self._problem.councils)))).assumptions

    def _evaluated(self, clusters: Clusters) -> Evaluation:
        ordered = sorted((list(rows) for rows in clusters), key=lambda rows: (-len(rows), rows))
        return self._problem.evaluate_rows(dict(enumerate(ordered, start=1)))

    def _moves(self, clusters: Clusters) -> int | None:
        base = self._found.get(None)
        if base is None or not base.clusters:
            return None
        return moves_between(self._homes(base.clusters), self._homes(clusters))

    def _homes(self, clusters: Clusters) -> NDArray[np.intp]:
        homes = np.empty(len(self._problem.councils), dtype=np.intp)
        for k, rows in enumerate(clusters):
            homes[list(rows)] = k
        return homes

    @property
    def _baseline(self) -> str:
        """What savings are measured against, in words."""
        return "all standing alone" if self._problem.today is None else "today"

    def _row(self, found: Solved | None) -> dict[str, object]:
        """Return what the table says of a solve."""
        row: dict[str, object] = {
            "status": "not solved" if found is None else found.status,
            **dict.fromkeys(("objective", "bound", "gap"), math.nan),
            "plan": "",
            "saving": math.nan,
            **dict.fromkeys(("shared", "alone", "largest", "moves")),
        }
        if found is None:
            return row
        row["bound"] = found.bound
        if not found.clusters:
            return row
        return row | {
            "objective": found.objective,
            "gap": found.gap,
            "plan": found.key,
            "saving": found.baseline - found.objective,
            **_sizes(found.clusters),
            "moves": self._moves(found.clusters),
            **{COST.format(term): cost for term, cost in found.costs.items()},
        }


def _sizes(clusters: Clusters) -> dict[str, int]:
    sizes = [len(rows) for rows in clusters]
    return {
        "shared": sum(size > 1 for size in sizes),
        "alone": sum(size == 1 for size in sizes),
        "largest": max(sizes, default=0),
    }
