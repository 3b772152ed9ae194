"""Options that were put side by side."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer import display
from clusterer._support.wording import shown
from clusterer.business_cases import business_case
from clusterer.display.shown import ShownAsTable
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation
from clusterer.questions.criteria import Criterion
from clusterer.questions.switching_of_options import switching_between
from clusterer.search.solution import tolerance

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_OF_A_CASE = ("capital", "npv", "payback")
"""The columns of the business case."""

_MOST_BROKEN = 3
"""Of one option, so many are written out."""

_NOTE = (
    "cost, saving, capital and NPV in £m; the saving is against {baseline}, and ranks are among "
    "options that break nothing;"
)

_DOMINATED = (
    "dominated by: another option that is no worse in anything compared, and better in something"
)


class Appraisal(ShownAsTable):
    """Options side by side: `appraise` makes one.

    Parameters
    ----------
    evaluations
        Each option, by name, costed by the same problem.
    criteria
        What counts beside money.
    more_is_better
        The criteria of which more is better.
    discount_rate
        For the business cases.
    """

    COLUMNS = (
        "cost",
        "saving",
        "shared",
        "alone",
        "largest",
        "capital",
        "npv",
        "payback",
        "broken",
        "rank",
        "dominated_by",
    )
    """The columns of the table that are no criteria."""

    def __init__(
        self,
        evaluations: Mapping[str, Evaluation],
        criteria: Mapping[str, Criterion],
        more_is_better: tuple[str, ...],
        discount_rate: float,
    ) -> None:
        self._evaluations = dict(evaluations)
        self._discount_rate = discount_rate
        self._better = more_is_better
        # Now, since functions may not be copied to another process.
        self._criteria = {
            name: [_number(name, criterion, one) for one in self._evaluations.values()]
            for name, criterion in criteria.items()
        }

    def __getitem__(self, name: str) -> Evaluation:
        if name not in self._evaluations:
            raise KeyError(f"there is no option {shown(name)}; there are {list(self._evaluations)}")
        return self._evaluations[name]

    @property
    def names(self) -> tuple[str, ...]:
        """What the options are called, in the order in which they stand."""
        return tuple(self._evaluations)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row an option, by name.

        ``cost``, and ``saving`` against today or else against all standing alone, in £m of
        present value; how many
        clusters are ``shared``, how many councils ``alone``, and the members of the ``largest``;
        ``capital``, ``npv`` and ``payback`` of its business case, not a number where a term does
        not say when its money falls; the criteria; how many rules and limits are ``broken``;
        ``rank`` by cost among those that break none, missing for those that do; and
        ``dominated_by``, the cheapest option that breaks nothing, is no worse in cost and all
        criteria, and better in one.
        """
        options = list(self._evaluations.values())
        sizes = [one.clusters["size"] for one in options]
        cases = [self._case(one) for one in options]
        table = pd.DataFrame(
            {
                "cost": [one.objective for one in options],
                "saving": [one.saving for one in options],
                "shared": [int((size > 1).sum()) for size in sizes],
                "alone": [int((size == 1).sum()) for size in sizes],
                "largest": [int(size.max()) for size in sizes],
                **{what: [case[what] for case in cases] for what in _OF_A_CASE},
                **self._criteria,
                "broken": [len(one.broken) for one in options],
            },
            index=pd.Index(self.names, name="option"),
        )
        sound = (table["broken"] == 0).to_numpy()
        costs = table["cost"].to_numpy()
        table["rank"] = [
            1 + int((costs[sound] < cost - tolerance(cost)).sum()) if fine else pd.NA
            for cost, fine in zip(costs, sound, strict=True)
        ]
        table["rank"] = table["rank"].astype("Int64")
        table["dominated_by"] = self._dominated(table, sound)
        return table

    @cached_property
    def by_term(self) -> pd.DataFrame:
        """The £m of each term (columns) in each option (rows)."""
        rows = {name: one.costs for name, one in self._evaluations.items()}
        return pd.DataFrame(rows).T.rename_axis("option")

    @property
    def broken(self) -> dict[str, tuple[str, ...]]:
        """What each option breaks, in words, for those that break something."""
        return {name: one.broken for name, one in self._evaluations.items() if one.broken}

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        table = self.table
        sound = table[table["broken"] == 0].sort_values("rank", kind="stable")
        if sound.empty:
            return f"all {len(table)} options break a rule or a limit"
        first = sound.index[0]
        words = f"of {len(table)} options {first!r} costs least: £{sound['cost'].iloc[0]:,.1f}m"
        if len(sound) > 1:
            more = sound["cost"].iloc[1] - sound["cost"].iloc[0]
            words += f", £{more:,.1f}m less than the next, {sound.index[1]!r}"
        barred = len(table) - len(sound)
        breaks = "breaks" if barred == 1 else "break"
        return f"{words}; {barred} {breaks} a rule or a limit" if barred else words

    def switching(
        self,
        parameter: str | None = None,
        *,
        bounds: tuple[float, float] | None = None,
        first: str | None = None,
        second: str | None = None,
    ) -> pd.DataFrame:
        """Find the smallest change of one figure at which the second option is as good.

        Both options stay as they are, and are costed again at each value that is looked at. The
        "optimum" may be another plan there: `WhyNot.switching` asks for the best plan at each.

        Parameters
        ----------
        parameter
            Which figure: ``"scale.benefit_realisation"`` for that of one term, or
            ``"benefit_realisation"`` for all terms that have it; ``"it.unit_cost"`` for a figure of
            a service. All figures of the terms, but not of services, unless given.
        bounds
            Where to look, for a given parameter. Unless given, the range that
            `datasets.model_parameters` or `datasets.services` publishes; where there is none, from
            a quarter to four times the present value.
        first, second
            The names of two options. The two that cost least of those that break nothing, unless
            given.

        Returns
        -------
        pandas.DataFrame
            A row a parameter, with the names of the ``first`` option, which costs less now, and of
            the ``second``, and the columns of `WhyNot.switching`: the ``switching`` value, and
            ``price_there``, what the second costs more there; a value nearer to the present one,
            ``still``, and ``price_still``, what it costs more there; ``proved``, whether no smaller
            change does it. Where a figure enters the cost linearly, and for whole numbers, it is.

        Raises
        ------
        InputError
            If there is no such figure or option, or there are not two to compare.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
        >>> pair = {"one pair": [["Camden", "Islington"]]}
        >>> found = cl.appraise(problem, pair, rest_alone=True, optimum=False)
        >>> row = found.switching("scale.benefit_realisation").iloc[0]
        >>> float(row["now"]), round(float(row["switching"]), 3), bool(row["proved"])
        (0.6, 0.313, True)
        """
        for name in (first, second):
            if name is not None and name not in self._evaluations:
                known = ", ".join(map(repr, self.names))
                raise InputError(f"there is no option {shown(name)}; there are {known}")
        sound = self.table[self.table["broken"] == 0].sort_values("rank", kind="stable").index
        named = [first, second]
        rest = iter([name for name in sound if name not in named])
        both = [name if name is not None else next(rest, None) for name in named]
        if None in both or both[0] == both[1]:
            raise InputError(
                "switching values are between two options, of which fewer break nothing; give "
                "first=... and second=..., two names"
            )
        names = sorted(map(str, both), key=lambda name: self._evaluations[name].objective)
        one, other = (self._evaluations[name] for name in names)
        table = switching_between(one, other, parameter, bounds)
        table.insert(0, "first", names[0])
        table.insert(1, "second", names[1])
        return table

    def plot(self, *, title: str | None = None) -> Axes:
        """Draw the map of each option, side by side under one key.

        What is the same cluster in two options has the same colour.

        Parameters
        ----------
        title
            What to write above; the headline unless given, nothing for "".

        Returns
        -------
        Axes
            The axes of the first map. Their figure has those of all, in order, as
            ``ax.figure.axes``; ``ax.figure.savefig(path)`` writes all maps to a file.
        """
        frames = {
            f"{name}: £{one.objective:,.1f}m": one.to_geodataframe()
            for name, one in self._evaluations.items()
        }
        first = next(iter(self._evaluations.values()))
        return display.draw_maps(
            frames,
            title=self.headline if title is None else title,
            subtitle=first.assumptions,
        )

    @property
    def _shown(self) -> pd.DataFrame:
        """The table in words; the business case only if some option has one."""
        table = self.table
        money = {"cost": "cost", "saving": "saving", "capital": "capital", "npv": "NPV"}
        columns = {
            **{column: (words, ",.1f") for column, words in money.items()},
            "payback": ("payback, years", ".1f"),
            "shared": ("shared clusters", ",d"),
            "alone": ("councils alone", ",d"),
            "largest": ("largest cluster", ",d"),
            **{name: (name, ",.3f") for name in self._criteria},
            "broken": ("rules broken", ",d"),
            "rank": ("rank", ",d"),
            "dominated_by": ("dominated by", ""),
        }
        if table["capital"].isna().all():
            columns = {one: how for one, how in columns.items() if one not in _OF_A_CASE}
        return pd.DataFrame(
            {
                words: [_written(value, how) for value in table[column]]
                for column, (words, how) in columns.items()
            },
            index=table.index,
        )

    @property
    def _note(self) -> str:
        lines = []
        for name, broken in self.broken.items():
            lines += [f"{name!r} breaks: {one}" for one in broken[:_MOST_BROKEN]]
            if len(broken) > _MOST_BROKEN:
                lines.append(f"{name!r} breaks {len(broken) - _MOST_BROKEN} more")
        if any(self.table["dominated_by"]):
            lines.append(_DOMINATED)
        first = next(iter(self._evaluations.values()))
        baseline = "all standing alone" if first.problem.today is None else "today"
        return "\n".join([*lines, f"{_NOTE.format(baseline=baseline)} {first.assumptions}"])

    def _case(self, option: Evaluation) -> dict[str, float]:
        """Return the figures of the business case of an option, if it has one."""
        try:
            case = business_case(option, discount_rate=self._discount_rate)
        except InputError:
            return dict.fromkeys(_OF_A_CASE, math.nan)
        # What spends nothing has nothing to pay back.
        payback = case.payback if case.payback is not None and case.capital > 0 else math.nan
        return {"capital": case.capital, "npv": case.npv, "payback": payback}

    def _dominated(self, table: pd.DataFrame, sound: NDArray[np.bool_]) -> list[str]:
        """Return for each option one that dominates it; nothing if none does."""
        signs = [1.0, *(-1.0 if name in self._better else 1.0 for name in self._criteria)]
        values = table[["cost", *self._criteria]].to_numpy(dtype=np.float64) * signs
        hair = np.array([tolerance(float(np.abs(column).max())) for column in values.T])
        found = []
        for this in values:
            no_worse = (values <= this + hair).all(axis=1)
            better = (values < this - hair).any(axis=1)
            by = np.flatnonzero(no_worse & better & sound)
            # The cheapest of those that do.
            found.append(self.names[by[np.argmin(values[by, 0])]] if by.size else "")
        return found


def _written(value: Any, how: str) -> str:
    """Write a value of the table; nothing where there is none, and no decimals of whole numbers."""
    if pd.isna(value):
        return ""
    whole = how == ",.3f" and float(value).is_integer()
    return format(value, ",.0f" if whole else how)


def _number(name: str, criterion: Criterion, option: Evaluation) -> float:
    value: Any = criterion(option)
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise InputError(f"criterion {shown(name)} gives {shown(value)}; give one finite number")
    return number
