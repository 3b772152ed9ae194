"""Profiles: how many clusters of each size the plans with the fewest clusters have.

With at most k councils in a cluster, n councils need ``L = ⌈n / k⌉`` clusters, which leave
``k L − n`` places empty. There are as many ways to spread these over clusters as ways to write
that number as a sum. A relaxation that would like fewer than L clusters mixes them all, and no more
once the sizes are given: then its bound is often far higher.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice

_MOST = 12
"""So many profiles are branches of their own at most."""


def profiles(n: int, largest: int) -> list[dict[int, int]]:
    """Return the profiles of n councils in the fewest clusters; none if they are too many.

    Parameters
    ----------
    n
        How many councils there are.
    largest
        How many a cluster has at most.

    Returns
    -------
    list of dict
        For each profile, how many clusters there are of each size.

    Examples
    --------
    >>> profiles(10, 4)
    [{4: 2, 2: 1}, {4: 1, 3: 2}]
    """
    fewest = -(-n // largest)
    spreads = list(islice(_sums(fewest * largest - n, largest - 1, fewest), _MOST + 1))
    if len(spreads) > _MOST:
        return []
    found = []
    for spread in spreads:
        sizes = Counter(largest - empty for empty in spread)
        full = fewest - len(spread)
        found.append(({largest: full} if full else {}) | dict(sizes))
    return found


def _sums(total: int, largest: int, at_most: int) -> Iterator[tuple[int, ...]]:
    """Yield the ways to write a number as a sum of so many numbers, falling from the largest."""
    if total == 0:
        yield ()
    elif at_most > 0:
        for first in range(min(total, largest), 0, -1):
            for rest in _sums(total - first, first, at_most - 1):
                yield (first, *rest)
