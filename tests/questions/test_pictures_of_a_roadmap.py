"""The pictures of a roadmap show what its tables hold."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

import clusterer as cl
from clusterer.display import draw_map_of_moves
from clusterer.display.palette import ALONE

TODAY = {"Brent": "far", "Lewisham": "far", "Camden": "near", "Islington": "near"}
PLAN = {"Brent": 1, "Harrow": 1, "Camden": 2, "Islington": 2, "Hackney": 2}


pytestmark = pytest.mark.usefixtures("closed_figures")


@pytest.fixture(scope="module")
def way(london):
    problem = cl.Problem(london, cl.preset("central"), today=TODAY)
    plan = problem.evaluate(PLAN, rest_alone=True)
    return cl.roadmap(plan, years=4, first={"Brent": 2}, after={"Hackney": "Brent"})


def drawn(ax, gid):
    return [artist for artist in ax.get_children() if artist.get_gid() == gid]


def fills(ax):
    (councils,) = drawn(ax, "councils")
    return [to_hex(colour) for colour in councils.get_facecolor()]


def key_of(ax):
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_each_council_has_the_colour_of_its_year_and_who_stays_is_grey(way):
    ax = way.plot()
    colours = dict(zip(way.plan.councils.ids, fills(ax), strict=True))
    grey = {council for council, colour in colours.items() if colour == ALONE.lower()}
    assert grey == set(colours) - set(way.table.index)
    by_year = way.table["year"].groupby(way.table.index.map(colours.get))
    assert (by_year.nunique() == 1).all()
    assert by_year.ngroups == way.table["year"].nunique()
    patches = ax.get_legend().get_patches()
    for year in way.table["year"].unique():
        (patch,) = [p for p in patches if f"in year {year}" in p.get_label()]
        one = way.table.index[way.table["year"] == year][0]
        assert to_hex(patch.get_facecolor()) == colours[one]


def test_the_key_explains_what_there_is_and_no_more(way):
    years = sorted(way.table["year"].unique())
    moves = [f"moves in year {year}" if year else "moves now, in year 0" for year in years]
    assert key_of(way.plot()) == [
        *moves,
        "does not move",
        "partnership today",
        "cluster at the end",
    ]


def titles_of_years(way):
    return [ax.get_title(loc="left") for ax in way.plot_years().figure.axes]


def test_without_partnerships_nothing_is_dashed(london):
    problem = cl.Problem(london, cl.preset("central"))
    way = cl.roadmap(problem.evaluate({"Camden": 1, "Islington": 1}, rest_alone=True), years=2)
    ax = way.plot()
    assert not drawn(ax, "today")
    assert "partnership today" not in key_of(ax)
    assert titles_of_years(way) == ["today", "after year 0"]


def test_the_earlier_the_darker(london):
    one = cl.Problem(london, cl.preset("central")).evaluate({}, rest_alone=True)
    years = np.full(len(london), np.nan)
    years[:30] = range(30)
    ax = draw_map_of_moves(one.to_geodataframe(), years)
    light = [np.dot(to_rgb(fill), [0.2126, 0.7152, 0.0722]) for fill in fills(ax)[:30]]
    assert np.all(np.diff(light) > 0)


def test_a_partnership_of_today_in_two_places_is_joined_by_a_line(way):
    ax = way.plot()
    (today,) = drawn(ax, "today")
    assert len(today.get_paths()) >= 3  # Two places of one partnership, and one of the other.
    assert len(drawn(ax, "link today")) == 1
    assert not drawn(ax, "link")


def test_clusters_have_the_numbers_of_the_plan_in_each_year(way):
    plan = way.plan
    for year, now in enumerate(way.years):
        came_by_now = set(way.table.index[way.table["year"] <= year])
        for cluster in PLAN.values():
            members = set(plan.members(cluster))
            came = (members - set(way.table.index)) | (members & came_by_now)
            if len(came) > 1:
                assert came <= set(now.members(cluster))
    assert dict(way.years[-1].assignment) == dict(plan.assignment)


def test_a_map_a_year_begins_today_and_ends_with_the_last_move(way):
    last = way.table["year"].max()
    assert titles_of_years(way) == ["today", *(f"after year {year}" for year in range(last + 1))]


def test_the_chart_has_the_cash_of_each_year(way):
    ax = way.plot_cash()
    assert ax.get_ylabel() == "£m"
    bars = {bars.get_label(): [bar.get_height() for bar in bars] for bars in ax.containers}
    assert bars["spent to get there"] == pytest.approx((-way.cash["spent"]).to_list())
    assert bars["saved while running"] == pytest.approx(way.cash["running"].to_list())


def test_a_partnership_and_a_cluster_of_the_plan_may_have_the_same_label(london, tmp_path):
    problem = cl.Problem(london, cl.preset("central"), today={"Brent": 1, "Lewisham": 1})
    plan = problem.evaluate({"Camden": 1, "Islington": 1}, rest_alone=True)
    way = cl.roadmap(plan, years=2, first={"Brent": 1, "Lewisham": 1})
    first = way.years[0]
    assert first.cluster_of("Camden") == first.cluster_of("Islington") == 1
    assert first.cluster_of("Brent") == first.cluster_of("Lewisham") != 1
    path = tmp_path / "first.gpkg"
    first.to_file(path)
    assert path.exists()
