"""What less of something else costs: the points of a frontier."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from clusterer.questions.frontier_plans import Frontier
from clusterer.reports.document import Paragraph, Part, Picture, Section, Table
from clusterer.reports.formats import COUNT, Format
from clusterer.reports.material import Material
from clusterer.reports.pictures import figure_of
from clusterer.reports.plain_names import term_called
from clusterer.reports.words import listed


def chapter(material: Material) -> Section | None:
    """Return the best plans for each amount of something else, if a frontier was given."""
    frontier = material.frontier
    if frontier is None:
        return None
    called = _called(frontier)
    parts: list[Part] = [
        Paragraph(_said(frontier), "lead"),
        _table(material, frontier),
        _chart(frontier),
    ]
    if frontier.impossible:
        numbers = listed(map(str, frontier.impossible))
        parts.append(
            Paragraph(f"No plan that keeps the conditions has {numbers} clusters.", "note")
        )
    return Section("tradeoff", f"Cost against {called}", tuple(parts))


def _said(frontier: Frontier) -> str:
    """Return what the points are."""
    if not frontier.complete:
        return "These are the best plans that were found; others may lie between them."
    if frontier.by == "clusters":
        return "Each line is the cheapest plan with that number of clusters."
    return f"No plan is better than one of these both in cost and in {_called(frontier)}."


def _called(frontier: Frontier) -> str:
    """Return what is set against the cost."""
    return "the number of clusters" if frontier.by == "clusters" else term_called(frontier.by)


def _table(material: Material, frontier: Frontier) -> Table:
    table = frontier.table
    values = pd.DataFrame(
        {
            "Costs": table["cost"].to_numpy(),
            "More than the cheapest": table["more"].to_numpy(),
            "Shared clusters": table["shared"].to_numpy(dtype=float),
            "Councils on their own": table["alone"].to_numpy(dtype=float),
            "Largest cluster": table["largest"].to_numpy(dtype=float),
        },
        index=pd.Index(table.index.to_numpy(dtype=float), name=_called(frontier)),
    )
    formats = {"Costs": material.money, "More than the cheapest": material.money}
    whole = ("Shared clusters", "Councils on their own", "Largest cluster")
    whole_rows = all(float(label).is_integer() for label in values.index)
    return Table(
        values,
        f"The best plans, by {_called(frontier)}",
        formats | dict.fromkeys(whole, COUNT),
        row_format=COUNT if whole_rows else Format(decimals=2),
    )


def _chart(frontier: Frontier) -> Picture:
    def draw() -> Figure:
        return figure_of(frontier.plot(title=""))

    called = _called(frontier)
    return Picture(
        draw,
        f"Points of what the best plans cost, by {called}. The table has their figures.",
        f"What the best plans cost, by {called}.",
    )
