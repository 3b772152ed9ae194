"""How two partitions differ, in members and in money."""

from __future__ import annotations

from itertools import combinations, permutations

import pandas as pd
import pytest
from costing import problem_of
from hypothesis import given
from hypothesis import strategies as st
from instances import complete, facts_of
from sklearn.metrics import adjusted_rand_score

import clusterer as cl
from clusterer.model.comparison import compare_partitions

PER_CLUSTER = cl.FunctionTerm("centre", lambda c: 2.0 + 0.0 * c.size)
PER_PAIR = cl.FunctionTerm("talks", lambda c: 1.0 * c.size * (c.size - 1) / 2)
PROBLEM = problem_of(facts_of([1] * 5, complete(5)), [PER_CLUSTER, PER_PAIR])

labels = st.lists(st.integers(0, 4), min_size=5, max_size=5)


def of(word) -> cl.Evaluation:
    """Return the partition of a … e that a word of five labels tells."""
    return PROBLEM.evaluate(dict(zip("abcde", word, strict=True)))


def pairs(word) -> set[tuple[int, int]]:
    return {(i, j) for i, j in combinations(range(5), 2) if word[i] == word[j]}


@given(labels, labels)
def test_pairs_are_counted_as_in_plain_python(this, other):
    found = of(this).compare(of(other))
    mine, yours = pairs(this), pairs(other)
    assert found.pairs_in_both == len(mine & yours)
    assert found.pairs_only_in_this == len(mine - yours)
    assert found.pairs_only_in_other == len(yours - mine)
    assert set(found.moved.index) == {"abcde"[i] for pair in mine ^ yours for i in pair}


@given(labels, labels)
def test_the_pairs_are_listed_with_who_has_them(this, other):
    found = of(this).compare(of(other)).pairs
    listed = {
        "abcde".index(row.council) * 5 + "abcde".index(row.partner): (row.in_this, row.in_other)
        for row in found.itertuples()
    }
    mine, yours = pairs(this), pairs(other)
    assert listed == {i * 5 + j: ((i, j) in mine, (i, j) in yours) for i, j in mine | yours}
    assert list(listed) == sorted(listed)
    assert found["name"].to_list() == found["council"].str.upper().to_list()


@given(labels, labels)
def test_who_moved_is_who_has_other_partners_by_the_plain_definition(this, other):
    def partners(word, i):
        return {"ABCDE"[j] for j in range(5) if j != i and word[j] == word[i]}

    expected = {
        "abcde"[i]: (
            "ABCDE"[i],
            ", ".join(sorted(partners(this, i) - partners(other, i))),
            ", ".join(sorted(partners(other, i) - partners(this, i))),
        )
        for i in range(5)
        if partners(this, i) != partners(other, i)
    }
    moved = of(this).compare(of(other)).moved
    assert {row.Index: tuple(row)[1:] for row in moved.itertuples()} == expected
    assert list(moved.index) == list(expected)


def test_partners_are_told_in_the_order_of_their_names_whatever_the_order_of_the_councils():
    ids = pd.Index([7, 3, 5], name="code")
    together, apart = pd.Series(["x"] * 3, index=ids), pd.Series([1, 2, 3], index=ids[::-1])
    costs = pd.Series({"talks": 0.0})
    found = compare_partitions(["York", "Bath", "Hull, City of"], together, apart, costs, costs)
    assert found.moved["only_in_this"].to_dict() == {
        7: "Bath; Hull, City of",
        3: "Hull, City of; York",
        5: "Bath; York",
    }
    assert found.moved.index.name == "code"
    assert list(zip(found.pairs["council"], found.pairs["partner"], strict=True)) == [
        (7, 3),
        (7, 5),
        (3, 5),
    ]


