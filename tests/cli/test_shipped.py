"""Maps that come with the library, by a word in place of a file; and what else states a problem."""

from __future__ import annotations

import json
from pathlib import Path

import example_files
import networkx as nx
import pandas as pd
import pytest
from commands import run

import clusterer as cl
from clusterer.cli.map_files import read_map
from clusterer.cli.problems import Stated
from clusterer.cli.shipped import word_of
from clusterer.cli.stating import stated_by

pytestmark = pytest.mark.usefixtures("undrawn")


@pytest.fixture
def undrawn(monkeypatch):
    """Draw nothing: pictures have their tests elsewhere."""
    monkeypatch.setattr("clusterer.cli.folder.save_picture", lambda _, place: place.touch())


def test_london_by_its_word_is_the_problem_of_the_command_london(london, thames_crossings):
    stated = stated_by("London", max_size="3")
    assert str(stated) == "clusterer london --year 2006 --preset central --max-size 3"
    problem = stated.problem()
    pd.testing.assert_frame_equal(problem.councils.frame, london)
    assert problem.terms == tuple(cl.preset("central"))
    assert problem.rules == (cl.MaxSize(3),)
    wanted = cl.adjacency(london, crossings=thames_crossings)
    assert nx.utils.graphs_equal(problem.adjacency, wanted)


def test_an_area_is_its_districts():
    problem = stated_by("essex").problem()
    districts = cl.datasets.england()
    essex = districts[districts["lgr"] == "ESS"]
    assert list(problem.councils.ids) == list(essex.index)
    assert nx.utils.graphs_equal(problem.adjacency, cl.adjacency(essex))
    assert problem.councils.frame.attrs["source"].startswith("Contains ")


@pytest.mark.parametrize("typed", ["South East", "south-east", "south east"])
def test_a_region_may_be_typed_in_several_ways(typed):
    districts = cl.datasets.england()
    of_it = districts.index[districts["region"] == "South East"]
    assert list(stated_by(typed, islands="nearest").problem().councils.ids) == list(of_it)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("london", "London"),
        ("ESSEX", "Essex"),
        ("east sussex", "East Sussex"),
        ("yorkshire-and-the-humber", "Yorkshire and The Humber"),
        ("england", "England"),
        ("maps/north_county.gpkg", "north county"),
    ],
)
def test_a_place_is_called_by_its_name_or_as_its_file_is(typed, name):
    assert stated_by(typed).place == name


def test_every_area_under_reorganisation_has_its_word():
    for county in cl.datasets.reorganisation_proposals()["county"].unique():
        assert word_of(county) == county.lower()
    assert word_of("England") == "england"


def test_a_file_that_is_called_as_an_area_is_given_with_its_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert stated_by("./essex", population="residents").options["file"] == Path("essex")


def test_a_misspelt_area_is_told_and_so_is_that_there_is_no_such_file(refused):
    told = refused("solve", "esex")
    assert told == (
        "clusterer: there is no file 'esex'; did you mean 'essex', a map that comes with the "
        "library?"
    )


def test_the_certificate_of_an_area_names_it(tmp_path):
    run("solve", "worcestershire", "--max-size", 2, "--certificate", "--out", tmp_path)
    path = tmp_path / "worcestershire.certificate.json"
    assert json.loads(path.read_text("utf-8"))["problem"]["options"]["file"] == "worcestershire"
    printed = run("verify", path)
    assert "problem: clusterer solve worcestershire --preset central --max-size 2" in printed
    assert "verified: " in printed


def test_figures_of_ones_own_are_joined_to_a_map_that_comes_with_the_library(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("borough,partnership\nCamden,a pair\nIslington,a pair\n", encoding="utf-8")
    problem = stated_by("london", join=str(path), on="name=borough", today="partnership").problem()
    assert problem.status_quo.clusters["size"].max() == 2
    assert problem.status_quo.cluster_of("Camden") == problem.status_quo.cluster_of("Islington")


def test_boroughs_that_are_left_out_take_their_crossings_along():
    problem = stated_by("london", drop=["Tower Hamlets, Newham"]).problem()
    assert len(problem.councils) == 30
    kinds = [kind for *_, kind in problem.adjacency.edges(data="kind")]
    assert "crossing" in kinds


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["essex", "--year", "2022"], "--year 2022: the year of the populations can be chosen for"),
        (["essex", "--index", "name"], "--index 'name': the councils of essex go by their GSS"),
        (["districts.gpkg"], "--population is missing: name the column with the residents; there"),
        (["districts.gpkg", "--population", "residents", "--year", "2022"], "--year 2022: it is"),
        (
            ["districts.gpkg", "--population", "residents", "--balance", "residents, 3"],
            "--balance 'residents, 3' has 2 parts, and needs 3 with commas between them, such as",
        ),
        (
            ["districts.gpkg", "--population", "residents", "--balance", "residents, a, 3"],
            "--balance 'residents, a, 3': 'a' is no whole number",
        ),
        (
            ["districts.gpkg", "--population", "residents", "--target", "200000, 5, 6"],
            "--target '200000, 5, 6' has 3 parts, and needs 2",
        ),
    ],
)
def test_what_is_no_problem_is_told_by_option_and_value(
    args, message, refused, tmp_path, monkeypatch
):
    example_files.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert refused("solve", *args).startswith(f"clusterer: {message}")
    assert not (tmp_path / "output").exists()


