"""Would they stay: who would leave the plan, and what keeps them."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.figure import Figure

from clusterer.questions.consent.result import Consent
from clusterer.reports.document import (
    Paragraph,
    Part,
    Picture,
    Point,
    Points,
    Section,
    Table,
)
from clusterer.reports.material import Material
from clusterer.reports.pictures import figure_of
from clusterer.reports.plain_names import breaches, key_called
from clusterer.reports.words import counted

_MOST_BLOCKING = 5


def chapter(material: Material) -> Section | None:
    """Return what is known of consent, if it was given."""
    if not material.consents:
        return None
    parts = [part for consent in material.consents for part in _of(material, consent)]
    return Section("consent", "Would they stay", tuple(parts))


def _of(material: Material, consent: Consent) -> list[Part]:
    parts: list[Part] = [Paragraph(_headline(material, consent), "lead")]
    if len(consent.blocking):
        first = consent.blocking.head(_MOST_BLOCKING)
        points = [
            Point(f"{row['members']}: together they would gain {material.amount(row['gain'])}.")
            for _, row in first.iterrows()
        ]
        more = len(consent.blocking) - len(first)
        if more:
            points.append(Point(f"{more:,} more."))
        parts += [Paragraph("Who would leave, the most first:"), Points(tuple(points))]
    parts.append(_table(material, consent))
    if len(consent.blocking):
        parts.append(_map(consent))
    notes = " ".join(_in_words(consent, note) for note in consent.notes)
    if notes:
        parts.append(Paragraph(notes, "note"))
    return parts


def who_would_leave(material: Material) -> str:
    """Return of each consent who would leave, what keeps them, and whether another split would."""
    return " ".join(_headline(material, consent) for consent in material.consents)


def _headline(material: Material, consent: Consent) -> str:
    how = _game(consent)
    if consent.holds:
        return f"{how}, nobody gains by leaving this plan."
    many = counted(len(consent.blocking), "group of councils gains", "groups of councils gain")
    said = f"{how}, {many} by leaving this plan to share among themselves."
    if math.isfinite(consent.subsidy):
        said += (
            f" {material.amount(consent.subsidy)} from outside would keep all of them; that money "
            "is not taken off what the plan saves."
        )
    bargain = consent if consent.key is None else material.bargain
    if bargain is None:
        return said
    if bargain.holds:
        return (
            f"{said} Nobody gains by leaving if the members of each cluster share its cost in "
            "another way: there is one, and it needs no money from outside."
        )
    least = (
        "" if bargain is consent else f" {material.amount(bargain.subsidy)} is needed at the least."
    )
    return (
        f"{said} There is no way to share the cost of each cluster among its members that keeps "
        f"everybody without money from outside.{least}"
    )


def _game(consent: Consent) -> str:
    """Return in words how costs are shared."""
    if not consent.game.startswith(_BY_KEY):
        return "If members bargain over any way to share the cost of their cluster"
    return f"If the members of a cluster share its cost {key_called(consent.game[len(_BY_KEY) :])}"


_BY_KEY = "shares "
"""What begins the game of those who pay by a key."""


def _table(material: Material, consent: Consent) -> Table:
    table = consent.table
    columns = {
        "alone": "On its own",
        "charge": "Pays",
        "saving": "Saves",
        "lowest": "Pays at least",
        "highest": "Pays at most",
        "gain": "Would gain by leaving",
        "paid": "Is paid to stay",
    }
    game = _game(consent)
    values = pd.DataFrame(index=pd.Index(table["name"].astype(str), name="council", dtype=object))
    formats = {}
    for name, heading in columns.items():
        amounts = table[name].astype(float)
        if amounts.isna().all():
            continue
        if name == "charge" and consent.key is None and consent.subsidy > 0.0:
            heading = "Pays, after what it is paid"
        values[heading] = amounts.where(amounts.abs() != math.inf).to_numpy()
        formats[heading] = material.money
    return Table(
        values,
        f"What each council pays and would gain by leaving, {game[:1].lower()}{game[1:]}",
        formats,
        note="“At least” and “at most” are among all ways to share the cost in which nobody leaves."
        if "Pays at least" in values
        else "",
    )


def _in_words(consent: Consent, note: str) -> str:
    """Return a note in which what is broken is said without names of the code."""
    plan = consent.evaluation
    for fault, words in zip(plan.broken, breaches(plan), strict=True):
        note = note.replace(fault, words)
    return note


def _map(consent: Consent) -> Picture:
    def draw() -> Figure:
        return figure_of(consent.plot(title=""))

    return Picture(
        draw,
        "Map of the councils: the darker one is, the more it would gain by leaving its cluster.",
        "Who would gain by leaving, if nobody is paid to stay. The first group that would leave "
        "has a dashed outline.",
    )
