"""From a table of who shares with whom to what distance, borders and politics weigh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.checks import check_number
from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.evidence.calibration.calibration import FACTORS, Calibration, Factor
from clusterer.evidence.calibration.logit import fit_pairs, quantile
from clusterer.evidence.observed import Observed
from clusterer.geography import as_graph, centroid_km, seat_distance


def calibrate(
    councils: gpd.GeoDataFrame | Councils,
    observed: pd.DataFrame,
    *,
    adjacency: nx.Graph | Any | None = None,
    factors: Sequence[Factor] = tuple(FACTORS),
    columns: Sequence[str] | None = None,
    confidence: float = 0.95,
) -> Calibration:
    """Estimate what distance, borders and politics weigh with councils that share.

    A logistic regression over all pairs of councils: the log-odds that two share in some scheme
    are

    ``b₀ + b_distance · km_ij + b_adjacency · [i borders j] + b_politics · ½ Σ_party |p_i − p_j|``.

    It needs the extra: ``pip install 'clusterer[calibration]'``. The standard errors allow for
    pairs that share a council, and intervals go so many of them to either side as Student's t
    with a degree less than councils has.

    What it finds goes with sharing; it does not show what would happen if a border were moved. A
    partnership of many counts as all of its pairs, which makes large ones weigh much: fit
    again without each, to see what depends on it.

    Parameters
    ----------
    councils
        A row a council: geometry, and seats by party for politics.
    observed
        A row a council and scheme: ``scheme``, ``cluster`` and ``council`` (index label or name).
        Take those that councils chose: mandated ones tell what the mandate minded.
    adjacency
        Who borders whom, as in `Problem`; borders that touch, unless given.
    factors
        Which of "distance", "adjacency" and "politics" to fit.
    columns
        The columns with seats by party; those that begin with ``seats_``, except for
        ``seats_total``, unless given.
    confidence
        Of the intervals.

    Returns
    -------
    Calibration
        Weights, odds, and the prices that follow from them.

    Raises
    ------
    ImportError
        If statsmodels is not installed.
    InputError
        If the table is not usable, as in `compare_with_reality`; or if the pairs do not tell
        the weights: none shares, a factor does not vary, or factors separate those that do
        from those that do not.

    References
    ----------
    P. M. Aronow, C. Samii and V. A. Assenova, "Cluster-robust variance estimation for dyadic
    data", *Political Analysis* 23, 2015, 564–577, for the standard errors.

    Examples
    --------
    >>> import clusterer as cl
    >>> real = cl.datasets.real_clusters()
    >>> chosen = real[(real["kind"] == "voluntary-service") & (real["scheme"] != "one_oracle")]
    >>> found = cl.calibrate(cl.datasets.london(), chosen)
    >>> print(found.odds.round(2))
                               step  odds_ratio   low   high
    distance    10 km farther apart        0.20  0.05   0.74
    adjacency            neighbours        2.84  0.64  12.62
    politics   half of the seats differ    0.40  0.07   2.38

    A price, with so wide an interval that it is hardly known; and the term that has it:

    >>> print(found.prices().round(2))
               price   low  high
    adjacency  -0.38 -3.47  0.13
    politics    0.66 -0.58  6.20
    >>> round(found.politics().price, 2)
    0.66
    """
    chosen = _checked(factors)
    check_number("confidence", confidence, above=0, at_most=1)
    if confidence == 1:
        raise InputError("confidence = 1 asks for an infinite interval; 0.95 is usual")
    table = Councils.validated(councils)
    together = Observed.read(table, observed).times_together > 0
    if len(table) < 3:
        raise InputError(f"calibrate needs three councils or more, not {len(table)}")
    left, right = np.triu_indices(len(table), k=1)
    values = np.column_stack(
        [_matrix(factor, table, adjacency, columns)[left, right] for factor in chosen]
    )
    fit = fit_pairs(
        together[left, right],
        values,
        np.column_stack([left, right]),
        councils=len(table),
        names=chosen,
    )
    names = pd.Index(["intercept", *chosen])
    error = np.sqrt(np.diag(fit.covariance))
    reach = quantile(confidence, len(table)) * error
    log_odds = fit.coefficients[0] + values @ fit.coefficients[1:]
    return Calibration(
        coefficients=pd.DataFrame(
            {
                "coefficient": fit.coefficients,
                "standard_error": error,
                "low": fit.coefficients - reach,
                "high": fit.coefficients + reach,
            },
            index=names,
        ),
        covariance=pd.DataFrame(fit.covariance, index=names, columns=names),
        pairs=pd.DataFrame(
            {
                "council": table.ids[left],
                "partner": table.ids[right],
                "name": [table.names[i] for i in left],
                "partner_name": [table.names[j] for j in right],
                **{str(factor): values[:, k] for k, factor in enumerate(chosen)},
                "together": together[left, right],
                "probability": 1.0 / (1.0 + np.exp(-log_odds)),
            }
        ),
        councils=table,
        confidence=float(confidence),
        columns=columns,
    )


def _checked(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    """Return the factors in the order of the table, if they are such."""
    if isinstance(factors, str) or not isinstance(factors, Iterable):
        raise InputError(
            f"factors = {shown(factors)} must be a list; write factors=[{shown(factors)}]"
        )
    for factor in factors:
        if not isinstance(factor, str) or factor not in FACTORS:
            raise InputError(f"there is no factor {shown(factor)}; there are {', '.join(FACTORS)}")
    chosen = tuple(factor for factor in FACTORS if factor in factors)
    if not chosen:
        raise InputError(f"factors = [] leaves nothing to weigh; there are {', '.join(FACTORS)}")
    return chosen


def _matrix(
    factor: Factor,
    councils: Councils,
    adjacency: nx.Graph | Any | None,
    columns: Sequence[str] | None,
) -> NDArray[np.float64]:
    """Return shape (n, n): a factor for each pair of councils."""
    if factor == "distance":
        return centroid_km(councils)
    if factor == "politics":
        return seat_distance(councils, columns)
    graph = as_graph(adjacency, councils)
    borders: NDArray[np.float64] = nx.to_numpy_array(
        graph, nodelist=list(councils.ids), weight=None
    )
    return borders
