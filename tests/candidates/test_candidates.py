"""The aggregations over candidates, against plain Python."""

from __future__ import annotations

from itertools import combinations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
import truth
from costing import councils_of
from hypothesis import given
from hypothesis import strategies as st
from instances import facts_of

import clusterer as cl

N = 6
POPULATION = [31, 7, 12, 90, 4, 55]
COUNCILS = councils_of(facts_of(POPULATION))

clusters = st.lists(
    st.lists(st.integers(0, N - 1), min_size=1, unique=True), min_size=1, max_size=12
)
# Whole numbers, so that sums are exact in any order and ties are ties.
numbers = st.lists(st.integers(-50, 50), min_size=N, max_size=N)
matrices = st.lists(numbers, min_size=N, max_size=N)


def candidates_of(chosen) -> cl.Candidates:
    return cl.Candidates.of(COUNCILS, chosen)


def symmetric(m):
    return [[m[max(i, j)][min(i, j)] for j in range(N)] for i in range(N)]


@given(clusters)
def test_members_and_sizes_are_those_given(chosen):
    candidates = candidates_of(chosen)
    assert len(candidates) == len(chosen)
    for k, cluster in enumerate(chosen):
        assert candidates.positions(k).tolist() == sorted(cluster)
        assert candidates.members(k) == tuple("abcdef"[i] for i in sorted(cluster))
        assert candidates.size[k] == len(cluster)


@given(clusters, numbers)
def test_sum_mean_min_and_max_are_over_the_members(chosen, values):
    candidates = candidates_of(chosen)
    picked = [[values[i] for i in cluster] for cluster in chosen]
    assert candidates.sum(values).tolist() == [sum(p) for p in picked]
    assert candidates.mean(values).tolist() == [sum(p) / len(p) for p in picked]
    assert candidates.min(values).tolist() == [min(p) for p in picked]
    assert candidates.max(values).tolist() == [max(p) for p in picked]


@given(clusters)
def test_a_column_is_given_by_name_too(chosen):
    picked = [[POPULATION[i] for i in cluster] for cluster in chosen]
    candidates = candidates_of(chosen)
    assert candidates.sum("population").tolist() == [sum(p) for p in picked]
    assert candidates.max("population").tolist() == [max(p) for p in picked]


@given(clusters, matrices)
def test_a_function_of_pairs_is_as_good_as_a_matrix(chosen, m):
    m = np.array(symmetric(m), dtype=float)
    candidates = candidates_of(chosen)
    of_matrix = candidates.pair_sum(m)
    assert candidates.pair_sum(lambda i, j: m[i, j]).tolist() == of_matrix.tolist()
    many = cl.Candidates.joined([candidates] * 40)  # More pairs than the councils have.
    assert many.pair_sum(lambda i, j: m[i, j]).tolist() == of_matrix.tolist() * 40


def test_a_function_of_pairs_is_asked_for_those_of_the_candidates_alone():
    asked = []

    def between(i, j):
        asked.extend(zip(i.tolist(), j.tolist(), strict=True))
        return 1.0 * (i + j)

    assert candidates_of([(0, 2), (1,), (0, 1, 2)]).pair_sum(between).tolist() == [2.0, 0.0, 6.0]
    assert asked == [(0, 2), (0, 1), (0, 2), (1, 2)]


def test_a_function_of_pairs_is_asked_for_no_council_that_no_candidate_has():
    """Else each block of candidates would take all pairs of a map of thousands."""
    asked = set()

    def between(i, j):
        asked.update(i.ravel().tolist(), j.ravel().tolist())
        return 1.0 * (i + j)

    of_three = candidates_of([(0, 3), (0, 2), (2, 3), (0, 2, 3)] * 10)
    assert of_three.pair_sum(between).tolist() == [3.0, 2.0, 5.0, 10.0] * 10
    assert asked == {0, 2, 3}


@pytest.mark.parametrize("between", [lambda i, j: 1.0, lambda i, j: i / 0.0])
def test_a_function_of_pairs_must_give_a_number_each(between):
    with np.errstate(all="ignore"), pytest.raises(cl.InputError, match="one finite number"):
        candidates_of([(0, 2), (1,)]).pair_sum(between)


@given(clusters, matrices)
def test_pair_sum_counts_each_pair_once(chosen, m):
    m = symmetric(m)
    expected = [sum(m[i][j] for i, j in combinations(cluster, 2)) for cluster in chosen]
    assert candidates_of(chosen).pair_sum(m).tolist() == expected


@given(clusters, matrices)
def test_any_pair_holds_where_one_pair_does(chosen, m):
    m = [[value > 30 for value in row] for row in symmetric(m)]
    expected = [any(m[i][j] for i, j in combinations(cluster, 2)) for cluster in chosen]
    assert candidates_of(chosen).any_pair(m).tolist() == expected


@given(clusters, matrices)
def test_host_min_is_the_least_over_hosts_and_host_the_first_that_has_it(chosen, m):
    def cost(cluster, h):
        return sum(m[i][h] for i in cluster)

    candidates = candidates_of(chosen)
    rows = [sorted(cluster) for cluster in chosen]
    assert candidates.host_min(m).tolist() == [min(cost(c, h) for h in c) for c in rows]
    assert candidates.host(m).tolist() == [min(c, key=lambda h, c=c: (cost(c, h), h)) for c in rows]


