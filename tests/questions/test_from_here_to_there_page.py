"""What the page on the way from today says is what its cells compute."""

from __future__ import annotations

import pytest
from pages import cells_of, page_of, run, saying

import clusterer as cl

PAGE = page_of("from_here_to_there.md")
says = saying(PAGE)
TOGETHER = ["Brent", "Greenwich", "Harrow", "Lewisham"]


@pytest.fixture(scope="module")
def page():
    """Return the names that the cells of the page leave behind."""
    with run(cells_of(PAGE)) as names:
        yield names


def test_the_six_partnerships_do_not_overlap_and_only_one_more_would_fit(page):
    says("so we choose six of 2016")
    chosen, real = page["chosen"], page["real"]
    assert chosen["scheme"].nunique() == len(page["schemes"]) == 6
    assert chosen["council"].is_unique
    says("with one exception: HB Public Law of Barnet, Harrow and Hounslow")
    shared = real[real["kind"] == "voluntary-service"]
    start, end = (shared[what].str.extract(r"(\d+)")[0].astype(float) for what in ("start", "end"))
    there = shared[(start <= 2016) & ~(end < 2016)]
    free = there.groupby("scheme")["council"].agg(
        lambda some: not some.isin(chosen["council"]).any()
    )
    assert list(free.index[free]) == ["hb_public_law_2015"]


def test_the_marks_are_as_the_page_says(page):
    says("All are marked V, except the year in which Kingston and Sutton began")
    marks = page["chosen"].groupby("scheme")["mark"].first()
    assert marks.pop("kingston_sutton") == "V(sharing);M(start)"
    assert set(marks) == {"V"}


def test_most_of_the_saving_is_there_already_and_two_partnerships_break_a_rule(page):
    says("Most of what the plan saves against all standing alone is there already")
    plan, now = page["plan"], page["problem"].status_quo
    assert plan.status == "optimal"
    assert plan.saving < plan.saving_against_alone / 2
    says("Two of the six do not")
    assert len(now.broken) == 2


def test_sixteen_move_and_three_leave_a_partnership(page):
    says("Sixteen boroughs move. Three of them leave a partnership and pay £1m each")
    moves = page["plan"].moves
    assert len(moves) == 16
    assert moves["exit"].tolist().count(1.0) == 3
    assert moves["exit"].sum() == 3.0
    assert not {"Havering", "Newham"} & set(moves["name"])


def test_six_would_pay_more_than_today_and_brent_and_lewisham_most(page):
    says("six boroughs would pay more than today")
    saving = page["plan"].by_council.set_index("name")["saving"]
    assert (saving < -1e-6).sum() == 6
    says("Brent and Lewisham lose most")
    assert set(saving.nsmallest(2).index) == {"Brent", "Lewisham"}
    assert saving.sum() == pytest.approx(page["plan"].saving)


def test_all_at_once_takes_more_than_there_is(page):
    says("All at once takes £42m in the first year")
    assert page["case"].cash.loc[0, ["set-up", "exits"]].sum() == pytest.approx(-42.0)


def test_the_way_keeps_the_budget_and_is_proved(page):
    way = page["way"]
    assert way.status == "optimal"
    assert way.spent.max() <= 20.0 + 1e-7
    assert sum(way.worth) == pytest.approx(way.npv)
    says("In the fourth year nobody has to move")
    assert way.table["year"].max() == 2


def test_who_comes_first_and_who_last(page):
    table = page["way"].table.set_index("name")["year"]
    says("Barking and Dagenham joins a partnership that exists, and Merton another")
    assert table["Barking and Dagenham"] == table["Merton"] == 0
    says("Lambeth and Southwark come last")
    assert set(table.index[table == table.max()]) == {"Lambeth", "Southwark"}
    says("They save less a year than the two pairs of the second year")
    last_year = page["plan"].by_council.set_index("name")["cash_year_10"]
    assert set(TOGETHER) < set(table.index[table == 1])
    assert last_year[["Lambeth", "Southwark"]].sum() < last_year[TOGETHER].sum()
    says("Bromley, with whom Bexley will share, comes a year later")
    assert (table["Bexley"], table["Bromley"]) == (0, 1)


