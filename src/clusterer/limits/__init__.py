"""Limits: what a whole plan may be, one limit a file."""

from clusterer.limits.base import Limit
from clusterer.limits.cluster_count import ClusterCount
from clusterer.limits.function import FunctionLimit

__all__ = ["ClusterCount", "FunctionLimit", "Limit"]
