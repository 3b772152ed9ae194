"""The command line writes certificates and checks them, and makes each problem again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
from commands import run
from maps import grid

import clusterer as cl
from clusterer.cli.problems import Stated


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    out = tmp_path_factory.mktemp("london")
    printed = run("london", "--max-size", 3, "--at-most", 20, "--certificate", "--out", out)
    path = out / "london.certificate.json"
    assert f"wrote {path}" in printed
    return path


@pytest.fixture
def town_file(tmp_path):
    """Write two rows of three square councils to a file of their own folder."""
    table = grid(2, 3, side=10_000).rename(columns={"name": "title", "population": "residents"})
    table["code"] = table.index
    path = tmp_path / "maps" / "towns.gpkg"
    path.parent.mkdir()
    table.reset_index(drop=True).to_file(path)
    return path


def test_londons_certificate_is_written_and_verified(written):
    printed = run("verify", written)
    assert "clusterer london --year 2006 --preset central --max-size 3 --at-most 20" in printed
    objective = float(json.loads(written.read_text(encoding="utf-8"))["objective"])
    assert f"verified: the plan costs £{objective:,.6f}m" in printed


def test_so_is_that_of_a_plan_with_clusters_of_any_size(tmp_path):
    run("london", "--max-size", "none", "--certificate", "--out", tmp_path)
    printed = run("verify", tmp_path / "london.certificate.json")
    assert "verified: the plan costs £9,453.548387m, and none costs less than" in printed


def test_a_certificate_is_only_written_if_asked_for(tmp_path):
    run("london", "--max-size", 2, "--out", tmp_path)
    assert not list(tmp_path.glob("*.json"))


def test_what_the_command_line_writes_the_library_verifies(written, london, thames_crossings):
    problem = cl.Problem(
        london,
        cl.preset("central"),
        [cl.MaxSize(3)],
        [cl.ClusterCount(at_most=20)],
        cl.adjacency(london, crossings=thames_crossings),
    )
    cl.verify(problem, json.loads(written.read_text(encoding="utf-8")))


def changed(written, tmp_path, change) -> Path:
    certificate = json.loads(written.read_text(encoding="utf-8"))
    change(certificate)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(certificate), encoding="utf-8")
    return path


def test_a_change_is_told(written, tmp_path, refused):
    def cheaper(certificate):
        certificate["objective"] = "9000"

    assert "the plan adds up to" in refused("verify", changed(written, tmp_path, cheaper))


def test_another_problem_than_was_solved_is_told(written, tmp_path, refused):
    def costlier(certificate):
        certificate["problem"]["options"]["preset"] = "null"

    assert "costs £" in refused("verify", changed(written, tmp_path, costlier))


@pytest.mark.parametrize(
    "problem",
    [None, {}, {"command": "rm", "options": {}}, {"command": "london"}, {"command": []}],
)
def test_a_certificate_without_a_problem_is_told(problem, written, tmp_path, refused):
    def nameless(certificate):
        certificate["problem"] = problem

    told = refused("verify", changed(written, tmp_path, nameless))
    assert "does not say of which problem it is" in told


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("colour", "red", "unexpected keyword argument 'colour'"),
        ("year", "soon", "the options of clusterer london: "),
        ("year", 1066, "1066"),
        ("max_size", "x", "MaxSize"),
        ("preset", "gold", "gold"),
        ("target", 5, "the options of clusterer london: "),
        ("balance", 5, "the options of clusterer london: "),
        ("file", "essex", "the options of clusterer london: "),
    ],
)
def test_options_that_no_command_takes_are_told(option, value, message, written, tmp_path, refused):
    def odd(certificate):
        certificate["problem"]["options"][option] = value

    assert message in refused("verify", changed(written, tmp_path, odd))


def test_a_file_that_is_no_json_or_not_there_is_told(tmp_path, refused):
    path = tmp_path / "a.json"
    assert f"cannot read {path}" in refused("verify", path)
    path.write_text("{", encoding="utf-8")
    assert f"cannot read {path}" in refused("verify", path)
    path.write_text("[]", encoding="utf-8")
    assert "does not say of which problem" in refused("verify", path)


def solve(town_file, out, *options) -> Path:
    run("solve", town_file, "--population", "residents", "--certificate", "--out", out, *options)
    return out / "towns.certificate.json"


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--index", "code", "--name", "title", "--within-km", "inf", "--max-size", "3"),
        ("--index", "code", "--link", "a, f", "--within-km", "12.5"),
        ("--index", "code", "--together", "a, b", "--apart", "a, c", "--apart", "b, d"),
        ("--politics", "2.5", "--max-distance", "12.0", "--tolerance", "2.0"),
        ("--min-population", "100000.0", "--max-population", "800000.0"),
        ("--preset", "business-case", "--at-least", "2", "--at-most", "4", "--crs", "EPSG:32630"),
    ],
)
def test_a_map_of_ones_own_is_made_again_with_all_its_options(options, town_file, tmp_path):
    labels = ["a", "b", "c", "d", "e", "f"]
    table = gpd.read_file(town_file)
    table["code"] = labels
    table.to_file(town_file)
    path = solve(town_file, tmp_path / "out", *options)
    printed = run("verify", path)
    assert "verified: " in printed
    for option in options:
        assert option in printed
    json.loads(path.read_text(encoding="utf-8"), parse_constant=pytest.fail)  # No Infinity.


def test_a_map_may_have_moved(town_file, tmp_path, refused):
    path = solve(town_file, tmp_path / "out", "--index", "code")
    moved = tmp_path / "towns.gpkg"
    shutil.move(town_file, moved)
    assert f"there is no file {str(town_file)!r}" in refused("verify", path)
    assert "verified: " in run("verify", path, "--boundaries", moved)


def test_a_path_is_found_from_another_folder(town_file, tmp_path, monkeypatch):
    monkeypatch.chdir(town_file.parent)
    path = solve(town_file.name, tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    assert "verified: " in run("verify", path)


def test_a_problem_is_stated_as_it_was_given():
    stated = Stated.given(
        "solve", file="a map.gpkg", population="p", link=["A, B", "C, D"], crs=None
    )
    assert str(stated) == (
        "clusterer solve 'a map.gpkg' --population p --link 'A, B' --link 'C, D'"
    )
