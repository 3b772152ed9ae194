"""Groupings of the boroughs that exist or existed, mandated and voluntary."""

from __future__ import annotations

import difflib

import pandas as pd

from clusterer._support.checks import check_text
from clusterer.datasets._files import path_of
from clusterer.errors import InputError


def real_clusters(scheme: str | None = None) -> pd.DataFrame:
    """Return who shared what with whom in London.

    Parameters
    ----------
    scheme
        One scheme, such as "met_bcu_2018"; all of them unless given.

    Returns
    -------
    pandas.DataFrame
        A row a borough and scheme: ``scheme``, ``cluster``, ``council`` (GSS code), ``name``,
        ``kind`` ("mandated", "statutory", "voluntary" or "voluntary-service"), ``start``,
        ``end``, ``partition_of_32`` (whether the scheme places every borough) and ``mark``.

    Raises
    ------
    InputError
        If there is no such scheme.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> police = cl.datasets.real_clusters("met_bcu_2018").set_index("council")["cluster"]
    >>> len(problem.evaluate(police).clusters)
    12
    """
    table = pd.read_csv(path_of("boundaries/clusters.csv"), dtype={"start": "str", "end": "str"})
    if scheme is None:
        return table
    check_text("scheme", scheme)
    chosen = table[table["scheme"] == scheme]
    if chosen.empty:
        known = list(table["scheme"].unique())
        close = difflib.get_close_matches(scheme, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(known)}"
        raise InputError(f"there is no scheme {scheme!r}; {hint}")
    return chosen.reset_index(drop=True)
