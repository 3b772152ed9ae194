"""The portfolio: a problem for each service, what ties them, and the evaluation of partitions.

`Portfolio` and `PortfolioEvaluation` stand in one module, since each knows the other, as do
`Problem` and `Evaluation`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.read_only import ReadOnly
from clusterer._support.wording import first_of, shown
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.councils.partnerships import Partnerships
from clusterer.display import facts_as_html
from clusterer.errors import InputError
from clusterer.limits import Limit
from clusterer.model.assumptions import figures_in_words, terms_in_words
from clusterer.model.checked_lists import all_of
from clusterer.model.portfolio.balance import PostsBalance, check_has_posts
from clusterer.model.portfolio.costed_partitions import CostedPartitions, service_in_words
from clusterer.model.portfolio.figure_register import register_of_services
from clusterer.model.portfolio.governance import (
    check_governance,
    governance_costs,
    standing_partnerships,
)
from clusterer.model.portfolio.of_services import of_services
from clusterer.model.portfolio.portfolio_parts import checked_services
from clusterer.model.problem import Evaluation, Problem
from clusterer.model.today import Today
from clusterer.rules import Rule
from clusterer.terms import PresetName, Service, Term

_FIELDS = ("services", "governance", "balance")
"""What a portfolio is made of."""


class Portfolio:
    """Several services, each with clusters of its own, solved together.

    Every service is a `Problem` over the same councils, with its own terms, rules, limits and
    adjacency. Two things tie them. A *partnership*, a set of councils that are a shared cluster
    in at least one service, pays its governance once, however many services it shares. And each
    council may be asked to host about as many posts as it gives up.

    Where the problems start from today's partnerships, each from those of its service, what they
    have paid of governance is sunk too. Those of different services may overlap.

    A portfolio is immutable; `replace` gives a changed copy.

    Parameters
    ----------
    services
        The problem of each service (or bundle of services that share their clusters), by name.
    governance
        Terms that a partnership pays once. They must cost a council alone nothing, and not depend
        on the host: services of one partnership may have different ones.
    balance
        How well posts hosted and posts given up must balance, a `PostsBalance`; not at all
        unless given.

    Raises
    ------
    InputError
        If there is no service, the councils differ, or governance or balance cannot be.

    Examples
    --------
    Two services, of which the second may be shared more widely. What is paid once is £1m:

    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london()
    >>> portfolio = cl.Portfolio(
    ...     {
    ...         "IT": cl.Problem(boroughs, [cl.Scale(services=cl.services("it"))], [cl.MaxSize(3)]),
    ...         "legal": cl.Problem(
    ...             boroughs, [cl.Scale(services=cl.services("legal"))], [cl.MaxSize(4)]
    ...         ),
    ...     },
    ...     governance=[cl.SetUp(per_cluster=1.0, per_council=0.0, optimism_bias=0.0)],
    ... )
    >>> portfolio
    <Portfolio: IT, legal of 32 councils; paid once a partnership: set-up>
    >>> plan = cl.solve(portfolio)
    >>> plan.status
    'optimal'
    """

    def __init__(
        self,
        services: Mapping[str, Problem],
        governance: Iterable[Term] = (),
        balance: PostsBalance | None = None,
    ) -> None:
        self.services: Mapping[str, Problem] = ReadOnly(checked_services(services))
        self.governance: tuple[Term, ...] = all_of(Term, governance, "governance")
        self.balance = balance
        if balance is not None:
            if not isinstance(balance, PostsBalance):
                raise InputError(
                    f"balance = {shown(balance)} must be a PostsBalance, such as "
                    "PostsBalance(share=0.1), or None"
                )
            for name, problem in self.services.items():
                check_has_posts(name, problem)
        check_governance(self.governance, self.councils)
        self._standing = standing_partnerships(self.governance, self.services.values())

    @classmethod
    def from_services(
        cls,
        councils: gpd.GeoDataFrame | Councils,
        services: Iterable[Service] | Mapping[str, Iterable[Service]],
        preset_name: PresetName = "central",
        *,
        rules: Iterable[Rule] = (),
        limits: Iterable[Limit] = (),
        adjacency: nx.Graph | Any | None = None,
        balance: PostsBalance | None = None,
        today: Mapping[str, Today | Partnerships] | pd.DataFrame | None = None,
        **changes: Any,
    ) -> Portfolio:
        """Return a portfolio in which each service has the terms of a preset.

        Of what it costs to set up a partnership, a part is paid once and the rest for each
        service. With S the set-up of a bundle of eight services and q·S that of a single one
        (``setup_single_service_share`` in `clusterer.datasets.model_parameters`, an assumption),
        a straight line through both has ``(8q − 1)/7 · S`` paid once, as governance, and
        ``(1 − q)/7 · S`` a service: a seventh and three twenty-eighths of S, with q a quarter. So
        a partnership that shares all eight pays what the preset says.

        Parameters
        ----------
        councils
            As for `Problem`.
        services
            What `services` returns, each to have clusters of its own; or bundles by name, such as
            ``{"back office": cl.services("finance", "hr_payroll"), "legal": ...}``.
        preset_name
            The preset of every service, as in `preset`.
        rules, limits, adjacency
            Those of every service. For one of another shape, put another problem in its place,
            ``portfolio.with_service(name, portfolio.services[name].replace(rules=...))``.
        balance
            A `PostsBalance`, or None.
        today
            The partnerships that exist, for each service or bundle by its name: as for `Problem`,
            or a table as there that has a column ``service``. Services that are not named begin
            with all alone. Unless a `Today` says what leaving costs, a service pays an eighth of
            ``exit_cost_per_council``, a bundle more: to leave all eight costs that once.
        **changes
            Parameters of the preset to set otherwise; ``per_cluster`` and ``per_council`` are
            those of the bundle of eight.

        Raises
        ------
        InputError
            If a service, or anything else, is not usable.

        Examples
        --------
        >>> import clusterer as cl
        >>> portfolio = cl.Portfolio.from_services(
        ...     cl.datasets.london(), cl.services("it", "finance"), rules=[cl.MaxSize(3)]
        ... )
        >>> for term in [*portfolio.governance, portfolio.services["it"].terms[2]]:
        ...     print(f"{term.name}: £{term.per_cluster:.3f}m a cluster")
        governance: £0.286m a cluster
        set-up: £0.214m a cluster
        """
        problems, governance = of_services(
            councils, services, preset_name, rules, limits, adjacency, changes, today
        )
        return cls(problems, [governance], balance)

    def __repr__(self) -> str:
        words = [f"{first_of(self.services, most=12)} of {len(self.councils)} councils"]
        if self.governance:
            once = ", ".join(term.name for term in self.governance)
            words.append(f"paid once a partnership: {once}")
        if self.balance is not None:
            words.append(repr(self.balance))
        return f"<Portfolio: {'; '.join(words)}>"

    def _repr_html_(self) -> str:
        facts = {
            name.replace("_", " "): first_of(service_in_words(problem))
            for name, problem in self.services.items()
        }
        facts["paid once a partnership"] = terms_in_words(self.governance)
        facts["balance"] = "" if self.balance is None else self.balance.in_words
        every = [term for problem in self.services.values() for term in problem.terms]
        return facts_as_html(
            f"Portfolio: {len(self.services)} services of {len(self.councils)} councils",
            facts,
            figures_in_words([*every, *self.governance]),
        )

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _FIELDS and name in vars(self):
            raise AttributeError(
                f"a portfolio is immutable; portfolio.replace({name}=...) gives a changed copy"
            )
        super().__setattr__(name, value)

    @property
    def councils(self) -> Councils:
        """The councils, which are those of each service."""
        return next(iter(self.services.values())).councils

    def replace(self, **changes: Any) -> Portfolio:
        """Return a copy with other `services`, `governance` or `balance`.

        Raises
        ------
        InputError
            If a portfolio has no such field.
        """
        for name in changes:
            if name not in _FIELDS:
                raise InputError(
                    f"a portfolio has no field {name!r}; there are {', '.join(_FIELDS)}"
                )
        return Portfolio(**{name: getattr(self, name) for name in _FIELDS} | changes)

    def with_service(self, name: str, problem: Problem) -> Portfolio:
        """Return a copy in which a service has another problem.

        A further service is added by ``replace(services={**portfolio.services, name: problem})``.

        Raises
        ------
        InputError
            If there is no such service.

        Examples
        --------
        One call centre for all boroughs, whatever else they share:

        >>> import clusterer as cl
        >>> portfolio = cl.Portfolio.from_services(
        ...     cl.datasets.london(), cl.services("it", "customer_contact"), rules=[cl.MaxSize(3)]
        ... )
        >>> calls = portfolio.services["customer_contact"].replace(rules=[cl.OneCluster()])
        >>> one_centre = portfolio.with_service("customer_contact", calls)
        >>> one_centre.services["customer_contact"].rules
        (OneCluster(),)
        """
        if name not in self.services:
            raise InputError(
                f"there is no service {shown(name)}; there are {', '.join(self.services)}. Add one "
                "with replace(services={**portfolio.services, name: problem})"
            )
        return self.replace(services={**self.services, name: problem})

    def evaluate(
        self,
        assignments: Mapping[str, Mapping[Hashable, Hashable] | pd.Series | Evaluation],
        *,
        rest_alone: bool = False,
    ) -> PortfolioEvaluation:
        """Cost any partition for each service, and say which rules and ties they break.

        Parameters
        ----------
        assignments
            For each service, the label of the cluster of each council, as for `Problem.evaluate`:
            each cluster then has the host that is cheapest for its service. Or an `Evaluation` of
            the same councils, whose clusters keep their hosts; so ``plan.services``, with all
            services of another plan, is costed as it stands.
        rest_alone
            Whether councils that are not named stand alone.

        Raises
        ------
        InputError
            If a service is unknown or has no partition, or a partition is not usable.

        Examples
        --------
        A pair that shares both services pays its governance once:

        >>> import clusterer as cl
        >>> portfolio = cl.Portfolio.from_services(
        ...     cl.datasets.london(), cl.services("it", "finance")
        ... )
        >>> pair = {"Camden": "a", "Islington": "a"}
        >>> both = portfolio.evaluate({"it": pair, "finance": pair}, rest_alone=True)
        >>> partnership = both.partnerships.loc[1]
        >>> partnership["members"], partnership["services"], float(partnership["governance"])
        ('Camden, Islington', 'it, finance', 0.75)
        """
        if not isinstance(assignments, Mapping):
            raise InputError(
                "assignments must be a mapping from the name of each service to its partition, "
                f"not {type(assignments).__name__}"
            )
        for name in assignments:
            if name not in self.services:
                raise InputError(
                    f"there is no service {shown(name)}; there are {', '.join(self.services)}: "
                    "give each its partition, {service: {council: cluster}}"
                )
        evaluations = {}
        for name, problem in self.services.items():
            if name not in assignments:
                raise InputError(
                    f"service {name!r} has no partition; give one, or {{}} and rest_alone=True "
                    "for all alone"
                )
            evaluations[name] = _evaluated(problem, assignments[name], rest_alone)
        return PortfolioEvaluation(self, evaluations)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """A row a figure that the terms use: `PortfolioEvaluation.figures` of any plan.

        Examples
        --------
        >>> import clusterer as cl
        >>> portfolio = cl.Portfolio.from_services(
        ...     cl.datasets.london(), cl.services("it", "finance")
        ... )
        >>> portfolio.figures.loc[["horizon", "it.unit_cost"], ["services", "value"]]
                     services value
        figure
        horizon           all    10
        it.unit_cost       it  45.0
        """
        terms = {name: problem.terms for name, problem in self.services.items()}
        return register_of_services(terms, self.governance)

    def governance_costs(self, candidates: Candidates) -> pd.DataFrame:
        """Return the £m of each term of governance (columns) for each candidate (rows)."""
        return governance_costs(self.governance, candidates, self._standing)

    @cached_property
    def allowance(self) -> NDArray[np.float64] | None:
        """By how many posts each council may be out of balance; None if no balance is asked."""
        if self.balance is None:
            return None
        return self.balance.allowance(list(self.services.values()))


class PortfolioEvaluation(CostedPartitions):
    """A partition for each service, with what they cost together and the ties that they break.

    `Portfolio.evaluate` makes one of any given partitions; a `PortfolioPlan` was found.

    Parameters
    ----------
    portfolio
        The portfolio.
    services
        The evaluation of each service, by name.
    """

    def __init__(self, portfolio: Portfolio, services: Mapping[str, Evaluation]) -> None:
        super().__init__(services, portfolio.governance, portfolio.balance, portfolio._standing)
        self.portfolio = portfolio


def _evaluated(
    problem: Problem,
    given: Mapping[Hashable, Hashable] | pd.Series | Evaluation,
    rest_alone: bool,
) -> Evaluation:
    """Return a partition of one service, costed; that of another evaluation with its hosts."""
    if not isinstance(given, Evaluation):
        return problem.evaluate(given, rest_alone=rest_alone)
    if not given.councils.ids.equals(problem.councils.ids):
        raise InputError("the partition is of other councils, or they are in another order")
    made = given.arguments()
    return problem.evaluate_rows(made["clusters"], made["costs"]["host"].to_numpy(dtype=np.int64))
