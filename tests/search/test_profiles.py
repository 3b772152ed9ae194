"""Profiles are all ways to have the fewest clusters, and none is left out."""

from __future__ import annotations

from collections import Counter
from itertools import combinations_with_replacement

import pytest

from clusterer.search.profiles import profiles


@pytest.mark.parametrize("largest", range(1, 7))
@pytest.mark.parametrize("n", range(1, 25))
def test_they_are_all_ways_to_add_up_to_the_councils(n, largest):
    fewest = -(-n // largest)
    ways = combinations_with_replacement(range(1, largest + 1), fewest)
    wanted = [Counter(sizes) for sizes in ways if sum(sizes) == n]
    found = profiles(n, largest)
    if len(wanted) > 12:
        assert found == []
        return
    assert len(found) == len(wanted)
    assert all(Counter(one) in wanted for one in found)


def test_they_are_told_in_an_order():
    assert profiles(326, 6) == [
        {6: 54, 2: 1},
        {6: 53, 3: 1, 5: 1},
        {6: 53, 4: 2},
        {6: 52, 4: 1, 5: 2},
        {6: 51, 5: 4},
    ]


def test_too_many_are_none():
    assert profiles(101, 50) == []
