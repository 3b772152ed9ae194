"""Compiled walk over the connected sets of low reduced cost, by branch and bound.

The walk is that of `candidates._enumeration`: each connected set once, from its lowest
council. Here a set is grown only while some set that contains it may still have a reduced
cost of no more than a threshold. It is one long kernel: in ten helpers it was 7 to 20% slower.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled, part_of_kernels

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Costs(NamedTuple):
    """What sets cost, less the duals of their members; see `ClosedForm` for the formula.

    Attributes
    ----------
    alone, member, shared, pairs, weights, first_line, height, slope, host
        As in `ClosedForm`.
    power_weights, factor, exponent, until
        Its powers, one a row.
    least_host
        Shape (n,): what a member adds to the cost by host at least, unless it hosts.
    host_gain
        By how much less the host may add than that, at most.
    """

    alone: Floats
    member: Floats
    shared: float
    pairs: Floats
    weights: Floats
    first_line: Numbers
    height: Floats
    slope: Floats
    power_weights: Floats
    factor: Floats
    exponent: Floats
    until: Floats
    host: Floats
    least_host: Floats
    host_gain: float


class Rules(NamedTuple):
    """Which sets there may be.

    Attributes
    ----------
    indptr, indices, max_size, cap_weights, caps, conflict
        As for `candidates._enumeration`.
    sum_weights, low, high, alone
        Further conditions, one a row: the sum of these weights is within an interval, or the
        set is a council alone and that is exempt.
    group, first_of_group, grouped
        The group of each council, or -1, and the councils of each group in a compressed
        sparse row structure: a set has all of a group or none.
    """

    indptr: Numbers
    indices: NDArray[np.int32]
    max_size: int
    cap_weights: Floats
    caps: Floats
    conflict: NDArray[np.bool_]
    sum_weights: Floats
    low: Floats
    high: Floats
    alone: NDArray[np.bool_]
    group: Numbers
    first_of_group: Numbers
    grouped: Numbers


@part_of_kernels
def within_reach(rules: Rules, root: int) -> tuple[Numbers, Numbers]:
    """Return all that can be in a set with a root: the higher councils near enough.

    They get new numbers, the root first; and for each council its new one, or -1.
    """
    n = rules.group.size
    where = np.full(n, -1, dtype=np.int64)
    distance = np.zeros(n, dtype=np.int64)
    reach = np.empty(n, dtype=np.int64)
    n_local = 1
    reach[0] = root
    where[root] = 0
    head = 0
    while head < n_local:
        if distance[head] < rules.max_size - 1:
            for j in range(rules.indptr[reach[head]], rules.indptr[reach[head] + 1]):
                other = rules.indices[j]
                if other > root and where[other] < 0:
                    where[other] = n_local
                    reach[n_local] = other
                    distance[n_local] = distance[head] + 1
                    n_local += 1
        head += 1
    return reach[:n_local], where


@part_of_kernels
def power_of(total: float, factor: float, exponent: float, until: float) -> float:
    """Return the £m of a power, as `Power` does."""
    below: float = factor * min(total, until) ** exponent
    return below * max(total / until, 1.0)


@part_of_kernels
def least_slope(total: float, more: float, factor: float, exponent: float, until: float) -> float:
    """Return what a power rises by at least for each unit that is added, up to so many more.

    Up to `until` it is concave, so that it lies above its chord; from there on it is a line that
    is no less steep than any chord from below to its beginning.
    """
    end = min(total + more, until)
    here = power_of(total, factor, exponent, until)
    if end <= total:
        return here / total if total > 0.0 else 0.0
    return (power_of(end, factor, exponent, until) - here) / (end - total)


@compiled
def walk_below(
    costs: Costs,
    rules: Rules,
    threshold: float,
    root: int,
    most: int,
    out_size: NDArray[Any],
    out_members: NDArray[Any],
    stop: NDArray[np.bool_],
) -> tuple[int, int]:
    """Find the sets of reduced cost up to a threshold whose lowest council is the root.

    For a set S that may grow by the councils R, every set S ∪ T with T ⊆ R costs at least

    ``shared + Σ_{i∈S} (member_i + least_host_i) + Σ_{i<j∈S} pairs_ij − host_gain + curve(S)
    + Σ_{i∈T} (member_i + least_host_i + Σ_{j∈S} pairs_ij + slope(S) · w_i)``

    and as many times the cheapest pair as there are pairs in T, if no pair costs less than
    nothing (else what negative pairs may gain is added for the members of T): a convex curve
    lies above the line that it follows at S, and a power above its chord to S ∪ R. So S need not
    grow if the least of these sums, over the sets T that fit under the cap on the size, is above
    the threshold.

    Parameters
    ----------
    costs, rules
        What sets cost, and which there may be.
    threshold, root
        See above.
    most
        The walk ends once it has found more sets than this.
    out_size, out_members
        Where to write the sizes and the members, in the order in which they joined, of as
        many sets as fit.
    stop
        Shape (1,): the walk ends once another thread makes it true.

    Returns
    -------
    tuple of int
        How many sets were found, and how many members they have together.
    """
    n_curves = costs.weights.shape[0]
    n_powers = costs.factor.size
    n_caps = rules.caps.size
    n_sums = rules.low.size
    has_conflict = rules.conflict.shape[0] > 0
    found = 0
    entries = 0

    local, where = within_reach(rules, root)
    n_local = local.size
    deepest = min(rules.max_size, n_local)

    member = np.empty(n_local)
    pairs = np.empty((n_local, n_local))
    host = np.empty((n_local, n_local))
    for a in range(n_local):
        member[a] = costs.member[local[a]]
        for b in range(n_local):
            pairs[a, b] = costs.pairs[local[a], local[b]]
            host[a, b] = costs.host[local[a], local[b]]
    # What a council adds as one more member: its own, and what negative pairs may gain.
    adds = np.empty(n_local)
    for a in range(n_local):
        adds[a] = member[a] + costs.least_host[local[a]]
        for b in range(n_local):
            adds[a] += 0.5 * min(0.0, pairs[a, b])

    least_pair = np.inf if n_local > 1 else 0.0
    for a in range(n_local):
        for b in range(a):
            least_pair = min(least_pair, pairs[a, b])
    least_pair = max(0.0, least_pair)

    # By depth: the sums over the members so far, and over them for each other council.
    own = np.zeros(deepest + 1)
    hosted = np.zeros(deepest + 1)
    curve_sums = np.zeros((deepest + 1, n_curves))
    power_sums = np.zeros((deepest + 1, n_powers))
    chords = np.empty(n_powers)
    cap_sums = np.zeros((deepest + 1, n_caps))
    sums = np.zeros((deepest + 1, n_sums))
    lacking = np.zeros(deepest + 1, dtype=np.int64)
    with_pairs = np.zeros((deepest + 1, n_local))
    by_host = np.zeros((deepest + 1, n_local))
    members = np.empty(deepest, dtype=np.int64)
    slopes = np.empty(n_curves)
    least = np.empty(n_local)
    frontier = np.empty(n_local + 1, dtype=np.int64)
    cursor = np.zeros(deepest + 1, dtype=np.int64)
    end = np.zeros(deepest + 1, dtype=np.int64)
    seen = np.zeros(n_local, dtype=np.bool_)
    free = np.ones(n_local, dtype=np.bool_)
    inside = np.zeros(n_local, dtype=np.bool_)
    forced = np.zeros(n_local, dtype=np.bool_)

    frontier[0] = 0
    end[0] = 1
    seen[0] = True
    depth = 0
    while depth >= 0:
        if cursor[depth] == end[depth]:
            # All were tried here: they may join again in what comes, the frontier that
            # the member before had opened is forgotten.
            begun = cursor[depth - 1] if depth > 0 else 0
            for j in range(begun, end[depth]):
                free[frontier[j]] = True
            depth -= 1
            if depth >= 0:
                for j in range(end[depth], end[depth + 1]):
                    seen[frontier[j]] = False
                inside[members[depth]] = False
            continue
        council = frontier[cursor[depth]]
        cursor[depth] += 1
        free[council] = False

        size = depth + 1
        fits = True
        for c in range(n_caps):
            total = cap_sums[depth, c] + rules.cap_weights[c, local[council]]
            cap_sums[size, c] = total
            fits = fits and total <= rules.caps[c]
        if has_conflict:
            for j in range(depth):
                fits = fits and not rules.conflict[local[members[j]], local[council]]
        if not fits:
            continue
        if found > most or stop[0]:
            break
        members[depth] = council
        for c in range(n_sums):
            sums[size, c] = sums[depth, c] + rules.sum_weights[c, local[council]]

        # How many of its group are not in the set yet; a set that cannot have them is no use.
        lacking[size] = lacking[depth]
        group = rules.group[local[council]]
        if group >= 0:
            already = False
            others = 0
            for j in range(rules.first_of_group[group], rules.first_of_group[group + 1]):
                place = where[rules.grouped[j]]
                if place < 0 or not (free[place] or inside[place] or place == council):
                    fits = False
                elif inside[place]:
                    already = True
                elif place != council:
                    others += 1
            lacking[size] += -1 if already else others
        if not fits:
            continue

        own[size] = own[depth] + member[council] + with_pairs[depth, council]
        hosted[size] = hosted[depth] + costs.least_host[local[council]]
        curve = 0.0
        for c in range(n_curves):
            total = curve_sums[depth, c] + costs.weights[c, local[council]]
            curve_sums[size, c] = total
            highest = -np.inf
            for k in range(costs.first_line[c], costs.first_line[c + 1]):
                value = costs.height[k] + costs.slope[k] * total
                if value > highest:
                    highest = value
                    slopes[c] = costs.slope[k]
            curve += highest
        for c in range(n_powers):
            total = power_sums[depth, c] + costs.power_weights[c, local[council]]
            power_sums[size, c] = total
            curve += power_of(total, costs.factor[c], costs.exponent[c], costs.until[c])
        for a in range(n_local):
            with_pairs[size, a] = with_pairs[depth, a] + pairs[council, a]
            by_host[size, a] = by_host[depth, a] + host[council, a]
        if size == 1:
            reduced = costs.alone[root]
        else:
            cheapest = np.inf
            for j in range(size):
                cheapest = min(cheapest, by_host[size, members[j]])
            reduced = costs.shared + own[size] + curve + cheapest

        allowed = lacking[size] == 0
        for c in range(n_sums):
            within = rules.low[c] <= sums[size, c] <= rules.high[c]
            allowed = allowed and (within or (size == 1 and rules.alone[c]))
        if allowed and reduced <= threshold:
            if found < out_size.size and entries + size <= out_members.size:
                out_size[found] = size
                for j in range(size):
                    out_members[entries + j] = local[members[j]]
            found += 1
            entries += size
        if size == deepest:
            continue

        # The least that further members may add: what those add that must come, and the `room`
        # least of what is below zero.
        room = deepest - size
        if lacking[size] > room:
            continue
        inside[council] = True
        for a in range(n_local):
            forced[a] = False
        if lacking[size] > 0:
            for k in range(size):
                group = rules.group[local[members[k]]]
                if group >= 0:
                    for j in range(rules.first_of_group[group], rules.first_of_group[group + 1]):
                        place = where[rules.grouped[j]]
                        forced[place] = not inside[place]
                        fits = fits and (inside[place] or free[place])
        if not fits:
            inside[council] = False
            continue
        n_least = 0
        bound = costs.shared + own[size] + hosted[size] - costs.host_gain + curve
        for c in range(n_powers):
            joining = 0.0
            for a in range(n_local):
                if free[a]:
                    joining += costs.power_weights[c, local[a]]
            chords[c] = least_slope(
                power_sums[size, c], joining, costs.factor[c], costs.exponent[c], costs.until[c]
            )
        gain = 0.0
        for a in range(n_local):
            if not free[a]:
                continue
            more = adds[a] + with_pairs[size, a]
            for c in range(n_curves):
                more += slopes[c] * costs.weights[c, local[a]]
            for c in range(n_powers):
                more += chords[c] * costs.power_weights[c, local[a]]
            if more < 0.0:
                least[n_least] = more
                n_least += 1
                gain += more
            elif forced[a]:
                bound += more
        if bound + gain <= threshold and n_least > 1:
            # Not all may fit, and the more there are the more pairs they make.
            gain = 0.0
            best_first = np.sort(least[:n_least])
            for t in range(min(room, n_least)):
                gain += min(0.0, best_first[t] + t * least_pair)
        bound += gain
        for c in range(n_sums):
            most_sum = least_sum = sums[size, c]
            for a in range(n_local):
                if free[a]:
                    most_sum += max(0.0, rules.sum_weights[c, local[a]])
                    least_sum += min(0.0, rules.sum_weights[c, local[a]])
            fits = fits and most_sum >= rules.low[c] and least_sum <= rules.high[c]
        if bound > threshold or not fits:
            inside[council] = False
            continue
        end[size] = end[depth]
        cursor[size] = cursor[depth]
        for j in range(rules.indptr[local[council]], rules.indptr[local[council] + 1]):
            other = rules.indices[j]
            if other > root and where[other] >= 0 and not seen[where[other]]:
                seen[where[other]] = True
                frontier[end[size]] = where[other]
                end[size] += 1
        depth = size
    return found, entries
