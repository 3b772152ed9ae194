"""Each example of the help pages works as it is typed, here with small files of these names."""

from __future__ import annotations

import shlex
from pathlib import Path

import example_files
import pytest
from commands import run

import clusterer as cl
from clusterer.cli import program
from clusterer.reports.writers import WRITERS

EXAMPLES = [
    (command.__name__, example)
    for commands in program.COMMANDS.values()
    for command in commands
    for example in vars(command)["examples"]
]

NAMES = {name.replace("_", "-") for name, _ in EXAMPLES}


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Stand in a folder with the files, where London is small and nothing is drawn."""
    example_files.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(cl.datasets, "london", example_files.few_boroughs)
    monkeypatch.setattr("clusterer.cli.folder.save_picture", lambda _, place: place.touch())
    for ending in WRITERS:
        monkeypatch.setitem(WRITERS, ending, lambda document, material, place: place.touch())
    return tmp_path


@pytest.mark.usefixtures("closed_figures", "folder")
@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[text for _, text in EXAMPLES])
def test_an_example_works_as_it_is_typed(name, example):
    if name == "verify":
        run("london", "--certificate")
        run("solve", "districts.gpkg", "--population", "residents", "--certificate")
    first, *words = shlex.split(example)
    assert first == "clusterer"
    printed = run(*words)
    if name == "verify":
        assert "verified: " in printed
        return
    assert "not a forecast" in printed
    written = [Path(line[6:]) for line in printed.splitlines() if line.startswith("wrote ")]
    assert written
    assert all(path.exists() for path in written)
    *_, last = printed.splitlines()
    assert last.startswith("next: clusterer ")
    assert last.split()[2] in NAMES


@pytest.mark.usefixtures("folder")
def test_the_examples_of_the_first_help_page_are_those_of_commands():
    first = [one for one in program.FIRST_EXAMPLES if "--help" not in one]
    for example in first:
        name = example.split()[1]
        assert name in NAMES
        run(*shlex.split(example)[1:])
