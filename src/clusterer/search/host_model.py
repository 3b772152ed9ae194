"""A problem as an assignment of councils to hosts, where what a member costs depends on no other.

It is long because it has the rows and columns of every kind of cost, rule and limit.

With ``x_ih`` true where council i is in the cluster of host h,

    min  Σ_ih c_ih x_ih + Σ_h f_h s_h + Σ_ch v_ch
    s.t. Σ_h x_ih = 1                            each council has one host
         x_ih ≤ s_h ≤ x_hh                       which hosts itself; s_h: it has others, too
         low x_hh ≤ Σ_i w_i x_ih ≤ high x_hh     each sum that a rule bounds
         v_ch ≥ a_k x_hh + b_k Σ_i w_ci x_ih     each line of a convex cost of a sum
         low ≤ Σ_h x_hh ≤ high                   each limit

(the model of the p-median: ReVelle and Swain, 1970, "Central facilities location",
Geographical Analysis 2(1), 30-42). It has a column for each pair of councils, however large the
clusters are, and its relaxation is near the truth where clusters are few and large. Left out
here, and added where a solution breaks it: that clusters are connected (`contiguity`), and pairs
that may not be together.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from clusterer._support.interval import Interval
from clusterer.model.problem import Problem
from clusterer.rules import RuleForm, SumWithin
from clusterer.search.binary_program import BinaryProgram, Row
from clusterer.search.closed_form import ClosedForm
from clusterer.search.contiguity import Contiguity, Separator

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SAME = 1e-12
"""Parts of the cost of a council alone that are only rounding."""

_BROKEN = 1e-4
"""How much a row must be broken to be worth adding."""


class HostModel:
    """The model of one problem, in numbers.

    Parameters
    ----------
    problem
        The problem.
    form
        What its clusters cost, without a cost of pairs.

    Attributes
    ----------
    member, host
        Of each column x: i and h.
    number
        Shape (n, n): the column of ``x_ih``, or -1.
    costs, upper
        Of each column, first the x and then the others: £m, and how large it may be.
    constant
        £m that every plan costs in addition.
    rows
        The rows to begin with, beside those that give each council one host.
    contiguity
        Who borders whom.
    """

    def __init__(self, problem: Problem, form: ClosedForm) -> None:
        self._n = n = len(problem.councils)
        self._form = form
        rules = [rule.mip_form(problem.councils) for rule in problem.rules]
        self._rules = [rule for rule in rules if rule is not None]
        self._most, *_ = problem.pruning().arrays(n)
        self.contiguity = Contiguity(problem.neighbours)
        self.conflict = _conflicts(self._rules, n)
        self.number = self._numbers()
        self.member, self.host = np.nonzero(self.number >= 0)
        self._costs: list[float] = []
        self._upper: list[float] = []
        self.rows: list[Row] = []
        self.constant = 0.0
        self._price()
        for rule in self._rules:
            self._keep(rule)
        for limit in problem.limits:
            self._count(limit.per_cluster or 0.0, limit.interval)
        self.costs = np.array(self._costs)
        self.upper = np.array(self._upper)

    @staticmethod
    def holds(form: ClosedForm) -> bool:
        """Tell whether the model has the costs of a closed form."""
        return not (form.pairs.any() or form.slack or form.powers)

    def __len__(self) -> int:
        return self.costs.size

    @property
    def plain(self) -> bool:
        """Whether only a council and its host cost something; then the relaxation is tight."""
        return not self.costs[self.n_assignments :].any()

    @property
    def n_assignments(self) -> int:
        """The number of columns x, which come first."""
        return self.member.size

    @property
    def own(self) -> NDArray[np.intp]:
        """The column of each ``x_hh``."""
        return np.diag(self.number)

    def matrix(self, values: Floats) -> Floats:
        """Return the values of columns as x, shape (n, n)."""
        x = np.zeros((self._n, self._n))
        x[self.member, self.host] = values[: self.n_assignments]
        return x

    def values(self, hosts: Iterable[int], clusters: Iterable[Sequence[int]]) -> Floats | None:
        """Return the values of all columns at a plan; None if it is not in the model."""
        x = np.zeros((self._n, self._n))
        for h, members in zip(hosts, clusters, strict=True):
            x[members, h] = 1.0
        if x[self.number < 0].any():
            return None
        values = np.zeros(len(self))
        values[: self.n_assignments] = x[self.member, self.host]
        shared = self._shared >= 0
        values[self._shared[shared]] = x.sum(axis=0)[shared] > 1
        for column, h, weights, lines in self._curves:
            total = float(weights @ x[:, h])
            values[column] = max(0.0, *(a * x[h, h] + b * total for a, b in lines))
        return values

    def cut(self, separator: Separator) -> Row:
        """Return a cut as a row."""
        h = separator.host
        between = [k for k in self.number[list(separator.between), h] if k >= 0]
        return _row([self.number[separator.member, h], *between], [1.0] + [-1.0] * len(between))

    def conflicts(self, x: Floats) -> Iterator[Row]:
        """Yield the rows of pairs that may not be together and are in a solution."""
        if self.conflict is None:
            return
        for h in np.flatnonzero(np.diag(x) > _BROKEN):
            served = np.flatnonzero(x[:, h] > _BROKEN)
            both = x[served, h][:, None] + x[served, h][None, :] > x[h, h] + _BROKEN
            first, second = np.nonzero(np.triu(both & self.conflict[np.ix_(served, served)], k=1))
            for i, j in zip(served[first], served[second], strict=True):
                yield _row([self.number[i, h], self.number[j, h], self.number[h, h]], [1, 1, -1])

    def excluding(self, cluster: Sequence[int]) -> Iterator[Row]:
        """Yield the rows that no plan with one cluster keeps, and all others do."""
        inside = np.zeros(self._n, dtype=np.bool_)
        inside[list(cluster)] = True
        for h in cluster:
            columns = self.number[:, h]
            if (columns[inside] < 0).any():
                continue
            there = columns >= 0
            amounts = np.where(inside, 1.0, -1.0)[there]
            yield Row(columns[there], amounts, -math.inf, len(cluster) - 1.0)

    def program(self, cuts: Iterable[Row] = (), kept: Bools | None = None) -> BinaryProgram:
        """Return the model with further rows, and some of its columns if these are given."""
        kept = np.ones(len(self), dtype=np.bool_) if kept is None else kept
        x, others = np.split(kept, [self.n_assignments])
        number = np.cumsum(kept) - 1
        rows = []
        for row in (*self.rows, *cuts):
            there = kept[row.index]
            rows.append(Row(number[row.index[there]], row.amounts[there], row.low, row.high))
        return BinaryProgram(
            costs=self.costs[kept],
            indptr=np.arange(x.sum() + 1),
            covered=self.member[x],
            n_items=self._n,
            rows=tuple(rows),
            continuous=self.upper[self.n_assignments :][others],
        )

    def _numbers(self) -> NDArray[np.intp]:
        """Give a number to the x of each council and each host that can have it."""
        allowed = np.zeros((self._n, self._n), dtype=np.bool_)
        graph = nx.from_dict_of_lists(dict(enumerate(self.contiguity.around)))
        for h, near in nx.all_pairs_shortest_path_length(graph, cutoff=self._most - 1):
            allowed[list(near), h] = True
        if self.conflict is not None:
            allowed &= ~self.conflict
        if not self._form.host.any():
            # Who hosts is all the same: let it be the first, which leaves one way to write a plan.
            allowed = np.tril(allowed)
        np.fill_diagonal(allowed, val=True)
        number = np.full((self._n, self._n), -1, dtype=np.intp)
        number[allowed] = np.arange(allowed.sum())
        return number

    def _column(self, cost: float, upper: float) -> int:
        self._costs.append(cost)
        self._upper.append(upper)
        return len(self._costs) - 1

    def _served(self, h: int, weights: Floats) -> tuple[NDArray[np.intp], Floats]:
        """Return the columns of what host h may have, and their weights."""
        members = np.flatnonzero(self.number[:, h] >= 0)
        return self.number[members, h], weights[members]

    def _price(self) -> None:
        """Make the columns, with their costs, and the rows that every problem has."""
        form, n = self._form, self._n
        cost = form.member[:, None] + form.host
        alone = form.alone.copy()
        fixed = form.shared + np.diag(cost) - alone
        curves = []
        for c, weights in enumerate(form.weights):
            of_curve = slice(form.first_line[c], form.first_line[c + 1])
            order = np.argsort(form.slope[of_curve], kind="stable")
            height, slope = form.height[of_curve][order], form.slope[of_curve][order]
            own = np.max(height[:, None] + slope[:, None] * weights, axis=0)
            # The flattest line is paid by host and members; the curve is what is above it.
            cost += slope[0] * weights[:, None]
            fixed += own
            alone += height[0] + slope[0] * weights - own
            lines = list(zip(height[1:] - height[0], slope[1:] - slope[0], strict=True))
            if lines:
                curves.append((weights, lines))
        np.fill_diagonal(cost, alone)
        # Each council has one host: what it pays whichever that is can be left out.
        base = np.where(self.number >= 0, cost, np.inf).min(axis=1)
        cost -= base[:, None]
        self.constant = float(base.sum())
        for k in range(self.n_assignments):
            self._column(float(cost[self.member[k], self.host[k]]), 1.0)
        fixed[np.abs(fixed) <= _SAME * np.maximum(1.0, np.abs(form.alone))] = 0.0
        exempt = any(part.alone for rule in self._rules for part in rule.sums)
        self._shared = np.full(n, -1, dtype=np.intp)
        for h in range(n):
            self._share(h, float(fixed[h]), exempt=exempt)
        self._curves = [
            (self._bend(h, weights, lines), h, weights, lines)
            for weights, lines in curves
            for h in range(n)
        ]

    def _share(self, h: int, fixed: float, *, exempt: bool) -> None:
        """Have host h host itself if it has any council, and pay what shared clusters pay."""
        own = self.number[h, h]
        others = [k for k in self.number[:, h] if k >= 0 and k != own]
        active = own
        if others and (fixed or exempt):
            active = self._shared[h] = self._column(fixed, 1.0)
            self.rows.append(_row([active, own], [1.0, -1.0]))
            if fixed < 0:
                self.rows.append(_row([active, *others], [1.0] + [-1.0] * len(others)))
        self.rows += [_row([k, active], [1.0, -1.0]) for k in others]

    def _bend(self, h: int, weights: Floats, lines: list[tuple[float, float]]) -> int:
        """Price a convex function of a sum: no less than any of its lines, nor than nothing."""
        columns, amounts = self._served(h, weights)
        reach = float(np.abs(amounts).sum())
        most = max(max(a, 0.0) + abs(b) * reach for a, b in lines)
        curve = self._column(1.0, most)
        for a, b in lines:
            total = b * amounts
            total[columns == self.number[h, h]] += a
            self.rows.append(_row([*columns, curve], [*total, -1.0]))
        return curve

    def _keep(self, rule: RuleForm) -> None:
        """Write down one rule, except for pairs that may not be together."""
        for part in rule.sums:
            for h in range(self._n):
                self._bound(part, h)
            self._bound_hosts(part)
        for first, *others in rule.together:
            for i in others:
                for h in range(self._n):
                    both = self.number[[i, first], h]
                    there = both >= 0
                    if there.any():
                        amounts = np.array([1.0, -1.0])[there]
                        self.rows.append(_row(both[there], amounts, 0.0, 0.0))

    def _bound(self, part: SumWithin, h: int) -> None:
        """Keep a sum over the cluster of one host within its interval."""
        columns, amounts = self._served(h, part.weights)
        at = int(np.flatnonzero(columns == self.number[h, h])[0])
        interval, weight, shared = part.widened, float(part.weights[h]), int(self._shared[h])
        least = float(np.minimum(np.delete(amounts, at), 0.0).sum()) + weight
        most = float(np.maximum(np.delete(amounts, at), 0.0).sum()) + weight

        def row(end: float, own: float) -> tuple[NDArray[np.intp], Floats]:
            """Return ``Σ w x - own x_hh - (end - own) s_h``: a council alone may end at `own`."""
            of_host, taken = columns, amounts.copy()
            if part.alone and shared >= 0:
                taken[at] -= own
                return np.append(of_host, shared), np.append(taken, own - end)
            taken[at] -= own if part.alone else end
            return of_host, taken

        if least < interval.low:
            self.rows.append(_row(*row(interval.low, min(weight, interval.low)), 0.0, math.inf))
        if most > interval.high:
            self.rows.append(_row(*row(interval.high, max(weight, interval.high))))

    def _bound_hosts(self, part: SumWithin) -> None:
        """Bound the number of hosts by what their clusters must and may have in all."""
        total, interval = float(part.weights.sum()), part.widened
        if part.alone or (part.weights < 0).any():
            return
        low = math.ceil(total / interval.high - 1e-9) if interval.high > 0 else 0
        high = total / interval.low if interval.low > 0 else math.inf
        high = math.floor(high + 1e-9) if math.isfinite(high) else math.inf
        self.rows.append(_row(self.own, np.ones(self._n), low, high))

    def _count(self, per_cluster: float, interval: Interval) -> None:
        """Keep a limit."""
        low, high = interval.lowest, interval.highest
        if per_cluster == 0.0:
            if not low <= 0.0 <= high:
                self.rows.append(_row([], [], 1.0, 1.0))
            return
        low, high = sorted((low / per_cluster, high / per_cluster))
        low = math.ceil(low) if math.isfinite(low) else low
        high = math.floor(high) if math.isfinite(high) else high
        self.rows.append(_row(self.own, np.ones(self._n), low, high))


def _row(
    index: Sequence[int] | NDArray[np.intp],
    amounts: Sequence[float] | Floats,
    low: float = -math.inf,
    high: float = 0.0,
) -> Row:
    return Row(np.array(index, dtype=np.intp), np.array(amounts, dtype=np.float64), low, high)


def _conflicts(rules: Iterable[RuleForm], n: int) -> Bools | None:
    """Return the pairs that may not be together; None if all may."""
    found = np.zeros((n, n), dtype=np.bool_)
    for rule in rules:
        if rule.conflict is not None:
            found |= rule.conflict
    return found if found.any() else None
