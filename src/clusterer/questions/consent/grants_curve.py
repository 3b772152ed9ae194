"""What a flat grant buys: every step at which something else forms."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterer import display
from clusterer._support import interrupts
from clusterer._support.checks import check_number, plain_seconds
from clusterer._support.wording import separator
from clusterer.candidates.shares import Shares
from clusterer.errors import InputError, NoPlanFoundError
from clusterer.model.problem import Evaluation, Problem
from clusterer.questions.consent.curve_steps import Step, steps
from clusterer.questions.consent.forming import all_that_hold
from clusterer.questions.consent.keyed_game import KeyedGame
from clusterer.questions.consent.notes import against_alone
from clusterer.questions.consent.outcome import Voluntary, evaluated
from clusterer.questions.consent.voluntary import check_problem
from clusterer.search.solution import OutOfTime, Watch

logger = logging.getLogger(__name__)

_SHOWN = 40
"""Rows of a table in a notebook."""

_MOST = 10
"""So many partitions that hold are looked for at a step."""


def grants_curve(problem: Problem, shares: Any, *, time_limit: float | None = None) -> GrantsCurve:
    """Say what a flat grant buys, for each council that joins a shared cluster: all steps, exactly.

    Parameters
    ----------
    problem
        The problem. Its candidates must be few enough to list.
    shares
        The key, as for `voluntary`; no mixture, under which nothing or several may hold.
    time_limit
        Seconds after which the steps that are known are returned.

    Returns
    -------
    GrantsCurve
        The steps, from no grant on.

    Raises
    ------
    InputError
        If an argument is not usable, or the key is a mixture.
    NoPlanFoundError
        If the time was up before the first step.
    TooManyCandidatesError
        If the candidates are too many to list.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> curve = cl.grants_curve(problem, "population")
    >>> print(curve.table[["grant", "paid", "saving"]].head(3).round(3))
       grant    paid   saving
    0  0.000   0.000   95.939
    1  0.009   0.204  100.824
    2  0.647  15.537  113.647
    """
    check_problem("grants_curve", problem)
    watch = Watch(plain_seconds(time_limit))
    key = Shares.of(problem.councils, shares)
    if not key.ranks:
        raise InputError(
            f"grants_curve takes one key, not a mixture ({key.words}): under a mixture several "
            "partitions may hold at a grant, or none; ask voluntary(problem, shares, grants=...)"
        )
    found: list[Step] = []
    complete = False
    try:
        with interrupts.noted():
            game = KeyedGame.of(
                problem, key, np.zeros(len(problem.councils)), lambda _: watch.check()
            )
            found.extend(steps(game, watch.check))
            complete = True
    except (OutOfTime, KeyboardInterrupt):
        logger.warning("stopped; the steps that are known are kept")
    if not found:
        raise NoPlanFoundError("stopped before the first step was known; allow more time")
    return GrantsCurve(game, found, complete=complete)


class GrantsCurve:
    """What forms by itself, by the flat grant for each council that joins a shared cluster.

    `grants_curve` makes one. A larger grant does not always save more: it may let a cluster form
    that breaks up better ones.

    Parameters
    ----------
    game
        Who may form what, without grants.
    found
        The steps, by rising grant.
    complete
        Whether these are all.
    """

    def __init__(self, game: KeyedGame, found: Sequence[Step], *, complete: bool) -> None:
        self._game, self._steps, self._complete = game, tuple(found), complete

    @property
    def problem(self) -> Problem:
        """The problem."""
        return self._game.problem

    @property
    def key(self) -> str:
        """The key, in words."""
        return self._game.shares.words

    @property
    def complete(self) -> bool:
        """Whether all steps are there, whatever the grant."""
        return self._complete

    def __len__(self) -> int:
        return len(self._steps)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a step: what holds from its grant up to that of the next.

        ``grant``, in £m for each member of a shared cluster; ``paid``, in all; ``saving``, against
        all councils alone, before grants; ``net``, after them; ``shared``, how many clusters have
        two members or more; ``alone``, how many councils are in none; ``largest``, the members of
        the largest; and ``outcome``, the members of all shared clusters. Where some share today, to
        stand alone costs them their exits.
        """
        game, rows = self._game, []
        names = np.array(game.problem.councils.names, dtype=object)
        between = separator(names)
        for step in self._steps:
            sizes = game.sets.size[step.chosen]
            joined = int(sizes[sizes > 1].sum())
            saving = game.alone.sum() - game.costs[step.chosen].sum()
            shared = [k for k in step.chosen if game.shared[k]]
            rows.append(
                {
                    "grant": step.grant,
                    "paid": step.grant * joined,
                    "saving": saving,
                    "net": saving - step.grant * joined,
                    "shared": len(shared),
                    "alone": game.n - joined,
                    "largest": int(sizes.max()),
                    "outcome": " | ".join(
                        between.join(names[game.sets.positions(k)]) for k in shared
                    ),
                }
            )
        return pd.DataFrame(rows)

    def at(self, grant: float) -> Voluntary:
        """Return what forms at a flat grant, with its margin.

        The ``saving`` of the table is its ``saving_against_alone``.

        Raises
        ------
        InputError
            If the grant is below 0, or beyond the steps that are known.
        """
        check_number("grant", grant, kind="number of £m", at_least=0)
        if not self.complete and grant > self._steps[-1].grant:
            raise InputError(
                f"the steps are known up to a grant of £{self._steps[-1].grant:,.6f}m only; allow "
                "more time"
            )
        game = self._game.granting(np.full(self._game.n, float(grant)))
        return Voluntary(game, all_that_hold(game, most=_MOST, proceed=lambda: None))

    def outcome(self, step: int) -> Evaluation:
        """Return what forms at a step, by its row in the table."""
        return evaluated(self._game, self._steps[step].chosen)

    @property
    def headline(self) -> str:
        """One sentence with what matters most, and the game it belongs to."""
        table = self.table
        most = int(table["saving"].to_numpy().argmax())
        net = int(table["net"].to_numpy().argmax())
        words = (
            f"shares {self.key}, {len(self)} step{'' if len(self) == 1 else 's'}: "
            f"£{table['saving'].iloc[0]:,.1f}m are saved"
            f"{against_alone(self.problem)} without a grant"
        )
        if most:
            words += (
                f", at most £{table['saving'].iloc[most]:,.1f}m, for grants of "
                f"£{table['grant'].iloc[most]:,.3f}m each and £{table['paid'].iloc[most]:,.1f}m in "
                "all"
            )
        if net:
            words += f"; after grants, £{table['grant'].iloc[net]:,.3f}m each saves most"
        elif most:
            words += "; after grants, none saves most"
        return words if self.complete else f"{words}; stopped, there may be more steps"

    def plot(
        self, ax: Axes | None = None, *, best: float | None = None, title: str | None = None
    ) -> Axes:
        """Draw what the councils save, and what is paid, by the grant.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        best
            The £m that the best plan saves against all councils alone, its
            ``saving_against_alone``, for a line to compare with; no line unless given.
        title
            What to write above; the headline unless given, nothing for "".
        """
        return display.draw_grants_curve(
            self.table.assign(granted=self._game.n - self.table["alone"]),
            best=best,
            ax=ax,
            title=self.headline if title is None else title,
            subtitle=self.outcome(0).assumptions,
        )

    def __repr__(self) -> str:
        return f"<GrantsCurve: {self.headline}>"

    def _repr_html_(self) -> str:
        shown = self.table.drop(columns="outcome").head(_SHOWN)
        return f"<p><b>{escape(self.headline)}</b></p>{shown.to_html()}"
