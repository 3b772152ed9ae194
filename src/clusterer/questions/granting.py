"""The best plan that has what is wished: by a search over the candidates that the wish leaves."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass

import numpy as np

from clusterer.candidates import Candidates
from clusterer.errors import InfeasibleError, NoPlanFoundError, TooManyCandidatesError
from clusterer.model.problem import Problem
from clusterer.questions.wishes import Wish
from clusterer.search.columns import Columns
from clusterer.search.contradictions import check_no_contradiction
from clusterer.search.infeasibility import explain
from clusterer.search.lookup import numbers_among
from clusterer.search.map_parts import search_of
from clusterer.search.solution import UNKNOWN, OutOfTime, Solution, Watch, tolerance
from clusterer.solving.solve import solve

logger = logging.getLogger(__name__)

_LISTED_GIB = 2.0
"""What the candidates may take; where there are more, each wish is a solve of its own."""

_WHY_SECONDS = 20.0
"""For finding out which rules forbid a wish, unless told otherwise."""


@dataclass(frozen=True, eq=False)
class Granted:
    """The best plan with a wish granted, as far as it is known.

    Attributes
    ----------
    solution
        The plan and its bound; no plan and an infinite bound if none grants the wish.
    reason
        Which rules and limits forbid the wish, in words; empty if none does.
    n_candidates
        How many clusters were chosen from.
    seconds
        How long it took.
    breaks_rules
        Whether it has clusters that are wished though rules forbid them.
    """

    solution: Solution
    reason: str = ""
    n_candidates: int = 0
    seconds: float = 0.0
    breaks_rules: bool = False

    @property
    def proved(self) -> bool:
        """Whether the plan is proved to be the best, or that there is none."""
        solution = self.solution
        if solution.clusters is None:
            return solution.bound == math.inf
        return solution.bound >= solution.objective - tolerance(solution.objective)


class Granting:
    """Finds the best plans of a problem with wishes granted.

    The candidates are listed and costed once: a wish only leaves some of them.

    Parameters
    ----------
    problem
        The problem.
    watch
        The clock.
    seed
        As for `solve`.

    Raises
    ------
    OutOfTime
        If no time is left to list the candidates.
    """

    def __init__(self, problem: Problem, watch: Watch, seed: int) -> None:
        self._problem = problem
        self._watch = watch
        self._seed = seed
        self._columns = self._listed()

    def of(self, problem: Problem) -> Granting:
        """Return the same for a problem that differs only in its terms, and in today.

        Raises
        ------
        OutOfTime
            If its candidates are others, and no time is left to list them.
        """
        other = object.__new__(Granting)
        other._problem, other._watch, other._seed = problem, self._watch, self._seed
        other._columns = None
        same = not (self._problem.rules_read_costs or problem.rules_read_costs)
        if self._columns is not None and same:
            other._columns = Columns.among(problem, self._columns.candidates)
        elif self._columns is not None:
            other._columns = other._listed()
        return other

    def best(
        self, wish: Wish | None, *, watch: Watch | None = None, why: float = _WHY_SECONDS
    ) -> Granted:
        """Return the best plan with a wish granted.

        Parameters
        ----------
        wish
            The wish; None for none.
        watch
            The clock of this search; that of all unless given.
        why
            Seconds for finding out which rules forbid it, if there is no such plan.
        """
        watch = self._watch if watch is None else watch
        begun = watch.elapsed()
        rules = () if wish is None else wish.rules
        if self._columns is None:
            return self._solved(self._problem.replace(rules=[*self._problem.rules, *rules]), watch)
        columns, breaks_rules = self._columns, False
        if wish is not None:
            columns = columns.restricted(np.flatnonzero(wish.allows(columns.candidates)))
            forbidden = self._forbidden(columns, wish)
            breaks_rules = len(forbidden) > 0
            if breaks_rules:
                columns = Columns.joined([columns, Columns.among(self._problem, forbidden)])
        solution = self._searched(columns.possible(), watch)
        reason = ""
        if why > 0 and solution.clusters is None and solution.bound == math.inf:
            reason = self._reason(rules, watch.part(why))
        seconds = watch.elapsed() - begun
        return Granted(solution, reason, len(columns), seconds, breaks_rules)

    def _listed(self) -> Columns | None:
        problem, watch = self._problem, self._watch
        try:
            problem.candidates(memory_gib=_LISTED_GIB, proceed=lambda _: watch.check())
        except TooManyCandidatesError:
            logger.debug("the candidates are too many to list; each wish is solved by itself")
            return None
        return Columns.of(problem, lambda _: watch.check())

    def _forbidden(self, columns: Columns, wish: Wish) -> Candidates:
        """Return the clusters that are wished and not allowed."""
        wished = Candidates.of(self._problem.councils, wish.clusters)
        return wished.take(np.flatnonzero(numbers_among(columns.candidates, wished) < 0))

    def _searched(self, columns: Columns, watch: Watch) -> Solution:
        search = search_of(
            columns,
            solver=None,
            seed=self._seed,
            watch=watch,
            neighbours=self._problem.neighbours,
        )
        try:
            return search.search()
        except (OutOfTime, KeyboardInterrupt):
            logger.warning("stopped; what was found so far is kept")
            return search.solution

    def _solved(self, problem: Problem, watch: Watch) -> Granted:
        """Return the best plan of a problem by `solve`."""
        left = watch.remaining()
        if left <= 0:
            return Granted(UNKNOWN)
        try:
            plan = solve(problem, time_limit=left, seed=self._seed)
        except InfeasibleError as error:
            return Granted(Solution(None, math.inf, math.inf), str(error))
        except NoPlanFoundError as error:
            logger.warning("%s", error)
            return Granted(UNKNOWN)
        clusters = [
            list(problem.councils.positions(plan.members(label))) for label in plan.clusters.index
        ]
        solution = Solution(clusters, plan.objective, plan.bound, plan.word_of)
        return Granted(solution, n_candidates=plan.n_candidates, seconds=plan.seconds)

    def _reason(self, rules: tuple[object, ...], watch: Watch) -> str:
        """Say which rules and limits forbid what further rules ask for."""
        wished = self._problem.replace(rules=[*self._problem.rules, *rules])
        try:
            check_no_contradiction(wished)
        except InfeasibleError as error:
            return str(error)
        return explain(wished, watch)[0]
