"""Exact arithmetic: prices, what a plan is charged at them, and what its limits may add up to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clusterer._support.interval import Interval
from clusterer.errors import CertificateError

UNIT = Fraction(1, 10**9)
"""Costs and prices are stated in whole multiples, in £m: a tenth of a penny."""


@dataclass(frozen=True)
class PriceList:
    """Prices of the councils, the limits, a cluster, and subset rows (members, d, price).

    Those of limits are exact, in £m for one of what the limit adds up; all others are whole
    numbers of `UNIT`.
    """

    councils: tuple[int, ...]
    limits: tuple[Fraction, ...]
    cluster: int
    rows: tuple[tuple[int, int, int], ...] = ()

    def bound(self, limits: Sequence[Interval], at_least: int, at_most: int) -> Fraction:
        """Return D, what every plan of so many clusters is charged at least, in £m."""
        units = sum(self.councils) + self.cluster * (at_least if self.cluster > 0 else at_most)
        # Over a plan Σ ⌊|S ∩ T| / d⌋ is a whole number, and at most Σ |S ∩ T| / d = |T| / d.
        units += sum(price * (row.bit_count() // d) for row, d, price in self.rows)
        total = units * UNIT
        for price, interval in zip(self.limits, limits, strict=True):
            if price:
                total += price * (lowest(interval) if price > 0 else highest(interval))
        return total

    def charge(self, members: int, amounts: Iterable[Fraction]) -> Fraction:
        """Return what a cluster is charged, in £m: c_S less this is its reduced cost."""
        units = sum((self.councils[i] for i in rows_of(members)), self.cluster)
        units += sum(p * ((row & members).bit_count() // d) for row, d, p in self.rows)
        total = Fraction(units, UNIT.denominator)
        for price, amount in zip(self.limits, amounts, strict=True):
            if price:
                total += price * amount
        return total


def lowest(interval: Interval) -> Fraction:
    """Return what no sum is below that keeps a limit, as `Interval.holds` tells.

    That asks whether the floating-point number next to the sum is no less than
    ``interval.lowest``, the end less its slack. Then the sum itself is above the number below that.
    """
    require(math.isfinite(interval.low), "a limit has a price for an end that it does not have")
    return Fraction(math.nextafter(interval.lowest, -math.inf))


def highest(interval: Interval) -> Fraction:
    """Return what no sum is above that keeps a limit, with the same room."""
    require(math.isfinite(interval.high), "a limit has a price for an end that it does not have")
    return Fraction(math.nextafter(interval.highest, math.inf))


def rows_of(members: int) -> list[int]:
    """Return the row numbers in a set, ascending."""
    rows = []
    while members:
        lowest_bit = members & -members
        rows.append(lowest_bit.bit_length() - 1)
        members ^= lowest_bit
    return rows


def control_sum(row: int, divisor: int, sets: Iterable[int]) -> int:
    """Return Σ ⌊|S ∩ T| / d⌋ over some sets S, weighted to tell one council from another."""
    return sum(s % 1_000_003 * ((row & s).bit_count() // divisor) for s in sets)


def parted(sets: Iterable[int], pair: int) -> tuple[list[int], list[int]]:
    """Return the sets of plans that have two councils together, and of those that do not.

    In the first kind each cluster has both or neither, in the second none has both.
    """
    listed = list(sets)
    together = [s for s in listed if s & pair in (0, pair)]
    return together, [s for s in listed if s & pair != pair]


def hair(cost: Fraction) -> Fraction:
    """Return how far a cost may be from another of the same cluster, that is only rounded."""
    return UNIT + abs(cost) * UNIT / 1000


def in_words(number: Fraction) -> str:
    """Return a number for a message, to nine places."""
    try:
        return f"{float(number):.9f}"
    except OverflowError:
        return "more than any floating-point number"


def require(holds: bool, fault: str) -> None:
    """Raise an error with a fault unless something holds."""
    if not holds:
        raise CertificateError(fault)
