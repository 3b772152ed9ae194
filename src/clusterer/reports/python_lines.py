"""The parts of a problem as lines of Python, as far as they can be written down."""

from __future__ import annotations

import ast
import dataclasses
from typing import Any

from clusterer._support.wording import is_default, shown
from clusterer.limits import Limit
from clusterer.rules import Rule
from clusterer.rules.group_rule import GroupRule
from clusterer.terms import Term

GAP = "..."
"""What stands for what cannot be written: a function, a class or a table of the user's own."""

_LARGEST_ROW = 200
"""Characters of a value beyond which it is a table, and no figure."""


def call(part: Any) -> str:
    """Return the call that makes a part of the library, with its figures that are no defaults.

    Examples
    --------
    >>> import clusterer as cl
    >>> call(cl.MinSize(3, alone=True)), call(cl.ClusterCount(at_most=8))
    ('cl.MinSize(n=3, alone=True)', 'cl.ClusterCount(at_most=8)')
    >>> call(cl.FunctionRule("no pairs", lambda c: c.size != 2))
    "cl.FunctionRule(name='no pairs', f=...)"
    """
    kind = type(part)
    if not kind.__module__.startswith("clusterer.") or not dataclasses.is_dataclass(part):
        return GAP
    if isinstance(part, GroupRule):
        said = [_value(council) for council in part.councils]
    else:
        said = [
            f"{one.name}={_value(getattr(part, one.name))}"
            for one in dataclasses.fields(part)
            if one.init and not is_default(one, getattr(part, one.name))
        ]
    return f"cl.{kind.__name__}({', '.join(said)})"


def lacks(part: Term | Rule | Limit) -> str:
    """Return what the call of a part lacks, in words; "" if it is whole.

    Examples
    --------
    >>> import clusterer as cl
    >>> lacks(cl.FunctionRule("no pairs", lambda c: c.size != 2)), lacks(cl.MaxSize(2))
    ('the function of “no pairs”', '')
    """
    written, kind = call(part), type(part)
    if GAP not in written:
        return ""
    name = part.name if isinstance(part, Term) else part.in_words
    if written == GAP:
        return f"the class {kind.__name__} of “{name}”"
    if kind.__name__.startswith("Function"):
        return f"the function of “{name}”"
    return f"what was given to cl.{kind.__name__} of “{name}”"


def _value(value: Any) -> str:
    """Return a value as Python reads it; a gap for what has no such words."""
    if isinstance(value, (tuple, list)):
        inside = ", ".join(map(_value, value))
        row = f"({inside},)" if len(value) == 1 else f"({inside})"
        row = f"[{inside}]" if isinstance(value, list) else row
        return row if len(row) <= _LARGEST_ROW or not _is_plain(value) else GAP
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return call(value)
    words = shown(value)
    try:
        ast.literal_eval(words)
    except (SyntaxError, ValueError):
        return GAP
    return words if len(words) <= _LARGEST_ROW else GAP


def _is_plain(values: tuple[Any, ...] | list[Any]) -> bool:
    return not any(map(dataclasses.is_dataclass, values))
