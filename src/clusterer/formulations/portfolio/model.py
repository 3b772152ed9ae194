"""The portfolio MIP as a PuLP model, for the clusters that are left."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pulp

from clusterer.formulations import pulp_backend
from clusterer.formulations.portfolio.columns import Floats, Numbers, PortfolioColumns

_SECONDS_A_COLUMN = 2e-4
"""To write a MIP down, half of it here and half in PuLP."""


@dataclass(frozen=True)
class PortfolioModel:
    """The program of `columns` over some clusters.

    Attributes
    ----------
    model
        The PuLP model, in £m above the sum of the councils' duals.
    x
        Whether each cluster is taken, in the order of `numbers`.
    y
        Whether each partnership that several services may share is paid for, by its number.
    numbers
        The clusters.
    """

    model: pulp.LpProblem
    x: list[pulp.LpVariable]
    y: dict[int, pulp.LpVariable]
    numbers: Numbers

    def start(self, columns: PortfolioColumns, chosen: Numbers) -> list[float] | None:
        """Return the values of x and y at a plan; None if it has a cluster that is not left."""
        if not np.isin(chosen, self.numbers).all():
            return None
        values: list[float] = np.isin(self.numbers, chosen).astype(np.float64).tolist()
        paid = {_partnership(columns, number) for number in chosen}
        return values + [float(partnership in paid) for partnership in self.y]


def portfolio_model(
    columns: PortfolioColumns,
    numbers: Numbers,
    council_duals: Floats,
    excluded: Sequence[Numbers] = (),
) -> PortfolioModel:
    """Write down the program of `columns` over some clusters.

    Parameters
    ----------
    columns
        All clusters.
    numbers
        Those that the model has, ascending.
    council_duals
        Shape (services, councils). Costs are less these, so that they are small: a gap of a pound
        then stays well above the solver's rounding.
    excluded
        Clusters that may not all be taken together, any number of times.
    """
    model = pulp.LpProblem("portfolio", pulp.LpMinimize)
    x = [model.add_variable(f"x{number}", cat="Binary") for number in numbers]
    covers: dict[tuple[int, int], list[pulp.LpVariable]] = defaultdict(list)
    tied: dict[int, dict[int, list[pulp.LpVariable]]] = defaultdict(lambda: defaultdict(list))
    balance: dict[int, list[tuple[pulp.LpVariable, float]]] = defaultdict(list)
    limits: list[list[list[tuple[pulp.LpVariable, float]]]] = [
        [[] for _ in service.columns.amounts] for service in columns.services
    ]
    objective: list[tuple[pulp.LpVariable, float]] = []
    for number, variable in zip(numbers, x, strict=True):
        s, place = columns.located(number)
        service = columns.services[s]
        k = int(service.owner[place])
        members = service.candidates.positions(k)
        cost = service.columns.costs[k] + service.by_host[place]
        objective.append((variable, float(cost - council_duals[s, members].sum())))
        for i in members:
            covers[s, int(i)].append(variable)
        for row, amounts in zip(limits[s], service.columns.amounts, strict=True):
            row.append((variable, float(amounts[k])))
        if columns.allowance is not None:
            for i, amount in zip(*service.balance_of(place), strict=True):
                balance[int(i)].append((variable, float(amount)))
        partnership = int(service.partnership[k])
        if columns.governance[partnership] > 0.0:
            tied[partnership][s].append(variable)
    y: dict[int, pulp.LpVariable] = {}
    for partnership, by_service in tied.items():
        paid = float(columns.governance[partnership])
        if len(by_service) == 1:  # Its cluster pays, whichever it is.
            objective += [(variable, paid) for variable in next(iter(by_service.values()))]
            continue
        y[partnership] = model.add_variable(f"y{partnership}", cat="Binary")
        objective.append((y[partnership], paid))
    model += _sum(objective)
    for s in range(len(columns.services)):
        for i in range(columns.n):
            model += pulp.lpSum(covers[s, i]) == 1
    for partnership, variable in y.items():
        for variables in tied[partnership].values():
            model += pulp.lpSum(variables) <= variable
    for service, rows in zip(columns.services, limits, strict=True):
        for row, low, high, scale in zip(
            rows, service.columns.low, service.columns.high, service.columns.scales, strict=True
        ):
            _bound(model, row, low, high, scale)
    if columns.allowance is not None:
        for i, most in enumerate(columns.allowance):
            _bound(model, balance[i], -most, most, columns.posts_scale)
    for chosen in excluded:
        taken = [x[k] for k in np.flatnonzero(np.isin(numbers, chosen))]
        model += pulp.lpSum(taken) <= len(taken) - 1
    return PortfolioModel(model, x, y, numbers)


def minimise_over(
    columns: PortfolioColumns,
    program: PortfolioModel,
    council_duals: Floats,
    *,
    solver: pulp_backend.Solver,
    remaining: Callable[[], float],
    seed: int,
    start: Numbers | None,
    hear: Callable[[Numbers | None, float], None],
) -> tuple[Numbers | None, pulp_backend.Outcome]:
    """Choose the best plan of a model by one MIP; the bound is in £m.

    Parameters
    ----------
    columns, program, council_duals
        What the model was made of, and the model.
    solver, seed
        As for `pulp_backend.minimise`.
    remaining
        Tells the seconds left.
    start
        A plan to start from, if it has none but clusters of the model.
    hear
        Is called a few times a second with the best plan so far, or None, and with the £m that no
        plan of the model is below.

    Returns
    -------
    tuple
        The plan found, or None, and what the solver said.
    """
    offset = float(council_duals.sum())

    def numbers_of(values: tuple[float, ...] | None) -> Numbers | None:
        if values is None:
            return None
        return program.numbers[np.array(values[: len(program.x)]) > 0.5]

    outcome = pulp_backend.minimise(
        program.model,
        [*program.x, *program.y.values()],
        solver=solver,
        time_limit=remaining(),
        seed=seed,
        start=None if start is None else program.start(columns, start),
        hear=lambda heard: hear(numbers_of(heard.values), heard.bound + offset),
    )
    return numbers_of(outcome.values), outcome


def seconds_to_write(numbers: Numbers) -> float:
    """Return about how long it takes to write down a model of so many clusters."""
    return _SECONDS_A_COLUMN * numbers.size


def _partnership(columns: PortfolioColumns, number: int) -> int:
    s, place = columns.located(number)
    service = columns.services[s]
    return int(service.partnership[service.owner[place]])


def _sum(terms: list[tuple[pulp.LpVariable, float]]) -> pulp.LpAffineExpression:
    """Return Σ value · variable, those that stand twice added up."""
    names = {variable.name: variable for variable, _ in terms}
    total: dict[str, float] = dict.fromkeys(names, 0.0)
    for variable, value in terms:
        total[variable.name] += value
    return pulp.lpDot(list(total.values()), list(names.values()))


def _bound(
    model: pulp.LpProblem,
    row: list[tuple[pulp.LpVariable, float]],
    low: float,
    high: float,
    scale: float,
) -> None:
    """Add a row within its interval, with amounts of about one."""
    total = _sum([(variable, amount / scale) for variable, amount in row])
    if low == high:
        model += total == low / scale
        return
    if low > -math.inf:
        model += total >= low / scale
    if high < math.inf:
        model += total <= high / scale
