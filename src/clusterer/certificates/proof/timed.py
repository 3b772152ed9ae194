"""Steps of a search or walk of `verify`, taken while there is time."""

from __future__ import annotations

from dataclasses import dataclass, field

from clusterer.certificates.verify.partitions import Steps
from clusterer.search.solution import Watch


@dataclass
class Timed(Steps):
    """Steps that read a clock."""

    watch: Watch = field(default_factory=Watch)

    def take(self, sets: int) -> None:
        """Take note of some more sets."""
        self.watch.check()
        super().take(sets)
