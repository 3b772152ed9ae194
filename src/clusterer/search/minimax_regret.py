"""The plan whose greatest regret over some scenarios is least, among all plans, with a proof.

With ``r_d(x) = Σ_S c_dS x_S − best_d`` what plan x costs more than the best in scenario d,

    min_x max_d r_d(x) ≥ max_λ min_x Σ_d λ_d r_d(x)        λ ≥ 0, Σ_d λ_d = 1.

On the right is a game of nature, which weighs scenarios, against a planner, who answers with the
cheapest plan at the weighed costs: an ordinary search. The game is solved by its plans so far, a
small linear program, and the answers to it are added until none is better (McMahan, Gordon and
Blum, 2003, "Planning in the presence of cost functions controlled by an adversary", ICML 20,
536-543). Its value is a bound, since a planner may mix plans on the right and not on the left. What
is left between the bound and the best plan is closed by searches for a plan of less regret,

    min Σ_d λ_d r_d(x)    s.t. r_d(x) ≤ t    each scenario d looked at,

with t just below the best plan. A plan that some other scenario regrets more adds that scenario; if
there is none, the best plan is proved. Columns whose reduced costs at the prices of the weighed
costs are above t less their bound are in no such plan (Aissi, Bazgan and Vanderpooten, 2009,
"Min-max and min-max regret versions of combinatorial optimization problems", European Journal of
Operational Research 197(2), 427-438, is a survey of the field).
"""

from __future__ import annotations

import dataclasses
import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from clusterer._support import interrupts
from clusterer.geography import Neighbours
from clusterer.search.column_generation import relax
from clusterer.search.columns import Columns
from clusterer.search.map_parts import search_of
from clusterer.search.prices import repaired
from clusterer.search.solution import Watch, tolerance

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]

logger = logging.getLogger(__name__)

_ROUNDING = 1e-9
"""£m by which a sum of reduced costs may be off, far more than it is."""


@dataclass(frozen=True, eq=False)
class Regrets:
    """What plans are chosen from, and what they cost in each scenario.

    Attributes
    ----------
    columns
        The candidates that every scenario allows, under the limits of all. Their costs are not
        read.
    costs
        Shape (scenarios, columns): the £m of each there.
    best
        Shape (scenarios,): what the best plan of each costs at least.
    """

    columns: Columns
    costs: Floats
    best: Floats

    def of(self, chosen: Numbers) -> Floats:
        """Return shape (scenarios,): the regret of a plan, given by its columns."""
        total: Floats = self.costs[:, chosen].sum(axis=1) - self.best
        return total

    def weighed(self, weights: Floats) -> Columns:
        """Return the columns at costs that are weighed over the scenarios."""
        return dataclasses.replace(self.columns, costs=weights @ self.costs)

    def below(self, most: float, scenarios: list[int], some: Columns, numbers: Numbers) -> Columns:
        """Return some columns under the limits that the regret of some scenarios is no more.

        What councils cost alone is taken off the costs: sums of small amounts are more exact.
        """
        single = np.flatnonzero(self.columns.candidates.size == 1)
        alone = np.zeros((len(scenarios), self.columns.n))
        at = self.columns.candidates.take(single).flat()[1]
        alone[:, at] = self.costs[scenarios][:, single]
        return some.limited(
            tuple(
                self.costs[d, numbers] - some.candidates.sum(each)
                for d, each in zip(scenarios, alone, strict=True)
            ),
            np.full(len(scenarios), -np.inf),
            self.best[scenarios] - alone.sum(axis=1) + most,
        )

    @property
    def tolerance(self) -> float:
        """The difference of two regrets that counts as none, in £m."""
        return tolerance(float(np.abs(self.best).max(initial=0.0)))


