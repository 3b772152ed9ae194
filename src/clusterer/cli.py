"""The command line: the public functions, for those who would rather not write a script."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import geopandas as gpd
import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

import clusterer as cl

app = typer.Typer(
    help="Group councils into shared-service clusters, to proven optimality.\n\n"
    "Start with `clusterer london`. For a map of your own: "
    "`clusterer solve FILE --population COLUMN`.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    add_completion=False,
)

Preset = Annotated[
    str,
    typer.Option(
        help="What clusters cost: **null** (no scale effect, as the panel studies find), "
        "**central** (central figures) or **business-case** (what business cases assume)."
    ),
]
MaxSize = Annotated[int, typer.Option(help="The most councils in a cluster.", min=1)]
Together = Annotated[
    list[str] | None,
    typer.Option(
        help="Councils, by name or code, that must share a cluster: `'Camden, Islington'`. "
        "Repeatable."
    ),
]
Apart = Annotated[
    list[str] | None,
    typer.Option(help="Councils that must not share a cluster, in the same way. Repeatable."),
]
AtLeast = Annotated[
    int | None, typer.Option("--at-least", help="Fewest clusters, councils alone included.")
]
AtMost = Annotated[
    int | None, typer.Option("--at-most", help="Most clusters, councils alone included.")
]
WithinKm = Annotated[
    float | None,
    typer.Option(help="Let councils share that are no neighbours but at most so many km apart."),
]
TimeLimit = Annotated[
    float | None, typer.Option(help="Seconds after which the best plan so far is taken.")
]
Gap = Annotated[float, typer.Option(help="Stop once so near the best possible, such as 0.01.")]
Out = Annotated[Path, typer.Option(help="Folder for the map, the GeoPackage and the CSV.")]


@app.command()
def london(
    preset: Preset = "central",
    max_size: MaxSize = 7,
    year: Annotated[int, typer.Option(help="Populations and seats of 2006, 2022 or 2026.")] = 2006,
    together: Together = None,
    apart: Apart = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    within_km: WithinKm = None,
    time_limit: TimeLimit = None,
    gap: Gap = 0.0,
    out: Out = Path("output"),
) -> None:
    """Cluster London's 32 boroughs; the crossings of the Thames count as borders."""
    boroughs = cl.datasets.london(year)
    graph = cl.adjacency(boroughs, crossings=cl.datasets.thames_crossings(), within_km=within_km)
    problem = cl.Problem(
        boroughs,
        terms=cl.preset(preset),
        rules=_rules(max_size, together, apart),
        limits=_limits(at_least, at_most),
        adjacency=graph,
    )
    _report(problem, time_limit, gap, out, "london")


