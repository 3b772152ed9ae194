"""A rule, a limit or a term of the user's own in words: what its class says it is."""

from __future__ import annotations

import dataclasses
import re

from clusterer._support.wording import amount, shown

_SENTENCE = re.compile(r"(.+?)(?:[.!?:](?=\s)|[.!?:]?$)", re.DOTALL)
"""The first sentence of a paragraph, without the mark at its end."""

_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
"""Where a word begins within the name of a class or of a figure."""

_LARGEST = 1e15
"""Numbers from here on are written as Python has them."""


def own_words(part: object) -> str:
    """Return the first sentence of a class's docstring, or else its name, and its figures.

    Examples
    --------
    >>> class NoGiant:
    ...     '''No cluster has more than a part of all residents. A second sentence.'''
    ...     def __init__(self, share):
    ...         self.share = share
    >>> own_words(NoGiant(0.3))
    'no cluster has more than a part of all residents (share 0.3)'
    >>> class FewTowns: pass
    >>> own_words(FewTowns())
    'few towns'
    """
    said = first_sentence(type(part)) or _spaced(type(part).__name__).lower()
    figures = ", ".join(f"{_spaced(name)} {value}" for name, value in _figures(part))
    return f"{said} ({figures})" if figures else said


def first_sentence(kind: type) -> str:
    """Return the first sentence of the docstring that a class has itself; "" if it has none."""
    text = vars(kind).get("__doc__") or ""
    if text.startswith(f"{kind.__name__}("):  # A dataclass without one gets its signature.
        return ""
    paragraph = " ".join(text.strip().split("\n\n")[0].split()).replace("`", "")
    found = _SENTENCE.match(paragraph)
    words = found[1] if found else ""
    # An abbreviation, such as NHS, keeps its capitals.
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _spaced(name: str) -> str:
    return _WORD.sub(" ", name).strip()


def _figures(part: object) -> list[tuple[str, str]]:
    """Return the figures and words that a part has as attributes, as they are read."""
    names = (
        [field.name for field in dataclasses.fields(part) if field.repr]
        if dataclasses.is_dataclass(part)
        else [name for name in getattr(part, "__dict__", {}) if not name.startswith("_")]
    )
    found = []
    for name in names:
        value = getattr(part, name, None)
        if isinstance(value, bool):
            found.append((name, "yes" if value else "no"))
        elif isinstance(value, (int, float)):
            found.append((name, amount(value) if abs(value) < _LARGEST else shown(value)))
        elif isinstance(value, str):
            found.append((name, value))
    return found
