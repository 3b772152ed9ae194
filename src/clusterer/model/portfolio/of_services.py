"""A problem for each service by the terms of a preset, and the governance that they share."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import geopandas as gpd
import networkx as nx
import pandas as pd

from clusterer._support.checks import check_number
from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.councils.partnerships import Partnerships
from clusterer.errors import InputError
from clusterer.limits import Limit
from clusterer.model.checked_lists import all_of
from clusterer.model.problem import Problem
from clusterer.model.today import Today
from clusterer.rules import Rule
from clusterer.terms import PresetName, Service, SetUp, preset
from clusterer.terms.defaults import central
from clusterer.terms.services import BACK_OFFICE, check_services


def of_services(
    councils: gpd.GeoDataFrame | Councils,
    services: Iterable[Service] | Mapping[str, Iterable[Service]],
    preset_name: PresetName,
    rules: Iterable[Rule],
    limits: Iterable[Limit],
    adjacency: nx.Graph | Any | None,
    changes: Mapping[str, Any],
    today: Mapping[str, Today | Partnerships] | pd.DataFrame | None = None,
) -> tuple[dict[str, Problem], SetUp]:
    """Return the problem of each service, and what a partnership pays once.

    `Portfolio.from_services` has the parameters, and how the set-up is split.
    """
    bundles = _bundles(services)
    changes = dict(changes)
    amounts = {
        "per_cluster": changes.pop("per_cluster", central("setup_fixed_per_cluster")),
        "per_council": changes.pop("per_council", central("setup_per_council")),
    }
    for name, amount in amounts.items():
        check_number(name, amount, at_least=0)
    once, each = set_up_parts()
    allowed, limited = all_of(Rule, rules), all_of(Limit, limits)
    starts = _by_service(today, bundles)
    problems: dict[str, Problem] = {}
    for name, bundle in bundles.items():
        weight = each * len(bundle)
        set_up = {what: weight * amount for what, amount in amounts.items()}
        terms = preset(preset_name, services=bundle, **set_up, **changes)
        start = starts.get(name)
        if start is not None and start.exit_cost is None:
            cost = central("exit_cost_per_council") * len(bundle) / len(BACK_OFFICE)
            start = dataclasses.replace(start, exit_cost=cost)
        if problems:  # All have the councils and the adjacency of the first.
            problems[name] = next(iter(problems.values())).replace(terms=terms, today=start)
        else:
            problems[name] = Problem(councils, terms, allowed, limited, adjacency, today=start)
    bias = {what: value for what, value in changes.items() if what == "optimism_bias"}
    shared = {what: once * amount for what, amount in amounts.items()}
    return problems, SetUp(**shared, **bias, name="governance")


def set_up_parts() -> tuple[float, float]:
    """Return which part of the set-up a partnership pays once, and which part each service is."""
    single, eight = central("setup_single_service_share"), len(BACK_OFFICE)
    return (eight * single - 1) / (eight - 1), (1 - single) / (eight - 1)


def _by_service(
    today: Mapping[str, Today | Partnerships] | pd.DataFrame | None, bundles: Iterable[str]
) -> dict[str, Today | None]:
    """Return from which partnerships each service starts."""
    if today is None:
        return {}
    if isinstance(today, pd.DataFrame):
        if "service" not in today.columns:
            raise InputError(
                "today has no column 'service', which says of a portfolio's partnerships what they "
                "share; add one, or give today={service: partnerships}"
            )
        today = {str(name): rows for name, rows in today.groupby("service", sort=False)}
    if not isinstance(today, Mapping):
        raise InputError(
            f"today of a portfolio must be partnerships by service, not {type(today).__name__}"
        )
    known = list(bundles)
    for name in today:
        if name not in known:
            raise InputError(
                f"today has partnerships of {shown(name)}, which is no service of the portfolio; "
                f"there are {', '.join(known)}"
            )
    return {name: Today.of(given) for name, given in today.items()}


def _bundles(
    services: Iterable[Service] | Mapping[str, Iterable[Service]],
) -> dict[str, tuple[Service, ...]]:
    """Return what shares clusters, by name."""
    if isinstance(services, Mapping):
        bundles = {}
        for name, bundle in services.items():
            bundles[name] = (bundle,) if isinstance(bundle, Service) else _listed(bundle)
            if not bundles[name]:
                raise InputError(f"bundle {shown(name)} has no services; name some, or drop it")
        _check_once([(name, one.name) for name, bundle in bundles.items() for one in bundle])
        return bundles
    listed = _listed(services)
    _check_once([(service.name, service.name) for service in listed])
    return {service.name: (service,) for service in listed}


def _check_once(placed: list[tuple[str, str]]) -> None:
    """Check that no service is in two bundles, or twice in one: it would be paid for twice."""
    where: dict[str, str] = {}
    for bundle, name in placed:
        if name in where:
            both = f", in {shown(where[name])} and {shown(bundle)}" if where[name] != bundle else ""
            raise InputError(f"services has {name!r} twice{both}; leave one out, or rename it")
        where[name] = bundle


def _listed(services: Iterable[Service]) -> tuple[Service, ...]:
    """Return services that may come one by one, checked."""
    listed = tuple(services) if isinstance(services, Iterator) else services
    check_services(listed)
    return tuple(listed)
