"""The folder that files go to: tried before there is anything to write, and then written to."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd

from clusterer._support.writing import check_place, replacing
from clusterer.cli.problems import Stated
from clusterer.display import write_table
from clusterer.errors import InputError
from clusterer.questions.appraisal import Appraisal
from clusterer.solving.plan import Plan

_FIGURES = ".figures.csv"
"""At the end of the name of the file with what the costs rest on."""


def cannot_write(out: Path, error: InputError | OSError) -> InputError:
    """Return the error of a folder of files that cannot be written, in one line."""
    why = str(error)
    if isinstance(error, OSError):
        why = error.strerror or why
    if not why.startswith("cannot write "):
        why += "; choose another folder"
    return InputError(f"cannot write to --out {str(out)!r}: {why.removeprefix('cannot write ')}")


def check_folder(out: Path, places: Iterable[Path] = ()) -> None:
    """Check that a folder can be made and written to, and leave everything as it was.

    Parameters
    ----------
    out
        The folder.
    places
        The files that are to be written in it, none of which may be in the way.

    Raises
    ------
    InputError
        If it cannot.
    """
    missing = [folder for folder in (out, *out.parents) if not os.path.lexists(folder)]
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
        for place in places:
            check_place(place)
    except (InputError, OSError) as error:
        raise cannot_write(out, error) from None
    finally:
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()


def spare(sources: Iterable[object], out: Path, places: list[Path]) -> None:
    """Refuse to write a result over a file that it is made of."""
    for source in sources:
        if isinstance(source, Path) and source.resolve() in {place.resolve() for place in places}:
            raise InputError(
                f"{source} would be overwritten by the result; choose another folder than "
                f"--out {str(out)!r}"
            )


def write_appraisal(appraisal: Appraisal, place: Path) -> None:
    """Write the maps of the options or, by the ending of the place, their table with all terms."""
    if place.suffix == ".png":
        appraisal.plot()
        _write_picture(place)
        return
    broken = {name: "; ".join(appraisal.broken.get(name, ())) for name in appraisal.names}
    table = appraisal.table.join(appraisal.by_term.add_prefix("term "))
    write_table(table.assign(breaks=pd.Series(broken)), place, "option")


def _write_picture(place: Path) -> None:
    """Write the picture that was drawn last."""
    with replacing(place) as draft:
        plt.savefig(draft, dpi=200, bbox_inches="tight")
    plt.close()


def write(plan: Plan, stated: Stated, place: Path, time_limit: float | None) -> None:
    """Write what belongs in a place, by its ending."""
    if place.suffix == ".png":
        plan.plot()
        _write_picture(place)
    elif place.suffix == ".json":
        proof = plan.certificate(time_limit=time_limit, progress=True)
        text = json.dumps({**proof, "problem": stated.as_json()}, indent=1)
        with replacing(place) as draft:
            draft.write_text(text, encoding="utf-8")
    elif place.name.endswith(_FIGURES):
        write_table(plan.figures, place)
    else:
        plan.to_file(place)
