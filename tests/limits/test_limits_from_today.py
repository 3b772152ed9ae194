"""Limits on what changes from today, against all partitions of small instances."""

from __future__ import annotations

from random import Random

import pytest
from costing import councils_of
from instances import complete, facts_of, graph, table
from truth import partitions

import clusterer as cl


def drawn(seed: int) -> tuple[cl.Problem, list[cl.Evaluation]]:
    """Return a problem that starts from today, and all partitions that keep its rules."""
    random, labels = Random(f"moves {seed}"), "abcde"
    facts = facts_of([random.randrange(60_000, 400_000) for _ in labels], complete(5))
    terms = [
        cl.Scale(),
        cl.Coordination(),
        cl.SetUp(per_cluster=random.choice([0.2, 1.0]), per_council=0.4),
        cl.Staff(share=random.choice([0.0, 0.1])),
    ]
    problem = cl.Problem(
        table(facts),
        terms,
        [cl.MaxSize(random.choice([3, 4]))],
        adjacency=graph(facts),
        today=cl.Today(
            {i: random.randrange(2 + seed % 3) for i in labels},
            exit_cost=[random.choice([0.0, 0.3, 1.0]) for _ in labels],
        ),
    )
    found = [
        problem.evaluate_rows({k: list(rows) for k, rows in enumerate(one)})
        for one in partitions(range(5))
    ]
    return problem, [one for one in found if one.feasible]


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_with_as_few_moves_costs_less(seed):
    problem, every = drawn(seed)
    for most in range(5):
        best = min((one.objective for one in every if len(one.moves) <= most), default=None)
        limited = problem.replace(limits=[cl.MoveCount(at_most=most)])
        if best is None:
            with pytest.raises(cl.InfeasibleError):
                cl.solve(limited)
            continue
        plan = cl.solve(limited)
        assert plan.status == "optimal"
        assert len(plan.moves) <= most
        assert plan.objective == pytest.approx(best)


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_for_as_much_capital_costs_less(seed):
    problem, every = drawn(seed)
    capital = [cl.business_case(one).capital for one in every]
    for most in (0.0, 1.5, 3.0, 6.0):
        kept = [
            one.objective for one, paid in zip(every, capital, strict=True) if paid <= most + 1e-9
        ]
        limited = problem.replace(limits=[cl.Capital(at_most=most)])
        if not kept:
            with pytest.raises(cl.InfeasibleError):
                cl.solve(limited)
            continue
        plan = cl.solve(limited)
        assert plan.status == "optimal"
        assert cl.business_case(plan).capital <= most + 1e-9
        assert plan.objective == pytest.approx(min(kept))


def test_each_cluster_adds_those_who_move_into_it():
    facts = facts_of([100_000] * 5, complete(5))
    limit = cl.MoveCount(at_most=9)
    problem = cl.Problem(
        table(facts), [cl.SetUp()], [], [limit], graph(facts), today=[{"a", "b", "c"}]
    )
    (held,) = problem.limits
    # Two of three go on, and d joins; a alone has left; d and e come together; e stays alone.
    asked = [[0, 1, 3], [0], [3, 4], [4], [0, 1, 2]]
    counted = held.amounts(cl.Candidates.of(problem.councils, asked)).tolist()
    assert counted == [1.0, 1.0, 2.0, 0.0, 0.0]
    # By itself the limit knows of no partnership.
    alone = limit.amounts(cl.Candidates.of(councils_of(facts), asked)).tolist()
    assert alone == [3.0, 0.0, 2.0, 0.0, 3.0]


def test_with_another_today_other_councils_move(london):
    problem = cl.Problem(
        london,
        cl.preset("central"),
        [cl.MaxSize(2)],
        [cl.MoveCount(at_most=0)],
        today={"Camden": "pair", "Islington": "pair"},
    )
    assert cl.solve(problem).clusters["size"].max() == 2
    assert cl.solve(problem.replace(today=None)).clusters["size"].max() == 1


def test_a_plan_with_too_many_moves_says_how_many(london):
    problem = cl.Problem(london, [cl.SetUp()], limits=[cl.MoveCount(at_most=1)])
    pair = problem.evaluate({"Camden": 1, "Islington": 1}, rest_alone=True)
    assert pair.broken == ("MoveCount(at most 1) is not kept: the plan has 2",)


def test_a_certificate_of_few_moves_holds(london):
    problem = cl.Problem(
        london,
        cl.preset("central"),
        [cl.MaxSize(2)],
        [cl.MoveCount(at_most=4), cl.Capital(at_most=9.0)],
    )
    plan = cl.solve(problem)
    assert (plan.status, len(plan.moves)) == ("optimal", 2)
    cl.verify(problem, plan.certificate())


def test_capital_outside_of_a_problem_says_where_to_ask():
    councils = councils_of(facts_of([100_000] * 2, complete(2)))
    with pytest.raises(cl.InputError, match=r"ask the one among problem\.limits"):
        cl.Capital(at_most=1.0).amounts(cl.Candidates.of(councils, [[0, 1]]))
