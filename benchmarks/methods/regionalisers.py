"""The regionalisation heuristics of spopt: AZP, SKATER, Ward and max-p."""

from __future__ import annotations

import importlib
import itertools
import random
import warnings
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from benchmarks.case import Case
from benchmarks.methods.best import Best
from benchmarks.methods.counts import Counts
from benchmarks.methods.deadline import Deadline, work_until
from benchmarks.methods.outcome import Outcome, from_labels
from benchmarks.methods.prices import Prices

Labels = Iterable[object]

Runs = Iterator[Callable[[], Labels]]
"""Runs of a peer, each of which is done when it is called."""


def azp(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run AZP from random beginnings, one after the other, until the time is up.

    It minimises our own objective, given as an `ObjectiveFunction`, not its default, the sum of
    distances between pairs. A cluster over the cap costs so much that moves leave it.
    """
    return _of_spopt(case, time_limit, seed, _azp_runs, "runs of AZP")


def azp_once(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run AZP once, as a user may who follows its documentation, but with our objective.

    It shows how much depends on the seed. The number of clusters must be given.
    """
    if case.count is None:
        raise ValueError("one run of AZP must be told the number of clusters")

    def once(*parts: Any) -> Runs:
        return itertools.islice(_azp_runs(*parts), 1)

    return _of_spopt(case, time_limit, seed, once, "run of AZP")


def skater(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run SKATER for each number of clusters, with each set of features and two dissimilarities.

    The features are place, residents, or both; for regions, their attributes. It has no random
    choices, so more time would change nothing; it ends when all is tried. With squared Euclidean
    distance its score is the sum of squared deviations, the objective for regions; Manhattan
    distance is its default.
    """
    return _of_spopt(case, time_limit, seed, _skater_runs, "runs of SKATER")


def ward(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run spatially constrained Ward for each number of clusters and each set of features.

    The features are those of SKATER. It has no random choices, so more time would change nothing;
    it ends when all is tried.
    """
    return _of_spopt(case, time_limit, seed, _ward_runs, "runs of Ward")


def max_p(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run the max-p heuristic with one minimum size after the other, until the time is up.

    It makes as many clusters as it can, each with at least the minimum number of councils. The
    minimum is drawn at random, somewhat below the average size of the clusters, and the features
    from those of SKATER. A run has 99 constructions and ten annealings, its defaults.
    """
    return _of_spopt(case, time_limit, seed, _max_p_runs, "runs of max-p")


def _of_spopt(
    case: Case,
    time_limit: float,
    seed: int,
    runs: Callable[[Case, Prices, Counts, random.Random], Runs],
    what: str,
) -> Outcome:
    # An alarm in the middle of an import would leave half a module.
    for module in ("spopt.region", "sklearn.cluster", "sklearn.metrics.pairwise", "scipy.ndimage"):
        importlib.import_module(module)
    return until_time_is_up(case, time_limit, seed, runs, what)


def until_time_is_up(
    case: Case,
    time_limit: float,
    seed: int,
    runs: Callable[[Case, Prices, Counts, random.Random], Runs],
    what: str,
) -> Outcome:
    """Offer the labels of one run after the other, repaired if necessary; keep the best.

    A run that fails, as some do with numbers of clusters that they cannot reach, is counted, and
    the next one is tried.

    Parameters
    ----------
    case, time_limit, seed
        As every method takes them.
    runs
        Gives the runs, whose labels of the councils are offered. It need not look at the clock.
    what
        What it runs, for the outcome.
    """
    deadline = Deadline(time_limit)
    prices = Prices(case)
    best = Best(case, prices, deadline, seed)
    counts = Counts(case, seed)
    failures: list[str] = []

    def go_on() -> None:
        for one_run in runs(case, prices, counts, random.Random(seed)):
            try:
                clusters = from_labels(one_run())
            except Exception as error:
                failures.append(f"{type(error).__name__}: {error}".splitlines()[0])
                continue
            counts.tell(len(clusters), best.offer(clusters))

    with warnings.catch_warnings():
        # They warn of islands and of numbers that no tree can be cut into.
        warnings.simplefilter("ignore")
        work_until(deadline, go_on)
    if failures:
        what += f"; {len(failures):,} failed, the last with {failures[-1]}"
    return best.outcome(what)


def weights(case: Case) -> Any:
    """Return the adjacency as the weights that spopt takes, over row numbers."""
    from libpysal.weights import W

    return W(dict(enumerate(case.neighbours)), silence_warnings=True)


def table(case: Case, features: NDArray[np.float64]) -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return the map with the features as columns, over row numbers, and their names."""
    names = [f"feature_{k}" for k in range(features.shape[1])]
    geometry = case.problem.councils.frame.geometry.reset_index(drop=True)
    columns = dict(zip(names, features.T, strict=True))
    return gpd.GeoDataFrame({**columns, "councils": 1}, geometry=geometry), names


def solved(model: Any) -> Labels:
    """Solve a model of spopt; return its labels."""
    model.solve()
    if model.labels_ is None:
        raise ValueError("it found no regions")
    return model.labels_  # type: ignore[no-any-return]


def _azp_runs(case: Case, prices: Prices, counts: Counts, rng: random.Random) -> Runs:
    from spopt.region import AZP

    from benchmarks.methods.azp_objective import objective_function

    frame, names = table(case, next(iter(case.features.values())))
    w = weights(case)
    for count in counts:
        model = AZP(
            frame,
            w,
            names,
            n_clusters=count,
            random_state=rng.randrange(2**31),
            objective_func=objective_function(case, prices),
        )
        yield partial(solved, model)


def _skater_runs(case: Case, _prices: Prices, counts: Counts, _rng: random.Random) -> Runs:
    from sklearn.metrics.pairwise import euclidean_distances, manhattan_distances
    from spopt.region import Skater

    def squared(x: Any, y: Any) -> Any:
        return euclidean_distances(x, y, squared=True)

    w = weights(case)
    settings = itertools.product(case.features.values(), (squared, manhattan_distances))
    tables = [(*table(case, features), metric) for features, metric in settings]
    # All settings with few numbers first, so that a large map has something to show.
    for count in dict.fromkeys([*counts.spread(12), *counts.all()]):
        for frame, names, metric in tables:
            model = Skater(
                frame, w, names, n_clusters=count, spanning_forest_kwds={"dissimilarity": metric}
            )
            yield partial(solved, model)


def _ward_runs(case: Case, _prices: Prices, counts: Counts, _rng: random.Random) -> Runs:
    from spopt.region import WardSpatial

    w = weights(case)
    tables = [table(case, features) for features in case.features.values()]
    for count in dict.fromkeys([*counts.spread(12), *counts.all()]):
        for frame, names in tables:
            model = WardSpatial(frame, w, names, n_clusters=count)
            yield partial(solved, model)


def _max_p_runs(case: Case, _prices: Prices, counts: Counts, rng: random.Random) -> Runs:
    from spopt.region import MaxPHeuristic

    w = weights(case)
    tables = [table(case, features) for features in case.features.values()]
    for count in counts:
        np.random.seed(rng.randrange(2**32))
        frame, names = rng.choice(tables)
        # Regions end up larger than the floor, so the floor is somewhat below the mean size.
        floor = max(1, round(case.n / count * rng.uniform(0.5, 1.0)))
        model = MaxPHeuristic(frame, w, names, "councils", floor, top_n=2)
        yield partial(solved, model)
