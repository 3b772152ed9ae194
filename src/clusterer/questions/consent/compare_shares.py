"""What each of several keys would do to one plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clusterer._support.wording import shown
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.consent import consent
from clusterer.questions.consent.key_comparison import KeyComparison


def compare_shares(
    evaluation: Evaluation,
    keys: Mapping[str, Any] | Iterable[Any],
    *,
    terms: Iterable[str] | None = None,
    time_limit: float | None = None,
) -> KeyComparison:
    """Say what each of several keys would do to a plan: who saves what, and who would leave.

    Parameters
    ----------
    evaluation
        A plan, or any partition, as for `consent`.
    keys
        What `consent` takes as ``shares``, each by a name of yours, or a list of them. None means
        that members bargain, and has the fairest charges.
    terms
        The names of the terms that are charged, as for `consent`.
    time_limit
        Seconds for each key.

    Returns
    -------
    KeyComparison
        A row a key, and the savings of each council under each key.

    Raises
    ------
    InputError
        If an argument is not usable.
    TooManyCandidatesError
        If the clusters that could form are too many to list.
    ClustererError
        If the time was up.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> found = cl.compare_shares(cl.solve(problem), ["equal", "saving"])
    >>> found.table["worse_off"].to_dict()
    {'equal': 14, 'saving': 0}
    """
    named = _named(keys)
    # Read once: it is asked for with each key.
    charged = list(terms) if isinstance(terms, Iterable) and not isinstance(terms, str) else terms
    return KeyComparison(
        {
            name: consent(evaluation, shares, terms=charged, time_limit=time_limit)
            for name, shares in named.items()
        }
    )


def _named(keys: Mapping[str, Any] | Iterable[Any]) -> dict[str, Any]:
    """Return the keys by their names; those of a list are called what they are."""
    if isinstance(keys, Mapping):
        named = {str(name): shares for name, shares in keys.items()}
    elif isinstance(keys, str) or not isinstance(keys, Iterable):
        raise InputError(
            f'keys = {shown(keys)} must be a list of keys, such as ["population", "equal"], or a '
            'dict of them by name, such as {"per head": "population"}'
        )
    else:
        listed = list(keys)
        for one in listed:
            if not (one is None or isinstance(one, str)):
                raise InputError(
                    f"the key {shown(one)} of a list has no name; give a dict of keys by name, "
                    'such as {"half and half": {"equal": 0.5, "population": 0.5}}'
                )
        named = {"members bargain" if one is None else one: one for one in listed}
    if not named:
        raise InputError('keys names no key; give some, such as ["population", "equal"]')
    return named
