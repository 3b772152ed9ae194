"""The register of figures of several services: one that all of them use stands there once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from clusterer._support.wording import separator
from clusterer.model.figure_register import register
from clusterer.terms import Term

GOVERNANCE = "once a partnership"
"""Where the figures of governance belong."""


def register_of_services(
    services: Mapping[str, Sequence[Term]], governance: Sequence[Term]
) -> pd.DataFrame:
    """Return a row a figure of some services, with the ``services`` that use it so.

    Parameters
    ----------
    services
        The terms of each service, by its name.
    governance
        The terms that a partnership pays once.
    """
    tables = {name: register(terms) for name, terms in services.items()}
    if governance:
        tables[GOVERNANCE] = register(governance)
    users: dict[str, list[str]] = {}
    parts = []
    for name, table in tables.items():
        # As text: what is missing is no number that equals itself.
        rows = [repr((row.Index, *row)) for row in table.itertuples()]
        parts.append(table[[row not in users for row in rows]])
        for row in rows:
            users.setdefault(row, []).append(name)
    found, between, every = pd.concat(parts), separator(tables), list(services)
    words = ["all" if names == every else between.join(names) for names in users.values()]
    found.insert(0, "services", words)
    return found
