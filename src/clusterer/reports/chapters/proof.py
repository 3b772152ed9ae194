"""What is proved, in words that need no mathematics."""

from __future__ import annotations

import math

from clusterer.certificates.mark import HOW
from clusterer.reports.certified import Certified
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
    objective, bound = material.plan.objective, material.bound
    proved, certified = material.proved, material.certified
    if proved is not None or certified is not None:
        known = math.isfinite(bound)
        facts = [
            Fact("The plan costs", material.signed(objective)),
            Fact("Every plan costs at least", material.signed(bound) if known else "not known"),
        ]
        if known and objective - bound > tolerance(objective):
            facts.append(
                Fact("Could be saved beyond it", f"up to {material.amount(objective - bound)}")
            )
        parts.append(KeyFacts(tuple(facts)))
    by_certificate = certified is not None and certified.is_optimal
    if proved is not None and proved.word_of not in ("", DEFAULT_SOLVER) and not by_certificate:
        parts.append(
            Paragraph(
                "The last step rests on the word of another program, "
                f"{proved.word_of}, and was not checked."
            )
        )
    if certified is not None:
        parts.append(_certificate(material, certified))
    note = _of_the_world(material)
    if note:
        parts.append(Paragraph(note, "note"))
    return Section("proof", "What is proved", tuple(parts))


def _of_the_world(material: Material) -> str:
    """Return what no proof can say, beside what this one does; "" if nothing is proved."""
    if material.is_optimal:
        what = (
            "no other way to group the councils comes out cheaper under the conditions and figures "
            "of this report"
        )
    elif math.isfinite(material.bound):
        what = "what is proved of the cost holds under the conditions and figures of this report"
    else:
        return ""
    return (
        f"“Proved” is said of the arithmetic, and not of the world: {what}. Whether the figures "
        "are right no proof can say."
    )


def in_a_sentence(material: Material) -> str:
    """Return what is proved in a sentence; "" if there is nothing to prove."""
    plan, bound = material.plan, material.bound
    if plan is None or not material.has_costs:
        return ""
    if material.is_optimal:
        return (
            "No other plan under the same conditions and figures is cheaper: that is proved, and "
            "not only tried."
        )
    if material.proved is None and not math.isfinite(bound):
        return (
            "This plan was given and costed. It was not compared with all others, so that a "
            "cheaper one may exist."
        )
    begun = (
        "This plan was given and costed."
        if material.proved is None
        else "It is the best plan that was found."
    )
    if not math.isfinite(bound):
        return f"{begun[:-1]}; how near it is to the best of all is not known."
    return (
        f"{begun} A better one may exist; it is proved that none is cheaper by more than "
        f"{material.amount(plan.objective - bound)}."
    )


def _certificate(material: Material, certified: Certified) -> Paragraph:
    """Return what the certificate proves, itself, and how to know it again."""
    assert material.plan is not None
    least = f"every plan costs at least {material.signed(certified.bound)}"
    if certified.is_optimal:
        proves = f"It proves that no other plan is cheaper: {least}."
    else:
        proves = "It does not prove that this plan is the best."
        if math.isfinite(certified.bound):
            proves += f" What it proves is that {least}."
        hair = tolerance(material.plan.objective)
        if material.is_optimal or certified.bound < material.bound - hair:
            proves += (
                " That is less than the search proved: the rest of what is said here rests on the "
                "program that found the plan."
            )
    beside = ""
    if certified.file:
        beside = (
            f" It stands beside this report, as {certified.file}, and the command “clusterer "
            f"verify {certified.file}” checks it again."
        )
    return Paragraph(
        "There is a certificate: a file with which others can check by plain arithmetic what it "
        "proves, without the program that found the plan. It was checked while this report was "
        f"made, and held.{beside} {proves} Its mark ({HOW}) is {certified.mark}. A file with "
        "another mark is another certificate."
    )
