"""Data that comes with the library; sources and licences are in ``data/README.md``."""

from clusterer.datasets.london import borough_borders, london, thames_crossings
from clusterer.datasets.outcomes import outcomes, outside_london
from clusterer.datasets.parameters import cost_sharing, model_parameters, services
from clusterer.datasets.real_clusters import real_clusters
from clusterer.datasets.synthetic import synthetic

__all__ = [
    "borough_borders",
    "cost_sharing",
    "london",
    "model_parameters",
    "outcomes",
    "outside_london",
    "real_clusters",
    "services",
    "synthetic",
    "thames_crossings",
]
