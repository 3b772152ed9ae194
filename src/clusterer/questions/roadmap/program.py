"""The program of a roadmap: one step a part and year, chained, at the greatest net present value.

With z = 1 for step s of part p in year t,

    max  Σ_t Σ_s v_s(t) z_pst
    s.t. Σ_s z_pst = 1                                        each part p and year t
         Σ_{s to M} z_pst = Σ_{s from M} z_p,s,t+1            each stage M of part p
         Σ_{τ≤t} Σ_s spent_s(t − τ) z_psτ ≤ budget_t + ε      each year t
         Σ_s moves_s z_pst ≤ most_moves                       each year t
         Σ_{τ≤t} (a moves in s) z ≤ Σ_{τ≤t} (b moves in s) z  each order "a not before b"
         z binary

where v_s(t) is what the cash of the step is worth now if it is taken in year t, until the horizon,
and ε is `BUDGET_TOLERANCE`.
Without the other rows it is a shortest way for each part, so that its relaxation is tight.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.questions.roadmap.stages import Part, Step
from clusterer.search.binary_program import BinaryProgram, Row

Floats = NDArray[np.float64]

BUDGET_TOLERANCE = 1e-7
"""£m, ten pence: what is spent in a year may be so much more than the budget, as rounding is."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a roadmap.

    Attributes
    ----------
    years
        In how many years there are steps.
    budget
        £m that may be spent in each of them; infinite for no limit.
    most_moves
        Councils that may move in a year; infinite for no limit.
    first
        For council rows, the first year in which each may move.
    after
        Pairs of council rows: the first does not move before the second.
    each_step_pays
        Whether the steps of each year must be worth something together.
    whole
        Whether all councils must have moved in the end.
    horizon, discount_rate
        The last year that is counted, and the rate.
    """

    years: int
    budget: tuple[float, ...]
    most_moves: float
    first: dict[int, int]
    after: tuple[tuple[int, int], ...]
    each_step_pays: bool
    whole: bool
    horizon: int
    discount_rate: float

    def budget_of(self, year: int) -> float:
        """Return the £m of a year; that of the last one given holds for later ones."""
        return self.budget[min(year, len(self.budget) - 1)]

    @property
    def in_words(self) -> str:
        """What is asked, in words."""
        words = [f"{self.years} year{'' if self.years == 1 else 's'}"]
        amounts = ", ".join(f"£{amount:g}m" for amount in self.budget if amount < math.inf)
        words += [f"{amounts} a year"] if amounts else []
        words += [f"up to {self.most_moves:g} moves a year"] if self.most_moves < math.inf else []
        words += ["not before given years"] if self.first else []
        words += ["in a given order"] if self.after else []
        words += ["each step pays"] if self.each_step_pays else []
        words += [] if self.whole else ["as far as it is worth it"]
        return ", ".join(words)

    def worth(self, step: Step, year: int) -> float:
        """Return what a step is worth now if it is taken in a year."""
        cash = step.cash[: self.horizon + 1 - year]
        return float((cash / (1.0 + self.discount_rate) ** (year + np.arange(cash.size))).sum())

    def may(self, part: Part, step: Step, year: int) -> bool:
        """Tell whether a step may be taken in a year, as far as it alone can tell."""
        if year == 0 and step.before:
            return False
        if self.whole and year == self.years - 1 and step.after != 2 ** len(part.movers) - 1:
            return False
        moving = step.after & ~step.before
        return step.moves <= self.most_moves and not any(
            moving >> k & 1 and self.first.get(i, 0) > year for k, i in enumerate(part.movers)
        )


@dataclass(frozen=True, eq=False)
class RoadProgram:
    """The program, and the step and year of each of its columns."""

    program: BinaryProgram
    columns: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, parts: Sequence[Part], steps: Sequence[Step], asked: Asked) -> RoadProgram:
        """Return the program of some steps."""
        years = asked.years
        columns = tuple(
            (s, t)
            for t in range(years)
            for s, step in enumerate(steps)
            if asked.may(parts[step.part], step, t)
        )
        worth = np.array([asked.worth(steps[s], t) for s, t in columns])
        covered = np.array([steps[s].part * years + t for s, t in columns], dtype=np.int64)
        program = BinaryProgram(
            costs=-worth,
            indptr=np.arange(len(columns) + 1, dtype=np.int64),
            covered=covered,
            n_items=len(parts) * years,
            rows=(
                *_chained(steps, columns, years),
                *_limits(steps, columns, worth, asked),
                *_orders(parts, steps, columns, asked),
            ),
        )
        return cls(program, columns)


def _chained(steps: Sequence[Step], columns: Sequence[tuple[int, int]], years: int) -> list[Row]:
    """Return the rows by which a part goes on from the stage that it has reached."""
    lines: dict[tuple[int, int, int], list[tuple[int, float]]] = defaultdict(list)
    for k, (s, t) in enumerate(columns):
        step = steps[s]
        if t < years - 1:
            lines[step.part, t, step.after].append((k, 1.0))
        if t > 0:
            lines[step.part, t - 1, step.before].append((k, -1.0))
    return [_row(entries, 0.0, 0.0) for entries in lines.values()]


def _limits(
    steps: Sequence[Step], columns: Sequence[tuple[int, int]], worth: Floats, asked: Asked
) -> list[Row]:
    """Return the rows of the budget, of the moves in a year, and that each step pays."""
    rows = []
    spent: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for k, (s, t) in enumerate(columns):
        for later, money in enumerate(steps[s].spent):
            if money != 0.0:
                spent[t + later].append((k, float(money)))
    for year, entries in sorted(spent.items()):
        budget = asked.budget_of(year)
        if budget < math.inf:
            rows.append(_row(entries, -math.inf, budget + BUDGET_TOLERANCE))
    for year in range(asked.years):
        now = [k for k, (_, t) in enumerate(columns) if t == year]
        moves = [(k, float(m)) for k in now if (m := steps[columns[k][0]].moves)]
        if asked.most_moves < math.inf and moves:
            rows.append(_row(moves, -math.inf, asked.most_moves))
        if asked.each_step_pays:
            rows.append(_row([(k, worth[k]) for k in now if worth[k]], 0.0, math.inf))
    return rows


def _orders(
    parts: Sequence[Part],
    steps: Sequence[Step],
    columns: Sequence[tuple[int, int]],
    asked: Asked,
) -> list[Row]:
    """Return the rows by which one council does not move before another."""
    rows = []
    for later, earlier in asked.after:
        for year in range(asked.years):
            entries = []
            for k, (s, t) in enumerate(columns):
                step = steps[s]
                moving = {
                    i
                    for b, i in enumerate(parts[step.part].movers)
                    if (step.after & ~step.before) >> b & 1
                }
                amount = float(later in moving) - float(earlier in moving)
                if t <= year and amount:
                    entries.append((k, amount))
            rows.append(_row(entries, -math.inf, 0.0))
    return rows


def _row(entries: Sequence[tuple[int, float]], low: float, high: float) -> Row:
    index = np.array([k for k, _ in entries], dtype=np.intp)
    return Row(index, np.array([amount for _, amount in entries], dtype=np.float64), low, high)
