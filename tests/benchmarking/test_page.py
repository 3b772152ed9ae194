"""The page, its tables and plots, made from results; and what is committed is so made."""

from __future__ import annotations

import json
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from benchmarks import __main__ as command
from benchmarks.instances import INSTANCES
from benchmarks.methods import METHODS, OURS
from benchmarks.page import labels, write_page
from benchmarks.page.gaps import draw_gaps
from benchmarks.page.page import history, other_shapes, pages
from benchmarks.page.scaling import draw_scaling
from benchmarks.table import summary
from benchmarks.versions import keep

ROOT = Path(__file__).parents[2]
ABOUT = {
    "measured": "2026-01-02",
    "cores": 2,
    "processor": "abacus",
    "memory_gib": 8.0,
    "system": "Linux",
    "load_before": 0.1,
    "load_after": 2.0,
    "note": "Nothing else ran.",
    "python": "3.11.7",
    "packages": {"clusterer": "0.1.0"},
}


@pytest.fixture
def table():
    def row(instance, group, method, objective, **more):
        known = {"time_limit": 60.0, "seed": 0, "status": "feasible", "seconds": 60.0, "gib": 1.0}
        known |= {"standalone": 110.0 if group == "London" else 0.0, "best_at": 5.0}
        known |= {"instance": instance, "group": group, "method": method, "objective": objective}
        return known | more

    proof = {"status": "optimal", "bound": 100.0, "candidates": 21_494, "seconds": 0.5}
    proof |= {"listed_at": 0.25}
    proof |= {"gib_before": 0.5}
    rows = [row("london-central-7", "London", OURS, 100.0, **proof)]
    rows += [row("london-central-7", "London", "greedy", 101.0)]
    rows += [
        row("london-central-7", "London", "spopt-ward", None, status="no answer", detail="lost")
    ]
    rows += [row("regions-8-10", "p-regions", OURS, 100.0, **proof)]
    for seed, objective in enumerate((103.0, 120.0, 113.0)):
        rows.append(row("regions-8-10", "p-regions", "spopt-azp-once", objective, seed=seed))
    return summary(pd.DataFrame(rows))


def page(table: pd.DataFrame, about: dict, shapes: str = "") -> str:
    """Return the text of all pages of a run."""
    return "\n".join(pages(table, about, "trial", shapes).values())


def test_the_page_says_what_was_measured_and_on_what(table):
    text = page(table, ABOUT)
    unbroken = " ".join(text.split())
    assert "| greedy merging | 101.000 | 1% | 10% |  | 60 | 5.0 | 1.00 |" in text
    assert "| spopt: Ward | no answer |" in text
    assert "- spopt: Ward: no answer: lost" in text
    assert "2 cores (abacus), 8.0 GiB" in unbroken
    assert "Nothing else ran." in unbroken
    assert "proved the optimum of 2 of the 2 problems" in unbroken
    assert "3 seeds gave plans from 3% to 20% above the optimum, 13% in the median" in unbroken
    assert "$" not in text


def test_what_ran_out_of_time_is_told_with_who_was_better(table):
    ours = table["method"] == OURS
    changed = table.assign(status=table["status"].where(~ours, "feasible"))
    changed.loc[changed["method"] == "greedy", ["over_ours", "missed"]] = [-0.002, -0.02]
    text = " ".join(page(changed, ABOUT).split())
    assert "proved the optimum of 0 of the 2 problems" in text
    assert "ran out of time, 1 of 2 trials of other methods had a cheaper plan" in text
    words = [text.get_text() for text in draw_gaps(changed).axes[0].texts]
    assert words == ["no proof in time", "better by 2%", "no answer"]


def test_a_word_of_caution_comes_first(table):
    text = pages(table, ABOUT | {"caution": "All of it is old."}, "trial")["benchmarks.md"]
    assert 0 < text.index("All of it is old.") < text.index("Our search proved")


def test_other_shapes_are_a_section_with_the_load_of_their_own_run(table):
    shapes = table[table["method"] == OURS].assign(
        instance=["shape-two-tied", "shape-counties"], status=["optimal", "feasible"]
    )
    text = other_shapes(shapes, ABOUT | {"load_before": 7.25})
    assert "| IT and finance of London, tied, up to 5 | optimal | 100.000 | 0% | 0.50 |" in text
    assert "| 160 invented councils within 16 counties, up to 6 | feasible |" in text
    assert "The load average was 7.25 before" in " ".join(text.split())
    assert "$" not in text
    assert text in page(table, ABOUT, text)


def test_a_plan_without_a_bound_has_no_gap(table):
    shapes = table[table["method"] == OURS].assign(status="feasible", bound=float("nan"))
    shapes["gap"] = float("nan")
    assert other_shapes(shapes, ABOUT).count("| feasible | 100.000 | no bound |") == 2


def test_the_section_is_left_out_where_no_other_shapes_were_measured(table, tmp_path):
    results = ROOT / "benchmarks" / "results"
    for file in ("full-runs.csv", "full.json"):
        (tmp_path / file).write_bytes((results / file).read_bytes())
    write_page(tmp_path, "full", tmp_path)
    assert "## Other shapes" not in (tmp_path / "benchmarks_problems.md").read_text(
        encoding="utf-8"
    )


