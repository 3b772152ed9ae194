"""Tables from files: CSV, with codes kept as they are, and whatever else geopandas reads."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pandas as pd

from clusterer.errors import InputError

CSV = (".csv", ".tsv")
"""Endings of tables in text."""

_SHEETS = (".xlsx", ".ods")
"""Endings of spreadsheets."""

_SEPARATORS = ",;\t"

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
        If it cannot be read, or a spreadsheet has several sheets.
    """
    ending = path.suffix.lower()
    if ending in CSV:
        return read_csv(path)
    try:
        if ending == ".parquet":
            return pd.read_parquet(path)
        if ending not in _SHEETS:
            return pd.DataFrame(gpd.read_file(path, ignore_geometry=True))
        sheets = gpd.list_layers(path)["name"].to_list()
        if len(sheets) > 1:
            raise InputError(f"{path.name} has the sheets {', '.join(sheets)}; save the one as CSV")
        # GDAL takes a first row for headings only where another row is no text.
        return as_numbers(pd.DataFrame(gpd.read_file(path, HEADERS="FORCE", ignore_geometry=True)))
    except ImportError as error:
        raise missing(path, error) from None
    except (OSError, RuntimeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"cannot read {path.name}: {error}") from None


def read_csv(path: Path) -> pd.DataFrame:
    """Read a CSV: with commas, semicolons or tabs between values, whichever its first line has.

    A column becomes numbers if nothing is lost: codes such as 007 stay text. Commas between
    thousands are taken out.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding) as file:
                first = file.readline()
            table = pd.read_csv(
                path,
                dtype=str,
                encoding=encoding,
                sep=max(_SEPARATORS, key=first.count),
                keep_default_na=False,
                na_values=[""],
                skipinitialspace=True,
            )
        except UnicodeDecodeError:
            continue
        except (OSError, ValueError) as error:
            raise InputError(f"cannot read {path.name}: {error}") from None
        return as_numbers(table.rename(columns=str.strip))
    raise InputError(f"cannot read {path.name}: it is in no encoding known; save it as UTF-8")


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
            if not words.map(lambda word: _THOUSANDS.fullmatch(word) is not None).all():
                continue
            words = words.str.replace(",", "")
        table[column] = pd.to_numeric(words).reindex(table.index)
    return table


def missing(path: Path, error: ImportError) -> InputError:
    """Return the error of a file that some package would read that is not there."""
    package = "pyarrow" if path.suffix.lower() in (".parquet", ".feather") else error.name
    return InputError(f"to read {path.name}, {package} is needed: pip install {package}")
