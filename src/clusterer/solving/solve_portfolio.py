"""Solve a portfolio: list the clusters of each service, search, make a plan of what is found."""

from __future__ import annotations

import logging
import math
from collections.abc import Hashable

import numpy as np

from clusterer._support import interrupts
from clusterer.errors import InfeasibleError, NoPlanFoundError, TooManyCandidatesError
from clusterer.model.portfolio import Portfolio, PortfolioEvaluation
from clusterer.model.problem import Problem
from clusterer.search.columns import Columns
from clusterer.search.contradictions import check_no_contradiction
from clusterer.search.infeasibility import explain
from clusterer.search.portfolio.columns import PortfolioColumns
from clusterer.search.portfolio.search import PortfolioSearch, PortfolioSolution
from clusterer.search.pulp_backend import Solver
from clusterer.search.set_partition import SetPartitionSearch
from clusterer.search.solution import OutOfTime, Solution, Watch, is_near
from clusterer.solving.ending import begin_with_the_conflict, check_alone_as_among_all, tell_done
from clusterer.solving.portfolio_plan import PortfolioPlan
from clusterer.solving.proof import Proof

logger = logging.getLogger(__name__)

_TOO_MANY = (
    "clusters that share several services are too many to look through, so more time does not "
    "help; a smaller MaxSize does"
)


def solve_portfolio(
    portfolio: Portfolio, watch: Watch, *, solver: Solver, gap: float, seed: int
) -> PortfolioPlan:
    """Find the cheapest plan of a portfolio and prove that it is; `solve` has the parameters.

    Raises
    ------
    InfeasibleError
        If no plan keeps the rules and limits of each service, and the balance.
    NoPlanFoundError
        If the time was up before any plan was found.
    TooManyCandidatesError
        If the candidates of a service would not fit in memory.
    """
    solution = PortfolioSolution(None, math.inf, -math.inf)
    candidates = 0
    try:
        _check_no_contradiction(portfolio, watch)
        candidates = _list_candidates(portfolio, watch)
        watch.tell(phase="costs", candidates=candidates)
        columns = PortfolioColumns.of(portfolio, lambda _: watch.check())
        solution = PortfolioSearch(columns, solver=solver, gap=gap, seed=seed, watch=watch).run()
    except OutOfTime:
        logger.info("the time was up before the search began")
    except KeyboardInterrupt:
        logger.warning("interrupted; what was found so far is kept")
    if solution.clusters is None and solution.bound == math.inf:
        begin_with_the_conflict(watch)
        raise _infeasible(portfolio, watch)
    interrupts.finish()
    evaluation = _evaluation(portfolio, solution)
    if evaluation is None:
        raise NoPlanFoundError(_nothing_found(portfolio, watch, ended=solution.ended))
    proof = Proof.of(
        evaluation.objective,
        max(solution.bound, watch.latest.bound),
        seconds=watch.elapsed(),
        n_candidates=candidates,
        word_of=solution.word_of,
    )
    if solution.ended and not is_near(evaluation.objective, proof.bound, gap=gap):
        logger.warning("the plan is not proved optimal: %s", _TOO_MANY)
    tell_done(watch, objective=evaluation.objective, bound=proof.bound)
    return PortfolioPlan(evaluation, proof)


def _nothing_found(portfolio: Portfolio, watch: Watch, *, ended: bool) -> str:
    """Say that there is no plan yet, and what helps."""
    wider = "" if portfolio.balance is None else "a wider balance, "
    alone = "not every council may stand alone in every service"
    if ended:
        return (
            f"no plan of the portfolio was found, and {alone}: {_TOO_MANY}"
            f"{wider and ', or a wider balance'}"
        )
    return (
        f"stopped after {watch.elapsed():.1f} s before any plan of the portfolio was found, and "
        f"{alone}; allow more time, {wider}or leave fewer candidates"
    )


def _check_no_contradiction(portfolio: Portfolio, watch: Watch) -> None:
    for name, problem in portfolio.services.items():
        try:
            check_no_contradiction(problem, watch.check)
        except InfeasibleError as error:
            raise InfeasibleError(f"service {name!r}: {error}", error.conflict) from None


def _list_candidates(portfolio: Portfolio, watch: Watch) -> int:
    """List the candidates of each service, which keeps them; return how many there are in all."""
    so_far = 0

    def listed(count: int) -> None:
        watch.beat(candidates=so_far + count)
        watch.check()

    watch.tell(phase="candidates")
    for name, problem in portfolio.services.items():
        try:
            so_far += len(problem.candidates(proceed=listed))
        except TooManyCandidatesError as error:
            raise TooManyCandidatesError(
                f"service {name!r}: {error}; a portfolio is solved over lists of candidates only",
                error.fitting_size,
            ) from None
    return so_far


def _evaluation(portfolio: Portfolio, solution: PortfolioSolution) -> PortfolioEvaluation | None:
    """Return what was found as an evaluation; all alone, if that is a plan and nothing was."""
    if solution.clusters is None:
        alone = portfolio.evaluate({name: {} for name in portfolio.services}, rest_alone=True)
        return alone if alone.feasible else None
    evaluations = {}
    for (name, problem), found in zip(portfolio.services.items(), solution.clusters, strict=True):
        found = sorted(found, key=lambda cluster: (-len(cluster[0]), cluster[0]))
        clusters: dict[Hashable, list[int]] = {
            label: members for label, (members, _) in enumerate(found, start=1)
        }
        hosts = np.array([host for _, host in found], dtype=np.int64)
        evaluations[name] = problem.evaluate_rows(clusters, hosts)
    evaluation = PortfolioEvaluation(portfolio, evaluations)
    check_alone_as_among_all(solution.objective, evaluation.objective, evaluation.broken)
    return evaluation


def _infeasible(portfolio: Portfolio, watch: Watch) -> InfeasibleError:
    """Say why there is no plan: a service that has none of its own, or the balance."""
    doubtful: list[str] = []
    for place, (name, problem) in enumerate(portfolio.services.items()):
        try:
            found = _any_plan(problem, watch)
        except (KeyboardInterrupt, OutOfTime):
            doubtful += list(portfolio.services)[place:]
            break
        if found.bound == math.inf:
            message, conflict = explain(problem, watch)
            return InfeasibleError(f"service {name!r}: {message}", conflict)
        if found.clusters is None:
            doubtful.append(name)
    if doubtful:  # The time was up, or Ctrl-C.
        balance = "" if portfolio.balance is None else f", or {portfolio.balance!r},"
        return InfeasibleError(
            f"it is proved that there is no plan, but not why: rules and limits of "
            f"{' or '.join(map(repr, doubtful))}{balance} leave none; allow more time to be told",
            () if portfolio.balance is None else (portfolio.balance,),
        )
    return InfeasibleError(
        f"each service has a plan of its own, but no plans together keep {portfolio.balance!r}: "
        "allow a wider balance, or loosen rules and limits of a service",
        (portfolio.balance,),
    )


def _any_plan(problem: Problem, watch: Watch) -> Solution:
    """Look for any plan of one service; what it tells is no news of the portfolio."""
    columns = Columns.of(problem, lambda _: watch.check()).possible()
    return SetPartitionSearch(columns, gap=math.inf, watch=watch.part(math.inf)).search()
