"""The logistic fit over pairs: against another solver, and against truth that was made up."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from bad import Bad, check, each
from scipy.optimize import minimize

from clusterer.evidence.calibration.logit import fit_pairs

N = 40
PAIRS = np.column_stack(np.triu_indices(N, k=1))
NAMES = ["distance", "politics"]
TRUTH = np.array([0.5, -0.15, -2.0])


def factors(seed: int) -> np.ndarray:
    """Return the km and the politics of councils that lie anywhere in a square of 30 km."""
    rng = np.random.default_rng(seed)
    place, party = 30 * rng.random((N, 2)), rng.random(N)
    left, right = PAIRS.T
    return np.column_stack(
        [np.hypot(*(place[left] - place[right]).T), np.abs(party[left] - party[right])]
    )


def drawn(x: np.ndarray, seed: int, taste: float = 0.0) -> np.ndarray:
    """Return who shares, by the model, with councils that like to share more or less."""
    rng = np.random.default_rng(seed)
    like = taste * rng.standard_normal(N)
    odds = np.exp(TRUTH[0] + x @ TRUTH[1:] + like[PAIRS].sum(axis=1))
    return rng.random(len(x)) < odds / (1 + odds)


def fitted(together, x, **changes):
    given = {"councils": N, "names": NAMES} | changes
    return fit_pairs(together, x, PAIRS, **given)


def test_coefficients_are_those_of_another_solver():
    x = factors(1)
    together = drawn(x, 2)
    design = np.column_stack([np.ones(len(x)), x / [10, 1]])

    def unlikely(b):
        eta = design @ b
        return float(np.sum(np.logaddexp(0, eta)) - eta[together].sum())

    found = minimize(
        unlikely,
        np.zeros(3),
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-10, "maxiter": 5000, "maxfev": 5000},
    )
    assert fitted(together, x).coefficients == pytest.approx(found.x / [1, 10, 1], abs=1e-5)


def test_coefficients_of_many_draws_are_the_true_ones_on_average():
    x = factors(3)
    found = np.array([fitted(drawn(x, seed), x).coefficients for seed in range(60)])
    error = found.std(axis=0, ddof=1) / np.sqrt(len(found))
    # To first order; the most likely coefficients of a small sample are a little too large.
    assert np.abs(found.mean(axis=0) - TRUTH).max() <= 0.15
    assert (np.abs(found.mean(axis=0) - TRUTH) <= 4 * error).all()


def test_the_covariance_is_the_sum_over_councils_that_pairs_share():
    x = factors(4)
    together = drawn(x, 5)
    fit = fitted(together, x)
    design = np.column_stack([np.ones(len(x)), x])
    p = 1 / (1 + np.exp(-design @ fit.coefficients))
    score = design * (together - p)[:, None]
    common = (PAIRS[:, None, :, None] == PAIRS[None, :, None, :]).sum(axis=(2, 3))
    meat = score.T @ common @ score
    bread = np.linalg.inv((design * (p * (1 - p))[:, None]).T @ design)
    assert fit.covariance == pytest.approx(bread @ meat @ bread, rel=1e-6)


def test_intervals_are_on_the_safe_side_where_councils_like_to_share_more_or_less():
    x = factors(6)
    fits = [fitted(drawn(x, seed, taste=0.5), x) for seed in range(100, 160)]
    values = np.array([fit.coefficients for fit in fits])
    told = np.sqrt(np.mean([np.diag(fit.covariance) for fit in fits], axis=0))
    spread = values.std(axis=0, ddof=1)
    assert (told >= spread).all()
    assert (told <= 2 * spread).all()


EVERY, NONE = np.ones(len(PAIRS), dtype=bool), np.zeros(len(PAIRS), dtype=bool)
X = factors(7)
SOME = drawn(X, 8)
NEAR = X[:, 0] < 10


@each(
    [
        Bad(
            "none that shares",
            lambda: fitted(NONE, X),
            "no pair of councils shares in what was observed, so it does not show why some do and "
            "some do not",
        ),
        Bad("all that share", lambda: fitted(EVERY, X), "every pair of councils shares ..."),
        Bad(
            "a factor that is the same for all",
            lambda: fitted(SOME, np.column_stack([X[:, 0], 0.3 + 0 * X[:, 1]])),
            "politics is the same for all pairs, so its weight cannot be estimated; leave it out "
            "of factors=[...]",
        ),
        Bad(
            "a factor that follows from another",
            lambda: fitted(SOME, np.column_stack([X[:, 0], 5 - 2 * X[:, 0]])),
            "distance, politics follow from each other, so their weights cannot be distinguished; "
            "leave one out of factors=[...]",
        ),
        Bad(
            "a factor that separates",
            lambda: fitted(NEAR, X),
            "the pairs that share and those that do not are separated without a doubt by "
            "distance, so that no finite weight is most likely; observe more partnerships, or "
            "leave one out of factors=[...]",
        ),
        Bad(
            "factors that separate only together",
            lambda: fitted(X[:, 0] < 30 * X[:, 1], X),
            "the pairs that share ... by distance and politics, so that ...",
        ),
        Bad(
            "a factor that separates in part: none that shares is far",
            lambda: fitted(SOME & NEAR, np.column_stack([X[:, 1], ~NEAR])),
            "the pairs that share ... by politics, so that ...",
        ),
    ]
)
def test_what_tells_no_weights_is_refused(run, message):
    check(run, message)


def test_without_statsmodels_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "statsmodels.discrete.discrete_model", None)
    with pytest.raises(ImportError, match=r"pip install 'clusterer\[calibration\]'"):
        fitted(SOME, X)
