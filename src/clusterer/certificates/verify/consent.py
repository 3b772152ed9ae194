"""Hold charges and a balanced collection against all candidates of a problem, costed again.

**What is proved.** Let a cluster cost what the terms that are charged give here, to within a tenth
of a penny. Then at the certificate's charges no cluster that could form by itself saves anything by
leaving, and no cluster of the plan pays for another. So a subsidy of the plan's cost less these
charges, ``at_most``, keeps everybody. And no subsidy below ``at_least`` does.

**Why.** Let y be any charges at which no cluster T saves by leaving: ``y(T) ≤ c(T)``. The clusters
of the balanced collection have weights λ that add up to one over those of each council, so

    y(N) = Σ_T λ_T y(T) ≤ Σ_T λ_T c(T),

and the subsidy is at least the plan's cost less that sum. The two sides differ because charges are
rounded down to whole pounds: by a pound a council at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from clusterer.certificates.verify.arithmetic import hair, in_words, require, rows_of
from clusterer.certificates.verify.candidates import clusters, connected_sets, costs_of
from clusterer.certificates.verify.reading import Cluster, Consent, Weighted
from clusterer.model.problem import Problem

POUND = Fraction(1, 10**6)
"""In £m."""


def check_consent(problem: Problem, stated: Consent) -> None:
    """Raise an error unless all holds that a certificate of consent states."""
    councils, n = problem.councils, len(problem.councils)
    terms = {term.name: term for term in problem.terms}
    known = set(stated.terms) <= set(terms) and len(set(stated.terms)) == len(stated.terms)
    require(known, "the terms that are charged are not all of the problem, each once")
    candidates = set(connected_sets(problem))
    sets = list(candidates | {cluster.members for cluster in stated.plan})
    charged = [terms[name] for name in stated.terms]
    found = costs_of(councils, charged, clusters(councils, sets))
    costs = dict(zip(sets, map(Fraction, found.tolist()), strict=True))

    def name(members: int) -> str:
        return councils.describe(rows_of(members))

    def check_cost(cluster: Cluster | Weighted) -> None:
        who = name(cluster.members)
        require(cluster.members in costs, f"not connected, or against the rules: {who}")
        own = costs[cluster.members]
        close = abs(cluster.cost - own) <= hair(own)
        require(close, f"costs £{in_words(own)}m, not £{in_words(cluster.cost)}m: {who}")

    for cluster in stated.plan:
        check_cost(cluster)
    for one in stated.balanced:
        check_cost(one)
    total = _covered(((cluster.members, Fraction(1)) for cluster in stated.plan), n)
    bad = sum(1 << i for i in range(n) if total[i] != 1)
    require(not bad, f"not in one cluster of the plan, but in none or more: {name(bad)}")
    total = _covered(((one.members, one.weight) for one in stated.balanced), n)
    bad = sum(1 << i for i in range(n) if total[i] != 1)
    require(not bad, f"the weights do not add up to one: {name(bad)}")

    for members in sorted(costs):
        pays = sum(stated.charges[i] for i in rows_of(members)) * POUND
        own = costs[members]
        fault = f"would leave, as they pay £{in_words(pays)}m and would cost £{in_words(own)}m"
        require(pays <= own + hair(own), f"{fault}: {name(members)}")

    cost = sum((cluster.cost for cluster in stated.plan), Fraction(0))
    raised = sum((one.weight * one.cost for one in stated.balanced), Fraction(0))
    for what, subsidy, side in (
        ("at most", cost - sum(stated.charges) * POUND, stated.at_most),
        ("at least", cost - raised, stated.at_least),
    ):
        fault = f"the subsidy is said to be {what} £{in_words(side)}m; proved is"
        require(subsidy == side, f"{fault} £{in_words(subsidy)}m")


def _covered(weighted: Iterable[tuple[int, Fraction]], n: int) -> list[Fraction]:
    """Return the weights of the clusters of each council, added up."""
    total = [Fraction(0)] * n
    for members, weight in weighted:
        for i in rows_of(members):
            total[i] += weight
    return total
