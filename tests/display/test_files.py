"""Files of a partition, written and read again."""

from __future__ import annotations

import csv
import json

import geopandas as gpd
import pandas as pd
import pytest
from maps import grid

import clusterer as cl
from clusterer.display import write_file
from clusterer.errors import InputError


@pytest.fixture
def clusters(two_and_alone, table_of):
    return table_of(two_and_alone)


def write_and_read(frame, clusters, path, **options):
    assert write_file(frame, clusters, path) == path
    return gpd.read_file(path, **options)


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "csv"])
def test_whole_numbers_beyond_64_bits_are_written_with_all_their_digits(
    two_and_alone, clusters, tmp_path, ending
):
    frame = two_and_alone.assign(uprn=[10**20 + i for i in range(len(two_and_alone))])
    path = write_file(frame, clusters, tmp_path / f"plan.{ending}")
    layer = "councils" if ending == "gpkg" else None
    found = pd.read_csv(path, dtype=str) if ending == "csv" else gpd.read_file(path, layer=layer)
    assert found["uprn"].tolist() == [str(number) for number in frame["uprn"]]


def test_a_geopackage_has_councils_and_clusters_in_the_crs(two_and_alone, clusters, tmp_path):
    path = write_file(two_and_alone, clusters, tmp_path / "plan.gpkg")
    assert list(gpd.list_layers(path)["name"]) == ["councils", "clusters"]
    councils = gpd.read_file(path, layer="councils")
    areas = gpd.read_file(path, layer="clusters")
    assert councils.crs == areas.crs == two_and_alone.crs
    assert list(councils["council"]) == list(two_and_alone.index)
    assert list(councils["cluster"]) == [str(label) for label in two_and_alone["cluster"]]
    assert councils.geometry.geom_equals(two_and_alone.geometry.reset_index(drop=True)).all()
    assert list(areas["cluster"]) == ["west", "east", "1", "2"]
    pd.testing.assert_frame_equal(
        pd.DataFrame(areas[list(clusters)]), clusters.reset_index(drop=True), check_dtype=False
    )


def test_the_area_of_a_cluster_is_that_of_its_members(two_and_alone, clusters, tmp_path):
    areas = write_and_read(two_and_alone, clusters, tmp_path / "p.gpkg", layer="clusters")
    assert list(areas.area) == pytest.approx([6e6, 4e6, 1e6, 1e6])


@pytest.mark.parametrize(
    ("labels", "kept"), [([1, 1, 2], [1, 1, 2]), ([1, 1, "b"], ["1", "1", "b"])]
)
def test_labels_are_the_same_in_both_layers(labels, kept, partition, table_of, tmp_path):
    frame = partition(grid(1, 3), labels)
    path = write_file(frame, table_of(frame), tmp_path / "p.gpkg")
    assert list(gpd.read_file(path, layer="councils")["cluster"]) == kept
    assert list(gpd.read_file(path, layer="clusters")["cluster"]) == kept[1:]


def test_geojson_is_in_longitude_and_latitude(two_and_alone, clusters, tmp_path):
    path = tmp_path / "plan.geojson"
    councils = write_and_read(two_and_alone, clusters, path)
    assert councils.crs == "EPSG:4326"
    back = councils.to_crs(two_and_alone.crs)
    assert back.geometry.geom_equals_exact(
        two_and_alone.geometry.reset_index(drop=True), tolerance=0.1
    ).all()
    assert list(councils["council"]) == list(two_and_alone.index)
    assert list(councils["cluster_host"]) == list(two_and_alone["cluster_host"])
    text = json.loads(path.read_text(encoding="utf-8"))
    assert "crs" not in text


def test_geojson_needs_a_crs(two_and_alone, clusters, tmp_path):
    nowhere = two_and_alone.set_crs(None, allow_override=True)
    with pytest.raises(InputError, match="no CRS"):
        write_file(nowhere, clusters, tmp_path / "plan.geojson")
    assert not list(tmp_path.iterdir())


def test_csv_has_the_councils_without_their_areas(two_and_alone, clusters, tmp_path):
    path = write_file(two_and_alone, clusters, tmp_path / "plan.csv")
    table = pd.read_csv(path, index_col="council")
    assert list(table.index) == list(two_and_alone.index)
    assert list(table.columns) == [c for c in two_and_alone.columns if c != "geometry"]
    assert list(table["population"]) == list(two_and_alone["population"])


def test_names_keep_their_accents(two_and_alone, clusters, tmp_path):
    two_and_alone["name"] = "Ynys Môn – £"
    for ending in ("csv", "geojson", "gpkg"):
        path = write_file(two_and_alone, clusters, tmp_path / f"plan.{ending}")
        table = (
            pd.read_csv(path)
            if ending == "csv"
            else gpd.read_file(path, **({"layer": "councils"} if ending == "gpkg" else {}))
        )
        assert set(table["name"]) == {"Ynys Môn – £"}


def test_the_index_keeps_its_name(two_and_alone, clusters, tmp_path):
    frame = two_and_alone.rename_axis("gss")
    path = write_file(frame, clusters, tmp_path / "plan.csv")
    assert pd.read_csv(path).columns[0] == "gss"


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "csv"])
def test_a_file_that_is_there_is_replaced(ending, two_and_alone, clusters, tmp_path):
    path = tmp_path / f"plan.{ending}"
    path.write_text("rubbish")
    write_file(two_and_alone, clusters, path)
    write_file(two_and_alone, clusters, path)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_no_stale_layer_stays(two_and_alone, clusters, tmp_path):
    path = tmp_path / "plan.gpkg"
    two_and_alone[["name", "geometry"]].to_file(path, layer="old", driver="GPKG")
    write_file(two_and_alone, clusters, path)
    assert list(gpd.list_layers(path)["name"]) == ["councils", "clusters"]


