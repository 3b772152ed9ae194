"""The chapters of a report, a file each: from what is at hand to a section, or to none."""

from __future__ import annotations

from collections.abc import Callable

from clusterer.reports.chapters import (
    alternatives,
    assumptions,
    cash,
    clusters,
    consents,
    councils,
    not_looked_at,
    options,
    proof,
    reproduce,
    roadmaps,
    sensitivity,
    summary,
    tradeoff,
)
from clusterer.reports.document import Section
from clusterer.reports.material import Material

CHAPTERS: tuple[Callable[[Material], Section | None], ...] = (
    summary.chapter,
    options.chapter,
    clusters.chapter,
    councils.chapter,
    cash.chapter,
    roadmaps.chapter,
    consents.chapter,
    sensitivity.chapter,
    alternatives.chapter,
    tradeoff.chapter,
    assumptions.chapter,
    proof.chapter,
    reproduce.chapter,
    not_looked_at.chapter,
)
"""In the order in which they stand; one that has nothing to say is left out."""


def chapters_of(material: Material) -> tuple[Section, ...]:
    """Return the chapters that have something to say."""
    found = (chapter(material) for chapter in CHAPTERS)
    return tuple(section for section in found if section is not None)
