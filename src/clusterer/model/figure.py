"""One figure of the terms: what it is, where it may lie, and terms with another value of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from clusterer.model.today import Today
from clusterer.terms import Term
from clusterer.terms.today import FromToday

RANGE_PUBLISHED = "published"
"""What the range is called that a table of parameters has."""


@dataclass(frozen=True)
class Part:
    """What one service has of a figure.

    Attributes
    ----------
    service
        Its name.
    now, low, high
        Its own figure, and the range of that.
    weight
        How much the figure of the service counts in that of all together.
    """

    service: str
    now: float
    low: float
    high: float
    weight: float = 1.0


@dataclass(frozen=True)
class Figure:
    """One figure of one term or more.

    Attributes
    ----------
    name
        Such as "coordination.kappa"; only the second part where several terms share it.
    now
        What it is.
    low, high
        The range; NaN if there is none.
    range
        What the range is, in words.
    whole
        Whether it is a whole number, such as of years.
    terms
        The numbers of the terms that have it.
    field
        What it is called there.
    parts
        The services that it belongs to; none if it belongs to the term itself. Of several services,
        the figure is the weighted sum of theirs, and each goes as far through its own range as
        the sum goes through that of all.
    linear
        Whether the cost of each cluster is linear in it once it is settled who hosts. With the best
        hosts, and for the best plan, it is the least of straight lines then: a concave function.
    """

    name: str
    now: float
    low: float
    high: float
    range: str
    whole: bool
    terms: tuple[int, ...]
    field: str
    parts: tuple[Part, ...] = ()
    linear: bool = False

    @property
    def is_published(self) -> bool:
        """Whether the tables of parameters have the range."""
        return self.range == RANGE_PUBLISHED

    def changes(self, value: float, terms: Sequence[Term], today: Today | None) -> dict[str, Any]:
        """Return what `Problem.replace` is to be told for another value of the figure.

        Parameters
        ----------
        value
            The value.
        terms, today
            Those of the problem. Terms without the figure stay the same objects. What leaving costs
            belongs to ``today``, of which a problem makes its term again.

        Raises
        ------
        InputError
            If a term refuses it.
        """
        fields: dict[str, Any] = {}
        own = [k for k in self.terms if not isinstance(terms[k], FromToday)]
        if own:
            changed = list(terms)
            for k in own:
                changed[k] = self._changed(changed[k], int(value) if self.whole else value)
            fields["terms"] = tuple(changed)
        if len(own) < len(self.terms):
            assert today is not None  # Of which the problem made the term.
            fields["today"] = today.with_exit_cost(value)
        return fields

    def within(self, bounds: tuple[float, float]) -> Figure:
        """Return the same with another range."""
        low, high = bounds
        return dataclasses.replace(self, low=low, high=high, range="as given")

    def _changed(self, term: Any, value: float) -> Term:
        change: dict[str, Any] = {self.field: value}
        if self.parts:
            values = self._of_parts(value)
            change = {
                "services": tuple(
                    dataclasses.replace(one, **{self.field: values[one.name]})
                    if one.name in values
                    else one
                    for one in term.services
                )
            }
        changed: Term = dataclasses.replace(term, **change)
        return changed

    def _of_parts(self, value: float) -> dict[str, float]:
        """Return what each service has if all together have a value."""
        if len(self.parts) == 1:
            return {self.parts[0].service: value}
        end = self.high if value > self.now else self.low
        share = (value - self.now) / (end - self.now) if end != self.now else 0.0
        return {
            part.service: part.now
            + share * ((part.high if value > self.now else part.low) - part.now)
            for part in self.parts
        }
