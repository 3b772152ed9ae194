"""What several tables of a report need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd


def with_row(values: pd.DataFrame, heading: str, row: Mapping[Any, Any]) -> pd.DataFrame:
    """Return a table with one row more at its end, also where another row has its heading.

    What the row does not have is missing there.

    Examples
    --------
    >>> table = pd.DataFrame({"saves": [1.0, 2.0]}, index=["Bath", "All"])
    >>> with_row(table, "All", {"saves": 3.0})["saves"].to_list()
    [1.0, 2.0, 3.0]
    """
    columns = {name: [*values[name], row.get(name)] for name in values}
    index = pd.Index([*values.index, heading], dtype=object, name=values.index.name)
    return pd.DataFrame(columns, index=index)
