"""A report as a document for Word."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from typing import Any

import docx
from docx.shared import Cm, Emu

from clusterer.reports.document import (
    Code,
    Document,
    Heading,
    KeyFacts,
    Paragraph,
    Part,
    Picture,
    Points,
    Table,
)
from clusterer.reports.pictures import as_png
from clusterer.reports.word.styles import CODE, CONTENTS, LEAD, NOTE, WARNING, WIDTH, prepare
from clusterer.reports.word.tables import add_facts, add_table
from clusterer.reports.word.xml import add_link, bookmark, count_from_one
from clusterer.reports.words import readable

_STYLES = {"plain": "Normal", "lead": LEAD, "note": NOTE, "warning": WARNING}

_TALLEST = Cm(21.0)
"""Of a picture, so that its caption stands on the same page."""

_DPI = 200


def as_docx(document: Document) -> bytes:
    """Return a report as the bytes of a document for Word."""
    word = docx.Document()
    prepare(word, document)
    word.add_paragraph(readable(document.title), style="Title")
    for words in (document.subtitle, document.date):
        if words:
            word.add_paragraph(readable(words), style="Subtitle")
    titles = [f"{number}. {one.title}" for number, one in enumerate(document.sections, start=1)]
    for number, title in enumerate(titles):
        add_link(word.add_paragraph(style=CONTENTS), readable(title), _address(number))
    for number, (section, title) in enumerate(zip(document.sections, titles, strict=True)):
        heading = word.add_paragraph(readable(title), style="Heading 1")
        bookmark(heading, _address(number), number)
        _add_parts(word, section)
    file = io.BytesIO()
    word.save(file)
    return _without_clock(file.getvalue())


def _address(number: int) -> str:
    return f"chapter{number + 1}"


def _add_parts(word: Any, parts: Iterable[Part]) -> None:
    """Add parts one below the other."""
    for part in parts:
        if isinstance(part, Paragraph):
            word.add_paragraph(readable(part.text), style=_STYLES[part.kind])
        elif isinstance(part, Heading):
            word.add_paragraph(readable(part.text), style="Heading 2")
        elif isinstance(part, Points):
            _add_points(word, part)
        elif isinstance(part, KeyFacts):
            add_facts(word, part)
        elif isinstance(part, Table):
            add_table(word, part)
        elif isinstance(part, Picture):
            _add_picture(word, part)
        elif isinstance(part, Code):
            for line in part.text.splitlines():
                word.add_paragraph(readable(line), style=CODE)
        else:
            raise TypeError(f"a document for Word has no {type(part).__name__}")


def _add_points(word: Any, points: Points) -> None:
    style = "List Number" if points.numbered else "List Bullet"
    added = []
    for point in points.items:
        paragraph = word.add_paragraph(style=style)
        if point.lead:
            paragraph.add_run(f"{readable(point.lead)} ").bold = True
        paragraph.add_run(readable(point.text))
        added.append(paragraph)
    if points.numbered and added:
        count_from_one(word, added)


def _add_picture(word: Any, picture: Picture) -> None:
    """Add a picture as wide as the text, or as it was drawn, with its caption below."""
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(as_png(picture, dpi=_DPI)))
    scale = min(1.0, WIDTH / shape.width, _TALLEST / shape.height)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    shape._inline.docPr.set("descr", readable(picture.alt))
    word.add_paragraph(readable(picture.caption), style="Caption")


def _without_clock(content: bytes) -> bytes:
    """Return the same file with the parts in it dated as they always are."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as dated,
    ):
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            dated.writestr(entry, made.read(name))
    return file.getvalue()
