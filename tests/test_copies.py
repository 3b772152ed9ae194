"""Every public object can be pickled, copied and sent to another process, and stays what it is."""

from __future__ import annotations

import copy
import dataclasses
import multiprocessing
import pickle
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from examples import CLASSES, examples, plan, portfolio, portfolio_plan, problem
from maps import grid

import clusterer as cl
from clusterer.candidates.shares import Part, Shares

COPIES: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda thing: pickle.loads(pickle.dumps(thing)),
    "the oldest pickle": lambda thing: pickle.loads(pickle.dumps(thing, protocol=2)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}

BY_IDENTITY = (
    cl.Appraisal,
    cl.Assessment,
    cl.BusinessCase,
    cl.Calibration,
    cl.Candidates,
    cl.ClustererError,
    cl.ClustererWarning,
    cl.Comparison,
    cl.Consent,
    cl.Councils,
    cl.Evaluation,
    cl.Frontier,
    cl.GrantsCurve,
    cl.LeastGrants,
    cl.Mandate,
    cl.PairPrices,
    cl.Portfolio,
    cl.KeyComparison,
    cl.PortfolioEvaluation,
    cl.Problem,
    cl.Ranked,
    cl.MinimaxRegret,
    cl.Ranging,
    cl.RealityCheck,
    cl.Vetoes,
    cl.WhyNot,
    cl.Repaired,
    cl.Sweep,
    cl.Roadmap,
    cl.Today,
    Part,
    Shares,
)
"""Kinds that are made of tables: each is equal to itself alone, and like another in its tables."""


@pytest.fixture(scope="module")
def example():
    return examples()


def assert_alike(one: Any, other: Any) -> None:
    """Assert that two things have the same in all that they show."""
    assert type(one) is type(other)
    if isinstance(one, (pd.DataFrame, pd.Series, pd.Index, np.ndarray)):
        kinds = {
            gpd.GeoDataFrame: pd.testing.assert_frame_equal,
            pd.DataFrame: pd.testing.assert_frame_equal,
            pd.Series: pd.testing.assert_series_equal,
            np.ndarray: np.testing.assert_array_equal,
        }
        kinds.get(type(one), pd.testing.assert_index_equal)(one, other)
    elif isinstance(one, Mapping):
        assert list(one) == list(other)
        for key in one:
            assert_alike(one[key], other[key])
    elif isinstance(one, (tuple, list)):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            assert_alike(a, b)
    elif isinstance(one, BY_IDENTITY):
        for name in shown_by(one):
            assert_alike(getattr(one, name), getattr(other, name))
    elif one != one:  # Not a number.
        assert other != other
    else:
        assert one == other
        assert hash(one) == hash(other)
        assert repr(one) == repr(other)


def shown_by(thing: Any) -> list[str]:
    """Return the names of the public attributes that are no methods."""
    names = {name for name in dir(type(thing)) if not name.startswith("_")} | {
        name for name in vars(thing) if not name.startswith("_")
    }
    # What a graph, a figure or a problem is asked for is told of below.
    return sorted(
        name
        for name in names - {"adjacency", "add_note", "with_traceback"}
        if not callable(getattr(thing, name))
    )


def test_every_public_class_has_an_example(example):
    assert sorted(example) == CLASSES
    for name, thing in example.items():
        assert isinstance(thing, getattr(cl, name))


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("name", CLASSES)
def test_a_copy_is_like_what_it_is_a_copy_of(name, way, example):
    thing = example[name]
    made = COPIES[way](thing)
    assert_alike(thing, made)
    assert (made == thing) or isinstance(thing, BY_IDENTITY)
    assert thing != "something else"
    assert str(made) == str(thing)


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("name", CLASSES)
def test_a_copy_can_be_written_to_no_more_than_the_original(name, way, example):
    made = COPIES[way](example[name])
    if dataclasses.is_dataclass(made):
        for field in dataclasses.fields(made):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(made, field.name, None)
    if isinstance(made, (cl.Plan, cl.PortfolioPlan)):
        for said in ("bound", "status", "gap", "seconds", "word_of"):
            with pytest.raises(AttributeError):
                setattr(made, said, None)
    if isinstance(made, cl.Candidates):
        assert not any(array.flags.writeable for array in (*made.flat(), made.size))
    if isinstance(made, cl.Timing):
        assert not made.profile.flags.writeable
    if isinstance(made, (cl.Portfolio, cl.PortfolioEvaluation)):
        with pytest.raises(TypeError):
            made.services["it"] = None
    if isinstance(made, (cl.Portfolio, cl.Problem)):
        parts = {"councils", "terms", "rules", "limits", "adjacency"}
        parts = parts if isinstance(made, cl.Problem) else {"services", "governance", "balance"}
        for part in parts:
            with pytest.raises(AttributeError, match="immutable"):
                setattr(made, part, None)
    if isinstance(made, cl.Problem):
        with pytest.raises(nx.NetworkXError):
            made.adjacency.add_edge("r0c0", "r1c2")


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_of_a_problem_has_the_same_answers(way):
    was, made = problem(), COPIES[way](problem())
    assert list(made.adjacency.edges(data=True)) == list(was.adjacency.edges(data=True))
    assert made.councils.frame.attrs == was.councils.frame.attrs
    assert_alike(made.candidates(), was.candidates())
    assert_alike(made.costs(made.candidates()), was.costs(was.candidates()))
    assert_alike(cl.solve(made).clusters, plan().clusters)
    assert made.replace(rules=[cl.MaxSize(1)]).rules == (cl.MaxSize(1),)


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_of_a_portfolio_has_the_same_plan(way):
    found = cl.solve(COPIES[way](portfolio()))
    assert found.objective == pytest.approx(portfolio_plan().objective, abs=1e-9)
    assert_alike(found.summary, portfolio_plan().summary)


