"""What a plan of several services is for each council, and the figures that it rests on."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest
from instances import complete, facts_of, graph, table

import clusterer as cl

SERVICES = cl.services("it", "finance", "legal")
KEYS = [None, "equal", "alone", "saving", "population", {"equal": 0.4, "alone": 0.6}]
PLANS = [
    {"it": "xxxyy", "finance": "xxxyz", "legal": "xxyyz"},
    {"it": "xxyyy", "finance": "xxxxx", "legal": "vwxyz"},
]


def portfolio(today=None) -> cl.Portfolio:
    facts = facts_of([100_000, 150_000, 200_000, 250_000, 300_000], complete(5))
    return cl.Portfolio.from_services(
        table(facts), SERVICES, adjacency=graph(facts), today=today, optimism_bias=0.3
    )


def plan_of(one: cl.Portfolio, labels: dict[str, str]) -> cl.PortfolioEvaluation:
    return one.evaluate(
        {name: dict(zip("abcde", word, strict=True)) for name, word in labels.items()}
    )


def cash_of(found: pd.DataFrame) -> pd.DataFrame:
    return found[[column for column in found if str(column).startswith("cash_year_")]]


@pytest.mark.parametrize("key", KEYS, ids=str)
@pytest.mark.parametrize("labels", PLANS, ids=["alike", "unlike"])
@pytest.mark.parametrize("today", [None, {"it": [["a", "b"]], "legal": [["c", "d", "e"]]}])
def test_the_sum_over_councils_is_the_plan_in_each_column(today, labels, key):
    plan = plan_of(portfolio(today), labels)
    found = plan.charged(key)
    assert found["alone"].sum() == pytest.approx(plan.standalone_cost)
    assert found["governance"].sum() == pytest.approx(plan.governance_cost)
    assert found["share"].sum() == pytest.approx(plan.objective)
    assert found["saving"].sum() == pytest.approx(plan.saving, abs=1e-9)
    assert ("today" in found) == (today is not None)
    if today is not None:
        assert found["today"].sum() == pytest.approx(plan.today_cost)
    by_year = cl.business_case(plan).flows["net"]
    assert cash_of(found).sum().to_numpy() == pytest.approx(by_year.to_numpy(), abs=1e-9)
    assert found["posts_after"].to_numpy() == pytest.approx(plan.posts["after"].to_numpy())
    assert found["posts_before"].to_numpy() == pytest.approx(plan.posts["now"].to_numpy())


def test_who_shares_nothing_pays_what_it_costs_alone():
    found = plan_of(portfolio(), PLANS[0]).by_council.loc["e"]
    lone = plan_of(portfolio(), dict.fromkeys(PLANS[0], "xxxxy")).by_council.loc["e"]
    assert lone["share"] == pytest.approx(lone["alone"])
    assert lone["saving"] == pytest.approx(0.0, abs=1e-9)
    assert lone["governance"] == 0.0 < found["governance"]


def test_a_partnership_shares_its_governance_by_the_key():
    plan = plan_of(portfolio(), dict.fromkeys(PLANS[0], "xxxyz"))
    (paid,) = plan.partnerships["governance"]
    for key, shares in (("equal", [1, 1, 1]), ("population", [10, 15, 20])):
        part = plan.charged(key)["governance"]
        wanted = [paid * one / sum(shares) for one in shares]
        assert part.to_list() == pytest.approx([*wanted, 0.0, 0.0])
    alone = plan.by_council["alone"].iloc[:3]
    by_cost = plan.charged("alone")["governance"].iloc[:3]
    assert by_cost.to_numpy() == pytest.approx((paid * alone / alone.sum()).to_numpy())


def test_hosts_are_told_with_their_services():
    plan = plan_of(portfolio(), PLANS[0])
    for council, words in plan.by_council["host_of"].items():
        wanted = [
            name
            for name, one in plan.services.items()
            for cluster, row in one.clusters.iterrows()
            if row["size"] > 1
            and row["host"] == plan.by_council["name"][council]
            and council in one.members(cluster)
        ]
        assert words == ", ".join(wanted)
    assert sum(len(words.split(", ")) for words in plan.by_council["host_of"] if words) == 5


@pytest.mark.parametrize("today", [None, [["a", "b"], ["c", "d"]]])
def test_a_portfolio_of_one_service_has_the_tables_of_its_problem(today):
    facts = facts_of([100_000, 150_000, 200_000, 250_000, 300_000], complete(5))
    problem = cl.Problem(table(facts), cl.preset("central"), adjacency=graph(facts), today=today)
    labels = dict(zip("abcde", "xxxyy", strict=True))
    alone, in_one = (
        problem.evaluate(labels),
        cl.Portfolio({"all": problem}).evaluate({"all": labels}),
    )
    wanted = alone.by_council.drop(columns=["cluster", "host"])
    found = in_one.by_council.drop(columns="host_of")
    pd.testing.assert_frame_equal(found, wanted)
    assert found.attrs == wanted.attrs
    figures = in_one.figures
    assert set(figures["services"]) == {"all"}
    pd.testing.assert_frame_equal(
        figures.drop(columns="services"), problem.figures, check_dtype=False
    )


def test_where_a_term_says_no_year_there_is_no_cash():
    one = portfolio()
    fee = cl.FunctionTerm("fee", lambda c: 0.1 * (c.size - 1.0))
    plan = plan_of(one.replace(governance=[fee]), PLANS[0])
    assert cash_of(plan.by_council).empty
    assert plan.by_council["governance"].sum() == pytest.approx(plan.governance_cost)
    silent = one.services["it"].replace(terms=[*one.services["it"].own_terms, fee])
    assert cash_of(plan_of(one.with_service("it", silent), PLANS[0]).by_council).empty


def test_a_figure_that_services_share_stands_once_and_one_that_differs_for_each():
    one = portfolio()
    dearer = cl.preset("central", services=cl.services("legal"), kappa=0.02)
    figures = one.with_service("legal", one.services["legal"].replace(terms=dearer)).figures
    assert figures.loc["it.unit_cost", "services"] == "it"
    assert figures.loc["horizon", "services"] == "all"
    kappa = figures.loc["coordination.kappa"].set_index("services")["value"]
    assert kappa.to_dict() == {"it, finance": 0.007, "legal": 0.02}
    bias = figures.loc["governance.optimism_bias"]
    assert (bias["services"], bias["value"]) == ("once a partnership", 0.3)


@pytest.mark.parametrize("ending", [".gpkg", ".csv", ".geojson"])
def test_files_have_it_with_units(tmp_path, ending):
    plan = plan_of(portfolio({"it": [["a", "b"]]}), PLANS[0])
    path = plan.to_file(tmp_path / f"plan{ending}")
    layer = {"layer": "councils"} if ending == ".gpkg" else {}
    read = pd.read_csv(path) if ending == ".csv" else gpd.read_file(path, **layer)
    for column in ("alone", "today", "governance", "share", "saving", "cash_year_0"):
        assert read[f"{column}_gbp_m"].to_numpy() == pytest.approx(
            plan.by_council[column].to_numpy()
        )
    assert read["posts_after"].to_numpy() == pytest.approx(plan.by_council["posts_after"])
    if ending == ".gpkg":
        groups = gpd.read_file(path, layer="partnerships")
        assert groups["governance_gbp_m"].sum() == pytest.approx(plan.governance_cost)
        figures = gpd.read_file(path, layer="figures")
        assert figures["figure"].to_list() == plan.figures.index.to_list()
        assert figures["services"].to_list() == plan.figures["services"].to_list()


def test_a_map_has_what_each_pays_and_saves():
    plan = plan_of(portfolio(), PLANS[0])
    frame = plan.to_geodataframe()
    assert frame["saving_gbp_m"].sum() == pytest.approx(plan.saving)
    assert not [column for column in frame if "year" in str(column)]