@app.command()
def solve(
    file: Annotated[Path, typer.Argument(help="Boundaries: anything that geopandas reads.")],
    population: Annotated[str, typer.Option(help="The column with the residents.")],
    index: Annotated[
        str | None, typer.Option(help="The column with a unique code; row numbers otherwise.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="The column with the names.")] = None,
    layer: Annotated[str | None, typer.Option(help="The layer of a GeoPackage.")] = None,
    crs: Annotated[
        str | None,
        typer.Option(help="Project to this CRS first, such as EPSG:27700, to measure in metres."),
    ] = None,
    link: Annotated[
        list[str] | None,
        typer.Option(help="A bridge or ferry between two: `'Bexley, Havering'`. Repeatable."),
    ] = None,
    preset: Preset = "central",
    max_size: MaxSize = 5,
    together: Together = None,
    apart: Apart = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    within_km: WithinKm = None,
    time_limit: TimeLimit = None,
    gap: Gap = 0.0,
    out: Out = Path("output"),
) -> None:
    """Cluster the councils of a boundary file of your own."""
    councils = _read(file, layer, crs, index, name)
    problem = cl.Problem(
        councils,
        terms=cl.preset(preset, population=population),
        rules=_rules(max_size, together, apart),
        limits=_limits(at_least, at_most),
        adjacency=_graph(councils, link, within_km),
    )
    _report(problem, time_limit, gap, out, file.stem)


def main() -> None:
    """Run the command line; what the library refuses is told in a line."""
    mpl.use("Agg")
    try:
        app()
    except cl.ClustererError as error:
        text = f"[bold red]clusterer:[/] {escape(str(error))}"
        Console(stderr=True).print(text, highlight=False, soft_wrap=True)
        raise SystemExit(1) from None


def _read(
    file: Path, layer: str | None, crs: str | None, index: str | None, name: str | None
) -> gpd.GeoDataFrame:
    if not file.exists():
        raise cl.InputError(f"there is no file {str(file)!r}")
    try:
        councils = gpd.read_file(file, layer=_layer(file) if layer is None else layer)
    except (OSError, RuntimeError) as error:
        raise cl.InputError(f"cannot read {file.name}: {error}") from None
    if not isinstance(councils, gpd.GeoDataFrame):
        raise cl.InputError(f"{file.name} has no geometry; give a file with boundaries")
    for option, column in (("--index", index), ("--name", name)):
        if column is not None and column not in councils.columns:
            raise cl.InputError(
                f"{option} {column!r} is no column of {file.name}; "
                f"there are {', '.join(map(str, councils.columns))}"
            )
    if crs is not None:
        try:
            councils = councils.to_crs(crs)
        except (RuntimeError, ValueError) as error:  # An unknown CRS; a file without one.
            raise cl.InputError(f"cannot project to --crs {crs!r}: {error}") from None
    if name is not None:
        councils["name"] = councils[name]
    return councils if index is None else councils.set_index(index)


def _layer(file: Path) -> str | None:
    """Return the one layer of a file that has geometry, or None if there is none."""
    layers = gpd.list_layers(file).dropna(subset="geometry_type")["name"].to_list()
    if len(layers) > 1:
        raise cl.InputError(
            f"{file.name} has the layers {', '.join(layers)}; choose one with --layer"
        )
    return layers[0] if layers else None


def _graph(
    councils: gpd.GeoDataFrame, links: list[str] | None, within_km: float | None
) -> nx.Graph:
    crossings = [_names(link) for link in links or []]
    for pair in crossings:
        if len(pair) != 2:
            raise cl.InputError(
                f"--link {', '.join(pair)!r} must name two councils, such as 'Bexley, Havering'"
            )
    return cl.adjacency(councils, crossings=crossings, within_km=within_km)


def _rules(max_size: int, together: list[str] | None, apart: list[str] | None) -> list[cl.Rule]:
    return [
        cl.MaxSize(max_size),
        *(cl.Together(*_names(group)) for group in together or []),
        *(cl.Apart(*_names(group)) for group in apart or []),
    ]


def _limits(at_least: int | None, at_most: int | None) -> list[cl.Limit]:
    if at_least is None and at_most is None:
        return []
    return [cl.ClusterCount(at_least=at_least, at_most=at_most)]


def _names(group: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in group.split(","))


def _report(
    problem: cl.Problem, time_limit: float | None, gap: float, out: Path, stem: str
) -> None:
    """Solve, showing progress; print the plan; write the files."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=150)  # A file or a pipe wraps no lines.
    with console.status("starting") as status:
        told = ""

        def show(progress: cl.Progress) -> None:
            nonlocal told
            text = _progress_line(progress)
            status.update(text)
            if not console.is_terminal and text != told:
                console.print(f"{progress.seconds:7.2f} s  {text}", highlight=False)
            told = text

        plan = cl.solve(problem, time_limit=time_limit, gap=gap, progress=show)
    console.print(_table(plan))
    console.print(f"{plan.headline}.", highlight=False)
    console.print(
        f"Bound £{plan.bound:,.3f}m, objective £{plan.objective:,.3f}m, gap {plan.gap:.4%}; "
        f"{plan.candidates:,} candidates, {plan.seconds:.1f} s.",
        highlight=False,
    )
    console.print(
        "All figures are £m of present value under illustrative defaults, not a forecast; "
        "the best panel studies of English councils find no saving at all.",
        style="italic",
        highlight=False,
    )
    out.mkdir(parents=True, exist_ok=True)
    picture = out / f"{stem}.png"
    plan.plot()
    plt.savefig(picture, dpi=200, bbox_inches="tight")
    plt.close()
    for path in (picture, *(plan.to_file(out / f"{stem}.{end}") for end in ("gpkg", "csv"))):
        console.print(f"wrote {escape(str(path))}", highlight=False, soft_wrap=True)


def _progress_line(progress: cl.Progress) -> str:
    parts = [progress.phase]
    if progress.candidates:
        parts.append(f"{progress.candidates:,} candidates")
    if math.isfinite(progress.incumbent):
        parts.append(f"incumbent £{progress.incumbent:,.3f}m")
    if math.isfinite(progress.bound):
        parts.append(f"bound £{progress.bound:,.3f}m")
    if math.isfinite(progress.gap):
        parts.append(f"gap {progress.gap:.4%}")
    return ", ".join(parts)


def _table(plan: cl.Plan) -> Table:
    """Return the plan as a table: a row a cluster, a column a term."""
    clusters = plan.clusters
    money = [*plan.costs.index, "total", "standalone", "saving"]
    table = Table(title="£m of present value", title_justify="left")
    table.add_column("cluster", justify="right")
    table.add_column("members", ratio=1)
    table.add_column("host")
    for column in money:
        table.add_column(column, justify="right", no_wrap=True)
    for label, row in clusters.iterrows():
        table.add_row(
            str(label),
            escape(row["members"]),
            escape(row["host"]),
            *(f"{row[column]:,.1f}" for column in money),
        )
    table.add_section()
    sums = clusters[money].sum()
    table.add_row("", "all", "", *(f"{sums[column]:,.1f}" for column in money), style="bold")
    return table
