"""The program: its commands in their order, and how it ends when something is refused."""

from __future__ import annotations

from typing import Annotated

import matplotlib as mpl
import typer

import clusterer as cl
from clusterer._support import interrupts
from clusterer._support.interrupts import INTERRUPTED
from clusterer.cli.commands.compare import compare
from clusterer.cli.commands.consent import consent
from clusterer.cli.commands.frontier import frontier
from clusterer.cli.commands.london import london
from clusterer.cli.commands.rank import rank
from clusterer.cli.commands.report import report
from clusterer.cli.commands.roadmap import roadmap
from clusterer.cli.commands.solve import solve
from clusterer.cli.commands.sweep import sweep
from clusterer.cli.commands.verify import verify
from clusterer.cli.commands.why_not import why_not
from clusterer.cli.running import complain
from clusterer.cli.words import in_options, notes

COMMANDS = {
    "Find the cheapest plan": (london, solve),
    "Is there a better one?": (rank, why_not, compare, frontier, sweep),
    "Will it come about?": (consent, roadmap),
    "Show it, and prove it": (report, verify),
}
"""All commands, by the heading that they have on the help page."""


FIRST_EXAMPLES = (
    "clusterer london",
    "clusterer solve districts.gpkg --population residents --name title",
    "clusterer rank essex --max-size 4 --or-alone --min-population 300000",
    "clusterer solve --help",
)
"""Those of the first help page."""


def epilog(*commands: str) -> str:
    """Return the end of a help page: commands to copy."""
    return "Examples:\n\n" + "\n\n".join(f"`{command}`" for command in commands)


app = typer.Typer(
    help="Group councils into shared-service clusters, to proven optimality.\n\n"
    "Each command takes a map, your own boundary file or one that comes with the library, prints "
    "its answer as a table, and writes tables (.csv) and pictures (.png) to the folder `output`. "
    "They all state the problem by the same options. Begin with `clusterer london`; each command "
    "says what to ask next.",
    epilog=epilog(*FIRST_EXAMPLES),
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


for _heading, _commands in COMMANDS.items():
    for _command in _commands:
        _ends = epilog(*vars(_command)["examples"])
        app.command(rich_help_panel=_heading, epilog=_ends)(_command)


def main() -> None:
    """Run the command line; what the library refuses is told in a line."""
    mpl.use("Agg")
    try:
        # From the first step to the last, so that no library on the way makes an end of its own.
        with interrupts.noted(), notes():
            app()
    except KeyboardInterrupt:
        complain("interrupted")
        raise SystemExit(INTERRUPTED) from None
    except cl.ClustererError as error:
        complain(in_options(str(error)))
        raise SystemExit(1) from None
    except OSError as error:  # Such as a full disk that the output goes to.
        complain(f"cannot go on: {error.strerror or error}")
        raise SystemExit(1) from None
