"""The presets, and what may be changed in them."""

from __future__ import annotations

from typing import get_args

import pytest
import truth

import clusterer as cl
from clusterer.terms import PRESETS, MIPForm, PresetName
from clusterer.terms.base import Term


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_a_preset_is_a_scale_a_coordination_and_a_set_up(name):
    assert [type(term) for term in cl.preset(name)] == [cl.Scale, cl.Coordination, cl.SetUp]


def test_the_central_figures_are_those_of_the_published_table():
    scale, coordination, set_up = cl.preset("central")
    for term, figures in (
        (scale, truth.SCALE),
        (coordination, truth.COORDINATION),
        (set_up, truth.SET_UP),
    ):
        assert {name: getattr(term, name) for name in figures} == figures


def test_null_realises_nothing():
    assert cl.preset("null")[0].benefit_realisation == 0


def test_a_business_case_realises_all_without_exhaustion_and_coordinates_cheaply():
    scale, coordination, _ = cl.preset("business-case")
    assert (scale.benefit_realisation, scale.exhaustion) == (1, False)
    assert coordination.kappa == 0.002


def test_a_change_reaches_every_term_that_has_the_parameter():
    scale, coordination, set_up = cl.preset("null", horizon=5, per_cluster=7, population="people")
    assert scale.horizon == coordination.horizon == 5
    assert scale.population == coordination.population == "people"
    assert set_up.per_cluster == 7


def test_a_change_goes_before_the_preset():
    assert cl.preset("business-case", kappa=0.5)[1].kappa == 0.5


def test_a_term_of_ones_own_has_no_host_cost_and_no_mip_form_unless_it_says_so(london):
    class Flat(Term):
        name = "flat"

        def cost(self, candidates):
            return 2.0 * candidates.size

    councils = cl.Councils.validated(london)
    assert Flat().host_cost(councils) is None
    assert Flat().mip_form(councils) is None
    problem = cl.Problem(london, [Flat()])
    assert problem.evaluate(dict.fromkeys(london.index, "all")).objective == 64


def test_a_mip_form_says_nothing_unless_told():
    form = MIPForm()
    assert (form.councils, form.sharing, form.pairs) == (None, None, None)
    assert (form.shared_cluster, form.curves) == (0.0, ())


def test_type_checkers_know_all_presets():
    assert get_args(PresetName) == tuple(PRESETS)