def test_bexley_has_to_leave_before_barking_and_dagenham_comes(page):
    says("with Barking and Dagenham the four would be a new cluster that is not connected")
    four = dict.fromkeys(["Bexley", "Havering", "Newham", "Barking and Dagenham"], 1)
    (fault,) = page["problem"].evaluate(four, rest_alone=True).broken
    assert "is not connected" in fault
    assert "| Bexley" in fault
    later = cl.roadmap(page["plan"], years=4, first={"Bexley": 2}).table.set_index("name")["year"]
    assert later["Barking and Dagenham"] == later["Bexley"] == 2
    says("there is no money for both at once")
    at_once = {"Bromley": "Bexley", "Bexley": "Bromley"}
    way = cl.roadmap(page["plan"], years=4, budget=20.0, after=at_once)
    assert way.npv < page["way"].npv


def test_to_part_brent_and_lewisham_is_worth_it_only_at_once(page):
    says("Brent and Lewisham stay together, and that is worth more")
    plan, short = page["plan"], page["short"]
    left = plan.moves.loc[plan.moves.index.difference(short.table.index), "name"]
    assert sorted(left) == TOGETHER
    assert short.npv > page["way"].npv
    says("is worth it only if it is done at once")
    for first, moves in ((0, 16), (1, 12)):
        later = dict.fromkeys(left.index, first)
        assert len(cl.roadmap(plan, years=4, first=later, whole=False).table) == moves


def test_the_way_that_stops_before_keeps_a_partnership_that_is_not_connected(page):
    says("its end breaks a rule that the plan keeps")
    says("Brent and Lewisham do not touch")
    (fault,) = page["short"].years[-1].broken
    assert "is not connected: Brent (E09000005) | Lewisham (E09000023)" in fault
    assert not page["plan"].broken
    says("The headline says so")
    assert "at its end breaks 1 rule or limit" in page["short"].headline
    assert "breaks" not in page["way"].headline


def test_a_partnership_of_four_ends_when_two_have_left_one_after_the_other(page):
    says("If half of its members or more have left, it ends, in however many steps they leave")
    four = ["Camden", "Islington", "Hackney", "Haringey"]
    problem = cl.Problem(page["boroughs"], [cl.SetUp()], today={"four": four})
    plan = problem.evaluate({"Hackney": 1, "Haringey": 1}, rest_alone=True)
    way = cl.roadmap(plan, years=2, first={"Islington": 1})
    # By hand: four exits of £1m, and set-up for the two who are left, 1.5 · (2 + 2 · 0.75).
    assert way.spent.sum() == pytest.approx(4 + 5.25)


def test_how_far_each_budget_goes(page):
    ways = page["ways"]
    says("With £10m a year three quarters is reached of what £45m a year bring")
    assert ways[10].npv / ways[45].npv == pytest.approx(0.75, abs=0.02)
    says("with £15m seven eighths")
    assert ways[15].npv / ways[45].npv == pytest.approx(0.875, abs=0.02)


def test_the_wishes_cost_six_million(page):
    says("These wishes cost £6m of net present value")
    assert page["way"].npv - page["careful"].npv == pytest.approx(6.0, abs=0.5)
    table = page["careful"].table.set_index("name")["year"]
    assert table["Bexley"] >= 2
    assert table["Harrow"] >= table["Hillingdon"]
    assert page["careful"].steps["moves"].max() <= 5


def test_with_a_seventh_partnership_plan_and_saving_are_others(page):
    says("With HB Public Law as a seventh partnership of today, plan and saving are others")
    plan = page["plan"]
    other = cl.solve(page["problem"].replace(today=page["seven"]))
    assert len(other.compare(plan).moved)
    assert other.saving < plan.saving - 5


def test_nine_moves_save_more_than_the_plan_and_three_almost_half_as_much(page):
    few, plan = page["few"], page["plan"]
    assert page["staying"].status_quo.feasible
    assert all(one.status == "optimal" for one in few.values())
    assert {moves: len(one.moves) for moves, one in few.items()} == {k: k for k in few}
    says("Nine moves save more than the plan with its sixteen")
    assert few[9].saving > plan.saving
    says("for about half of the money")
    spent = cl.business_case(few[9]).capital / cl.business_case(plan).capital
    assert spent == pytest.approx(0.5, abs=0.05)
    says("Three moves save almost half as much as nine")
    assert 0.45 < few[3].saving / few[9].saving < 0.5
