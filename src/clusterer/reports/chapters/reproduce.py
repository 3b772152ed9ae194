"""How to do it again: the version, the data, the conditions."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from clusterer.limits import Limit
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Problem
from clusterer.questions.sweeps.fingerprint import fingerprint
from clusterer.reports.document import Code, Fact, KeyFacts, Paragraph, Part, Section
from clusterer.reports.material import Material
from clusterer.reports.plain_names import service_called
from clusterer.reports.python_lines import call, lacks
from clusterer.reports.words import listed
from clusterer.rules import Rule
from clusterer.terms import Term


def chapter(material: Material) -> Section | None:
    """Return how to reproduce the plan."""
    facts = [Fact("Made with", f"clusterer {_version()}", "a free library for Python")]
    if material.names:
        facts.append(Fact("Councils", f"{len(material.names):,}"))
    for name, one in material.evaluations.items():
        whose = f", {service_called(name)}" if name else ""
        of_what = "of the councils, figures and conditions together"
        facts.append(Fact(f"Mark of the data{whose}", fingerprint(one.problem), of_what))
    parts: list[Part] = [
        Paragraph(_again(material)),
        KeyFacts(tuple(facts)),
    ]
    sources = {one.councils.frame.attrs.get("source", "") for one in material.evaluations.values()}
    parts += [Paragraph(f"Data: {source}.") for source in sorted(filter(None, sources))]
    lines = _lines(material)
    if lines:
        parts += [
            Paragraph(
                f"For analysts, the lines in Python that {_found(material)} the plan and write the "
                "report:"
            ),
            Code("\n".join(lines)),
        ]
        lacking = _lacking(material)
        if lacking:
            parts.append(Paragraph(lacking, "warning"))
    return Section("reproduce", "How to do it again", tuple(parts))


def _again(material: Material) -> str:
    """Return what whoever does it again gets: of a plan that is not the best, only its cost."""
    if material.plan is None:
        return "Whoever has the same cash by year gets the same figures."
    if not material.has_costs:
        gets = "can check this plan against the conditions"
    elif material.is_optimal:
        gets = "gets the same plan, or another that costs the same"
    else:
        gets = "gets the same cost for the same plan"
    return (
        f"Whoever has the same table of councils and the same figures {gets}. The mark of the data "
        "is the same then; if anything differs, it is another."
    )


def _found(material: Material) -> str:
    return "find" if material.is_optimal else "cost"


def _version() -> str:
    try:
        return version("clusterer")
    except PackageNotFoundError:
        return "of unknown version"


def _lines(material: Material) -> list[str]:
    """Return a script; the table of the councils is for its reader to bring."""
    plan = material.plan
    if plan is None:
        return []
    begun = ["import clusterer as cl", "", "councils = ...  # The table of the councils."]
    several = isinstance(plan, PortfolioEvaluation)
    stated = (
        ["portfolio = cl.Portfolio(...)  # With the conditions and figures of this report."]
        if isinstance(plan, PortfolioEvaluation)
        else _problem(plan.problem)
    )
    of = "portfolio" if several else "problem"
    made = (
        [f"plan = cl.solve({of})"]
        if material.is_optimal
        else [
            f"clusters = ...  # The cluster of each council{', by service' if several else ''}.",
            f"plan = {of}.evaluate(clusters)",
        ]
    )
    return [*begun, *stated, *made, 'cl.report("report.html", plan)']


def _problem(problem: Problem) -> list[str]:
    """Return the lines that state a problem, as far as its parts can be written."""
    lines = ["problem = cl.Problem(", "    councils,"]
    for what, some in (
        ("terms", problem.own_terms),
        ("rules", problem.rules),
        ("limits", problem.limits),
    ):
        if some:
            lines += [f"    {what}=[", *map(_stated, some), "    ],"]
    if problem.today is not None:
        lines.append("    today=...,  # The partnerships that exist.")
    return [*lines, "    adjacency=...,  # Who is a neighbour of whom.", ")"]


def _stated(part: Term | Rule | Limit) -> str:
    lacking = " ".join(lacks(part).split())  # A name may have lines.
    return f"        {call(part)},{f'  # Put in {lacking}.' if lacking else ''}"


def _lacking(material: Material) -> str:
    """Return what the lines lack and what to do about it; "" if they are whole."""
    plan = material.single
    if plan is None:
        return ""
    problem = plan.problem
    parts = (*problem.own_terms, *problem.rules, *problem.limits)
    found = list(filter(None, map(lacks, parts)))
    if not found:
        return ""
    return (
        f"These lines do not have {listed(found)}: a report cannot hold what was written for it in "
        "Python. Ask whoever made this report for that, and put it where the lines say “Put in”."
    )
