"""Candidate clusters: enumeration and vectorised aggregation."""

from clusterer.candidates.candidates import Candidates
from clusterer.candidates.enumeration import enumerate_candidates
from clusterer.candidates.pruning import Pruning

__all__ = ["Candidates", "Pruning", "enumerate_candidates"]
