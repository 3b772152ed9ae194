"""Options side by side: what each costs and saves, what it breaks, and which are dominated."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from clusterer._support.checks import check_flag
from clusterer._support.wording import shown
from clusterer.business_cases.inputs import checked_rate
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.appraisal import Appraisal
from clusterer.questions.changed import Changed
from clusterer.questions.criteria import CRITERIA, Criterion, criterion_called
from clusterer.questions.frontier import frontier
from clusterer.search.solution import Progress
from clusterer.solving.solve import solve

Option = Mapping[Hashable, Hashable] | pd.Series | Evaluation | Iterable[Iterable[Hashable]]
"""What `Problem.evaluate` takes, or what it returns; or a list of clusters, each a list."""

NOTHING, ALL_ALONE, MINIMUM = "do nothing", "all alone", "do minimum"
OPTIMUM, BEST_FOUND = "optimum", "best found"

logger = logging.getLogger(__name__)


def appraise(
    problem: Problem,
    options: Mapping[str, Option],
    *,
    criteria: Mapping[str, Criterion | str] | Iterable[str] | None = None,
    more_is_better: Iterable[str] = (),
    do_nothing: bool = True,
    do_minimum: bool = False,
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
        By name, the cluster of each council, as `Problem.evaluate` takes it; or the clusters, as
        ``[["Camden", "Islington"], ["Sutton", "Merton"]]``. What is called "do nothing" stands in
        place of what the library would take for it.
    criteria
        What counts beside money, and of which less is better. By name, a function of an
        `Evaluation` that gives a number; or one of these words, alone in a list or for a name:
        "balance", the residents of the largest cluster divided by those of the smallest; "borders
        cut", how many pairs of neighbours are in different clusters; "worse off", how many
        councils are in clusters that cost more than their members alone, where somebody is worse
        off however they share it; or a column of the councils, for its sum over the members of the
        cluster that has most.
    more_is_better
        The criteria of which more is better.
    do_nothing
        Whether to put "do nothing" beside the options, if none of these is called so: all councils
        standing alone; or today's partnerships, if the problem starts from them, and then "all
        alone" too.
    do_minimum
        Whether to put "do minimum" beside them: of the plans that keep all rules and limits and
        change least against doing nothing, the cheapest. What changes is counted in pairs of
        councils that come together or part; so it is doing nothing itself, if that breaks nothing.
        The candidates must be few enough to list.
    optimum
        Whether to put the best plan beside them; it is called "best found" if it is not proved.
    rest_alone
        Whether councils that an option does not name stand alone in it.
    discount_rate
        For `business_case`.
    time_limit, progress, seed
        For `solve`, which finds the optimum. The limit is one for all.

    Returns
    -------
    Appraisal
        The options, with a table.

    Raises
    ------
    InputError
        If an option or a criterion is not usable, or is called what the library calls its own.
    InfeasibleError
        If the optimum or the minimum is asked for, and there is no plan.

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
    flags = {"do_nothing": do_nothing, "do_minimum": do_minimum, "optimum": optimum}
    for what, flag in flags.items():
        check_flag(what, flag)
    given, better = _criteria(problem, criteria, more_is_better)
    rate = checked_rate(discount_rate)
    names = [str(name) for name in options]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{names.count(name)} options are called {name!r}; rename one")
    for name in (MINIMUM, OPTIMUM, BEST_FOUND):
        if name in names:
            raise InputError(
                f"an option is called {name!r}, as the library calls its own; rename it"
            )
    evaluations: dict[str, Evaluation] = {}
    alone = problem.evaluate({}, rest_alone=True)
    nothing = alone if problem.status_quo is None else problem.status_quo
    if do_nothing:
        evaluations[NOTHING] = nothing
        if nothing is not alone:
            evaluations[ALL_ALONE] = alone
    for name, option in options.items():
        evaluations[str(name)] = _evaluated(problem, name, option, rest_alone)
    if do_minimum:
        nothing = evaluations.get(NOTHING, nothing)
        least = frontier(
            problem,
            Changed.against(nothing),
            points=2,
            time_limit=time_limit,
            progress=progress,
            seed=seed,
        )
        best = least.best
        if least.gaps.empty or not np.isneginf(least.gaps["from"].iloc[0]):
            evaluations[MINIMUM] = problem.evaluate(least[0].assignment)
        else:
            logger.warning("stopped before the minimum was known; it is left out")
    elif optimum:
        best = solve(problem, time_limit=time_limit, progress=progress, seed=seed)
    if optimum:
        evaluations[OPTIMUM if best.status == "optimal" else BEST_FOUND] = best
    if not evaluations:
        raise InputError("there are no options; give one or more")
    return Appraisal(evaluations, given, better, rate)


def _evaluated(problem: Problem, name: object, option: Option, rest_alone: bool) -> Evaluation:
    try:
        return problem.evaluate(_assignment(option), rest_alone=rest_alone)
    except InputError as error:
        raise InputError(f"option {shown(name)}: {error}") from None


def _assignment(option: Option) -> Mapping[Hashable, Hashable] | pd.Series:
    """Return the cluster of each council of an option."""
    if isinstance(option, Evaluation):
        return option.assignment
    if isinstance(option, (Mapping, pd.Series)):
        return option
    home: dict[Hashable, Hashable] = {}
    for number, cluster in enumerate(_listed(option), start=1):
        for council in _listed(cluster):
            if council in home:
                raise InputError(f"{shown(council)} is in two clusters; name each council once")
            home[council] = number
    return home


def _listed(some: object) -> list[Hashable]:
    if isinstance(some, (str, bytes)) or not isinstance(some, Iterable):
        raise InputError(
            f"{shown(some)} is no list of councils; give clusters as [['Camden', 'Islington'], "
            "['Sutton', 'Merton']], or the cluster of each council as {'Camden': 1}"
        )
    return list(some)


def _by_name(asked: object) -> Mapping[str, Criterion | str]:
    """Return the criteria that are asked for; a word in a list is its own name."""
    if asked is None:
        return {}
    if isinstance(asked, Mapping):
        return asked
    words: list[Any] = [None]
    if isinstance(asked, Iterable) and not isinstance(asked, str):
        words = list(asked)
    if not all(isinstance(word, str) for word in words):
        raise InputError(
            f"criteria = {shown(asked)} must be a dict of functions by name, or a list of words "
            f"such as {list(CRITERIA)}"
        )
    return {word: word for word in words}


def _criteria(
    problem: Problem,
    asked: Mapping[str, Criterion | str] | Iterable[str] | None,
    more_is_better: Iterable[str],
) -> tuple[dict[str, Criterion], tuple[str, ...]]:
    """Return the criteria, and those of which more is better, checked."""
    given = {
        name: criterion_called(problem, one) if isinstance(one, str) else one
        for name, one in _by_name(asked).items()
    }
    if isinstance(more_is_better, (str, bytes)) or not isinstance(more_is_better, Iterable):
        raise InputError(
            f"more_is_better = {shown(more_is_better)} must be a list of names of criteria"
        )
    better = tuple(more_is_better)
    for name, criterion in given.items():
        if not callable(criterion):
            raise InputError(
                f"criterion {shown(name)} is {shown(criterion)}; give a function of an evaluation, "
                "such as lambda plan: plan.clusters['size'].max()"
            )
        if name in Appraisal.COLUMNS:
            raise InputError(f"a criterion is called {name!r}, as a column of the table; rename it")
    for name in better:
        if name not in given:
            raise InputError(f"more_is_better names {shown(name)}, which is no criterion")
    return given, better
