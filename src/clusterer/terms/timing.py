"""When the money of a term falls, so that a business case can lay it out by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from clusterer._support.checks import LARGEST, SMALLEST, check_number, make_plain
from clusterer._support.wording import described, shown
from clusterer.councils.labelled import as_floats
from clusterer.errors import InputError
from clusterer.terms.defaults import central
from clusterer.terms.present_value import annuity

Floats = NDArray[np.float64]

TimingKind = Literal["one-off", "yearly", "not cash"]
"""When money falls, or that a price is no money."""

_KINDS: tuple[TimingKind, ...] = get_args(TimingKind)


@dataclass(frozen=True, eq=False, repr=False)
class Timing:
    """In which years the money of a term falls, and whether it is money at all.

    A term gives the present value of a cluster. Less what its members cost standing alone, that
    is ``Δ``; if the term counts at the rate r, and w_t is its profile, then year t sees

    ``Δ · w_t / Σ_u w_u (1 + r)^−u``

    so that the flows are worth ``Δ`` again. Year 0 is now; the money of another year falls at its
    end, as in the present values of the terms.

    Parameters
    ----------
    kind
        "one-off": spent to get there; "yearly": saved or spent while the cluster runs;
        "not cash": a price on what costs no money, such as political distance.
    profile
        w: a weight for each year from year 0 on, none below 0. Only their proportions matter. In
        two dimensions, a row for each candidate.
    discount_rate
        r: the real rate a year at which the term counts.

    Raises
    ------
    InputError
        If the kind is none of these, or the profile has no weight.

    Examples
    --------
    `yearly`, `once` and `not_cash` make the usual ones. A programme over two years, of which the
    term spends £12m in present value:

    >>> import clusterer as cl
    >>> programme = cl.Timing("one-off", [1, 2], discount_rate=0.0)
    >>> programme.flows([12.0])
    array([[4., 8.]])
    """

    kind: TimingKind
    profile: ArrayLike
    discount_rate: float = 0.0

    def __post_init__(self) -> None:
        """Check the kind, the rate and the weights."""
        make_plain(self)
        if not isinstance(self.kind, str) or self.kind not in _KINDS:
            wanted = ", ".join(map(repr, _KINDS))
            raise InputError(f"kind = {shown(self.kind)} of a Timing must be one of {wanted}")
        check_number("discount_rate", self.discount_rate, kind="fraction", above=-1)
        weights = as_floats("profile of a Timing", self.profile)
        good = weights.ndim in (1, 2) and weights.shape[-1] > 0  # Of no clusters there are no rows.
        good = good and bool(((weights >= 0) & (weights <= LARGEST)).all())
        if not good or not (weights.max(axis=-1) > 0).all():
            raise InputError(
                "profile of a Timing must be weights by year, beginning with year 0, none below "
                "0 and not all 0; [0, 1, 1] is the same in years 1 and 2"
            )
        with np.errstate(over="ignore", divide="ignore", invalid="ignore", under="ignore"):
            worth = _discounted(weights, self.discount_rate).sum(axis=-1)
        if not ((worth >= SMALLEST) & (worth <= LARGEST)).all():
            raise InputError(
                f"discount_rate = {shown(self.discount_rate)} makes the profile of a Timing too "
                "small or too large to calculate with; give another rate"
            )
        weights = weights.copy()
        weights.flags.writeable = False
        object.__setattr__(self, "profile", weights)

    def __repr__(self) -> str:
        return described(self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Timing):
            return NotImplemented
        return self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __reduce__(self) -> tuple[type[Timing], tuple[Any, ...]]:
        # An array forgets on the way that it is not to be written to.
        return type(self), (self.kind, self.profile, self.discount_rate)

    @property
    def _key(self) -> tuple[object, ...]:
        """What two of the same timing have in common."""
        weights = as_floats("profile of a Timing", self.profile)
        return self.kind, weights.shape, weights.tobytes(), self.discount_rate

    @classmethod
    def yearly(
        cls,
        horizon: int | None = None,
        discount_rate: float | None = None,
        *,
        ramp_years: int = 1,
    ) -> Timing:
        """Return the timing of a sum that falls each year, as `Scale` and `Coordination` have it.

        Parameters
        ----------
        horizon
            Years that are counted; those of the shipped table unless given.
        discount_rate
            Real rate a year; that of the shipped table unless given.
        ramp_years
            The year in which the full sum is reached, in equal steps.

        Examples
        --------
        >>> import clusterer as cl
        >>> cl.Timing.yearly(4, 0.0, ramp_years=2).flows([7.0])
        array([[0., 1., 2., 2., 2.]])
        """
        years = int(central("horizon")) if horizon is None else horizon
        rate = central("discount_rate") if discount_rate is None else discount_rate
        annuity(rate, years, ramp_years=ramp_years)  # Checks all three.
        return cls("yearly", np.minimum(np.arange(years + 1) / ramp_years, 1.0), rate)

    @classmethod
    def once(cls) -> Timing:
        """Return the timing of what is spent now, in year 0, as by `SetUp`.

        Examples
        --------
        >>> import clusterer as cl
        >>> cl.Timing.once().flows([5.25])
        array([[5.25]])
        """
        return cls("one-off", np.ones(1))

    @classmethod
    def not_cash(cls) -> Timing:
        """Return that of a price which nobody pays in money, as of `Politics`."""
        return cls("not cash", np.ones(1))

    @property
    def is_cash(self) -> bool:
        """Whether money is paid."""
        return self.kind != "not cash"

    def take(self, numbers: NDArray[np.intp]) -> Timing:
        """Return the timing of some candidates, by number: with a row for each, if it has rows."""
        profile = as_floats("profile of a Timing", self.profile)
        if profile.ndim == 1 or len(profile) == 1:
            return self
        return Timing(self.kind, profile[numbers], self.discount_rate)

    def flows(self, present_value: ArrayLike) -> Floats:
        """Return the £m of each year (columns, from year 0) for each present value (rows).

        Raises
        ------
        InputError
            If the profile has rows, and not one for each present value.
        """
        worth = as_floats("present values", present_value)
        weights = np.atleast_2d(as_floats("profile of a Timing", self.profile))
        if len(weights) not in (1, len(worth)):
            raise InputError(
                f"profile of a Timing has {len(weights)} rows for {len(worth)} candidates; give "
                "one row for all, or one for each"
            )
        discounted = _discounted(weights, self.discount_rate)
        spread: Floats = worth[:, None] * (weights / discounted.sum(axis=1, keepdims=True))
        return spread


def _discounted(weights: Floats, discount_rate: float) -> Floats:
    """Return what the weight of each year is worth now."""
    worth: Floats = weights / (1.0 + discount_rate) ** np.arange(weights.shape[-1])
    return worth
