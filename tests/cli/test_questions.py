"""The commands that ask: what each prints and writes is what the library finds for that problem."""

from __future__ import annotations

import hashlib
import json
import math
import re
import signal
import sys

import example_files
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from commands import run
from matplotlib.text import Text
from typer.testing import CliRunner

import clusterer as cl
from clusterer.cli import program
from clusterer.questions.sweeps.bench import Bench

pytestmark = pytest.mark.usefixtures("closed_figures", "folder")

MAP = ["districts.gpkg", "--population", "residents", "--index", "code", "--name", "title"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    example_files.write(tmp_path)
    (tmp_path / "gap.csv").write_text("code,cluster\n001,a\n002,a\n003,a\n004,b\n005,b\n006,\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("clusterer.cli.folder.save_picture", lambda _, place: place.touch())
    return tmp_path


@pytest.fixture(scope="module")
def problem():
    """Return what the commands state, in a script."""
    councils = example_files.towns().set_index("code")
    councils["name"] = councils["title"]
    return cl.Problem(councils, cl.preset("central", population="residents"), [cl.MaxSize(3)])


@pytest.fixture(scope="module")
def plan(problem):
    return cl.solve(problem)


def asked(command, *args) -> str:
    """Ask of the towns, in clusters of up to three."""
    return run(command, *MAP, "--max-size", 3, *args)


def written(end, **options) -> pd.DataFrame:
    return pd.read_csv(f"output/districts.{end}", dtype={"council": str, "code": str}, **options)


def same(found: pd.DataFrame, wanted: pd.DataFrame, *columns: str) -> None:
    """Assert that columns of a file have the figures of a table."""
    for column in columns:
        assert found[column].to_list() == pytest.approx(wanted[column].to_list(), nan_ok=True)


# rank


def test_rank_lists_the_plans_that_the_library_ranks(problem):
    printed = asked("rank", "--n", 4)
    ranked = cl.rank(problem, 4)
    assert " ".join(f"{ranked.headline}.".split()) in " ".join(printed.split())
    same(written("ranked.csv"), ranked.table.reset_index(), "rank", "cost", "more", "moves")


def test_the_plans_of_rank_are_options_for_compare(problem):
    asked("rank", "--n", 3)
    ranked = cl.rank(problem, 3)
    plans = written("ranked.plans.csv")
    assert plans.columns.to_list() == ["code", "name", "plan 1", "plan 2", "plan 3"]
    printed = run(
        *("compare", MAP[0], "output/districts.ranked.plans.csv", *MAP[1:], "--max-size", 3),
        *("--out", "compared"),
    )
    table = pd.read_csv("compared/districts.ranked.plans.compared.csv", index_col=0)
    costs = table.loc[["plan 1", "plan 2", "plan 3"], "cost"]
    assert costs.to_list() == pytest.approx([one.objective for one in ranked])
    assert "plan 3" in printed


def test_rank_within_a_tolerance_lists_all_of_them(problem):
    asked("rank", "--within", 0.02)
    assert len(written("ranked.csv")) == len(cl.rank(problem, within=0.02)) > 1


def test_diverse_plans_are_as_far_apart_as_asked(problem):
    asked("rank", "--diverse", 2, "--moves", 3)
    ranked = cl.rank(problem, diverse=2, moves=3)
    same(written("ranked.csv"), ranked.table, "cost", "moves")


# why-not


def test_a_wish_costs_what_the_library_says_and_those_who_move_are_named(plan):
    printed = asked("why-not", "--together", "Ashby, Barrow", "--apart", "Ashby, Derwent")
    answer = cl.why_not(plan, together=["Ashby", "Barrow"], apart=["Ashby", "Derwent"])
    assert answer.price > 0
    assert " ".join(answer.headline.split()) in " ".join(printed.split())
    movers = written("why-not.csv").set_index("code")
    assert movers.index.to_list() == answer.by_council.index.to_list()
    assert re.search(r"region 1, £\d+\.\d{3}m (more|less): ", printed)
    assert movers["moves"].to_list() == answer.by_council["moves"].to_list()
    for name in answer.by_council["name"]:
        assert name in printed


def test_where_a_rule_forbids_the_wish_it_is_named_and_nothing_is_drawn(plan, folder):
    printed = asked("why-not", "--together", "Ashby, Barrow, Corby, Derwent")
    assert "there is no such plan: " in " ".join(printed.split())
    assert "MaxSize(3)" in printed
    assert "wrote" not in printed
    assert not (folder / "output" / "districts.why-not.png").exists()


def test_a_wish_is_none_of_the_rules_and_rules_have_a_name_of_their_own(problem):
    rule = cl.Together("Ashby", "Barrow")
    ruled = cl.solve(problem.replace(rules=[*problem.rules, rule]))
    answer = cl.why_not(ruled, alone="Corby")
    printed = asked("why-not", "--alone", "Corby", "--rule-together", "Ashby, Barrow")
    assert " ".join(answer.headline.split()) in " ".join(printed.split())
    assert "no such plan" in " ".join(
        asked("why-not", "--alone", "Ashby", "--rule-together", "Ashby, Barrow").split()
    )


def test_the_switching_value_is_that_of_the_library(plan):
    figure = "coordination.kappa"
    asked("why-not", "--alone", "Ashby", "--switching", figure)
    wanted = cl.why_not(plan, alone="Ashby").switching(figure)
    same(written("why-not.switching.csv"), wanted, "now", "switching", "low", "high")


def test_without_a_wish_each_pair_of_neighbours_has_its_price(plan):
    printed = asked("why-not")
    prices = cl.why_not(plan)
    found = written("why-not.csv")
    assert len(found) == 7
    same(found, prices.table.replace(math.inf, np.inf), "price", "at_least", "others_move")
    assert " ".join(prices.headline.split()) in " ".join(printed.split())


def test_a_question_may_be_about_a_plan_in_a_table(problem):
    drawn = dict(zip(example_files.CODES, "112323", strict=True))
    answer = cl.why_not(problem.evaluate(drawn), alone="Ashby")
    printed = asked("why-not", "--alone", "Ashby", "--plan", "plan.csv")
    assert " ".join(answer.headline.split()) in " ".join(printed.split())
    halves = dict(zip(example_files.CODES, "aabbba", strict=True))
    printed = asked("consent", "--by", "equal", "--plan", "plan.csv", "--column", "halves")
    held = cl.consent(problem.evaluate(halves), "equal")
    assert " ".join(held.headline.split()) in " ".join(printed.split())


def test_the_plan_that_solve_wrote_is_the_one_that_is_asked_about(plan):
    asked("solve")
    printed = asked("consent", "--plan", "output/districts.csv")
    assert " ".join(cl.consent(plan).headline.split()) in " ".join(printed.split())


# consent


@pytest.mark.parametrize(
    ("typed", "key", "called"),
    [
        ("residents", "residents", "consent.by-residents"),
        ("equal", "equal", "consent.by-equal"),
        (
            "equal 40%, residents 60%",
            {"equal": 0.4, "residents": 0.6},
            "consent.by-equal-40-residents-60",
        ),
        (None, None, "consent"),
    ],
)
def test_consent_is_that_of_the_library_under_each_key(plan, typed, key, called):
    printed = asked("consent", *([] if typed is None else ["--by", typed]))
    found = cl.consent(plan, key)
    assert " ".join(found.headline.split()) in " ".join(printed.split())
    table = written(f"{called}.csv")
    same(table, found.table, "alone", "charge", "saving", "gain", "paid")
    assert len(written(f"{called}.leaving.csv")) == len(found.blocking)


def test_the_answer_under_one_key_is_not_written_over_by_that_under_another(folder):
    asked("consent")
    before = {path: path.read_bytes() for path in (folder / "output").iterdir()}
    asked("consent", "--by", "residents")
    asked("consent", "--by", "equal")
    assert {path: path.read_bytes() for path in before} == before
    assert len(list((folder / "output").iterdir())) == 3 * len(before)


def test_consent_says_what_its_columns_are_and_how_many_groups_are_not_shown():
    printed = run("consent", "london", "--max-size", 4, "--by", "population")
    said = " ".join(printed.split())
    count = len(pd.read_csv("output/london.consent.by-population.leaving.csv"))
    assert f"population: {count} groups would leave" in said
    assert f"{count - 10} more rows in the file gain: of all its members together" in said
    shown = re.search(r"(?m)^council  .*$", printed)[0].split()[2:]
    assert shown == ["alone", "charge", "saving", "gain", "paid"]
    for column in shown:
        assert re.search(rf"(?m)^{column}: .", printed)
    assert "subsidy_shared" not in printed
    assert "Clusters that would leave" not in printed


# frontier


@pytest.mark.parametrize("by", ["clusters", "largest", "coordination"])
def test_the_frontier_has_the_points_of_the_library(problem, by):
    printed = asked("frontier", "--by", by, "--points", 4)
    found = cl.frontier(problem, by, 4)
    table = written("frontier.csv")
    same(table, found.table, "cost", "more", "alone")
    assert table[by].to_list() == pytest.approx(found.table.index.to_list())
    assert " ".join(f"{found.headline}.".split()) in " ".join(printed.split())


# roadmap


def test_the_roadmap_moves_who_the_library_moves_when(problem):
    today = {"001": "a pair", "002": "a pair"}
    there = cl.solve(problem.replace(today=today))
    way = cl.roadmap(there, years=3, budget=[0, 4, 20], most_moves=3)
    asked(
        *("roadmap", "--today", "partnership", "--years", 3),
        *("--budget", "0, 4, 20", "--most-moves", 3),
    )
    moves = written("roadmap.csv").set_index("council")
    assert moves["year"].to_dict() == dict(way.year_of)
    same(written("roadmap.cash.csv"), way.cash, "spent", "running", "net")


def test_a_roadmap_goes_as_far_as_the_budget_allows_if_that_is_asked(plan, refused):
    told = refused("roadmap", *MAP, "--max-size", 3, "--years", 2, "--budget", 1)
    assert told.endswith("in a year, or --partly to go as far as that allows")
    assert "the budgets of all years come to £2.0m; " in told
    told = refused("roadmap", *MAP, "--max-size", 3, "--years", 9, "--budget", 1.9)
    assert "come to £17.1m; but steps may cost more one by one, and each has to fit" in told
    asked("roadmap", "--years", 2, "--budget", 1, "--partly")
    way = cl.roadmap(plan, years=2, budget=1, whole=False)
    assert written("roadmap.csv").set_index("council")["year"].to_dict() == dict(way.year_of)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--years", 20], "give --years 10 or fewer"),
        (["--each-step-pays", "--budget", 0], "--partly to go"),
        (["--most-moves", 1, "--years", 1], "give --most-moves of 2 or more"),
    ],
)
def test_a_roadmap_that_cannot_be_says_what_to_type(refused, more, told):
    said = refused("roadmap", *MAP, "--max-size", 3, *more)
    assert told in said
    assert "=" not in said


