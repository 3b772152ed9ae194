"""What a rule is: a yes or no for each cluster."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer._support.inheritance import leave_out_outdated
from clusterer._support.own_words import own_words
from clusterer._support.wording import described
from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.rules.mip_form import RuleForm
from clusterer.terms.base import Term


class Rule(ABC):
    """What a cluster may be.

    A rule of your own is a subclass with the method `allows`. A hereditary rule, one
    that a cluster can only break further by growing, should also say so with `pruning`:
    then the enumeration never visits what it forbids. One that allows few clusters can list
    them with `listing`: then there is no enumeration at all. The rules here compare numbers with
    their thresholds as `Interval.holds` does, which forgives rounding. The text of a rule, which
    messages show, is its ``repr``: its class and its attributes, unless you write another. Reports
    show `in_words`: the first sentence of the docstring of your class, unless you write another.

    A subclass with an `allows` of its own does not inherit `pruning`, `listing`, `mip_form` and
    `in_words`, which say what another `allows` forbids: it says them again, or has none.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        """Leave out what is inherited from a class that allows something else."""
        super().__init_subclass__(**options)
        leave_out_outdated(cls, Rule, "allows", "pruning", "listing", "mip_form")
        if not cls.__module__.startswith("clusterer."):
            # Those of the library have words that fit all their subclasses.
            leave_out_outdated(cls, Rule, "allows", "in_words")

    def __repr__(self) -> str:
        return described(self)

    @property
    def in_words(self) -> str:
        """The rule in words, for reports and the line below a title.

        Unless overridden, the first sentence of the docstring of its class, and its figures.
        """
        return own_words(self)

    @abstractmethod
    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell for each candidate whether the rule allows it as a cluster."""

    @property
    def reads_costs(self) -> bool:
        """Whether what it allows depends on the terms of the problem, or on its today."""
        return False

    def priced_by(self, terms: Sequence[Term]) -> Rule:  # noqa: ARG002 - for those that override it
        """Return the rule as a problem with these terms holds it.

        A rule that asks what clusters cost takes the terms of its problem in here, unless it has
        some of its own. Each problem calls this, so that a copy with other terms has them at once.
        """
        return self

    def pruning(self, councils: Councils) -> Pruning | None:  # noqa: ARG002 - for overrides
        """Return what the enumeration may cut; every cluster cut must be one not allowed."""
        return None

    def listing(self, councils: Councils) -> list[list[int]] | None:  # noqa: ARG002 - for overrides
        """Return the only clusters that the rule allows, as row numbers; None if they are many.

        Then nothing is enumerated: the candidates are those of them that are connected and that
        all rules allow.
        """
        return None

    def mip_form(self, councils: Councils) -> RuleForm | None:  # noqa: ARG002 - for overrides
        """Return the rule as conditions that a MIP can hold, or None."""
        return None
