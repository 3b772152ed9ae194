"""The command line: the public functions, for those who would rather not write a script.

Most of it is options, which each command lists by itself since its help page is made of them. So
it is long, and not made shorter: what the commands do is what stands below `main`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Annotated

import matplotlib as mpl
import typer
from rich.console import Console
from rich.markup import escape

import clusterer as cl
from clusterer._support import interrupts
from clusterer._support.interrupts import INTERRUPTED
from clusterer.certificates.certificate import has_at_most
from clusterer.certificates.verify.candidates import MOST_SETS
from clusterer.certificates.verify.reading import MOST_BYTES, load
from clusterer.cli.folder import cannot_write, check_folder, spare, write
from clusterer.cli.options import (
    Alone,
    Apart,
    AtLeast,
    AtMost,
    Certificate,
    Gap,
    Islands,
    MaxDistance,
    MaxPopulation,
    MaxSize,
    MinPopulation,
    MinSize,
    Nested,
    OrAlone,
    Out,
    PoliticsPrice,
    Preset,
    PresetOption,
    TimeLimit,
    Together,
    Tolerance,
    WithinKm,
    Year,
    one_of,
    size_cap,
)
from clusterer.cli.places import name_of, place
from clusterer.cli.problems import Stated
from clusterer.cli.result import print_plan
from clusterer.cli.words import in_options, notes
from clusterer.geography.repair import WIDTH
from clusterer.search.refusals import tighter_cap
from clusterer.solving.progress_bar import ProgressBar

_ENDS = ("png", "gpkg", "csv", "figures.csv")
"""Of the names of the files that are always written."""

_CERTIFICATE = "certificate.json"
"""Of that which is written if asked for."""


def examples(*commands: str) -> str:
    """Return the end of a help page: commands to copy."""
    return "Examples:\n\n" + "\n\n".join(f"`{command}`" for command in commands)


app = typer.Typer(
    help="Group councils into shared-service clusters, to proven optimality.\n\n"
    "Each command prints the cheapest plan, and writes it to a folder as a map (.png), a "
    "GeoPackage (.gpkg) and a table (.csv), and the figures that its costs rest on "
    "(.figures.csv).",
    epilog=examples(
        "clusterer london",
        "clusterer solve districts.gpkg --population residents --name title",
        "clusterer solve --help",
    ),
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"clusterer {cl.__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Tell the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Take the options that stand before a command; the help is that of `app`."""


@app.command(
    epilog=examples(
        "clusterer london",
        "clusterer london --preset business-case --max-size 5 --out plans",
        "clusterer london --together 'Sutton, Merton' --apart 'Camden, Barnet' --at-most 12",
        "clusterer london --alone Croydon --min-size 3 --or-alone",
        "clusterer london --year 2022 --within-km 15",
        "clusterer london --max-size none",
    )
)
def london(
    preset: PresetOption = Preset.CENTRAL,
    politics: PoliticsPrice = None,
    max_size: MaxSize = "7",
    min_size: MinSize = None,
    min_population: MinPopulation = None,
    max_population: MaxPopulation = None,
    or_alone: OrAlone = False,
    max_distance: MaxDistance = None,
    year: Annotated[
        str,
        typer.Option(
            metavar="YEAR",
            callback=one_of(Year),
            help="The year of the populations and seats: 2006, 2022 or 2026.",
        ),
    ] = Year.Y2006,
    together: Together = None,
    apart: Apart = None,
    alone: Alone = None,
    nested: Nested = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    within_km: WithinKm = None,
    tolerance: Tolerance = None,
    time_limit: TimeLimit = None,
    gap: Gap = 0.0,
    out: Out = Path("output"),
    certificate: Certificate = False,
) -> None:
    """Cluster London's 32 boroughs; the crossings of the Thames count as borders.

    Prints the cheapest plan, and writes london.png (a map), london.gpkg, london.csv and
    london.figures.csv, what its costs rest on, to the folder `output`, or to that of --out.
    """
    stated = Stated.given(
        "london",
        year=int(year),
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
        at_least=at_least,
        at_most=at_most,
        within_km=within_km,
        tolerance=tolerance,
    )
    _report(stated, time_limit, gap, out, "london", certificate)


@app.command(
    epilog=examples(
        "clusterer solve districts.gpkg --population residents --index code --name title",
        "clusterer solve districts.shp --population pop --crs EPSG:27700 --max-size 5",
        "clusterer solve districts.json --source-crs EPSG:4326 --crs EPSG:27700 "
        "--join residents.csv --on code --population residents --repair",
        "clusterer solve county.gpkg --population pop --link 'Isle of Wight, Portsmouth'",
        "clusterer solve districts.gpkg --population pop --nested county --min-population 3e5",
        "clusterer solve county.gpkg --population pop --time-limit 60 --out plans",
    )
)
def solve(
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
            f"{WIDTH:g} m. What it changes is told, by council.",
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
            help="A bridge or ferry between two: `'Bexley, Havering'`; with `;` between names that "
            "have a comma: `'Bristol, City of; Bath'`. Repeatable."
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
    at_least: AtLeast = None,
    at_most: AtMost = None,
    within_km: WithinKm = None,
    tolerance: Tolerance = None,
    time_limit: TimeLimit = None,
    gap: Gap = 0.0,
    out: Out = Path("output"),
    certificate: Certificate = False,
) -> None:
    """Cluster the councils of a boundary file of your own.

    Prints the cheapest plan, and writes a map (.png), a GeoPackage (.gpkg), a table (.csv) and what
    the costs rest on (.figures.csv), called as FILE is, to the folder `output` or that of --out.
    """
    stated = Stated.given(
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
        repair_width=WIDTH if repair and repair_width is None else repair_width,
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
        at_least=at_least,
        at_most=at_most,
        within_km=within_km,
        tolerance=tolerance,
    )
    _report(stated, time_limit, gap, out, Path(name_of(file)).stem, certificate)


