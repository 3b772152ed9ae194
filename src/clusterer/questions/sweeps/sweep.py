"""Sweep: solve a problem under many changes, one by one or side by side."""

from __future__ import annotations

import logging
import os
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from clusterer._support import interrupts
from clusterer._support.checks import check_number, check_progress, check_whole, plain_seconds
from clusterer.errors import InputError
from clusterer.model.problem import Problem
from clusterer.questions.sweeps.bench import Bench, Options, Task, packed, solve_elsewhere
from clusterer.questions.sweeps.changes import Changes, Name, Scenario, Stated
from clusterer.questions.sweeps.fingerprint import fingerprint
from clusterer.questions.sweeps.record import Record
from clusterer.questions.sweeps.solved import Solved
from clusterer.questions.sweeps.swept import Sweep
from clusterer.search.solution import Progress, Watch
from clusterer.solving.progress_bar import reporting

logger = logging.getLogger(__name__)

_SENT_ONCE = 10_000
"""Bytes beyond which what all tasks have is put where other processes find it, and not sent."""

_MOST_JOBS = 100_000
"""More solves never go on side by side."""


def sweep(
    problem: Problem,
    changes: Stated,
    n_jobs: int | None = None,
    *,
    file: str | Path | None = None,
    each: float | None = None,
    time_limit: float | None = None,
    gap: float = 0.0,
    progress: Callable[[Progress], None] | bool | None = None,
    seed: int = 0,
) -> Sweep:
    """Find the best plan under each of many changes: what is sure, and what depends on what.

    The problem as it is is solved too. Candidates are listed once, and a term costs them again only
    if a figure of it changes. The result is the same for any number of jobs, and whether a run was
    stopped and went on or not, if no solve is ended by its time limit.

    Parameters
    ----------
    problem
        What is changed.
    changes
        What each solve has otherwise: a table with a row a scenario and a column a figure, as
        `draws` and `ends` make; a dict of scenarios by name, ``{"little saved":
        {"scale.benefit_realisation": 0.2}}``; a list of such changes; or a dict of lists, of which
        all combinations are tried, ``{"horizon": [5, 10], "coordination.kappa": [0.002, 0.007]}``.
        A figure is called by the name of its term and its own, or by its own alone if all terms
        that have it share it, as ``"horizon"``; that of a service ``"it.unit_cost"``, and that of
        all services together ``"services.unit_cost"``. What leaving one of today's partnerships
        costs is ``"exits.exit_cost"``. ``"terms"``, ``"rules"``, ``"limits"``, ``"adjacency"``,
        ``"councils"`` and ``"today"`` replace those of the problem.
    n_jobs
        How many solves go on side by side, each in a process of its own with its share of the
        cores; -1 for as many as there are cores. One unless given, or what
        ``joblib.parallel_config`` says, by which they go to a cluster of Dask or Ray too.
    file
        Where to keep what each solve found, in lines of JSON. If the file is there, what it has is
        not solved again; it must belong to the same problem and changes. So a run that was stopped
        goes on where it was, and more scenarios can be added. Functions of your own are known by
        their code, which another version of Python may read as another.
    each
        Seconds after which a solve ends with its best plan so far; no limit unless given.
    time_limit
        Seconds after which the sweep ends. Solves that are not over by then are not there, as after
        Ctrl-C.
    gap, seed
        As for `solve`.
    progress
        True for a bar, or a function that is called with a `Progress`, whose phase says how many
        are solved.

    Returns
    -------
    Sweep
        A row a scenario, and what all have in common.

    Raises
    ------
    InputError
        If an argument is not usable, or the file belongs to another problem or other changes.
    TooManyCandidatesError
        As for `solve`.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(3)])
    >>> sweep = cl.sweep(problem, {"scale.benefit_realisation": [0.2, 0.6, 0.9]})
    >>> print(sweep.table[["scale.benefit_realisation", "status", "shared", "saving"]].round(1))
              scale.benefit_realisation   status  shared  saving
    scenario
    0                               0.2  optimal       0     0.0
    1                               0.6  optimal      13   145.8
    2                               0.9  optimal      14   340.9
    """
    if not isinstance(problem, Problem):
        raise InputError(
            f"sweep takes a Problem, not {type(problem).__name__}; of a portfolio, sweep a "
            "service: sweep(portfolio.services[name], ...)"
        )
    _check(n_jobs, gap, progress, seed)
    limit = plain_seconds(time_limit)
    each = None if each is None else plain_seconds(each, "each")
    chosen = Changes(problem, changes)
    n_jobs = None if n_jobs is None else int(n_jobs)
    with reporting(progress) as callback:
        return _sweep(problem, chosen, n_jobs, file, each, limit, gap, callback, seed)


