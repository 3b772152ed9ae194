"""Tables from files: CSV, with codes kept as they are, and whatever else geopandas reads."""

from __future__ import annotations

import csv
import io
import logging
import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import geopandas as gpd
import pandas as pd

from clusterer.errors import InputError

_log = logging.getLogger(__name__)

CSV = (".csv", ".tsv")
"""Endings of tables in text."""

_SHEETS = (".xlsx", ".xlsm", ".ods")
"""Endings of spreadsheets."""

_OTHER_SHEETS = (".xls", ".xlsb", ".numbers")
"""Endings of spreadsheets that cannot be read."""

_LAYER = "councils"
"""What the library calls the layer of councils in a GeoPackage, which has others too."""

_SEPARATORS = ",;\t"

_FIRST = 50
"""How many lines are looked at to find which of these a CSV has."""

_LONGEST = 2**30
"""Letters of a value: an area in WKT is long."""

_ENCODINGS = ("utf-8-sig", "cp1252")
"""That of most files, with or without the mark of Excel before it; and the one of older Excels."""

_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d*)?([eE][-+]?\d+)?")
"""A number; with a nought before it, as in 007, it is a code."""

_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})*")


def read_table(path: Path) -> pd.DataFrame:
    """Read a table without boundaries.

    Parameters
    ----------
    path
        A CSV, a spreadsheet, Parquet, or anything that geopandas reads.

    Raises
    ------
    InputError
        If it cannot be read, or has several sheets, or layers of which none is ``councils``.
    """
    ending = path.suffix.lower()
    if ending in CSV:
        return read_csv(path)
    try:
        if ending == ".parquet":
            return pd.read_parquet(path)
        if ending in _OTHER_SHEETS:
            raise InputError(f"cannot read {path.name}, a {ending}; save it as .xlsx or as CSV")
        layer = _layer(path)
        if ending not in _SHEETS:
            return pd.DataFrame(gpd.read_file(path, layer=layer, ignore_geometry=True))
        # GDAL takes a first row for headings only where another row is no text.
        table = pd.DataFrame(
            gpd.read_file(path, layer=layer, HEADERS="FORCE", ignore_geometry=True)
        )
        header = [name if name != f"Field{i}" else "" for i, name in enumerate(table.columns, 1)]
        values = table.astype(object).where(table.notna(), "").astype(str)
        _check_header(header, values.to_numpy().tolist(), path.name)
        return as_numbers(_without_blanks(table, header))
    except ImportError as error:
        raise missing(path, error) from None
    except (OSError, RuntimeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"cannot read {path.name}: {error}") from None


def _layer(path: Path) -> str | None:
    """Return the only layer or sheet of a file, or that of the councils; None if there is none.

    Raises
    ------
    InputError
        If there are several, of which any could be meant.
    """
    is_book = path.suffix.lower() in _SHEETS
    layers = gpd.list_layers(path)["name"].to_list()
    if len(layers) <= 1:
        return next(iter(layers), None)
    if _LAYER in layers and not is_book:
        return _LAYER
    what = "sheets" if is_book else "layers"
    raise InputError(f"{path.name} has the {what} {', '.join(layers)}; save the one as CSV")


def read_csv(path: Path) -> pd.DataFrame:
    """Read a CSV: with commas, semicolons or tabs between values, whichever most lines have.

    A column becomes numbers if nothing is lost: codes such as 007 stay text. Commas between
    thousands are taken out.

    Raises
    ------
    InputError
        If it cannot be read, or its first line does not name the columns.
    """
    for encoding in _ENCODINGS:
        try:
            text = path.read_text(encoding=encoding)
        except UnicodeDecodeError:
            continue
        except OSError as error:
            raise InputError(f"cannot read {path.name}: {error}") from None
        header, *rows = _rows(text, path.name)
        _check_header(header, rows, path.name)
        header = [name.strip() for name in header]
        again = io.StringIO(newline="")
        csv.writer(again).writerows([header, *(row[: len(header)] for row in rows)])
        again.seek(0)
        table = pd.read_csv(again, dtype=str, keep_default_na=False, na_values=[""])
        _tell_of_twins(header, table, path.name)
        return as_numbers(_without_blanks(table, header))
    raise InputError(f"cannot read {path.name}: it is in no encoding known; save it as UTF-8")


