"""Files as they are found: without a CRS or residents, with slivers, in CSV, on the web."""

from __future__ import annotations

import functools
import http.server
import json
import logging
import sys
import threading
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from commands import run
from maps import councils_of, grid, square

import clusterer as cl
from clusterer.cli import program as cli
from clusterer.cli.boundaries import read_councils
from clusterer.cli.problems import Stated
from clusterer.cli.tables import read_csv, read_table

pytestmark = pytest.mark.usefixtures("closed_figures")


@pytest.fixture
def towns(tmp_path) -> Path:
    """Write two rows of three square councils to a GeoPackage, with codes and no residents."""
    table = grid(2, 3, side=10_000)[["name", "geometry"]].assign(code=[f"00{i}" for i in range(6)])
    path = tmp_path / "towns.gpkg"
    table.reset_index(drop=True).to_file(path)
    return path


@pytest.fixture
def spoken(capsys, monkeypatch):
    """Return a function that runs the command as a terminal does, and returns what it notes."""

    def run_it(*args) -> str:
        monkeypatch.setattr(sys, "argv", ["clusterer", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert not ended.value.code
        return capsys.readouterr().err

    return run_it


def people(tmp_path, codes, residents=None, **columns) -> Path:
    """Write a CSV of residents by code."""
    path = tmp_path / "residents.csv"
    residents = range(100_000, 100_000 + len(codes)) if residents is None else residents
    pd.DataFrame({"code": codes, "residents": residents, **columns}).to_csv(path, index=False)
    return path


def columns_of(file, **options):
    """Return the councils by code, as the options of the command say."""
    return read_councils(file, **options).set_index("code")


# From a bare TopoJSON and a CSV of residents to a plan, in one command.

TOPOLOGY = {
    "type": "Topology",
    # A row of three, 0.2 degrees wide each; the third has a spike at its corner.
    "arcs": [
        [[-1.0, 52.0], [-1.0, 52.2]],
        [[-0.8, 52.0], [-0.8, 52.2]],
        [[-1.0, 52.2], [-1.2, 52.2], [-1.2, 52.0], [-1.0, 52.0]],
        [[-0.8, 52.2], [-1.0, 52.2]],
        [[-1.0, 52.0], [-0.8, 52.0]],
        [[-0.8, 52.0], [-0.6, 52.0], [-0.6, 52.2], [-0.6, 52.3], [-0.6, 52.2], [-0.8, 52.2]],
    ],
    "objects": {
        "districts": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 2]], "id": "007", "properties": {"town": "Ash"}},
                {
                    "type": "Polygon",
                    "arcs": [[4, 1, 3, -1]],
                    "id": "008",
                    "properties": {"town": "Beech"},
                },
                {
                    "type": "Polygon",
                    "arcs": [[5, -2]],
                    "id": "009",
                    "properties": {"town": "Cedar"},
                },
            ],
        }
    },
}


def test_one_command_leads_from_a_bare_topojson_and_a_csv_to_a_plan(tmp_path, caplog):
    boundaries = tmp_path / "districts.json"
    boundaries.write_text(json.dumps(TOPOLOGY))
    figures = tmp_path / "residents.csv"
    # As a spreadsheet writes it: codes without their noughts, commas between thousands.
    figures.write_text('code,people\n7,"150,000"\n8,"1,200,000"\n9,"90,000"\n10,"5"\n')
    printed = run(
        *("solve", boundaries, "--source-crs", "EPSG:4326", "--crs", "EPSG:27700"),
        *("--join", figures, "--on", "id=code", "--population", "people"),
        *("--index", "id", "--name", "town", "--repair", "--out", tmp_path / "out"),
    )
    assert "proven optimal" in printed
    found = gpd.read_file(tmp_path / "out" / "districts.gpkg", layer="councils").set_index("id")
    assert found["people"].to_dict() == {"007": 150_000, "008": 1_200_000, "009": 90_000}
    assert found.crs == "EPSG:27700"
    # A degree of latitude is 111 km, one of longitude 111 km times the cosine: 22.3 by 13.7 km.
    assert found.area.tolist() == pytest.approx([22.3e3 * 13.7e3] * 3, rel=0.01)
    told = " ".join(caplog.messages)
    assert "1 of 3 councils repaired" in told
    assert "Cedar" in told
    assert "1 of its rows are of no council: 10" in told


