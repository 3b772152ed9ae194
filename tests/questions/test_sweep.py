"""A sweep: each row is what brute force finds, whoever solves it and however often it stops."""

from __future__ import annotations

import itertools
import json
import math
import os
import signal
import subprocess
import sys
import time

import joblib
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import truth
from examples import Uneven, count
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import facts_of, graph, maps, table
from maps import grid
from truth import Truth

import clusterer as cl
from clusterer.questions.sweeps.variant import Remembered

HAIR = 1e-6
"""£m within which costs are the same."""

GRID = {"benefit_realisation": [0.3, 0.9], "per_cluster": [0.5, 5.0], "kappa": [0.002, 0.028]}
NAMES = {
    "benefit_realisation": "scale.benefit_realisation",
    "per_cluster": "set-up.per_cluster",
    "kappa": "coordination.kappa",
}


def worlds(facts):
    """Return the truth about each scenario of the grid, in its order."""
    for values in itertools.product(*GRID.values()):
        costs = truth.preset(facts, "central", **dict(zip(GRID, values, strict=True)))
        yield Truth(facts.n, facts.edges, costs, [lambda c: len(c) <= 3], [])


def stated():
    return {NAMES[key]: values for key, values in GRID.items()}


@pytest.fixture(scope="module")
def six():
    return cl.Problem(grid(2, 3), cl.preset("central"), [cl.MaxSize(3)])


@pytest.fixture(scope="module")
def drawn(six):
    return cl.draws(six, 12)


@pytest.fixture(scope="module")
def swept(six, drawn):
    return cl.sweep(six, drawn)


def alike(one, other):
    pd.testing.assert_frame_equal(one.table, other.table, check_exact=True)
    pd.testing.assert_frame_equal(one.plans, other.plans, check_exact=True)


# The plans


@settings(max_examples=8)
@given(drawn=maps(st.integers(2, 6)))
def test_each_row_is_the_best_of_brute_force(drawn):
    facts, adjacency = drawn
    problem = cl.Problem(table(facts), cl.preset("central"), [cl.MaxSize(3)], adjacency=adjacency)
    found = cl.sweep(problem, stated())
    known = list(worlds(facts))
    assert found.proved
    assert list(found.table["objective"]) == pytest.approx([w.best for w in known], abs=HAIR)
    assert (found.table["status"] == "optimal").all()
    values = list(itertools.product(*GRID.values()))
    assert [tuple(row) for row in found.table[list(NAMES.values())].to_numpy()] == values
    for world, (_, row) in zip(known, found.table.iterrows(), strict=True):
        alone = sum(world.cost((i,)) for i in range(facts.n))
        assert row["saving"] == pytest.approx(alone - world.best, abs=HAIR)
        assert row.filter(like="£m").sum() == pytest.approx(world.best, abs=HAIR)
    # Regret: what each plan costs more than the best of all partitions.
    for key in found.plans.index:
        plan = [
            tuple(sorted(problem.councils.positions(found.plan(key).members(label))))
            for label in found.plan(key).clusters.index
        ]
        more = [sum(map(world.cost, plan)) - world.best for world in known]
        assert list(found.regret[key]) == pytest.approx(more, abs=5 * HAIR)
        assert found.plans.loc[key, "greatest_regret"] == pytest.approx(max(more), abs=5 * HAIR)
    greatest = found.plans["greatest_regret"]
    assert greatest[found.least_regret] == greatest.min()
    assert found.plans["wins"].sum() == len(known)


