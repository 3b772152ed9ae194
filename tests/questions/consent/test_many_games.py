"""Hundreds of small games: costs drawn for every set, whole numbers with ties, some negative."""

from __future__ import annotations

import itertools
from random import Random

import numpy as np
import pytest
from games import HAIR, InFull, of_costs, subsets, together

import clusterer as cl

KINDS = ("whole", "ties", "negative", "saving")
ALL = list(itertools.product(KINDS, (3, 4, 5)))
"""Kinds of games, and how many players."""


@pytest.fixture(scope="module")
def players():
    """Return problems to be given other costs, by how many players: to check a map takes long."""
    return {n: of_costs(n, len) for n in (3, 4, 5)}


def drawn(kind: str, n: int, random: Random) -> dict[tuple[int, ...], float]:
    """Return what every set of n players costs."""
    costs = {}
    for c in subsets(n):
        if kind == "whole":
            costs[c] = float(random.randint(1, 9 * len(c)))
        elif kind == "ties":
            costs[c] = float(random.randint(1, 2) + len(c))
        elif kind == "negative":
            costs[c] = random.uniform(-5.0, 3.0) * len(c)
        else:
            costs[c] = random.uniform(0.5, 1.0) * len(c)
    return costs


@pytest.mark.parametrize(("kind", "n"), ALL)
def test_games_of_drawn_costs_are_those_of_plain_programs(kind, n, players):
    for seed in range(20):
        random = Random(f"{kind} {n} {seed}")
        costs = drawn(kind, n, random)
        labels = [random.randrange(3) for _ in range(n)]
        problem = with_costs(players[n], costs)
        evaluation = problem.evaluate(dict(zip(problem.councils.ids, labels, strict=True)))
        groups = {tuple(i for i in range(n) if labels[i] == label) for label in labels}
        game = InFull(costs, {c: costs[c] for c in groups}, {}, n)
        answer = cl.consent(evaluation)
        raised = game.raised()
        assert answer.subsidy == pytest.approx(game.cost - raised, abs=HAIR)
        assert answer.exit_fee == pytest.approx(game.exit_fee(), abs=HAIR)
        if seed < 2:  # That takes hundreds of programs.
            fair = game.fairest(raised=raised)
            assert answer.fairest.to_numpy() == pytest.approx(fair, abs=1e-4)
            if answer.subsidy > 1e-4:
                full = game.fairest(fee=answer.exit_fee)
                assert answer.full_charges.to_numpy() == pytest.approx(full, abs=1e-4)
        cl.verify(problem, answer.certificate())


@pytest.mark.parametrize(("kind", "n"), ALL)
def test_another_package_finds_the_same_nucleolus(kind, n, players):
    coopgame = pytest.importorskip("coopgame")
    checked = 0
    for seed in range(40):
        costs = drawn(kind, n, Random(f"other {kind} {n} {seed}"))
        everyone = tuple(range(n))
        costs[everyone] = min(costs[everyone], 0.6 * sum(costs[i,] for i in range(n)))
        problem = with_costs(players[n], costs)
        answer = cl.consent(together(problem))
        if answer.subsidy > 0.0:
            continue  # With a subsidy it is another notion.
        worth = np.zeros(2**n - 1)
        for c, cost in costs.items():
            worth[sum(1 << i for i in c) - 1] = -cost
        found = coopgame.prenucleolus(coopgame.Game(worth.tolist()))
        assert answer.fairest.to_numpy() == pytest.approx(-np.array(found["allocation"]), abs=1e-6)
        checked += 1
    assert checked or kind == "ties"


@pytest.mark.parametrize("n", [3, 4, 5])
def test_another_package_finds_the_same_charges_in_full(n, players):
    coopgame = pytest.importorskip("coopgame")
    for seed in range(20):
        random = Random(f"in full {n} {seed}")
        costs = drawn("whole", n, random)
        labels = [random.randrange(2) for _ in range(n)]
        blocks = [[i for i in range(n) if labels[i] == label] for label in sorted({*labels})]
        problem = with_costs(players[n], costs)
        answer = cl.consent(problem.evaluate(dict(zip(problem.councils.ids, labels, strict=True))))
        worth = np.zeros(2**n - 1)
        for c, cost in costs.items():
            worth[sum(1 << i for i in c) - 1] = -cost
        game = coopgame.Game(worth.tolist())
        found = coopgame.structured_nucleolus(game, blocks, domain="preimputation")
        if answer.subsidy > 0.0:
            assert answer.full_charges.to_numpy() == pytest.approx(
                -np.array(found["allocation"]), abs=1e-6
            )


def with_costs(problem: cl.Problem, costs: dict[tuple[int, ...], float]) -> cl.Problem:
    """Return a problem with another cost of each set."""

    def cost(candidates: cl.Candidates) -> np.ndarray:
        rows = [candidates.positions(k).tolist() for k in range(len(candidates))]
        return np.array([costs[tuple(row)] for row in rows])

    return problem.replace(terms=[cl.FunctionTerm("table", cost)])
