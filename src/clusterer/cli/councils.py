"""Councils as they are typed: names with commas between them, and codes that are numbers."""

from __future__ import annotations

import csv
import re
from collections.abc import Hashable

import pandas as pd

from clusterer.councils import Councils
from clusterer.councils.names import Names, plain
from clusterer.errors import InputError


def councils_in(text: str, frame: pd.DataFrame) -> tuple[Hashable, ...]:
    """Return the councils that a text names: at semicolons, if there are any, or at commas.

    A comma within a name does not end it, if a council is called so. Of the ways to read a text,
    the one with the longest names counts. A code is the label that is written so: "101" is 101.
    What is no council is returned as it is, for the library to refuse.

    Parameters
    ----------
    text
        As typed. Double quotes about a name, or semicolons, leave only one way to read it.
    frame
        A row a council, with its label as the index and perhaps its ``name``.

    Examples
    --------
    >>> import pandas as pd
    >>> towns = pd.DataFrame({"name": ["Bath", "Bristol, City of"]}, index=[101, 102])
    >>> councils_in("Bristol, City of, Bath", towns)
    ('Bristol, City of', 'Bath')
    >>> councils_in("101; Bristol, City of", towns)
    (101, 'Bristol, City of')
    """
    labels = _labels(frame)
    if _written(text) in labels:
        pieces = [text]
    elif ";" in text:
        pieces = text.split(";")
    else:
        pieces = [piece for row in csv.reader([text], skipinitialspace=True) for piece in row]
    pieces = [piece.strip() for piece in pieces if piece.strip()]
    most = 1 if ";" in text else 1 + max((label.count(",") for label in labels), default=0)
    found: list[Hashable] = []
    while pieces:
        sizes = range(most, 0, -1)
        names = (_written(", ".join(pieces[:size])) for size in sizes)
        size, name = next(
            ((size, name) for size, name in zip(sizes, names, strict=True) if name in labels),
            (1, pieces[0]),
        )
        found.append(labels.get(name, name))
        del pieces[:size]
    return tuple(found)


def named_by(option: str, text: str, councils: Councils) -> tuple[Hashable, ...]:
    """Return the councils that an option names.

    Raises
    ------
    InputError
        If one of them is unknown. The message has the option and what it was given.
    """
    found = councils_in(text, councils.frame)
    try:
        councils.positions(found)
    except InputError as error:
        raise InputError(f"{option} {text!r}: {error}") from None
    return found


def _labels(frame: pd.DataFrame) -> dict[str, Hashable]:
    """Return what the library calls each text that means a council: itself, or a label."""
    written: dict[str, list[Hashable]] = {}
    for label in frame.index:
        written.setdefault(_written(str(label)), []).append(label)
    found = {text: alike[0] for text, alike in written.items() if len(alike) == 1}
    if "name" in frame.columns:
        names = Names(frame)
        found |= {_written(name): name for name in (*names.given, *names.distinct)}
    # A label that is a text comes before a name.
    return found | {_written(label): label for label in frame.index if isinstance(label, str)}


def _written(text: str) -> str:
    """Return a text as it is compared: with one blank after each comma, and none before it."""
    return re.sub(r"\s*,\s*", ", ", plain(text))
