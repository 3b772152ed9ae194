"""Data that comes with the library; sources and licences are in ``data/README.md``."""

from clusterer.datasets.england import england
from clusterer.datasets.london import borough_borders, london, thames_crossings
from clusterer.datasets.outcomes import outcomes, outside_london
from clusterer.datasets.parameters import cost_sharing, model_parameters, services
from clusterer.datasets.real_clusters import real_clusters
from clusterer.datasets.reorganisation import reorganisation_proposals
from clusterer.datasets.synthetic import synthetic

__all__ = [
    "borough_borders",
    "cost_sharing",
    "england",
    "london",
    "model_parameters",
    "outcomes",
    "outside_london",
    "real_clusters",
    "reorganisation_proposals",
    "services",
    "synthetic",
    "thames_crossings",
]


def __dir__() -> list[str]:
    """List the public names, without the modules that they come from."""
    return sorted([*__all__, *(name for name in globals() if name.startswith("__"))])
