"""Central figures of the shipped parameter table, as defaults of the terms."""

from __future__ import annotations

from functools import cache

from clusterer import datasets


@cache
def central(parameter: str) -> float:
    """Return the central figure of a parameter; its source is in the same row."""
    return float(datasets.model_parameters()["central"][parameter])
