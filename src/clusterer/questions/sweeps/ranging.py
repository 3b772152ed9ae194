"""Ranging: how far each figure can go, by itself, before another plan is best."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Collection, Iterator
from itertools import pairwise

import numpy as np

from clusterer._support import interrupts
from clusterer._support.checks import check_flag, check_progress, check_whole, plain_seconds
from clusterer.candidates import Candidates
from clusterer.errors import InfeasibleError, InputError, NoPlanFoundError, TooManyCandidatesError
from clusterer.model.figure import Figure
from clusterer.model.figures import published_figures_of
from clusterer.questions.other_value import with_value
from clusterer.questions.sweeps.draws import called
from clusterer.questions.sweeps.envelope import Best, Envelope, Piece, is_linear
from clusterer.questions.sweeps.ranged import Ranged, Ranging
from clusterer.questions.sweeps.solved import plan_key
from clusterer.questions.sweeps.variant import Remembered, Variant
from clusterer.search.solution import OutOfTime, Progress, Watch, tolerance
from clusterer.solving.plan import Plan
from clusterer.solving.progress_bar import reporting
from clusterer.solving.solve import solve

logger = logging.getLogger(__name__)

_LISTED_GIB = 2.0
"""What the candidates may take; of more, it is not told whether costs are linear."""

_STEPS = 8
"""So many values are tried between the present one and an end, where costs are not linear."""

_PRECISION = 1e-3
"""How near, as a part of the range, a value is found then at which another plan is best."""

_STOPPED = "stopped before it was known"

_MOST_WHOLE = 100
"""Of more whole numbers, not all are tried."""


def ranging(
    plan: Plan,
    figures: Collection[str] | None = None,
    *,
    whole: bool = False,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | bool | None = None,
    seed: int = 0,
) -> Ranging:
    """Tell from where to where each figure can go, by itself, while a plan stays the best.

    Where all costs are linear in a figure, the cost of the best plan is a concave function made
    of straight pieces, whose breaks are found exactly; that is checked for all candidates. A whole
    number, such as of years, is tried at each value. Of others, such as a discount rate, values are
    tried, and what the table says is as near as a thousandth of the range.

    Parameters
    ----------
    plan
        A plan that is proved to be the best.
    figures
        The names of the figures, as for `sweep`; all with a published range unless given.
    whole
        Whether to find the best plan at all values in the range; else only until this one is not.
    time_limit
        Seconds after which figures that are not settled are left out.
    progress
        As for `sweep`.
    seed
        As for `solve`.

    Raises
    ------
    InputError
        If the plan is not proved, or there is no such figure.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), rules=[cl.MaxSize(2)])
    >>> ranging = cl.ranging(cl.solve(problem), ["coordination.kappa", "set-up.per_cluster"])
    >>> print(ranging.table[["low", "from", "now", "to", "high", "exact"]].round(4))
                          low    from    now      to   high  exact
    figure
    coordination.kappa  0.002  0.0041  0.007  0.0103  0.028   True
    set-up.per_cluster  0.500  0.5000  2.000  2.9438  5.000   True
    """
    if not isinstance(plan, Plan):
        raise InputError(f"ranging takes a Plan, as solve(...) gives, not {type(plan).__name__}")
    if plan.status != "optimal":
        raise InputError("the plan is not proved to be the best; solve without gap or time limit")
    check_flag("whole", whole)
    limit = plain_seconds(time_limit)
    check_progress(progress)
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    terms = plan.problem.terms
    chosen = published_figures_of(terms) if figures is None else called(plan.problem, figures)
    with reporting(progress) as callback:
        return _ranging(plan, chosen, whole, Watch(limit, callback), seed)


def _ranging(plan: Plan, figures: list[Figure], whole: bool, watch: Watch, seed: int) -> Ranging:
    found: list[Ranged] = []
    with interrupts.noted():
        try:
            search = _Search(plan, whole, watch, seed)
            for figure in figures:
                watch.tell(phase=f"{len(found)} of {len(figures)} figures")
                found.append(_of(search, figure))
        except (OutOfTime, KeyboardInterrupt):
            logger.warning("stopped; the figures settled so far are kept")
    left = [Ranged(figure, (), exact=False, note=_STOPPED) for figure in figures[len(found) :]]
    return Ranging(plan, (*found, *left))


def _of(search: _Search, figure: Figure) -> Ranged:
    try:
        return search.of(figure)
    except InputError as error:  # A term refuses an end of a range that is only a factor.
        return Ranged(figure, (), exact=False, note=str(error))


class _Search:
    """Finds the pieces of figures.

    Parameters
    ----------
    plan
        The plan.
    whole
        Whether all pieces are looked for.
    watch
        The clock.
    seed
        As for `solve`.
    """

    def __init__(self, plan: Plan, whole: bool, watch: Watch, seed: int) -> None:
        self._plan = plan
        self._problem = plan.problem
        self._whole = whole
        self._watch = watch
        self._seed = seed
        self._remembered = Remembered()
        self._candidates = None
        try:
            self._candidates = self._problem.candidates(
                memory_gib=_LISTED_GIB, proceed=lambda _: watch.check()
            )
        except TooManyCandidatesError:
            logger.debug("the candidates are too many to list")

    def of(self, figure: Figure) -> Ranged:
        """Return the pieces of one figure."""
        parts = self._plan.arguments()
        now = Best(
            figure.now,
            tuple(tuple(rows) for rows in parts["clusters"].values()),
            tuple(int(host) for host in parts["costs"]["host"]),
            self._plan.objective,
        )
        down, exact_down = self._towards(figure, now, figure.low)
        up, exact_up = self._towards(figure, now, figure.high)
        pieces = (*(Piece(one.end, one.start, one.best) for one in reversed(down)), *up)
        return Ranged(figure, _joined(pieces), exact=exact_down and exact_up)

    def _towards(self, figure: Figure, now: Best, end: float) -> tuple[list[Piece], bool]:
        """Return the pieces from the present value to an end, and whether they are exact."""
        if end == now.value:
            return [], True
        if figure.whole:
            steps = np.arange(1, round(abs(end - now.value)) + 1)
            sign = 1 if end > now.value else -1
            values = [now.value + sign * float(step) for step in steps]
            every = len(values) <= _MOST_WHOLE
            return self._kept(self._stepwise(figure, now, values[:_MOST_WHOLE])), every
        if (
            self._candidates is not None
            # Such a rule lets other plans in as the figure changes.
            and not self._problem.rules_read_costs
            and is_linear(figure, (now.value, end), self._problem, self._candidates)
        ):
            envelope = Envelope(
                lambda value: self._at(figure, value), lambda best, at: self._cost(figure, best, at)
            )
            return self._kept(envelope.pieces(now, self._at(figure, end))), True
        values = [now.value + (end - now.value) * k / _STEPS for k in range(1, _STEPS + 1)]
        return self._kept(self._stepwise(figure, now, values)), False

    def _kept(self, pieces: Iterator[Piece]) -> list[Piece]:
        """Return all pieces, or those up to the first of another plan."""
        found: list[Piece] = []
        for piece in pieces:
            found.append(piece)
            key = plan_key(piece.best.clusters)
            if not self._whole and key != plan_key(found[0].best.clusters):
                break
        return found

    def _stepwise(self, figure: Figure, now: Best, values: list[float]) -> Iterator[Piece]:
        """Yield a piece for each plan that is best at some of the values."""
        start, last = now, now
        for value in values:
            there = self._at(figure, value)
            if self._is_best(figure, start, there):
                last = there
                continue
            if not figure.whole:
                last, there = self._nearer(figure, start, last, there)
            yield Piece(start.value, last.value, start)
            start = last = there
        yield Piece(start.value, last.value, start)

    def _nearer(self, figure: Figure, plan: Best, still: Best, there: Best) -> tuple[Best, Best]:
        """Bring the last value of a plan and the first of another near to each other."""
        near = _PRECISION * (figure.high - figure.low)
        while abs(there.value - still.value) > near:
            middle = self._at(figure, (still.value + there.value) / 2)
            if self._is_best(figure, plan, middle):
                still = middle
            else:
                there = middle
        return still, there

    def _is_best(self, figure: Figure, plan: Best, there: Best) -> bool:
        """Tell whether a plan, under whichever hosts, costs no more than the best at a value."""
        cost = self._cost(figure, plan, there.value, hosts=False)
        return cost <= there.cost + tolerance(there.cost)

    def _at(self, figure: Figure, value: float) -> Best:
        """Return the best plan at a value.

        Raises
        ------
        OutOfTime
            If it could not be proved in time.
        """
        left = self._watch.remaining()
        if left <= 0:
            raise OutOfTime
        changed = figure.changes(value, self._problem.terms, self._problem.today)
        try:
            plan = solve(
                Variant(self._problem, changed, self._remembered),
                time_limit=left,
                progress=lambda _: self._watch.beat(),
                seed=self._seed,
            )
        except (InfeasibleError, NoPlanFoundError):
            raise OutOfTime from None
        if plan.status != "optimal":
            raise OutOfTime
        parts = plan.arguments()
        return Best(
            value,
            tuple(tuple(rows) for rows in parts["clusters"].values()),
            tuple(int(host) for host in parts["costs"]["host"]),
            plan.objective,
        )

    def _cost(self, figure: Figure, best: Best, value: float, *, hosts: bool = True) -> float:
        """Return the £m of a plan at a value, under its hosts or under those that are best."""
        there = with_value(self._problem, figure, value)
        chosen = Candidates.of(there.councils, best.clusters)
        if not there.allowed(chosen).all():
            return math.inf
        host = np.array(best.hosts, dtype=np.int64) if hosts else None
        return float(there.cost_table(chosen, host).drop(columns="host").to_numpy().sum())


def _joined(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the same pieces, those of one plan that follow on each other as one."""
    found = list(pieces[:1])
    for _, piece in pairwise(pieces):
        if plan_key(piece.best.clusters) == plan_key(found[-1].best.clusters):
            found[-1] = Piece(found[-1].start, piece.end, found[-1].best)
        else:
            found.append(piece)
    return tuple(found)
