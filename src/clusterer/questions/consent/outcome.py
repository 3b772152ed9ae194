"""What forms by itself under a key: a partition, how firm it is, and whether it is the only one."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd

from clusterer._support.wording import separator
from clusterer.candidates.shares import POUND
from clusterer.model.problem import Evaluation
from clusterer.questions.consent.forming import Held
from clusterer.questions.consent.keyed_game import KeyedGame, Numbers

_NEAREST = 10
"""So many clusters that nearly form are told."""


class Voluntary(Evaluation):
    """What forms by itself: a partition that no cluster would leave, under a key.

    `voluntary` makes one. All of `Evaluation` is there too: the table `clusters`, the costs, the
    map, the files. So ``saving`` is against today where the problem starts from it, and
    ``saving_against_alone`` is what grants and a mandate are measured by. Limits bind plans, and
    not those who join of themselves: it may break some.

    Parameters
    ----------
    game
        Who may form what, and who pays what in it.
    held
        The partitions that hold; this is the first.
    """

    def __init__(self, game: KeyedGame, held: Held) -> None:
        self._game, self._held = game, held
        super().__init__(**evaluated(game, held.partitions[0]).arguments())

    @property
    def key(self) -> str:
        """The key, in words."""
        return self._game.shares.words

    @property
    def grants(self) -> pd.Series:
        """What each council would get for joining any shared cluster, in £m by index label."""
        return pd.Series(self._game.grants.copy(), index=self.councils.ids, name="grant")

    @property
    def paid(self) -> float:
        """The £m of grants that are paid, to all members of shared clusters."""
        return float(self._game.grants[self._is_shared].sum())

    @property
    def unique(self) -> bool | None:
        """Whether nothing else holds: proved if true or false; None if it is not known.

        What gains less than £1 for some member does not break another partition.
        """
        if len(self._held.partitions) > 1:
            return False
        return True if self._held.complete else None

    @property
    def word_of(self) -> str:
        """The solver on whose word alone it rests that nothing else holds; empty for none."""
        return self._held.word_of

    @cached_property
    def others(self) -> tuple[Evaluation, ...]:
        """Other partitions that hold as well, as far as they were looked for."""
        return tuple(evaluated(self._game, one) for one in self._held.partitions[1:])

    @property
    def all_others(self) -> bool:
        """Whether `others` has all there are."""
        return self._held.complete

    @cached_property
    def charges(self) -> pd.DataFrame:
        """A row a council: ``name``, ``cluster``, ``alone``, ``charge``, ``grant`` and ``gain``.

        ``alone`` is what it costs alone, its exit included where it shares today, and ``charge``
        what it pays by the key, ``grant`` what it gets, and ``gain`` what it saves in all against
        alone. In £m.
        """
        game = self._game
        indptr, members = game.sets.flat()
        charge = np.empty(game.n)
        for k in self._chosen:
            here = slice(indptr[k], indptr[k + 1])
            charge[members[here]] = game.charges[here]
        grant = np.where(self._is_shared, game.grants, 0.0)
        return pd.DataFrame(
            {
                "name": self.councils.names,
                "cluster": self.assignment.to_numpy(),
                "alone": game.alone,
                "charge": charge,
                "grant": grant,
                "gain": game.alone - charge + grant,
            },
            index=self.councils.ids,
        )

    @property
    def margin(self) -> float:
        """By how many £m the nearest other cluster fails to form; infinite if there is no other.

        Each of its members would have to pay so much less in it, more or less, for all to want it.
        """
        return float(self.nearest["short"].iloc[0]) if len(self.nearest) else np.inf

    @cached_property
    def nearest(self) -> pd.DataFrame:
        """The other clusters that are nearest to forming, the nearest first.

        A row a cluster: its ``members``, its ``size``; ``reluctant``, the member that would lose
        most by it; and ``short``, by how many £m it would.
        """
        game = self._game
        pays = game.pays(self._chosen)
        least = game.least_gain(pays)
        least[self._chosen] = -np.inf
        order = np.argsort(-least, kind="stable")[:_NEAREST]
        order = order[least[order] > -np.inf]
        names, between = self.councils.names, separator(self.councils.names)
        indptr, members = game.sets.flat()
        rows = []
        for k in order:
            here = slice(indptr[k], indptr[k + 1])
            worst = members[here][np.argmin(pays[members[here]] - game.net[here])]
            rows.append(
                {
                    "members": between.join(names[i] for i in members[here]),
                    "size": int(game.sets.size[k]),
                    "reluctant": names[worst],
                    "short": -float(least[k]),
                }
            )
        return pd.DataFrame(rows, columns=["members", "size", "reluctant", "short"])

    @property
    def headline(self) -> str:
        """One sentence with what matters most, and the game it belongs to."""
        paid = f", £{self.paid:,.3f}m of grants paid" if self.paid else ""
        words = f"forms by itself, shares {self.key}{paid}: {super().headline}"
        if self.unique:
            return f"{words}; nothing else holds{self._firm}"
        if self.unique is None:
            return f"{words}; not known whether something else holds{self._firm}"
        count = f"{len(self.others)} other{'' if len(self.others) == 1 else 's'}"
        at_least = "" if self.all_others else "at least "
        return f"{words}; {at_least}{count} would hold as well{self._firm}"

    @property
    def _firm(self) -> str:
        """How firm it is, in words."""
        if self.margin == np.inf:
            return ""
        if self.margin <= POUND:
            return ", and another cluster forms as well as not"
        return f", but another cluster forms if charges move by £{self.margin:,.6f}m"

    @property
    def _chosen(self) -> Numbers:
        return self._held.partitions[0]

    @cached_property
    def _is_shared(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        sizes = self.clusters["size"]
        found: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
            self.assignment.map(sizes).to_numpy() > 1
        )
        return found


def evaluated(game: KeyedGame, chosen: Numbers) -> Evaluation:
    """Return some sets that cover each council once as a partition, the largest first."""
    clusters = sorted(
        (game.sets.positions(k).tolist() for k in chosen), key=lambda rows: (-len(rows), rows)
    )
    return game.problem.evaluate_rows(dict(enumerate(clusters, start=1)))
