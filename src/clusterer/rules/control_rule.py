"""What rules about the control of members have in common."""

from __future__ import annotations

from typing import ClassVar

from clusterer._support.checks import check_number, check_one_of, make_plain
from clusterer.rules.base import Rule
from clusterer.terms.control import CONTROL_MEASURES, ControlMeasure


class ControlRule(Rule):
    """A rule about the control that members of a cluster have, by share or by power."""

    line: ClassVar[str]
    """The field with the control at which the rule draws the line, from 0 to 1."""

    measure: ControlMeasure
    votes: str

    def __post_init__(self) -> None:
        """Check the figures."""
        make_plain(self)
        control = getattr(self, self.line)
        check_number(
            f"{type(self).__name__} {self.line}", control, at_least=0, at_most=1, divides=True
        )
        check_one_of("measure", self.measure, CONTROL_MEASURES)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({getattr(self, self.line):g}, {self._how})"

    @property
    def in_words(self) -> str:
        """Who has how much control."""
        return f"{self._who} {100 * getattr(self, self.line):g}% control, {self._how}"

    _who: ClassVar[str]

    @property
    def _how(self) -> str:
        return f"by {self.measure} of {self.votes}"
