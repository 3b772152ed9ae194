"""Files that are written beside their place and put there once they are complete.

So a file that was there before is either the old one or the new one, whatever goes wrong. What
goes wrong is said in words.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clusterer.errors import InputError


def check_place(path: Path) -> None:
    """Check that there could be a file in a place, as far as can be told without writing it.

    Raises
    ------
    InputError
        If there is no folder for it, or what is there is no file, or is protected from writing.
    """
    folder = path.parent
    if folder.exists() and not folder.is_dir():
        raise InputError(f"cannot write {path}: {folder} is a file and no folder")
    if not folder.is_dir():
        raise InputError(f"cannot write {path}: there is no folder {folder}; make it first")
    if path.is_dir():
        raise InputError(f"cannot write {path}: it is a folder")
    if not path.exists():
        return
    if not path.is_file():
        raise InputError(f"cannot write {path}: it is no file, so that none can take its place")
    # Another file in its place would undo what its owner has asked for.
    anybody = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    if not path.stat().st_mode & anybody or not os.access(path, os.W_OK):
        raise InputError(
            f"cannot write {path}: the file is read-only; allow writing to it, or choose another "
            "name"
        )


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield the path of a draft, which takes a place once it is complete.

    If what writes the draft fails, there is nothing left of it.

    Parameters
    ----------
    path
        The place. Where it is a link, the file that it leads to is replaced.

    Raises
    ------
    InputError
        As `check_place`.
    OSError
        If the draft cannot be written, as where the disk is full. `strerror` says so in words.

    Examples
    --------
    >>> folder = Path(tempfile.mkdtemp())
    >>> with replacing(folder / "plan.txt") as draft:
    ...     _ = draft.write_text("Camden and Islington")
    >>> [file.name for file in folder.iterdir()]
    ['plan.txt']
    """
    check_place(path)
    place = Path(os.path.realpath(path))
    check_place(place)
    try:
        with tempfile.TemporaryDirectory(dir=place.parent, prefix=".clusterer-") as folder:
            draft = Path(folder) / path.name
            yield draft
            if place.exists():
                shutil.copymode(place, draft)
            os.replace(draft, place)
    except OSError as error:
        raise _told(path, error) from error


def incomplete(path: Path, why: object) -> OSError:
    """Return the error of a file that was not written as a whole, as by a library in C."""
    return OSError(errno.EIO, f"cannot write {path.name}: {why}; is the disk full?")


def _told(path: Path, error: OSError) -> OSError:
    """Return an error of the system as one of the same kind, in words that name the file."""
    why = error.strerror or str(error)
    if why.startswith("cannot write "):
        return error
    remedies = {
        errno.ENOSPC: "make room, or choose another folder",
        errno.EDQUOT: "make room, or choose another folder",
        errno.EACCES: f"allow writing to {path.parent}, or choose another folder",
        errno.EPERM: f"allow writing to {path.parent}, or choose another folder",
        errno.EROFS: "choose another folder",
    }
    remedy = remedies.get(error.errno or 0, "choose another folder or name")
    return OSError(error.errno or errno.EIO, f"cannot write {path}: {why}; {remedy}")
