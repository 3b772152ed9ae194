"""What terms, rules and limits answer about candidates: checked, and asked in blocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.checks import LARGEST
from clusterer.errors import InputError
from clusterer.labelled import as_floats
from clusterer.limits import Limit
from clusterer.rules import Rule
from clusterer.terms import Term

_BLOCK = 500_000
"""Candidates that are asked about at once."""


def in_blocks(
    function: Callable[[Candidates], NDArray[Any]],
    candidates: Candidates,
    proceed: Callable[[int], None] | None,
) -> NDArray[Any]:
    """Return what a function gives for each candidate, asking now and then to go on.

    So what terms and rules need on the way takes the memory of one block.

    Parameters
    ----------
    function
        Gives a number or a yes or no for each candidate.
    candidates
        The candidates.
    proceed
        Is told now and then how many are done. What it raises ends the work.
    """
    # Terms work out their matrices, of n² numbers, anew for each block.
    size = max(_BLOCK, len(candidates.councils) ** 2 // 10)
    if len(candidates) <= size:
        return function(candidates)
    found, done = [], 0
    for block in candidates.blocks(size):
        found.append(function(block))
        done += len(block)
        if proceed is not None:
            proceed(done)
    return np.concatenate(found)


def checked_numbers(
    source: Term | Limit, numbers: NDArray[np.float64], candidates: Candidates
) -> NDArray[np.float64]:
    """Return what a term or limit gave, if it is one finite number a candidate.

    Raises
    ------
    InputError
        If it is not; the message names the term or limit, and the cluster.
    """
    what = f"term {source.name!r}" if isinstance(source, Term) else repr(source)
    array = as_floats(f"what {what} gives", numbers)
    if array.shape != (len(candidates),):
        raise InputError(
            f"{what} must give one number for each of {len(candidates)} candidates; "
            f"it gave an array of shape {array.shape}"
        )
    good = np.abs(array) <= LARGEST  # What is no number is not.
    if not good.all():
        k = int(np.flatnonzero(~good)[0])
        raise InputError(
            f"{what} gives {array[k]} for the cluster of "
            f"{candidates.councils.describe(candidates.positions(k))}; give a finite number, "
            "and forbid a cluster with a rule"
        )
    return array


def checked_verdict(rule: Rule, candidates: Candidates) -> NDArray[np.bool_]:
    """Tell for each candidate whether a rule allows it.

    Raises
    ------
    InputError
        If the rule does not give True or False for each.
    """
    allows = np.asarray(rule.allows(candidates))
    if allows.shape != (len(candidates),) or allows.dtype != np.bool_:
        raise InputError(
            f"{rule!r} must give True or False for each of {len(candidates)} candidates; "
            f"it gave {allows.dtype} of shape {allows.shape}"
        )
    return allows
