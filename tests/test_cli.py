"""The command line: what it prints, the files that it writes, and how it refuses."""

from __future__ import annotations

import inspect
import json
import logging
import re
import subprocess
import sys
import warnings
from pathlib import Path

import geopandas as gpd
import matplotlib.pyplot as plt
import pandas as pd
import pyogrio
import pytest
from commands import run
from maps import grid
from typer.testing import CliRunner

import clusterer as cl
from clusterer.cli import program as cli
from clusterer.cli import stating, words
from clusterer.cli.folder import check_folder
from clusterer.cli.options.costs import Preset
from clusterer.cli.options.the_map import Year
from clusterer.cli.problems import Stated
from clusterer.terms.presets import PRESETS

PNG = b"\x89PNG\r\n\x1a\n"


pytestmark = pytest.mark.usefixtures("closed_figures")


@pytest.fixture
def towns(tmp_path):
    """Write two rows of three square councils to a GeoPackage of one layer."""
    table = grid(2, 3, side=10_000).rename(columns={"name": "title", "population": "residents"})
    table["code"] = table.index
    path = tmp_path / "towns.gpkg"
    table.reset_index(drop=True).to_file(path)
    return path


def solved(towns, *args, out, stem="towns"):
    """Solve the towns by the command line, and return the councils that it writes."""
    options = ["--population", "residents", "--index", "code", "--name", "title", "--out", out]
    run("solve", towns, *options, *args)
    return pd.read_csv(out / f"{stem}.csv", index_col=0)


# London.


@pytest.fixture(scope="module")
def london_run(tmp_path_factory):
    out = tmp_path_factory.mktemp("london") / "a" / "b"
    return run("london", "--max-size", "3", "--out", out), out


@pytest.fixture(scope="module")
def plan(london, thames_crossings) -> cl.Plan:
    graph = cl.adjacency(london, crossings=thames_crossings)
    rules = [cl.MaxSize(3)]
    return cl.solve(cl.Problem(london, cl.preset("central"), rules, adjacency=graph))


def test_london_prints_the_plan_that_the_library_finds(london_run, plan):
    printed, _ = london_run
    assert f"{plan.headline}." in printed
    assert f"Objective £{plan.objective:,.3f}m, bound £{plan.bound:,.3f}m" in printed
    assert f"gap 0.0000%; {plan.n_candidates:,} candidates" in printed
    for members in plan.clusters["members"]:
        assert all(name in printed for name in members.split(", "))
    assert "illustrative defaults, not a forecast" in printed


def test_london_tells_its_progress_where_no_terminal_is(london_run):
    printed, _ = london_run
    assert re.search(r"^ +\d+\.\d s  finding the clusters", printed, re.MULTILINE)
    assert re.search(r"^ +\d+\.\d s  done: .* best plan £[\d,.]+m, bound", printed, re.MULTILINE)
    assert "inf" not in printed


def test_london_writes_a_picture(london_run):
    _, out = london_run
    picture = out / "london.png"
    assert picture.read_bytes().startswith(PNG)
    height, width, _ = plt.imread(picture).shape
    assert min(height, width) > 800


def test_london_writes_the_plan_as_a_geopackage_and_a_table(london_run, plan):
    printed, out = london_run
    councils = gpd.read_file(out / "london.gpkg", layer="councils").set_index("gss")
    assert councils["cluster"].astype(int).to_dict() == plan.assignment.to_dict()
    clusters = gpd.read_file(out / "london.gpkg", layer="clusters")
    assert clusters["total_gbp_m"].sum() == pytest.approx(plan.objective)
    table = pd.read_csv(out / "london.csv", index_col="gss")
    assert table["cluster"].to_dict() == plan.assignment.to_dict()
    for end in ("png", "gpkg", "csv"):
        assert f"wrote {out / 'london'}.{end}" in printed


def test_london_of_another_year_and_preset_is_another_plan(london_run, tmp_path):
    options = ["--year", "2022", "--preset", "null", "--max-size", "2", "--out", tmp_path]
    assert "all 32 councils alone: £" in run("london", *options)


