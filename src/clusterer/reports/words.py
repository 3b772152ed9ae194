"""How a report says amounts, numbers and names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from clusterer._support.wording import separator

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

_NOT_ALLOWED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that no XML can hold, and no page of HTML."""


def pounds(money: float) -> str:
    """Return £m in words, the more digits the less it is; no sign.

    Examples
    --------
    >>> pounds(146.23), pounds(-4.567), pounds(0.0123), pounds(0.0), pounds(9453.5)
    ('£146.2m', '£4.57m', '£12,300', '£0', '£9,453.5m')
    """
    size = abs(money)
    if size < 0.9995:
        return f"£{round(size * 1e6, -2 if size >= 0.01 else 0):,.0f}"
    return f"£{size:,.1f}m" if size >= 9.995 else f"£{size:,.2f}m"


def counted(number: int, one: str, many: str) -> str:
    """Return a number with what is counted, small ones as a word.

    Examples
    --------
    >>> counted(1, "council", "councils"), counted(3, "council", "councils")
    ('one council', 'three councils')
    >>> counted(1200, "council", "councils")
    '1,200 councils'
    """
    words = _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"
    return f"{words} {one if number == 1 else many}"


def listed(names: Iterable[str], *, most: int = 0) -> str:
    """Return names as a sentence has them, the first so many where a most is given.

    Examples
    --------
    >>> listed(["Camden", "Islington", "Hackney"])
    'Camden, Islington and Hackney'
    >>> listed(["Bristol, City of", "Bath"]), listed([])
    ('Bristol, City of; and Bath', 'nobody')
    >>> listed(["a", "b", "c", "d"], most=2)
    'a, b and 2 more'
    """
    some = list(names)
    if not some:
        return "nobody"
    more = len(some) - most if most and len(some) > most else 0
    between = separator(some[:most] if more else some)
    if more:
        return f"{between.join(some[:most])}{';' if between == '; ' else ''} and {more:,} more"
    if len(some) == 1:
        return some[0]
    last = "; and " if between == "; " else " and "
    return between.join(some[:-1]) + last + some[-1]


def in_order(names: Iterable[str]) -> list[str]:
    """Return the names of councils in the one order that they have in a report, by the alphabet.

    Examples
    --------
    >>> in_order(["Maldon", "Basildon", "de Vere"])
    ['Basildon', 'de Vere', 'Maldon']
    """
    return sorted(names, key=str.casefold)


def sizes(numbers: Sequence[int]) -> str:
    """Return how many members clusters have.

    Examples
    --------
    >>> sizes([2, 3, 2]), sizes([2, 2]), sizes([2, 7, 3])
    ('two or three', 'two', 'two to seven')
    """
    least, most = min(numbers), max(numbers)
    first, last = (_SMALL[n] if n < len(_SMALL) else f"{n:,}" for n in (least, most))
    if least == most:
        return first
    return f"{first} {'or' if most == least + 1 else 'to'} {last}"


def span(low: str, high: str) -> str:
    """Return a range in words that do not break over two lines.

    Examples
    --------
    >>> span("3.5%", "6%").replace("\N{NO-BREAK SPACE}", "_")
    '3.5%_to_6%'
    """
    return f"{low} to {high}".replace(" ", "\N{NO-BREAK SPACE}")


def capital(words: str) -> str:
    """Return words with a capital first, and all else as it is.

    Examples
    --------
    >>> capital("legal advice of the NHS")
    'Legal advice of the NHS'
    """
    return words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """Return words with a capital first and a full stop at the end.

    Examples
    --------
    >>> sentence("clusters of up to 7"), sentence("Done.")
    ('Clusters of up to 7.', 'Done.')
    """
    begun = capital(words)
    return begun if begun.endswith((".", "!", "?", ":")) else f"{begun}."


def readable(words: str) -> str:
    """Return words for XML and HTML: what these cannot hold is shown as an unknown character.

    Examples
    --------
    >>> len(readable("Bath" + chr(7))), chr(7) in readable("Bath" + chr(7))
    (5, False)
    """
    return _NOT_ALLOWED.sub("\ufffd", words)
