"""What rules about some named councils have in common."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from clusterer._support.wording import shown
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.rules.base import Rule


@dataclass(frozen=True, init=False, repr=False)
class GroupRule(Rule):
    """A rule about named councils.

    Parameters
    ----------
    *councils
        As many as the rule takes, by index label or name.
    """

    councils: tuple[Hashable, ...]

    fewest: ClassVar[int] = 2
    """How many councils the rule needs."""

    def __init__(self, *councils: Hashable) -> None:
        rule = type(self).__name__
        for council in councils:
            if not isinstance(council, Hashable):
                raise InputError(
                    f"{rule} has {council!r}, which is no council; name them one by one, "
                    f"or write {rule}(*councils)"
                )
        if len(councils) < self.fewest:
            needed = "one council" if self.fewest == 1 else "two councils"
            given = shown(list(councils))
            raise InputError(f"{rule} needs {needed} or more, got {given}{_one_by_one(*councils)}")
        for council in councils:
            if councils.count(council) > 1:
                raise InputError(f"{rule} has {shown(council)} twice; name each council once")
        object.__setattr__(self, "councils", councils)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(shown, self.councils))})"

    @property
    def in_words(self) -> str:
        """The councils, and what they must be."""
        return f"{' and '.join(map(str, self.councils))} {type(self).__name__.lower()}"

    def rows(self, councils: Councils) -> tuple[int, ...]:
        """Return the row numbers of the named councils.

        Raises
        ------
        InputError
            If a council is unknown, or named twice, by label and by name.
        """
        for council in self.councils:
            if _several_in_one(council, councils):
                raise InputError(
                    f"{type(self).__name__} has {shown(council)}, which is no council"
                    f"{_one_by_one(council)}"
                )
        found = councils.positions(self.councils)
        for row in found:
            if found.count(row) > 1:
                raise InputError(
                    f"{self!r} has {councils.describe([row])} twice; name each council once"
                )
        return found

    def _members(self, candidates: Candidates) -> NDArray[np.float64]:
        """Return how many of the named councils each candidate has."""
        indicator = np.zeros(len(candidates.councils))
        indicator[list(self.rows(candidates.councils))] = 1.0
        return candidates.sum(indicator)


def _several_in_one(council: object, councils: Councils) -> bool:
    """Tell whether a text is no council, but several with commas between them."""
    if not isinstance(council, str) or "," not in council or _is_one(council, councils):
        return False
    return all(_is_one(name.strip(), councils) for name in council.split(","))


def _is_one(council: Hashable, councils: Councils) -> bool:
    try:
        councils.position(council)
    except InputError:
        return False
    return True


def _one_by_one(council: object = None) -> str:
    """Say how to write what are several councils in one text."""
    if not isinstance(council, str) or "," not in council:
        return ""
    names = ", ".join(repr(name.strip()) for name in council.split(","))
    return f"; give each as an argument of its own: {names}"
