"""Names in letters that the usual font has not: in a font that has them, or said once in words."""

from __future__ import annotations

import warnings
from pathlib import Path

import matplotlib
import pytest
from maps import grid
from matplotlib import font_manager
from matplotlib.text import Text

import clusterer as cl
from clusterer.display import letters
from clusterer.display.letters import Lettering

KANJI = ["\u6771\u4eac", "\u5927\u962a", "Kyoto"]
ARABIC = "\u062c\u062f\u0629"
SCRIPT = "\N{SCRIPT SMALL G}"
"""A letter that the usual font has not, and STIXGeneral, which comes with matplotlib, has."""


@pytest.fixture(autouse=True)
def bundled_fonts_alone(monkeypatch):
    """Let matplotlib know the fonts alone that come with it, and nothing be said yet."""
    # Read from the folder: a list that another matplotlib left behind may lack them.
    folder = Path(matplotlib.get_data_path(), "fonts", "ttf")
    bundled = [
        font_manager.ttfFontProperty(font_manager.get_font(str(path)))
        for path in sorted(folder.glob("*.ttf"))
    ]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", bundled)
    monkeypatch.setattr(letters, "findSystemFonts", list)
    monkeypatch.setattr(letters, "_told", set())


def plan_of(names) -> cl.Plan:
    councils = grid(1, 3, side=20_000).assign(name=names)
    return cl.solve(cl.Problem(councils, cl.preset("central"), [cl.MaxSize(2)]))


def drawn(axes, path) -> list[warnings.WarningMessage]:
    """Return what is warned about as a picture is written."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        axes.figure.savefig(path)
    return caught


def labels_of(axes) -> list[Text]:
    return [text for text in axes.texts if text.get_gid() == "label"]


def test_a_font_that_is_missing_is_said_once_and_matplotlib_says_nothing(tmp_path):
    plan = plan_of(KANJI)
    with pytest.warns(cl.ClustererWarning) as caught:
        axes, _ = [plan.plot() for _ in "ab"]
    (said,) = caught
    assert str(said.message).startswith(
        "no font here has the letters of '\u6771\u4eac', so that each is drawn as \u25a1; install "
        "Noto Sans CJK, or another font that has them, and it is found; "
    )
    assert Path(said.filename) == Path(__file__)
    assert [text.get_text() for text in labels_of(axes)] == [
        "\u25a1\u25a1",
        "\u25a1\u25a1",
        "Kyoto",
    ]
    assert drawn(axes, tmp_path / "map.png") == []
    assert plan.clusters["members"].iloc[0].startswith("\u6771\u4eac")


def test_charts_are_drawn_without_a_warning_a_letter(tmp_path):
    with pytest.warns(cl.ClustererWarning):
        axes = cl.why_not(plan_of(KANJI)).plot()
    assert drawn(axes, tmp_path / "chart.png") == []
    assert any("\u25a1" in label.get_text() for label in axes.get_yticklabels())


@pytest.mark.filterwarnings("error")
def test_a_font_that_has_the_letters_is_found_and_the_usual_one_has_the_rest(tmp_path):
    plan = plan_of([f"A{SCRIPT}e", "Bath", "Wells"])
    axes = plan.plot(title=f"About {SCRIPT}")
    (label, *_) = labels_of(axes)
    assert label.get_text() == f"A{SCRIPT}e"
    assert label.get_fontfamily() == ["sans-serif", "STIXGeneral"]
    assert drawn(axes, tmp_path / "map.png") == []


@pytest.mark.filterwarnings("error")
def test_a_font_that_was_installed_since_matplotlib_looked_is_found(monkeypatch):
    path = font_manager.findfont(font_manager.FontProperties(family=["STIXGeneral"]))
    known = font_manager.fontManager.ttflist
    rest = [entry for entry in known if not entry.name.startswith("STIX")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", rest)
    monkeypatch.setattr(letters, "findSystemFonts", lambda: [path])
    assert Lettering.of([SCRIPT]) == Lettering(("sans-serif", "STIXGeneral"), frozenset())


@pytest.mark.filterwarnings("error")
@pytest.mark.skipif(matplotlib.__version_info__ < (3, 11), reason="matplotlib joins no letters")
def test_arabic_names_are_drawn(tmp_path):
    axes = plan_of([ARABIC, "Bath", "Wells"]).plot()
    assert labels_of(axes)[0].get_text() == ARABIC
    assert drawn(axes, tmp_path / "map.png") == []


def test_that_matplotlib_writes_arabic_from_left_to_right_is_said_once(monkeypatch):
    monkeypatch.setattr(matplotlib, "__version_info__", (3, 10, 0))
    with pytest.warns(cl.ClustererWarning) as caught:
        assert [Lettering.of([ARABIC, word]).missing for word in "ab"] == [frozenset()] * 2
    (said,) = caught
    assert "from left to right, in letters that are not joined; version 3.11" in str(said.message)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "name",
    [
        "Z\u00fcrich",
        "\u0141\u00f3d\u017a",
        "\u0391\u03b8\u03ae\u03bd\u03b1",
        "Zu\u0308rich",
        "Zwi\u200dck",
        "",
    ],
)
def test_european_names_are_in_the_usual_font(name):
    assert Lettering.of([name]) == Lettering(("sans-serif",), frozenset())
