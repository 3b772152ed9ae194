"""What python-docx has no call for: it is written into the XML of the document."""

from __future__ import annotations

from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from clusterer.reports.words import readable


def element(tag: str, /, **attributes: object) -> Any:
    """Return an element of the namespace of Word, with attributes of the same."""
    made = OxmlElement(f"w:{tag}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def add_field(paragraph: Any, code: str, shown: str = "") -> None:
    """Add a field, such as the number of the page, which Word calculates when it shows it."""
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        run._r.append(element("fldChar", fldCharType=kind))
        if kind == "begin":
            words = element("instrText")
            words.set(qn("xml:space"), "preserve")
            words.text = code
            paragraph.add_run()._r.append(words)
        elif kind == "separate" and shown:
            paragraph.add_run(shown)


def bookmark(paragraph: Any, name: str, number: int) -> None:
    """Give a paragraph a name that links lead to."""
    paragraph._p.append(element("bookmarkStart", id=number, name=name))
    paragraph._p.append(element("bookmarkEnd", id=number))


def add_link(paragraph: Any, words: str, name: str) -> None:
    """Add words that lead to a bookmark."""
    link = element("hyperlink", anchor=name, history=1)
    link.append(paragraph.add_run(words)._r)
    paragraph._p.append(link)


def repeat_as_head(row: Any) -> None:
    """Mark a row as the head of its table, which stands again on each page."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_whole(row: Any) -> None:
    """Keep a row of a table on one page."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def shade(cell: Any, colour: str) -> None:
    """Give a cell of a table a ground."""
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=colour))


def line(table: Any, colour: str) -> None:
    """Give a table thin lines between its rows, and none between its columns."""
    borders = element("tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(side, val="single", sz=4, space=0, color=colour))
    table._tbl.tblPr.append(borders)


def pad(table: Any, twips: int) -> None:
    """Set how far words stay from the left and the right of each cell of a table."""
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=twips, type="dxa"))
    table._tbl.tblPr.append(margins)


def describe(table: Any, title: str, *, head: bool) -> None:
    """Say what a table shows to those who do not see it, and what its first row and column are."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    marks = {"firstRow": int(head), "lastRow": 0, "firstColumn": 1, "lastColumn": 0}
    properties.append(element("tblLook", val="0000", **marks, noHBand=1, noVBand=1))
    properties.append(element("tblCaption", val=readable(title)))


def count_from_one(document: Any, paragraphs: list[Any]) -> None:
    """Make a list count from 1 on, whatever lists of the same style stand before it."""
    numbering = document.part.numbering_part.element
    style = paragraphs[0].style.element.pPr.numPr
    of_style = numbering.num_having_numId(style.numId.val)
    number = numbering.add_num(of_style.abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    for paragraph in paragraphs:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number.numId
