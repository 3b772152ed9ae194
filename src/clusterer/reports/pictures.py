"""Pictures of a report as bytes, the same each time: PNG, or SVG where that is small."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from clusterer import display
from clusterer.model.problem import Problem
from clusterer.reports.document import Picture

_MOST_OF_SVG = 300_000
"""Bytes of a drawing beyond which a picture is smaller as PNG, as maps with long borders are."""

_SALT = "clusterer"
"""What the names of parts of an SVG are made with; without it they would be random."""


def as_png(picture: Picture, *, dpi: int = 200) -> bytes:
    """Return a picture as PNG."""
    with _drawn(picture) as figure:
        return _png(figure, dpi)


def as_svg(picture: Picture) -> bytes:
    """Return a picture as SVG, with letters as shapes, so that it looks the same everywhere."""
    with _drawn(picture) as figure:
        return _svg(figure)


def for_web(picture: Picture, *, dpi: int = 150) -> tuple[str, bytes]:
    """Return the kind of a picture and its bytes, as small as may be."""
    with _drawn(picture) as figure:
        drawing = _svg(figure)
        if len(drawing) <= _MOST_OF_SVG:
            return "image/svg+xml", drawing
        return "image/png", _png(figure, dpi)


def figure_of(drawn: object) -> Figure:
    """Return the figure of what a plot gives back, be it axes or several of them.

    The small print below a title goes: a report says it in plain words elsewhere.
    """
    first = np.atleast_1d(np.asarray(drawn, dtype=object)).ravel()[0]
    figure: Figure = first.figure
    for text in figure.findobj(lambda artist: artist.get_gid() == "subtitle"):
        text.remove()
    return figure


def together_in_most(problem: Problem, together: pd.DataFrame) -> Figure:
    """Return the map of who shares in all of several plans, and who in some.

    Parameters
    ----------
    problem
        Whose plans.
    together
        In which share of the plans each two councils share a cluster, by index label.
    """
    position = problem.councils.position
    pairs = [sorted((position(a), position(b))) for a, b in problem.adjacency.edges]
    return figure_of(
        display.draw_backbone(
            problem.councils.frame,
            together.to_numpy(),
            np.array(pairs, dtype=np.intp).reshape(-1, 2),
        )
    )


@contextmanager
def _drawn(picture: Picture) -> Iterator[Figure]:
    """Draw a picture in the settings of the library, whatever its user has set."""
    with plt.style.context("default"), matplotlib.rc_context({"svg.hashsalt": _SALT}):
        figure = picture.draw()
        try:
            yield figure
        finally:
            plt.close(figure)


def _png(figure: Figure, dpi: int) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="png", dpi=dpi, facecolor="white", metadata={"Software": None})
    return file.getvalue()


def _svg(figure: Figure) -> bytes:
    file = io.BytesIO()
    nothing = {"Date": None, "Creator": None}
    figure.savefig(file, format="svg", facecolor="white", metadata=nothing)
    return file.getvalue()
