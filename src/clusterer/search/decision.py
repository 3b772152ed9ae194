"""Decide a program: find its best plan, or prove that it has none of interest.

What can be gone through is gone through (`implicit_enumeration`), which rests on no solver. The
rest goes to a MIP solver, whose word is checked where checking is cheap: what it calls a solution
must be whole and a plan; its objective and its bound must agree where it speaks of a proof; a
program that has a known plan is not infeasible. What does not fit is asked again, in another way
or of another solver, and if nothing fits, nothing is proved. Where rows are delicate, a proof
counts only if it comes out the same with and without presolve.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.search import pulp_backend
from clusterer.search.binary_program import BinaryProgram
from clusterer.search.implicit_enumeration import enumerate_plans
from clusterer.search.solution import tolerance
from clusterer.search.solver_answers import Heard, Outcome
from clusterer.search.ways import ways_to_ask

logger = logging.getLogger(__name__)

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

_FIRST_STEPS = 200_000
"""Steps of enumeration before a solver is asked, some hundredths of a second."""

_CHECK_STEPS = 3_000_000
"""The same to check the word of a solver that is not our own, under a second."""

_DELICATE_STEPS = 100_000_000
"""The same where rows are such that a solver's word is worth little."""

_WHOLE = 1e-4
"""How far from none or one an x may be and still be taken for it."""

_EXCLUSIONS = 20
"""How many solutions that are no plan are excluded, one by one, before a solver is given up."""

_DELICATE_PART = 0.25
"""And this part of the time that is left, at most."""


@dataclass(frozen=True, eq=False)
class Task:
    """A program, with what is known of it and what is to be done with its plans.

    Attributes
    ----------
    program
        The program. What its costs leave out is `constant`.
    constant
        £m that every plan costs in addition.
    weights, bound
        No plan costs less than `bound` and the weights of its columns.
    cutoff
        Tells from which £m on plans are of no interest. It falls as better ones are offered.
    offer
        Takes a plan, as numbers of columns, if it is better than the best so far; tells whether
        it is a plan at all.
    cost
        Tells the £m of a plan; infinite if it is none.
    incumbent
        Tells the numbers of the columns of the best plan so far, if the program has them all.
    """

    program: BinaryProgram
    constant: float
    weights: Floats
    bound: float
    cutoff: Callable[[], float]
    offer: Callable[[Numbers], bool]
    cost: Callable[[Numbers], float]
    incumbent: Callable[[], Numbers | None]

    def lifted(self, proved: float) -> float:
        """Return what plans cost at least, up to the cutoff, if this much is proved."""
        return min(self.cutoff(), max(self.bound, proved))


@dataclass(frozen=True)
class Verdict:
    """What is known of a program in the end.

    Attributes
    ----------
    bound
        The £m that its plans cost at least, up to the cutoff.
    decided
        Whether no plan below the cutoff is left out.
    word_of
        The solver on whose word that rests, unchecked; empty for none.
    interrupted
        Whether Ctrl-C ended it.
    """

    bound: float
    decided: bool
    word_of: str = ""
    interrupted: bool = False


@dataclass
class _Hearing:
    """What the solver tells on the way; a plan of it is taken only if it ends without one.

    Which are heard of is a matter of time. A bound is told on, but not as far as to close the gap,
    and not where rows are delicate: it is not judged yet.
    """

    task: Task
    report: Callable[[float, float], None]
    plan: Numbers | None = None
    lifted: bool = False

    def hear(self, heard: Heard) -> None:
        task = self.task
        self.plan = _taken(heard.values, len(task.program))
        met = math.inf if self.plan is None else task.cost(self.plan)
        bound = -math.inf
        if not task.program.delicate:
            cutoff = task.cutoff()
            bound = min(heard.bound + task.constant, cutoff - 2 * tolerance(cutoff))
        self.lifted |= bound > task.bound
        self.report(task.lifted(bound), met)


def decide(
    task: Task,
    *,
    solver: pulp_backend.Solver,
    remaining: Callable[[], float],
    seed: int,
    report: Callable[[float, float], None],
) -> Verdict:
    """Decide a program as far as time allows.

    Parameters
    ----------
    task
        What to decide.
    solver, seed
        As for `pulp_backend.minimise`.
    remaining
        Tells the seconds left.
    report
        Is told what plans cost at least, up to the cutoff, and the £m of the best plan met.
    """
    report(task.lifted(-math.inf), math.inf)
    if len(task.program) == 0:
        return Verdict(task.cutoff(), decided=True)
    if task.program.delicate:
        if _gone_through(task, _DELICATE_STEPS, _part(remaining, _DELICATE_PART)):
            return Verdict(task.cutoff(), decided=True)
        return _ask(task, solver, remaining=remaining, seed=seed, report=report)
    if pulp_backend.is_default(solver):
        if _gone_through(task, _FIRST_STEPS, remaining):
            return Verdict(task.cutoff(), decided=True)
        return _ask(task, solver, remaining=remaining, seed=seed, report=report)
    verdict = _ask(task, solver, remaining=remaining, seed=seed, report=report)
    if verdict.decided and _gone_through(task, _CHECK_STEPS, remaining):
        return Verdict(task.cutoff(), decided=True)
    return verdict


