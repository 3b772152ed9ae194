"""What today's partnerships change: leaving one costs, and what they have paid is sunk.

Let today's partnerships be disjoint sets T of two councils or more. A partnership *goes on* in the
cluster S that has more than half of its members, if there is one, with those of them that are
there, ``Q = T ∩ S``. So there is one such cluster in a plan at most. Whoever is elsewhere has left;
where no cluster has more than half, the partnership ends, and all have left. Two that go on in one
cluster merge, which nobody has left.

Each council i that has left its partnership pays its exit e_i. A cluster in which partnerships go
on does not pay again what one of them has behind it, that of the greatest sum over all terms:

``Σ_{i∈S, left T_i} e_i − max_{T goes on in S} Σ_t paid_t(T ∩ S)``.

What a term has behind it, `Term.already` says: of a one-off term, all that it costs Q at the host
that is best for it. For `SetUp` this leaves ``(1 + b) f (|S| − |Q|)``: the centre stands, and those
who join pay their joining. Of `Scale` it is what the ramp would take of Q's saving, which has been
reached.

All of it depends on S alone. So it is a term like others, and every search, question and proof
holds with it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.terms.base import Already, Part, Term
from clusterer.terms.mip_form import Curve, MIPForm
from clusterer.terms.timing import Timing

Floats = NDArray[np.float64]

_BITS = 50
"""Members whose presence one float can hold as the bits of a whole number."""

_MOST_ENUMERATED = 12
"""Members of a partnership, of which all parts are looked at for a bound."""


@dataclass(frozen=True, repr=False)
class FromToday(Term):
    """The exits from today's partnerships, less what those that go on have behind them.

    The module has the formula. In tables the exits are a column of their own; what is behind a
    cluster is taken off the column of the term that it belongs to.

    Parameters
    ----------
    partnerships
        The index labels of the members of each, two or more; no council in two.
    exit_costs
        For each partnership, the £m that each of its members pays to leave it.
    terms
        The other terms of the problem.
    full_saving
        Whether partnerships have reached their full saving; if not, their ramp begins today, and
        only what is spent once is behind them.
    name
        The column of the exits.
    """

    partnerships: tuple[tuple[Hashable, ...], ...] = field(repr=False)
    exit_costs: tuple[tuple[float, ...], ...] = field(repr=False)
    terms: tuple[Term, ...] = field(repr=False)
    full_saving: bool = True
    name: str = "exits"

    @property
    def in_words(self) -> str:
        """From how many partnerships, and what leaving one costs."""
        number = len(self.partnerships)
        words = f"{self.name} from today's {number} partnership{'' if number == 1 else 's'}"
        costs = sorted({cost for costs in self.exit_costs for cost in costs})
        if len(costs) == 1:
            words += f" (£{costs[0]:g}m a council)"
        return words if self.full_saving else f"{words}, whose ramp begins today"

    @property
    def exit_cost(self) -> float | None:
        """The £m that it costs to leave; None if that is not the same for all members."""
        costs = {cost for costs in self.exit_costs for cost in costs}
        return costs.pop() if len(costs) == 1 else None

    def cost(self, candidates: Candidates) -> Floats:
        """Return the £m of each candidate: its exits, less what is behind it."""
        total = np.zeros(len(candidates))
        for part in self.parts(candidates):
            total += part.cost
        return total

    def parts(self, candidates: Candidates) -> list[Part]:
        """Return the exits, and for each term what is behind it, below 0."""
        standing = _Standing(self, candidates)
        parts = [Part(self.name, standing.exits, Timing.once())]
        parts += [
            Part(name, -already.cost[standing.best], already.timing.take(standing.best))
            for name, already in standing.behind.items()
        ]
        return parts

    def when(self, candidates: Candidates) -> Timing:  # noqa: ARG002 - the same for all
        """Return that exits are paid at once; `parts` says it of the rest."""
        return Timing.once()

    def goes_on(self, candidates: Candidates) -> list[NDArray[np.bool_]]:
        """Tell for each partnership in which candidates it goes on."""
        found = []
        for present in _presence(self, candidates):
            verdict = np.zeros(len(candidates), dtype=np.bool_)
            verdict[present.at] = present.goes_on
            found.append(verdict)
        return found

    def centre(self, candidates: Candidates) -> NDArray[np.intp]:
        """Return for each candidate the number of the partnership that the others join, or -1.

        Of those that go on in it, that with most behind it.
        """
        standing = _Standing(self, candidates)
        return standing.owner[standing.best]

    def moves(self, candidates: Candidates) -> Floats:
        """Return how many members of each candidate move from today.

        All but those of the partnership that the others join; none where a council alone today
        stays alone.
        """
        centre = self.centre(candidates)
        stay = (candidates.size == 1).astype(np.float64)
        for k, present in enumerate(_presence(self, candidates)):
            members = np.array([len(part) for part, _ in present.parts])[present.number]
            stay[present.at] = np.where(centre[present.at] == k, members, stay[present.at])
            stay[present.at[centre[present.at] < 0]] = 0.0
        moves: Floats = candidates.size - stay
        return moves

    def exits_by_row(self, councils: Councils) -> dict[int, float]:
        """Return the £m that each council in a partnership pays to leave it, by row number."""
        return {
            councils.position(label): cost
            for labels, costs in zip(self.partnerships, self.exit_costs, strict=True)
            for label, cost in zip(labels, costs, strict=True)
        }

    def behind(self, parts: Candidates) -> dict[str, Already]:
        """Return what each term has behind it in each of some clusters, if it has anything."""
        found = ((term.name, term.already(parts)) for term in self.terms)
        return {
            name: already
            for name, already in found
            if already is not None and (self.full_saving or already.timing.kind == "one-off")
        }

    def remains(self, councils: Councils) -> list[dict[tuple[int, ...], float]] | None:
        """Return for each partnership all parts of it that go on, and the £m behind each.

        Parts are row numbers of more than half of its members, the last of all of them. None if a
        partnership of more than twelve has too many.
        """
        if any(len(labels) > _MOST_ENUMERATED for labels in self.partnerships):
            return None
        found = []
        for labels in self.partnerships:
            rows = councils.positions(labels)
            some = range(len(rows) // 2 + 1, len(rows) + 1)
            parts = [tuple(part) for size in some for part in combinations(rows, size)]
            behind = self.behind(Candidates.of(councils, parts))
            sums = np.sum([np.zeros(len(parts)), *(a.cost for a in behind.values())], axis=0)
            found.append(dict(zip(parts, sums.tolist(), strict=True)))
        return found

    def mip_form(self, councils: Councils) -> MIPForm | None:
        """Return what the cost is at least: what is behind a partnership, spread over its members.

        Each member i of T takes ``w_i = max_Q paid(Q) / |Q|`` over the parts Q with more than half
        of T. Only one partnership counts in S, so no more is taken off than the greatest of all
        ``paid(Q)``: the cost is at least ``max(−Σ_{i∈S} w_i, −max_T max_Q paid(Q))``, which is
        convex. A partnership of more than twelve has too many parts to look at: None.
        """
        remains = self.remains(councils)
        if remains is None:
            return None
        shares, received, most = np.zeros(len(councils)), 0.0, 0.0
        for parts in remains:
            sums = np.array(list(parts.values()))
            sizes = np.array([len(part) for part in parts])
            everyone = max(parts, key=len)
            shares[list(everyone)] = np.max(np.maximum(sums, 0.0) / sizes)
            most = max(most, float(sums.max()))
            received += float(np.maximum(-sums, 0.0).max())
        exits = sum(map(sum, self.exit_costs))
        taken_off = Curve(shares, ((0.0, -1.0), (-most, 0.0)))
        return MIPForm(curves=(taken_off,), slack=float(shares.sum()) + exits + received)


class _Standing:
    """What of today's partnerships there is in some candidates.

    Attributes
    ----------
    exits
        The £m that the members of each candidate pay to leave.
    behind
        For each term, what it has behind it in each part of a partnership that goes on somewhere;
        the first of them is no part, and has nothing behind it.
    best
        For each candidate, the number of that part of it which has most behind it.
    owner
        For each part, the number of its partnership; -1 for the first.
    """

    def __init__(self, term: FromToday, candidates: Candidates) -> None:
        councils = candidates.councils
        parts: list[list[int]] = []
        owner = [-1]
        where: list[tuple[NDArray[np.intp], NDArray[np.intp]]] = []
        self.exits = np.zeros(len(candidates))
        exits = term.exits_by_row(councils)
        for k, present in enumerate(_presence(term, candidates)):
            left = [0.0 if on else sum(exits[i] for i in part) for part, on in present.parts]
            self.exits[present.at] += np.array(left)[present.number]
            going_on = [part for part, on in present.parts if on]
            flags = np.array([on for _, on in present.parts], dtype=np.int64)
            renumbered = len(parts) + np.cumsum(flags)
            on = present.goes_on
            where.append((present.at[on], renumbered[present.number[on]]))
            owner += [k] * len(going_on)
            parts += going_on
        self.owner = np.array(owner, dtype=np.intp)
        self.best = np.zeros(len(candidates), dtype=np.intp)
        # A lone council stands for no part; its figures are replaced by nothing.
        asked = type(candidates).of(councils, [[0], *parts])
        self.behind = {
            name: Already(np.concatenate([[0.0], already.cost[1:]]), already.timing)
            for name, already in term.behind(asked).items()
        }
        total = np.zeros(1 + len(parts))
        for already in self.behind.values():
            total += already.cost
        for at, number in where:
            better = (self.best[at] == 0) | (total[number] > total[self.best[at]])
            self.best[at[better]] = number[better]


@dataclass(frozen=True, eq=False)
class _Present:
    """Who of a partnership is in some candidates.

    Attributes
    ----------
    at
        The numbers of the candidates in which somebody is.
    number
        For each of them, which of the parts.
    parts
        The parts of the partnership that there are, by row numbers, and whether it goes on there.
    """

    at: NDArray[np.intp]
    number: NDArray[np.intp]
    parts: list[tuple[list[int], bool]]

    @property
    def goes_on(self) -> NDArray[np.bool_]:
        """For each of those candidates, whether the partnership goes on in it."""
        return np.array([on for _, on in self.parts], dtype=np.bool_)[self.number]


def _presence(term: FromToday, candidates: Candidates) -> Iterator[_Present]:
    """Yield for each partnership who of it is in which candidates."""
    councils = candidates.councils
    for labels in term.partnerships:
        rows = councils.positions(labels)
        # Who is there, as the bits of whole numbers, each of which a sum of floats holds exactly.
        masks = np.empty((len(candidates), -(-len(rows) // _BITS)), dtype=np.int64)
        for column in range(masks.shape[1]):
            bits = np.zeros(len(councils))
            some = rows[_BITS * column : _BITS * (column + 1)]
            bits[list(some)] = 2.0 ** np.arange(len(some))
            masks[:, column] = candidates.sum(bits).astype(np.int64)
        at = np.flatnonzero(masks.any(axis=1))
        seen, number = np.unique(masks[at], axis=0, return_inverse=True)
        parts = [[row for k, row in enumerate(rows) if _has(mask, k)] for mask in seen]
        yield _Present(
            at,
            number.ravel().astype(np.intp),
            [(part, 2 * len(part) > len(rows)) for part in parts],
        )


def _has(mask: NDArray[np.int64], k: int) -> bool:
    return bool(int(mask[k // _BITS]) >> (k % _BITS) & 1)