def _rows(text: str, file: str) -> list[list[str]]:
    """Return the values in the lines of a CSV, without blank lines above the first."""
    lines = text.lstrip("\r\n").splitlines()
    if not lines:
        raise InputError(f"{file} is empty")
    # A title has no separators, or one of a sentence.
    common = {mark: sum(mark in line for line in lines[:_FIRST]) for mark in _SEPARATORS}
    separator = max(_SEPARATORS, key=lambda mark: (common[mark], lines[0].count(mark)))
    limit = csv.field_size_limit(_LONGEST)
    try:
        stream = io.StringIO(text.lstrip("\r\n"), newline="")
        rows = list(csv.reader(stream, delimiter=separator, skipinitialspace=True))
    except csv.Error as error:
        raise InputError(f"cannot read {file}: {error}") from None
    finally:
        csv.field_size_limit(limit)
    return [rows[0], *(row for row in rows[1:] if row)]


def _check_header(header: Sequence[str], rows: Sequence[Sequence[str]], file: str) -> None:
    """Check that the first line of a table names its columns, and is no title above them.

    Raises
    ------
    InputError
        If it is, or another line has more values than there are columns.
    """
    widths = [_width(row) for row in rows]
    usual, _ = max(Counter(widths).items(), key=lambda item: item[::-1], default=(0, 0))
    named = _width(header)
    # One column without a name at the end may be of notes.
    if len(header) < usual or named == 1 < usual or named + 1 < usual:
        below = next(row for row, width in zip(rows, widths, strict=True) if width == usual)
        raise InputError(
            f"the first line of {file} ({in_short(header)}) names {named} "
            f"column{'' if named == 1 else 's'}, and most lines have {usual} values; if it is a "
            "title, delete all lines above the one that names the columns, which may be "
            f"({in_short(below)}); if it is none, name each column in it"
        )
    for row, width in zip(rows, widths, strict=True):
        if width > len(header):
            raise InputError(
                f"a line of {file} ({in_short(row)}) has {width} values, and there are "
                f"{len(header)} columns; if one of the values has a comma, put it in double quotes"
            )


def _without_blanks(table: pd.DataFrame, header: Sequence[str]) -> pd.DataFrame:
    """Leave out the columns that have neither a name nor a value."""
    kept = [
        bool(name.strip()) or bool(table.iloc[:, i].notna().any()) for i, name in enumerate(header)
    ]
    return table.loc[:, kept]


def _tell_of_twins(header: Sequence[str], table: pd.DataFrame, file: str) -> None:
    """Tell of columns of one name, of which all but the first are read under another."""
    for name, called in zip(header, table.columns, strict=True):
        if name and name != called:
            _log.warning("%s has the column %r twice; one is read as %r", file, name, called)


def _width(row: Sequence[str]) -> int:
    """Return how many values a line has, without empty ones at its end."""
    return max((i for i, value in enumerate(row, 1) if value.strip()), default=0)


def in_short(row: Sequence[str]) -> str:
    """Return the values of a row for a message."""
    return textwrap.shorten(", ".join(row[: _width(row)]), 60, placeholder=" ...")


def as_numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of texts, with those columns as numbers that lose nothing by it.

    Examples
    --------
    >>> import pandas as pd
    >>> as_numbers(pd.DataFrame({"code": ["007", "12"], "people": ["1,200", "90"]}))
      code  people
    0  007    1200
    1   12      90
    """
    table = table.copy()
    for column in table.select_dtypes(["object", "string"]):
        words = table[column].dropna().map(lambda value: str(value).strip())
        if words.empty:
            continue
        if not words.map(lambda word: _NUMBER.fullmatch(word) is not None).all():
            thousands = words.map(lambda word: _THOUSANDS.fullmatch(word) is not None)
            if not thousands.all():
                # Of figures with slips among them, the slips are to be told, and no others.
                if 2 * thousands.sum() > len(words):
                    table[column] = words.where(~thousands, words.str.replace(",", ""))
                continue
            words = words.str.replace(",", "")
        table[column] = pd.to_numeric(words).reindex(table.index)
    return table


def missing(path: Path, error: ImportError) -> InputError:
    """Return the error of a file that some package would read that is not there."""
    package = "pyarrow" if path.suffix.lower() in (".parquet", ".feather") else error.name
    return InputError(f"to read {path.name}, {package} is needed: pip install {package}")
