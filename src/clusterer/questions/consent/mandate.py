"""What a mandate is worth: the best plan, against what forms by itself, and what harms nobody."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from clusterer import display
from clusterer._support.checks import check_progress, check_whole, plain_seconds
from clusterer.candidates.shares import POUND, Shares, plain_shares
from clusterer.display.shown import ShownAsTable
from clusterer.errors import InfeasibleError, NoPlanFoundError
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.consent.notes import against_alone
from clusterer.questions.consent.outcome import Voluntary
from clusterer.questions.consent.voluntary import check_problem, voluntary
from clusterer.rules import NobodyWorse
from clusterer.search.solution import Progress, Watch
from clusterer.solving.plan import Plan
from clusterer.solving.solve import solve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

logger = logging.getLogger(__name__)

BEST, NOBODY, BY_ITSELF = "best plan", "nobody worse off", "by itself"
"""The rows of the table."""


@dataclass(frozen=True, eq=False, repr=False)
class Mandate(ShownAsTable):
    """What a mandate is worth under a key.

    `mandate` makes one. A council is worse off if it pays more by the key than alone; or, where the
    problem starts from today, than it pays today by the same key.

    Attributes
    ----------
    best
        The cheapest plan, which somebody has to order if it does not form by itself.
    nobody_worse
        The cheapest plan in which nobody is worse off; None if there is none.
    by_itself
        The cheapest of what forms by itself; None if nothing holds, as may be under a mixture.
    key
        The key, in words.
    why_not
        Why one of these is missing, in words; empty if all are there.
    """

    best: Plan
    nobody_worse: Plan | None
    by_itself: Voluntary | None
    key: str
    why_not: str = ""
    _shares: Any = None

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row each: the best plan, the best with nobody worse off, and what forms by itself.

        ``cost``, and ``bound``, what any such costs at least; ``saving``, against all councils
        alone, which costs those who share today their exits; ``more``, the cost above the best
        plan; ``shared``, how many clusters have two members or more; ``alone``, how many councils
        are in none; ``worse_off``, how many pay more by the key than today or else alone, and
        ``loss``, how much more in all. In £m. What is missing is NaN.
        """
        rows = [self._row(self.best, self.best.bound)]
        rows.append(self._row(self.nobody_worse, getattr(self.nobody_worse, "bound", math.nan)))
        rows.append(self._row(self.by_itself, self._bound_by_itself))
        return pd.DataFrame(rows, index=pd.Index([BEST, NOBODY, BY_ITSELF], name="plan"))

    @property
    def worth(self) -> float:
        """The £m that the best plan saves more than what forms by itself; NaN if nothing does."""
        return float(self.table["more"].iloc[2])

    @property
    def headline(self) -> str:
        """One sentence with what matters most, and the game it belongs to."""
        best, nobody, alone = (self.table.loc[name] for name in (BEST, NOBODY, BY_ITSELF))
        words = f"shares {self.key}: the best plan saves £{best['saving']:,.1f}m"
        words += against_alone(self.best.problem)
        if best["worse_off"]:
            many = int(best["worse_off"])
            words += f" but leaves {many} council{'' if many == 1 else 's'} worse off than "
            words += _before(self.best.problem)
        if self.nobody_worse is not None:
            words += f"; with nobody worse off £{nobody['saving']:,.1f}m can be saved"
        if self.by_itself is not None:
            words += f"; £{alone['saving']:,.1f}m forms by itself"
        return f"{words}; {self.why_not}" if self.why_not else words

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw what each of the three plans saves, and what those lose who are worse off by it.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        return display.draw_mandate(
            self.table,
            ax,
            title=self.headline if title is None else title,
            subtitle=self.best.assumptions,
        )

    @property
    def _note(self) -> str:
        return self.best.assumptions

    @property
    def _bound_by_itself(self) -> float:
        """What anything that forms by itself costs at least."""
        outcome = self.by_itself
        if outcome is None:
            return math.nan
        if outcome.all_others:  # The cheapest of all that hold.
            return min([outcome.objective, *(other.objective for other in outcome.others)])
        # Whatever forms keeps the rules, though not the limits.
        return self.best.bound if not self.best.problem.limits else -math.inf

    def _row(self, partition: Evaluation | None, bound: float) -> dict[str, float]:
        if partition is None:
            names = ("cost", "bound", "saving", "more", "shared", "alone", "worse_off", "loss")
            return dict.fromkeys(names, math.nan)
        loss = -partition.charged(self._shares)["saving"].to_numpy()
        sizes = partition.clusters["size"]
        return {
            "cost": partition.objective,
            "bound": bound,
            "saving": partition.saving_against_alone,
            "more": partition.objective - self.best.objective,
            "shared": int((sizes > 1).sum()),
            "alone": int((sizes == 1).sum()),
            "worse_off": int((loss > POUND).sum()),
            "loss": float(loss[loss > POUND].sum()),
        }

    @property
    def _shown(self) -> pd.DataFrame:
        table = self.table
        words = {}
        for column in table:
            whole = column in ("shared", "alone", "worse_off")
            form = "{:,.0f}" if whole else "{:,.3f}"
            words[column] = ["" if np.isnan(x) else form.format(x) for x in table[column]]
        return pd.DataFrame(words, index=table.index)


