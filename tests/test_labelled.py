"""Labelled data in, arrays in the order of the councils out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from maps import grid

from clusterer.councils import Councils
from clusterer.councils.labelled import as_matrix, as_symmetric_matrix, as_vector

COUNCILS = Councils.validated(grid(1, 4))
LABELS = ["r0c0", "r0c1", "r0c2", "r0c3"]
M = np.arange(16.0).reshape(4, 4)

orders = st.permutations(range(4))


@given(orders)
def test_a_series_is_read_by_its_labels(order):
    shuffled = pd.Series([1, 2, 3, 4], index=LABELS).iloc[list(order)]
    assert as_vector(COUNCILS, shuffled).tolist() == [1, 2, 3, 4]


@given(orders, orders)
def test_a_matrix_is_read_by_the_labels_of_its_rows_and_columns(rows, columns):
    shuffled = pd.DataFrame(M, LABELS, LABELS).iloc[list(rows), list(columns)]
    assert as_matrix(COUNCILS, shuffled).tolist() == M.tolist()


def test_labels_beyond_the_councils_are_left_out():
    more = [*LABELS, "city"]
    assert as_vector(COUNCILS, pd.Series(range(5), index=more)).tolist() == [0, 1, 2, 3]
    matrix = pd.DataFrame(np.arange(25).reshape(5, 5), more, more)
    assert as_matrix(COUNCILS, matrix)[3].tolist() == [15, 16, 17, 18]


def test_a_name_is_that_of_a_column():
    assert as_vector(COUNCILS, "population").tolist() == [100_000, 101_000, 102_000, 103_000]


@pytest.mark.parametrize("values", [(1, 2, 3, 4), [1.0, 2.0, 3.0, 4.0], np.array([1, 2, 3, 4])])
def test_plain_values_are_in_the_order_of_the_councils(values):
    assert as_vector(COUNCILS, values).tolist() == [1, 2, 3, 4]


def test_arrays_come_out_as_floats_in_rows_for_the_kernels():
    for array in (as_matrix(COUNCILS, M.T.astype(int)), as_vector(COUNCILS, np.arange(8)[::2])):
        assert array.dtype == np.float64
        assert array.flags.c_contiguous


def test_a_matrix_of_booleans_is_one_of_ones():
    assert as_matrix(COUNCILS, M > 14)[3].tolist() == [0, 0, 0, 1]


def test_a_matrix_that_is_symmetric_but_for_rounding_passes():
    m = M + M.T
    m[0, 1] *= 1 + 1e-12
    assert as_symmetric_matrix(COUNCILS, m).tolist() == m.tolist()
