"""What the page on portfolios says of single figures is what its cells compute."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from pages import cells_of, page_of, run, saying

import clusterer as cl

PAGE = page_of("portfolio.md")
says = saying(PAGE)

SKIPPED = re.compile(r"\bfair\b|^\s*\w+\.plot\(.*\);\s*$")
"""Cells with the plan in balance, of which the text gives no figure that is not computed there; and
those that do nothing but draw, which `make docs` runs."""


@pytest.fixture(scope="module")
def page():
    """Return the names that the cells of the page leave behind."""
    with run(cell for cell in cells_of(PAGE) if not SKIPPED.search(cell)) as names:
        yield names


def test_every_plan_that_the_page_calls_the_best_is_proved(page):
    for plan in (page["plan"], page["bundle"], page["shapes"], *page["apart"].values()):
        assert plan.status == "optimal"


def test_each_freedom_saves_more(page):
    costs = list(page["costs"].values())
    assert costs == sorted(costs, reverse=True)
    assert page["same"].objective == pytest.approx(page["bundle"].objective, abs=1e-6)
    more, saved = costs[0] - costs[-1], page["bundle"].saving
    assert 0.4 < more / saved < 0.5
    says("by nearly half of what the bundle saves")
    says(f"the £{more:.1f}m between 1 and 4")


def test_where_the_difference_comes_from(page):
    bundle, own = page["same"].summary["saving"], page["plan"].summary["saving"]
    more = own - bundle
    losing = bundle.index[(bundle < 0) & (bundle.index != "governance")]
    assert set(losing) == {"revs_bens", "customer_contact", "legal", "internal_audit_fraud"}
    says(f"The four services that lose money in the bundle, and by themselves are shared little "
         f"or not at all, bring £{more[losing].sum():.1f}m")  # fmt: skip
    says(f"less £{-more['governance']:.1f}m for more partnerships")
    rest = more.drop([*losing, "governance"])
    assert set(rest.index[rest > 1.0]) == {"it", "procurement_admin"}
    assert rest.drop(["it", "procurement_admin"]).abs().max() < 0.1


def test_who_is_in_how_many_partnerships(page):
    shared = page["plan"].summary["shared_clusters"]
    assert set(shared.index[shared == 0]) == {"revs_bens", "legal"}
    partnerships = page["plan"].partnerships["members"]
    often = Counter(name for members in partnerships for name in members.split(", "))
    assert max(often.values()) == 3
    assert len(often) == 32
    assert sum(times == 1 for times in often.values()) == 12
    says("No borough is in more than three of them, and twelve are in only one")


def test_who_hosts(page):
    posts = page["plan"].posts
    assert ((posts["hosts"] == 0) & (posts["moved_out"] > 0)).sum() == 17
    says("Seventeen boroughs give up posts and host nothing")
    population = page["boroughs"].set_index("name")["population"]
    for one in page["plan"].services.values():
        for _, row in one.clusters[one.clusters["size"] > 1].iterrows():
            assert row["host"] == population[row["members"].split(", ")].idxmax()


def test_services_of_a_special_shape(page):
    summary, it = page["shapes"].summary, page["shapes"].services["it"].clusters
    assert len(page["offers"]) == 22
    assert (it["size"] > 1).sum() == 7
    says("Of the 22 partnerships on offer, IT would take seven")
    says(f"The call centre costs £{-summary.at['out_of_hours_contact', 'saving']:.1f}m more")
    assert page["regions"].nunique() == 5
    services = dict(page["special"].services)
    recovery = services["disaster_recovery"]
    free = recovery.replace(rules=[cl.MaxSize(2), cl.MinSpan(15, alone=True)])
    either = cl.solve(page["special"].replace(services=services | {"disaster_recovery": free}))
    assert either.summary.at["disaster_recovery", "alone"] == 32
    says("by these figures all would")


def test_how_set_up_divides():
    single = cl.datasets.model_parameters().at["setup_single_service_share", "central"]
    assert single == 0.25
    assert (8 * single - 1) / 7 == pytest.approx(1 / 7)
    assert (1 - single) / 7 == pytest.approx(3 / 28)
    says("a service shared alone is taken to cost a quarter of the set-up of all eight")
    says("makes a seventh of the bundle's the part that is paid once, and three twenty-eighths")


def test_under_the_preset_null_all_stand_alone(page):
    none = cl.solve(
        cl.Portfolio.from_services(
            page["boroughs"], cl.services(), "null", rules=page["rules"], adjacency=page["near"]
        )
    )
    assert len(none.partnerships) == 0
    assert none.status == "optimal"
