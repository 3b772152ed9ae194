"""The interactive map."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from importlib import import_module, resources

import numpy as np
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


def body(drawn):
    """Return the page without its head, in which Leaflet is."""
    return drawn.get_root().render().partition("</head>")[2]


def test_source_and_assumptions_are_in_the_attribution(two_and_alone):
    two_and_alone.attrs["source"] = "© </script> & Crown"
    for tiles in ("OpenStreetMap", None):
        page = body(explore_map(two_and_alone, assumptions="no forecast", tiles=tiles))
        assert page.count("addAttribution(") == 1
        (line,) = [line for line in page.splitlines() if "addAttribution(" in line]
        said = json.loads(line.partition("addAttribution(")[2].partition(");")[0])
        assert said == "no forecast<br/>© &lt;/script&gt; &amp; Crown"
    assert "addAttribution" not in body(explore_map(two_and_alone, source=""))


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


class Loaded(HTMLParser):
    """Reads what a page has to fetch."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note the address of a script, a style sheet, a picture or a frame."""
        attrs = dict(attrs)
        if tag in ("script", "img", "iframe", "link") and {"src", "href"} & set(attrs):
            self.found.append(attrs.get("src") or attrs.get("href"))


@pytest.mark.parametrize("column", [None, "population", "name"])
def test_a_page_fetches_nothing(two_and_alone, column):
    page = explore_map(two_and_alone, column=column).get_root().render()
    assert Loaded(page).found == []
    assert not re.findall(r"url\((?!data:|#)", page)


def test_a_street_map_is_fetched_where_it_is_asked_for(two_and_alone):
    page = explore_map(two_and_alone, tiles="OpenStreetMap").get_root().render()
    assert "openstreetmap.org" in page
    # What folium needs beside Leaflet comes from where it always did; Leaflet is inside.
    assert Loaded(page).found
    assert not [address for address in Loaded(page).found if "/leaflet@" in address]


def test_leaflet_is_as_its_makers_publish_it():
    folder = resources.files("clusterer.display") / "leaflet"
    hashes = {
        "leaflet.js": "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
        "leaflet.css": "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    }
    for name, expected in hashes.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected
    assert "BSD 2-Clause" in (folder / "LICENSE").read_text(encoding="utf-8")


def browser():
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.mark.skipif(browser() is None, reason="no browser here: apt-get install chromium")
def test_a_browser_without_a_network_draws_the_councils(two_and_alone, tmp_path):
    drawn = explore_map(two_and_alone, column="population", assumptions="no forecast")
    page = tmp_path / "map.html"
    drawn.save(page)
    # The page itself notes what was fetched, or tried to be.
    ask = "document.title = JSON.stringify(performance.getEntriesByType('resource'))"
    end = f"<script>window.addEventListener('load', () => {{ {ask}; }});</script></html>"
    page.write_text(page.read_text(encoding="utf-8").replace("</html>", end), encoding="utf-8")
    command = [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    command += ["--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND"]
    command += ["--virtual-time-budget=5000", f"--user-data-dir={tmp_path / 'profile'}"]
    told = subprocess.run(
        [*command, page.as_uri()], capture_output=True, text=True, check=True, timeout=120
    ).stdout
    assert told.count("<path ") - told.count('<path fill="none"') >= len(two_and_alone)
    (title,) = re.findall("<title>(.*)</title>", told)
    assert json.loads(title) == []
    assert "no forecast" in told
    assert ">population<" in told


def legend(drawn):
    page = drawn.get_root().render()
    return re.findall(r'<div class="legend".*', page)


def test_a_legend_explains_a_scale_by_its_ends(two_and_alone):
    (scale,) = legend(explore_map(two_and_alone, column="population"))
    assert "100,000" in scale
    assert "111,000" in scale
    assert "linear-gradient" in scale
    assert not legend(explore_map(two_and_alone, column="population", legend=False))
    assert not legend(explore_map(two_and_alone))


def test_a_legend_has_each_kind_once_in_its_colour(two_and_alone):
    frame = two_and_alone.assign(system=list("baba") * 3, odd="{{ 7 * 7 }}<b>")
    drawn = explore_map(frame, column="system")
    (kinds,) = legend(drawn)
    colours = {each["system"]: each["__folium_color"] for each in properties(drawn)}
    told = re.findall(r"background: (#\w+);\"></span>(\w)<", kinds)
    assert told == sorted(((colour, kind) for kind, colour in colours.items()), key=lambda p: p[1])
    (odd,) = legend(explore_map(frame, column="odd"))
    assert "&#123;&#123; 7 * 7 &#125;&#125;&lt;b&gt;" in odd


def test_a_legend_has_each_class_with_its_ends(two_and_alone):
    frame = two_and_alone.assign(price=np.arange(12.0))
    (classes,) = legend(explore_map(frame, column="price", scheme="EqualInterval", k=3))
    assert re.findall(r"</span>([^<]+)<", classes) == ["0 – 3", "4 – 7", "8 – 11"]


def test_shared_clusters_have_their_numbers(partition):
    import folium

    drawn = explore_map(partition(grid(1, 5), [1, 1, 2, 2, 3]))
    icons = [child.icon for child in drawn._children.values() if isinstance(child, folium.Marker)]
    assert [re.findall(r">(\d)<", icon.options["html"])[0] for icon in icons] == ["1", "2"]


def test_councils_alone_have_borders_that_can_be_seen_and_the_next_map_too(two_and_alone):
    for _ in range(2):
        page = body(explore_map(two_and_alone))
        assert '"color": "#C4C4C4"' in page
        assert '"fillOpacity": 1.0' in page
    assert '"color": "white"' in body(explore_map(two_and_alone, tiles="OpenStreetMap"))
