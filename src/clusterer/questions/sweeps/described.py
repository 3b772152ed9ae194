"""Anything that a problem is made of as plain data, which is the same in each run.

A function is described by its code, by what it keeps and by the variables of its module that it
reads, and not by its name; an object by its class and its fields; a table by its values. What the
order of a set says is no part of it.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import logging
import math
import re
import sys
import types
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import shapely

from clusterer.terms.today import FromToday

_DIGITS = 10
"""Digits of a number that count: rounding differs from machine to machine."""

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")
"""What a representation says of where an object lies, which differs from run to run."""

_LIBRARIES = {"clusterer", "numpy", "pandas", "scipy", "shapely", "geopandas", "networkx"}
"""Packages whose functions and classes are known by their names; of others the code counts."""


def described(value: Any) -> Any:
    """Return plain data that differs where two values do.

    Examples
    --------
    >>> import clusterer as cl
    >>> described(cl.SetUp(per_cluster=3)) == described(cl.SetUp(per_cluster=3.0))
    True
    >>> described(lambda c: c.size <= 3) == described(lambda c: c.size <= 4)
    False
    """
    return _described(value, ())


def _described(value: Any, within: tuple[int, ...]) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, (int, float, np.generic)):
        return _number(value)
    if id(value) in within:
        return ["again", within.index(id(value))]
    inner = (*within, id(value))

    def of(part: Any) -> Any:
        return _described(part, inner)

    for kind, describe in _KINDS:
        if isinstance(value, kind):
            return describe(value, of)
    return _object(value, of)


def _number(value: Any) -> Any:
    value = value.item() if isinstance(value, np.generic) else value
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int) and abs(value) > 2**53:
        return str(value)
    if isinstance(value, (int, float)):
        return f"{value + 0.0:.{_DIGITS - 1}e}" if math.isfinite(value) else str(value)
    return repr(value)


Of = Callable[[Any], Any]
"""Describes a part."""


def _mapping(value: Mapping[Any, Any], of: Of) -> Any:
    return ["dict", *_ordered([of(key), of(one)] for key, one in value.items())]


def _set(value: AbstractSet[Any], of: Of) -> Any:
    return ["set", *_ordered(map(of, value))]


def _ordered(parts: Any) -> list[Any]:
    return sorted(parts, key=json.dumps)


def _array(value: Any, of: Of) -> Any:
    array = np.asarray(value)
    return ["array", list(array.shape), [of(one) for one in array.ravel().tolist()]]


def _series(value: pd.Series | pd.Index, of: Of) -> Any:
    index = [] if isinstance(value, pd.Index) else of(value.index)
    return ["column", index, of(value.tolist())]


def _table(value: pd.DataFrame, of: Of) -> Any:
    columns = [[of(name), of(value.iloc[:, k].tolist())] for k, name in enumerate(value.columns)]
    return ["table", of(value.index), _ordered(columns)]


def _geometry(value: Any, of: Of) -> Any:
    """Describe a place by what costs and distances are made of."""
    if value.is_empty:
        return ["place"]
    centre = shapely.centroid(value)
    return ["place", *map(of, (centre.x, centre.y, value.area, value.length, *value.bounds))]


def _graph(value: nx.Graph, of: Of) -> Any:
    edges = [[_ordered([of(a), of(b)]), of(data)] for a, b, data in value.edges(data=True)]
    return ["graph", _ordered(map(of, value.nodes)), _ordered(edges)]


def _from_today(value: FromToday, of: Of) -> Any:
    """Describe who shares today, in whichever order it was said; all else is of other terms."""
    groups = zip(value.partnerships, value.exit_costs, strict=True)
    shared = [
        _ordered([of(label), of(cost)] for label, cost in zip(*group, strict=True))
        for group in groups
    ]
    return ["from today", value.full_saving, _ordered(shared)]


def _is_known(value: Any) -> bool:
    """Tell whether a function or class is known by its name, as one of a library is."""
    package = str(value.__module__).partition(".")[0]
    return "<" not in value.__qualname__ and (
        package in _LIBRARIES or package in sys.stdlib_module_names
    )


def _function(value: types.FunctionType, of: Of) -> Any:
    if _is_known(value):
        return ["function", value.__module__, value.__qualname__]
    code = value.__code__
    kept = [of(one) for cell in value.__closure__ or () for one in _kept_in(cell)]
    given = [of(value.__defaults__), of(value.__kwdefaults__)]
    read = [
        [name, of(value.__globals__[name])]
        for name in sorted(_names(code))
        if name in value.__globals__
    ]
    return ["function", of(code), kept, given, read]


def _names(code: types.CodeType) -> set[str]:
    """Return the variables that some code may read, or code within it."""
    parts = (one for one in code.co_consts if isinstance(one, types.CodeType))
    return set(code.co_names).union(*map(_names, parts))


def _kept_in(cell: types.CellType) -> list[Any]:
    """Return what a function keeps in a cell; nothing before it is first set."""
    try:
        return [cell.cell_contents]
    except ValueError:
        return []


def _code(value: types.CodeType, of: Of) -> Any:
    return ["code", value.co_code.hex(), [of(one) for one in value.co_consts], [*value.co_names]]


def _class(value: type, of: Of) -> Any:
    """Describe a class by its name; one of a user's own also by its methods."""
    if _is_known(value):
        return ["class", value.__qualname__]
    own = {
        name: part
        for name, part in vars(value).items()
        if name == "__call__" or not (name.startswith("__") or name == "_abc_impl")
    }
    return ["class", value.__qualname__, of(own), [of(base) for base in value.__bases__]]


def _object(value: Any, of: Of) -> Any:
    """Describe an object by its class and its fields; what it keeps of its own work is none."""
    kind = type(value)
    if dataclasses.is_dataclass(value):
        fields = {
            one.name: getattr(value, one.name) for one in dataclasses.fields(value) if one.compare
        }
        return ["object", of(kind), of(fields)]
    for wrapped in ("py_func", "__wrapped__"):  # Of what is compiled, or remembers its answers.
        if hasattr(value, wrapped):
            return of(getattr(value, wrapped))
    state = value.__getstate__() if hasattr(value, "__getstate__") else vars(value)
    if isinstance(state, dict) and not hasattr(value, "__name__"):
        kept = {
            name: part
            for name, part in state.items()
            if not isinstance(getattr(kind, name, None), functools.cached_property)
        }
        return ["object", of(kind), of(kept)]
    return [kind.__qualname__, _ADDRESS.sub("", repr(value))]


_KINDS: tuple[tuple[Any, Callable[[Any, Of], Any]], ...] = (
    (FromToday, _from_today),
    (Mapping, _mapping),
    ((set, frozenset), _set),
    ((list, tuple), lambda value, of: [of(one) for one in value]),
    (pd.DataFrame, _table),
    ((pd.Series, pd.Index), _series),
    (np.ndarray, _array),
    (shapely.Geometry, _geometry),
    (nx.Graph, _graph),
    (types.CodeType, _code),
    (types.FunctionType, _function),
    (types.MethodType, lambda value, of: ["method", of(value.__func__), of(value.__self__)]),
    (types.ModuleType, lambda value, _: ["module", value.__name__]),
    (logging.Logger, lambda value, _: ["logger", value.name]),
    (
        functools.partial,
        lambda value, of: ["partial", of(value.func), of(value.args), of(value.keywords)],
    ),
    ((staticmethod, classmethod), lambda value, of: of(value.__func__)),
    (property, lambda value, of: of(value.fget)),
    (functools.cached_property, lambda value, of: of(value.func)),
    (type, _class),
)
"""How values of each kind are described; the first that fits."""
