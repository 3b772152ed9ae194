"""Draw up a roadmap: state the program, have it solved, and read the way off."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from clusterer._support import interrupts
from clusterer._support.checks import check_flag, check_number, check_whole, plain_seconds
from clusterer._support.wording import shown
from clusterer.business_cases.inputs import checked_rate
from clusterer.business_cases.of_plan import business_case
from clusterer.errors import InputError, NoPlanFoundError
from clusterer.model.council_table import summed
from clusterer.model.problem import Evaluation
from clusterer.questions.roadmap.path import Roadmap
from clusterer.questions.roadmap.program import Asked, RoadProgram
from clusterer.questions.roadmap.stages import Part, Step, Worth, labels_at, parts_of
from clusterer.questions.roadmap.why_none import why_none
from clusterer.search import pulp_backend

_MOST_YEARS = 30
"""A roadmap over more years is none."""


def roadmap(
    plan: Evaluation,
    *,
    years: int = 4,
    budget: float | Sequence[float] | None = None,
    most_moves: int | None = None,
    first: Mapping[Hashable, int] | None = None,
    after: Mapping[Hashable, Hashable | Iterable[Hashable]] | None = None,
    each_step_pays: bool = False,
    whole: bool = True,
    discount_rate: float | None = None,
    solver: pulp_backend.Solver = None,
    time_limit: float | None = None,
    gap: float = 0.0,
) -> Roadmap:
    """Find the way from today's clusters to those of a plan that is worth most, year by year.

    Each council that `Evaluation.moves` has moves in one of the years, once. Until then it stays
    with those of its partnership who have not moved either; from then on it is with those of its
    cluster in the plan who have come. So clusters form, grow and merge step by step. Each step is
    worth what `business_case` says of it against the clusters before: all moves in year 0 are worth
    what the case of the plan is. A ramp begins with each step, and the horizon stays where it is,
    so what is delayed is worth less. The module ``clusterer.questions.roadmap.program`` has the
    program, which a MIP solver solves.

    Parameters
    ----------
    plan
        A plan, or what `Problem.evaluate` returns. It starts from the `today` of its problem, or
        from all alone. The best plan that so many moves or so much money can reach is that of a
        problem with `MoveCount` or `Capital` among its limits.
    years
        In how many years there are steps: 4 are the years 0, now, to 3. No more than the years
        until the horizon of the business case: a loss that begins after it would not be seen.
    budget
        £m that may be spent to get there in a year (set-up, exits, redundancies and the like), in
        real terms: for each year a number, the last of which holds for later ones, or one for all.
        It is held to ten pence, £0.0000001m, and the tolerance of the solver, which with
        HiGHS is a hundredth of that. No limit unless given.
    most_moves
        How many councils may move in a year; no limit unless given.
    first
        For a council, by index label or name, the first year in which it may move, as when its
        contract ends.
    after
        For a council, the council or councils before which it may not move. They may move in the
        same year.
    each_step_pays
        Whether the steps of each year must have a net present value of 0 or more together.
    whole
        Whether the plan must be reached. If not, councils may stay as they are: the best that so
        many steps towards the plan can do. A partnership of today that breaks a rule, and that the
        plan would end, may then stay, and the way be worth more than the plan; the headline says
        so.
    discount_rate
        Real rate a year; the Green Book's 3.5% unless given.
    solver
        A PuLP solver or its name; HiGHS unless given.
    time_limit
        Seconds after which the best way so far is returned with a valid bound.
    gap
        Relative gap at which to stop.

    Returns
    -------
    Roadmap
        Who moves when, cash by year, the partition after each year, and the bound.

    Raises
    ------
    InfeasibleError
        If no way keeps the conditions.
    NoPlanFoundError
        If the time was up before a way was found.
    InputError
        If something is not usable, or too many councils would have to move together.

    Examples
    --------
    Two councils share, and a third joins them; £3m a year are there for it:

    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> trio = {"Camden": 1, "Islington": 1, "Hackney": 1}
    >>> plan = problem.evaluate(trio, rest_alone=True)
    >>> way = cl.roadmap(plan, years=3, budget=[0.0, 5.25, 3.0])
    >>> way.table[["name", "year"]].reset_index(drop=True)
            name  year
    0     Camden     1
    1  Islington     1
    2    Hackney     2
    """
    if not isinstance(plan, Evaluation):
        raise InputError(
            f"roadmap(...) takes a plan or an evaluation, got {type(plan).__name__}; "
            "solve(problem) makes one"
        )
    check_flag("each_step_pays", each_step_pays)
    check_flag("whole", whole)
    check_whole("years", years, at_least=1, at_most=_MOST_YEARS)
    if most_moves is not None:
        check_whole("most_moves", most_moves, at_least=1)
    horizon = _horizon(plan, int(years))
    asked = Asked(
        years=int(years),
        budget=(math.inf,) if budget is None else _amounts(budget),
        most_moves=math.inf if most_moves is None else most_moves,
        first=_first_years(plan, first),
        after=_orders(plan, after),
        each_step_pays=each_step_pays,
        whole=whole,
        horizon=horizon,
        discount_rate=checked_rate(discount_rate),
    )
    limit = plain_seconds(time_limit)
    check_number("gap", gap, kind="fraction", at_least=0, at_most=1)
    pulp_backend.check_solver(solver)
    parts = parts_of(plan)
    steps = _steps(plan, parts)
    road = RoadProgram.of(parts, steps, asked)
    if not parts:
        return _read(plan, parts, steps, [], asked, 0.0)
    with interrupts.noted():
        model, variables = road.program.written()
        outcome = pulp_backend.minimise(
            model,
            variables,
            solver=solver,
            time_limit=limit,
            gap=float(gap),
            tight=True,
        )
    if outcome.values is None:
        if outcome.infeasible:
            raise why_none(plan, parts, steps, asked)
        raise NoPlanFoundError(
            "stopped before any way was found; allow more time, or loosen a condition"
        )
    bound = -outcome.bound  # It is minimised.
    chosen = [k for k, value in enumerate(outcome.values) if value > 0.5]
    if len(chosen) != road.program.n_items:
        raise NoPlanFoundError("the answer of the solver is no way; try another solver")
    return _read(plan, parts, steps, [road.columns[k] for k in chosen], asked, bound)


def _horizon(plan: Evaluation, years: int) -> int:
    """Return the last year that is counted, before which all steps have to be taken."""
    horizon = business_case(plan).horizon
    # Where all is spent at once and nothing runs, no year is too late.
    if 0 < horizon < years:
        raise InputError(
            f"years = {years} is more than the {horizon} years after which the business case of "
            "the plan ends, so that steps could be put off until nobody counts them; give "
            f"years={horizon} or fewer, or terms with a longer horizon"
        )
    return max(horizon, years - 1)


def _steps(plan: Evaluation, parts: Sequence[Part]) -> list[Step]:
    """Return all steps between sound stages of each part."""
    worth, steps = Worth(plan, parts), []
    for number, part in enumerate(parts):
        sound = [bits for bits, stage in enumerate(part.stages) if stage is not None]
        steps += [
            worth.step(number, before, after)
            for before in sound
            for after in sound
            if before & ~after == 0
        ]
    return steps


def _read(
    plan: Evaluation,
    parts: Sequence[Part],
    steps: Sequence[Step],
    taken: Sequence[tuple[int, int]],
    asked: Asked,
    bound: float,
) -> Roadmap:
    """Return the roadmap of the steps that are taken, each with its year."""
    ids = plan.councils.ids
    moved, partitions, year_of = [0] * len(parts), [], {}
    cash = spent = np.zeros((1, asked.horizon + 1))
    worth = [0.0] * asked.years
    for year in range(asked.years):
        for s, t in taken:
            step = steps[s]
            if t != year or step.before == step.after:
                continue
            part = parts[step.part]
            for k, i in enumerate(part.movers):
                if (step.after & ~step.before) >> k & 1:
                    year_of[ids[i]] = year
            moved[step.part] = step.after
            cash = _later(cash, step.cash, year)
            spent = _later(spent, step.spent, year)
            worth[year] += asked.worth(step, year)
        partitions.append(plan.problem.evaluate(labels_at(plan, parts, moved)))
    return Roadmap(
        plan=plan,
        year_of=year_of,
        years=tuple(partitions),
        spent=spent[0],
        running=(cash + spent)[0],
        worth=tuple(worth),
        bound=max(bound, sum(worth)),
        discount_rate=asked.discount_rate,
        conditions=f"{asked.in_words}; {plan.assumptions}",
    )


def _later(total: np.ndarray, flows: np.ndarray, year: int) -> np.ndarray:
    """Add flows that begin in a year, as far as the horizon."""
    end = total.shape[1]
    return summed(total, np.concatenate([np.zeros(year), flows])[None, :end])[:, :end]


def _first_years(plan: Evaluation, first: Mapping[Hashable, int] | None) -> dict[int, int]:
    """Return the first year in which some councils may move, by row number."""
    found = {}
    for council, year in _by_council("first", first).items():
        check_whole(f"first year of {shown(council)}", year, at_least=0)
        found[plan.councils.position(council)] = int(year)
    return found


def _orders(
    plan: Evaluation, after: Mapping[Hashable, Hashable | Iterable[Hashable]] | None
) -> tuple[tuple[int, int], ...]:
    """Return pairs of row numbers, of which the first does not move before the second."""
    councils, moves, found = plan.councils, plan.moves, []
    for council, others in _by_council("after", after).items():
        some = [others] if isinstance(others, str) or not isinstance(others, Iterable) else others
        for other in some:
            pair = councils.position(council), councils.position(other)
            for row in pair:
                if councils.ids[row] not in moves.index:
                    raise InputError(
                        f"after: {councils.describe([row])} does not move on the way to the plan; "
                        "leave it out"
                    )
            found.append(pair)
    return tuple(found)


def _by_council(what: str, given: Mapping[Hashable, Any] | None) -> Mapping[Hashable, Any]:
    if given is not None and not isinstance(given, Mapping):
        raise InputError(f"{what} = {shown(given)} must be a mapping by council")
    return given or {}


def _amounts(budget: float | Sequence[float]) -> tuple[float, ...]:
    """Return the budget of each year, of which the last holds for later ones."""
    is_one = isinstance(budget, str) or not isinstance(budget, (Sequence, np.ndarray))
    given: Any = budget
    amounts = [given] if is_one else list(given)
    if not amounts:
        raise InputError("budget is empty; give £m a year, a number or one for each year")
    for amount in amounts:
        check_number("budget", amount, kind="number of £m", at_least=0)
    return tuple(float(amount) for amount in amounts)