# sweep


def test_draws_are_those_of_the_library(problem):
    printed = asked("sweep", "--draws", 6, "--figure", "coordination.kappa", "--seed", 3)
    draws = cl.draws(problem, 6, figures=["coordination.kappa"], seed=3)
    found = cl.sweep(problem, draws)
    same(written("sweep.csv"), found.table, "coordination.kappa", "objective", "saving")
    same(written("sweep.plans.csv"), found.plans, "wins", "greatest_regret")
    assert " ".join(f"{found.headline}.".split()) in " ".join(printed.split())


def test_a_sweep_that_was_stopped_writes_what_there_is(monkeypatch, folder):
    swept = cl.sweep

    def first_alone(problem, changes, *args, **options):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("clusterer.questions.sweeps.bench.Bench.solve", _one_solve())
            return swept(problem, changes, *args, **options)

    monkeypatch.setattr(cl, "sweep", first_alone)
    printed = asked("sweep", "--figure", "coordination.kappa")
    assert "0 of 2 scenarios so far" in printed
    assert written("sweep.csv")["status"].to_list() == ["not solved"] * 2
    assert not list((folder / "output").glob("*.png"))


def _one_solve():
    """Return a solve of a bench that is stopped after its first."""
    real, left = Bench.solve, [1]

    def solve(self, *args, **options):
        return real(self, *args, **options) if left and left.pop() else None

    return solve