def test_a_certificate_of_such_a_command_is_verified(tmp_path, towns):
    figures = people(tmp_path, [f"00{i}" for i in range(6)])
    out = tmp_path / "out"
    run(
        *("solve", towns, "--join", figures, "--on", "code", "--population", "residents"),
        *("--drop", "R1C2", "--repair-width", 5, "--certificate", "--out", out),
    )
    printed = run("verify", out / "towns.certificate.json")
    assert f"--join {figures} --on code" in printed
    assert "--repair-width 5.0" in printed
    assert "verified" in printed
    moved = tmp_path / "moved.csv"
    figures.rename(moved)
    assert "verified" in run("verify", out / "towns.certificate.json", "--join", moved)


def test_a_table_that_is_joined_is_not_overwritten(refused, towns, tmp_path):
    (tmp_path / "maps").mkdir()
    towns = towns.rename(tmp_path / "maps" / "towns.gpkg")
    table = people(tmp_path, ["000"]).rename(tmp_path / "towns.csv")
    told = refused(
        *("solve", towns, "--join", table, "--on", "code", "--population", "residents"),
        *("--out", tmp_path),
    )
    assert told.startswith(f"clusterer: {table} would be overwritten by the result")


# Joining.


@pytest.mark.parametrize(
    "codes",
    [
        [0, 1, 2, 3, 4, 5],
        ["0", "1", "2", "3", "4", "5"],
        ["000", "001", "002", "003", "004", "005"],
        [" 000", "001 ", "002", "003", "004", "005"],
        [0.0, 1.0, 2.0, 3.0, 4.0, 5.0],
    ],
)
def test_codes_match_as_text_and_as_numbers(towns, tmp_path, caplog, codes):
    found = columns_of(towns, join=people(tmp_path, codes), on="code")
    assert found["residents"].tolist() == list(range(100_000, 100_006))
    assert found.index.to_list() == [f"00{i}" for i in range(6)]
    assert not caplog.messages


def test_codes_that_differ_by_noughts_alone_are_two(tmp_path):
    path = tmp_path / "two.gpkg"
    grid(1, 2)[["geometry"]].assign(code=["7", "07"]).to_file(path)
    found = columns_of(path, join=people(tmp_path, ["07", "7"], [70, 7]), on="code")
    assert found["residents"].to_dict() == {"7": 7, "07": 70}


def test_names_match_in_either_form_of_an_accent(tmp_path, caplog):
    path = tmp_path / "two.gpkg"
    grid(1, 2)[["geometry"]].assign(code=["Sa\u0302rne", "Bath"]).to_file(path)
    found = columns_of(path, join=people(tmp_path, ["S\u00e2rne", "Bath"]), on="code")
    assert found["residents"].tolist() == [100_000, 100_001]


def test_what_matches_nothing_is_counted_and_named_on_each_side(towns, tmp_path, caplog):
    table = people(tmp_path, [0, 1, 2, 4, 77, 78], council_name=[*"abcd", "Ross", "Cromarty"])
    found = columns_of(towns, join=table, on="code")
    assert found["residents"].isna().tolist() == [False, False, False, True, False, True]
    assert caplog.messages[0] == (
        "--join residents.csv: 2 of 6 councils have no row in it: R1C0 (3), R1C2 (5); "
        "2 of its rows are of no council: Ross (77), Cromarty (78)"
    )


def test_a_misspelt_name_in_a_join_suggests_a_council_that_has_no_row(tmp_path, caplog):
    path = tmp_path / "map.gpkg"
    names = ["Ashford", "Barking and Dagenham", "Camden", "Greenwich"]
    grid(1, 4)[["geometry"]].assign(title=names).to_file(path)
    typed = ["Ashfrd", "Barking & Dagenham", "Camden", "Total"]
    read_councils(path, join=people(tmp_path, typed), on="title=code")
    assert caplog.messages[0] == (
        "--join residents.csv: 3 of 4 councils have no row in it: 0, 1, 3; 3 of its rows are of no "
        "council: Ashfrd (perhaps Ashford), Barking & Dagenham (perhaps Barking and Dagenham), "
        "Total"
    )


