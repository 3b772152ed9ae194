"""Write down a certificate: what proves a plan, for `verify` to check without trust.

A certificate is plain JSON. Numbers are strings, exact rationals such as "12", "-0.5" or "1/3";
costs, in £m, are whole multiples of 10⁻⁹.

``format``, ``version``
    "clusterer certificate" and 1.
``councils``
    The index labels of the councils, in the order of the problem.
``terms``, ``rules``, ``limits``
    What the problem is made of, in words, for the reader.
``status``, ``objective``, ``bound``, ``tolerance``
    What is claimed: the plan costs ``objective`` and no plan less than ``bound``. If it is
    "optimal", ``bound`` is ``objective − tolerance``.
``plan``
    A list of clusters: ``members`` (labels) and ``cost``.
``branches``
    Plans by their number of clusters, ``at_least`` to ``at_most``; no number is left out. Each
    has ``prices``, a list, and ``candidates``, a list or null. An entry of ``prices`` has a
    price for each of the ``councils`` and ``limits``, for a ``cluster``, and for each of
    ``subset_rows``, and the ``bound`` that it proves of plans made of the candidates that the
    entries before it leave; ``priced`` is their number. A subset row has ``councils``, a
    ``divisor``, a ``price``, and a control ``sum`` of what those candidates add to it.
    ``candidates`` are those that the last entry leaves: ``members``, ``cost`` and
    ``reduced_cost``. Null if no search among them is needed.

Some of this says a thing twice, so that no single figure can be changed without being noticed.
`proof` finds the prices, and `verify` tells why they prove the bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from clusterer.errors import CertificateError, TooManyCandidatesError
from clusterer.problem import Problem
from clusterer.proof import Branch, Costed, Entry, prove
from clusterer.verify import MOST_SETS, VERSION, control_sum, json_label, rows_of


def certify(problem: Problem, clusters: Iterable[Iterable[int]]) -> dict[str, Any]:
    """Return a certificate of a plan, with the best bound that can be proved in it.

    Parameters
    ----------
    problem
        The problem.
    clusters
        The plan, as row numbers.

    Raises
    ------
    CertificateError
        If there are too many candidates for the check.
    """
    if not has_at_most(problem, MOST_SETS):
        raise CertificateError(
            f"there are more than {MOST_SETS:,} candidates, too many to be checked in plain "
            "Python; a rule such as MaxSize that leaves fewer makes it possible"
        )
    return _Notary(problem).certificate(clusters)


def has_at_most(problem: Problem, most: int) -> bool:
    """Tell whether a problem has no more candidates than so many."""
    try:
        return len(problem.candidates()) <= most
    except TooManyCandidatesError:
        return False


class _Notary:
    """Writes down what is proved of plans of one problem."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._known_as = [json_label(label) for label in problem.councils.ids]

    def certificate(self, clusters: Iterable[Iterable[int]]) -> dict[str, Any]:
        """Return the certificate of a plan."""
        proof = prove(self._problem, clusters)
        return {
            "format": "clusterer certificate",
            "version": VERSION,
            "councils": list(self._known_as),
            "terms": [term.name for term in self._problem.terms],
            "rules": [_words(rule) for rule in self._problem.rules],
            "limits": [_words(limit) for limit in self._problem.limits],
            "status": "optimal" if proof.bound == proof.target else "feasible",
            "objective": _text(proof.objective),
            "bound": _text(proof.bound),
            "tolerance": _text(proof.tolerance),
            "plan": [self._cluster(cluster) for cluster in proof.plan],
            "branches": [self._branch(branch) for branch in proof.branches],
        }

    def _branch(self, branch: Branch) -> dict[str, Any]:
        listed = None
        if branch.listed is not None:
            listed = [
                {**self._cluster(cluster), "reduced_cost": _text(reduced)}
                for cluster, reduced in branch.listed
            ]
        return {
            "at_least": branch.at_least,
            "at_most": branch.at_most,
            "prices": [self._entry(entry) for entry in branch.entries],
            "candidates": listed,
        }

    def _entry(self, entry: Entry) -> dict[str, Any]:
        prices = entry.prices
        return {
            "priced": len(entry.priced),
            "bound": _text(entry.bound),
            "councils": [_text(price) for price in prices.councils],
            "limits": [_text(price) for price in prices.limits],
            "cluster": _text(prices.cluster),
            "subset_rows": [
                {
                    "councils": self._labels(members),
                    "divisor": divisor,
                    "price": _text(price),
                    "sum": control_sum(members, divisor, entry.priced),
                }
                for members, divisor, price in prices.rows
            ],
        }

    def _cluster(self, cluster: Costed) -> dict[str, Any]:
        return {"members": self._labels(cluster.members), "cost": _text(cluster.cost)}

    def _labels(self, members: int) -> list[object]:
        return [self._known_as[row] for row in rows_of(members)]


def _words(part: object) -> str:
    """Return a rule or limit in words, without the address of an object that has no words."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(part))


def _text(number: Fraction) -> str:
    """Return a number as `verify` reads it: a decimal where it is a short one."""
    if number.denominator == 1 or (10**9 * number).denominator != 1:
        return str(number)
    digits = str(abs(10**9 * number)).rjust(10, "0")
    return f"{'-' if number < 0 else ''}{digits[:-9]}.{digits[-9:].rstrip('0')}"