def test_without_draws_each_figure_goes_to_both_ends(problem):
    asked("sweep", "--figure", "coordination.kappa", "--figure", "set-up.optimism_bias")
    wanted = cl.ends(problem, figures=["coordination.kappa", "set-up.optimism_bias"])
    found = written("sweep.csv")
    assert found["scenario"].to_list() == wanted.index.to_list()


def test_a_sweep_goes_on_where_its_record_ends(folder):
    options = ["--figure", "coordination.kappa", "--record", "kept.jsonl"]
    asked("sweep", "--draws", 2, *options)
    lines = len((folder / "kept.jsonl").read_text().splitlines())
    asked("sweep", "--draws", 3, *options)
    assert len((folder / "kept.jsonl").read_text().splitlines()) == lines + 1


# report


TITLE = "Councils that share services: districts"
"""The heading of a report on the map."""


def asked_for_a_report(*args) -> str:
    quick = ["--format", "html", "--no-sensitivity", "--alternatives", 1]
    return asked("report", *quick, *args)


def test_all_kinds_of_files_are_written_unless_told_otherwise(plan, folder):
    pytest.importorskip("docx")
    pytest.importorskip("xlsxwriter")
    asked("report", "--no-sensitivity", "--alternatives", 1)
    for end in ("html", "docx", "xlsx"):
        wanted = cl.report(f"wanted.{end}", plan, title=TITLE, sensitivity=False, alternatives=1)
        assert (folder / "output" / f"districts.{end}").read_bytes() == wanted.read_bytes()


