"""The ways to ask a MIP solver, one after the other until an answer fits.

A solver of the user's own has the first word, and ours the last: HiGHS as it is, then with tight
tolerances, then without presolve.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from clusterer.search import highs_backend, pulp_backend
from clusterer.search.binary_program import BinaryProgram
from clusterer.search.solution import DEFAULT_SOLVER
from clusterer.search.solver_answers import Heard, Outcome

_SECONDS_A_COLUMN = 1e-4
"""To write a MIP down for PuLP, half of it here and half in PuLP."""


@dataclass(frozen=True)
class Way:
    """One way to ask.

    Attributes
    ----------
    solver
        The PuLP solver, or its name; HiGHS if None.
    name
        What it is called.
    tight, presolve
        As for `highs_backend.minimise`.
    foreign
        Whether it is another solver than HiGHS.
    """

    solver: pulp_backend.Solver
    name: str
    tight: bool = False
    presolve: bool = True
    foreign: bool = False

    def __str__(self) -> str:
        return self.name if self.presolve else f"{self.name} without presolve"

    def has_time(self, program: BinaryProgram, seconds: float) -> bool:
        """Tell whether so many seconds are twice what it takes to write a program down."""
        writing = 0.0 if self._is_direct else _SECONDS_A_COLUMN * len(program)
        return 2 * writing < seconds

    def ask(
        self,
        program: BinaryProgram,
        *,
        remaining: Callable[[], float],
        gap: float = 0.0,
        seed: int,
        start: Sequence[float] | None,
        hear: Callable[[Heard], None],
    ) -> Outcome:
        """Have the solver minimise a program, from a value of each column if there is a plan."""
        if self._is_direct:
            return highs_backend.minimise(
                program,
                time_limit=remaining(),
                gap=gap,
                seed=seed,
                start=start,
                hear=hear,
                tight=self.tight,
                presolve=self.presolve,
            )
        model, variables = program.written()
        return pulp_backend.minimise(
            model,
            variables,
            solver=self.solver,
            time_limit=remaining() - _SECONDS_A_COLUMN / 2 * len(program),  # PuLP's half of it.
            gap=gap,
            seed=seed,
            start=start,
            hear=hear,
            tight=self.tight,
            presolve=self.presolve,
        )

    @property
    def _is_direct(self) -> bool:
        """Whether the program goes to HiGHS as it is, and not through PuLP."""
        return pulp_backend.is_plain_highs(self.solver)


def ways_to_ask(solver: pulp_backend.Solver, *, careful: bool) -> list[Way]:
    """Return the ways to ask, one after the other until an answer fits."""
    default = pulp_backend.is_default(solver)
    foreign = [] if default else [Way(solver, pulp_backend.name_of(solver), foreign=True)]
    first = solver if default else None
    return [
        *foreign,
        *([] if careful else [Way(first, DEFAULT_SOLVER)]),
        Way(first, DEFAULT_SOLVER, tight=True),
        Way(first, DEFAULT_SOLVER, tight=True, presolve=False),
    ]
