"""The options that say which councils there are, and where."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from clusterer.cli.options.choices import one_of
from clusterer.geography.repair import WIDTH

_HEADING = "The map"
"""What these options stand under on help pages."""


class Year(StrEnum):
    """Whose populations and seats."""

    Y2006 = "2006"
    Y2022 = "2022"
    Y2026 = "2026"


class Islands(StrEnum):
    """What becomes of councils without neighbours."""

    NEAREST = "nearest"


File = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="Boundaries: anything that geopandas reads, or its address on the web; a CSV with "
        "areas in WKT. Or the name of a map that comes with the library: **london**, **essex** "
        "and the other areas under reorganisation, a region such as **'south east'**, or "
        "**england**.",
    ),
]
Population = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column with the residents; needed for a map of your own.",
        rich_help_panel=_HEADING,
    ),
]
Index = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column with a unique code; row numbers otherwise.",
        rich_help_panel=_HEADING,
    ),
]
Name = Annotated[
    str | None,
    typer.Option(metavar="COLUMN", help="The column with the names.", rich_help_panel=_HEADING),
]
YearOption = Annotated[
    str | None,
    typer.Option(
        "--year",
        metavar="YEAR",
        callback=one_of(Year),
        help="London: the year of the populations and seats, 2006 (unless given), 2022 or 2026.",
        rich_help_panel=_HEADING,
    ),
]
Join = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="A table to join to the boundaries, such as a CSV of residents; needs --on.",
        rich_help_panel=_HEADING,
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column that joins it, of codes or names; `'LAD24CD=code'` if it is called "
        "LAD24CD in the boundaries and code in the table.",
        rich_help_panel=_HEADING,
    ),
]
Drop = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="Councils to leave out, by name or code: `'Isles of Scilly, City of London'`. "
        "Repeatable.",
        rich_help_panel=_HEADING,
    ),
]
Layer = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The layer of a GeoPackage.", rich_help_panel=_HEADING),
]
Coordinates = Annotated[
    str | None,
    typer.Option(
        "--xy",
        metavar="COLUMNS",
        help="The two columns of a CSV that say where each council is, as a point: "
        "`'easting, northing'`, or `'lon, lat'` with --source-crs EPSG:4326.",
        rich_help_panel=_HEADING,
    ),
]
SourceCRS = Annotated[
    str | None,
    typer.Option(
        "--source-crs",
        metavar="CRS",
        help="What the coordinates of FILE are, if it does not say, or is wrong: EPSG:4326 for "
        "degrees.",
        rich_help_panel=_HEADING,
    ),
]
CRS = Annotated[
    str | None,
    typer.Option(
        "--crs",
        metavar="CRS",
        help="Project to this CRS first, such as EPSG:27700, to measure in metres.",
        rich_help_panel=_HEADING,
    ),
]
Repair = Annotated[
    bool,
    typer.Option(
        "--repair",
        help="Repair the boundaries: polygons only, valid, without gaps and overlaps up to "
        f"{WIDTH:g} m; with --overlapping, gaps and overlaps stay. What it changes is told, by "
        "council.",
        rich_help_panel=_HEADING,
    ),
]
RepairWidth = Annotated[
    float | None,
    typer.Option(
        metavar="METRES",
        help="The same, with gaps and overlaps up to this width.",
        rich_help_panel=_HEADING,
    ),
]
Overlapping = Annotated[
    bool,
    typer.Option(
        "--overlapping",
        help="Bodies of several kinds may lie over each other, as a county over its districts.",
        rich_help_panel=_HEADING,
    ),
]
Link = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="A bridge or ferry between two councils: `'Bexley, Havering'`. Repeatable.",
        rich_help_panel=_HEADING,
    ),
]
IslandsOption = Annotated[
    str | None,
    typer.Option(
        "--islands",
        metavar="nearest",
        callback=one_of(Islands),
        help="**nearest** links each council without neighbours to the one nearest to it.",
        rich_help_panel=_HEADING,
    ),
]
WithinKm = Annotated[
    float | None,
    typer.Option(
        metavar="KM",
        help="Let councils share that are no neighbours but at most so many km apart; "
        "**inf** asks for no contiguity at all.",
        rich_help_panel=_HEADING,
    ),
]
Tolerance = Annotated[
    float | None,
    typer.Option(
        metavar="METRES",
        help="How far digitised borders may run apart and still be one border; 1 unless given.",
        rich_help_panel=_HEADING,
    ),
]
