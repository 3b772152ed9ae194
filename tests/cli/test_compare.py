"""Options in a table beside a map, put side by side on the command line."""

from __future__ import annotations

import logging
import re

import pandas as pd
import pytest
from commands import run
from maps import grid

import clusterer as cl
from clusterer.cli.drawn import read_options
from clusterer.cli.problems import Stated
from clusterer.councils import Councils

PNG = b"\x89PNG\r\n\x1a\n"


pytestmark = pytest.mark.usefixtures("closed_figures")


@pytest.fixture
def towns(tmp_path):
    """Write two rows of three square councils, with codes 001 to 006 and the names of the grid."""
    table = grid(2, 3, side=10_000).reset_index(drop=True)
    table["code"] = CODES
    path = tmp_path / "towns.gpkg"
    table.to_file(path)
    return path


CODES = ["001", "002", "003", "004", "005", "006"]
NAMES = ["R0C0", "R0C1", "R0C2", "R1C0", "R1C1", "R1C2"]

OPTIONS = """\
code,halves,pairs
001,west,1
002,west,1
003,east,2
004,west,3
005,east,3
006,east,2
"""

MAP = ["--population", "population", "--index", "code", "--name", "name"]


def table_of(tmp_path, text=OPTIONS, name="drawn.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def compared(towns, table, *args, out):
    """Compare by the command line; return what is printed and the table that is written."""
    printed = run("compare", towns, table, *MAP, "--out", out, *args)
    return printed, pd.read_csv(out / "drawn.compared.csv", index_col=0)


def drawn(towns, table, **asked):
    stated = Stated("solve", {"file": towns, "population": "population", "index": "code"})
    return read_options(table, stated.problem().councils, **asked)


def test_options_stand_side_by_side_as_the_library_has_them(towns, tmp_path):
    printed, table = compared(towns, table_of(tmp_path), "--max-size", 3, out=tmp_path / "out")
    problem = Stated(
        "solve", {"file": towns, "population": "population", "index": "code", "max_size": 3}
    ).problem()
    halves = {"001": "w", "002": "w", "003": "e", "004": "w", "005": "e", "006": "e"}
    pairs = {"001": 1, "002": 1, "003": 2, "004": 3, "005": 3, "006": 2}
    same = cl.appraise(problem, {"halves": halves, "pairs": pairs})
    assert table.index.to_list() == ["do nothing", "halves", "pairs", "optimum"]
    for column in ("cost", "capital", "npv", "payback", "shared", "rank"):
        assert table[column].to_list() == pytest.approx(
            same.table[column].astype(float).to_list(), nan_ok=True
        )
    assert table["term scale"].to_list() == pytest.approx(same.by_term["scale"].to_list())
    assert f"£{same['optimum'].objective:,.1f}m" in printed
    assert "not a forecast" in printed
    assert (tmp_path / "out" / "drawn.compared.png").read_bytes().startswith(PNG)


def test_what_an_option_breaks_is_printed_and_written(towns, tmp_path):
    printed, table = compared(towns, table_of(tmp_path), "--max-size", 2, out=tmp_path)
    assert "'halves' breaks: MaxSize(2) does not allow" in " ".join(printed.split())
    assert table.loc["halves", "broken"] == 2
    assert "MaxSize(2) does not allow" in table.loc["halves", "breaks"]
    assert pd.isna(table.loc["halves", "rank"])


def test_criteria_and_the_minimum_are_there_for_the_asking(towns, tmp_path):
    options = ["--criterion", "balance", "--criterion", "borders cut", "--do-minimum"]
    floor = ["--min-population", 150_000]
    _, table = compared(towns, table_of(tmp_path), *options, *floor, out=tmp_path)
    assert table.loc["halves", "borders cut"] == 3
    assert table.loc["pairs", "balance"] == pytest.approx(207 / 201)
    assert "do minimum" in table.index


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (OPTIONS, {}),
        (OPTIONS.replace("00", ""), {}),  # As a spreadsheet leaves codes.
        (OPTIONS.replace(",", ";"), {}),
        (re.sub("00(.)", lambda code: NAMES[int(code[1]) - 1], OPTIONS), {}),
        (re.sub("(?m)^(.*?),(.*?),", r"\2,\1,", OPTIONS), {"council": "code"}),
    ],
    ids=["codes", "codes without noughts", "semicolons", "names", "another column"],
)
def test_councils_are_named_by_code_or_by_name(towns, tmp_path, text, options):
    found = drawn(towns, table_of(tmp_path, text), **options)
    assert found == {
        "halves": dict(zip(CODES, ["west", "west", "east", "west", "east", "east"], strict=True)),
        "pairs": dict(zip(CODES, "112332", strict=True)),
    }


def test_columns_are_chosen_by_name(towns, tmp_path):
    assert list(drawn(towns, table_of(tmp_path), chosen=["pairs"])) == ["pairs"]