# Maps of one's own.


def test_a_file_is_solved_as_by_the_library(towns, tmp_path):
    found = solved(towns, "--max-size", "3", out=tmp_path / "out")
    frame = grid(2, 3, side=10_000)
    plan = cl.solve(cl.Problem(frame, cl.preset("central"), [cl.MaxSize(3)]))
    assert found["cluster"].to_dict() == plan.assignment.to_dict()
    assert found["title"].to_dict() == frame["name"].to_dict()


def test_rules_and_limits_are_kept(towns, tmp_path):
    found = solved(
        towns,
        *("--together", "R0C0, R0C1", "--apart", "r1c0,r1c1", "--apart", "R0C0, R0C2"),
        *("--at-least", "3", "--at-most", "3"),
        out=tmp_path / "out",
    )["cluster"]
    assert found.nunique() == 3
    assert found["r0c0"] == found["r0c1"]
    assert found["r1c0"] != found["r1c1"]
    assert found["r0c0"] != found["r0c2"]


@pytest.mark.parametrize(
    ("options", "terms", "rules"),
    [
        (["--politics", "2.5"], [cl.Politics(2.5)], []),
        (["--min-population", "400000"], [], [cl.PopulationBounds(at_least=400_000)]),
        (["--max-population", "6e5"], [], [cl.PopulationBounds(at_most=600_000)]),
        (["--max-distance", "12"], [], [cl.MaxDistance(12)]),
    ],
)
def test_further_terms_and_rules_are_those_of_the_library(options, terms, rules, towns, tmp_path):
    problem = Stated.given(
        "solve",
        file=towns,
        population="residents",
        index="code",
        **{key[2:].replace("-", "_"): float(value) for key, value in [options]},
    ).problem()
    frame = grid(2, 3, side=10_000)
    wanted = cl.Problem(frame, [*cl.preset("central"), *terms], [cl.MaxSize(7), *rules])
    found = solved(towns, *options, out=tmp_path / "out")["cluster"]
    plan = cl.solve(wanted)
    assert problem.evaluate(found).objective == pytest.approx(plan.objective)
    assert len(problem.candidates()) == len(wanted.candidates())


def test_rules_are_those_of_the_library(towns):
    table = gpd.read_file(towns).assign(county=list("xxxyyy"))
    table.loc[5, "title"] = "Town, City of"
    table.to_file(towns)
    for options, rules in (
        ({"min_size": 2}, [cl.MinSize(2)]),
        ({"min_size": 3, "or_alone": True}, [cl.MinSize(3, alone=True)]),
        (
            {"max_population": 2e5, "or_alone": True},
            [cl.PopulationBounds(at_most=2e5, population="residents", alone=True)],
        ),
        ({"nested": "county"}, [cl.Nested("county")]),
        ({"alone": ["R0C0, r1c1"]}, [cl.Alone("R0C0", "r1c1")]),
        ({"alone": ["R0C0", "Town, City of"]}, [cl.Alone("R0C0"), cl.Alone("Town, City of")]),
    ):
        stated = Stated.given(
            "solve", file=towns, population="residents", index="code", name="title", **options
        )
        assert list(stated.problem().rules) == [cl.MaxSize(7), *rules]
        again = Stated.of({"problem": json.loads(json.dumps(stated.as_json()))})
        assert again.problem().rules == stated.problem().rules


def test_who_stands_alone_and_floors_that_spare_councils_alone(towns, tmp_path):
    found = solved(
        towns,
        *("--alone", "R0C0", "--min-size", "3", "--or-alone", "--certificate"),
        out=tmp_path / "out",
    )["cluster"]
    sizes = found.map(found.value_counts())
    assert sizes["r0c0"] == 1
    assert set(sizes) <= {1, 3, 4, 5}
    printed = run("verify", tmp_path / "out" / "towns.certificate.json")
    assert "--min-size 3 --or-alone --alone R0C0" in printed


def test_a_floor_out_of_reach_is_told_in_options(refused, towns):
    told = refused("solve", towns, "--population", "residents", "--min-size", "9")
    assert "MinSize(9)" in told
    assert told.endswith("or spare councils alone with --or-alone.")


