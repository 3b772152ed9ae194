"""Bad business cases and timings, each with its message."""

from __future__ import annotations

from typing import Any

import numpy as np
from bad import Bad, check, each
from maps import grid

import clusterer as cl

LABELS = {"r0c0": "x", "r0c1": "x", "r0c2": "y"}
CENTRES = cl.FunctionTerm("centres", lambda c: 2.0 + 0.0 * c.size)


def plan(*terms: cl.Term) -> cl.Evaluation:
    return cl.Problem(grid(1, 3), terms or cl.preset("central")).evaluate(LABELS)


def case(**options: Any) -> cl.BusinessCase:
    return cl.business_case(plan(), **options)


CASES: list[Bad] = [
    Bad(
        "an assignment",
        lambda: cl.business_case(LABELS),
        "business_case(...) takes a plan or an evaluation, got dict; problem.evaluate(...) makes "
        "one of an assignment, BusinessCase.from_flows(...) a case of yearly figures",
    ),
    Bad(
        "a cluster and a council",
        lambda: case(cluster="x", council="R0C0"),
        "give business_case(...) a cluster or a council, not both",
    ),
    Bad(
        "a cluster that is not there",
        lambda: case(cluster="z"),
        "there is no cluster 'z'; there are ['x', 'y']",
    ),
    Bad(
        "a list for a cluster",
        lambda: case(cluster=["x"]),
        "there is no cluster ['x']; there are ['x', 'y']",
    ),
    Bad(
        "a council that is not there",
        lambda: case(council="r0c9"),
        "there is no council 'r0c9'; did you mean 'r0c...'?",
    ),
    Bad(
        "a rate in per cent",
        lambda: case(discount_rate=3.5),
        "discount_rate = 3.5 must be a fraction from 0 to 1",
    ),
    Bad(
        "a column to share by that is not there",
        lambda: case(council="r0c0", share_by="residents"),
        "councils have no column 'residents'; there are ['population', ...",
    ),
    Bad(
        "shares below nothing",
        lambda: case(council="r0c0", share_by=[1, -1, 1]),
        "share_by = [1.0, -1.0] for R0C0 (r0c0), R0C1 (r0c1): give figures of 0 or more, and above "
        "0 for at least one member",
    ),
    Bad(
        "shares of nothing",
        lambda: case(council="r0c0", share_by=[0, 0, 1]),
        "share_by = [0.0, 0.0] for R0C0 (r0c0), R0C1 (r0c1): give figures of 0 or more, and above "
        "0 for at least one member",
    ),
    Bad(
        "a term that does not say when",
        lambda: cl.business_case(plan(CENTRES)),
        "term 'centres' does not say when its money falls; give FunctionTerm(..., timing=...), or "
        "a term of your own the method `when`: Timing.yearly(), Timing.once(), or "
        "Timing.not_cash() for a price that nobody pays",
    ),
    Bad(
        "a term that is called as a column",
        lambda: cl.business_case(plan(cl.SetUp(name="net"))),
        "a term may not be called 'net', a column of every business case; give it another name",
    ),
    Bad(
        "a timing for a plan of another size",
        lambda: cl.business_case(
            plan(cl.FunctionTerm("mine", CENTRES.f, cl.Timing("yearly", np.ones((5, 3)))))
        ),
        "profile of a Timing has 5 rows for 2 candidates; give one row for all, or one for each",
    ),
    Bad(
        "posts where no services are known",
        lambda: cl.business_case(plan(cl.SetUp())).posts,
        "posts are those of the services that a Scale term shares, and there is none among the "
        "terms; add cl.Scale(services=...)",
    ),
    Bad(
        "posts of a service that does not say how many it has",
        lambda: (
            cl.business_case(
                plan(cl.Scale(services=[cl.Service("it", 45, 0.3, 500_000, 0.8)]))
            ).posts
        ),
        "service 'it' does not say how many posts it has; give Service(..., posts_per_gbp_m=...)",
    ),
    Bad(
        "posts of yearly figures",
        lambda: cl.BusinessCase.from_flows(capital=1, savings=[1]).posts,
        "a case that is made from flows knows of no councils and their posts",
    ),
    Bad(
        "savings in words",
        lambda: cl.BusinessCase.from_flows(capital=1, savings=["much"]),
        "savings must be numbers: could not convert string to float: 'much'",
    ),
    Bad(
        "no savings at all",
        lambda: cl.BusinessCase.from_flows(capital=1, savings=[]),
        "savings must be £m by year, finite numbers in a list such as [4.6, 4.6]",
    ),
    Bad(
        "capital without end",
        lambda: cl.BusinessCase.from_flows(capital=float("inf"), savings=[1]),
        "capital must be £m by year, finite numbers in a list such as [4.6, 4.6]",
    ),
]

PROFILE = (
    "profile of a Timing must be weights by year, beginning with year 0, none below 0 and not all "
    "0; [0, 1, 1] is the same in years 1 and 2"
)

TIMINGS: list[Bad] = [
    Bad(
        "a kind of timing that is none",
        lambda: cl.Timing("monthly", [1]),
        "kind = 'monthly' of a Timing must be one of 'one-off', 'yearly', 'not cash'",
    ),
    *(
        Bad(f"a profile of {profile}", lambda p=profile: cl.Timing("yearly", p), PROFILE)
        for profile in ([], [0, 0], [1, -1], [1, float("nan")], 3.0)
    ),
    Bad(
        "a profile in words",
        lambda: cl.Timing("yearly", ["a"]),
        "profile of a Timing must be numbers: could not convert string to float: 'a'",
    ),
    Bad(
        "a horizon of no years",
        lambda: cl.Timing.yearly(0),
        "horizon = 0 must be a whole number of years, 1 or more",
    ),
    Bad(
        "a rate of a timing in words",
        lambda: cl.Timing("yearly", [1], discount_rate="3.5%"),
        "discount_rate = '3.5%' must be a fraction above -1",
    ),
    Bad(
        "a timing that is none",
        lambda: cl.FunctionTerm("mine", CENTRES.f, "yearly"),
        "timing = 'yearly' of term 'mine' must be a Timing, such as Timing.yearly(10, 0.035), "
        "Timing.once() or Timing.not_cash()",
    ),
]


@each([*CASES, *TIMINGS])
def test_bad_input_is_refused_in_words(run, message):
    check(run, message)
