"""What a subclass does not inherit: what was said of a method that it has replaced."""

from __future__ import annotations


def leave_out_outdated(subclass: type, base: type, method: str, *said: str) -> None:
    """Give a subclass what `base` says, where it would inherit what was said of another method.

    Parameters
    ----------
    subclass
        The class that is being made.
    base
        The class whose answers are true of every subclass.
    method
        What the answers are about.
    said
        The attributes with the answers.

    Examples
    --------
    >>> class Sum:
    ...     form = None
    >>> class Twice(Sum):
    ...     form = "2x"
    ...     def cost(self, x): return 2 * x
    >>> class Square(Twice):
    ...     def cost(self, x): return x * x
    >>> leave_out_outdated(Square, Sum, "cost", "form")
    >>> Square.form is None
    True
    """
    for name in said:
        if _first_with(method, subclass) < _first_with(name, subclass):
            setattr(subclass, name, vars(base)[name])


def _first_with(name: str, of: type) -> int:
    """Return the place, in the order in which Python looks, of the class that has a name."""
    return next(k for k, one in enumerate(of.__mro__) if name in vars(one))
