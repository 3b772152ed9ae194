"""How a document for Word looks: its paper, its language, its page numbers and its styles."""

from __future__ import annotations

import datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from clusterer.reports.document import Document
from clusterer.reports.word.xml import add_field, element
from clusterer.reports.words import readable

LEAD, NOTE, WARNING, CODE, CELL, CONTENTS = (
    "Report Lead", "Report Note", "Report Warning", "Report Code", "Report Cell", "Report Contents"
)  # fmt: skip
"""Styles that Word has not: the main sentence, small print, what nobody may miss, lines of code,
what stands in tables, and the table of contents."""

WIDTH = Cm(17.0)
"""Of the text: A4 less its margins."""

_LANGUAGE = "en-GB"

_LONGEST = 255
"""Characters that a property of the file can hold; the page has all."""

_LETTERS = "Arial"
"""The typeface: on every machine, or another of the same widths."""

_CREATED = datetime.datetime(2000, 1, 1)
"""What the file says of when it was made: always the same."""

_DARK = RGBColor(0x1F, 0x2F, 0x46)


def prepare(word: Any, document: Document) -> None:
    """Set the properties, the paper, the page numbers and the styles of an empty document."""
    _properties(word.core_properties, document)
    _paper(word.sections[0], document)
    styles = word.styles
    _speak(styles)
    styles["Normal"].font.size = Pt(10)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Caption"):
        _write_in(styles[name], _LETTERS)
    for name in ("Title", "Heading 1", "Heading 2"):
        styles[name].font.color.rgb = _DARK
    styles["Heading 1"].paragraph_format.space_after = Pt(6)
    caption = styles["Caption"]
    caption.font.size, caption.font.color.rgb = Pt(9.5), _DARK
    caption.paragraph_format.space_before = Pt(6)
    lead = _added(styles, LEAD)
    lead.font.size, lead.font.bold = Pt(12), True
    lead.paragraph_format.keep_with_next = True
    note = _added(styles, NOTE)
    note.font.size, note.font.color.rgb = Pt(9), RGBColor(0x50, 0x50, 0x50)
    note.paragraph_format.space_before = Pt(3)
    warning = _added(styles, WARNING)
    warning.font.bold, warning.font.color.rgb = True, RGBColor(0x9C, 0x00, 0x06)
    code = _added(styles, CODE)
    code.font.name, code.font.size = "Courier New", Pt(8)
    code.paragraph_format.space_after = Pt(0)
    cell = _added(styles, CELL)
    cell.font.size = Pt(8.5)
    cell.paragraph_format.space_before = cell.paragraph_format.space_after = Pt(1)
    contents = _added(styles, CONTENTS)
    contents.paragraph_format.space_after = Pt(2)


def _properties(core: Any, document: Document) -> None:
    core.title = readable(document.title)[:_LONGEST]
    core.subject = readable(document.subtitle)[:_LONGEST]
    core.author = core.last_modified_by = "clusterer"
    core.comments = core.keywords = core.category = ""
    core.language, core.revision = _LANGUAGE, 1
    core.created = core.modified = core.last_printed = _CREATED


def _paper(section: Any, document: Document) -> None:
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(2.0)
    section.different_first_page_header_footer = False
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run(f"{readable(document.title)}   |   Page ")
    add_field(footer, "PAGE", "1")
    footer.add_run(" of ")
    add_field(footer, "NUMPAGES", "1")


def _speak(styles: Any) -> None:
    """Set the language of all text."""
    default = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in default.findall(qn("w:lang")):
        default.remove(old)
    default.append(element("lang", val=_LANGUAGE, eastAsia=_LANGUAGE, bidi="ar-SA"))


def _write_in(style: Any, letters: str) -> None:
    """Give a style a typeface, in place of that of the theme."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), letters)


def _added(styles: Any, name: str) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.quick_style = True
    return style
