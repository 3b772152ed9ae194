"""Write down a certificate: what proves a plan, for `verify` to check without trust.

A certificate is plain JSON. Numbers are strings, exact rationals such as "12", "-0.5" or "1/3";
costs, in £m, are whole multiples of 10⁻⁹.

``format``, ``version``
    "clusterer certificate", and 2, or 3 if there is a ``start``.
``councils``
    The index labels of the councils, in the order of the problem. Of a portfolio, pairs of a
    service and a label, service by service; so are ``members``, and clusters are joint clusters.
``terms``, ``rules``, ``limits``
    What the problem is made of, in words, for the reader; of a portfolio, under ``services``, by
    the name of each, and the terms that a partnership pays once under ``governance``.
``status``, ``objective``, ``bound``, ``tolerance``
    What is claimed: the plan costs ``objective`` and no plan less than ``bound``. If it is
    "optimal", ``bound`` is ``objective − tolerance``.
``reason``
    Why it is "feasible" only, in words, for the reader; empty if it is "optimal".
``plan``
    A list of clusters: ``members`` (labels) and ``cost``.
``start``
    Only where candidates are too many to list, and of a portfolio. It has prices, those of
    ``councils``, ``limits`` and a ``cluster``, the ``bound`` that they prove of all plans, and a
    ``reach``, up to which the certificate proves anything. At these prices ``left`` candidates have
    a reduced cost below the reach less the bound. These and the clusters of the plan are what
    the branches are about: a plan with any other candidate costs no less than the reach.
``branches``
    Plans by their number of clusters, ``at_least`` to ``at_most``; no number is left out. Each
    has ``prices``, a list, ``candidates``, a list or null, ``split``, and ``parts``. An entry of
    ``prices`` has a price for each of the ``councils`` and ``limits``, for a ``cluster``, and for
    each of ``subset_rows``, and the ``bound`` that it proves of plans made of the candidates that
    the entries before it leave; ``priced`` is their number. A subset row has ``councils``, a
    ``divisor``, a ``price``, and a control ``sum`` of what those candidates add to it.
    ``candidates`` are those that the last entry leaves: ``members``, ``cost`` and
    ``reduced_cost``. Null if no search among them is needed.
    ``split`` is null, or has a ``pair`` of councils: some plans have them together, in one
    cluster, the others apart. So many candidates as ``together`` says have both or neither; a
    control ``sum`` is of these. The two halves follow in ``parts``, each with all its own parts
    before the next. A part has ``prices``, ``candidates`` and ``split`` too.

Some of this says a thing twice, so that no single figure can be changed without being noticed.
`proof` finds the prices, and `verify` tells why they prove the bound.
"""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from clusterer._support.checks import plain_seconds
from clusterer.certificates.proof import (
    Costed,
    Entry,
    Node,
    Proof,
    Prover,
    Started,
    joint_plan,
    started,
    started_together,
)
from clusterer.certificates.verify import json_label
from clusterer.certificates.verify.arithmetic import UNIT, PriceList, rows_of
from clusterer.certificates.verify.candidates import MOST_SETS
from clusterer.certificates.verify.reading import PLAN, VERSION, VERSION_WITH_START, Start
from clusterer.certificates.verify.walk import MOST_COUNCILS
from clusterer.errors import CertificateError, TooManyCandidatesError
from clusterer.model.portfolio import Portfolio
from clusterer.model.problem import Problem
from clusterer.search.closed_form import ClosedForm
from clusterer.search.columns import Columns
from clusterer.search.solution import OutOfTime, Progress, Watch

logger = logging.getLogger(__name__)


