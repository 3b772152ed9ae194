"""Rules for services of a special shape, against plain Python and all partitions."""

from __future__ import annotations

import itertools
import time

import networkx as nx
import numpy as np
import pytest
from costing import clusters_of, problem_of
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import facts_of, graph, maps, priced, table, thorough
from truth import Truth, within

import clusterer as cl
from clusterer.certificates.certificate import certify
from clusterer.certificates.verify import candidates as checking

some = settings(thorough, max_examples=60)


@st.composite
def shaped(draw, facts):
    """Draw a rule of a special shape, and what it allows."""
    n = facts.n
    everyone = range(n)
    kind = draw(st.sampled_from(["nested", "whole", "one", "only", "span"]))
    column = draw(st.sampled_from(["control", "system"]))
    group = getattr(facts, column)
    if kind == "nested":
        return cl.Nested(column), lambda c: len({group[i] for i in c}) == 1
    if kind == "whole":
        rule = cl.Nested(column, whole=True)
        return rule, lambda c: any(
            set(c) == {i for i in everyone if group[i] == name} for name in set(group)
        )
    if kind == "one":
        return cl.OneCluster(), lambda c: len(c) == n
    alone = draw(st.booleans())
    if kind == "only":
        sets = st.lists(st.sets(st.sampled_from(everyone), min_size=1), min_size=1, max_size=8)
        given_sets = draw(sets)
        rule = cl.OnlyClusters(
            [[facts.labels[i] for i in chosen] for chosen in given_sets], alone=alone
        )
        return rule, lambda c: set(c) in given_sets or (alone and len(c) == 1)
    km = draw(st.sampled_from([5.0, 12.0, 15.0, 25.0]))
    return (
        cl.MinSpan(km, alone=alone),
        lambda c: (
            (alone and len(c) == 1) or any(within(facts.km(i, j), low=km) for i in c for j in c)
        ),
    )


@st.composite
def problems(draw, *, linear=False):
    """Draw a problem under one or two of the rules, and the truth about it."""
    facts, adjacency = draw(maps(st.integers(2, 7)))
    terms, costs = draw(priced(facts, linear=linear))
    both = draw(st.lists(shaped(facts), min_size=1, max_size=2))
    rules = [rule for rule, _ in both]
    truth = Truth(facts.n, facts.edges, costs, [allows for _, allows in both])
    return cl.Problem(table(facts), terms, rules, adjacency=adjacency), truth


def sets_of(candidates) -> list[tuple[int, ...]]:
    return sorted(tuple(candidates.positions(k).tolist()) for k in range(len(candidates)))


def words(candidates) -> list[str]:
    return sorted("".join(candidates.members(k)) for k in range(len(candidates)))


# Against plain Python.


@some
@given(problems())
def test_the_candidates_are_those_that_plain_python_allows_each_once(case):
    problem, truth = case
    assert sets_of(problem.candidates()) == sorted(truth.costs)


@some
@given(problems())
def test_a_list_leaves_what_enumeration_would(case):
    problem, _ = case
    unlisted = [cl.FunctionRule(repr(rule), rule.allows) for rule in problem.rules]
    enumerated = problem.replace(rules=unlisted).candidates()
    assert sets_of(problem.candidates()) == sets_of(enumerated)


@some
@given(problems())
def test_what_may_be_cut_is_not_allowed_and_mip_forms_allow_the_same(case):
    problem, _ = case
    councils = problem.councils
    every = cl.Candidates.of(councils, clusters_of(len(councils)))
    for rule in problem.rules:
        allows = rule.allows(every)
        pruning, form = rule.pruning(councils), rule.mip_form(councils)
        if pruning is not None:
            cut = every.any_pair(pruning.conflict)
            cut |= every.size > (pruning.max_size or len(councils))
            assert not (cut & allows).any()
        if form is not None:
            assert (form.allows(every) == allows).all()


@some
@given(problems())
def test_the_plan_is_the_best_of_all_partitions_and_its_certificate_holds(case):
    problem, truth = case
    if truth.best is None:
        with pytest.raises(cl.InfeasibleError) as caught:
            cl.solve(problem)
        assert set(caught.value.conflict) <= set(problem.rules)
        return
    plan = cl.solve(problem)
    assert plan.status == "optimal"
    assert plan.objective == pytest.approx(truth.best, abs=2e-6, rel=1e-8)
    cl.verify(problem, plan.certificate())


@settings(some, max_examples=25)
@given(problems(linear=True))
def test_the_compact_formulation_finds_the_same(case):
    problem, truth = case
    lacking = [rule for rule in problem.rules if rule.mip_form(problem.councils) is None]
    if lacking:
        with pytest.raises((cl.InputError, cl.InfeasibleError)):
            cl.solve(problem, formulation="compact")
    elif truth.best is not None:
        plan = cl.solve(problem, formulation="compact")
        assert plan.objective == pytest.approx(truth.best, abs=2e-5, rel=1e-8)


@some
@given(problems())
def test_the_checker_lists_the_same_sets(case):
    problem, truth = case
    found = checking.connected_sets(problem)
    assert sorted(tuple(checking.rows_of(s)) for s in found) == sorted(truth.costs)


