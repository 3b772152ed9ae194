"""The map with numbered clusters, and beside it who is in each; then what each costs."""

from __future__ import annotations

from collections.abc import Hashable

import pandas as pd
from matplotlib.figure import Figure

from clusterer import display
from clusterer.display.numbers import has_number
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation
from clusterer.reports.document import (
    Heading,
    Paragraph,
    Part,
    Picture,
    Section,
    SideBySide,
    Table,
)
from clusterer.reports.formats import COUNT
from clusterer.reports.material import Material
from clusterer.reports.pictures import figure_of
from clusterer.reports.plain_names import clusters_called, service_called, term_called
from clusterer.reports.tables import with_row
from clusterer.reports.words import capital, counted, in_order, listed

_MOST_BESIDE = 16
"""Clusters whose table has room beside the map."""

_MOST_ALONE = 20
"""Names of councils on their own; all of them are in the table of councils, if there is one."""


def chapter(material: Material) -> Section | None:
    """Return the map and the clusters, of each service if there are several."""
    plan = material.plan
    if plan is None:
        return None
    if isinstance(plan, PortfolioEvaluation):
        return Section("map", "The partnerships", tuple(_of_services(material, plan)))
    parts: list[Part] = _map_and_members(material, plan)
    if material.has_costs and (plan.clusters["size"] > 1).any():
        parts.append(_costs(material, plan))
    return Section("map", "The map", tuple(parts))


def _map_and_members(material: Material, plan: Evaluation) -> list[Part]:
    """Return the map, and beside it who is in which cluster; below it if these are many."""
    colours = display.cluster_colours(plan.to_geodataframe())
    parts: tuple[Part, ...] = (_map(plan, colours), _members(material, plan, colours))
    many = int((plan.clusters["size"] > 1).sum()) > _MOST_BESIDE
    return [*parts] if many else [SideBySide(parts)]


def _map(plan: Evaluation, colours: dict[Hashable, str]) -> Picture:
    numbers = _numbers(plan)

    def draw() -> Figure:
        if not numbers:
            return figure_of(plan.plot(title="", assumptions="", colours=colours))
        frame = plan.to_geodataframe()
        # Who stands alone has no number, and must not have that of a cluster.
        labels: list[Hashable] = [
            numbers.get(label, f"alone, {row}") for row, label in enumerate(frame["cluster"])
        ]
        by_label = dict(zip(labels, map(colours.__getitem__, frame["cluster"]), strict=True))
        return figure_of(display.draw_map(frame.assign(cluster=labels), colours=by_label))

    size = plan.clusters["size"]
    shared, alone = int((size > 1).sum()), int((size == 1).sum())
    numbered = " Its numbers are those of the table." if shared else ""
    clusters = counted(shared, "shared cluster", "shared clusters")
    others = counted(alone, "council on its own", "councils on their own")
    return Picture(
        draw,
        f"Map of the {int(size.sum())} councils: {clusters}, each in a colour, and {others}, in "
        "grey. The next table says who is in which cluster.",
        f"Who is with whom. A star marks the council that hosts its cluster.{numbered}",
    )


def _numbers(plan: Evaluation) -> dict[Hashable, int]:
    """Return a number for each shared cluster, if some are called by too much for their map."""
    called = clusters_called(plan)
    shared = [k for k, rows in plan.arguments()["clusters"].items() if len(rows) > 1]
    if all(has_number(called[label]) for label in shared):
        return {}
    return {label: number for number, label in enumerate(shared, start=1)}


def _members(material: Material, plan: Evaluation, colours: dict[Hashable, str]) -> Table:
    """Return who is in which cluster, a row for those on their own at the end."""
    councils, clusters, called = plan.councils, plan.clusters, clusters_called(plan)
    rows: list[tuple[str, str, str | None, float]] = []
    swatches, alone, grey = [], [], ""
    # Rows by their place, as a label may be anything, such as a tuple.
    for place, (label, members) in enumerate(plan.arguments()["clusters"].items()):
        names = in_order(councils.names[row] for row in members)
        if len(names) == 1:
            alone += names
            grey = colours[label]
            continue
        host, saving = clusters[["host", "saving"]].iloc[place]
        rows.append((called[label], listed(names), str(host), float(saving)))
        swatches.append(colours[label])
    if alone:
        rows.append(
            (
                f"alone ({len(alone)})",
                listed(in_order(alone), most=_MOST_ALONE if material.has_costs else 0),
                None,
                float("nan"),
            )
        )
        swatches.append(grey)
    table = pd.DataFrame(rows, columns=["cluster", "Councils", "Host", "Saves"])
    values = table.set_index("cluster")
    numbers = _numbers(plan)
    if numbers:
        shown = [*map(str, numbers.values()), *[None] * bool(alone)]
        values.insert(0, "On the map", pd.Series(shown, values.index, dtype=object))
    if not material.has_costs:
        values = values.drop(columns="Saves")
    note = "The host is the council at which the shared service stands."
    if material.has_costs:
        note += " What a cluster saves is against its members on their own."
    return Table(
        values,
        "The clusters",
        {"Saves": material.money},
        note=note,
        swatches=tuple(swatches),
    )


