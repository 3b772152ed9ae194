"""What clusters are called on a map and in a report: by their labels, whatever these are."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

_LONGEST = 60
"""Characters of a name; the rest of a longer one is left out."""

_BLANK = "no name"
"""What a cluster is called whose label has nothing to be seen."""


def cluster_names(labels: Iterable[Hashable]) -> dict[Hashable, str]:
    """Return a name for each label of a cluster: short, to be read, and no two alike.

    Give them in the order of the councils: where two would be called the same, the first has the
    name without a number.

    Examples
    --------
    >>> list(cluster_names([1, "1", ("north", 2), frozenset({"b", "a"}), ""]).values())
    ['1', '1 (2)', 'north, 2', 'a, b', 'no name']
    """
    found: dict[Hashable, str] = {}
    taken: set[str] = set()
    for label in labels:
        if label in found:
            continue
        words = _words(label)
        name, number = words, 2
        while name in taken:
            name, number = f"{words} ({number})", number + 1
        taken.add(name)
        found[label] = name
    return found


def _words(label: Hashable) -> str:
    said = " ".join(_said(label).split())
    if not any(letter.isprintable() and not letter.isspace() for letter in said):
        return _BLANK
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def _said(label: object) -> str:
    if isinstance(label, tuple):
        return ", ".join(map(_said, label))
    if isinstance(label, frozenset):
        return ", ".join(sorted(map(_said, label)))
    if isinstance(label, bytes):
        return label.decode(errors="replace")
    if isinstance(label, bool):
        return "yes" if label else "no"
    return "…" if label is ... else str(label)
