"""What a report may be about: each result makes its page, and what does not fit is refused."""

from __future__ import annotations

import ast
import dataclasses
import json
from typing import Any

import numpy as np
import pytest
from html_read import Page
from maps import grid
from matplotlib.colors import to_hex

import clusterer as cl
from clusterer.reports.chapters import chapters_of
from clusterer.reports.document import Code, Picture
from clusterer.reports.plain_names import figure_called, service_called
from clusterer.reports.subjects import gathered
from clusterer.reports.words import capital, pounds
from clusterer.solving.proof import Proof

pytestmark = pytest.mark.usefixtures("closed_figures")

PAIRS = [cl.MaxSize(2)]


def _cheap(name: str, unit_cost: float) -> cl.Service:
    (service,) = cl.services(name)
    return dataclasses.replace(service, unit_cost=unit_cost)


def pounds_in_table(money: float) -> str:
    return f"{'−' if money < 0 else ''}£{abs(money):,.2f}m"


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a report and gives its page."""

    def write(subject, *more, **options) -> Page:
        options = {"sensitivity": False, "alternatives": 0} | options
        file = cl.report(tmp_path / "report.html", subject, *more, **options)
        page = Page(file.read_text(encoding="utf-8"))
        assert page.unclosed == []
        assert "nan" not in page.text.split()
        return page

    return write


@pytest.fixture(scope="module")
def problem() -> cl.Problem:
    councils = grid(2, 3)
    return cl.Problem(councils, cl.preset("business-case"), PAIRS)


@pytest.fixture(scope="module")
def plan(problem) -> cl.Plan:
    return cl.solve(problem)


def test_a_plan(written, plan):
    page = written(plan, alternatives=2, sensitivity=True)
    assert "options" not in page.chapters
    assert {"summary", "map", "councils", "cash", "sensitivity", "alternatives"} <= {*page.chapters}
    assert page.headings[0] == (1, "Councils that share services")
    assert "A report on six councils with 615,000 residents" in page.text


def test_the_summary_says_of_which_year_prices_are(written, plan):
    text = written(plan).text
    summary = text[: text.index("Who is with whom")]
    assert "in prices of 2007, unless the figures are your own" in summary


def test_a_title_and_a_date_are_taken(written, plan):
    page = written(plan, title="Six & <more>", date="27 November 2026")
    assert page.headings[0] == (1, "Six & <more>")
    assert "27 November 2026" in page.text


def test_an_evaluation_is_looked_at_and_not_recommended(written, problem):
    one = problem.evaluate({"R0C0": "a", "R0C1": "a"}, rest_alone=True)
    page = written(one)
    assert "Recommended" not in page.text
    assert "The plan that was looked at: 2 of the 6 councils share" in page.text
    assert "a cheaper one may exist" in page.text


def test_what_a_plan_breaks_is_said_in_words(written, problem):
    trio = problem.evaluate({"R0C0": "a", "R0C1": "a", "R1C2": "a"}, rest_alone=True)
    page = written(trio)
    assert "breaks two conditions that were set" in page.text
    assert "The condition “clusters of up to 2” does not allow cluster a" in page.text
    assert "Cluster a is not connected" in page.text
    assert "MaxSize" not in page.text[: page.text.index("For analysts")]


def test_a_plan_stopped_early_says_how_far_it_may_be_from_the_best(written, plan):
    bound = plan.objective - 0.25
    loose = cl.Plan(
        plan.problem.evaluate(plan.assignment),
        Proof(bound=bound, optimal=False, seconds=1.0, n_candidates=9, word_of=""),
    )
    page = written(loose, sensitivity=True)
    assert "Recommended" not in page.text
    assert "The best plan that was found" in page.text
    assert "it is proved that none is cheaper by more than £250,000" in page.text
    assert "it is not proved that this plan is the best" in page.text


def test_a_business_case_alone(written):
    surrey = cl.BusinessCase.from_flows(capital=10.8, savings=[4.6] * 10, subject="Surrey's centre")
    page = written(surrey)
    assert page.chapters == ["summary", "cash", "reproduce", "not-looked-at"]
    assert "business case of Surrey's centre" in page.text
    assert "£27.5m" in page.text


def test_a_business_case_and_the_plan_that_it_is_of(written, plan):
    case = cl.business_case(plan, discount_rate=0.06)
    for given in ((case, plan), (plan, case)):
        assert "at 6% a year" in written(*given).text


def test_a_consent(written, plan):
    consent = cl.consent(plan, "equal")
    page = written(consent)
    assert "consent" in page.chapters
    (table,) = (table for table in page.tables if "would gain by leaving" in table.caption)
    assert table.caption.endswith("if the members of a cluster share its cost in equal parts")
    assert len(table.rows) == 7
    assert table.column("Council") == list(consent.table["name"])


@pytest.mark.parametrize("key", ["saving", "equal", "population", None])
def test_who_pays_is_told_by_the_key_of_the_consent(written, plan, key):
    consent = cl.consent(plan, key)
    page = written(plan, consent)
    (stay,) = (table for table in page.tables if "would gain by leaving" in table.caption)
    councils = page.table("What the plan is for each council")
    for name, alone, charge in zip(
        consent.table["name"], consent.table["alone"], consent.full_charges, strict=True
    ):
        assert councils.row(name)["Pays"] == f"£{charge:,.2f}m"
        assert float(councils.row(name)["Saves"].strip("−£m")) == pytest.approx(
            abs(alone - charge), abs=0.006
        )
        if consent.subsidy == 0.0 or key is not None:
            assert stay.row(name)["Pays"] == councils.row(name)["Pays"]
    total = councils.row("All councils")
    assert total["Pays"] == f"£{plan.objective:,.2f}m"


def test_councils_that_pay_more_are_counted_by_the_key_of_the_consent(written):
    problem = cl.Problem(cl.datasets.london(), cl.preset("central"), PAIRS)
    plan = cl.solve(problem)
    worse = int((plan.by_council["saving"] < 0).sum())
    assert worse > 0
    text = written(plan, cl.consent(plan, "saving")).text
    assert f"{worse} of 32" not in text
    assert "if costs are shared so that each saves the same" in text


def test_a_roadmap(written):
    today = {"R0C0": "old", "R1C0": "old"}
    problem = cl.Problem(grid(2, 3), cl.preset("business-case"), PAIRS, today=today)
    new = {"R0C0": 1, "R0C1": 1, "R1C1": 2, "R1C2": 2}
    way = cl.roadmap(problem.evaluate(new, rest_alone=True), years=3)
    page = written(way)
    table = page.table("Who moves when")
    assert table.column("Council") == list(way.table["name"])
    assert "going on as today" in page.text


@pytest.mark.parametrize("split", [True, False])
def test_the_summary_says_who_would_leave_and_what_keeps_them(written, essex, split):
    london = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(4)])
    plan = essex["optimum"] if split else cl.solve(london)
    by_key, bargain = cl.consent(plan, "population"), cl.consent(plan)
    assert not by_key.holds
    assert bargain.holds == split
    text = written(plan, by_key).text
    summary = text[: text.index("Not looked at.")]
    assert f"{len(by_key.blocking)} groups of councils gain by leaving this plan" in summary
    assert f"{pounds(by_key.subsidy)} from outside would keep all of them; that money" in summary
    assert "is not taken off what the plan saves" in summary
    assert ("there is one, and it needs no money from outside" in summary) == split
    assert (f"{pounds(bargain.subsidy)} is needed at the least" in summary) != split


def test_a_report_with_a_way_says_which_of_its_two_worths_is_which(written, plan):
    case = cl.business_case(plan)
    way = cl.roadmap(plan, years=4, budget=case.capital / 2)
    assert way.npv < case.npv - 0.01
    page = written(plan, way)
    said = (
        f"the plan is worth {pounds(way.npv)}; its cash is worth {pounds(case.npv)} if all "
        "councils move now, as the summary and “Cash by year” have it. It is less, as"
    )
    assert page.text.count(said) == 3  # In the summary and in both chapters.


def test_a_report_with_a_way_says_which_of_its_two_paybacks_is_which(written, plan):
    case = cl.business_case(plan)
    way = cl.roadmap(plan, years=4, budget=case.capital / 2)
    at_once, by_year = (f"{years:.1f} years" for years in (case.payback, way.payback))
    assert at_once != by_year
    text = written(plan, way).text
    said = f"paid back after {by_year} then, and after {at_once} if all councils move now."
    assert text.count(said) == 3  # In the summary and in both chapters.
    tile = f"if all councils move now; with the moves year by year after {by_year}"
    assert text.count(tile) == 2  # In the summary and in “Cash by year”.
    alike = written(plan, cl.roadmap(plan, years=3)).text
    assert "with the moves year by year after" not in alike


def test_a_way_that_is_not_paid_back_is_said_to_be_so(written, plan):
    case = cl.business_case(plan)
    way = cl.roadmap(plan, years=4, budget=case.capital / 2)
    never = dataclasses.replace(way, running=way.running / 100)
    assert never.payback is None
    text = written(plan, never).text
    assert "with the moves year by year never within the years that are counted" in text


def test_a_way_says_in_which_year_councils_move(written, plan):
    at_once = cl.roadmap(plan, years=3)
    many = len(at_once.table)
    assert set(at_once.table["year"]) == {0}
    text = written(plan, at_once).text
    assert "councils move in three years" not in text
    assert f"{pounds(at_once.npv)}, as much as if all councils move now." in text
    in_steps = cl.roadmap(plan, years=3, budget=cl.business_case(plan).capital / 2)
    years = in_steps.table["year"]
    text = written(plan, in_steps).text
    assert f"{int((years == 0).sum())} now" in text
    assert len(years) == many


def test_a_plan_from_today_says_who_moves(written):
    today = {"R0C0": "old", "R1C2": "old"}
    problem = cl.Problem(grid(2, 3), cl.preset("business-case"), PAIRS, today=today)
    page = written(cl.solve(problem))
    assert page.table("Who moves").column("Council")
    assert "Today" in page.table("What the plan is for each council").head


def test_ranked_plans_a_sweep_a_ranging_and_a_frontier(written, problem, plan):
    ranked = cl.rank(problem, n=4)
    sweep = cl.sweep(problem, cl.ends(problem, figures=["scale.benefit_realisation"]))
    ranging = cl.ranging(plan, ["coordination.kappa"])
    page = written(ranked, sweep, ranging)
    assert len(page.table("Other plans, in order of cost").rows) == 4
    assert len(page.table("How far each figure can go before another plan is best").rows) == 2
    assert "Under many other figures" in page.text
    for subject in (sweep, ranging):
        assert "map" in written(subject).chapters


def test_plans_that_were_chosen_to_differ_are_not_called_the_next_best(written):
    problem = cl.Problem(grid(2, 4), cl.preset("business-case"), PAIRS)
    differ = cl.rank(problem, diverse=2, moves=3)
    assert differ[1].objective > cl.rank(problem, n=2)[1].objective + 1e-3
    text = written(differ).text
    assert "The next best plan costs" not in text
    assert "Another plan costs" in text


def test_what_is_said_of_all_other_plans_holds_of_those_that_are_ranked_but_not_shown(written):
    problem = cl.Problem(grid(2, 4), cl.preset("business-case"), PAIRS)
    ranked = cl.rank(problem, n=30)
    page = written(ranked)
    assert len(page.table("Other plans, in order of cost").rows) == 20
    more = pounds(ranked[20].objective - ranked[0].objective)
    assert f"Every plan that is not in the table costs {more} or more above the best" in page.text


def test_only_the_first_option_is_recommended(written, problem):
    found = cl.appraise(problem, {"pair": {"R0C0": 1, "R0C1": 1}}, rest_alone=True)
    assert "Recommended of the options:" in written(found).text
    text = written(found["pair"], found).text
    assert "Recommended" not in text
    assert "The option that was looked at, “pair”" in text
    assert "Another option, “optimum”, costs" in text


def test_the_plan_has_the_colours_of_its_map_on_the_maps_of_the_options():
    problem = cl.Problem(grid(3, 4), cl.preset("business-case"), [cl.MaxSize(2)])
    names = problem.councils.names
    drawn = {
        f"shifted by {shift}": {names[k]: k // 2 for k in range(shift, 12 - shift)}
        for shift in range(1, 4)
    }
    found = cl.appraise(problem, drawn, rest_alone=True)
    material = gathered(found, ())
    pictures = {
        section.key: next(part for part in section if isinstance(part, Picture))
        for section in chapters_of(material)
        if section.key in ("map", "options")
    }
    (main,) = fills_of(pictures["map"])
    recommended = found.names.index("optimum")
    assert fills_of(pictures["options"])[recommended] == main
    assert len(set(main)) >= 4


def fills_of(picture):
    """Return the colours of the councils on each map of a picture."""
    return [
        [to_hex(colour) for colour in artist.get_facecolor()]
        for ax in picture.draw().axes
        for artist in ax.collections
        if artist.get_gid() == "councils"
    ]


def test_a_figure_of_one_service_is_called_by_its_service(written, plan):
    ranging = cl.ranging(plan, ["it.unit_cost"])
    page = written(plan, ranging)
    table = page.table("How far each figure can go before another plan is best")
    assert table.column("Figure") == ["IT: cost for each resident a year"]


def test_what_services_break_together_is_said_in_words(written):
    portfolio = cl.Portfolio.from_services(
        grid(2, 3), cl.services("it"), "business-case", balance=cl.PostsBalance(share=0.0)
    )
    plan = portfolio.evaluate({"it": {"R0C0": 1, "R0C1": 1}}, rest_alone=True)
    text = written(plan).text
    assert "breaks two conditions" in text
    assert f"The condition “{portfolio.balance.in_words}” is not kept: R0C0" in text
    assert "PostsBalance" not in text


def test_a_frontier(written, problem):
    frontier = cl.frontier(problem)
    page = written(frontier)
    table = page.table("The best plans, by the number of clusters")
    assert table.column("The number of clusters") == [str(n) for n in frontier.table.index]
    assert "No plan that keeps the conditions has 1 and 2 clusters" in page.text
    spread = written(cl.frontier(problem, by="coordination", points=3))
    assert any(words.endswith("Cost against working together") for _, words in spread.headings)


def no_giant() -> cl.Rule:
    class NoGiant(cl.Rule):
        """No cluster has more than a part of all residents. It is of this test."""

        def __init__(self, share: float) -> None:
            self.share = share

        def allows(self, candidates: cl.Candidates) -> np.ndarray:
            return candidates.sum("population") <= self.share * 615_000

    return NoGiant(0.4)


class NearlyPairs(cl.MaxSize):
    """Two councils, or three on Sundays."""

    def allows(self, candidates: cl.Candidates) -> np.ndarray:
        return candidates.size <= self.n + 1


class Unnamed(cl.Limit):  # Without a docstring, so that its name has to do.
    interval = cl.ClusterCount(at_most=4).interval

    def amounts(self, candidates: cl.Candidates) -> np.ndarray:
        return 1.0 * (candidates.size > 1)


def test_a_condition_of_the_users_own_is_said_in_the_words_of_its_class(written, problem):
    limits = [Unnamed()]
    own = problem.replace(rules=[no_giant(), NearlyPairs(2)], limits=limits)
    everyone = own.evaluate(dict.fromkeys(own.councils.ids, 1))
    text = written(everyone).text
    words = "o cluster has more than a part of all residents (share 0.4)"
    assert f"The condition “n{words}” does not allow cluster" in text  # In the summary.
    assert f"N{words}." in text
    assert "Two councils, or three on Sundays (n 2)." in text
    assert "clusters of up to" not in text
    assert "Unnamed: at most 4." in text
    for_all = text[: text.index("For analysts")]
    assert not any(name in for_all for name in ("NoGiant", "NearlyPairs(", "Unnamed("))


def test_the_lines_of_python_say_what_they_lack_and_what_to_do(written, problem):
    rules = [cl.FunctionRule("no pairs", lambda c: c.size != 2), no_giant(), *PAIRS]
    few = cl.FunctionLimit("shared", lambda c: c.size > 1, at_most=3)
    one = problem.replace(rules=rules, limits=[few]).evaluate({}, rest_alone=True)
    parts = (part for chapter in chapters_of(gathered(one, ())) for part in chapter)
    (lines,) = (part.text for part in parts if isinstance(part, Code))
    ast.parse(lines)
    page = written(one)
    assert "cl.FunctionRule(name='no pairs', f=...),  # Put in the function of “no pairs”." in lines
    assert "cl.FunctionLimit(name='shared', f=..., at_most=3)," in lines
    assert "cl.MaxSize(n=2),\n" in lines
    said = page.text[page.text.index("These lines do not have") :]
    assert "the function of “no pairs”, the class NoGiant of “no cluster has more" in said
    assert "the function of “shared at most 3”: a report" in said
    assert "Ask whoever made this report for that" in said
    assert "These lines do not have" not in written(problem.evaluate({}, rest_alone=True)).text


def test_a_certificate_is_checked_and_its_mark_given(written, plan):
    page = written(plan, plan.certificate())
    assert "It was checked while this report was made, and held" in page.text
    broken = plan.certificate() | {"bound": "0", "objective": "1"}
    with pytest.raises(cl.InputError, match="the certificate does not prove the plan"):
        written(plan, broken)


def test_services_that_are_shared_by_different_keys_are_told_so(written):
    councils = grid(2, 3)
    councils["pupils"] = councils["population"] * [0.1, 0.2, 0.1, 0.3, 0.1, 0.2]
    it, legal = (cl.Scale(services=cl.services(name)) for name in ("it", "legal"))
    by_pupils = dataclasses.replace(legal, population="pupils")
    governance = cl.Portfolio.from_services(councils, cl.services("it", "legal")).governance
    services = {"it": cl.Problem(councils, [it]), "legal": cl.Problem(councils, [by_pupils])}
    pair = {"R0C0": 1, "R0C1": 1}
    plan = cl.Portfolio(services, governance).evaluate({"it": pair, "legal": pair}, rest_alone=True)
    page = written(plan)
    assert "The members of a cluster share its cost by residents or by pupils." in page.text
    table, told = plan.by_council, page.table("What the plan is for each council")
    assert float(table["governance"].sum()) > 0.01
    for row, name in zip(table.itertuples(), table["name"], strict=True):
        assert told.row(name)["Pays"] == f"£{row.share:,.2f}m"
        assert told.row(name)["Of it for governance"] == f"£{row.governance:,.2f}m"
    assert table.loc[table["host_of"] == "it, legal", "name"].tolist() == ["R0C0"]
    assert told.row("R0C0")["Host of"] == f"IT, {service_called('legal')}"
    assert told.row("R0C1")["Host of"] == told.row("R1C2")["Host of"] == "\N{EN DASH}"


def test_the_ends_of_a_range_are_those_that_are_published(written, problem):
    one = problem.evaluate({"R0C0": 1, "R0C1": 1}, rest_alone=True)
    page = written(one)
    ends = page.table("What this plan saves at the ends of the ranges")
    name = capital(figure_called("scale.benefit_realisation"))
    row = ends.row(name)
    assert (row["Now"], row["Low end"], row["High end"]) == ("100%", "0%", "90%")
    terms = cl.preset("business-case", benefit_realisation=0.9)
    at_high = problem.replace(terms=terms).evaluate(one.assignment)
    assert row["Saves at the high end"] == f"£{at_high.saving:,.2f}m".replace("£-", "−£")
    published = page.table("Figures of the model").row(name)
    assert published["Range"].replace("\N{NO-BREAK SPACE}", " ") == "0% to 90%"
    assert f"outside their range: {name[:1].lower()}{name[1:]}" in page.text


def proof_of(page: Page) -> str:
    """Return the chapter of what is proved, as text."""
    return page.text[page.text.rindex("What is proved") : page.text.rindex("How to do it again")]


def weak(problem: cl.Problem, plan: cl.Plan) -> dict[str, Any]:
    """Return a certificate that holds, and proves only that no plan costs less than −£6,000m."""
    n = len(problem.councils)
    entry = {"councils": ["-1000"] * n, "limits": [], "cluster": "0", "subset_rows": []}
    entry |= {"priced": len(problem.candidates()), "bound": str(-1000 * n)}
    branch = {"at_least": 1, "at_most": n, "prices": [entry], "candidates": None}
    branch |= {"split": None, "parts": []}
    stated = {"status": "feasible", "bound": str(-1000 * n), "branches": [branch]}
    found = plan.certificate() | stated
    cl.verify(problem, found)
    return found


def test_a_certificate_of_consent_is_no_proof_of_cost(written, plan):
    certificate = cl.consent(plan).certificate()
    cl.verify(plan.problem, certificate)
    with pytest.raises(cl.InputError, match="one of consent"):
        written(plan, certificate)


def test_an_optimal_certificate_proves_an_evaluation(written, problem, plan):
    page = written(problem.evaluate(plan.assignment), plan.certificate())
    said = proof_of(page)
    assert "No other plan under the same conditions and figures is cheaper" in said
    assert f"Every plan costs at least {pounds(plan.objective)}" in said
    assert "It proves that no other plan is cheaper: every plan costs at least £" in said
    assert "a cheaper one may exist" not in page.text


def test_a_weak_certificate_is_said_to_prove_little(written, problem, plan):
    certificate = weak(problem, plan)
    said = proof_of(written(plan, certificate))
    assert "It does not prove that this plan is the best" in said
    assert "every plan costs at least −£6,000.0m" in said
    assert "That is less than the search proved" in said
    given = proof_of(written(problem.evaluate(plan.assignment), certificate))
    assert "less than the search" not in given
    more = pounds(plan.objective + 6000)
    assert f"it is proved that none is cheaper by more than {more}" in given
    assert "Every plan costs at least −£6,000.0m" in given


def test_a_certificate_proves_a_plan_of_a_portfolio(written):
    portfolio = cl.Portfolio.from_services(
        grid(2, 2), cl.services("it", "legal"), rules=[cl.MaxSize(2)]
    )
    plan = cl.solve(portfolio)
    certificate = json.loads(json.dumps(plan.certificate()))
    assert "It proves that no other plan is cheaper" in proof_of(written(plan, certificate))
    legal_alone = {"it": plan.services["it"].assignment, "legal": {}}
    other = portfolio.evaluate(legal_alone, rest_alone=True)
    assert other.objective > plan.objective + 1e-3
    with pytest.raises(cl.InputError, match="about another plan"):
        written(other, certificate)


CHEAPEST = "no other way to group the councils comes out cheaper"
SAME = "gets the same plan, or another that costs the same"


def test_only_of_the_best_plan_it_is_said_that_no_other_is_cheaper(written, problem, plan):
    best = written(plan)
    assert CHEAPEST in proof_of(best)
    assert SAME in best.text
    assert "plan = cl.solve(problem)" in best.text
    dear = problem.evaluate({"R0C0": 1, "R0C1": 1}, rest_alone=True)
    assert dear.objective > plan.objective + 1e-3
    broken = problem.evaluate(dict.fromkeys(plan.problem.councils.ids, 1))
    assert broken.broken
    proof = Proof(bound=plan.objective - 1, optimal=False, seconds=1.0, n_candidates=9)
    for one in (dear, broken, cl.Plan(dear, proof)):
        page = written(one)
        assert CHEAPEST not in page.text
        assert SAME not in page.text
        assert "gets the same cost for the same plan" in page.text
        assert "cl.solve(" not in page.text
        assert "plan = problem.evaluate(clusters)" in page.text
    assert "what is proved of the cost holds under the conditions" in proof_of(page)


def test_a_certificate_needs_a_plan(written, plan):
    surrey = cl.BusinessCase.from_flows(capital=10.8, savings=[4.6] * 10)
    with pytest.raises(cl.InputError, match="only a business case"):
        written(surrey, plan.certificate())


def test_a_portfolio(written):
    portfolio = cl.Portfolio.from_services(
        grid(2, 3), cl.services("it", "finance"), "business-case", rules=PAIRS
    )
    plan = cl.solve(portfolio)
    page = written(plan)
    table = page.table("What each service costs")
    assert table.column("Service") == ["IT", "finance", "governance", "In all"]
    assert len(page.table("The partnerships").rows) == 1 + len(plan.partnerships)
    council = page.table("What the plan is for each council").row("All councils")
    assert council["Saves"] == table.row("In all")["Saves"] == f"£{plan.saving:,.2f}m"
    assert "both services are shared, in three partnerships, each by all 6 councils." in page.text
    assert "illustrative defaults" in page.text


@pytest.fixture(scope="module")
def two_services() -> cl.PortfolioPlan:
    return cl.solve(_two())


def _two(services=(), **figures) -> cl.Portfolio:
    services = services or cl.services("it", "finance")
    return cl.Portfolio.from_services(grid(2, 3), services, "business-case", rules=PAIRS, **figures)


@pytest.mark.parametrize(
    ("words", "low", "figures"),
    [
        ("Part of the planned saving that really comes about", "0%", {"benefit_realisation": 0.0}),
        ("Years that are counted", "5", {"horizon": 5}),
        (
            "Finance: cost for each resident a year",
            "£10",
            {"services": [*cl.services("it"), _cheap("finance", 10.0)]},
        ),
    ],
)
def test_what_services_save_at_the_end_of_a_range_is_what_they_save_with_that_figure(
    written, two_services, words, low, figures
):
    labels = {name: one.assignment for name, one in two_services.services.items()}
    saving = _two(**figures).evaluate(labels).saving
    row = written(two_services).table("What this plan saves at the ends of the ranges").row(words)
    assert row["Low end"] == low
    assert row["Saves at the low end"] == pounds_in_table(saving)


def test_a_report_on_services_says_what_it_lacks_and_what_to_do(written, two_services):
    page = written(two_services, sensitivity=True, alternatives=2)
    assert "At which value of a figure another plan would be best is not worked out" in page.text
    assert "The next best plans were not worked out: for several services together" in page.text
    labels = {name: one.assignment for name, one in two_services.services.items()}
    saving = _two(benefit_realisation=0.0).evaluate(labels).saving
    assert saving < 0
    lost = f"If sharing saves nothing, this plan would cost {pounds(saving)} more than all councils"
    assert lost in page.text
    assert "per_cluster" not in page.text[: page.text.index("For analysts")]
    assert "setting up a cluster" not in page.text[page.text.index("ends of the ranges") :][:3000]


@pytest.mark.parametrize(
    ("finance", "words"),
    [
        ({}, "one of the two services is shared, in one partnership, by 2 of the 6 councils; "),
        (
            {"R0C1": 1, "R0C2": 1, "R1C1": 2, "R1C2": 2},
            "both services are shared, in three partnerships, each by 2 to 4 of the 6 councils.",
        ),
    ],
)
def test_a_service_that_nobody_shares_is_not_called_shared(written, finance, words):
    portfolio = cl.Portfolio.from_services(
        grid(2, 3), cl.services("it", "finance"), "business-case", rules=PAIRS
    )
    services = {"it": {"R0C0": 1, "R0C1": 1}, "finance": finance}
    text = written(portfolio.evaluate(services, rest_alone=True)).text
    assert f"The plan that was looked at: {words}" in text
    assert ("nobody shares finance." in text) == (not finance)


@pytest.mark.parametrize("own", [{}, {"per_cluster": 4.0}])
def test_a_set_up_that_is_divided_among_services_is_no_own_figure(written, own):
    portfolio = cl.Portfolio.from_services(
        grid(2, 3), cl.services("it", "finance"), "business-case", rules=PAIRS, **own
    )
    page = written(
        portfolio.evaluate({"it": {"R0C0": 1, "R0C1": 1}, "finance": {}}, rest_alone=True)
    )
    row = page.table("Figures of the model").row("Setting up a cluster, once")
    if own:
        assert (row["Whose"], row["Range"]) == ("own figure", "–")
    else:
        assert (row["Whose"], row["Mark"], row["Range"]) == ("a part of the default", "A", "–")
        assert row["Source"].startswith("The default of £2m is divided among the services")


def test_what_is_the_same_for_all_services_is_said_once(written):
    portfolio = cl.Portfolio.from_services(
        grid(2, 3), cl.services("it", "finance"), "business-case", rules=PAIRS
    )
    page = written(
        portfolio.evaluate({"it": {"R0C0": 1, "R0C1": 1}, "finance": {}}, rest_alone=True)
    )
    assert (3, "All services") in page.headings
    assert page.text.count("What was asked of a plan:") == 1


def test_without_terms_there_is_no_money(written):
    problem = cl.Problem(grid(2, 3), terms=[], rules=[cl.PopulationBounds(at_least=200_000)])
    page = written(cl.solve(problem), alternatives=3, sensitivity=True)
    assert not {"councils", "cash", "sensitivity", "alternatives"} & {*page.chapters}
    summary = page.text[: page.text.index("2. The map")]
    assert "£" not in summary
    assert "Saves" not in page.table("The clusters").head


def test_a_measure_of_the_users_own_is_no_money(written):
    off = cl.FunctionTerm("off", lambda c: abs(c.sum("population") - 200_000) / 1e6)
    plan = cl.solve(cl.Problem(grid(2, 3), terms=[off]))
    page = written(plan, alternatives=2)
    words = page.text[: page.text.index("How to do it again", 600)]
    assert "£" not in words
    assert "cash" not in page.chapters
    assert "Off: A measure that was made for this report." in page.text


def test_an_option_that_breaks_a_rule_has_no_rank(written, problem):
    found = cl.appraise(problem, {"three": {"R0C0": 1, "R0C1": 1, "R0C2": 1}}, rest_alone=True)
    page = written(found)
    row = page.table("The options side by side").row("three")
    assert row["Rank"] == "breaks a condition"
    assert "three. The condition “clusters of up to 2” does not allow" in page.text


def test_all_options_may_break_a_rule(written, problem):
    trio = {"three": {"R0C0": 1, "R0C1": 1, "R0C2": 1}}
    found = cl.appraise(problem, trio, rest_alone=True, optimum=False, do_nothing=False)
    assert "This plan breaks one condition that was set for it." in written(found).text


@pytest.mark.parametrize("ending", ["", ".pdf", ".htm", ".txt"])
def test_another_ending_is_refused(plan, tmp_path, ending):
    with pytest.raises(cl.InputError, match=r"a report is \.html"):
        cl.report(tmp_path / f"report{ending}", plan)


def test_a_folder_that_is_not_there_is_refused_before_any_work(plan, tmp_path):
    with pytest.raises(cl.InputError, match="there is no folder"):
        cl.report(tmp_path / "none" / "report.html", plan)


def test_what_is_no_result_is_refused(written, plan, problem):
    with pytest.raises(cl.InputError, match="a report is about a plan or an evaluation"):
        written(problem)
    with pytest.raises(cl.InputError, match="a report can take"):
        written(plan, 3)


def test_results_about_another_plan_or_problem_are_refused(written, plan, problem):
    dear = problem.replace(terms=cl.preset("business-case", kappa=0.004))
    other = problem.evaluate({"R0C0": 1, "R0C1": 1}, rest_alone=True)
    with pytest.raises(cl.InputError, match="the Ranked is about another problem"):
        written(plan, cl.rank(dear, n=2))
    with pytest.raises(cl.InputError, match="the Consent is about another plan than the report: R"):
        written(plan, cl.consent(other, "equal"))
    with pytest.raises(cl.InputError, match="the BusinessCase is not that of the plan"):
        written(plan, cl.business_case(other))
    with pytest.raises(cl.InputError, match=r"is none of the options \['do nothing', 'optimum'\]"):
        written(other, cl.appraise(problem, {}))
    with pytest.raises(cl.InputError, match="a report is about one plan"):
        written(plan, other)
    with pytest.raises(cl.InputError, match="takes one Ranked, and two were given"):
        written(plan, cl.rank(problem, n=2), cl.rank(problem, n=2))


def test_a_result_of_one_problem_does_not_fit_a_portfolio(written, problem):
    portfolio = cl.Portfolio.from_services(grid(2, 3), cl.services("it"), rules=PAIRS)
    with pytest.raises(cl.InputError, match="the report is about a portfolio"):
        written(cl.solve(portfolio), cl.rank(problem, n=2))


def test_when_the_time_is_up_the_report_says_what_it_lacks(written, plan):
    page = written(plan, alternatives=2, sensitivity=True, time_limit=1e-9)
    assert "Not worked out in this report" in page.text
    assert "the time was up" in page.text
