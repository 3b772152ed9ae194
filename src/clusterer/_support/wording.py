"""How values are written in messages: as the user would write them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

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


def described(value: object) -> str:
    """Return the class of a value and its fields, if it is of a dataclass or has any of its own.

    Examples
    --------
    >>> class Nearby:
    ...     def __init__(self, km):
    ...         self.km = km
    >>> described(Nearby(3))
    'Nearby(km=3)'
    """
    if dataclasses.is_dataclass(value):
        names = [field.name for field in dataclasses.fields(value) if field.repr]
    else:
        names = [name for name in getattr(value, "__dict__", {}) if not name.startswith("_")]
    fields = (f"{name}={_brief(getattr(value, name, None))}" for name in names)
    return f"{type(value).__name__}({', '.join(fields)})"


def _brief(value: object) -> str:
    """Return a value as it is written, or its type where that is long or an address."""
    words = shown(value)
    plain = len(words) <= _MOST and "\n" not in words and " at 0x" not in words
    return words if plain else f"<{type(value).__name__}>"