# Prices on judgements.


def test_balance_and_target_are_the_terms_of_the_library(tmp_path, monkeypatch):
    example_files.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    options = {"population": "residents", "index": "code", "max_size": "3"}
    stated = stated_by(
        "districts.gpkg",
        **options,
        preset="null",
        balance=["residents, 3, 10", "area, of land, 2, 5"],
        target="250000, 4",
    )
    with pytest.raises(cl.InputError, match="area, of land"):
        stated.problem()
    stated = stated_by(
        "districts.gpkg", **options, balance=["residents, 3, 10"], target="250000, 4"
    )
    assert stated.problem().terms[-2:] == (
        cl.Balance("residents", clusters=3, price=10),
        cl.PopulationTarget(250_000, price=4, population="residents"),
    )
    again = Stated.of({"problem": json.loads(json.dumps(stated.as_json()))})
    assert again.problem().terms == stated.problem().terms


# Points from two columns.


def points(tmp_path, header: str) -> Path:
    path = tmp_path / "towns.csv"
    rows = ["Ash,90000,-1.0,52.0", "Beech,80000,-0.9,52.0", "Cedar,70000,-0.8,52.1"]
    path.write_text("\n".join([header, *rows]), encoding="utf-8")
    return path


def test_points_stand_where_two_columns_say(tmp_path):
    path = points(tmp_path, "name,people,lon,lat")
    stated = stated_by(
        str(path),
        population="people",
        xy="lon, lat",
        source_crs="EPSG:4326",
        crs="EPSG:27700",
        within_km=20,
    )
    problem = stated.problem()
    assert problem.adjacency.number_of_edges() == 3
    assert problem.councils.frame.geometry.to_crs(4326).x.round(6).to_list() == [-1, -0.9, -0.8]


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("name,people,lon,lat", "--xy 'lon, lat' --source-crs EPSG:4326, and --crs to project"),
        ("name,people,Longitude,Latitude", "--xy 'Longitude, Latitude' --source-crs EPSG:4326"),
        ("name,people,easting,northing", "--xy 'easting, northing' --source-crs CRS"),
        ("name,people,here,there", "or two columns of coordinates, named with --xy"),
    ],
)
def test_a_table_with_coordinates_is_told_the_option_for_them(refused, tmp_path, header, hint):
    assert hint in refused("solve", points(tmp_path, header), "--population", "people")


@pytest.mark.parametrize(
    ("xy", "message"),
    [
        ("lon", "--xy 'lon' must name two columns, such as 'easting, northing', and it names 1"),
        ("lon, latt", "towns.csv has no column 'latt'; there are name, people, lon, lat"),
        (
            "lon, name",
            (
                "--xy 'lon, name': a row of towns.csv (Ash, 90000, -1.0, 52.0) has no number in "
                "the column 'name'; correct it, or delete the row if it is blank or a total"
            ),
        ),
    ],
)
def test_columns_that_are_no_coordinates_are_told(tmp_path, xy, message):
    with pytest.raises(cl.InputError) as told:
        read_map(points(tmp_path, "name,people,lon,lat"), xy=xy)
    assert message in str(told.value)


# Spreadsheets.


def test_options_stand_in_a_spreadsheet_too(tmp_path, monkeypatch):
    example_files.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    pytest.importorskip("openpyxl", reason="it writes the spreadsheet; pip install openpyxl")
    pd.read_csv("options.csv", dtype=str).to_excel("options.xlsx", index=False)
    options = ["--population", "residents", "--index", "code"]
    for file in ("options.csv", "options.xlsx"):
        run("compare", "districts.gpkg", file, *options, "--out", Path(file).suffix[1:])
    both = [pd.read_csv(f"{end}/options.compared.csv") for end in ("csv", "xlsx")]
    pd.testing.assert_frame_equal(*both)
