"""Solve a problem: pick a formulation, run it, and make a plan of what it gives."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Literal, get_args, overload

from clusterer._support import interrupts
from clusterer._support.checks import check_number, check_progress, check_whole, plain_seconds
from clusterer._support.wording import shown
from clusterer.certificates.certificate import certify
from clusterer.errors import (
    CertificateError,
    InfeasibleError,
    InputError,
    NoPlanFoundError,
    TooManyCandidatesError,
)
from clusterer.model.portfolio import Portfolio
from clusterer.model.problem import Problem
from clusterer.search.closed_form import ClosedForm
from clusterer.search.compact import solve_compact
from clusterer.search.contradictions import check_no_contradiction
from clusterer.search.host_model import HostModel
from clusterer.search.host_search import HostSearch
from clusterer.search.infeasibility import explain
from clusterer.search.listed import search_listed
from clusterer.search.pulp_backend import Solver, check_solver
from clusterer.search.refusals import tighter_cap, too_many
from clusterer.search.sifting import SiftingSearch
from clusterer.search.simple_plans import only_plan, simple_plans
from clusterer.search.solution import UNKNOWN, OutOfTime, Progress, Solution, Watch, tolerance
from clusterer.solving.ending import begin_with_the_conflict, check_alone_as_among_all, tell_done
from clusterer.solving.plan import Plan
from clusterer.solving.portfolio_plan import PortfolioPlan
from clusterer.solving.progress_bar import reporting
from clusterer.solving.proof import Proof
from clusterer.solving.solve_portfolio import solve_portfolio

logger = logging.getLogger(__name__)

_LISTED_GIB = 2.0
"""What the candidates may take; those of more are sifted, if the terms allow it."""

_CERTIFIED_SECONDS = 1.0
"""What rests on the word of a solver is checked by a certificate, if that takes no longer."""

Formulation = Literal["auto", "compact"]
"""How a problem is put to the solver."""

FORMULATIONS: tuple[Formulation, ...] = get_args(Formulation)


@overload
def solve(
    problem: Problem,
    *,
    formulation: Formulation = ...,
    solver: Solver = ...,
    time_limit: float | None = ...,
    gap: float = ...,
    progress: Callable[[Progress], None] | bool | None = ...,
    seed: int = ...,
) -> Plan: ...


@overload
def solve(
    problem: Portfolio,
    *,
    formulation: Formulation = ...,
    solver: Solver = ...,
    time_limit: float | None = ...,
    gap: float = ...,
    progress: Callable[[Progress], None] | bool | None = ...,
    seed: int = ...,
) -> PortfolioPlan: ...


def solve(
    problem: Problem | Portfolio,
    *,
    formulation: Formulation = "auto",
    solver: Solver = None,
    time_limit: float | None = None,
    gap: float = 0.0,
    progress: Callable[[Progress], None] | bool | None = None,
    seed: int = 0,
) -> Plan | PortfolioPlan:
    """Find the cheapest plan of a problem and prove that it is.

    All clusters that the rules allow are enumerated and costed; the choice among them is
    the set-partitioning problem ``min Σ c_S x_S, Σ_{S∋i} x_S = 1, x binary``, with the
    limits as further rows. It is solved by column generation over all candidates, branching
    on the number of clusters (Barnhart and others, 1998, "Branch-and-price", Operations Research
    46(3), 316-329, for the principle), and a sweep over the map, or a MIP, over the candidates
    whose reduced cost is within the gap. Parts of the map that nothing ties are solved apart.
    Where the clusters are too many to list, as without a cap on their size, they are priced
    without a list, or assigned to hosts, if terms, rules and limits have MIP forms.

    The services of a `Portfolio` are one such problem each, tied by what partnerships pay once and
    by the balance of posts; ``clusterer.search.portfolio.columns`` has the program. Services that
    nothing ties are solved apart.

    Parameters
    ----------
    problem
        What to solve: a `Problem`, or a `Portfolio` of several.
    formulation
        "auto" for set partitioning as above, with or without a list of the candidates; or
        "compact", an assignment of councils to hosts in one MIP without candidates (see
        `clusterer.search.compact`): far slower, and only for terms, rules and limits of linear
        form, but independent of all the rest.
    solver
        A PuLP solver, or its name, for the MIPs; HiGHS unless given. One that is given is asked
        also where a sweep might do without.
    time_limit
        Seconds after which the best plan so far is returned with a valid bound; Ctrl-C does
        the same. If no search has begun yet, it is a plan made first, if there is one, or all
        councils alone or all in one cluster.
        Pressed again, Ctrl-C changes nothing more, unless five seconds or more have passed: then
        it ends the solve at once, if need be with a KeyboardInterrupt.
    gap
        Relative gap at which to stop; 0 asks for a proof of optimality.
    progress
        True for a bar, on a terminal or in a notebook. Or a function, which is called with a
        `Progress` whenever there is news, and about once a second without. What it raises ends
        the solve; a KeyboardInterrupt as Ctrl-C does.
    seed
        For the random choices of the solver. The same input and seed give the same plan, if no
        time limit ends a step: yours, the five seconds that a region of a large map may take, or
        the ten that a service of a portfolio may take in the search for plans.

    Returns
    -------
    Plan or PortfolioPlan
        With status "optimal" if it is proved, to within £1 or a billionth of the objective,
        whichever is more, and else "feasible".

    Raises
    ------
    InfeasibleError
        If no plan keeps the rules and limits. The message says which conflict.
    NoPlanFoundError
        If the time was up before any plan was found.
    TooManyCandidatesError
        If the candidates would not fit in memory, and some term, rule or limit has no linear
        form; the message names it.
    InputError
        If an argument is not usable.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(
    ...     cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(4)]
    ... )
    >>> plan = cl.solve(problem)
    >>> plan.status
    'optimal'
    """
    if not isinstance(problem, (Problem, Portfolio)):
        raise InputError(f"problem must be a Problem or a Portfolio, not {type(problem).__name__}")
    limit = plain_seconds(time_limit)
    _check(formulation, solver, gap, progress, seed)
    with interrupts.noted(), reporting(progress) as callback:
        return _solve(problem, formulation, solver, limit, float(gap), callback, seed)


def _solve(
    problem: Problem | Portfolio,
    formulation: Formulation,
    solver: Solver,
    limit: float,
    gap: float,
    callback: Callable[[Progress], None] | None,
    seed: int,
) -> Plan | PortfolioPlan:
    """Solve with options that are checked, where Ctrl-C is noted."""
    watch = Watch(limit, callback)
    if isinstance(problem, Portfolio):
        if formulation == "compact":
            raise InputError(
                "a portfolio has no compact formulation; solve each of its services by that one"
            )
        return solve_portfolio(problem, watch, solver=solver, gap=gap, seed=seed)
    try:
        check_no_contradiction(problem, watch.check)
        if formulation == "compact":
            solution = solve_compact(problem, solver=solver, gap=gap, seed=seed, watch=watch)
        else:
            solution = only_plan(problem) or _search(
                problem, watch, solver=solver, gap=gap, seed=seed
            )
        solution = _checked(problem, solution, watch)
    except OutOfTime:
        solution = UNKNOWN
    except KeyboardInterrupt:
        logger.warning("interrupted; what was found so far is kept")
        solution = UNKNOWN
    # All that was told holds, also where the step that told it was ended.
    bound = max(solution.bound, watch.latest.bound)
    if solution.clusters is None and bound == math.inf:
        begin_with_the_conflict(watch)
        raise InfeasibleError(*explain(problem, watch))
    interrupts.finish()
    if solution.clusters is None:
        solution = replace(_simplest(problem, bound), word_of=solution.word_of)
    if solution.clusters is None:
        raise NoPlanFoundError(_nothing_found(problem, watch, bound))
    tell_done(watch, objective=solution.objective, bound=bound)
    clusters = sorted(solution.clusters, key=lambda members: (-len(members), members))
    evaluation = problem.evaluate_rows(dict(enumerate(clusters, start=1)))
    check_alone_as_among_all(
        solution.objective,
        evaluation.objective,
        evaluation.broken,
        [term.name for term in problem.terms],
    )
    proof = Proof.of(
        evaluation.objective,
        bound,
        seconds=watch.elapsed(),
        n_candidates=watch.latest.candidates,
        word_of=solution.word_of,
    )
    return Plan(evaluation, proof)


def _checked(problem: Problem, solution: Solution, watch: Watch) -> Solution:
    """Return a solution that rests on no word of a solver, if a certificate of it is soon there."""
    proved = solution.bound >= solution.objective - tolerance(solution.objective)
    if solution.clusters is None or not solution.word_of or not proved:
        return solution
    try:
        certificate = certify(
            problem,
            solution.clusters,
            time_limit=min(_CERTIFIED_SECONDS, watch.remaining()),
            progress=lambda _: watch.beat(),
        )
    except (CertificateError, KeyboardInterrupt):
        return solution
    return solution if certificate["status"] != "optimal" else replace(solution, word_of="")


def _search(problem: Problem, watch: Watch, *, solver: Solver, gap: float, seed: int) -> Solution:
    """List the candidates, if they are not too many, and search among them; or sift them."""

    def listed(count: int) -> None:
        watch.beat(candidates=count)
        watch.check()

    watch.tell(phase="candidates")
    try:
        candidates = problem.candidates(memory_gib=_LISTED_GIB, proceed=listed)
    except TooManyCandidatesError:
        watch.check()
        form = ClosedForm.of(problem)
        if form is not None:
            watch.beat(candidates=0)  # Those found so far are dropped: no list is made of them.
            known = UNKNOWN
            if HostModel.holds(form):
                hosts = HostSearch(problem, form, solver=solver, gap=gap, seed=seed, watch=watch)
                known = hosts.run()
                if hosts.settled or hosts.stopped:
                    return known
            search = SiftingSearch(
                problem, form, known=known, solver=solver, gap=gap, seed=seed, watch=watch
            )
            return search.run()
        try:
            candidates = problem.candidates(proceed=listed)
        except TooManyCandidatesError as error:
            raise too_many(problem, error) from None
    watch.tell(phase="costs", candidates=len(candidates))
    return search_listed(problem, candidates, watch, solver=solver, gap=gap, seed=seed)


def _simplest(problem: Problem, bound: float) -> Solution:
    """Return the cheapest plan that is known without a search, if there is one."""
    best = min(simple_plans(problem), key=lambda plan: plan.objective, default=UNKNOWN)
    return Solution(best.clusters, best.objective, bound)


def _nothing_found(problem: Problem, watch: Watch, bound: float) -> str:
    """Say that there is no plan yet, and what is known."""
    stopped = f"stopped after {watch.elapsed():.1f} s before any plan was found"
    if bound > -math.inf:
        return (
            f"{stopped}; any plan costs at least £{bound:,.3f}m. Allow more time, or loosen a rule "
            "or limit"
        )
    listed = watch.latest.candidates
    so_far = f", with {listed:,} candidates found so far" if listed else ""
    return (
        f"{stopped}{so_far}; neither all councils alone nor all in one cluster are a plan. Allow "
        f"more time, or leave fewer candidates: {tighter_cap(problem.rules)}"
    )


def _check(
    formulation: Formulation,
    solver: Solver,
    gap: float,
    progress: Callable[[Progress], None] | bool | None,
    seed: int,
) -> None:
    """Check the options of `solve` before any work is done."""
    if not isinstance(formulation, str) or formulation not in FORMULATIONS:
        raise InputError(
            f"formulation = {shown(formulation)} must be 'auto', which is set partitioning, or "
            "'compact'"
        )
    check_solver(solver)
    check_number("gap", gap, kind="fraction", at_least=0, at_most=1)
    check_progress(progress)
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