def _sweep(
    problem: Problem,
    changes: Changes,
    n_jobs: int | None,
    file: str | Path | None,
    each: float | None,
    limit: float,
    gap: float,
    callback: Callable[[Progress], None] | None,
    seed: int,
) -> Sweep:
    """Sweep with arguments that are checked."""
    watch = Watch(limit, callback)
    end = time.time() + limit
    bench = Bench(problem, changes, Options(gap=float(gap), seed=int(seed), each=each, until=end))
    expected: dict[Name | None, str] = {None: ""}
    expected |= {scenario.name: changes.mark(scenario, problem) for scenario in changes}
    found: dict[Name | None, Solved] = {}
    record = None
    if file is not None:
        options = {"gap": float(gap), "each": each, "seed": int(seed)}
        record = Record(file, {"problem": fingerprint(problem), **options}, expected)
        found.update(record.found)
    missing = [scenario for scenario in (None, *changes) if _name(scenario) not in found]
    total = len(expected)

    def keep(solved: Solved) -> None:
        found[solved.scenario] = solved
        if record is not None:
            record.keep(solved)
        watch.tell(phase=_phase(len(found), total))

    import joblib  # A tenth of the time to load the library, and nothing else needs it.

    try:
        with interrupts.noted():
            watch.tell(phase=_phase(len(found), total))
            jobs = joblib.effective_n_jobs(n_jobs)
            if jobs == 1 or len(missing) < 2:
                solved = _one_by_one(bench, missing, watch)
            else:
                solved = _side_by_side(bench, missing, n_jobs, jobs)
            for one in solved:
                if one is not None:
                    keep(one)
    except KeyboardInterrupt:
        logger.warning("interrupted; what was solved so far is kept")
    finally:
        if record is not None:
            record.close()
    if len(found) < total:
        logger.warning("%d of %d problems are not solved", total - len(found), total)
    return Sweep(problem, changes, found)


def _one_by_one(
    bench: Bench, scenarios: list[Scenario | None], watch: Watch
) -> Iterator[Solved | None]:
    """Solve in this process."""
    stopped = False

    def tell(_: Progress) -> None:
        nonlocal stopped
        try:
            watch.beat()
        except KeyboardInterrupt:
            # Who is told wants to stop. What the solve makes of what it has is no result.
            stopped = True
            raise

    for scenario in scenarios:
        found = bench.solve(scenario, tell)
        if found is None or stopped:
            logger.warning("stopped; what was solved so far is kept")
            return
        yield found


def _side_by_side(
    bench: Bench, scenarios: list[Scenario | None], n_jobs: int | None, jobs: int
) -> Iterator[Solved | None]:
    """Solve in other processes, as joblib is told to; what ends first comes first."""
    import joblib  # As above.

    cores = max(1, joblib.cpu_count() // jobs)
    task = Task(uuid.uuid4().hex, cores, os.getpid())
    sent = packed(bench)
    work = joblib.Parallel(
        n_jobs=n_jobs,
        return_as="generator_unordered",
        batch_size=1,  # Each result is there, and in the file, as soon as it is found.
        max_nbytes=_SENT_ONCE,
    )
    call = joblib.delayed(solve_elsewhere)
    results = work(call(task, sent, scenario) for scenario in scenarios)
    try:
        while True:
            with interrupts.at_once():
                try:
                    found = next(results)
                except StopIteration:
                    return
            yield found
    finally:
        results.close()


def _name(scenario: Scenario | None) -> Name | None:
    return None if scenario is None else scenario.name


def _phase(solved: int, total: int) -> str:
    return f"solved {solved:,} of {total:,}"


def _check(
    n_jobs: int | None,
    gap: float,
    progress: Any,
    seed: int,
) -> None:
    """Check the options before any work is done."""
    if n_jobs is not None:
        check_whole("n_jobs", n_jobs, at_least=-_MOST_JOBS, at_most=_MOST_JOBS)
        if n_jobs == 0:
            raise InputError("n_jobs = 0 must be 1 or more, or -1 for all cores")
    check_number("gap", gap, kind="fraction", at_least=0, at_most=1)
    check_progress(progress)
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
