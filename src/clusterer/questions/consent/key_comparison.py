"""What each of several keys does to a plan, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

import pandas as pd
from matplotlib.axes import Axes

from clusterer import display
from clusterer.candidates.shares import POUND
from clusterer.questions.consent.result import Consent


class KeyComparison:
    """Several keys side by side: `compare_shares` makes one.

    Parameters
    ----------
    answers
        What `consent` says under each key, by its name.
    """

    def __init__(self, answers: Mapping[str, Consent]) -> None:
        self._answers = dict(answers)

    @property
    def answers(self) -> Mapping[str, Consent]:
        """What `consent` says under each key, by its name."""
        return MappingProxyType(self._answers)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a key, by its name.

        Whether the plan ``holds``; how many clusters would leave, ``blocking``; how many councils
        pay more than alone, ``worse_off``, by £1 or more; the ``least_saving`` and the
        ``most_saving`` of a council; the ``subsidy`` that keeps everybody, and the ``exit_fee``.
        In £m.
        """
        rows = {}
        for name, answer in self._answers.items():
            saving = answer.table["saving"]
            rows[name] = {
                "holds": answer.holds,
                "blocking": len(answer.blocking),
                "worse_off": int((saving < -POUND).sum()),
                "least_saving": float(saving.min()),
                "most_saving": float(saving.max()),
                "subsidy": answer.subsidy,
                "exit_fee": answer.exit_fee,
            }
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("key")

    @cached_property
    def savings(self) -> pd.DataFrame:
        """A row a council, by index label, and a column a key: £m saved against standing alone.

        Where it shares today, to stand alone costs it its exit.
        """
        return pd.DataFrame({name: one.table["saving"] for name, one in self._answers.items()})

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        held = [name for name, one in self._answers.items() if one.holds]
        spared = [name for name in self.table.index if not self.table.loc[name, "worse_off"]]
        return (
            f"the plan holds under {_listed(held)} of {len(self._answers)} keys; nobody is worse "
            f"off than alone under {_listed(spared)}"
        )

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw what each council saves under each key, up to six of them.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        first = next(iter(self._answers.values()))
        return display.draw_savings_by_key(
            self.savings,
            first.table["name"].astype(str).tolist(),
            ax,
            title=self.headline if title is None else title,
            subtitle=first.evaluation.assumptions,
        )

    def __repr__(self) -> str:
        return f"<KeyComparison: {self.headline}>"

    def _repr_html_(self) -> str:
        return f"<p><b>{self.headline}</b></p>{self.table.to_html()}"


def _listed(names: list[str]) -> str:
    """Return how many, and which."""
    return f"{len(names)} ({', '.join(names)})" if names else "none"