def test_rows_and_shares_are_those_of_solving_one_by_one(six, drawn, swept):
    together = pd.DataFrame(0.0, index=six.councils.ids, columns=six.councils.ids)
    host = pd.Series(0.0, index=six.councils.ids)
    for name, row in drawn.iterrows():
        plan = cl.solve(six.replace(terms=changed(row)))
        assert swept.table.loc[name, "objective"] == pytest.approx(plan.objective, abs=HAIR)
        for label in plan.clusters.index:
            members = list(plan.members(label))
            together.loc[members, members] += 1 / len(drawn)
            if len(members) > 1:
                ids = six.councils.frame.index[
                    six.councils.frame["name"] == plan.clusters.loc[label, "host"]
                ]
                host[ids] += 1 / len(drawn)
    pd.testing.assert_frame_equal(swept.together, together)
    assert list(swept.councils["host"]) == pytest.approx(list(host))
    shares = swept.councils[["alone", "host", "hosted"]].sum(axis=1)
    assert list(shares) == pytest.approx([1.0] * 6)


def changed(row):
    """Return the terms of a draw, made without the sweep."""
    figures = {name.rpartition(".")[2]: value for name, value in row.items()}
    shares = {"unit_cost": figures.pop("unit_cost"), "fixed_share": figures.pop("fixed_share")}
    figures["ramp_years"] = int(figures["ramp_years"])
    data = cl.datasets.services().loc[[one.name for one in cl.terms.back_office()]]
    weights = data["unit_cost"] / data["unit_cost"].sum()
    for column, wanted in shares.items():
        weight = 1.0 if column == "unit_cost" else weights
        now = (data[column] * weight).sum()
        end = data[f"{column}_{'high' if wanted > now else 'low'}"]
        part = (wanted - now) / ((end * weight).sum() - now)
        data[column] = data[column] + part * (end - data[column])
    return cl.preset("central", services=cl.services(table=data), **figures)


def test_a_list_a_dict_a_table_and_a_grid_say_the_same(six):
    values = [0.002, 0.007, 0.02]
    each = [{"coordination.kappa": value} for value in values]
    ways = [
        each,
        {"coordination.kappa": values},
        dict(zip("abc", each, strict=True)),
        pd.DataFrame(each, index=[5, 6, 7]),
    ]
    found = [cl.sweep(six, way).table for way in ways]
    assert [list(one.index) for one in found[1:]] == [[0, 1, 2], ["a", "b", "c"], [5, 6, 7]]
    for one in found[1:]:
        pd.testing.assert_frame_equal(
            one.reset_index(drop=True), found[0].reset_index(drop=True), check_exact=True
        )


def test_rules_limits_terms_and_fields_can_change_too(six):
    found = cl.sweep(
        six,
        {
            "as it is": {},
            "pairs": {"rules": [cl.MaxSize(2)]},
            "two clusters": {"limits": [cl.ClusterCount(exactly=2)]},
            "null": {"terms": cl.preset("null")},
            "no end to scale": {"scale.exhaustion": False},
            "one source": {"limits": [cl.ClusterCount(exactly=1)]},
        },
    )
    changes = [
        six,
        six.replace(rules=[cl.MaxSize(2)]),
        six.replace(limits=[cl.ClusterCount(exactly=2)]),
        six.replace(terms=cl.preset("null")),
        six.replace(terms=cl.preset("central", exhaustion=False)),
    ]
    best = [cl.solve(problem).objective for problem in changes]
    assert list(found.table["objective"][:5]) == pytest.approx(best, abs=HAIR)
    # Six councils in clusters of three at most are no one cluster.
    assert found.table.loc["one source", "status"] == "infeasible"
    assert math.isnan(found.table.loc["one source", "objective"])
    assert found.proved
    # A plan with clusters of three is none where two are the most.
    base = found.base
    assert found.plans.loc[base, "largest"] == 3
    assert found.regret.loc["pairs", base] == math.inf
    assert found.plans.loc[base, "forbidden"] >= 1


# What is not done again


