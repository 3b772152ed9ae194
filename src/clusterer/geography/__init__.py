"""Geography: who borders whom, what else joins councils, and how far apart they are."""

from clusterer.geography.adjacency import adjacency
from clusterer.geography.convert import Neighbours, as_graph, neighbours, to_libpysal
from clusterer.geography.distances import (
    Between,
    centroid_km,
    km_between,
    seat_distance,
    seat_shares,
)
from clusterer.geography.parts import islands, parts
from clusterer.geography.repair import Repaired, repair

__all__ = [
    "Between",
    "Neighbours",
    "Repaired",
    "adjacency",
    "as_graph",
    "centroid_km",
    "islands",
    "km_between",
    "neighbours",
    "parts",
    "repair",
    "seat_distance",
    "seat_shares",
    "to_libpysal",
]
