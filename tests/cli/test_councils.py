"""Councils as they are typed."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from clusterer.cli.councils import councils_in
from clusterer.cli.program import app

TOWNS = pd.DataFrame({"name": ["Bath", "Bristol, City of", "Ely ", "City of", "Bristol"]})


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Camden, Islington", ("Camden", "Islington")),
        ("Camden,Islington,", ("Camden", "Islington")),
        ("King's Lynn, Fenland", ("King's Lynn", "Fenland")),
        ('"Hull, City off", Bath', ("Hull, City off", "Bath")),
        ("Hull, City off; Bath", ("Hull, City off", "Bath")),
        ("", ()),
    ],
)
def test_names_are_split_at_commas_or_at_semicolons(typed, names):
    assert councils_in(typed, TOWNS) == names


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Bristol, City of", ("Bristol, City of",)),
        ("Bristol,City of", ("Bristol, City of",)),
        ("Bath, Bristol, City of, Ely", ("Bath", "Bristol, City of", "Ely")),
        ("Bristol, City of; Bath", ("Bristol, City of", "Bath")),
        ('"Bristol, City of", Bath', ("Bristol, City of", "Bath")),
        # Semicolons say that the longest name is not meant.
        ("Bristol; City of", ("Bristol", "City of")),
    ],
)
def test_a_comma_within_the_name_of_a_council_does_not_end_it(typed, names):
    assert councils_in(typed, TOWNS) == names


def test_a_semicolon_within_the_name_of_a_council_does_not_end_it():
    assert councils_in("A; B", pd.DataFrame({"name": ["A; B", "C"]})) == ("A; B",)


def test_a_label_with_a_comma_is_a_council_too():
    frame = pd.DataFrame({"name": ["Bristol", "Bath"]}, index=["Bristol, City of", "BA"])
    assert councils_in("Bristol, City of, BA", frame) == ("Bristol, City of", "BA")


def test_a_text_is_the_label_that_is_written_so():
    frame = pd.DataFrame(index=pd.Index([101, 102, 1.5], dtype=object))
    assert councils_in("101, 1.5, 7", frame) == (101, 1.5, "7")


def test_a_label_or_name_of_that_very_text_comes_first():
    assert councils_in("1", pd.DataFrame(index=[1, "1"])) == ("1",)
    assert councils_in("1", pd.DataFrame({"name": ["1", "2"]}, index=[2, 1])) == ("1",)


def test_a_text_that_two_labels_are_written_as_is_left_for_the_library():
    frame = pd.DataFrame(index=[pd.Timestamp(2020, 1, 1), pd.Timestamp(2020, 1, 1)])
    assert councils_in("2020-01-01 00:00:00", frame) == ("2020-01-01 00:00:00",)


ROOT = Path(__file__).parents[2]


def help_of_solve() -> str:
    """Return the help page without the frames and spaces of its tables."""
    page = CliRunner().invoke(app, ["solve", "--help"], env={"COLUMNS": "500"}).output
    return re.sub(r"[\s│]+", " ", page)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(lambda: (ROOT / "README.md").read_text("utf-8"), id="README.md"),
        pytest.param(lambda: (ROOT / "docs/your_own_map.md").read_text("utf-8"), id="own map"),
        pytest.param(help_of_solve, id="help"),
    ],
)
def test_all_pages_say_the_same_of_a_comma_within_a_name_and_it_is_read_so(page):
    text = " ".join(page().split())
    assert "may have a comma of its own; semicolons between names then leave no doubt" in text
    examples = re.findall(r"""["'`](Bristol, City of[^"'`]*)["'`]""", text)
    assert examples
    for typed in examples:
        assert councils_in(typed, TOWNS) == ("Bristol, City of", "Bath"), typed
