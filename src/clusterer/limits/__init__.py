"""Limits: what a whole plan may be, one limit a file."""

from clusterer.limits.base import Limit
from clusterer.limits.capital import Capital
from clusterer.limits.cluster_count import ClusterCount
from clusterer.limits.function import FunctionLimit
from clusterer.limits.move_count import MoveCount
from clusterer.limits.posts_displaced import PostsDisplaced

__all__ = ["Capital", "ClusterCount", "FunctionLimit", "Limit", "MoveCount", "PostsDisplaced"]
