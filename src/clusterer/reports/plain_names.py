"""What terms, services, rules and breaches are called in a report: no names of the code."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from clusterer._support.own_words import first_sentence
from clusterer.display import cluster_names
from clusterer.limits import Limit
from clusterer.model.figure_words import OF_ONE_SERVICE, plain_words_of
from clusterer.model.figures import ALL_SERVICES
from clusterer.model.portfolio import PortfolioEvaluation
from clusterer.model.problem import Evaluation, Problem
from clusterer.reports.charges import BARGAIN
from clusterer.reports.words import listed
from clusterer.rules import Apart, Rule, Together
from clusterer.rules.alone import Alone
from clusterer.terms import Term

_TERMS = {
    "scale": "running the services",
    "coordination": "working together",
    "set-up": "setting up",
    "travel": "travel",
    "politics": "political differences",
    "loss of control": "loss of control",
    "systems": "moving to one computer system",
    "staff": "redundancies",
    "risk": "break-ups to be expected",
    "exits": "leaving today's partnerships",
    "governance": "governing the partnerships",
    "population target": "distance from the wanted size",
    "balance": "imbalance between clusters",
}
"""By the name that a term has unless its user gives another."""

_WHY = {
    "scale": (
        "what the services cost; serving more residents from one place costs less for each, up to "
        "some size"
    ),
    "coordination": (
        "meetings, agreements and the client side that remain when councils share, the more the "
        "more members there are and the farther apart they are"
    ),
    "set-up": "what it takes once to set up a cluster and to bring each council in",
    "travel": "journeys between the councils and the place that serves them",
    "politics": "a price on councils whose politics differ; nobody pays it, it steers the choice",
    "loss of control": (
        "a price on what councils can no longer decide by themselves; nobody pays it, it steers "
        "the choice"
    ),
    "systems": "moving councils to the computer system that their cluster settles on",
    "staff": "redundancy pay for posts that are displaced",
    "risk": "that a cluster breaks up, and what leaving then costs each member",
    "exits": "what councils pay to leave the partnerships that they are in today",
    "population target": "a price on clusters that are larger or smaller than wanted; no cash",
    "balance": "a price on clusters that are unequal; no cash",
}

_SERVICES = {
    "it": "IT",
    "hr_payroll": "HR and payroll",
    "finance": "finance",
    "procurement_admin": "procurement",
    "revs_bens": "revenues and benefits",
    "customer_contact": "customer contact",
    "legal": "legal services",
    "internal_audit_fraud": "internal audit and fraud",
    "waste_disposal": "waste disposal",
    "disaster_recovery": "disaster recovery",
    "out_of_hours_contact": "out-of-hours contact",
}

_CHOICES = {
    "affine": "a fixed part, and a part for each resident",
    "power": "ever more slowly, by a power of the residents",
}

_KEYS = {
    "by population": "by residents",
    "equal": "in equal parts",
    "with equal savings": "so that each saves the same",
    "in proportion to cost alone": "in proportion to what each costs on its own",
    BARGAIN: "as they would agree in a bargain",
}


def term_called(name: str) -> str:
    """Return what a term is called.

    Examples
    --------
    >>> term_called("coordination"), term_called("my_own")
    ('working together', 'my own')
    """
    return _TERMS.get(name, name.replace("_", " "))


def term_explained(term: Term) -> str:
    """Return what a term counts; "" for one of the user's own whose class has no docstring."""
    if type(term).__module__.startswith("clusterer."):
        return _WHY.get(term.name, "")
    return first_sentence(type(term))


def service_called(name: str) -> str:
    """Return what a service is called.

    Examples
    --------
    >>> service_called("revs_bens"), service_called("parks_and_trees")
    ('revenues and benefits', 'parks and trees')
    """
    return _SERVICES.get(name, name.replace("_", " "))


def figure_called(name: str) -> str:
    """Return what a figure is, with its service if it is that of one service.

    Examples
    --------
    >>> figure_called("hr_payroll.unit_cost"), figure_called("set-up.per_cluster")
    ('HR and payroll: cost for each resident a year', 'setting up a cluster, once')
    """
    owner, _, field = name.rpartition(".")
    owner = owner.rpartition(".")[2]
    of_one = field in OF_ONE_SERVICE and owner not in ("", ALL_SERVICES)
    plain = plain_words_of(name)
    return f"{service_called(owner)}: {plain}" if of_one else plain


def choice_called(value: bool | str) -> str:
    """Return what a choice among words, or yes or no, is called.

    Examples
    --------
    >>> choice_called(True), choice_called("affine")
    ('yes', 'a fixed part, and a part for each resident')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _CHOICES.get(value, value)


def key_called(key: str) -> str:
    """Return by what the members of a cluster share its cost.

    Examples
    --------
    >>> key_called("by population"), key_called("equal"), key_called("50% equal, 50% by need")
    ('by residents', 'in equal parts', '50% equal, 50% by need')
    """
    return _KEYS.get(key, key)


def clusters_called(plan: Evaluation) -> dict[Hashable, str]:
    """Return what the clusters of a plan are called, by label, as on its map.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), [cl.SetUp()])
    >>> label = ("north", 1)
    >>> pair = problem.evaluate({"Camden": label, "Islington": label}, rest_alone=True)
    >>> clusters_called(pair)[label]
    'north, 1'
    """
    return cluster_names(plan.assignment)


def services_of(problem: Problem) -> list[str]:
    """Return what the services are called that some term reads."""
    names: dict[str, None] = {}
    for term in problem.terms:
        for service in getattr(term, "services", ()):
            names[service_called(service.name)] = None
    return list(names)


def condition_called(problem: Problem, condition: Rule | Limit) -> str:
    """Return a rule or a limit in words, with councils by their names."""
    if isinstance(condition, (Together, Apart, Alone)):
        names = problem.councils.names
        members = listed([names[row] for row in condition.rows(problem.councils)])
        return f"{members}: {type(condition).__name__.lower()}"
    return condition.in_words


def breaches(plan: Evaluation) -> list[str]:
    """Return what a partition breaks, in words.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(2)])
    >>> three = {"Camden": 1, "Islington": 1, "Hackney": 1}
    >>> breaches(problem.evaluate(three, rest_alone=True))[0][:58]
    'The condition “clusters of up to 2” does not allow cluster'
    """
    problem = plan.problem
    return [_in_words(problem, fault) for fault in plan.broken]


def ties_broken(plan: PortfolioEvaluation) -> list[str]:
    """Return what the services of a portfolio break together, in words."""
    of_services = sum(len(one.broken) for one in plan.services.values())
    balance = plan.portfolio.balance
    if balance is None:
        return list(plan.broken[of_services:])
    return [
        fault.replace(repr(balance), f"The condition “{balance.in_words}”")
        for fault in plan.broken[of_services:]
    ]


def _in_words(problem: Problem, fault: str) -> str:
    councils = problem.councils
    for row, name in enumerate(councils.names):
        fault = fault.replace(councils.describe([row]), name)  # Without its label.
    conditions: Iterable[Rule | Limit] = (*problem.rules, *problem.limits)
    for one in conditions:
        if fault.startswith(repr(one)):
            rest = fault.removeprefix(repr(one))
            return f"The condition “{condition_called(problem, one)}”{rest}"
    return fault[:1].upper() + fault[1:].replace(" | ", " and apart from them ")