def test_what_a_change_does_not_touch_is_not_worked_out_again():
    asked = {"slow": 0, "rule": 0}

    def slow(candidates):
        asked["slow"] += len(candidates)
        return candidates.size * 0.01

    def allows(candidates):
        asked["rule"] += len(candidates)
        return candidates.size <= 6

    problem = cl.Problem(
        grid(5, 5),
        [*cl.preset("central"), cl.FunctionTerm("slow", slow)],
        [cl.FunctionRule("small", allows), cl.MaxSize(6)],
    )
    cl.sweep(problem, {"coordination.kappa": [0.002, 0.004, 0.008], "set-up.per_cluster": [1, 2]})
    # Once, and about the few clusters of a plan again and again.
    m = len(problem.candidates())
    assert m > 1000
    assert m <= asked["rule"] < 1.7 * m
    assert m <= asked["slow"] < 1.7 * m


def test_other_terms_and_limits_keep_the_candidates_and_other_rules_do_not(six):
    listed = six.candidates()
    assert six.replace(terms=cl.preset("null")).candidates() is listed
    assert six.replace(limits=[cl.ClusterCount(at_most=3)]).candidates() is listed
    assert len(six.replace(rules=[cl.MaxSize(2)]).candidates()) < len(listed)
    chain = six.adjacency.edge_subgraph(list(six.adjacency.edges)[:5]).copy()
    chain.add_nodes_from(six.councils.ids)
    assert len(six.replace(adjacency=chain).candidates()) < len(listed)
    terms = six.replace(terms=cl.preset("null"), rules=[cl.MaxSize(1)])
    assert len(terms.candidates()) == 6


def test_what_is_remembered_of_costs_has_its_bounds():
    kept = Remembered(most_bytes=1600)
    made = []

    def work(name):
        made.append(name)
        return np.zeros(100)

    for name in "abacab":
        kept.of((name,), lambda name=name: work(name))
    assert made == ["a", "b", "c", "b"]


# Side by side


def test_two_jobs_find_what_one_does(six, drawn, swept):
    alike(cl.sweep(six, drawn, n_jobs=2), swept)


def test_threads_find_what_one_job_does(six, drawn, swept):
    with joblib.parallel_config("threading", n_jobs=2):
        alike(cl.sweep(six, drawn), swept)


def test_a_cluster_of_dask_finds_what_one_job_does(six, drawn, swept):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config("dask"),
    ):
        alike(cl.sweep(six, drawn), swept)


def test_a_term_of_a_program_of_ones_own_goes_to_other_processes(six):
    problem = six.replace(terms=[*six.terms, Uneven(0.5), cl.FunctionTerm("heads", count)])
    grid_of = {"uneven.price": [0.1, 5.0]}
    alike(cl.sweep(problem, grid_of, n_jobs=2), cl.sweep(problem, grid_of))


def test_a_function_without_a_name_goes_there_too(six):
    problem = six.replace(terms=[*six.terms, cl.FunctionTerm("heads", lambda c: c.size * 0.3)])
    grid_of = {"coordination.kappa": [0.002, 0.02]}
    alike(cl.sweep(problem, grid_of, n_jobs=2), cl.sweep(problem, grid_of))


# The file


def test_a_file_has_all_and_nothing_is_solved_again(six, drawn, swept, tmp_path):
    file = tmp_path / "sweep.jsonl"
    alike(cl.sweep(six, drawn, file=file), swept)
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 1 + len(drawn)
    assert all(isinstance(json.loads(line), dict) for line in lines)
    before = file.read_bytes()
    alike(cl.sweep(six, drawn, file=file, n_jobs=2), swept)
    assert file.read_bytes() == before


@pytest.mark.parametrize(("cut", "n_jobs"), [(0, 1), (3, 1), (100, 1), (900, 2), (4000, 1)])
def test_a_file_that_was_cut_anywhere_goes_on_to_the_same_table(
    six, drawn, swept, tmp_path, cut, n_jobs
):
    file = tmp_path / "sweep.jsonl"
    cl.sweep(six, drawn, file=file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) - cut] if cut > 3 else whole[:cut])
    alike(cl.sweep(six, drawn, file=file, n_jobs=n_jobs), swept)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2 + len(drawn)


