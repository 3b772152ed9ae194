"""The guides for contributors name modules that there are, and all of them."""

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
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = ET.parse(ROOT / "docs" / "images" / "search.svg").getroot()
SEARCH = Path(clusterer.search.__file__).parent


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


def test_each_test_that_the_page_names_is_there():
    paths = re.findall(r"`(tests/[\w./]*)`", PAGE)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
