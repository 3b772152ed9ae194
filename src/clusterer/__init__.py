"""Shared-service clusters of councils, to proven optimality.

The public names, in the order of use: `datasets`, `adjacency`, `Problem` with terms, rules
and limits, `solve`, and the `Plan` that comes back.
"""

from clusterer import datasets
from clusterer.business_case import BusinessCase, business_case
from clusterer.calibration import Calibration, calibrate
from clusterer.candidates import Candidates
from clusterer.comparison import Comparison
from clusterer.councils import Councils
from clusterer.display import draw_adjacency as plot_adjacency
from clusterer.display import draw_tornado as plot_tornado
from clusterer.errors import (
    CertificateError,
    ClustererError,
    InfeasibleError,
    InputError,
    NoPlanFoundError,
    TooManyCandidatesError,
)
from clusterer.evaluation import Evaluation
from clusterer.formulations.solution import Progress
from clusterer.geography import adjacency, islands, parts, to_libpysal
from clusterer.limits import ClusterCount, FunctionLimit, Limit, PostsDisplaced
from clusterer.plan import Plan
from clusterer.portfolio import Portfolio, PortfolioEvaluation, PostsBalance
from clusterer.portfolio_plan import PortfolioPlan
from clusterer.problem import Problem
from clusterer.reality import RealityCheck, compare_with_reality
from clusterer.rules import (
    Apart,
    FunctionRule,
    MaxControl,
    MaxDisplaced,
    MaxDistance,
    MaxPoliticalDistance,
    MaxSize,
    MinControl,
    MinSpan,
    Nested,
    OneCluster,
    OnlyClusters,
    PopulationBounds,
    Rule,
    Together,
)
from clusterer.solve import solve
from clusterer.terms import (
    Coordination,
    FunctionTerm,
    LossOfControl,
    Politics,
    Risk,
    Scale,
    Service,
    SetUp,
    Staff,
    Systems,
    Term,
    Timing,
    Travel,
    preset,
    services,
)
from clusterer.verify import verify

__version__ = "0.1.0"

__all__ = [
    "Apart",
    "BusinessCase",
    "Calibration",
    "Candidates",
    "CertificateError",
    "ClusterCount",
    "ClustererError",
    "Comparison",
    "Coordination",
    "Councils",
    "Evaluation",
    "FunctionLimit",
    "FunctionRule",
    "FunctionTerm",
    "InfeasibleError",
    "InputError",
    "Limit",
    "LossOfControl",
    "MaxControl",
    "MaxDisplaced",
    "MaxDistance",
    "MaxPoliticalDistance",
    "MaxSize",
    "MinControl",
    "MinSpan",
    "Nested",
    "NoPlanFoundError",
    "OneCluster",
    "OnlyClusters",
    "Plan",
    "Politics",
    "PopulationBounds",
    "Portfolio",
    "PortfolioEvaluation",
    "PortfolioPlan",
    "PostsBalance",
    "PostsDisplaced",
    "Problem",
    "Progress",
    "RealityCheck",
    "Risk",
    "Rule",
    "Scale",
    "Service",
    "SetUp",
    "Staff",
    "Systems",
    "Term",
    "Timing",
    "Together",
    "TooManyCandidatesError",
    "Travel",
    "adjacency",
    "business_case",
    "calibrate",
    "compare_with_reality",
    "datasets",
    "islands",
    "parts",
    "plot_adjacency",
    "plot_tornado",
    "preset",
    "services",
    "solve",
    "to_libpysal",
    "verify",
]