KILLED = """
import sys
sys.path[:0] = {path!r}
import clusterer as cl
from maps import grid
problem = cl.Problem(grid(4, 4), cl.preset("central"), [cl.MaxSize(4)])
if __name__ == "__main__":
    cl.sweep(problem, cl.draws(problem, 60), n_jobs={n_jobs}, file={file!r})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_run_that_is_killed_goes_on_and_loses_what_was_running_alone(tmp_path, n_jobs):
    file = tmp_path / "sweep.jsonl"
    script = tmp_path / "killed.py"
    script.write_text(KILLED.format(path=sys.path, n_jobs=n_jobs, file=str(file)))
    process = subprocess.Popen([sys.executable, str(script)])
    while not file.exists() or file.read_bytes().count(b"\n") < 8:
        assert process.poll() is None, "it ended before it was killed"
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    there = file.read_bytes().count(b"\n")
    assert 8 <= there < 62
    problem = cl.Problem(grid(4, 4), cl.preset("central"), [cl.MaxSize(4)])
    changes = cl.draws(problem, 60)
    resumed = cl.sweep(problem, changes, file=file)
    assert file.read_bytes().count(b"\n") == 62
    alike(resumed, cl.sweep(problem, changes))


def test_more_draws_go_on_in_the_file_of_fewer(six, tmp_path):
    file = tmp_path / "sweep.jsonl"
    cl.sweep(six, cl.draws(six, 5), file=file)
    told = []
    found = cl.sweep(six, cl.draws(six, 8), file=file, progress=lambda p: told.append(p.phase))
    assert told[0] == "solved 6 of 9"
    alike(found, cl.sweep(six, cl.draws(six, 8)))


def test_a_file_of_something_else_is_refused_and_left_as_it_was(six, drawn, tmp_path):
    file = tmp_path / "sweep.jsonl"
    cl.sweep(six, drawn, file=file)
    before = file.read_bytes()
    others = [
        ("another problem", lambda: cl.sweep(six.replace(rules=[]), drawn, file=file)),
        (
            "another problem",
            lambda: cl.sweep(six.replace(terms=cl.preset("null")), drawn, file=file),
        ),
        ("another seed", lambda: cl.sweep(six, drawn, file=file, seed=1)),
        ("another gap", lambda: cl.sweep(six, drawn, file=file, gap=0.1)),
        ("another time limit of each solve", lambda: cl.sweep(six, drawn, file=file, each=9)),
        (
            "other changes: scenario 0 is another",
            lambda: cl.sweep(six, cl.draws(six, 12, seed=1), file=file),
        ),
        (
            "other changes: scenario 11 is not among these",
            lambda: cl.sweep(six, cl.draws(six, 11), file=file),
        ),
    ]
    for words, ask in others:
        with pytest.raises(cl.InputError, match=f"sweep.jsonl belongs to a sweep of {words}"):
            ask()
        assert file.read_bytes() == before


@pytest.mark.parametrize("text", ["a,b\n1,2\n", '{"format": "another"}\n', "notes, no line's end"])
def test_a_file_that_is_none_of_a_sweep_is_refused_and_left_as_it_was(six, drawn, tmp_path, text):
    file = tmp_path / "notes.txt"
    file.write_text(text)
    with pytest.raises(cl.InputError, match="is no file of a sweep, or is damaged"):
        cl.sweep(six, drawn, file=file)
    assert file.read_text() == text
    with pytest.raises(cl.InputError, match="there is no folder"):
        cl.sweep(six, drawn, file=tmp_path / "nowhere" / "sweep.jsonl")


def test_changes_of_parts_are_known_by_what_they_change(six, tmp_path):
    file = tmp_path / "sweep.jsonl"
    cl.sweep(six, {"a": {"rules": [cl.MaxSize(2)]}}, file=file)
    cl.sweep(six, {"a": {"rules": [cl.MaxSize(2)]}}, file=file)
    with pytest.raises(cl.InputError, match="scenario 'a' is another"):
        cl.sweep(six, {"a": {"rules": [cl.MaxSize(1)]}}, file=file)


# Stopped


def test_a_sweep_that_is_stopped_keeps_what_it_has_and_goes_on(six, drawn, swept, tmp_path):
    file = tmp_path / "sweep.jsonl"

    def stop(progress):
        if progress.phase == "solved 4 of 13":
            raise KeyboardInterrupt

    stopped = cl.sweep(six, drawn, file=file, progress=stop)
    assert not stopped.complete
    assert not stopped.proved
    assert (stopped.table["status"] == "optimal").sum() == 3  # And the problem as it is.
    assert (stopped.table["status"] == "not solved").sum() == 9
    assert stopped.headline.startswith("3 of 12 scenarios so far: ")
    assert len(stopped.regret) == 3
    alike(cl.sweep(six, drawn, file=file), swept)


def test_a_solve_that_is_stopped_by_who_is_told_is_no_result(tmp_path):
    """The plan that `solve` makes then is not the best, and is in no row."""
    problem = cl.Problem(cl.datasets.synthetic(150), cl.preset("central"), [cl.MaxSize(6)])
    file = tmp_path / "sweep.jsonl"
    told = []

    def stop(progress):
        told.append(progress)
        if len(told) > 1:  # The first comes before any solve.
            raise KeyboardInterrupt

    found = cl.sweep(problem, {"coordination.kappa": [0.003, 0.006]}, file=file, progress=stop)
    assert set(found.table["status"]) == {"not solved"}
    assert all('"feasible"' not in line for line in file.read_text().splitlines())


def test_no_time_leaves_nothing_and_claims_nothing(six, drawn):
    for n_jobs in (1, 2):
        found = cl.sweep(six, drawn, n_jobs, time_limit=1e-9)
        assert (found.table["status"] == "not solved").all()
        assert found.headline == "0 of 12 scenarios so far: none has a plan"
        assert found.together.isna().all(axis=None)
        assert found.plans.empty
        assert found.least_regret == ""


def test_a_solve_that_is_cut_short_has_its_bound(tmp_path):
    problem = cl.Problem(cl.datasets.synthetic(80), cl.preset("central"), [cl.MaxSize(6)])
    found = cl.sweep(problem, {"coordination.kappa": [0.003, 0.006]}, each=0.05)
    assert set(found.table["status"]) <= {"feasible", "none", "optimal"}
    assert not found.proved or (found.table["status"] == "optimal").all()
    has = found.table["plan"] != ""
    assert (found.table.loc[has, "bound"] <= found.table.loc[has, "objective"]).all()
    assert (found.regret.to_numpy() >= 0).all()


CTRL_C = """
import signal, sys, os, threading, time
sys.path[:0] = {path!r}
import clusterer as cl
from maps import grid
problem = cl.Problem(grid(4, 5), cl.preset("central"), [cl.MaxSize(5)])
if __name__ == "__main__":
    def strike():
        while not os.path.exists({file!r}) or open({file!r}).read().count("\\n") < 6:
            time.sleep(0.01)
        os.killpg(os.getpgid(0), signal.SIGINT)
    threading.Thread(target=strike, daemon=True).start()
    found = cl.sweep(problem, cl.draws(problem, 400), n_jobs={n_jobs}, file={file!r})
    states = set(found.table["status"])
    assert states == {{"optimal", "not solved"}}, states
    print("kept", (found.table["status"] == "optimal").sum())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no groups of processes")
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_ctrl_c_on_a_terminal_keeps_what_is_solved_and_nothing_half_done(tmp_path, n_jobs):
    file = tmp_path / "sweep.jsonl"
    script = tmp_path / "struck.py"
    script.write_text(CTRL_C.format(path=sys.path, n_jobs=n_jobs, file=str(file)))
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        timeout=120,
        start_new_session=True,
    )
    assert done.returncode == 0, done.stderr
    assert "kept" in done.stdout
    lines = file.read_text(encoding="utf-8").splitlines()[1:]
    assert all(json.loads(line)["status"] == "optimal" for line in lines)


