"""The picture of odds."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from clusterer.display import draw_odds

ODDS = pd.DataFrame(
    {"odds_ratio": [0.2, 3.0, 1.1], "low": [0.1, 1.5, 1e-9], "high": [0.4, 6.0, 1e9]},
    index=["far", "near", "unknown"],
)


@pytest.fixture
def ax():
    yield draw_odds(ODDS, title="Odds", confidence=0.9)
    plt.close("all")


def test_each_row_has_its_name_and_figure(ax):
    assert [label.get_text() for label in ax.get_yticklabels()] == list(ODDS.index)
    words = {text.get_text() for text in ax.texts}
    assert {"0.2", "3", "1.1", "Odds"} <= words
    assert any("90% intervals" in text for text in words)


def test_what_may_be_no_change_is_grey(ax):
    colours = [line.get_color() for line in ax.lines if line.get_marker() == "o"]
    assert colours[0] == colours[1] != colours[2]


def test_an_interval_beyond_the_picture_ends_in_arrows(ax):
    assert [line.get_marker() for line in ax.lines if line.get_marker() in "<>"] == ["<", ">"]
    left, right = ax.get_xlim()
    assert left >= 0.005
    assert right <= 200


def test_it_draws_on_axes_that_are_given():
    _, mine = plt.subplots()
    assert draw_odds(ODDS, mine) is mine
    plt.close("all")
