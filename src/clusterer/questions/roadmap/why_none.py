"""Say what to loosen where no way to a plan keeps the conditions.

A part of the map comes to the plan by a chain of steps. On each chain some step is the largest, and
the chain on which it is smallest says what has to be possible in some one year, however many years
there are: with c(a, b) for what the step from stage a to stage b takes,

    need(0) = 0,    need(b) = min over a ⊂ b of max(need(a), c(a, b)).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from clusterer.business_cases.of_plan import business_case
from clusterer.errors import InfeasibleError
from clusterer.model.problem import Evaluation
from clusterer.questions.roadmap.program import BUDGET_TOLERANCE, Asked
from clusterer.questions.roadmap.stages import Part, Step

_GO_SHORT = "whole=False to go as far as that allows"
"""What to give where nothing else is to change."""


class NoWayError(InfeasibleError):
    """No way to a plan keeps the conditions.

    Attributes
    ----------
    why
        What cannot be kept, in words.
    remedies
        What may be given in place of it, each in words.
    """

    def __init__(self, why: str, *remedies: str) -> None:
        advice = ", or ".join(filter(None, (", ".join(remedies), _GO_SHORT)))
        super().__init__(f"{why}; give {advice}")
        self.why = why
        self.remedies = remedies


def why_none(
    plan: Evaluation, parts: Sequence[Part], steps: Sequence[Step], asked: Asked
) -> NoWayError:
    """Return the error that names what cannot be kept, and what to do."""
    capital = business_case(plan).capital
    words = (
        f"no way to the plan keeps the conditions ({asked.in_words}): all at once it costs "
        f"£{capital:,.1f}m to get there, and {len(plan.moves)} councils move"
        f"{_of_all_years(asked, capital)}"
    )
    loosen = ["more years"] if asked.years < asked.horizon else []
    loosen += ["a larger budget"] if min(asked.budget) < math.inf else []
    loosen += ["more moves a year"] if asked.most_moves < math.inf else []
    loosen += ["earlier first years"] if asked.first else []
    loosen += ["each_step_pays=False"] if asked.each_step_pays else []
    loosen += ["another order"] if asked.after else []
    moving = _largest_needed(parts, steps, lambda step: step.moves)
    if moving is not None and moving.moves > asked.most_moves:
        return NoWayError(
            f"{words}; {_who(plan, parts, moving)} have to move in the same year, which more years "
            "do not change",
            f"most_moves of {moving.moves} or more",
        )
    fewer = [step for step in steps if step.moves <= asked.most_moves]
    costliest = _largest_needed(parts, fewer, _spent)
    if costliest is None or max(asked.budget) == math.inf:
        return NoWayError(words, *loosen)
    # Rounded up, so that it is enough.
    need = f"£{math.ceil(100 * (_spent(costliest) - BUDGET_TOLERANCE)) / 100:,.2f}m"
    step = f"the most expensive step that cannot be avoided costs {need} in one year"
    step += f" ({_who(plan, parts, costliest)})"
    if _spent(costliest) > max(asked.budget[: asked.years]) + BUDGET_TOLERANCE:
        return NoWayError(
            f"{words}; {step}, which more years do not change",
            f"a budget of {need} or more in a year",
        )
    return NoWayError(f"{words}; {step}", *loosen)


def _of_all_years(asked: Asked, capital: float) -> str:
    """Say what the budgets of all years come to, and why that is not enough if it looks so."""
    total = sum(asked.budget_of(year) for year in range(asked.years))
    if total == math.inf:
        return ""
    words = f"; the budgets of all years come to £{total:,.1f}m"
    if total < capital:
        return words
    return f"{words}; but steps may cost more one by one, and each has to fit into its year"


def _spent(step: Step) -> float:
    """Return the £m that a step takes in its own year."""
    return float(step.spent[0])


def _largest_needed(
    parts: Sequence[Part], steps: Sequence[Step], size: Callable[[Step], float]
) -> Step | None:
    """Return the step that is the largest on the best chain of each part, of all parts.

    None if no chain comes to the plan.
    """
    largest: list[Step] = []
    for number, part in enumerate(parts):
        need: dict[int, tuple[float, Step | None]] = {0: (0.0, None)}
        mine = [step for step in steps if step.part == number and step.before != step.after]
        # A stage is a larger number than those from which it is reached.
        for step in sorted(mine, key=lambda step: step.after):
            if step.before not in need:
                continue
            so_far = need[step.before]
            here = max(so_far, (size(step), step), key=lambda one: one[0])
            if step.after not in need or here[0] < need[step.after][0]:
                need[step.after] = here
        end = need.get(2 ** len(part.movers) - 1)
        if end is None:
            return None
        if end[1] is not None:
            largest.append(end[1])
    return max(largest, key=size, default=None)


def _who(plan: Evaluation, parts: Sequence[Part], step: Step) -> str:
    """Name those who move in a step."""
    movers = parts[step.part].movers
    moving = step.after & ~step.before
    return plan.councils.describe(i for k, i in enumerate(movers) if moving >> k & 1)