def _costs(material: Material, plan: Evaluation) -> Table:
    """Return what each shared cluster costs, kind by kind, with a total."""
    clusters = plan.clusters
    terms = [name for name in clusters if name not in Evaluation.COLUMNS]
    shared = clusters[clusters["size"] > 1]
    values = pd.DataFrame({"Councils": shared["size"].astype(float)})
    for name in terms:
        values[capital(term_called(str(name)))] = shared[name]
    values["In all"] = shared["total"]
    values["Members on their own"] = shared["standalone"]
    values["Saves"] = shared["saving"]
    called = clusters_called(plan)
    values.index = pd.Index([called[label] for label in shared.index], name="cluster", dtype=object)
    alone = clusters[clusters["size"] == 1]
    if len(alone):
        row = [float(len(alone)), *(alone[name].sum() for name in terms)]
        row += [alone[name].sum() for name in ("total", "standalone", "saving")]
        values = with_row(
            values, f"alone ({len(alone)})", dict(zip(values.columns, row, strict=True))
        )
    values = with_row(values, "All councils", values.sum().to_dict())
    formats = {name: COUNT if name == "Councils" else material.money for name in values.columns}
    money = "£m in today's worth. " if material.is_money else ""
    return Table(
        values,
        "What the clusters cost",
        formats,
        note=f"{money}What a cluster saves is against its members on their own.",
        total=True,
    )


def _of_services(material: Material, plan: PortfolioEvaluation) -> list[Part]:
    """Return what a plan of several services says: maps, partnerships, services."""

    def draw() -> Figure:
        maps = {service_called(name): one.to_geodataframe() for name, one in plan.services.items()}
        return figure_of(display.draw_maps(maps))

    names = listed(service_called(name) for name in plan.services)
    parts: list[Part] = [
        Picture(
            draw,
            f"Maps of the councils side by side, one for each service: {names}.",
            "Who shares which service with whom. A partnership has one colour on all maps.",
        )
    ]
    if len(plan.groups):
        parts.append(partnerships(material, plan, "The partnerships"))
    parts.append(Heading("Service by service"))
    summary = plan.summary
    values = pd.DataFrame(
        {
            "Shared clusters": summary["shared_clusters"],
            "On their own": summary["alone"],
            "All on their own": summary["standalone"],
            "Costs": summary["total"],
            "Saves": summary["saving"],
        }
    ).astype(float)
    values.index = pd.Index(
        [service_called(str(name)) for name in summary.index], name="service", dtype=object
    )
    money = ["All on their own", "Costs", "Saves"]
    values = with_row(values, "In all", values[money].sum().to_dict())
    formats = dict.fromkeys(money, material.money)
    formats |= dict.fromkeys(("Shared clusters", "On their own"), COUNT)
    parts.append(
        Table(
            values,
            "What each service costs",
            formats,
            note="Savings are against all councils on their own in every service.",
            total=True,
        )
    )
    if not len(plan.groups):
        parts.insert(0, Paragraph("No service is shared."))
    return parts


def partnerships(material: Material, plan: PortfolioEvaluation, caption: str) -> Table:
    """Return who shares which services with whom."""
    table, names = plan.partnerships, plan.portfolio.councils.names
    values = pd.DataFrame(
        {
            "Councils": [listed(in_order(names[row] for row in rows)) for rows in plan.groups],
            "Services": [
                listed(
                    service_called(name) for name, one in plan.services.items() if _has(one, rows)
                )
                for rows in plan.groups
            ],
        }
    )
    costs = table.drop(columns=["members", "size", "services", "services_shared"])
    formats = {}
    if costs.shape[1]:
        values["Governance"] = costs.sum(axis=1)
        formats["Governance"] = material.money
    values.index = pd.Index(map(str, table.index), name="partnership", dtype=object)
    return Table(values, caption, formats)


def _has(one: Evaluation, rows: tuple[int, ...]) -> bool:
    """Tell whether a partition has a cluster."""
    return list(rows) in [list(members) for members in one.arguments()["clusters"].values()]
