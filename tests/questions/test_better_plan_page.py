"""What the page on nearly optimal plans says is what its cells compute."""

from __future__ import annotations

import pytest
from pages import cells_of, page_of, run, saying

PAGE = page_of("better_plan.md")
says = saying(PAGE)


@pytest.fixture(scope="module")
def page():
    """Return the names that the cells of the page leave behind."""
    with run(cells_of(PAGE)) as names:
        yield names


def test_the_ten_best_differ_by_less_than_a_thousandth(page):
    says("of more than £9,000m in all")
    says("Nobody knows these costs to a thousandth")
    table = page["ranked"].table
    assert len(table) == 10
    assert table["cost"].min() > 9_000
    assert table["more"].max() < table["cost"].min() / 1000


def test_some_pairs_are_in_all_ten_and_some_plans_differ(page):
    says("Pairs that have a colour are together in all ten plans")
    assert page["ranked"].always
    says("These differ by ten boroughs or more")
    assert (page["options"].table["moves"].iloc[1:] >= 10).all()


def test_more_plans_are_counted_than_listed(page):
    says("a thousand of them were drawn")
    assert page["nearly"].n_plans > len(page["nearly"]) == 1_000


def test_a_proposal_may_save_and_not_be_worth_it(page):
    says("Here are five for London")
    table = page["found"].table
    assert len(table) == 5
    says("A proposal may save money and still not be worth it")
    assert ((table["saving"] > 0) & ~table["chosen"]).any()
    assert table["proved"].all()


def test_the_cheapest_number_of_clusters_is_the_one_that_is_named(page):
    says("Sixteen clusters are the cheapest, counting boroughs that stay alone")
    assert len(page["best"].clusters) == 16
    assert "cheapest with 16 clusters" in page["by_number"].headline


def test_drawn_options_stand_beside_the_optimum(page):
    says("with the optimum and with doing nothing")
    assert set(page["appraisal"].names) == {"do nothing", "optimum", *page["drawn"]}
