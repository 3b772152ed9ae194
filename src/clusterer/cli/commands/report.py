"""`clusterer report`: the committee pack."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

import clusterer as cl
from clusterer._support import interrupts
from clusterer.cli.budgets import amounts_of
from clusterer.cli.drawn import read_options
from clusterer.cli.folder import Writer
from clusterer.cli.keys import key_of
from clusterer.cli.options.question import (
    OUTPUT,
    Budget,
    By,
    OptionColumns,
    Out,
    Partly,
    PlanColumn,
    PlanFile,
    RestAlone,
    TimeLimit,
)
from clusterer.cli.places import place
from clusterer.cli.problems import Stated
from clusterer.cli.proofs import ENDING, proof_of, write_proof
from clusterer.cli.result import print_plan, print_table
from clusterer.cli.running import Run, answer
from clusterer.cli.stating import examples, takes_a_map
from clusterer.model.problem import Evaluation
from clusterer.questions.roadmap.why_none import NoWayError
from clusterer.reports.computed import completed
from clusterer.reports.document import Document
from clusterer.reports.material import Material
from clusterer.reports.report import document_of
from clusterer.reports.subjects import Result, gathered, recommended
from clusterer.reports.words import sentence
from clusterer.reports.writers import WRITERS, check_installed
from clusterer.solving.plan import Plan

_log = logging.getLogger(__name__)

FORMATS = tuple(ending.removeprefix(".") for ending in WRITERS)
"""The kinds of files that there are."""


@dataclass(frozen=True)
class _Pack:
    """A report that is worked out, for all kinds of files.

    Attributes
    ----------
    subject
        What it is about.
    material
        What it is made of.
    document
        What it says.
    proof
        The certificate of its plan; None if there is none.
    """

    subject: Evaluation | cl.Appraisal
    material: Material
    document: Document
    proof: dict[str, Any] | None

    def write(self, place: Path) -> None:
        """Write it, by the ending of the place."""
        WRITERS[place.suffix](self.document, self.material, place)

    def prove(self, place: Path) -> None:
        """Write the certificate."""
        assert self.proof is not None
        write_proof(self.proof, place)


@examples(
    "clusterer report london --max-size 3 --no-sensitivity --title 'Sharing in London'",
    "clusterer report districts.gpkg --population residents --index code --options options.csv "
    "--format html",
    "clusterer report districts.gpkg --population residents --by residents --years 3 "
    "--budget 10 --alternatives 3 --no-sensitivity",
)
@takes_a_map
def report(
    stated: Stated,
    options: Annotated[
        str | None,
        typer.Option(
            "--options",
            metavar="FILE",
            help="Options that were drawn by hand, to stand side by side in the report: the table "
            "that `clusterer compare` takes.",
        ),
    ] = None,
    option: OptionColumns = None,
    rest_alone: RestAlone = False,
    by: By = None,
    years: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="N",
            help="With a chapter on who moves in which of so many years, or why there is no way to "
            "the plan; see roadmap.",
        ),
    ] = None,
    budget: Budget = None,
    partly: Partly = False,
    alternatives: Annotated[
        int,
        typer.Option(
            min=0, max=100, metavar="N", help="How many of the next best plans; 0 for none."
        ),
    ] = 5,
    sensitivity: Annotated[
        bool,
        typer.Option(
            "--sensitivity/--no-sensitivity",
            help="Whether to find out how far each figure can go before another plan is best.",
        ),
    ] = True,
    title: Annotated[
        str | None,
        typer.Option(help="The heading of the report; unless given, the usual one with the place."),
    ] = None,
    date: Annotated[
        str | None,
        typer.Option(
            help="A date below it, in words; none unless given, so that the same input "
            "gives the same file."
        ),
    ] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            metavar="|".join(FORMATS),
            help="Which kinds of files to write; all unless given. Repeatable.",
        ),
    ] = None,
    plan: PlanFile = None,
    column: PlanColumn = None,
    time_limit: TimeLimit = None,
    out: Out = OUTPUT,
    certificate: Annotated[
        bool,
        typer.Option(
            "--certificate",
            help="Also write a certificate (.certificate.json), for `clusterer verify` to check; "
            "the report has its name and its mark.",
        ),
    ] = False,
) -> None:
    """How do I put it to the committee? Write a report of the plan, for who knows no models.

    For the end, when the plan is to be decided on. Prints the plan, and writes the report as a page
    for a browser (.html), a workbook (.xlsx) and a paper (.docx): what is recommended, the map, who
    pays and who saves, cash by year, what would change the plan, the next best plans, every figure
    with its source, and what was not looked at. Tables and pictures by themselves (.csv, .png) are
    what `solve` and the other commands write.
    """
    kinds = _checked(kind)
    if title is not None and not title.strip():
        raise cl.InputError(f"--title {title!r} has no word; leave it out for the usual one")
    if options is not None and (plan is not None or column is not None):
        raise cl.InputError(
            f"--options {options!r} and --plan {plan!r} say two things of what it is about; leave "
            "out one of the two, and --column without --plan"
        )
    if options is None and (option or rest_alone):
        raise cl.InputError("--option and --rest-alone are about --options FILE; give that too")
    if budget is not None and years is None:
        raise cl.InputError(f"--budget {budget!r} is about --years N; give that too")
    if partly and years is None:
        raise cl.InputError("--partly is about --years N; give that too")
    if certificate and plan is not None:
        raise cl.InputError(
            f"--certificate proves the plan that is found, and --plan {plan!r} gives another; "
            "leave out one of the two"
        )
    amounts = amounts_of(budget)

    def ask(problem: cl.Problem, run: Run) -> _Pack:
        key = None if by is None else key_of(by, problem.councils)
        subject: Evaluation | cl.Appraisal
        if options is None:
            subject = chosen = run.plan(problem, plan, column)
        else:
            subject = _appraised(problem, options, option or (), rest_alone, run)
            chosen = _recommended(subject)
        more: list[Result] = []
        if key is not None:
            more.append(cl.consent(chosen, key, time_limit=run.left))
        no_way = ""
        if years is not None:
            way = _way(chosen, years, amounts, partly=partly, run=run)
            if isinstance(way, str):
                no_way = way
            else:
                more.append(way)
        proof = _proof(chosen, stated, run) if certificate else None
        known = gathered(subject, (*more, proof) if proof else tuple(more))
        known = replace(known, no_way=no_way)
        if known.certified is not None:
            named = replace(known.certified, file=f"{stated.stem}.{ENDING}")
            known = replace(known, certified=named)
        material = completed(
            known,
            alternatives=alternatives,
            sensitivity=sensitivity,
            time_limit=run.left,
            progress=run.bar,
        )
        document = document_of(material, title=title, date=date)
        if title is None:
            document = replace(document, title=f"{document.title}: {stated.place}")
        return _Pack(subject, material, document, proof)

    files: dict[str, Writer[_Pack]] = dict.fromkeys(kinds, _Pack.write)
    if certificate:
        files[ENDING] = _Pack.prove
    answer(
        stated,
        out,
        files,
        ask,
        _print,
        time_limit=time_limit,
        then=("rank", "for the plans that are nearly as good"),
        nothing_in=lambda pack: () if pack.proof is not None else (ENDING,),
        sources=[options, plan],
    )


def _way(
    plan: Evaluation, years: int, budget: list[float] | None, *, partly: bool, run: Run
) -> cl.Roadmap | str:
    """Return the way to a plan; if there is none, why, with a note: all else can be reported."""
    try:
        return cl.roadmap(plan, years=years, budget=budget, whole=not partly, time_limit=run.left)
    except NoWayError as error:
        told, why = str(error), sentence(error.why)
        if error.remedies:
            why += f" It would take {' or '.join(error.remedies)}."
    except cl.NoPlanFoundError as error:
        told, why = str(error), sentence(str(error))
    _log.warning("the report has no roadmap: %s", told)
    return why


def _proof(plan: Evaluation, stated: Stated, run: Run) -> dict[str, Any] | None:
    """Return the certificate of a plan; None, with a warning, if there can be none."""
    if not isinstance(plan, Plan):
        why = "the report is about an option that was given, and no solve has found it"
    else:
        try:
            return proof_of(plan, stated, run.left)
        except cl.CertificateError as error:
            why = str(error)
    _log.warning("no certificate is written: %s", why)
    return None


def _checked(kinds: Sequence[str] | None) -> list[str]:
    """Return the endings of the files to write: those that were asked for, or all that can be."""
    for kind in kinds or ():
        if kind not in FORMATS:
            raise cl.InputError(f"--format {kind!r} is none of {', '.join(FORMATS)}")
    possible = []
    for kind in dict.fromkeys(kinds or FORMATS):
        try:
            check_installed(f".{kind}")
        except ImportError as error:
            if kinds:
                raise cl.InputError(f"--format {kind!r}: {error}") from None
            _log.warning("no .%s is written: %s", kind, error)
        else:
            possible.append(kind)
    return possible


def _appraised(
    problem: cl.Problem, file: str, chosen: Sequence[str], rest_alone: bool, run: Run
) -> cl.Appraisal:
    """Put the options of a table side by side."""
    with interrupts.at_once():
        drawn = read_options(place(file), problem.councils, chosen=chosen, rest_alone=rest_alone)
    return cl.appraise(problem, drawn, rest_alone=rest_alone, time_limit=run.left, progress=run.bar)


def _recommended(appraisal: cl.Appraisal) -> Evaluation:
    """Return the option that the report is about, if there is one that breaks nothing."""
    if (appraisal.table["broken"] > 0).all():
        raise cl.InputError(
            "each option of --options breaks a rule or a limit, so that there is none to "
            "recommend; see clusterer compare"
        )
    return recommended(appraisal)


def _print(pack: _Pack, console: Console) -> None:
    if isinstance(pack.subject, Plan):
        print_plan(pack.subject, console)
    else:
        print_table(repr(pack.subject), console)
