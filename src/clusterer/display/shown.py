"""What results show of themselves: a headline, a table and a note, as text and in a notebook."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pandas as pd

from clusterer.display.table import table_as_html, table_as_text


class ShownAsTable(ABC):
    """A result that is told by a headline, a table of words and a note below it."""

    @property
    @abstractmethod
    def headline(self) -> str:
        """One sentence with what matters most."""

    @property
    @abstractmethod
    def _shown(self) -> pd.DataFrame:
        """The table, with figures in words."""

    @property
    @abstractmethod
    def _note(self) -> str:
        """What to write below the table."""

    def __repr__(self) -> str:
        return table_as_text(self.headline, self._shown, self._note)

    def _repr_html_(self) -> str:
        return table_as_html(self.headline, self._shown, self._note)


def more_rows(table: pd.DataFrame, shown: int) -> list[str]:
    """Return a line on the rows of a table that are not shown; none if all are.

    Examples
    --------
    >>> more_rows(pd.DataFrame(index=range(25)), 20), more_rows(pd.DataFrame(index=range(20)), 20)
    (['5 more rows in .table'], [])
    """
    more = len(table) - shown
    return [f"{more} more rows in .table"] if more > 0 else []