def test_nothing_to_spare_councils_alone_from_is_told(refused, towns):
    told = refused("solve", towns, "--population", "residents", "--or-alone")
    assert told == (
        "clusterer: --or-alone spares councils alone from --min-size, --min-population and "
        "--max-population; give one of these, or leave it out"
    )


def test_a_cap_on_size_is_dropped_for_the_asking(towns, tmp_path):
    out = tmp_path / "out"
    one = ["--at-most", "1", "--certificate"]
    assert solved(towns, "--max-size", "none", *one, out=out)["cluster"].nunique() == 1
    printed = run("verify", out / "towns.certificate.json")
    assert "--max-size none" in printed
    assert Stated("london", {"max_size": "none"}).problem().rules == ()


@pytest.mark.parametrize("value", ["0", "-3", "2.5", "any", "None"])
def test_a_cap_on_size_that_is_none_at_all_is_refused(value):
    result = CliRunner().invoke(cli.app, ["london", "--max-size", value])
    assert result.exit_code == 2
    assert "whole number, 1 or more" in " ".join(result.output.split())


def test_the_library_runs_as_a_module():
    command = [sys.executable, "-m", "clusterer", "--version"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == f"clusterer {cl.__version__}"


@pytest.mark.parametrize("option", [("--link", "R0C0, R0C2"), ("--within-km", "20")])
def test_councils_apart_are_joined_by_a_link_or_by_distance(towns, tmp_path, option):
    group = ["--together", "R0C0, R0C2", "--max-size", "2"]
    found = solved(towns, *group, *option, out=tmp_path / "out")["cluster"]
    assert found["r0c0"] == found["r0c2"]


def test_degrees_are_projected_on_request(towns, tmp_path):
    path = tmp_path / "degrees.geojson"
    gpd.read_file(towns).to_crs(4326).to_file(path)
    options = ["--population", "residents", "--crs", "EPSG:27700", "--out", tmp_path / "out"]
    run("solve", path, *options)
    assert gpd.read_file(tmp_path / "out/degrees.gpkg", layer="councils").crs == "EPSG:27700"


def test_without_an_index_councils_are_numbered(towns, tmp_path):
    run("solve", towns, "--population", "residents", "--out", tmp_path / "out")
    assert pd.read_csv(tmp_path / "out/towns.csv", index_col=0).index.to_list() == list(range(6))


def notes_of(caplog, *args):
    """Return what is noted of the councils' names."""
    caplog.clear()
    run("solve", *args, "--population", "residents")
    return [text for text in caplog.messages if "row number" in text]


def test_without_names_it_is_told_which_columns_could_be(towns, tmp_path, caplog):
    out = ["--out", tmp_path / "out"]
    assert notes_of(caplog, towns, *out) == [
        "councils go by row number; choose a column of names with --name: there are title, code"
    ]
    assert notes_of(caplog, towns, *out, "--name", "title") == []
    assert notes_of(caplog, towns, *out, "--index", "code") == []
    bare = tmp_path / "bare.gpkg"
    gpd.read_file(towns).drop(columns=["title", "code"]).to_file(bare)
    (note,) = notes_of(caplog, bare, *out)
    assert note.endswith("none differs for each")


def test_borders_that_run_apart_are_borders_within_the_tolerance(towns, tmp_path):
    table = gpd.read_file(towns)
    table.geometry = table.geometry.buffer(-20, join_style="mitre")
    path = tmp_path / "gaps.gpkg"
    table.to_file(path)
    group = ["--together", "R0C0, R0C1", "--tolerance", "50"]
    found = solved(path, *group, out=tmp_path / "out", stem="gaps")["cluster"]
    assert found["r0c0"] == found["r0c1"]


def test_a_layer_is_chosen_by_name(towns, tmp_path):
    gpd.read_file(towns).iloc[:2].to_file(towns, layer="few")
    run("solve", towns, "--population", "residents", "--layer", "few", "--out", tmp_path / "out")
    assert len(pd.read_csv(tmp_path / "out/towns.csv")) == 2


def test_a_layer_without_geometry_is_no_choice(towns, tmp_path):
    pyogrio.write_dataframe(pd.DataFrame({"style": ["plain"]}), towns, layer="layer_styles")
    assert len(gpd.list_layers(towns)) == 2
    run("solve", towns, "--population", "residents", "--out", tmp_path / "out")
    assert len(pd.read_csv(tmp_path / "out/towns.csv")) == 6


def test_brackets_in_names_are_printed_as_they_are(towns, tmp_path):
    table = gpd.read_file(towns)
    table["title"] = [f"Town [part {i}]" for i in range(6)]
    path = tmp_path / "brackets.gpkg"
    table.to_file(path)
    printed = run(
        *("solve", path, "--population", "residents", "--name", "title", "--out", tmp_path / "out")
    )
    assert all(f"[part {i}]" in printed for i in range(6))


# Councils as they are typed.


def test_codes_that_are_numbers_are_councils(towns, tmp_path):
    table = gpd.read_file(towns)
    table["code"] = range(101, 107)
    path = tmp_path / "numbers.gpkg"
    table.to_file(path)
    options = ["--population", "residents", "--index", "code", "--out", tmp_path / "out"]
    run("solve", path, *options, "--together", "101,102", "--apart", "103, 106")
    found = pd.read_csv(tmp_path / "out/numbers.csv", index_col=0)["cluster"]
    assert found[101] == found[102]
    assert found[103] != found[106]


@pytest.mark.parametrize("group", ['"R0C0, City of", R0C1', "R0C0, City of; R0C1"])
def test_names_with_a_comma_are_quoted_or_stand_among_semicolons(towns, tmp_path, group):
    table = gpd.read_file(towns)
    table.loc[0, "title"] = "R0C0, City of"
    path = tmp_path / "commas.gpkg"
    table.to_file(path)
    found = solved(path, "--together", group, out=tmp_path / "out", stem="commas")["cluster"]
    assert found["r0c0"] == found["r0c1"]


# Help.


def test_the_version_is_told():
    assert run("--version").strip() == f"clusterer {cl.__version__}"


COMMANDS = [one for some in cli.COMMANDS.values() for one in some]
"""All commands."""

QUESTIONS = [one for one in COMMANDS if one.__name__ != "verify"]
"""Those that state a problem."""


def name_of(command) -> str:
    return command.__name__.replace("_", "-")


def help_of(*args) -> str:
    env = {"COLUMNS": "150", "TERM": "dumb"}
    result = CliRunner().invoke(cli.app, [*args, "--help"], env=env)
    assert result.exit_code == 0
    return re.sub(r"\x1b\[[0-9;]*m", "", result.output)


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_help_ends_with_examples_that_are_commands(command):
    printed = help_of(name_of(command))
    examples = re.findall(rf"^ clusterer ({name_of(command)} .*?) *$", printed, re.MULTILINE)
    assert len(examples) >= 2
    accepted = set(re.findall(r"--[a-z-]+", printed.split("Examples:")[0]))
    assert set(re.findall(r"--[a-z-]+", " ".join(examples))) <= accepted


@pytest.mark.parametrize("command", QUESTIONS, ids=name_of)
def test_help_begins_with_the_question_and_tells_which_files_are_written(command):
    said = inspect.getdoc(command)
    first = said.splitlines()[0]
    assert "?" in first or command.__name__ == "london"
    assert "rites" in said
    assert ".csv" in said
    assert ".png" in said
    assert "--out" in help_of(name_of(command))


@pytest.mark.parametrize("command", COMMANDS, ids=name_of)
def test_the_page_on_commands_has_a_question_for_each(command):
    page = (Path(__file__).parents[1] / "docs" / "command_line.md").read_text("utf-8")
    assert re.search(rf"(?m)^\| .*\? \| .*`clusterer {name_of(command)}\b", page)


@pytest.mark.parametrize("command", QUESTIONS, ids=name_of)
def test_all_commands_state_a_problem_by_the_same_options(command):
    own = inspect.signature(command).parameters
    for name, option in inspect.signature(stating.stated_by).parameters.items():
        if command is cli.london and name in stating.OF_A_FILE:
            assert name not in own
            continue
        called = f"rule_{name}" if command is cli.why_not and f"rule_{name}" in own else name
        assert own[called].default == option.default
    assert own["out"].default == Path("output")
    assert own["time_limit"].default is None


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], ["london", "solve"]),
        (["compare"], ["OPTIONS", "--rest-alone", "--option", "--council", "--max-size"]),
        (["london"], ["--politics", "--max-distance", "--min-population", "--max-population"]),
        (["solve"], ["--politics", "--max-distance", "--tolerance", "Bristol, City of; Bath"]),
        (["london"], ["--preset", "--max-size", "--year", "--together", "--apart", "--at-most"]),
        (
            ["solve"],
            ["Boundaries", "--population", "--index", "--name", "--layer", "--crs", "--link"],
        ),
    ],
)
def test_help_tells_of_commands_and_options(args, words):
    printed = help_of(*args)
    assert all(word in printed for word in words)


