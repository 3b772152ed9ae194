"""The figures behind the default costs, with their ranges, sources and marks."""

from __future__ import annotations

import pandas as pd

from clusterer.datasets._files import path_of


def services() -> pd.DataFrame:
    """Return what services cost a resident, and how that falls with scale.

    Returns
    -------
    pandas.DataFrame
        A row a service: ``unit_cost`` (£ a resident a year), ``fixed_share`` (of it, at 237,000
        residents) and their ranges, ``power_exponent``, ``minimum_efficient_scale``
        (residents), ``posts_per_gbp_m`` (for each £m a year); marks of the central figures, V
        (read in a source) or A (assumed), and ``source``, which says what of an assumed
        figure's range was read.

    Examples
    --------
    >>> import clusterer as cl
    >>> int(cl.datasets.services().loc["revs_bens", "minimum_efficient_scale"])
    60000
    """
    table = pd.read_csv(path_of("parameters/services.csv"), index_col="service")
    # Whole pounds would make a column of whole numbers, which then takes no pence.
    return table.astype(dict.fromkeys(table.select_dtypes("number"), "float64"))


def model_parameters() -> pd.DataFrame:
    """Return the parameters of the cost model.

    Returns
    -------
    pandas.DataFrame
        A row a parameter: ``central``, ``low``, ``high``, ``unit``, ``mark`` of the central
        figure (V read in a source, D derived from such figures, A assumed) and ``source``, which
        says what of an assumed figure's range was read.

    Examples
    --------
    >>> import clusterer as cl
    >>> float(cl.datasets.model_parameters().loc["discount_rate", "central"])
    0.035
    """
    return pd.read_csv(path_of("parameters/model.csv"), index_col="parameter")


def cost_sharing() -> pd.DataFrame:
    """Return how two councils that share all staff split the cost of each service.

    Returns
    -------
    pandas.DataFrame
        A row a service: ``driver``, by what its cost is shared out; ``example_split``, the
        percentages that fall to South Hams and to West Devon, with the counts behind them in
        brackets where they are known; and ``source``.

    Examples
    --------
    >>> import clusterer as cl
    >>> print(*cl.datasets.cost_sharing().loc["legal", ["driver", "example_split"]], sep=": ")
    recorded time: 70/30
    """
    return pd.read_csv(path_of("parameters/cost_sharing_drivers.csv"), index_col="service")
