"""Certificates that are stopped anywhere: the best so far comes back, and it is believed."""

from __future__ import annotations

import itertools
import json
import time
from fractions import Fraction
from random import Random

import pytest
from instances import puzzle
from long_steps import list_in_small_steps, tell_always

import clusterer as cl
from benchmarks.interrupts.certificates import interrupted_certificate
from clusterer.candidates import enumeration
from clusterer.certificates import certificate
from clusterer.search import highs_run, solution


def hard() -> cl.Problem:
    """Return a problem that keeps a proof busy for some tenths of a second."""
    return cl.Problem(
        cl.datasets.synthetic(60, seed=2), cl.preset("business-case"), [cl.MaxSize(3)]
    )


@pytest.fixture(scope="module")
def plan() -> cl.Plan:
    return cl.solve(hard())


def assert_sound(certificate: dict, plan: cl.Plan) -> None:
    """Assert that a certificate is believed, and proves no more than the solve did."""
    cl.verify(plan.problem, json.loads(json.dumps(certificate)))
    assert Fraction(certificate["bound"]) <= Fraction(plan.objective) + Fraction(1, 10**6)
    assert (certificate["status"] == "optimal") == (certificate["reason"] == "")


@pytest.mark.parametrize("seed", range(25))
def test_ctrl_c_at_any_moment_gives_a_certificate_that_is_believed(seed, plan, split_only):
    found = interrupted_certificate(plan, Random(f"stopped {seed}").uniform(0, 1.0))
    if found is not None:
        assert_sound(found, plan)


@pytest.mark.parametrize("strike", [KeyboardInterrupt, RuntimeError])
def test_what_a_listener_raises_at_any_news_ends_it(strike, plan, split_only, monkeypatch):
    tell_always(monkeypatch)
    given = 0
    for at in itertools.chain(range(6), range(6, 400, 40)):
        news: list[cl.Progress] = []

        def listen(progress, news=news, at=at):
            news.append(progress)
            if len(news) == at + 1:
                raise strike

        try:
            assert_sound(plan.certificate(progress=listen), plan)
            given += 1
        except strike:
            if strike is KeyboardInterrupt:
                assert news[-1].phase in ("candidates", "costs")
    assert given > 3 or strike is RuntimeError


class Clock:
    """A clock that goes on by a minute whenever it is asked."""

    def __init__(self) -> None:
        self.ticks = 0

    def monotonic(self) -> float:
        self.ticks += 1
        return time.monotonic() + 60.0 * self.ticks


def test_the_time_limit_is_heeded_at_every_step(monkeypatch, caplog, split_only):
    list_in_small_steps(monkeypatch)
    monkeypatch.setattr(highs_run, "_LONG", 10**9)
    clock = Clock()
    outcomes = set()
    for seed in (1, 4, 5):
        plan = cl.solve(puzzle(seed).problem)
        monkeypatch.setattr(solution, "time", clock)
        for limit in itertools.count(1):
            plan.problem._candidates = None  # So that they are listed again.
            clock.ticks = 0
            try:
                found = plan.certificate(time_limit=60.0 * limit)
            except cl.CertificateError as error:
                outcomes.add(str(error).split("s, ")[1])
                continue
            assert_sound(found, plan)
            outcomes.add(found["reason"])
            assert clock.ticks <= limit + 60 or not found["reason"]
            if not found["reason"]:
                break
    assert {words.partition(";")[0] for words in outcomes} == {
        "before all candidates were listed and costed",
        "the time was up",
        "",
    }
    assert "only: the time was up" in caplog.text


def test_a_bar_is_shown_if_asked_for(plan, capsys):
    plan.certificate(progress=True)
    assert "writing down what proves the plan" in capsys.readouterr().err


def test_news_of_a_proof_rises_to_the_target(plan):
    news: list[cl.Progress] = []
    plan.certificate(progress=news.append)
    phases = list(dict.fromkeys(one.phase for one in news))
    assert phases == ["candidates", "costs", "proof", "done"]
    bounds = [one.bound for one in news]
    assert bounds == sorted(bounds)
    assert news[-1].gap < 1e-8


@pytest.mark.parametrize(
    "options", [{"time_limit": 0}, {"time_limit": "1"}, {"progress": 3}, {"time_limit": -1.0}]
)
def test_options_that_make_no_sense_are_refused(options, plan):
    with pytest.raises(cl.InputError):
        plan.certificate(**options)


def test_too_many_candidates_are_found_out_without_listing_them_all(monkeypatch):
    monkeypatch.setattr(certificate, "MOST_SETS", 1_000)
    monkeypatch.setattr(enumeration, "_TRIES", 100)
    problem = cl.Problem(cl.datasets.synthetic(200), cl.preset("central"), [cl.MaxSize(12)])
    assert not certificate.has_at_most(problem, 1_000)
