"""The report: a committee pack of a plan, in one file."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from clusterer._support.checks import (
    check_flag,
    check_progress,
    check_text,
    check_whole,
    plain_seconds,
)
from clusterer._support.wording import shown
from clusterer._support.writing import check_place
from clusterer.errors import InputError
from clusterer.reports.chapters import chapters_of
from clusterer.reports.computed import completed
from clusterer.reports.document import Document
from clusterer.reports.material import Material
from clusterer.reports.subjects import Result, gathered
from clusterer.reports.words import counted
from clusterer.reports.writers import WRITERS, check_installed
from clusterer.search.solution import Progress
from clusterer.solving.progress_bar import reporting

_MOST_ALTERNATIVES = 100


def report(
    path: str | Path,
    subject: Result,
    *more: Result | Mapping[str, Any],
    title: str | None = None,
    date: str | None = None,
    alternatives: int = 5,
    sensitivity: bool = True,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | bool | None = None,
) -> Path:
    """Write a report for a committee: what is recommended, what it costs, what it rests on.

    It is in plain words, for readers who know nothing of models or programs: a summary on a page;
    the options; the map with numbered clusters; who pays and who saves; cash by year; what would
    change the plan; the next best plans; every figure with its source; what is proved; how to do it
    again; and what was not looked at. Chapters that have nothing to say are left out.

    The same input gives the same bytes, unless the time was up.

    Parameters
    ----------
    path
        The file, whose ending says of which kind it is: ``.html``, a page that needs no network and
        can be read on a phone and printed; ``.docx``, the same for Word; ``.xlsx``, a workbook for
        Excel in which the cash is formulas: it follows when a reader changes the discount rate,
        the years, an amount, or what part of an item is counted.
    subject
        What it is about: a plan or an evaluation, of a problem or of a portfolio; an appraisal,
        whose cheapest option that breaks nothing is the plan; a business case; a consent; a
        roadmap; ranked plans; a ranging; a sweep; a frontier.
    *more
        Further results about the same plan, each of which gets its chapter; also its certificate,
        as `Plan.certificate` gives it, which is verified, and of which it is told how much it
        proves. A result about another plan or problem is refused.
    title
        Its heading.
    date
        A date to write below that, in words; none unless given.
    alternatives
        How many of the next best plans to work out, if ranked plans are not given; 0 for none.
    sensitivity
        Whether to work out how far each figure can go before another plan is best, if a ranging is
        not given. That takes a `solve` or more for each figure.
    time_limit
        Seconds after which the report goes without what is not worked out yet, and says so.
    progress
        As for `solve`.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the ending is another, no file can be in that place, or a result is not usable or does
        not fit.
    ImportError
        If what ``.docx`` or ``.xlsx`` needs is not installed: ``pip install 'clusterer[report]'``.
    OSError
        If it cannot be written, as where the disk is full; what was there before stays.

    Examples
    --------
    >>> import tempfile
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(2)])
    >>> plan = cl.solve(problem)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = cl.report(f"{folder}/london.html", plan, sensitivity=False, alternatives=0)
    ...     text = file.read_text(encoding="utf-8")
    >>> print(text[text.index("Recommended") :].split(";")[0])
    Recommended: 30 of the 32 councils share services in 15 clusters of two
    """
    place = _checked_place(path)
    if title is not None:
        check_text("title", title)
        if not title.strip():
            raise InputError(f"title = {shown(title)} has no word; leave it out for the usual one")
    if date is not None:
        check_text("date", date)
    check_whole("alternatives", alternatives, at_least=0, at_most=_MOST_ALTERNATIVES)
    check_flag("sensitivity", sensitivity)
    limit = plain_seconds(time_limit)
    check_progress(progress)
    material = gathered(subject, more)
    with reporting(progress) as callback:
        material = completed(
            material,
            alternatives=int(alternatives),
            sensitivity=bool(sensitivity),
            time_limit=limit,
            progress=callback,
        )
    document = document_of(material, title=title, date=date)
    return WRITERS[place.suffix.lower()](document, material, place)


def document_of(
    material: Material, *, title: str | None = None, date: str | None = None
) -> Document:
    """Return the document of a report, for any of the writers."""
    return Document(
        _title(material) if title is None else title,
        _subtitle(material),
        chapters_of(material),
        date or "",
    )


def _checked_place(path: str | Path) -> Path:
    if not isinstance(path, (str, Path)):
        raise InputError(f"path = {shown(path)} must be a path, such as 'report.html'")
    place = Path(path)
    if place.suffix.lower() not in WRITERS:
        known = " or ".join(WRITERS)
        raise InputError(
            f"cannot write {place}: a report is {known}, by the ending of its name; this ends with "
            f"{shown(place.suffix)}"
        )
    check_installed(place.suffix.lower())
    check_place(place)
    return place


def _title(material: Material) -> str:
    if material.plan is None:
        return "A business case"
    return "New clusters of councils" if not material.has_costs else "Councils that share services"


def _subtitle(material: Material) -> str:
    plan = material.plan
    if plan is None:
        return ""
    first = next(iter(material.evaluations.values()))
    residents = _residents(material)
    words = counted(len(first.councils), "council", "councils")
    return f"A report on {words}{f' with {residents:,.0f} residents' if residents else ''}"


def _residents(material: Material) -> float:
    """Return how many residents the councils have; 0 if that is not known."""
    first = next(iter(material.evaluations.values()))
    columns = [
        column
        for term in first.problem.terms
        if isinstance(column := getattr(term, "population", None), str)
    ]
    column = columns[0] if columns else "population"
    if column not in first.councils.frame:
        return 0.0
    try:
        total = float(first.councils.values(column).sum())
    except InputError:
        return 0.0
    return total if math.isfinite(total) else 0.0