# What is refused


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "there are no changes"),
        ([], "there are no changes"),
        ("kappa", "changes cannot be 'kappa'"),
        (7, "changes cannot be 7"),
        ([{"cappa": 1}], "the terms have no figure 'cappa'; there are"),
        ([{"coordination.kappa": 7}], "scenario 0: kappa = 7.0 must be a fraction"),
        ([{"coordination.kappa": "much"}], "scenario 0: coordination.kappa = 'much' must be"),
        ([{"scale.ramp_years": 2.5}], "scenario 0: scale.ramp_years = 2.5 must be a whole"),
        ([{7: 1}], "scenario 0 changes 7; name a figure"),
        ([7], "scenario 0 cannot be 7"),
        ({"coordination.kappa": 0.1}, "must be a list of values, for a grid"),
        ({"a": {"terms": [cl.SetUp()], "set-up.per_cluster": 1.0}}, "it gives terms, and set-up"),
    ],
)
def test_changes_that_are_none_are_refused_with_their_scenario(six, changes, words):
    with pytest.raises(cl.InputError, match=words):
        cl.sweep(six, changes)


def test_what_a_problem_refuses_is_told_with_its_scenario(six):
    with pytest.raises(cl.InputError, match="scenario 'odd': rules holds 7"):
        cl.sweep(six, {"odd": {"rules": [7]}})


