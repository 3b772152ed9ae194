"""A certificate of consent is believed as it is, and refused as soon as a figure is another."""

from __future__ import annotations

import copy
import json
import math
from fractions import Fraction
from random import Random

import pytest
from games import of_costs, together
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from instances import cases
from mangling import mangled

import clusterer as cl


@pytest.fixture(scope="module")
def trios():
    problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    return problem, cl.consent(cl.solve(problem)).certificate()


def test_london_is_certified_from_both_sides(trios):
    problem, certificate = trios
    cl.verify(problem, json.loads(json.dumps(certificate)))
    low, high = Fraction(certificate["at_least"]), Fraction(certificate["at_most"])
    assert float(low) == pytest.approx(0.4525188, abs=1e-6)
    assert 0 <= high - low <= Fraction(32, 10**6)
    assert Fraction(certificate["difference"]) == high - low
    assert all(type(charge) is int for charge in certificate["charges"])


def test_three_hospitals_are_certified_to_the_pound():
    cost = {1: 5.0, 2: 5.0, 3: 9.0}
    problem = of_costs(3, lambda c: cost[len(c)])
    certificate = cl.consent(together(problem)).certificate()
    cl.verify(problem, certificate)
    assert certificate["charges"] == [2_500_000] * 3
    assert [one["weight"] for one in certificate["balanced"]] == ["1/2"] * 3
    assert certificate["at_least"] == certificate["at_most"] == "1.5"


@pytest.mark.parametrize("more", [1, 1_000, -1])
def test_a_charge_that_is_another_is_refused(trios, more):
    problem, certificate = trios
    for council in range(32):
        changed = copy.deepcopy(certificate)
        changed["charges"][council] += more
        with pytest.raises(cl.CertificateError, match=r"would leave|the subsidy is said to be"):
            cl.verify(problem, changed)


def test_a_charge_that_is_too_high_is_refused_by_naming_who_would_leave(trios):
    problem, certificate = trios
    changed = copy.deepcopy(certificate)
    barnet = list(problem.councils.names).index("Barnet")
    changed["charges"][barnet] += 1_000
    changed["at_most"] = str(Fraction(changed["at_most"]) - Fraction(1, 1000))
    with pytest.raises(cl.CertificateError, match=r"would leave, .*: Barnet \(E09000003\)$"):
        cl.verify(problem, changed)


def test_a_weight_that_is_another_is_refused(trios):
    problem, certificate = trios
    for k in range(len(certificate["balanced"])):
        changed = copy.deepcopy(certificate)
        changed["balanced"][k]["weight"] = "2/3"
        with pytest.raises(cl.CertificateError, match="the weights do not add up to one"):
            cl.verify(problem, changed)


def test_a_subsidy_that_is_another_is_refused(trios):
    problem, certificate = trios
    for side in ("at_least", "at_most"):
        with pytest.raises(cl.CertificateError, match="the subsidy is said to be"):
            cl.verify(problem, {**certificate, side: "0.3"})


def test_other_terms_are_refused(trios):
    problem, certificate = trios
    with pytest.raises(cl.CertificateError, match="costs £"):
        cl.verify(problem, {**certificate, "terms": ["scale"]})
    with pytest.raises(cl.CertificateError, match="not all of the problem"):
        cl.verify(problem, {**certificate, "terms": ["scale", "luck"]})
    with pytest.raises(cl.CertificateError, match="costs £"):
        cl.verify(problem.replace(terms=cl.preset("business-case")), certificate)


def test_a_cluster_that_cannot_form_proves_nothing(trios):
    problem, certificate = trios
    with pytest.raises(cl.CertificateError, match="not connected, or against the rules"):
        cl.verify(problem.replace(rules=[cl.MaxSize(1)]), certificate)


@pytest.mark.parametrize("part", range(3))
def test_a_mangled_certificate_is_refused_in_words_or_still_true(part, trios):
    problem, certificate = trios
    for seed in range(60):
        changed = mangled(certificate, Random(f"{part} {seed}"))
        if believed(problem, changed):
            for side in ("at_least", "at_most"):
                assert changed[side] == certificate[side]


def believed(problem, certificate):
    """Tell whether a certificate is believed; what is said against it is short."""
    try:
        cl.verify(problem, certificate)
    except cl.CertificateError as error:
        return len(str(error)) >= 600
    return True


def test_the_terms_that_are_charged_are_certified():
    problem = cl.Problem(
        cl.datasets.london(), [*cl.preset("central"), cl.Politics(1.0)], [cl.MaxSize(3)]
    )
    answer = cl.consent(cl.solve(problem), terms=["scale", "coordination", "set-up"])
    certificate = answer.certificate()
    assert certificate["terms"] == ["scale", "coordination", "set-up"]
    cl.verify(problem, certificate)


@settings(max_examples=30, phases=[Phase.generate])
@given(case=cases(st.sampled_from([2, 3, 4, 5])), labels=st.lists(st.integers(0, 2), min_size=5))
def test_any_partition_is_certified(case, labels):
    ids = case.problem.councils.ids
    evaluation = case.problem.evaluate(dict(zip(ids, labels, strict=False)))
    answer = cl.consent(evaluation)
    certificate = answer.certificate()
    cl.verify(case.problem, certificate)
    sides = float(Fraction(certificate["at_least"])), float(Fraction(certificate["at_most"]))
    hair = 1e-6 * max(1.0, abs(evaluation.objective))
    assert sides[0] - hair <= answer.subsidy <= sides[1] + hair
    assert sides[1] - sides[0] <= 1e-6 * math.ceil(len(ids)) + 1e-8 * max(1, abs(sides[1]))
