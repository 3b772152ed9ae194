"""Write down what proves a subsidy: a certificate of consent, for `verify` to check without trust.

It is plain JSON. Numbers are strings, exact rationals; costs, in £m, are whole multiples of 10⁻⁹.

``format``, ``version``
    "clusterer certificate of consent" and 1.
``councils``, ``terms``, ``rules``
    The index labels of the councils, in the order of the problem; the names of the terms that are
    charged; and the rules in words, for the reader.
``plan``
    A list of clusters: ``members`` (labels) and ``cost``.
``charges``
    What each of the ``councils`` pays, a whole number of pounds.
``balanced``
    The balanced collection: clusters with a ``weight``.
``at_least``, ``at_most``, ``difference``
    Between which £m the least subsidy of the plan is. Charges are rounded down to whole pounds, so
    that they keep everybody all the same; that is the difference, a pound a council at most.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from clusterer.certificates.certificate import has_at_most, text_of, words_of
from clusterer.certificates.verify import json_label
from clusterer.certificates.verify.arithmetic import UNIT
from clusterer.certificates.verify.candidates import MOST_SETS
from clusterer.certificates.verify.consent import POUND
from clusterer.certificates.verify.reading import CONSENT
from clusterer.errors import CertificateError
from clusterer.questions.consent.bargain import Bargain

_NEARLY = 1e-4
"""A charge is rounded down to the pound that it is short of by no more: that is rounding."""

_HAIR = 5e-4
"""Pounds by which a cluster may be charged more than it costs: the check forgives twice as much."""


def certificate_of(bargain: Bargain) -> dict[str, Any]:
    """Return what proves the least subsidy from both sides.

    Raises
    ------
    CertificateError
        If there are too many candidates for the check.
    """
    stakes = bargain.stakes
    offers, sets = stakes.offers, stakes.sets
    if not has_at_most(offers.problem, MOST_SETS):
        raise CertificateError(
            f"there are more than {MOST_SETS:,} candidates, too many to be checked in plain "
            "Python; a rule such as MaxSize that leaves fewer makes it possible"
        )
    labels = [json_label(label) for label in offers.evaluation.councils.ids]

    def cluster(number: int) -> dict[str, Any]:
        return {
            "members": [labels[row] for row in sets.positions(number).tolist()],
            "cost": text_of(rounded(number)),
        }

    def rounded(number: int) -> Fraction:
        return round(Fraction(float(stakes.costs[number])) / UNIT) * UNIT

    charges = in_pounds(bargain)
    weights = bargain.weights()
    plan = stakes.of_plan.tolist()
    cost = sum(map(rounded, plan), Fraction(0))
    raised = sum((weight * rounded(k) for k, weight in weights.items()), Fraction(0))
    charged = sum(charges) * POUND
    return {
        "format": CONSENT,
        "version": 1,
        "councils": labels,
        "terms": [term.name for term in offers.problem.terms],
        "rules": [words_of(rule) for rule in offers.problem.rules],
        "plan": [cluster(number) for number in plan],
        "charges": charges,
        "balanced": [
            {**cluster(number), "weight": str(weight)} for number, weight in weights.items()
        ],
        "at_least": text_of(cost - raised),
        "at_most": text_of(cost - charged),
        "difference": text_of(raised - charged),
    }


def in_pounds(bargain: Bargain) -> list[int]:
    """Return the fairest charges in whole pounds, at which everybody stays.

    Rounded down; and a pound less for a member of each cluster that would leave all the same.
    """
    stakes = bargain.stakes
    asked = np.flatnonzero(~stakes.spared)
    sets = stakes.sets.take(asked)
    most = np.floor(stakes.costs[asked] / float(POUND) + _HAIR)
    pounds = np.floor(bargain.fairest.charges / float(POUND) + _NEARLY)
    while (over := np.flatnonzero(sets.sum(pounds) > most)).size:
        pounds[sets.positions(over[0])[0]] -= 1.0
    return [int(charge) for charge in pounds]
