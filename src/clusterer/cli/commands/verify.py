"""`clusterer verify`: the check of a certificate."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

import clusterer as cl
from clusterer._support import interrupts
from clusterer.certificates.mark import HOW, mark_of
from clusterer.certificates.verify.reading import MOST_BYTES, load
from clusterer.cli.places import place
from clusterer.cli.problems import Stated
from clusterer.cli.running import ending_at
from clusterer.cli.stating import examples


@examples(
    "clusterer verify output/london.certificate.json",
    "clusterer verify output/districts.certificate.json --boundaries maps/districts.gpkg",
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
    """Is it true that no plan costs less? Check a certificate, without the solver.

    For whoever trusts neither the solver nor who sent the plan. Makes the problem again
    from the options that the certificate names, and checks all else in exact arithmetic. It takes a
    few seconds, or a minute for many candidates. `clusterer solve ... --certificate` writes one.
    Prints its mark too, by which a report names it.
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
    mark = f"mark of the certificate: {mark_of(certificate)} ({HOW})"
    console.print(mark, highlight=False, soft_wrap=True)
    with ending_at("interrupted; nothing is verified"), interrupts.at_once():
        problem = stated.problem()
        cl.verify(problem, certificate)
    objective, bound = (float(Fraction(certificate[key])) for key in ("objective", "bound"))
    console.print(
        f"verified: the plan costs £{objective:,.6f}m, and none costs less than £{bound:,.6f}m",
        highlight=False,
        soft_wrap=True,
    )
