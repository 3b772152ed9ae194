"""Every picture of the library gives back axes: the file and all panels are reached from them."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

import pytest
from examples import CLASSES, examples
from matplotlib.axes import Axes

import clusterer as cl

PLOTS = [
    (name, method)
    for name in CLASSES
    for method, _ in inspect.getmembers(getattr(cl, name), inspect.isfunction)
    if method.startswith("plot")
]
"""All methods that draw, with their classes."""

CHOSEN: dict[tuple[str, str], Any] = {}
"""What a method has to be told, where it cannot draw without."""

made = cache(examples)


def test_there_are_pictures_to_check():
    assert {("Plan", "plot"), ("PortfolioPlan", "plot"), ("Roadmap", "plot_years")} <= set(PLOTS)


@pytest.mark.parametrize(("name", "method"), PLOTS)
def test_a_picture_is_declared_to_be_axes_and_is(name, method, tmp_path):
    drawing = getattr(made()[name], method)
    assert inspect.signature(drawing).return_annotation in ("Axes", Axes)
    ax = drawing(**CHOSEN.get((name, method), {}))
    assert isinstance(ax, Axes)
    assert ax is ax.figure.axes[0]
    ax.figure.savefig(tmp_path / "picture.png", dpi=20)


@pytest.mark.parametrize("name", [name for name in cl.__all__ if name.startswith("plot")])
def test_a_function_that_draws_is_declared_to_give_axes(name):
    assert inspect.signature(getattr(cl, name)).return_annotation in ("Axes", Axes)
