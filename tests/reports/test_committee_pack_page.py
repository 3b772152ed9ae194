"""What the page "The committee pack" says of Greater Essex is what stands in the report."""

from __future__ import annotations

import re

from html_read import Page
from pages import cells_of, page_of, run, saying

PAGE = page_of("committee_pack.md")
says = saying(PAGE)

CELLS = [cell for cell in cells_of(PAGE) if "london" not in cell and "rcParams" not in cell]
"""All but those of London, which take long: other tests report on it."""


def test_the_pack_of_essex_answers_the_five_questions(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "_static" / "packs").mkdir(parents=True)
    begun = 'from pathlib import Path\nimport clusterer as cl\npacks = Path("_static/packs")\n'
    # The other kinds of files have tests of their own.
    cells = [cell.replace('("html", "docx", "xlsx")', '("html",)') for cell in CELLS]
    assert cells != CELLS
    with run([begun, *cells]) as names:
        plan = names["best"]
    page = Page((tmp_path / "_static" / "packs" / "essex.html").read_text(encoding="utf-8"))
    assert "consent" in page.chapters
    assert "certificate" in page.text
    lead = "all 14 councils share services in four clusters of three or four"
    assert lead in page.text
    says(lead)
    table = page.table("What the plan is for each council")
    saves = dict(zip(table.column("Council"), table.column("Saves"), strict=True))
    worse = [name for name, cell in saves.items() if cell.startswith("−")]
    says(f"{len(plan.councils) - len(worse)} of the 14 pay less")
    assert sorted(worse) == ["Basildon", "Chelmsford", "Southend-on-Sea"]
    says("Southend-on-Sea, Chelmsford and Basildon pay more")
    next_best = re.search(r"costs (£[\d.]+m) more, and three councils move", page.text)
    assert next_best
    says(f"A plan that costs {next_best[1]} more, in which three councils move")
    option = re.search(r"“Four unitaries \(Thurrock\)”, costs (£[\d.]+m) more", page.text)
    assert option
    says(f"{option[1]} more")
    says(f"the plan saves £{plan.saving:,.1f}m in ten years")
    loses = re.search(r"with 0% it loses (£[\d.]+m)", page.text)
    assert loses
    says(f"found, it loses {loses[1]}")
    assert "Of the 35 figures that come with the model, 33 are assumptions" in page.text
    says("Of the 35 figures that come with the model, 33 are assumptions")
    not_looked_at = re.search(r"Not looked at\. (.*? and break-ups)", page.text)
    assert not_looked_at
    plain = not_looked_at[1].replace("buildings and equipment", "buildings")
    says(plain)