def test_a_code_that_is_no_longer_one_suggests_a_council_by_name_and_never_by_code(
    tmp_path, caplog
):
    path = tmp_path / "map.gpkg"
    grid(1, 3)[["geometry"]].assign(
        code=["E06000064", "E06000065", "E06000066"], LAD24NM=["Eden", "Kent", "Bath"]
    ).to_file(path)
    old = people(tmp_path, ["E06000061", "E06000062", "E06000066"], name=["Eden", "Hull", "Bath"])
    read_councils(path, join=old, on="code")
    assert "of no council: Eden (E06000061, perhaps Eden), Hull (E06000062)" in caplog.messages[0]


def test_rows_without_a_name_are_told_by_their_codes(tmp_path, caplog):
    path = tmp_path / "map.gpkg"
    grid(1, 2)[["geometry"]].assign(code=[1, 2], title_name=["Ash", None]).to_file(path)
    read_councils(path, join=people(tmp_path, [1, 3, 4], name=["Ash", None, "Elm"]), on="code")
    assert "2 of its rows are of no council: 3, Elm (4)" in caplog.messages[0]


def test_a_council_without_a_row_is_dropped_by_name(refused, towns, tmp_path):
    options = [
        *("solve", towns, "--join", people(tmp_path, [0, 1, 2, 3, 4]), "--on", "code"),
        *("--index", "code", "--population", "residents", "--out", tmp_path / "out"),
    ]
    told = refused(*options)
    assert told.endswith(
        "R1C2 (005): residents is missing; fill it in or leave the council out with --drop"
    )
    run(*options, "--drop", "R1C2")
    assert len(pd.read_csv(tmp_path / "out" / "towns.csv")) == 5


def test_figures_of_the_table_replace_those_of_the_boundaries_and_that_is_told(tmp_path, caplog):
    path = tmp_path / "old.gpkg"
    grid(1, 2)[["geometry"]].assign(code=["a", "b"], residents=[1, 2], kind="x").to_file(path)
    table = people(tmp_path, ["b", "a"], [20, 10], kind=["x", "x"])
    found = columns_of(path, join=table, on="code")
    assert found["residents"].tolist() == [10, 20]
    assert caplog.messages[0] == (
        "--join residents.csv: residents of it replaces what the boundaries have"
    )


@pytest.mark.parametrize(
    ("codes", "on", "message"),
    [
        (
            [*"abcdef"],
            "code",
            (
                "--join residents.csv: no code of the boundaries, such as '000', is a code of "
                "residents.csv, such as 'a'; choose other columns with --on"
            ),
        ),
        (
            [1, 2, 2, 3, 3],
            "code",
            "--on: '2', '3' stand in more than one row of residents.csv; keep one row a council",
        ),
        (
            [1, 2],
            "gss",
            (
                "--on 'gss': 'gss' is no column of the boundaries; there are name, code; if it has "
                "two names, write --on 'that in the boundaries=that in the table'"
            ),
        ),
        (
            [1, 2],
            "code = gss",
            (
                "--on 'code = gss': 'gss' is no column of residents.csv; there are code, "
                "residents; if it has two names, write --on 'that in the boundaries=that in the "
                "table'"
            ),
        ),
    ],
)
def test_a_join_that_cannot_be_is_told(refused, towns, tmp_path, codes, on, message):
    table = people(tmp_path, codes)
    told = refused("solve", towns, "--population", "residents", "--join", table, "--on", on)
    assert told == f"clusterer: {message}"


def test_a_council_in_two_rows_of_the_boundaries_is_not_joined_twice(refused, tmp_path):
    path = tmp_path / "parts.gpkg"
    grid(1, 3)[["geometry"]].assign(code=["a", "b", "b"]).to_file(path)
    table = people(tmp_path, ["a", "b"])
    told = refused("solve", path, "--population", "residents", "--join", table, "--on", "code")
    assert told == (
        "clusterer: --on: 'b' stands in more than one row of the boundaries; merge the parts of a "
        "council in the file"
    )


def test_a_join_needs_a_column_and_a_table(refused, towns, tmp_path):
    for half in (["--on", "code"], ["--join", people(tmp_path, [1])]):
        told = refused("solve", towns, "--population", "residents", *half)
        assert told.startswith("clusterer: --join FILE and --on COLUMN go together")
    told = refused(
        *("solve", towns, "--population", "residents"),
        *("--join", tmp_path / "none.csv", "--on", "code"),
    )
    assert told == f"clusterer: there is no file {str(tmp_path / 'none.csv')!r}"


