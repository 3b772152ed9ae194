"""What works without a cap on size is what the documentation says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import clusterer as cl

PAGE = Path(__file__).parents[1] / "docs" / "how_it_works.md"
ROW = re.compile(r"^\| `(\w+\(.*?\))` \| (yes|no) \|", re.MULTILINE)
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))
KINDS = (cl.Term, cl.Rule, cl.Limit)


@pytest.fixture(scope="module")
def councils(london) -> cl.Councils:
    return cl.Councils.validated(london)


@pytest.mark.parametrize(("call", "answer"), ROWS, ids=[call for call, _ in ROWS])
def test_a_part_of_a_problem_works_without_a_cap_as_documented(call, answer, councils):
    part = eval(call, {**vars(cl), "f": len})
    form = part.per_cluster if isinstance(part, cl.Limit) else part.mip_form(councils)
    assert (form is not None) == (answer == "yes")


def test_every_term_rule_and_limit_is_in_the_table():
    listed = {call.split("(")[0] for call, _ in ROWS}
    there = {
        name
        for name in cl.__all__
        if isinstance(getattr(cl, name), type) and issubclass(getattr(cl, name), KINDS)
    }
    assert listed == there - {"Term", "Rule", "Limit"}
