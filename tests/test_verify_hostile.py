"""Certificates from anyone: whatever a file holds, it is refused in words, and soon."""

from __future__ import annotations

import importlib
import json
from fractions import Fraction
from random import Random

import pytest
from instances import puzzle
from mangling import ODD, deep, mangled, mangled_text, texts

import clusterer as cl
from clusterer.certificates.verify import arithmetic, partitions, reading
from clusterer.cli.problems import Stated


@pytest.fixture(scope="module")
def cases():
    with_limit = cl.Problem(
        cl.datasets.synthetic(12),
        cl.preset("central"),
        [cl.MaxSize(3)],
        [cl.ClusterCount(at_least=4)],
    )
    problems = [puzzle(4).problem, with_limit]
    return [(problem, cl.solve(problem).certificate()) for problem in problems]


def verdict(problem: cl.Problem, certificate) -> str:
    """Return what is said of a certificate; nothing if it is believed."""
    words = ""
    try:
        cl.verify(problem, certificate)
    except cl.CertificateError as error:
        words = str(error)
    assert len(words) < 600
    return words


@pytest.mark.parametrize("part", range(10))
def test_a_mangled_certificate_is_refused_in_words_or_still_true(part, cases):
    refused = 0
    for seed in range(100):
        problem, certificate = cases[seed % 2]
        changed = mangled(certificate, Random(f"{part} {seed}"))
        words = verdict(problem, changed)
        refused += bool(words)
        if not words:
            assert changed["objective"] == certificate["objective"]
            assert changed["bound"] == certificate["bound"]
    assert refused > 40


@pytest.mark.parametrize("thing", [*ODD, deep(100_000)], ids=lambda thing: type(thing).__name__)
def test_what_is_no_certificate_is_refused(thing, cases):
    assert verdict(cases[0][0], thing)


@pytest.fixture(scope="module")
def london_pairs():
    stated = Stated.given("london", year=2006, preset="central", max_size=2)
    return {**cl.solve(stated.problem()).certificate(), "problem": stated.as_json()}


@pytest.mark.parametrize("what", texts())
def test_a_file_that_is_no_certificate_is_told_on_the_command_line(what, tmp_path, refused):
    path = tmp_path / "a.json"
    path.write_bytes(texts()[what])
    assert refused("verify", path).count("\n") < 3


def test_a_folder_is_no_certificate(tmp_path, refused):
    assert f"cannot read {tmp_path}" in refused("verify", tmp_path)


def test_a_file_that_is_too_long_is_not_read_to_its_end(tmp_path, refused, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    path = tmp_path / "a.json"
    path.write_text("{}" + " " * 20, encoding="utf-8")
    assert "longer than 10 bytes" in refused("verify", path)


@pytest.mark.parametrize("seed", range(15))
def test_a_file_with_changed_bytes_is_told_on_the_command_line(
    seed, london_pairs, tmp_path, monkeypatch, capsys
):
    path = tmp_path / "a.json"
    path.write_bytes(mangled_text(json.dumps(london_pairs), Random(f"bytes {seed}")))
    ends_well(path, monkeypatch, capsys)


@pytest.mark.parametrize("option", ["year", "preset", "max_size", "together", "within_km", "file"])
def test_odd_options_are_told_on_the_command_line(
    option, london_pairs, tmp_path, monkeypatch, capsys
):
    for value in ODD[:33]:
        options = london_pairs["problem"]["options"] | {option: value}
        changed = london_pairs | {"problem": {"command": "london", "options": options}}
        try:
            text = json.dumps(changed)
        except ValueError:  # A number of thousands of digits.
            continue
        path = tmp_path / "a.json"
        path.write_text(text, encoding="utf-8")
        ends_well(path, monkeypatch, capsys)


def ends_well(path, monkeypatch, capsys) -> None:
    """Assert that a file is verified, or refused in a line with exit code 1."""
    monkeypatch.setattr("sys.argv", ["clusterer", "verify", str(path)])
    with pytest.raises(SystemExit) as ending:
        importlib.import_module("clusterer.cli").main()
    error = capsys.readouterr().err
    assert (ending.value.code, error.startswith("clusterer: ")) in ((0, False), (1, True)), error


# Too much.


def first_prices(certificate: dict) -> dict:
    return certificate["branches"][0]["prices"][0]


def test_rows_without_a_price_are_refused_before_they_are_added_up(cases, monkeypatch):
    problem, certificate = cases[1]
    certificate = json.loads(json.dumps(certificate))
    labels = certificate["councils"]
    row = {"councils": labels[:3], "divisor": 2, "price": "0", "sum": 0}
    first_prices(certificate)["subset_rows"] = [row] * 20_000
    listed = importlib.import_module("clusterer.certificates.verify.listed")
    monkeypatch.setattr(listed, "connected_sets", pytest.fail)
    assert "no price below 0" in verdict(problem, certificate)
    row["price"] = "-1"
    monkeypatch.setattr(reading, "MOST_PRICED", 1_000_000)
    assert "over 1,000,000 prices to look up" in verdict(problem, certificate)
    monkeypatch.setattr(reading, "MOST_ENTRIES", 10_000)
    assert "have over 10,000 entries" in verdict(problem, certificate)


def test_searches_are_bounded_all_together(monkeypatch):
    check = importlib.import_module("clusterer.certificates.verify.check")
    searched = 0
    for seed in range(10):
        problem = puzzle(seed).problem
        certificate = cl.solve(problem).certificate()
        assert verdict(problem, certificate) == ""
        if any(branch["candidates"] for branch in certificate["branches"]):
            searched += 1
            with monkeypatch.context() as fewer:
                fewer.setattr(check, "MOST_STEPS", 0)
                words = verdict(problem, certificate)
            assert "too many candidates within the gap" in words
    assert searched > 0


def test_a_search_over_thousands_of_councils_needs_no_deep_stack():
    n = 3_000
    alone = {1 << i: Fraction(1, n) for i in range(n)}
    steps = partitions.Steps(10**8)
    (plan,) = partitions.partitions(alone, Fraction(2), n, n, steps)
    assert sorted(plan) == sorted(alone)


# Limits are kept to within their slack, and no more.


@pytest.mark.parametrize("end", [0.0, 0.3, 1.0, -7.25, 123_456.789, 1e12, 1e-9])
def test_what_keeps_a_limit_is_covered_exactly(end):
    interval = cl.limits.ClusterCount(at_most=3).interval.__class__(end, end)
    low, high = arithmetic.lowest(interval), arithmetic.highest(interval)
    tiny = (high - low) / 10**12 + Fraction(1, 10**30)
    for beyond in (low - tiny, high + tiny):
        # Whatever rounds to a number that is held lies within.
        assert not interval.holds(float(beyond)) or low <= beyond <= high
    assert interval.holds(float(Fraction(interval.lowest)))
    assert low < Fraction(interval.lowest) < Fraction(interval.highest) < high
    assert high - Fraction(interval.highest) < Fraction(1, 10**6) * max(1, abs(Fraction(end)))
