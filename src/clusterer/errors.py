"""What can go wrong or look wrong, each with a message that says what to do about it."""

from __future__ import annotations

from typing import Any


class ClustererError(Exception):
    """Any error that the library raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Python makes a copy from the message alone, which is not enough for all of them.
        return _made_again, (type(self), self.args), self.__dict__


class InputError(ClustererError, ValueError):
    """The input is not usable as it stands; the message names what and where."""


class TooManyCandidatesError(ClustererError):
    """The candidates would not fit in memory; the message says which rule would help.

    Attributes
    ----------
    fitting_size
        The largest size of cluster whose candidates would fit; 0 if none.
    """

    def __init__(self, message: str, fitting_size: int) -> None:
        super().__init__(message)
        self.fitting_size = fitting_size


class InfeasibleError(ClustererError):
    """No plan keeps all the rules and limits.

    Attributes
    ----------
    conflict
        The rules and limits that cannot hold together, as written in the problem.
    """

    def __init__(self, message: str, conflict: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.conflict = conflict


class NoPlanFoundError(ClustererError):
    """The search was stopped before it had found any plan; none may exist."""


class CertificateError(ClustererError):
    """A certificate does not prove what it states; the message says what fails."""


class ClustererWarning(UserWarning):
    """Any warning that the library gives: usable input that deserves a second look."""


class ImplausibleWarning(ClustererWarning):
    """The input can be used, but is hardly what was meant; the message says what to look at.

    If it is meant, say so with
    ``warnings.filterwarnings("ignore", category=clusterer.ImplausibleWarning)``; with
    ``message="..."`` this goes for messages that begin so alone.
    """


class IslandWarning(ClustererWarning):
    """Councils have no neighbour, or nothing joins parts of the map; so no cluster can have both.

    If that is meant, say so with
    ``warnings.filterwarnings("ignore", category=clusterer.IslandWarning)``.
    """


def _made_again(kind: type[ClustererError], args: tuple[object, ...]) -> ClustererError:
    """Return an error of a kind as another process had it; its attributes come afterwards."""
    error = kind.__new__(kind, *args)
    error.args = args
    return error
