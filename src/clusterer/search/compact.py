"""The compact formulation: assign each council to a host, in one MIP without candidates.

It shares nothing with the set-partitioning search but the problem, so that the two can
check each other. With ``x_ih`` true where council i is in the cluster of host h,

- each council has one host, and a host hosts itself;
- clusters are connected: each h sends one unit of flow to each of its councils, over
  borders into councils of its own (Shirabe, 2005, Geographical Analysis 37(1), 2-16);
- ``y_ij ≥ x_ih + x_jh − 1`` tells which pairs share a cluster;
- convex costs of sums are the greatest of lines, one variable a host (exact: the affine
  scale cost with exhaustion is convex except for its fixed part, which depends on ``x_hh``);
- ``z_Qh ≤ x_ih`` for each i of Q, and ``z_Qh ≤ 1 − x_kh`` for each other member k of a partnership
  of today, tell whether just its part Q, of more than half, goes on with host h. Then Q pays no
  exits, and one of the parts with a host has paid what is behind it: ``w_Qh ≤ z_Qh``,
  ``Σ_Q w_Qh ≤ 1``.

Where nothing depends on the host, it is the lowest council of its cluster, which leaves one
way to write each plan.
"""

from __future__ import annotations

import itertools
import logging
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import networkx as nx
import numpy as np
import pulp

from clusterer._support.interval import Interval
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.model.problem import Problem
from clusterer.rules import RuleForm, SumWithin
from clusterer.search import pulp_backend
from clusterer.search.simple_plans import simple_plans
from clusterer.search.solution import UNKNOWN, Solution, Watch, tolerance
from clusterer.search.solver_answers import Heard
from clusterer.terms import Curve, MIPForm, Term
from clusterer.terms.today import FromToday

logger = logging.getLogger(__name__)


def solve_compact(
    problem: Problem,
    *,
    solver: pulp_backend.Solver = None,
    gap: float = 0.0,
    seed: int = 0,
    watch: Watch | None = None,
) -> Solution:
    """Solve a problem by the compact formulation.

    Raises
    ------
    InputError
        If a term, rule or limit has no MIP form; the message names it.
    """
    watch = Watch() if watch is None else watch
    watch.tell(phase="compact")
    compact = CompactModel(problem)
    outcome = pulp_backend.minimise(
        compact.model,
        list(compact.x.values()),
        solver=solver,
        time_limit=watch.remaining(),
        gap=gap,
        seed=seed,
        hear=partial(_tell, problem, compact, watch),
    )
    name = pulp_backend.name_of(solver)
    if outcome.failed:
        logger.warning("the answer of %s is not believed: %s", name, outcome.failed)
        return replace(UNKNOWN, word_of=name)
    if outcome.infeasible:
        if simple_plans(problem):
            logger.warning("the answer of %s is not believed: there is a plan", name)
            return replace(UNKNOWN, word_of=name)
        return Solution(None, math.inf, math.inf, name)
    bound = outcome.bound + compact.constant
    if outcome.values is None:
        return Solution(None, math.inf, bound, name)
    found = compact.clusters(outcome.values)
    if sorted(i for members in found for i in members) == list(range(len(problem.councils))):
        plan = problem.evaluate_rows(dict(enumerate(found)))
        if plan.feasible and bound <= plan.objective + tolerance(plan.objective):
            return Solution(found, plan.objective, min(bound, plan.objective), name)
    logger.warning("the answer of %s is not believed: it is no plan, or below its bound", name)
    return replace(UNKNOWN, word_of=name)


def _tell(problem: Problem, compact: CompactModel, watch: Watch, heard: Heard) -> None:
    """Tell what the solver has proved and found so far, the plan if it is one to the letter."""
    incumbent = math.inf
    if heard.values is not None:
        plan = problem.evaluate_rows(dict(enumerate(compact.clusters(heard.values))))
        incumbent = plan.objective if plan.feasible else math.inf
    watch.tell(incumbent=incumbent, bound=heard.bound + compact.constant)


