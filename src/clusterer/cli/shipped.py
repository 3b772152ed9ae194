"""The maps that come with the library, by a word in place of a file: `london`, `essex`."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd

from clusterer import datasets
from clusterer.errors import InputError

LONDON, ENGLAND = "london", "england"

INDEX, POPULATION = "gss", "population"
"""The columns with the codes and with the residents, on all of them."""

_WORD = re.compile(r"[A-Za-z]+([ -][A-Za-z]+)*")
"""What is no path: no dot, no slash."""


def word_of(given: object) -> str | None:
    """Return the word for a map that comes with the library; None if it is none.

    A file that is called so is given as ``./essex``.

    Examples
    --------
    >>> word_of("Essex"), word_of("south-east"), word_of("essex.gpkg"), word_of(2)
    ('essex', 'south east', None, None)
    """
    word = _as_a_word(given)
    known = word is not None and (word in (LONDON, ENGLAND) or word in _areas())
    return word if known else None


def nearest_word(given: object) -> str | None:
    """Return the word that may be meant by one that is none; None if it does not look like one."""
    word = _as_a_word(given)
    if word is None:
        return None
    return next(iter(difflib.get_close_matches(word, [LONDON, ENGLAND, *_areas()], n=1)), None)


def name_of_area(word: str) -> str:
    """Return what people call a map that comes with the library.

    Examples
    --------
    >>> name_of_area("essex"), name_of_area("east of england")
    ('Essex', 'East of England')
    """
    counties = datasets.reorganisation_proposals()["county"].unique()
    names = ["London", "England", *datasets.england()["region"].unique(), *counties]
    return next(str(name) for name in names if name.lower() == word)


def councils_of(word: str, year: int | None = None) -> gpd.GeoDataFrame:
    """Return the councils of a map that comes with the library, with their codes as a column.

    Parameters
    ----------
    word
        As `word_of` returns it.
    year
        Of the populations and seats of London; 2006 unless given.

    Raises
    ------
    InputError
        If a year is given for another map, or there is none of that year.
    """
    if word == LONDON:
        return datasets.london(2006 if year is None else year).reset_index()
    if year is not None:
        raise InputError(
            f"--year {year}: the year of the populations can be chosen for london alone; leave it "
            f"out for {word}, or join figures of your own with --join FILE --on gss"
        )
    districts = datasets.england()
    if word != ENGLAND:
        column, label = _areas()[word]
        districts = districts[districts[column] == label]
    return districts.reset_index()


def crossings_of(word: str) -> pd.DataFrame | None:
    """Return the bridges and ferries that are known on a map; None if there are none."""
    return datasets.thames_crossings() if word == LONDON else None


@functools.cache
def _areas() -> Mapping[str, tuple[str, str]]:
    """Return the column of `datasets.england` with each area, and what the area is called there."""
    proposals = datasets.reorganisation_proposals()
    under = zip(proposals["county"], proposals["area"], strict=True)
    regions = datasets.england()["region"].unique()
    found = {region.lower(): ("region", region) for region in regions}
    # The region London is no map of England: its 32 boroughs are one of their own.
    del found[LONDON]
    return found | {county.lower(): ("lgr", area) for county, area in under}


def _as_a_word(given: object) -> str | None:
    if not isinstance(given, str) or _WORD.fullmatch(given) is None:
        return None
    return given.lower().replace("-", " ")
