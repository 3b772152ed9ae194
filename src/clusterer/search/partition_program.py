"""The set-partitioning problem of the columns that are left, as the program that ends it."""

from __future__ import annotations

import numpy as np

from clusterer.search.binary_program import BinaryProgram, Row
from clusterer.search.cutting_planes import Tightened


def program_of(tight: Tightened) -> BinaryProgram:
    """Return the program of some columns, under their limits and subset rows.

    The objective is in reduced costs of the councils' duals, which are small where the costs are
    large: a gap of a pound stays well above a solver's rounding.
    """
    columns = tight.columns
    indptr, members = columns.candidates.flat()
    own = len(columns.amounts) - len(tight.rows)
    rows = [
        Row.dense(amounts, float(low), float(high), implied=k >= own)
        for k, (amounts, low, high) in enumerate(
            zip(columns.amounts, columns.low, columns.high, strict=True)
        )
    ]
    return BinaryProgram(
        costs=columns.costs - columns.candidates.sum(tight.prices.council_duals),
        indptr=indptr.astype(np.int64),
        covered=members.astype(np.int64),
        n_items=columns.n,
        rows=tuple(rows),
    )
