"""Options side by side: what each costs and saves, what it breaks, and which are dominated."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping

import pandas as pd

from clusterer._support.checks import check_flag
from clusterer._support.wording import shown
from clusterer.business_cases.inputs import checked_rate
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.appraisal import Appraisal, Criterion
from clusterer.search.solution import Progress
from clusterer.solving.solve import solve

Option = Mapping[Hashable, Hashable] | pd.Series | Evaluation
"""What `Problem.evaluate` takes, or what it returns."""

NOTHING = "do nothing"
OPTIMUM, BEST_FOUND = "optimum", "best found"


def appraise(
    problem: Problem,
    options: Mapping[str, Option],
    *,
    criteria: Mapping[str, Criterion] | None = None,
    more_is_better: Iterable[str] = (),
    do_nothing: bool = True,
    optimum: bool = True,
    rest_alone: bool = False,
    discount_rate: float | None = None,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | bool | None = None,
    seed: int = 0,
) -> Appraisal:
    """Put options side by side: costed alike, with the optimum and all standing alone beside them.

    Parameters
    ----------
    problem
        Whose terms cost the options, and whose rules and limits they are held to.
    options
        By name, the cluster of each council, as `Problem.evaluate` takes it.
    criteria
        By name, what counts beside money: a function of an `Evaluation` that gives a number, of
        which less is better.
    more_is_better
        The criteria of which more is better.
    do_nothing
        Whether to put all councils standing alone beside the options.
    optimum
        Whether to put the best plan beside them; it is called "best found" if it is not proved.
    rest_alone
        Whether councils that an option does not name stand alone in it.
    discount_rate
        For `business_case`.
    time_limit, progress, seed
        For `solve`, which finds the optimum.

    Returns
    -------
    Appraisal
        The options, with a table.

    Raises
    ------
    InputError
        If an option or a criterion is not usable, or is called what the library calls its own.
    InfeasibleError
        If the optimum is asked for, and there is no plan.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> options = {
    ...     "tri-borough": dict.fromkeys(
    ...         ["Westminster", "Hammersmith and Fulham", "Kensington and Chelsea"], "tri-borough"
    ...     ),
    ...     "one pair": {"Camden": 1, "Islington": 1},
    ... }
    >>> found = cl.appraise(problem, options, rest_alone=True)
    >>> columns = ["saving", "payback", "shared", "rank"]
    >>> print(found.table[columns].round(1).rename_axis(None))
                 saving  payback  shared  rank
    do nothing      0.0      NaN       0     4
    tri-borough    25.1      2.8       1     2
    one pair       12.7      3.4       1     3
    optimum       145.8      3.8      13     1
    """
    if not isinstance(problem, Problem):
        raise InputError(f"appraise takes a Problem, not {type(problem).__name__}")
    if not isinstance(options, Mapping):
        raise InputError(
            f"options must be a dict of assignments by name, not {type(options).__name__}"
        )
    for what, flag in (("do_nothing", do_nothing), ("optimum", optimum)):
        check_flag(what, flag)
    given, better = _criteria(criteria, more_is_better)
    rate = checked_rate(discount_rate)
    names = [str(name) for name in options]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{names.count(name)} options are called {name!r}; rename one")
    for name in (NOTHING, OPTIMUM, BEST_FOUND):
        if name in names:
            raise InputError(
                f"an option is called {name!r}, as the library calls its own; rename it"
            )
    evaluations: dict[str, Evaluation] = {}
    if do_nothing:
        evaluations[NOTHING] = problem.evaluate({}, rest_alone=True)
    for name, option in options.items():
        evaluations[str(name)] = _evaluated(problem, name, option, rest_alone)
    if optimum:
        plan = solve(problem, time_limit=time_limit, progress=progress, seed=seed)
        evaluations[OPTIMUM if plan.status == "optimal" else BEST_FOUND] = plan
    if not evaluations:
        raise InputError("there are no options; give one or more")
    return Appraisal(evaluations, given, better, rate)


def _evaluated(problem: Problem, name: object, option: Option, rest_alone: bool) -> Evaluation:
    assignment = option.assignment if isinstance(option, Evaluation) else option
    try:
        return problem.evaluate(assignment, rest_alone=rest_alone)
    except InputError as error:
        raise InputError(f"option {shown(name)}: {error}") from None


def _criteria(
    given: Mapping[str, Criterion] | None, more_is_better: Iterable[str]
) -> tuple[dict[str, Criterion], tuple[str, ...]]:
    """Return the criteria, and those of which more is better, checked."""
    if given is not None and not isinstance(given, Mapping):
        raise InputError(f"criteria = {shown(given)} must be a dict of functions by name")
    if isinstance(more_is_better, (str, bytes)) or not isinstance(more_is_better, Iterable):
        raise InputError(
            f"more_is_better = {shown(more_is_better)} must be a list of names of criteria"
        )
    criteria, better = {} if given is None else dict(given), tuple(more_is_better)
    for name, criterion in criteria.items():
        if not callable(criterion):
            raise InputError(
                f"criterion {shown(name)} is {shown(criterion)}; give a function of an evaluation, "
                "such as lambda plan: plan.clusters['size'].max()"
            )
        if name in Appraisal.COLUMNS:
            raise InputError(f"a criterion is called {name!r}, as a column of the table; rename it")
    for name in better:
        if name not in criteria:
            raise InputError(f"more_is_better names {shown(name)}, which is no criterion")
    return criteria, better
