"""The ending of the path says which kind of file a report is, and what has to be installed."""

from __future__ import annotations

import builtins
import sys
import zipfile

import docx
import openpyxl
import pytest
from maps import grid

import clusterer as cl

pytestmark = pytest.mark.usefixtures("closed_figures")


@pytest.fixture(scope="module")
def pair() -> cl.Evaluation:
    problem = cl.Problem(grid(1, 2), cl.preset("business-case"))
    return problem.evaluate({"R0C0": 1, "R0C1": 1})


def test_each_ending_gives_a_file_of_its_kind_with_the_same_title(pair, tmp_path):
    files = {
        ending: cl.report(tmp_path / f"pair{ending}", pair, title="A pair", alternatives=0)
        for ending in (".html", ".docx", ".XLSX")
    }
    assert "<title>A pair</title>" in files[".html"].read_text(encoding="utf-8")
    assert docx.Document(str(files[".docx"])).paragraphs[0].text == "A pair"
    assert openpyxl.load_workbook(files[".XLSX"])["Summary"]["A1"].value == "A pair"
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in files.values()}
    for ending in (".docx", ".XLSX"):
        with zipfile.ZipFile(files[ending]) as parts:
            assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("ending", [".docx", ".xlsx"])
def test_a_title_may_be_long_and_odd(pair, tmp_path, ending):
    title = "=1+1 <&> \x07 " + "long " * 100
    file = cl.report(tmp_path / f"pair{ending}", pair, title=title, alternatives=0)
    if ending == ".docx":
        shown = docx.Document(str(file)).paragraphs[0].text
    else:
        shown = openpyxl.load_workbook(file)["Summary"]["A1"].value
    assert shown.replace("_x0007_", "\ufffd").replace("\x07", "\ufffd").strip() == (
        title.replace("\x07", "\ufffd").strip()
    )


@pytest.mark.parametrize(
    ("ending", "module", "name"),
    [(".docx", "docx", "python-docx"), (".xlsx", "xlsxwriter", "xlsxwriter")],
)
def test_what_is_not_installed_is_said_before_any_work(
    pair, tmp_path, monkeypatch, ending, module, name
):
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr("clusterer.reports.report.gathered", builtins.NotImplemented)
    with pytest.raises(ImportError, match=rf"needs {name}: pip install 'clusterer\[report\]'"):
        cl.report(tmp_path / f"pair{ending}", pair)
    assert not list(tmp_path.iterdir())
