"""The stages between today's clusters and those of a plan, and what each step is worth.

Each council that moves does so once: until then it is with those of its partnership that have not
moved either, or alone; from then on with those of its cluster in the plan that have come, and with
its members that need not move. So where councils stand is told by who has moved, and a way is a
chain of growing sets. To come from alone to where nobody is yet is no move: the first two come
together. Of a partnership that ends, those who are left over may be a cluster of the plan, or alone
as the plan has them: then they have moved with the last who left.

Councils that share a cluster today or in the plan move together or apart; others have nothing to do
with each other. So the map falls into parts, and the stages of a part with k councils that move are
the ``2^k`` sets of them, the steps the ``3^k`` pairs of a set and a larger one.

A step is worth what its clusters save by year, less what those before it save: what has been spent
is sunk, what is saved goes on. Who has left, and what goes on, is held to the partnerships of today
(`clusterer.terms.today`), not to what is left of them in between. Otherwise a partnership could end
in small steps, of each of which more than half goes on, and nobody would pay for the end. So

- a council pays its exit at the step after which its cluster no longer has more than half of its
  partnership, once;
- what is left of a partnership goes on in a cluster that takes more than half of the partnership
  from it. Any other cluster goes on where more than half of itself is. What goes on has paid what
  is spent once;
- a saving that grows over the years of a ramp has been reached by the partnerships of today alone,
  as far as they go on. What a cluster saves beyond that begins its ramp with the step that brings
  it: of clusters S₀, S₁, … in the years t₀, t₁, …, in which the parts Q₀, Q₁, … of a partnership
  go on, the last saves in year t ``s(Q_k) + Σ_{j≤k} (m_j − m_{j−1}) ramp(t − t_j)``, with
  ``m_j = s(S_j) − s(Q_j)`` and nothing before the first. Otherwise a council that joins before
  another leaves would have reached with the others what it has not.

All moves in one step are worth what the business case of the plan is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from clusterer.business_cases.flows import checked_timing
from clusterer.candidates import Candidates
from clusterer.errors import InputError
from clusterer.model.council_table import summed
from clusterer.model.problem import Evaluation
from clusterer.terms.timing import Timing
from clusterer.terms.today import FromToday

Floats = NDArray[np.float64]
Members = tuple[int, ...]

_MOST_MOVERS = 10
"""Councils that move in one part of the map; 59,049 steps."""


@dataclass(frozen=True, eq=False)
class Part:
    """Councils that share clusters, today or in the plan, so that their moves depend on each other.

    Attributes
    ----------
    rows
        The row numbers of its councils.
    movers
        Those that move.
    stages
        For each set of movers that have moved, as bits, the clusters then. None if a new one breaks
        a rule or is not connected, or if the set is none: it has somebody in it who comes from
        alone to where nobody is, or lacks somebody who is where the plan has them.
    """

    rows: Members
    movers: Members
    stages: tuple[tuple[Members, ...] | None, ...]


@dataclass(frozen=True, eq=False)
class Step:
    """A step of one part from a stage to a later one, or none, if both are the same.

    Attributes
    ----------
    part
        The number of the part.
    before, after
        Who has moved, as bits.
    cash
        £m by year, from the year of the step on: above 0 what is saved.
    spent
        £m spent to get there by year.
    """

    part: int
    before: int
    after: int
    cash: Floats
    spent: Floats

    @property
    def moves(self) -> int:
        """How many councils move."""
        return (self.after & ~self.before).bit_count()


def parts_of(plan: Evaluation) -> list[Part]:
    """Return the parts of the map in which councils move, with their stages.

    Raises
    ------
    InputError
        If too many councils move in one part.
    """
    councils = plan.councils
    movers = set(councils.positions(plan.moves.index))
    final = {i: k for k, rows in enumerate(_clusters(plan)) for i in rows}
    planned = set(map(tuple, _clusters(plan)))
    today = _partnerships(plan)
    partnership = {i: k for k, rows in enumerate(today) for i in rows}
    # A partnership that goes on in a cluster as its centre is that cluster from the start.
    centre = {partnership[i]: final[i] for i in partnership if i not in movers}
    together = nx.Graph()
    together.add_nodes_from(range(len(councils)))
    for rows in (*_clusters(plan), *today):
        nx.add_path(together, rows)
    found = []
    for component in nx.connected_components(together):
        inside: list[int] = sorted(component)
        moving = tuple(i for i in inside if i in movers)
        if len(moving) > _MOST_MOVERS:
            raise InputError(
                f"the moves of {len(moving)} councils depend on each other, "
                f"{councils.describe(moving)}; a roadmap can order {_MOST_MOVERS} such: take a "
                f"plan that is nearer to today, such as the best with limits=[cl.MoveCount("
                f"at_most={_MOST_MOVERS})], or one of smaller clusters"
            )
        if not moving:
            continue
        stages: list[tuple[Members, ...] | None] = []
        joining = {i for i in moving if i not in partnership}
        for moved in range(2 ** len(moving)):
            here = {i for k, i in enumerate(moving) if moved >> k & 1}
            groups: dict[tuple[str, int], list[int]] = {}
            for i in inside:
                groups.setdefault(_place(i, here, movers, final, partnership, centre), []).append(i)
            lonely = any(
                label[0] == "cluster" and len(members) == 1 and members[0] in here & joining
                for label, members in groups.items()
            )
            # Whom the end of a partnership leaves where the plan has them has moved with it.
            arrived = any(
                label[0] == "partnership" and tuple(members) in planned
                for label, members in groups.items()
            )
            sound = not (lonely or arrived)
            stages.append(tuple(sorted(map(tuple, groups.values()))) if sound else None)
        found.append(Part(tuple(inside), moving, _sound(plan, stages, today)))
    return found


def _clusters(one: Evaluation) -> list[list[int]]:
    return list(one.arguments()["clusters"].values())


def _partnerships(plan: Evaluation) -> list[list[int]]:
    """Return the row numbers of the members of each partnership of today."""
    now = plan.problem.status_quo
    return [rows for rows in _clusters(now) if len(rows) > 1] if now else []


def _place(
    i: int,
    moved: set[int],
    movers: set[int],
    final: Mapping[int, int],
    partnership: Mapping[int, int],
    centre: Mapping[int, int],
) -> tuple[str, int]:
    """Return what identifies the cluster of a council, once some have moved."""
    if i in moved or i not in movers:
        return "cluster", final[i]
    if i not in partnership:
        return "alone", i
    goes_on = centre.get(partnership[i])
    return ("partnership", partnership[i]) if goes_on is None else ("cluster", goes_on)


def _sound(
    plan: Evaluation,
    stages: Sequence[tuple[Members, ...] | None],
    today: Iterable[Sequence[int]],
) -> tuple[tuple[Members, ...] | None, ...]:
    """Return the stages whose new clusters keep the rules and are connected.

    Those of the plan and of today, and what is left of the latter, are what they are.
    """
    problem = plan.problem
    given = {tuple(rows) for rows in _clusters(plan)}
    old = [set(rows) for rows in today]
    every = sorted({members for stage in stages if stage for members in stage})
    new = [m for m in every if m not in given and len(m) > 1 and not any(o >= {*m} for o in old)]
    allowed = problem.allowed(Candidates.of(problem.councils, new)).tolist() if new else []
    ids = problem.councils.ids
    bad = {
        members
        for members, keeps in zip(new, allowed, strict=True)
        if not (keeps and nx.is_connected(problem.adjacency.subgraph(ids[list(members)])))
    }
    return tuple(None if stage is None or bad & {*stage} else stage for stage in stages)


class Worth:
    """What steps are worth, costed cluster by cluster once for all of them.

    Parameters
    ----------
    plan
        The plan.
    parts
        The parts of the map.
    """

    def __init__(self, plan: Evaluation, parts: Sequence[Part]) -> None:
        self._plan, self._parts = plan, parts
        today = plan.problem.today
        self._full_saving = True if today is None else today.full_saving
        own = plan.problem.own_terms
        self._exits = plan.problem.exit_costs
        self._partnership = {i: frozenset(rows) for rows in _partnerships(plan) for i in rows}
        self._base = plan.problem.replace(today=None)
        self._behind = FromToday((), (), own, full_saving=self._full_saving)
        self._today = [term for term in plan.problem.terms if isinstance(term, FromToday)]
        every = {m for part in parts for stage in part.stages if stage for m in stage}
        self._clusters = self._of_clusters(sorted(every))
        # What goes on of a cluster is what it has in common with a later one.
        parts_of_old = {
            tuple(sorted({*a} & {*b}))
            for part in parts
            for a, b in _overlaps(part)
            if self._goes_on(a, b)
        }
        self._parts_of_old = self._of_parts(sorted(parts_of_old))

    def step(self, number: int, before: int, after: int) -> Step:
        """Return a step of a part between two stages, both of which are sound."""
        stages = self._parts[number].stages
        old, new = stages[before], stages[after]
        assert old is not None
        assert new is not None
        cash = spent = np.zeros(1)
        if before != after:
            kept = {*old} & {*new}
            exits = np.array([-self._exits_of(old, new)])
            cash, spent = exits, exits
            cluster_of = {i: members for members in old for i in members}
            for members in new:
                if members not in kept:
                    one = self._value(members, cluster_of)
                    cash, spent = _added(cash, one[0]), _added(spent, one[1])
            for members in old:
                if members not in kept:
                    one = self._value(members, cluster_of)
                    cash, spent = _added(cash, -one[0]), _added(spent, -one[1])
        return Step(number, before, after, cash, -spent)

    def _value(self, members: Members, cluster_of: Mapping[int, Members]) -> tuple[Floats, Floats]:
        """Return what a cluster saves by year against all alone, and of that what is one-off."""
        going_on = [
            tuple(sorted({*members} & {*old}))
            for old in {cluster_of[i] for i in members}
            if len(old) > 1 and self._goes_on(old, members)
        ]
        cash, spent = self._clusters[members]
        if going_on:
            _, paid = max((self._parts_of_old[common] for common in going_on), key=itemgetter(0))
            cash, spent = _added(cash, paid), _added(spent, paid)
        return cash, spent

    def _goes_on(self, old: Members, new: Members) -> bool:
        """Tell whether a cluster goes on in a later one.

        What is left of a partnership of today is measured by the partnership while that goes on.
        """
        whole, partnership = len(old), self._partnership.get(old[0], frozenset())
        if partnership >= {*old} and 2 * len(old) > len(partnership):
            whole = len(partnership)
        return 2 * len({*old} & {*new}) > whole

    def _exits_of(self, before: Sequence[Members], after: Sequence[Members]) -> float:
        """Return the £m of those who leave their partnership of today in a step."""
        leave = self._left(after) - self._left(before)
        return sum(float(self._exits[i]) for i in sorted(leave))

    def _left(self, stage: Sequence[Members]) -> set[int]:
        """Return those whose cluster does not have more than half of their partnership."""
        return {
            i
            for members in stage
            for i in members
            if (partnership := self._partnership.get(i))
            and 2 * len(partnership & {*members}) <= len(partnership)
        }

    def _of_clusters(self, every: list[Members]) -> dict[Members, tuple[Floats, Floats]]:
        """Return what clusters save by year against all alone, and of that what is one-off.

        Of what has been reached, that of today's partnerships is among it, and nothing is sunk.
        """
        chosen = Candidates.of(self._plan.councils, every)
        hosts = self._base.cost_table(chosen)["host"].to_numpy(dtype=np.int64)
        singles = self._base.singles
        alone = self._base.cost_parts(singles, np.arange(len(singles)))
        saved = [
            (part.column, part.timing, chosen.sum(of_single.cost) - part.cost)
            for part, of_single in zip(self._base.cost_parts(chosen, hosts), alone, strict=True)
        ]
        for term in self._today:
            reached = (part for part in term.parts(chosen) if not _is_once(part.timing))
            saved += [(part.column, part.timing, -part.cost) for part in reached]
        cash, once = np.zeros((len(every), 1)), np.zeros((len(every), 1))
        for column, stated, amounts in saved:
            timing = checked_timing(column, stated)
            if not timing.is_cash:
                continue
            flows = timing.flows(amounts)
            cash = summed(cash, flows)
            if _is_once(timing):
                once = summed(once, flows)
        return dict(zip(every, zip(cash, once, strict=True), strict=True))

    def _of_parts(self, every: list[Members]) -> dict[Members, tuple[float, Floats]]:
        """Return what parts of old clusters have behind them in all, and what is one-off by year.

        The former tells which of several parts counts.
        """
        if not every:
            return {}
        behind = self._behind.behind(Candidates.of(self._plan.councils, every))
        total, once = np.zeros(len(every)), np.zeros((len(every), 1))
        for already in behind.values():
            total += already.cost
            if _is_once(already.timing):
                once = summed(once, already.timing.flows(already.cost))
        return dict(zip(every, zip(total.tolist(), once, strict=True), strict=True))


def _is_once(timing: Timing | None) -> bool:
    return timing is not None and timing.kind == "one-off"


def _overlaps(part: Part) -> set[tuple[Members, Members]]:
    """Return the pairs of clusters of two or more, of a stage and of a later one, that overlap."""
    everyone = sorted({m for stage in part.stages if stage for m in stage if len(m) > 1})
    return {(a, b) for a in everyone for b in everyone if {*a} & {*b}}


def _added(a: Floats, b: Floats) -> Floats:
    total: Floats = summed(a[None, :], b[None, :])[0]
    return total


def labels_at(plan: Evaluation, parts: Sequence[Part], moved: Sequence[int]) -> dict[Hashable, Any]:
    """Return the label of the cluster of each council, by label, once some have moved.

    A cluster that becomes one of the plan has the label that it has there; of several that do, the
    largest. Others have the label of today.
    """
    groups: list[Members] = []
    for part, bits in zip(parts, moved, strict=True):
        stage = part.stages[bits]
        assert stage is not None
        groups += stage
    there = {i for members in groups for i in members}
    groups += [tuple(rows) for rows in _clusters(plan) if rows[0] not in there]
    ids, now = plan.councils.ids, plan.problem.status_quo
    found: dict[Hashable, Members] = {}
    others = []
    for members in sorted(groups, key=lambda members: (-len(members), members)):
        labels = {plan.cluster_of(ids[i]) for i in members}
        if len(labels) == 1 and not labels & found.keys():
            found[labels.pop()] = members
        else:
            others.append(members)
    for members in others:
        label = ids[members[0]] if now is None else now.cluster_of(ids[members[0]])
        while label in found:
            label = f"{label} (today)"
        found[label] = members
    label_of = {i: label for label, members in found.items() for i in members}
    return {ids[i]: label for i, label in sorted(label_of.items())}
