"""What the library says to those who write scripts, said in options of the commands."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console

from clusterer._support.warn import IF_MEANT
from clusterer.errors import ClustererWarning

WITH_A_CRS = (
    "say what its coordinates are with --source-crs: EPSG:4326 if they are degrees, and "
    "EPSG:27700 only if they are metres of the British National Grid"
)
"""What to do with a file that does not say its CRS."""

IN_OPTIONS: Mapping[str, str] = {
    "project them first, for England with to_crs(27700)": (
        "project them with --crs, for England --crs EPSG:27700"
    ),
    "project them first, such as with to_crs(councils.estimate_utm_crs())": (
        "project them with --crs, such as --crs EPSG:32633 for the UTM zone 33 north"
    ),
    "project them first to a CRS that is not cut": "project them with --crs to one that is not cut",
    "say so with set_crs(4326, allow_override=True)": "say so with --source-crs EPSG:4326",
    "say which it is with set_crs(..., allow_override=True)": "say which it is with --source-crs",
    "councils.geometry = councils.geometry.transform(lambda xy: xy[:, ::-1])": (
        "ogr2ogr -dialect sqlite -sql 'SELECT *, SwapCoordinates(geometry) FROM layer'"
    ),
    "say what the coordinates are with set_crs(...)": WITH_A_CRS,
    "leave the council out": "leave the council out with --drop",
    "say overlapping=True": "say --overlapping",
    "leave out one of the two tiers": "leave out one of the two tiers with --drop",
    "leave out one of the pair": "leave out one of the pair with --drop",
    "add links by name with crossings=[(council, council), ...]": (
        "add links by name with --link 'Isle; Town'"
    ),
    "join those close by with within_km=...": "join those close by with --within-km KM",
    'link each to the nearest council with islands="nearest"': (
        "link each to the nearest council with --islands nearest"
    ),
    "councils = clusterer.repair(councils).councils": "--repair",
    "dissolve(by=...) the parts of a council, or set another index": (
        "merge the parts of a council in the file, or choose another --index"
    ),
    "name another where it is read, such as with preset(..., population=...)": (
        "name another with --population"
    ),
    "spare councils alone with alone=True": "spare councils alone with --or-alone",
    "rename it to 'name'": "choose it with --name",
    "make one row of them with councils.dissolve(by='name', aggfunc='first'), or aggfunc='sum' if "
    "each part has figures of its own": "make one row of them in the file",
    "give n, or diverse, and not both: diverse says how many plans to return": (
        "give --n, or --diverse, and not both: --diverse says how many plans to return"
    ),
    "moves says how far diverse plans are apart; give diverse=... too": (
        "--moves says how far --diverse plans are apart; give --diverse too"
    ),
    'give "equal", "alone", "saving", a column such as "population", a number for each council': (
        "give equal, alone, saving, a column such as population"
    ),
    'a mixture such as {"equal": 0.5, "population": 0.5}': (
        "a mixture such as 'equal 50%, population 50%'"
    ),
    IF_MEANT: "",
    "whole=False to go as far as that allows": "--partly to go as far as that allows",
    "each_step_pays=False": "no --each-step-pays",
    "most_moves of": "--most-moves of",
    "give years=": "give --years ",
    "take a smaller MaxSize": "take a smaller --max-size",
    "add a MaxSize": "set a --max-size",
    "for no contiguity at all use within_km=inf": "for no contiguity at all use --within-km inf",
}
"""Phrases of messages, and what they are for one who types commands."""

_LINK_OUT = re.compile(r"take it off the council, or the link out of the graph with [^)]+\)")

_MOVE_COUNT = re.compile(r", such as the best with limits=\[cl\.MoveCount\(at_most=\d+\)\],")

_ARGUMENT = re.compile(
    r"^(alone|apart|gap|time_limit|together|tolerance|within|within_km|years) = "
)
"""What a message begins with that is about an option."""

_REPAIR_WIDTH = re.compile(r"councils = clusterer\.repair\(councils, width=([^)]+)\)\.councils")


def in_options(message: str) -> str:
    """Return a message of the library in the words of the command line.

    Examples
    --------
    >>> in_options("no CRS in metres; project them first, for England with to_crs(27700)")
    'no CRS in metres; project them with --crs, for England --crs EPSG:27700'
    >>> in_options("taken away by councils = clusterer.repair(councils, width=20).councils")
    'taken away by --repair-width 20'
    >>> in_options("time_limit = 0.0 must be a number of seconds above 0")
    '--time-limit 0.0 must be a number of seconds above 0'
    """
    for phrase, option in IN_OPTIONS.items():
        message = message.replace(phrase, option)
    message = _LINK_OUT.sub("take it off the council in the file", message)
    message = _MOVE_COUNT.sub(",", message)
    message = _ARGUMENT.sub(lambda found: f"--{found[1].replace('_', '-')} ", message)
    return _REPAIR_WIDTH.sub(r"--repair-width \1", message)


class _Notes(logging.Handler):
    """Prints what is logged or warned of, each thing once, in the words of the command line."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._said: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.say(record.getMessage())

    def say(self, message: str) -> None:
        note = f"note: {in_options(message)}"
        if note not in self._said:
            self._said.add(note)
            Console(stderr=True).print(note, highlight=False, markup=False, soft_wrap=True)


@contextmanager
def notes() -> Iterator[None]:
    """Print what the library warns of, for as long as the context lasts."""
    logger, handler = logging.getLogger("clusterer"), _Notes()

    def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
        if issubclass(category, ClustererWarning):
            handler.say(str(message))
        else:
            as_others_do(message, category, *where, **more)

    logger.addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always", ClustererWarning)
            as_others_do, warnings.showwarning = warnings.showwarning, show
            yield
    finally:
        logger.removeHandler(handler)
