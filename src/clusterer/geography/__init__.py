"""Geography: who borders whom, what else joins councils, and how far apart they are."""

from clusterer.geography.adjacency import adjacency
from clusterer.geography.convert import Neighbours, as_graph, neighbours, to_libpysal
from clusterer.geography.distances import (
    Between,
    centroid_km,
    centroids,
    km_between,
    seat_distance,
    seat_shares,
)
from clusterer.geography.parts import islands, parts

__all__ = [
    "Between",
    "Neighbours",
    "adjacency",
    "as_graph",
    "centroid_km",
    "centroids",
    "islands",
    "km_between",
    "neighbours",
    "parts",
    "seat_distance",
    "seat_shares",
    "to_libpysal",
]