def test_partitions_of_thousands_of_councils_are_compared():
    n = 3000
    names = [f"council {i:04}" for i in range(n)]
    pairs_of_two = pd.Series([i // 2 for i in range(n)])
    shifted = pd.Series([(i + 1) // 2 % (n // 2) for i in range(n)])
    tens = pd.Series([i // 10 for i in range(n)])
    one = pd.Series({"talks": 1.0})
    found = compare_partitions(names, pairs_of_two, shifted, one, one)
    assert (found.pairs_in_both, found.pairs_only_in_this) == (0, n // 2)
    assert found.pairs_only_in_other == n // 2
    assert len(found.moved) == n
    assert list(found.moved.loc[1]) == ["council 0001", "council 0000", "council 0002"]
    assert found.adjusted_rand_index == pytest.approx(adjusted_rand_score(pairs_of_two, shifted))
    found = compare_partitions(names, tens, pairs_of_two, one, one)
    assert found.pairs_in_both == n // 2
    assert found.pairs_only_in_this == n // 10 * (45 - 5)
    assert len(found.pairs) == n // 10 * 45


def rand_by_chance(this, other) -> float:
    """Return the index by its meaning: how many pairs agree, less what they do on average.

    The average is over all ways to deal the labels of one partition out again.
    """

    def agreeing(word):
        return len(pairs(this) & pairs(word))

    dealt = list(permutations(other))
    expected = sum(map(agreeing, dealt)) / len(dealt)
    most = (len(pairs(this)) + len(pairs(other))) / 2
    return 1.0 if most == expected else (agreeing(other) - expected) / (most - expected)


@given(labels, labels)
def test_the_adjusted_rand_index_is_what_it_is_by_its_meaning_and_elsewhere(this, other):
    found = of(this).compare(of(other)).adjusted_rand_index
    assert found == pytest.approx(rand_by_chance(this, other), abs=1e-12)
    assert found == pytest.approx(adjusted_rand_score(this, other), abs=1e-12)


@given(labels, labels)
def test_the_adjusted_rand_index_is_1_for_the_same_partition_alone(this, other):
    found = of(this).compare(of(other)).adjusted_rand_index
    assert (found == pytest.approx(1.0)) == (pairs(this) == pairs(other))
    assert found == of(other).compare(of(this)).adjusted_rand_index


@given(labels, labels)
def test_costs_are_those_of_the_formulas(this, other):
    costs = of(this).compare(of(other)).costs
    for word, column in ((this, "this"), (other, "other")):
        talks = len(pairs(word))
        assert costs[column].to_dict() == pytest.approx(
            {
                "centre": 2 * len(set(word)),
                "talks": talks,
                "total": 2 * len(set(word)) + talks,
            }
        )
    assert costs["difference"].to_list() == pytest.approx(
        (costs["this"] - costs["other"]).to_list()
    )


@given(labels)
def test_the_labels_of_clusters_do_not_matter(word):
    renamed = of([f"cluster {label}" for label in word])
    assert of(word).compare(renamed).moved.empty


def test_who_moved_is_told_with_the_partners_won_and_lost():
    moved = of("xxyyz").compare(of("xyyyz")).moved
    expected = pd.DataFrame(
        {
            "name": ["A", "B", "C", "D"],
            "only_in_this": ["B", "A", "", ""],
            "only_in_other": ["", "C, D", "B", "B"],
        },
        index=["a", "b", "c", "d"],
    )
    pd.testing.assert_frame_equal(moved, expected)


def test_the_order_of_the_councils_does_not_matter():
    backwards = PROBLEM.replace(
        councils=PROBLEM.councils.frame.iloc[::-1], adjacency=PROBLEM.adjacency
    ).evaluate(dict(zip("abcde", "xyyyz", strict=True)))
    found, expected = of("xxyyz").compare(backwards), of("xxyyz").compare(of("xyyyz"))
    pd.testing.assert_frame_equal(found.moved, expected.moved)
    assert found.pairs_in_both == 1


def test_both_are_costed_by_the_problem_of_this_one():
    without_centres = PROBLEM.replace(terms=[PER_PAIR])
    other = without_centres.evaluate(dict(zip("abcde", "vwxyz", strict=True)))
    found = of("xxxxx").compare(other)
    assert found.costs.index.to_list() == ["centre", "talks", "total"]
    # Alone they have five centres, which the problem that they come from does not count.
    assert found.costs["other"].to_list() == [10, 0, 10]
    assert found.costs["difference"].to_list() == [-8, 10, 2]
    assert found.recosted
    assert repr(found).endswith("the other costed again by the problem of this one>")

    back = other.compare(of("xxxxx"))
    assert back.costs.index.to_list() == ["talks", "total"]
    assert back.costs["difference"].to_list() == [-10, -10]


def test_an_optimum_never_costs_more_than_another_plan_by_its_own_terms():
    dear = PROBLEM.replace(terms=[PER_CLUSTER, cl.FunctionTerm("talks", lambda c: c.size**2.0)])
    plans = cl.solve(PROBLEM), cl.solve(dear)
    for this, other in (plans, plans[::-1]):
        assert this.compare(other).costs.loc["total", "difference"] <= 1e-9


def test_other_rules_are_no_other_costs():
    capped = PROBLEM.replace(rules=[cl.MaxSize(2)]).evaluate(dict.fromkeys("abcde", 1))
    assert not of("xxyyz").compare(capped).recosted


@pytest.mark.parametrize(
    ("this", "other", "verdict"),
    [
        ("xxyyz", "xxyyy", "costs the same"),
        ("xxxxx", "vwxyz", "costs £2.000m more"),
        ("vwxyz", "xxxxx", "saves £2.000m more"),
        ("xxyyz", "xxyyz", "costs the same"),
    ],
)
def test_it_reads_as_a_sentence(this, other, verdict):
    assert repr(of(this).compare(of(other))).startswith(f"<Comparison: this one {verdict}")


def test_the_sentence_counts_councils_and_pairs():
    assert repr(of("xxyyz").compare(of("xyyyz"))).endswith(
        "4 councils have other partners; 1 pairs in both, 1 only in this, 2 only in the other; "
        "adjusted Rand index 0.21>"
    )
