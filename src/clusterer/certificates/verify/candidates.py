"""All candidates of a problem, enumerated and added up in plain Python.

Nothing here is compiled. `connected_sets` lists what may be a cluster; `clusters` answers what
terms, rules and limits ask about some.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer._support.interval import Interval
from clusterer.certificates.verify.arithmetic import require, rows_of
from clusterer.councils import Councils
from clusterer.councils.labelled import as_matrix, as_symmetric_matrix, as_vector, as_votes
from clusterer.errors import CertificateError
from clusterer.model.problem import Problem
from clusterer.rules import (
    Alone,
    Apart,
    MaxDisplaced,
    MaxDistance,
    MaxPoliticalDistance,
    MaxSize,
    MinControl,
    Nested,
    OneCluster,
    OnlyClusters,
    PopulationBounds,
)

MOST_SETS = 1_000_000
"""Plain Python takes a minute or so for as many."""

# What breaks one of these, breaks it if it grows.
HEREDITARY = (Alone, Apart, MaxDisplaced, MaxDistance, MaxPoliticalDistance, MaxSize, Nested)


class TooManySetsError(CertificateError):
    """There are more candidates than are listed."""


def connected_sets(problem: Problem) -> list[int]:
    """Return all connected sets that the rules allow, each as the bits of a number.

    A connected set of k + 1 councils is one of k and a neighbour: take a leaf off a tree that
    spans it. A rule that stays broken as a set grows may be asked on the way. Where a rule
    allows a few sets only, there are no others to look at.

    Raises
    ------
    TooManySetsError
        If there are more than `MOST_SETS`.
    """
    borders = borders_of(problem)
    rules: tuple[Any, ...] = problem.rules
    for rule in rules:
        only = the_only_sets(problem.councils, rule)
        if only is not None:
            whole = [s for s in sorted(only) if hangs_together(s, borders)]
            return allowed(problem.councils, rules, whole)
    early, largest = early_rules(problem)
    found: list[int] = []
    level = {1 << i: around for i, around in enumerate(borders)}  # Sets, and what borders them.
    for size in range(1, largest + 1):
        kept = allowed(problem.councils, early, list(level))
        found += kept
        larger: dict[int, int] = {}
        for s in kept if size < largest else ():
            for i in rows_of(level[s] & ~s):
                larger[s | 1 << i] = level[s] | borders[i]
            if len(found) + len(larger) > MOST_SETS:
                raise TooManySetsError(
                    f"more than {MOST_SETS:,} sets are too many; MaxSize leaves fewer"
                )
        level = larger
    return allowed(problem.councils, rules, found)


def borders_of(problem: Problem) -> list[int]:
    """Return the neighbours of each council, as the bits of a number."""
    row = {label: i for i, label in enumerate(problem.councils.ids)}
    borders = [0] * len(row)
    for a, b in problem.adjacency.edges:
        borders[row[a]] |= 1 << row[b]
        borders[row[b]] |= 1 << row[a]
    return borders


def early_rules(problem: Problem) -> tuple[list[Any], int]:
    """Return rules that stay broken as a set grows, and the most members that they leave it."""
    rules: tuple[Any, ...] = problem.rules
    early = [rule for rule in rules if type(rule) in HEREDITARY]
    # What the members of a cluster have of its control adds up to one.
    floors = [rule.at_least for rule in rules if type(rule) is MinControl]
    lowest = (Interval.from_on(least).widened.lowest for least in floors)
    early += [MaxSize(math.floor(1 / least)) for least in lowest if least > 0]
    largest = min([len(problem.councils), *(rule.n for rule in early if type(rule) is MaxSize)])
    for rule in rules:  # So does a cap on what is never negative, except for rounding.
        capped = type(rule) is PopulationBounds and rule.at_most is not None and not rule.alone
        if capped and problem.councils.values(rule.population).min() >= 0:
            cap = Interval.up_to(rule.at_most).highest
            early.append(PopulationBounds(at_most=cap, population=rule.population))
    return early, largest


def clusters(councils: Councils, sets: Iterable[int]) -> Any:
    """Return sets for terms, rules and limits to be asked about, as they ask `Candidates`."""
    return _Clusters(councils, sets)


def costs_of(councils: Councils, terms: Iterable[Any], asked: Any) -> NDArray[np.float64]:
    """Return the £m of what `clusters` returned, all terms together, at the best host."""
    terms = tuple(terms)
    costs = sum((term.cost(asked) for term in terms), np.zeros(len(asked)))
    by_host = [m for term in terms if (m := term.host_cost(councils)) is not None]
    if by_host:
        costs += asked.host_min(np.sum(by_host, axis=0))
    require(bool(np.isfinite(costs).all()), "a term gives a cluster what is no finite number")
    return np.asarray(costs, dtype=np.float64)


def the_only_sets(councils: Councils, rule: Any) -> set[int] | None:
    """Return the few sets that a rule allows, worked out from what it states; None for others.

    There is no need to go through the sets that it forbids.
    """
    everyone = range(len(councils))
    if type(rule) is OneCluster:
        return {sum(1 << i for i in everyone)}
    if type(rule) is OnlyClusters:
        stated = {sum(1 << i for i in councils.positions(members)) for members in rule.clusters}
        return stated | {1 << i for i in everyone if rule.alone}
    if type(rule) is Nested and rule.whole:
        group = councils.texts(rule.column).tolist()
        return {sum(1 << i for i in everyone if group[i] == name) for name in set(group)}
    return None


def hangs_together(members: int, borders: Sequence[int]) -> bool:
    """Tell whether a set is connected: whether steps within it lead from one council to all."""
    reached, before = members & -members, 0
    while reached != before:
        before = reached
        for i in rows_of(before):
            reached |= borders[i] & members
    return reached == members


def allowed(councils: Councils, rules: Iterable[Any], sets: list[int]) -> list[int]:
    """Return those of some sets that all rules allow."""
    verdicts = [np.asarray(rule.allows(_Clusters(councils, sets))).tolist() for rule in rules]
    return [s for s, *answers in zip(sets, *verdicts, strict=True) if all(answers)]


class _Clusters:
    """Clusters in plain Python, with all that terms, rules and limits ask of `Candidates`.

    Sums are taken in the order of the rows, as there, so that both come to the same.
    """

    def __init__(self, councils: Councils, sets: Iterable[int]) -> None:
        self.councils, self._rows = councils, [rows_of(s) for s in sets]
        self.size = np.array([len(rows) for rows in self._rows], dtype=np.int64)

    @classmethod
    def of(cls, councils: Councils, clusters: Iterable[Iterable[int]]) -> _Clusters:
        return cls(councils, [sum(1 << i for i in rows) for rows in clusters])

    def __len__(self) -> int:
        return len(self._rows)

    def positions(self, k: int) -> NDArray[np.int64]:
        return np.array(self._rows[k])

    def members(self, k: int) -> tuple[Hashable, ...]:
        return tuple(self.councils.ids[self._rows[k]])

    def each_alone(self) -> _Clusters:
        return _Clusters(self.councils, (1 << i for i in range(len(self.councils))))

    def flat(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        starts = [0]
        for rows in self._rows:
            starts.append(starts[-1] + len(rows))
        return np.array(starts), np.array([i for rows in self._rows for i in rows], dtype=np.int64)

    def contains(self, council: Hashable) -> NDArray[Any]:
        row = self.councils.position(council)
        return self._each(lambda rows: row in rows, bool)

    def sum(self, column: Any) -> NDArray[Any]:
        values = as_vector(self.councils, column).tolist()
        return self._each(lambda rows: _total(values[i] for i in rows))

    def mean(self, column: Any) -> NDArray[Any]:
        return self.sum(column) / self.size

    def min(self, column: Any) -> NDArray[Any]:
        values = as_vector(self.councils, column).tolist()
        return self._each(lambda rows: min(values[i] for i in rows))

    def max(self, column: Any) -> NDArray[Any]:
        return -self.min(-as_vector(self.councils, column))

    def power_sum(self, votes: Any, column: Any) -> NDArray[Any]:
        values, weights = as_vector(self.councils, column).tolist(), self._votes(votes)
        return self._each(
            lambda rows: _total(
                power * values[i] for i, power in zip(rows, powers(rows, weights), strict=True)
            )
        )

    def power_min(self, votes: Any) -> NDArray[Any]:
        weights = self._votes(votes)
        return self._each(lambda rows: min(powers(rows, weights)))

    def power_max(self, votes: Any) -> NDArray[Any]:
        weights = self._votes(votes)
        return self._each(lambda rows: max(powers(rows, weights)))

    def _votes(self, votes: Any) -> list[int]:
        return [int(weight) for weight in as_votes(self.councils, votes)]

    def pair_sum(self, matrix: Any) -> NDArray[Any]:
        m = as_symmetric_matrix(self.councils, matrix).tolist()
        return self._each(lambda rows: _total(m[i][j] for i, j in combinations(rows, 2)))

    def any_pair(self, matrix: Any) -> NDArray[Any]:
        m = as_symmetric_matrix(self.councils, matrix).tolist()
        return self._each(lambda rows: any(m[i][j] for i, j in combinations(rows, 2)), bool)

    def host_min(self, matrix: Any) -> NDArray[Any]:
        return self.host_sum(matrix, self.host(matrix))

    def host(self, matrix: Any) -> NDArray[Any]:
        m = as_matrix(self.councils, matrix).tolist()
        return self._each(lambda rows: min(rows, key=lambda h: _total(m[i][h] for i in rows)), int)

    def host_sum(self, matrix: Any, host: Iterable[int]) -> NDArray[Any]:
        m, hosts = as_matrix(self.councils, matrix).tolist(), zip(self._rows, host, strict=True)
        return np.array([_total(m[i][h] for i in rows) for rows, h in hosts])

    def _each(self, f: Callable[[list[int]], Any], dtype: Any = float) -> NDArray[Any]:
        return np.array([f(rows) for rows in self._rows], dtype=dtype)


def _total(numbers: Iterable[float]) -> float:
    total = 0.0
    for x in numbers:  # Python's own sum would correct for rounding, from 3.12 on.
        total += x
    return total


def powers(rows: list[int], votes: list[int]) -> list[float]:
    """Return the Banzhaf power of each member: its part of the cases in which one is decisive."""
    all_votes = sum(votes[i] for i in rows)
    decisive = []
    for i in rows:
        without = [0]  # What each coalition of the others has.
        for j in rows:
            if j != i:
                without += [total + votes[j] for total in without]
        decisive.append(sum(2 * t <= all_votes < 2 * (t + votes[i]) for t in without))
    return [cases / sum(decisive) for cases in decisive]
