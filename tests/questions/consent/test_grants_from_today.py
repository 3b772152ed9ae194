"""Grants and mandates where the problem starts from today: one saving for one outcome."""

from __future__ import annotations

import pytest

import clusterer as cl

TODAY = {"a": ["Camden", "Islington", "Hackney"]}
AGAINST = "against all councils alone, their exits paid"


@pytest.fixture(scope="module")
def problem(london):
    """Return London's boroughs, of which three share today."""
    return cl.Problem(london, cl.preset("central"), [cl.MaxSize(3)], today=TODAY)


def against_alone(problem, partition):
    """Return what a partition saves against all alone, each exit paid, as evaluations cost it."""
    return problem.evaluate({}, rest_alone=True).objective - partition.objective


def test_all_alone_pay_their_exits(problem):
    without = problem.replace(today=None)
    apart = problem.evaluate({}, rest_alone=True).objective
    # £1m for each of the three that part.
    assert apart == pytest.approx(without.evaluate({}, rest_alone=True).objective + 3.0)


def test_grants_save_what_was_asked_for(problem):
    found = cl.least_grants(problem, "population", saving=110.0)
    assert found.saving >= 110.0
    assert found.saving == pytest.approx(against_alone(problem, found.evaluation))
    assert f"saves £{found.saving:,.1f}m {AGAINST}" in found.headline
    kept = cl.least_grants(problem, "population", plan=found.evaluation)
    assert kept.saving == pytest.approx(found.saving)


def test_the_curve_the_outcome_and_the_mandate_count_the_same_saving(problem):
    curve = cl.grants_curve(problem, "population")
    outcome = curve.at(0.0)
    saved = against_alone(problem, outcome)
    assert curve.table["saving"].iloc[0] == pytest.approx(saved)
    assert outcome.saving_against_alone == pytest.approx(saved)
    worth = cl.mandate(problem, "population")
    assert worth.table.loc["by itself", "saving"] == pytest.approx(saved)
    best = against_alone(problem, worth.best)
    assert worth.table.loc["best plan", "saving"] == pytest.approx(best)
    assert f"saves £{best:,.1f}m {AGAINST}" in worth.headline
    assert f"£{saved:,.1f}m are saved {AGAINST} without a grant" in curve.headline


@pytest.mark.parametrize("key", ["equal", "population", {"equal": 0.5, "population": 0.5}], ids=str)
def test_worse_off_under_a_mandate_is_worse_than_today(problem, key):
    worth = cl.mandate(problem, key)
    plans = {"best plan": worth.best, "nobody worse off": worth.nobody_worse}
    for name, plan in plans.items():
        table = plan.charged(key)
        loss = table["share"] - table["today"]
        assert worth.table.loc[name, "worse_off"] == (loss > 1e-6).sum()
        assert worth.table.loc[name, "loss"] == pytest.approx(loss[loss > 1e-6].sum())
    assert worth.table.loc["nobody worse off", "worse_off"] == 0
    many = int(worth.table.loc["best plan", "worse_off"])
    assert f"leaves {many} councils worse off than today" in worth.headline


def test_without_today_the_words_stay_short(problem):
    worth = cl.mandate(problem.replace(today=None), "population")
    assert "exits" not in worth.headline
    assert "worse off than alone" in worth.headline
