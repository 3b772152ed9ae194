"""What was found of the consent to a plan: who would leave it, and what keeps them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterer import display
from clusterer._support.checks import check_whole
from clusterer.candidates.shares import Shares, SharesLike
from clusterer.display.shown import ShownAsTable, more_rows
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.bargain import Bargain
from clusterer.questions.consent.certified import certificate_of
from clusterer.questions.consent.nearest import nearest
from clusterer.search.solution import tolerance

_SHOWN = 20
"""Rows of a table in a notebook."""


@dataclass(frozen=True, eq=False, repr=False)
class Consent(ShownAsTable):
    """Whether a plan holds, who would leave it, and what keeps them.

    `consent` makes one. There are two games, and neither subsidy bounds that of the other: members
    bargain over any split of their cluster's cost, or a key fixes what each pays.

    Attributes
    ----------
    evaluation
        The partition, costed by what is charged.
    game
        Which game the figures belong to, in words.
    holds
        Whether nobody leaves: no cluster could form by itself whose members all gain by it. A
        gain counts from £1 on.
    table
        A row a council, by index label: its ``name`` and ``cluster``; its cost ``alone``; its
        ``charge``, after the subsidy if members bargain; its ``saving``, alone less charge; the
        ``lowest`` and the ``highest`` charge of all stable charges, NaN under a key; its best
        ``gain`` from leaving without a subsidy; and what is ``paid`` to it. In £m. If members
        bargain, what a cluster gains or is paid is in equal parts: one way to split it.
    blocking
        A row a cluster that would leave if nobody is paid, the worst first: its ``members``, its
        ``size``, its ``cost``, the ``gain`` of all members together, and the ``least`` gain of a
        member. In £m.
    leavers
        A row a member of a blocking cluster, by the row in `blocking` and the index label: its
        ``name``, its ``charge`` in the plan and ``charge_there``, and its ``gain``. In £m.
    subsidy
        The least £m that keeps everybody.
    subsidy_shared
        The same if only members of shared clusters may be paid; infinite if that is impossible.
    why_shared
        Why it is impossible, in words; empty if it is possible.
    exit_fee
        The least £m that keeps everybody in place of a subsidy: a cluster that leaves pays it if
        members bargain, and each of its members does under a key.
    subsidy_bound
        What a subsidy is at least, in £m: `subsidy` where it is proved.
    fairest
        The fairest stable charges, in £m by index label; None under a key.
    full_charges
        The charges without a subsidy at which `blocking` is measured.
    because
        Why no charges raise more: a row a cluster, with its ``members``, ``cost`` and ``weight``,
        a `fractions.Fraction`. The weights of the clusters of each council add up to one, so that
        stable charges raise no more than the weighted costs. None under a key.
    notes
        What else a reader has to know, a sentence each.
    """

    evaluation: Evaluation
    game: str
    holds: bool
    table: pd.DataFrame
    blocking: pd.DataFrame
    leavers: pd.DataFrame
    subsidy: float
    subsidy_shared: float
    exit_fee: float
    full_charges: pd.Series
    why_shared: str = ""
    subsidy_bound: float = math.nan
    fairest: pd.Series | None = None
    because: pd.DataFrame | None = None
    notes: tuple[str, ...] = ()
    _bargain: Bargain | None = None
    _key: Shares | None = None

    @property
    def key(self) -> Shares | None:
        """The key by which members pay; None if they bargain."""
        return self._key

    @property
    def margin(self) -> float:
        """How near the nearest other cluster is to leaving at the fairest charges, in £m.

        Some clusters gain nothing and lose nothing by leaving, in all stable charges: these are
        left out. Infinite if there are no others; NaN under a key.
        """
        if self._bargain is None:
            return math.nan
        least = tolerance(self._bargain.raised)
        return min((x for x in self._bargain.fairest.levels if x > least), default=math.inf)

    def gains(self, k: int) -> pd.DataFrame:
        """Return what each member of the blocking cluster in row `k` gains, by index label.

        Raises
        ------
        InputError
            If there is no such row.
        """
        check_whole("k", k, at_least=0)
        if k not in self.blocking.index:
            raise InputError(f"blocking has {len(self.blocking)} rows; there is no row {k}")
        return self.leavers[self.leavers.index.get_level_values(0) == k].droplevel(0)

    def nearest(self, key: SharesLike) -> pd.DataFrame:
        """Return the stable charges that are nearest to those of a key: the least £ is moved.

        Where several move as little in all, it is the one whose largest move is least, then the
        second largest, and so on.

        Parameters
        ----------
        key
            What `consent` takes as `shares`.

        Returns
        -------
        pandas.DataFrame
            A row a council, by index label: its ``name``, its charge by the ``key``, its
            ``charge``, and the difference, ``moved``. In £m.

        Raises
        ------
        InputError
            If charges are by a key already, or the key is not usable.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(4)])
        >>> charges = cl.consent(cl.solve(problem)).nearest("population")
        >>> round(float(charges["moved"].abs().sum()), 3)
        79.194
        """
        if self._bargain is None:
            raise InputError("charges are by a key already; ask consent(plan).nearest(key)")
        offers = self._bargain.stakes.offers
        wished = offers.charges(Shares.of(offers.evaluation.councils, key))
        charges = nearest(self._bargain, wished, lambda: math.inf)
        return pd.DataFrame(
            {
                "name": offers.evaluation.councils.names,
                "key": wished,
                "charge": charges,
                "moved": charges - wished,
            },
            index=self.table.index,
        )

    def certificate(self) -> dict[str, Any]:
        """Return what proves the least subsidy from both sides, for `verify` to check.

        It is plain JSON, in the format that `clusterer.questions.consent.certified` documents:
        charges in whole pounds at which everybody stays, and the weights of the balanced
        collection as fractions.

        Raises
        ------
        InputError
            If charges are by a key, of which there is no certificate.
        CertificateError
            If there are too many candidates for the check.
        """
        if self._bargain is None:
            raise InputError("there is a certificate of what members bargain for, and none of keys")
        return certificate_of(self._bargain)

    @property
    def headline(self) -> str:
        """One sentence with what matters most, and the game it belongs to."""
        if self.holds:
            words = "nobody would leave"
        else:
            many = len(self.blocking)
            first = self.blocking.iloc[0]
            words = (
                f"{many:,} cluster{'' if many == 1 else 's'} would leave, first "
                f"{first['members']} for £{first['gain']:,.3f}m; £{self.subsidy:,.3f}m keeps all"
            )
        return f"{self.game}: {words}"

    def plot(
        self,
        ax: Axes | None = None,
        *,
        title: str | None = None,
        labels: bool | None = None,
        source: str | None = None,
        key: bool = True,
        scale_bar: bool = True,
    ) -> Axes:
        """Draw who would leave: the darker a council the more it gains, if nobody is paid.

        The clusters of the plan have an outline; the first that would leave, the first row of
        `blocking`, has a dashed one.

        Parameters
        ----------
        ax, title, labels, source, key, scale_bar
            As for `Plan.plot`.
        """
        councils = self.evaluation.councils
        first = list(self.gains(0).index) if len(self.blocking) else []
        return display.draw_map_of_gains(
            self.evaluation.to_geodataframe(),
            self.table["gain"].to_numpy(dtype=np.float64),
            [int(row) for row in councils.positions(first)],
            ax=ax,
            title=self.headline if title is None else title,
            assumptions=self.evaluation.assumptions,
            labels=labels,
            source=source,
            key=key,
            scale_bar=scale_bar,
        )

    def plot_paid(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw what is paid to each council so that nobody leaves, the most first.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the subsidy and its game unless given, nothing for "".
        """
        words = f"{self.game}: £{self.subsidy:,.3f}m keeps everybody"
        return display.draw_amounts(
            self.table[["name"]].assign(amount=self.table["paid"]),
            ax,
            along="paid to the council, £m of present value",
            title=words if title is None else title,
        )

    @property
    def _note(self) -> str:
        rest = more_rows(self.table, _SHOWN)
        return "\n".join([*rest, *self.notes, self.evaluation.assumptions])

    @property
    def _shown(self) -> pd.DataFrame:
        """The first councils, with figures in words."""
        table = self.table.head(_SHOWN)
        words = {"cluster": table["cluster"].astype(str)}
        for column in ("alone", "charge", "saving", "lowest", "highest", "gain", "paid"):
            words[column] = pd.Series([_money(x) for x in table[column]], index=table.index)
        return pd.DataFrame(words).set_axis(pd.Index(table["name"], name="council"), axis=0)


def _money(amount: float) -> str:
    """Return £m in words."""
    if not math.isfinite(amount):
        return "" if math.isnan(amount) else "any"
    return f"{amount:,.3f}"
