"""The colours of maps: twelve that can be distinguished, and shades of them."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np
from matplotlib.colors import to_hex, to_rgb
from numpy.typing import NDArray

PALETTE = (
    "#4BA698",
    "#EF6C99",
    "#FBEC55",
    "#6CE5FE",
    "#A3B60A",
    "#C6DCC1",
    "#CCBCC6",
    "#A2A4FB",
    "#A5986C",
    "#96CF7A",
    "#ADA7CB",
    "#B9FBAE",
)
"""Colours of clusters. Any two of them can be distinguished by all, and black text is legible.

`tests/display/test_colours.py` simulates what people with each kind of colour blindness see. The
colours were found by a search for the largest least difference, over those simulations. They have
five levels of lightness, which is what is left of them in grey print.
"""

ALONE = "#F2F2F2"
"""For councils that stand alone."""

ALONE_BORDER = "#C4C4C4"
"""Of their borders: white ones could not be seen."""

_ALIKE_IN_GREY = 7.0
"""The difference of lightness (CIE L*) below which colours are taken to be alike in grey print."""

_PAPER = 0.65
"""How much white is mixed into what is pale."""

_INK = 0.5
"""How much black is mixed into what is dark."""

_LINEAR_UP_TO = 0.04045
"""The value of a channel below which sRGB is linear."""

_DARK = (6 / 29) ** 3
"""The luminance below which lightness is linear in it."""


def colour(number: int) -> str:
    """Return a colour of the palette or, beyond it, a pale one by the golden angle."""
    if number < len(PALETTE):
        return PALETTE[number]
    return to_hex(colorsys.hls_to_rgb(number * 0.618034 % 1.0, 0.78, 0.6))


def pale(chosen: str) -> str:
    """Return a colour with white mixed into it, so that lines over it stand out."""
    return _mixed(chosen, 1.0, _PAPER)


def dark(chosen: str) -> str:
    """Return a colour with black mixed into it, for lines over it."""
    return _mixed(chosen, 0.0, _INK)


def lightness(chosen: str) -> float:
    """Return how light a colour is to the eye, and in grey: 0 is black, 100 white (CIE L*).

    Examples
    --------
    >>> round(lightness("#FFFFFF")), round(lightness("#777777")), round(lightness("#000000"))
    (100, 50, 0)
    """
    red, green, blue = (
        part / 12.92 if part <= _LINEAR_UP_TO else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(chosen)
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    if luminance <= _DARK:
        return float(luminance * (29 / 3) ** 3)
    return float(116 * luminance ** (1 / 3) - 16)


def alike_in_grey(colours: Sequence[str]) -> NDArray[np.bool_]:
    """Tell of each two colours whether they are alike in grey print."""
    light = np.array([lightness(one) for one in colours])
    alike: NDArray[np.bool_] = np.abs(light[:, None] - light) < _ALIKE_IN_GREY
    return alike


def _mixed(chosen: str, other: float, part: float) -> str:
    red, green, blue = (own + part * (other - own) for own in to_rgb(chosen))
    return to_hex((red, green, blue))
