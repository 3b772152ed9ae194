"""What is proved, in words that need no mathematics."""

from __future__ import annotations

import hashlib
import json
import math

from clusterer.reports.document import Fact, KeyFacts, Paragraph, Part, Section
from clusterer.reports.material import Material
from clusterer.search.solution import DEFAULT_SOLVER, tolerance


def chapter(material: Material) -> Section | None:
    """Return what is proved of the plan; None for a business case alone."""
    if material.plan is None:
        return None
    if not material.has_costs:
        words = "There is no cost to compare plans by, so that nothing is proved of this one."
        return Section("proof", "What is proved", (Paragraph(words),))
    parts: list[Part] = [Paragraph(in_a_sentence(material), "lead")]
    proved = material.proved
    if proved is not None:
        gap = proved.objective - proved.bound
        facts = [
            Fact("The plan costs", material.amount(proved.objective)),
            Fact(
                "Every plan costs at least",
                material.amount(proved.bound) if math.isfinite(proved.bound) else "not known",
            ),
        ]
        if math.isfinite(gap) and gap > tolerance(proved.objective):
            facts.append(Fact("Could be saved beyond it", f"up to {material.amount(gap)}"))
        parts.append(KeyFacts(tuple(facts)))
        if proved.word_of and proved.word_of != DEFAULT_SOLVER:
            parts.append(
                Paragraph(
                    "The last step rests on the word of another program, "
                    f"{proved.word_of}, and was not checked."
                )
            )
    parts += _certificate(material)
    parts.append(
        Paragraph(
            "“Proved” is said of the arithmetic, and not of the world: no other way to group the "
            "councils comes out cheaper under the conditions and figures of this report. Whether "
            "the figures are right no proof can say.",
            "note",
        )
    )
    return Section("proof", "What is proved", tuple(parts))


def in_a_sentence(material: Material) -> str:
    """Return what is proved in a sentence; "" if there is nothing to prove."""
    proved = material.proved
    if material.plan is None or not material.has_costs:
        return ""
    if proved is None:
        return (
            "This plan was given and costed. It was not compared with all others, so that a "
            "cheaper one may exist."
        )
    if proved.status == "optimal":
        return (
            "No other plan under the same conditions and figures is cheaper: that is proved, and "
            "not only tried."
        )
    if not math.isfinite(proved.gap):
        return "It is the best plan that was found; how near it is to the best of all is not known."
    return (
        "It is the best plan that was found. A better one may exist; it is proved that none is "
        f"cheaper by more than {material.amount(proved.objective - proved.bound)}."
    )


def _certificate(material: Material) -> list[Part]:
    certificate = material.certificate
    if certificate is None:
        return []
    text = json.dumps(dict(certificate), sort_keys=True, separators=(",", ":"))
    mark = hashlib.sha256(text.encode()).hexdigest()
    return [
        Paragraph(
            "There is a certificate: a file with which others can check the proof by plain "
            "arithmetic, without the program that found the plan. It was checked while this report "
            f"was made, and held. Its mark (SHA-256 of its content, without blanks and with its "
            f"entries in the order of the alphabet) is {mark}. A file with another mark is another "
            "certificate."
        )
    ]
