"""The options that state a problem of a boundary file, for all commands that take one."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from clusterer.cli.options import (
    Alone,
    Apart,
    AtLeast,
    AtMost,
    Islands,
    MaxDistance,
    MaxPopulation,
    MaxSize,
    MinPopulation,
    MinSize,
    Nested,
    OrAlone,
    PoliticsPrice,
    Preset,
    PresetOption,
    Together,
    Tolerance,
    WithinKm,
    one_of,
    size_cap,
)
from clusterer.cli.places import place
from clusterer.cli.problems import Stated
from clusterer.geography.repair import WIDTH


def takes_a_map(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `stated_by`, in place of its parameter ``stated``.

    Options are read off a signature, so this one has them all: those of the map, then its own.
    """
    theirs = inspect.signature(stated_by, eval_str=True).parameters
    own = inspect.signature(command, eval_str=True).parameters
    options = {**theirs, **{name: option for name, option in own.items() if name != "stated"}}

    @functools.wraps(command)
    def run(**given: Any) -> None:
        stated = stated_by(**{name: given.pop(name) for name in theirs})
        command(stated=stated, **given)

    run.__annotations__ = {name: option.annotation for name, option in options.items()}
    # Keywords alone, of which those without a default may stand behind others.
    keywords = (one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in options.values())
    vars(run)["__signature__"] = inspect.Signature(list(keywords))
    return run


def stated_by(
    file: Annotated[
        str,
        typer.Argument(
            help="Boundaries: anything that geopandas reads, or its address on the web; a CSV with "
            "areas in WKT."
        ),
    ],
    population: Annotated[str, typer.Option(help="The column with the residents.")],
    index: Annotated[
        str | None, typer.Option(help="The column with a unique code; row numbers otherwise.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The column with the names.")] = None,
    join: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="A table to join to the boundaries, such as a CSV of residents; needs --on.",
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="The column that joins it, of codes or names; `'LAD24CD=code'` if it is called "
            "LAD24CD in the boundaries and code in the table.",
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COUNCILS",
            help="Councils to leave out, by name or code: `'Isles of Scilly, City of London'`. "
            "Repeatable.",
        ),
    ] = None,
    layer: Annotated[str | None, typer.Option(help="The layer of a GeoPackage.")] = None,
    source_crs: Annotated[
        str | None,
        typer.Option(
            metavar="CRS",
            help="What the coordinates of FILE are, if it does not say, or is wrong: EPSG:4326 for "
            "degrees.",
        ),
    ] = None,
    crs: Annotated[
        str | None,
        typer.Option(help="Project to this CRS first, such as EPSG:27700, to measure in metres."),
    ] = None,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="Repair the boundaries: polygons only, valid, without gaps and overlaps up to "
            f"{WIDTH:g} m; with --overlapping, gaps and overlaps stay. What it changes is told, by "
            "council.",
        ),
    ] = False,
    repair_width: Annotated[
        float | None,
        typer.Option(metavar="METRES", help="The same, with gaps and overlaps up to this width."),
    ] = None,
    overlapping: Annotated[
        bool,
        typer.Option(
            "--overlapping",
            help="Bodies of several kinds may lie over each other, as a county over its districts.",
        ),
    ] = False,
    link: Annotated[
        list[str] | None,
        typer.Option(
            help="A bridge or ferry between two councils: `'Bexley, Havering'`. Repeatable."
        ),
    ] = None,
    islands: Annotated[
        str | None,
        typer.Option(
            metavar="nearest",
            callback=one_of(Islands),
            help="**nearest** links each council without neighbours to the one nearest to it.",
        ),
    ] = None,
    preset: PresetOption = Preset.CENTRAL,
    politics: PoliticsPrice = None,
    max_size: MaxSize = "7",
    min_size: MinSize = None,
    min_population: MinPopulation = None,
    max_population: MaxPopulation = None,
    or_alone: OrAlone = False,
    max_distance: MaxDistance = None,
    together: Together = None,
    apart: Apart = None,
    alone: Alone = None,
    nested: Nested = None,
    today: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Start from the partnerships that exist: the column that names each council's; "
            "empty where it stands alone. Who leaves one pays £1m.",
        ),
    ] = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    within_km: WithinKm = None,
    tolerance: Tolerance = None,
) -> Stated:
    """Return the problem that the options state."""
    # Bodies that may overlap are made valid, and stay where they lie.
    usual_width = 0.0 if overlapping else WIDTH
    return Stated.given(
        "solve",
        file=place(file),
        population=population,
        index=index,
        name=name,
        join=None if join is None else place(join),
        on=on,
        drop=drop,
        layer=layer,
        source_crs=source_crs,
        crs=crs,
        repair_width=usual_width if repair and repair_width is None else repair_width,
        overlapping=overlapping or None,
        link=link,
        islands=islands,
        preset=str(preset),
        politics=politics,
        max_size=size_cap(max_size),
        min_size=min_size,
        min_population=min_population,
        max_population=max_population,
        or_alone=or_alone or None,
        max_distance=max_distance,
        together=together,
        apart=apart,
        alone=alone,
        nested=nested,
        today=today,
        at_least=at_least,
        at_most=at_most,
        within_km=within_km,
        tolerance=tolerance,
    )
