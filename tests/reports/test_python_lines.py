"""The lines of Python of a report make the same parts of a problem again."""

from __future__ import annotations

import pytest
from examples import CLASSES, examples

import clusterer as cl
from clusterer.reports.python_lines import call, lacks

PARTS = [name for name in CLASSES if issubclass(getattr(cl, name), (cl.Term, cl.Rule, cl.Limit))]


@pytest.mark.parametrize("name", PARTS)
def test_a_line_makes_the_same_part_again_or_says_what_it_lacks(name):
    part = examples()[name]
    line = call(part)
    if "..." in line:
        assert name in {"Term", "Rule", "Limit", "Travel"} or name.startswith("Function")
        assert lacks(part)
    else:
        assert not lacks(part)
        assert eval(line, {"cl": cl}) == part
