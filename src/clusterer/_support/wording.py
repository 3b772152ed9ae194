"""How values are written in messages: as the user would write them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sized
from typing import Any

import numpy as np

_MOST = 60
"""How many characters a field may take."""


def shown(value: object) -> str:
    """Return a value, or a list of them, as Python writes it; numbers of numpy as plain ones.

    Examples
    --------
    >>> import numpy as np
    >>> shown(np.int64(3)), shown(np.float64(2.5)), shown("Bath")
    ('3', '2.5', "'Bath'")
    >>> shown([np.int64(3), None])
    '[3, None]'
    >>> shown(10**400)
    'a whole number of about 400 digits'
    """
    if isinstance(value, list):
        return f"[{', '.join(map(shown, value))}]"
    if isinstance(value, int) and abs(value) >= 10**_MOST:
        # Python refuses to write more than some thousands of digits.
        return f"a whole number of about {round(math.log10(abs(value)))} digits"
    return repr(value.item() if isinstance(value, np.generic) else value)


def amount(number: float) -> str:
    """Return a number as it is read: with commas, and no power of ten below a billion.

    Examples
    --------
    >>> amount(1_450_000), amount(0.1 + 0.2)
    ('1,450,000', '0.3')
    """
    return f"{number:,.12g}"


def length(metres: float) -> str:
    """Return a length in words, to two digits or more.

    Examples
    --------
    >>> length(0.123), length(4.56), length(789.6), length(12346.0)
    ('0.12 m', '4.6 m', '790 m', '12.35 km')
    """
    if round(metres) >= 1000:
        return f"{metres / 1000:,.2f} km"
    return f"{metres:.0f} m" if metres >= 10 else f"{metres:.2g} m"


def separator(names: Iterable[str]) -> str:
    """Return what to join names with: commas, or semicolons where a name holds a comma.

    Examples
    --------
    >>> separator(["Bath", "Wells"]), separator(["Bath", "Bristol, City of"])
    (', ', '; ')
    """
    return "; " if any("," in name for name in names) else ", "


def first_of(words: Iterable[str], most: int = 5) -> str:
    """Return the first words of a list, and how many more there are.

    Examples
    --------
    >>> first_of(["a", "b"]), first_of("abcdefg")
    ('a, b', 'a, b, c, d, e and 2 more')
    """
    every = [*words]
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def described(value: object, *, width: int | None = None) -> str:
    """Return the class of a value, and those of its fields that are not as they are by default.

    Parameters
    ----------
    value
        Of a dataclass, or with attributes of its own.
    width
        The most characters; fields that do not fit are counted. No limit unless given.

    Examples
    --------
    >>> class Nearby:
    ...     def __init__(self, km):
    ...         self.km = km
    >>> described(Nearby(3))
    'Nearby(km=3)'
    >>> described(Nearby(list(range(100))))
    'Nearby(km=<list of 100>)'
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [
            field.name
            for field in dataclasses.fields(value)
            if field.repr and not is_default(field, getattr(value, field.name, None))
        ]
    else:
        names = [name for name in getattr(value, "__dict__", {}) if not name.startswith("_")]
    fields = [f"{name}={_brief(getattr(value, name, None))}" for name in names]
    return _called(type(value).__name__, fields, width)


def _called(name: str, fields: list[str], width: int | None) -> str:
    """Return a call with as many of the fields as fit."""
    for kept in range(len(fields), -1, -1):
        left = len(fields) - kept
        inside = ", ".join([*fields[:kept], *([f"{left} more"] if left else [])])
        words = f"{name}({inside})"
        if width is None or len(words) <= width:
            break
    return words


def _brief(value: object) -> str:
    """Return a value as it is written; where that is long or an address, names or its type."""
    words = shown(value)
    if len(words) <= _MOST and "\n" not in words and " at 0x" not in words:
        return words
    if isinstance(value, (list, tuple)) and all(hasattr(item, "name") for item in value):
        named = ", ".join(str(item.name) for item in value)
        if value and len(named) <= _MOST:
            return f"<{named}>"
    size = f" of {len(value)}" if isinstance(value, Sized) else ""
    return f"<{type(value).__name__}{size}>"


def is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    """Tell whether a value is the default of a field."""
    if field.default_factory is not dataclasses.MISSING:
        default = field.default_factory()
    elif field.default is not dataclasses.MISSING:
        default = field.default
    else:
        return False
    # Tables and arrays have no one truth value; none of them is a default.
    return value is default or (type(value) is type(default) and bool(value == default))
