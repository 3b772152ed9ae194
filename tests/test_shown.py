"""How things show themselves: in a few lines on a terminal, as a table in a notebook."""

from __future__ import annotations

from functools import cache
from operator import gt
from typing import Any
from xml.etree import ElementTree

import examples
import pytest
from maps import grid

import clusterer as cl

MOST_LINES, MOST_CHARACTERS = 30, 2_500
"""For any public thing, also with all of London in it."""

LARGEST = {"BusinessCase": (40, 3_500), "Evaluation": (35, 2_500)}
"""What is two tables; and what lists the first of the many rules that it breaks."""

NO_RESULT = {"Councils", "Progress", "Service", "Timing", "Today", "PostsBalance"}
"""What is made by hand, or told on the way, and is a line."""


@cache
def london() -> dict[str, Any]:
    """Return what grows with the map, for London."""
    boroughs = cl.datasets.london()
    pairs = {name: f"pair {k // 2}" for k, name in enumerate(boroughs["name"])}
    problem = cl.Problem(boroughs, cl.preset("central"), [cl.MaxSize(2)])
    started = problem.replace(today=pairs)
    portfolio = cl.Portfolio.from_services(
        boroughs, cl.services("it", "legal"), rules=[cl.MaxSize(2)]
    )
    plan = cl.solve(problem)
    far = cl.Problem(boroughs, cl.preset("business-case"), [cl.MaxSize(2)]).evaluate(pairs)
    return {
        "Appraisal": cl.appraise(problem, {"pairs": pairs, "alone": {}}, rest_alone=True),
        "BusinessCase": cl.business_case(plan),
        "Candidates": problem.candidates(),
        "Comparison": plan.compare(far),
        "Councils": problem.councils,
        "Evaluation": far,
        "OnlyClusters": cl.OnlyClusters([[name] for name in boroughs["name"]]),
        "Plan": plan,
        "Portfolio": portfolio,
        "PortfolioEvaluation": portfolio.evaluate({"it": pairs, "legal": pairs}),
        "Problem": started,
        "Ranked": cl.rank(problem, n=30),
        "Roadmap": cl.roadmap(plan),
        "Sweep": cl.sweep(problem, {"coordination.kappa": [0.002, 0.01]}),
        "Today": started.today,
        "Travel": cl.Travel(0.01, km=problem.councils.frame[[]].dot(problem.councils.frame[[]].T)),
    }


@cache
def things() -> dict[str, Any]:
    """Return an example of each public class, and what grows with the map for London too."""
    return {
        **examples.examples(),
        **{f"{name}, London": thing for name, thing in london().items()},
    }


def test_whatever_is_public_is_printed_in_a_few_lines():
    sizes = {name: (len(repr(one).splitlines()), len(repr(one))) for name, one in things().items()}
    assert {
        name: size
        for name, size in sizes.items()
        if any(map(gt, size, LARGEST.get(name.split(",")[0], (MOST_LINES, MOST_CHARACTERS))))
    } == {}


@pytest.mark.parametrize("name", ["null", "central", "business-case"])
def test_a_preset_is_printed_in_a_line(name):
    terms = cl.preset(name)
    assert len(repr(terms)) <= 160
    assert all(repr(term).startswith(f"{type(term).__name__}(") for term in terms)


def test_a_term_shows_what_differs_from_its_defaults_alone():
    assert repr(cl.SetUp()) == "SetUp()"
    assert repr(cl.SetUp(per_cluster=3)) == "SetUp(per_cluster=3)"
    assert repr(cl.Scale(services=cl.services("it", "legal"), horizon=5)) == (
        "Scale(services=<it, legal>, horizon=5)"
    )


def test_no_term_or_rule_takes_more_than_a_line_of_80_characters():
    many = {name: name * 40 for name in "abcdefgh"}
    own = cl.Scale(
        services=cl.services(*cl.datasets.services().index),
        population="x" * 50,
        horizon=7,
        discount_rate=0.123456789,
        benefit_realisation=0.123456789,
        exhaustion=False,
    )
    assert len(repr(own)) <= 80
    assert repr(own).endswith(" more)")
    for thing in (*examples.examples().values(), own, *cl.services(*cl.datasets.services().index)):
        if isinstance(thing, (cl.Term, cl.Rule, cl.Limit, cl.Service)):
            assert len(repr(thing)) <= 80, repr(thing)
    assert repr(cl.Today(many)) == "Today(partnerships=<dict of 8>)"


def test_a_problem_names_its_first_rules_and_counts_the_rest():
    councils = grid(3, 4)
    apart = [cl.Apart("r0c0", other) for other in councils.index[1:]]
    problem = cl.Problem(councils, [cl.SetUp()], apart)
    assert repr(problem).endswith("Apart('r0c0', 'r1c1') and 6 more>")
    assert "r2c3" in problem._repr_html_()


def test_every_result_is_a_table_in_a_notebook():
    for name, thing in things().items():
        one_line = NO_RESULT.union(("OnlyClusters, London", "Today, London", "Councils, London"))
        if isinstance(thing, (cl.Term, cl.Rule, cl.Limit, Exception)) or name in one_line:
            continue
        page = ElementTree.fromstring(f"<div>{thing._repr_html_()}</div>".replace("&nbsp;", " "))
        cells = [*page.iter("td"), *page.iter("th")]
        assert cells or name == "Repaired", name
        assert page[0].itertext(), name


def test_names_are_escaped_where_they_are_shown():
    councils = grid(1, 2).rename(index={"r0c0": "<b>A"})
    problem = cl.Problem(councils, [cl.SetUp()], [cl.Apart("<b>A", "r0c1")])
    assert "<b>" not in problem._repr_html_()
    assert "&lt;b&gt;A" in problem._repr_html_()
