"""What rules, limits and terms are called in messages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

import clusterer as cl
from clusterer.limits.base import Interval


class OnlyPairs(cl.Rule):
    """A rule without attributes."""

    def allows(self, candidates):
        """Allow pairs, and councils alone."""
        return candidates.size <= 2


class Few(cl.Limit):
    """A limit with attributes, one of them long."""

    def __init__(self, most):
        self.interval = Interval(0, most)
        self.weights = np.arange(100)
        self.f = lambda: None
        self._kept = "to itself"

    def amounts(self, candidates):
        """Count clusters."""
        return np.ones(len(candidates))


@dataclass(frozen=True, repr=False)
class Levy(cl.Term):
    """A term that is a dataclass."""

    pounds: float
    name: str = "levy"

    def cost(self, candidates):
        """Return the same for all."""
        return np.full(len(candidates), self.pounds)


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (OnlyPairs(), "OnlyPairs()"),
        (Few(3), "Few(interval=Interval(low=0, high=3), weights=<ndarray of 100>, f=<function>)"),
        (Levy(2.5), "Levy(pounds=2.5)"),
        (cl.MaxSize(3), "MaxSize(3)"),
        (cl.Apart("Camden", "Brent"), "Apart('Camden', 'Brent')"),
    ],
)
def test_what_a_user_wrote_is_called_by_its_class_and_attributes(thing, words):
    assert repr(thing) == words


def test_messages_name_a_rule_of_the_users_own():
    problem = cl.Problem(cl.datasets.london(), [Levy(1.0)], rules=[OnlyPairs()])
    trio = problem.evaluate(dict.fromkeys(("Camden", "Islington", "Hackney"), 1), rest_alone=True)
    assert trio.broken[0].startswith("OnlyPairs() does not allow cluster 1: Camden")
