"""A partition, costed: its tables, its lookups and what it says of itself."""

from __future__ import annotations

import inspect
import math

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from costing import problem_of
from instances import complete, facts_of, table_term

import clusterer as cl
from clusterer.display import draw_map, explore_map
from clusterer.solving.proof import Proof

NAMES = ["a", "b", "c", "d"]


@pytest.fixture
def problem() -> cl.Problem:
    """Return four councils: each costs its residents alone, a cluster of any size costs 4."""
    facts = facts_of([1, 2, 3, 4], complete(4))
    term, _ = table_term(lambda c: float(facts.residents(c)) if len(c) == 1 else 4.0, "running")
    fee = cl.FunctionTerm("fee", lambda candidates: 0.5 * (candidates.size > 1))
    return problem_of(facts, [term, fee])


@pytest.fixture
def pair(problem) -> cl.Evaluation:
    return problem.evaluate({"a": "east", "b": "west", "c": "east", "d": "d"})


def test_the_table_has_a_row_a_cluster_and_a_column_a_term(pair):
    expected = pd.DataFrame(
        {
            "members": ["A, C", "B", "D"],
            "size": [2, 1, 1],
            "host": ["A", "B", "D"],
            "running": [4.0, 2.0, 4.0],
            "fee": [0.5, 0.0, 0.0],
            "total": [4.5, 2.0, 4.0],
            "standalone": [4.0, 2.0, 4.0],
            "saving": [-0.5, 0.0, 0.0],
        },
        index=pd.Index(["east", "west", "d"], name="cluster"),
    )
    pd.testing.assert_frame_equal(pair.clusters, expected)


def test_the_sums_are_those_of_the_table(pair):
    assert pair.costs.to_dict() == {"running": 10.0, "fee": 0.5}
    assert pair.objective == 10.5
    assert pair.standalone_cost == 10.0
    assert pair.saving == -0.5


def test_the_assignment_is_over_the_index_of_the_councils(pair):
    assert pair.assignment.to_dict() == {"a": "east", "b": "west", "c": "east", "d": "d"}
    assert pair.assignment.name == "cluster"


def test_a_cluster_is_found_by_its_member_and_its_members_by_the_cluster(pair):
    assert pair.cluster_of("c") == pair.cluster_of("C") == "east"
    assert pair.members("east") == ("a", "c")


def test_labels_come_back_as_they_were_given(problem):
    numbered = problem.evaluate(pd.Series([7, 7, 8, 8], index=NAMES))
    assert type(numbered.cluster_of("a")) is int
    assert (numbered.cluster_of("a") == numbered.cluster_of("b")) is True
    mixed = problem.evaluate({"a": 1, "b": "1", "c": (1, 2), "d": 1})
    assert [mixed.cluster_of(name) for name in NAMES] == [1, "1", (1, 2), 1]


def test_labels_may_be_tuples(problem):
    pairs = problem.evaluate(
        {"a": ("east", 1), "b": ("east", 2), "c": ("east", 1), "d": ("west", 1)}
    )
    assert pairs.clusters.index.to_list() == [("east", 1), ("east", 2), ("west", 1)]
    assert pairs.to_geodataframe()["cluster_size"].to_list() == [2, 1, 2, 1]
    assert pairs.compare(pairs).moved.empty


def test_an_evaluation_gives_its_own_assignment_again(problem, pair):
    again = problem.evaluate(pair.assignment)
    pd.testing.assert_frame_equal(again.clusters, pair.clusters)


def test_the_headline_says_what_is_shared_and_saved(problem, pair):
    assert pair.headline == (
        "1 shared cluster and 2 councils alone: £10.5m, £0.5m (5.0%) more than all standing alone"
    )
    all_in_one = problem.evaluate(dict.fromkeys(NAMES, "all"))
    assert all_in_one.headline.startswith("1 shared cluster, no council alone: £4.5m, £5.5m")


def test_the_headline_says_how_much_is_broken(problem):
    strict = problem.replace(rules=[cl.MaxSize(1), cl.Apart("a", "b")])
    both = strict.evaluate(dict.fromkeys(NAMES, 1))
    assert both.headline.endswith("breaks 2 rules or limits")
    assert not both.feasible


def test_where_nothing_costs_anything_nothing_is_divided_by(problem):
    free = problem.replace(terms=[]).evaluate(dict.fromkeys(NAMES, 1))
    assert "£0.0m (0.0%)" in free.headline