class CompactModel:
    """The model of one problem, in PuLP.

    Parameters
    ----------
    problem
        What to write down.

    Attributes
    ----------
    model
        The PuLP problem.
    x
        The assignment variables, by council and host.
    constant
        £m that every plan costs, left out of the objective to keep it small.
    """

    def __init__(self, problem: Problem) -> None:
        self._n = len(problem.councils)
        self._terms, self._rules = _mip_forms(problem)
        by_host = [
            matrix
            for term in problem.terms
            if (matrix := term.host_cost(problem.councils)) is not None
        ]
        self._host_cost = np.sum(by_host, axis=0) if by_host else None
        self._graph = nx.relabel_nodes(
            problem.adjacency, {label: i for i, label in enumerate(problem.councils.ids)}
        )
        self.constant = float(
            sum(form.councils.sum() for form in self._terms if form.councils is not None)
        )
        self.model = pulp.LpProblem("compact", pulp.LpMinimize)
        self.x = self._assignment_variables()
        self._objective: list[pulp.LpAffineExpression] = []
        self._assign()
        self._connect()
        self._share()
        self._pair()
        for form in self._terms:
            for curve in form.curves:
                self._bend(curve)
        for term in problem.terms:
            if isinstance(term, FromToday):
                self._go_on(term, problem.councils)
        for rule in self._rules:
            self._keep(rule)
        for limit in problem.limits:
            self._within(
                limit.per_cluster * pulp.lpSum(self.x[h, h] for h in self._hosts), limit.interval
            )
        if self._host_cost is not None:
            self._objective.append(
                pulp.lpSum(self._host_cost[i, h] * x for (i, h), x in self.x.items())
            )
        self.model += pulp.lpSum(self._objective)

    def clusters(self, values: Sequence[float]) -> list[list[int]]:
        """Return the clusters of a solution, given as the value of each `x`."""
        found: dict[int, list[int]] = {}
        for (i, h), value in zip(self.x, values, strict=True):
            if value > 0.5:
                found.setdefault(h, []).append(i)
        return list(found.values())

    @property
    def _hosts(self) -> range:
        return range(self._n)

    def _members(self, h: int) -> list[int]:
        """Return the councils that host h may have."""
        return [i for i in range(self._n) if (i, h) in self.x]

    def _assignment_variables(self) -> dict[tuple[int, int], pulp.LpVariable]:
        """Return x for each council and each host that it can be connected with."""
        reach = min([self._n, *_size_caps(self._rules)]) - 1
        steps = dict(nx.all_pairs_shortest_path_length(self._graph, cutoff=reach))
        return {
            (i, h): self.model.add_variable(f"x_{i}_{h}", cat="Binary")
            for h in self._hosts
            for i in sorted(steps[h])
            if self._host_cost is not None or h <= i
        }

    def _assign(self) -> None:
        """Give each council one host, which hosts itself."""
        for i in range(self._n):
            self.model += pulp.lpSum(self.x[i, h] for h in self._hosts if (i, h) in self.x) == 1
        for (i, h), x in self.x.items():
            if i != h:
                self.model += x <= self.x[h, h]

    def _connect(self) -> None:
        """Send a unit of flow from each host to each of its councils, within the cluster."""
        if self._graph.number_of_edges() == self._n * (self._n - 1) // 2:
            return  # Every set is connected.
        most = min([self._n, *_size_caps(self._rules)]) - 1
        for h in self._hosts:
            members = set(self._members(h))
            flow = {
                (u, v): self.model.add_variable(f"flow_{h}_{u}_{v}", lowBound=0)
                for u in members
                for v in self._graph[u]
                if v in members and v != h
            }
            for i in members - {h}:
                entering = pulp.lpSum(flow[u, i] for u in self._graph[i] if (u, i) in flow)
                leaving = pulp.lpSum(flow[i, v] for v in self._graph[i] if (i, v) in flow)
                self.model += entering - leaving == self.x[i, h]
                self.model += entering <= most * self.x[i, h]

    def _share(self) -> None:
        """Price what is paid by shared clusters and by their members."""
        self._shared = {
            h: self.model.add_variable(f"shared_{h}", lowBound=0, upBound=1) for h in self._hosts
        }
        for (i, h), x in self.x.items():
            if i != h:
                self.model += self._shared[h] >= x
        per_cluster = sum(form.shared_cluster for form in self._terms)
        self._objective.append(per_cluster * pulp.lpSum(self._shared.values()))
        sharing = np.zeros(self._n)
        for form in self._terms:
            if form.sharing is not None:
                sharing += form.sharing
        if np.any(sharing):
            for i, price in enumerate(sharing):
                shares = self.model.add_variable(f"shares_{i}", lowBound=0, upBound=1)
                self.model += shares >= 1 - self.x[i, i]
                self.model += shares >= self._shared[i]
                self._objective.append(price * shares)

    def _pair(self) -> None:
        """Price the pairs of councils that share a cluster."""
        prices = np.zeros((self._n, self._n))
        for form in self._terms:
            if form.pairs is not None:
                prices += form.pairs
        if not np.any(prices):
            return
        for i, j in zip(*np.nonzero(np.triu(prices, k=1)), strict=True):
            hosts = [h for h in self._hosts if (i, h) in self.x and (j, h) in self.x]
            if not hosts:
                continue
            together = self.model.add_variable(f"pair_{i}_{j}", lowBound=0, upBound=1)
            for h in hosts:
                self.model += together >= self.x[i, h] + self.x[j, h] - 1
                if prices[i, j] < 0:  # The model would rather have the pair than not.
                    self.model += together <= 1 - self.x[i, h] + self.x[j, h]
            if prices[i, j] < 0:
                self.model += together <= pulp.lpSum(self.x[i, h] for h in hosts)
            self._objective.append(float(prices[i, j]) * together)

    def _bend(self, curve: Curve) -> None:
        """Price a convex function of a sum: no less than any of its lines."""
        for h in self._hosts:
            cost = self.model.add_variable(f"curve_{len(self._objective)}_{h}")
            total = pulp.lpSum(float(curve.weights[i]) * self.x[i, h] for i in self._members(h))
            for fixed, slope in curve.lines:
                self.model += cost >= fixed * self.x[h, h] + slope * total
            self._objective.append(1.0 * cost)

    def _go_on(self, term: FromToday, councils: Councils) -> None:
        """Price the exits from today's partnerships, less what those that go on have behind them.

        All exits are a constant, of which those are taken off that nobody pays.
        """
        remains = term.remains(councils)
        assert remains is not None
        exits = term.exits_by_row(councils)
        self.constant += sum(exits.values())
        paid: dict[int, list[pulp.LpVariable]] = {h: [] for h in self._hosts}
        for number, parts in enumerate(remains):
            everyone = {i for part in parts for i in part}
            going_on = []
            for (k, (part, behind)), h in itertools.product(enumerate(parts.items()), self._hosts):
                if not all((i, h) in self.x for i in part):
                    continue
                name = f"{number}_{k}_{h}"
                here = self.model.add_variable(f"goes_on_{name}", lowBound=0, upBound=1)
                for i in everyone:
                    if i in part:
                        self.model += here <= self.x[i, h]
                    elif (i, h) in self.x:
                        self.model += here <= 1 - self.x[i, h]
                self._objective.append(-sum(exits[i] for i in part) * here)
                going_on.append(here)
                if behind > 0.0:
                    paid[h].append(self.model.add_variable(f"paid_{name}", lowBound=0, upBound=1))
                    self.model += paid[h][-1] <= here
                    self._objective.append(-behind * paid[h][-1])
            if going_on:
                self.model += pulp.lpSum(going_on) <= 1
        for of_host in paid.values():
            if len(of_host) > 1:
                self.model += pulp.lpSum(of_host) <= 1

    def _keep(self, rule: RuleForm) -> None:
        """Write down one rule."""
        for within in rule.sums:
            for h in self._hosts:
                self._bound(within, h)
        if rule.conflict is not None:
            for i, j in zip(*np.nonzero(np.triu(rule.conflict, k=1)), strict=True):
                for h in self._hosts:
                    if (i, h) in self.x and (j, h) in self.x:
                        self.model += self.x[i, h] + self.x[j, h] <= self.x[h, h]
        for first, *others in rule.together:
            for i, h in itertools.product(others, self._hosts):
                both = [self.x[k, h] for k in (i, first) if (k, h) in self.x]
                if both:  # Where h can host only one of them, that one is not there either.
                    self.model += (both[0] if len(both) == 1 else both[0] - both[1]) == 0

    def _bound(self, within: SumWithin, h: int) -> None:
        """Keep a sum over the cluster of one host within its interval."""
        total = pulp.lpSum(float(within.weights[i]) * self.x[i, h] for i in self._members(h))
        low, high = within.interval.lowest, within.interval.highest
        active = self._shared[h] if within.alone else self.x[h, h]
        if low > -math.inf:
            # A council alone may lie below by what its own weight lacks, if it is exempt.
            own = min(float(within.weights[h]), low) if within.alone else 0.0
            self.model += total >= low * active + own * (self.x[h, h] - active)
        if high < math.inf:
            own = max(float(within.weights[h]), high) if within.alone else 0.0
            self.model += total <= high * active + own * (self.x[h, h] - active)

    def _within(self, total: pulp.LpAffineExpression, interval: Interval) -> None:
        if interval.low > -math.inf:
            self.model += total >= interval.lowest
        if interval.high < math.inf:
            self.model += total <= interval.highest


