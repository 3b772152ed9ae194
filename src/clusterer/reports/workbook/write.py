"""A report as a workbook: which sheets it has, and in which order they are written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from clusterer.reports.chapters.councils import shared_how
from clusterer.reports.document import Document
from clusterer.reports.material import Material
from clusterer.reports.workbook.amount_rows import write_amounts
from clusterer.reports.workbook.amounts import amounts_of
from clusterer.reports.workbook.book import Book
from clusterer.reports.workbook.chapters import write_chapter
from clusterer.reports.workbook.checks import Check
from clusterer.reports.workbook.cluster_cash import write_cluster_cash
from clusterer.reports.workbook.clusters import write_clusters
from clusterer.reports.workbook.council_cash import write_council_cash
from clusterer.reports.workbook.councils import write_councils
from clusterer.reports.workbook.gap import write_gap
from clusterer.reports.workbook.inputs import Levers, figures_of, write_inputs
from clusterer.reports.workbook.options import write_costs_of_options
from clusterer.reports.workbook.roadmap_cash import write_roadmap_cash
from clusterer.reports.workbook.summary import write_summary
from clusterer.reports.workbook.year_cash import write_year_cash

_OWN_SHEETS = ("summary", "councils", "cash")
"""Chapters of which the sheets that calculate say all."""

_SUMS = ("On its own", "Pays", "Saves", "Is paid to stay")
"""The columns of the chapter on consent that can be summed up."""

_NAMES = {
    "options": "Options",
    "alternatives": "Alternatives",
    "roadmap": "Roadmap",
    "consent": "Consent",
    "proof": "Proof",
    "sensitivity": "Sensitivity",
    "assumptions": "What it rests on",
    "map": "Partnerships",
}
"""What the sheet of a chapter is called, if it is not called as the chapter is."""


def as_workbook(document: Document, material: Material) -> bytes:
    """Return a report as the bytes of a workbook."""
    book = Book(document.title)
    # The first sheet is written last: it says what the others come to.
    summary = book.sheet("Summary")
    figures, checks, cost, levers = _calculated(book, material)
    for section in document.sections:
        single = material.single is not None
        if section.key in _OWN_SHEETS or (section.key == "map" and single):
            continue
        sheet = book.sheet(_NAMES.get(section.key, section.title))
        more = None
        if section.key == "options" and material.has_costs:
            more = partial(write_costs_of_options, material=material)
        known = material.proved is not None or material.certified is not None
        if section.key == "proof" and known and cost:
            more = partial(write_gap, material=material, cost=cost)
        if section.key == "roadmap" and material.roadmaps:
            more = partial(write_roadmap_cash, roadmaps=material.roadmaps, levers=levers)
        sums = _SUMS if section.key == "consent" else ()
        write_chapter(sheet, section, tables=section.key != "assumptions", sums=sums, more=more)
    write_summary(summary, document, material.case, figures, checks)
    return book.content


def _calculated(
    book: Book, material: Material
) -> tuple[Mapping[str, str], list[Check], str, Levers | None]:
    """Write the sheets that calculate.

    Returns the figures, the checks, the cost of the plan, and what may be changed.
    """
    case, plan = material.case, material.plan
    amounts = None if case is None else amounts_of(case, plan, material.consents)
    if amounts is not None and not amounts.rows:
        amounts = None  # Nothing changes, so that there is nothing to calculate.
    has_inputs = amounts is not None or any(True for _ in figures_of(material))
    inputs = book.sheet("Inputs") if has_inputs else None
    councils = book.sheet("Councils") if plan is not None and material.has_costs else None
    clusters = book.sheet("Clusters") if plan is not None and material.has_costs else None
    figures: Mapping[str, str] = {}
    checks: list[Check] = []
    cash, cost = None, ""
    levers = None if inputs is None else write_inputs(book, inputs, material, amounts)
    if amounts is not None and levers is not None:
        of_years = book.sheet("Cash by year")
        of_councils = book.sheet("Cash by council") if amounts.by_council else None
        of_clusters = book.sheet("Cash by cluster")
        placed = write_amounts(book.sheet("Cash amounts"), amounts, material.names)
        by_cluster = write_cluster_cash(of_clusters, amounts, levers, placed)
        by_year = write_year_cash(of_years, amounts, levers, by_cluster)
        figures = by_year.figures
        if of_councils is not None:
            key = "" if plan is None else shared_how(material.by_council)
            cash = write_council_cash(
                of_councils, amounts, levers, placed, by_year, material.names, key
            )
            checks.append(cash.check)
    if councils is not None:
        checks += write_councils(councils, material, cash)
    if clusters is not None:
        of_plan, cost = write_clusters(clusters, material)
        checks += of_plan
    return figures, checks, cost, levers
