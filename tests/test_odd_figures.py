"""Every figure that anyone can give: it is refused in words, or all that follows from it holds."""

from __future__ import annotations

import importlib.util
import inspect
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from examples import count, few, observed
from maps import grid

import clusterer as cl

ODD: dict[str, Any] = {
    "a whole number beyond all floats": 10**400,
    "one far below": -(10**400),
    "one that Python will not write": 10**5000,
    "just within 64 bits": 2**62,
    "one beyond 64 bits": 10**20,
    "the largest float": 1.7e308,
    "almost": 1e100,
    "a subnormal": 1e-310,
    "a trifle": 1e-30,
    "less than nothing": -1e-310,
    "minus nothing": -0.0,
    "far below nothing": -1e308,
    "nan": float("nan"),
    "infinity": float("inf"),
    "minus infinity": float("-inf"),
    "yes": True,
    "no": False,
    "numpy's yes": np.bool_(True),
    "eight bits": np.int8(2),
    "unsigned": np.uint8(1),
    "sixty-four bits": np.int64(3),
    "half precision": np.float16(0.3),
    "single precision": np.float32(0.3),
    "double precision": np.float64(0.3),
    "numpy's nan": np.float32("nan"),
    "a fraction": Fraction(1, 3),
    "a fraction beyond all floats": Fraction(10**400, 3),
    "a fraction below all floats": Fraction(1, 10**400),
    "a decimal": Decimal("0.5"),
    "a decimal nan": Decimal("NaN"),
    "a complex number": 1j,
    "a digit in a text": "1",
    "a text": "much",
    "no text": "",
    "bytes": b"1",
    "an empty list": [],
    "a list": [1.0],
    "a text in a list": ["x"],
    "an array": np.array([0.5]),
    "an array of two": np.array([0.5, 2.0]),
    "a dict": {"a": 1},
    "a set": {1},
    "an object": object(),
    "missing": pd.NA,
    "a date": pd.Timestamp("2024-05-02"),
}
"""What somebody may give for a figure."""


class Asked(NamedTuple):
    """What is called with an odd figure, with what else, and what follows from it."""

    call: Callable[..., Any]
    given: dict[str, Any]
    use: Callable[[Any], Any]
    but: tuple[str, ...] = ()
    """Parameters that are no figures: tables, problems, functions."""


def councils() -> Any:
    """Return six councils with whatever terms and rules read."""
    frame = grid(2, 3, side=10_000)
    return frame.assign(system=list("aabbab"), county=list("xxxyyy"), control=list("rrbbrb"))


MAP = cl.Councils.validated(councils())
JOINED = cl.Problem(MAP, [])
PAIR = {"r0c0": "a", "r1c0": "a", "r0c1": "b", "r1c1": "b", "r1c2": "b"}


def as_problem(problem: cl.Problem) -> None:
    """Ask a problem for all that it can tell."""
    repr(problem)
    costs = problem.costs(problem.candidates())
    assert np.isfinite(costs).all()
    assert costs.dtype == np.float64
    plan = problem.evaluate(PAIR, rest_alone=True)
    assert np.isfinite(plan.objective)
    repr(plan)
    plan._repr_html_()
    for part in (*problem.terms, *problem.rules):
        part.mip_form(problem.councils)
    if all(term.when(problem.candidates()) is not None for term in problem.terms):
        case = cl.business_case(plan)
        assert np.isfinite(case.flows.to_numpy()).all()
        repr(case)
    try:
        found = cl.solve(problem)
    except cl.InfeasibleError:
        return
    assert np.isfinite(found.objective)
    pound = 1e-6 * max(1.0, abs(plan.objective))  # What is proved is proved to within £1.
    assert not plan.feasible or found.objective <= plan.objective + pound
    repr(found)


def in_problem(term: cl.Term) -> None:
    as_problem(JOINED.replace(terms=[term]))


def rule_in_problem(rule: cl.Rule) -> None:
    as_problem(JOINED.replace(terms=[cl.SetUp()], rules=[rule]))


def limit_in_problem(limit: cl.Limit) -> None:
    as_problem(JOINED.replace(terms=[cl.SetUp()], limits=[limit]))


def in_portfolio(portfolio: cl.Portfolio) -> None:
    repr(portfolio)
    plan = portfolio.evaluate(dict.fromkeys(portfolio.services, PAIR), rest_alone=True)
    assert np.isfinite(plan.objective)
    repr(plan)


