"""Where the shipped files are: in the package, or in the checkout that it runs from."""

from __future__ import annotations

from pathlib import Path

_IN_WHEEL = Path(__file__).parents[1] / "_data"
_IN_CHECKOUT = Path(__file__).parents[3] / "data"


def path_of(name: str) -> Path:
    """Return the path of a shipped file, such as ``boundaries/london.geojson``."""
    return (_IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT) / name