def test_two_scenarios_of_one_name_are_refused(six):
    twice = pd.DataFrame({"coordination.kappa": [0.1, 0.2]}, index=["a", "a"])
    with pytest.raises(cl.InputError, match="two changes are called 'a'"):
        cl.sweep(six, twice)


def test_a_plan_that_is_not_there_is_refused(swept):
    with pytest.raises(cl.InputError, match="no plan has the key 'x'"):
        swept.plan("x")


def test_any_partition_has_its_regret(six, drawn, swept):
    alone = {council: council for council in six.councils.ids}
    found = swept.regret_of(alone)
    saving = swept.table["saving"]
    assert list(found) == pytest.approx(list(saving), abs=5 * HAIR)
    assert list(swept.regret_of(six.evaluate(alone))) == list(found)


# Draws and ends


def test_draws_are_within_their_ranges_and_the_first_ones_are_the_same():
    problem = cl.Problem(grid(2, 2), cl.preset("central"))
    table = cl.datasets.model_parameters()
    many = cl.draws(problem, 2000)
    pd.testing.assert_frame_equal(cl.draws(problem, 50), many.iloc[:50])
    assert not cl.draws(problem, 50, seed=1).equals(many.iloc[:50])
    assert not {"horizon", "discount_rate"} & {*many}
    for name, row in [
        ("scale.benefit_realisation", "benefit_realisation"),
        ("coordination.kappa", "coordination_pairwise_kappa"),
        ("scale.ramp_years", "ramp_years"),
    ]:
        low, high, mode = table.loc[row, ["low", "high", "central"]].astype(float)
        assert many[name].between(low, high).all()
        # The mean of a triangular distribution.
        assert many[name].mean() == pytest.approx((low + mode + high) / 3, rel=0.05)
        alone = cl.draws(problem, 2000, figures=[name])[name]
        assert list(alone) == list(many[name])
        even = cl.draws(problem, 2000, figures=[name], shape="uniform")[name]
        assert even.mean() == pytest.approx((low + high) / 2, rel=0.05)
    assert set(many["scale.ramp_years"]) == {1, 2, 3, 4, 5}
    # By hand: the unit costs of the eight services, at their low ends and at their high ends.
    assert many["services.unit_cost"].between(67.5, 222.0).all()


