"""A directive for the gallery: a small copy of a picture of another page, with a link to it.

The picture is the one that the page made when it was run, so it is never older than the page::

    :::{picture} better_plan.md#what-is-settled-and-what-is-open
    Which councils are together in all good plans? `Ranked.plot`
    :::

The option ``number`` names another than the first picture of the section.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from PIL import Image
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

WIDTH = 600
"""Of a small copy, in pixels: twice the width at which it is shown, for fine screens."""

log = logging.getLogger(__name__)


class Shown(nodes.General, nodes.Element):
    """The place of a picture, until all pages are read."""


class Picture(SphinxDirective):
    """Show a picture of another page; the content says what question it answers."""

    required_arguments = 1
    option_spec: ClassVar = {"number": directives.positive_int}
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the place of the picture, with its words below."""
        self.env.note_reread()  # Its pictures may have changed though the page has not.
        page, _, section = self.arguments[0].partition("#")
        number = self.options.get("number", 1)
        words = self.parse_content_to_nodes()
        text = " ".join(node.astext() for node in words)
        shown = Shown(page=page.removesuffix(".md"), section=section, number=number, alt=text)
        self.set_source_info(shown)
        return [nodes.container("", shown, *words, classes=["gallery-picture"])]


def find_section(document: nodes.document, anchor: str) -> nodes.section | None:
    """Return the section of a page that an anchor leads to."""
    for section in document.findall(nodes.section):
        if anchor in (*section["ids"], section.get("slug")):
            return section
    return None


def fill(app: Sphinx, document: nodes.document, docname: str) -> None:
    """Put the pictures in their places."""
    for shown in list(document.findall(Shown)):
        box = shown.parent
        picture, source = _picture(app, shown, docname)
        shown.replace_self(picture)
        box += source


def _picture(app: Sphinx, shown: Shown, docname: str) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """Return the picture, and where it is from."""
    env: BuildEnvironment = app.env
    page, anchor, number = shown["page"], shown["section"], shown["number"]
    section = find_section(env.get_doctree(page), anchor) if page in env.all_docs else None
    if section is None:
        log.warning("there is no section %s.md#%s", page, anchor, location=shown)
        return [], []
    title = section.next_node(nodes.title).astext()  # type: ignore[union-attr]
    link = f"{app.builder.get_relative_uri(docname, page)}#{section['ids'][0]}"
    source = f"{env.titles[page].astext()}: {title}"
    below = nodes.paragraph(classes=["gallery-source"])
    below += nodes.reference("", source, refuri=link, internal=True)
    images = list(section.findall(nodes.image))
    if len(images) < number:
        if env.config.nb_execution_mode != "off":
            log.warning("%s.md#%s has no picture %d", page, anchor, number, location=shown)
        return [], [below]
    if app.builder.format != "html":
        return [], [below]
    file = _small_copy(app, Path(app.srcdir, images[number - 1]["uri"]))
    src = "/".join([*[".."] * docname.count("/"), app.builder.imagedir, file])
    tag = (
        f'<a href="{html.escape(link)}"><img src="{html.escape(src)}" loading="lazy"'
        f' alt="{html.escape(shown["alt"])}"></a>'
    )
    return [nodes.raw("", tag, format="html")], [below]


def _small_copy(app: Sphinx, picture: Path) -> str:
    """Write a small copy of a picture among those of the site; return the name of its file."""
    folder = Path(app.outdir, app.builder.imagedir)
    folder.mkdir(parents=True, exist_ok=True)
    name = f"small-{picture.stem}.png"
    with Image.open(picture) as whole:
        copy = whole.convert("RGB")
        copy.thumbnail((WIDTH, WIDTH))
        copy.save(folder / name)
    return name


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell Sphinx of the directive."""
    app.add_node(Shown)
    app.add_directive("picture", Picture)
    app.connect("doctree-resolved", fill)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
