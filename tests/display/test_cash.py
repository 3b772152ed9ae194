"""Bars of cash by year: each item can be distinguished, in grey print too, and the key is whole."""

from __future__ import annotations

import io
import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from PIL import Image

from clusterer.display import draw_cash

SAVED = ["Running the services", "Working together", "Posts", "Buildings", "Contracts"]
SPENT = [
    "Setting up",
    "Governing the partnerships",
    "Moving to one computer system",
    "Redundancies",
    "Break-ups to be expected",
    "Leaving today's partnerships, with what is paid for contracts that end early",
    "Journeys",
]


@pytest.fixture
def axes():
    """Return a picture with more items than there are colours."""
    cash = {name: np.array([0.0, 4.0, 4.0]) for name in SAVED}
    cash |= {name: np.array([-3.0, -1.0, 0.0]) for name in SPENT}
    ax = draw_cash(pd.DataFrame(cash), payback=1.5)
    yield ax
    plt.close(ax.figure)


def test_no_two_items_are_alike_in_grey_print(axes):
    """Of each bar what it is in grey is read off the picture: how light, and how rough."""
    axes.figure.set_dpi(200)
    axes.lines[0].remove()  # The sum so far, which lies over the bars.
    file = io.BytesIO()
    axes.figure.savefig(file, dpi=200)
    grey = np.asarray(Image.open(file).convert("L"), dtype=float)
    tiles = []
    for bars in axes.containers:
        bar = max(bars, key=lambda one: abs(one.get_height()))
        box = bar.get_window_extent()
        x0, x1, y0, y1 = (int(v) for v in (box.x0 + 4, box.x1 - 4, box.y0 + 4, box.y1 - 4))
        tile = grey[grey.shape[0] - y1 : grey.shape[0] - y0, x0:x1]
        across, down = (np.abs(np.diff(tile, axis=k)).mean() for k in (1, 0))
        slant = np.abs(tile[1:, 1:] - tile[:-1, :-1]).mean()
        counter = np.abs(tile[1:, :-1] - tile[:-1, 1:]).mean()
        tiles.append(np.array([np.median(tile), 3 * across, 3 * down, 3 * slant, 3 * counter]))
    assert len(tiles) == len(SAVED) + len(SPENT)
    for (first, one), (second, other) in itertools.combinations(enumerate(tiles), 2):
        assert np.abs(one - other).max() > 10.0, (first, second)


def test_the_key_is_within_the_picture_and_has_every_item(axes):
    axes.figure.canvas.draw()
    whole, key = axes.figure.bbox, axes.get_legend().get_window_extent()
    assert key.x0 >= whole.x0
    assert key.x1 <= whole.x1
    assert key.y0 >= whole.y0
    said = [" ".join(text.get_text().split()) for text in axes.get_legend().get_texts()]
    assert set(said) >= {*SAVED, *SPENT}
