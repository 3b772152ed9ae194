"""An example of each public class, which another process can import too."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from maps import grid

import clusterer as cl

CLASSES = [name for name in cl.__all__ if inspect.isclass(getattr(cl, name))]
"""The names of all public classes."""


@dataclass(frozen=True)
class Uneven(cl.Term):
    """A term of a user's own, in a module of their own."""

    price: float = 1.0
    name: str = "uneven"

    def cost(self, candidates: cl.Candidates) -> np.ndarray:
        return self.price * (candidates.max("population") - candidates.min("population")) / 1e5


@dataclass(frozen=True)
class Small(cl.Rule):
    """A rule of a user's own."""

    most: int = 2

    def allows(self, candidates: cl.Candidates) -> np.ndarray:
        return candidates.size <= self.most


class Residents(cl.Limit):
    """A limit of a user's own."""

    interval = cl.ClusterCount(at_least=1).interval

    def amounts(self, candidates: cl.Candidates) -> np.ndarray:
        return candidates.sum("population")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Residents)

    def __hash__(self) -> int:
        return 1


def count(candidates: cl.Candidates) -> np.ndarray:
    """Return a number a candidate."""
    return candidates.size.astype(float)


def few(candidates: cl.Candidates) -> np.ndarray:
    """Tell which candidates are small."""
    return candidates.size <= 3


@cache
def problem() -> cl.Problem:
    """Return a problem with a term, a rule and a limit of many kinds."""
    councils = grid(2, 3).assign(system=list("aabbab"), county=list("xxxyyy"))
    councils.attrs["source"] = "© nobody"
    return cl.Problem(
        councils,
        [*cl.preset("central"), cl.Travel(0.01), cl.Systems(), cl.FunctionTerm("heads", count)],
        [cl.MaxSize(3), cl.FunctionRule("few", few), cl.Apart("R0C0", "R0C1")],
        [cl.ClusterCount(at_most=5), cl.FunctionLimit("members", count, at_least=1)],
    )


@cache
def portfolio() -> cl.Portfolio:
    """Return a portfolio with governance and a balance."""
    return cl.Portfolio.from_services(
        grid(2, 3),
        cl.services("it", "legal"),
        rules=[cl.MaxSize(3)],
        balance=cl.PostsBalance(share=0.5),
    )


@cache
def plan() -> cl.Plan:
    """Return the plan of the problem."""
    return cl.solve(problem())


@cache
def portfolio_plan() -> cl.PortfolioPlan:
    """Return the plan of the portfolio."""
    return cl.solve(portfolio())


def observed() -> pd.DataFrame:
    """Return who shares with whom, by two schemes."""
    rows = [("s", 1, "R0C0"), ("s", 1, "R1C0"), ("s", 2, "R0C1"), ("s", 2, "R0C2")]
    rows += [("t", 1, "R1C2"), ("t", 1, "R0C1")]
    return pd.DataFrame(rows, columns=["scheme", "cluster", "council"])


