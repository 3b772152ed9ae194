"""A problem of a sweep: what the change of a scenario leaves as it was is not worked out again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.model.answers import in_blocks, joined
from clusterer.model.problem import Problem

Floats = NDArray[np.float64]

_MOST_BYTES = 2**28
"""What is remembered of costs takes no more: a quarter of a gigabyte."""


class Remembered:
    """What terms cost candidates: that of the terms asked about last, as many as fit.

    Parameters
    ----------
    most_bytes
        What it may take.
    """

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._found: OrderedDict[Hashable, Floats] = OrderedDict()
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[Remembered], tuple[int]]:
        return Remembered, (self._most,)  # Another process remembers for itself.

    def of(self, terms: tuple[Any, ...], work: Callable[[], Floats]) -> Floats:
        """Return what terms cost; worked out only if it is not remembered."""
        key = tuple(map(_key, terms))
        with self._lock:
            found = self._found.get(key)
        if found is None:
            found = work()
        with self._lock:
            self._found[key] = found
            self._found.move_to_end(key)
            while sum(costs.nbytes for costs in self._found.values()) > self._most:
                self._found.popitem(last=False)
        return found


class Variant(Problem):
    """A problem that differs in some parts from another.

    Parameters
    ----------
    base
        The other. Its candidates are listed, or are too many to list.
    changes
        What differs, as `Problem.replace` takes it.
    remembered
        What the terms of other variants cost.
    """

    def __init__(self, base: Problem, changes: Mapping[str, Any], remembered: Remembered) -> None:
        vars(self).update(vars(base.replace(**changes)))  # What it is made of, checked once.
        is_listed_alike = self._candidates is base._candidates
        self._remembered = remembered if is_listed_alike else Remembered(0)

    def costs(
        self, candidates: Candidates, *, proceed: Callable[[int], None] | None = None
    ) -> Floats:
        """Return the £m of each candidate, all terms together, at its best host."""
        if candidates is not self._candidates:
            return super().costs(candidates, proceed=proceed)
        costing = self._costing

        def of_term(term: Any) -> Floats:
            return joined(
                in_blocks(lambda block: costing.of_term(term, block), candidates, proceed)
            )

        total = np.zeros(len(candidates))
        for term in self.terms:
            total += self._remembered.of((term,), partial(of_term, term))
        if costing.terms_of_hosts:
            key = ("at the best host", *costing.terms_of_hosts)
            total += self._remembered.of(key, lambda: self._hosted(candidates, proceed))
        return total

    def _hosted(self, candidates: Candidates, proceed: Callable[[int], None] | None) -> Floats:
        def hosted(block: Candidates) -> Floats:
            found = self._costing.of_best_host(block)
            return np.zeros(len(block)) if found is None else found

        return joined(in_blocks(hosted, candidates, proceed))


def _key(part: object) -> Hashable:
    """Return what two equal terms have in common; the term itself, where it has no hash."""
    try:
        hash(part)
    except TypeError:
        return _Same(part)
    return part


class _Same:
    """Something that equals itself alone."""

    def __init__(self, part: object) -> None:
        self._part = part

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other._part is self._part

    def __hash__(self) -> int:
        return id(self._part)
