"""What clusters are called on a map, in a report and in a file, whatever their labels are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from clusterer.display.plain_tables import word

_LONGEST = 60
"""Characters of a name; the rest of a longer one is left out."""

_BLANK = "no name"
"""What a cluster is called whose label has nothing to be seen."""

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?")
"""What a reader of a table takes for a number, also with noughts before it."""


def cluster_names(
    labels: Iterable[Hashable], *, longest: int | None = _LONGEST
) -> dict[Hashable, str]:
    """Return a name for each label of a cluster: to be read, and no two alike.

    Names are alike, too, if they are the same number, as 7, 7.0 and 007 are.

    Parameters
    ----------
    labels
        In the order of the councils: where two would be called the same, the first has the name
        without a number.
    longest
        The most characters of a name, before such a number; None for all that there are.

    Examples
    --------
    >>> list(cluster_names([1, "1", ("north", 2), frozenset({"b", "a"}), ""]).values())
    ['1', '1 (2)', 'north, 2', 'a, b', 'no name']
    """
    found: dict[Hashable, str] = {}
    taken: set[str | Decimal] = set()
    for label in labels:
        if label in found:
            continue
        words = _words(label, longest)
        name, number = words, 2
        while _read(name) in taken:
            name, number = f"{words} ({number})", number + 1
        taken.add(_read(name))
        found[label] = name
    return found


def names_in_files(labels: Iterable[Hashable]) -> dict[Hashable, Hashable]:
    """Return what to write into a file for each label of a cluster.

    The labels as they are, unless a file could not keep them apart or one of them is blank: then
    what the clusters are called on a map, in full.

    Examples
    --------
    >>> list(names_in_files([2, 1, 2]).values())
    [2, 1]
    >>> list(names_in_files([1, "1", "north"]).values())
    ['1', '1 (2)', 'north']
    """
    found = dict.fromkeys(labels)
    written = [_one_line(word(label)) for label in found]
    if all(written) and len({*map(_read, written)}) == len(found):
        return {label: label for label in found}
    return {**cluster_names(found, longest=None)}


def renamed(labels: Iterable[Hashable], names: Mapping[Hashable, Hashable]) -> NDArray[np.object_]:
    """Return the name of each label as it is: of a list, pandas makes floats or lists."""
    return np.fromiter((names[label] for label in labels), dtype=np.object_)


def _read(name: str) -> str | Decimal:
    """Return what a reader of a table would take a name for: a number, or a text."""
    return Decimal(name) if _NUMBER.fullmatch(name) else unicodedata.normalize("NFC", name)


def _words(label: Hashable, longest: int | None) -> str:
    said = _one_line(_said(label)) or _BLANK
    return said if longest is None or len(said) <= longest else f"{said[: longest - 1]}…"


def _one_line(said: str) -> str:
    """Return a text with single spaces between its words; "" if there is nothing to be seen."""
    seen = any(letter.isprintable() and not letter.isspace() for letter in said)
    return " ".join(said.split()) if seen else ""


def _said(label: object) -> str:
    if isinstance(label, tuple):
        return ", ".join(map(_said, label))
    if isinstance(label, frozenset):
        return ", ".join(sorted(map(_said, label)))
    if isinstance(label, bytes):
        return label.decode(errors="replace")
    if isinstance(label, bool):
        return "yes" if label else "no"
    return "…" if label is ... else word(label)
