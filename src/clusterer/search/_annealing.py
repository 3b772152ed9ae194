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


@part_of_kernels
def _move(
    i: int,
    a: int,
    b: int,
    labels: Numbers,
    position: Numbers,
    members: Numbers,
    size: Numbers,
) -> None:
    """Move a council from cluster a to cluster b."""
    last = members[a, size[a] - 1]
    members[a, position[i]] = last
    position[last] = position[i]
    size[a] -= 1
    members[b, size[b]] = i
    position[i] = size[b]
    size[b] += 1
    labels[i] = b


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
    """Walk from partition to partition, ever less willing to take a more expensive one.

    A step moves a council to the cluster of a neighbour, exchanges two councils, splits a
    cluster in two, or merges two. A set that is no candidate costs the penalty for each
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
        factor at each step. A more expensive partition is taken with the chance
        exp(-more/temperature).
    steps
        How many steps to try.
    seed
        For the random choices.

    Returns
    -------
    tuple
        The cost of the best partition met, with penalties; its labels; the last labels; and
        by how much the partitions that a step proposed cost more in the mean, of those that cost
        more; those with a new penalty left out.
    """
    np.random.seed(seed)
    n = codes.size
    n_limits = low.size
    size = np.zeros(n, dtype=np.int64)
    key = np.zeros(n, dtype=np.uint64)
    number = np.full(n, -1, dtype=np.int64)
    cost = np.zeros(n)
    members = np.empty((n, most + 1), dtype=np.int64)  # One more in the middle of an exchange.
    position = np.empty(n, dtype=np.int64)
    sums = np.zeros(n_limits)
    out = np.empty(max(most, 1), dtype=np.int64)
    stamp = np.full(n, -1, dtype=np.int64)
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
    for step in range(steps):
        temperature *= factor
        i = np.random.randint(n)
        a = labels[i]
        kind = np.random.random()
        n_out = 1
        out[0] = i
        back = -1
        if kind < 0.05 or indptr[i] == indptr[i + 1]:
            if size[a] == 1:
                continue
            b = empty[n_empty - 1]
            wanted = 1 + np.random.randint(size[a] - 1)
            stamp[i] = step
            for _ in range(4 * wanted):
                if n_out == wanted:
                    break
                k = out[np.random.randint(n_out)]
                other = indices[indptr[k] + np.random.randint(max(1, indptr[k + 1] - indptr[k]))]
                if labels[other] == a and stamp[other] != step:
                    stamp[other] = step
                    out[n_out] = other
                    n_out += 1
        else:
            b = labels[indices[indptr[i] + np.random.randint(indptr[i + 1] - indptr[i])]]
            if a == b:
                continue
            if 0.6 <= kind < 0.95:
                back = members[b, np.random.randint(size[b])]
            elif kind >= 0.95:
                n_out = size[a]
                for j in range(n_out):
                    out[j] = members[a, j]
        key_out = np.uint64(0)
        for j in range(n_out):
            key_out ^= codes[out[j]]
        size_a = size[a] - n_out
        size_b = size[b] + n_out
        if back >= 0:
            key_out ^= codes[back]
            size_a += 1
            size_b -= 1
        if size_b > most:
            continue
        key_a = key[a] ^ key_out
        key_b = key[b] ^ key_out
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
        for j in range(n_out):
            _move(out[j], a, b, labels, position, members, size)
        if back >= 0:
            _move(back, b, a, labels, position, members, size)
        if size_a == 0:
            empty[n_empty] = a
            n_empty += 1
        key[a], number[a], cost[a] = key_a, number_a, cost_a
        key[b], number[b], cost[b] = key_b, number_b, cost_b
        total += more
        if total < best - 1e-9:
            best = total
            for k in range(n):  # A slice would be checked for its shape: seconds to compile.
                best_labels[k] = labels[k]
    return best, best_labels, labels, uphill / max(1, n_uphill)
