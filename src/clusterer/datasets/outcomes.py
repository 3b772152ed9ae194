"""What became of real schemes of shared services, and partnerships outside London."""

from __future__ import annotations

import pandas as pd

from clusterer.datasets._files import path_of


def outcomes() -> pd.DataFrame:
    """Return what real schemes of shared services planned to save, and what came of it.

    Sources tell of savings in many ways, so some figures are words, such as "4.6-5.7" or
    "159 total by 2010": read a row before you compute with it.

    Returns
    -------
    pandas.DataFrame
        A row a scheme, by its name and first year: ``members``, how many councils, as text;
        ``in_scope_gbp_m``, the £m a year that the shared services cost, as text; ``staff``,
        the posts in them; ``planned_saving_gbp_m_per_year``, £m a year, as text;
        ``planned_pct``, that saving in % of the cost in scope; ``realised_note`` and
        ``fte_effect``, in words, what was saved and what became of the posts; ``source``;
        ``mark``, V for what was read in a source and M for what is at second hand, its source
        not being available. What is not known is missing.

    Examples
    --------
    >>> import clusterer as cl
    >>> schemes = cl.datasets.outcomes()
    >>> float(schemes.loc["oneSource 2014", "planned_pct"])
    18.3
    """
    return pd.read_csv(path_of("parameters/outcomes.csv"), index_col="scheme")


def outside_london() -> pd.DataFrame:
    """Return partnerships of councils elsewhere in England and Wales.

    Returns
    -------
    pandas.DataFrame
        A row a partnership, by its name: ``members``, their names with "|" between them;
        ``start`` and ``end``, years or dates as text, an end missing where there is none;
        ``services``, what is shared; and ``mark``, V for what was read in a source and M for
        what is from memory.

    Examples
    --------
    >>> import clusterer as cl
    >>> partnerships = cl.datasets.outside_london()
    >>> partnerships.loc["Strata", "members"].split("|")
    ['East Devon', 'Exeter', 'Teignbridge']
    """
    return pd.read_csv(path_of("parameters/outside_london.csv"), index_col="partnership")
