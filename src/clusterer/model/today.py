"""Today: the partnerships that exist, from which a problem starts, and what leaving them costs."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from clusterer._support.checks import check_flag, check_number
from clusterer._support.wording import described, shown
from clusterer.councils import Councils
from clusterer.councils.labelled import as_vector
from clusterer.councils.partnerships import Partnerships, read_partnerships
from clusterer.errors import InputError
from clusterer.terms import Risk, Term
from clusterer.terms.defaults import central
from clusterer.terms.today import FromToday


@dataclass(frozen=True, eq=False, repr=False)
class Today:
    """The partnerships that exist, and what it costs to leave one.

    With ``Problem(..., today=...)`` a plan starts from them: a partnership that goes on pays no
    set-up again and has its saving in full, those who join it pay what the terms charge for
    joining, and who leaves one pays an exit. `clusterer.terms.today` has the formula and says when
    a partnership goes on: where more than half of its members are together.

    What is spent is sunk; so of a one-off term only what is more than the partnership has behind it
    is paid. ``today=partnerships`` is the same as ``today=Today(partnerships)``.

    Parameters
    ----------
    partnerships
        For each council its partnership, ``{"Newham": "oneSource", ...}``; for each partnership its
        councils, ``{"oneSource": ["Newham", "Havering"]}``; a list of sets of councils; or a table
        with the columns ``council`` and ``partnership`` (or ``cluster``), such as rows of
        `clusterer.datasets.real_clusters`. Who is not named stands alone. No council may be in
        two: partnerships of several services are a `Portfolio` with a problem for each.
    exit_cost
        £m that a council pays to leave its partnership: a number, a column, or a value for each
        council. Unless given, that of the term `Risk`, or else ``exit_cost_per_council`` of
        `clusterer.datasets.model_parameters`: £1m, read (mark V) as what one council set aside.
    full_saving
        Whether the partnerships have reached their full saving. If not, the ramp of `Scale` begins
        today for them too.

    Examples
    --------
    Camden and Islington share today. To stay costs nothing; to part costs each its exit:

    >>> import clusterer as cl
    >>> pair = {"Camden": "pair", "Islington": "pair"}
    >>> problem = cl.Problem(cl.datasets.london(), [cl.SetUp()], today=pair)
    >>> problem.status_quo.objective
    0.0
    >>> problem.evaluate({}, rest_alone=True).objective
    2.0

    Hackney joins, which costs 1.5 · £0.75m; if none shared today, three would pay all of set-up:

    >>> trio = problem.evaluate({**pair, "Hackney": "pair"}, rest_alone=True)
    >>> trio.objective, problem.replace(today=None).evaluate(trio.assignment).objective
    (1.125, 6.375)
    """

    partnerships: Partnerships
    exit_cost: float | str | ArrayLike | None = None
    full_saving: bool = True

    def __post_init__(self) -> None:
        """Keep a copy of what was given, so that no change of it comes in later."""
        check_flag("full_saving", self.full_saving)
        given = self.partnerships
        if not isinstance(given, (pd.DataFrame, pd.Series, dict)) and isinstance(given, Iterable):
            given = given if isinstance(given, str) else [*given]
        object.__setattr__(self, "partnerships", copy.deepcopy(given))
        object.__setattr__(self, "exit_cost", copy.deepcopy(self.exit_cost))

    def __repr__(self) -> str:
        return described(self)

    @classmethod
    def of(cls, given: Today | Partnerships | None) -> Today | None:
        """Return what a problem is given as `today`, or None if nothing."""
        return given if given is None or isinstance(given, Today) else cls(given)

    def with_exit_cost(self, exit_cost: float) -> Today:
        """Return the same where each council pays this to leave, in £m.

        Raises
        ------
        InputError
            If it is no number of 0 or more.
        """
        _check_exit_cost(exit_cost)
        return dataclasses.replace(self, exit_cost=exit_cost)

    def read(self, councils: Councils) -> dict[Hashable, list[int]]:
        """Return the row numbers of the members of each partnership of two or more."""
        return read_partnerships(councils, self.partnerships)

    def term(self, councils: Councils, terms: tuple[Term, ...]) -> FromToday:
        """Return what starting from today changes in the cost of clusters."""
        groups = list(self.read(councils).values())
        exits = self.exits(councils, terms)
        return FromToday(
            partnerships=tuple(tuple(councils.ids[rows]) for rows in groups),
            exit_costs=tuple(tuple(exits[rows].tolist()) for rows in groups),
            terms=terms,
            full_saving=self.full_saving,
        )

    def exits(self, councils: Councils, terms: Iterable[Term]) -> NDArray[np.float64]:
        """Return the £m that each council pays to leave."""
        given: Any = self.exit_cost
        if given is None:
            stated = [float(term.exit_cost) for term in terms if isinstance(term, Risk)]
            given = stated[0] if stated else central("exit_cost_per_council")
        if np.ndim(given) == 0 and not isinstance(given, str):
            _check_exit_cost(given)
            return np.full(len(councils), float(given))
        exits = as_vector(councils, given)
        below = np.flatnonzero(exits < 0)
        if below.size:
            raise InputError(
                f"exit_cost of {councils.describe(below[:1])} is {shown(exits[below[0]])}; give £m "
                "of 0 or more"
            )
        return exits


def _check_exit_cost(given: object) -> None:
    check_number("exit_cost", given, kind="number of £m", at_least=0)
