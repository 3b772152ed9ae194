"""The options that several commands share, each with its help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clusterer.cli.problems import NO_CAP


class Preset(StrEnum):
    """What clusters cost."""

    NULL = "null"
    CENTRAL = "central"
    BUSINESS_CASE = "business-case"


class Year(StrEnum):
    """Whose populations and seats."""

    Y2006 = "2006"
    Y2022 = "2022"
    Y2026 = "2026"


class Islands(StrEnum):
    """What becomes of councils without neighbours."""

    NEAREST = "nearest"


def one_of(choices: Iterable[StrEnum]) -> Callable[[str | None], str | None]:
    """Return a check of an option; that of typer says "Value error" as well."""
    known = [str(choice) for choice in choices]

    def check(value: str | None) -> str | None:
        if value is not None and value not in known:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(map(repr, known))}.")
        return value

    return check


def check_size(value: str) -> str:
    """Check the option for the most councils in a cluster."""
    if value != NO_CAP and not (value.isdecimal() and int(value) >= 1):
        raise typer.BadParameter(f"{value!r} is no whole number, 1 or more, and not 'none'.")
    return value


def size_cap(value: str) -> int | str:
    """Return the most councils in a cluster as a problem states it: a number, or "none"."""
    return value if value == NO_CAP else int(value)


PresetOption = Annotated[
    str,
    typer.Option(
        "--preset",
        metavar="PRESET",
        callback=one_of(Preset),
        help="What clusters cost: **null** (no scale effect, as the panel studies find), "
        "**central** (central figures) or **business-case** (what business cases assume).",
    ),
]
MaxSize = Annotated[
    str,
    typer.Option(
        metavar="N|none",
        callback=check_size,
        help="The most councils in a cluster; **none** sets no cap.",
    ),
]
MinSize = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="The fewest councils in a cluster; see --or-alone."),
]
OrAlone = Annotated[
    bool,
    typer.Option(
        "--or-alone",
        help="Let councils stand alone whatever --min-size, --min-population and "
        "--max-population say.",
    ),
]
Nested = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Keep each cluster within one group of councils, such as a county: the column that "
        "names the group.",
    ),
]
Alone = Annotated[
    list[str] | None,
    typer.Option(
        help="Councils, by name or code, that stand alone: `'Croydon'`, or `'Croydon, Camden'`. "
        "Repeatable."
    ),
]
Together = Annotated[
    list[str] | None,
    typer.Option(
        help="Councils, by name or code, that must share a cluster: `'Camden, Islington'`. Names "
        "may have commas of their own: `'Bristol, City of, Bath'`. Repeatable."
    ),
]
Apart = Annotated[
    list[str] | None,
    typer.Option(
        help="Councils of which no two may share a cluster: `'Camden, Barnet'`. Repeatable."
    ),
]
AtLeast = Annotated[
    int | None, typer.Option("--at-least", help="Fewest clusters, councils alone included.")
]
AtMost = Annotated[
    int | None, typer.Option("--at-most", help="Most clusters, councils alone included.")
]
WithinKm = Annotated[
    float | None,
    typer.Option(
        help="Let councils share that are no neighbours but at most so many km apart; "
        "**inf** asks for no contiguity at all."
    ),
]
Tolerance = Annotated[
    float | None,
    typer.Option(
        metavar="METRES",
        help="How far digitised borders may run apart and still be one border; 1 unless given.",
    ),
]
PoliticsPrice = Annotated[
    float | None,
    typer.Option(
        "--politics",
        metavar="PRICE",
        help="£m that a pair of councils with no party in common costs, and less if they have, "
        "by their columns **seats_...**, one a party.",
    ),
]
MinPopulation = Annotated[
    float | None,
    typer.Option(metavar="N", help="The fewest residents of a cluster; see --or-alone."),
]
MaxPopulation = Annotated[
    float | None,
    typer.Option(metavar="N", help="The most residents of a cluster; see --or-alone."),
]
MaxDistance = Annotated[
    float | None,
    typer.Option(
        metavar="KM", help="The most km between two members of a cluster, centroid to centroid."
    ),
]
TimeLimit = Annotated[
    float | None, typer.Option(help="Seconds after which the best plan so far is taken.")
]
Gap = Annotated[
    float,
    typer.Option(help="Stop once the plan is so near the best possible: 0.01 is 1%; 0 proves it."),
]
Out = Annotated[
    Path,
    typer.Option(help="The folder for the map, the GeoPackage and the table; made if need be."),
]
Certificate = Annotated[
    bool,
    typer.Option(
        "--certificate",
        help="Also write a certificate (.certificate.json), for `clusterer verify` to check; "
        "--time-limit is its limit too, again.",
    ),
]
