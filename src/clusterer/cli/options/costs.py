"""The options that say what clusters cost."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from clusterer.cli.options.choices import one_of

_HEADING = "What clusters cost"
"""What these options stand under on help pages."""


class Preset(StrEnum):
    """What clusters cost."""

    NULL = "null"
    CENTRAL = "central"
    BUSINESS_CASE = "business-case"


PresetOption = Annotated[
    str,
    typer.Option(
        "--preset",
        metavar="PRESET",
        callback=one_of(Preset),
        help="What clusters cost: **null** (no scale effect, as the panel studies find), "
        "**central** (central figures) or **business-case** (what business cases assume).",
        rich_help_panel=_HEADING,
    ),
]
PoliticsPrice = Annotated[
    float | None,
    typer.Option(
        "--politics",
        metavar="PRICE",
        help="£m that a pair of councils with no party in common costs, and less if they have, "
        "by their columns **seats_...**, one a party.",
        rich_help_panel=_HEADING,
    ),
]
BalanceOption = Annotated[
    list[str] | None,
    typer.Option(
        "--balance",
        metavar="COLUMN, CLUSTERS, PRICE",
        help="A price on unequal shares: `'population, 3, 10'` costs a cluster £10m for each 100% "
        "that it has more or less than a third of all residents. Repeatable.",
        rich_help_panel=_HEADING,
    ),
]
TargetOption = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="RESIDENTS, PRICE",
        help="A price on clusters that are too large or too small: `'500000, 10'` costs a cluster "
        "£10m for each 100% that it is above or below 500,000 residents.",
        rich_help_panel=_HEADING,
    ),
]
Today = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="Start from the partnerships that exist: the column that names each council's; "
        "empty where it stands alone. Who leaves one pays £1m.",
        rich_help_panel=_HEADING,
    ),
]