def test_a_kind_of_file_whose_package_is_missing_is_left_out_or_refused(
    monkeypatch, refused, caplog, folder
):
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    asked("report", "--no-sensitivity", "--alternatives", 0)
    assert [path.name for path in (folder / "output").iterdir()] == ["districts.html"]
    assert "no .docx is written: a report as .docx needs python-docx: pip install" in caplog.text
    told = refused("report", *MAP, "--format", "xlsx")
    assert told.startswith("clusterer: --format 'xlsx': a report as .xlsx needs xlsxwriter: pip")


def test_a_report_has_the_title_and_the_chapters_that_are_asked_for(plan, folder):
    said = {"title": "Sharing in six towns", "date": "1 May"}
    asked_for_a_report(
        "--by", "residents", "--years", 2, "--title", said["title"], "--date", "1 May"
    )
    more = [cl.consent(plan, "residents"), cl.roadmap(plan, years=2)]
    wanted = cl.report("wanted.html", plan, *more, sensitivity=False, alternatives=1, **said)
    assert (folder / "output" / "districts.html").read_text("utf-8") == wanted.read_text("utf-8")


@pytest.mark.parametrize(
    ("years", "budget", "takes"),
    [(3, 1, "a budget of £5.25m or more in a year."), (1, 6, "more years or a larger budget.")],
)
def test_a_report_without_a_way_within_the_budget_says_why_and_has_all_else(
    folder, caplog, years, budget, takes
):
    asked_for_a_report("--years", years, "--budget", budget)
    page = (folder / "output" / "districts.html").read_text("utf-8")
    text = " ".join(re.sub("<[^>]+>", " ", page).split())
    asked_of_it = f"({years} year{'s' * (years > 1)}, £{budget}m a year)"
    assert f"No way to the plan keeps the conditions {asked_of_it}" in text
    assert f"It would take {takes}" in text
    assert "whole=False" not in page
    assert "The next best plans" in text
    assert "the report has no roadmap: no way to the plan" in caplog.text


def test_a_report_goes_as_far_as_the_budget_allows_if_that_is_asked(plan, folder):
    asked_for_a_report("--years", 3, "--budget", 1, "--partly", "--title", "Towns")
    way = cl.roadmap(plan, years=3, budget=1, whole=False)
    quick = {"alternatives": 1, "sensitivity": False, "title": "Towns"}
    wanted = cl.report("wanted.html", plan, way, **quick)
    assert (folder / "output" / "districts.html").read_text("utf-8") == wanted.read_text("utf-8")


def test_a_report_that_finds_no_way_in_time_says_so(folder, monkeypatch):
    def stopped(*_, **__):
        raise cl.NoPlanFoundError("stopped before any way was found")

    monkeypatch.setattr(cl, "roadmap", stopped)
    asked_for_a_report("--years", 3, "--budget", 1)
    page = (folder / "output" / "districts.html").read_text("utf-8")
    assert "No way to the plan, year by year, was found." in page
    assert "Stopped before any way was found." in page


def test_a_report_names_its_certificate_and_the_mark_that_verify_prints(folder):
    asked_for_a_report("--certificate")
    file = folder / "output" / "districts.certificate.json"
    printed = run("verify", file)
    assert "verified" in printed
    page = (folder / "output" / "districts.html").read_text("utf-8")
    assert "as districts.certificate.json, and the command" in page
    content = json.loads(file.read_text("utf-8"))
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    mark = hashlib.sha256(text.encode()).hexdigest()
    assert mark in page
    assert f"mark of the certificate: {mark} (SHA-256 of its content" in printed


