"""Every small change to a certificate, one at a time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

CLAIMS = ("status", "objective", "bound", "tolerance", "plan", "start", "branches")
"""What is checked; the rest of a certificate is for the reader."""


LEFT_OUT = object()


@dataclass(frozen=True)
class Change:
    """One change, not yet made."""

    path: list[Any]
    what: str
    value: Any

    def __str__(self) -> str:
        return f"{'/'.join(map(str, self.path))}: {self.what}"

    def made(self, certificate: dict[str, Any]) -> dict[str, Any]:
        """Return a copy of a certificate with the change."""
        changed = copy.deepcopy(certificate)
        *way, last = self.path
        holder = at(changed, way)
        if self.value is LEFT_OUT:
            del holder[last]
        else:
            holder[last] = self.value
        return changed


def changes(certificate: dict[str, Any]) -> Iterator[Change]:
    """Yield every change."""
    for path in paths(certificate):
        value = at(certificate, path)
        for what, other in others(path, value, certificate["councils"]):
            yield Change(path, what, other)


def at(thing: Any, path: list[Any]) -> Any:
    for key in path:
        thing = thing[key]
    return thing


def paths(certificate: dict[str, Any]) -> Iterator[list[Any]]:
    """Yield the way to every part of what is claimed, large and small."""

    def below(path: list[Any], thing: Any) -> Iterator[list[Any]]:
        yield path
        if isinstance(thing, (dict, list)) and not is_set(path[:-1]):
            keys = list(thing) if isinstance(thing, dict) else range(len(thing))
            for key in keys:
                yield from below([*path, key], thing[key])

    for key in (key for key in CLAIMS if key in certificate):
        yield from below([key], certificate[key])


def others(path: list[Any], value: Any, councils: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield other values for a part."""
    if isinstance(path[-1], int):
        yield "left out", LEFT_OUT
    if path[-1] == "status":
        yield "the other", "feasible" if value == "optimal" else "optimal"
    elif isinstance(value, int):
        yield from ((str(value + step), value + step) for step in (-1, 1))
    elif is_set(path):
        yield from ((f"with {other}", [*value, other]) for other in councils if other not in value)
    elif is_set(path[:-1]):
        yield from ((f"{other} instead", other) for other in councils if other != value)
    elif isinstance(value, str):
        for step in ("1/1000000000", "-1/1000000000", "1/1000", "-1/1000", "1", "-1"):
            yield f"{step} more", str(Fraction(value) + Fraction(step))
        if Fraction(value):
            yield "the other sign", str(-Fraction(value))


def is_set(path: list[Any]) -> bool:
    """Tell whether a list of councils is there, not one of their prices."""
    return path[-1:] in (["members"], ["pair"]) or (
        path[-1:] == ["councils"] and "subset_rows" in path
    )
