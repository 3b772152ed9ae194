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
from clusterer.questions.consent.compare_shares import compare_shares
from clusterer.questions.consent.consent import consent
from clusterer.questions.consent.granted import LeastGrants
from clusterer.questions.consent.grants_curve import GrantsCurve, grants_curve
from clusterer.questions.consent.key_comparison import KeyComparison
from clusterer.questions.consent.least_grants import least_grants
from clusterer.questions.consent.mandate import Mandate, mandate
from clusterer.questions.consent.outcome import Voluntary
from clusterer.questions.consent.result import Consent
from clusterer.questions.consent.veto_prices import Vetoes
from clusterer.questions.consent.vetoes import vetoes
from clusterer.questions.consent.voluntary import voluntary
from clusterer.questions.frontier import frontier
from clusterer.questions.frontier_plans import Frontier
from clusterer.questions.granted_wish import WhyNot
from clusterer.questions.prices_of_pairs import PairPrices
from clusterer.questions.rank import rank
from clusterer.questions.ranked import Ranked
from clusterer.questions.roadmap.draw_up import roadmap
from clusterer.questions.roadmap.path import Roadmap
from clusterer.questions.sweeps.draws import draws, ends
from clusterer.questions.sweeps.ranged import Ranging
from clusterer.questions.sweeps.ranging import ranging
from clusterer.questions.sweeps.sweep import sweep
from clusterer.questions.sweeps.swept import Sweep
from clusterer.questions.why_not import why_not
from clusterer.reports.report import report
from clusterer.rules import (
    Alone,
    Apart,
    FunctionRule,
    Majority,
    MaxControl,
    MaxDisplaced,
    MaxDistance,
    MaxPoliticalDistance,
    MaxSize,
    MinControl,
    MinSize,
    MinSpan,
    Nested,
    NobodyWorse,
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
    Balance,
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
    "Balance",
    "BusinessCase",
    "Calibration",
    "Candidates",
    "CertificateError",
    "ClusterCount",
    "ClustererError",
    "ClustererWarning",
    "Comparison",
    "Consent",
    "Coordination",
    "Councils",
    "Evaluation",
    "Frontier",
    "FunctionLimit",
    "FunctionRule",
    "FunctionTerm",
    "GrantsCurve",
    "ImplausibleWarning",
    "InfeasibleError",
    "InputError",
    "IslandWarning",
    "KeyComparison",
    "LeastGrants",
    "Limit",
    "LossOfControl",
    "Majority",
    "Mandate",
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
    "NobodyWorse",
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
    "Ranging",
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
    "Sweep",
    "Systems",
    "Term",
    "Timing",
    "Today",
    "Together",
    "TooManyCandidatesError",
    "Travel",
    "Vetoes",
    "Voluntary",
    "WhyNot",
    "adjacency",
    "appraise",
    "assess",
    "business_case",
    "calibrate",
    "compare_shares",
    "compare_with_reality",
    "consent",
    "datasets",
    "draws",
    "ends",
    "frontier",
    "grants_curve",
    "islands",
    "least_grants",
    "mandate",
    "parts",
    "plot_adjacency",
    "plot_tornado",
    "preset",
    "ranging",
    "rank",
    "repair",
    "report",
    "roadmap",
    "services",
    "solve",
    "sweep",
    "to_libpysal",
    "verify",
    "vetoes",
    "voluntary",
    "why_not",
]


def __dir__() -> list[str]:
    """List the public names; the folders of the package are there, and are not public."""
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])
