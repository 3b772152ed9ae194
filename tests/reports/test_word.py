"""The document for Word: all that the report says is there, in order, in the styles of Word."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

import docx
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from clusterer.reports.document import (
    Code,
    Document,
    Fact,
    Heading,
    KeyFacts,
    Paragraph,
    Picture,
    Point,
    Points,
    Section,
    SideBySide,
    Table,
)
from clusterer.reports.formats import MONEY
from clusterer.reports.word.write import as_docx

pytestmark = pytest.mark.usefixtures("closed_figures")


def drawn() -> Any:
    figure, ax = plt.subplots(figsize=(3, 2))
    ax.plot([0, 1])
    return figure


def table(caption: str, rows: int = 3, **options: Any) -> Table:
    values = pd.DataFrame(
        {"Saves": [1.5 * k for k in range(rows)], "Host": ["<Bath> & =1+1"] * rows},
        index=pd.Index([f"council {k}" for k in range(rows)], name="council"),
    )
    return Table(values, caption, {"Saves": MONEY}, **options)


def document() -> Document:
    """Return a report with each kind of part, and two numbered lists."""
    numbered = Points((Point("one", "First."), Point("two")), numbered=True)
    beside = SideBySide((Picture(drawn, "A line that rises.", "A line."), table("Beside it")))
    first = (
        Paragraph("The sentence that matters.", "lead"),
        KeyFacts((Fact("Saves", "£1m", "a year"), Fact("Costs", "£2m"))),
        Paragraph("Beware.", "warning"),
        beside,
        numbered,
    )
    second = (
        Heading("Within it"),
        Paragraph("Plain words with a bell: \x07."),
        Points((Point("a point"),)),
        table("With a total", total=True, note="One note.\nAnother.", swatches=("#0072B2", "", "")),
        numbered,
        Code("import clusterer as cl\n    indented = 1"),
        Picture(drawn, "Another line.", "Another."),
    )
    sections = (Section("summary", "Summary", first), Section("more", "More", second))
    return Document("Shared <services>", "32 councils", sections, "27 November 2026")


@pytest.fixture(scope="module")
def word() -> Any:
    plt.switch_backend("Agg")
    return docx.Document(io.BytesIO(as_docx(document())))


def body(word: Any) -> Iterator[WordParagraph | WordTable]:
    """Go through the paragraphs and tables in order."""
    for one in word.element.body:
        if one.tag == qn("w:p"):
            yield WordParagraph(one, word)
        elif one.tag == qn("w:tbl"):
            yield WordTable(one, word)


def said(word: Any) -> list[tuple[str, str]]:
    """Return what stands in the document in order, each with its style."""
    found = []
    for one in body(word):
        if isinstance(one, WordTable):
            cells = " | ".join(cell.text for row in one.rows for cell in row.cells)
            found.append(("table", cells))
            continue
        found += [("picture", one.get("descr")) for one in one._p.iter(qn("wp:docPr"))]
        if one.text:
            found.append((one.style.name, one.text))
    return found


def test_the_summary_follows_the_contents_on_the_first_page(word):
    assert not any(one.paragraph_format.page_break_before for one in word.paragraphs)


def test_a_column_of_sources_gets_most_of_the_page_though_few_are_very_long():
    source = "Read within the range of a survey. "
    values = pd.DataFrame(
        {
            "Value": ["£1,000,000"] * 20,
            "Range": ["500,000 to 2,000,000"] * 20,
            "Source": [source * (20 if k < 2 else 3) for k in range(20)],
        },
        index=pd.Index([f"A figure of some service, number {k}" for k in range(20)], name="figure"),
    )
    section = Section("figures", "Figures", (Table(values, "Every figure", {}),))
    made = docx.Document(io.BytesIO(as_docx(Document("A report", "", (section,)))))
    widths = [column.width for column in made.tables[0].columns]
    assert widths[3] > 0.4 * sum(widths)


def test_all_parts_are_there_in_their_order(word):
    rows = "council 0 | £0.00m | <Bath> & =1+1 | council 1 | £1.50m | <Bath> & =1+1 | council 2 | "
    rows += "£3.00m | <Bath> & =1+1"
    assert said(word) == [
        ("Title", "Shared <services>"),
        ("Subtitle", "32 councils"),
        ("Subtitle", "27 November 2026"),
        ("Report Contents", "1. Summary"),
        ("Report Contents", "2. More"),
        ("Heading 1", "1. Summary"),
        ("Report Lead", "The sentence that matters."),
        ("table", "Saves | £1m | a year | Costs | £2m | "),
        ("Report Warning", "Beware."),
        ("picture", "A line that rises."),
        ("Caption", "A line."),
        ("Caption", "Beside it"),
        ("table", f"Council | Saves | Host | {rows}"),
        ("List Number", "First. one"),
        ("List Number", "two"),
        ("Heading 1", "2. More"),
        ("Heading 2", "Within it"),
        ("Normal", "Plain words with a bell: \ufffd."),
        ("List Bullet", "a point"),
        ("Caption", "With a total"),
        ("table", f"Council | Saves | Host | ■ {rows}"),
        ("Report Note", "One note."),
        ("Report Note", "Another."),
        ("List Number", "First. one"),
        ("List Number", "two"),
        ("Report Code", "import clusterer as cl"),
        ("Report Code", "    indented = 1"),
        ("picture", "Another line."),
        ("Caption", "Another."),
    ]


def test_each_table_repeats_its_head_and_breaks_no_row(word):
    for one in [one for one in body(word) if isinstance(one, WordTable)][1:]:
        first, *others = one._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:tblHeader")) is None for row in others)
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in one._tbl.tr_lst)
        look = one._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")


def test_no_table_is_wider_than_the_page(word):
    section = word.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for one in [one for one in body(word) if isinstance(one, WordTable)]:
        assert sum(column.width for column in one.columns) <= room


def test_numbers_stand_to_the_right_and_the_total_is_bold(word):
    last = [one for one in body(word) if isinstance(one, WordTable)][-1]
    assert [cell.paragraphs[0].alignment for cell in last.rows[1].cells] == [None, 2, None]
    assert all(run.bold for cell in last.rows[3].cells for run in cell.paragraphs[0].runs)
    assert not any(run.bold for cell in last.rows[2].cells for run in cell.paragraphs[0].runs)


def test_each_numbered_list_begins_with_one(word):
    numbers = [
        one._p.pPr.numPr.numId.val
        for one in body(word)
        if isinstance(one, WordParagraph) and one.style.name == "List Number"
    ]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    numbering = word.part.numbering_part.element
    for number in set(numbers):
        levels = numbering.num_having_numId(number).lvlOverride_lst
        assert [level.startOverride.val for level in levels] == [1]


def test_the_paper_is_a4_the_language_british_and_pages_have_numbers(word):
    section = word.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    languages = {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}
    fields = [one.text for one in section.footer._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_each_link_of_the_contents_leads_to_a_chapter(word):
    links = [one.get(qn("w:anchor")) for one in word.element.body.iter(qn("w:hyperlink"))]
    marks = [one.get(qn("w:name")) for one in word.element.body.iter(qn("w:bookmarkStart"))]
    assert links == marks == ["chapter1", "chapter2"]


def test_a_picture_fits_the_page(word):
    for shape in word.inline_shapes:
        assert shape.width <= 17.0 * 360_000
        assert shape.height <= 21.0 * 360_000


def test_its_properties_read_no_clock(word):
    core = word.core_properties
    assert (core.title, core.author) == ("Shared <services>", "clusterer")
    assert core.created.replace(tzinfo=None) == datetime.datetime(2000, 1, 1)
    assert core.modified == core.created


def test_a_part_that_is_not_known_is_refused():
    odd = Document("odd", "", (Section("a", "A", ("words",)),))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="no str"):
        as_docx(odd)
