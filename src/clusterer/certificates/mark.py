"""The mark of a certificate, by which a report and `clusterer verify` name the same one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

HOW = "SHA-256 of its content, without blanks and with its entries in the order of the alphabet"
"""What the mark is, in words."""


def mark_of(certificate: Mapping[str, Any]) -> str:
    """Return the mark of a certificate: the same however its file is laid out.

    Examples
    --------
    >>> mark_of({"reach": "1", "bound": "2"}) == mark_of({"bound": "2", "reach": "1"})
    True
    """
    text = json.dumps(dict(certificate), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