def test_called_without_a_command_it_gives_help():
    assert "solve" in CliRunner().invoke(cli.app, []).output


# What it refuses.


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (
            ["--apart", "Camden, Camdem"],
            "--apart 'Camden, Camdem': there is no council 'Camdem'; did you mean 'Camden'?",
        ),
        (["--together", "Camden"], "Together needs two councils or more, got ['Camden']"),
        (["--at-least", 5, "--at-most", 3], "ClusterCount asks for at least 5 and at most 3..."),
        (["--gap", 2], "--gap 2.0 must be a fraction from 0 to 1"),
        (["--within-km", -3], "--within-km -3.0 must be a number of km, 0 or more"),
        (["--time-limit", 0], "--time-limit 0.0 must be a number of seconds above 0"),
        (["--max-size", 3, "--at-most", 3], "no plan keeps MaxSize(3) and ...at most 3..."),
    ],
)
def test_london_refuses_in_a_line(refused, args, message, tmp_path):
    told = refused("london", *args, "--out", tmp_path)
    pattern = ".*".join(map(re.escape, f"clusterer: {message}".split("...")))
    assert re.fullmatch(pattern, told, re.DOTALL), told
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("option", "value", "choices"),
    [
        ("--preset", "best", ["null", "central", "business-case"]),
        ("--year", "2007", ["2006", "2022", "2026"]),
    ],
)
def test_an_unknown_choice_is_told_the_choices(option, value, choices):
    result = CliRunner().invoke(cli.app, ["london", option, value])
    assert result.exit_code == 2
    assert option in result.output
    assert all(choice in result.output for choice in choices)


