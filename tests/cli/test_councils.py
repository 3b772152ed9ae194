"""Councils as they are typed."""

from __future__ import annotations

import pandas as pd
import pytest

from clusterer.cli.councils import called, names_in


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Camden, Islington", ("Camden", "Islington")),
        ("Camden,Islington,", ("Camden", "Islington")),
        ('"Bristol, City of", Bath', ("Bristol, City of", "Bath")),
        ("Bristol, City of; Bath", ("Bristol, City of", "Bath")),
        ("King's Lynn, Fenland", ("King's Lynn", "Fenland")),
        ("", ()),
    ],
)
def test_names_are_split_at_commas_or_at_semicolons(typed, names):
    assert names_in(typed) == names


def test_a_text_is_the_label_that_is_written_so():
    frame = pd.DataFrame(index=pd.Index([101, 102, 1.5], dtype=object))
    assert called(["101", "1.5", "7"], frame) == (101, 1.5, "7")


def test_a_label_or_name_of_that_very_text_comes_first():
    assert called(["1"], pd.DataFrame(index=[1, "1"])) == ("1",)
    assert called(["1"], pd.DataFrame({"name": ["1", "2"]}, index=[2, 1])) == ("1",)


def test_a_text_that_two_labels_are_written_as_is_left_for_the_library():
    frame = pd.DataFrame(index=[pd.Timestamp(2020, 1, 1), pd.Timestamp(2020, 1, 1)])
    assert called(["2020-01-01 00:00:00"], frame) == ("2020-01-01 00:00:00",)