@dataclass(eq=False)
class MinimaxRegretSearch:
    """A search for the plan of least greatest regret.

    Parameters
    ----------
    regrets
        What there is.
    plans
        Plans that are known, by their columns.
    watch
        The clock.
    seed
        As for `solve`.
    neighbours
        As for `SetPartitionSearch`.

    Attributes
    ----------
    chosen, greatest
        The best plan so far, and its greatest regret; None and infinite if there is none.
    bound
        What the greatest regret of every plan is at least; infinite if there is no plan.
    """

    regrets: Regrets
    plans: Sequence[Numbers]
    watch: Watch
    seed: int = 0
    neighbours: Neighbours | None = None
    chosen: Numbers | None = field(default=None, init=False)
    greatest: float = field(default=math.inf, init=False)
    bound: float = field(default=0.0, init=False)

    def run(self) -> None:
        """Search until the gap is closed, time is up, or Ctrl-C."""
        answers = [self._offer(plan) for plan in self.plans]
        weights = np.full(len(self.regrets.best), 1.0 / len(self.regrets.best))
        while self._open():
            value = math.inf
            if answers:
                weights, value = _game(np.array(answers))
            found = self._answer(weights)
            if found is None:
                break
            if self.bound == math.inf or not value > self.bound + self.regrets.tolerance:
                break
            regret = self._offer(found)
            if any(np.array_equal(regret, one) for one in answers):
                break
            answers.append(regret)
        logger.debug("weighed scenarios: between £%.6fm and £%.6fm", self.bound, self.greatest)
        self._close(weights)

    def _open(self) -> bool:
        """Tell whether there is something to find, and time for it."""
        closed = self.bound >= self.greatest - self.regrets.tolerance
        return not closed and self.watch.remaining() > 0 and not interrupts.came()

    def _offer(self, plan: Numbers) -> Floats:
        """Take a plan for the best if it is better; return its regret."""
        regret = self.regrets.of(plan)
        if regret.max() < self.greatest:
            self.chosen, self.greatest = np.sort(plan), float(regret.max())
            self.watch.tell(incumbent=self.greatest)
        return regret

    def _lift(self, bound: float) -> None:
        self.bound = max(self.bound, bound)
        self.watch.tell(bound=min(self.bound, self.greatest))

    def _answer(self, weights: Floats) -> Numbers | None:
        """Return the cheapest plan at weighed costs; None if there is none, or was none in time."""
        search = search_of(
            self.regrets.weighed(weights),
            start=self.chosen,
            seed=self.seed,
            watch=self.watch.part(math.inf),
            neighbours=self.neighbours,
        )
        solution = search.run()
        self._lift(solution.bound - float(weights @ self.regrets.best))
        return search.chosen

    def _close(self, weights: Floats) -> None:
        """Look for plans of less regret until there is none."""
        regrets = self.regrets
        if not self._open() or self.chosen is None:
            return
        weighed = regrets.weighed(weights)
        at_best = float(weights @ regrets.best)
        relaxation = relax(weighed, remaining=self.watch.remaining)
        prices = repaired(weighed, relaxation.prices)
        self._lift(prices.bound - at_best)
        looked_at = {int(self.regrets.of(self.chosen).argmax()), *np.flatnonzero(weights).tolist()}
        while self._open():
            target = self.greatest - regrets.tolerance
            left = target + at_best - prices.bound + _ROUNDING
            keep = np.flatnonzero(prices.reduced_costs <= left)
            search = search_of(
                regrets.below(target, sorted(looked_at), weighed.restricted(keep), keep),
                seed=self.seed,
                watch=self.watch.part(math.inf),
                neighbours=self.neighbours,
            )
            solution = search.run()
            self._lift(min(target, solution.bound - at_best))
            if solution.bound == math.inf or search.chosen is None:
                break
            regret = self._offer(keep[search.chosen])
            worst = int(regret.argmax())
            if regret[worst] > target and worst in looked_at:
                break  # By rounding only; or the search would go on for ever.
            looked_at.add(worst)


def _game(answers: Floats) -> tuple[Floats, float]:
    """Return the weights of scenarios at which the best of some plans is worst, and its regret.

    Parameters
    ----------
    answers
        Shape (plans, scenarios): the regrets.

    Examples
    --------
    Each of two plans is best in one scenario:

    >>> weights, value = _game(np.array([[0.0, 3.0], [1.0, 0.0]]))
    >>> weights.tolist(), value
    ([0.75, 0.25], 0.75)
    """
    plans, scenarios = answers.shape
    found = linprog(
        np.append(np.zeros(scenarios), -1.0),
        A_ub=np.hstack([-answers, np.ones((plans, 1))]),
        b_ub=np.zeros(plans),
        A_eq=np.append(np.ones(scenarios), 0.0)[np.newaxis],
        b_eq=[1.0],
        bounds=[*([(0.0, None)] * scenarios), (None, None)],
        method="highs",
    )
    weights = np.maximum(found.x[:-1], 0.0)
    weights /= weights.sum()
    return weights, float((answers @ weights).min())