def test_a_column_that_names_the_councils_again_is_no_option_and_that_is_told(
    towns, tmp_path, caplog
):
    rows = OPTIONS.splitlines()
    names = ["name", *NAMES]
    both = "\n".join(f"{row},{name}" for row, name in zip(rows, names, strict=True))
    with caplog.at_level(logging.WARNING):
        assert list(drawn(towns, table_of(tmp_path, both))) == ["halves", "pairs"]
    assert "drawn.csv: column 'name' names the councils again, and is no option" in caplog.text


def test_an_option_called_do_nothing_stands_in_place_of_all_alone(towns, tmp_path):
    text = OPTIONS.replace("pairs", "do nothing")
    _, table = compared(towns, table_of(tmp_path, text), out=tmp_path)
    assert table.index.to_list() == ["do nothing", "halves", "optimum"]
    assert table.loc["do nothing", "shared"] == 3


def test_councils_without_a_row_or_a_label_stand_alone_for_the_asking(towns, tmp_path):
    text = "code,one\n001,a\n002,a\n003,\n"
    found = drawn(towns, table_of(tmp_path, text), rest_alone=True)
    assert found == {"one": {"001": "a", "002": "a"}}
    _, table = compared(towns, table_of(tmp_path, text), "--rest-alone", out=tmp_path)
    assert table.loc["one", ["shared", "alone"]].to_list() == [1, 4]


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (
            OPTIONS.replace("003,east", "003,"),
            [],
            "'halves': no cluster for R0C2 (003); fill in the cell in row 4, or add --rest-alone",
        ),
        (
            OPTIONS.replace("006,east,2\n", ""),
            [],
            "drawn.csv, column 'halves': no cluster for R1C2 (006); add a row for each, or",
        ),
        (
            OPTIONS.replace("006,east,2\n", "").replace("003,east", "003, "),
            [],
            "fill in the cell in row 4, and add a row for each of the others, or add --rest-alone",
        ),
        (
            OPTIONS.replace("006", "009"),
            [],
            "drawn.csv, column 'code': there is no council '009'",
        ),
        (
            OPTIONS.replace("006", "R0C0"),
            [],
            "drawn.csv, column 'code': R0C0 (001) stands in two rows, 2 and 7; keep one",
        ),
        (OPTIONS.replace("006", ""), [], "drawn.csv, column 'code': row 7 names no council"),
        ("code\n001\n", [], "drawn.csv has no option; give it a column for each, beside 'code'"),
        (
            OPTIONS,
            ["--option", "paris"],
            "--option 'paris' is no column of drawn.csv; there are code, halves, pairs",
        ),
        (OPTIONS, ["--council", "x"], "--council 'x' is no column of drawn.csv"),
        (OPTIONS, ["--criterion", "beauty"], "criterion 'beauty' is none of 'balance'"),
        (
            OPTIONS.replace("pairs", "optimum"),
            [],
            "an option is called 'optimum', as the library calls its own; rename it",
        ),
    ],
)
def test_what_cannot_be_compared_is_told_by_file_column_and_council(
    refused, towns, tmp_path, text, options, message
):
    table = table_of(tmp_path, text)
    told = refused("compare", towns, table, *MAP, "--out", tmp_path / "out", *options)
    assert message in told
    assert not (tmp_path / "out").exists()


def test_a_table_that_is_not_there_is_told(refused, towns, tmp_path):
    told = refused("compare", towns, tmp_path / "nothing.csv", *MAP, "--out", tmp_path)
    assert "there is no file" in told
    assert "nothing.csv" in told


def test_councils_that_are_numbered_are_named_by_name(tmp_path):
    councils = Councils(grid(1, 2).reset_index(drop=True))
    table = table_of(tmp_path, "council,one\nR0C0,a\nR0C1,a\n")
    assert read_options(table, councils) == {"one": {0: "a", 1: "a"}}


# From today's partnerships.


@pytest.fixture
def towns_of_today(tmp_path):
    """Write the towns with a column of partnerships: two share, and the others are empty."""
    table = grid(2, 3, side=10_000).reset_index(drop=True)
    table["code"] = CODES
    table["partnership"] = ["pair", "pair", None, "", " ", None]
    path = tmp_path / "today.gpkg"
    table.to_file(path)
    return path


def test_options_are_set_against_the_partnerships_of_a_column(towns_of_today, tmp_path):
    out = tmp_path / "out"
    _, table = compared(towns_of_today, table_of(tmp_path), "--today", "partnership", out=out)
    assert list(table.index[:2]) == ["do nothing", "all alone"]
    assert table.loc["do nothing", "saving"] == pytest.approx(0, abs=1e-9)
    assert table.loc["do nothing", "shared"] == 1
    # Both leave the pair, and pay £1m each for it.
    assert table.loc["all alone", "term exits"] == 2


def test_a_column_of_partnerships_that_is_not_there_is_told(towns, refused):
    told = refused("solve", towns, *MAP, "--today", "partnerships")
    assert told.startswith("clusterer: --today: councils have no column 'partnerships'")
