"""A fingerprint of a problem, by what it says of its councils: the same in each run.

Functions of a user's own, and tables, are known by what they give, and not by what they are called.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from clusterer.candidates import Candidates
from clusterer.model.problem import Problem

_DIGITS = 10
"""Digits of a number that count: rounding differs from machine to machine."""

_LENGTH = 16
"""Characters of a fingerprint."""


def fingerprint(problem: Problem) -> str:
    """Return a fingerprint of a problem: of what it says of each council and each two neighbours.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
    >>> fingerprint(problem) == fingerprint(problem.replace(terms=cl.preset("central")))
    True
    >>> fingerprint(problem) == fingerprint(problem.replace(terms=cl.preset("null")))
    False
    """
    position = problem.councils.position
    pairs = sorted(sorted((position(a), position(b))) for a, b in problem.adjacency.edges)
    some = Candidates.of(problem.councils, [*([i] for i in range(len(problem.councils))), *pairs])
    told: dict[str, Any] = {
        "councils": [str(label) for label in problem.councils.ids],
        "neighbours": pairs,
        "terms": [term.name for term in problem.terms],
        "costs": _rounded(problem.cost_table(some).drop(columns="host")),
        "rules": [repr(rule) for rule in problem.rules],
        "allowed": problem.allowed(some).tolist(),
        "limits": [repr(limit) for limit in problem.limits],
        "amounts": _rounded(problem.limit_amounts(some)),
    }
    return digest(told)


def digest(told: object) -> str:
    """Return a fingerprint of plain data."""
    text = json.dumps(told, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _rounded(numbers: Any) -> Any:
    # What is next to nothing is nothing: rounding alone may tell it from that.
    near = np.round(np.asarray(numbers), _DIGITS - 1) + 0.0
    return [f"{number:.{_DIGITS - 1}e}" for number in near.ravel().tolist()]
