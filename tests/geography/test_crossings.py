"""Links by name, in each form that they may come in."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from maps import grid

from clusterer.councils import Councils
from clusterer.geography.crossings import crossing_names


@pytest.fixture
def councils() -> Councils:
    return Councils.validated(grid(1, 4))


def test_no_crossings_link_nobody(councils):
    assert crossing_names(councils, None) == crossing_names(councils, []) == {}


def test_pairs_link_without_a_name(councils):
    assert crossing_names(councils, [("r0c0", "R0C2")]) == {(0, 2): ()}


def test_triples_name_the_crossing(councils):
    assert crossing_names(councils, [("r0c0", "r0c2", "Old Bridge")]) == {(0, 2): ("Old Bridge",)}


def test_the_order_of_the_ends_does_not_matter(councils):
    assert crossing_names(councils, [("r0c2", "r0c0", "x")]) == {(0, 2): ("x",)}


def test_crossings_of_one_pair_are_gathered_in_order_and_once(councils):
    rows = [("r0c0", "r0c2", "b"), ("r0c2", "r0c0", "a"), ("r0c0", "r0c2", "b"), ("r0c0", "r0c2")]
    assert crossing_names(councils, rows) == {(0, 2): ("b", "a")}


def test_any_iterable_of_pairs_will_do(councils):
    assert crossing_names(councils, {"r0c0": "r0c3"}.items()) == {(0, 3): ()}
    assert crossing_names(councils, (["r0c0", "r0c3"] for _ in range(2))) == {(0, 3): ()}


def test_a_table_may_have_names_and_other_columns(councils):
    table = pd.DataFrame(
        {
            "mark": ["M", "M"],
            "crossing": ["Old Bridge", np.nan],
            "council_b": ["R0C2", "r0c3"],
            "council_a": ["r0c0", "r0c1"],
        }
    )
    assert crossing_names(councils, table) == {(0, 2): ("Old Bridge",), (1, 3): ()}


def test_a_table_need_not_have_names(councils):
    table = pd.DataFrame({"council_a": ["r0c0"], "council_b": ["r0c2"]})
    assert crossing_names(councils, table) == {(0, 2): ()}