def test_boundaries_without_residents_list_all_their_columns(refused, towns, tmp_path):
    told = refused("solve", towns, "--population", "residents")
    assert told == (
        "clusterer: --population: councils have no column 'residents'; there are ['name', 'code']; "
        "or join a table that has it with --join FILE --on COLUMN"
    )
    bare = tmp_path / "bare.gpkg"
    grid(1, 2)[["geometry"]].reset_index(drop=True).to_file(bare)
    told = refused("solve", bare, "--population", "residents")
    assert "there is none but the boundaries; or join a table" in told


def test_a_column_of_counties_that_is_not_there_lists_those_that_are(refused, towns, tmp_path):
    figures = people(tmp_path, [f"00{i}" for i in range(6)], country="England")
    told = refused(
        *("solve", towns, "--join", figures, "--on", "code", "--population", "residents"),
        *("--nested", "county"),
    )
    assert told == (
        "clusterer: --nested: councils have no column 'county'; did you mean 'country'? there are "
        "['name', 'code', 'residents', 'country']"
    )


# Leaving out.


def test_councils_are_left_out_by_name_and_by_code(towns, tmp_path):
    found = read_councils(towns, index="code", drop=["R0C0; 004", "R1C2"])
    assert found.index.to_list() == ["001", "002", "003"]
    numbers = tmp_path / "numbers.gpkg"
    gpd.read_file(towns).assign(code=range(101, 107)).to_file(numbers)
    assert 103 not in read_councils(numbers, index="code", drop=["103"]).index


@pytest.mark.parametrize("option", ["alone", "together", "apart", "drop", "link"])
def test_each_option_takes_names_with_commas(tmp_path, option):
    table = grid(1, 3)[["population", "geometry"]]
    path = tmp_path / "towns.gpkg"
    table.assign(name=["Bristol, City of", "Bath", "Wells"]).to_file(path)
    typed = "Bristol, City of" if option in ("alone", "drop") else "Wells, Bristol, City of"
    problem = Stated("solve", {"file": path, "population": "population", option: [typed]}).problem()
    if option == "drop":
        assert problem.councils.names == ("Bath", "Wells")
    elif option == "link":
        assert problem.adjacency.number_of_edges() == 3
    else:
        named = {"alone": ("Bristol, City of",)}.get(option, ("Wells", "Bristol, City of"))
        assert problem.rules[1].councils == named


def test_one_to_leave_out_that_is_not_there_is_told(refused, towns):
    told = refused("solve", towns, "--population", "residents", "--drop", "R9C9, R0C0")
    assert told.startswith("clusterer: --drop 'R9C9, R0C0': there is no council 'R9C9'; ")


# What the coordinates are.


def test_a_shapefile_without_its_prj_is_read_with_its_crs_said(towns, tmp_path):
    path = tmp_path / "naked.shp"
    gpd.read_file(towns).to_crs(4326).to_file(path)
    path.with_suffix(".prj").unlink()
    found = read_councils(path, source_crs="EPSG:4326", crs="EPSG:27700")
    assert found.area.tolist() == pytest.approx([1e8] * 6, rel=1e-3)


def test_a_crs_that_is_said_goes_before_that_of_the_file_and_is_told(towns, caplog):
    found = read_councils(towns, source_crs="EPSG:2157")
    assert found.crs == "EPSG:2157"
    assert found.geometry.iloc[0].bounds == gpd.read_file(towns).geometry.iloc[0].bounds
    assert caplog.messages == [
        (
            "towns.gpkg says that it is in OSGB36 / British National Grid; its coordinates are "
            "taken for IRENET95 / Irish Transverse Mercator, as --source-crs says"
        )
    ]


def test_an_unknown_source_crs_is_told(refused, towns):
    told = refused("solve", towns, "--population", "residents", "--source-crs", "EPSG:north")
    assert told.startswith("clusterer: there is no --source-crs 'EPSG:north': ")


