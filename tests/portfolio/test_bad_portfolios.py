"""Bad portfolios, and the message that each of them gets."""

from __future__ import annotations

from typing import Any

import pytest
from bad import Bad, check, each
from maps import grid

import clusterer as cl

COUNCILS = grid(1, 3)
PROBLEM = cl.Problem(COUNCILS, [cl.Scale(services=cl.services("it"))], [cl.MaxSize(2)])
PORTFOLIO = cl.Portfolio({"it": PROBLEM})


def made(*args: Any, **parts: Any):
    return lambda: cl.Portfolio(*args, **parts)


def evaluated(*args: Any, **options: Any):
    return lambda: PORTFOLIO.evaluate(*args, **options)


def shared(*args: Any, **options: Any):
    return lambda: cl.Portfolio.from_services(COUNCILS, *args, **options)


PARTS: list[Bad] = [
    Bad(
        "a list of problems",
        made([PROBLEM]),
        "services must be a mapping from the name of each service to its Problem, not list; "
        "Portfolio.from_services(...) makes the problems",
    ),
    Bad("no service", made({}), "services is empty; a portfolio has at least one"),
    Bad("a number for a name", made({1: PROBLEM}), "service 1 needs a text for a name"),
    Bad("no text for a name", made({"": PROBLEM}), "service ''... needs a text for a name"),
    Bad(
        "a service for its problem",
        made({"it": cl.services("it")}),
        "service 'it' must have a Problem, not ...; Portfolio.from_services(...) makes problems "
        "of services",
    ),
    Bad(
        "other councils",
        made({"it": PROBLEM, "legal": cl.Problem(grid(1, 4), [])}),
        "service 'legal' has other councils than 'it', or in another order; give all problems the "
        "same table",
    ),
    Bad(
        "one term for governance",
        made({"it": PROBLEM}, cl.SetUp()),
        "...must be a list, got one SetUp...",
    ),
    Bad(
        "governance twice",
        made({"it": PROBLEM}, [cl.SetUp(), cl.SetUp()]),
        "two terms of governance are called 'set-up'; rename one",
    ),
    Bad(
        "governance that depends on the host",
        made({"it": PROBLEM}, [cl.Coordination(host_premium=1.0)]),
        "term 'coordination' of governance depends on the host...",
    ),
    Bad(
        "governance that all pay",
        made({"it": PROBLEM}, [cl.FunctionTerm("fee", lambda c: 1.0 * c.size)]),
        "term 'fee' of governance costs ... alone £1m; only what a partnership pays can be paid "
        "once: put the term into the problems of the services",
    ),
    Bad(
        "a share for a balance",
        made({"it": PROBLEM}, balance=0.1),
        "balance = 0.1 must be a PostsBalance, such as PostsBalance(share=0.1), or None",
    ),
    Bad(
        "a balance without posts",
        made({"it": cl.Problem(COUNCILS, [])}, balance=cl.PostsBalance(share=0.1)),
        "a balance of posts counts those of the services that Scale terms share, and service 'it' "
        "has no such term; add cl.Scale(services=...) to its terms",
    ),
    Bad(
        "a problem that is none",
        lambda: PORTFOLIO.with_service("it", None),
        "service 'it' must have a Problem, not NoneType; Portfolio.from_services(...) makes "
        "problems of services",
    ),
    Bad(
        "a part that there is not",
        lambda: PORTFOLIO.replace(rules=[]),
        "a portfolio has no field 'rules'; there are services, governance, balance",
    ),
    Bad("a name for services", shared("it"), "...services..."),
    Bad(
        "a service twice",
        shared([*cl.services("it"), *cl.services("it")]),
        "services has 'it' twice; leave one out, or rename it",
    ),
    Bad(
        "a service in two bundles",
        shared({"a": cl.services("it", "legal"), "b": cl.services("it")}),
        "services has 'it' twice, in 'a' and 'b'; leave one out, or rename it",
    ),
    Bad(
        "names in place of services",
        shared(["it", "legal"]),
        "services holds 'it', which is no Service; write cl.services('it', ...) for those of the "
        "shipped table",
    ),
    Bad(
        "a service that there is not",
        lambda: PORTFOLIO.with_service("legal", PORTFOLIO.services["it"]),
        "there is no service 'legal'; there are it. Add one with "
        "replace(services={**portfolio.services, name: problem})",
    ),
    *(
        Bad(
            f"a service called {name}",
            lambda name=name: cl.Portfolio({name: PORTFOLIO.services["it"]}),
            f"a service may not be called '{name}', a row of every plan's table; give it another "
            "name",
        )
        for name in ("governance", "in all")
    ),
    Bad(
        "governance without the list around it",
        lambda: PORTFOLIO.replace(governance=cl.SetUp()),
        "governance must be a list, got one SetUp; write governance=[...]",
    ),
    Bad(
        "a balance in per cent",
        lambda: cl.PostsBalance(share=10),
        "PostsBalance share = 10 must be a fraction from 0 to 1",
    ),
    Bad(
        "an empty bundle",
        shared({"office": []}),
        "...services...",
    ),
    Bad("an amount below nothing", shared(cl.services("it"), per_cluster=-1), "per_cluster..."),
    Bad(
        "an amount that is no number", shared(cl.services("it"), per_council="1"), "per_council..."
    ),
    Bad("a preset that there is not", shared(cl.services("it"), "centrl"), "...centrl..."),
]


BALANCES: list[Bad] = [
    Bad("neither", lambda: cl.PostsBalance(), "PostsBalance needs one of share and posts: ..."),
    Bad(
        "both",
        lambda: cl.PostsBalance(share=0.1, posts=1),
        "PostsBalance needs one of share and posts: ...",
    ),
    Bad("a share below nothing", lambda: cl.PostsBalance(share=-0.1), "PostsBalance share..."),
    Bad("no number", lambda: cl.PostsBalance(posts="many"), "PostsBalance posts..."),
    Bad("not a number", lambda: cl.PostsBalance(posts=float("nan")), "PostsBalance posts..."),
]


PARTITIONS: list[Bad] = [
    Bad(
        "a list",
        evaluated([{}]),
        "assignments must be a mapping from the name of each service to its partition, not list",
    ),
    Bad(
        "an unknown service", evaluated({"law": {}}), "there is no service 'law'; there are it: ..."
    ),
    Bad(
        "no partition of a service",
        evaluated({}),
        "service 'it' has no partition; give one, or {} and rest_alone=True for all alone",
    ),
    Bad("councils without a cluster", evaluated({"it": {}}), "..."),
    Bad(
        "the compact formulation",
        lambda: cl.solve(PORTFOLIO, formulation="compact"),
        "a portfolio has no compact formulation; solve each of its services by that one",
    ),
]


@each(PARTS)
def test_of_a_bad_portfolio(run, message):
    check(run, message)


@each(BALANCES)
def test_of_a_bad_balance(run, message):
    check(run, message)


@each(PARTITIONS)
def test_of_a_bad_partition_or_call(run, message):
    check(run, message)


def test_a_portfolio_is_immutable():
    with pytest.raises(AttributeError, match=r"portfolio.replace\(balance=...\)"):
        PORTFOLIO.balance = None


def test_governance_below_nothing_is_found_when_it_is_costed():
    gift = cl.FunctionTerm("gift", lambda c: -1.0 * (c.size > 1))
    with pytest.raises(cl.InputError, match=r"term 'gift' of governance gives £-1m for the part"):
        cl.solve(cl.Portfolio({"it": PROBLEM}, [gift]))
