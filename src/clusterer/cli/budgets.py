"""A budget as it is typed: £m for each year, or one for all of them."""

from __future__ import annotations

from clusterer.errors import InputError


def amounts_of(budget: str | None) -> list[float] | None:
    """Return the £m of each year that ``--budget`` states, of which the last holds for later ones.

    Raises
    ------
    InputError
        If it is none. The message has what was typed.

    Examples
    --------
    >>> amounts_of("0, 10, 20"), amounts_of(None)
    ([0.0, 10.0, 20.0], None)
    """
    if budget is None:
        return None
    try:
        return [float(amount) for amount in budget.split(",")]
    except ValueError:
        raise InputError(
            f"--budget {budget!r} must be a number of £m, or one for each year with commas between "
            "them, such as '0, 10, 20'"
        ) from None