def finite(thing: Any) -> None:
    assert np.isfinite(np.asarray(thing, dtype=np.float64)).all()


def as_case(case: cl.BusinessCase) -> None:
    finite(case.flows)
    repr(case)
    case._repr_html_()
    finite([case.npv, case.capital, case.running_saving, case.net_saving])


def as_timing(timing: cl.Timing) -> None:
    finite(timing.flows([1.0, 2.0]))
    in_problem(cl.FunctionTerm("heads", count, timing))


def nothing(thing: Any) -> None:
    repr(thing)


IT = cl.services("it", "legal")
PLAN = JOINED.replace(terms=cl.preset("central")).evaluate(PAIR, rest_alone=True)
SERVICES = cl.Portfolio.from_services(MAP, IT)


def in_a_folder(
    title: str = "a case",
    date: str = "",
    alternatives: int = 0,
    sensitivity: bool = False,
    time_limit: float = 1.0,
    progress: Any = None,
) -> bytes:
    """Write a report, and return what is in it."""
    case = cl.BusinessCase.from_flows(capital=1.0, savings=[0.5] * 3)
    options = {"title": title, "date": date, "alternatives": alternatives}
    options |= {"sensitivity": sensitivity, "time_limit": time_limit, "progress": progress}
    with tempfile.TemporaryDirectory() as folder:
        return cl.report(f"{folder}/case.html", case, **options).read_bytes()


