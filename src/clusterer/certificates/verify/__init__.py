"""The independent check of a certificate: no solver, no compiled code, no rounding.

Read this package to believe a plan; nothing of the search needs to be right. Of the library it
uses the table of councils, the adjacency graph, and what the terms, rules and limits of the
problem answer when they are asked about a cluster. All the rest is done again: every candidate
is enumerated and costed in plain Python, or, if there are more than a million, those that matter
are found by a walk. From the costs on all is exact, in `fractions`.

The modules, in the order in which to read them: `check` holds a certificate against candidates;
`arithmetic` has prices and what they prove; `partitions` is the search; `candidates` enumerates and
adds up; `listed` has the candidates with their costs; `reading` says what a certificate holds, and
how much at most. Where candidates are too many to list, `parts` has what terms say that they are
made of, and `walk` finds those that matter. `joint` does so for a portfolio. `consent` holds
another kind of certificate against the candidates, and says there what it proves.

**What is proved.** Let a cluster cost the floating-point number that the terms give here. Then
no plan costs less than the certificate's ``bound``, and the certificate's plan is one, whose
clusters cost what is stated to within 10⁻⁹ £m (a tenth of a penny) and 10⁻¹² of the cost. An
"optimal" certificate has ``bound = objective − tolerance``. A plan is a set of candidates that
has each council once and keeps the limits, as `Interval.holds` tells; a candidate is a set that
is connected and that every rule allows.

**Why.** A branch holds the plans with a number of clusters, and the branches leave out no number.
Let π_i be any price of council i, λ_l of limit l, μ of a cluster, ρ_T ≤ 0 of a subset row, and
r_S the cost of S less what it is charged (`PriceList.charge`). Adding up over a plan,

    cost = Σ_i π_i + Σ_l λ_l (sum of l) + μ (number of clusters) + Σ_T ρ_T (sum of T) + Σ_S r_S.

The sums have known ends, so all but the last part is at least D, `PriceList.bound`. If no r_S is
negative, the plan costs at least D, and if it costs less than a target, it has only clusters
with r_S < target − D. Only these go on to the next price list. A branch may be split by two
councils, into the plans that have them together and those that do not. In the end D reaches
the target, or `partitions` goes through all partitions into the candidates that are left.

A certificate with a *start* has one price list before all branches. Candidates with r_S < reach − D
at it are found, and none of them has r_S < 0; a plan with any other costs no less than the reach.
They are found in the list of all; where that would have more than a million, by a walk, and joint
clusters one by one. Here a set that the walk passes over is taken to cost no less than the parts
that its terms state (`Term.mip_form`) add up to. That is checked of those within
the gap, and of some of all sizes.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from clusterer.certificates.verify.arithmetic import require
from clusterer.certificates.verify.check import Check
from clusterer.certificates.verify.consent import check_consent
from clusterer.certificates.verify.joint import near_together
from clusterer.certificates.verify.listed import all_of, near
from clusterer.certificates.verify.reading import CONSENT, read, read_consent
from clusterer.model.portfolio import Portfolio
from clusterer.model.problem import Problem


def verify(problem: Problem | Portfolio, certificate: Mapping[str, Any]) -> None:
    """Check a certificate of a plan of a problem or a portfolio, in exact arithmetic.

    It returns quietly if the certificate's plan is one, costs what is stated, and no plan costs
    less than the certificate's bound, for the costs that the terms give. Whether these are right
    is another matter. Of a certificate of consent, it checks that the charges keep everybody in,
    and that the least subsidy is what is stated. It asks for plain Python's patience: seconds for
    London. Up to a million candidates are listed, and each is costed. Where there are more, those
    that matter are found by bounds on what all others cost. Then it is assumed, and checked only
    of those found and of some of all sizes, that a cluster costs no less than the parts that the
    terms state in `mip_form` and `host_cost`. All terms of the library do so; one of your own is
    yours to check.

    Parameters
    ----------
    problem
        The problem or portfolio that the plan is said to solve.
    certificate
        What `Plan.certificate`, `PortfolioPlan.certificate` or `Consent.certificate` gave, or the
        same read from JSON. It may come from anyone: what is no certificate, or holds more than can
        be checked in a minute or so, is refused before any work is spent on it.

    Raises
    ------
    CertificateError
        If it does not prove what it states. The message says what fails.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> certificate = cl.solve(problem).certificate()
    >>> cl.verify(problem, certificate)
    """
    labels = [json_label(i) for i in problem.councils.ids]
    if isinstance(problem, Portfolio):
        _verify_portfolio(problem, certificate, labels)
        return
    if isinstance(certificate, Mapping) and certificate.get("format") == CONSENT:
        check_consent(problem, read_consent(certificate, labels))
        return
    stated = read(certificate, labels, len(problem.limits))  # Before any set is listed.
    if stated.start is None:
        listed = all_of(problem)
    else:
        listed = near(problem, stated.start, [cluster.members for cluster in stated.plan])
    Check(listed).run(stated)


def _verify_portfolio(
    portfolio: Portfolio, certificate: Mapping[str, Any], labels: list[Hashable]
) -> None:
    require(portfolio.balance is None, "a certificate proves nothing of a balance of posts")
    pairs: list[Hashable] = [(name, label) for name in portfolio.services for label in labels]
    n_limits = sum(len(problem.limits) for problem in portfolio.services.values())
    stated = read(certificate, pairs, n_limits)
    require(stated.start is not None, "the certificate of a portfolio has no start")
    assert stated.start is not None
    Check(near_together(portfolio, stated.start, [one.members for one in stated.plan])).run(stated)


def json_label(label: Hashable) -> Hashable:
    """Return an index label as JSON can hold it."""
    return label if isinstance(label, (str, int, float)) else str(label)