@pytest.mark.parametrize("way", COPIES)
def test_a_copy_of_a_plan_is_proved_again(way):
    simple = cl.Problem(problem().councils, cl.preset("central"), [cl.MaxSize(3)])
    was = cl.solve(simple)
    made = COPIES[way](was)
    assert made.certificate() == was.certificate()
    cl.verify(made.problem, was.certificate())
    assert made.compare(was).moved.empty


def test_a_pickle_does_not_take_the_candidates_along():
    # They may be gigabytes; the other process lists them again.
    made = cl.Problem(grid(3, 5), [])
    few = len(pickle.dumps(made.replace(rules=[cl.MaxSize(1)])))
    assert len(made.candidates()) > 1000
    assert len(pickle.dumps(made)) < 2 * few


def test_changing_a_list_that_was_given_does_not_change_a_part():
    services, columns = list(cl.services("it", "legal")), ["seats_red", "seats_blue"]
    scale, politics = cl.Scale(services=services), cl.Politics(1.0, columns=columns)
    services.pop()
    columns.pop()
    assert scale == cl.Scale(services=cl.services("it", "legal"))
    assert politics == cl.Politics(1.0, columns=["seats_red", "seats_blue"])
    weights = np.array([1.0, 2.0])
    timing = cl.Timing("one-off", weights)
    weights[0] = 5.0
    assert timing == cl.Timing("one-off", [1, 2])


def test_services_may_come_one_by_one():
    assert cl.Scale(services=iter(cl.services("it"))) == cl.Scale(services=cl.services("it"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (cl.Apart("a", "b"), cl.Together("a", "b")),
        (cl.Apart("a", "b"), cl.Apart("a", "c")),
        (cl.OnlyClusters([["a"]]), cl.OnlyClusters([["a"]], alone=False)),
        (cl.Timing("one-off", [1, 2]), cl.Timing("yearly", [1, 2])),
        (cl.Timing("one-off", [1, 2]), cl.Timing("one-off", [[1, 2]])),
        (cl.Travel(0.1), cl.Travel(0.1, remote=0.5)),
        (cl.Travel(0.1), cl.Travel(0.1, km=pd.DataFrame({"a": [0.0]}, index=["a"]))),
    ],
)
def test_parts_that_differ_are_not_equal(one, other):
    assert one != other


def test_work_is_shared_with_other_processes(example):
    # A fresh process imports all that it is sent, which no fork does.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=fresh) as pool:
        plans = [pool.submit(cl.solve, problem()), pool.submit(cl.solve, portfolio())]
        refused = pool.submit(cl.solve, problem().replace(limits=[cl.ClusterCount(at_most=1)]))
        large = pool.submit(problem().replace(rules=[], limits=[]).candidates, memory_gib=1e-7)
        back = pool.submit(copy.copy, example["PortfolioPlan"])
        assert_alike(plans[0].result().clusters, plan().clusters)
        assert_alike(plans[1].result().summary, portfolio_plan().summary)
        assert_alike(back.result().posts, portfolio_plan().posts)
        with pytest.raises(cl.InfeasibleError) as why:
            refused.result()
        assert cl.ClusterCount(at_most=1) in why.value.conflict
        with pytest.raises(cl.TooManyCandidatesError) as much:
            large.result()
        assert much.value.fitting_size >= 0


@pytest.mark.parametrize("way", COPIES)
@pytest.mark.parametrize("name", [name for name in CLASSES if name.endswith("Error")])
def test_errors_keep_all_that_they_say(name, way, example):
    error = example[name]
    error.add_note("while at it")
    made = COPIES[way](error)
    assert type(made) is type(error)
    assert made.args == error.args
    assert vars(made) == vars(error)
    assert str(made) == str(error)
