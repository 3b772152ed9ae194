"""The folder that files go to, tried before there is anything to write."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from clusterer._support.writing import check_place
from clusterer.errors import InputError


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
