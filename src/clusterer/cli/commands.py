"""The command line: the public functions, for those who would rather not write a script.

Most of it is options, since help pages are made of them; those of a map stand in `own_map`. What
the commands do is what stands below `main`.
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
from clusterer.cli.drawn import read_options
from clusterer.cli.folder import cannot_write, check_folder, spare, write, write_appraisal
from clusterer.cli.options import (
    Alone,
    Apart,
    AtLeast,
    AtMost,
    Certificate,
    Gap,
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
from clusterer.cli.own_map import takes_a_map
from clusterer.cli.places import name_of, place
from clusterer.cli.problems import Stated
from clusterer.cli.result import print_appraisal, print_plan
from clusterer.cli.words import in_options, notes
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
@takes_a_map
def solve(
    stated: Stated,
    time_limit: TimeLimit = None,
    gap: Gap = 0.0,
    out: Out = Path("output"),
    certificate: Certificate = False,
) -> None:
    """Cluster the councils of a boundary file of your own.

    Prints the cheapest plan, and writes a map (.png), a GeoPackage (.gpkg), a table (.csv) and what
    the costs rest on (.figures.csv), called as FILE is, to the folder `output` or that of --out.
    """
    stem = Path(name_of(stated.options["file"])).stem
    _report(stated, time_limit, gap, out, stem, certificate)


@app.command(
    epilog=examples(
        "clusterer compare county.gpkg options.csv --population residents --index code",
        "clusterer compare county.gpkg options.csv --population pop --name title --rest-alone "
        "--out compared",
        "clusterer compare county.gpkg options.csv --population pop --min-population 3e5 "
        "--do-minimum --criterion balance --criterion 'borders cut'",
    )
)
@takes_a_map
def compare(
    stated: Stated,
    options: Annotated[
        str,
        typer.Argument(
            metavar="OPTIONS",
            help="A CSV or a spreadsheet, or its address: a row a council, by name or code in the "
            "first column; a column an option, with the label of the cluster of each council.",
        ),
    ],
    council: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="The column of OPTIONS with the councils, if not the first.",
        ),
    ] = None,
    option: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN", help="A column that is an option; all others. Repeatable."),
    ] = None,
    rest_alone: Annotated[
        bool,
        typer.Option(
            "--rest-alone",
            help="Let councils stand alone that have no row in OPTIONS, or an empty cell.",
        ),
    ] = False,
    do_minimum: Annotated[
        bool,
        typer.Option(
            "--do-minimum",
            help="Add the plan that keeps all rules and changes least against doing nothing.",
        ),
    ] = False,
    criterion: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="What counts beside money: **balance**, **'borders cut'**, **'worse off'** (see "
            "`appraise`), or a column, for its sum in the cluster that has most. Repeatable.",
        ),
    ] = None,
    time_limit: TimeLimit = None,
    out: Out = Path("output"),
) -> None:
    """Put options that were drawn by hand side by side, with the best plan and doing nothing.

    Prints what each option costs and saves, what it breaks, and its rank; an option called
    `do nothing` stands in place of all councils alone. Writes maps side by side (.png) and the
    table (.csv), called as OPTIONS is, to the folder `output`, or to that of --out.
    """
    source = place(options)
    places = [out / f"{Path(name_of(source)).stem}.compared.{end}" for end in ("png", "csv")]
    check_folder(out, places)
    spare([source, stated.options["file"], stated.options.get("join")], out, places)
    with _ending_without_a_plan(time_limit):
        with interrupts.at_once():
            problem = stated.problem()
            drawn = read_options(
                source,
                problem.councils,
                council=council,
                chosen=option or (),
                rest_alone=rest_alone,
            )
        with ProgressBar() as bar:
            appraisal = cl.appraise(
                problem,
                drawn,
                criteria=criterion,
                do_minimum=do_minimum,
                rest_alone=rest_alone,
                time_limit=time_limit,
                progress=bar,
            )
    console = Console()
    with _telling(out):
        print_appraisal(appraisal, console)
        with _writing(out):
            for target in places:
                write_appraisal(appraisal, target)
                console.print(f"wrote {escape(str(target))}", highlight=False, soft_wrap=True)


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

    Makes the problem again from the options that the certificate names, and checks all else in
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
    with _telling(out):
        print_plan(plan, console)
        with _writing(out):
            for target in places:
                write(plan, stated, target, time_limit)
                console.print(f"wrote {escape(str(target))}", highlight=False, soft_wrap=True)


@contextlib.contextmanager
def _telling(out: Path) -> Iterator[None]:
    """Print and write what is there: Ctrl-C before does not end it, and once more does."""
    interrupts.finish()
    with _ending_at(f"interrupted once more; not all files may be in {out}"):
        yield


@contextlib.contextmanager
def _writing(out: Path) -> Iterator[None]:
    """Write to a folder, which is made if need be; say it if that cannot be."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        yield
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
    """Solve, showing progress."""
    with _ending_without_a_plan(time_limit):
        with interrupts.at_once():  # Who reads files or draws borders never asks.
            problem = stated.problem()
        with ProgressBar() as bar:
            if certificate:
                with interrupts.at_once():
                    _check_certifiable(problem)
            plan = cl.solve(problem, time_limit=time_limit, gap=gap, progress=bar)
    return plan


@contextlib.contextmanager
def _ending_without_a_plan(time_limit: float | None) -> Iterator[None]:
    """Let Ctrl-C in a block end the program if there is no plan yet."""
    started = time.monotonic()
    try:
        yield
        return
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
