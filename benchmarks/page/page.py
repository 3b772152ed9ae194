"""Fill the templates of the pages."""

from __future__ import annotations

import inspect
import json
import math
import string
import textwrap
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.methods import METHODS, OURS
from benchmarks.page import labels, tables
from benchmarks.page.gaps import draw_gaps
from benchmarks.page.scaling import draw_scaling
from benchmarks.page.versions import over_versions
from benchmarks.table import summary
from benchmarks.versions import FILE

DOCS = Path(__file__).parents[2] / "docs"
TEMPLATES = {
    "benchmarks.md": "template.md",
    "benchmarks_compared.md": "compared.md",
    "benchmarks_problems.md": "problems.md",
}
"""The template of each page."""

SECTION = "shapes.md"

HISTORY = "benchmarks_versions.md"
"""The page of the versions."""

MAIN = "full"
"""The run that the committed pages are of."""

SHAPES = "shapes"
"""The run that is a section of a page, whatever run the rest is of."""


def write_page(results: Path, name: str, docs: Path = DOCS) -> None:
    """Write the pages and their plots from the results of a run.

    Parameters
    ----------
    results
        The folder with the results. If those of other shapes are there, they are a section.
    name
        Of the run.
    docs
        The folder for the pages and ``images``.
    """
    table, about = read(results, name)
    shapes = ""
    if (results / f"{SHAPES}.json").is_file():
        shapes = other_shapes(*read(results, SHAPES))
    written = pages(table, about, name, shapes)
    if (results / FILE).is_file():
        written[HISTORY] = history(pd.read_csv(results / FILE, dtype={"version": str}))
    (docs / "images").mkdir(parents=True, exist_ok=True)
    for draw, file in ((draw_gaps, "gaps"), (draw_scaling, "scaling")):
        figure = draw(table)
        figure.savefig(docs / "images" / f"benchmarks-{file}.png", dpi=110)
    for file, text in written.items():
        (docs / file).write_text(text, encoding="utf-8")


