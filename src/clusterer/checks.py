"""Checks of the single figures that a user gives; a message says what would be right."""

from __future__ import annotations

import math
from numbers import Integral, Real

from clusterer.errors import InputError
from clusterer.wording import shown


def check_number(
    what: str,
    value: object,
    *,
    kind: str = "number",
    at_least: float = -math.inf,
    above: float = -math.inf,
    at_most: float = math.inf,
    finite: bool = True,
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
        Whether infinity is refused.

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
    number = float(value) if isinstance(value, Real) and not isinstance(value, bool) else math.nan
    within = at_least <= number <= at_most and (number > above or above == -math.inf)
    infinite = finite and math.isinf(number)
    if infinite or not within:
        wanted = f"{'finite ' if infinite else ''}{kind}{_range(at_least, above, at_most)}"
        raise InputError(f"{what} = {shown(value)} must be a {wanted}")


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
    if number is None or not at_least <= number <= at_most:
        wanted = f"{kind}{_range(at_least, -math.inf, at_most)}"
        raise InputError(f"{what} = {shown(value)} must be a {wanted}")


def check_one_of(what: str, value: object, choices: tuple[str, str]) -> None:
    """Check that a word is one of two.

    Raises
    ------
    InputError
        If it is neither.

    Examples
    --------
    >>> check_one_of("form", "cubic", ("affine", "power"))
    Traceback (most recent call last):
    clusterer.errors.InputError: form = 'cubic' must be 'affine' or 'power'
    """
    if value not in choices:
        raise InputError(f"{what} = {value!r} must be {' or '.join(map(repr, choices))}")


def _range(at_least: float, above: float, at_most: float) -> str:
    if at_most < math.inf and above > -math.inf:
        return f" above {above:g}, {at_most:,g} at most"
    if at_most < math.inf:
        return f" from {at_least:,g} to {at_most:,.0f}"
    if above > -math.inf:
        return f" above {above:g}"
    return f", {at_least:g} or more" if at_least > -math.inf else ""
