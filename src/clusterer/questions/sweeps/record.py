"""The file of a sweep: a line for each solve, so that one that was stopped goes on where it was.

The lines are JSON. The first says what problem and options it belongs to; each other is what one
solve found, in the order in which they ended. A line is written as a whole or, by a stop in the
middle, is the last one and is passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clusterer._support.writing import check_place
from clusterer.errors import InputError
from clusterer.questions.sweeps.changes import Name
from clusterer.questions.sweeps.solved import Solved

_FORMAT = "clusterer sweep"
_VERSION = 1

_OPTIONS = {
    "problem": "another problem",
    "gap": "another gap",
    "each": "another time limit of each solve",
    "seed": "another seed",
}
"""What the first line says, and what it is called if it differs."""


class Record:
    """The file of a sweep; it is made with its first line, if it is not there.

    Parameters
    ----------
    path
        Where it is.
    about
        What the first line says: the problem's fingerprint, and the options.
    expected
        For each scenario, the fingerprint of its change; under None, that of the problem.

    Raises
    ------
    InputError
        If there is a file that belongs to another sweep, or none can be written there.
    """

    def __init__(
        self, path: str | Path, about: Mapping[str, Any], expected: Mapping[Name | None, str]
    ) -> None:
        self._path = Path(path)
        check_place(self._path)
        self.found: dict[Name | None, Solved] = {}
        whole = self._read(about, expected) if self._path.exists() else 0
        self._file = self._path.open("r+b" if self._path.exists() else "wb")
        # Half a line at the end is what was being written as a run was killed.
        self._file.truncate(whole)
        self._file.seek(whole)
        if whole == 0:
            self._write({"format": _FORMAT, "version": _VERSION, **about})

    def keep(self, solved: Solved) -> None:
        """Write down what a solve found, so that it is there whatever happens next."""
        self.found[solved.scenario] = solved
        self._write(solved.as_json())

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _write(self, told: Mapping[str, Any]) -> None:
        line = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
        try:
            self._file.write(line.encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            why = f"cannot write {self._path}: {error.strerror}; what was solved before is in it"
            raise OSError(error.errno, why) from error

    def _read(self, about: Mapping[str, Any], expected: Mapping[Name | None, str]) -> int:
        """Take over what a file has; return how many bytes of it are whole lines."""
        text = self._path.read_bytes()
        whole = text.rfind(b"\n") + 1
        if whole == 0 and json.dumps({"format": _FORMAT}, separators=(",", ":"))[
            :-1
        ].encode().startswith(text[:20]):
            return 0  # It is empty, or was stopped in its first line.
        lines = text[:whole].splitlines()
        try:
            first = json.loads(lines[0]) if lines else None
            if not isinstance(first, dict) or first.get("format") != _FORMAT:
                raise ValueError
            self._check_about(first, about)
            for line in lines[1:]:
                solved = Solved.from_json(json.loads(line))
                self._check_change(solved, expected)
                self.found[solved.scenario] = solved
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                f"{self._path} is no file of a sweep, or is damaged; give another name"
            ) from None
        return whole

    def _check_about(self, first: Mapping[str, Any], about: Mapping[str, Any]) -> None:
        if first.get("version") != _VERSION:
            raise InputError(
                f"{self._path} is in version {first.get('version')} of the format, and this is "
                f"version {_VERSION}; give another name"
            )
        for what, words in _OPTIONS.items():
            if first.get(what) != about[what]:
                raise InputError(
                    f"{self._path} belongs to a sweep of {words}; give another name, or the same "
                    "problem and options as before"
                )

    def _check_change(self, solved: Solved, expected: Mapping[Name | None, str]) -> None:
        if solved.scenario not in expected or expected[solved.scenario] != solved.changed:
            raise InputError(
                f"{self._path} belongs to a sweep of other changes: scenario {solved.scenario!r} "
                f"is {'not among these' if solved.scenario not in expected else 'another'}; give "
                "another name, or the same changes as before"
            )
