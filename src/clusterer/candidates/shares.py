"""Keys: fixed rules by which the members of a cluster share its cost."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.checks import check_number
from clusterer._support.wording import shown
from clusterer.candidates.candidates import Candidates
from clusterer.councils import Councils
from clusterer.councils.labelled import as_vector
from clusterer.errors import InputError

Floats = NDArray[np.float64]

SharesLike: TypeAlias = "str | Mapping[Hashable, float] | pd.Series | Iterable[float]"
"""What states a key: see `Shares.of`."""

PlainShares: TypeAlias = "str | tuple[tuple[Hashable, float], ...] | tuple[float, ...]"
"""The same as values that never change."""

EQUAL, ALONE, SAVING = "equal", "alone", "saving"
WORDS = (EQUAL, ALONE, SAVING)
"""What is no column."""

POUND = 1e-6
"""£m: a council that gains no more than this by something does not care."""

_SUM = 1e-9
"""How far from one the parts of a mixture may come in sum, for rounding."""


@dataclass(frozen=True, eq=False)
class Part:
    """One of the keys that a mixture is made of.

    Attributes
    ----------
    portion
        Its portion of the cost; one if it is the only key.
    kind
        "saving" or "alone"; "weights" for all else.
    words
        What it is called.
    weights
        Shape (n,): the weight of each council; only for weights.
    """

    portion: float
    kind: str
    words: str
    weights: Floats | None = None


@dataclass(frozen=True, eq=False)
class Shares:
    r"""A key: by which rule the members of any cluster share its cost.

    With c(S) the cost of a cluster S, c_i that of council i alone and s(S) = Σ c_i − c(S) the
    saving, member i pays w_i c(S) / w(S) by weights w; "alone" is this with w_i = c_i, and "saving"
    is c_i − s(S) / \|S\|. A mixture adds portions of them up. A council that stands alone pays
    what it costs, by each.

    Attributes
    ----------
    councils
        The councils.
    parts
        The keys that it is made of.
    """

    councils: Councils
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, councils: Councils, shares: SharesLike | PlainShares | Shares) -> Shares:
        """Return the key that something states.

        Parameters
        ----------
        councils
            The councils.
        shares
            "equal"; "alone", in proportion to what each costs alone; "saving", so that each gains
            the same; a column, as "population" for a charge per head; a number for each council,
            above 0, as a Series or dict by label or name, or a list in the order of the councils;
            or a mixture, as ``{"equal": 0.5, "population": 0.5}``, the portions of which come to 1.

        Raises
        ------
        InputError
            If it is none of these, a council has no number, or one that is not above 0.

        Examples
        --------
        >>> import clusterer as cl
        >>> councils = cl.Councils.validated(cl.datasets.london())
        >>> Shares.of(councils, {"equal": 0.5, "population": 0.5}).words
        '50% equal, 50% by population'
        """
        if isinstance(shares, Shares):
            return shares
        plain = plain_shares(shares)
        if isinstance(plain, str):
            return cls(councils, (_part(councils, plain, 1.0),))
        if plain and isinstance(plain[0], tuple):
            pairs: dict[Hashable, float] = dict(plain)
            if _is_mixture(councils, pairs):
                return cls(councils, _mixed(councils, pairs))
            return cls(councils, (_numbers(councils, _by_council(councils, pairs)),))
        return cls(councils, (_numbers(councils, as_vector(councils, np.array(plain))),))

    @cached_property
    def words(self) -> str:
        """What the key is called."""
        if len(self.parts) == 1:
            return self.parts[0].words
        return ", ".join(f"{part.portion:.0%} {part.words}" for part in self.parts)

    @property
    def ranks(self) -> bool:
        """Whether all members of clusters rank these alike, by `rates`; a mixture may not."""
        return len(self.parts) == 1

    def charges(self, candidates: Candidates, costs: Floats, alone: Floats) -> Floats:
        """Return the £m that each member of each candidate pays, as `Candidates.flat` has them.

        Parameters
        ----------
        candidates
            The candidates.
        costs
            Shape (candidates,): the £m of each.
        alone
            Shape (n,): the £m of each council alone.

        Raises
        ------
        InputError
            If the key is in proportion to the cost alone, and a council has none above 0.
        """
        indptr, members = candidates.flat()
        total = np.zeros(members.size)
        for part in self.parts:
            rate = np.repeat(self._rates(part, candidates, costs, alone), candidates.size)
            if part.kind == SAVING:
                total += part.portion * (alone[members] + rate)
            else:
                total += part.portion * (self._weights(part, alone)[members] * rate)
        # One member pays all; a weight times a cost by the weight would be off by rounding.
        single = candidates.size == 1
        total[indptr[:-1][single]] = costs[single]
        return total

    def rates(self, candidates: Candidates, costs: Floats, alone: Floats) -> Floats:
        """Return for each candidate what its members rank it by, the lower the better.

        That is its cost for each unit of weight, or its saving for each member, with a minus. Only
        a key that `ranks` has them.
        """
        (part,) = self.parts
        return self._rates(part, candidates, costs, alone)

    def per_pound(self, alone: Floats) -> Floats:
        """Return shape (n,): by how much a rate falls if a council pays £1m less, by a key."""
        (part,) = self.parts
        if part.kind == SAVING:
            return np.ones(len(self.councils))
        return 1.0 / self._weights(part, alone)

    def _rates(self, part: Part, candidates: Candidates, costs: Floats, alone: Floats) -> Floats:
        if part.kind == SAVING:
            return (costs - candidates.sum(alone)) / candidates.size
        return costs / candidates.sum(self._weights(part, alone))

    def _weights(self, part: Part, alone: Floats) -> Floats:
        if part.kind != ALONE:
            assert part.weights is not None
            return part.weights
        bad = np.flatnonzero(~(alone > 0))
        if bad.size:
            raise InputError(
                f"{self.councils.describe(bad[:1])} costs £{alone[bad[0]]:,.6g}m alone: nothing "
                'can be shared in proportion to that; charge by "equal", "saving" or a column'
                + (f" ({bad.size - 1} more councils are like it)" if bad.size > 1 else "")
            )
        return alone


def plain_shares(shares: object) -> PlainShares:
    """Return what states a key as a text or tuples, which nobody can change.

    Raises
    ------
    InputError
        If it can be none.

    Examples
    --------
    >>> plain_shares({"equal": 0.5, "population": 0.5})
    (('equal', 0.5), ('population', 0.5))
    """
    if isinstance(shares, str):
        return shares
    if isinstance(shares, pd.Series):
        if not shares.index.is_unique:
            label = shares.index[shares.index.duplicated()][0]
            raise InputError(f"the label {shown(label)} stands twice in shares; keep one")
        shares = shares.to_dict()
    if isinstance(shares, Mapping):
        if not shares:
            raise InputError("shares is empty; " + _WAYS)
        return tuple((key, _number(key, value)) for key, value in shares.items())
    if isinstance(shares, (bytes, pd.DataFrame)) or not isinstance(shares, Iterable):
        raise InputError(f"shares = {shown(shares)} is no key; {_WAYS}")
    items = list(shares)
    if items and all(isinstance(item, tuple) and len(item) == 2 for item in items):
        return plain_shares(dict(items))
    return tuple(_number(k, item) for k, item in enumerate(items))


_WAYS = (
    'give "equal", "alone", "saving", a column such as "population", a number for each council, or '
    'a mixture such as {"equal": 0.5, "population": 0.5}'
)


def _number(key: object, value: object) -> float:
    """Return a number of a key; what is missing stays so, until its council is known."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real | np.number):
        raise InputError(f"shares: {shown(key)} has {shown(value)}, which is no number; {_WAYS}")
    return float(value)


