"""Intervals of numbers, as they are stated, hold and read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import clusterer as cl
from clusterer._support.interval import Interval

numbers = st.floats(-1e12, 1e12)


@pytest.mark.parametrize(
    ("stated", "low", "high", "text"),
    [
        ({"exactly": 3}, 3, 3, "exactly 3"),
        ({"at_least": 2}, 2, math.inf, "at least 2"),
        ({"at_most": 250_000}, -math.inf, 250_000, "at most 250,000"),
        ({"at_least": 0, "at_most": 0}, 0, 0, "exactly 0"),
        ({"at_least": 1.5, "at_most": 8}, 1.5, 8, "at least 1.5 and at most 8"),
    ],
)
def test_an_interval_is_what_is_stated(stated, low, high, text):
    interval = Interval.stated("it", **stated)
    assert (interval.low, interval.high) == (low, high)
    assert str(interval) == text


def test_an_interval_without_ends_is_any_number():
    assert str(Interval(-math.inf, math.inf)) == "any number"


def test_ends_that_are_one_but_for_rounding_do_not_contradict_each_other():
    interval = Interval.stated("it", at_least=0.1 + 0.2, at_most=0.3)
    assert interval.holds(0.3)
    assert interval.holds(0.1 + 0.2)
    with pytest.raises(cl.InputError, match="no number is both"):
        Interval.stated("it", at_least=0.3000003, at_most=0.3)


@given(numbers, numbers, numbers)
def test_it_holds_what_lies_between_its_ends(a, b, number):
    low, high = sorted((a, b))
    if low <= number <= high:
        assert Interval(low, high).holds(number)


@given(numbers, st.floats(1e-6, 1e6))
def test_it_does_not_hold_what_lies_outside_by_a_millionth(number, by):
    beyond = by * max(1.0, abs(number))
    assert not Interval(number, math.inf).holds(number - beyond)
    assert not Interval(-math.inf, number).holds(number + beyond)


@pytest.mark.parametrize("size", [1.0, 1e3, 7_590_571.0, 1e12])
def test_rounding_in_the_last_digits_is_forgiven(size):
    assert Interval(size, size).holds(math.nextafter(size, math.inf))
    assert Interval(size, size).holds(math.nextafter(size, 0))
