"""The modules: one way down, no circles; and the names at the top."""

from __future__ import annotations

import ast
from pathlib import Path

import networkx as nx
import pytest

import clusterer as cl

SOURCE = Path(cl.__file__).parent
REFERENCE = Path(__file__).parents[1] / "docs" / "reference.rst"


def imports() -> nx.DiGraph:
    """Return which module or package, right below the top, imports which at run time."""
    graph = nx.DiGraph()
    for path in SOURCE.rglob("*.py"):
        module = path.relative_to(SOURCE).with_suffix("").parts[0]
        if module == "__init__":
            continue
        graph.add_node(module)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "clusterer":
                graph.add_edges_from((module, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("clusterer."):
                graph.add_edge(module, node.module.split(".")[1])
    graph.remove_edges_from(nx.selfloop_edges(graph))
    return graph


def test_no_module_imports_one_that_imports_it():
    assert list(nx.simple_cycles(imports())) == []


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ("councils", "geography"),
        ("councils", "candidates"),
        ("geography", "problem"),
        ("candidates", "terms"),
        ("candidates", "rules"),
        ("candidates", "limits"),
        ("terms", "problem"),
        ("rules", "problem"),
        ("limits", "problem"),
        ("problem", "formulations"),
        ("formulations", "solve"),
        ("evaluation", "business_case"),
        ("terms", "business_case"),
        ("observed", "reality"),
        ("evaluation", "reality"),
        ("observed", "calibration"),
        ("terms", "calibration"),
    ],
)
def test_each_layer_rests_on_the_one_below(below, above):
    graph = imports()
    assert nx.has_path(graph, above, below)
    assert not nx.has_path(graph, below, above)


@pytest.mark.parametrize("name", cl.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name):
    assert getattr(cl, name).__doc__.strip()


@pytest.mark.parametrize("name", [n for n in cl.__all__ if n != "datasets"])
def test_every_public_name_is_in_the_reference(name):
    reference = REFERENCE.read_text(encoding="utf-8")
    assert f"   {name}\n" in reference


@pytest.mark.parametrize("name", cl.datasets.__all__)
def test_every_data_set_is_in_the_reference(name):
    reference = REFERENCE.read_text(encoding="utf-8")
    assert f"   datasets.{name}\n" in reference


def test_public_names_stand_in_the_order_of_the_alphabet():
    assert sorted(cl.__all__) == cl.__all__


def test_type_checkers_are_told_that_there_are_types():
    assert (SOURCE / "py.typed").is_file()
