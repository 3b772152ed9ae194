"""Options that take one of a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum

import typer


def one_of(choices: Iterable[StrEnum]) -> Callable[[str | None], str | None]:
    """Return a check of an option; that of typer says "Value error" as well."""
    known = [str(choice) for choice in choices]

    def check(value: str | None) -> str | None:
        if value is not None and value not in known:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(map(repr, known))}.")
        return value

    return check
