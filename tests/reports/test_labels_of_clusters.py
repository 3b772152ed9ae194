"""A cluster may be called by anything that has a hash: a report shows it in words."""

from __future__ import annotations

import zipfile
from collections.abc import Hashable
from pathlib import Path

import openpyxl
import pytest
from html_read import Page
from maps import grid
from shapely import Point

import clusterer as cl
from clusterer.display import cluster_names
from clusterer.reports.chapters import chapters_of
from clusterer.reports.document import Picture, Table
from clusterer.reports.subjects import gathered

pytestmark = pytest.mark.usefixtures("closed_figures")


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (("a", 1), ("b", 2), ("a, 1", "b, 2")),
        (1, "1", ("1", "1 (2)")),
        (frozenset({"y", "x"}), b"z", ("x, y", "z")),
        ("", "None", ("no name", "None")),
        (True, ..., ("yes", "…")),
    ],
)
def test_any_label_is_read_in_all_three_files(tmp_path, first, second, words):
    problem = cl.Problem(grid(1, 4), cl.preset("central"), [cl.MaxSize(3)])
    labels: dict[str, Hashable] = {"R0C0": first, "R0C1": first, "R0C2": second, "R0C3": second}
    plan = problem.evaluate(labels)
    files = [
        cl.report(tmp_path / f"report.{ending}", plan, alternatives=0, sensitivity=False)
        for ending in ("html", "docx", "xlsx")
    ]
    page = Page(files[0].read_text(encoding="utf-8"))
    assert page.table("The clusters").column("Cluster")[:2] == list(words)
    assert in_word(files[1], words)
    book = openpyxl.load_workbook(files[2], data_only=True)
    for sheet in ("Councils", "Clusters", "Cash by cluster"):
        cells = [cell for row in book[sheet].iter_rows(values_only=True) for cell in row]
        assert set(words) <= set(cells), sheet


def in_word(file: Path, words: tuple[str, str]) -> bool:
    text = zipfile.ZipFile(file).read("word/document.xml").decode()
    return all(f">{one}<" in text for one in words)


def test_no_two_clusters_are_called_the_same():
    labels = [1, "1", ("1",), "1 (2)", "", " ", "x" * 100, "x" * 101]
    names = cluster_names(labels)
    assert list(names) == labels
    assert len(set(names.values())) == len(labels)
    assert all(0 < len(name) <= 70 for name in names.values())


def test_clusters_with_long_names_have_numbers_on_the_map_and_in_the_table():
    problem = cl.Problem(grid(2, 3), cl.preset("central"), [cl.MaxSize(3)])
    north, south = "the northern councils", ("south", "of the river")
    labels: dict[str, Hashable] = {"R0C0": north, "R0C1": north, "R1C1": south, "R1C2": south}
    plan = problem.evaluate(labels | {"R0C2": 1, "R1C0": 2})
    (section,) = (one for one in chapters_of(gathered(plan, ())) if one.key == "map")
    table = next(part for part in section if isinstance(part, Table))
    assert list(table.values["On the map"][:2]) == ["1", "2"]
    assert list(table.values.index[:2]) == [north, "south, of the river"]
    picture = next(part for part in section if isinstance(part, Picture))
    texts = picture.draw().axes[0].texts
    at = {text.get_text(): text.get_position() for text in texts if text.get_gid() == "number"}
    assert set(at) == {"1", "2"}
    members = {"1": north, "2": south}
    for number, (x, y) in at.items():
        areas = plan.councils.frame.geometry[list(plan.members(members[number]))]
        assert areas.union_all().contains(Point(x, y))


def test_a_report_names_councils_in_one_order():
    councils = grid(2, 3)
    councils["name"] = ["Zeal", "Bath", "York", "Ash", "Wells", "Cam"]
    today = {"York": "old", "Cam": "old"}
    problem = cl.Problem(councils, cl.preset("business-case"), [cl.MaxSize(3)], today=today)
    plan = problem.evaluate({"Zeal": 1, "Bath": 1, "Ash": 1}, rest_alone=True)
    for chapter in chapters_of(gathered(plan, ())):
        for table in (part for part in chapter if isinstance(part, Table)):
            if table.values.index.name == "council":
                names = [name for name in table.values.index if name != "All councils"]
                assert names == sorted(names), table.caption
            if "Councils" in table.values and table.formats.get("Councils") is None:
                first = table.values["Councils"].iloc[0]
                assert first == "Ash, Bath and Zeal", table.caption
