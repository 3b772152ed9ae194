"""What the page "How sure?" says of single figures is what its cells compute."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from pages import cells_of, page_of, run, saying

import clusterer as cl

PAGE = page_of("how_sure.md")
says = saying(PAGE)
DOCS = Path(__file__).parents[2] / "docs"

SKIPPED = re.compile(r"^\s*\w+\.plot\w*\(.*\);\s*$|^named = |^ranging|^ends = ")
"""Cells that do nothing but draw, the example at the end, and two that take long and are tested for
some of their figures below, or for another page; `make docs` runs them all."""


@pytest.fixture(scope="module")
def page():
    """Return the names that the cells leave behind, run where the page stands."""
    before = Path.cwd()
    os.chdir(DOCS)
    try:
        with run(cell for cell in cells_of(PAGE) if not SKIPPED.search(cell)) as names:
            yield names
    finally:
        os.chdir(before)


def test_all_draws_are_there_and_proved(page):
    sweep = page["sweep"]
    assert len(sweep) == 500
    assert sweep.complete
    assert sweep.proved


def test_some_draws_come_out_the_same_when_they_are_solved_again(page):
    some = page["draws"].iloc[[3, 141, 400]]
    again = cl.sweep(page["problem"], some).table
    told = page["sweep"].table.loc[some.index]
    assert list(again["plan"]) == list(told["plan"])
    assert list(again["objective"]) == pytest.approx(list(told["objective"]), abs=1e-6)


def test_what_wins(page):
    sweep = page["sweep"]
    assert sweep.plans.loc[sweep.base, "wins"] == 3
    says("Of 500 draws it is the best in 3")
    nobody = (sweep.table["shared"] == 0).mean()
    says(f"In {nobody:.0%} nobody should share")
    assert sweep.plans.iloc[0]["shared"] == 0
    kept = sweep.table["saving"] - sweep.regret[sweep.base]
    assert (kept < 0).mean() > 0.5
    says("loses money in most")
    assert (sweep.table["largest"] > 3).mean() < 0.05


def test_who_is_together(page):
    sweep, position = page["sweep"], page["problem"].councils.ids
    together = sweep.together.set_axis(sweep.councils["name"]).set_axis(
        sweep.councils["name"], axis=1
    )
    first = together.loc["Merton", "Sutton"]
    second = together.loc["Hammersmith and Fulham", "Kensington and Chelsea"]
    says(f"Merton and Sutton share in {first:.0%} of the draws")
    says(f"Hammersmith and Fulham with Kensington and Chelsea in {second:.0%}")
    third = together.loc["Havering", "Barking and Dagenham"]
    says(f"Barking and Dagenham with Havering in {third:.0%}")
    assert together.loc["Kingston upon Thames", ["Merton", "Sutton"]].min() > 0.45
    assert len(position) == 32
    most = together.where(together < 1).max()
    others = {"Kingston upon Thames", "Havering", "Barking and Dagenham"}
    pairs = {"Merton", "Sutton", "Hammersmith and Fulham", "Kensington and Chelsea"}
    assert set(most.index[most > 0.45]) == pairs | others


def test_regret(page):
    sweep = page["sweep"]
    greatest, mean = (sweep.regret[sweep.base].max(), sweep.regret[sweep.base].mean())
    says(f"may lose £{greatest:.0f}m against the best, and on average £{mean:.0f}m")
    least = sweep.plans["greatest_regret"].min()
    alone = sweep.regret_of(dict(enumerate_alone(page["problem"]))).max()
    says(f"It loses £{least:.0f}m at most, where the central plan loses £{greatest:.0f}m")
    says(f"standing alone £{alone:.0f}m")


def enumerate_alone(problem):
    return ((council, council) for council in problem.councils.ids)


def test_how_far_one_figure_goes(page):
    some = ["discount_rate", "coordination.kappa", "set-up.per_council"]
    table = cl.ranging(page["plan"], some).table
    whole = (table["from"] <= table["low"]) & (table["to"] >= table["high"])
    assert list(table.index[whole]) == ["discount_rate"]
    says("stays the best all the way for the discount rate alone")
    assert list(table.index[~table["exact"]]) == ["discount_rate"]
    moves = table[["moves_below", "moves_above"]].stack()
    assert (moves.min(), moves.max()) == (2, 6)
    says("from two to six boroughs move")


def test_marks_and_what_matters(page):
    marks = page["plan"].figures["mark"].value_counts()
    assert marks["V"] == 2
    says("Only two of them were read in a source")
    table, draws = page["sweep"].table, page["draws"]
    strength = table[list(draws)].corrwith(table["saving"], method="spearman").abs()
    assert set(strength.nlargest(2).index) == {"scale.benefit_realisation", "services.fixed_share"}