def test_the_choices_are_those_of_the_library():
    assert [str(choice) for choice in Preset] == list(PRESETS)
    for year in Year:
        assert len(cl.datasets.london(int(year))) == 32


def test_a_file_that_is_not_there(refused, tmp_path):
    path = tmp_path / "nowhere.gpkg"
    told = refused("solve", path, "--population", "residents")
    assert told == f"clusterer: there is no file {str(path)!r}"


def test_a_file_that_holds_no_map(refused, tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("hello")
    told = refused("solve", path, "--population", "residents")
    assert told.startswith("clusterer: cannot read notes.txt: ")


def test_a_table_without_boundaries(refused, tmp_path):
    path = tmp_path / "towns.csv"
    path.write_text("name,residents\nBath,100000\n")
    told = refused("solve", path, "--population", "residents", "--crs", "EPSG:27700")
    assert told == (
        "clusterer: towns.csv has no geometry; give a file with boundaries, and join tables to it "
        "with --join; a CSV needs a column of areas or points in WKT, such as "
        "'POINT (530000 180000)', or two columns of coordinates, named with --xy"
    )


def test_a_layer_that_is_not_there(refused, towns):
    told = refused("solve", towns, "--population", "residents", "--layer", "villages")
    assert told == "clusterer: towns.gpkg has no layer 'villages'; there are towns"


def test_several_layers_and_none_chosen(refused, towns):
    gpd.read_file(towns).to_file(towns, layer="copy")
    told = refused("solve", towns, "--population", "residents")
    assert told == "clusterer: towns.gpkg has the layers towns, copy; choose one with --layer"


@pytest.mark.parametrize("option", ["--index", "--name"])
def test_a_column_for_index_or_name_that_is_not_there(refused, towns, option):
    told = refused("solve", towns, "--population", "residents", option, "gss")
    assert told == (
        f"clusterer: {option} 'gss' is no column of towns.gpkg; there are title, residents, "
        "seats_red, seats_blue, seats_total, code, geometry"
    )


def test_a_column_of_residents_that_is_not_there(refused, towns):
    told = refused("solve", towns, "--population", "resident")
    assert told == (
        "clusterer: --population: councils have no column 'resident'; did you mean 'residents'? "
        "there are ['title', 'residents', 'seats_red', 'seats_blue', 'seats_total', 'code']; or "
        "join a table that has it with --join FILE --on COLUMN"
    )


def test_a_council_with_fewer_residents_than_none(refused, towns, tmp_path):
    table = gpd.read_file(towns)
    table.loc[4, "residents"] = -1
    table.to_file(towns)
    told = refused("solve", towns, "--population", "residents", "--name", "title")
    assert re.fullmatch(r"clusterer: R1C1 \(4\): residents = .*-1.* is below 0; correct it", told)


def test_an_unknown_crs(refused, towns):
    told = refused("solve", towns, "--population", "residents", "--crs", "EPSG:north")
    assert told.startswith("clusterer: cannot project to --crs 'EPSG:north': ")


def test_a_file_without_a_crs(refused, towns, tmp_path):
    path = tmp_path / "naked.shp"
    gpd.read_file(towns)[["residents", "geometry"]].to_file(path)
    path.with_suffix(".prj").unlink()
    # Degrees that are only taken for metres would give a plan, and a wrong one.
    remedy = (
        "say what its coordinates are with --source-crs: EPSG:4326 if they are degrees, and "
        "EPSG:27700 only if they are metres of the British National Grid"
    )
    told = refused("solve", path, "--population", "residents")
    assert told.endswith(f"councils have no CRS, so no distance is known; {remedy}")
    told = refused("solve", path, "--population", "residents", "--crs", "EPSG:27700")
    assert told.endswith(
        f"naked.shp does not say its CRS, so that --crs cannot project it; {remedy}"
    )


def test_what_is_noted_is_noted_once(capsys):
    with words.notes():
        for _ in range(2):
            logging.getLogger("clusterer.councils").warning("a bridge is out")
    assert capsys.readouterr().err == "note: a bridge is out\n"


def test_what_is_warned_of_is_noted_once(capsys):
    with words.notes():
        for _ in range(2):
            warnings.warn("a bridge is thin", cl.ImplausibleWarning, stacklevel=1)
        with pytest.warns(UserWarning, match="by others"):
            warnings.warn("by others", UserWarning, stacklevel=1)
    assert capsys.readouterr().err == "note: a bridge is thin\n"


def test_degrees_that_the_file_calls_metres(refused, towns, tmp_path):
    path = tmp_path / "relabelled.gpkg"
    gpd.read_file(towns).to_crs(4326).set_crs(27700, allow_override=True).to_file(path)
    told = refused("solve", path, "--population", "residents")
    assert "are degrees of longitude and latitude" in told
    assert told.endswith("project them with --crs, for England --crs EPSG:27700")


def test_degrees_that_are_not_projected(refused, towns, tmp_path):
    path = tmp_path / "degrees.geojson"
    gpd.read_file(towns).to_crs(4326).to_file(path)
    told = refused("solve", path, "--population", "residents")
    assert "is no projected CRS" in told
    assert told.endswith("project them with --crs, for England --crs EPSG:27700")


def test_a_link_to_nowhere(refused, towns):
    options = ["--population", "residents", "--name", "title"]
    told = refused("solve", towns, *options, "--link", "R0C0")
    assert told == (
        "clusterer: --link 'R0C0' must name two councils, such as 'Bexley, Havering', and names 1; "
        "names with a comma stand among semicolons: 'Bristol, City of; Bath'"
    )
    assert "and names 3; " in refused("solve", towns, *options, "--link", "R0C0, Bristol, City of")
    told = refused("solve", towns, *options, "--link", "R0C0, Atlantis")
    assert told.startswith("clusterer: --link 'R0C0, Atlantis': there is no council 'Atlantis'")


# What it refuses before it solves, and how it ends if it is stopped.


@pytest.fixture
def unsolved(monkeypatch):
    def solve(*args, **kwargs):
        raise AssertionError("it went on to solve")

    monkeypatch.setattr(cl, "solve", solve)


@pytest.mark.usefixtures("unsolved")
@pytest.mark.parametrize("inside", ["", "plans", "plans/a"])
def test_a_folder_that_cannot_be_is_refused_before_the_solve(refused, tmp_path, inside):
    path = tmp_path / "file"
    path.touch()
    told = refused("london", "--out", path / inside)
    assert told.startswith(f"clusterer: cannot write to --out {str(path / inside)!r}: ")
    assert "\n" not in told
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.usefixtures("unsolved")
def test_the_boundaries_are_not_overwritten(refused, towns, monkeypatch):
    monkeypatch.chdir(towns.parent)
    before = towns.read_bytes()
    told = refused("solve", "towns.gpkg", "--population", "residents", "--out", towns.parent)
    assert told == (
        f"clusterer: towns.gpkg would be overwritten by the result; choose another folder than "
        f"--out {str(towns.parent)!r}"
    )
    assert towns.read_bytes() == before


def test_a_folder_is_only_tried(tmp_path):
    check_folder(tmp_path / "a" / "b")
    check_folder(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_is_told_in_a_line(refused, tmp_path):
    (tmp_path / "london.png").mkdir()
    told = refused("london", "--max-size", 2, "--out", tmp_path)
    assert told.startswith(f"clusterer: cannot write to --out {str(tmp_path)!r}: ")


@pytest.mark.parametrize(
    ("ending", "options"),
    [
        (KeyboardInterrupt(), []),
        (cl.NoPlanFoundError("stopped"), []),
        (cl.NoPlanFoundError("stopped"), ["--time-limit", "600"]),
    ],
)
def test_stopped_before_any_plan_it_says_so(ending, options, monkeypatch, capsys, tmp_path):
    def solve(*args, **kwargs):
        raise ending

    monkeypatch.setattr(cl, "solve", solve)
    monkeypatch.setattr(sys, "argv", ["clusterer", "london", "--out", str(tmp_path), *options])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130
    assert capsys.readouterr().err == "clusterer: interrupted before any plan was found\n"


# It speaks of options, not of Python.


def test_every_phrase_that_is_put_in_options_is_one_of_the_library():
    source = Path(cl.__file__).parent
    texts = [
        re.sub(r'"\s*\n\s*f?"', "", path.read_text("utf-8"))
        for path in source.rglob("*.py")
        if path.name != "words.py"
    ]
    for phrase in words.IN_OPTIONS:
        assert any(phrase in text for text in texts), phrase


def test_an_island_is_told_with_the_option_that_links_it(towns, tmp_path, monkeypatch, capsys):
    table = gpd.read_file(towns)
    table.loc[0, "geometry"] = table.loc[0, "geometry"].buffer(-1_000)
    path = tmp_path / "island.gpkg"
    table.to_file(path)
    args = [
        "solve",
        path,
        "--population",
        "residents",
        "--name",
        "title",
        "--out",
        tmp_path / "out",
    ]
    monkeypatch.setattr(sys, "argv", ["clusterer", *map(str, args)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    told = capsys.readouterr().err
    assert "note: 1 of 6 councils have no neighbour and can only stand alone: R0C0 (0); " in told
    assert "add links by name with --link 'Isle; Town'" in told
    assert "crossings" not in told
