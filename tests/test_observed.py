"""Tables of who shares with whom: what is read, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
from bad import Bad, check, each
from maps import grid

import clusterer as cl
from clusterer.evidence.observed import Observed

COUNCILS = cl.Councils.validated(grid(2, 2))
ROWS = [
    ("legal", "north", "r1c0"),
    ("legal", "north", "R1C1"),  # By its name.
    ("legal", "south", "r0c0"),
    ("waste", "all", "r1c1"),
    ("waste", "all", "r1c0"),
    ("waste", "all", "r0c1"),
]
TABLE = pd.DataFrame(ROWS, columns=["scheme", "cluster", "council"])


def test_schemes_are_read_by_label_or_name_with_clusters_of_one():
    found = Observed.read(COUNCILS, TABLE.assign(kind="voluntary"))
    assert found.schemes == {
        "legal": {"north": [2, 3], "south": [0]},
        "waste": {"all": [3, 2, 1]},
    }


def test_pairs_are_counted_scheme_by_scheme():
    times = Observed.read(COUNCILS, TABLE).times_together
    expected = np.zeros((4, 4), dtype=int)
    expected[2, 3] = 2
    expected[1, 2] = expected[1, 3] = 1
    np.testing.assert_array_equal(times, expected + expected.T)


def test_clusters_of_one_name_in_two_schemes_are_two():
    table = TABLE.assign(cluster="same").iloc[[0, 3]]
    assert not Observed.read(COUNCILS, table).times_together.any()


def refuse(table):
    return lambda: Observed.read(COUNCILS, table)


@each(
    [
        Bad(
            "no table",
            refuse({"r0c0": 1}),
            "observed must be a DataFrame with the columns scheme, cluster, council, such as "
            "datasets.real_clusters(), not dict",
        ),
        Bad(
            "a missing column",
            refuse(TABLE.drop(columns="cluster")),
            "observed has no column 'cluster', of scheme, cluster, council, which tell a row a "
            "council who shares with whom",
        ),
        Bad(
            "a column in the plural",
            refuse(TABLE.rename(columns={"council": "councils"})),
            "observed has no column 'council', ...; is it 'councils'? rename(columns=...)",
        ),
        Bad(
            "a missing value",
            refuse(TABLE.replace({"cluster": {"south": None}})),
            "observed: the cluster is missing in row 2; fill it in, or drop the row",
        ),
        Bad(
            "a cell of spaces",
            refuse(TABLE.replace({"cluster": {"south": "  "}})),
            "observed: the cluster is missing in row 2; fill it in, or drop the row",
        ),
        Bad(
            "an unknown council",
            refuse(TABLE.replace({"council": {"r0c1": "r0c9"}})),
            "observed, scheme 'waste': there is no council 'r0c9'; did you mean ...",
        ),
        Bad(
            "a council twice in a scheme",
            refuse(pd.concat([TABLE, TABLE.iloc[[0]].assign(cluster="south")])),
            "observed: R1C0 (r1c0) stands twice in scheme 'legal'; what overlaps, in services or "
            "in years, is two schemes",
        ),
        Bad(
            "no rows",
            refuse(TABLE.iloc[:0]),
            "observed is an empty table; it needs a row a council and scheme",
        ),
    ]
)
def test_what_is_not_usable_is_refused(run, message):
    check(run, message)