def _mip_forms(problem: Problem) -> tuple[list[MIPForm], list[RuleForm]]:
    """Return what the terms and rules say of themselves, or say which of them cannot."""
    terms = [
        (repr(term.name), term.mip_form(problem.councils))
        for term in problem.terms
        if not _is_stated(term, problem.councils)
    ]
    rules = [(repr(rule), rule.mip_form(problem.councils)) for rule in problem.rules]
    limits = [(repr(limit), limit.per_cluster) for limit in problem.limits]
    _refuse(_lacking("term", terms), _lacking("rule", rules), _lacking("limit", limits))
    return (
        [form for _, form in terms if form is not None],
        [form for _, form in rules if form is not None],
    )


def _is_stated(term: Term, councils: Councils) -> bool:
    """Tell whether a term is what starting from today adds, with nothing behind that is below 0.

    What is taken off must not be above what it would be, which only a minimum brings about.
    """
    remains = term.remains(councils) if isinstance(term, FromToday) else None
    return remains is not None and min(min(parts.values()) for parts in remains or [{(): 0.0}]) >= 0


def _lacking(kind: str, forms: Iterable[tuple[str, object]]) -> Iterator[str]:
    return (f"{kind} {name}" for name, form in forms if not _is_whole(form))


def _is_whole(form: object) -> bool:
    """Tell whether a MIP can hold a form: what a cluster costs, and not only at least."""
    return form is not None and not (isinstance(form, MIPForm) and (form.slack or form.powers))


def _refuse(*lacking: Iterator[str]) -> None:
    named = [name for names in lacking for name in names]
    if named:
        raise InputError(
            f"the compact formulation needs a MIP form, which {', '.join(named)} "
            "cannot give; solve with formulation='auto'"
        )


def _size_caps(rules: list[RuleForm]) -> Iterator[int]:
    """Yield the caps on the number of members that the rules state."""
    for rule in rules:
        for within in rule.sums:
            if (within.weights == 1).all() and within.interval.high < math.inf:
                yield max(math.floor(within.interval.highest), 1)