def _part(remaining: Callable[[], float], part: float) -> Callable[[], float]:
    """Return what tells how much is left of a part of the time that is left now."""
    now = remaining()
    return remaining if now == math.inf else lambda: remaining() - (1.0 - part) * now


def _gone_through(task: Task, most_steps: int, remaining: Callable[[], float]) -> bool:
    """Go through the plans of a program, if that takes no more steps; tell whether it ended."""
    return enumerate_plans(
        task.program,
        task.weights,
        room=lambda: task.cutoff() - task.bound,
        cutoff=lambda: task.cutoff() - task.constant,
        offer=task.offer,
        most_steps=most_steps,
        remaining=remaining,
    )


def _ask(
    task: Task,
    solver: pulp_backend.Solver,
    *,
    remaining: Callable[[], float],
    seed: int,
    report: Callable[[float, float], None],
) -> Verdict:
    """Ask solvers until one gives an answer that fits, or all have been asked."""
    program, word_of = task.program, ""
    answers: dict[bool, float] = {}
    ways = ways_to_ask(solver, careful=program.careful)
    k = exclusions = 0
    while k < len(ways) and ways[k].has_time(program, remaining()):
        way = ways[k]
        hearing = _Hearing(task, report)
        logger.debug("%d columns go to %s", len(program), way)
        best = task.incumbent()
        start = None if best is None else program.start(best)
        outcome = way.ask(program, remaining=remaining, seed=seed, start=start, hear=hearing.hear)
        word_of = way.name if hearing.lifted else word_of
        plan = _taken(outcome.values, len(program))
        known = hearing.plan if plan is None else plan  # Given up: what it had is not lost.
        is_plan = known is not None and task.offer(known)
        doubt, proved = _judge(task, outcome, plan if is_plan else None, remaining() < math.inf)
        if proved > task.bound:
            word_of = way.name
        ended = outcome.infeasible or outcome.proven
        if outcome.interrupted:
            return Verdict(proved, decided=False, word_of=word_of, interrupted=True)
        if doubt:
            logger.warning("the answer of %s is not believed: %s", way, doubt)
            if plan is not None and not is_plan and program.covers_all(plan):
                program = program.excluding(plan)  # It is no plan: any but this.
                exclusions += 1
                k += exclusions > _EXCLUSIONS or k < len(ways) - 1
                continue
        elif not ended:
            return Verdict(proved, decided=False, word_of=word_of)
        elif program.delicate:
            answers[way.presolve] = proved
            if len(answers) == 2 and _agree(*answers.values()):
                return Verdict(proved, decided=True, word_of=way.name)
        elif not (outcome.infeasible and way.foreign):  # Of that, our own is asked too.
            return Verdict(proved, decided=True, word_of=way.name)
        k += 1
    return Verdict(task.lifted(-math.inf), decided=False, word_of=word_of)


def _agree(one: float, other: float) -> bool:
    """Tell whether two answers prove the same."""
    return one == other or abs(one - other) <= tolerance(one)


def _judge(task: Task, outcome: Outcome, plan: Numbers | None, limited: bool) -> tuple[str, float]:
    """Return what is wrong with an answer, empty if nothing is, and what it proves.

    `plan` is its solution if it is a plan; `limited` says whether its time was. Where rows are
    delicate, an answer proves nothing unless it ends: then it is held against another.
    """
    bound = outcome.bound + task.constant
    cost = math.inf if plan is None else task.cost(plan)
    best = task.incumbent()
    known = min(cost, math.inf if best is None else task.cost(best))
    if outcome.failed:
        return outcome.failed, task.bound
    if outcome.infeasible:
        if known < math.inf:
            return "it calls infeasible what has a plan", task.bound
        return "", task.lifted(math.inf)
    if outcome.values is not None and plan is None:
        in_time = outcome.proven or not limited
        return "its solution is no plan" if in_time else "", task.bound
    if bound > known + tolerance(known):
        return f"its bound, £{bound:,.6f}m, is above a plan of £{known:,.6f}m", task.bound
    if outcome.proven and bound < cost - 10 * tolerance(cost):
        return f"its proof leaves a gap, from £{bound:,.6f}m to £{cost:,.6f}m", task.bound
    if task.program.delicate and not outcome.proven:
        return "", task.bound
    return "", task.lifted(bound)


def _taken(values: tuple[float, ...] | None, m: int) -> Numbers | None:
    """Return the numbers of the columns that a solution takes; None if it is none, or not whole."""
    if values is None:
        return None
    x = np.array(values[:m])
    if not (np.abs(x - np.rint(x)) <= _WHOLE).all():
        return None
    return np.flatnonzero(x > 0.5)
