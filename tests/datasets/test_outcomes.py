"""Real schemes and partnerships: a row each, marked, and read as the docstrings say."""

from __future__ import annotations

import pandas as pd
import pytest

import clusterer as cl


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (cl.datasets.outcomes, 16),
        (cl.datasets.outside_london, 17),
        (cl.datasets.cost_sharing, 7),
    ],
)
def test_there_is_a_row_each_with_a_name_of_its_own(table, rows):
    found = table()
    assert len(found) == rows
    assert found.index.is_unique
    assert found.index.notna().all()


def test_every_scheme_has_a_mark_a_source_and_a_planned_saving():
    table = cl.datasets.outcomes()
    assert set(table["mark"]) == {"V", "M"}
    assert table["source"].str.len().gt(0).all()
    percent = table["planned_pct"].dropna()
    assert percent.between(0, 100).all()
    known = pd.to_numeric(table["planned_saving_gbp_m_per_year"], errors="coerce")
    assert known.dropna().between(0, 200).all()


def test_what_is_not_at_hand_was_not_read():
    table = cl.datasets.outcomes()
    absent = table["source"].str.contains("not at hand")
    assert absent.any()
    assert (table["mark"] == "M").equals(absent)


def test_every_partnership_has_members_and_a_mark():
    table = cl.datasets.outside_london()
    assert table["members"].str.len().gt(0).all()
    assert table["mark"].str.contains("V|M").all()


def test_splits_of_cost_add_up_to_all_of_it():
    splits = cl.datasets.cost_sharing()["example_split"].str.extract(r"^(\d+)/(\d+)").astype(int)
    assert (splits.sum(axis=1) == 100).all()
