"""Tables of bad and odd inputs, and the check that each gets its message."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import clusterer as cl
from clusterer._support.warn import IF_MEANT

TESTS = Path(__file__).parent


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
    _check_message(str(caught.value), message)


def warned(run: Callable[[], Any], message: str) -> Any:
    """Return what odd input gives; assert that it is warned about once, at the caller's line."""
    with pytest.warns(cl.ImplausibleWarning) as caught:
        result = run()
    assert len(caught) == 1, [str(warning.message) for warning in caught]
    _check_message(str(caught[0].message), message + IF_MEANT)
    assert Path(caught[0].filename).is_relative_to(TESTS)
    return result


def _check_message(said: str, message: str) -> None:
    pattern = ".*".join(map(re.escape, message.split("...")))
    assert re.fullmatch(pattern, said, re.DOTALL), said
