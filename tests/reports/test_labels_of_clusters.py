"""A cluster may be called by anything that has a hash: a report shows it in words."""

from __future__ import annotations

import zipfile
from collections.abc import Hashable
from pathlib import Path

import openpyxl
import pytest
from html_read import Page
from maps import grid

import clusterer as cl
from clusterer.display import cluster_names

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
