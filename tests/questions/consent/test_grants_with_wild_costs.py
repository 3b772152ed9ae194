"""The least grants for joining where costs follow no pattern, as going through everything finds."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest
from keyed_truth import KEYS, MIXTURES, of_problem
from maps import grid

import clusterer as cl

POPULATIONS = (10_000, 20_000, 50_000, 200_000)
SIX = {
    (0,): 6, (1,): 12, (2,): 7, (3,): 19, (4,): 18, (5,): 19,
    (0, 1): 17, (0, 3): 13, (1, 2): 19, (1, 4): 20, (2, 5): 24, (3, 4): 24, (4, 5): 34,
    (0, 1, 2): 16, (0, 1, 3): 14, (0, 1, 4): 37, (0, 3, 4): 17, (1, 2, 4): 17, (1, 2, 5): 32,
    (1, 3, 4): 20, (1, 4, 5): 30, (2, 4, 5): 24, (3, 4, 5): 54,
    (0, 1, 2, 3): 17, (0, 1, 2, 4): 45, (0, 1, 2, 5): 31, (0, 1, 3, 4): 23, (0, 1, 4, 5): 40,
    (0, 3, 4, 5): 66, (1, 2, 3, 4): 35, (1, 2, 4, 5): 54, (1, 3, 4, 5): 39, (2, 3, 4, 5): 43,
}  # fmt: skip
"""£m of each cluster of a grid of two rows of three, of up to four members."""


def problem_of(costs, rows, columns, people):
    """Return a problem on a grid in which sets of row numbers cost what is stated."""

    def cost(candidates):
        sets = (tuple(map(int, candidates.positions(k))) for k in range(len(candidates)))
        return np.array([float(costs[one]) for one in sets])

    return cl.Problem(
        grid(rows, columns).assign(population=people),
        [cl.FunctionTerm("cost", cost)],
        [cl.MaxSize(4)],
    )


class Wild(dict):
    """Whole £m drawn for each cluster, from far below what its members cost alone to above it."""

    def __init__(self, rng, n):
        super().__init__({(i,): rng.randint(4, 20) for i in range(n)})
        self.rng = rng

    def __missing__(self, cluster):
        alone = sum(self[(i,)] for i in cluster)
        self[cluster] = max(1, self.rng.randint(alone * 4 // 10, alone * 11 // 10))
        return self[cluster]


def test_what_forms_by_itself_under_a_mixture_needs_no_grant():
    people = [200_000, 10_000, 200_000, 20_000, 200_000, 200_000]
    problem = problem_of(SIX, 2, 3, people)
    key = {"saving": 0.5, "population": 0.5}
    outcome = cl.voluntary(problem, key)
    assert (outcome.saving, outcome.unique) == (26.0, True)
    found = cl.least_grants(problem, key, saving=26.0)
    assert (found.total, found.proved) == (0.0, True)


@pytest.mark.parametrize("seed", [113, 168, 213, 240, 252, 307, 315, 446])
@pytest.mark.parametrize("first", ["saving", "equal"])
def test_what_eight_form_by_themselves_needs_no_grant(seed, first):
    key = {first: 0.5, "population": 0.5}
    rng = random.Random(seed)
    people = [rng.choice(POPULATIONS) for _ in range(8)]
    problem = problem_of(Wild(rng, 8), 2, 4, people)
    try:
        outcome = cl.voluntary(problem, key)
    except cl.InfeasibleError:
        pytest.skip("nothing holds")
    found = cl.least_grants(problem, key, saving=outcome.saving)
    assert (found.total, found.proved) == (pytest.approx(0.0, abs=2e-5), True)


@pytest.mark.parametrize("seed", range(12))
def test_the_least_grants_are_those_of_brute_force(seed):
    rng = random.Random(seed)
    rows, columns = rng.choice([(1, 5), (2, 3), (1, 6)])
    n = rows * columns
    people = [rng.choice(POPULATIONS) for _ in range(n)]
    problem = problem_of(Wild(rng, n), rows, columns, people)
    for key in (*KEYS, *MIXTURES):
        truth = of_problem(problem, key)
        most = max(sum(truth.alone) - sum(truth.costs[c] for c in one) for one in truth.partitions)
        for portion in (0.5, 0.75, 0.9):
            target = round(portion * most) - 1e-4
            least = truth.joining(target)
            if math.isinf(least):
                with pytest.raises(cl.InfeasibleError, match="whatever is paid"):
                    cl.least_grants(problem, key, saving=target)
                continue
            found = cl.least_grants(problem, key, saving=target)
            assert found.total == pytest.approx(least, abs=1e-5), (key, target)
            assert found.proved
            assert found.saving >= target - 1e-6