def certify(
    problem: Problem,
    clusters: Iterable[Iterable[int]],
    *,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> dict[str, Any]:
    """Return a certificate of a plan, with the best bound that can be proved in it.

    Parameters
    ----------
    problem
        The problem.
    clusters
        The plan, as row numbers.
    time_limit
        Seconds after which the best certificate so far is returned; Ctrl-C does the same.
    progress
        Is told of progress, in the phase "proof" once candidates are listed and costed.

    Raises
    ------
    CertificateError
        If there are too many candidates for the check, or the time was up before all were
        listed and costed.
    KeyboardInterrupt
        If Ctrl-C came before that: then there is nothing to give yet.
    """
    plan = [list(cluster) for cluster in clusters]
    described = {
        "councils": [json_label(label) for label in problem.councils.ids],
        **_described(problem),
    }
    watch = Watch(plain_seconds(time_limit), progress)
    return _certified(described, plan, lambda: _candidates(problem, plan, watch), watch)


def certify_portfolio(
    portfolio: Portfolio,
    clusters: Iterable[Iterable[Iterable[int]]],
    *,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> dict[str, Any]:
    """Return a certificate of a plan of a portfolio without a balance of posts.

    As `certify`; the plan is given as row numbers, for each service.

    Raises
    ------
    CertificateError
        The same, or if posts are to balance.
    KeyboardInterrupt
        The same.
    """
    if portfolio.balance is not None:
        raise CertificateError(
            f"a certificate knows no balance of posts, and the portfolio has "
            f"{portfolio.balance!r}; portfolio.replace(balance=None) can be certified"
        )
    plan = joint_plan(portfolio, clusters)
    labels = [json_label(label) for label in portfolio.councils.ids]
    described = {
        "councils": [[name, label] for name in portfolio.services for label in labels],
        "services": {name: _described(one) for name, one in portfolio.services.items()},
        "governance": [term.name for term in portfolio.governance],
    }
    watch = Watch(plain_seconds(time_limit), progress)
    rows = [rows_of(members) for members in plan]
    return _certified(described, rows, lambda: started_together(portfolio, plan, watch), watch)


def _certified(
    described: dict[str, Any],
    plan: Sequence[Sequence[int]],
    start: Callable[[], Started],
    watch: Watch,
) -> dict[str, Any]:
    """Return the certificate of a plan of what is described."""
    watch.tell(phase="candidates")
    try:
        started = start()
        prover = Prover(started, plan, watch)
    except OutOfTime:
        raise CertificateError(
            f"the time was up after {watch.elapsed():.1f} s, before all candidates were listed and "
            "costed; allow more, or leave fewer by a rule such as MaxSize"
        ) from None
    notary = _Notary(described, prover, started.start)
    try:
        prover.run()
        certificate = notary.certificate()
        watch.tell(phase="done")
        return certificate
    except KeyboardInterrupt:
        logger.warning("interrupted; what was proved so far is certified")
        return notary.certificate()


def _described(problem: Problem) -> dict[str, Any]:
    """Say what a problem is made of, for the reader."""
    return {
        "terms": [term.name for term in problem.terms],
        "rules": [words_of(rule) for rule in problem.rules],
        "limits": [words_of(limit) for limit in problem.limits],
    }


def _candidates(problem: Problem, plan: Sequence[Sequence[int]], watch: Watch) -> Started:
    """Return the candidates that a proof is to be among, and the start that leaves them, if any."""
    if has_at_most(problem, MOST_SETS, watch.check):
        watch.tell(phase="costs", candidates=len(problem.candidates()))
        limits = tuple(limit.interval for limit in problem.limits)
        return Started(None, Columns.of(problem, lambda _: watch.check()), limits)
    form = ClosedForm.of(problem)
    if form is None or form.powers or len(problem.councils) > MOST_COUNCILS:
        raise CertificateError(
            f"there are more than {MOST_SETS:,} candidates, too many to be checked in plain "
            f"Python, and there are more than {MOST_COUNCILS} councils, or there is a term, rule "
            "or limit for which the check needs a list; a rule such as MaxSize that leaves fewer "
            "makes it possible"
        )
    watch.tell(phase="relaxation")
    return started(problem, form, plan, watch)


def has_at_most(problem: Problem, most: int, check: Callable[[], None] = lambda: None) -> bool:
    """Tell whether a problem has at most this many candidates.

    In long work `check` is called again and again; what it raises ends it.
    """

    def proceed(found: int) -> None:
        check()
        if found > most:
            raise TooManyCandidatesError("there are too many", 0)

    try:
        return len(problem.candidates(proceed=proceed)) <= most
    except TooManyCandidatesError:
        return False


class _Notary:
    """Writes down what is proved of a plan of what is described, its ``councils`` among it."""

    def __init__(self, described: dict[str, Any], prover: Prover, start: Start | None) -> None:
        self._described = described
        self._start = start
        self._prover = prover

    def certificate(self) -> dict[str, Any]:
        """Return the certificate of what is proved so far."""
        proof: Proof = self._prover.proof()
        return {
            "format": PLAN,
            "version": VERSION if self._start is None else VERSION_WITH_START,
            **copy.deepcopy(self._described),
            "status": "optimal" if proof.optimal else "feasible",
            "reason": "" if proof.optimal else proof.reason,
            "objective": text_of(proof.objective),
            "bound": text_of(proof.bound),
            "tolerance": text_of(proof.tolerance),
            "plan": [self._cluster(cluster) for cluster in proof.plan],
            **({} if self._start is None else {"start": self._stated(self._start)}),
            "branches": [self._branch(branch) for branch in proof.branches],
        }

    def _stated(self, start: Start) -> dict[str, Any]:
        return {
            **self._prices(start.prices),
            "bound": text_of(start.bound),
            "reach": text_of(start.reach),
            "left": start.left,
        }

    def _branch(self, branch: Node) -> dict[str, Any]:
        first, *others = map(self._node, branch.all())
        return {
            "at_least": branch.at_least,
            "at_most": branch.at_most,
            **first,
            "parts": others,
        }

    def _node(self, node: Node) -> dict[str, Any]:
        listed = split = None
        if node.listed is not None:
            listed = [
                {**self._cluster(cluster), "reduced_cost": text_of(reduced)}
                for cluster, reduced in node.listed
            ]
        if node.split is not None:
            pair, together, total, *_ = node.split
            split = {"pair": self._labels(pair), "together": together, "sum": total}
        return {
            "prices": [self._entry(entry) for entry in node.known.entries],
            "candidates": listed,
            "split": split,
        }

    def _entry(self, entry: Entry) -> dict[str, Any]:
        prices = entry.prices
        return {
            "priced": entry.priced,
            "bound": text_of(entry.bound),
            **self._prices(prices),
            "subset_rows": [
                {
                    "councils": self._labels(members),
                    "divisor": divisor,
                    "price": _units(price),
                    "sum": total,
                }
                for (members, divisor, price), total in zip(prices.rows, entry.sums, strict=True)
            ],
        }

    def _prices(self, prices: PriceList) -> dict[str, Any]:
        return {
            "councils": list(map(_units, prices.councils)),
            "limits": [text_of(price) for price in prices.limits],
            "cluster": _units(prices.cluster),
        }

    def _cluster(self, cluster: Costed) -> dict[str, Any]:
        return {"members": self._labels(cluster.members), "cost": text_of(cluster.cost)}

    def _labels(self, members: int) -> list[object]:
        return [copy.copy(self._described["councils"][row]) for row in rows_of(members)]


def words_of(item: object) -> str:
    """Return a rule or limit in words, without the address of an object that has no words."""
    return re.sub(r" at 0x[0-9a-fA-F]+", "", repr(item))


def text_of(number: Fraction) -> str:
    """Return a number as `verify` reads it: a decimal where it is a short one."""
    units = number / UNIT
    return _units(units.numerator) if units.denominator == 1 else str(number)


def _units(number: int) -> str:
    """Return so many units, as a decimal.

    Examples
    --------
    >>> _units(12_000_000_000), _units(-1_500_000_000), _units(30), _units(0)
    ('12', '-1.5', '0.00000003', '0')
    """
    whole, rest = divmod(abs(number), UNIT.denominator)
    decimals = f".{rest:09}".rstrip("0") if rest else ""
    return f"{'-' if number < 0 else ''}{whole}{decimals}"