def test_the_councils_come_with_their_cluster_beside_them(problem, pair):
    frame = pair.to_geodataframe()
    assert frame["cluster"].to_list() == ["east", "west", "east", "d"]
    assert frame["cluster_host"].to_list() == ["A", "B", "A", "D"]
    assert frame["cluster_size"].to_list() == [2, 1, 2, 1]
    # Each council has its own saving, and none the total of its cluster.
    assert frame["saving_gbp_m"].sum() == pytest.approx(pair.saving)
    assert frame["population"].to_list() == [1, 2, 3, 4]
    assert "cluster" not in problem.councils.frame.columns


def test_it_shows_its_headline_and_clusters_as_text_and_as_a_page(pair):
    assert " ".join(repr(pair).split()).startswith(f"Evaluation: {pair.headline}")
    assert "A*, C" in repr(pair)
    assert pair.headline in pair._repr_html_()


def test_what_it_breaks_is_listed_in_text_and_on_the_page(problem):
    broken = problem.replace(rules=[cl.MaxSize(3)]).evaluate(dict.fromkeys(NAMES, 1))
    for shown in (repr(broken), broken._repr_html_()):
        after = shown[shown.index("Rules and limits broken") :]
        assert "MaxSize(3) does not allow cluster 1" in after


def test_its_assumptions_go_with_it_in_text_and_on_the_page(problem):
    capped = problem.replace(rules=[cl.MaxSize(3)]).evaluate({}, rest_alone=True)
    line = "terms: running, fee; clusters of up to 3; £m of present value, not a forecast"
    assert line in repr(capped)
    assert line in capped._repr_html_()


def test_maps_have_headline_and_assumptions_unless_told_otherwise(pair):
    def written(**options):
        ax = pair.plot(**options)
        plt.close(ax.figure)
        said = [text.get_text() for text in ax.texts if text.get_gid() == "subtitle"]
        return ax.get_title(loc="left").replace("\n", " "), " ".join(said)

    assert written() == (pair.headline, pair.assumptions)
    assert written(title="A plan", assumptions="") == ("A plan", "")


@pytest.mark.parametrize(
    ("method", "function"), [(cl.Evaluation.plot, draw_map), (cl.Evaluation.explore, explore_map)]
)
def test_a_map_can_be_told_what_the_function_that_draws_it_can(method, function):
    ours, theirs = (dict(inspect.signature(one).parameters) for one in (method, function))
    # Patterns are told to maps side by side, in which a cluster keeps its own.
    assert ours.keys() - {"self"} == theirs.keys() - {"frame", "patterns"}
    for name in ours.keys() - {"self", "ax", "title", "assumptions"}:
        assert str(ours[name]) == str(theirs[name])


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        (4.5 - 1e-6, "within 0.000023% of the best possible"),
        (4.4, "within 2.23% of the best possible"),
        (-math.inf, "not known how near to the best possible"),
    ],
)
def test_a_small_gap_is_told_from_none(problem, bound, words):
    proof = Proof(bound=bound, optimal=False, seconds=0.0, n_candidates=1)
    found = cl.Plan(problem.evaluate(dict.fromkeys(NAMES, 1)), proof)
    assert found.headline.endswith(words)


def test_names_that_hold_a_comma_are_told_apart_by_semicolons(problem):
    frame = problem.councils.frame.assign(name=["Bristol, City of", "Bath", "Ely", "Wells"])
    named = problem.replace(councils=frame, adjacency=problem.adjacency)
    pairs = named.evaluate({"a": 1, "b": 1, "c": 2, "d": 2})
    assert pairs.clusters["members"].to_list() == ["Bristol, City of; Bath", "Ely; Wells"]
    assert "Bath*" in repr(pairs) or "City of*; Bath" in repr(pairs)
    four = named.evaluate(dict.fromkeys(NAMES, 1))
    assert four.compare(pairs).moved.loc["c", "only_in_this"] == "Bath; Bristol, City of"


def test_a_plan_is_an_evaluation_with_a_proof(problem):
    plan = cl.solve(problem)
    assert plan.headline.endswith("; proven optimal")
    assert plan.objective == pytest.approx(4.5)
    # All four, or all but one: {b, c, d} saves 9 - 4.5 and leaves a at 1, which is more.
    assert plan.members(1) == ("a", "b", "c", "d")
    assert plan.compare(problem.evaluate(dict.fromkeys(NAMES, "x"))).moved.empty