def test_a_report_on_a_plan_that_is_given_writes_no_certificate(refused):
    told = refused("report", *MAP, "--certificate", "--plan", "plan.csv")
    assert "--certificate proves the plan that is found" in told


def test_the_way_in_a_report_keeps_within_the_budget_that_is_given(plan, folder):
    asked_for_a_report("--years", 3, "--budget", "6, 8")
    way = cl.roadmap(plan, years=3, budget=[6, 8])
    wanted = cl.report("wanted.html", plan, way, title=TITLE, sensitivity=False, alternatives=1)
    assert (folder / "output" / "districts.html").read_text("utf-8") == wanted.read_text("utf-8")
    assert len(set(way.year_of.values())) > 1


def test_a_report_on_options_recommends_the_cheapest_that_breaks_nothing(problem, folder):
    printed = asked_for_a_report("--options", "options.csv")
    drawn = {
        name: dict(zip(example_files.CODES, labels, strict=True))
        for name, labels in (("halves", "aabbba"), ("pairs", "112323"))
    }
    found = cl.appraise(problem, drawn)
    wanted = cl.report("wanted.html", found, title=TITLE, sensitivity=False, alternatives=1)
    assert (folder / "output" / "districts.html").read_text("utf-8") == wanted.read_text("utf-8")
    assert "'optimum' costs least" in " ".join(printed.split())


# Pictures.


@pytest.mark.parametrize(
    ("command", "args", "pictures"),
    [
        ("rank", [], ["ranked", "ranked.maps"]),
        ("why-not", ["--together", "Ashby, Barrow"], ["why-not"]),
        ("why-not", [], ["why-not"]),
        ("consent", ["--by", "equal"], ["consent.by-equal", "consent.by-equal.paid"]),
        ("frontier", [], ["frontier"]),
        ("roadmap", [], ["roadmap", "roadmap.cash"]),
        ("sweep", ["--figure", "coordination.kappa"], ["sweep", "sweep.figures"]),
        ("sweep", ["--draws", 2, "--figure", "coordination.kappa"], ["sweep", "sweep.regret"]),
    ],
)
def test_each_command_draws_its_pictures(monkeypatch, folder, command, args, pictures):
    drawn = []

    def save(draw, place):
        draw()
        texts = {text.get_text() for text in plt.gcf().findobj(Text)}
        drawn.append(place.name)
        assert any(len(text) > 20 for text in texts)  # Its headline.
        plt.close()
        place.touch()

    monkeypatch.setattr("clusterer.cli.folder.save_picture", save)
    asked(command, *args)
    assert drawn == [f"districts.{name}.png" for name in pictures]


# What they refuse: by option and value, before anything is solved.


