"""What councils are called, and which council a user means by a word."""

from __future__ import annotations

import unicodedata

import pandas as pd
import pytest
from bad import Bad, check, each
from maps import grid

import clusterer as cl
from clusterer.councils import Councils

ZURICH, DECOMPOSED = (unicodedata.normalize(form, "Zürich") for form in ("NFC", "NFD"))
UNEQUAL = pytest.mark.filterwarnings("ignore:a name stands in several rows")


def named(*names: object, labels: object = None) -> Councils:
    """Return councils of these names, side by side."""
    table = grid(1, len(names)).assign(name=list(names))
    return Councils.validated(table if labels is None else table.set_axis(labels))


def test_a_name_in_composed_letters_finds_one_in_letters_and_marks_and_the_other_way():
    assert ZURICH != DECOMPOSED
    for typed in (ZURICH, DECOMPOSED):
        for known in (ZURICH, DECOMPOSED):
            assert named("Bern", known).position(typed) == 1
            assert named("Bern", "Z", labels=["BE", known]).position(typed) == 1


def test_a_name_with_blanks_about_it_is_reached_with_them_and_without():
    councils = named("Bath ", " Wells\u00a0", labels=["b ", "w"])
    for typed in ("Bath", "Bath ", " Bath", "b", "b "):
        assert councils.position(typed) == 0
    assert councils.position("Wells") == 1
    assert councils.names == ("Bath", "Wells")


def test_a_name_of_blanks_alone_is_none():
    assert named("Bath", "  ").names == ("Bath", "r0c1")


def test_a_label_that_is_written_just_so_goes_before_one_with_blanks():
    councils = named("A", "B", labels=["x ", "x"])
    assert [councils.position(label) for label in ("x ", "x")] == [0, 1]


HINTS: list[Bad] = [
    Bad(
        "a code as text, where codes are numbers",
        lambda: named("Bath", "Wells", "Ely", labels=[101, 102, 11]).position("11"),
        "there is no council '11'; did you mean the number 11, Ely (11)?",
    ),
    Bad(
        "a code with a zero in front, where codes are numbers",
        lambda: named("Bath", "Wells", labels=[1001, 1010]).position("01001"),
        "there is no council '01001'; did you mean the number 1001, Bath (1001)?",
    ),
    Bad(
        "a code as a number, where codes are text",
        lambda: named("Bath", "Wells", labels=["01001", "01010"]).position(1010),
        "there is no council 1010; did you mean the text '01010', Wells (01010)?",
    ),
    Bad(
        "a code without its zeros",
        lambda: named("Bath", "Wells", labels=["003", "013"]).position("3"),
        "there is no council '3'; did you mean the text '003', Bath (003)?",
    ),
    Bad(
        "a code in small letters",
        lambda: named("Bath", "Wells", labels=["E06000022", "E07000189"]).position("e07000189"),
        "there is no council 'e07000189'; did you mean the text 'E07000189', Wells (E07000189)?",
    ),
    Bad(
        "a code as text that no number is",
        lambda: named("Bath", "Wells", labels=[101, 102]).position("103"),
        "there is no council '103'; use an index label or a name",
    ),
    Bad(
        "the first word of a name",
        lambda: named("Barnet", "Barking and Dagenham").position("Barking"),
        "there is no council 'Barking'; did you mean 'Barking and Dagenham'?",
    ),
    Bad(
        "a word of two names",
        lambda: named("Kingston upon Thames", "Kingston upon Hull").position("kingston"),
        "there is no council 'kingston'; did you mean 'Kingston upon Thames' or 'Kingston upon "
        "Hull'?",
    ),
    Bad(
        "a name with more words than it has",
        lambda: named("Camden", "Brent").position("London Borough of Camden"),
        "there is no council 'London Borough of Camden'; did you mean 'Camden'?",
    ),
    Bad(
        "a name with its words in another order",
        lambda: named("Bristol, City of", "York").position("City of Bristol"),
        "there is no council 'City of Bristol'; did you mean 'Bristol, City of'?",
    ),
    Bad(
        "a word that all names have",
        lambda: named("Council A", "Council B", "Council C", "Council D").position("Council"),
        "there is no council 'Council'; did you mean 'Council ...'?",
    ),
    Bad(
        "a slip of the keyboard",
        lambda: named("Camden", "Brent").position("Camdn"),
        "there is no council 'Camdn'; did you mean 'Camden'?",
    ),
    Bad(
        "a name in a column that is not read",
        lambda: Councils.validated(
            grid(1, 2).assign(LAD24NM=["Bath", "Wells"]).drop(columns="name")
        ).position("wells"),
        "there is no council 'wells'; column 'LAD24NM' has it, for r0c1; for the library to read "
        "names from it, rename it to 'name'",
    ),
    Bad(
        "a code in a column beside the names",
        lambda: Councils.validated(grid(1, 2).assign(code=["X1", "X2"])).position("X2"),
        "there is no council 'X2'; column 'code' has it, for R0C1 (r0c1); use an index label or a "
        "name",
    ),
]


@each(HINTS)
def test_what_is_no_council_is_told_what_may_be_meant(run, message):
    check(run, message)


@UNEQUAL
def test_councils_of_one_name_are_told_apart_by_their_labels():
    councils = named("Kent", "Essex", "Kent ")
    assert councils.names == ("Kent (r0c0)", "Essex", "Kent (r0c2)")
    assert councils.describe([0, 1]) == "Kent (r0c0), Essex (r0c1)"
    assert councils.position("Kent (r0c2)") == 2
    with pytest.raises(cl.InputError, match=r"'Kent' is the name of 2 councils: Kent \(r0c0\), "):
        councils.position("Kent")


@UNEQUAL
def test_councils_of_one_name_are_told_apart_wherever_they_are_written():
    table = grid(1, 3).assign(name=["Kent", "Essex", "Kent"])
    problem = cl.Problem(table, cl.preset("central"), adjacency=cl.adjacency(table, within_km=9))
    one = problem.evaluate({"r0c0": 1, "r0c1": 2, "r0c2": 1})
    assert one.clusters.loc[1, "members"] == "Kent (r0c0), Kent (r0c2)"
    assert one.clusters.loc[1, "host"] in ("Kent (r0c0)", "Kent (r0c2)")
    assert "Kent (r0c0), Kent (r0c2)" in repr(one)
    moved = one.compare(problem.evaluate({"r0c0": 1, "r0c1": 1, "r0c2": 2})).moved
    assert list(moved["name"]) == ["Kent (r0c0)", "Essex", "Kent (r0c2)"]
    starred = [text.get_text() for text in one.plot().texts if text.get_text().startswith("★")]
    assert len(starred) <= 1
    assert set(problem.evaluate({}, rest_alone=True).assignment) == set(problem.councils.names)


def test_a_table_that_is_all_of_numbers_has_a_hint_too():
    councils = named(1, 2, labels=pd.Index([7, 8]))
    with pytest.raises(cl.InputError, match="there is no council 9; use an index label or a name"):
        councils.position(9)
