"""Games in which members bargain: stated as tables of costs, and solved in full by plain LPs."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from instances import complete, facts_of, graph, table, table_term
from scipy.optimize import linprog

import clusterer as cl

HAIR = 1e-6
"""£m within which charges are the same."""

FINE = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
"""For the solver of the tests."""

_BAND = 1e-7
"""Slacks are held within so much."""

Cluster = tuple[int, ...]


def subsets(n: int) -> list[Cluster]:
    """Return all sets of n players but the empty one."""
    sizes = range(1, n + 1)
    return [c for size in sizes for c in itertools.combinations(range(n), size)]


def of_costs(n: int, cost: Callable[[Cluster], float], rules: Sequence[cl.Rule] = ()) -> cl.Problem:
    """Return the game of n players a, b, c and so on, in which every set may form."""
    facts = facts_of([100_000] * n, complete(n))
    term, _ = table_term(cost)
    return cl.Problem(table(facts), [term], rules, adjacency=graph(facts))


def together(problem: cl.Problem) -> cl.Evaluation:
    """Return all players in one cluster."""
    return problem.evaluate(dict.fromkeys(problem.councils.ids, "all"))


class InFull:
    """Charges of n players by linear programs with a row for every set, all at once.

    Parameters
    ----------
    sets
        Which sets may leave, and what they cost.
    plan
        The clusters of the plan, and what they cost.
    spared
        Players whose cost alone counts in the fairest charges, though they may not leave alone.
    """

    def __init__(
        self,
        sets: Mapping[Cluster, float],
        plan: Mapping[Cluster, float],
        spared: Mapping[int, float],
        n: int,
    ) -> None:
        self.n = n
        self.plan = plan
        self.cost = sum(plan.values())
        stated = [*sets.items(), *plan.items()]
        self.rows = np.array([[float(i in c) for i in range(n)] for c, _ in stated])
        self.costs = np.array([cost for _, cost in stated])
        self.leavers = len(sets)
        self.in_plan = np.array([[float(i in c) for i in range(n)] for c in plan])
        self.of_plan = np.array(list(plan.values()))
        self.kept = np.array([[float(i == j) for i in range(n)] for j in spared]).reshape(-1, n)
        self.of_kept = np.array(list(spared.values()))

    def raised(self, paid_in_full: Sequence[int] = ()) -> float:
        """Return the most that stable charges raise; -inf if there are none."""
        equal = np.array([self.in_plan[k] for k in paid_in_full]).reshape(-1, self.n)
        found = linprog(
            -np.ones(self.n),
            A_ub=self.rows,
            b_ub=self.costs,
            A_eq=equal if len(equal) else None,
            b_eq=self.of_plan[list(paid_in_full)] if len(equal) else None,
            bounds=(None, None),
            options=FINE,
        )
        return -found.fun if found.status == 0 else -np.inf

    def ends(self, player: int, raised: float) -> tuple[float, float]:
        """Return the lowest and the highest charge of a player, over all stable charges."""
        ends = []
        for sign in (1.0, -1.0):
            found = linprog(
                sign * np.eye(self.n)[player],
                A_ub=np.vstack([self.rows, -np.ones(self.n)]),
                b_ub=np.append(self.costs, -raised + 1e-9),
                bounds=(None, None),
                options=FINE,
            )
            ends.append(sign * found.fun if found.status == 0 else -sign * np.inf)
        return ends[0], ends[1]

    def exit_fee(self) -> float:
        """Return the least fee that keeps everybody who pays in full."""
        rows = self.rows[: self.leavers]
        found = linprog(
            np.append(np.zeros(self.n), 1.0),
            A_ub=np.hstack([rows, -np.ones((len(rows), 1))]),
            b_ub=self.costs[: self.leavers],
            A_eq=np.hstack([self.in_plan, np.zeros((len(self.in_plan), 1))]),
            b_eq=self.of_plan,
            bounds=[(None, None)] * self.n + [(0, None)],
            options=FINE,
        )
        return found.fun

    def fairest(self, *, raised: float | None = None, fee: float = 0.0) -> np.ndarray:
        """Return the lexicographic max-min of the slacks.

        Under charges that raise an amount, or that the plan pays in full; no slack is below -fee.
        A slack is held once it can be no larger in any charges that keep the level: each is asked.
        """
        rows = np.vstack([self.rows, self.kept])
        costs = np.append(self.costs, self.of_kept)
        equal = self.in_plan if raised is None else np.ones((1, self.n))
        ends = self.of_plan if raised is None else np.array([raised])
        held = np.zeros(len(rows), dtype=bool)
        high = np.full(len(rows), np.inf)
        if raised is None:  # They are held by what is asked.
            in_plan = slice(self.leavers, self.leavers + len(self.plan))
            held[in_plan], high[in_plan] = True, _BAND
        low = np.full(len(rows), -fee - _BAND)
        low[len(self.rows) :] = -np.inf
        while np.linalg.matrix_rank(np.vstack([equal, rows[held]])) < self.n:
            level = self._best(rows, costs, equal, ends, low, high, held, None)
            low[~held] = np.maximum(low[~held], level - _BAND)
            for k in np.flatnonzero(~held):
                most = self._best(rows, costs, equal, ends, low, high, held, k)
                if most <= level + 50 * _BAND:
                    held[k] = True
                    high[k] = level + _BAND
        found = linprog(
            np.zeros(self.n),
            A_ub=np.vstack([rows, -rows[held]]),
            b_ub=np.append(costs - np.maximum(low, -1e9), high[held] - costs[held]),
            A_eq=equal,
            b_eq=ends,
            bounds=(None, None),
            options=FINE,
        )
        return found.x

    def _best(self, rows, costs, equal, ends, low, high, held, asked) -> float:
        """Return the largest least slack that is not held, or the largest of one set."""
        some = low > -np.inf
        above = np.hstack([rows[some], np.zeros((some.sum(), 1))])
        below = np.hstack([-rows[held], np.zeros((held.sum(), 1))])
        chosen = ~held if asked is None else np.arange(len(rows)) == asked
        level = np.hstack([rows[chosen], np.ones((chosen.sum(), 1))])
        found = linprog(
            np.append(np.zeros(self.n), -1.0),
            A_ub=np.vstack([above, below, level]),
            b_ub=np.concatenate([(costs - low)[some], high[held] - costs[held], costs[chosen]]),
            A_eq=np.hstack([equal, np.zeros((len(equal), 1))]),
            b_eq=ends,
            bounds=(None, None),
            options=FINE,
        )
        assert found.status in (0, 3), found.message
        return -found.fun if found.status == 0 else np.inf