def _part(councils: Councils, name: str, portion: float) -> Part:
    """Return a key by its name."""
    if name == EQUAL:
        return Part(portion, "weights", EQUAL, np.ones(len(councils)))
    if name == ALONE:
        return Part(portion, ALONE, "in proportion to cost alone")
    if name == SAVING:
        return Part(portion, SAVING, "with equal savings")
    try:
        weights = councils.values(name)
    except InputError as error:
        raise InputError(f"shares = {shown(name)}: {error}; or {_WAYS}") from None
    _check_weights(councils, weights, f"column {name!r}")
    return Part(portion, "weights", f"by {name}", weights)


def _numbers(councils: Councils, weights: Floats) -> Part:
    _check_weights(councils, weights, "shares")
    return Part(1.0, "weights", "by given numbers", weights)


def _mixed(councils: Councils, portions: Mapping[Hashable, float]) -> tuple[Part, ...]:
    """Return the parts of a mixture."""
    for name, portion in portions.items():
        check_number(f"shares: portion of {shown(name)}", portion, above=0.0, at_most=1.0)
    total = sum(portions.values())
    if abs(total - 1.0) > _SUM:
        raise InputError(
            f"the portions of shares {shown(dict(portions))} come to {total:g}; make them come to 1"
        )
    return tuple(_part(councils, str(name), portion) for name, portion in portions.items())


def _is_mixture(councils: Councils, given: Mapping[Hashable, float]) -> bool:
    """Tell whether the keys of a mapping are names of keys, not of councils."""
    names = [key for key in given if isinstance(key, str)]
    columns = set(councils.frame.columns)
    if len(names) < len(given):
        return False
    if any(name in WORDS or name in columns for name in names):
        return True
    # A column that is misspelt is no council either: then the shorter message is the right one.
    return len(given) < len(councils) and not any(_is_council(councils, name) for name in names)


def _is_council(councils: Councils, name: Hashable) -> bool:
    try:
        councils.position(name)
    except InputError:
        return False
    return True


def _by_council(councils: Councils, given: Mapping[Hashable, float]) -> Floats:
    """Return a number a council of those given by label or name."""
    weights = np.full(len(councils), np.nan)
    for council, number in given.items():
        row = councils.position(council)
        if not np.isnan(weights[row]):
            raise InputError(f"shares has {councils.describe([row])} twice; keep one")
        weights[row] = number
        if np.isnan(number):
            raise InputError(f"shares: {councils.describe([row])} has no number; give it one")
    missing = np.flatnonzero(np.isnan(weights))
    if missing.size:
        raise InputError(f"shares has no number for {councils.describe(missing)}; give it one")
    return weights


def _check_weights(councils: Councils, weights: Floats, what: str) -> None:
    """Check that a weight can be charged by."""
    for row in np.flatnonzero(~(weights > 0)).tolist():
        raise InputError(
            f"{what}: {councils.describe([row])} has {weights[row]:g}, by which nothing can be "
            "charged; give every council a number above 0"
        )
    for row in np.flatnonzero(~np.isfinite(weights)).tolist():
        raise InputError(f"{what}: {councils.describe([row])} has {weights[row]:g}, not finite")
