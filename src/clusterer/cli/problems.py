"""A problem as a command states it, so that a certificate can state it again.

A command makes a `Stated` of its options and solves the problem that `Stated.problem` makes.
A certificate file keeps `Stated.as_json` under ``problem``, for the same problem to be made again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clusterer.cli import making
from clusterer.cli.places import name_of
from clusterer.cli.shipped import name_of_area, word_of
from clusterer.errors import InputError
from clusterer.model.problem import Problem


@dataclass(frozen=True)
class Stated:
    """A problem in the options of a command.

    Parameters
    ----------
    command
        "london" or "solve".
    options
        By name, those that say what the problem is, except for those that are not given.

    Examples
    --------
    >>> stated = Stated("london", {"max_size": 3})
    >>> stated.problem().rules
    (MaxSize(3),)
    >>> print(stated)
    clusterer london --max-size 3
    >>> Stated.of({"problem": stated.as_json()}) == stated
    True
    """

    command: str
    options: Mapping[str, Any]

    @classmethod
    def given(cls, command: str, **options: Any) -> Stated:
        """Return what a command was given; options that are None were not."""
        return cls(command, {key: value for key, value in options.items() if value is not None})

    @classmethod
    def of(cls, certificate: Mapping[str, Any]) -> Stated:
        """Return what a certificate file states.

        Raises
        ------
        InputError
            If it does not state a problem that a command can make.
        """
        stated = certificate.get("problem") if isinstance(certificate, dict) else None
        stated = stated if isinstance(stated, dict) else {}
        command, options = stated.get("command"), stated.get("options")
        told = isinstance(command, str) and command in _COMMANDS and isinstance(options, dict)
        if not told:
            raise InputError(
                "the certificate does not say of which problem it is, as one of `clusterer london "
                "--certificate` or `clusterer solve --certificate` does; in a script, make the "
                "problem and call clusterer.verify(problem, certificate)"
            )
        named: dict[str, Any] = dict(options or {})
        for key, value in named.items():
            _check_option(key, value)
        return cls(str(command), named)

    def as_json(self) -> dict[str, Any]:
        """Return the same for `json.dump`."""
        # Infinity is no JSON; a path is told from wherever the command stands.
        options = {
            key: str(value.resolve())
            if isinstance(value, Path)
            else str(value)
            if isinstance(value, float)
            else value
            for key, value in self.options.items()
        }
        return {"command": self.command, "options": options}

    @property
    def map(self) -> Path | str:
        """The map, as it may be typed."""
        file = self.options.get("file", self.command)
        return file if isinstance(file, Path) else str(file)

    @property
    def map_in_words(self) -> str:
        """The map, as it is typed on a command line."""
        text = str(self.map)
        return f"'{text}'" if " " in text else text

    @property
    def sources(self) -> list[Path]:
        """The files that the problem is made of."""
        given = (self.options.get("file"), self.options.get("join"))
        return [one for one in given if isinstance(one, Path)]

    @property
    def stem(self) -> str:
        """What files about the problem are called, without their endings."""
        return Path(name_of(self.map)).stem

    @property
    def place(self) -> str:
        """What the place is called: by its name, or as its file is.

        Examples
        --------
        >>> Stated("solve", {"file": "essex"}).place
        'Essex'
        >>> Stated("solve", {"file": Path("maps/north_county.gpkg")}).place
        'north county'
        """
        word = word_of(self.map)
        return self.stem.replace("_", " ") if word is None else name_of_area(word)

    def problem(self) -> Problem:
        """Make the problem.

        Raises
        ------
        InputError
            If an option is unknown, or not usable.
        """
        try:
            return _COMMANDS[self.command](**self.options)
        except InputError:
            raise
        except _UNUSABLE as error:  # Options that no command would let through.
            raise InputError(f"the options of clusterer {self.command}: {error}") from error

    def __str__(self) -> str:
        """Return the command, to be read."""
        words = ["clusterer", self.command]
        for key, value in self.options.items():
            if value is True:
                words.append(f"--{key.replace('_', '-')}")
                continue
            for one in value if isinstance(value, (list, tuple)) else (value,):
                text = f"'{one}'" if " " in str(one) else str(one)
                words += [text] if key == "file" else [f"--{key.replace('_', '-')}", text]
        return " ".join(words)


_COMMANDS: Mapping[str, Callable[..., Problem]] = {
    "london": making.london,
    "solve": making.problem_of,
}


_UNUSABLE = (
    *(TypeError, ValueError, LookupError, AttributeError),
    *(ArithmeticError, OSError, RuntimeError),
)
"""What an option may raise that no command would let through."""

_MOST_LETTERS, _MOST_NAMED = 10_000, 1_000
"""Letters in an option, and how often one may be repeated."""


def _is_short(value: str | float) -> bool:
    """Tell whether a text is short, and such as can be printed; or a number not too large."""
    if not isinstance(value, str):
        return abs(value) < 1e18
    return len(value) <= _MOST_LETTERS and not any(
        "\ud800" <= letter <= "\udfff" for letter in value
    )


def _check_option(key: str, value: Any) -> None:
    """Check that an option in a certificate is a text, a number, or a short list of texts."""
    texts = value if isinstance(value, list) else [value]
    plain = (str,) if isinstance(value, list) else (str, int, float)
    short = len(texts) <= _MOST_NAMED and all(
        isinstance(text, plain) and _is_short(text) for text in texts
    )
    if not short:
        raise InputError(
            f"the option {key[:40]!r} in the certificate is no text, number or short list of texts"
        )
