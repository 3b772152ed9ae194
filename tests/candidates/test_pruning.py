"""What conditions together let the enumeration cut."""

from __future__ import annotations

import numpy as np
import pytest

from clusterer.candidates import Pruning

WEIGHTS = np.array([1.0, 2.0])
FIRST = np.array([[False, True], [True, False]])
SECOND = np.zeros((2, 2), dtype=bool)


def test_nothing_together_cuts_nothing():
    together = Pruning.all_of([])
    assert together.max_size is None
    assert together.caps == ()
    assert together.conflict is None


@pytest.mark.parametrize(("sizes", "least"), [([4, None, 3], 3), ([None], None), ([5, 7], 5)])
def test_of_several_sizes_the_least_holds(sizes, least):
    assert Pruning.all_of(Pruning(max_size=size) for size in sizes).max_size == least


def test_all_caps_are_kept():
    parts = [Pruning(caps=((WEIGHTS, 3.0),)), Pruning(caps=((WEIGHTS, 2.0), (WEIGHTS, 9.0)))]
    assert [cap for _, cap in Pruning.all_of(parts).caps] == [3.0, 2.0, 9.0]


def test_a_pair_that_either_forbids_is_forbidden():
    parts = [Pruning(conflict=FIRST), Pruning(), Pruning(conflict=SECOND)]
    assert np.array_equal(Pruning.all_of(parts).conflict, FIRST)
