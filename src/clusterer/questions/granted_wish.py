"""What a wish costs: the best plan that grants it, beside the plan that was asked about."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from clusterer import display
from clusterer.display.shown import ShownAsTable
from clusterer.model.problem import Evaluation
from clusterer.questions.granting import Granted
from clusterer.questions.regrouping import Regrouping
from clusterer.questions.switching import switching_values
from clusterer.questions.wishes import Wish
from clusterer.search.solution import Progress, tolerance
from clusterer.solving.plan import Plan
from clusterer.solving.proof import Proof

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NOTE = "A region is the councils whose clusters change into each other."


@dataclass(frozen=True, eq=False, repr=False)
class WhyNot(ShownAsTable):
    """What a wish costs more than a plan, or what forbids it.

    `why_not` makes one.

    Attributes
    ----------
    of
        The plan that was asked about.
    wish
        What was wished.
    """

    of: Evaluation
    wish: Wish
    _granted: Granted

    @cached_property
    def evaluation(self) -> Evaluation | None:
        """What the wish comes to; None if there is no plan with it, or none was found in time.

        That is `plan`; or, for a grouping that breaks rules, the grouping all the same.
        """
        solution = self._granted.solution
        if solution.clusters is None:
            return None
        clusters = sorted(solution.clusters, key=lambda members: (-len(members), members))
        problem = self.of.problem
        # Under the wish: only so is it the best plan of its problem.
        problem = problem.replace(rules=[*problem.rules, *self.wish.rules])
        return problem.evaluate_rows(dict(enumerate(clusters, start=1)))

    @cached_property
    def plan(self) -> Plan | None:
        """The best plan with the wish granted; None if there is none, or none was found in time.

        Its problem has the wish as rules, so that "optimal" says that no plan with it is cheaper.
        """
        evaluation, solution = self.evaluation, self._granted.solution
        if evaluation is None or not evaluation.feasible:
            return None
        proof = Proof.of(
            evaluation.objective,
            solution.bound,
            seconds=self._granted.seconds,
            n_candidates=self._granted.n_candidates,
            word_of=solution.word_of,
        )
        return Plan(evaluation, proof)

    @property
    def reason(self) -> str | None:
        """Which rules and limits forbid the wish, in words; None if none does."""
        evaluation = self.evaluation
        broken = "; ".join(() if evaluation is None else evaluation.broken)
        return broken or self._granted.reason or None

    @property
    def price(self) -> float:
        """How much more than the plan it costs, in £m.

        Infinite if no plan grants the wish; NaN if none was found in time. Negative only if the
        plan that was asked about is not the best.
        """
        solution = self._granted.solution
        if solution.clusters is None:
            return math.inf if self._granted.proved else math.nan
        return self._more(solution.objective)

    @property
    def price_bound(self) -> float:
        """How much more any plan with the wish costs at least, in £m: `price` if it is proved."""
        if self._granted.proved:
            return self.price
        return self._more(self._granted.solution.bound)

    @property
    def proved(self) -> bool:
        """Whether it is proved that the wish can be had for no less, or not at all."""
        return self._granted.proved

    @property
    def by_term(self) -> pd.DataFrame:
        """A row a term and one for the total, in £m: ``plan``, ``with_wish``, and ``more``.

        Only the first is there if no plan grants the wish.
        """
        costs = self._found.compare(self.of).costs
        told = costs[["other", "this", "difference"]].set_axis(
            ["plan", "with_wish", "more"], axis=1
        )
        if self.evaluation is None:
            told[["with_wish", "more"]] = math.nan
        return told

    @property
    def by_council(self) -> pd.DataFrame:
        """A row a council whose cluster changes, by index label.

        Its ``name``; whether the wish has it ``named``, and whether it ``moves``; the other members
        that it ``gains`` and ``loses``; ``size_before``, ``size_after``, ``host_before`` and
        ``host_after`` of its cluster; and its ``region`` in `by_region`, which has the money: only
        a key for sharing could split the cost of a cluster among its members.

        Those who move are the fewest councils that must change cluster, to come from the plan to
        the other; of others the cluster changes around them. Where several sets are as small, it is
        one of them, with as many of the named as may be.
        """
        return self._changes.by_council

    @property
    def by_region(self) -> pd.DataFrame:
        """A row a region: councils whose clusters change into each other, and into no others.

        How many ``councils`` it has; its clusters ``before`` and ``after``, in words; what they
        cost, ``cost_before`` and ``cost_after``, and how much ``more`` that is, in £m. The regions
        have no council in common, and what they cost more adds up to the price.
        """
        return self._changes.by_region

    @property
    def moved(self) -> list[Hashable]:
        """Who else moves: those who must change cluster and whom the wish does not name."""
        ids = self.of.councils.ids
        return [ids[row] for row in self._changes.movers if row not in self.wish.named]

    def switching(
        self,
        parameter: str | None = None,
        *,
        bounds: tuple[float, float] | None = None,
        time_limit: float | None = None,
        progress: Callable[[Progress], None] | bool | None = None,
        seed: int = 0,
    ) -> pd.DataFrame:
        """Find the smallest change of one figure at which the wish costs nothing.

        For each value that is looked at, the best plan is found with the wish and without it. Most
        figures, such as prices and shares, enter the cost of a plan linearly. Then the value is
        exact, and it is proved that the wish costs more at all values that are nearer to the
        present one: between two values, the cost with the wish lies above the chord, and the best
        plan costs no more than any plan that is known. Of whole numbers, such as years, each one
        is tried, the nearest first; that proves the same. All other figures, such as a discount
        rate, are tried at steps, and what lies between the first value at which the wish costs
        nothing and the one before is halved. There ``proved`` is false: the wish may also cost
        nothing somewhere between two values that were tried.

        Parameters
        ----------
        parameter
            Which figure: ``"scale.benefit_realisation"`` for that of one term, or
            ``"benefit_realisation"`` for all terms that have it; ``"it.unit_cost"`` for a figure of
            a service. All figures of the terms, but not of services, unless given; one that several
            terms share, such as ``horizon``, is changed in all of them.
        bounds
            Where to look, for a given parameter. Unless given, the range that
            `datasets.model_parameters` or `datasets.services` publishes; where there is none, from
            a quarter to four times the present value.
        time_limit
            Seconds after which what is found so far is returned.
        progress
            As for `solve`.
        seed
            As for `solve`.

        Returns
        -------
        pandas.DataFrame
            A row a parameter: its value ``now``; the ``switching`` value, missing if there is
            none; ``change``, as a part of the present value; ``proved``, whether no smaller change
            does it, or none in the whole range; ``still``, a value nearer to the present one at
            which the wish was solved again and costs ``price_still`` more; ``price_there``, what
            it costs more at the switching value, where it was solved again too; ``low``, ``high``,
            and what the range is, ``range``; ``step``, how far apart the values are that were
            tried, none where the figure enters linearly; and ``note``.

        Raises
        ------
        InputError
            If there is no such figure.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(2)])
        >>> answer = cl.why_not(cl.solve(problem), together=["Camden", "Islington"])
        >>> found = answer.switching("scale.benefit_realisation")
        >>> found["now"].item(), round(found["switching"].item(), 3)
        (0.6, 0.426)
        """
        return switching_values(
            self.of.problem,
            self.wish,
            parameter,
            bounds=bounds,
            time_limit=time_limit,
            progress=progress,
            seed=seed,
        )

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        wish, price = self.wish.in_words, self.price
        if math.isnan(price):
            return (
                f"{wish}: no plan was found in time; any costs £{self.price_bound:,.3f}m more or "
                "above"
                if math.isfinite(self.price_bound)
                else f"{wish}: not known, as the time was up"
            )
        if price == math.inf:
            return f"{wish}: there is no such plan: {self.reason}"
        if price == 0 and not self._changes.movers:
            return f"{wish}: the plan has that already"
        proof = "" if self.proved else f", and no less than £{self.price_bound:,.3f}m"
        words = f"{wish}: £{abs(price):,.3f}m {'less' if price < 0 else 'more'}{proof}"
        others = "council" if self.wish.is_whole else "other council"
        number = len(self._changes.movers if self.wish.is_whole else self.moved)
        words += f"; {_counted(number, others)} {'moves' if number < 2 else 'move'}"
        return f"{words}; not allowed: {self.reason}" if self.reason else words

    def plot(self, *, title: str | None = None) -> Axes:
        """Draw the plan and the plan with the wish granted side by side.

        Parameters
        ----------
        title
            What to write above; the headline unless given, nothing for "".

        Returns
        -------
        Axes
            The axes of the first map. Their figure has those of both, as
            ``ax.figure.axes``; ``ax.figure.savefig(path)`` writes both maps to a file.
        """
        return display.draw_maps(
            {
                "the plan": self.of.to_geodataframe(),
                "with the wish granted": self._found.to_geodataframe(),
            },
            title=self.headline if title is None else title,
            subtitle=self.of.assumptions,
        )

    @property
    def _found(self) -> Evaluation:
        """What the wish comes to, or the plan itself where it comes to nothing."""
        return self.of if self.evaluation is None else self.evaluation

    def _more(self, cost: float) -> float:
        """Return how much more than the plan that is; nothing where it is only rounding."""
        more = cost - self.of.objective
        return 0.0 if abs(more) < tolerance(self.of.objective) else more

    @cached_property
    def _changes(self) -> Regrouping:
        return Regrouping(self.of, self._found, self.wish.named)

    @property
    def _shown(self) -> pd.DataFrame:
        """The terms, with figures in words."""
        return self.by_term.map(lambda cost: "" if pd.isna(cost) else f"{cost:,.3f}")

    @property
    def _note(self) -> str:
        lines = [
            f"region {number}, {_more(float(row['more']))}: {row['before']}  →  {row['after']}"
            for number, row in self.by_region.iterrows()
        ]
        return "\n".join([*lines, _NOTE if lines else "", f"£m; {self.of.assumptions}"])


def _counted(number: int, one: str) -> str:
    return f"{number or 'no'} {one}{'' if number < 2 else 's'}"


def _more(amount: float) -> str:
    """Return in words how much more something costs."""
    return f"£{abs(amount):,.3f}m {'less' if amount < 0 else 'more'}"
