"""What was not looked at: what no figure of the report says anything of."""

from __future__ import annotations

from clusterer.limits import PostsDisplaced
from clusterer.reports.document import Paragraph, Part, Point, Points, Section
from clusterer.reports.material import Material
from clusterer.reports.words import listed
from clusterer.rules import (
    MaxControl,
    MaxDisplaced,
    MaxPoliticalDistance,
    MinControl,
)
from clusterer.terms import (
    LossOfControl,
    Politics,
    Risk,
    Staff,
    Systems,
    Travel,
)

_ALWAYS = {
    "the legal form": (
        "whether councils share by a joint committee, a company, a contract or a lead council, and "
        "who employs the staff"
    ),
    "the rights of staff": (
        "transfer of employment under TUPE, terms and conditions, pensions, and how many would go"
    ),
    "contracts": "what is let to suppliers, until when, and what it costs to end it early",
    "buildings and equipment": "leases, offices and machines that are left over",
    "tax and debt": "rates of council tax, reserves, debts, and VAT",
    "quality": "how well residents are served, before and after",
    "residents": "what they want, and where they feel they belong",
}

_TERMS: tuple[tuple[tuple[type, ...], str, str], ...] = (
    ((Travel,), "travel", "of staff and residents to the host"),
    ((Politics, MaxPoliticalDistance), "politics", "whether councils of different control agree"),
    (
        (LossOfControl, MinControl, MaxControl),
        "control",
        "what a council can no longer decide by itself",
    ),
    ((Systems,), "computer systems", "whether those of the members fit together"),
    (
        (Staff, MaxDisplaced, PostsDisplaced),
        "redundancies",
        "what ending posts costs, and a cap on them",
    ),
    ((Risk,), "break-ups", "that a cluster ends early, and what that costs"),
)


def chapter(material: Material) -> Section:
    """Return what was not looked at, and what was not worked out."""
    points = [Point(f"{why}.", f"{what[:1].upper()}{what[1:]}:") for what, why in _all(material)]
    parts: list[Part] = [
        Paragraph("No figure of this report says anything of:"),
        Points(tuple(points)),
    ]
    if material.left_out:
        parts += [
            Paragraph("Not worked out in this report:"),
            Points(tuple(map(Point, material.left_out))),
        ]
    return Section("not-looked-at", "What was not looked at", tuple(parts))


def headings(material: Material) -> str:
    """Return what was not looked at, in one sentence without a full stop."""
    words = listed(what for what, _ in _all(material))
    return words[:1].upper() + words[1:]


def _all(material: Material) -> list[tuple[str, str]]:
    parts: list[object] = []
    for one in material.evaluations.values():
        problem = one.problem
        parts += [*problem.terms, *problem.rules, *problem.limits]
    missing = [
        (what, why)
        for kinds, what, why in _TERMS
        if not any(isinstance(one, kinds) for one in parts)
    ]
    return [*_ALWAYS.items(), *(missing if parts else [])]