def test_a_projection_that_spoils_a_shape_does_not_blame_the_file(refused, tmp_path):
    # A strip a few nanometres wide: valid in degrees, rounded away in metres.
    thin = shapely.Polygon([(-1, 52), (-0.5, 52), (-0.5, 52.3), (-0.7, 52 + 1.5e-14), (-0.9, 52.3)])
    assert thin.is_valid
    path = tmp_path / "thin.gpkg"
    councils_of({"a": thin, "b": shapely.box(-0.5, 52, 0, 52.3)}, 4326, residents=9e4).to_file(path)
    spoilt = read_councils(path).geometry.iloc[0]
    assert spoilt.is_valid
    told = refused("solve", path, "--population", "residents", "--crs", "EPSG:27700")
    assert "a geometry that is valid in thin.gpkg, and invalid after projecting to --crs" in told
    assert told.endswith("add --repair, or choose a CRS of the region")
    assert read_councils(path, crs="EPSG:27700", repair_width=0).is_valid.all()


def test_councils_beyond_a_crs_are_told_by_name(refused, tmp_path):
    path = tmp_path / "poles.gpkg"
    shapes = {"here": shapely.box(-1, 52, 0, 53), "beyond": shapely.box(-1, -92, 0, -91)}
    councils_of(shapes, 4326, residents=9e4).to_file(path)
    told = refused("solve", path, "--population", "residents", "--crs", "EPSG:27700")
    assert told.startswith(
        "clusterer: BEYOND (1): beyond what --crs 'EPSG:27700' has coordinates for; choose a CRS "
        "of the region, if poles.gpkg is right in WGS 84"
    )


# Repair.


def test_boundaries_are_repaired_when_asked_and_only_then(refused, tmp_path, caplog):
    path = tmp_path / "ties.gpkg"
    tie = shapely.Polygon([(2000, 0), (3000, 1000), (3000, 0), (2000, 1000)])
    shapes = {"a": square(0, 0), "b": tie, "c": square(9000, 0)}
    councils_of(shapes, residents=[9e4] * 3).to_file(path)
    told = refused("solve", path, "--population", "residents")
    assert told.endswith("; repair it: --repair")
    with caplog.at_level(logging.WARNING):
        run("solve", path, "--population", "residents", "--repair", "--out", tmp_path / "out")
    (report,) = [message for message in caplog.messages if "repaired" in message]
    assert report.startswith("1 of 3 councils repaired, up to a width of 10 m: 1 made valid")
    assert "500,000 m²" in report


def test_slivers_are_told_with_the_option_that_takes_them_away(refused, tmp_path):
    path = tmp_path / "slivers.gpkg"
    councils_of({"a": square(0, 0), "b": square(988, 0)}, residents=[9e4] * 2).to_file(path)
    told = refused("solve", path, "--population", "residents")
    assert told.endswith("are taken away by --repair-width 20")


# Other files.


def test_areas_in_a_csv_are_read(towns, tmp_path):
    table = gpd.read_file(towns)
    flat = pd.DataFrame(table.drop(columns="geometry")).assign(
        residents=[f"{n},000" for n in range(100, 106)], shape=table.geometry.to_wkt()
    )
    path = tmp_path / "towns.csv"
    flat.to_csv(path, index=False)
    found = read_councils(path, source_crs="EPSG:27700", index="code")
    assert found.index.to_list() == [f"00{i}" for i in range(6)]
    assert found["residents"].tolist() == [1000 * n for n in range(100, 106)]
    assert found.geom_equals(table.set_index("code")).all()


def test_points_in_a_csv_are_read_and_told_with_the_option_that_joins_them(tmp_path, spoken):
    path = tmp_path / "offices.csv"
    path.write_text(
        "name,people,place\nA,90000,POINT (400000 300000)\nB,80000,POINT (405000 300000)\n"
        "C,70000,POINT (450000 300000)\n"
    )
    options = [
        *("solve", path, "--source-crs", "EPSG:27700", "--population", "people"),
        *("--max-size", "2", "--out", tmp_path / "out"),
    ]
    assert "points have no border in common: join those close by with --within-km KM" in spoken(
        *options
    )
    spoken(*options, "--within-km", "6")
    assert len(pd.read_csv(tmp_path / "out" / "offices.csv")["cluster"].unique()) == 2