ASKED: dict[str, Asked] = {
    "Alone": Asked(cl.Alone, {}, rule_in_problem, ("councils",)),
    "Apart": Asked(cl.Apart, {}, rule_in_problem, ("councils",)),
    "Capital": Asked(cl.Capital, {"at_most": 30.0}, limit_in_problem),
    "ClusterCount exactly": Asked(
        cl.ClusterCount, {"exactly": 3}, limit_in_problem, ("at_least", "at_most")
    ),
    "ClusterCount": Asked(
        cl.ClusterCount, {"at_least": 1, "at_most": 5}, limit_in_problem, ("exactly",)
    ),
    "Coordination": Asked(cl.Coordination, {}, in_problem),
    "FunctionLimit": Asked(
        cl.FunctionLimit,
        {"name": "x", "f": count, "at_least": 1, "at_most": 9},
        limit_in_problem,
        ("exactly",),
    ),
    "FunctionRule": Asked(cl.FunctionRule, {"name": "x", "f": few}, rule_in_problem),
    "FunctionTerm": Asked(cl.FunctionTerm, {"name": "x", "f": count}, in_problem),
    "LossOfControl": Asked(cl.LossOfControl, {"price": 1.0}, in_problem),
    "LossOfControl by power": Asked(
        cl.LossOfControl, {"price": 1.0, "measure": "power"}, in_problem
    ),
    "MaxControl": Asked(cl.MaxControl, {"at_most": 0.5}, rule_in_problem),
    "MaxDisplaced": Asked(cl.MaxDisplaced, {"posts": 50, "share": 0.5}, rule_in_problem),
    "MaxDistance": Asked(cl.MaxDistance, {"km": 12}, rule_in_problem),
    "MaxPoliticalDistance": Asked(cl.MaxPoliticalDistance, {"at_most": 0.5}, rule_in_problem),
    "MaxSize": Asked(cl.MaxSize, {"n": 3}, rule_in_problem),
    "NobodyWorse": Asked(cl.NobodyWorse, {"shares": "population"}, rule_in_problem),
    "Majority": Asked(cl.Majority, {"shares": "population"}, rule_in_problem),
    "MinControl": Asked(cl.MinControl, {"at_least": 0.2}, rule_in_problem),
    "MinControl by power": Asked(
        cl.MinControl, {"at_least": 0.2, "measure": "power"}, rule_in_problem
    ),
    "MinSize": Asked(cl.MinSize, {"n": 2, "alone": True}, rule_in_problem),
    "MinSpan": Asked(cl.MinSpan, {"km": 5, "alone": True}, rule_in_problem),
    "MoveCount": Asked(cl.MoveCount, {"at_most": 3}, limit_in_problem),
    "Nested": Asked(cl.Nested, {"column": "county"}, rule_in_problem),
    "OneCluster": Asked(cl.OneCluster, {}, rule_in_problem),
    "OnlyClusters": Asked(cl.OnlyClusters, {"clusters": [["r0c0", "r0c1"]]}, rule_in_problem),
    "Politics": Asked(cl.Politics, {"price": 1.0}, in_problem),
    "PopulationBounds": Asked(
        cl.PopulationBounds, {"at_least": 1, "at_most": 10**6}, rule_in_problem
    ),
    "PopulationTarget": Asked(cl.PopulationTarget, {"target": 5e5, "price": 10.0}, in_problem),
    "Portfolio": Asked(cl.Portfolio, {"services": SERVICES.services}, in_portfolio),
    "PostsBalance": Asked(
        cl.PostsBalance,
        {"share": 0.5},
        lambda balance: in_portfolio(SERVICES.replace(balance=balance)),
        ("posts",),
    ),
    "PostsBalance in posts": Asked(
        cl.PostsBalance,
        {"posts": 5},
        lambda balance: in_portfolio(SERVICES.replace(balance=balance)),
        ("share",),
    ),
    "PostsDisplaced": Asked(cl.PostsDisplaced, {"at_most": 50, "share": 0.5}, limit_in_problem),
    "Problem": Asked(cl.Problem, {"councils": MAP, "terms": []}, as_problem),
    "Risk": Asked(cl.Risk, {"size_growth": 0.1, "politics_growth": 0.1}, in_problem),
    "Scale": Asked(cl.Scale, {}, in_problem),
    "Scale by power": Asked(cl.Scale, {"form": "power"}, in_problem),
    "Service": Asked(
        cl.Service,
        {
            "name": "x",
            "unit_cost": 10.0,
            "fixed_share": 0.2,
            "minimum_efficient_scale": 1e5,
            "power_exponent": 0.9,
            "posts_per_gbp_m": 10.0,
        },
        lambda one: (
            in_problem(cl.Scale(services=[one])),
            in_problem(cl.Scale(services=[one], form="power"))
            if one.power_exponent is not None
            else None,
            in_problem(cl.Staff(share=0.5, services=[one]))
            if one.posts_per_gbp_m is not None
            else None,
        ),
    ),
    "Service.from_fixed": Asked(
        cl.Service.from_fixed,
        {"name": "x", "per_head": 14.0, "fixed": 450_000.0, "posts_per_gbp_m": 10.0},
        lambda one: in_problem(cl.Scale(services=[one])),
    ),
    "SetUp": Asked(cl.SetUp, {}, in_problem),
    "Staff": Asked(cl.Staff, {"share": 0.5}, in_problem),
    "Systems": Asked(cl.Systems, {"population": "population"}, in_problem),
    "Timing": Asked(
        cl.Timing, {"kind": "yearly", "profile": [0.0, 1.0, 1.0], "discount_rate": 0.1}, as_timing
    ),
    "Timing.yearly": Asked(cl.Timing.yearly, {}, as_timing),
    "Today": Asked(
        cl.Today,
        {"partnerships": [["r0c0", "r0c1"]], "exit_cost": 1.0},
        lambda today: as_problem(JOINED.replace(terms=[cl.SetUp()], today=today)),
    ),
    "Together": Asked(cl.Together, {}, rule_in_problem, ("councils",)),
    "Travel": Asked(cl.Travel, {"price": 0.01}, in_problem),
    "Balance": Asked(
        cl.Balance, {"column": "population", "clusters": 2, "price": 10.0}, in_problem
    ),
    "BusinessCase.from_flows": Asked(
        cl.BusinessCase.from_flows, {"capital": 10.0, "savings": [3.0] * 5}, as_case
    ),
    "business_case": Asked(cl.business_case, {"plan": PLAN, "council": "r0c0"}, as_case),
    "calibrate": Asked(
        cl.calibrate, {"councils": MAP, "observed": observed(), "factors": ["distance"]}, nothing
    ),
    "compare_with_reality": Asked(
        cl.compare_with_reality, {"plan": PLAN, "observed": observed()}, nothing
    ),
    "adjacency": Asked(
        cl.adjacency, {"councils": MAP}, lambda graph: as_problem(JOINED.replace(adjacency=graph))
    ),
    "repair": Asked(cl.repair, {"councils": MAP}, nothing),
    "frontier": Asked(cl.frontier, {"problem": JOINED.replace(terms=[cl.SetUp()])}, repr),
    "frontier by function": Asked(
        cl.frontier, {"problem": JOINED.replace(terms=[cl.SetUp()]), "by": count, "points": 2}, repr
    ),
    "islands": Asked(cl.islands, {"graph": JOINED.adjacency}, nothing),
    "parts": Asked(cl.parts, {"graph": JOINED.adjacency}, nothing),
    "to_libpysal": Asked(cl.to_libpysal, {"graph": JOINED.adjacency}, nothing),
    "plot_tornado": Asked(
        cl.plot_tornado,
        {"ends": pd.DataFrame({"low": [1.0], "high": [2.0]}), "central": 1.5},
        lambda ax: ax.figure.canvas.draw(),
    ),
    "plot_adjacency": Asked(
        cl.plot_adjacency,
        {"frame": MAP.frame, "graph": JOINED.adjacency},
        lambda ax: ax.figure.canvas.draw(),
    ),
    "preset": Asked(cl.preset, {"name": "central"}, nothing, ("changes",)),
    "services": Asked(cl.services, {}, nothing, ("names",)),
    "solve": Asked(cl.solve, {"problem": JOINED.replace(terms=[cl.SetUp()])}, nothing),
    "rank": Asked(
        cl.rank,
        {"problem": JOINED.replace(terms=[cl.SetUp()]), "n": 3},
        lambda ranked: (repr(ranked), ranked.table, ranked[0]),
    ),
    "rank diverse": Asked(
        lambda diverse, moves, most: cl.rank(
            JOINED.replace(terms=[cl.SetUp()]), diverse=diverse, moves=moves, most=most
        ),
        {"diverse": 2, "moves": 2, "most": 50},
        lambda ranked: (repr(ranked), ranked.table),
    ),
    "report": Asked(in_a_folder, {}, len),
    "sweep": Asked(
        lambda each, time_limit, gap, progress, seed: cl.sweep(
            JOINED.replace(terms=[cl.SetUp()]),
            {"set-up.per_cluster": [1.0]},
            each=each,
            time_limit=time_limit,
            gap=gap,
            progress=progress,
            seed=seed,
        ),
        {"each": None, "time_limit": None, "gap": 0.0, "progress": None, "seed": 0},
        lambda sweep: (repr(sweep), sweep.table, sweep.plans),
    ),
    "sweep a figure": Asked(
        lambda value: cl.sweep(JOINED.replace(terms=[cl.SetUp()]), [{"set-up.per_cluster": value}]),
        {"value": 1.0},
        lambda sweep: (repr(sweep), sweep.table, sweep.plans),
    ),
    "ranging": Asked(
        cl.ranging,
        {"plan": cl.solve(JOINED.replace(terms=[cl.SetUp()]))},
        lambda r: (repr(r), r.table),
    ),
    "draws": Asked(cl.draws, {"problem": JOINED.replace(terms=[cl.SetUp()]), "n": 3}, nothing),
    "ends": Asked(cl.ends, {"problem": JOINED.replace(terms=[cl.SetUp()])}, nothing),
    "appraise": Asked(
        cl.appraise,
        {"problem": JOINED.replace(terms=[cl.SetUp()]), "options": {"a": PAIR}, "rest_alone": True},
        lambda found: (repr(found), found.table),
    ),
    "assess": Asked(
        cl.assess,
        {
            "problem": JOINED.replace(terms=[cl.SetUp()]),
            "proposals": {"a": ["r0c0", "r1c0"], "b": ["r0c1", "r1c1"]},
        },
        lambda found: (repr(found), found.table, found.by_number()),
    ),
    "voluntary": Asked(
        cl.voluntary,
        {"problem": JOINED.replace(terms=[cl.SetUp()]), "shares": "population", "grants": 1.0},
        lambda found: (repr(found), found.charges, found.nearest),
    ),
    "least_grants": Asked(
        cl.least_grants,
        {"problem": PLAN.problem, "shares": "population", "plan": PLAN},
        lambda found: (repr(found), found.table),
    ),
    "least_grants for a saving": Asked(
        cl.least_grants,
        {"problem": PLAN.problem, "shares": "population", "saving": 1.0},
        lambda found: (repr(found), found.table),
    ),
    "grants_curve": Asked(
        cl.grants_curve,
        {"problem": PLAN.problem, "shares": "population"},
        lambda found: (repr(found), found.table),
    ),
    "mandate": Asked(
        cl.mandate,
        {"problem": JOINED.replace(terms=[cl.SetUp()]), "shares": "population"},
        lambda found: (repr(found), found.table),
    ),
    "roadmap": Asked(
        cl.roadmap,
        {"plan": PLAN, "years": 2, "budget": 9.0, "most_moves": 2},
        lambda way: (repr(way), way.table),
    ),
    "why_not": Asked(cl.why_not, {"plan": PLAN}, nothing),
    "consent": Asked(cl.consent, {"evaluation": PLAN}, nothing),
    "vetoes": Asked(cl.vetoes, {"plan": PLAN}, nothing),
    "compare_shares": Asked(cl.compare_shares, {"evaluation": PLAN, "keys": ["equal"]}, nothing),
    "Problem.candidates": Asked(JOINED.replace(rules=[cl.MaxSize(2)]).candidates, {}, nothing),
    "Problem.evaluate": Asked(JOINED.evaluate, {"assignment": PAIR, "rest_alone": True}, nothing),
    "Portfolio.from_services": Asked(
        cl.Portfolio.from_services, {"councils": MAP, "services": IT}, in_portfolio, ("changes",)
    ),
    "Portfolio.evaluate": Asked(
        SERVICES.evaluate,
        {"assignments": dict.fromkeys(["it", "legal"], PAIR), "rest_alone": True},
        nothing,
    ),
    "datasets.synthetic": Asked(cl.datasets.synthetic, {"n": 4}, nothing),
    "datasets.london": Asked(cl.datasets.london, {}, nothing),
    "datasets.real_clusters": Asked(cl.datasets.real_clusters, {}, nothing),
    "datasets.reorganisation_proposals": Asked(cl.datasets.reorganisation_proposals, {}, nothing),
}

