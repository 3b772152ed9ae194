"""Single figures: which pass, and how a message says what would be right."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

import clusterer as cl
from clusterer._support.checks import check_number, check_whole
from clusterer._support.wording import shown


@pytest.mark.parametrize("value", [0, 1, 0.25, Fraction(1, 3), np.float64(0.5), np.int64(1)])
def test_numbers_of_every_kind_pass(value):
    check_number("share", value, at_least=0, at_most=1)


@pytest.mark.parametrize("value", [-0.1, 1.1, math.nan, True, "0.5", None, [0.5], 1j, np.bool_(1)])
def test_what_is_no_number_or_out_of_range_is_refused(value):
    with pytest.raises(cl.InputError) as caught:
        check_number("share", value, at_least=0, at_most=1)
    assert str(caught.value) == f"share = {shown(value)} must be a number from 0 to 1"


@pytest.mark.parametrize("value", [1, 12, np.int64(3), np.uint8(200)])
def test_whole_numbers_of_every_kind_pass(value):
    check_whole("n", value, at_least=1)


@pytest.mark.parametrize("value", [0, 2.0, np.float64(2), False, "3", None])
def test_what_is_no_whole_number_or_too_small_is_refused(value):
    with pytest.raises(cl.InputError) as caught:
        check_whole("n", value, at_least=1)
    assert str(caught.value) == f"n = {shown(value)} must be a whole number, 1 or more"


def test_the_end_of_an_open_range_is_outside():
    check_number("rate", -0.99, above=-1)
    with pytest.raises(cl.InputError, match="rate = -1 must be a number above -1"):
        check_number("rate", -1, above=-1)


def test_infinity_passes_only_where_it_may():
    check_number("km", math.inf, at_least=0, finite=False)
    with pytest.raises(cl.InputError, match="km = inf must be a finite number, 0 or more"):
        check_number("km", math.inf, at_least=0)


def test_numbers_of_numpy_make_rules_and_limits():
    assert repr(cl.MaxSize(np.int64(3))) == "MaxSize(3)"
    assert repr(cl.ClusterCount(at_most=np.int32(4))) == "ClusterCount(at most 4)"
    assert repr(cl.PopulationBounds(at_least=np.float64(5e5))) == (
        "PopulationBounds(population: at least 500,000)"
    )
