"""Leaflet inside of a page of folium, so that the page needs no network.

The folder `leaflet` has the files of Leaflet 1.9.4 as its makers publish them (npm, `leaflet`),
and its licence. To take another version, put its files there.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import folium

_FOLDER = resources.files("clusterer.display") / "leaflet"

_LETTERS = (
    ".leaflet-container .leaflet-control-attribution { font-size: 11px; margin-left: 110px; } "
    ".leaflet-container .leaflet-tooltip { font-size: 13px; } "
)
"""Small letters for what the figures rest on, beside the scale."""

_GROUND = ".leaflet-container { background: white; }"
"""What is below a map without a street map."""

_LEAFLET = ("leaflet", "leaflet_css")
"""What folium calls the links to it."""


def contain_leaflet(page: folium.Map, *, others: bool) -> None:
    """Put Leaflet into the page of a map, in place of links to it.

    Parameters
    ----------
    page
        The map.
    others
        Whether to keep folium's links to what else is on its pages, such as jQuery and the icons
        of markers.
    """
    from branca.element import Element

    for links in ("default_js", "default_css"):
        kept = [link for link in getattr(page, links) if others and link[0] not in _LEAFLET]
        setattr(page, links, kept)
    made = page.get_root()
    head = "\n".join(
        [
            f"<style>{_style()}</style>",
            f"<script>{_script()}</script>",
            f"<style>{_LETTERS}{'' if others else _GROUND}</style>",
        ]
    )
    # It has braces, which a template would run.
    made.header.add_child(Element(f"{{% raw %}}{head}{{% endraw %}}"), name="leaflet_inside")


@cache
def _style() -> str:
    """Return the style sheet with its pictures in it."""
    sheet = (_FOLDER / "leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\(images/([\w-]+\.png)\)", lambda found: f"url({_picture(found[1])})", sheet)


@cache
def _script() -> str:
    """Return the script, and where the pictures of its usual marker are."""
    script = (_FOLDER / "leaflet.js").read_text(encoding="utf-8").partition("//# sourceMapping")[0]
    icons = {
        "iconUrl": _picture("marker-icon.png"),
        "iconRetinaUrl": _picture("marker-icon-2x.png"),
        "shadowUrl": _picture("marker-shadow.png"),
    }
    return (
        f"{script}\nL.Icon.Default.imagePath = '';\n"
        f"L.Icon.Default.mergeOptions({json.dumps(icons)});"
    )


def _picture(name: str) -> str:
    """Return the address of a picture that is itself the picture."""
    data = base64.b64encode((_FOLDER / "images" / name).read_bytes()).decode("ascii")
    return f"data:image/png;base64,{data}"
