"""The compiled sweep over a frontier, which may be left and gone on with between two labels.

See `sweep` for what it does. Councils are told by their places in its order. It is long
because a kernel can take up where it was left only if all that it stands on is in one place.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates._compiled import compiled, part_of_kernels

Floats = NDArray[np.float64]
Bits = NDArray[np.uint64]
Integers = NDArray[np.int64]
Links = NDArray[np.int32]

ENDED, PAUSED, FULL, WIDE = 0, 1, 2, 3
"""What a sweep says: it is at the end; so much is done; there is no room for more labels; a front
has more labels than the beam."""

NEVER = np.iinfo(np.int64).max
"""The first place of a column that covers a council ahead of the front, where there is none."""


class Course(NamedTuple):
    """What a sweep goes over.

    Attributes
    ----------
    begins
        Shape (n + 1,): the columns that begin at place t are those from ``begins[t]`` to before
        ``begins[t + 1]``, by rising weight.
    masks
        Shape (m, words): the slots of the councils that each column covers beyond its first.
    weights
        Shape (m,): reduced costs, none below zero.
    sizes
        Shape (m,): how many councils each column has.
    steps, most
        Shape (m,): what each column adds to the number that a label has taken, and of how many
        columns with the same step there may be. That number has a digit for each step.
    slot, since
        Shape (n,): the slot of each council, and the first place of a column that covers it
        ahead of the front; before that its slot may be another council's.
    touched, touching, taken
        The rows that have a council in common with each column, as a compressed sparse row
        structure, and Σ p_i over these councils.
    row_begins, row_places, row_multipliers
        The councils of each row, in the same form, and their p_i.
    divisors, row_prices
        Of each row, q, and what it costs to leave one of its units unused.
    count_low, count_high
        The least number that a plan may have taken, and the most columns.
    count_price, count_rest
        A plan of k columns costs the price times k, and the rest, which is never negative.
    largest
        How many councils a column has at most.
    counted
        Whether the number of columns is part of a label, all of them or those of each class.
    """

    begins: Integers
    masks: Bits
    weights: Floats
    sizes: Integers
    steps: Integers
    most: Integers
    slot: Integers
    since: Integers
    touched: Integers
    touching: Integers
    taken: Integers
    row_begins: Integers
    row_places: Integers
    row_multipliers: Integers
    divisors: Integers
    row_prices: Floats
    count_low: int
    count_high: int
    count_price: float
    count_rest: float
    largest: int
    counted: bool


class Labels(NamedTuple):
    """Labels, in lists by their first council that is not covered, and one list of free places.

    Attributes
    ----------
    bits
        Shape (room, words): the slots of the councils covered beyond the first that is not.
    weight
        What every plan with the label costs above the bound at least.
    taken
        How many columns it has, or how many of each class; nothing where that does not matter.
    left
        How many councils it does not cover.
    parent, column
        The label that it came of, or -1, and the column that was added to that.
    link
        The next label of the same list; -1 at its end. A label that is extended begins the list
        of all that have its future, where these are kept.
    heads
        Shape (n + 1,): the first label of each council's list, and of the free places; -1 for none.
    kept
        The labels of the front that are extended.
    """

    bits: Bits
    weight: Floats
    taken: Links
    left: Links
    parent: Links
    column: Links
    link: Links
    heads: Links
    kept: Links


class Standing(NamedTuple):
    """Where a sweep stands.

    Attributes
    ----------
    place
        The front; the number of labels kept there, -1 before it is known; how many of these are
        extended; the number of labels in use, and the largest so far.
    best
        The least weight of a plan met, or the weight from which on plans are of no interest.
    last
        The label and the column of the plan of this weight, or -1. Where all ways are kept, the
        first label of the list of plans, or -1, and nothing.
    """

    place: Integers
    best: Floats
    last: Integers


@part_of_kernels
def _hash(bits: Bits, count: int) -> np.uint64:
    """Return a hash of a label."""
    key = np.uint64(count) * np.uint64(0x9E3779B97F4A7C15)
    for w in range(bits.size):
        key = (key ^ bits[w]) * np.uint64(0xFF51AFD7ED558CCD)
        key ^= key >> np.uint64(32)
    return key


@part_of_kernels
def _free(labels: Labels, one: int) -> None:
    """Put the place of a label on the list of free ones."""
    last = labels.heads.size - 1
    labels.link[one] = labels.heads[last]
    labels.heads[last] = one


@part_of_kernels
def _same(labels: Labels, one: int, other: int) -> bool:
    """Tell whether two labels of the front have the same future."""
    if labels.taken[one] != labels.taken[other]:
        return False
    same = True
    for w in range(labels.bits.shape[1]):
        same &= labels.bits[one, w] == labels.bits[other, w]
    return same


@part_of_kernels
def _gather(labels: Labels, t: int, room: float, every: bool) -> tuple[int, int]:
    """Keep the labels at the front: of those with the same future, the cheapest.

    Or `every` one, in a list that the cheapest begins. Return how many are to be extended and how
    many places are free again.
    """
    many = 0
    one = labels.heads[t]
    while one >= 0:
        many += 1
        one = labels.link[one]
    size = 4
    while size < 2 * many:
        size *= 2
    table = np.full(size, -1, dtype=np.int32)
    within = np.uint64(size - 1)
    n_kept = n_freed = 0
    one = labels.heads[t]
    while one >= 0:
        following = labels.link[one]
        if labels.weight[one] >= room:
            _free(labels, one)
            n_freed += 1
            one = following
            continue
        place = _hash(labels.bits[one], labels.taken[one]) & within
        while table[place] >= 0 and not _same(labels, labels.kept[table[place]], one):
            place = (place + np.uint64(1)) & within
        if table[place] < 0:
            table[place] = n_kept
            labels.kept[n_kept] = one
            labels.link[one] = -1
            n_kept += 1
        else:
            other = labels.kept[table[place]]
            cheaper = labels.weight[one] < labels.weight[other]
            if cheaper:
                labels.kept[table[place]] = one
            if every and cheaper:
                labels.link[one] = other
            elif every:
                labels.link[one] = labels.link[other]
                labels.link[other] = one
            else:
                _free(labels, other if cheaper else one)
                n_freed += 1
        one = following
    labels.heads[t] = -1
    return n_kept, n_freed


@part_of_kernels
def _covered(course: Course, bits: Bits, t: int, place: int) -> bool:
    """Tell whether a council beyond the front t is covered by a label there."""
    if course.since[place] >= t:
        return False
    slot = course.slot[place]
    return bool((bits[slot >> 6] >> np.uint64(slot & 63)) & np.uint64(1))


@part_of_kernels
def _wasted(course: Course, bits: Bits, t: int, k: int, room: float) -> float:
    """Return the price of what rows lose for good when column k is added at the front t.

    What is left of the councils of a row gives ⌊Σ p_i / q⌋ at most, before and after; the column
    has its own part of that, and the rest is lost. The sum stops where it comes to `room`.
    """
    total = 0.0
    for entry in range(course.touched[k], course.touched[k + 1]):
        row = course.touching[entry]
        left = 0
        for j in range(course.row_begins[row], course.row_begins[row + 1]):
            place = course.row_places[j]
            if place >= t and not _covered(course, bits, t, place):
                left += course.row_multipliers[j]
        q = course.divisors[row]
        taken = course.taken[entry]
        units = left // q - taken // q - (left - taken) // q
        if units > 0:
            total += units * course.row_prices[row]
            if total >= room:
                break
    return total


@part_of_kernels
def _spare(course: Course, taken: int, left: int) -> float:
    """Return what it costs at least that a plan has more or fewer columns than is priced.

    So many are taken, and so many councils are left to cover. With more taken it never falls.
    """
    if course.count_price > 0:
        taken += (left + course.largest - 1) // course.largest
    else:
        taken += left
    return max(course.count_price * taken + course.count_rest, 0.0)


@part_of_kernels
def _fits(bits: Bits, mask: Bits) -> bool:
    """Tell whether a column covers nothing that a label covers."""
    shared = np.uint64(0)
    for w in range(bits.size):
        shared |= bits[w] & mask[w]
    return bool(shared == 0)


@compiled
def sweep(
    course: Course, labels: Labels, standing: Standing, beam: int, most_steps: int, every: bool
) -> tuple[int, int]:
    """Go on with a sweep; return what is met and the steps done.

    Parameters
    ----------
    course, labels, standing
        What it goes over, and where it is. The latter two are written to.
    beam
        More labels than so many are kept at no front.
    most_steps
        After so many steps it pauses.
    every
        Whether all ways to the same future are kept, and all plans, not the cheapest alone.
    """
    place, best = standing.place, standing.best
    n = course.slot.size
    words = course.masks.shape[1]
    room_for = labels.weight.size
    bits = np.empty(words, dtype=np.uint64)
    steps = 0
    while place[0] < n:
        t = place[0]
        if place[1] < 0:
            n_kept, n_freed = _gather(labels, t, best[0], every)
            place[1] = n_kept
            place[2] = 0
            place[3] -= n_freed
            steps += n_kept + n_freed
            if n_kept > beam:
                return WIDE, steps
        while place[2] < place[1]:
            if steps >= most_steps:
                return PAUSED, steps
            if room_for - place[3] < course.begins[t + 1] - course.begins[t]:
                return FULL, steps
            one = labels.kept[place[2]]
            weight = labels.weight[one]
            before = _spare(course, labels.taken[one], labels.left[one])
            for k in range(course.begins[t], course.begins[t + 1]):
                if weight + course.weights[k] >= best[0]:
                    break  # Those to come weigh no less.
                steps += 1
                if not _fits(labels.bits[one], course.masks[k]):
                    continue
                taken = labels.taken[one]
                if course.counted:
                    if taken // course.steps[k] % (course.most[k] + 1) == course.most[k]:
                        continue
                    taken += course.steps[k]
                now = weight + course.weights[k]
                now += _wasted(course, labels.bits[one], t, k, best[0] - now)
                left = labels.left[one] - course.sizes[k]
                now += _spare(course, taken, left) - before
                at_least = taken + (left + course.largest - 1) // course.largest
                if now >= best[0] or (course.counted and at_least > course.count_high):
                    continue
                for w in range(words):
                    bits[w] = labels.bits[one, w] | course.masks[k, w]
                ahead = t + 1
                while ahead < n and course.since[ahead] <= t:
                    slot = course.slot[ahead]
                    bit = np.uint64(1) << np.uint64(slot & 63)
                    if not bits[slot >> 6] & bit:
                        break
                    bits[slot >> 6] ^= bit
                    ahead += 1
                if ahead == n:
                    if course.counted and taken < course.count_low:
                        continue
                    if not every:
                        best[0] = now
                        standing.last[0] = one
                        standing.last[1] = k
                        continue
                # The next council must be covered too, by something that still fits.
                goes_on = ahead == n
                for j in range(course.begins[ahead], course.begins[min(ahead + 1, n)]):
                    if now + course.weights[j] >= best[0]:
                        break
                    if _fits(bits, course.masks[j]):
                        goes_on = True
                        break
                if not goes_on:
                    continue
                new = labels.heads[n]
                labels.heads[n] = labels.link[new]
                place[3] += 1
                place[4] = max(place[4], place[3])
                for w in range(words):
                    labels.bits[new, w] = bits[w]
                labels.weight[new] = now
                labels.taken[new] = taken
                labels.left[new] = left
                labels.parent[new] = one
                labels.column[new] = k
                if ahead == n:
                    labels.link[new] = standing.last[0]
                    standing.last[0] = new
                else:
                    labels.link[new] = labels.heads[ahead]
                    labels.heads[ahead] = new
            place[2] += 1
        place[0] += 1
        place[1] = -1
    return ENDED, steps
