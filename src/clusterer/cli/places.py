"""Where a file is: on this machine, or at an address on the web."""

from __future__ import annotations

import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from clusterer.cli.shipped import nearest_word
from clusterer.errors import InputError

_SECONDS = 60.0
"""How long a server may say nothing."""


def place(given: str) -> Path | str:
    """Return a path, or the address as it is.

    Examples
    --------
    >>> place("maps/county.gpkg").name, place("https://example.org/county.gpkg")
    ('county.gpkg', 'https://example.org/county.gpkg')
    """
    return given if _on_the_web(given) else Path(given)


def name_of(given: Path | str) -> str:
    """Return what a file is called, without the folders or the server that it is in.

    Examples
    --------
    >>> name_of("https://example.org/maps/the%20county.gpkg?v=2")
    'the county.gpkg'
    """
    if _on_the_web(str(given)):
        return PurePosixPath(unquote(urlsplit(str(given)).path)).name or "map"
    return Path(given).name


@contextmanager
def here(given: Path | str) -> Iterator[Path]:
    """Give a path to a file for as long as the context lasts, fetched first if it is on the web.

    Raises
    ------
    InputError
        If there is no such file, or it cannot be fetched.
    """
    if not _on_the_web(str(given)):
        path = Path(given)
        if not path.exists():
            meant = nearest_word(str(given))
            hint = f"; did you mean {meant!r}, a map that comes with the library?" if meant else ""
            raise InputError(f"there is no file {str(path)!r}{hint}")
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name_of(given)
        try:
            with (
                urllib.request.urlopen(str(given), timeout=_SECONDS) as answer,
                path.open("wb") as file,
            ):
                shutil.copyfileobj(answer, file)
        except (OSError, ValueError) as error:  # Those of urllib are such.
            if isinstance(error, urllib.error.HTTPError):
                error.close()  # It holds the answer of the server.
            raise InputError(
                f"cannot fetch {given}: {getattr(error, 'reason', None) or error}; "
                "download the file, and give its path"
            ) from None
        yield path


def _on_the_web(given: str) -> bool:
    return urlsplit(given).scheme in ("http", "https")