REFUSALS = (
    cl.InputError,
    cl.InfeasibleError,
    cl.NoPlanFoundError,
    cl.TooManyCandidatesError,
)
"""What is said in words; a limit that no plan keeps is no fault of the figure."""

WITHOUT_LIBPYSAL = pytest.mark.skipif(
    importlib.util.find_spec("libpysal") is None, reason="libpysal asks for pulp<4"
)

CASES = [
    pytest.param(name, parameter, marks=WITHOUT_LIBPYSAL if name == "to_libpysal" else ())
    for name, asked in ASKED.items()
    for parameter in inspect.signature(asked.call).parameters
    if parameter not in asked.but and parameter not in ("proceed", "ax", "self")
]


@pytest.fixture
def days_up(monkeypatch):
    """Let the clock show more than half precision holds, as where a machine has run for days."""
    clock = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: clock() + 1e6)


@pytest.mark.usefixtures("days_up")
@pytest.mark.parametrize(("name", "parameter"), CASES, ids=lambda part: part)
def test_an_odd_figure_is_refused_in_words_or_all_that_follows_holds(name, parameter):
    call, given, use, _ = ASKED[name]
    for what, value in ODD.items():
        try:
            use(call(**{**given, parameter: value}))
        except REFUSALS as error:
            told = str(error)
            assert told, what
            assert len(told) < 1_000, what
            assert "np." not in told, what
        except BaseException as error:
            error.add_note(f"{parameter} of {name} was {what}")
            raise
        finally:
            plt.close("all")


