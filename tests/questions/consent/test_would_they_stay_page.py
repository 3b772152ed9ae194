"""What the page on consent says is what its cells compute."""

from __future__ import annotations

import pytest
from pages import cells_of, page_of, run, saying

PAGE = page_of("would_they_stay.md")
says = saying(PAGE)


@pytest.fixture(scope="module")
def page():
    """Return the names that the cells of the page leave behind."""
    with run(cells_of(PAGE)) as names:
        yield names


def test_the_cheapest_plan_does_not_hold_and_the_subsidy_is_little(page):
    says("the cheapest plan does not hold by itself")
    bargained = page["bargained"]
    assert not bargained.holds
    says("This is little, and odd")
    assert 0 < bargained.subsidy < page["plan"].saving / 100


def test_a_borough_is_paid_to_stay_alone(page):
    says("a borough that stands alone in the plan is paid")
    table = page["bargained"].table
    (paid,) = table.index[table["paid"] > 0]
    cluster = page["plan"].assignment[paid]
    assert page["plan"].clusters["size"][cluster] == 1
    assert page["bargained"].subsidy_shared > page["bargained"].subsidy


def test_the_weights_of_each_borough_add_up_to_one(page):
    says("with weights that add up to one")
    because = page["bargained"].because
    assert (because["weight"] * because["size"]).sum() == 32
    says("these are less than the plan costs, by just the subsidy")
    total = sum(float(w) * c for w, c in zip(because["weight"], because["cost"], strict=True))
    assert page["plan"].objective - total == pytest.approx(page["bargained"].subsidy, abs=1e-5)


def test_the_ranges_of_stable_charges_are_narrow(page):
    says("The ranges are narrow")
    table = page["bargained"].table
    assert (table["highest"] - table["lowest"]).max() < 2


def test_no_key_holds_the_plan_together_and_equal_parts_are_the_worst(page):
    says("No key holds the plan together by itself")
    table = page["compared"].table
    assert not table["holds"].any()
    says('"In equal parts" is the worst')
    assert table["worse_off"].idxmax() == table["subsidy"].idxmax() == "in equal parts"


def test_the_margin_per_head_is_nine_thousand_pounds(page):
    says("Per head, it is £9,000, of charges of £200m to £400m a borough")
    assert page["formed"]["per head"].margin == pytest.approx(0.009, abs=0.0005)
    charges = page["formed"]["per head"].charges["charge"]
    assert 190 < charges.min() < charges.max() < 410
    assert all(one.unique for one in page["formed"].values())


def test_more_money_is_not_always_more_saving_and_never_reaches_the_best(page):
    says("More money is not always more saving")
    table = page["curve"].table
    assert (table["saving"].diff() < 0).any()
    says("the dashed line is not reached")
    assert table["saving"].max() < page["plan"].saving


def test_grants_to_a_few_cost_far_less_than_a_flat_one(page):
    says("A flat grant that saves as much costs £14.9m")
    table = page["curve"].table
    flat = table[table["saving"] >= page["targeted"].saving - 1e-6]["paid"].min()
    assert flat == pytest.approx(14.9, abs=0.05)
    assert page["targeted"].proved
    assert page["targeted"].total < flat / 10


def test_who_is_left_out_of_the_table_of_what_broke_up_is_not_counted(page):
    says("Of the sixteen schemes on record these five")
    assert len(page["outcomes"]) == 16
    assert len(page["broke_up"]) == 5
