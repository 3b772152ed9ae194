"""The statement of a portfolio, and what an evaluation of one tells."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

import clusterer as cl

PAIR = {"Camden": "a", "Islington": "a"}
TRIO = {"Camden": "a", "Islington": "a", "Hackney": "a"}
MODEL = cl.datasets.model_parameters()["central"]


@pytest.fixture(scope="module")
def portfolio(london):
    return cl.Portfolio.from_services(
        london, cl.services("it", "finance", "legal"), rules=[cl.MaxSize(3)]
    )


def figures(portfolio: cl.Portfolio, name: str) -> tuple[cl.SetUp, cl.SetUp]:
    once = portfolio.governance[0]
    each = next(t for t in portfolio.services[name].terms if isinstance(t, cl.SetUp))
    return once, each


class TestFromServices:
    def test_a_single_service_pays_the_share_of_the_table(self, portfolio):
        once, each = figures(portfolio, "it")
        share = MODEL["setup_single_service_share"]
        for what in ("per_cluster", "per_council"):
            single = getattr(once, what) + getattr(each, what)
            whole = {"per_cluster": "setup_fixed_per_cluster", "per_council": "setup_per_council"}
            assert single == pytest.approx(share * MODEL[whole[what]])

    def test_a_partnership_that_shares_all_eight_pays_what_the_preset_says(self, london):
        portfolio = cl.Portfolio.from_services(london, {"all": cl.services()})
        bundle = cl.Problem(london, cl.preset("central"))
        for partition in (PAIR, TRIO):
            together = portfolio.evaluate({"all": partition}, rest_alone=True)
            assert together.objective == pytest.approx(
                bundle.evaluate(partition, rest_alone=True).objective
            )
        apart = cl.Portfolio.from_services(london, cl.services())
        eight = apart.evaluate(dict.fromkeys(apart.services, TRIO), rest_alone=True)
        assert eight.objective == pytest.approx(together.objective)

    def test_changes_reach_governance_and_services(self, london):
        portfolio = cl.Portfolio.from_services(
            london, cl.services("it"), per_cluster=7.0, optimism_bias=0.0, kappa=0.02
        )
        once, each = figures(portfolio, "it")
        assert once.per_cluster + each.per_cluster == pytest.approx(7.0 / 4)
        assert once.optimism_bias == each.optimism_bias == 0.0
        assert portfolio.services["it"].terms[1].kappa == 0.02

    def test_rules_and_limits_may_come_one_by_one(self, london):
        portfolio = cl.Portfolio.from_services(
            london,
            (service for service in cl.services("it", "legal")),
            rules=(rule for rule in [cl.MaxSize(3)]),
            limits=iter([cl.ClusterCount(at_most=20)]),
        )
        for problem in portfolio.services.values():
            assert problem.rules == (cl.MaxSize(3),)
            assert problem.limits == (cl.ClusterCount(at_most=20),)

    def test_bundles_by_name(self, london):
        portfolio = cl.Portfolio.from_services(
            london, {"money": cl.services("finance", "revs_bens"), "law": cl.services("legal")}
        )
        assert list(portfolio.services) == ["money", "law"]
        assert len(portfolio.services["money"].terms[0].services) == 2
        assert figures(portfolio, "money")[1].per_cluster == pytest.approx(
            2 * figures(portfolio, "law")[1].per_cluster
        )


class TestEvaluation:
    def test_a_plan_is_costed_again_with_its_hosts(self, portfolio):
        tied = portfolio.replace(balance=cl.PostsBalance(share=0.5))
        plan = cl.solve(tied, time_limit=20)
        again = tied.evaluate(plan.services)
        assert again.feasible
        assert again.objective == pytest.approx(plan.objective)
        costlier = tied.evaluate({name: one.assignment for name, one in plan.services.items()})
        assert costlier.objective <= again.objective + 1e-9

    def test_governance_is_paid_once_a_set_of_councils(self, portfolio):
        governance = portfolio.governance[0]
        pair, trio = (1.5 * (governance.per_cluster + n * governance.per_council) for n in (2, 3))
        same = portfolio.evaluate(dict.fromkeys(portfolio.services, PAIR), rest_alone=True)
        assert same.governance_cost == pytest.approx(pair)
        mixed = portfolio.evaluate({"it": PAIR, "finance": TRIO, "legal": PAIR}, rest_alone=True)
        assert mixed.governance_cost == pytest.approx(pair + trio)
        assert mixed.partnerships["services"].tolist() == ["it, legal", "finance"]
        assert mixed.partnerships["services_shared"].tolist() == [2, 1]

    def test_sums_are_those_of_the_services_and_governance(self, portfolio):
        plan = portfolio.evaluate({"it": PAIR, "finance": TRIO, "legal": {}}, rest_alone=True)
        services = [plan.services[name] for name in portfolio.services]
        assert plan.objective == pytest.approx(
            sum(one.objective for one in services) + plan.governance_cost
        )
        assert plan.saving == pytest.approx(plan.standalone_cost - plan.objective)
        assert plan.summary["saving"].sum() == pytest.approx(plan.saving)
        assert plan.summary["total"].sum() == pytest.approx(plan.objective)

    def test_posts_are_those_of_the_services(self, portfolio):
        plan = portfolio.evaluate({"it": PAIR, "finance": TRIO, "legal": {}}, rest_alone=True)
        each = [cl.business_case(one).posts for one in plan.services.values()]
        for column in ("now", "ended", "moved_in", "moved_out", "after"):
            assert plan.posts[column].to_numpy() == pytest.approx(
                sum(one[column].to_numpy() for one in each)
            )
        assert plan.posts["balance"].sum() == pytest.approx(0.0, abs=1e-9)
        assert plan.posts["hosts"].sum() == 2

    def test_a_balance_that_is_broken_names_the_council_and_the_posts(self, portfolio):
        tied = portfolio.replace(balance=cl.PostsBalance(posts=10))
        plan = tied.evaluate({"it": PAIR, "finance": {}, "legal": {}}, rest_alone=True)
        assert not plan.feasible
        assert len(plan.broken) == 2
        assert "Camden (E09000007) hosts" in plan.broken[0]
        assert "10.0 are allowed" in plan.broken[0]
        assert "breaks 2 rules, limits or ties" in plan.headline

    def test_rules_that_a_service_breaks_are_told_with_its_name(self, portfolio):
        four = {**TRIO, "Haringey": "a"}
        plan = portfolio.evaluate({"it": four, "finance": {}, "legal": {}}, rest_alone=True)
        assert plan.broken[0].startswith("it: MaxSize(3) does not allow")


@pytest.fixture(scope="module")
def plan(portfolio):
    return portfolio.evaluate({"it": PAIR, "finance": TRIO, "legal": {}}, rest_alone=True)


class TestShown:
    def test_text_and_html_have_a_row_a_service(self, plan):
        for shown in (repr(plan), plan._repr_html_()):
            for row in ("it", "finance", "legal", "governance", "in all", "illustrative"):
                assert row in shown

    def test_a_geopackage_has_councils_and_partnerships(self, plan, tmp_path):
        path = plan.to_file(tmp_path / "plan.gpkg")
        councils = gpd.read_file(path, layer="councils")
        assert len(councils) == 32
        assert {"it_cluster", "it_host", "legal_cluster"} <= set(councils.columns)
        partnerships = gpd.read_file(path, layer="partnerships")
        assert partnerships["services_shared"].tolist() == [1, 1]
        areas = councils.set_index("name").geometry.area
        assert partnerships.geometry.area.tolist() == pytest.approx(
            [areas[list(TRIO)].sum(), areas[list(PAIR)].sum()], rel=1e-6
        )

    def test_a_csv_has_the_councils(self, plan, tmp_path):
        table = pd.read_csv(plan.to_file(tmp_path / "plan.csv"))
        assert table["finance_cluster"].nunique() == 30

    def test_a_map_a_service(self, plan):
        ax = plan.plot()
        assert ax is ax.figure.axes[0]
        titles = [one.get_title(loc="left") for one in ax.figure.axes]
        assert titles == [
            "it: 1 shared, 30 alone",
            "finance: 1 shared, 29 alone",
            "legal: 0 shared, 32 alone",
        ]

    def test_maps_have_the_numbers_of_partnerships_and_say_who_they_are(self, plan):
        figure = plan.plot().figure
        table = plan.partnerships
        for ax, name in zip(figure.axes, plan.services, strict=True):
            numbers = {text.get_text() for text in ax.texts if text.get_gid() == "number"}
            sharing = [name in services.split(", ") for services in table["services"]]
            assert numbers == set(map(str, table.index[sharing]))
        said = " ".join(" ".join(text.get_text() for text in figure.texts).split())
        for number, row in table.iterrows():
            assert f"{number} {row.members} ({row.services})" in said


class TestHosts:
    def test_an_evaluation_may_be_told_the_hosts(self, london):
        problem = cl.Problem(london, cl.preset("central"))
        rows = [problem.councils.position(name) for name in PAIR]
        clusters = {"a": rows} | {i: [i] for i in range(32) if i not in rows}
        free = problem.evaluate_rows(clusters)
        for host in rows:
            told = problem.evaluate_rows(
                clusters, np.array([host, *(i for i in range(32) if i not in rows)])
            )
            assert told.clusters.loc["a", "host"] == problem.councils.names[host]
            assert told.objective >= free.objective - 1e-9
