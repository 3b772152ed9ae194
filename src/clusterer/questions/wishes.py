"""Wishes: who is to be together, apart or alone in a plan, or what some clusters are to be."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import separator, shown
from clusterer.candidates import Candidates, Pruning
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.model.problem import Evaluation, Problem
from clusterer.rules import Alone, Apart, Rule, Together
from clusterer.rules.mip_form import RuleForm

_MOST_NAMED = 4
"""More councils are not named one by one."""

Group = tuple[int, ...]
"""Row numbers."""


@dataclass(frozen=True, repr=False)
class Exactly(Rule):
    """Each of some groups is a cluster, as it stands.

    Parameters
    ----------
    clusters
        The groups, each with its councils by index label.
    """

    clusters: tuple[tuple[Hashable, ...], ...]

    def __repr__(self) -> str:
        return f"Exactly({', '.join(shown(list(cluster)) for cluster in self.clusters)})"

    @property
    def in_words(self) -> str:
        """The groups, and that they are clusters."""
        return ", ".join(
            f"{' and '.join(map(str, cluster))} {'as a cluster' if len(cluster) > 1 else 'alone'}"
            for cluster in self.clusters
        )

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell whether each candidate is one of the groups, or has none of their councils."""
        return self.mip_form(candidates.councils).allows(candidates)

    def pruning(self, councils: Councils) -> Pruning:
        """Return the pairs of a member and one who is none."""
        conflict = np.zeros((len(councils), len(councils)), dtype=np.bool_)
        for cluster in self.clusters:
            inside = np.zeros(len(councils), dtype=np.bool_)
            inside[list(councils.positions(cluster))] = True
            conflict |= inside[:, None] != inside[None, :]
        return Pruning(conflict=conflict)

    def mip_form(self, councils: Councils) -> RuleForm:
        """Return who is to be together, and who must stay outside."""
        together = tuple(tuple(councils.positions(c)) for c in self.clusters if len(c) > 1)
        return RuleForm(conflict=self.pruning(councils).conflict, together=together)


@dataclass(frozen=True)
class Wish:
    """What a plan is to have.

    Attributes
    ----------
    councils
        The councils, whose row numbers the others are.
    together
        Who is to share one cluster.
    apart
        No two of whom are to share one.
    alone
        Who is to share with nobody.
    clusters
        What are to be clusters, just so.
    """

    councils: Councils = field(repr=False, compare=False)
    together: Group = ()
    apart: Group = ()
    alone: Group = ()
    clusters: tuple[Group, ...] = ()

    @classmethod
    def stated(cls, problem: Problem, together: object, apart: object, alone: object) -> Wish:
        """Return a wish for groups of councils, by index label or name; None for no group.

        Raises
        ------
        InputError
            If a council is unknown, or the wish contradicts itself.
        """
        councils = problem.councils
        together, apart, alone = (
            () if group is None else _rows(councils, what, group)
            for what, group in (("together", together), ("apart", apart), ("alone", alone))
        )
        wish = cls(councils, together, apart, alone)
        wish._check_no_contradiction()
        return wish

    @classmethod
    def for_grouping(
        cls, problem: Problem, grouping: Mapping[Hashable, Hashable] | pd.Series | Evaluation
    ) -> Wish:
        """Return the wish that what has one label is a cluster; of other councils nothing is asked.

        Raises
        ------
        InputError
            If a council is unknown, given twice, or has no label.
        """
        if isinstance(grouping, Evaluation):
            grouping = grouping.assignment
        evaluation = problem.evaluate(grouping, rest_alone=True)  # Checks what is given.
        given = {problem.councils.position(council) for council, _ in grouping.items()}
        if not given:
            raise InputError("grouping has no council; give the clusters that it is about")
        members = (evaluation.members(label) for label in evaluation.clusters.index)
        rows = (tuple(problem.councils.positions(labels)) for labels in members)
        return cls(problem.councils, clusters=tuple(group for group in rows if given & {*group}))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The wish as rules."""
        found: list[Rule] = []
        if self.together:
            found.append(Together(*self._labels(self.together)))
        if self.apart:
            found.append(Apart(*self._labels(self.apart)))
        if self.alone:
            found.append(Alone(*self._labels(self.alone)))
        if self.clusters:
            found.append(Exactly(tuple(map(self._labels, self.clusters))))
        return tuple(found)

    def allows(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell which clusters a plan with the wish may have."""
        verdict = np.ones(len(candidates), dtype=np.bool_)
        for rule in self.rules:
            verdict &= rule.allows(candidates)
        return verdict

    @property
    def named(self) -> frozenset[int]:
        """The councils that the wish names."""
        return frozenset(self.together + self.apart + self.alone + sum(self.clusters, ()))

    @property
    def is_whole(self) -> bool:
        """Whether it says of each council whose cluster it is in."""
        return len(self.named) == len(self.councils) and bool(self.clusters)

    @property
    def in_words(self) -> str:
        """The wish, such as "Camden and Islington together"."""
        words = [
            f"{self._names(group)} {how}"
            for group, how in (
                (self.together, "together"),
                (self.apart, "apart"),
                (self.alone, "alone"),
            )
            if group
        ]
        if self.is_whole:
            words.append("this grouping")
        else:
            words += [
                f"{self._names(group)} {'as a cluster' if len(group) > 1 else 'alone'}"
                for group in self.clusters
            ]
        return ", ".join(words) if len(words) <= _MOST_NAMED else f"{len(words)} clusters as given"

    def _names(self, group: Group) -> str:
        names = [self.councils.names[row] for row in group]
        if len(names) > _MOST_NAMED:
            names = [*names[: _MOST_NAMED - 1], f"{len(names) - _MOST_NAMED + 1} others"]
        first = separator(names).join(names[:-1])
        return " and ".join([first, names[-1]] if len(names) > 1 else names)

    def _labels(self, rows: Sequence[int]) -> tuple[Hashable, ...]:
        """Return what to call councils in a rule: by name where only one is called so."""
        return tuple(map(self._label, rows))

    def _label(self, row: int) -> Hashable:
        label: Hashable = self.councils.ids[row]
        name = self.councils.names[row]
        try:
            return name if self.councils.position(name) == row else label
        except InputError:
            return label

    def _check_no_contradiction(self) -> None:
        together, alone = {*self.together}, {*self.alone}
        both = sorted(together & {*self.apart})
        if len(both) > 1:
            raise InputError(
                f"{self.councils.describe(both)} cannot be together and apart; ask for one of them"
            )
        if together & alone:
            raise InputError(
                f"{self.councils.describe(sorted(together & alone))} cannot be together with "
                "others and alone; ask for one of them"
            )


def _rows(councils: Councils, what: str, group: object) -> Group:
    """Return the row numbers of a group that was given."""
    if what == "alone" and (isinstance(group, str) or not isinstance(group, Iterable)):
        group = [group]
    if isinstance(group, str) or not isinstance(group, Iterable):
        raise InputError(f"{what} = {shown(group)} must be a list of councils")
    labels = list(group)
    least = 1 if what == "alone" else 2
    if len(labels) < least:
        raise InputError(
            f"{what} = {shown(labels)} must have {'a council' if least == 1 else 'two councils'} "
            "or more"
        )
    rows = councils.positions(labels)
    for row in rows:
        if rows.count(row) > 1:
            raise InputError(f"{what} has {councils.describe([row])} twice; name each council once")
    return tuple(sorted(rows))
