"""Proposed clusters as they are given: by name, each with its councils and perhaps its own cost."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from clusterer._support.checks import check_number
from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.errors import InputError

Given = Mapping[Hashable, Iterable[Hashable]] | pd.DataFrame
"""For each name the councils; or a table with a row a council of each proposal."""

_COLUMNS = ("proposal", "council")


@dataclass(frozen=True)
class Proposals:
    """Proposed clusters, by name.

    Attributes
    ----------
    members
        The row numbers of the councils of each.
    costs
        The £m of those that bring their own cost.
    """

    members: dict[Hashable, list[int]]
    costs: dict[Hashable, float]

    @classmethod
    def read(
        cls, councils: Councils, given: Given, costs: Mapping[Hashable, float] | None
    ) -> Proposals:
        """Read proposals, and check them.

        Raises
        ------
        InputError
            If there are none, one has no council, the same one twice, or one that is unknown; or
            if a cost is no number or that of no proposal.
        """
        members: Mapping[Hashable, Iterable[Hashable]]
        in_table: dict[Hashable, float]
        if isinstance(given, pd.DataFrame):
            members, in_table = _of_table(given)
        elif isinstance(given, Mapping):
            members, in_table = {name: given[name] for name in given}, {}
        else:
            raise InputError(
                "proposals must be a dict of lists, such as {'north': ['Barnet', 'Enfield']}, or a "
                f"DataFrame with the columns proposal and council, not {type(given).__name__}"
            )
        if not members:
            raise InputError("there are no proposals; give one or more")
        rows = {name: _rows(councils, name, chosen) for name, chosen in members.items()}
        if costs is not None and not isinstance(costs, Mapping):
            raise InputError(f"costs = {shown(costs)} must be a dict of £m by proposal")
        own = {**in_table, **(costs or {})}
        for name, cost in own.items():
            if name not in rows:
                raise InputError(f"costs has {shown(name)}, which is no proposal; leave it out")
            check_number(f"the cost of proposal {shown(name)}", cost, kind="number of £m")
        return cls(rows, {name: float(cost) for name, cost in own.items()})


def _of_table(table: pd.DataFrame) -> tuple[dict[Hashable, list[Hashable]], dict[Hashable, float]]:
    for column in _COLUMNS:
        if column not in table.columns:
            raise InputError(
                f"proposals has no column {column!r}; it needs proposal and council, and may have "
                f"cost, in £m; there are {list(map(str, table.columns))}"
            )
    members: dict[Hashable, list[Hashable]] = {}
    costs: dict[Hashable, float] = {}
    priced = "cost" in table.columns
    for position, row in enumerate(table.to_dict("records")):
        name, council = row["proposal"], row["council"]
        if pd.isna(name) or pd.isna(council):
            raise InputError(
                f"row {position} of proposals lacks a proposal or a council; fill it in"
            )
        members.setdefault(name, []).append(council)
        if not priced or pd.isna(row["cost"]):
            continue
        if costs.setdefault(name, row["cost"]) != row["cost"]:
            raise InputError(
                f"proposal {shown(name)} has two costs, {shown(costs[name])} and "
                f"{shown(row['cost'])}; give the £m of the whole in each of its rows, or in one"
            )
    return members, costs


def _rows(councils: Councils, name: Hashable, chosen: Iterable[Hashable]) -> list[int]:
    if isinstance(chosen, str) or not isinstance(chosen, Iterable):
        raise InputError(f"proposal {shown(name)} is {shown(chosen)}; give a list of councils")
    try:
        rows = list(councils.positions(chosen))
    except InputError as error:
        raise InputError(f"proposal {shown(name)}: {error}") from None
    if not rows:
        raise InputError(f"proposal {shown(name)} has no councils; leave it out")
    for row in rows:
        if rows.count(row) > 1:
            raise InputError(f"proposal {shown(name)} has {councils.describe([row])} twice")
    return sorted(rows)
