"""What a set costs at least, by the parts that terms say they are made of, in whole numbers.

A set S of two or more costs, by `MIPForm` and `Term.host_cost`,

    shared + Σ_i member_i + Σ_{i<j} pairs_ij + Σ_c max_k (height_ck + slope_ck Σ_i w_ci)
    + min_h Σ_i host_ih,

to within the rounding of its terms. Here each number is rounded down to whole multiples of
`GRAIN`, so that what they add up to is exact, and no more than that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

import numpy as np

from clusterer.certificates.verify.arithmetic import UNIT, require
from clusterer.councils import Councils
from clusterer.councils.labelled import as_symmetric_matrix

GRAIN = UNIT / 1000
"""Costs of parts are whole multiples of this, in £m."""

_EPSILON = Fraction(1, 2**52)
"""By what part of itself a floating-point number may be off, twice over."""


@dataclass(frozen=True)
class Line:
    """A line of a curve: what a set with these members adds up to.

    Attributes
    ----------
    height
        Grains of a set.
    councils
        Grains of each member.
    """

    height: int
    councils: tuple[int, ...]


@dataclass(frozen=True)
class Parts:
    """What sets of two or more cost at least, in grains.

    Attributes
    ----------
    shared
        Of a set.
    members
        Of each member.
    pairs
        Of each two members.
    curves
        Convex functions, each the greatest of some lines.
    hosts
        For each member, what it adds under each host.
    margin
        The £m by which terms may give a set less than its parts: rounding.
    """

    shared: int
    members: list[int]
    pairs: list[list[int]]
    curves: list[list[Line]]
    hosts: list[list[int]]
    margin: Fraction

    @classmethod
    def of(cls, councils: Councils, terms: Iterable[Any]) -> Parts:
        """Return the parts of some terms.

        Raises
        ------
        CertificateError
            If a term does not say what it is made of.
        """
        n = len(councils)
        shared, members = 0, [0] * n
        pairs, hosts = [[0] * n for _ in range(n)], [[0] * n for _ in range(n)]
        curves: dict[tuple[float, ...], list[Sequence[tuple[float, float]]]] = {}
        size = Fraction(0)
        for term in terms:
            form: Any = term.mip_form(councils)
            require(form is not None, f"term {term.name!r} does not say what it is made of")
            concave = f"term {term.name!r} has concave parts, of which the check knows no bound"
            require(not form.powers, concave)
            shared += grains(form.shared_cluster)
            size += abs(Fraction(form.shared_cluster))
            for part in (form.councils, form.sharing):
                for i, x in enumerate(() if part is None else np.asarray(part).tolist()):
                    members[i] += grains(x)
                    size += abs(Fraction(x))
            if form.pairs is not None:
                size += _add(pairs, as_symmetric_matrix(councils, form.pairs).tolist()) / 2
            by_host = term.host_cost(councils)
            if by_host is not None:
                size += _add(hosts, np.asarray(by_host).tolist())
            for curve in form.curves:
                weights = tuple(map(float, curve.weights))
                curves.setdefault(weights, []).append(curve.lines)
                total = sum(map(abs, map(Fraction, weights)), Fraction(0))
                size += max(abs(Fraction(a)) + abs(Fraction(b)) * total for a, b in curve.lines)
        return cls(
            shared,
            members,
            pairs,
            [_lines(weights, parts) for weights, parts in curves.items()],
            hosts,
            UNIT + _EPSILON * (n * n + 100) * size,
        )

    def least(self, rows: Sequence[int]) -> int:
        """Return the grains that a set of two or more costs at least."""
        total = self.shared + sum(self.members[i] for i in rows)
        total += sum(self.pairs[i][j] for i, j in combinations(rows, 2))
        for curve in self.curves:
            total += max(line.height + sum(line.councils[i] for i in rows) for line in curve)
        return total + min(sum(self.hosts[i][host] for i in rows) for host in rows)


def grains(pounds: float | Fraction) -> int:
    """Return £m in whole grains, rounded down.

    Examples
    --------
    >>> grains(1.5), grains(-1e-13)
    (1500000000000, -1)
    """
    return math.floor(Fraction(pounds) / GRAIN)


def _add(total: list[list[int]], matrix: list[list[float]]) -> Fraction:
    """Add a matrix of £m to one of grains, and return the £m that it holds, without signs."""
    size = Fraction(0)
    for row, values in zip(total, matrix, strict=True):
        for j, x in enumerate(values):
            row[j] += grains(x)
            size += abs(Fraction(x))
    return size


def _lines(weights: Sequence[float], curves: list[Sequence[tuple[float, float]]]) -> list[Line]:
    """Return lines of the sum of curves of the same weights.

    One line of each curve, added up, lies nowhere above the sum: those that are greatest at some
    place between two crossings are enough.
    """
    crossings = sorted(
        {(a - c) / (d - b) for lines in curves for a, b in lines for c, d in lines if b < d}
    )
    places = [0.0]
    if crossings:
        middles = [(x + y) / 2 for x, y in pairwise(crossings)]
        places = [crossings[0] - 1.0, *middles, crossings[-1] + 1.0]
    chosen = {
        tuple(max(lines, key=lambda line: line[0] + line[1] * x) for lines in curves)
        for x in places
    }
    return [
        Line(
            sum(grains(height) for height, _ in picked),
            tuple(
                sum(grains(Fraction(slope) * Fraction(weight)) for _, slope in picked)
                for weight in weights
            ),
        )
        for picked in sorted(chosen)
    ]