# One by one, by hand: a, b, c and d in a row, 10 km apart.

ROW = facts_of([100] * 4, [(0, 1), (1, 2), (2, 3)], control=["red", "red", "blue", "blue"])


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        (cl.Nested("control"), "a ab b c cd d"),
        (cl.Nested("control", whole=True), "ab cd"),
        (cl.OneCluster(), "abcd"),
        (cl.OnlyClusters([["a", "b"], ["C", "b"], ["a", "d"]]), "a ab b bc c d"),
        (cl.OnlyClusters([["a", "b"], ["b", "a"], ["d"]], alone=False), "ab d"),
        (cl.MinSpan(20), "abc abcd bcd"),
        (cl.MinSpan(20.1, alone=True), "a abcd b c d"),
    ],
    ids=repr,
)
def test_what_is_kept_in_a_row_of_four(rule, kept):
    assert words(problem_of(ROW, rules=[rule]).candidates()) == kept.split()


def test_other_rules_hold_for_what_is_listed():
    rules = [cl.OnlyClusters([["a", "b"], ["b", "c", "d"]]), cl.Apart("c", "d")]
    assert words(problem_of(ROW, rules=rules).candidates()) == ["a", "ab", "b", "c", "d"]
    both = [rules[0], cl.OneCluster()]
    assert words(problem_of(ROW, rules=both).candidates()) == []


def test_a_rule_of_ones_own_may_list():
    class Ends(cl.Rule):
        def listing(self, councils):
            return [[1, 0], [0, 1], [len(councils) - 1, len(councils) - 2]]

        def allows(self, candidates):
            return candidates.size == 2

    assert words(problem_of(ROW, rules=[Ends()]).candidates()) == ["ab", "cd"]


def test_the_checker_asks_no_subclass_what_it_lists():
    class Fewer(cl.OnlyClusters):
        def listing(self, councils):
            return super().listing(councils)[1:]

    problem = problem_of(ROW, rules=[Fewer([["a", "b"], ["c", "d"]])])
    assert words(problem.candidates()) == ["a", "b", "c", "cd", "d"]
    # It goes through all connected sets then, and believes what the rule answers of each.
    assert len(checking.connected_sets(problem)) == 5


def test_a_list_that_leaves_something_out_is_found_out():
    class Forgetful(cl.Rule):
        def listing(self, councils):
            return [[i] for i in range(len(councils))]

        def allows(self, candidates):
            return candidates.size <= 2

    pairs = cl.FunctionTerm("pairs are cheap", lambda c: np.where(c.size == 2, 0.5, 1.0 * c.size))
    problem = cl.Problem(table(ROW), [pairs], [Forgetful()], adjacency=graph(ROW))
    certificate = cl.solve(problem).certificate()
    with pytest.raises(cl.CertificateError):
        cl.verify(problem, certificate)


def test_groups_that_a_certificate_ignores_are_found_out():
    free = problem_of(ROW)
    certificate = certify(free, [[0], [1, 2], [3]])
    for rule in (cl.Nested("control"), cl.OneCluster(), cl.OnlyClusters([["a", "b"]])):
        with pytest.raises(cl.CertificateError):
            cl.verify(free.replace(rules=[rule]), certificate)


@pytest.mark.parametrize(
    ("rule", "text", "in_words"),
    [
        (cl.Nested("county"), "Nested('county')", "each cluster within one county"),
        (
            cl.Nested("county", whole=True),
            "Nested('county', whole=True)",
            "one cluster for each county",
        ),
        (cl.OneCluster(), "OneCluster()", "all councils in one cluster"),
        (
            cl.OnlyClusters([["a", "b"]]),
            "OnlyClusters(1 cluster, or alone)",
            "only 1 cluster on offer, or alone",
        ),
        (
            cl.OnlyClusters([["a", "b"], ["c"]], alone=False),
            "OnlyClusters(2 clusters)",
            "only 2 clusters on offer",
        ),
        (
            cl.MinSpan(15),
            "MinSpan(15 km)",
            "two members of each cluster at least 15 km apart",
        ),
        (
            cl.MinSpan(7.5, alone=True),
            "MinSpan(7.5 km, or alone)",
            "two members of each cluster at least 7.5 km apart or alone",
        ),
    ],
)
def test_a_rule_reads_as_it_is_written(rule, text, in_words):
    assert (repr(rule), rule.in_words) == (text, in_words)


# London, without a cap on size.


@pytest.fixture(scope="module")
def borders(london, thames_crossings):
    return cl.adjacency(london, crossings=thames_crossings)


@pytest.fixture(scope="module")
def ask(london, borders):
    """Return a function that states London under some rules."""

    def make(*rules, limits=(), adjacency=None):
        graph = borders if adjacency is None else adjacency
        return cl.Problem(london, cl.preset("central"), rules, limits, graph)

    return make


def offers():
    real = cl.datasets.real_clusters()
    real = real[real["kind"] == "voluntary-service"]
    return [list(members) for _, members in real.groupby(["scheme", "cluster"])["council"]]


