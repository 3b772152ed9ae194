"""A business case: cash by year against all standing alone, and the figures that it comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from clusterer import display
from clusterer._support.checks import check_text
from clusterer.business_cases import indicators
from clusterer.business_cases.inputs import checked_money, checked_rate
from clusterer.business_cases.summary import (
    BASIS,
    Figures,
    headline,
    in_words,
    money_in_words,
    summary,
)
from clusterer.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SUMS = ("net", "cumulative", "discounted", "cumulative_discounted")
"""The columns of `BusinessCase.flows` that are no items."""


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class BusinessCase:
    """Cash by year against all standing alone, with what a finance director asks of it.

    `business_case` makes one of a plan, `from_flows` of yearly figures. Indicators follow HM
    Treasury's *Green Book* (2022): real terms, and 3.5% a year unless told otherwise. All rests
    on the figures of the terms, which are illustrative defaults unless they are yours.

    Parameters
    ----------
    cash
        £m by year (rows, from 0) and item (columns): above 0 what is saved, below 0 what is spent.
    one_off
        The items that are spent to get there; the others fall while the clusters run.
    benefits
        £m by year of the flows above 0, taken before those of different clusters and items are
        summed. What is left of the net is the costs.
    discount_rate
        Real rate a year.
    subject
        What it is the case of.
    not_cash
        £m of present value of each term that is a price and not cash; below 0 what it takes off.
    rate_effect
        £m by which the present value of the cash flows at the rates of the terms is more.
    posts_or_why_not
        A row a council, as in `posts`; or, in words, why there are none.
    assumptions
        What it rests on, in one line.
    benefits_by_item
        The benefits of each item (columns); None if only their sum is known.

    Examples
    --------
    Camden and Islington share; what they spend at once, and what they save a year:

    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> case = cl.business_case(pair)
    >>> case.flows.loc[[0, 1, 10], ["scale", "coordination", "set-up", "net"]].round(2)
          scale  coordination  set-up   net
    year
    0      0.00          0.00   -5.25 -5.25
    1      1.20         -1.03    0.00  0.17
    10     3.61         -1.03    0.00  2.58
    >>> print(f"£{case.npv:.2f}m, {case.payback:.1f} years, {case.irr:.1%}")
    £12.74m, 3.4 years, 30.8%
    """

    cash: pd.DataFrame
    one_off: tuple[str, ...]
    benefits: pd.Series
    discount_rate: float
    subject: str
    not_cash: pd.Series
    rate_effect: float = 0.0
    posts_or_why_not: pd.DataFrame | str = ""
    assumptions: str = ""
    benefits_by_item: pd.DataFrame | None = None

    @classmethod
    def from_flows(
        cls,
        *,
        capital: float | Sequence[float],
        savings: Sequence[float],
        discount_rate: float | None = None,
        subject: str = "the scheme",
    ) -> BusinessCase:
        """Return the case of a scheme of which the yearly figures are known.

        Parameters
        ----------
        capital
            £m that are spent to get there: now, or by year from year 0 on.
        savings
            £m that are saved in year 1, 2 and so on, less the running costs of the scheme; below
            0 in a year that costs more.
        discount_rate
            Real rate a year; the Green Book's 3.5% unless given.
        subject
            What it is the case of.

        Raises
        ------
        InputError
            If a figure is no finite number.

        Examples
        --------
        Surrey's shared service centre of 2007: £10.8m invested, "£46m net" saved over ten years.
        If that is net of running costs only, it is £4.6m a year, and £35.2m is left of it:

        >>> import clusterer as cl
        >>> running = cl.BusinessCase.from_flows(capital=10.8, savings=[4.6] * 10)
        >>> print(f"{running.net_saving:.1f} {running.npv:.1f} {running.payback:.2f}")
        35.2 27.5 2.35

        If it is net of the investment too, it is £5.68m a year, and £46m is what is left:

        >>> invested = cl.BusinessCase.from_flows(capital=10.8, savings=[5.68] * 10)
        >>> print(f"{invested.net_saving:.1f} {invested.npv:.1f} {invested.payback:.2f}")
        46.0 36.4 1.90
        """
        check_text("subject", subject)
        spent = np.atleast_1d(checked_money("capital", capital))
        saved = np.concatenate([[0.0], np.atleast_1d(checked_money("savings", savings))])
        years = max(spent.size, saved.size)
        cash = pd.DataFrame(
            {
                "capital": -np.pad(spent, (0, years - spent.size)),
                "savings": np.pad(saved, (0, years - saved.size)),
            },
            index=pd.RangeIndex(years, name="year"),
        )
        return cls(
            cash=cash,
            one_off=("capital",),
            benefits=cash.clip(lower=0.0).sum(axis=1),
            discount_rate=checked_rate(discount_rate),
            subject=subject,
            not_cash=pd.Series(dtype=np.float64),
            posts_or_why_not="a case that is made from flows knows of no councils and their posts",
            assumptions="yearly figures as given, £m in real terms",
        )

    @cached_property
    def flows(self) -> pd.DataFrame:
        """A row a year: £m of each item, ``net``, its sum so far, and both discounted."""
        net = self.cash.sum(axis=1)
        worth = indicators.discounted(net, self.discount_rate)
        sums = np.column_stack([net, net.cumsum(), worth, worth.cumsum()])
        return self.cash.join(pd.DataFrame(sums, columns=list(SUMS), index=self.cash.index))

    @property
    def horizon(self) -> int:
        """The last year that is counted."""
        return len(self.cash) - 1

    @property
    def capital(self) -> float:
        """£m spent to get there, undiscounted: the one-off items.

        Set-up, systems and redundancy, that is. Some of it is revenue expenditure in the accounts.
        """
        return 0.0 - float(self.cash[list(self.one_off)].to_numpy().sum())

    @property
    def running_saving(self) -> float:
        """£m saved in all years less what is spent while running, undiscounted."""
        return self.net_saving + self.capital

    @property
    def net_saving(self) -> float:
        """£m saved in all years less all that is spent, the capital too, undiscounted."""
        return float(self.cash.to_numpy().sum())

    @property
    def npv(self) -> float:
        """Net present value of the cash, £m: ``Σ_t net_t / (1 + r)^t``; no prices are in it."""
        return indicators.net_present_value(self.flows["net"], self.discount_rate)

    @property
    def payback(self) -> float | None:
        """Years until all that was spent has come back for good, undiscounted; None if never.

        Within a year money is taken to come evenly, so that 2.35 is early in the third year.
        """
        return indicators.payback(self.flows["net"])

    @property
    def discounted_payback(self) -> float | None:
        """The same of discounted flows: None where the net present value is below 0."""
        return indicators.payback(self.flows["discounted"])

    @property
    def benefit_cost_ratio(self) -> float | None:
        """Present value of the benefits for each £1 of that of the costs; None if nothing costs.

        A benefit is what a term saves in a cluster in a year, such as scale; a cost is what one
        takes, once or each year: set-up as well as coordination. So running costs are among the
        costs and not taken off the benefits, except where `from_flows` was given them net.
        """
        costs = self.benefits - self.cash.sum(axis=1)
        return indicators.benefit_cost_ratio(self.benefits, costs, self.discount_rate)

    @property
    def irr(self) -> float | None:
        """Internal rate of return, a fraction a year: the rate at which `npv` would be 0.

        None unless money is first spent and then comes in, and the net changes sign but once.
        """
        return indicators.internal_rate_of_return(self.flows["net"])

    @property
    def posts(self) -> pd.DataFrame:
        """The posts of each council in the services shared, before and after.

        ``now``, those that ``ended`` as they are saved, ``moved_out`` to the host or ``moved_in``
        as the host, ``after`` and ``change``; and ``redundancies``, those that the term `Staff`
        pays for. The same part of the posts of a service ends as is saved of its cost in a full
        year, evenly over the members; all others go to the host. ``now`` is today, if the problem
        starts from today's partnerships, also where the case is set against all standing alone.

        Raises
        ------
        InputError
            If no term is a `Scale`, or a service does not say how many posts it has.
        """
        if isinstance(self.posts_or_why_not, str):
            raise InputError(self.posts_or_why_not)
        return self.posts_or_why_not

    @property
    def reconciliation(self) -> pd.Series:
        """How the cash comes to the ``saving`` of the plan, in £m of present value.

        The plan's saving has in it the terms that are prices and not cash, and each term at its
        own discount rate.
        """
        steps = {
            "net present value of the cash": self.npv,
            "more at the discount rates of the terms": self.rate_effect,
            **{f"{name}, a price and not cash": price for name, price in self.not_cash.items()},
        }
        return pd.Series(steps | {"saving as the plan counts it": sum(steps.values())}, name="£m")

    @property
    def summary(self) -> pd.DataFrame:
        """A row an indicator: its value, its unit, and what it says."""
        told = self.posts_or_why_not
        return summary(
            self._figures, self.not_cash, told if isinstance(told, pd.DataFrame) else None
        )

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        return headline(self.subject, self._figures)

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw the cash of each year as bars, and its sum so far as a line, with the payback.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        return display.draw_cash(
            self.cash, payback=self.payback, ax=ax, **self._words(title, self.headline)
        )

    def plot_terms(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw how much each item adds to the net present value, as steps that lead to it."""
        worth = self.cash.apply(indicators.net_present_value, discount_rate=self.discount_rate)
        return display.draw_steps(
            worth,
            total="net present value",
            ax=ax,
            **self._words(title, f"What the net present value of {self.subject} is made of"),
        )

    def plot_posts(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw the posts of each council before and after.

        Raises
        ------
        InputError
            As `posts`.
        """
        return display.draw_posts(
            self.posts, ax=ax, **self._words(title, f"Posts in shared services: {self.subject}")
        )

    def __repr__(self) -> str:
        first, second = self._tables
        flows = display.table_as_text(f"Business case: {self.headline}", first)
        return flows + "\n" + display.table_as_text("", second, f"{BASIS}\n{self.assumptions}")

    def _repr_html_(self) -> str:
        first, second = self._tables
        flows = display.table_as_html(f"Business case: {self.headline}", first)
        return flows + display.table_as_html("", second, f"{BASIS}\n{self.assumptions}")

    @property
    def _figures(self) -> Figures:
        return Figures(
            horizon=self.horizon,
            discount_rate=self.discount_rate,
            capital=self.capital,
            running_saving=self.running_saving,
            net_saving=self.net_saving,
            npv=self.npv,
            payback=self.payback,
            discounted_payback=self.discounted_payback,
            benefit_cost_ratio=self.benefit_cost_ratio,
            irr=self.irr,
        )

    @property
    def _tables(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The tables that text and HTML show: cash by year, and what it comes to."""
        return money_in_words(self.flows), in_words(self.summary)

    def _words(self, title: str | None, otherwise: str) -> dict[str, Any]:
        return {
            "title": otherwise if title is None else title,
            "subtitle": self.assumptions,
        }