def test_figures_without_a_range_are_not_drawn(six):
    problem = six.replace(terms=[*six.terms, cl.Travel(0.0)])
    with pytest.raises(cl.InputError, match=r"travel\.price = 0\.0 has no range"):
        cl.draws(problem, 3, figures=["travel.price"])
    with pytest.raises(cl.InputError, match="no figure of the terms has a published range"):
        cl.draws(six.replace(terms=[]), 3)
    with pytest.raises(cl.InputError, match="must be a list of names"):
        cl.draws(six, 3, figures="coordination.kappa")


def test_ends_are_those_of_the_tables_one_at_a_time(six):
    found = cl.ends(six)
    assert len(found) == 26
    assert (found.notna().sum(axis=1) == 1).all()
    assert found.loc["horizon low", "horizon"] == 5
    assert found.loc["coordination.host_premium low", "coordination.host_premium"] == -0.02
    assert found.loc["services.unit_cost high", "services.unit_cost"] == pytest.approx(222.0)


def test_at_an_end_all_services_are_at_that_end(six):
    found = cl.sweep(six, cl.ends(six, figures=["services.fixed_share", "services.unit_cost"]))
    figures = cl.datasets.services()
    for column in ("fixed_share", "unit_cost"):
        for end in ("low", "high"):
            services = cl.services(table=figures.assign(**{column: figures[f"{column}_{end}"]}))
            best = cl.solve(six.replace(terms=cl.preset("central", services=services)))
            objective = found.table.loc[f"services.{column} {end}", "objective"]
            assert objective == pytest.approx(best.objective, abs=HAIR)


def test_a_graph_and_facts_by_hand_are_swept():
    """Two of 100,000 residents: by hand, they share where the set-up is cheap enough."""
    facts = facts_of([100_000, 100_000], [(0, 1)])
    world = Truth(2, facts.edges, truth.preset(facts, "central"), [], [])
    gain = world.cost((0,)) + world.cost((1,)) - world.cost((0, 1))
    problem = cl.Problem(table(facts), cl.preset("central"), adjacency=graph(facts))
    # Set-up costs per_cluster times one and a half, with its optimism bias.
    least = 2.0 + gain / 1.5
    found = cl.sweep(problem, {"set-up.per_cluster": [least - 0.01, least + 0.01]})
    assert list(found.table["shared"]) == [1, 0]


# Pictures


def texts_of(ax):
    return " ".join(text.get_text() for text in ax.figure.findobj(match=plt.Text))


def test_a_tornado_is_one_call_and_has_what_is_kept_and_what_is_best(six):
    found = cl.sweep(six, cl.ends(six))
    ends = found.ends
    assert len(ends) == 13
    plan = cl.solve(six)
    for name in ("scale.benefit_realisation", "coordination.kappa", "set-up.per_cluster"):
        figure = name.rpartition(".")[2]
        for end in ("low", "high"):
            there = six.replace(terms=cl.preset("central", **{figure: ends.loc[name, end]}))
            kept = there.evaluate(plan.assignment).saving
            best = cl.solve(there).saving
            assert ends.loc[name, f"kept_{end}"] == pytest.approx(kept, abs=5 * HAIR)
            assert ends.loc[name, f"best_{end}"] == pytest.approx(best, abs=5 * HAIR)
            assert ends.loc[name, f"lost_{end}"] == pytest.approx(best - kept, abs=9 * HAIR)
    words = texts_of(found.plot_tornado())
    assert "planned saving that comes about:\n60% (0% to 90%)" in words
    assert f"all figures central: £{plan.saving:,.0f}m" in words
    plt.close("all")


def test_without_ends_there_is_no_tornado(swept):
    assert swept.ends.empty
    with pytest.raises(cl.InputError, match=r"sweep those of cl\.ends\(problem\)"):
        swept.plot_tornado()


