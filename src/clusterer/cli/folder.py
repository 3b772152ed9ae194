"""The folder that files go to: tried before there is anything to write, and then written to."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias, TypeVar

import matplotlib.pyplot as plt
import pandas as pd

from clusterer._support.writing import check_place, replacing
from clusterer.display import write_table
from clusterer.errors import InputError

T = TypeVar("T")

Writer: TypeAlias = Callable[[T, Path], object]
"""Writes what a result has for a file to its place."""


def cannot_write(out: Path, error: InputError | OSError) -> InputError:
    """Return the error of a folder of files that cannot be written, in one line."""
    why = str(error)
    if isinstance(error, OSError):
        why = error.strerror or why
    if not why.startswith("cannot write "):
        why += "; choose another folder"
    return InputError(f"cannot write to --out {str(out)!r}: {why.removeprefix('cannot write ')}")


def check_folder(out: Path, places: Iterable[Path] = ()) -> None:
    """Check that a folder can be made and written to, and leave everything as it was.

    Parameters
    ----------
    out
        The folder.
    places
        The files that are to be written in it, none of which may be in the way.

    Raises
    ------
    InputError
        If it cannot.
    """
    missing = [folder for folder in (out, *out.parents) if not os.path.lexists(folder)]
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
        for place in places:
            check_place(place)
    except (InputError, OSError) as error:
        raise cannot_write(out, error) from None
    finally:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()


def spare(sources: Iterable[object], out: Path, places: list[Path]) -> None:
    """Refuse to write a result over a file that it is made of."""
    for source in sources:
        if isinstance(source, Path) and source.resolve() in {place.resolve() for place in places}:
            raise InputError(
                f"{source} would be overwritten by the result; choose another folder than "
                f"--out {str(out)!r}"
            )


def picture(draw: Callable[[T], object]) -> Writer[T]:
    """Return what writes the picture that a result draws."""

    def write(result: T, place: Path) -> None:
        save_picture(lambda: draw(result), place)

    return write


def save_picture(draw: Callable[[], object], place: Path) -> None:
    """Write what a function draws to a place."""
    draw()
    with replacing(place) as draft:
        plt.savefig(draft, dpi=200, bbox_inches="tight")
    plt.close()


def table(made: Callable[[T], pd.DataFrame], label: str = "row") -> Writer[T]:
    """Return what writes a table of a result; its index is called so if it has no name."""

    def write(result: T, place: Path) -> None:
        write_table(made(result), place, label)

    return write