PLAIN = [
    lambda x: cl.Politics(x),
    lambda x: cl.LossOfControl(x),
    lambda x: cl.PopulationTarget(x, price=x),
    lambda x: cl.Balance("x", clusters=2, price=x),
    lambda x: cl.Coordination(kappa=x, distance_decay=x, discount_rate=x),
    lambda x: cl.Scale(benefit_realisation=x, discount_rate=x),
    lambda x: cl.SetUp(per_cluster=x, per_council=x, optimism_bias=x),
    lambda x: cl.Staff(share=x, per_post=x),
    lambda x: cl.Systems(per_council=x),
    lambda x: cl.Travel(x, remote=x),
    lambda x: cl.Risk(hazard=x, exit_cost=x, size_growth=x),
    lambda x: cl.Service("x", x, x, x, x, x),
    lambda x: cl.Timing("yearly", [0, 1], x),
    lambda x: cl.PostsBalance(share=x),
    lambda x: cl.MinControl(x),
    lambda x: cl.MaxControl(x),
    lambda x: cl.MaxDistance(x),
    lambda x: cl.PopulationBounds(at_least=x),
    lambda x: cl.PostsDisplaced(at_most=x, share=x),
]


@pytest.mark.parametrize("make", PLAIN)
@pytest.mark.parametrize(
    "value", [np.float16(0.3), np.float32(0.3), np.float64(0.3), Fraction(1, 3)]
)
def test_numbers_of_every_kind_are_those_of_python(make, value):
    made, plain = make(value), make(float(value))
    assert made == plain
    assert repr(made) == repr(plain)
    assert {type(part) for part in vars(made).values()} == {
        type(part) for part in vars(plain).values()
    }


