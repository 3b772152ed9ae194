"""The folder that files go to, tried before there is anything to write."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from clusterer.errors import InputError


def check_folder(out: Path) -> None:
    """Check that a folder can be made and written to, and leave everything as it was.

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
    except OSError as error:
        raise InputError(
            f"cannot write to --out {str(out)!r}: {error.strerror or error}; choose another folder"
        ) from None
    finally:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
