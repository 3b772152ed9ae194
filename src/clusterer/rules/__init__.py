"""Rules: what a cluster may be, one rule a file."""

from clusterer.rules.alone import Alone
from clusterer.rules.apart import Apart
from clusterer.rules.base import Rule
from clusterer.rules.function import FunctionRule
from clusterer.rules.majority import Majority
from clusterer.rules.max_control import MaxControl
from clusterer.rules.max_displaced import MaxDisplaced
from clusterer.rules.max_distance import MaxDistance
from clusterer.rules.max_political_distance import MaxPoliticalDistance
from clusterer.rules.max_size import MaxSize
from clusterer.rules.min_control import MinControl
from clusterer.rules.min_size import MinSize
from clusterer.rules.min_span import MinSpan
from clusterer.rules.mip_form import RuleForm, SumWithin
from clusterer.rules.nested import Nested
from clusterer.rules.nobody_worse import NobodyWorse
from clusterer.rules.one_cluster import OneCluster
from clusterer.rules.only_clusters import OnlyClusters
from clusterer.rules.population_bounds import PopulationBounds
from clusterer.rules.together import Together, together_groups

__all__ = [
    "Alone",
    "Apart",
    "FunctionRule",
    "Majority",
    "MaxControl",
    "MaxDisplaced",
    "MaxDistance",
    "MaxPoliticalDistance",
    "MaxSize",
    "MinControl",
    "MinSize",
    "MinSpan",
    "Nested",
    "NobodyWorse",
    "OneCluster",
    "OnlyClusters",
    "PopulationBounds",
    "Rule",
    "RuleForm",
    "SumWithin",
    "Together",
    "together_groups",
]
