"""A key as it is typed: a word, a column, or a mixture of these with their parts."""

from __future__ import annotations

import math
import re

from clusterer._support.wording import shown
from clusterer.candidates.shares import WORDS, Shares, SharesLike
from clusterer.councils import Councils
from clusterer.errors import InputError

_WORD = re.compile(r"[^\W_]+")
"""Letters and digits: all that every file system lets a name have."""

_PART = re.compile(r"\s*(?P<key>.+?)\s+(?P<percent>\d+(\.\d+)?)\s*%\s*")


def words_in_file_names(text: str | None) -> str:
    """Return what the names of files say of the key that ``--by`` states; nothing without one.

    Answers under several keys so stand beside each other.

    Examples
    --------
    >>> words_in_file_names("equal 50%, population 50%"), words_in_file_names(None)
    ('.by-equal-50-population-50', '')
    """
    return "" if text is None else ".by-" + "-".join(_WORD.findall(text))


def key_of(text: str, councils: Councils) -> SharesLike:
    """Return the key that ``--by`` states.

    Raises
    ------
    InputError
        If it is none. The message has what was typed.

    Examples
    --------
    >>> import clusterer as cl
    >>> councils = cl.Councils.validated(cl.datasets.london())
    >>> key_of("equal", councils)
    'equal'
    >>> key_of("equal 50%, population 50%", councils)
    {'equal': 0.5, 'population': 0.5}
    """
    key: SharesLike = text
    if text not in WORDS and text not in councils.frame.columns and "%" in text:
        parts = [_PART.fullmatch(part) for part in text.split(",")]
        if None in parts:
            raise InputError(
                f"--by {text!r} is no mixture of keys; write each with its part, as in "
                "'equal 50%, population 50%'"
            )
        key = {part["key"]: float(part["percent"]) / 100 for part in parts if part is not None}
    given = key if isinstance(key, dict) else {text: 1.0}
    columns = [str(column) for column in councils.frame.columns]
    for name in given:
        if name not in (*WORDS, *columns):
            raise InputError(
                f"--by {text!r}: there is no column {name!r}; there are {', '.join(columns)}; or "
                "give equal, alone or saving, or a mixture such as 'equal 50%, population 50%'"
            )
    total = sum(given.values())
    if not math.isclose(total, 1.0, abs_tol=1e-9):
        raise InputError(f"--by {text!r}: the parts come to {100 * total:.4g}%; make them 100%")
    try:
        Shares.of(councils, key)
    except InputError as error:
        why = str(error).removeprefix(f"shares = {shown(text)}: ")
        raise InputError(f"--by {text!r}: {why}") from None
    return key
