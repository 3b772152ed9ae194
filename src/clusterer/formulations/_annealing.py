"""Compiled simulated annealing over partitions whose clusters are looked up by their hash.

A set of councils is hashed as the exclusive or of one random number a council (Zobrist,
1970), so a move changes a hash in one step, and a table of open addressing tells which
candidate, if any, a set is. So whatever terms and rules say of clusters costs one look.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled, part_of_kernels

Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]


@compiled
def fill_table(indptr: Numbers, members: NDArray[Any], codes: Keys, bits: int) -> tuple[Keys, Any]:
    """Return the hashes and numbers of all candidates, in a table of 2^bits places."""
    mask = np.uint64((1 << bits) - 1)
    keys = np.zeros(1 << bits, dtype=np.uint64)
    numbers = np.full(1 << bits, -1, dtype=np.int32)
    for k in range(indptr.size - 1):
        key = np.uint64(0)
        for j in range(indptr[k], indptr[k + 1]):
            key ^= codes[members[j]]
        place = key & mask
        while numbers[place] >= 0:
            place = (place + np.uint64(1)) & mask
        keys[place] = key
        numbers[place] = k
    return keys, numbers


@part_of_kernels
def _find(keys: Keys, numbers: NDArray[np.int32], key: np.uint64) -> int:
    """Return the number of the candidate of this hash, or -1."""
    mask = np.uint64(keys.size - 1)
    place = key & mask
    while numbers[place] >= 0:
        if keys[place] == key:
            return int(numbers[place])
        place = (place + np.uint64(1)) & mask
    return -1


@compiled
def look_up(keys: Keys, numbers: NDArray[np.int32], wanted: Keys) -> Numbers:
    """Return the numbers of the candidates of some hashes; -1 where there is none."""
    found = np.empty(wanted.size, dtype=np.int64)
    for k in range(wanted.size):
        found[k] = _find(keys, numbers, wanted[k])
    return found


@compiled
def anneal(
    indptr: Numbers,
    indices: NDArray[np.int32],
    costs: Floats,
    keys: Keys,
    numbers: NDArray[np.int32],
    codes: Keys,
    amounts: Floats,
    low: Floats,
    high: Floats,
    penalty: float,
    most: int,
    labels: Numbers,
    hot: float,
    cold: float,
    steps: int,
    seed: int,
) -> tuple[float, Numbers, Numbers, float]:
    """Walk from partition to partition, ever less willing to take a dearer one.

    A step moves a council to the cluster of a neighbour or to one of its own, exchanges two
    councils, or merges two clusters. A set that is no candidate costs the penalty for each
    of its members, and breaking a limit by one costs the penalty once.

    Parameters
    ----------
    indptr, indices
        Neighbours of each council, as a compressed sparse row structure.
    costs
        Of each candidate.
    keys, numbers
        The table of candidates by hash.
    codes
        The random number of each council.
    amounts
        Shape (limits, candidates): what each adds to the sum of each limit.
    low, high
        Shape (limits,): where each sum must lie.
    penalty
        See above.
    most
        The most members of a cluster.
    labels
        The partition to begin with: for each council the number of its cluster, from 0 to
        n - 1. It is written to.
    hot, cold
        The temperatures of the first and the last step; between them it falls by the same
        factor at each step. A dearer partition is taken with the chance exp(-more/temperature).
    steps
        How many steps to try.
    seed
        For the random choices.

    Returns
    -------
    tuple
        The cost of the best partition met, with penalties; its labels; the last labels; and
        by how much the dearer partitions that a step proposed were dearer in the mean,
        those with a new penalty left out.
    """
    np.random.seed(seed)
    n = codes.size
    n_limits = low.size
    size = np.zeros(n, dtype=np.int64)
    key = np.zeros(n, dtype=np.uint64)
    number = np.full(n, -1, dtype=np.int64)
    cost = np.zeros(n)
    members = np.empty((n, most), dtype=np.int64)
    position = np.empty(n, dtype=np.int64)
    sums = np.zeros(n_limits)
    for i in range(n):
        a = labels[i]
        position[i] = size[a]
        members[a, size[a]] = i
        size[a] += 1
        key[a] ^= codes[i]
    total = 0.0
    empty = np.empty(n, dtype=np.int64)
    n_empty = 0
    for a in range(n - 1, -1, -1):
        if size[a] == 0:
            empty[n_empty] = a
            n_empty += 1
            continue
        number[a] = _find(keys, numbers, key[a])
        cost[a] = costs[number[a]] if number[a] >= 0 else penalty * size[a]
        total += cost[a]
        if number[a] >= 0:
            for limit in range(n_limits):
                sums[limit] += amounts[limit, number[a]]
    for limit in range(n_limits):
        total += penalty * max(0.0, low[limit] - sums[limit], sums[limit] - high[limit])

    best = total
    best_labels = labels.copy()
    uphill = 0.0
    n_uphill = 0
    factor = (cold / hot) ** (1.0 / max(1, steps))
    temperature = hot
    for _ in range(steps):
        temperature *= factor
        i = np.random.randint(n)
        a = labels[i]
        kind = np.random.random()
        if kind < 0.02 or indptr[i] == indptr[i + 1]:  # To a cluster of its own.
            if size[a] == 1 or n_empty == 0:
                continue
            b = empty[n_empty - 1]
        else:
            b = labels[indices[indptr[i] + np.random.randint(indptr[i + 1] - indptr[i])]]
            if a == b:
                continue
        swapped = -1
        merge = False
        if kind < 0.6 or size[b] == 0:
            if size[b] == most:
                continue
            key_a = key[a] ^ codes[i]
            key_b = key[b] ^ codes[i]
            size_a = size[a] - 1
            size_b = size[b] + 1
        elif kind < 0.95:
            swapped = members[b, np.random.randint(size[b])]
            key_a = key[a] ^ codes[i] ^ codes[swapped]
            key_b = key[b] ^ codes[i] ^ codes[swapped]
            size_a = size[a]
            size_b = size[b]
        else:
            if size[a] + size[b] > most:
                continue
            merge = True
            key_a = np.uint64(0)
            key_b = key[a] ^ key[b]
            size_a = 0
            size_b = size[a] + size[b]
        number_b = _find(keys, numbers, key_b)
        number_a = -1
        if size_a > 0:
            number_a = _find(keys, numbers, key_a)
        # Once covered by candidates, councils stay so: that spares looking at hopeless moves.
        if (number_b < 0 and number[b] >= 0) or (size_a > 0 and number_a < 0 and number[a] >= 0):
            continue
        cost_b = costs[number_b] if number_b >= 0 else penalty * size_b
        cost_a = 0.0
        if size_a > 0:
            cost_a = costs[number_a] if number_a >= 0 else penalty * size_a
        more = cost_a + cost_b - cost[a] - cost[b]
        for limit in range(n_limits):
            now = sums[limit]
            then = now
            for sign, which in ((-1, number[a]), (-1, number[b]), (1, number_a), (1, number_b)):
                if which >= 0:
                    then += sign * amounts[limit, which]
            more += penalty * (
                max(0.0, low[limit] - then, then - high[limit])
                - max(0.0, low[limit] - now, now - high[limit])
            )
        if more > 0.0:
            if more < penalty / 2:
                uphill += more
                n_uphill += 1
            if np.random.random() >= np.exp(-more / temperature):
                continue

        for limit in range(n_limits):
            for sign, which in ((-1, number[a]), (-1, number[b]), (1, number_a), (1, number_b)):
                if which >= 0:
                    sums[limit] += sign * amounts[limit, which]
        if size[b] == 0:
            n_empty -= 1
        if merge:
            for j in range(size[a]):
                k = members[a, j]
                labels[k] = b
                position[k] = size[b] + j
                members[b, size[b] + j] = k
        elif swapped >= 0:
            members[a, position[i]] = swapped
            members[b, position[swapped]] = i
            position[i], position[swapped] = position[swapped], position[i]
            labels[i] = b
            labels[swapped] = a
        else:
            last = members[a, size[a] - 1]
            members[a, position[i]] = last
            position[last] = position[i]
            members[b, size[b]] = i
            position[i] = size[b]
            labels[i] = b
        if size_a == 0:
            empty[n_empty] = a
            n_empty += 1
        size[a], key[a], number[a], cost[a] = size_a, key_a, number_a, cost_a
        size[b], key[b], number[b], cost[b] = size_b, key_b, number_b, cost_b
        total += more
        if total < best - 1e-9:
            best = total
            best_labels[:] = labels
    return best, best_labels, labels, uphill / max(1, n_uphill)