def test_the_run_of_other_shapes_writes_the_page_of_the_full_run(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    written = []
    monkeypatch.setattr(command, "write_page", lambda results, name: written.append(name))
    command.main(["run", "--instances", "london-null-4", "--time-limit", "5", "--name", "shapes"])
    assert written == ["full"]


def test_versions_stand_side_by_side_and_a_version_measured_twice_has_its_last_figures(tmp_path):
    def measured(version, date, **seconds):
        runs = [
            {"group": "London", "instance": instance, "method": method, "time_limit": 60.0}
            | {"seed": 0, "status": "optimal" if took < 60 else "feasible", "seconds": took}
            | {"objective": 100.0, "bound": 100.0 if took < 60 else 99.0}
            for instance, took in seconds.items()
            for method in (OURS, "greedy")
        ]
        pd.DataFrame(runs).to_csv(tmp_path / "trial-runs.csv", index=False)
        (tmp_path / "trial.json").write_text(json.dumps({"measured": date}))
        return keep(tmp_path, "trial", version)

    measured("1e0", "2026-01-02", **{"london-null-4": 60.0, "london-null-7": 9.0})
    measured("0b1", "2026-01-03", **{"london-null-4": 50.0})
    table = measured("0b1", "2026-01-04", **{"london-null-4": 2.5})
    assert len(table) == 3
    text = history(pd.read_csv(tmp_path / "versions.csv", dtype={"version": str}))
    assert "| instance | 2026-01-02 `1e0` | 2026-01-04 `0b1` |" in text
    assert "| London, null, up to 4 | gap 1% | 2.5 s |" in text
    assert "up to 7" not in text  # One version alone was given it.


def test_every_shape_has_a_name_for_people():
    shapes = {name for name, one in INSTANCES.items() if one.group == "Other shapes"}
    assert set(labels.SHAPES) == shapes


def test_settings_are_those_of_the_methods_that_were_run(table):
    text = page(table, ABOUT)
    assert "Merge the two neighbouring clusters" in text
    assert "short bursts\n:" not in text


def test_a_bar_for_each_method_and_words_where_there_is_no_plan(table):
    figure = draw_gaps(table)
    ax = figure.axes[0]
    assert len(ax.patches) == 3
    words = [text.get_text() for text in ax.texts]
    assert words == ["the best, proven", "10%", "no answer"]
    plt.close("all")


def test_there_is_no_panel_where_there_is_nothing_to_compare_with(table):
    lost = table.assign(over_ours=float("nan"), missed=float("nan"))
    assert not any(ax.patches for ax in draw_gaps(lost).axes)


def test_scaling_is_on_log_axes_and_of_our_search_alone(table):
    figure = draw_scaling(table)
    # The regions are another question; on the left is a cross, too, for the listing.
    for ax, expected in zip(figure.axes, (2, 1), strict=True):
        assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
        assert sum(len(found.get_offsets()) for found in ax.collections) == expected


def test_every_method_has_a_name_for_people():
    assert set(labels.METHODS) == set(METHODS)


def test_a_run_writes_its_rows_its_table_and_the_page(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    written = []
    monkeypatch.setattr(command, "write_page", lambda results, name: written.append(name))
    arguments = ["run", "--instances", "london-null-4", "--methods", f"{OURS} greedy"]
    command.main([*arguments, "--time-limit", "5", "--name", "trial"])
    assert written == ["trial"]
    table = pd.read_csv(tmp_path / "trial.csv")
    assert list(table["method"]) == [OURS, "greedy"]
    assert table["over_ours"].eq(0).all()
    assert json.loads((tmp_path / "trial.json").read_text())["cores"] >= 1
    assert "london-null-4" in capsys.readouterr().out
    before = (tmp_path / "trial-runs.csv").read_text()
    command.main([*arguments, "--time-limit", "5", "--name", "trial", "--resume", "--no-page"])
    assert (tmp_path / "trial-runs.csv").read_text() == before
    assert written == ["trial"]


def test_peers_that_are_not_there_are_asked_for_before_anything_runs(monkeypatch, capsys):
    monkeypatch.setattr(command, "installed", lambda _: None)
    with pytest.raises(SystemExit):
        command.main(["run", "--instances", "london-null-4", "--methods", "spopt-ward"])
    assert "not installed: spopt; pip install" in capsys.readouterr().err


def test_patterns_that_nothing_fits_are_told(capsys):
    with pytest.raises(SystemExit):
        command.main(["run", "--instances", "paris-*"])
    assert "no instance or no method fits" in capsys.readouterr().err


def test_the_committed_pages_are_what_the_command_makes_of_the_committed_results(tmp_path):
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    name = re.search(r"--name ([\w-]+)", text)[1]
    write_page(ROOT / "benchmarks" / "results", name, tmp_path)
    assert len(list(tmp_path.glob("*.md"))) == 4
    for file in tmp_path.glob("*.md"):
        assert (ROOT / "docs" / file.name).read_text(encoding="utf-8") == file.read_text("utf-8")
    for image in re.findall(r"\{image\} (\S+)", text):
        assert (tmp_path / image).is_file()
        assert (ROOT / "docs" / image).is_file()
