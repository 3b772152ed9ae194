"""What a report is made of: a plan, and what is known about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from clusterer.business_cases import BusinessCase
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation
from clusterer.questions.appraisal import Appraisal
from clusterer.questions.consent.result import Consent
from clusterer.questions.frontier_plans import Frontier
from clusterer.questions.ranked import Ranked
from clusterer.questions.roadmap.path import Roadmap
from clusterer.questions.sweeps.ranged import Ranging
from clusterer.questions.sweeps.swept import Sweep
from clusterer.reports.by_council import Partition, by_council
from clusterer.reports.certified import Certified
from clusterer.reports.figures_at_ends import COLUMNS, at_ends
from clusterer.reports.formats import CHANGE, MONEY, Format
from clusterer.reports.words import pounds
from clusterer.solving.proof import Proved


@dataclass(frozen=True, eq=False, kw_only=True)
class Material:
    """What is at hand for a report; chapters take what they need.

    Attributes
    ----------
    plan
        The plan, or any partition; None for a business case alone.
    case
        Its business case; None if the terms have none.
    appraisal, ranked, ranging, sweep, frontier
        Further results about its problem; None if there are none.
    consents, roadmaps
        Further results about the plan.
    bargain
        What members could bargain for, if they would not all stay by the key of a consent; None if
        that was not worked out.
    no_way
        Why there is no way to the plan under what was asked, in sentences; "" if there is one, or
        none was asked for.
    certified
        What its certificate proves, which was checked; None if none was given.
    left_out
        What was not worked out and why, a sentence each.
    """

    plan: Partition | None
    case: BusinessCase | None = None
    appraisal: Appraisal | None = None
    ranked: Ranked | None = None
    ranging: Ranging | None = None
    sweep: Sweep | None = None
    frontier: Frontier | None = None
    consents: tuple[Consent, ...] = ()
    bargain: Consent | None = None
    roadmaps: tuple[Roadmap, ...] = ()
    no_way: str = ""
    certified: Certified | None = None
    left_out: tuple[str, ...] = field(default=())

    @cached_property
    def evaluations(self) -> dict[str, Evaluation]:
        """The partition of each service by its name; of a plan of one problem, under ""."""
        if isinstance(self.plan, PortfolioEvaluation):
            return dict(self.plan.services)
        return {} if self.plan is None else {"": self.plan}

    @property
    def single(self) -> Evaluation | None:
        """The plan, if it is of one problem."""
        return self.plan if isinstance(self.plan, Evaluation) else None

    @cached_property
    def ends(self) -> pd.DataFrame:
        """What the plan saves with one figure at an end of its range, as `at_ends` has it."""
        empty = pd.DataFrame(columns=list(COLUMNS))
        return empty if self.plan is None else at_ends(self.plan)

    @cached_property
    def by_council(self) -> pd.DataFrame:
        """What the plan is for each council."""
        assert self.plan is not None
        return by_council(self.plan, self.consents)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the councils."""
        first = next(iter(self.evaluations.values()), None)
        return () if first is None else first.councils.names

    @property
    def option(self) -> str:
        """What the plan is called among the options; "" if it is none of them."""
        if self.appraisal is None:
            return ""
        options = {name: self.appraisal[name] for name in self.appraisal.names}
        found = next((name for name, one in options.items() if one is self.plan), "")
        return found or next(
            (name for name, one in options.items() if grouping(one) == grouping(self.single)), ""
        )

    @property
    def proved(self) -> Proved | None:
        """The plan, if a solve made it and says what is proved."""
        return self.plan if isinstance(self.plan, Proved) else None

    @property
    def is_optimal(self) -> bool:
        """Whether it is proved that no plan is cheaper: by the solve, or by a certificate."""
        return any(
            (
                self.proved is not None and self.proved.status == "optimal",
                self.certified is not None and self.certified.is_optimal,
            )
        )

    @property
    def bound(self) -> float:
        """The £m that every plan is proved to cost at least; −∞ if nothing is proved."""
        known = [one.bound for one in (self.proved, self.certified) if one is not None]
        return max(known, default=-math.inf)

    @property
    def has_costs(self) -> bool:
        """Whether there is anything to weigh."""
        return any(one.problem.terms for one in self.evaluations.values())

    @property
    def is_illustrative(self) -> bool:
        """Whether some of its figures are defaults that come with the model."""
        return any("illustrative" in one.assumptions for one in self.evaluations.values())

    @property
    def is_money(self) -> bool:
        """Whether costs are £m, and not measures of the user's own.

        A term of the library is money, and so is one that says when its money falls.
        """
        terms = [term for one in self.evaluations.values() for term in one.problem.terms]
        return self.case is not None or any(
            type(term).__module__.startswith("clusterer.terms.")
            and type(term).__name__ != "FunctionTerm"
            for term in terms
        )

    @property
    def money(self) -> Format:
        """How amounts are written in tables."""
        return MONEY if self.is_money else Format(decimals=2)

    @property
    def change(self) -> Format:
        """How amounts more or less are written in tables."""
        return CHANGE if self.is_money else Format(decimals=2, sign=True)

    def amount(self, money: float) -> str:
        """Return an amount in words, without its sign."""
        return pounds(money) if self.is_money else f"{abs(money):,.4g}"

    def signed(self, money: float) -> str:
        """Return an amount in words, with a minus if it is below 0."""
        words = self.amount(money)
        return f"−{words}" if money < 0 and words != self.amount(0.0) else words

    @property
    def baseline(self) -> str:
        """What savings are against, in words."""
        today = self.plan is not None and self.plan.today_cost is not None
        return "going on as today" if today else "all councils staying on their own"


def grouping(one: Evaluation | None) -> frozenset[frozenset[int]]:
    """Return the clusters of a partition as row numbers, whatever they are called."""
    if one is None:
        return frozenset()
    return frozenset(map(frozenset, one.arguments()["clusters"].values()))
