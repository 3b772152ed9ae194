"""A business case in words, in HTML and in pictures."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest
from maps import grid

import clusterer as cl

pytestmark = pytest.mark.usefixtures("closed_figures")


@pytest.fixture(scope="module")
def case() -> cl.BusinessCase:
    terms = [*cl.preset("business-case"), cl.Politics(0.1), cl.Staff(share=0.1)]
    problem = cl.Problem(grid(1, 4), terms)
    return cl.business_case(problem.evaluate({"r0c0": 1, "r0c1": 1, "r0c2": 1}, rest_alone=True))


def texts(ax) -> list[str]:
    return [text.get_text() for text in ax.texts]


def key(ax) -> list[str]:
    return [text.get_text() for text in ax.get_legend().get_texts()]


def test_the_text_has_the_figures_and_what_they_rest_on(case):
    text = repr(case)
    assert text.startswith("Business case: 1 shared cluster: £")
    assert f"net present value £{case.npv:,.1f}m over 10 years at 3.5%" in " ".join(text.split())
    for words in ("illustrative default figures", "posts ended", "redundancies", "year 0 is now"):
        assert words in text
    assert "−£0.1m" in text  # The price on politics, which is not cash.
    assert max(map(len, text.splitlines())) <= 110


def test_the_html_has_the_same_rows(case):
    html = case._repr_html_()
    assert html.count("<table") == 2
    assert html.count("</tr>") == 1 + 11 + 1 + len(case.summary)
    assert "benefit-cost ratio" in html


def test_names_are_words_in_html_and_not_marks():
    case = cl.BusinessCase.from_flows(capital=1, savings=[2], subject="<b>Bath & Wells</b>")
    assert "&lt;b&gt;Bath &amp; Wells&lt;/b&gt;" in case._repr_html_()


def test_the_summary_says_the_unit_of_each_figure(case):
    summary = case.summary
    assert summary.loc["net present value", "value"] == pytest.approx(case.npv)
    assert summary.loc["internal rate of return", "value"] == pytest.approx(100 * case.irr)
    assert summary["unit"].notna().all()
    assert summary["meaning"].str.len().gt(10).all()


def test_what_there_is_none_of_is_missing():
    summary = cl.BusinessCase.from_flows(capital=9, savings=[1, 1]).summary
    assert summary["value"].isna().sum() == 2  # It never pays back, discounted or not.
    assert "none" in repr(cl.BusinessCase.from_flows(capital=9, savings=[1, 1]))


def test_the_chart_of_cash_marks_the_payback_and_the_end(case):
    ax = case.plot()
    assert f"paid back after {case.payback:.1f} years" in key(ax)
    assert f"£{case.net_saving:,.1f}m saved" in texts(ax)
    bars = sum(patch.get_height() for patch in ax.patches)
    assert bars == pytest.approx(case.net_saving)
    line = ax.lines[0].get_ydata()
    assert list(line) == pytest.approx(case.flows["cumulative"].to_list())


def test_a_case_that_never_pays_back_has_no_mark():
    ax = cl.BusinessCase.from_flows(capital=9, savings=[1, 1]).plot()
    assert not any("paid back after" in text for text in key(ax))
    assert "£7.0m not recovered" in texts(ax)


def test_a_long_chart_names_every_fifth_year():
    ax = cl.BusinessCase.from_flows(capital=9, savings=[1] * 40).plot()
    assert [label.get_text() for label in ax.get_xticklabels()][:3] == ["now", "5", "10"]


def test_terms_that_stop_in_different_years_are_told():
    problem = cl.Problem(grid(1, 2), [*cl.preset("central"), cl.Travel(0.01, horizon=5)])
    case = cl.business_case(problem.evaluate({"r0c0": 1, "r0c1": 1}))
    words = (
        "not all counted for as long: scale to year 10, coordination to year 10, travel to year 5"
    )
    assert words in case.assumptions


def test_the_steps_lead_to_the_net_present_value(case):
    ax = case.plot_terms()
    *steps, total = [patch.get_height() for patch in ax.patches]
    assert sum(steps) == pytest.approx(total) == pytest.approx(case.npv)
    assert ax.get_xticklabels()[-1].get_text().split() == ["net", "present", "value"]


def test_the_chart_of_posts_names_the_host_and_leaves_out_who_keeps_all(case):
    ax = case.plot_posts()
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert len(names) == 3
    assert sum(name.endswith("(host)") for name in names) == 1
    assert "1 more keep theirs" in ax.get_xlabel()


def test_charts_go_on_axes_of_ones_own_and_take_a_title(case):
    _, axes = plt.subplots(1, 3, figsize=(15, 5))
    for draw, ax in zip((case.plot, case.plot_terms, case.plot_posts), axes, strict=True):
        assert draw(ax, title="Mine") is ax
        assert "Mine" in texts(ax)
    assert case.plot(title="").figure is not axes[0].figure


def test_where_nothing_flows_rounding_gets_no_scale(london):
    problem = cl.Problem(london, cl.preset("null"))
    nothing = problem.evaluate({}, rest_alone=True)
    ax = cl.business_case(nothing).plot()
    assert ax.get_ylim() == (-1.0, 1.0)
    plt.close(ax.figure)
