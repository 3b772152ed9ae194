"""Search by hosts: few large clusters, whose number of candidates no list or walk can hold.

All steps are here, since each goes on with the best plan, the bound and the cuts of the one before.

The relaxation of the `host_model` is solved, with the cuts that it breaks, until none is left; its
duals prove a bound, and tell which councils no host has in a better plan. What is left goes
to a MIP solver. Where its solution is no plan, since a cluster is not connected, cuts are added
that say so, and it is asked again: it still proves a bound, as it was asked for less than a plan.
"""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.model.problem import Problem
from clusterer.search import pulp_backend
from clusterer.search.binary_program import Row
from clusterer.search.capped import capped
from clusterer.search.closed_form import ClosedForm, check_rules_and_limits
from clusterer.search.fitting import fitting
from clusterer.search.host_model import HostModel
from clusterer.search.host_relaxation import HostRelaxation, Relaxed
from clusterer.search.host_rounding import Clusters, rounded
from clusterer.search.set_partition import SetPartitionSearch
from clusterer.search.simple_plans import simple_plans
from clusterer.search.solution import (
    UNKNOWN,
    Solution,
    Watch,
    is_near,
    is_stopped,
    tolerance,
)
from clusterer.search.solver_answers import Heard, Outcome
from clusterer.search.ways import Way, ways_to_ask

logger = logging.getLogger(__name__)

Floats = NDArray[np.float64]

_SAMPLE_GIB = 0.001
"""What those may take on which terms, rules and limits are compared with their MIP forms."""

_WHOLE = 1e-4
"""How far from none or one an x may be and still be taken for it."""

_ROUNDS = 100
"""Rounds of cuts in the relaxation at most."""

_STALLED = 5
"""Rounds of cuts that do not lift the bound before a solver goes on."""