@pytest.mark.parametrize(
    ("rules", "candidates"),
    [
        ([cl.OneCluster()], 1),
        ([cl.OneCluster(), cl.MinSpan(40)], 1),
        ([cl.Nested("inner", whole=True)], 2),
        ([cl.OnlyClusters(offers())], 46),
        ([cl.Nested("inner"), cl.MaxSize(4)], 243),
    ],
    ids=repr,
)
def test_london_is_solved_and_certified_at_once(rules, candidates, ask):
    problem = ask(*rules)
    began = time.monotonic()
    plan = cl.solve(problem)
    cl.verify(problem, plan.certificate())
    assert time.monotonic() - began < 30  # To enumerate without a cap would take hours.
    assert (plan.status, plan.n_candidates) == ("optimal", candidates)


def test_within_inner_and_outer_london_no_cap_is_needed(ask):
    problem = ask(cl.Nested("inner"))
    plan = cl.solve(problem)
    assert plan.status == "optimal"
    inner = problem.councils.frame["inner"]
    assert (inner.groupby(plan.assignment).nunique() == 1).all()
    assert plan.objective <= cl.solve(ask(cl.Nested("inner"), cl.MaxSize(2))).objective


def test_two_sites_twelve_km_apart(ask, london):
    near = cl.adjacency(london, within_km=12)
    problem = ask(cl.MaxSize(3), cl.MinSpan(12), adjacency=near)
    plan = cl.solve(problem)
    cl.verify(problem, plan.certificate())
    assert plan.status == "optimal"
    for _, centres in london.geometry.centroid.groupby(plan.assignment):
        assert max(a.distance(b) for a, b in itertools.combinations(centres, 2)) >= 12_000


@pytest.mark.parametrize(
    ("needed", "further"),
    [
        ([cl.OneCluster(), cl.MaxSize(7)], []),
        ([cl.OneCluster(), cl.MaxDistance(30)], [cl.MaxSize(32)]),
        ([cl.OneCluster(), cl.Nested("inner")], []),
        ([cl.Nested("inner", whole=True), cl.MaxSize(15)], [cl.MinSpan(1)]),
        ([cl.Nested("control", whole=True)], []),
        ([cl.OnlyClusters(offers()), cl.Together("Barnet", "Croydon")], []),
        ([cl.OnlyClusters(offers(), alone=False)], []),
        ([cl.MinSpan(15), cl.MaxDistance(10)], [cl.MaxSize(6)]),
        ([cl.OneCluster(), cl.FunctionRule("small", lambda c: c.size < 9)], []),
    ],
    ids=repr,
)
def test_what_no_plan_can_keep_is_named_and_no_more(needed, further, ask):
    problem = ask(*further, *needed)
    began = time.monotonic()
    with pytest.raises(cl.InfeasibleError) as caught:
        cl.solve(problem)
    assert set(caught.value.conflict) == set(needed)
    assert all(repr(rule) in str(caught.value) for rule in needed)
    assert time.monotonic() - began < 30


def test_the_councils_of_a_group_that_does_not_hang_together_are_named():
    split = facts_of([100] * 4, [(0, 1), (1, 2), (2, 3)], control=["red", "blue", "red", "blue"])
    rule = cl.Nested("control", whole=True)
    with pytest.raises(
        cl.InfeasibleError, match=r"would not be connected .*: A \(a\) \| C \(c\); "
    ) as caught:
        cl.solve(problem_of(split, rules=[rule]))
    assert caught.value.conflict == (rule,)
    joined = nx.compose(graph(split), nx.Graph([("a", "c"), ("b", "d")]))
    plan = cl.solve(cl.Problem(table(split), [], [rule], adjacency=joined))
    assert sorted(plan.clusters["size"]) == [2, 2]


def test_one_cluster_and_two_are_a_conflict_of_rule_and_limit(ask):
    limit = cl.ClusterCount(at_least=2)
    rule = cl.OneCluster()
    with pytest.raises(cl.InfeasibleError, match="the most that a plan can have is 1") as caught:
        cl.solve(ask(rule, limits=[limit]))
    assert set(caught.value.conflict) == {rule, limit}


def test_a_group_is_named_by_one_column():
    with pytest.raises(cl.InputError, match=r"\['inner'\], which is no name of a column"):
        cl.Nested(["inner"])


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_is_no_group(london, blank):
    councils = london.assign(county=[blank, *["Kent"] * 31])
    with pytest.raises(cl.InputError, match=r"county = .* is missing; fill it in"):
        cl.Problem(councils, cl.preset("central"), [cl.Nested("county")])


def test_it_is_told_which_offers_do_not_hang_together(london, caplog):
    offers = [["Barnet", "Bromley"], ["Camden", "Islington"]]
    problem = cl.Problem(london, cl.preset("central"), [cl.OnlyClusters(offers)])
    assert len(problem.candidates()) == 33
    assert "1 of the 34 clusters" in caplog.text
    assert "Barnet (E09000003), Bromley (E09000006)" in caplog.text
