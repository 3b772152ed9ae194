"""A fingerprint of a problem, by all that it is made of: the same in each run.

Two problems that say the same of councils and pairs can differ in what they say of more. So the
figures of terms, rules and limits count, today's partnerships, the code of functions, and the table
of the councils. What it says of councils and pairs counts too: it has figures of the library, which
may be others in its next version.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from clusterer.candidates import Candidates
from clusterer.model.problem import Problem
from clusterer.questions.sweeps.described import described

_DIGITS = 10
"""Digits of a number that count: rounding differs from machine to machine."""

_LENGTH = 16
"""Characters of a fingerprint."""


def fingerprint(problem: Problem) -> str:
    """Return a fingerprint of a problem, without what its parts are called or how they were stated.

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
        "councils": described(problem.councils.frame),
        "metres": described(problem.councils.metres_per_unit),
        "neighbours": pairs,
        "terms": described([[term.name, term] for term in problem.terms]),
        "costs": _rounded(problem.cost_table(some).drop(columns="host")),
        "rules": described(problem.rules),
        "allowed": problem.allowed(some).tolist(),
        "limits": described(problem.limits),
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
