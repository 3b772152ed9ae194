"""The table in plain text."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from maps import grid

from clusterer.display import as_text


def plan_of(members, **terms):
    """Return a table of clusters with these members, hosted by the first of each."""
    sizes = [len(names) for names in members]
    costs = {
        term: [cost * size for size in sizes] for term, cost in (terms or {"scale": 20}).items()
    }
    total = np.sum(list(costs.values()), axis=0)
    return pd.DataFrame(
        {
            "members": [", ".join(names) for names in members],
            "size": sizes,
            "host": [names[0] for names in members],
            **costs,
            "total": total,
            "standalone": total + 1.5,
            "saving": 1.5,
        },
        index=pd.RangeIndex(1, len(members) + 1, name="cluster"),
    )


def test_names_of_terms_are_not_broken_over_lines():
    terms = {f"a term of many words {k}": 30.0 for k in range(8)}
    lines = as_text("Plan", plan_of([["Bath", "Wells"]], **terms)).splitlines()
    assert all(any(f"{term} 60.0" in line for line in lines) for term in terms)
    assert max(map(len, lines)) <= 100


def test_every_council_of_london_is_named_once(london, partition, table_of):
    frame = partition(london, [0] * 6 + [1] * 5 + [2] * 4 + list(range(10, 27)))
    text = as_text("Plan", table_of(frame))
    assert {name: text.count(name) for name in london["name"]} == dict.fromkeys(london["name"], 1)


def test_lines_are_short_and_figures_stand_below_each_other(london, partition, table_of):
    text = as_text("word " * 50, table_of(partition(london, [k // 5 for k in range(32)])))
    lines = text.splitlines()
    assert max(map(len, lines)) <= 100
    ends = {len(line) for line in lines if re.search(r"\d$", line) and "by term" not in line}
    assert len(ends) == 1


def test_the_total_row_adds_up(two_and_alone, table_of):
    clusters = table_of(two_and_alone)
    (line,) = [row for row in as_text("", clusters).splitlines() if row.startswith("total")]
    sums = clusters[["scale", "set-up", "total", "standalone", "saving"]].sum()
    assert line.split()[-5:] == [f"{value:,.1f}" for value in sums]


def test_shared_clusters_come_first_and_councils_alone_in_one_line():
    text = as_text("Plan", plan_of([["Ely"], ["Bath", "Wells"], ["York"]]))
    assert text.index("Bath") < text.index("2 councils alone") < text.index("alone: Ely, York")


def test_the_host_has_a_star():
    text = as_text("Plan", plan_of([["Bath", "Bath and Wells"]]))
    assert "Bath*, Bath and Wells " in text


def test_a_host_with_a_comma_in_its_name_has_a_star_too():
    text = as_text("Plan", plan_of([["Bristol, City of", "Bath"]]))
    assert "Bristol, City of*, Bath" in text


def test_names_that_hold_a_comma_are_told_apart_by_semicolons():
    clusters = plan_of([["Bristol, City of", "Bath"], ["Ely, Isle of"], ["York"]])
    clusters.loc[1, "members"] = "Bristol, City of; Bath"
    text = as_text("Plan", clusters)
    assert "Bristol, City of*; Bath " in text
    assert "alone: Ely, Isle of; York" in text


def test_assumptions_and_what_is_broken_stand_below_the_table():
    clusters = plan_of([["Bath", "Wells"], ["Ely"]])
    broken = [f"MaxSize({k}) does not allow a cluster with a name of many words " * 2 for k in "ab"]
    text = as_text("Plan", clusters, assumptions="no forecast " * 12, broken=broken)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 100
    assert text.index("alone: Ely") < text.index("no forecast") < text.index("MaxSize(a)")
    assert lines[lines.index("Rules and limits broken") + 1].startswith("- MaxSize(a)")
    assert "broken" not in as_text("Plan", clusters)


def test_a_long_list_of_what_is_broken_is_cut_short():
    text = as_text("Plan", plan_of([["Bath"]]), broken=map(str, range(50)))
    assert text.endswith("- 19\n- … and 30 more")


def test_many_terms_go_below_the_table():
    terms = dict.fromkeys(["scale", "coordination", "politics", "systems", "staff", "travel"], 30)
    text = as_text("Plan", plan_of([["Bath", "Wells"], ["Ely"]], **terms))
    assert "coordination 90.0" in text
    assert max(map(len, text.splitlines())) <= 100
    assert "coordination" not in text.split("\n")[2]


def test_big_plans_are_cut_short():
    text = as_text("Plan", plan_of([[f"A{k}", f"B{k}"] for k in range(60)]))
    assert "… and 40 more" in text
    assert len(text.splitlines()) < 30


def test_big_clusters_and_long_lists_of_councils_alone_are_cut_short():
    crowd = [f"Council number {k}" for k in range(100)]
    text = as_text("Plan", plan_of([crowd, *([f"Parish {k}"] for k in range(300))]))
    assert len(text.splitlines()) < 20
    shown = len(re.findall(r"Parish \d+", text))
    assert f"and {300 - shown} more" in " ".join(text.split())


def test_a_name_longer_than_its_column_is_broken():
    text = as_text("Plan", plan_of([["x" * 150, "Ely"]]))
    assert max(map(len, text.splitlines())) <= 100


def test_all_councils_alone_make_a_table(partition, table_of):
    text = as_text("Plan", table_of(partition(grid(1, 3), [1, 2, 3])))
    assert "3 councils alone" in text


@pytest.mark.parametrize("label", ["a rather long label of a cluster made by hand", 7, ("a", 1)])
def test_any_label_will_do(label):
    clusters = plan_of([["Bath", "Wells"]])
    clusters.index = pd.Index([label], tupleize_cols=False)
    assert max(map(len, as_text("Plan", clusters).splitlines())) <= 100
