"""Warnings that point to the line of the user's own code, so that Python shows each once a line."""

from __future__ import annotations

import sys
import warnings

from clusterer.errors import ClustererWarning, ImplausibleWarning, IslandWarning

IF_MEANT = "; if it is meant so, filter clusterer.ImplausibleWarning out"
"""How to say "yes, really", at the end of each warning."""

_PACKAGE = __name__.partition(".")[0]


def warn_implausible(message: str) -> None:
    """Warn that input is hardly what was meant, at the line that called the library."""
    _warn(f"{message}{IF_MEANT}", ImplausibleWarning)


def warn_of_islands(message: str) -> None:
    """Warn that councils are not joined, at the line that called the library."""
    _warn(message, IslandWarning)


def warn_of_letters(message: str) -> None:
    """Warn that names cannot be drawn as they are written, at the line that called the library."""
    _warn(message, ClustererWarning)


def _warn(message: str, category: type[ClustererWarning]) -> None:
    level, frame = 2, sys._getframe(1)
    while frame.f_back and frame.f_globals.get("__name__", "").partition(".")[0] == _PACKAGE:
        level, frame = level + 1, frame.f_back
    warnings.warn(message, category, stacklevel=level)
