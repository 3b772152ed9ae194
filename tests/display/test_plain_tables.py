"""Tables made fit for files."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from clusterer.display.plain_tables import plain, unlike, with_index


def plain_list(values, dtype=None):
    return plain(pd.DataFrame({"x": pd.Series(values, dtype=dtype)}))["x"].tolist()


@pytest.mark.parametrize(
    ("values", "dtype", "expected"),
    [
        ([1, 2], object, [1, 2]),
        ([1, 2], "Int64", [1, 2]),
        ([1.5, 2], object, [1.5, 2.0]),
        ([Decimal("1.5")], object, [1.5]),
        ([True, False], object, [True, False]),
        (["a", 1, 2.5], object, ["a", "1", "2.5"]),
        (["a", None], object, ["a", None]),
        ([True, None], object, ["True", None]),
        ([True, 3], object, ["True", "3"]),
        (["a", "b"], "category", ["a", "b"]),
        ([1, 2], "category", ["1", "2"]),
        ([[1, 2], {"a": 1}], object, ["[1, 2]", "{'a': 1}"]),
        ([("a", 1)], object, ["('a', 1)"]),
        ([pd.Period("2024-05")], None, ["2024-05"]),
        ([pd.Timedelta("1h")], None, ["0 days 01:00:00"]),
        ([1 + 2j], None, ["(1+2j)"]),
        ([2**63 - 1, 0], None, [2**63 - 1, 0]),
        ([2**63, 0], "uint64", [str(2**63), "0"]),
        ([10**400, 0], object, [str(10**400), "0"]),
        ([2**53 + 1, None], "Int64", [str(2**53 + 1), None]),
        ([10**400, 0.5], object, [str(10**400), "0.5"]),
        ([10**5000, 0], object, ["a whole number of about 5000 digits", "0"]),
    ],
)
def test_values_are_plain(values, dtype, expected):
    result = plain_list(values, dtype)
    assert result == expected
    assert [type(value) for value in result] == [type(value) for value in expected]


@pytest.mark.parametrize(("values", "dtype"), [([1, None], "Int64"), ([1, None], object)])
def test_whole_numbers_with_gaps_are_floats(values, dtype):
    one, gap = plain_list(values, dtype)
    assert one == 1.0
    assert np.isnan(gap)


def test_times_stay_times():
    times = pd.to_datetime(["2024-05-02"])
    assert plain(pd.DataFrame({"x": times}))["x"].dtype.kind == "M"


def test_names_that_clash_or_are_reserved_are_made_distinct():
    table = pd.DataFrame([[1, 2, 3, 4]], columns=["Name", "name", "FID", 7])
    assert list(plain(table, reserved=["fid"])) == ["Name", "name_", "FID_", "7"]


def test_a_name_that_is_free_stays():
    assert unlike("a", ["b"]) == "a"
    assert unlike("a", ["A", "a_"]) == "a__"


def test_the_index_becomes_the_first_column():
    frame = pd.DataFrame({"x": [1]}, index=pd.Index(["E1"], name="gss"))
    assert with_index(frame, "council").iloc[0].to_dict() == {"gss": "E1", "x": 1}
    assert list(with_index(frame.rename_axis(None), "council")) == ["council", "x"]


def test_an_index_that_is_a_column_already_is_not_repeated():
    frame = pd.DataFrame({"gss": ["E1", "E2"]}).set_index("gss", drop=False)
    assert list(with_index(frame, "council")) == ["gss"]


def test_an_index_whose_name_is_taken_gets_another():
    frame = pd.DataFrame({"gss": ["other"]}, index=pd.Index(["E1"], name="gss"))
    assert with_index(frame, "council").iloc[0].to_dict() == {"gss_": "E1", "gss": "other"}
