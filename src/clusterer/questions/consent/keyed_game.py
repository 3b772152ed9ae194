"""The game in which a fixed key says what each member of a cluster pays.

What council i pays in a cluster S, y_i(S), depends on S alone. A grant g_i for joining any shared
cluster is the same whichever it joins. So to pay g_i for joining is to charge c_i + g_i for
standing alone. A cluster blocks a partition if every member pays less in it, by more than £1.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.candidates.shares import POUND, Shares
from clusterer.model.problem import Problem
from clusterer.questions.consent.offers import Offers

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class KeyedGame:
    """Every cluster that could form, and what each of its members pays.

    Attributes
    ----------
    problem
        The problem.
    shares
        The key.
    sets
        Every cluster that adjacency and rules allow; then the councils that may not stand alone,
        each by itself, for what is left over.
    costs
        Shape (sets,): their £m.
    charges
        What each member of each pays by the key, as `Candidates.flat` has them.
    grants
        Shape (n,): what each council gets for joining any shared cluster.
    n_offers
        How many of the sets are allowed.
    """

    problem: Problem
    shares: Shares
    sets: Candidates
    costs: Floats
    charges: Floats
    grants: Floats
    n_offers: int

    @classmethod
    def of(
        cls,
        problem: Problem,
        shares: Shares,
        grants: Floats,
        proceed: Callable[[int], None] | None = None,
    ) -> KeyedGame:
        """Return the game of a problem.

        Raises
        ------
        InputError
            If a key in proportion to cost alone meets a council that costs nothing.
        TooManyCandidatesError
            If the clusters are too many to list.
        """
        each: dict[Hashable, list[int]] = {i: [i] for i in range(len(problem.councils))}
        offers = Offers.of(problem.evaluate_rows(each), proceed=proceed)
        kept = np.flatnonzero(~offers.may_stand_alone)
        others = Candidates.of(problem.councils, ([i] for i in kept.tolist()))
        sets = Candidates.joined([offers.candidates, others])
        costs = np.concatenate([offers.costs, offers.alone[kept]])
        charges = shares.charges(sets, costs, offers.alone)
        return cls(problem, shares, sets, costs, charges, grants, len(offers))

    def granting(self, grants: Floats) -> KeyedGame:
        """Return the same game with other grants."""
        return replace(self, grants=grants)

    @property
    def n(self) -> int:
        """The number of councils."""
        return len(self.problem.councils)

    @property
    def alone(self) -> Floats:
        """Shape (n,): the £m of each council alone."""
        return self.problem.standalone_costs

    @cached_property
    def shared(self) -> Mask:
        """Shape (sets,): which have two members or more."""
        return self.sets.size > 1

    @cached_property
    def offered(self) -> Mask:
        """Shape (sets,): which could form; not a council that may not stand alone."""
        return np.arange(len(self.sets)) < self.n_offers

    @cached_property
    def single(self) -> Numbers:
        """Shape (n,): the number of the set of each council alone."""
        found = np.empty(self.n, dtype=np.intp)
        indptr, members = self.sets.flat()
        numbers = np.flatnonzero(self.sets.size == 1)
        found[members[indptr[numbers]]] = numbers
        return found

    @cached_property
    def stay(self) -> Floats:
        """Shape (n,): cost alone and the grant that is forgone; infinite if it is forbidden."""
        return np.where(self.offered[self.single], self.alone + self.grants, np.inf)

    @cached_property
    def net(self) -> Floats:
        """What each member compares, as `Candidates.flat` has them: a charge, or `stay`."""
        net = self.charges.copy()
        indptr, _ = self.sets.flat()
        net[indptr[self.single]] = self.stay
        return net

    @cached_property
    def need(self) -> Floats:
        """Shape (sets,): the flat grant from which all members rather join than stand alone.

        Joining is preferred from a gain of £1 on. It may be negative: no grant is needed then. It
        does not depend on the grants of the game.
        """
        indptr, _ = self.sets.flat()
        need: Floats = np.maximum.reduceat(self.needs, indptr[:-1])
        return need

    @cached_property
    def eligible(self) -> Mask:
        """Shape (sets,): the shared ones in which all members rather are than alone."""
        indptr, members = self.sets.flat()
        short = np.maximum.reduceat(self.needs - self.grants[members], indptr[:-1])
        found: Mask = self.shared & (short <= 0.0)
        return found

    @cached_property
    def acceptable(self) -> Mask:
        """Shape (sets,): those in which nobody would rather be alone, by more than £1."""
        indptr, members = self.sets.flat()
        over = np.maximum.reduceat(self.charges - (self.stay[members] + POUND), indptr[:-1])
        found: Mask = ~self.shared | (over <= 0.0)
        return found

    @cached_property
    def rates(self) -> Floats:
        """Shape (sets,): what all members rank them by, if the key `ranks`."""
        return self.shares.rates(self.sets, self.costs, self.alone)

    def pays(self, chosen: Numbers) -> Floats:
        """Return shape (n,): what each council compares in some disjoint sets; -infinite elsewhere.

        So whoever is in none of them gains by nothing.
        """
        paid = np.full(self.n, -np.inf)
        indptr, members = self.sets.flat()
        for k in chosen:
            here = slice(indptr[k], indptr[k + 1])
            paid[members[here]] = self.net[here]
        return paid

    def least_gain(self, pays: Floats) -> Floats:
        """Return shape (sets,): what the member gains that gains least, from what all pay now."""
        indptr, members = self.sets.flat()
        least = np.full(len(self.sets), -np.inf)
        end = int(indptr[self.n_offers])
        if end:
            gains = pays[members[:end]] - self.net[:end]
            least[: self.n_offers] = np.minimum.reduceat(gains, indptr[: self.n_offers])
        return least

    def blocking(self, pays: Floats) -> Numbers:
        """Return the numbers of the sets that all members would rather have, by more than £1."""
        return np.flatnonzero(self.least_gain(pays) > POUND)

    @cached_property
    def needs(self) -> Floats:
        """The flat grant that each member of each set needs, as `Candidates.flat` has them."""
        _, members = self.sets.flat()
        alone = np.where(self.offered[self.single], self.alone, np.inf)
        needs: Floats = self.charges - alone[members] + POUND
        return needs
