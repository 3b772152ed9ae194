"""The clusters that a rule lists: then there is nothing to enumerate."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

import numpy as np

from clusterer.candidates import Candidates
from clusterer.candidates.connected import are_connected
from clusterer.councils import Councils
from clusterer.geography import Neighbours
from clusterer.model.answers import in_blocks, joined
from clusterer.rules import Rule

logger = logging.getLogger(__name__)


def listed_clusters(
    rules: Iterable[Rule],
    councils: Councils,
    neighbours: Neighbours,
    proceed: Callable[[int], None] | None,
) -> Candidates | None:
    """Return what the rule with the shortest list allows, as far as it is connected.

    Parameters
    ----------
    rules
        The rules of a problem.
    councils
        The councils.
    neighbours
        The neighbours of each council in the adjacency.
    proceed
        Is told now and then how many were looked at. What it raises ends the work.

    Returns
    -------
    Candidates or None
        None if no rule lists what it allows. The other rules are not asked.
    """
    listings = [listing for rule in rules if (listing := rule.listing(councils)) is not None]
    if not listings:
        return None
    listed = sorted({tuple(sorted(cluster)) for cluster in min(listings, key=len)})
    every = Candidates.of(councils, listed)
    connected = joined(in_blocks(lambda block: are_connected(block, neighbours), every, proceed))
    if not connected.all():
        first = every.positions(int(np.argmin(connected)))
        logger.warning(
            "%d of the %d clusters that a rule lists are not connected in the adjacency, so "
            "they are left out: %s first",
            np.count_nonzero(~connected),
            len(every),
            councils.describe(first),
        )
    return every.take(connected)
