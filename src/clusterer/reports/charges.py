"""What each council pays in a report: by one key throughout, that of the consent if one is given.

A consent says who would leave if costs are shared in some way. A table of who pays in another way
would contradict it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.rounding import difference
from clusterer.candidates.shares import POUND, Shares
from clusterer.model.council_table import CASH
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.result import Consent

BARGAIN = "members bargain"
"""What the way to share is called if no key says who pays what."""


def charged_as(plan: Evaluation, consents: Sequence[Consent]) -> pd.DataFrame:
    """Return `plan.by_council`, with the charges of the first consent that has a key.

    Without a key, it has those of the first consent whose members bargain over all costs, paid in
    full: without a payment from outside.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(2)])
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> table = charged_as(pair, [cl.consent(pair, "saving")])
    >>> table.loc[pair.assignment == "a", "saving"].round(2).to_list()
    [6.37, 6.37]
    """
    key = _key(plan, consents)
    return _bargained(plan, key) if isinstance(key, pd.Series) else plan.charged(key)


def cash_charged_as(
    plan: Evaluation, consents: Sequence[Consent]
) -> dict[str, NDArray[np.float64]] | None:
    """Return `plan.cash_by_item` by the same key; None if it shares no cash by year.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [cl.SetUp()], [cl.MaxSize(2)])
    >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
    >>> cash = cash_charged_as(pair, [cl.consent(pair, "equal")])["set-up"]
    >>> cash[pair.assignment == "a"].round(2).tolist()
    [[-2.62], [-2.62]]
    """
    key = _key(plan, consents)
    if isinstance(key, pd.Series) and not _share_cash(plan, key):
        return None
    return plan.cash_by_item(key)


def _key(plan: Evaluation, consents: Sequence[Consent]) -> Shares | pd.Series | None:
    """Return the key of a report, or what each council pays in a bargain; None for the usual."""
    key = next((one.key for one in consents if one.key is not None), None)
    if key is not None:
        return key
    return next((one.full_charges for one in consents if charges_all(plan, one)), None)


def _share_cash(plan: Evaluation, charges: pd.Series) -> bool:
    """Tell whether cash can be shared in proportion to the charges of a bargain."""
    return plan.today_cost is None and bool((charges > 0.0).all())


def charges_all(plan: Evaluation, consent: Consent) -> bool:
    """Tell whether all costs were charged, and not those of some terms only."""
    return abs(float(consent.full_charges.sum()) - plan.objective) <= POUND


def _bargained(plan: Evaluation, charges: pd.Series) -> pd.DataFrame:
    """Return what a bargain is for each council.

    Members share the cash of their cluster in proportion to their charges, against all alone. What
    they pay for partnerships of today stays by the usual key; then no cash is told.
    """
    if _share_cash(plan, charges):
        table = plan.charged(charges)
    else:
        table = plan.by_council
        table = table.drop(columns=[name for name in table if str(name).startswith(CASH)])
        table["share"] = charges
        table["saving"] = difference(table["today" if "today" in table else "alone"], charges)
    table.attrs["shares"] = BARGAIN
    return table