def mandate(
    problem: Problem,
    shares: Any,
    *,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | bool | None = None,
    seed: int = 0,
) -> Mandate:
    """Say what a mandate is worth: the best plan against what comes without one.

    Parameters
    ----------
    problem
        The problem. Its candidates must be few enough to list.
    shares
        The key, as for `voluntary`.
    time_limit
        Seconds for all of it.
    progress
        As for `solve`, for the best plan.
    seed
        As for `solve`.

    Returns
    -------
    Mandate
        The best plan, the best in which nobody is worse off, and what forms by itself.

    Raises
    ------
    InputError
        If an argument is not usable.
    InfeasibleError
        If there is no plan.
    NoPlanFoundError
        If the time was up before a plan was found.
    TooManyCandidatesError
        If the candidates are too many to list.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> worth = cl.mandate(problem, "population")
    >>> print(worth.table[["saving", "more", "worse_off"]].round(1).rename_axis(None))
                      saving  more  worse_off
    best plan          145.8   0.0          5
    nobody worse off   131.3  14.5          0
    by itself           95.9  49.9          0
    """
    check_problem("mandate", problem)
    watch = Watch(plain_seconds(time_limit))
    check_progress(progress)
    check_whole("seed", seed, at_least=0, at_most=2**31 - 1)
    shares = plain_shares(shares)
    key = Shares.of(problem.councils, shares)
    best = solve(problem, time_limit=time_limit, progress=progress, seed=seed)
    reasons = []
    nobody_worse: Plan | None = None
    by_itself: Voluntary | None = None
    try:
        fair = problem.replace(rules=[*problem.rules, NobodyWorse(shares)])
        nobody_worse = solve(fair, time_limit=_left(watch), seed=seed)
    except InfeasibleError:
        reasons.append(f"no plan leaves nobody worse off than {_before(problem)}")
    except NoPlanFoundError:
        reasons.append("no time was left to look for a plan with nobody worse off")
    try:
        by_itself = voluntary(problem, shares, time_limit=_left(watch), seed=seed)
    except InfeasibleError:
        reasons.append("nothing holds by itself")
    except NoPlanFoundError:
        reasons.append("no time was left to find what forms by itself")
    return Mandate(best, nobody_worse, by_itself, key.words, "; ".join(reasons), shares)


def _before(problem: Problem) -> str:
    """Say what a charge is compared with."""
    return "alone" if problem.today is None else "today"


def _left(watch: Watch) -> float | None:
    """Return the seconds that are left; a moment, if none are."""
    left = watch.remaining()
    return None if math.isinf(left) else max(left, 0.01)
