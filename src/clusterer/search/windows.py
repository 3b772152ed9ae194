"""Search among candidates that are too many to list: those that can be in a better plan.

Prices tell what a plan with a candidate costs above a bound at least, its width. So only those
within the gap are listed. While there is no plan that is more and more of them; where those within
the gap are too many, it is those of least width, and a plan with another costs at least the bound
and that width.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from clusterer.search.solution import tolerance

Listed = TypeVar("Listed")

_FIRST = 1e-3
"""How wide the window is without a plan, as a part of the bound."""

_WIDER = 8
"""Each later one is so many times as wide."""

_HALVINGS = 12
"""How often to look for a narrower window, each half as wide."""


def search_in_windows(
    bound: float,
    costliest: float,
    *,
    objective: Callable[[], float],
    settled: Callable[[], bool],
    listed: Callable[[float], Listed | None],
    search: Callable[[Listed, float], None],
) -> None:
    """Search among the candidates that can be in a better plan, window by window.

    Parameters
    ----------
    bound
        What every plan costs at least.
    costliest
        What any plan costs at most.
    objective
        Tells the £m of the best plan so far; infinite if there is none.
    settled
        Tells whether to stop.
    listed
        Returns the candidates up to a width; None if they are too many.
    search
        Searches among candidates; plans with others cost at least so much.
    """
    # No plan costs more than the costliest, so none has a candidate of larger width.
    widest = costliest - bound + tolerance(costliest)
    width = min(widest, _FIRST * max(1.0, abs(bound)))
    margin = tolerance(bound)  # Widths may be added up in another order.
    while not settled():
        before = objective()
        if before < float("inf"):
            width = before - bound
        reached = width + margin
        found = listed(reached)
        for _ in range(_HALVINGS):
            if found is not None:
                break
            reached /= 2
            found = listed(reached)
        if found is None:
            return
        too_many = reached < width + margin
        outside = bound + reached - margin
        if width >= widest and not too_many:
            outside = float("inf")
        search(found, outside)
        if outside >= objective() or (too_many and objective() >= before):
            return
        width = min(widest, _WIDER * width)
