"""Councils as they are typed: names with commas between them, and codes that are numbers."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Iterable

import pandas as pd


def names_in(group: str) -> tuple[str, ...]:
    """Return the names in a text: at commas or, where there is one, at semicolons.

    A name that has a comma of its own stands in double quotes, or among semicolons.

    Examples
    --------
    >>> names_in("Camden, Islington")
    ('Camden', 'Islington')
    >>> names_in('"Bristol, City of", Bath') == names_in("Bristol, City of; Bath")
    True
    """
    if ";" in group:
        names = group.split(";")
    else:
        names = [name for row in csv.reader([group], skipinitialspace=True) for name in row]
    return tuple(name.strip() for name in names if name.strip())


def called(names: Iterable[str], frame: pd.DataFrame) -> tuple[Hashable, ...]:
    """Return names as the library knows them: "101" as 101 if that is the label of one council.

    What is no such text is returned as it is, for the library to find or to refuse.

    Parameters
    ----------
    names
        As typed.
    frame
        A row a council, with its label as the index and perhaps its ``name``.

    Examples
    --------
    >>> import pandas as pd
    >>> called(["101", "Bath"], pd.DataFrame({"name": ["Bath", "Wells"]}, index=[102, 101]))
    (101, 'Bath')
    """
    known = set(frame["name"]) if "name" in frame.columns else set()

    def label(name: str) -> Hashable:
        if name in frame.index or name in known:
            return name
        alike = [other for other in frame.index if str(other) == name]
        return alike[0] if len(alike) == 1 else name

    return tuple(map(label, names))