def read(results: Path, name: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Return the table of a run, and what it was measured on."""
    table = summary(pd.read_csv(results / f"{name}-runs.csv"))
    return table, json.loads((results / f"{name}.json").read_text(encoding="utf-8"))


def pages(
    table: pd.DataFrame, about: dict[str, Any], name: str, shapes: str = ""
) -> dict[str, str]:
    """Return the text of each page by its file, from the table and the machine of a run.

    `shapes` is the section of the other shapes, if there is one.
    """
    compared = compared_instances(table)
    regions = table["group"] == "p-regions"
    filled = {
        "name": name,
        "caution": paragraphs(about.get("caution", "")),
        "headline": paragraphs(about.get("caution", ""), headline(table)),
        "machine": paragraphs(machine(about)),
        "limits": limits(table),
        "gaps_alt": "What the plans of each method miss of the saving under ours, map by map",
        "scaling_alt": "Seconds and memory of our search against the number of candidates",
        "comparisons": tables.comparisons(table[table["instance"].isin(compared) & ~regions]),
        "regions": tables.comparisons(table[table["instance"].isin(compared) & regions]),
        "seeds": seeds(table),
        "ours": tables.ours(table[table["method"] == OURS]),
        "shapes": shapes,
        "settings": settings(table),
    }
    return {
        file: template(source).substitute(filled).rstrip() + "\n"
        for file, source in TEMPLATES.items()
    }


def template(name: str) -> string.Template:
    """Return a template of this folder."""
    return string.Template(Path(__file__).with_name(name).read_text(encoding="utf-8"))


def other_shapes(table: pd.DataFrame, about: dict[str, Any]) -> str:
    """Return the section of the other shapes."""
    text = template(SECTION).substitute(
        table=tables.ours(table[table["method"] == OURS], candidates=False),
        measured=paragraphs(f"{load(about)} A run had {limits(table)} at most."),
    )
    return text.rstrip()


def history(table: pd.DataFrame) -> str:
    """Return the page of the versions."""
    return template("versions.md").substitute(table=over_versions(table)).rstrip() + "\n"


def compared_instances(table: pd.DataFrame) -> list[str]:
    """Return the instances that another method was run on besides ours."""
    return list(table.loc[table["method"] != OURS, "instance"].unique())


def headline(table: pd.DataFrame) -> str:
    """Say in a few sentences what came out."""
    ours = table[table["method"] == OURS]
    proved = ours[ours["status"] == "optimal"]
    words = (
        f"Our search proved the optimum of {len(proved)} of the {len(ours)} problems within the "
        f"time"
    )
    if len(proved):
        words += (
            f", in {tables.seconds(proved['seconds'].median())} in the median and "
            f"{tables.seconds(proved['seconds'].max())} at most"
        )
    others = table[(table["method"] != OURS) & table["over_ours"].notna()]
    others = others[others["instance"].isin(proved["instance"])]
    met = int((others["over_ours"] <= 1e-9).sum())
    others_proved = int((others["status"] == "optimal").sum())
    words += (
        f". Of {len(others)} trials of other methods on those, {met} found a plan as cheap, and "
        f"{others_proved} proved it."
    )
    open_ones = table[table["over_ours"].notna() & ~table["instance"].isin(proved["instance"])]
    open_ones = open_ones[open_ones["method"] != OURS]
    if len(open_ones):
        better = int((open_ones["over_ours"] < -1e-9).sum())
        words += (
            f" Where our search ran out of time, {better} of {len(open_ones)} trials of other "
            "methods had a cheaper plan."
        )
    return words


def machine(about: dict[str, Any]) -> str:
    """Say what it was measured on, and by what."""
    versions = ", ".join(f"{name} {version}" for name, version in about["packages"].items())
    return f"{load(about)} Python {about['python']}; {versions}."


def load(about: dict[str, Any]) -> str:
    """Say what it was measured on, and what else the machine did."""
    note = f" {about['note']}" if about["note"] else ""
    return (
        f"Measured on {about['measured']}: {about['cores']} cores ({about['processor']}), "
        f"{about['memory_gib']} GiB of memory, {about['system']}. The load average was "
        f"{about['load_before']} before the run and {about['load_after']} after it.{note}"
    )


def paragraphs(*texts: str) -> str:
    """Return texts in lines that are not too long, each a paragraph; what is empty is left out."""
    return "\n\n".join(textwrap.fill(text, 99) for text in texts if text)


def limits(table: pd.DataFrame) -> str:
    """Say how long a run may take."""
    return " or ".join(f"{limit:g} seconds" for limit in sorted(table["time_limit"].unique()))


def seeds(table: pd.DataFrame) -> str:
    """Say how much depends on the seed of one run of AZP."""
    sentences = []
    for row in table[table["method"] == "spopt-azp-once"].to_dict("records"):
        best = table[(table["instance"] == row["instance"]) & (table["method"] == OURS)]
        if best.empty or math.isnan(row["objective"]):
            continue
        optimum = float(best["objective"].iloc[0])
        above = [
            tables.percent(x / optimum - 1)
            for x in (row["least"], row["objective"], row["greatest"])
        ]
        sentences.append(
            "One run of AZP, as a user may do, depends on its seed: "
            f"{labels.instance(row['instance'])}, "
            f"{row['runs']} seeds gave plans from {above[0]} to {above[2]} above the optimum, "
            f"{above[1]} in the median. The rows above are the best of as many runs as the time "
            "allowed."
        )
    sentences = [textwrap.fill(sentence, 99) for sentence in sentences]
    return "\n\n".join(sentences)


def settings(table: pd.DataFrame) -> str:
    """Return what the docstring of each method says, of those that were run."""
    ran = set(table["method"])
    parts = []
    for name, method in METHODS.items():
        if name in ran:
            text = " ".join(inspect.getdoc(method).split())  # type: ignore[union-attr]
            text = textwrap.fill(text, 97, subsequent_indent="  ")
            parts.append(f"{labels.method(name)}\n: {text}")
    return "\n\n".join(parts)
