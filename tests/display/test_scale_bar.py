"""The scale bar: as long as it says."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from clusterer.display.scale_bar import draw_scale_bar, round_length


def bar_of(crs, width):
    _, ax = plt.subplots()
    ax.set_xlim(0, width)
    draw_scale_bar(ax, crs)
    if not ax.lines:
        return None
    x = ax.lines[0].get_xdata()
    return ax.texts[0].get_text(), x[-1] - x[0]


def test_a_bar_is_as_long_as_it_says():
    assert bar_of(CRS(27700), 60_000) == ("10 km", 10_000)


def test_short_bars_are_in_metres():
    assert bar_of(CRS(27700), 3_000) == ("500 m", 500)


def test_units_of_the_crs_are_converted():
    words, feet = bar_of(CRS(2263), 100_000)
    assert words == "5 km"
    assert feet == pytest.approx(5_000 / 0.3048006096)


@pytest.mark.parametrize("crs", [None, CRS(4326)])
def test_without_lengths_there_is_no_bar(crs):
    assert bar_of(crs, 10) is None


@given(st.floats(1e-3, 1e9))
def test_the_length_is_round_and_the_longest_that_fits(longest):
    length = round_length(longest)
    assert length <= longest * (1 + 1e-6) < length * 2.5 * (1 + 1e-6)
    assert f"{length:e}"[0] in "125"
