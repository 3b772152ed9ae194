"""What ranging found: from where to where a plan stays the best, and what takes its place."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterer import display
from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.model.figure import Figure
from clusterer.model.figure_words import words_of, written
from clusterer.model.problem import Evaluation
from clusterer.questions.moves import moves_between
from clusterer.questions.sweeps.crossed import Clusters
from clusterer.questions.sweeps.envelope import Piece
from clusterer.questions.sweeps.solved import plan_key
from clusterer.solving.plan import Plan


@dataclass(frozen=True, eq=False)
class Ranged:
    """What is known of one figure.

    Attributes
    ----------
    figure
        The figure.
    pieces
        The pieces of its range, in order; some of them or none, if the rest is not known.
    exact
        Whether they are exact.
    note
        Why there are none, in words.
    """

    figure: Figure
    pieces: tuple[Piece, ...]
    exact: bool
    note: str = ""

    def around(self) -> int:
        """Return the number of the piece that has the present value and its plan."""
        here = [k for k, one in enumerate(self.pieces) if one.start <= self.figure.now <= one.end]
        values = [(self.pieces[k].best.value != self.figure.now, k) for k in here]
        return min(values)[1]


class Ranging:
    """From where to where each figure can go, by itself, while a plan stays the best.

    `ranging` makes one.

    Parameters
    ----------
    plan
        The plan.
    found
        What is known of each figure.
    """

    def __init__(self, plan: Plan, found: tuple[Ranged, ...]) -> None:
        self._plan = plan
        self._found = found

    @property
    def base(self) -> Plan:
        """The plan that the table is about."""
        return self._plan

    @property
    def complete(self) -> bool:
        """Whether all figures are settled."""
        return all(one.pieces for one in self._found)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a figure, in its own unit.

        ``now``, and its range from ``low`` to ``high``; the plan stays the best ``from`` and
        ``to``; what is best just ``below`` and ``above`` that, by the key of the plan, empty if the
        range ends there; how many councils must move to it, ``moves_below`` and ``moves_above``;
        ``exact``, whether from and to are, or are only near; and a ``note`` where nothing is known.
        """
        rows = [self._row(one) for one in self._found]
        index = pd.Index([one.figure.name for one in self._found], name="figure")
        columns = ["now", "low", "high", "from", "to", "below", "above"]
        columns += ["moves_below", "moves_above", "exact", "note"]
        whole = dict.fromkeys(("moves_below", "moves_above"), "Int64")
        return pd.DataFrame(rows, index=index, columns=columns).astype(whole)

    @cached_property
    def pieces(self) -> pd.DataFrame:
        """A row for each interval of a figure with the plan that is best in it.

        ``figure``, ``from``, ``to``, the key of the ``plan``, its ``shared`` clusters, councils
        ``alone``, and the ``moves`` to it from the plan that this is about. All intervals of the
        range, if the whole was asked for.
        """
        rows = [
            {
                "figure": one.figure.name,
                "from": piece.start,
                "to": piece.end,
                "plan": plan_key(piece.best.clusters),
                "shared": sum(len(rows) > 1 for rows in piece.best.clusters),
                "alone": sum(len(rows) == 1 for rows in piece.best.clusters),
                "moves": self._moves(piece.best.clusters),
            }
            for one in self._found
            for piece in one.pieces
        ]
        columns = ["figure", "from", "to", "plan", "shared", "alone", "moves"]
        return pd.DataFrame(rows, columns=columns)

    def plan(self, key: str) -> Evaluation:
        """Return a plan by its key, costed as the problem is.

        Raises
        ------
        InputError
            If no plan has that key.
        """
        for one in self._found:
            for piece in one.pieces:
                if plan_key(piece.best.clusters) == key:
                    clusters: dict[Hashable, list[int]] = {
                        label: list(rows) for label, rows in enumerate(piece.best.clusters, start=1)
                    }
                    return self._plan.problem.evaluate_rows(clusters)
        raise InputError(f"no plan has the key {shown(key)}; those there are stand in the pieces")

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        known = self.table[self.table["note"] == ""]
        if known.empty:
            return "no figure is settled"
        stays = (known["from"] <= known["low"]) & (known["to"] >= known["high"])
        words = (
            f"the plan stays the best in the whole range of {int(stays.sum())} of "
            f"{len(known)} figures"
        )
        narrow = known[~stays]
        if narrow.empty:
            return words
        width = (narrow["to"] - narrow["from"]) / (narrow["high"] - narrow["low"])
        least = str(width.idxmin())
        row = narrow.loc[least]
        return (
            f"{words}; in the smallest part of that of {least}: from {row['from']:.4g} to "
            f"{row['to']:.4g} of {row['low']:.4g} to {row['high']:.4g}"
        )

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw the range of each figure, and in it where the plan stays the best.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        known = self.table[self.table["note"] == ""]
        return display.draw_ranges(
            known[["low", "from", "now", "to", "high"]],
            [self._label(str(name), row) for name, row in known.iterrows()],
            ax,
            title=self.headline if title is None else title,
        )

    def __repr__(self) -> str:
        return f"<Ranging: {self.headline}>"

    def _repr_html_(self) -> str:
        return f"<p><b>{self.headline}</b></p>{self.table.to_html()}"

    def _label(self, name: str, row: pd.Series) -> tuple[str, str, str, str]:
        low, high = (written(name, row[what]) for what in ("low", "high"))
        start, end = (
            written(name, row[what], more=int(row[what] != row[whole]))
            for what, whole in (("from", "low"), ("to", "high"))
        )
        return words_of(name).meaning, low, high, f"{start} to {end}" if start != end else start

    def _row(self, one: Ranged) -> dict[str, object]:
        figure = one.figure
        row: dict[str, object] = {
            **{what: getattr(figure, what) for what in ("now", "low", "high")},
            **dict.fromkeys(("from", "to"), math.nan),
            **dict.fromkeys(("below", "above"), ""),
            "exact": one.exact,
            "note": one.note,
        }
        if not one.pieces:
            return row
        here = one.around()
        piece = one.pieces[here]
        row |= {"from": piece.start, "to": piece.end}
        for side, number in (("below", here - 1), ("above", here + 1)):
            if 0 <= number < len(one.pieces):
                clusters = one.pieces[number].best.clusters
                row |= {side: plan_key(clusters), f"moves_{side}": self._moves(clusters)}
        return row

    def _moves(self, clusters: Clusters) -> int:
        mine = tuple(map(tuple, self._plan.arguments()["clusters"].values()))
        n = len(self._plan.councils)
        homes = []
        for plan in (mine, clusters):
            home = np.empty(n, dtype=np.intp)
            for k, rows in enumerate(plan):
                home[list(rows)] = k
            homes.append(home)
        return moves_between(*homes)
