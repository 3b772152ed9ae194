"""The interval of a ratio: by its meaning, and where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest

from clusterer.evidence.calibration.ratio import ratio_of

GIVEN = {"variance_above": 0.5, "variance_below": 0.04, "covariance": 0.05, "quantile": 1.96}


@pytest.mark.parametrize(("above", "below"), [(3.0, 1.0), (-3.0, 1.0), (2.0, -1.5), (0.1, -0.8)])
def test_the_interval_holds_what_the_difference_is_not_told_apart_from(above, below):
    found = ratio_of(above, below, **GIVEN)
    assert found.value == above / below
    for rho in np.linspace(-20, 20, 4001):
        variance = 0.5 - 2 * rho * 0.05 + rho**2 * 0.04
        held = abs(above - rho * below) <= 1.96 * math.sqrt(variance)
        if min(abs(rho - found.low), abs(rho - found.high)) > 1e-9:
            assert held == (found.low <= rho <= found.high)


def test_a_divisor_that_may_be_nothing_leaves_the_ratio_open():
    assert ratio_of(3.0, 0.39, **GIVEN)[1:] == (-math.inf, math.inf)
    assert math.isfinite(ratio_of(3.0, 0.40, **GIVEN).low)


def test_a_divisor_of_nothing_has_no_ratio():
    assert math.isnan(ratio_of(3.0, 0.0, **GIVEN).value)


def test_it_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(1)
    covariance = np.array([[0.5, 0.05], [0.05, 0.04]])
    drawn = rng.multivariate_normal([3.0, 1.0], covariance, size=4000)
    held = [
        found.low <= 3.0 <= found.high
        for found in (ratio_of(above, below, **GIVEN) for above, below in drawn)
    ]
    assert np.mean(held) == pytest.approx(0.95, abs=0.01)
