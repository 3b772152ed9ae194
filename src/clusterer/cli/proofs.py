"""A certificate as a file, with the problem as it was stated, for `verify` to make it again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clusterer._support.writing import replacing
from clusterer.cli.problems import Stated
from clusterer.solving.plan import Plan

ENDING = "certificate.json"
"""What follows the name of the map in that of the file."""


def proof_of(plan: Plan, stated: Stated, time_limit: float | None) -> dict[str, Any]:
    """Return the certificate of a plan, with its problem."""
    proof = plan.certificate(time_limit=time_limit, progress=True)
    return {**proof, "problem": stated.as_json()}


def write_proof(proof: Mapping[str, Any], place: Path) -> None:
    """Write a certificate to its place."""
    with replacing(place) as draft:
        draft.write_text(json.dumps(proof, indent=1), encoding="utf-8")
