"""What the page on fire and police says is what its cells compute."""

from __future__ import annotations

import pytest
from pages import cells_of, page_of, run, text_of

PAGE = page_of("fire_and_police.md")
TEXT = text_of(PAGE)


@pytest.fixture(scope="module")
def page():
    """Return the names that the cells of the page leave behind."""
    with run(cells_of(PAGE)) as names:
        yield names


def test_ten_boroughs_a_fire_authority_and_a_police_force_overlap(page):
    assert "puts ten boroughs, the fire authority and the police force" in TEXT
    bodies = page["bodies"]
    assert len(bodies) == 12
    assert bodies.loc[["Police", "Fire"], "population"].tolist() == [2_848_286] * 2
    # Each of the two lies over ten boroughs, and over the other.
    assert page["kinds"].value_counts()["overlap"] == 21


def test_all_three_kinds_are_in_the_plan_and_it_is_proved(page):
    plan = page["plan"]
    assert plan.status == "optimal"
    assert "dotted lines lead to its partners, unless it touches them" in TEXT
    assert plan.clusters.loc[plan.cluster_of("Fire"), "size"] > 1


def test_the_shares_are_said_to_be_invented(page):
    assert "**invented for this page**" in TEXT
    assert "times 0.06 for fire and times 0.25 for police" in TEXT
    assert (page["part"]["Fire"], page["part"]["Police"]) == (0.06, 0.25)


def test_here_are_the_ten_best(page):
    assert "Here are the ten best:" in TEXT
    assert len(page["ranked"]) == 10
    assert page["other"].status == "optimal"