@pytest.mark.parametrize(
    ("attempt", "told"),
    [
        (lambda: cl.MinControl(1e-310), "MinControl at_least = 1e-310 is too near to 0"),
        (lambda: cl.ClusterCount(at_most=10**400), "about 400 digits is too large to"),
        (
            lambda: cl.Scale(horizon=10**9),
            "horizon = 1000000000 must be a whole number of years, 1,0",
        ),
        (lambda: cl.Scale(ramp_years=10**9), "ramp_years = 1000000000 must be a whole number"),
        (lambda: cl.Timing.yearly(10**9), "horizon = 1000000000 must be"),
        (lambda: cl.Scale(discount_rate=-0.9999, horizon=100), "worth too much to calculate"),
        (lambda: cl.SetUp(per_cluster=1e308), "per_cluster = 1e+308 is too large to"),
        (lambda: cl.Timing("yearly", [0, 0, 1], 1e100), "discount_rate = 1e+100 makes the profile"),
        (lambda: cl.Scale(exhaustion="no"), "exhaustion = 'no' must be True or False"),
        (lambda: cl.MinSpan(5, alone=1), "MinSpan alone = 1 must be True or False"),
        (lambda: JOINED.evaluate({}, rest_alone="yes"), "rest_alone = 'yes' must be True or False"),
        (lambda: cl.FunctionTerm("x", 5), "f = 5 must be a function that takes Candidates"),
        (lambda: cl.FunctionRule(5, few), "name of a rule = 5 must be a text"),
        (lambda: cl.business_case(PLAN).plot(title=5), "title = 5 must be a text"),
    ],
)
def test_what_is_out_of_range_is_told_with_the_value(attempt, told):
    with pytest.raises(cl.InputError) as caught:
        attempt()
    assert told in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [1e308, -1e308, 10**400, float("inf"), float("nan")],
    ids=["large", "low", "whole", "inf", "nan"],
)
@pytest.mark.parametrize(
    "attempt",
    [
        lambda x: cl.Problem(councils().assign(population=x), cl.preset("central")),
        lambda x: JOINED.candidates().sum([x] * 6),
        lambda x: JOINED.candidates().pair_sum([[x] * 6] * 6),
        lambda x: JOINED.replace(terms=[cl.FunctionTerm("x", lambda c: [x] * len(c))]),
        lambda x: JOINED.replace(limits=[cl.FunctionLimit("x", lambda c: [x] * len(c), at_most=1)]),
        lambda x: JOINED.replace(terms=[cl.Travel(1.0, km=[[x] * 6] * 6)]),
        lambda x: cl.BusinessCase.from_flows(capital=[x, x], savings=[1.0]),
        lambda x: cl.BusinessCase.from_flows(capital=1.0, savings=[x, x]),
        lambda x: cl.business_case(PLAN, council="r0c0", share_by=[x] * 6),
        lambda x: cl.Timing("yearly", [x, x]),
    ],
)
def test_so_are_figures_in_tables_and_of_functions(attempt, value):
    with pytest.raises(cl.InputError):
        attempt(value)


def test_all_that_is_public_is_asked():
    made_by_others = {
        *(name for name in cl.__all__ if name.endswith(("Error", "Warning"))),
        *("Calibration", "Candidates", "Comparison", "Councils", "Evaluation", "Plan"),
        *("PortfolioEvaluation", "PortfolioPlan", "Progress", "RealityCheck", "Repaired"),
        *(
            "Appraisal",
            "Assessment",
            "Consent",
            "Frontier",
            "GrantsCurve",
            "KeyComparison",
            "LeastGrants",
            "Mandate",
            "PairPrices",
            "Ranked",
            "MinimaxRegret",
            "Ranging",
            "Roadmap",
            "Sweep",
            "Vetoes",
            "Voluntary",
            "WhyNot",
        ),
        *("Limit", "Rule", "Term", "datasets", "verify"),
    }
    asked = {word for name in ASKED for word in name.replace(".", " ").split()[:1]}
    assert asked | made_by_others >= set(cl.__all__)


def test_large_whole_numbers_do_not_wrap_around():
    # As 64 bits would, of a whole number times the members of a cluster.
    dear = JOINED.replace(terms=[cl.SetUp(per_cluster=0, per_council=2**62, optimism_bias=0)])
    assert dear.evaluate(PAIR, rest_alone=True).objective == 5 * 2.0**62
