"""The guides for contributors name what is there, all of it, and in plain words."""

from __future__ import annotations

import contextlib
import pkgutil
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import clusterer.search

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "how_the_search_goes.md").read_text(encoding="utf-8")
STEPS = clusterer.search.__doc__ or ""
EXTENDING = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
STYLE = (ROOT / "docs" / "style.md").read_text(encoding="utf-8")
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = ET.parse(ROOT / "docs" / "images" / "search.svg").getroot()
SEARCH = Path(clusterer.search.__file__).parent

PLAIN = (
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "docs/believe.md",
    "docs/command_line.md",
    "docs/committee_pack.md",
    "docs/extending.md",
    "docs/from_here_to_there.md",
    "docs/glossary.md",
    "docs/how_it_works.md",
    "docs/how_sure.md",
    "docs/how_the_search_goes.md",
    "docs/index.md",
    "docs/better_plan.md",
    "docs/fire_and_police.md",
    "docs/new_councils.md",
    "docs/portfolio.md",
    "docs/would_they_stay.md",
    "docs/your_own_term.md",
)
"""The pages that have been revised for plain words; add those that you revise."""


def named(text: str) -> list[str]:
    """Return the names in backticks that a module or a function may have."""
    return re.findall(r"`([a-z][a-z_.]*[a-z])`", text)


def drawn(part: ET.Element) -> list[str]:
    """Return the modules that a part of the drawing names."""
    lines = [text.text or "" for text in part.iter(f"{SVG}text") if text.get("class") == "module"]
    return ", ".join(lines).split(", ") if lines else []


def is_there(name: str) -> bool:
    """Tell whether a name is that of a module, or of something in one."""
    for inner in (f"clusterer.search.{name}", f"clusterer.{name}", name):
        with contextlib.suppress(ImportError, AttributeError):
            pkgutil.resolve_name(inner)
            return True
    return False


def steps() -> dict[int, list[str]]:
    """Return the modules of each step that the folder of the search lists."""
    found = re.findall(r"^(\d+)\. (.*?)(?=^\S|\Z)", STEPS, flags=re.MULTILINE | re.DOTALL)
    return {int(number): named(text) for number, text in found}


def test_the_page_shows_the_steps_that_the_folder_of_the_search_lists():
    assert ".. automodule:: clusterer.search\n" in PAGE


@pytest.mark.parametrize("name", sorted({*named(PAGE), *named(STEPS), *drawn(DRAWING)}))
def test_each_module_that_the_page_names_is_there(name):
    assert is_there(name)


def test_every_module_of_the_search_has_its_place_on_the_page():
    there = {
        ".".join(path.relative_to(SEARCH).with_suffix("").parts)
        for path in SEARCH.rglob("[a-z]*.py")
    }
    missing = there - {*named(PAGE), *named(STEPS)}
    assert not missing, "name them in a step of search/__init__.py or on how_the_search_goes.md"


def test_the_drawing_has_the_steps_in_their_order():
    groups = [part.get("id") for part in DRAWING.iter(f"{SVG}g")]
    assert groups == [f"step-{number}" for number in steps()]


@pytest.mark.parametrize("number", steps())
def test_a_step_is_drawn_with_modules_that_it_names(number):
    (group,) = (part for part in DRAWING.iter(f"{SVG}g") if part.get("id") == f"step-{number}")
    assert str(number) in [text.text for text in group.iter(f"{SVG}text")]
    assert drawn(group)
    assert set(drawn(group)) <= set(steps()[number])


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "docs/how_the_search_goes.md"])
def test_each_test_that_a_page_names_is_there(page):
    paths = re.findall(r"\b(tests/[\w./]*\w)", (ROOT / page).read_text(encoding="utf-8"))
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_each_file_that_the_guide_to_parts_names_is_there():
    named_paths = set(re.findall(r"`((?:[\w]+/)+(?:\w+\.\w+)?)`", EXTENDING))
    package = SEARCH.parent
    missing = {
        path
        for path in named_paths
        if not any((place / path).exists() for place in (package, ROOT, ROOT / "src"))
    }
    assert not missing


def unwanted() -> dict[str, re.Pattern[str]]:
    """Return what finds each word that has a plain one in its place.

    A word of which only one sense is unwanted, named in brackets, cannot be found.
    """
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", STYLE, flags=re.MULTILINE)
    words = [word for row in rows[1:] for word in row.split(", ") if word.strip("-")]
    found = {}
    for word in words:
        if "(" not in word:
            inflected = re.sub(r"^(\w+)", r"\1(?:s|ed|ing)?", word)
            pattern = inflected.replace(" … ", r"(?: \w+){0,3} ")
            found[word] = re.compile(rf"\b{pattern}\b", flags=re.IGNORECASE)
    return found


@pytest.mark.parametrize(
    "words", ["It hangs together.", "told all ends apart", "Dearer", "it tells them apart"]
)
def test_words_are_found_in_their_forms(words):
    assert any(pattern.search(words) for pattern in unwanted().values())


@pytest.mark.parametrize("page", PLAIN)
def test_a_revised_page_is_in_plain_words(page):
    text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
    found = {word: pattern.findall(text) for word, pattern in unwanted().items()}
    assert {word: there for word, there in found.items() if there} == {}
