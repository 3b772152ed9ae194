"""The modules: one way down, no circles; and the names at the top."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import rlcompleter
from dataclasses import fields, is_dataclass
from functools import cached_property
from pathlib import Path

import networkx as nx
import pytest
from numpydoc.docscrape import NumpyDocString

import clusterer as cl

SOURCE = Path(cl.__file__).parent
ROOT = Path(__file__).parents[1]
REFERENCE = ROOT / "docs" / "reference.rst"

FLOORS = (
    ("__main__",),
    ("cli",),
    ("__init__",),  # The public names.
    ("reports",),
    ("questions",),
    ("solving", "business_cases", "evidence"),
    ("certificates",),
    ("search",),
    ("model",),
    ("rules", "limits"),
    ("terms", "display"),
    ("candidates", "geography", "datasets"),
    ("councils",),
    ("_support",),
    ("errors",),
)
"""The rooms, from the top; what lives on a floor imports from lower floors only."""


def modules() -> dict[str, Path]:
    """Return the path of each module and package, by its dotted name."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = ("clusterer", *path.relative_to(SOURCE).with_suffix("").parts)
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports() -> nx.DiGraph:
    """Return which module imports which, at run time or for type checkers."""
    paths = modules()
    graph = nx.DiGraph()
    graph.add_nodes_from(paths)
    for module, path in paths.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [name.name for name in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{path}: write an import from the top"
                inner = [f"{node.module}.{name.name}" for name in node.names]
                names = [name if name in paths else node.module for name in inner]
            else:
                continue
            graph.add_edges_from((module, name) for name in names if name in paths)
    return graph


def room(module: str) -> str:
    """Return what lives right below the top and has a module."""
    return [*module.split("."), "__init__"][1]


def test_no_module_imports_one_that_imports_it():
    graph = imports()
    circles = [part for part in nx.strongly_connected_components(graph) if len(part) > 1]
    assert circles == []


def test_every_room_is_on_a_floor():
    assert sorted(sum(FLOORS, ())) == sorted({room(module) for module in modules()})


def test_each_floor_rests_on_those_below():
    floors = {name: floor for floor, rooms in enumerate(FLOORS) for name in rooms}
    upward = [
        (above, below)
        for above, below in imports().edges
        if room(above) != room(below) and floors[room(above)] >= floors[room(below)]
    ]
    assert upward == []


def test_what_proves_a_plan_does_not_need_the_search():
    checker = [name for name in modules() if name.startswith("clusterer.certificates.verify")]
    graph = imports()
    reached = set().union(*(nx.descendants(graph, name) for name in checker))
    assert not {room(name) for name in reached} & {"search", "solving", "evidence"}


def test_the_map_of_the_layers_shows_the_rooms_in_their_order():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (drawn,) = re.findall(r"```text\n(.*?)```", text, flags=re.DOTALL)
    drawn_floors = [
        re.findall(r"^(?:[a-z_]+/? )+", floor, flags=re.MULTILINE)
        for floor in drawn.split("\n  |\n")
    ]
    shown = [sorted(" ".join(names).replace("/", "").split()) for names in drawn_floors]
    assert shown == [sorted(rooms) for rooms in FLOORS if rooms != ("__main__",)]


@pytest.mark.parametrize("name", cl.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name):
    assert getattr(cl, name).__doc__.strip()


@pytest.mark.parametrize("name", [n for n in cl.__all__ if n != "datasets"])
def test_help_calls_a_public_name_by_that_name(name):
    assert getattr(cl, name).__name__ == getattr(cl, name).__qualname__ == name


@pytest.mark.parametrize("module", [cl, cl.datasets])
def test_nothing_but_public_names_is_listed(module):
    assert [name for name in dir(module) if not name.startswith("__")] == module.__all__


@pytest.mark.parametrize("module", ["clusterer", "clusterer.datasets"])
def test_a_star_and_the_tab_key_bring_public_names_alone(module):
    space: dict[str, object] = {}
    exec(f"from {module} import *", space)
    names = sorted(name for name in space if name != "__builtins__")
    assert names == importlib.import_module(module).__all__
    complete = rlcompleter.Completer({"m": importlib.import_module(module)}).complete
    offered = [complete("m.", k) for k in range(len(names) + 1)]
    found = [name.removeprefix("m.").removesuffix(")").removesuffix("(") for name in offered[:-1]]
    assert (sorted(found), offered[-1]) == (names, None)


@pytest.mark.parametrize("name", [n for n in cl.__all__ if n != "datasets"])
def test_no_public_name_is_a_module_too(name):
    assert f"clusterer.{name}" not in modules()


@pytest.mark.parametrize("name", [n for n in cl.__all__ if n != "datasets"])
def test_every_public_name_is_in_the_reference(name):
    reference = REFERENCE.read_text(encoding="utf-8")
    assert f"   {name}\n" in reference


@pytest.mark.parametrize("name", cl.datasets.__all__)
def test_every_data_set_is_in_the_reference(name):
    reference = REFERENCE.read_text(encoding="utf-8")
    assert f"   datasets.{name}\n" in reference


CLASSES = [name for name in cl.__all__ if inspect.isclass(getattr(cl, name))]


def described(thing: type) -> list[str]:
    """Return the attributes that the docstring of a class describes, and its parameters."""
    sections = NumpyDocString(inspect.getdoc(thing) or "")
    entries = [*sections["Attributes"], *sections["Parameters"]]
    return [name.strip(" *") for entry in entries for name in entry.name.split(",")]


@pytest.mark.parametrize("name", CLASSES)
def test_the_docstring_of_a_class_describes_no_attribute_that_describes_itself(name):
    thing = getattr(cl, name)
    properties = {
        attribute
        for attribute in dir(thing)
        if isinstance(inspect.getattr_static(thing, attribute), property | cached_property)
    }
    made_of = set(inspect.signature(thing.__init__).parameters)
    assert [one for one in described(thing) if one in properties - made_of] == []
    assert len(described(thing)) == len(set(described(thing)))


@pytest.mark.parametrize("name", [name for name in CLASSES if is_dataclass(getattr(cl, name))])
def test_every_field_of_a_class_is_described(name):
    thing = getattr(cl, name)
    given = {one.name for one in fields(thing) if one.init and not one.name.startswith("_")}
    assert given - set(described(thing)) == set()


def test_public_names_stand_in_the_order_of_the_alphabet():
    assert sorted(cl.__all__) == cl.__all__


def test_type_checkers_are_told_that_there_are_types():
    assert (SOURCE / "py.typed").is_file()