def test_regret_and_shares_are_drawn(swept, six):
    ax = swept.plot_regret()
    words = texts_of(ax)
    assert "all alone" in words
    assert "least greatest regret" in words
    for line in ax.get_lines():
        assert (np.diff(line.get_xdata()) >= 0).all()
        assert line.get_ydata()[-1] == 1.0
    assert swept.headline in texts_of(swept.plot()).replace("\n", " ")
    impossible = six.replace(limits=[cl.ClusterCount(exactly=1)])
    with pytest.raises(cl.InputError, match="no scenario has a plan"):
        cl.sweep(impossible, [{"coordination.kappa": 0.01}]).plot_regret()
    plt.close("all")


def test_a_notebook_and_a_terminal_show_the_headline(swept):
    assert repr(swept) == f"<Sweep: {swept.headline}>"
    assert swept.headline in swept._repr_html_()
    assert len(swept) == 12


def test_savings_of_a_sweep_are_those_of_its_plans_also_against_today(london):
    few = london.iloc[:8]
    today = [list(few.index[:2])]
    adjacency = cl.adjacency(few, within_km=math.inf)
    problem = cl.Problem(few, cl.preset("central"), [cl.MaxSize(3)], [], adjacency, today=today)
    swept = cl.sweep(problem, {"coordination.kappa": [0.002, 0.02]})
    for kappa, saving in zip([0.002, 0.02], swept.table["saving"], strict=True):
        plan = cl.solve(problem.replace(terms=cl.preset("central", kappa=kappa)))
        assert plan.today_cost is not None
        assert saving == pytest.approx(plan.today_cost - plan.objective, abs=1e-6)


def test_the_register_of_what_starts_from_today_has_the_exit_and_nothing_that_is_no_figure(london):
    problem = cl.Problem(london, [cl.SetUp()], today=[["Camden", "Islington"]])
    figures = problem.figures
    assert figures.loc["exits.exit_cost", ["value", "unit", "mark"]].tolist() == [1.0, "GBP m", "V"]
    assert [name for name in figures.index if name.startswith("exits")] == ["exits.exit_cost"]
    own = problem.replace(today=cl.Today([["Camden", "Islington"]], exit_cost=2.5)).figures
    assert own.loc["exits.exit_cost", ["value", "default", "mark"]].tolist() == [2.5, False, ""]


KEEPING_ALL = [cl.MaxSize(3), cl.NobodyWorse("equal")]


def test_candidates_are_listed_again_if_a_rule_asks_what_they_cost(london):
    """The rule allows other clusters once more is saved; kept candidates would prove too much."""
    problem = cl.Problem(london, cl.preset("central"), KEEPING_ALL)
    few = len(problem.candidates())
    more = cl.preset("central", benefit_realisation=0.9)
    right = cl.solve(cl.Problem(london, more, KEEPING_ALL)).objective
    changed = problem.replace(terms=more)
    assert len(changed.candidates()) > few
    assert cl.solve(changed).objective == pytest.approx(right, abs=1e-6)
    swept = cl.sweep(problem, {"scale.benefit_realisation": [0.9]})
    assert swept.table["objective"].iloc[0] == pytest.approx(right, abs=1e-6)
    assert len(problem.replace(limits=[cl.ClusterCount(at_most=20)]).candidates()) == few


def test_a_range_is_not_exact_if_a_rule_asks_what_clusters_cost(london):
    problem = cl.Problem(london, cl.preset("central"), KEEPING_ALL)
    plan = cl.solve(problem)
    name = "scale.benefit_realisation"
    row = cl.ranging(plan, figures=[name]).table.loc[name]
    assert not row["exact"]
    for value in (row["from"], row["to"]):
        there = problem.replace(terms=cl.preset("central", benefit_realisation=float(value)))
        again = there.evaluate(plan.assignment)
        assert not again.broken
        assert again.objective == pytest.approx(cl.solve(there).objective, abs=1e-5)