class HostSearch:
    """A search in the host model.

    Parameters
    ----------
    problem
        The problem.
    form
        What its clusters cost, of which `HostModel.holds`.
    solver, gap, seed, watch
        As for `SetPartitionSearch`.

    Attributes
    ----------
    stopped
        Whether time or Ctrl-C ended the search.
    """

    def __init__(
        self,
        problem: Problem,
        form: ClosedForm,
        *,
        solver: pulp_backend.Solver = None,
        gap: float = 0.0,
        seed: int = 0,
        watch: Watch | None = None,
    ) -> None:
        self._problem = problem
        self._form = form
        self._solver = solver
        self._gap = gap
        self._seed = seed
        self._watch = Watch() if watch is None else watch
        self._best = UNKNOWN
        self._hosts: list[int] = []
        self._cuts: dict[tuple[bytes, bytes], Row] = {}
        self.stopped = False

    def run(self) -> Solution:
        """Search until the gap is closed, time is up or Ctrl-C; the best so far is kept."""
        self.stopped = is_stopped(self._search)
        return self._best

    @property
    def settled(self) -> bool:
        """Whether the bound is near enough to the best plan, or it is proved that there is none."""
        best = self._best
        if best.clusters is None:
            return best.bound == math.inf
        return is_near(best.objective, best.bound, gap=self._gap)

    def _search(self) -> None:
        self._watch.tell(phase="relaxation")
        self._check_forms()
        for plan in simple_plans(self._problem):
            self._offer(plan.clusters or [])
        self._lift(self._form.least)
        self._model = HostModel(self._problem, self._form)
        relaxed = self._relax()
        if not self.settled:
            self._search_capped()
        if self._model.plain:
            self._watch.tell(phase="plans")
            self._decide(relaxed)

    def _check_forms(self) -> None:
        """Check on the smallest candidates that MIP forms are what is paid and asked for."""

        def proceed(_: int) -> None:
            self._watch.check()

        unruled, _ = fitting(self._problem.replace(rules=[]), _SAMPLE_GIB, proceed)
        sample = unruled.candidates(proceed=proceed)
        check_rules_and_limits(self._problem, sample)
        allowed = sample.take(self._problem.allowed(sample))
        self._form.check(self._problem, allowed, self._problem.costs(allowed, proceed=proceed))

    def _relax(self) -> Relaxed | None:
        """Solve the relaxation with the cuts that it breaks; None if there is no answer."""
        program = HostRelaxation(self._model)
        best: Relaxed | None = None
        stalled = 0
        for _ in range(_ROUNDS):
            relaxed = program.solve(self._watch.remaining)
            self._watch.check()
            if relaxed is None:
                return best
            lifted = best is None or relaxed.bound > best.bound + tolerance(relaxed.bound)
            stalled = 0 if lifted else stalled + 1
            if best is None or relaxed.bound > best.bound:
                best = relaxed
            x = self._model.matrix(relaxed.values)
            self._offer(rounded(self._model, self._form, x))
            self._lift(best.bound)
            self._tell()
            new = self._new_cuts(x)
            logger.debug("bound %.6f, %d cuts", relaxed.bound, len(new))
            if self.settled or not new or stalled > _STALLED:
                break
            program.add(new)
        return best

    def _search_capped(self) -> None:
        """Search among candidates that can be listed, where that proves something of all."""
        columns, outside = capped(self._problem, self._form, self._watch)
        if outside < math.inf and outside <= self._best.bound + tolerance(outside):
            return
        self._watch.tell(candidates=len(columns))
        start = None
        for prove in (False, True):
            if self._best.objective > outside + tolerance(outside) and prove:
                return  # The best plan may have a larger cluster.
            search = SetPartitionSearch(
                columns,
                start=start,
                prove=prove,
                solver=self._solver,
                gap=self._gap,
                seed=self._seed,
                watch=self._watch.below(outside),
                neighbours=self._problem.neighbours,
            )
            try:
                search.search()
            finally:  # Ctrl-C passes, and what was found until then is taken.
                found = search.solution
                self._offer(found.clusters or [])
                if min(found.bound, outside) > self._best.bound:
                    self._best = dataclasses.replace(self._best, word_of=found.word_of)
                    self._lift(min(found.bound, outside))
            if self.settled:
                return
            start = search.chosen

    def _decide(self, relaxed: Relaxed | None) -> None:
        """Have a solver decide what the relaxation leaves, until its solution is a plan."""
        ways = ways_to_ask(self._solver, careful=False)
        called_infeasible = 0
        while ways and not self.settled:
            self._watch.check()
            way, cutoff = ways[0], math.inf
            kept = np.ones(len(self._model), dtype=np.bool_)
            if relaxed is not None and self._best.clusters is not None:
                cutoff = self._best.objective
                kept = relaxed.reduced_costs <= cutoff - relaxed.bound + tolerance(cutoff)
            known = len(self._cuts)
            outcome = self._ask(way, kept, cutoff)
            # A plan with a column that is left out costs no less than the best one there was.
            bound = min(outcome.bound + self._model.constant, cutoff)
            if outcome.infeasible:
                bound = cutoff
            doubt = outcome.failed
            if outcome.infeasible and cutoff < math.inf and self._start(kept) is not None:
                doubt = "it calls infeasible what has a plan"
            elif outcome.infeasible and cutoff == math.inf:
                # That there is no plan counts if it is said twice.
                called_infeasible += 1
                if called_infeasible == 1 and len(ways) > 1:
                    ways = ways[1:]
                    continue
            elif bound > self._best.objective + tolerance(self._best.objective):
                doubt = f"its bound, £{bound:,.6f}m, is above a plan"
            elif outcome.values is not None:
                doubt = self._take(outcome.values, kept)
            if not doubt:
                if bound > self._best.bound:
                    self._lift(bound)
                    self._best = dataclasses.replace(self._best, word_of=way.name)
                self._tell()
            if outcome.interrupted:
                raise KeyboardInterrupt
            if doubt:
                logger.warning("the answer of %s is not believed: %s", way.name, doubt)
                ways = ways[1:]
            elif len(self._cuts) == known and not self.settled:
                self._watch.check()
                return  # It has no more to say.

    def _ask(self, way: Way, kept: NDArray[np.bool_], cutoff: float) -> Outcome:
        """Have a solver minimise over some of the columns, under all rows so far."""
        program = self._model.program(self._cuts.values(), kept)
        logger.debug("%d columns, %d rows go to %s", len(program), len(program.rows), way.name)
        seen: list[tuple[float, ...]] = []

        def hear(heard: Heard) -> None:
            if heard.values is not None and (not seen or heard.values != seen[-1]):
                seen.append(heard.values)
                self._take(heard.values, kept)
            best = self._best.objective
            bound = min(heard.bound + self._model.constant, cutoff, best - 2 * tolerance(best))
            if bound > self._best.bound and math.isfinite(bound):
                self._lift(bound)
                self._best = dataclasses.replace(self._best, word_of=way.name)
            self._tell()
            self._watch.beat()

        return way.ask(
            program,
            remaining=self._watch.remaining,
            gap=self._gap,
            seed=self._seed,
            start=self._start(kept),
            hear=hear,
        )

    def _start(self, kept: NDArray[np.bool_]) -> list[float] | None:
        """Return the values of the columns that are kept at the best plan, if it is among them."""
        if self._best.clusters is None:
            return None
        values = self._model.values(self._hosts, self._best.clusters)
        if values is None or values[~kept].any():
            return None
        found: list[float] = values[kept].tolist()
        return found

    def _take(self, values: tuple[float, ...], kept: NDArray[np.bool_]) -> str:
        """Take a solution for what it is: a plan, or one that cuts are to forbid.

        Returns what is wrong with it, if it is neither.
        """
        every = np.zeros(len(self._model))
        every[kept] = values
        x = self._model.matrix(every)
        if (np.abs(x - np.rint(x)) > _WHOLE).any():
            return "its solution is not whole"
        x = np.rint(x)
        if (x.sum(axis=1) != 1).any():
            return "its solution is no plan"
        clusters = [np.flatnonzero(x[:, h]).tolist() for h in np.flatnonzero(x.any(axis=0))]
        if self._broken(x):
            self._new_cuts(x)  # If it was heard of before, they are there already.
            self._offer(rounded(self._model, self._form, x))
            return ""
        if self._offer(clusters):
            return ""
        allowed = self._problem.allowed(Candidates.of(self._problem.councils, clusters))
        broken = [cluster for cluster, fine in zip(clusters, allowed, strict=True) if not fine]
        for cluster in broken:  # By a hair, or its rule is stricter than the MIP form.
            self._add(self._model.excluding(cluster))
        return "" if broken else "its solution is no plan"

    def _broken(self, x: Floats) -> list[Row]:
        """Return rows that a solution breaks and every plan keeps."""
        cuts = [self._model.cut(found) for found in self._model.contiguity.broken(x)]
        return [*cuts, *self._model.conflicts(x)]

    def _new_cuts(self, x: Floats) -> list[Row]:
        """Add the rows that a solution breaks, and return those that are new."""
        return self._add(self._broken(x))

    def _add(self, rows: Iterable[Row]) -> list[Row]:
        new = []
        for row in rows:
            key = row.index.tobytes(), row.amounts.tobytes()
            if key not in self._cuts:
                self._cuts[key] = row
                new.append(row)
        return new

    def _offer(self, clusters: Clusters) -> bool:
        """Take clusters if they are a better plan; tell whether they are one at all."""
        if not clusters:
            return False
        candidates = Candidates.of(self._problem.councils, clusters)
        if int(candidates.size.max()) > self._model_size:
            return False
        if not self._problem.allowed(candidates).all():
            return False
        plan = self._problem.evaluate_rows(dict(enumerate(clusters)))
        if not plan.feasible:
            return False
        costs = self._problem.costs(candidates)
        self._form.check(self._problem, candidates, costs)
        if plan.objective < self._best.objective:
            hosting = self._form.host.any()
            hosts = candidates.host(self._form.host).tolist() if hosting else map(min, clusters)
            self._hosts = list(hosts)
            self._best = self._best.bettered(Solution(clusters, plan.objective, -math.inf))
        return True

    @property
    def _model_size(self) -> int:
        """The most members of a cluster."""
        largest, *_ = self._problem.pruning().arrays(len(self._problem.councils))
        return largest

    def _lift(self, bound: float) -> None:
        self._best = self._best.lifted(bound)

    def _tell(self) -> None:
        self._watch.tell(incumbent=self._best.objective, bound=self._best.bound)
