"""What councils are called, and which of them a word means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable
from functools import cached_property

import pandas as pd

from clusterer._support.spreadsheets import unmarked
from clusterer._support.wording import shown
from clusterer.errors import InputError

_CODE = re.compile(r"[A-Za-z]{0,3}\d{3,}")
"""What is no word but a code, such as E09000007."""

_MOST_MEANT = 3
"""How many councils a hint names; a word that is in the names of more says too little."""

_SHOWN = 5
"""How many offenders an error message names before it says how many more there are."""


class Names:
    """The labels and the names of councils.

    Parameters
    ----------
    table
        A row a council: its label is the index, its name in the column ``name``, if there is one.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        self._labels: list[Hashable] = list(table.index)

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The name of each council as the table has it, without blanks about it; or its label."""
        source = self._table["name"] if "name" in self._table.columns else self._table.index
        return tuple(
            plain(str(label if pd.isna(name) else name)) or str(label)
            for name, label in zip(source, self._labels, strict=True)
        )

    @cached_property
    def distinct(self) -> tuple[str, ...]:
        """What to call each council: its name, with its label if others have the name too."""
        times = Counter(self.given)
        return tuple(
            name if times[name] == 1 else f"{name} ({label})"
            for name, label in zip(self.given, self._labels, strict=True)
        )

    def described(self, positions: Iterable[int]) -> str:
        """Return the first few councils, by name and label, and how many more there are."""
        chosen = list(positions)
        words = [
            self.given[i]
            if self.given[i] == str(self._labels[i])
            else f"{self.given[i]} ({self._labels[i]})"
            for i in chosen[:_SHOWN]
        ]
        if len(chosen) > _SHOWN:
            words.append(f"and {len(chosen) - _SHOWN} more")
        return ", ".join(words)

    def position(self, council: Hashable) -> int:
        """Return the row number of a council given by label or name.

        Blanks about a text do not count, nor how Unicode composes its letters.

        Raises
        ------
        InputError
            If no council, or more than one, is called that.
        """
        if not isinstance(council, Hashable):
            raise InputError(f"{council!r} is no council; use an index label or a name")
        row = self._by_label.get(council)
        if row is not None:
            return row
        # A file for spreadsheets marks as text what looks like a formula.
        words = (plain(council), plain(unmarked(council))) if isinstance(council, str) else ()
        hits = next((self._by_word[word] for word in words if word in self._by_word), [])
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise InputError(
                f"{shown(council)} is the name of {len(hits)} councils: {self.described(hits)}; "
                "use the index label"
            )
        raise InputError(f"there is no council {shown(council)}{self._hint(council)}")

    @cached_property
    def _by_label(self) -> dict[Hashable, int]:
        return {label: row for row, label in enumerate(self._labels)}

    @cached_property
    def _by_word(self) -> dict[str, list[int]]:
        """The rows that each text means: as a label, or else as a name, or else as in a table."""
        found: dict[str, list[int]] = {}
        labels = [plain(label) if isinstance(label, str) else "" for label in self._labels]
        for source in (labels, self.given, self.distinct):
            rows: dict[str, list[int]] = {}
            for row, word in enumerate(source):
                rows.setdefault(word, []).append(row)
            found = rows | found
        found.pop("", None)
        return found

    def _hint(self, council: Hashable) -> str:
        """Say what may be meant by what is no council."""
        alike = [row for row, label in enumerate(self._labels) if _same_code(label, council)]
        if len(alike) == 1:
            kind = "text" if isinstance(self._labels[alike[0]], str) else "number"
            known = shown(self._labels[alike[0]])
            return f"; did you mean the {kind} {known}, {self.described(alike)}?"
        elsewhere = self._in_another_column(council) if isinstance(council, str) else ""
        if elsewhere:
            return elsewhere
        meant = self.like(council if isinstance(council, str) else shown(council))
        known = " or ".join(map(repr, meant))
        return f"; did you mean {known}?" if meant else "; use an index label or a name"

    def like(self, text: str) -> tuple[str, ...]:
        """Return what may be meant by a text that is no council: none, or a few names or labels.

        Examples
        --------
        >>> Names(pd.DataFrame(index=["Barking and Dagenham", "Barnet"])).like("Barking")
        ('Barking and Dagenham',)
        """
        return self._of_its_words(text) or self._closest(text)

    def _in_another_column(self, council: str) -> str:
        """Say in which other column of the table a text stands."""
        word = plain(council).casefold()
        texts = self._table.select_dtypes(["object", "string"])
        for column in texts:
            rows = [
                row
                for row, value in enumerate(texts[column])
                if isinstance(value, str) and plain(value).casefold() == word
            ]
            if column != "name" and len(rows) == 1:
                remedy = (
                    "use an index label or a name"
                    if "name" in self._table.columns
                    else "for the library to read names from it, rename it to 'name'"
                )
                return f"; column {column!r} has it, for {self.described(rows)}; {remedy}"
        return ""

    def _of_its_words(self, text: str) -> tuple[str, ...]:
        """Return the names that have all words of a text, or else those that have no others."""
        asked = _words(text)
        words = [_words(name) for name in self.given]
        meant = [row for row, have in enumerate(words) if asked and asked <= have]
        if not meant:
            within = [row for row, have in enumerate(words) if have and have <= asked]
            longest = max((len(words[row]) for row in within), default=0)
            meant = [row for row in within if len(words[row]) == longest]
        return tuple(self.distinct[row] for row in meant) if len(meant) <= _MOST_MEANT else ()

    def _closest(self, text: str) -> tuple[str, ...]:
        """Return the label or name that is spelt most like a text, if one is."""
        # A code that looks like this one is another council's all the same.
        known = [
            name
            for name in (*self.distinct, *map(str, self._labels))
            if not (_CODE.fullmatch(name) and _CODE.fullmatch(text))
        ]
        return tuple(difflib.get_close_matches(text, known, n=1, cutoff=0.6))


def plain(text: str) -> str:
    r"""Return a text as it is compared: composed letters, and no blanks at its ends.

    Examples
    --------
    >>> plain("Zu\u0308rich ") == "Z\u00fcrich"
    True
    """
    return unicodedata.normalize("NFC", text).strip()


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", plain(text).casefold()))


def _same_code(label: Hashable, council: Hashable) -> bool:
    """Tell whether numbers or texts are the same code, as 7, "7" and "07", or E07 and e07, are."""
    if isinstance(label, str) and isinstance(council, str):
        if label.isdecimal() and council.isdecimal():
            return label.lstrip("0") == council.lstrip("0")
        is_code = any(letter.isdigit() for letter in label)
        return is_code and plain(label).casefold() == plain(council).casefold()
    if isinstance(label, str) == isinstance(council, str):
        return False
    text, number = (label, council) if isinstance(label, str) else (council, label)
    try:
        return float(str(text)) == float(str(number))
    except ValueError:
        return False
