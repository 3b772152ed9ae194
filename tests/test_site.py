"""The pages together: short enough, linked, and with every public function on one of them."""

from __future__ import annotations

import inspect
import re

import pytest
from pages import DOCS, cells_of, code_of, page_of

import clusterer as cl

README = (DOCS.parent / "README.md").read_text(encoding="utf-8")
INDEX = page_of("index.md")
PAGES = sorted(path.name for path in DOCS.glob("*.md") if path.name != "index.md")

LONGEST = 2_200
"""Words that a reader reads in ten minutes."""

WIDEST = 92
"""Characters of a line of code that a screen shows without scrolling."""

NO_READING = {"changelog.md", "glossary.md"}
"""Pages in which readers look something up."""

HIDDEN = ("remove-cell", "remove-input", "hide-cell", "hide-input")


def words_of(source: str) -> int:
    """Return how many words of a page are read: all but references, and code that is hidden."""
    source = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.DOTALL)
    source = source.split("\n## References")[0]
    for cell, tags in code_of(source):
        if any(tag in tags for tag in HIDDEN):
            source = source.replace(cell, "")
    return len(source.split())


def anchor(heading: str) -> str:
    """Return the anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def section_of(source: str, wanted: str) -> str | None:
    """Return the text below the heading with an anchor, up to the next of its level."""
    for level, heading in re.findall(r"^(#{2,3}) (.*)$", source, flags=re.MULTILINE):
        if anchor(heading) == wanted:
            rest = source.split(f"\n{level} {heading}\n")[1]
            return re.split(rf"^#{{2,{len(level)}}} ", rest, flags=re.MULTILINE)[0]
    return None


def sources_of(page: str) -> str:
    """Return the text of a page, with that of a file which it includes."""
    text = page_of(page)
    for name in re.findall(r"^```\{include\} (\S+)$", text, flags=re.MULTILINE):
        text += (DOCS / name).read_text(encoding="utf-8")
    return text


def functions() -> list[str]:
    """Return how each public function is called on the pages."""
    public = [name for name in cl.__all__ if inspect.isfunction(getattr(cl, name))]
    data = [f"datasets.{name}" for name in cl.datasets.__all__]
    return [f"cl.{name}" for name in [*public, *data]]


PAGE = """\
---
kernelspec:
---

One two.

```{code-cell} ipython3
:tags: [hide-input]

hidden = 1
```

```{code-cell} ipython3
three = 3
```

## References

Nobody reads on.
"""


def test_hidden_code_and_references_are_not_read():
    read = ["One", "two.", "```{code-cell}", "ipython3", "three", "=", "3", "```"]
    assert words_of(PAGE) == len(read)


@pytest.mark.parametrize("page", [page for page in PAGES if page not in NO_READING])
def test_a_page_takes_ten_minutes_at_most(page):
    assert words_of(sources_of(page)) <= LONGEST, "split it into pages with one idea each"


def test_the_readme_takes_five_minutes_at_most():
    assert words_of(README) <= 1_250


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_linked_from_the_index_and_the_readme(page):
    assert f"]({page})" in INDEX, "link it from docs/index.md"
    trees = re.findall(r"^```\{toctree\}\n(.*?)^```$", INDEX, flags=re.MULTILINE | re.DOTALL)
    listed = [line for tree in trees for line in tree.splitlines() if not line.startswith(":")]
    assert listed.count(page.removesuffix(".md")) == 1, "put it into one toctree of docs/index.md"
    included = re.findall(r"^```\{include\} \.\./(\S+)$", page_of(page), flags=re.MULTILINE)
    assert f"]({included[0] if included else f'docs/{page}'})" in README, "link it from README.md"


@pytest.mark.parametrize("name", functions())
def test_a_public_function_is_named_on_a_page(name):
    pages = [page for page in PAGES if page not in NO_READING]
    assert any(re.search(rf"{re.escape(name)}\b", page_of(page)) for page in pages), (
        "write a page that uses it, or name it in docs/questions.md"
    )


@pytest.mark.parametrize("page", PAGES)
def test_code_that_is_shown_fits_the_screen(page):
    shown = [cell for cell, tags in code_of(page_of(page)) if "remove" not in tags]
    lines = [line for cell in shown for line in cell.splitlines()]
    # A command is one line, which the page wraps.
    assert [line for line in lines if len(line) > WIDEST and not line.startswith("!")] == []


@pytest.mark.parametrize(
    ("page", "section", "number"),
    re.findall(
        r"^:::\{picture\} (\S+?)#(\S+)\n(?::number: (\d+)\n)?", page_of("gallery.md"), re.MULTILINE
    ),
)
def test_a_picture_of_the_gallery_is_of_a_section_that_draws(page, section, number):
    text = section_of(page_of(page), section)
    assert text is not None, "no heading has this anchor"
    drawing = [cell for cell in cells_of(text) if re.search(r"\bplot\w*[.(]|\bdraw\(", cell)]
    assert len(drawing) >= int(number or 1)
