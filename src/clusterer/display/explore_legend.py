"""The legend of an interactive map, in plain HTML: those of folium need scripts of others."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.colors import to_hex

if TYPE_CHECKING:
    import folium

_BOX = (
    "position: absolute; z-index: 1000; right: 10px; top: 10px; padding: 8px 10px; "
    "background: rgba(255, 255, 255, 0.9); border: 1px solid #999999; border-radius: 4px; "
    "font: 13px/1.5 sans-serif; max-height: 80%; overflow: auto;"
)
_PATCH = (
    "display: inline-block; width: 14px; height: 14px; vertical-align: -2px; margin-right: 6px;"
)
_SCALE = "width: 180px; height: 12px;"
_ENDS = "display: flex; justify-content: space-between;"
_LARGE = 1000.0
"""Amounts from here on are written as whole numbers."""

_STEPS = 9
"""Colours of a scale that are given; between them the page shades."""


def draw_legend(
    page: folium.Map,
    column: str,
    values: pd.Series,
    colours: list[str | None],
    *,
    cmap: str | None,
    kinds: bool,
    classes: bool,
) -> None:
    """Explain the colours of the values of a column, in the upper right corner of a page.

    Parameters
    ----------
    page
        The map.
    column
        What the values are.
    values, colours
        Of each council.
    cmap
        The colours of a scale, by a name of matplotlib.
    kinds, classes
        Whether the values are kinds, and whether they are amounts in classes; else they are
        amounts on a scale.
    """
    from branca.element import Element

    drawn = pd.DataFrame({"value": values.to_numpy(), "colour": colours}).dropna()
    if drawn.empty:
        return
    if kinds:
        rows = [(str(row.value), row.colour) for row in _each(drawn.drop_duplicates())]
    elif classes:
        ends = drawn.groupby("colour")["value"].agg(["min", "max"]).sort_values("min")
        rows = [(f"{_figure(low)} – {_figure(high)}", at) for at, low, high in ends.itertuples()]
    else:
        rows = []
    lines = [
        f'<div><span style="{_PATCH} background: {colour};"></span>{_words(said)}</div>'
        for said, colour in rows
    ]
    if not rows:
        shades = colormaps[cmap or "viridis"](np.linspace(0.0, 1.0, _STEPS))
        scale = ", ".join(to_hex(shade) for shade in shades)
        low, high = (_figure(end) for end in (drawn["value"].min(), drawn["value"].max()))
        lines = [
            f'<div style="{_SCALE} background: linear-gradient(to right, {scale});"></div>',
            f'<div style="{_ENDS}"><span>{low}</span><span>{high}</span></div>',
        ]
    said = f'<div style="font-weight: bold;">{_words(column)}</div>'
    legend = f'<div class="legend" style="{_BOX}">{said}{"".join(lines)}</div>'
    page.get_root().html.add_child(Element(f"{{% raw %}}{legend}{{% endraw %}}"))


def _each(drawn: pd.DataFrame) -> Any:
    """Go through the kinds in their order, or as they come where they have none."""
    try:
        return drawn.sort_values("value").itertuples(index=False)
    except TypeError:
        return drawn.itertuples(index=False)


def _figure(amount: float) -> str:
    words = f"{amount:,.0f}" if abs(amount) >= _LARGE else f"{amount:,.4g}"
    return words.replace("-", "−")


def _words(said: str) -> str:
    """Return words as they are written in HTML, braces too, which a template would run."""
    return escape(said).translate({ord("{"): "&#123;", ord("}"): "&#125;"})
