"""The options side by side: what each costs, saves and breaks."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from clusterer import display
from clusterer.questions.appraisal import Appraisal
from clusterer.questions.appraise import ALL_ALONE, BEST_FOUND, MINIMUM, NOTHING, OPTIMUM
from clusterer.reports.document import (
    Heading,
    Paragraph,
    Part,
    Picture,
    Point,
    Points,
    Section,
    Table,
)
from clusterer.reports.formats import COUNT, YEARS, Format
from clusterer.reports.material import Material
from clusterer.reports.pictures import figure_of
from clusterer.reports.plain_names import breaches
from clusterer.reports.words import capital, counted, listed, sentence

_MOST_BROKEN = 3

_OURS = {
    NOTHING: "all goes on as it is",
    ALL_ALONE: "every council stays on its own",
    MINIMUM: "the least that changes and keeps all conditions",
    OPTIMUM: "the best of all plans that keep the conditions, found by calculation",
    BEST_FOUND: "the best plan that was found by calculation",
}
"""What the options are that are not the user's."""

_RANK = Format(missing="breaks a condition")


def chapter(material: Material) -> Section | None:
    """Return the options, if there are any."""
    appraisal = material.appraisal
    if appraisal is None:
        return None
    parts: list[Part] = [Paragraph(sentence(_headline(material, appraisal)), "lead")]
    parts.append(_table(material, appraisal))
    parts += _dominated(appraisal)
    parts += _broken(appraisal)
    parts.append(_maps(material, appraisal))
    return Section("options", "The options", tuple(parts))


def _headline(material: Material, appraisal: Appraisal) -> str:
    table = appraisal.table
    sound = table[table["broken"] == 0].sort_values("rank", kind="stable")
    many = counted(len(table), "option", "options")
    if sound.empty:
        return f"All {many} break a condition that was set"
    first = sound.index[0]
    words = f"Of {many} “{first}” costs least"
    if len(sound) > 1:
        more = float(sound["cost"].iloc[1] - sound["cost"].iloc[0])
        second = sound.index[1]
        if more <= 0.5e-6:
            return f"Of {many} “{first}” and “{second}” cost least, and the same"
        words += f", {material.amount(more)} less than the next, “{second}”"
    return words


def _table(material: Material, appraisal: Appraisal) -> Table:
    table = appraisal.table
    money = material.money
    chosen = {
        "cost": ("Cost", money),
        "saving": ("Saves", money),
        "capital": ("Costs to get there", money),
        "npv": ("Net present value", money),
        "payback": ("Paid back in", YEARS),
        "shared": ("Shared clusters", COUNT),
        "alone": ("Councils on their own", COUNT),
        "largest": ("Largest cluster", COUNT),
    }
    if table["capital"].isna().all():
        for name in ("capital", "npv", "payback"):
            del chosen[name]
    elif np.allclose(table["npv"], table["saving"]):
        del chosen["npv"]  # Where all costs are cash, counted at one rate.
    if not material.has_costs:
        del chosen["cost"], chosen["saving"]
    values, formats = pd.DataFrame(index=table.index.rename("option")), {}
    for name, (heading, how) in chosen.items():
        values[heading] = table[name].astype(float)
        formats[heading] = how
    for name in table.columns.difference(list(Appraisal.COLUMNS), sort=False):
        values[_free(capital(str(name)), values)] = table[name].astype(float)
        whole = all(float(value).is_integer() for value in table[name])
        formats[values.columns[-1]] = COUNT if whole else Format(decimals=2)
    if material.has_costs:
        values["Rank"] = [math.nan if pd.isna(rank) else float(rank) for rank in table["rank"]]
        formats["Rank"] = _RANK
    notes = []
    if material.has_costs:
        notes += [f"Savings are against {material.baseline}."]
        notes += ["Ranks are by cost, among the options that break no condition."]
    notes += [f"“{name}”: {_OURS[name]}." for name in table.index if name in _OURS]
    return Table(values, "The options side by side", formats, note=" ".join(notes))


def _free(name: str, values: pd.DataFrame) -> str:
    """Return a heading that no column has yet."""
    while name in values:
        name += " "
    return name


def _dominated(appraisal: Appraisal) -> list[Part]:
    by = appraisal.table["dominated_by"]
    criteria = appraisal.table.columns.difference(list(Appraisal.COLUMNS))
    if criteria.empty:
        return []
    points = [
        Point(f"“{name}” is no better than “{better}” in anything compared, and worse in some.")
        for name, better in by.items()
        if better
    ]
    return [Points(tuple(points))] if points else []


def _broken(appraisal: Appraisal) -> list[Part]:
    points = []
    for name in appraisal.names:
        faults = breaches(appraisal[name])
        said = " ".join(map(sentence, faults[:_MOST_BROKEN]))
        if len(faults) > _MOST_BROKEN:
            said += f" {counted(len(faults) - _MOST_BROKEN, 'more', 'more').capitalize()}."
        if faults:
            points.append(Point(said, f"{name}."))
    if not points:
        return []
    return [Heading("What options break"), Points(tuple(points))]


def _maps(material: Material, appraisal: Appraisal) -> Picture:
    def draw() -> Figure:
        frames = {one: appraisal[one].to_geodataframe() for one in appraisal.names}
        plan = material.single
        like = None if plan is None else plan.to_geodataframe()
        return figure_of(display.draw_maps(frames, like=like))

    names = listed(f"“{name}”" for name in appraisal.names)
    return Picture(
        draw,
        f"Maps of the councils side by side, one for each option: {names}.",
        "The options on maps. The same cluster has the same colour on all of them.",
    )