@given(clusters, matrices, matrices)
def test_host_sum_is_at_the_host_that_is_given(chosen, m, other):
    candidates = candidates_of(chosen)
    host = candidates.host(other)
    expected = [sum(m[i][h] for i in c) for c, h in zip(chosen, host.tolist(), strict=True)]
    assert candidates.host_sum(m, host).tolist() == expected


@given(clusters, st.data())
def test_least_share_is_the_cheapest_equal_part_of_each_council(chosen, data):
    values = data.draw(st.lists(st.integers(-99, 99), min_size=len(chosen), max_size=len(chosen)))
    shares = [
        min(
            (v / len(c) for v, c in zip(values, chosen, strict=True) if i in c),
            default=float("inf"),
        )
        for i in range(N)
    ]
    assert candidates_of(chosen).least_share(np.array(values, dtype=float)).tolist() == shares


@given(clusters, st.data())
def test_take_by_number_keeps_the_order_asked_for(chosen, data):
    ranks = data.draw(st.lists(st.integers(0, len(chosen) - 1)))
    taken = candidates_of(chosen).take(ranks)
    assert len(taken) == len(ranks)
    assert [taken.positions(k).tolist() for k in range(len(ranks))] == [
        sorted(chosen[rank]) for rank in ranks
    ]


@given(clusters, st.data())
def test_take_by_mask_keeps_those_that_are_true(chosen, data):
    mask = data.draw(st.lists(st.booleans(), min_size=len(chosen), max_size=len(chosen)))
    taken = candidates_of(chosen).take(np.array(mask))
    kept = [sorted(c) for c, yes in zip(chosen, mask, strict=True) if yes]
    assert [taken.positions(k).tolist() for k in range(len(taken))] == kept
    assert taken.sum("population").tolist() == [sum(POPULATION[i] for i in c) for c in kept]


@pytest.mark.parametrize("number", [2, -1])
def test_a_single_number_is_taken_too(number):
    candidates = candidates_of([[0], [1], [0, 1]])
    assert candidates.take(number).members(0) == candidates.members(2)


def test_a_mask_of_another_length_is_refused():
    with pytest.raises(IndexError):
        candidates_of([[0], [1], [0, 1]]).take(np.array([True, False]))


@given(clusters, st.integers(0, N - 1))
def test_contains_finds_a_council_by_label_or_name(chosen, i):
    candidates = candidates_of(chosen)
    expected = [i in cluster for cluster in chosen]
    assert candidates.contains("abcdef"[i]).tolist() == expected
    assert candidates.contains("ABCDEF"[i]).tolist() == expected


def test_a_labelled_matrix_is_read_by_its_labels():
    m = np.arange(N * N).reshape(N, N)
    backwards = pd.DataFrame(m, index=list("abcdef"), columns=list("abcdef")).iloc[::-1, ::-1]
    candidates = candidates_of([[0, 3], [1, 2, 5]])
    assert candidates.host_min(backwards).tolist() == candidates.host_min(m).tolist()
    assert candidates.pair_sum(backwards + backwards.T).tolist() == [
        3 + 18,
        8 + 13 + 11 + 31 + 17 + 32,
    ]


def test_no_candidates_at_all_have_no_sums():
    nothing = candidates_of([])
    assert len(nothing) == 0
    assert nothing.sum("population").tolist() == []
    assert repr(nothing) == "<0 candidate clusters of 6 councils, of up to 0 members>"


def test_what_candidates_are_is_not_to_be_changed():
    candidates = candidates_of([[0], [1, 2]])
    for array in (candidates.size, *candidates.flat()):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_more_councils_than_a_small_number_holds_are_numbered_right():
    n = 40_000
    frame = gpd.GeoDataFrame({"value": range(n)}, geometry=[shapely.Point(0, 0)] * n, crs=27700)
    candidates = cl.Candidates.of(cl.Councils(frame), [[n - 1, 0, n - 2]])
    assert candidates.members(0) == (0, n - 2, n - 1)
    assert candidates.sum("value").tolist() == [2 * n - 3]


positive = st.lists(st.integers(1, 12), min_size=N, max_size=N)  # Few, so that there are ties.


@given(clusters, positive, numbers)
def test_power_is_what_counting_all_coalitions_gives(chosen, votes, values):
    candidates = candidates_of(chosen)
    powers = [truth.power([votes[i] for i in sorted(cluster)]) for cluster in chosen]
    sums = [
        sum(b * values[i] for b, i in zip(power, sorted(cluster), strict=True))
        for power, cluster in zip(powers, chosen, strict=True)
    ]
    assert candidates.power_sum(votes, values) == pytest.approx(sums)
    assert candidates.power_min(votes).tolist() == [min(power) for power in powers]
    assert candidates.power_max(votes).tolist() == [max(power) for power in powers]


def test_power_counted_by_hand():
    # Four votes, three, two and one, six to win: 5, 3, 3 and 1 of the 12 cases.
    power = [candidates_of([[0, 1, 2, 3]]).power_sum([4, 3, 2, 1, 1, 1], own) for own in np.eye(N)]
    assert [float(p[0]) * 12 for p in power] == pytest.approx([5, 3, 3, 1, 0, 0])


@pytest.mark.parametrize("votes", [0, -1, 2.5])
def test_power_needs_whole_votes(votes):
    with pytest.raises(
        cl.InputError, match=rf"^B \(b\): {votes} votes; give every council a whole"
    ):
        candidates_of([[0]]).power_min([1, votes, 1, 1, 1, 1])


def test_no_candidates_have_no_power():
    assert candidates_of([]).power_sum([1] * N, [1] * N).tolist() == []
