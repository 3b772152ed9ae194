"""Data that comes with the library; sources and licences are in ``data/README.md``."""

from clusterer.datasets.london import borough_borders, london, thames_crossings
from clusterer.datasets.parameters import model_parameters, services
from clusterer.datasets.real_clusters import real_clusters
from clusterer.datasets.synthetic import synthetic

__all__ = [
    "borough_borders",
    "london",
    "model_parameters",
    "real_clusters",
    "services",
    "synthetic",
    "thames_crossings",
]
