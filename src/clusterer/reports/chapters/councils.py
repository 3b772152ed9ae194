"""Who pays and who saves: a row a council."""

from __future__ import annotations

import pandas as pd

from clusterer._support.wording import separator
from clusterer.candidates.shares import POUND
from clusterer.model.council_table import CASH
from clusterer.reports.charges import BARGAIN
from clusterer.reports.document import Paragraph, Part, Section, Table
from clusterer.reports.formats import COUNT, Format
from clusterer.reports.material import Material
from clusterer.reports.plain_names import clusters_called, key_called, service_called
from clusterer.reports.tables import with_row
from clusterer.reports.words import listed
from clusterer.terms import Scale

_NAMED = 6

GOVERNANCE = "Of it for governance"
"""The heading of what a council pays for its partnerships, whatever they share."""


def chapter(material: Material) -> Section | None:
    """Return what the plan is for each council; None without costs."""
    if material.plan is None or not material.has_costs:
        return None
    table = material.by_council
    parts: list[Part] = [
        Paragraph(_gains(material, table), "lead"),
        Paragraph(_key(table)),
        _rows(material, table),
    ]
    return Section("councils", "Who pays and who saves", tuple(parts))


def _gains(material: Material, table: pd.DataFrame) -> str:
    saving = table["saving"]
    gain, worse = table[saving > POUND], table[saving < -POUND]
    same = len(table) - len(gain) - len(worse)
    if gain.empty and worse.empty:
        return f"No council pays more or less than with {material.baseline}."
    words = [f"{len(gain)} of the {len(table)} councils pay less than with {material.baseline}"]
    if same:
        words.append(f"{same} the same")
    words.append(f"{len(worse)} more" if len(worse) else "none more")
    said = ", ".join(words) + "."
    if len(gain):
        best = gain.sort_values("saving", ascending=False, kind="stable").iloc[0]
        said += f" {best['name']} saves most, {material.amount(best['saving'])}."
    if len(worse):
        named = worse.sort_values("saving", kind="stable")["name"]
        said += f" More is paid by {listed(named, most=_NAMED)}."
    return said


def shared_how(table: pd.DataFrame) -> str:
    """Return by what the members of a cluster share its cost."""
    return " or ".join(map(key_called, str(table.attrs["shares"]).split("; ")))


def hosts_of(material: Material, table: pd.DataFrame) -> list[str | None]:
    """Return of which services each council is the host, in words; None if of none."""
    between = separator(material.evaluations)
    return [
        ", ".join(map(service_called, str(names).split(between))) if names else None
        for names in table["host_of"]
    ]


def _key(table: pd.DataFrame) -> str:
    said = f"The members of a cluster share its cost {shared_how(table)}."
    if table.attrs["shares"] == BARGAIN:
        said += (
            " Of all agreements it is the one that leaves other groups of councils the least "
            "reason to leave, before any payment from outside."
        )
    return (
        f"{said} That is one way of several; another moves money between members, and nothing "
        "between clusters."
    )


def _is_modelled(material: Material) -> bool:
    """Tell whether what a council costs is worked out from its residents."""
    terms = (term for one in material.evaluations.values() for term in one.problem.terms)
    return any(isinstance(term, Scale) for term in terms)


def _rows(material: Material, table: pd.DataFrame) -> Table:
    values = pd.DataFrame(index=pd.Index(list(material.names), name="council", dtype=object))
    plan = material.single
    if plan is not None:
        clusters, called = plan.arguments()["clusters"], clusters_called(plan)
        own = [len(clusters[label]) == 1 for label in table["cluster"]]
        values["Cluster"] = [
            "on its own" if alone else called[label]
            for label, alone in zip(table["cluster"], own, strict=True)
        ]
        values["Host"] = [
            None if alone else host for host, alone in zip(table["host"], own, strict=True)
        ]
    if "host_of" in table:
        values["Host of"] = hosts_of(material, table)
    formats: dict[str, Format] = {}
    money = {"alone": "On its own", "today": "Today", "share": "Pays"}
    money |= {"governance": GOVERNANCE, "saving": "Saves"}
    for name, heading in money.items():
        if name in table:
            values[heading] = table[name].to_numpy()
            formats[heading] = material.money
    cash = [name for name in table if str(name).startswith(CASH)]
    if cash:
        values["Cash now"] = table[cash[0]].to_numpy()
        values["Cash a year, at the end"] = table[cash[-1]].to_numpy()
        formats |= dict.fromkeys(("Cash now", "Cash a year, at the end"), material.money)
    if "posts_before" in table:
        values["Posts before"] = table["posts_before"].to_numpy()
        values["Posts after"] = table["posts_after"].to_numpy()
        formats |= dict.fromkeys(("Posts before", "Posts after"), COUNT)
    numbers = list(formats)
    total = values[numbers].sum()
    values = values.sort_index(kind="stable", key=lambda names: names.str.casefold())
    values = with_row(values, "All councils", total.to_dict())
    said = "£m in today's worth. " if material.is_money else ""
    if cash:
        said = "£m in today's worth; cash is in the year in which it falls. "
    if _is_modelled(material):
        said += (
            "What a council pays on its own is worked out from its residents and the figures of "
            "this report, and not read from its accounts. "
        )
    year = len(cash) - 1
    last = f" “At the end” is year {year}." if cash else ""
    posts = (
        " Posts are those in the services shared: a host takes on the posts of the other members, "
        "less those that are saved."
        if "posts_before" in table
        else ""
    )
    return Table(
        values,
        "What the plan is for each council",
        formats,
        note=f"{said}Below 0 is what a council pays or loses.{last}{posts}",
        total=True,
    )
