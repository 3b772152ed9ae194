"""Words of programmers that no report may have, but in its lines for analysts."""

from __future__ import annotations

import re

JARGON = (
    *("kappa", "see broken", "numpy", "NaN", "nan", "None", "dual", "£m of present", "affine"),
    *("optimal", "objective", "gap", "benefit_realisation", "per_council", "MaxSize", "GBP"),
    *("True", "False", "per_cluster", "terms=[...]"),
)

OF_CODE = re.compile(r"\w\.\w+_\w|plan\.[a-z]|\w=\[|\w\(\)")
"""Names and calls as only a program has them."""


def says(jargon: str, words: str) -> bool:
    """Tell whether some words have one of jargon, by itself."""
    return re.search(rf"(?<![\w-]){re.escape(jargon)}(?![\w-])", words) is not None