@pytest.mark.parametrize(
    ("command", "args", "message"),
    [
        ("rank", ["--n", 3, "--diverse", 2], "give --n, or --diverse, and not both"),
        ("rank", ["--within", 5], "--within 5.0"),
        ("rank", ["--moves", 3], "--moves"),
        ("why-not", ["--together", "Ashby"], "--together"),
        ("why-not", ["--alone", "Ashbi"], "--alone 'Ashbi': there is no council 'Ashbi'"),
        ("why-not", ["--switching", "kappa"], "--switching 'kappa' is about one wish; say which"),
        ("why-not", ["--alone", "Ashby", "--plan", "no.csv"], "there is no file 'no.csv'"),
        ("why-not", ["--alone", "Ashby", "--column", "x"], "--column 'x' is a column of --plan"),
        (
            "consent",
            ["--plan", "plan.csv", "--column", "x"],
            "--column 'x' is no column of plan.csv; there are code, halves, cluster",
        ),
        (
            "consent",
            ["--plan", "gap.csv"],
            "gap.csv, column 'cluster': no cluster for Fosse (006); fill in the cell in row 7",
        ),
        ("consent", ["--by", "people"], "--by 'people': there is no column 'people'; there are "),
        (
            "consent",
            ["--by", "equal 50%, people 50%"],
            "or a mixture such as 'equal 50%, population 50%'",
        ),
        (
            "consent",
            ["--by", "title"],
            "a column such as population, or a mixture such as 'equal 50%, population 50%'",
        ),
        (
            "consent",
            ["--by", "equal 50%, residents 20%"],
            "--by 'equal 50%, residents 20%': the parts come to 70%; make them 100%",
        ),
        ("consent", ["--by", "equal 50%, residents"], "--by 'equal 50%, residents' is no mixture"),
        ("frontier", ["--by", "beauty"], "beauty"),
        ("roadmap", ["--budget", "lots"], "--budget 'lots' must be a number of £m"),
        ("sweep", ["--figure", "beauty"], "beauty"),
        ("report", ["--format", "pdf"], "--format 'pdf' is none of html, docx, xlsx"),
        ("report", ["--budget", "5"], "--budget '5' is about --years N; give that too"),
        ("report", ["--partly"], "--partly is about --years N; give that too"),
        (
            "report",
            ["--years", 2, "--budget", "lots"],
            "--budget 'lots' must be a number of £m",
        ),
        ("report", ["--rest-alone"], "--option and --rest-alone are about --options FILE"),
        ("report", ["--options", "a.csv", "--plan", "b.csv"], "leave out one of the two"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_line(refused, folder, command, args, message):
    told = refused(command, *MAP, "--max-size", 3, *args)
    assert told.startswith("clusterer: ")
    assert message in told
    assert "\n" not in told
    assert command != "consent" or not re.search(r"shares = |[{}]|\['", told)
    assert not (folder / "output").exists()


@pytest.mark.parametrize(
    ("command", "option", "value"),
    [
        ("rank", "--n", 0),
        ("rank", "--diverse", 0),
        ("frontier", "--points", 1),
        ("roadmap", "--years", 0),
        ("roadmap", "--most-moves", 0),
        ("sweep", "--draws", 0),
        ("sweep", "--seed", -1),
        ("report", "--alternatives", -1),
    ],
)
def test_a_number_out_of_range_is_told_with_its_option(command, option, value):
    result = CliRunner().invoke(program.app, [command, *MAP, option, str(value)])
    assert result.exit_code == 2
    assert option in result.output


@pytest.mark.parametrize(
    ("command", "args", "file"),
    [
        ("rank", [], "districts.ranked.csv"),
        ("sweep", ["--record", "output/districts.sweep.csv"], "districts.sweep.csv"),
    ],
)
def test_no_file_that_the_answer_is_made_of_is_overwritten(refused, folder, command, args, file):
    (folder / "output").mkdir()
    (folder / "output" / file).write_text("mine", encoding="utf-8")
    mine = ["--join", f"output/{file}", "--on", "code"] if command == "rank" else args
    told = refused(command, *MAP, *mine)
    assert "would be overwritten by the result; choose another folder" in told
    assert (folder / "output" / file).read_text("utf-8") == "mine"


# How they end if they are stopped.


@pytest.mark.parametrize(
    "command", ["rank", "frontier", "why-not", "consent", "roadmap", "sweep", "report"]
)
def test_stopped_before_an_answer_they_say_so(command, monkeypatch, capsys, folder):
    def stop(*args, **kwargs):
        raise KeyboardInterrupt

    for name in ("solve", "rank", "frontier", "sweep"):
        monkeypatch.setattr(cl, name, stop)
    monkeypatch.setattr("sys.argv", ["clusterer", command, *MAP])
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == 130
    said = capsys.readouterr().err
    assert said.endswith("clusterer: interrupted before there was an answer\n")
    assert not (folder / "output").exists()


def test_who_stops_the_solve_is_not_asked_to_stop_the_question_too(monkeypatch, capsys, folder):
    real = cl.solve

    def solve(problem, **options):
        signal.raise_signal(signal.SIGINT)  # Noted, and heeded by the solve itself.
        return real(problem, **options)

    monkeypatch.setattr(cl, "solve", solve)
    monkeypatch.setattr("sys.argv", ["clusterer", "why-not", *MAP, "--alone", "Ashby"])
    with pytest.raises(SystemExit) as ended:
        program.main()
    assert ended.value.code == 130
    said = capsys.readouterr().err
    assert said.endswith("clusterer: interrupted before there was an answer\n")


def test_a_time_limit_that_is_over_leaves_a_plan_and_says_what_is_not_known(folder, monkeypatch):
    printed = asked("why-not", "--alone", "Ashby", "--time-limit", 1e-6)
    assert "next: clusterer consent districts.gpkg ..., " in printed
