"""Names are written as they stand: no page runs them, and no picture or spreadsheet reckons."""

from __future__ import annotations

import csv
import html
from html.parser import HTMLParser

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from maps import grid
from matplotlib.text import Text

import clusterer as cl
from clusterer._support.spreadsheets import marked_as_text, unmarked
from clusterer.display import draw_maps, explore_map

NASTY = [
    "<img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "</script><script>alert(2)</script>",
    "A & B",
    "'; alert(3); '",
    "`${alert(4)}`",
    "{{ 7 * 7 }} {% raw %} {# #}",
    "$x^2$",
    "$\\notacommand{$",
    "_hidden_",
    "\\",
    "&lt;b&gt;",
]
"""What a page, a picture or a template might take for something else."""

FORMULAS = ["=1+1", "+44", "-1", "@SUM(A1)", "\tTab", "\rReturn", "'=2+2", "''-2"]
"""What a spreadsheet might reckon out, and what it looks like marked as text."""


class Tags(HTMLParser):
    """Reads the tags of a page, and the words outside of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Note a tag and its attributes."""
        self.tags.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data):
        """Note words."""
        self.words += data


def councils(names=NASTY) -> gpd.GeoDataFrame:
    """Return a row of councils of these names, with a column of them too."""
    frame = grid(2, -(-len(names) // 2)).iloc[: len(names)]
    frame["name"] = names
    frame["system"] = names
    frame[NASTY[0]] = np.arange(len(names)) * 1.5
    frame.attrs["source"] = NASTY[1]
    return frame


@pytest.fixture(scope="module")
def plan() -> cl.Evaluation:
    """Return a partition in which names, labels and terms are nasty."""
    terms = [*cl.preset("central"), cl.Systems(name=NASTY[0]), cl.SetUp(name="$x^2$ & $y$")]
    problem = cl.Problem(councils(), terms, [cl.FunctionRule(NASTY[2], lambda c: c.size < 3)])
    labels = [NASTY[k // 3] for k in range(len(NASTY))]
    return problem.evaluate(dict(zip(problem.councils.ids, labels, strict=True)))


@pytest.fixture(scope="module")
def portfolio() -> cl.PortfolioEvaluation:
    services = {
        name: cl.Problem(councils(), cl.preset("central", services=cl.services("it")))
        for name in NASTY
    }
    pair = {NASTY[0]: NASTY[1], NASTY[1]: NASTY[1]}
    made = cl.Portfolio(services, [cl.SetUp(name=NASTY[3])])
    return made.evaluate(dict.fromkeys(services, pair), rest_alone=True)


def assert_same_tags(page: str, of_tame: str) -> None:
    """Assert that a page has the tags that it has with tame names."""
    assert Tags(page).tags == Tags(of_tame).tags


def tame(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a table with letters in place of what is nasty."""
    letters = {name: f"name {chr(65 + k)}" for k, name in enumerate(NASTY)}
    made = frame.rename(columns=letters)
    for column in made.select_dtypes(["object", "string"]):
        made[column] = [letters.get(value, value) for value in made[column]]
    made.attrs["source"] = "nobody"
    return made


# Pages.


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"popup": True},
        {"tooltip": True},
        {"tooltip": [NASTY[0], "system"], "popup": ["name"]},
        {"column": "name"},
        {"column": "system", "categories": NASTY, "popup": True},
        {"column": NASTY[0], "tooltip": NASTY[0]},
        {"column": NASTY[0], "categorical": True},
        {"column": NASTY[0], "scheme": "quantiles", "k": 3},
    ],
    ids=str,
)
def test_an_interactive_map_runs_no_name(options, plan):
    letters = {name: f"name {chr(65 + k)}" for k, name in enumerate(NASTY)}
    tamed = {
        key: [letters.get(one, one) for one in value]
        if isinstance(value, list)
        else letters.get(value, value)
        for key, value in options.items()
    }
    frame = plan.to_geodataframe()
    page = explore_map(frame, tiles=None, assumptions=NASTY[2], **options).get_root().render()
    other = explore_map(tame(frame), tiles=None, **tamed).get_root().render()
    assert_same_tags(page, other)
    for name in NASTY:
        assert name not in page or not set("<{") & set(name)


def test_what_the_mouse_shows_is_the_name(plan):
    drawn = explore_map(plan.to_geodataframe(), tiles=None, popup=True)
    (layer, *_) = [child for child in drawn._children.values() if type(child).__name__ == "GeoJson"]
    shown = [feature["properties"] for feature in layer.data["features"]]
    for row, name in zip(shown, NASTY, strict=True):
        assert not set("<>{}") & set(row["name"])
        assert html.unescape(row["name"]) == name
    assert html.unescape("\n".join(shown[0])).splitlines().count(NASTY[0]) == 1


def test_a_legend_tells_the_names(plan):
    drawn = explore_map(plan.to_geodataframe(), tiles=None, column="name")
    words = Tags(drawn.get_root().render()).words
    for name in NASTY:
        assert name in words


def test_a_scale_of_numbers_is_called_as_its_column(plan):
    page = explore_map(plan.to_geodataframe(), tiles=None, column=NASTY[0]).get_root().render()
    assert f">{html.escape(NASTY[0])}</div>" in page


def test_the_maps_of_the_library_go_through_it(plan):
    assert NASTY[0] not in plan.explore(tiles=None).get_root().render()


def test_tables_run_no_name(plan, portfolio):
    reality = cl.compare_with_reality(
        plan,
        pd.DataFrame({"scheme": NASTY[:2] * 2, "cluster": NASTY[0], "council": NASTY[:4]}),
    )
    case = cl.business_case(plan, cluster=NASTY[0])
    things = {plan: 0, portfolio: 0, case: 0, cl.business_case(portfolio): 3, reality: 0}
    for thing, told in things.items():
        page = thing._repr_html_()
        allowed = {"div", "p", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "span"}
        tags = {tag for tag, _ in Tags(page).tags}
        assert tags <= allowed | {"ul", "li", "br"}
        assert "onerror=alert(1)>" not in page
        assert NASTY[told] in Tags(page).words.replace("\N{NON-BREAKING HYPHEN}", "-")


def test_a_comparison_runs_no_name_in_a_notebook(plan):
    other = plan.problem.evaluate({}, rest_alone=True)
    compared = plan.compare(other)
    for page in (compared._repr_html_(), compared.moved._repr_html_()):
        assert "<img" not in page


def test_a_problem_and_a_portfolio_run_no_name_in_a_notebook(plan, portfolio):
    for thing in (plan.problem, portfolio.portfolio, plan.problem.candidates()):
        tags = {tag for tag, _ in Tags(thing._repr_html_()).tags}
        assert tags <= {"div", "p", "table", "thead", "tbody", "tr", "th", "td"}


# Pictures.


def assert_no_maths(figure) -> None:
    for text in figure.findobj(lambda part: isinstance(part, Text) and part.get_visible()):
        assert "$" not in text.get_text() or not text.get_parse_math(), text.get_text()


@pytest.mark.filterwarnings("ignore:Glyph")
@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_pictures_write_names_as_they_stand(ending, plan, portfolio, tmp_path):
    case = cl.business_case(plan)
    frame = plan.to_geodataframe()
    ends = pd.DataFrame({"low": 1.0, "high": 3.0}, index=NASTY)
    figures = [
        plan.plot(title="$x^2$", assumptions="$x$ and $\\notacommand{$", source="$a$").figure,
        portfolio.plot(title="$x^2$").figure,
        draw_maps(dict.fromkeys(NASTY[-4:], frame), title="$\\no{$", subtitle="$\\no{$").figure,
        cl.plot_adjacency(frame, plan.problem.adjacency, title="$\\no{$").figure,
        case.plot(title="$\\no{$").figure,
        case.plot_terms().figure,
        case.plot_posts().figure,
        cl.business_case(portfolio).plot_posts().figure,
        cl.plot_tornado(ends, central=2.0, what="US$ and A$", title="$\\no{$").figure,
    ]
    for figure in figures:
        assert_no_maths(figure)
        figure.savefig(tmp_path / f"picture.{ending}", dpi=40)
        plt.close(figure)


def test_the_key_of_a_chart_has_every_item():
    case = cl.business_case(
        cl.Problem(councils(), [cl.SetUp(name=name) for name in NASTY]).evaluate(
            {NASTY[0]: "a", NASTY[1]: "a"}, rest_alone=True
        )
    )
    ax = case.plot(title="")
    # Long names have several lines.
    told = {"".join(text.get_text().split()) for text in ax.get_legend().get_texts()}
    assert {"".join(name.split()) for name in NASTY} <= told


# Spreadsheets.


def cells(path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def formula_plan() -> cl.Evaluation:
    frame = councils(FORMULAS)
    frame["=cost"] = -1.5
    problem = cl.Problem(frame.set_index("name", drop=False), [], [cl.MaxSize(8)])
    return problem.evaluate(dict.fromkeys(FORMULAS, "=label"))


def test_no_cell_of_words_is_a_formula(tmp_path):
    head, *rows = cells(formula_plan().to_file(tmp_path / "plan.csv"))
    assert "'=cost" in head
    money = head.index("'=cost")
    for row in rows:
        assert row[money] == "-1.5"
        for cell in row:
            assert cell[:1] not in "=+@\t\r-" or cell == "" or float(cell) <= 0
    assert {row[head.index("cluster")] for row in rows} == {"'=label"}


def test_the_services_of_a_portfolio_are_no_formulas_either(tmp_path):
    problem = cl.Problem(grid(1, 2), [])
    made = cl.Portfolio({"=it": problem, "-law": problem})
    plan = made.evaluate({"=it": {}, "-law": {}}, rest_alone=True)
    head, *_ = cells(plan.to_file(tmp_path / "plan.csv"))
    assert {"'=it_cluster", "'-law_host"} <= set(head)


def test_what_is_read_back_names_the_same_councils(tmp_path):
    plan = formula_plan()
    table = pd.read_csv(plan.to_file(tmp_path / "plan.csv"))
    again = plan.problem.evaluate(table.set_index("name")["cluster"])
    assert [plan.councils.position(name) for name in table["name"]] == list(range(len(FORMULAS)))
    assert again.compare(plan).moved.empty
    observed = table.assign(scheme="s").rename(columns={"name": "council", "name_": "council"})
    seen = cl.compare_with_reality(plan, observed[["scheme", "cluster", "council"]])
    assert seen.schemes.loc["s", "pairs_in_plan"] == len(FORMULAS) * (len(FORMULAS) - 1) // 2


def test_a_gis_gets_the_names_as_they_are(tmp_path):
    for ending in ("gpkg", "geojson"):
        path = formula_plan().to_file(tmp_path / f"plan.{ending}")
        layer = {"layer": "councils"} if ending == "gpkg" else {}
        assert gpd.read_file(path, **layer)["system"].tolist() == FORMULAS


@pytest.mark.parametrize("words", [*FORMULAS, *NASTY, "", "Bath", "'tis", "'", "a=b"])
def test_a_mark_is_taken_off_again(words):
    assert unmarked(marked_as_text(words)) == words
    assert marked_as_text(words)[:1] not in ("=", "+", "-", "@", "\t", "\r")


def test_a_council_whose_name_has_a_mark_is_told_from_one_without():
    table = cl.Councils.validated(councils(["=a", "'=a", "b"]))
    marked = [marked_as_text(name) for name in table.names]
    assert marked == ["'=a", "''=a", "b"]
    assert table.position("=a") == 0
    assert table.position("'=a") == 1  # As it stands, before it is taken for one that is marked.
    assert table.position("''=a") == 1
