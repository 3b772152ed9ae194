"""Checks of the single figures that a user gives; a message says what would be right."""

from __future__ import annotations

import dataclasses
import math
import sys
from collections.abc import Iterator
from numbers import Integral, Real
from typing import Any

import numpy as np

from clusterer._support.wording import shown
from clusterer.errors import InputError

LARGEST = 1e100
"""No figure is larger: a product of some of them is still a number."""

SMALLEST = 1e-100
"""No figure that divides another is smaller: what comes of it is still a number."""

LARGEST_WHOLE = 10**15
"""No whole number is larger: floats have all of those up to it, and some beyond."""

MOST_YEARS = 1_000
"""No horizon is longer."""


def make_plain(made: Any) -> None:
    """Make the fields of a frozen dataclass plain values, such as do not change.

    Numbers of numpy, fractions and the like become those of Python, lists become tuples; those of
    texts stay lists, but of their own. For a number of few bits is calculated with in few bits, and
    a list may be changed by another.

    Examples
    --------
    >>> @dataclasses.dataclass(frozen=True)
    ... class Price:
    ...     amount: float
    ...     years: tuple[int, ...]
    >>> price = Price(np.float16(0.5), [2006, 2022])
    >>> make_plain(price)
    >>> price
    Price(amount=0.5, years=(2006, 2022))
    """
    for field in dataclasses.fields(made):
        if field.init:
            object.__setattr__(made, field.name, _plain(getattr(made, field.name)))


def _plain(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [*value]
    if isinstance(value, (list, Iterator)):
        return tuple(value)
    if type(value) in (bool, int, float) or not isinstance(value, (Real, np.generic)):
        return value
    if isinstance(value, Real):
        return int(value) if isinstance(value, Integral) else _as_float(value)
    return value.item()


def _as_float(value: Any) -> float:
    """Return a number as a float: the largest of its sign where it is beyond them."""
    try:
        return float(value)
    except OverflowError:
        return math.copysign(sys.float_info.max, 1 if value > 0 else -1)


def check_number(
    what: str,
    value: object,
    *,
    kind: str = "number",
    at_least: float = -math.inf,
    above: float = -math.inf,
    at_most: float = math.inf,
    finite: bool = True,
    divides: bool = False,
) -> None:
    """Check that a figure is a number in its range; numpy's are numbers, True is none.

    Parameters
    ----------
    what
        What messages call it.
    value
        The figure.
    kind
        What it should be, such as "number of km".
    at_least, above, at_most
        Its range.
    finite
        Whether infinity is refused; what is larger than `LARGEST` and not infinite always is.
    divides
        Whether something is divided by it: then what is nearer to 0 than `SMALLEST` is refused.

    Raises
    ------
    InputError
        If it is not.

    Examples
    --------
    >>> check_number("share", 1.5, at_least=0, at_most=1)
    Traceback (most recent call last):
    clusterer.errors.InputError: share = 1.5 must be a number from 0 to 1
    """
    # NaN, which is in no range, stands for what is no number at all.
    real = isinstance(value, Real) and not isinstance(value, bool)
    number = _as_float(value) if real else math.nan
    within = at_least <= number <= at_most and (number > above or above == -math.inf)
    infinite = finite and math.isinf(number)
    if infinite or not within:
        wanted = f"{'finite ' if infinite else ''}{kind}{_range(at_least, above, at_most)}"
        raise InputError(f"{what} = {shown(value)} must be a {wanted}")
    if LARGEST < abs(number) < math.inf:
        raise InputError(
            f"{what} = {shown(value)} is too large to calculate with; give one of up to "
            f"{LARGEST:g} in size"
        )
    if divides and 0 < abs(number) < SMALLEST:
        raise InputError(
            f"{what} = {shown(value)} is too near to 0 to calculate with; give "
            f"{SMALLEST:g} or more{' or 0' if at_least <= 0 and above < 0 else ''}"
        )


def check_whole(
    what: str,
    value: object,
    *,
    kind: str = "whole number",
    at_least: int,
    at_most: float = math.inf,
) -> None:
    """Check that a figure is a whole number in its range.

    Raises
    ------
    InputError
        If it is not.
    """
    number = int(value) if isinstance(value, Integral) and not isinstance(value, bool) else None
    if number is not None and abs(number) > LARGEST_WHOLE and at_most == math.inf:
        raise InputError(
            f"{what} = {shown(value)} is too large to calculate with; give one of up to "
            f"{LARGEST_WHOLE:,} in size"
        )
    if number is None or not at_least <= number <= at_most:
        wanted = f"{kind}{_range(at_least, -math.inf, at_most)}"
        raise InputError(f"{what} = {shown(value)} must be a {wanted}")


def plain_seconds(seconds: float | None, what: str = "time_limit") -> float:
    """Return how long something may take, infinite for None; checked.

    A plain float: a clock that runs for days overflows a NumPy number of half precision.

    Raises
    ------
    InputError
        If it is no number of seconds.
    """
    if seconds is None:
        return math.inf
    check_number(what, seconds, kind="number of seconds", above=0, finite=False)
    return float(seconds)


def check_progress(progress: object) -> None:
    """Check what is to be told of progress: True for a bar, or a function.

    Raises
    ------
    InputError
        If it is neither, nor None or False.
    """
    if progress is not None and not isinstance(progress, bool) and not callable(progress):
        raise InputError(
            f"progress = {shown(progress)} must be True, or a function that takes a Progress"
        )


def check_function(what: str, value: object, takes: str) -> None:
    """Check that something is a function.

    Raises
    ------
    InputError
        If it is not.
    """
    if not callable(value):
        raise InputError(f"{what} = {shown(value)} must be a function that takes {takes}")


def check_text(what: str, value: object) -> None:
    """Check that something is a text.

    Raises
    ------
    InputError
        If it is not.
    """
    if not isinstance(value, str):
        raise InputError(f"{what} = {shown(value)} must be a text")


def check_flag(what: str, value: object) -> None:
    """Check that a figure is yes or no; a text such as "no" is none, and would pass for yes.

    Raises
    ------
    InputError
        If it is neither.
    """
    if not isinstance(value, (bool, np.bool_)):
        raise InputError(f"{what} = {shown(value)} must be True or False")


def check_one_of(what: str, value: object, choices: tuple[str, ...]) -> None:
    """Check that a word is one of a few.

    Raises
    ------
    InputError
        If it is none of them.

    Examples
    --------
    >>> check_one_of("form", "cubic", ("affine", "power"))
    Traceback (most recent call last):
    clusterer.errors.InputError: form = 'cubic' must be 'affine' or 'power'
    """
    if not isinstance(value, str) or value not in choices:
        raise InputError(f"{what} = {shown(value)} must be {' or '.join(map(repr, choices))}")


def _range(at_least: float, above: float, at_most: float) -> str:
    if at_most < math.inf and above > -math.inf:
        return f" above {above:g}, {at_most:,g} at most"
    if at_most < math.inf:
        return f" from {at_least:,g} to {at_most:,.0f}"
    if above > -math.inf:
        return f" above {above:g}"
    return f", {at_least:g} or more" if at_least > -math.inf else ""