def test_a_border_along_a_sliver_is_told_without_any_python(tmp_path, spoken):
    path = tmp_path / "sliver.gpkg"
    fragment = shapely.box(39_999.5, 5_000, 40_000, 10_000)
    shapes = {
        "a": shapely.MultiPolygon([square(0, 0, 20_000), fragment]),
        "b": shapely.box(20_000, 0, 39_999.5, 20_000),
        "c": square(40_000, 0, 20_000),
    }
    councils_of(shapes, residents=[9e4] * 3).to_file(path)
    told = spoken("solve", path, "--population", "residents", "--out", tmp_path / "out")
    assert "if the strip is a fault of the map, take it off the council in the file\n" in told
    assert "remove_edge" not in told


def test_areas_in_a_csv_that_are_none_are_told(refused, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("name,area\nBath,POLYGON ((0 0\n")
    told = refused("solve", path, "--population", "residents")
    assert told.startswith("clusterer: column 'area' holds WKT that is none: ")


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ","), ("cp1252", ";"), ("utf-8", "\t")]
)
def test_tables_are_read_as_spreadsheets_save_them(tmp_path, encoding, separator):
    path = tmp_path / "table.csv"
    rows = [["code", "name", "n", "x"], ["007", "Môn", "1", "1.5"], ["8", "NA", "", "-2e3"]]
    path.write_text("\n".join(separator.join(row) for row in rows), encoding=encoding)
    found = read_csv(path)
    assert found["code"].tolist() == ["007", "8"]
    assert found["name"].tolist() == ["Môn", "NA"]
    assert found["n"].iloc[0] == 1
    assert pd.isna(found["n"].iloc[1])
    assert found["x"].tolist() == [1.5, -2000]


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("Residents in 2020\n", "(Residents in 2020) names 1 column, "),
        ("Residents in 2020,,\n,,\n", "(Residents in 2020) names 1 column, "),
        ('\n"Residents, 2020"\n\n', "(Residents, 2020) names 1 column, "),
        ("Residents, 2020\n", "(Residents, 2020) names 2 columns, "),
    ],
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_title_above_the_header_of_a_table_is_told(
    refused, towns, tmp_path, title, named, separator
):
    path = tmp_path / "residents.csv"
    table = "code,name,people\n000,Ash,90000\n001,Beech,80000\n"
    path.write_text(title + table.replace(",", separator))
    told = refused("solve", towns, "--join", path, "--on", "code", "--population", "people")
    assert (named if separator == "," else "(Residents") in told
    assert "most lines have 3 values; if it is a title, delete all lines above the one" in told
    assert "which may be (code, name, people)" in told


@pytest.mark.parametrize("slip", ["14600O", "£273,654", "27,3654", "2 73"])
def test_of_figures_with_commas_only_the_slip_is_told(tmp_path, refused, slip):
    grid(1, 3).assign(residents=0).rename_axis("code").to_file(tmp_path / "towns.gpkg")
    (tmp_path / "people.csv").write_text(
        f'code,people\nr0c0,"193,926"\nr0c1,"{slip}"\nr0c2,"1,201,000"\n'
    )
    told = refused(
        *("solve", tmp_path / "towns.gpkg", "--join", tmp_path / "people.csv"),
        *("--on", "code", "--population", "people", "--index", "code"),
    )
    assert f"(r0c1): people = {slip!r} is not a number; correct it" in told
    assert "more councils" not in told


def test_a_title_above_the_header_of_a_sheet_is_told(tmp_path):
    path = tmp_path / "sheet.xlsx"
    # GDAL calls so what has no heading.
    rows = {"Residents": ["code", "000"], "Field2": ["name", "Ash"], "Field3": ["people", "9"]}
    pyogrio.write_dataframe(pd.DataFrame(rows), path, driver="XLSX")
    with pytest.raises(cl.InputError, match=r"line of sheet.xlsx \(Residents\) names 1 column"):
        read_table(path)


def test_a_sheet_with_gaps_is_read(tmp_path):
    path = tmp_path / "sheet.xlsx"
    rows = {"code": ["000", "001"], "people": [9.0, None], "note": [None, None]}
    pyogrio.write_dataframe(pd.DataFrame(rows), path, driver="XLSX")
    assert read_table(path)["people"].tolist()[0] == 9


@pytest.mark.parametrize(
    "text",
    [
        ",name,people\n0,Ash,9\n",  # A column of row numbers without a name, as pandas writes it.
        "code,name,people\n0,Ash\n1\n",
        "code,name,people,,\n0,Ash,9,,\n",
        "code,name,\n0,Ash,a note\n",
    ],
)
def test_tables_with_gaps_have_a_header_all_the_same(tmp_path, text):
    path = tmp_path / "gaps.csv"
    path.write_text(text)
    assert read_csv(path)["name"].iloc[0] == "Ash"


