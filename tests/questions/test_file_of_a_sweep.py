"""The file of a sweep: what another problem found is never taken over."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial

import numpy as np
import pandas as pd
import pytest
from instances import complete, facts_of, graph, table

import clusterer as cl
from clusterer.questions.sweeps.fingerprint import fingerprint

EIGHT = facts_of([100_000] * 8, complete(8))
WHOLE = {"adjacency": graph(EIGHT)}


def of_eight(today, **options):
    """Return a problem of set-up alone, in which three councils must be together."""
    terms = options.pop("terms", [cl.SetUp()])
    return cl.Problem(
        table(EIGHT), terms, [cl.Together("a", "b", "c")], **WHOLE, today=today, **options
    )


def refused(problem, changes, file, words="another problem"):
    before = file.read_bytes()
    with pytest.raises(cl.InputError, match=f"belongs to a sweep of {words}"):
        cl.sweep(problem, changes, file=file)
    assert file.read_bytes() == before


def test_partnerships_that_are_grouped_in_another_way_are_another_problem(tmp_path):
    """Half of a quadruple never goes on, so that no pair of councils tells them from each other."""
    file, nothing = tmp_path / "sweep.jsonl", {"exits.exit_cost": [1.0]}
    first = cl.sweep(of_eight([list("abcd"), list("efgh")]), nothing, file=file)
    assert first.table["objective"].item() == 0.0
    other = of_eight([list("abef"), list("cdgh")])
    refused(other, nothing, file)
    # By hand: c leaves for £1m, and joins a, b, e and f for 1.5 times £0.75m.
    assert cl.sweep(other, nothing).table["objective"].item() == pytest.approx(2.125)


def test_another_today_in_a_scenario_is_another_change(tmp_path):
    file = tmp_path / "sweep.jsonl"
    problem = of_eight([list("abcd"), list("efgh")])
    cl.sweep(problem, {"x": {"today": [list("abcd"), list("efgh")]}}, file=file)
    regrouped = {"x": {"today": [list("abef"), list("cdgh")]}}
    refused(problem, regrouped, file, "other changes: scenario 'x' is another")
    assert cl.sweep(problem, regrouped).table["objective"].item() == pytest.approx(2.125)


def with_scale(most):
    services = cl.services(table=cl.datasets.services().assign(minimum_efficient_scale=most))
    return [cl.Scale(services=services), cl.SetUp()]


def test_terms_that_differ_only_beyond_pairs_are_another_problem(tmp_path):
    """Two have 200,000 residents, and all costs are alike up to 500,000."""
    file, low, high = tmp_path / "sweep.jsonl", with_scale(5e5), with_scale(8e5)
    change = {"set-up.per_cluster": [1.0]}
    problem = of_eight(None, terms=low)
    first = cl.sweep(problem, change, file=file).table["objective"].item()
    refused(problem.replace(terms=high), change, file)
    second = cl.sweep(problem.replace(terms=high), change).table["objective"].item()
    assert second < first - 1.0
    parts = tmp_path / "parts.jsonl"
    cl.sweep(problem, {"x": {"terms": low}}, file=parts)
    refused(problem, {"x": {"terms": high}}, parts, "other changes: scenario 'x' is another")


def at_most(most):
    return lambda candidates: candidates.size <= most


MOST = 4


def of_a_global(candidates):
    return candidates.size <= MOST


class Small(cl.Rule):
    """A rule whose field is no field of a dataclass."""

    def __init__(self, most):
        self.most = most

    def allows(self, candidates):
        return candidates.size <= self.most


OTHERS = {
    "a closure": lambda most: {"rules": [cl.FunctionRule("f", at_most(most))]},
    "a partial": lambda most: {
        "rules": [cl.FunctionRule("f", partial(lambda most, c: c.size <= most, most))]
    },
    "a rule of ones own": lambda most: {"rules": [Small(most)]},
    "a rule of the library": lambda most: {"rules": [cl.MaxSize(most)]},
    "a function of a limit": lambda most: {
        "limits": [cl.FunctionLimit("large", lambda c: c.size > most, at_most=0)]
    },
    "a function of a term": lambda most: {
        "terms": [cl.FunctionTerm("f", lambda c: np.where(c.size > most, 9.0, -c.size))]
    },
    "leaving": lambda most: {"today": cl.Today([list("abc")], exit_cost=[most] * 8)},
    "saving": lambda most: {"today": cl.Today([list("abc")], full_saving=most > 3)},
    "distances": lambda most: {
        "terms": [cl.Travel(0.1, km=distances(most))],
    },
}


def distances(far):
    """Return what is between councils, of whom the first and the last are no neighbours."""
    km = pd.DataFrame(1.0, index=list("abcdefgh"), columns=list("abcdefgh"))
    km.loc["a", "h"] = far
    return km


@pytest.mark.parametrize("kind", OTHERS)
def test_what_says_the_same_of_pairs_and_not_of_more_is_another_problem(kind):
    row = facts_of([100_000] * 8, [(k, k + 1) for k in range(7)])
    problem = cl.Problem(table(row), [cl.SetUp()], adjacency=graph(row))
    three, again, four = (problem.replace(**OTHERS[kind](most)) for most in (3, 3, 4))
    assert fingerprint(three) == fingerprint(again)
    assert fingerprint(three) != fingerprint(four)


def test_a_variable_that_a_function_reads_counts(monkeypatch):
    problem = of_eight(None).replace(rules=[cl.FunctionRule("f", of_a_global)])
    before = fingerprint(problem)
    monkeypatch.setitem(globals(), "MOST", 5)
    assert fingerprint(problem) != before


def test_a_figure_of_a_council_that_only_large_clusters_show_counts():
    more = table(EIGHT).assign(residents=range(8))
    problem = cl.Problem(more, [cl.SetUp()], **WHOLE)
    assert fingerprint(problem) != fingerprint(
        problem.replace(councils=more.assign(residents=range(1, 9)))
    )


def test_the_same_problem_in_other_words_is_the_same():
    one = of_eight([list("abcd"), list("efgh")])
    for today in (
        {"x": list("efgh"), "y": list("dcba")},
        dict(zip("abcdefgh", "11112222", strict=True)),
        cl.Today([set("efgh"), set("abcd")], exit_cost=1),
        one.evaluate(dict(zip("abcdefgh", "11112222", strict=True))),
    ):
        assert fingerprint(of_eight(today)) == fingerprint(one)
    first, second = (one.replace(rules=[cl.FunctionRule("f", at_most(4))]) for _ in range(2))
    assert fingerprint(first) == fingerprint(second)
    listed = of_eight([list("abcd"), list("efgh")])
    listed.candidates(), listed.status_quo, listed.figures
    assert fingerprint(listed) == fingerprint(one)


SCRIPT = """
import clusterer as cl
from clusterer.questions.sweeps.fingerprint import fingerprint

most = {"Camden", "Islington", "Hackney"}
rule = cl.FunctionRule("f", lambda c: c.size <= len(most))
today = {frozenset({"Camden", "Islington", "Hackney"}), frozenset({"Sutton", "Merton"})}
problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [rule], today=today)
print(fingerprint(problem))
"""


def test_a_run_that_starts_again_has_the_same_fingerprint():
    found = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    }
    assert len(found) == 1
