"""The least grants that make a partition form, or keep one, with what is proved of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from clusterer import display
from clusterer.display.shown import ShownAsTable
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.notes import against_alone
from clusterer.search.solution import relative_gap, tolerance


@dataclass(frozen=True, eq=False, repr=False)
class LeastGrants(ShownAsTable):
    """Who has to be paid what, at least.

    `least_grants` makes one. Grants for joining are paid to a council in any shared cluster; those
    for staying only while it stays in the cluster of the plan. One does not bound the other.

    Attributes
    ----------
    evaluation
        What forms, or is kept.
    key
        The key, in words.
    staying
        Whether grants are for staying in the plan; else for joining any shared cluster.
    grants
        In £m, by index label.
    charges
        What each council pays by the key, before its grant, in £m by index label.
    bound
        What such grants cost at least, in £m.
    target
        The £m that were to be saved; None for a given plan.
    word_of
        The solver on whose word alone the bound rests; empty for none.
    """

    evaluation: Evaluation
    key: str
    staying: bool
    grants: pd.Series
    charges: pd.Series
    bound: float
    target: float | None = None
    word_of: str = ""

    @property
    def total(self) -> float:
        """What the grants cost, in £m."""
        return math.fsum(self.grants)

    @property
    def gap(self) -> float:
        """``(total − bound) / total``: how much cheaper any such grants could be, at most."""
        return 0.0 if self.proved else relative_gap(self.total, self.bound)

    @property
    def proved(self) -> bool:
        """Whether no such grants cost less, by a pound or a billionth."""
        return self.bound >= self.total - tolerance(self.total)

    @property
    def saving(self) -> float:
        """The £m that the partition saves against all councils alone, before grants.

        Where some share today, to stand alone costs them their exits.
        """
        return self.evaluation.saving_against_alone

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row a council: ``name``, ``cluster``, ``alone``, ``charge``, ``grant`` and ``gain``.

        ``gain`` is what it saves against standing alone, grant and all. In £m.
        """
        councils = self.evaluation.councils
        alone = self.evaluation.problem.standalone_costs
        return pd.DataFrame(
            {
                "name": councils.names,
                "cluster": self.evaluation.assignment.to_numpy(),
                "alone": alone,
                "charge": self.charges.to_numpy(),
                "grant": self.grants.to_numpy(),
                "gain": alone - self.charges.to_numpy() + self.grants.to_numpy(),
            },
            index=councils.ids,
        )

    @property
    def headline(self) -> str:
        """One sentence with what matters most, and the game it belongs to."""
        paid = int(np.count_nonzero(self.grants > tolerance(0.0)))
        who = f"{paid} council{'' if paid == 1 else 's'}"
        does = "for staying keep all in" if self.staying else "for joining make it form"
        words = (
            f"shares {self.key}: grants of £{self.total:,.3f}m to {who} {does}, which saves "
            f"£{self.saving:,.1f}m{against_alone(self.evaluation.problem)}"
        )
        if self.proved:
            return f"{words}; no such grants cost less"
        return f"{words}; any such grants cost at least £{self.bound:,.3f}m"

    def plot(self, ax: Axes | None = None, *, title: str | None = None) -> Axes:
        """Draw the grant of each council, the largest first.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above; the headline unless given, nothing for "".
        """
        return display.draw_amounts(
            self.table.rename(columns={"grant": "amount"}),
            ax,
            along="grant to the council, £m of present value",
            title=self.headline if title is None else title,
            subtitle=self.evaluation.assumptions,
        )

    @property
    def _note(self) -> str:
        return self.evaluation.assumptions

    @property
    def _shown(self) -> pd.DataFrame:
        """The councils that are paid, the most first, in words."""
        table = self.table[self.table["grant"] > tolerance(0.0)]
        table = table.sort_values("grant", ascending=False, kind="stable")
        words = {"cluster": table["cluster"].astype(str)}
        for column in ("alone", "charge", "grant", "gain"):
            words[column] = table[column].map("{:,.3f}".format)
        return pd.DataFrame(words).set_axis(pd.Index(table["name"], name="council"), axis=0)