def examples() -> dict[str, Any]:
    """Return an example of each public class, by name."""
    made = problem()
    pair = made.evaluate({"R0C0": "a", "R1C0": "a"}, rest_alone=True)
    return {
        "Alone": cl.Alone("R0C0"),
        "Apart": cl.Apart("R0C0", "R0C1"),
        "Appraisal": cl.appraise(made, {"a": {"R0C0": "a", "R1C0": "a"}}, rest_alone=True),
        "Assessment": cl.assess(made, {"a": ["R0C0", "R1C0"], "b": ["R0C2", "R1C2"]}),
        "Balance": cl.Balance("population", clusters=2, price=10),
        "BusinessCase": cl.business_case(cl.solve(made.replace(terms=cl.preset("central")))),
        "Calibration": cl.calibrate(made.councils, observed(), factors=["distance"]),
        "Candidates": made.candidates(),
        "Capital": cl.Capital(at_most=30),
        "CertificateError": cl.CertificateError("it does not prove it"),
        "ClusterCount": cl.ClusterCount(at_least=2, at_most=np.int64(4)),
        "ClustererError": cl.ClustererError("something", "else"),
        "ClustererWarning": cl.ClustererWarning("something", "else"),
        "Comparison": plan().compare(pair),
        "Consent": cl.consent(plan()),
        "KeyComparison": cl.compare_shares(plan(), ["equal"]),
        "Coordination": cl.Coordination(services=list(cl.services("it"))),
        "Councils": made.councils,
        "Evaluation": pair,
        "Frontier": cl.frontier(made, points=3),
        "FunctionLimit": cl.FunctionLimit("members", count, at_least=1),
        "FunctionRule": cl.FunctionRule("few", few),
        "FunctionTerm": cl.FunctionTerm("heads", count, cl.Timing.yearly()),
        "GrantsCurve": cl.grants_curve(made, "population"),
        "ImplausibleWarning": cl.ImplausibleWarning("it is odd"),
        "InfeasibleError": cl.InfeasibleError("none", (cl.MaxSize(1), cl.Together("a", "b"))),
        "InputError": cl.InputError("n = 0 must be more"),
        "IslandWarning": cl.IslandWarning("it stands alone"),
        "LeastGrants": cl.least_grants(made, "equal", plan=plan()),
        "Limit": Residents(),
        "LossOfControl": cl.LossOfControl(np.float32(0.5)),
        "Majority": cl.Majority({"equal": 0.5, "population": 0.5}),
        "Mandate": cl.mandate(made, "population"),
        "MaxControl": cl.MaxControl(0.5),
        "MaxDisplaced": cl.MaxDisplaced(50, share=0.1),
        "MaxDistance": cl.MaxDistance(15),
        "MaxPoliticalDistance": cl.MaxPoliticalDistance(0.25, columns=["seats_red", "seats_blue"]),
        "MaxSize": cl.MaxSize(3),
        "MinControl": cl.MinControl(0.2),
        "MinSize": cl.MinSize(2, alone=True),
        "MinSpan": cl.MinSpan(5),
        "MinimaxRegret": cl.sweep(made, {"coordination.kappa": [0.002, 0.01]}).minimax_regret(),
        "MoveCount": cl.MoveCount(at_most=np.int64(4)),
        "Nested": cl.Nested("county", whole=True),
        "NoPlanFoundError": cl.NoPlanFoundError("stopped"),
        "NobodyWorse": cl.NobodyWorse("population", terms=cl.preset("central")),
        "OneCluster": cl.OneCluster(),
        "OnlyClusters": cl.OnlyClusters([["R0C0", "R0C1"]]),
        "PairPrices": cl.why_not(plan()),
        "Plan": plan(),
        "Politics": cl.Politics(1.0, columns=["seats_red", "seats_blue"]),
        "PopulationBounds": cl.PopulationBounds(at_least=1),
        "PopulationTarget": cl.PopulationTarget(500_000, price=10),
        "Portfolio": portfolio(),
        "PortfolioEvaluation": portfolio().evaluate({"it": {}, "legal": {}}, rest_alone=True),
        "PortfolioPlan": portfolio_plan(),
        "PostsBalance": cl.PostsBalance(share=0.1),
        "PostsDisplaced": cl.PostsDisplaced(at_most=300, share=0.1),
        "Problem": made,
        "Progress": cl.Progress("plans", 1.5, incumbent=3.0),
        "Ranked": cl.rank(made, n=3),
        "Ranging": cl.ranging(cl.solve(made), ["coordination.kappa", "horizon"]),
        "RealityCheck": cl.compare_with_reality(plan(), observed()),
        "Repaired": cl.repair(made.councils),
        "Risk": cl.Risk(),
        "Roadmap": cl.roadmap(made.replace(terms=cl.preset("central")).evaluate(pair.assignment)),
        "Rule": Small(),
        "Scale": cl.Scale(services=cl.services("it", "legal")),
        "Service": cl.services("it")[0],
        "SetUp": cl.SetUp(),
        "Staff": cl.Staff(share=0.1),
        "Sweep": cl.sweep(made, {"coordination.kappa": [0.002, 0.01]}),
        "Systems": cl.Systems(),
        "Term": Uneven(),
        "Timing": cl.Timing("one-off", [1, 2]),
        "Today": cl.Today({"Camden": "pair", "Islington": "pair"}),
        "Together": cl.Together("R0C0", "R0C1"),
        "TooManyCandidatesError": cl.TooManyCandidatesError("too many", 3),
        "Travel": cl.Travel(0.01, km=made.councils.frame[[]].dot(made.councils.frame[[]].T)),
        "Vetoes": cl.vetoes(plan()),
        "Voluntary": cl.voluntary(made, "population", grants=1.0),
        "WhyNot": cl.why_not(plan(), alone="R0C0"),
    }
