"""The options that say what a cluster or a plan may be."""

from __future__ import annotations

from typing import Annotated

import typer

from clusterer.cli.making import NO_CAP

_HEADING = "Rules and limits"
"""What these options stand under on help pages."""


def check_size(value: str) -> str:
    """Check the option for the most councils in a cluster."""
    if value != NO_CAP and not (value.isdecimal() and int(value) >= 1):
        raise typer.BadParameter(f"{value!r} is no whole number, 1 or more, and not 'none'.")
    return value


def size_cap(value: str) -> int | str:
    """Return the most councils in a cluster as a problem states it: a number, or "none"."""
    return value if value == NO_CAP else int(value)


MaxSize = Annotated[
    str,
    typer.Option(
        metavar="N|none",
        callback=check_size,
        help="The most councils in a cluster; **none** sets no cap.",
        rich_help_panel=_HEADING,
    ),
]
MinSize = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="The fewest councils in a cluster; see --or-alone.",
        rich_help_panel=_HEADING,
    ),
]
MinPopulation = Annotated[
    float | None,
    typer.Option(
        metavar="N",
        help="The fewest residents of a cluster; see --or-alone.",
        rich_help_panel=_HEADING,
    ),
]
MaxPopulation = Annotated[
    float | None,
    typer.Option(
        metavar="N",
        help="The most residents of a cluster; see --or-alone.",
        rich_help_panel=_HEADING,
    ),
]
OrAlone = Annotated[
    bool,
    typer.Option(
        "--or-alone",
        help="Let councils stand alone whatever --min-size, --min-population and "
        "--max-population say.",
        rich_help_panel=_HEADING,
    ),
]
MaxDistance = Annotated[
    float | None,
    typer.Option(
        metavar="KM",
        help="The most km between two members of a cluster, centroid to centroid.",
        rich_help_panel=_HEADING,
    ),
]
Together = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="Councils, by name or code, that must share a cluster: `'Camden, Islington'`. A name "
        "may have a comma of its own; semicolons between names then leave no doubt: `'Bristol, "
        "City of; Bath'`. Repeatable.",
        rich_help_panel=_HEADING,
    ),
]
Apart = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="Councils of which no two may share a cluster: `'Camden, Barnet'`. Repeatable.",
        rich_help_panel=_HEADING,
    ),
]
Alone = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="Councils, by name or code, that stand alone: `'Croydon'`, or `'Croydon, Camden'`. "
        "Repeatable.",
        rich_help_panel=_HEADING,
    ),
]
Nested = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Keep each cluster within one group of councils, such as a county: the column that "
        "names the group.",
        rich_help_panel=_HEADING,
    ),
]
AtLeast = Annotated[
    int | None,
    typer.Option(
        "--at-least",
        metavar="N",
        help="Fewest clusters, councils alone included.",
        rich_help_panel=_HEADING,
    ),
]
AtMost = Annotated[
    int | None,
    typer.Option(
        "--at-most",
        metavar="N",
        help="Most clusters, councils alone included.",
        rich_help_panel=_HEADING,
    ),
]