def test_a_column_without_a_name_or_a_value_is_none(tmp_path):
    path = tmp_path / "spaced.csv"
    path.write_text("code,,plan, \n001,,a,\n002,,b,\n")
    assert read_table(path).columns.to_list() == ["code", "plan"]
    book = tmp_path / "spaced.xlsx"
    rows = {"code": ["001", "002"], "Field2": [None, None], "plan": ["a", "b"]}
    pyogrio.write_dataframe(pd.DataFrame(rows), book, driver="XLSX")
    assert read_table(book).columns.to_list() == ["code", "plan"]


def test_two_columns_of_one_name_are_told(tmp_path, caplog):
    path = tmp_path / "twins.csv"
    path.write_text("code,people,people \n001,9,8\n")
    assert read_table(path).iloc[0].to_list() == ["001", 9, 8]
    assert "twins.csv has the column 'people' twice; one is read as 'people.1'" in (caplog.text)


def test_a_line_with_too_many_values_is_told_and_shifts_none(tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("name,people\nAsh,9\nBeech,8\nBristol, City of,7\n")
    with pytest.raises(cl.InputError, match=r"\(Bristol, City of, 7\) has 3 values"):
        read_csv(path)
    path.write_text("")
    with pytest.raises(cl.InputError, match=r"many.csv is empty"):
        read_csv(path)


def test_a_sheet_is_read_as_a_table(tmp_path):
    path = tmp_path / "residents.xlsx"
    gpd.GeoDataFrame({"code": ["007", "8"], "residents": ["10", "20"]}).to_file(path, driver="XLSX")
    found = read_table(path)
    assert found["code"].tolist() == ["007", "8"]
    assert found["residents"].tolist() == [10, 20]


@pytest.mark.parametrize("ending", ["xlsx", "xlsm", "ods"])
def test_a_workbook_with_several_sheets_is_refused_and_names_them(tmp_path, ending):
    path = tmp_path / f"residents.{ending}"
    # What GDAL writes depends on the driver alone; an .xlsm is an .xlsx with macros.
    driver = "ODS" if ending == "ods" else "XLSX"
    written = tmp_path / f"residents.{driver.lower()}"
    for sheet, mode in (("councils", "w"), ("2026", "a")):
        gpd.GeoDataFrame({"code": ["007"]}).to_file(written, driver=driver, layer=sheet, mode=mode)
    written.rename(path)
    with pytest.raises(cl.InputError, match="has the sheets councils, 2026; save the one as CSV"):
        read_table(path)


def test_of_several_layers_that_of_the_councils_is_read_and_no_other_is_guessed(tmp_path, recwarn):
    councils = grid(1, 2)
    problem = cl.Problem(councils, [cl.SetUp()])
    path = problem.evaluate({"R0C0": 1, "R0C1": 2}).to_file(tmp_path / "plan.gpkg")
    assert read_table(path)["council"].to_list() == councils.index.to_list()
    assert not [one for one in recwarn if "layer" in str(one.message)]
    for layer, mode in (("north", "w"), ("south", "a")):
        councils.to_file(tmp_path / "halves.gpkg", layer=layer, mode=mode)
    with pytest.raises(cl.InputError, match="has the layers north, south; save the one"):
        read_table(tmp_path / "halves.gpkg")


@pytest.mark.parametrize("ending", [".xls", ".xlsb"])
def test_a_workbook_of_an_old_kind_says_how_to_save_it(tmp_path, ending):
    path = tmp_path / f"residents{ending}"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(cl.InputError, match=f"a {ending}; save it as .xlsx or as CSV"):
        read_table(path)


@pytest.mark.parametrize("file", ["towns.parquet", "towns.feather"])
def test_parquet_says_what_it_needs(refused, tmp_path, monkeypatch, file):
    def read(path):
        raise ImportError("Missing optional dependency 'pyarrow.parquet'.")

    monkeypatch.setattr("clusterer.cli.map_files._PARQUET", {Path(file).suffix: read})
    path = tmp_path / file
    path.touch()
    told = refused("solve", path, "--population", "residents")
    assert told == f"clusterer: to read {file}, pyarrow is needed: pip install pyarrow"


@pytest.fixture
def web(tmp_path):
    """Serve a folder on this machine, and return its address."""
    folder = tmp_path / "web"
    folder.mkdir()
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    handler.func.log_message = lambda *args: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", folder
        server.shutdown()


def test_files_are_read_from_the_web(towns, tmp_path, web):
    address, folder = web
    towns.rename(folder / "the towns.gpkg")
    people(folder, range(6))
    out = tmp_path / "out"
    run(
        *("solve", f"{address}/the%20towns.gpkg?v=2", "--population", "residents"),
        *("--join", f"{address}/residents.csv", "--on", "code", "--certificate", "--out", out),
    )
    assert len(pd.read_csv(out / "the towns.csv")) == 6
    assert "verified" in run("verify", out / "the towns.certificate.json")


def test_an_address_where_nothing_is_is_told(refused, web):
    address, _ = web
    told = refused("solve", f"{address}/none.gpkg", "--population", "residents")
    assert told.startswith(f"clusterer: cannot fetch {address}/none.gpkg: ")
    assert told.endswith("download the file, and give its path")


def test_a_problem_of_an_address_is_stated_again(web):
    stated = Stated("solve", {"file": "https://example.org/a.gpkg", "population": "x"})
    assert Stated.of({"problem": stated.as_json()}) == stated
    assert str(stated).startswith("clusterer solve https://example.org/a.gpkg")


def test_a_county_beside_its_districts_is_told_with_options_and_taken_if_meant(refused, tmp_path):
    path = tmp_path / "tiers.gpkg"
    shapes = {"a": square(0, 0), "b": square(1000, 0), "county": square(0, 0, 2000)}
    councils_of(shapes, residents=[9e4, 9e4, 4e5]).to_file(path)
    options = ["solve", path, "--population", "residents", "--out", tmp_path / "out"]
    told = refused(*options)
    assert told.endswith(
        "leave out one of the two tiers with --drop, or, if bodies of several kinds are meant to "
        "share, say --overlapping"
    )
    printed = run(*options, "--overlapping", "--certificate")
    assert "proven optimal" in printed
    printed = run("verify", tmp_path / "out" / "tiers.certificate.json")
    assert " --overlapping" in printed
    assert "True" not in printed


def test_bodies_that_overlap_are_made_valid_and_stay_where_they_lie(refused, tmp_path, caplog):
    path = tmp_path / "tiers.gpkg"
    shapes = {"a": square(0, 0), "county": square(0, 0, 2000)}
    spiked = shapely.Polygon([(1000, 0), (2000, 0), (2000, 1000), (2000, 1500), (2000, 1000)])
    councils_of({**shapes, "b": spiked}, residents=[9e4, 4e5, 9e4]).to_file(path)
    options = ["solve", path, "--population", "residents", "--out", tmp_path / "out"]
    printed = run(*options, "--overlapping", "--repair", "--certificate")
    assert "proven optimal" in printed
    assert "1 made valid" in " ".join(caplog.messages)
    assert "verified" in run("verify", tmp_path / "out" / "tiers.certificate.json")
    told = refused(*options, "--overlapping", "--repair-width", "5")
    assert told == (
        "clusterer: --repair-width 5 takes overlaps away, and --overlapping says that they are "
        "meant; leave out one of the two, or make the shapes valid with --repair alone"
    )


# Islands.


def test_islands_are_linked_to_the_nearest_when_asked(tmp_path, capsys, monkeypatch):
    path = tmp_path / "isles.gpkg"
    shapes = {"a": square(0, 0, 9e3), "b": square(9e3, 0, 9e3), "isle": square(20e3, 0, 9e3)}
    councils_of(shapes, residents=[9e4] * 3).to_file(path)
    options = ["--population", "residents", "--together", "B, ISLE", "--out", tmp_path / "out"]
    with pytest.raises(cl.InfeasibleError):
        run("solve", path, *options)
    printed = run("solve", path, *options, "--islands", "nearest")
    assert "proven optimal" in printed
    stated = Stated.given("solve", file=path, population="residents", islands="nearest")
    assert (
        Stated.of({"problem": stated.as_json()}).problem().adjacency.edges[1, 2]["kind"] == "near"
    )
