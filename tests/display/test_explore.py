"""The interactive map."""

from __future__ import annotations

import inspect
import json
import sys
from importlib import import_module

import pandas as pd
import pytest
from maps import grid

from clusterer.display import cluster_colours, explore_map
from clusterer.errors import InputError


def layers(drawn):
    import folium

    return [child for child in drawn._children.values() if isinstance(child, folium.GeoJson)]


def properties(drawn):
    return [feature["properties"] for feature in layers(drawn)[0].data["features"]]


def test_councils_have_the_colours_of_the_drawn_map(two_and_alone):
    colours = cluster_colours(two_and_alone)
    drawn = properties(explore_map(two_and_alone))
    assert [each["__folium_color"] for each in drawn] == [
        colours[label] for label in two_and_alone["cluster"]
    ]


def test_the_tooltip_tells_of_the_cluster(two_and_alone):
    html = explore_map(two_and_alone).get_root().render()
    for words in ("council", "host", "councils in it", "the council saves, "):
        assert words in html
    first = properties(explore_map(two_and_alone))[0]
    assert first["name"] == "R0C0"
    assert first["saving_gbp_m"] == 5.0


def test_councils_without_names_go_by_their_label(two_and_alone):
    drawn = properties(explore_map(two_and_alone.drop(columns="name")))
    assert drawn[0]["name"] == "r0c0"


def test_clusters_have_outlines(two_and_alone, partition):
    assert len(layers(explore_map(two_and_alone))) == 2
    assert len(layers(explore_map(partition(grid(1, 2), ["a", "b"])))) == 1


def test_columns_that_json_cannot_hold_do_no_harm(two_and_alone):
    frame = two_and_alone.assign(
        seen=pd.Timestamp("2024-05-02"),
        founded=pd.Period("1965-04"),
        services=[{"tax", "law"}] * 12,
        middle=two_and_alone.centroid,
        gaps=pd.array([1, None] * 6, dtype="Int64"),
    )
    assert "2024-05-02" in explore_map(frame).get_root().render()


def test_options_take_the_place_of_what_is_chosen(two_and_alone):
    drawn = explore_map(two_and_alone, column="population", tooltip=["population"], tiles=None)
    colours = {each["__folium_color"] for each in properties(drawn)}
    assert len(colours) > 3


def test_source_and_assumptions_are_in_the_attribution(two_and_alone):
    two_and_alone.attrs["source"] = "© </script> & Crown"
    for tiles in ("OpenStreetMap", None):
        page = (
            explore_map(two_and_alone, assumptions="no forecast", tiles=tiles).get_root().render()
        )
        assert page.count("addAttribution(") == 1
        (line,) = [line for line in page.splitlines() if "addAttribution(" in line]
        said = json.loads(line.partition("addAttribution(")[2].partition(");")[0])
        assert said == "no forecast<br/>© &lt;/script&gt; &amp; Crown"
    assert "addAttribution" not in explore_map(two_and_alone, source="").get_root().render()


def test_it_can_be_told_what_geopandas_can():
    theirs = inspect.signature(import_module("geopandas.explore")._explore).parameters
    ours = inspect.signature(explore_map).parameters
    assert ours.keys() - {"frame", "assumptions", "source"} <= theirs.keys()


def test_an_option_that_there_is_not_is_refused(two_and_alone):
    with pytest.raises(TypeError, match="titel"):
        explore_map(two_and_alone, titel="A plan")


@pytest.mark.parametrize("package", ["folium", "mapclassify"])
def test_what_is_not_installed_is_named_with_the_remedy(package, two_and_alone, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ImportError, match=rf"{package}: pip install 'clusterer\[explore\]'"):
        explore_map(two_and_alone)


def test_a_frame_without_clusters_is_refused():
    with pytest.raises(InputError, match="no column 'cluster'"):
        explore_map(grid(1, 2))
