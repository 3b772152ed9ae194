"""Words above and below a picture, broken into lines that fill its width."""

from __future__ import annotations

import functools
import unicodedata

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

_OFTEN_MEASURED = "\N{LATIN SMALL LETTER OPEN E}"
"""Letters before this one are in every font; those of others are taken to be as wide as usual."""

_WIDE, _USUAL = 1.0, 0.65
"""How wide Chinese, Japanese and Korean letters are, and others, in sizes of the font."""


def filled(words: str, size: float, room: float) -> list[str]:
    """Break words into lines that fill a width, as measured in the usual font.

    The last line has two words or more, if that takes no further line.

    Parameters
    ----------
    words
        What to break.
    size
        Of the font, in points.
    room
        The width, in points.

    Examples
    --------
    >>> filled("The cheapest plan for all the boroughs of London", 10.0, 165.0)
    ['The cheapest plan for all the', 'boroughs of London']
    """
    parts = [part for word in words.split() for part in _broken(word, size, room)]
    lines = best = _greedy(parts, size, room)
    while len(lines) == len(best) > 1 and " " not in lines[-1] and room > _WIDE * size:
        room *= 0.97
        lines = _greedy(parts, size, room)
    return lines if len(lines) == len(best) else best


def _greedy(words: list[str], size: float, room: float) -> list[str]:
    """Put as many words on each line as it has room for."""
    lines: list[list[str]] = []
    left = -1.0
    for word in words:
        width = _width(word, size)
        left -= width + _width(" ", size)
        if left < 0.0:
            lines.append([])
            left = room - width
        lines[-1].append(word)
    return [" ".join(line) for line in lines]


def _broken(word: str, size: float, room: float) -> list[str]:
    """Return a word, or its pieces if it is wider than a line."""
    if _width(word, size) <= room:
        return [word]
    most = max(1, int(room / (_WIDE * size)))
    return [word[k : k + most] for k in range(0, len(word), most)]


@functools.lru_cache(maxsize=10_000)
def _width(word: str, size: float) -> float:
    """Return how many points a word takes."""
    known = "".join(letter for letter in word if letter < _OFTEN_MEASURED and letter.isprintable())
    others = [letter for letter in word if letter >= _OFTEN_MEASURED]
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in others)
    points = size * (_WIDE * wide + _USUAL * (len(others) - wide))
    if known:
        font = FontProperties(size=size)
        points += text_to_path.get_text_width_height_descent(known, font, ismath=False)[0]
    return float(points)