def test_a_failure_leaves_the_file_that_was_there(two_and_alone, clusters, tmp_path):
    path = write_file(two_and_alone, clusters, tmp_path / "plan.gpkg")
    before = path.read_bytes()
    with pytest.raises(InputError, match="no council is in cluster 'nord'"):
        write_file(two_and_alone, clusters.rename(index={"west": "nord"}), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_awkward_columns_are_written_all_the_same(two_and_alone, clusters, tmp_path):
    frame = two_and_alone.assign(
        fid=range(12),
        geom="words",
        NAME="shouted",
        services=[["tax", "law"]] * 12,
        founded=pd.Period("1965-04"),
        seen=pd.Timestamp("2024-05-02"),
        middle=two_and_alone.centroid,
        mixed=[1, "two"] * 6,
        gaps=pd.array([1, None] * 6, dtype="Int64"),
    )
    frame[2024] = 1.0
    for ending in ("gpkg", "geojson", "csv"):
        path = write_file(frame, clusters, tmp_path / f"plan.{ending}")
        table = (
            pd.read_csv(path)
            if ending == "csv"
            else gpd.read_file(path, **({"layer": "councils"} if ending == "gpkg" else {}))
        )
        assert list(table["fid_"]) == list(range(12))
        assert set(table["geom_"]) == {"words"}
        assert set(table["NAME_"]) == {"shouted"}
        assert set(table["founded"]) == {"1965-04"}
        assert list(table["mixed"][:2]) == ["1", "two"]
        assert table["gaps"].isna().sum() == 6
        assert "middle" not in table
        assert list(table["2024"]) == [1.0] * 12


def test_the_active_geometry_may_have_another_name(two_and_alone, clusters, tmp_path):
    frame = two_and_alone.rename_geometry("boundary")
    councils = write_and_read(frame, clusters, tmp_path / "p.gpkg", layer="councils")
    assert list(councils.area) == pytest.approx([1e6] * 12)


def test_endings_are_read_in_capitals_too_and_paths_as_words(two_and_alone, clusters, tmp_path):
    path = write_file(two_and_alone, clusters, str(tmp_path / "PLAN.CSV"))
    assert path.name == "PLAN.CSV"
    assert path.exists()


@pytest.mark.parametrize("name", ["plan.shp", "plan", "plan.csv.gz"])
def test_other_endings_are_refused_with_the_choices(name, two_and_alone, clusters, tmp_path):
    with pytest.raises(InputError, match=r"none of \.gpkg, \.geojson, \.csv"):
        write_file(two_and_alone, clusters, tmp_path / name)


def test_a_missing_folder_is_named(two_and_alone, clusters, tmp_path):
    with pytest.raises(InputError, match=r"no folder .*nowhere"):
        write_file(two_and_alone, clusters, tmp_path / "nowhere" / "plan.csv")


def test_a_folder_is_not_overwritten(two_and_alone, clusters, tmp_path):
    (tmp_path / "plan.csv").mkdir()
    with pytest.raises(InputError, match="it is a folder"):
        write_file(two_and_alone, clusters, tmp_path / "plan.csv")


@pytest.mark.parametrize(
    ("one", "other", "written"),
    [
        (1, "1", ["1", "1 (2)"]),
        ("7", "7.0", ["7", "7.0 (2)"]),
        ("007", 7, ["007", "7 (2)"]),
        ("a", "a ", ["a", "a (2)"]),
        ("", " ", ["no name", "no name (2)"]),
        ("Mo\u0302n", "M\u00f4n", ["Mo\u0302n", "M\u00f4n (2)"]),
        (True, "True", ["yes", "True"]),
        ("x" * 100, "x" * 100 + " ", ["x" * 100, "x" * 100 + " (2)"]),
        ((1, 2), "(1, 2)", ["1, 2", "(1, 2)"]),
        (2**60 + 1, 2**60, [str(2**60 + 1), str(2**60)]),
    ],
)
def test_two_clusters_stay_two_in_each_file(one, other, written, tmp_path):
    problem = cl.Problem(grid(1, 4), [cl.SetUp()])
    # A fraction beside whole numbers makes floats of a column in pandas.
    labels = [one, other, one, 0.5]
    plan = problem.evaluate(dict(zip(problem.councils.ids, labels, strict=True)))
    expected = [*written, written[0], "0.5"]
    for ending in ("csv", "geojson", "gpkg"):
        path = plan.to_file(tmp_path / f"plan.{ending}")
        if ending == "csv":
            with path.open(encoding="utf-8", newline="") as file:
                assert [row["cluster"] for row in csv.DictReader(file)] == expected
        else:
            layer = {"layer": "councils"} if ending == "gpkg" else {}
            assert gpd.read_file(path, **layer)["cluster"].to_list() == expected
    areas = gpd.read_file(tmp_path / "plan.gpkg", layer="clusters").set_index("cluster")
    assert areas["size"].to_dict() == {written[0]: 2, written[1]: 1, "0.5": 1}


def test_services_too_keep_clusters_apart_that_are_called_alike(tmp_path):
    problem = cl.Problem(grid(1, 4), [cl.SetUp()])
    portfolio = cl.Portfolio({"tax": problem, "waste": problem})
    labels = dict(zip(problem.councils.ids, [1, "1", 1, 2], strict=True))
    plan = portfolio.evaluate({"tax": labels, "waste": labels}, rest_alone=True)
    with plan.to_file(tmp_path / "plan.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["tax_cluster"] for row in rows] == ["1", "1 (2)", "1", "2"]
    assert [row["waste_cluster"] for row in rows] == ["1", "1 (2)", "1", "2"]
