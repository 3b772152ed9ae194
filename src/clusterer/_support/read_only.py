"""A mapping that nobody writes to, and that goes to other processes and to files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class ReadOnly(Mapping[Key, Value]):
    """A copy of a mapping, in its order, which does not change.

    That of the standard library, `types.MappingProxyType`, can neither be pickled nor copied.

    Parameters
    ----------
    items
        What it holds.

    Examples
    --------
    >>> import pickle
    >>> heads = ReadOnly({"it": 3, "legal": 1})
    >>> pickle.loads(pickle.dumps(heads)) == heads == {"it": 3, "legal": 1}
    True
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[Key, Value]) -> None:
        self._items = dict(items)

    def __getitem__(self, key: Key) -> Value:
        return self._items[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return repr(self._items)

    def __or__(self, other: Mapping[Any, Any]) -> dict[Any, Any]:
        return {**self, **other}

    def __ror__(self, other: Mapping[Any, Any]) -> dict[Any, Any]:
        return {**other, **self}

    def __reduce__(self) -> tuple[type[ReadOnly[Key, Value]], tuple[dict[Key, Value]]]:
        return type(self), (self._items,)
