"""The regionalisation heuristics of spopt: AZP, SKATER, Ward and max-p."""

from __future__ import annotations

import itertools
import random
import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from benchmarks.case import Case
from benchmarks.methods.best import Best
from benchmarks.methods.counts import Counts
from benchmarks.methods.deadline import Deadline, stopped_at
from benchmarks.methods.outcome import Outcome, from_labels
from benchmarks.methods.prices import Prices

Labels = Iterable[object]


def azp(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run AZP from random beginnings, one after the other, until the time is up.

    It minimises our own objective, told as an `ObjectiveFunction`, rather than its default, the
    sum of distances between pairs. A cluster over the cap costs so much that moves leave it.
    """
    return until_time_is_up(case, time_limit, seed, _azp_runs, "runs of AZP")


def azp_once(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run AZP once, as a user may who follows its documentation, but with our objective.

    It shows how much hangs on the seed. The number of clusters must be given.
    """
    if case.count is None:
        raise ValueError("one run of AZP must be told the number of clusters")

    def once(*parts: Any) -> Iterator[Labels]:
        return itertools.islice(_azp_runs(*parts), 1)

    return until_time_is_up(case, time_limit, seed, once, "run of AZP")


def skater(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run SKATER for each number of clusters, with each set of features and two dissimilarities.

    The features are place, residents, or both; for regions, their attributes. It has no random
    choices, so that more time would change nothing; it ends when all is tried. Squared Euclidean
    distance makes its score the sum of squared deviations that is the objective for regions;
    Manhattan distance is its default.
    """
    return until_time_is_up(case, time_limit, seed, _skater_runs, "runs of SKATER")


def ward(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run spatially constrained Ward for each number of clusters and each set of features.

    The features are those of SKATER. It has no random choices, so that more time would change
    nothing; it ends when all is tried.
    """
    return until_time_is_up(case, time_limit, seed, _ward_runs, "runs of Ward")


def max_p(case: Case, time_limit: float, seed: int) -> Outcome:
    """Run the max-p heuristic with one floor after the other, until the time is up.

    It makes as many clusters as it can, each with at least so many councils. The floors are
    drawn somewhat below the size that the clusters would have on average, and the features from
    those of SKATER; 99 constructions and ten annealings a run, its defaults.
    """
    return until_time_is_up(case, time_limit, seed, _max_p_runs, "runs of max-p")


def until_time_is_up(
    case: Case,
    time_limit: float,
    seed: int,
    runs: Callable[[Case, Prices, Counts, random.Random], Iterator[Labels]],
    what: str,
) -> Outcome:
    """Offer the labels of one run after the other, mended where need be; keep the best.

    Parameters
    ----------
    case, time_limit, seed
        As every method takes them.
    runs
        Gives the labels of the councils, run by run. It need not look at the clock.
    what
        What it runs, for the outcome.
    """
    deadline = Deadline(time_limit)
    prices = Prices(case)
    best = Best(case, prices, deadline, seed)
    counts = Counts(case, seed)
    with stopped_at(deadline), warnings.catch_warnings():
        # They warn of islands and of numbers that no tree can be cut into.
        warnings.simplefilter("ignore")
        for labels in runs(case, prices, counts, random.Random(seed)):
            clusters = from_labels(labels)
            counts.tell(len(clusters), best.offer(clusters))
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


def _azp_runs(case: Case, prices: Prices, counts: Counts, rng: random.Random) -> Iterator[Labels]:
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
        model.solve()
        yield model.labels_


def _skater_runs(
    case: Case, _prices: Prices, counts: Counts, _rng: random.Random
) -> Iterator[Labels]:
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
            model.solve()
            yield model.labels_


def _ward_runs(
    case: Case, _prices: Prices, counts: Counts, _rng: random.Random
) -> Iterator[Labels]:
    from spopt.region import WardSpatial

    w = weights(case)
    tables = [table(case, features) for features in case.features.values()]
    for count in dict.fromkeys([*counts.spread(12), *counts.all()]):
        for frame, names in tables:
            model = WardSpatial(frame, w, names, n_clusters=count)
            model.solve()
            yield model.labels_


def _max_p_runs(
    case: Case, _prices: Prices, counts: Counts, rng: random.Random
) -> Iterator[Labels]:
    from spopt.region import MaxPHeuristic

    w = weights(case)
    tables = [table(case, features) for features in case.features.values()]
    for count in counts:
        np.random.seed(rng.randrange(2**32))
        frame, names = rng.choice(tables)
        # Regions end up larger than the floor, so the floor is somewhat below the mean size.
        floor = max(1, round(case.n / count * rng.uniform(0.5, 1.0)))
        model = MaxPHeuristic(frame, w, names, "councils", floor, top_n=2)
        model.solve()
        if model.labels_ is not None:
            yield model.labels_
