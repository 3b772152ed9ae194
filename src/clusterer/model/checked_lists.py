"""The terms, rules and limits that a problem is given: lists, each with items of its kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.limits import Limit
from clusterer.rules import Rule
from clusterer.terms import PRESETS, Term

_LISTS: dict[type, str] = {Term: "terms", Rule: "rules", Limit: "limits"}
"""Where each kind belongs."""


def all_of(kind: type, given: Iterable[Any], what: str | None = None) -> tuple[Any, ...]:
    """Return what a problem was given, if it is a list whose items are all of the right kind.

    Parameters
    ----------
    kind
        `Term`, `Rule` or `Limit`.
    given
        What should be a list of them.
    what
        What messages call the list; unless given, as a problem does.

    Raises
    ------
    InputError
        If it is not; where an item belongs elsewhere, the message says where.

    Examples
    --------
    >>> from clusterer.rules import MaxSize
    >>> all_of(Limit, [MaxSize(3)])
    Traceback (most recent call last):
    clusterer.errors.InputError: limits holds MaxSize(3), which is a rule; put it in rules=[...]
    """
    what = _LISTS[kind] if what is None else what
    if isinstance(given, str):
        raise InputError(
            f"{what} must be a list, got {shown(given)}; write {_for_text(kind, given)}"
        )
    if isinstance(given, kind):
        raise InputError(
            f"{what} must be a list, got one {type(given).__name__}; write {what}=[...]"
        )
    elsewhere = _place_of(given)
    if elsewhere is not None:
        raise InputError(f"{what} must be a list, got {shown(given)}, {elsewhere}")
    if not isinstance(given, Iterable):
        raise InputError(f"{what} must be a list, got {shown(given)}; write {what}=[...]")
    items = tuple(given)
    for item in items:
        if not isinstance(item, kind):
            raise InputError(f"{what} holds {shown(item)}, {_place_of(item) or _mend(kind, item)}")
    return items


def check_names(terms: Iterable[Term], taken: Collection[str]) -> None:
    """Check that each term has a name of its own, which is none of those that are taken.

    Raises
    ------
    InputError
        If one has not.
    """
    names = [term.name for term in terms]
    for name in names:
        if not isinstance(name, str):
            raise InputError(f"term {shown(name)} needs a text for a name")
        if names.count(name) > 1:
            raise InputError(f"two terms are called {name!r}; give one another name")
        if name in taken:
            raise InputError(f"a term may not be called {name!r}, a column of every plan")


def _for_text(kind: type, text: str) -> str:
    """Say what to write in place of a text."""
    if kind is not Term:
        return f"{_LISTS[kind]}=[...]"
    known = [text] if text in PRESETS else list(PRESETS)
    return "terms=[...], or terms=" + " or ".join(f'cl.preset("{name}")' for name in known)


def _place_of(item: object) -> str | None:
    """Say in which list a term, rule or limit belongs; None if it is no such thing."""
    for kind, what in _LISTS.items():
        if isinstance(item, kind):
            return f"which is a {kind.__name__.lower()}; put it in {what}=[...]"
    return None


def _mend(kind: type, item: Any) -> str:
    """Say what to do with what is neither a term, a rule nor a limit."""
    what = f"which is no {kind.__name__}"
    if isinstance(item, type) and issubclass(item, tuple(_LISTS)):
        return f"the class itself; make one of it, {item.__name__}(...)"
    if isinstance(item, list) and item and all(isinstance(one, kind) for one in item):
        return f"a list in the list; take it out of its brackets with a star, {_LISTS[kind]}=[*...]"
    if kind is Term and isinstance(item, str) and item in PRESETS:
        return f'{what}; write terms=cl.preset("{item}"), or [*cl.preset("{item}"), ...] for more'
    return f"{what}; wrap a function of your own as Function{kind.__name__}(name, f)"
