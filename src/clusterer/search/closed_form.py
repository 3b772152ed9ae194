"""The cost of any cluster in closed form, from what the terms say of themselves."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from clusterer.candidates import Candidates
from clusterer.councils.labelled import as_symmetric_matrix
from clusterer.errors import InputError
from clusterer.model.problem import Problem
from clusterer.terms import Curve
from clusterer.terms.mip_form import Power

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ClosedForm:
    """What clusters cost, in arrays.

    A cluster S of two or more costs

    ``shared + Σ_i member_i + Σ_{i<j} pairs_ij + Σ_c max_k (height_k + slope_k Σ_i w_ci)
    + Σ_q power_q(Σ_i v_qi) + min_h Σ_i host_ih``

    over its members i, j and h; a council alone costs ``alone_i``.

    Attributes
    ----------
    alone, member
        Shape (n,): £m.
    shared
        £m of a cluster of two or more.
    pairs
        Shape (n, n), symmetric: £m of each pair of members.
    weights
        Shape (curves, n): w_c.
    first_line
        Shape (curves + 1,): where the lines of each curve begin.
    height, slope
        Shape (lines,): the lines, in £m.
    host
        Shape (n, n): £m of member i if h hosts.
    powers
        Functions that are concave up to a point.
    slack
        If above 0, the formula says only what a cluster of two or more costs at least, and the
        clusters of a plan cost no more than so many £m above it together.
    """

    alone: Floats
    member: Floats
    shared: float
    pairs: Floats
    weights: Floats
    first_line: NDArray[np.int64]
    height: Floats
    slope: Floats
    host: Floats
    powers: tuple[Power, ...] = ()
    slack: float = 0.0

    @classmethod
    def of(cls, problem: Problem) -> ClosedForm | None:
        """Return the closed form of a problem's costs, or None if it has none.

        Each term and rule must have a MIP form, and each limit a number that every cluster
        adds.
        """
        if any(limit.per_cluster is None for limit in problem.limits):
            return None
        if any(rule.mip_form(problem.councils) is None for rule in problem.rules):
            return None
        councils = problem.councils
        n = len(councils)
        member, pairs, host, shared = np.zeros(n), np.zeros((n, n)), np.zeros((n, n)), 0.0
        slack = 0.0
        curves: list[Curve] = []
        powers: list[Power] = []
        for term in problem.terms:
            form = term.mip_form(councils)
            if form is None:
                return None
            for part in (form.councils, form.sharing):
                if part is not None:
                    member += part
            if form.pairs is not None:
                pairs += as_symmetric_matrix(councils, form.pairs)
            shared += form.shared_cluster
            slack += form.slack
            curves += form.curves
            powers += form.powers
            by_host = term.host_cost(councils)
            if by_host is not None:
                host += by_host
        np.fill_diagonal(pairs, 0.0)
        curves = added_up(curves)
        return cls(
            alone=problem.standalone_costs,
            member=member,
            shared=shared,
            pairs=pairs,
            weights=np.array([curve.weights for curve in curves]).reshape(len(curves), n),
            first_line=np.cumsum([0, *(len(curve.lines) for curve in curves)]),
            height=np.array([line[0] for curve in curves for line in curve.lines]),
            slope=np.array([line[1] for curve in curves for line in curve.lines]),
            host=host,
            powers=tuple(powers),
            slack=slack,
        )

    def costs(self, candidates: Candidates) -> Floats:
        """Return the £m of each candidate, by the formula."""
        total = candidates.sum(self.member) + candidates.pair_sum(self.pairs) + self.shared
        for curve, weights in enumerate(self.weights):
            sums = candidates.sum(weights)
            lines = range(self.first_line[curve], self.first_line[curve + 1])
            total += np.max([self.height[k] + self.slope[k] * sums for k in lines], axis=0)
        for power in self.powers:
            total += power(candidates.sum(power.weights))
        if self.host.any():
            total += candidates.host_min(self.host)
        return np.where(candidates.size == 1, candidates.sum(self.alone), total)

    def check(self, problem: Problem, candidates: Candidates, costs: Floats) -> None:
        """Check that candidates cost by the formula what the terms cost them, or no more.

        Raises
        ------
        InputError
            If not; the message names the terms whose MIP form is another than their cost.
        """
        if not self._is_wrong(candidates, costs).any():
            return
        for term in problem.own_terms:
            alone = problem.replace(terms=[term], rules=[], limits=[], today=None)
            form, paid = ClosedForm.of(alone), alone.costs(candidates)
            if form is None:
                continue
            worked_out = form.costs(candidates)
            for k in np.flatnonzero(form._is_wrong(candidates, paid))[:1]:
                raise InputError(
                    f"term {term.name!r} costs the cluster of "
                    f"{problem.councils.describe(candidates.positions(k))} £{paid[k]:,.6f}m, and "
                    f"£{worked_out[k]:,.6f}m by its own mip_form; mend that, or leave it out"
                )

    def _is_wrong(self, candidates: Candidates, costs: Floats) -> NDArray[np.bool_]:
        """Tell which candidates the formula says something wrong of."""
        worked_out = self.costs(candidates)
        wrong = _unlike(worked_out, costs)
        return wrong & (worked_out > costs) if self.slack else wrong

    @property
    def costliest(self) -> float:
        """What every plan costs at most, whatever clusters it has."""
        n = self.alone.size
        total = float(np.maximum(self.alone, 0.0).sum() + np.abs(self.member).sum())
        total += n * abs(self.shared) + float(np.abs(self.pairs).sum()) / 2 + self.slack
        total += float(np.abs(self.host).max(axis=1, initial=0.0).sum())
        for curve, weights in enumerate(np.abs(self.weights).sum(axis=1)):
            lines = slice(self.first_line[curve], self.first_line[curve + 1])
            most = np.abs(self.height[lines]) + np.abs(self.slope[lines]) * weights
            total += n * float(most.max(initial=0.0))
        for power in self.powers:
            total += n * float(power(power.weights.sum()))
        return total

    @property
    def least(self) -> float:
        """What every plan costs at least, whatever clusters it has.

        A curve lies above each of its lines, and no power is negative. So a member of a shared
        cluster costs what it adds by itself, by one of them, and by half of its negative pairs; a
        cluster adds no less than the fixed parts that are negative, and there are at most n / 2
        shared ones.
        """
        added = self.member + self.host.min(axis=1) + np.minimum(self.pairs, 0.0).sum(axis=1) / 2
        fixed = min(0.0, self.shared)
        for curve, weights in enumerate(self.weights):
            lines = range(self.first_line[curve], self.first_line[curve + 1])
            line = max(lines, key=lambda k: self.height[k] + self.slope[k] * weights.sum())
            added += self.slope[line] * weights
            fixed += min(0.0, self.height[line])
        return float(np.minimum(self.alone, added).sum()) + self.alone.size / 2 * fixed


def check_rules_and_limits(problem: Problem, candidates: Candidates) -> None:
    """Check on some candidates that the MIP forms of rules and limits are what they ask.

    Raises
    ------
    InputError
        If not.
    """
    for rule in problem.rules:
        form = rule.mip_form(problem.councils)
        if form is None:
            continue
        allows = problem.verdict(rule, candidates)
        for k in np.flatnonzero(form.allows(candidates) < allows)[:1]:
            raise InputError(
                f"{rule!r} allows the cluster of "
                f"{problem.councils.describe(candidates.positions(k))}, but its own mip_form "
                "does not; mend that, or leave it out"
            )
    amounts = problem.limit_amounts(candidates)
    for limit, row in zip(problem.limits, amounts, strict=True):
        if limit.per_cluster is not None and (row != limit.per_cluster).any():
            raise InputError(
                f"{limit!r} says that each cluster adds {limit.per_cluster:g}, but one adds "
                f"{row[row != limit.per_cluster][0]:g}; mend per_cluster, or leave it out"
            )


def _unlike(a: Floats, b: Floats) -> NDArray[np.bool_]:
    """Tell where two costs differ by more than rounding."""
    differ: NDArray[np.bool_] = np.abs(a - b) > 1e-6 + 1e-8 * np.abs(b)
    return differ


def added_up(curves: list[Curve]) -> list[Curve]:
    """Return curves that add up to the same, those of the same weights made one.

    The sum of convex functions that are each the greatest of some lines is the greatest of
    the sums of those lines that are greatest together somewhere: one between each two
    neighbouring breakpoints.

    Examples
    --------
    >>> ones = np.ones(3)
    >>> flat_then_steep = Curve(ones, ((0.0, 0.0), (-2.0, 1.0)))
    >>> steeper_from_one = Curve(ones, ((0.0, 1.0), (-1.0, 2.0)))
    >>> added_up([flat_then_steep, steeper_from_one])[0].lines
    ((0.0, 1.0), (-1.0, 2.0), (-3.0, 3.0))
    """
    groups: list[list[Curve]] = []
    for curve in curves:
        like = (group for group in groups if np.array_equal(group[0].weights, curve.weights))
        group = next(like, None)
        if group is None:
            groups.append([curve])
        else:
            group.append(curve)
    return [Curve(group[0].weights, _lines_of_sum(group)) for group in groups]


def _lines_of_sum(curves: list[Curve]) -> tuple[tuple[float, float], ...]:
    """Return the lines of the sum of curves of the same weights, by ascending slope."""
    crossings = {
        (a - c) / (d - b)
        for curve in curves
        for a, b in curve.lines
        for c, d in curve.lines
        if b < d
    }
    at = sorted(crossings)
    middles = [(x + y) / 2 for x, y in itertools.pairwise(at)]
    points = [at[0] - 1.0, *middles, at[-1] + 1.0] if at else [0.0]
    lines = {
        tuple(
            float(sum(part))
            for part in zip(
                *(max(curve.lines, key=lambda line: line[0] + line[1] * x) for curve in curves),
                strict=True,
            )
        )
        for x in points
    }
    return tuple(sorted(((a, b) for a, b in lines), key=lambda line: line[1]))
