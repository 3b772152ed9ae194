"""The balanced collection that proves a subsidy, with exact weights.

Clusters with weights λ ≥ 0 such that those of each council add up to one. Then stable charges
raise ``y(N) = Σ λ_T y(T) ≤ Σ λ_T c(T)``: no more than the weighted costs.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import networkx as nx


def weights_of(sets: Sequence[Sequence[int]], n: int) -> list[Fraction] | None:
    """Return the weights at which each of n councils is covered once; None if there are none.

    Parameters
    ----------
    sets
        The members of each cluster. If they can be weighted in several ways, clusters that are not
        needed for one of them get nothing.
    n
        How many councils there are.

    Examples
    --------
    >>> [str(weight) for weight in weights_of([[0, 1], [1, 2], [0, 2], [3]], 4)]
    ['1/2', '1/2', '1/2', '1']
    """
    # Clusters that overlap, directly or over others, are a system of their own: most are of one.
    overlaps = nx.Graph()
    overlaps.add_nodes_from(range(n))
    for number, members in enumerate(sets):
        overlaps.add_edges_from((("set", number), council) for council in members)
    weights = [Fraction(0)] * len(sets)
    for part in nx.connected_components(overlaps):
        rows = sorted(node for node in part if isinstance(node, int))
        numbers = sorted(node[1] for node in part if not isinstance(node, int))
        solved = _solved([sets[number] for number in numbers], rows)
        if solved is None or min(solved) < 0:
            return None
        for number, weight in zip(numbers, solved, strict=True):
            weights[number] = weight
    return weights


def _solved(sets: Sequence[Sequence[int]], rows: Sequence[int]) -> list[Fraction] | None:
    """Solve ``Σ λ_T = 1`` over the sets T of each row, by elimination; None if it has no solution.

    Each row is a dict of its entries that are not nothing, and of its right-hand side, at -1.
    """
    system = [
        {-1: Fraction(1)} | {k: Fraction(1) for k, members in enumerate(sets) if row in members}
        for row in rows
    ]
    pivots: dict[int, dict[int, Fraction]] = {}
    for equation in system:
        for column, pivot in pivots.items():
            _subtract(equation, pivot, column)
        columns = [k for k in equation if k >= 0]
        if not columns:
            if equation.get(-1):
                return None
            continue
        column = min(columns)
        first = equation[column]
        equation = {k: value / first for k, value in equation.items()}
        for other in pivots.values():
            _subtract(other, equation, column)
        pivots[column] = equation
    # The unknowns without a pivot are free, and nothing here.
    return [pivots.get(k, {}).get(-1, Fraction(0)) for k in range(len(sets))]


def _subtract(equation: dict[int, Fraction], pivot: dict[int, Fraction], column: int) -> None:
    """Take a multiple of a pivot row from an equation, so that a column goes."""
    factor = equation.get(column)
    if not factor:
        return
    for k, value in pivot.items():
        rest = equation.get(k, Fraction(0)) - factor * value
        if rest:
            equation[k] = rest
        else:
            equation.pop(k, None)
