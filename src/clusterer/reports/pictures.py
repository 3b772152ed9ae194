"""Pictures of a report as bytes, the same each time: PNG, or SVG where that is small."""

from __future__ import annotations

import io
from collections.abc import Callable

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from clusterer.reports.document import Picture

_MOST_OF_SVG = 300_000
"""Bytes of a drawing beyond which a picture is smaller as PNG, as maps with long borders are."""

_SALT = "clusterer"
"""What the names of parts of an SVG are made with; without it they would be random."""


def as_png(picture: Picture, *, dpi: int = 200) -> bytes:
    """Return a picture as PNG."""
    return _drawn(
        picture,
        lambda figure, file: figure.savefig(
            file, format="png", dpi=dpi, facecolor="white", metadata={"Software": None}
        ),
    )


def as_svg(picture: Picture) -> bytes:
    """Return a picture as SVG, with letters as shapes, so that it looks the same everywhere."""
    return _drawn(
        picture,
        lambda figure, file: figure.savefig(
            file, format="svg", facecolor="white", metadata={"Date": None, "Creator": None}
        ),
    )


def for_web(picture: Picture, *, dpi: int = 150) -> tuple[str, bytes]:
    """Return the kind of a picture and its bytes, as small as may be."""
    drawing = as_svg(picture)
    if len(drawing) <= _MOST_OF_SVG:
        return "image/svg+xml", drawing
    return "image/png", as_png(picture, dpi=dpi)


def figure_of(drawn: object) -> Figure:
    """Return the figure of what a plot gives back, be it axes or several of them."""
    first = np.atleast_1d(np.asarray(drawn, dtype=object)).ravel()[0]
    figure: Figure = first.figure
    return figure


def _drawn(picture: Picture, save: Callable[[Figure, io.BytesIO], None]) -> bytes:
    """Draw a picture in the settings of the library, and save it."""
    file = io.BytesIO()
    with plt.style.context("default"), matplotlib.rc_context({"svg.hashsalt": _SALT}):
        figure = picture.draw()
        try:
            save(figure, file)
        finally:
            plt.close(figure)
    return file.getvalue()
