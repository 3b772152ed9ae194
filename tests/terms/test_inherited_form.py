"""A MIP form says what one cost comes to: a subclass with another cost does not inherit it."""

from __future__ import annotations

import numpy as np
import pytest

import clusterer as cl


class Discounted(cl.SetUp):
    """Set-up, less a discount for large clusters, of which the form of set-up knows nothing."""

    def cost(self, candidates):
        return super().cost(candidates) - np.where(candidates.size >= 4, 400.0, 0.0)


class Further(Discounted):
    """What is inherited from the discount is no form either."""


class Elsewhere:
    """A cost, in a class that is no term."""

    def cost(self, candidates):
        return 1.0 * candidates.size


class Mixed(Elsewhere, cl.SetUp):
    """A cost that comes from a class beside the term."""


class Hosted(cl.SetUp):
    """The form leaves out what depends on the host, which is asked for by itself."""

    def host_cost(self, councils):
        return np.ones((len(councils), len(councils)))


class Told(Discounted):
    """A form of its own is believed, and checked elsewhere."""

    def mip_form(self, councils):
        return cl.SetUp(per_cluster=1.0).mip_form(councils)


TOWNS = cl.datasets.synthetic(6, seed=1)


@pytest.mark.parametrize("term", [Discounted, Further, Mixed])
def test_a_subclass_with_a_cost_of_its_own_inherits_no_form(term):
    problem = cl.Problem(TOWNS, [term(per_cluster=5.0)])
    assert term().mip_form(problem.councils) is None
    with pytest.raises(cl.InputError, match="set-up"):
        cl.solve(problem, formulation="compact")


@pytest.mark.parametrize("term", [Hosted, Told])
def test_a_form_of_the_same_cost_is_inherited_and_an_own_one_is_kept(term):
    assert term().mip_form(cl.Problem(TOWNS, [term()]).councils) is not None
