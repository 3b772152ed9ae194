"""The validated table of councils: what it keeps, finds and reads."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from maps import BRITISH, councils_of, grid, square

from clusterer.councils import Councils
from clusterer.errors import InputError


@pytest.fixture
def councils(chessboard: gpd.GeoDataFrame) -> Councils:
    return Councils.validated(chessboard)


def test_validated_keeps_the_rows_in_order(chessboard):
    councils = Councils.validated(chessboard)
    assert list(councils.ids) == list(chessboard.index)
    assert len(councils) == 12


def test_validated_councils_pass_through_as_they_are(councils):
    assert Councils.validated(councils) is councils


def test_changing_the_table_afterwards_does_not_change_the_councils(chessboard):
    councils = Councils.validated(chessboard)
    chessboard["population"] = 0
    assert councils.values("population").min() == 100_000


def test_validating_does_not_change_the_table(chessboard):
    before = chessboard.copy()
    Councils.validated(chessboard)
    pd.testing.assert_frame_equal(chessboard, before)


def test_the_boundaries_may_stand_in_a_column_of_any_name():
    renamed = grid(2, 2).rename_geometry("boundary")
    assert len(Councils.validated(renamed)) == 4


def test_slivers_of_overlap_are_no_overlap():
    # Half a metre of a kilometre: a twentieth of a per cent.
    shapes = {"a": square(0, 0), "b": square(999.5, 0)}
    assert len(Councils.validated(councils_of(shapes))) == 2


def test_an_enclave_in_a_hole_does_not_overlap():
    hole = square(250, 250, 500)
    shapes = {"ring": square(0, 0).difference(hole), "core": hole}
    assert len(Councils.validated(councils_of(shapes))) == 2


def test_a_council_may_have_several_parts():
    shapes = {"a": shapely.union(square(0, 0), square(5000, 0)), "b": square(1000, 0)}
    assert len(Councils.validated(councils_of(shapes))) == 2


def test_a_compound_crs_of_national_grid_and_height_is_projected():
    assert Councils.validated(grid(1, 2, crs="EPSG:7405")).metres_per_unit == 1.0


@pytest.mark.parametrize(("crs", "metres"), [(BRITISH, 1.0), (2263, 1200 / 3937), (2157, 1.0)])
def test_the_unit_of_the_crs_is_told_in_metres(crs, metres):
    assert Councils.validated(grid(1, 2, crs=crs)).metres_per_unit == pytest.approx(metres)


def test_names_are_the_column_name():
    assert Councils.validated(grid(1, 2)).names == ("R0C0", "R0C1")


def test_without_a_column_name_the_labels_serve_as_names():
    councils = Councils.validated(grid(1, 2).drop(columns="name"))
    assert councils.names == ("r0c0", "r0c1")
    assert councils.describe([1]) == "r0c1"


def test_a_council_whose_name_is_missing_is_called_by_its_label():
    table = grid(1, 2)
    table["name"] = ["North", None]
    assert Councils.validated(table).names == ("North", "r0c1")


def test_describe_gives_names_and_labels(councils):
    assert councils.describe([0, 5]) == "R0C0 (r0c0), R1C1 (r1c1)"


def test_describe_names_five_and_counts_the_others(councils):
    assert councils.describe(range(12)).endswith("R1C0 (r1c0), and 7 more")
    assert councils.describe(range(5)).endswith("R1C0 (r1c0)")


def test_a_council_is_found_by_label_and_by_name(councils):
    assert councils.position("r2c3") == councils.position("R2C3") == 11


def test_labels_that_are_numbers_are_found():
    table = grid(1, 2).set_index(pd.Index([101, 7]))
    assert Councils.validated(table).position(7) == 1


def test_a_label_goes_before_a_name():
    table = grid(1, 2)
    table["name"] = ["r0c1", "r0c0"]
    assert Councils.validated(table).position("r0c1") == 1


def test_several_councils_are_found_in_the_order_asked(councils):
    assert councils.positions(["R2C3", "r0c0"]) == (11, 0)


def test_values_are_floats_in_the_order_of_the_rows(councils):
    values = councils.values("population")
    assert values.dtype == np.float64
    assert values.tolist() == [100_000 + 1_000 * i for i in range(12)]


def test_numbers_written_as_text_are_read():
    assert Councils.validated(grid(1, 2).assign(p=["1", "2.5"])).values("p").tolist() == [1.0, 2.5]


def test_nullable_integers_are_read():
    table = grid(1, 2).assign(p=pd.array([1, 2], dtype="Int64"))
    assert Councils.validated(table).values("p").tolist() == [1.0, 2.0]


def test_the_minimum_itself_is_allowed():
    assert Councils.validated(grid(1, 2).assign(p=[0, 1])).values("p", minimum=0).min() == 0


def test_texts_are_words_in_the_order_of_the_rows():
    councils = Councils.validated(grid(1, 2).assign(control=["red", "blue"]))
    assert councils.texts("control").tolist() == ["red", "blue"]


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=6))
def test_values_are_finite_or_an_error_names_the_column(numbers):
    councils = Councils.validated(grid(1, len(numbers)).assign(p=numbers))
    if np.isfinite(numbers).all():
        assert councils.values("p").tolist() == numbers
    else:
        with pytest.raises(InputError, match=r"R0C\d \(r0c\d\): p (= -?inf|is missing)"):
            councils.values("p")
