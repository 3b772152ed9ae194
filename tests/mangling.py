"""Certificates that were mangled: parts of a wrong kind, too large, too deep, or gone."""

from __future__ import annotations

import copy
import json
import math
from random import Random
from typing import Any


def deep(levels: int, *, as_keys: bool = False) -> Any:
    """Return a list in a list, and so on; or a mapping in a mapping."""
    thing: Any = []
    for _ in range(levels):
        thing = {"a": thing} if as_keys else [thing]
    return thing


ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    3,
    10**30,
    10**5000,
    1.5,
    math.inf,
    -math.inf,
    math.nan,
    "",
    "x",
    "1",
    "-1",
    "1e400",
    "1/0",
    "1/3",
    "Infinity",
    "NaN",
    "٣",
    "9" * 900,
    "9" * 100_000,
    "0." + "1" * 600,
    "\ud800",
    [],
    {},
    [[]],
    [{}],
    [None],
    ["1"],
    {"a": 1},
    ["x"] * 5_000,
    deep(3_000),
    deep(3_000, as_keys=True),
)
"""What may stand in the place of any part."""


def mangled(certificate: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return a copy of a certificate with a few parts in a random state."""
    changed = copy.deepcopy(certificate)
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        holder, key = _somewhere(changed, random)
        kind = random.randrange(6)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder[key], list):
            holder[key] = holder[key] * random.choice((0, 2, 3, 2_000))
        elif kind == 2:
            holder[key] = _as_other_kind(holder[key])
        elif kind == 3:
            other, place = _somewhere(changed, random)
            holder[key] = other[place]
        else:
            holder[key] = random.choice(ODD)
    return changed


def _somewhere(thing: Any, random: Random) -> tuple[Any, Any]:
    """Return a holder and a key of one of its parts, at a random depth."""
    while True:
        key = random.choice(list(thing) if isinstance(thing, dict) else range(len(thing)))
        below = thing[key]
        if not isinstance(below, (dict, list)) or not below or random.random() < 0.2:
            return thing, key
        thing = below


def _as_other_kind(thing: Any) -> Any:
    """Return a number as a text, a text as a number, a list as a mapping, a mapping as a list."""
    if isinstance(thing, dict):
        return list(thing.values())
    if isinstance(thing, list):
        return {str(k): one for k, one in enumerate(thing)}
    if isinstance(thing, str):
        try:
            return float(thing)
        except ValueError:
            return [thing]
    return str(thing) if not isinstance(thing, int) or abs(thing) < 10**30 else "big"


def mangled_text(text: str, random: Random) -> bytes:
    """Return a text of JSON with bytes changed, left out, doubled, or odd words put in."""
    raw = bytearray(text.encode())
    for _ in range(random.choice((1, 2, 5))):
        at = random.randrange(len(raw))
        kind = random.randrange(5)
        if kind == 0:
            raw[at] = random.randrange(256)
        elif kind == 1:
            del raw[at : at + random.randrange(1, 200)]
        elif kind == 2:
            raw[at:at] = raw[at : at + random.randrange(1, 200)]
        elif kind == 3:
            word = random.choice((b"Infinity", b"NaN", b"1e400", b"9" * 6_000, b"[" * 2_000))
            raw[at:at] = word
        else:
            del raw[at:]
            raw = raw or bytearray(b" ")
    return bytes(raw)


def texts() -> dict[str, bytes]:
    """Return files that are no certificate, by what they are."""
    return {
        "empty": b"",
        "blank": b" \n",
        "not utf-8": b"\xff\xfe{}",
        "a list": b"[]",
        "a number": b"1e400",
        "Infinity": b"Infinity",
        "a huge number": b"9" * 10_000,
        "deep lists": b"[" * 200_000,
        "deep and whole": b"[" * 200_000 + b"]" * 200_000,
        "deep mappings": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "a key twice": b'{"version": 2, "version": 2}',
        "a command that is a list": b'{"problem": {"command": [], "options": {}}}',
        "a command that is a mapping": b'{"problem": {"command": {}, "options": {}}}',
        "a deep problem": b'{"problem": ' + b"[" * 900 + b"]" * 900 + b"}",
        "huge options": json.dumps(
            {"problem": {"command": "london", "options": {"max_size": "9" * 100_000}}}
        ).encode(),
        "a huge size": b'{"problem": {"command": "london", "options": {"max_size": 1e400}}}',
        "options that are a list": b'{"problem": {"command": "london", "options": [1]}}',
    }
