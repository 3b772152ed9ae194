"""Read a certificate: each part of the kind that it must be, and no more than can be checked soon.

A certificate comes from anyone. All that it holds is looked at here before any work is spent on
it, and what is of another kind, or too much, is refused in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from clusterer.certificates.verify.arithmetic import UNIT, PriceList, in_words, require

VERSION, VERSION_WITH_START = 2, 3
"""Of the format; a certificate has a start if its candidates are too many to list."""

PLAN, CONSENT = "clusterer certificate", "clusterer certificate of consent"
"""What a certificate says that it is, in ``format``."""

MOST_BYTES = 100_000_000
"""Of a file with a certificate."""

MOST_ENTRIES = 3_000_000
"""Of all lists of a certificate together."""

MOST_PRICED = 30_000_000
"""Candidates times prices lists and subset rows, that is prices to be looked up."""

MOST_DIGITS = 1_000
"""Characters of a number: a fraction of two floating-point numbers, written in full."""


MOST_DIGITS_OF_WEIGHT = 200
"""The same of a weight: weights are added up, and their sum may have as many digits as all."""


@dataclass(frozen=True)
class Cluster:
    """Members, as the bits of a number; what they are said to cost, and their reduced cost."""

    members: int
    cost: Fraction
    reduced_cost: Fraction


@dataclass(frozen=True)
class Entry:
    """A price list, what it is said to prove, for how many candidates, and sums of its rows."""

    prices: PriceList
    bound: Fraction
    priced: int
    sums: tuple[int, ...]


@dataclass(frozen=True)
class Split:
    """Two councils, how many candidates a plan has that puts them together, and their sum."""

    pair: int
    together: int
    sum: int


@dataclass(frozen=True)
class Part:
    """Price lists, and how a part of a branch ends: by a list to search, or a split, or so."""

    entries: tuple[Entry, ...]
    candidates: tuple[Cluster, ...] | None
    split: Split | None


@dataclass(frozen=True)
class Branch:
    """Plans of so many clusters, in parts: the first is all, those of a split come after it."""

    at_least: int
    at_most: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Start:
    """Prices that leave few of all candidates, where these are too many to list.

    Attributes
    ----------
    prices
        The prices.
    bound
        What they prove of all plans.
    reach
        No plan with a candidate that they do not leave costs less than this.
    left
        How many candidates they leave.
    """

    prices: PriceList
    bound: Fraction
    reach: Fraction
    left: int

    def gap(self, bound: Fraction) -> Fraction:
        """Return how far the reach is above what the prices prove, if that is what is stated."""
        fault = f"prices prove {in_words(bound)} for all plans, not {in_words(self.bound)}"
        require(bound == self.bound, fault)
        return max(self.reach - bound, Fraction(0))

    def check_left(self, left: int) -> None:
        """Check that so many candidates are left as is stated."""
        require(left == self.left, f"{left} candidates are within the gap, not {self.left}")


@dataclass(frozen=True)
class Certificate:
    """All that is claimed. There is no start if all candidates are listed."""

    start: Start | None
    status: str
    objective: Fraction
    bound: Fraction
    tolerance: Fraction
    plan: tuple[Cluster, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class Weighted:
    """Members, as the bits of a number; what they are said to cost, and their weight."""

    members: int
    cost: Fraction
    weight: Fraction


@dataclass(frozen=True)
class Consent:
    """What is claimed of the consent to a plan: charges in whole pounds, and why none raise more.

    Attributes
    ----------
    terms
        The names of the terms that are charged.
    plan
        The clusters of the plan.
    charges
        The pounds that each council pays.
    balanced
        The balanced collection.
    at_least, at_most
        Between which £m the least subsidy is.
    """

    terms: tuple[str, ...]
    plan: tuple[Cluster, ...]
    charges: tuple[int, ...]
    balanced: tuple[Weighted, ...]
    at_least: Fraction
    at_most: Fraction


def load(text: bytes) -> Any:
    """Return what the text of a file holds, as `json.loads` does, but strictly JSON.

    Raises
    ------
    ValueError
        If it is no JSON, is nested too deep, too long, or has a key twice.
    """
    if len(text) > MOST_BYTES:
        raise ValueError(f"it is longer than {MOST_BYTES:,} bytes")
    try:
        return json.loads(
            text.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def read(certificate: Mapping[str, Any], labels: Sequence[Hashable], n_limits: int) -> Certificate:
    """Return a certificate of a problem with councils of these labels, and so many limits.

    Raises
    ------
    CertificateError
        If something is not there, of another kind, or too much.
    """
    return _Reader(labels, n_limits).certificate(certificate)


def read_consent(certificate: Mapping[str, Any], labels: Sequence[Hashable]) -> Consent:
    """Return a certificate of consent of a problem with councils of these labels.

    Raises
    ------
    CertificateError
        If something is not there, of another kind, or too much.
    """
    return _Reader(labels, 0).consent(certificate)


class _Reader:
    """Reads the parts of a certificate, and counts what they hold."""

    def __init__(self, labels: Sequence[Hashable], n_limits: int) -> None:
        self._labels = list(labels)
        self._row = {label: 1 << i for i, label in enumerate(labels)}
        self._n_limits = n_limits
        self._entries = 0
        self._priced = 0

    def certificate(self, stated: Any) -> Certificate:
        version = _whole(stated, "version")
        known = version in (VERSION, VERSION_WITH_START)
        require(known, f"the version is not {VERSION}, nor {VERSION_WITH_START}")
        same = list(map(_label, self._list(stated, "councils"))) == self._labels
        require(same, "the councils are not those of the problem, in the same order")
        start = None
        if version == VERSION_WITH_START:
            start = self._start(_at(stated, "start"))
        return Certificate(
            start=start,
            status=_text(stated, "status"),
            objective=number(_text(stated, "objective")),
            bound=number(_text(stated, "bound")),
            tolerance=number(_text(stated, "tolerance")),
            plan=tuple(self._cluster(one, Fraction(0)) for one in self._list(stated, "plan")),
            branches=tuple(map(self._branch, self._list(stated, "branches"))),
        )

    def consent(self, stated: Any) -> Consent:
        require(_whole(stated, "version") == 1, "the version is not 1")
        same = self._list(stated, "councils") == self._labels
        require(same, "the councils are not those of the problem, in the same order")
        terms = self._list(stated, "terms")
        require(all(isinstance(name, str) for name in terms), "a name of a term is no text")
        charges = tuple(_pounds(charge) for charge in self._list(stated, "charges"))
        require(len(charges) == len(self._labels), "there is not a charge for each council")
        balanced = self._list(stated, "balanced")
        few = len(balanced) <= len(self._labels)
        require(few, "there are more weights than councils, more than it takes")
        return Consent(
            terms=tuple(map(str, terms)),
            plan=tuple(self._cluster(one, Fraction(0)) for one in self._list(stated, "plan")),
            charges=charges,
            balanced=tuple(map(self._weighted, balanced)),
            at_least=number(_text(stated, "at_least")),
            at_most=number(_text(stated, "at_most")),
        )

    def _weighted(self, stated: Any) -> Weighted:
        cluster = self._cluster(stated, Fraction(0))
        words = _text(stated, "weight")
        require(len(words) <= MOST_DIGITS_OF_WEIGHT, f"the weight {brief(words)} is too long")
        weight = number(words)
        require(weight > 0, f"{brief(words)} is no weight above 0")
        return Weighted(cluster.members, cluster.cost, weight)

    def _branch(self, stated: Any) -> Branch:
        at_least, at_most = (_whole(stated, key) for key in ("at_least", "at_most"))
        parts = tuple(map(self._part, [stated, *self._list(stated, "parts")]))
        return Branch(at_least, at_most, parts)

    def _part(self, stated: Any) -> Part:
        entries = tuple(map(self._entry, self._list(stated, "prices")))
        listed = _at(stated, "candidates")
        split = _at(stated, "split")
        require(listed is None or split is None, "a part of a branch is searched, and split too")
        candidates = None
        if listed is not None:
            candidates = tuple(
                self._cluster(one, number(_text(one, "reduced_cost")))
                for one in self._list(stated, "candidates")
            )
        return Part(entries, candidates, None if split is None else self._split(split))

    def _split(self, stated: Any) -> Split:
        pair = self._set(stated, "pair")
        require(pair.bit_count() == 2, "a split is not of two councils")
        return Split(pair, _whole(stated, "together"), _whole(stated, "sum"))

    def _start(self, stated: Any) -> Start:
        return Start(
            self._prices(stated),
            number(_text(stated, "bound")),
            number(_text(stated, "reach")),
            _whole(stated, "left"),
        )

    def _entry(self, stated: Any) -> Entry:
        rows = self._list(stated, "subset_rows")
        priced = _whole(stated, "priced")
        self._priced += priced * (1 + len(rows))
        require(self._priced <= MOST_PRICED, f"there are over {MOST_PRICED:,} prices to look up")
        prices = replace(self._prices(stated), rows=tuple(map(self._subset_row, rows)))
        sums = tuple(_whole(row, "sum") for row in rows)
        return Entry(prices, number(_text(stated, "bound")), priced, sums)

    def _prices(self, stated: Any) -> PriceList:
        councils = tuple(map(units, self._list(stated, "councils")))
        limits = tuple(map(number, self._list(stated, "limits")))
        require(
            len(councils) == len(self._labels), "a price list is not of the councils of the problem"
        )
        require(len(limits) == self._n_limits, "a price list is not of the limits of the problem")
        return PriceList(councils, limits, units(_text(stated, "cluster")))

    def _subset_row(self, stated: Any) -> tuple[int, int, int]:
        members, divisor = self._set(stated, "councils"), _whole(stated, "divisor")
        price = units(_text(stated, "price"))
        require(divisor > 0 > price, "a subset row has no divisor above 0, or no price below 0")
        return members, divisor, price

    def _cluster(self, stated: Any, reduced_cost: Fraction) -> Cluster:
        cost = units(_text(stated, "cost")) * UNIT
        return Cluster(self._set(stated, "members"), cost, reduced_cost)

    def _set(self, stated: Any, key: str) -> int:
        members = 0
        for label in map(_label, self._list(stated, key)):
            known = isinstance(label, (str, int, float, tuple)) and label in self._row
            require(known, f"{brief(label)} in {key!r} is no council")
            require(not members & self._row[label], f"{brief(label)} stands twice in {key!r}")
            members |= self._row[label]
        require(members > 0, f"there is no council in {key!r}")
        return members

    def _list(self, stated: Any, key: str) -> Sequence[Any]:
        found = _at(stated, key)
        require(isinstance(found, (list, tuple)), f"{key!r} is not a list, but {brief(found)}")
        self._entries += len(found)
        fault = f"the lists of the certificate have over {MOST_ENTRIES:,} entries"
        require(self._entries <= MOST_ENTRIES, fault)
        return list(found)


def _label(stated: Any) -> Any:
    """Return the label of a council; of one in a service, a pair of both."""
    pair = isinstance(stated, (list, tuple)) and len(stated) == 2
    return (
        tuple(stated) if pair and all(isinstance(x, (str, int, float)) for x in stated) else stated
    )


def number(text: Any) -> Fraction:
    """Return the number that is written down: 12, -1.5 or 1/3."""
    good = (
        isinstance(text, str)
        and len(text) <= MOST_DIGITS
        and re.fullmatch(r"-?[0-9]+(\.[0-9]+|/0*[1-9][0-9]*)?", text) is not None
    )
    require(good, f"{brief(text)} is no number")
    return Fraction(text)


def units(text: Any) -> int:
    """Return how many units there are in the number that is written down."""
    found = number(text) / UNIT
    require(found.denominator == 1, f"{brief(text)} is not whole in units of {float(UNIT)}")
    return found.numerator


def _at(stated: Any, key: str) -> Any:
    require(isinstance(stated, Mapping), f"{key!r} is asked of {brief(stated)}, which has no parts")
    require(key in stated, f"there is no {key!r}")
    return stated[key]


def _text(stated: Any, key: str) -> str:
    found = _at(stated, key)
    require(isinstance(found, str), f"{key!r} is not a text, but {brief(found)}")
    return str(found)


def _whole(stated: Any, key: str) -> int:
    found = _at(stated, key)
    good = isinstance(found, int) and not isinstance(found, bool) and 0 <= found < 10**18
    require(good, f"{key!r} is not a whole number, but {brief(found)}")
    return int(found)


def _pounds(stated: Any) -> int:
    good = isinstance(stated, int) and not isinstance(stated, bool) and abs(stated) < 10**18
    require(good, f"{brief(stated)} is no whole number of pounds")
    return int(stated)


def brief(value: Any) -> str:
    """Return a value as it is written, or its type where that might be long."""
    if isinstance(value, str):
        return repr(value if len(value) <= 40 else f"{value[:40]}...")
    short = value is None or isinstance(value, float)
    short |= isinstance(value, int) and abs(value) < 10**18
    return repr(value) if short else f"a {type(value).__name__}"
