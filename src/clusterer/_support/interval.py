"""An interval of numbers, as rules and limits state it: exactly, at least, at most."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from clusterer._support.checks import check_number
from clusterer._support.wording import amount
from clusterer.errors import InputError

SLACK = 1e-9
"""How far beyond an end a number may lie, for rounding, relative to an end above one."""


def slack(end: float) -> float:
    """Return how far beyond an end a number may lie and still count as at the end.

    ``1e-9 · max(1, |end|)``: 0.1 + 0.2 is at most 0.3, and a square of 2 km is at most 2 km wide
    wherever it lies on the map. All rules and limits compare with this slack and no other; of
    an infinite end it is nothing.
    """
    return SLACK * max(1.0, abs(end)) if math.isfinite(end) else 0.0


@dataclass(frozen=True)
class Interval:
    """The numbers from `low` to `high`, both included; infinite where unbounded."""

    low: float
    high: float

    @classmethod
    def stated(
        cls,
        what: str,
        *,
        exactly: float | None = None,
        at_least: float | None = None,
        at_most: float | None = None,
    ) -> Interval:
        """Return the interval that a rule or limit states.

        Raises
        ------
        InputError
            If nothing is stated, if the statements contradict each other or are not finite
            numbers.
        """
        ends = {"exactly": exactly, "at_least": at_least, "at_most": at_most}
        given = {name: value for name, value in ends.items() if value is not None}
        if not given:
            raise InputError(f"{what} states nothing; give it a bound, such as at_most=...")
        for name, value in given.items():
            check_number(f"{what} {name}", value, finite=False)
            if math.isinf(value):
                raise InputError(
                    f"{what} {name} = {value:g} must be a finite number; where there is no bound, "
                    f"leave {name} out"
                )
        if exactly is not None:
            if len(given) > 1:
                raise InputError(
                    f"{what} states exactly = {amount(exactly)} and a bound; give only one"
                )
            return cls(exactly, exactly)
        low = -math.inf if at_least is None else at_least
        high = math.inf if at_most is None else at_most
        if low > high + slack(high):
            raise InputError(
                f"{what} asks for at least {amount(low)} and at most {amount(high)}: no number is "
                "both; correct one of them"
            )
        return cls(low, high)

    @classmethod
    def up_to(cls, end: float) -> Interval:
        """Return the numbers of at most `end`."""
        return cls(-math.inf, end)

    @classmethod
    def from_on(cls, end: float) -> Interval:
        """Return the numbers of at least `end`."""
        return cls(end, math.inf)

    @overload
    def holds(self, number: float) -> bool: ...
    @overload
    def holds(self, number: NDArray[np.float64]) -> NDArray[np.bool_]: ...
    def holds(self, number: Any) -> Any:
        """Tell whether a number, or each of an array, lies within, or beyond by rounding alone.

        Examples
        --------
        >>> Interval.up_to(0.3).holds(0.1 + 0.2), Interval.up_to(0.3).holds(0.300001)
        (True, False)
        """
        return (number >= self.lowest) & (number <= self.highest)

    @property
    def lowest(self) -> float:
        """The least number that counts as within: `low` less its slack."""
        return self.low - slack(self.low)

    @property
    def highest(self) -> float:
        """The greatest number that counts as within: `high` and its slack."""
        return self.high + slack(self.high)

    @property
    def widened(self) -> Interval:
        """The interval with its slack, to which as much slack is added again.

        For what is thrown away unseen: that must be outside for sure, though the number was
        rounded otherwise, in a sum in another order say, than when it is compared in the end.
        """
        return Interval(self.lowest, self.highest)

    def __str__(self) -> str:
        if self.low == self.high:
            return f"exactly {amount(self.low)}"
        ends = []
        if self.low > -math.inf:
            ends.append(f"at least {amount(self.low)}")
        if self.high < math.inf:
            ends.append(f"at most {amount(self.high)}")
        return " and ".join(ends) or "any number"
