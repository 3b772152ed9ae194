"""What a sweep found: a row a scenario, how often plans, pairs and hosts win, and regret."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterer import display
from clusterer._support.checks import check_whole, plain_seconds
from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.sweeps import shares, tables
from clusterer.questions.sweeps.changes import Changes, Name
from clusterer.questions.sweeps.ends import labels, table_of_ends
from clusterer.questions.sweeps.found import Found
from clusterer.questions.sweeps.minimax import MinimaxRegret, minimax_regret
from clusterer.questions.sweeps.solved import Solved, plan_key
from clusterer.search.solution import Watch

_SHOWN = 20
"""Rows of a table in a notebook."""


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
        self._found = Found(problem, changes, dict(found))

    @property
    def problem(self) -> Problem:
        """The problem as it is."""
        return self._found.problem

    @property
    def complete(self) -> bool:
        """Whether all scenarios are solved, and so is the problem as it is."""
        return len(self._found.solved) == len(self._found.changes) + 1

    @property
    def proved(self) -> bool:
        """Whether it is all proved: which plan is best in each scenario, or that there is none."""
        known = ("optimal", "infeasible")
        return self.complete and all(one.status in known for one in self._found.solved.values())

    def __len__(self) -> int:
        return len(self._found.changes)

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
        return tables.by_scenario(self._found)

    @cached_property
    def seconds(self) -> pd.Series:
        """How long each solve took, by scenario; NaN if it is not solved."""
        found = [self._found.solved.get(scenario.name) for scenario in self._found.changes]
        taken = [math.nan if one is None else one.seconds for one in found]
        return pd.Series(taken, index=self._found.changes.names, name="seconds")

    @property
    def base(self) -> str:
        """The key of the plan of the problem as it is; empty if there is none."""
        found = self._found.solved.get(None)
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
        return tables.by_plan(self._found, self.regret)

    def plan(self, key: str) -> Evaluation:
        """Return a plan by its key, costed as the problem is: `Problem.evaluate` of others.

        Raises
        ------
        InputError
            If no plan has that key.
        """
        if key not in self._found.plans:
            raise InputError(
                f"no plan has the key {shown(key)}; those that there are are the index of "
                "sweep.plans"
            )
        return self._found.evaluated(self._found.plans[key])

    @cached_property
    def together(self) -> pd.DataFrame:
        """The share of the scenarios in whose plan each two councils share a cluster, from 0 to 1.

        A row and a column a council, by index label; NaN if no scenario has a plan.
        """
        return shares.together(self._found.problem.councils, self._found.with_plan)

    @cached_property
    def councils(self) -> pd.DataFrame:
        """A row a council: in which share of the scenarios it is ``alone``, a ``host`` or hosted.

        ``size`` is the mean of the members of its cluster, itself among them. ``with`` is who
        shares with it most often, and ``often`` in which share.
        """
        return shares.by_council(self._found.problem.councils, self._found.with_plan)

    @cached_property
    def regret(self) -> pd.DataFrame:
        """A row a scenario with a plan, a column a plan: the £m that it costs more than the best.

        Each plan is costed in each scenario, less the bound there. That is its regret if the best
        plan is proved, and what it is at most if not. Infinite where the rules or limits of the
        scenario do not allow the plan.
        """
        return self._found.regret_of(self._found.plans)

    @cached_property
    def ends(self) -> pd.DataFrame:
        """A row a figure that scenarios change by itself, such as those of `ends`.

        ``now``, and the ``low`` and ``high`` values tried. At each of these two: what the plan of
        the figures as they are saves if it is ``kept``, what the ``best`` plan saves there, both
        against all standing alone; what is ``lost`` by keeping it, as `regret` tells; and the
        ``moves`` from one to the other.
        """
        regret = self.regret[self.base] if self.base else pd.Series(dtype=float)
        return table_of_ends(self._found.changes, self.table, regret)

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
            assignment = self._found.problem.evaluate(assignment)
        clusters = tuple(map(tuple, assignment.arguments()["clusters"].values()))
        return self._found.regret_of({"regret": clusters})["regret"]

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
        if not len(self._found.winners):
            raise InputError("no scenario has a plan, so that there is no regret to make least")
        return minimax_regret(self._found, self.least_regret, watch, int(seed))

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        words = f"{len(self):,} scenarios" if self.complete else self._so_far
        if not len(self._found.winners):
            return f"{words}: none has a plan"
        distinct = self._found.winners.nunique()
        words += f": {distinct:,} plans win" if distinct > 1 else ": one plan wins in all"
        if self.base:
            wins = int((self._found.winners == self.base).sum())
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
        councils = self._found.problem.councils
        pairs = [
            sorted((councils.position(a), councils.position(b)))
            for a, b in self._found.problem.adjacency.edges
        ]
        return display.draw_backbone(
            councils.frame,
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
        if not len(self._found.winners):
            raise InputError("no scenario has a plan, so that there is no regret to draw")
        roles = {
            "best for the figures as they are": self.base,
            "least greatest regret": self.least_regret,
            "wins most often": str(self.plans.index[0]),
            "all alone": plan_key(self._found.all_alone),
        }
        return display.draw_regret(
            tables.regret_by_role(self._found, roles, self.regret),
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
            central=self._found.solved[None].baseline - self._found.solved[None].objective,
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
    def _so_far(self) -> str:
        return f"{len(self._found.in_order):,} of {len(self._found.changes):,} scenarios so far"

    @property
    def _assumptions(self) -> str:
        return self._found.evaluated(self._found.all_alone).assumptions

    @property
    def _baseline(self) -> str:
        """What savings are measured against, in words."""
        return "all standing alone" if self._found.problem.today is None else "today"
