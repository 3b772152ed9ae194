"""The summary, on one page: what is recommended, what it costs, what it rests on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clusterer import display
from clusterer.candidates.shares import POUND
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation
from clusterer.questions.appraise import BEST_FOUND, OPTIMUM
from clusterer.reports.chapters.alternatives import next_best, next_option
from clusterer.reports.chapters.clusters import partnerships
from clusterer.reports.chapters.consents import who_would_leave
from clusterer.reports.chapters.councils import shared_how
from clusterer.reports.chapters.evidence import ILLUSTRATIVE, NO_SAVING
from clusterer.reports.chapters.not_looked_at import headings
from clusterer.reports.chapters.proof import in_a_sentence
from clusterer.reports.chapters.roadmaps import paid_back_on_the_way, step_by_step
from clusterer.reports.document import (
    Fact,
    KeyFacts,
    Paragraph,
    Part,
    Point,
    Points,
    Section,
    Table,
)
from clusterer.reports.figures_at_ends import without_saving
from clusterer.reports.material import Material
from clusterer.reports.plain_names import (
    breaches,
    clusters_called,
    service_called,
    ties_broken,
)
from clusterer.reports.words import counted, in_order, listed, pounds, sentence, sizes

_MOST_CLUSTERS = 16
"""More are in their chapter only, so that the summary stays on a page."""

_MOST_BROKEN = 6

_PRICES = (
    "Amounts are in prices of 2007, unless the figures are your own. In today's worth, £1 counts "
    "the less the later it comes."
)

_MOST_WORSE = 4

_MOST_ALONE = 12


def chapter(material: Material) -> Section:
    """Return the summary."""
    parts: list[Part] = [Paragraph(recommendation(material), "lead")]
    facts = _facts(material)
    if facts:
        parts.append(KeyFacts(tuple(facts)))
    if material.is_illustrative and material.is_money:
        parts.append(Paragraph(_PRICES, "note"))
    parts += _broken(material)
    honest = _honest(material)
    if honest:
        parts.append(Paragraph(honest, "warning"))
    parts += _together(material)
    points = _points(material)
    if points:
        parts.append(Points(tuple(points)))
    return Section("summary", "Summary", tuple(parts))


def recommendation(material: Material) -> str:
    """Return in a sentence what is recommended, or looked at."""
    plan = material.plan
    if plan is None:
        assert material.case is not None
        return sentence(f"This is the business case of {material.case.subject}")
    begun = _begun(material)
    if isinstance(plan, PortfolioEvaluation):
        return f"{begun}: {_of_services(plan)}"
    size = plan.clusters["size"].to_numpy()
    shared = size[size > 1]
    if not shared.size:
        return f"{begun}: every one of the {size.size} councils stays on its own."
    members, alone = int(shared.sum()), int((size == 1).sum())
    number = len(material.names)
    who = (
        f"all {number} councils share" if not alone else f"{members} of the {number} councils share"
    )
    clusters = counted(int(shared.size), "cluster", "clusters")
    of = f" of {sizes(shared.tolist())}" if shared.size > 1 else ""
    rest = (
        ""
        if not alone
        else f"; {counted(alone, 'council stays', 'councils stay')} on {_own(alone)}"
    )
    return f"{begun}: {who} services in {clusters}{of}{rest}."


def _of_services(plan: PortfolioEvaluation) -> str:
    """Return how many services are shared, by how many councils, and which are not."""
    councils = len(plan.portfolio.councils)
    many = counted(len(plan.services), "service", "services")
    members = {name: _sharing(one) for name, one in plan.services.items()}
    shared = {name: number for name, number in members.items() if number}
    if not shared:
        return f"none of the {many} is shared; every one of the {councils} councils stays alone."
    whole = {1: "the one service", 2: "both services"}.get(len(members), f"all {many}")
    some = f"{counted(len(shared), 'of', 'of')} the {many}"
    how_many = whole if len(shared) == len(members) else some
    verb = "is" if len(shared) == 1 else "are"
    groups = counted(len(plan.groups), "partnership", "partnerships")
    said = f"{how_many} {verb} shared, in {groups}"
    least, most = min(shared.values()), max(shared.values())
    by = f"{most}" if least == most else f"{least} to {most}"
    whom = f"all {councils} councils" if least == councils else f"{by} of the {councils} councils"
    said += f", {'each ' if len(shared) > 1 else ''}by {whom}"
    without = [service_called(name) for name in members if name not in shared]
    if without:
        said += f"; nobody shares {listed(without)}"
    return f"{said}."


def _sharing(one: Evaluation) -> int:
    """Return how many councils share with others."""
    size = one.clusters["size"]
    return int(size[size > 1].sum())


def _own(alone: int) -> str:
    return "its own" if alone == 1 else "their own"


def _begun(material: Material) -> str:
    """Return what the first sentence begins with: a recommendation, or less than that."""
    option = material.option
    named = f", “{option}”" if option and option not in (OPTIMUM, BEST_FOUND) else ""
    if material.appraisal is not None:
        ranks = material.appraisal.table["rank"]
        if option and not pd.isna(ranks[option]) and ranks[option] == 1:
            return f"Recommended of the options{named}"
        return f"The option that was looked at{named}"
    proved = material.proved
    if proved is None:
        return "The plan that was looked at"
    return "Recommended" if proved.status == "optimal" else "The best plan that was found"


def _facts(material: Material) -> list[Fact]:
    plan, case = material.plan, material.case
    facts = []
    if plan is not None and material.has_costs:
        base = plan.standalone_cost if plan.today_cost is None else plan.today_cost
        share = f"{abs(plan.saving) / abs(base):.1%} of {material.amount(base)}, " if base else ""
        what = "Saves" if plan.saving >= 0 else "Costs more"
        facts.append(
            Fact(
                what,
                material.amount(plan.saving),
                f"against {material.baseline}: {share}{_counted_as(material)}",
            )
        )
    if case is not None:
        if plan is None:
            facts.append(Fact("Worth now", _signed(case.npv), "net present value of all its cash"))
        if case.capital:
            facts.append(
                Fact("Costs to get there", pounds(case.capital), "once, before anything is saved")
            )
            paid = f"{case.payback:.1f} years" if case.payback is not None else "Never"
            within = "" if case.payback is not None else f"not within {case.horizon} years"
            until = within or "until all that is spent has come back"
            of_which = paid_back_on_the_way(material)
            note = f"{until}, {of_which}" if of_which else until
            facts.append(Fact("Paid back in", paid, note))
    if plan is not None and material.has_costs:
        table = material.by_council
        worse = table[table["saving"] < -POUND].sort_values("saving", kind="stable")
        who = f"{len(worse)} of {len(table)}" if len(worse) else "No council"
        named = f"{listed(worse['name'], most=_MOST_WORSE)}; " if len(worse) else ""
        facts.append(
            Fact("Councils that pay more", who, f"{named}if costs are shared {shared_how(table)}")
        )
    return facts


def _counted_as(material: Material) -> str:
    if not material.is_money:
        return "in the measure of this report"
    case = material.case
    if case is None:
        return "in present value"
    return f"over {case.horizon} years, in today's worth"


def _signed(money: float) -> str:
    return f"{'−' if money < 0 else ''}{pounds(money)}"


def _broken(material: Material) -> list[Part]:
    faults = [
        f"{name.replace('_', ' ')}: {fault}" if name else fault
        for name, one in material.evaluations.items()
        for fault in breaches(one)
    ]
    if isinstance(material.plan, PortfolioEvaluation):
        faults += ties_broken(material.plan)
    if not faults:
        return []
    more = len(faults) - _MOST_BROKEN
    points = [Point(sentence(fault)) for fault in faults[:_MOST_BROKEN]]
    if more > 0:
        points.append(Point(f"{more} more."))
    many = counted(len(faults), "condition that was", "conditions that were")
    return [
        Paragraph(f"This plan breaks {many} set for it.", "warning"),
        Points(tuple(points)),
    ]


def _honest(material: Material) -> str:
    """Return what must be said beside the figures."""
    if not material.is_illustrative:
        return ""
    said = f"{ILLUSTRATIVE} {NO_SAVING}"
    plan = material.plan
    kept = without_saving(plan) if plan is not None else None
    shares = any(_sharing(one) for one in material.evaluations.values())
    if kept is None or not shares:
        return said
    what = f"cost {pounds(kept)} more than" if kept < 0 else f"save {pounds(kept)} against"
    return f"{said} If sharing saves nothing, this plan would {what} {material.baseline}."


def _together(material: Material) -> list[Part]:
    """Return who is with whom, if that is short."""
    if isinstance(material.plan, PortfolioEvaluation):
        few = 0 < len(material.plan.groups) <= _MOST_CLUSTERS
        return [partnerships(material, material.plan, "Who is with whom")] if few else []
    plan = material.single
    if plan is None:
        return []
    clusters = plan.clusters
    shared = clusters[clusters["size"] > 1]
    if shared.empty or len(shared) > _MOST_CLUSTERS:
        return []
    names, called = _members(plan), clusters_called(plan)
    values = pd.DataFrame(
        {"Councils": [listed(names[label]) for label in shared.index]},
        index=pd.Index([called[label] for label in shared.index], name="cluster", dtype=object),
    )
    formats = {}
    if material.has_costs:
        values["Saves"] = shared["saving"].to_numpy()
        formats["Saves"] = material.money
    alone = in_order(names[label][0] for label in clusters.index[clusters["size"] == 1])
    note = f"On their own: {listed(alone, most=_MOST_ALONE)}." if alone else ""
    if material.has_costs:
        note = f"{note} What a cluster saves is against its members on their own.".strip()
    colours = display.cluster_colours(plan.to_geodataframe())
    swatches = tuple(colours[label] for label in shared.index)
    return [Table(values, "Who is with whom", formats, note=note, swatches=swatches)]


def _members(plan: Evaluation) -> dict[object, list[str]]:
    councils = plan.councils
    return {
        label: in_order(councils.names[row] for row in rows)
        for label, rows in plan.arguments()["clusters"].items()
    }


def _points(material: Material) -> list[Point]:
    points = []
    if material.roadmaps:
        points.append(Point(step_by_step(material), "Year by year."))
    second = " ".join(filter(None, [next_best(material), next_option(material)]))
    if second:
        points.append(Point(second, "The next best."))
    if material.consents:
        points.append(Point(who_would_leave(material), "Would they stay."))
    rests = _rests_on(material)
    if rests:
        points.append(Point(rests, "It rests on."))
    proved = in_a_sentence(material)
    if proved:
        points.append(Point(proved, "How sure."))
    points.append(Point(f"{headings(material)}.", "Not looked at."))
    return points


def _rests_on(material: Material) -> str:
    """Return the figures that matter most, in a sentence or two."""
    said = []
    ends = material.ends
    if len(ends):
        width = (ends[["low", "high"]].max(axis=1) - ends[["low", "high"]].min(axis=1)).to_numpy()
        most = [ends.iloc[k] for k in np.argsort(-width, kind="stable")[:3] if width[k] > 0]
        figures = "; ".join(
            f"{row['meaning']} ({row['value']}; with {row['at_low']} {_saves(row['low'])}, with "
            f"{row['at_high']} {_saves(row['high'])})"
            for row in most
        )
        if figures:
            said.append(f"The figures that matter most are: {figures}.")
    plan = material.single
    if plan is None:
        return " ".join(said)
    marks = plan.figures["mark"]
    known = marks[marks != ""]
    if len(known):
        assumed = int((known == "A").sum())
        said.append(
            f"Of the {len(known)} figures that come with the model, {assumed} are assumptions."
        )
    return " ".join(said)


def _saves(saving: float) -> str:
    return f"it saves {pounds(saving)}" if saving >= 0 else f"it loses {pounds(saving)}"
