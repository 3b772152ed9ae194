"""What the page on new councils says is what its cells compute, and what was counted elsewhere."""

from __future__ import annotations

import pytest
from pages import cells_of, page_of, run, saying

import clusterer as cl

PAGE = page_of("new_councils.md")
says = saying(PAGE)


@pytest.fixture(scope="module")
def page():
    """Return the names that the cells of the page leave behind."""
    with run(cells_of(PAGE)) as names:
        yield names


def test_greater_essex_has_2737_plans_counted_before_by_other_code(page):
    by_number = page["table"]["councils"].value_counts().to_dict()
    assert by_number == {1: 1, 2: 144, 3: 878, 4: 1252, 5: 445, 6: 17}
    assert sum(by_number.values()) == len(page["plans"]) == 2737
    says("That is all of them: 2,737 plans, of one council to six.")


def test_no_plan_is_there_twice_and_each_has_every_district_once(page):
    members = page["candidates"].members
    plans = [frozenset(frozenset(members(k)) for k in plan) for plan in page["plans"]]
    assert len(set(plans)) == len(plans)
    for plan in plans:
        assert sorted(code for council in plan for code in council) == list(page["essex"].index)


def test_each_plan_keeps_the_rules(page):
    members = page["candidates"].members
    for plan in page["plans"][::100]:
        assignment = {code: k for k in plan for code in members(k)}
        assert page["problem"].evaluate(assignment).broken == ()


@pytest.mark.parametrize(
    ("area", "plans"), [("KEN", 2660), ("LAN", 1372), ("DEV", 92), ("NFK", 29), ("SFK", 7)]
)
def test_other_areas_have_as_many_as_were_counted_before(page, area, plans):
    assert page["areas"].at[area, "plans"] == plans


def test_hampshire_has_1861_with_the_ferry_from_the_isle_of_wight_to_portsmouth(page):
    hampshire = page["districts"][page["districts"]["lgr"] == "HAM"]
    ferry = cl.adjacency(hampshire, crossings=[("Isle of Wight", "Portsmouth")])
    problem = cl.Problem(hampshire, [], page["rules"], adjacency=ferry)
    assert len(page["all_plans"](problem)) == 1861


def test_the_isle_of_wight_stays_as_it_is_in_all_proposals_for_hampshire():
    hampshire = cl.datasets.reorganisation_proposals("HAM")
    island = hampshire[hampshire["name"] == "Isle of Wight"]
    assert len(island) == hampshire["proposal"].nunique() == 4
    assert set(island["cluster"]) == {"Isle of Wight (unchanged)"}
    assert hampshire["cluster"].eq("Isle of Wight (unchanged)").sum() == 4
    residents = cl.datasets.england().at["E06000046", "population"]
    says(f"has {residents / 1000:.0f},000 residents. In all proposals for Hampshire it stays")


def test_the_proposals_are_as_large_as_was_computed_before(page):
    assert page["stand"][["councils", "smallest", "largest"]].to_numpy().tolist() == [
        [5, 312_214, 497_644],
        [4, 312_214, 636_386],
        [4, 409_954, 548_482],
        [3, 541_647, 724_013],
    ]
    says("250,000 residents, which leaves out none of the proposals")


def test_the_borders_measured_are_those_within_essex(page):
    # Each km between two districts is either new, or within a council.
    assert page["table"].query("councils == 1")["new borders, km"].item() == 0
    total = page["km"].to_numpy().sum() / 2
    dissolved = page["essex"].union_all().length / 1000
    assert page["essex"].length.sum() / 1000 == pytest.approx(dissolved + 2 * total)


def test_part_of_one_plan_is_from_memory(page):
    assert page["stand"]["marks"].to_dict() == {
        "Five unitaries": "V",
        "Four unitaries (Rochford)": "V",
        "Four unitaries (Thurrock)": "M, V",
        "Three unitaries": "V",
    }
    says("So part of Thurrock's plan is not verified.")


def test_the_plan_of_four_nearest_to_500000_joins_what_the_crouch_divides(page):
    four = page["nearest"]["4 councils, nearest to 500,000"]
    names = page["essex"]["name"]
    with_rochford = set(names[four == four[page["rochford"]]])
    assert with_rochford == {"Rochford", "Maldon", "Colchester", "Tendring"}
    says("It also has Rochford with Maldon, Colchester and Tendring.")
    of_four = page["table"].query("councils == 4")["from 500,000"]
    assert of_four.min() < page["stand"]["from 500,000"].min()
    by_road = page["problem"].replace(adjacency=page["by_land"])
    assert by_road.evaluate(four).broken


def test_without_that_border_more_than_a_third_are_gone(page):
    by_road = page["problem"].replace(adjacency=page["by_land"])
    left = page["table"]["by road"].sum()
    assert left == len(page["all_plans"](by_road))
    assert 1 / 3 < 1 - left / 2737 < 1 / 2
    for name in page["options"]:
        assert by_road.evaluate(page["options"][name]).broken == ()


def test_the_plans_chosen_in_march_2026_but_for_essex_divide_districts():
    table = cl.datasets.reorganisation_proposals().drop_duplicates(["area", "proposal"])
    chosen = table[(table["status"] == "chosen") & ~table["whole"]]
    assert sorted(chosen["county"]) == ["Hampshire", "Norfolk", "Suffolk"]
    says("The plans chosen in March 2026 for Hampshire, Norfolk and Suffolk divide districts.")


def test_a_better_plan_is_better(page):
    counts = [len(page["better"](row)) for row in page["rows"]]
    assert counts == [4, 129, 0, 7]
    for row in page["rows"]:
        for _, other in page["better"](row).iterrows():
            this = page["table"].loc[row, page["measures"]]
            assert (other <= this).all()
            assert (other < this).any()


def test_solve_finds_the_least_sum_of_the_list(page):
    assert page["best"].status == "optimal"
    assert page["best"].objective == pytest.approx(page["listed"])
