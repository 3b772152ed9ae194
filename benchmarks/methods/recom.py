"""ReCom of GerryChain, given our objective: short bursts, and annealing."""

from __future__ import annotations

import contextlib
import importlib
import itertools
import math
import random
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import networkx as nx

from benchmarks.case import Case
from benchmarks.methods.best import Best
from benchmarks.methods.counts import Counts
from benchmarks.methods.deadline import Deadline, work_until
from benchmarks.methods.outcome import Cluster, Outcome
from benchmarks.methods.prices import Prices
from benchmarks.methods.shape import random_plan

SLICES = 40
"""Numbers of clusters that are tried within the time limit, each with an equal part of it."""

BURSTS = (10, 3, 30)
"""Steps of a burst: slice after slice another length, since none is the best everywhere."""

COLD = (10.0, 30.0, 100.0)
"""What the mean cost of a dearer step is weighed with, when an annealing is coldest, likewise."""

STEPS = 10**9
"""More than there is time for."""


def short_bursts(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run ReCom in bursts of 3, 10 or 30 steps, each from the best plan of the one before.

    One district is any number of councils within the cap: the population that ReCom balances is
    the number of councils, with a tolerance that lets through every size from one to the cap.
    Each number of clusters has a slice of the time, and begins at the best plan
    with this number.
    """
    return _slices(case, time_limit, seed, annealed=False)


def annealing(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run ReCom with simulated annealing, a linear cooling within each slice of the time.

    All else is as with short bursts. At the end of a slice, a step that costs more, by the average
    of such steps, is taken once in e¹⁰, e³⁰ or e¹⁰⁰ times, in turn.
    """
    return _slices(case, time_limit, seed, annealed=True)


def _slices(case: Case, time_limit: float, seed: int, *, annealed: bool) -> Outcome:
    importlib.import_module("gerrychain")  # An alarm during the import would leave half of it.
    deadline = Deadline(time_limit)
    best = Best(case, Prices(case), deadline, seed)
    counts = Counts(case, seed)
    rng = random.Random(seed)
    last: dict[int, list[Cluster]] = {}
    # If the number is given, there are fewer and longer ones, each from another beginning.
    slices = SLICES if case.count is None else 6

    def go_on() -> None:
        for number, count in enumerate(counts):
            until = deadline.elapsed + deadline.left / max(slices - number, 1)
            start = last.get(count) if case.count is None else None
            start = start or random_plan(case, count, rng)
            if len(start) == count:
                setting = (COLD if annealed else BURSTS)[number % 3]
                found = _slice(case, start, best, until, rng, setting, annealed=annealed)
                last[count] = found
                counts.tell(count, best.prices.total(found))
            else:
                counts.tell(count, float("inf"))

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        work_until(deadline, go_on)
    return best.outcome("better plans")


def _slice(
    case: Case,
    start: list[Cluster],
    best: Best,
    until: float,
    rng: random.Random,
    setting: float,
    *,
    annealed: bool,
) -> list[Cluster]:
    """Run one chain from a plan until a time; return the best plan that it met."""
    from gerrychain.optimization import SingleMetricOptimizer
    from gerrychain.proposals.tree_proposals import MetagraphError

    def score(partition: Any) -> float:
        return best.prices.total(parts(partition))

    lowest, plan = best.prices.total(start), start
    best.offer(start)
    clock = best.deadline
    state = _partition(case, start)
    if annealed:
        cold = setting / _mean_of_dearer(case, start, best.prices, rng)
        chain = _annealed(case, state, score, cold, clock, until, rng)
    else:
        optimiser = SingleMetricOptimizer(
            proposal_fn=_proposal(case),
            constraints=[],
            initial_state=state,
            optimization_metric_fn=score,
            maximize=False,
            rng=rng.randrange(2**31),
        )
        chain = optimiser.short_bursts(int(setting), STEPS)
    # A chain of one district, or of districts that no pair can be cut anew, has no next step.
    with contextlib.suppress(MetagraphError):
        for partition in chain:
            cost = score(partition)
            if cost < lowest - 1e-9:
                lowest, plan = cost, list(parts(partition))
                best.offer(plan)
            if clock.elapsed >= until:
                break
    return plan


def _annealed(
    case: Case,
    state: Any,
    score: Callable[[Any], float],
    cold: float,
    clock: Deadline,
    until: float,
    rng: random.Random,
) -> Any:
    """Return a chain that cools down, as GerryChain's own annealing does.

    That one weighs by steps, not by time, and fails where a step is far cheaper than the last.
    """
    from gerrychain import MarkovChain

    began = clock.elapsed

    def accept(partition: Any, *, rng: random.Random) -> bool:
        if partition.parent is None:
            return True
        weight = cold * min((clock.elapsed - began) / max(until - began, 1e-9), 1.0)
        dearer = score(partition) - score(partition.parent)
        return dearer <= 0 or rng.random() < math.exp(-weight * dearer)

    return MarkovChain(_proposal(case), [], accept, state, STEPS, rng=rng.randrange(2**31))


def parts(partition: Any) -> Iterable[Cluster]:
    """Return the districts; GerryChain numbers the nodes as they were given, so by row."""
    return partition.parts.values()  # type: ignore[no-any-return]


def _partition(case: Case, clusters: list[Cluster]) -> Any:
    """Return a plan as GerryChain's."""
    from gerrychain import Graph, Partition

    graph = nx.Graph()
    graph.add_nodes_from(range(case.n), councils=1)
    graph.add_edges_from((i, j) for i, near in enumerate(case.neighbours) for j in near if i < j)
    home = {i: k for k, cluster in enumerate(clusters) for i in cluster}
    return Partition(Graph.from_networkx(graph), {i: home[i] for i in range(case.n)})


def _proposal(case: Case) -> Any:
    """Return ReCom for districts of one council up to the cap."""
    from gerrychain.proposals.tree_proposals import build_recom_proposal_fn
    from gerrychain.tree import bipartition_tree

    middle = (case.largest + 1) / 2
    return build_recom_proposal_fn(
        pop_col="councils",
        pop_target=middle,
        epsilon=(case.largest - 1) / (case.largest + 1) + 1e-9,
        # A star of many councils may have no cut: then another pair is tried.
        bipartition_tree_fn=partial(bipartition_tree, max_attempts=50, allow_pair_reselection=True),
    )


def _mean_of_dearer(case: Case, start: list[Cluster], prices: Prices, rng: random.Random) -> float:
    """Return what a dearer step costs more on average, over a few steps that are all taken."""
    from gerrychain import MarkovChain
    from gerrychain.accept import always_accept
    from gerrychain.proposals.tree_proposals import MetagraphError

    chain = MarkovChain(
        _proposal(case), [], always_accept, _partition(case, start), 50, rng=rng.randrange(2**31)
    )
    costs: list[float] = []
    with contextlib.suppress(MetagraphError):
        costs.extend(prices.total(parts(partition)) for partition in chain)
    dearer = [after - before for before, after in itertools.pairwise(costs) if after > before]
    return sum(dearer) / len(dearer) if dearer else 1.0
