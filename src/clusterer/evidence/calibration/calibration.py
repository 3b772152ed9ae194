"""What distance, borders and politics weigh with those who share, and what prices follow."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from clusterer import display
from clusterer.councils import Councils
from clusterer.display.shown import ShownAsTable
from clusterer.errors import InputError
from clusterer.evidence.calibration.logit import quantile
from clusterer.evidence.calibration.ratio import ratio_of
from clusterer.geography import centroid_km
from clusterer.terms import Coordination, Politics

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Factor = Literal["distance", "adjacency", "politics"]
"""What may weigh with councils that share."""

FACTORS: dict[Factor, tuple[float, str]] = {
    "distance": (10.0, "10 km farther apart"),
    "adjacency": (1.0, "neighbours"),
    "politics": (0.5, "half of the seats differ"),
}
"""The step in each factor that odds are told for, and what it is called."""

_NOTE = (
    "Odds against those of a pair that is otherwise alike. Standard errors allow for pairs that "
    "have a council in common; a partnership of many makes many pairs at once, which they do not "
    "fully allow for."
)


@dataclass(frozen=True, eq=False, repr=False)
class Calibration(ShownAsTable):
    """What distance, borders and politics weigh with those who share, and how sure that is.

    Attributes
    ----------
    coefficients
        A row for the intercept and for each factor (``distance`` in km between centroids,
        ``adjacency`` 1 or 0, ``politics`` from 0 to 1): the ``coefficient`` of the log-odds, its
        ``standard_error``, and ``low`` and ``high`` of its interval.
    covariance
        Of the coefficients.
    pairs
        A row a pair of councils: ``council`` and ``partner``, index labels; ``name`` and
        ``partner_name``; the factors; ``together``, whether they share; ``probability``, what the
        fit makes of that.
    councils
        The councils.
    confidence
        Of the intervals, such as 0.95.
    columns
        The columns with seats by party.
    """

    coefficients: pd.DataFrame
    covariance: pd.DataFrame
    pairs: pd.DataFrame
    councils: Councils
    confidence: float
    columns: Sequence[str] | None = None

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The factors that were fitted."""
        return tuple(self.coefficients.index[1:])

    @property
    def odds(self) -> pd.DataFrame:
        """For a ``step`` in each factor, by how much the odds of sharing change.

        ``exp(step · b)``: twice the odds is 2, half is 0.5, and 1 is no change. ``low`` and
        ``high`` are the interval.
        """
        size = np.array([FACTORS[factor][0] for factor in self.factors])
        rows = self.coefficients.loc[list(self.factors)]
        found = pd.DataFrame({"step": [FACTORS[factor][1] for factor in self.factors]}, rows.index)
        for column, source in {"odds_ratio": "coefficient", "low": "low", "high": "high"}.items():
            found[column] = np.exp(rows[source].to_numpy() * size)
        return found

    @property
    def in_km(self) -> pd.DataFrame:
        """What each other factor weighs in km of distance: ``b_f / b_distance``.

        A row a factor: ``km``, and the ends ``low`` and ``high`` of Fieller's interval. Politics
        of 12 km means: a pair with no party in common is as unlikely as one that is alike but
        12 km farther apart. Adjacency of −6 km: neighbours are as likely as if they were 6 km
        nearer. Without end to either side where the weight of distance is itself not told from
        none.

        Raises
        ------
        InputError
            If distance was not among the factors.
        """
        if "distance" not in self.factors:
            raise InputError("distance is not among the factors, so nothing can be given in km")
        value = self.coefficients["coefficient"].to_numpy(dtype=float)
        variance = self.covariance.to_numpy(dtype=float)
        d = 1 + self.factors.index("distance")
        found = {
            factor: ratio_of(
                value[k],
                value[d],
                variance_above=variance[k, k],
                variance_below=variance[d, d],
                covariance=variance[k, d],
                quantile=quantile(self.confidence, len(self.councils)),
            )
            for k, factor in enumerate(self.factors, start=1)
            if k != d
        }
        return pd.DataFrame.from_dict(found, orient="index", columns=["km", "low", "high"])

    def prices(self, coordination: Coordination | None = None) -> pd.DataFrame:
        """Return what each factor is worth in £m a pair, if a km is worth what coordination asks.

        If councils share where it costs little, then the log-odds fall by the same for each
        £m, whatever it is paid for; and `Coordination` charges the mean pair

        ``κ · c̄ · δ / 10`` £m of present value a km,

        with ``c̄`` the mean in-scope cost and δ the ``distance_decay``. So the price of a factor
        is that times its weight in km, `in_km`. It rests on δ, which is an assumption: with
        half of it, all prices are half.

        Parameters
        ----------
        coordination
            The term that charges for distance; `Coordination` as it is by default if None.

        Returns
        -------
        pandas.DataFrame
            A row a factor: ``price`` in £m a pair for a factor of 1, ``low`` and ``high``.

        Raises
        ------
        InputError
            If distance was not among the factors, or the term charges nothing for it.
        """
        found = self.in_km * self._km_price(
            Coordination() if coordination is None else coordination
        )
        return found.rename(columns={"km": "price"})

    def politics(self, coordination: Coordination | None = None) -> Politics:
        """Return the term `Politics` at its price, ready for a problem.

        Parameters
        ----------
        coordination
            As in `prices`.

        Raises
        ------
        InputError
            If the price is not identified, or negative, so that no such term follows from what
            was observed; and as `prices`. Where the interval of the price has zero in it, there
            is a term, but nothing observed speaks against leaving it out.
        """
        if "politics" not in self.factors:
            raise InputError("politics is not among the factors, so it has no price")
        price, low, _ = self.prices(coordination).loc["politics"].to_numpy(dtype=float)
        if not math.isfinite(low) or price < 0:
            why = (
                "what distance weighs is not told from nothing, so no price in km is identified"
                if not math.isfinite(low)
                else f"it came out at £{price:.1f}m a pair: those who share are the more unlike"
            )
            raise InputError(
                f"the observations give no price of politics: {why}; choose one as a judgement, "
                "cl.Politics(price=...)"
            )
        return Politics(price=float(price), columns=self.columns)

    def _km_price(self, coordination: Coordination) -> float:
        """Return the £m that coordination charges the mean pair for a km."""
        near = dataclasses.replace(coordination, distance_decay=0.0)
        left, right = np.triu_indices(len(self.councils), k=1)
        charged = [
            form.pairs[left, right]
            for form in (term.mip_form(self.councils) for term in (coordination, near))
            if form.pairs is not None
        ]
        km = centroid_km(self.councils)[left, right]
        apart = km > 0
        price = float(np.mean((charged[0] - charged[1])[apart] / km[apart]))
        if price <= 0:
            raise InputError(
                "the coordination term charges nothing for distance, so that weights have no "
                "price; give one with a distance_decay above 0"
            )
        return price

    @property
    def concordance(self) -> float:
        """How often the fit ranks a pair that shares above one that does not; 0.5 is chance."""
        ranks = self.pairs["probability"].rank()
        together = self.pairs["together"]
        yes, no = int(together.sum()), int((~together).sum())
        return float((ranks[together].sum() - yes * (yes + 1) / 2) / (yes * no))

    @property
    def headline(self) -> str:
        """One sentence with what was fitted."""
        return (
            f"{int(self.pairs['together'].sum())} of {len(self.pairs):,} pairs of councils share; "
            f"the fit ranks a pair that shares above one that does not in "
            f"{self.concordance:.0%} of cases"
        )

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw by how much each factor changes the odds of sharing, with the interval.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; how many pairs share unless given, nothing for "".
        """
        odds, share = self.odds, int(self.pairs["together"].sum())
        told = f"What goes with sharing: {share} of {len(self.pairs):,} pairs of councils share"
        return display.draw_odds(
            odds.set_index("step"),
            ax,
            title=told if title is None else title,
            confidence=self.confidence,
        )

    @property
    def _note(self) -> str:
        return _NOTE

    @property
    def _shown(self) -> pd.DataFrame:
        """The table that text and HTML show: weights, odds and what they are in km."""
        rows = self.coefficients.loc[list(self.factors)]
        odds = self.odds
        shown = {
            "weight": [f"{b:.3f}" for b in rows["coefficient"]],
            "standard error": [f"{s:.3f}" for s in rows["standard_error"]],
            "step": odds["step"].tolist(),
            "odds times": [f"{x:.2f}" for x in odds["odds_ratio"]],
            f"{self.confidence:.0%} interval": [
                f"{a:.2f} to {b:.2f}" for a, b in zip(odds["low"], odds["high"], strict=True)
            ],
        }
        table = pd.DataFrame(shown, index=rows.index.rename("factor"))
        if "distance" in self.factors and len(self.factors) > 1:
            km = self.in_km
            table["worth in km"] = [
                _in_words(km.loc[f]) if f in km.index else "" for f in table.index
            ]
        return table


def _in_words(ratio: pd.Series) -> str:
    """Write a weight in km with its interval."""
    if not math.isfinite(ratio["low"]):
        return f"{ratio['km']:.1f} (not identified)"
    return f"{ratio['km']:.1f} ({ratio['low']:.1f} to {ratio['high']:.1f})"
