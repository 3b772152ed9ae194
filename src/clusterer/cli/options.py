"""The options that several commands share, each with its help."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from clusterer.cli.making import NO_CAP
from clusterer.geography.repair import WIDTH

THE_MAP = "The map"
THE_COSTS = "What clusters cost"
THE_RULES = "Rules and limits"
"""The headings on help pages of what states a problem; all else stands above, under its own."""


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


# The map.

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
        rich_help_panel=THE_MAP,
    ),
]
Index = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column with a unique code; row numbers otherwise.",
        rich_help_panel=THE_MAP,
    ),
]
Name = Annotated[
    str | None,
    typer.Option(metavar="COLUMN", help="The column with the names.", rich_help_panel=THE_MAP),
]
YearOption = Annotated[
    str | None,
    typer.Option(
        "--year",
        metavar="YEAR",
        callback=one_of(Year),
        help="London: the year of the populations and seats, 2006 (unless given), 2022 or 2026.",
        rich_help_panel=THE_MAP,
    ),
]
Join = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="A table to join to the boundaries, such as a CSV of residents; needs --on.",
        rich_help_panel=THE_MAP,
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column that joins it, of codes or names; `'LAD24CD=code'` if it is called "
        "LAD24CD in the boundaries and code in the table.",
        rich_help_panel=THE_MAP,
    ),
]
Drop = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="Councils to leave out, by name or code: `'Isles of Scilly, City of London'`. "
        "Repeatable.",
        rich_help_panel=THE_MAP,
    ),
]
Layer = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The layer of a GeoPackage.", rich_help_panel=THE_MAP),
]
Coordinates = Annotated[
    str | None,
    typer.Option(
        "--xy",
        metavar="COLUMNS",
        help="The two columns of a CSV that say where each council is, as a point: "
        "`'easting, northing'`, or `'lon, lat'` with --source-crs EPSG:4326.",
        rich_help_panel=THE_MAP,
    ),
]
SourceCRS = Annotated[
    str | None,
    typer.Option(
        "--source-crs",
        metavar="CRS",
        help="What the coordinates of FILE are, if it does not say, or is wrong: EPSG:4326 for "
        "degrees.",
        rich_help_panel=THE_MAP,
    ),
]
CRS = Annotated[
    str | None,
    typer.Option(
        "--crs",
        metavar="CRS",
        help="Project to this CRS first, such as EPSG:27700, to measure in metres.",
        rich_help_panel=THE_MAP,
    ),
]
Repair = Annotated[
    bool,
    typer.Option(
        "--repair",
        help="Repair the boundaries: polygons only, valid, without gaps and overlaps up to "
        f"{WIDTH:g} m; with --overlapping, gaps and overlaps stay. What it changes is told, by "
        "council.",
        rich_help_panel=THE_MAP,
    ),
]
RepairWidth = Annotated[
    float | None,
    typer.Option(
        metavar="METRES",
        help="The same, with gaps and overlaps up to this width.",
        rich_help_panel=THE_MAP,
    ),
]
Overlapping = Annotated[
    bool,
    typer.Option(
        "--overlapping",
        help="Bodies of several kinds may lie over each other, as a county over its districts.",
        rich_help_panel=THE_MAP,
    ),
]
Link = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="A bridge or ferry between two councils: `'Bexley, Havering'`. Repeatable.",
        rich_help_panel=THE_MAP,
    ),
]
IslandsOption = Annotated[
    str | None,
    typer.Option(
        "--islands",
        metavar="nearest",
        callback=one_of(Islands),
        help="**nearest** links each council without neighbours to the one nearest to it.",
        rich_help_panel=THE_MAP,
    ),
]
WithinKm = Annotated[
    float | None,
    typer.Option(
        metavar="KM",
        help="Let councils share that are no neighbours but at most so many km apart; "
        "**inf** asks for no contiguity at all.",
        rich_help_panel=THE_MAP,
    ),
]
Tolerance = Annotated[
    float | None,
    typer.Option(
        metavar="METRES",
        help="How far digitised borders may run apart and still be one border; 1 unless given.",
        rich_help_panel=THE_MAP,
    ),
]

# What clusters cost.

PresetOption = Annotated[
    str,
    typer.Option(
        "--preset",
        metavar="PRESET",
        callback=one_of(Preset),
        help="What clusters cost: **null** (no scale effect, as the panel studies find), "
        "**central** (central figures) or **business-case** (what business cases assume).",
        rich_help_panel=THE_COSTS,
    ),
]
PoliticsPrice = Annotated[
    float | None,
    typer.Option(
        "--politics",
        metavar="PRICE",
        help="£m that a pair of councils with no party in common costs, and less if they have, "
        "by their columns **seats_...**, one a party.",
        rich_help_panel=THE_COSTS,
    ),
]
BalanceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--balance",
        metavar="COLUMN, CLUSTERS, PRICE",
        help="A price on unequal shares: `'population, 3, 10'` costs a cluster £10m for each 100% "
        "that it has more or less than a third of all residents. Repeatable.",
        rich_help_panel=THE_COSTS,
    ),
]
TargetOption = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="RESIDENTS, PRICE",
        help="A price on clusters that are too large or too small: `'500000, 10'` costs a cluster "
        "£10m for each 100% that it is above or below 500,000 residents.",
        rich_help_panel=THE_COSTS,
    ),
]
Today = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Start from the partnerships that exist: the column that names each council's; "
        "empty where it stands alone. Who leaves one pays £1m.",
        rich_help_panel=THE_COSTS,
    ),
]

# Rules and limits.

MaxSize = Annotated[
    str,
    typer.Option(
        metavar="N|none",
        callback=check_size,
        help="The most councils in a cluster; **none** sets no cap.",
        rich_help_panel=THE_RULES,
    ),
]
MinSize = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="The fewest councils in a cluster; see --or-alone.",
        rich_help_panel=THE_RULES,
    ),
]
MinPopulation = Annotated[
    float | None,
    typer.Option(
        metavar="N",
        help="The fewest residents of a cluster; see --or-alone.",
        rich_help_panel=THE_RULES,
    ),
]
MaxPopulation = Annotated[
    float | None,
    typer.Option(
        metavar="N",
        help="The most residents of a cluster; see --or-alone.",
        rich_help_panel=THE_RULES,
    ),
]
OrAlone = Annotated[
    bool,
    typer.Option(
        "--or-alone",
        help="Let councils stand alone whatever --min-size, --min-population and "
        "--max-population say.",
        rich_help_panel=THE_RULES,
    ),
]
MaxDistance = Annotated[
    float | None,
    typer.Option(
        metavar="KM",
        help="The most km between two members of a cluster, centroid to centroid.",
        rich_help_panel=THE_RULES,
    ),
]
Together = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="Councils, by name or code, that must share a cluster: `'Camden, Islington'`. Names "
        "may have commas of their own: `'Bristol, City of, Bath'`. Repeatable.",
        rich_help_panel=THE_RULES,
    ),
]
Apart = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="Councils of which no two may share a cluster: `'Camden, Barnet'`. Repeatable.",
        rich_help_panel=THE_RULES,
    ),
]
Alone = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COUNCILS",
        help="Councils, by name or code, that stand alone: `'Croydon'`, or `'Croydon, Camden'`. "
        "Repeatable.",
        rich_help_panel=THE_RULES,
    ),
]
Nested = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Keep each cluster within one group of councils, such as a county: the column that "
        "names the group.",
        rich_help_panel=THE_RULES,
    ),
]
AtLeast = Annotated[
    int | None,
    typer.Option(
        "--at-least",
        metavar="N",
        help="Fewest clusters, councils alone included.",
        rich_help_panel=THE_RULES,
    ),
]
AtMost = Annotated[
    int | None,
    typer.Option(
        "--at-most",
        metavar="N",
        help="Most clusters, councils alone included.",
        rich_help_panel=THE_RULES,
    ),
]

# Of a question.

PlanFile = Annotated[
    str | None,
    typer.Option(
        "--plan",
        metavar="FILE",
        help="Ask about the plan in this table, in place of the cheapest: a row a council, by name "
        "or code in the first column, and its cluster in the column `cluster`, as `clusterer "
        "solve` writes it.",
    ),
]
PlanColumn = Annotated[
    str | None,
    typer.Option(
        "--column",
        metavar="COLUMN",
        help="The column of --plan with the cluster of each council, if it is not `cluster`.",
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        "--by",
        metavar="KEY",
        help="By which key members share the cost of their cluster: **equal**, **alone** (in "
        "proportion to what each costs alone), **saving** (each gains the same), a column such as "
        "`population`, or a mixture: `'equal 50%, population 50%'`.",
    ),
]
Budget = Annotated[
    str | None,
    typer.Option(
        "--budget",
        metavar="£M",
        help="£m that may be spent a year to get there: `20`, or one for each year, "
        "`'0, 10, 20'`, of which the last holds for later ones.",
    ),
]
CouncilColumn = Annotated[
    str | None,
    typer.Option(
        "--council",
        metavar="COLUMN",
        help="The column of OPTIONS with the councils, if not the first.",
    ),
]
OptionColumns = Annotated[
    list[str] | None,
    typer.Option(
        "--option",
        metavar="COLUMN",
        help="A column that is an option; all others. Repeatable.",
    ),
]
RestAlone = Annotated[
    bool,
    typer.Option(
        "--rest-alone",
        help="Let councils stand alone that have no row in OPTIONS, or an empty cell.",
    ),
]
TimeLimit = Annotated[
    float | None,
    typer.Option(
        metavar="SECONDS", help="Seconds after which the best that is known so far is taken."
    ),
]
Gap = Annotated[
    float,
    typer.Option(
        metavar="NUMBER",
        help="Stop once the plan is so near the best possible: 0.01 is 1%; 0 proves it.",
    ),
]
Out = Annotated[
    Path, typer.Option(metavar="FOLDER", help="The folder for all files; made if need be.")
]
Certificate = Annotated[
    bool,
    typer.Option(
        "--certificate",
        help="Also write a certificate (.certificate.json), for `clusterer verify` to check; "
        "--time-limit is its limit too, again.",
    ),
]

OUTPUT = Path("output")
"""The folder, unless --out names another."""
