"""The councils that were proposed for England's areas under reorganisation."""

from __future__ import annotations

import difflib

import pandas as pd

from clusterer._support.checks import check_text
from clusterer.datasets._files import path_of
from clusterer.errors import InputError


def reorganisation_proposals(area: str | None = None) -> pd.DataFrame:
    """Return the published proposals for new unitary councils in England, a row a district.

    In 2025 the councils of 21 areas proposed which districts should become one council. A
    proposal is a grouping of the districts, as `real_clusters` has them: each is turned into
    an assignment by one line, and `Problem.evaluate` costs it.

    Some proposals divide districts among new councils. A plan of this library is of whole
    districts, so that there the cluster is missing, and `Problem.evaluate` says which.

    Parameters
    ----------
    area
        An area by its code or county, such as "ESS" or "Essex"; all of them unless given.

    Returns
    -------
    pandas.DataFrame
        A row a district and proposal: ``area``, a code as in the column ``lgr`` of `england`;
        ``county``; ``proposal``, its name in the area; ``cluster``, the new council that the
        district would be in; ``council`` (GSS code) and ``name``, the district; ``split``,
        the new councils among which the district is divided, with "|" between them, missing
        where it stays whole; ``mark`` of the cluster, V for what was read in a source, M for
        what is from memory, and missing where nothing was read; ``proposer``, with "|" between
        councils, and in words where not all were read; ``submitted``, a date; ``unitaries``, how
        many new councils there would be; ``whole``, whether the proposal leaves every district
        whole; ``status``, "chosen", "not chosen" or "unknown", where no decision was read; and
        ``source``.

    Raises
    ------
    InputError
        If there is no such area.

    See Also
    --------
    england : The districts.

    Notes
    -----
    With ``rename(columns={"proposal": "scheme"})`` the rows of whole proposals of one area are
    what `compare_with_reality` takes.

    Of Hertfordshire's "Three unitaries" only the base of whole districts was read, and not what its
    changes of boundaries divide.

    The "Five unitaries across Sussex" are one proposal for two areas, ESX and WSX. Oxfordshire's
    plans for two and for three councils take in West Berkshire, which is in none of the
    areas.

    Examples
    --------
    >>> import clusterer as cl
    >>> districts = cl.datasets.england()
    >>> essex = cl.Problem(districts[districts["lgr"] == "ESS"], cl.preset("central"))
    >>> proposals = cl.datasets.reorganisation_proposals("Essex")
    >>> options = proposals.pivot(index="council", columns="proposal", values="cluster")
    >>> len(essex.evaluate(options["Five unitaries"]).clusters)
    5
    """
    proposals = pd.read_csv(
        path_of("boundaries/reorganisation_proposals.csv"),
        parse_dates=["submitted"],
        true_values=["yes"],
        false_values=["no"],
    )
    districts = pd.read_csv(path_of("boundaries/reorganisation_districts.csv"))
    known = dict(zip(proposals["area"], proposals["county"], strict=True))
    table = districts.merge(proposals, on=["area", "proposal"], validate="many_to_one")
    if area is None:
        return table[_COLUMNS]
    check_text("area", area)
    chosen = (table["area"] == area) | (table["county"] == area)
    if not chosen.any():
        close = difflib.get_close_matches(area, [*known, *known.values()], n=1)
        hint = f"did you mean {close[0]!r}? " if close else ""
        areas = ", ".join(f"{code} ({county})" for code, county in known.items())
        raise InputError(f"there is no area {area!r} under reorganisation; {hint}there are {areas}")
    return table.loc[chosen, _COLUMNS].reset_index(drop=True)


_COLUMNS = [
    "area",
    "county",
    "proposal",
    "cluster",
    "council",
    "name",
    "split",
    "mark",
    "proposer",
    "submitted",
    "unitaries",
    "whole",
    "status",
    "source",
]
"""The columns, in the order in which a reader needs them."""
