"""Posts before and after, by hand and in plain Python."""

from __future__ import annotations

import math

import pandas as pd
import pytest
import truth
from costing import problem_of
from figures import SCALE
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import facts_of, maps

import clusterer as cl

few = settings(max_examples=30)

# £20 a resident, half of it fixed, at 50 posts a £m: 100 posts for 100,000 residents. The yearly
# cost of 100,000 is 20 · (118,500 + 50,000) = £3.37m, of 300,000 £5.37m, of both £6.37m.
SERVICE = cl.Service("it", 20, 0.5, 1e9, 0.8, posts_per_gbp_m=50)
SAVED = 0.5 * (1 - 6.37 / 8.74)


def of_two(*more: cl.Term) -> cl.BusinessCase:
    terms = [cl.Scale(services=[SERVICE], benefit_realisation=0.5), *more]
    councils = facts_of([100_000, 300_000, 50_000])
    # From A to B it is nearer than back, so B hosts.
    km = pd.DataFrame([[0, 1, 9], [9, 0, 9], [9, 9, 0]], list("abc"), list("abc"))
    problem = problem_of(councils, [*terms, cl.Travel(1.0, km=km)])
    return cl.business_case(problem.evaluate({"a": 1, "b": 1, "c": 2}))


def test_what_is_saved_ends_and_all_else_goes_to_the_host():
    posts = of_two().posts
    assert posts["host"].to_list() == [False, True, True]
    assert posts["now"].to_list() == pytest.approx([100, 300, 50])
    assert posts["ended"].to_list() == pytest.approx([100 * SAVED, 300 * SAVED, 0])
    assert posts["moved_out"].to_list() == pytest.approx([100 * (1 - SAVED), 0, 0])
    assert posts["moved_in"].to_list() == pytest.approx([0, 100 * (1 - SAVED), 0])
    assert posts["after"].to_list() == pytest.approx([0, 400 * (1 - SAVED), 50])
    assert posts["redundancies"].to_list() == [0, 0, 0]


def test_redundancies_are_those_that_staff_pays_for():
    staff = cl.Staff(share=0.2, services=[SERVICE])
    assert of_two(staff).posts["redundancies"].to_list() == pytest.approx([20, 0, 0])


def test_a_case_of_a_cluster_or_a_council_has_its_posts_alone():
    problem = problem_of(facts_of([100_000] * 3), cl.preset("central"))
    plan = problem.evaluate({"a": 1, "b": 1, "c": 2})
    whole = cl.business_case(plan).posts
    assert cl.business_case(plan, cluster=1).posts.equals(whole.loc[["a", "b"]])
    assert cl.business_case(plan, council="C").posts.equals(whole.loc[["c"]])


@few
@given(maps(st.integers(1, 5)), SCALE, st.data())
def test_posts_are_neither_made_nor_lost(drawn, figures, data):
    facts, _ = drawn
    labels = data.draw(st.lists(st.integers(0, 1), min_size=facts.n, max_size=facts.n))
    plan = problem_of(facts, [cl.Scale(**figures)]).evaluate(
        dict(zip(facts.labels, labels, strict=True))
    )
    posts = cl.business_case(plan).posts
    assert posts["now"].to_list() == pytest.approx(truth.displaced(facts, 1.0))
    assert (posts["now"] - posts["ended"] - posts["moved_out"] + posts["moved_in"]).to_list() == (
        pytest.approx(posts["after"].to_list(), abs=1e-9)
    )
    assert (posts[["ended", "moved_out", "moved_in", "after"]] >= -1e-9).all(axis=None)
    assert posts["moved_in"].sum() == pytest.approx(posts["moved_out"].sum(), abs=1e-9)

    def cost(service, residents):
        form, end = figures["form"], figures["exhaustion"]
        return truth.annual_cost(service, residents, form=form, exhaustion=end)

    for label in set(labels):
        members = [i for i in range(facts.n) if labels[i] == label]
        ended = 0.0
        for service, rate in zip(truth.BACK_OFFICE, truth.POSTS, strict=True):
            alone = math.fsum(cost(service, facts.population[i]) for i in members)
            part = 1 - cost(service, facts.residents(members)) / alone
            inside = rate * service.unit_cost * facts.residents(members) / 1e6
            ended += inside * part * figures["benefit_realisation"]
        found = posts["ended"].iloc[members].sum()
        assert found == pytest.approx(ended, rel=1e-6, abs=1e-6)
