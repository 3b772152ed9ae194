"""Ready bundles of terms, from what panel studies found to what business cases assume."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.terms.base import Term
from clusterer.terms.coordination import Coordination
from clusterer.terms.scale import Scale
from clusterer.terms.setup import SetUp

PresetName = Literal["null", "central", "business-case"]
"""What a preset is called."""

PRESETS: Mapping[PresetName, Mapping[str, Any]] = {
    "null": {"benefit_realisation": 0.0},
    "central": {},
    "business-case": {"benefit_realisation": 1.0, "exhaustion": False, "kappa": 0.002},
}
"""How each preset differs from the central figures of the shipped tables."""

_TERMS: tuple[type[Scale | Coordination | SetUp], ...] = (Scale, Coordination, SetUp)


def preset(name: PresetName, **changes: Any) -> list[Term]:
    """Return the terms of a preset, for the bundle of eight back-office services.

    Parameters
    ----------
    name
        "null": no scale effect, the finding of the English panel studies;
        "central": central figures, gains exhausted at the minimum efficient scale;
        "business-case": what business cases assume, planned savings in full, little
        coordination, no exhaustion of scale.
    **changes
        Parameters of `Scale`, `Coordination` and `SetUp` to set otherwise, such as
        ``kappa=0.01`` or ``population="residents"``; one that several have is set in all.

    Returns
    -------
    list of Term
        A `Scale`, a `Coordination` and a `SetUp`.

    Raises
    ------
    InputError
        If there is no such preset or parameter.

    Examples
    --------
    >>> import clusterer as cl
    >>> [term.name for term in cl.preset("central", kappa=0.01)]
    ['scale', 'coordination', 'set-up']
    """
    if not isinstance(name, str) or name not in PRESETS:
        raise InputError(f"there is no preset {shown(name)}; there are {', '.join(PRESETS)}")
    settings = {**PRESETS[name], **changes}
    known = [{f.name for f in dataclasses.fields(term)} - {"name"} for term in _TERMS]
    for parameter in settings:
        if not any(parameter in fields for fields in known):
            raise InputError(
                f"a preset has no parameter {parameter!r}; there are "
                + ", ".join(sorted(set().union(*known)))
            )
    return [
        term(**{key: value for key, value in settings.items() if key in fields})
        for term, fields in zip(_TERMS, known, strict=True)
    ]
