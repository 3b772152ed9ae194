"""Tables of bad inputs, and the check that each gets its message."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

import clusterer as cl


class Bad(NamedTuple):
    """What is bad, what runs into it, and the whole message; ``...`` is any text."""

    what: str
    run: Callable[[], Any]
    message: str


def each(rows: list[Bad]) -> pytest.MarkDecorator:
    """Run a test for each row of a table, under the name of what is bad."""
    names = [row.what for row in rows]
    assert len(set(names)) == len(names), "each row needs a name of its own"
    return pytest.mark.parametrize(("run", "message"), [row[1:] for row in rows], ids=names)


def check(run: Callable[[], Any], message: str) -> None:
    """Assert that a bad input is refused with the whole message."""
    with pytest.raises(cl.InputError) as caught:
        run()
    pattern = ".*".join(map(re.escape, message.split("...")))
    assert re.fullmatch(pattern, str(caught.value), re.DOTALL), str(caught.value)
