"""What is interrupted: a kind of work a function, each with a few cases."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import geopandas as gpd

import clusterer as cl

Asked: TypeAlias = tuple[cl.Problem | cl.Portfolio, dict[str, Any]]
"""A problem that nothing is known of yet, and the options to solve it with."""


@cache
def _country(n: int) -> gpd.GeoDataFrame:
    return cl.datasets.synthetic(n)


def problem(case: int) -> Asked:
    """Return a problem whose candidates are listed; councils alone are no plan of case 2."""
    frame, terms, cap, limits = (
        (cl.datasets.london(), cl.preset("business-case"), 4, []),
        (_country(60), cl.preset("central"), 6, []),
        (cl.datasets.london(), cl.preset("central"), 6, [cl.ClusterCount(at_most=12)]),
        (_country(40), [*cl.preset("central"), cl.LossOfControl(1.0, "power")], 5, []),
    )[case]
    return cl.Problem(frame, terms, [cl.MaxSize(cap)], limits), {}


def portfolio(case: int) -> Asked:
    """Return a portfolio of two services, with a balance in case 1."""
    frame = (_country(12), _country(6))[case]
    services = {
        preset: cl.Problem(frame, cl.preset(preset), [cl.MaxSize(3)])
        for preset in ("central", "business-case")
    }
    balance = (None, cl.PostsBalance(share=0.2))[case]
    governance = [cl.SetUp(per_cluster=1.0, per_council=0.0, optimism_bias=0.0)]
    return cl.Portfolio(services, governance=governance, balance=balance), {}


def uncapped(case: int) -> Asked:
    """Return London without a cap on the size of clusters, or a country."""
    frame = (cl.datasets.london(), _country(40))[case]
    return cl.Problem(frame, cl.preset("central")), {}


def compact(case: int) -> Asked:
    """Return what the compact formulation is to solve."""
    made = cl.Problem(_country((6, 7)[case]), cl.preset("central"), [cl.MaxSize(3)])
    return made, {"formulation": "compact"}


def external(case: int) -> Asked:
    """Return what a solver is to solve that is a program of its own."""
    made = cl.Problem(_country((20, 30)[case]), cl.preset("business-case"), [cl.MaxSize(5)])
    return made, {"solver": "CBC"}


WORK: dict[str, tuple[Callable[[int], Asked], int]] = {
    "problem": (problem, 4),
    "portfolio": (portfolio, 2),
    "uncapped": (uncapped, 2),
    "compact": (compact, 2),
    "external": (external, 2),
}
"""Each kind of solve, and how many cases it has. A search for a certificate would be one more."""

NO_PLAN = {("problem", 2)}
"""Cases of which all councils alone are no plan, so that there may be none yet."""

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("london", "--max-size", "4"),
    ("london", "--max-size", "none"),
    ("london", "--preset", "business-case", "--max-size", "5"),
)
"""What is typed on the command line."""

FILES = ("london.png", "london.gpkg", "london.csv")
"""What a command leaves."""

TOLERANCE = 1e-6
"""£m, and as a part of the objective."""


def slack(objective: float) -> float:
    """Return by how much two figures of one plan may differ."""
    return max(TOLERANCE, 1e-9 * abs(objective))


def is_sound(objective: float, bound: float, best: float) -> bool:
    """Tell whether a plan and its bound can both be, where the best plan is known."""
    room = slack(best)
    return bound <= best + room and best <= objective + room and not math.isnan(bound)
