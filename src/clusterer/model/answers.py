"""What terms, rules and limits answer about candidates: checked, and asked in blocks."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.candidates.answers import asked, checked
from clusterer.errors import InputError
from clusterer.limits import Limit
from clusterer.rules import Rule
from clusterer.terms import Term

R = TypeVar("R")
S = TypeVar("S", bound=np.generic)

_BLOCK = 500_000
"""Candidates that are asked about at once, at most."""

_SECONDS = 0.25
"""What a block may take, if candidates and not what is the same for all blocks take it."""

_GROWTH = 4
"""Each block that leaves time for it is followed by one so many times as large."""


def in_blocks(
    function: Callable[[Candidates], R],
    candidates: Candidates,
    proceed: Callable[[int], None] | None,
) -> list[R]:
    """Return what a function says of candidates, block by block, asking in between to go on.

    So what terms and rules need on the way takes the memory of one block; and a function that is
    slow, which only its use shows, is asked about few at once.

    Parameters
    ----------
    function
        Says something of each candidate.
    candidates
        The candidates.
    proceed
        Is told after each block how many are done. What it raises ends the work. Without it,
        blocks are as large as may be.
    """
    # Terms work out their matrices, of n² numbers, again for each block.
    n = len(candidates.councils)
    most = max(_BLOCK, n**2 // 10)
    least = most if proceed is None else min(most, max(1, n**2 // 10_000))
    size, allowed = least, 0.0
    found: list[R] = []
    done = 0
    while done < len(candidates) or not found:
        block = candidates.between(done, min(done + size, len(candidates)))
        began = time.monotonic()
        found.append(function(block))
        seconds = time.monotonic() - began
        done += len(block)
        if proceed is not None:
            proceed(done)
        # Where the first took long for its matrices, the later ones must be worth theirs.
        allowed = allowed or max(_SECONDS, 2 * _GROWTH * seconds)
        if seconds * _GROWTH <= allowed:
            size = min(most, size * _GROWTH)
        elif seconds > allowed:
            size = max(least, size // _GROWTH)
    return found


def joined(blocks: list[NDArray[S]]) -> NDArray[S]:
    """Return what was said of all blocks: an entry a candidate, along the last axis."""
    return blocks[0] if len(blocks) == 1 else np.concatenate(blocks, axis=-1)


def checked_numbers(source: Term | Limit, candidates: Candidates) -> NDArray[np.float64]:
    """Return what a term costs, or what a limit counts, if it is one finite number a candidate.

    Raises
    ------
    InputError
        If it is not; the message names the term or limit, and the cluster.
    """
    if isinstance(source, Term):
        what, f = f"term {source.name!r}", source.cost
    else:
        what, f = repr(source), source.amounts
    return checked(what, asked(what, f, candidates), candidates)


def checked_verdict(rule: Rule, candidates: Candidates) -> NDArray[np.bool_]:
    """Tell for each candidate whether a rule allows it.

    Raises
    ------
    InputError
        If the rule does not give True or False for each.
    """
    allows = np.asarray(asked(rule, rule.allows, candidates))
    if allows.shape != (len(candidates),) or allows.dtype != np.bool_:
        raise InputError(
            f"{rule!r} must give True or False for each of {len(candidates)} candidates; "
            f"it gave {allows.dtype} of shape {allows.shape}"
        )
    return allows