@app.command(
    epilog=examples(
        "clusterer verify output/london.certificate.json",
        "clusterer verify county.certificate.json --boundaries maps/county.gpkg",
    )
)
def verify(
    file: Annotated[Path, typer.Argument(help="A certificate that --certificate wrote.")],
    boundaries: Annotated[
        str | None, typer.Option(help="The boundary file, if it is no longer where it was.")
    ] = None,
    join: Annotated[
        str | None, typer.Option(help="The table that was joined, if it is no longer there.")
    ] = None,
) -> None:
    """Check a certificate: that no plan costs less than it says.

    Makes the problem anew from the options that the certificate names, and checks all else in
    exact arithmetic, without the solver. It takes a few seconds, or a minute for many candidates.
    """
    try:
        with file.open("rb") as stream:
            certificate = load(stream.read(MOST_BYTES + 1))
    except (OSError, ValueError) as error:
        raise cl.InputError(f"cannot read {file}: {error}") from None
    stated = Stated.of(certificate)
    for option, moved in (("file", boundaries), ("join", join)):
        if moved is not None:
            stated = Stated(stated.command, {**stated.options, option: place(moved)})
    console = Console()
    console.print(f"problem: {escape(str(stated))}", highlight=False, soft_wrap=True)
    with _ending_at("interrupted; nothing is verified"), interrupts.at_once():
        problem = stated.problem()
        cl.verify(problem, certificate)
    objective, bound = (float(Fraction(certificate[key])) for key in ("objective", "bound"))
    console.print(
        f"verified: the plan costs £{objective:,.6f}m, and none costs less than £{bound:,.6f}m",
        highlight=False,
        soft_wrap=True,
    )


def main() -> None:
    """Run the command line; what the library refuses is told in a line."""
    mpl.use("Agg")
    try:
        # From the first step to the last, so that no library on the way makes an end of its own.
        with interrupts.noted(), notes():
            app()
    except KeyboardInterrupt:
        _complain("interrupted")
        raise SystemExit(INTERRUPTED) from None
    except cl.ClustererError as error:
        _complain(in_options(str(error)))
        raise SystemExit(1) from None
    except OSError as error:  # Such as a full disk that the output goes to.
        _complain(f"cannot go on: {error.strerror or error}")
        raise SystemExit(1) from None


def _complain(message: str) -> None:
    text = f"[bold red]clusterer:[/] {escape(message)}"
    Console(stderr=True).print(text, highlight=False, soft_wrap=True)


def _report(
    stated: Stated,
    time_limit: float | None,
    gap: float,
    out: Path,
    stem: str,
    certificate: bool,
) -> None:
    """Solve; print the plan; write the files."""
    ends = [*_ENDS, _CERTIFICATE] if certificate else _ENDS
    places = [out / f"{stem}.{end}" for end in ends]
    check_folder(out, places)
    spare([stated.options.get("file"), stated.options.get("join")], out, places)
    console = Console()
    plan = _solved(stated, time_limit, gap, certificate)
    interrupts.finish()  # A plan that is there is printed and written.
    with _ending_at(f"interrupted once more; not all files may be in {out}"):
        print_plan(plan, console)
        try:
            out.mkdir(parents=True, exist_ok=True)
            for place in places:
                write(plan, stated, place, time_limit)
                console.print(f"wrote {escape(str(place))}", highlight=False, soft_wrap=True)
        except (cl.InputError, OSError) as error:
            raise cannot_write(out, error) from None


@contextlib.contextmanager
def _ending_at(words: str) -> Iterator[None]:
    """Let Ctrl-C in a block end the program with some words and the code for it."""
    try:
        yield
    except KeyboardInterrupt:
        _complain(words)
        raise typer.Exit(INTERRUPTED) from None


def _solved(stated: Stated, time_limit: float | None, gap: float, certificate: bool) -> cl.Plan:
    """Solve, showing progress; Ctrl-C ends the program if there is no plan yet."""
    started = time.monotonic()
    try:
        with interrupts.at_once():  # Who reads files or draws borders never asks.
            problem = stated.problem()
        with ProgressBar() as bar:
            if certificate:
                with interrupts.at_once():
                    _check_certifiable(problem)
            return cl.solve(problem, time_limit=time_limit, gap=gap, progress=bar)
    except KeyboardInterrupt:
        pass
    except cl.NoPlanFoundError:
        if time_limit is not None and time.monotonic() - started >= time_limit:
            raise
    _complain("interrupted before any plan was found")
    raise typer.Exit(INTERRUPTED)


def _check_certifiable(problem: cl.Problem) -> None:
    """Refuse before the solve what no certificate could be written for."""
    if not has_at_most(problem, MOST_SETS):
        raise cl.InputError(
            f"--certificate: there are more than {MOST_SETS:,} candidates, too many to be checked; "
            f"{tighter_cap(problem.rules)}, or leave out --certificate"
        )
