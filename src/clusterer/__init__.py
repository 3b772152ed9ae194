"""Shared-service clusters of councils, to proven optimality.

The public names, in the order of use: `datasets`, `adjacency`, `Problem` with terms, rules
and limits, `solve`, and the `Plan` that comes back.
"""

from clusterer import datasets
from clusterer.business_cases import BusinessCase, business_case
from clusterer.candidates import Candidates
from clusterer.certificates.verify import verify
from clusterer.councils import Councils
from clusterer.display import plot_adjacency, plot_tornado
from clusterer.errors import (
    CertificateError,
    ClustererError,
    ClustererWarning,
    ImplausibleWarning,
    InfeasibleError,
    InputError,
    IslandWarning,
    NoPlanFoundError,
    TooManyCandidatesError,
)
from clusterer.evidence.calibration import Calibration, calibrate
from clusterer.evidence.reality import RealityCheck, compare_with_reality
from clusterer.geography import Repaired, adjacency, islands, parts, repair, to_libpysal
from clusterer.limits import ClusterCount, FunctionLimit, Limit, PostsDisplaced
from clusterer.model.comparison import Comparison
from clusterer.model.portfolio import Portfolio, PortfolioEvaluation, PostsBalance
from clusterer.model.problem import Evaluation, Problem
from clusterer.model.today import Today
from clusterer.questions.appraisal import Appraisal
from clusterer.questions.appraise import appraise
from clusterer.questions.assess import assess
from clusterer.questions.assessment import Assessment
from clusterer.questions.frontier import frontier
from clusterer.questions.frontier_plans import Frontier
from clusterer.questions.granted_wish import WhyNot
from clusterer.questions.prices_of_pairs import PairPrices
from clusterer.questions.rank import rank
from clusterer.questions.ranked import Ranked
from clusterer.questions.roadmap.draw_up import roadmap
from clusterer.questions.roadmap.path import Roadmap
from clusterer.questions.why_not import why_not
from clusterer.rules import (
    Alone,
    Apart,
    FunctionRule,
    MaxControl,
    MaxDisplaced,
    MaxDistance,
    MaxPoliticalDistance,
    MaxSize,
    MinControl,
    MinSize,
    MinSpan,
    Nested,
    OneCluster,
    OnlyClusters,
    PopulationBounds,
    Rule,
    Together,
)
from clusterer.search.solution import Progress
from clusterer.solving.plan import Plan
from clusterer.solving.portfolio_plan import PortfolioPlan
from clusterer.solving.solve import solve
from clusterer.terms import (
    Coordination,
    FunctionTerm,
    LossOfControl,
    Politics,
    PopulationTarget,
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

__version__ = "0.1.0"

__all__ = [
    "Alone",
    "Apart",
    "Appraisal",
    "Assessment",
    "BusinessCase",
    "Calibration",
    "Candidates",
    "CertificateError",
    "ClusterCount",
    "ClustererError",
    "ClustererWarning",
    "Comparison",
    "Coordination",
    "Councils",
    "Evaluation",
    "Frontier",
    "FunctionLimit",
    "FunctionRule",
    "FunctionTerm",
    "ImplausibleWarning",
    "InfeasibleError",
    "InputError",
    "IslandWarning",
    "Limit",
    "LossOfControl",
    "MaxControl",
    "MaxDisplaced",
    "MaxDistance",
    "MaxPoliticalDistance",
    "MaxSize",
    "MinControl",
    "MinSize",
    "MinSpan",
    "Nested",
    "NoPlanFoundError",
    "OneCluster",
    "OnlyClusters",
    "PairPrices",
    "Plan",
    "Politics",
    "PopulationBounds",
    "PopulationTarget",
    "Portfolio",
    "PortfolioEvaluation",
    "PortfolioPlan",
    "PostsBalance",
    "PostsDisplaced",
    "Problem",
    "Progress",
    "Ranked",
    "RealityCheck",
    "Repaired",
    "Risk",
    "Roadmap",
    "Rule",
    "Scale",
    "Service",
    "SetUp",
    "Staff",
    "Systems",
    "Term",
    "Timing",
    "Today",
    "Together",
    "TooManyCandidatesError",
    "Travel",
    "WhyNot",
    "adjacency",
    "appraise",
    "assess",
    "business_case",
    "calibrate",
    "compare_with_reality",
    "datasets",
    "frontier",
    "islands",
    "parts",
    "plot_adjacency",
    "plot_tornado",
    "preset",
    "rank",
    "repair",
    "roadmap",
    "services",
    "solve",
    "to_libpysal",
    "verify",
    "why_not",
]


def __dir__() -> list[str]:
    """List the public names; the folders of the package are there, and are not public."""
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])
