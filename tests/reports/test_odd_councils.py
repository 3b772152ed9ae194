"""Reports on odd councils: names that are code elsewhere, many councils, and the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from html_read import Page
from maps import grid

import clusterer as cl
from clusterer.reports.document import Document, Paragraph, Section
from clusterer.reports.html import as_page

pytestmark = pytest.mark.usefixtures("closed_figures")

ODD = ["<b>Bath</b>", 'Wells & "Co"', "=1+1", "$x_1$", "Škofja Loka, občina", "All councils"]

SAME = """
import sys
sys.path.insert(0, "tests/reports")
from test_odd_councils import write
write(sys.argv[1])
"""


def write(place: str) -> None:
    """Write a report with options and all that is worked out."""
    councils = grid(2, 3).assign(name=["a", "b & c", "d", "e", "f", "g"])
    problem = cl.Problem(councils, cl.preset("business-case"), [cl.MaxSize(2)])
    cl.report(place, cl.appraise(problem, {}), alternatives=3)


def test_names_stay_names(tmp_path):
    councils = grid(2, 3).assign(name=ODD)
    problem = cl.Problem(councils, cl.preset("business-case"), [cl.MaxSize(2)])
    options = {"<i>one</i>": {ODD[0]: 1, ODD[1]: 1}}
    found = cl.appraise(problem, options, rest_alone=True)
    file = cl.report(tmp_path / "odd.html", found, title="<script>alert(1)</script>")
    source = file.read_text(encoding="utf-8")
    page = Page(source)
    assert page.unclosed == []
    assert not {"script", "b", "i"} & {tag for tag, _ in page.tags}
    assert page.headings[0] == (1, "<script>alert(1)</script>")
    table = page.table("What the plan is for each council")
    assert sorted(table.column("Council")) == sorted([*ODD, "All councils"])
    assert "<i>one</i>" in page.table("The options side by side").column("Option")


def test_what_no_page_can_hold_is_shown_as_unknown():
    said = Section("one", "One", (Paragraph("Bell\x07 and tab\x0b"),))
    page = as_page(Document("One\x00two", "", (said,)))
    assert {chr(k) for k in range(32)} & {*page} == {"\n"}
    assert "One\ufffdtwo" in page
    assert "Bell\ufffd and tab\ufffd" in page


def test_addresses_in_a_text_are_links_and_no_more(tmp_path):
    councils = grid(1, 2)
    councils.attrs["source"] = 'see https://example.org/a?b=1&c=2 and <a href="x">this</a>'
    plan = cl.solve(cl.Problem(councils, cl.preset("null")))
    file = cl.report(tmp_path / "links.html", plan, sensitivity=False, alternatives=0)
    page = Page(file.read_text(encoding="utf-8"))
    links = [link["href"] for link in page.all("a") if not link["href"].startswith("#")]
    assert links == ["https://example.org/a?b=1&c=2"]
    assert '<a href="x">this</a>' in page.text


def test_hundreds_of_councils_make_a_page_that_can_be_used(tmp_path):
    councils = cl.datasets.synthetic(300, seed=0)
    labels = {name: k // 2 for k, name in enumerate(councils.index)}
    problem = cl.Problem(councils, cl.preset("central"))
    one = problem.evaluate(labels)
    file = cl.report(tmp_path / "many.html", one, sensitivity=False, alternatives=0)
    page = Page(file.read_text(encoding="utf-8"))
    assert file.stat().st_size < 5e6
    assert len(page.table("What the plan is for each council").rows) == 302
    assert "Who is with whom" not in [table.caption for table in page.tables]
    boxes = [box["class"] for box in page.all("div") if box.get("class", "").startswith("table")]
    assert boxes.count("table long") == 3


def test_the_same_input_gives_the_same_bytes_in_any_process(tmp_path):
    here, there = tmp_path / "here.html", tmp_path / "there.html"
    write(str(here))
    folders = [str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    subprocess.run(
        [sys.executable, "-c", SAME, str(there)],
        check=True,
        cwd=Path(__file__).parents[2],
        env=os.environ
        | {"PYTHONHASHSEED": "7", "MPLBACKEND": "Agg", "PYTHONPATH": os.pathsep.join(folders)},
    )
    assert here.read_bytes() == there.read_bytes()


def test_what_the_user_has_set_for_pictures_changes_nothing(tmp_path):
    import matplotlib as mpl

    plan = cl.solve(cl.Problem(grid(1, 3), cl.preset("business-case")))
    plain = cl.report(tmp_path / "a.html", plan, sensitivity=False, alternatives=0).read_bytes()
    with mpl.rc_context({"font.size": 20.0, "axes.grid": True, "svg.fonttype": "none"}):
        mine = cl.report(tmp_path / "b.html", plan, sensitivity=False, alternatives=0).read_bytes()
    assert mine == plain
