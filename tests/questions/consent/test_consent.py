"""What is said of the consent to a plan: each trap of the subject, by a case that falls into it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from games import of_costs, together
from maps import grid
from scipy.optimize import linprog

import clusterer as cl


@pytest.fixture(scope="module")
def trios():
    return cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])


def raised_in(problem):
    """Return what stable charges raise at most, by a plain LP over all candidates."""
    candidates = problem.candidates()
    rows = np.zeros((len(candidates), len(problem.councils)))
    for k in range(len(candidates)):
        rows[k, candidates.positions(k)] = 1.0
    found = linprog(
        -np.ones(rows.shape[1]), A_ub=rows, b_ub=problem.costs(candidates), bounds=(None, None)
    )
    return -found.fun


def test_a_gain_below_a_pound_is_none():
    nearly = of_costs(2, lambda c: {1: 1.0, 2: 2.0000009}[len(c)])
    assert cl.consent(together(nearly)).holds
    clearly = of_costs(2, lambda c: {1: 1.0, 2: 2.000006}[len(c)])
    answer = cl.consent(together(clearly))
    assert not answer.holds
    assert answer.subsidy == pytest.approx(6e-6, abs=1e-8)


def test_limits_bind_plans_and_not_leavers(trios):
    # So the bound of the plan is not what charges can raise.
    plan = cl.solve(trios.replace(limits=[cl.ClusterCount(at_most=14)]))
    answer = cl.consent(plan)
    assert answer.subsidy == pytest.approx(plan.objective - raised_in(trios), abs=1e-6)
    assert answer.subsidy > plan.objective - plan.bound + 1.0
    assert "Limits bind plans, and not leavers." in answer.notes


def odd_one_out():
    """Return a game of three in which each pair saves 0.8 and the third stands alone."""
    problem = of_costs(3, lambda c: {1: 1.0, 2: 1.2, 3: 3.0}[len(c)])
    return problem.evaluate({"a": 1, "b": 1, "c": 2})


def test_who_stands_alone_may_have_to_be_paid_to_stay_alone():
    answer = cl.consent(odd_one_out())
    assert answer.subsidy == pytest.approx(0.4)
    assert answer.table["paid"].to_list() == pytest.approx([0.0, 0.0, 0.4])
    assert any(note.startswith("Paid to stay alone") and "C (c)" in note for note in answer.notes)


def test_without_that_the_others_have_to_be_paid_more():
    # The third pays 1, so that the others pay no more than 0.2 each.
    assert cl.consent(odd_one_out()).subsidy_shared == pytest.approx(0.8)


def test_councils_alone_that_would_save_together_cannot_be_kept_by_paying_others():
    problem = of_costs(3, lambda c: {1: 1.0, 2: 1.2, 3: 3.0}[len(c)])
    answer = cl.consent(problem.evaluate({"a": 1, "b": 2, "c": 3}))
    assert answer.subsidy_shared == math.inf
    assert answer.why_shared == (
        "A (a), B (b) stand alone and would save £0.800m together; only a payment to them could "
        "prevent it"
    )


@pytest.mark.parametrize("pair", [2e-6 - 1e-6, 2e-6 - 0.5e-6])
def test_councils_alone_that_would_save_a_pound_or_less_are_no_hindrance(pair):
    # The others need £1m for staying together.
    costs = {(0,): 1e-6, (1,): 1e-6, (0, 1): pair, (2,): 1.0, (3,): 1.0, (2, 3): 3.0}
    problem = of_costs(4, lambda c: costs.get(c, 9.0))
    answer = cl.consent(problem.evaluate({"a": 1, "b": 2, "c": 3, "d": 3}))
    assert answer.subsidy_shared == pytest.approx(1.0, abs=2e-6)


@pytest.mark.parametrize("times", [1e-6, 1e-3, 1e6, 1e9])
def test_costs_may_be_small_or_large(times):
    cost = {1: 5.0, 2: 5.0, 3: 9.0}
    answer = cl.consent(together(of_costs(3, lambda c: cost[len(c)] * times)))
    assert answer.fairest.to_numpy() == pytest.approx([2.5 * times] * 3)
    assert answer.subsidy == pytest.approx(1.5 * times)


def test_the_headline_names_the_game(trios):
    assert cl.consent(cl.solve(trios)).headline.startswith("members bargain: ")


def test_equals_pay_the_same():
    # The duals of one solution would have them pay 0, 1 and 2, say.
    answer = cl.consent(together(of_costs(3, lambda c: {1: 2.0, 2: 3.0, 3: 3.0}[len(c)])))
    assert answer.fairest.to_list() == pytest.approx([1.0] * 3)
    assert answer.table["lowest"].to_list() == pytest.approx([0.0] * 3)
    assert answer.table["highest"].to_list() == pytest.approx([2.0] * 3)


def test_the_margin_is_the_first_slack_that_is_not_nothing():
    # All together is charged in full: a first level of nothing, which says nothing.
    answer = cl.consent(together(of_costs(3, lambda c: {1: 2.0, 2: 3.0, 3: 3.0}[len(c)])))
    assert answer.margin == pytest.approx(1.0)
    null = cl.Problem(grid(2, 2), cl.preset("null"))
    assert cl.consent(cl.solve(null)).margin > 0


def test_only_some_terms_may_be_charged():
    problem = cl.Problem(grid(1, 3), [*cl.preset("central"), cl.Politics(500.0)], [cl.MaxSize(2)])
    pair = problem.evaluate({"r0c0": 1, "r0c1": 1}, rest_alone=True)
    everything = cl.consent(pair)
    assert any(
        note.startswith("Charged though nobody pays it: politics") for note in everything.notes
    )
    cash = cl.consent(pair, terms=["scale", "coordination", "set-up"])
    assert not any("nobody pays it" in note for note in cash.notes)
    assert cash.evaluation.objective == pytest.approx(pair.objective - pair.costs["politics"])
    assert cash.subsidy < everything.subsidy
    without = problem.replace(terms=cl.preset("central"))
    assert cash.subsidy == pytest.approx(cl.consent(without.evaluate(pair.assignment)).subsidy)


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (["luck"], "there is no term 'luck'; there are scale, coordination, set-up"),
        ([], "it names none"),
        (5, "terms = 5 must be names of terms"),
        ([None], "there is no term None"),
    ],
)
def test_terms_that_are_none_are_refused(trios, terms, told):
    with pytest.raises(cl.InputError, match=told):
        cl.consent(cl.solve(trios), terms=terms)


def test_to_be_no_worse_off_than_alone_is_not_enough():
    answer = cl.consent(together(of_costs(3, lambda c: {1: 5.0, 2: 5.0, 3: 9.0}[len(c)])))
    assert (answer.full_charges < answer.table["alone"]).all()
    assert not answer.holds


def test_too_many_clusters_are_refused_with_the_size_that_would_do(monkeypatch):
    problem = cl.Problem(cl.datasets.synthetic(200), [cl.FunctionTerm("x", lambda c: c.size * 1.0)])
    with pytest.raises(cl.TooManyCandidatesError, match=r"has to be listed.*MaxSize\(\d+\) leaves"):
        cl.consent(problem.evaluate({}, rest_alone=True))


def test_a_portfolio_is_refused_with_what_to_ask_instead():
    portfolio = cl.Portfolio.from_services(grid(1, 2), cl.services("it"))
    with pytest.raises(cl.InputError, match="ask about the plan of each service"):
        cl.consent(cl.solve(portfolio))


def test_costs_may_be_negative_or_nothing():
    answer = cl.consent(together(of_costs(3, lambda c: -float(len(c) ** 2))))
    assert answer.holds
    assert answer.fairest.to_list() == pytest.approx([-3.0] * 3)
    nothing = cl.consent(together(of_costs(3, lambda c: 0.0)))
    assert nothing.holds
    assert nothing.fairest.to_list() == [0.0] * 3


def test_who_may_not_stand_alone_is_held_by_others_only():
    problem = of_costs(3, lambda c: {1: 1.0, 2: 3.0, 3: 6.0}[len(c)], [cl.MinSize(2)])
    answer = cl.consent(together(problem))
    assert answer.subsidy == pytest.approx(1.5)
    assert any("do not let A (a), B (b), C (c) stand alone" in note for note in answer.notes)
    pair = of_costs(2, lambda c: 3.0, [cl.MinSize(2)])
    answer = cl.consent(together(pair))
    assert answer.holds
    assert answer.fairest.to_list() == pytest.approx([1.5, 1.5])
    assert answer.table[["lowest", "highest"]].to_numpy().tolist() == [[-math.inf, math.inf]] * 2


def test_a_drawn_option_that_breaks_rules_is_asked_about_all_the_same(trios):
    drawn = trios.evaluate(
        {"Newham": 1, "Havering": 1, "Camden": 2, "Islington": 2, "Hackney": 2, "Haringey": 2},
        rest_alone=True,
    )
    answer = cl.consent(drawn)
    assert answer.subsidy == pytest.approx(drawn.objective - raised_in(trios), abs=1e-6)
    assert any(note.startswith("The plan breaks rules or limits: cluster") for note in answer.notes)
    assert any("no such cluster could form by itself: 2, 1" in note for note in answer.notes)


def test_no_cluster_pays_for_another_though_it_could_not_form():
    # All candidates could bear 4, but the pair of the plan costs 1: nobody pays the third for it.
    costs = {(0,): 2.0, (1,): 2.0, (2,): 1.0, (0, 1): 1.0}
    problem = of_costs(
        3, lambda c: costs.get(c, 9.0), [cl.FunctionRule("alone", lambda c: c.size < 2)]
    )
    answer = cl.consent(problem.evaluate({"a": 1, "b": 1, "c": 2}))
    assert answer.subsidy == 0.0
    assert answer.fairest.to_list() == pytest.approx([0.5, 0.5, 1.0])


def test_one_centre_for_all_is_asked_about(trios):
    everyone = trios.evaluate(dict.fromkeys(trios.councils.ids, "one"))
    answer = cl.consent(everyone)
    assert answer.subsidy == pytest.approx(everyone.objective - raised_in(trios), abs=1e-6)
    assert len(answer.table["cluster"].unique()) == 1


def test_a_plan_that_is_not_the_best_needs_what_it_costs_more(trios):
    best, worse = cl.solve(trios), trios.evaluate({}, rest_alone=True)
    more = worse.objective - best.objective
    assert cl.consent(worse).subsidy == pytest.approx(cl.consent(best).subsidy + more, abs=1e-6)
    # Whatever the plan, the fairest charges are the same.
    assert cl.consent(worse).fairest.to_numpy() == pytest.approx(
        cl.consent(best).fairest.to_numpy(), abs=1e-6
    )


def test_where_sharing_saves_nothing_all_stand_alone_and_stay(london):
    answer = cl.consent(cl.solve(cl.Problem(london, cl.preset("null"), [cl.MaxSize(3)])))
    assert answer.holds
    assert answer.blocking.empty
    assert answer.leavers.empty
    assert answer.subsidy == answer.subsidy_shared == answer.exit_fee == 0.0
    assert answer.fairest.to_numpy() == pytest.approx(answer.table["alone"].to_numpy())
    assert answer.headline == "members bargain: nobody would leave"


def test_two_plans_that_cost_the_same_have_the_same_charges():
    problem = of_costs(4, lambda c: {1: 2.0, 2: 3.0, 3: 9.0, 4: 9.0}[len(c)])
    one = cl.consent(problem.evaluate({"a": 1, "b": 1, "c": 2, "d": 2}))
    other = cl.consent(problem.evaluate({"a": 1, "c": 1, "b": 2, "d": 2}))
    assert one.holds
    assert other.holds
    assert one.fairest.to_list() == pytest.approx([1.5] * 4)
    assert other.fairest.to_list() == pytest.approx([1.5] * 4)


def test_charges_nearest_to_a_key_move_the_least(trios):
    answer = cl.consent(cl.solve(trios))
    near = answer.nearest("population")
    candidates, n = trios.candidates(), 32
    rows = np.zeros((len(candidates), n))
    for k in range(len(candidates)):
        rows[k, candidates.positions(k)] = 1.0
    charges, wished = near["charge"].to_numpy(), near["key"].to_numpy()
    costs = trios.costs(candidates)
    assert (rows @ charges <= costs + 1e-6).all()
    assert charges.sum() == pytest.approx(answer.fairest.sum(), abs=1e-6)
    # Columns: charges, moves, and the largest move.
    eye, one = np.eye(n), np.ones((n, 1))
    none = np.zeros((n, 1))
    above = np.vstack(
        [
            np.hstack([rows, np.zeros((len(rows), n + 1))]),
            np.append(-np.ones(n), np.zeros(n + 1)),
            np.hstack([eye, -eye, none]),
            np.hstack([-eye, -eye, none]),
            np.hstack([0 * eye, eye, -one]),
        ]
    )
    ends = np.concatenate([costs, [-answer.fairest.sum() + 1e-8], wished, -wished, np.zeros(n)])
    total = np.concatenate([np.zeros(n), np.ones(n), [0.0]])
    least = linprog(total, A_ub=above, b_ub=ends, bounds=(None, None)).fun
    assert near["moved"].abs().sum() == pytest.approx(least, abs=1e-5)
    largest = linprog(
        np.append(np.zeros(2 * n), 1.0),
        A_ub=np.vstack([above, total]),
        b_ub=np.append(ends, least + 1e-7),
        bounds=(None, None),
    ).fun
    assert near["moved"].abs().max() == pytest.approx(largest, abs=1e-5)


def test_the_time_limit_is_kept(trios):
    with pytest.raises(cl.NoPlanFoundError, match="the time was up after"):
        cl.consent(cl.solve(trios), time_limit=1e-9)


def test_the_councils_that_the_headline_names_and_all_that_are_paid_are_shown(trios):
    answer = cl.consent(cl.solve(trios), "population")
    shown = answer._shown
    assert len(shown) == 20
    assert "12 more rows in .table" in repr(answer)
    wanted = {*answer.gains(0)["name"], *answer.table["name"][answer.table["paid"] > 1e-6]}
    assert wanted <= set(shown.index)
    assert not wanted <= set(answer.table["name"].head(20))
    assert list(shown.index) == [name for name in answer.table["name"] if name in shown.index]
    assert "lowest" not in shown


def test_it_is_shown_as_text_and_in_a_notebook(trios):
    answer = cl.consent(cl.solve(trios))
    assert "12 more rows in .table" in repr(answer)
    assert "<table" in answer._repr_html_()
    assert not answer._shown["lowest"].eq("").any()
    with pytest.raises(cl.InputError, match="there is no row 99"):
        answer.gains(99)
