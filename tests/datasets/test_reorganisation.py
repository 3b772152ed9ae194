"""The proposals for new councils: marked, and assignments where districts stay whole."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

import clusterer as cl


@pytest.fixture(scope="module")
def table():
    return cl.datasets.reorganisation_proposals()


@pytest.fixture(scope="module")
def england():
    return cl.datasets.england()


@pytest.fixture(scope="module")
def whole(table) -> pd.DataFrame:
    """Return the proposals that divide no district."""
    return table[table["whole"]]


def test_there_are_71_proposals_one_of_them_for_two_areas(table):
    proposals = table.drop_duplicates(["area", "proposal"])
    assert len(proposals) == 71 + 1
    assert table["area"].nunique() == 21
    both = proposals[proposals["proposal"] == "Five unitaries across Sussex"]
    assert sorted(both["area"]) == ["ESX", "WSX"]


def test_names_beside_codes_are_those_of_the_districts(table, england):
    assert england.loc[table["council"], "name"].to_list() == table["name"].to_list()


def test_a_proposal_places_every_district_of_its_area_once(table, england):
    for (area, proposal), rows in table.groupby(["area", "proposal"]):
        expected = set(england.index[england["lgr"] == area])
        if (area, proposal) in {("OXF", "Two unitaries"), ("OXF", "Three unitaries")}:
            expected |= set(england.index[england["name"] == "West Berkshire"])
        assert sorted(rows["council"]) == sorted(expected), (area, proposal)


def test_an_area_is_called_by_its_code_or_its_county(table):
    essex = cl.datasets.reorganisation_proposals("ESS")
    pd.testing.assert_frame_equal(essex, cl.datasets.reorganisation_proposals("Essex"))
    assert len(essex) == 4 * 14
    assert set(essex["area"]) == {"ESS"}


def test_a_cluster_is_missing_where_a_district_is_divided_or_was_not_read(table):
    missing = table["cluster"].isna()
    assert (missing == (table["split"].notna() | table["mark"].isna())).all()
    assert not (table["split"].notna() & table["mark"].isna()).any()


def test_every_row_says_how_sure_it_is_and_where_it_was_read(table):
    assert table["mark"].value_counts().to_dict() == {"V": 593, "M": 49}
    assert table["mark"].isna().sum() == 29
    assert table["source"].str.len().gt(10).all()
    assert table["proposer"].notna().all()


def test_five_areas_have_a_decision_and_no_other_is_guessed(table):
    chosen = table[table["status"] == "chosen"].drop_duplicates("area")
    assert dict(zip(chosen["area"], chosen["proposal"], strict=True)) == {
        "SRY": "Two unitaries",
        "ESS": "Five unitaries",
        "HAM": "Five unitaries, Option 1A",
        "NFK": "Three unitaries (Future Norfolk)",
        "SFK": "Three unitaries",
    }
    elsewhere = table[~table["area"].isin(chosen["area"])]
    assert set(elsewhere["status"]) == {"unknown"}


def test_dates_are_dates(table):
    assert table["submitted"].dt.year.eq(2025).all()


def test_fifty_proposals_leave_districts_whole(whole):
    groups = whole.groupby(["area", "proposal"])
    assert groups.ngroups == 50
    assert whole["cluster"].notna().all()
    assert groups["cluster"].nunique().sum() == 127


def test_all_their_councils_are_connected(whole, england):
    # The Isle of Wight touches nobody, and stays alone in each.
    graph = cl.adjacency(england)
    for key, rows in whole.groupby(["area", "proposal", "cluster"]):
        assert nx.is_connected(graph.subgraph(rows["council"])), key


def test_their_sizes_are_those_of_the_facts_that_were_collected(whole, england):
    residents = whole.assign(residents=england["population"].reindex(whole["council"]).to_numpy())
    sizes = residents.groupby(["area", "proposal", "cluster"])["residents"].sum()
    assert (sizes < 500_000).sum() == 77
    assert (sizes < 250_000).sum() == 11
    five = sizes["ESS", "Five unitaries"]
    assert (five.min(), five.max()) == (312_214, 497_644)
    assert sorted(sizes["SRY", "Two unitaries"]) == [543_550, 656_320]


def test_a_proposal_is_an_assignment_that_a_problem_evaluates(england):
    surrey = cl.Problem(england[england["lgr"] == "SRY"], cl.preset("central"))
    proposals = cl.datasets.reorganisation_proposals("SRY")
    options = proposals.pivot(index="council", columns="proposal", values="cluster")
    evaluation = surrey.evaluate(options["Two unitaries"])
    assert set(evaluation.assignment) == {"East Surrey", "West Surrey"}
    assert evaluation.broken == ()


def test_all_proposals_of_an_area_are_compared_with_a_plan_at_once(england):
    problem = cl.Problem(england[england["lgr"] == "KEN"], cl.preset("central"), [cl.MaxSize(3)])
    kent = cl.datasets.reorganisation_proposals("Kent").query("whole")
    beside = kent.rename(columns={"proposal": "scheme"})
    schemes = cl.compare_with_reality(cl.solve(problem), beside).schemes
    assert schemes.index.to_list() == ["1A", "3A", "4B"]
    # 1A is one council for all; and each has more than three districts somewhere.
    assert schemes["shared_clusters"].to_list() == [1, 3, 4]
    assert (schemes["broken"] > 0).all()


def test_a_proposal_that_divides_districts_is_refused_by_their_names(england):
    norfolk = cl.Problem(england[england["lgr"] == "NFK"], cl.preset("central"))
    proposals = cl.datasets.reorganisation_proposals("NFK")
    options = proposals.pivot(index="council", columns="proposal", values="cluster")
    with pytest.raises(cl.InputError, match="Broadland"):
        norfolk.evaluate(options["Three unitaries (Future Norfolk)"])


@pytest.mark.parametrize(
    ("area", "words"),
    [
        ("Wales", "there is no area 'Wales' under reorganisation"),
        ("Wales", "there are SRY (Surrey), ESS (Essex), HAM (Hampshire)"),
        ("Esex", "did you mean 'Essex'?"),
        (5, "area = 5 must be a text"),
    ],
)
def test_an_unknown_area_lists_the_areas(area, words):
    with pytest.raises(cl.InputError) as refusal:
        cl.datasets.reorganisation_proposals(area)
    assert words in str(refusal.value)
