"""The problem: what a cluster costs and what a plan may be; and the evaluation of any partition.

`Problem` and `Evaluation` stand in one module, since each knows the other: a problem evaluates a
partition, and an evaluation keeps its problem, by which it costs others for comparison. What needs
no problem of its own stands in modules below.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cached_property
from operator import is_
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.candidates import Candidates, Pruning, enumerate_candidates
from clusterer.candidates.shares import Shares, SharesLike
from clusterer.councils import Councils
from clusterer.councils.labelled import as_labels
from clusterer.councils.partnerships import Partnerships
from clusterer.errors import InputError
from clusterer.geography import Neighbours, as_graph, neighbours
from clusterer.limits import Limit
from clusterer.model.answers import checked_numbers, checked_verdict, in_blocks, joined
from clusterer.model.assumptions import in_one_line
from clusterer.model.checked_lists import all_of, check_names
from clusterer.model.comparison import Comparison, compare_partitions
from clusterer.model.costed_partition import CostedPartition
from clusterer.model.council_table import Charges, default_shares, money_table, summed, with_units
from clusterer.model.faults import faults
from clusterer.model.figure_register import register
from clusterer.model.listings import listed_clusters
from clusterer.model.moves import moves_from_today
from clusterer.model.posts_of_clusters import posts_of_clusters
from clusterer.model.today import Today
from clusterer.rules import Rule
from clusterer.terms import Term
from clusterer.terms.base import Part
from clusterer.terms.costing import Costing
from clusterer.terms.today import FromToday

DEFAULT_MEMORY_GIB = 4.0
"""What the candidates of a problem may take unless told otherwise."""

_FIELDS = ("councils", "terms", "rules", "limits", "adjacency", "today")
"""What a problem is made of."""


class Problem:
    """Which clusters there may be, and what each of them costs.

    A problem is immutable; `replace` gives a changed copy. Its `councils` have a copy of the
    table that was given, ``problem.councils.frame``, which must not be written to: candidates
    and costs are kept, and would no longer belong to it. Change your own table, and
    ``replace(councils=table)``.

    Parameters
    ----------
    councils
        A row a council: unique index, polygons, a projected CRS, and the columns that
        the terms and rules read.
    terms
        The kinds of cost of a cluster. Their sum is what a plan minimises.
    rules
        What a cluster may be.
    limits
        What a whole plan may be.
    adjacency
        A cluster must be connected in this graph, such as `adjacency` makes: one of networkx,
        libpysal or GerryChain over the index of the councils, a dict of lists of neighbours, a
        DataFrame of pairs (``council_a``, ``council_b``), or a sparse matrix of scipy, with rows in
        the order of the councils. Borders that touch, unless given.
    overlapping
        Whether the bodies may lie over each other, as a county over its districts; who does is
        a neighbour. A table that `Councils.validated` has checked says so itself.
    today
        The partnerships that exist, as `Today` reads them, or a `Today` with what leaving costs.
        Costs are then those from today on, with one term more, ``exits``. All stand alone, and
        nothing is sunk, unless given.

    Raises
    ------
    InputError
        If the councils are not usable, or a term, rule or limit cannot read them.

    Examples
    --------
    >>> import clusterer as cl
    >>> boroughs = cl.datasets.london()
    >>> problem = cl.Problem(boroughs, cl.preset("central"), rules=[cl.MaxSize(4)])
    >>> problem
    <Problem: 32 councils, 63 adjacencies; terms scale, coordination, set-up; rules MaxSize(4)>
    >>> problem.replace(rules=[cl.MaxSize(2)]).candidates()
    <95 candidate clusters of 32 councils, of up to 2 members>
    """

    def __init__(
        self,
        councils: gpd.GeoDataFrame | Councils,
        terms: Iterable[Term],
        rules: Iterable[Rule] = (),
        limits: Iterable[Limit] = (),
        adjacency: nx.Graph | Any | None = None,
        *,
        overlapping: bool = False,
        today: Today | Partnerships | Evaluation | None = None,
    ) -> None:
        self.councils = Councils.validated(councils, overlapping=overlapping)
        self.today = Today.of(today.assignment if isinstance(today, Evaluation) else today)
        self.terms = self._from_today(all_of(Term, terms))
        self.rules = tuple(rule.priced_by(self.terms) for rule in all_of(Rule, rules))
        self.limits = all_of(Limit, limits)
        check_names(self.terms, taken=CostedPartition.COLUMNS)
        self.adjacency = nx.freeze(as_graph(adjacency, self.councils))
        self._costing = Costing(self.terms, self.councils)
        self._candidates: Candidates | None = None
        # What cannot read the councils shall fail now, on the councils alone.
        self.costs(self.singles)
        self.allowed(self.singles)
        self.limit_amounts(self.singles)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _FIELDS and name in vars(self):
            raise AttributeError(
                f"a problem is immutable; problem.replace({name}=...) gives a changed copy"
            )
        super().__setattr__(name, value)

    def __getstate__(self) -> dict[str, Any]:
        # The candidates may take gigabytes, and can be listed again.
        return {**vars(self), "_candidates": None}

    def __repr__(self) -> str:
        words = [
            f"{len(self.councils)} councils, {self.adjacency.number_of_edges()} adjacencies",
            "terms " + (", ".join(term.name for term in self.terms) or "none"),
        ]
        if self.rules:
            words.append("rules " + ", ".join(map(repr, self.rules)))
        if self.limits:
            words.append("limits " + ", ".join(map(repr, self.limits)))
        return f"<Problem: {'; '.join(words)}>"

    def replace(self, **changes: Any) -> Problem:
        """Return a copy with other councils, terms, rules, limits, adjacency, or another today.

        Other councils may overlap if these may. Candidates that were listed are kept where they
        are the same: with other terms or limits alone.

        Raises
        ------
        InputError
            If a problem has no such field.
        """
        for name in changes:
            if name not in _FIELDS:
                raise InputError(f"a problem has no field {name!r}; there are {', '.join(_FIELDS)}")
        changes.setdefault("terms", self.own_terms)
        if "councils" in changes:
            councils = Councils.validated(
                changes["councils"], overlapping=self.councils.overlapping
            )
            changes["councils"] = councils
            if "adjacency" not in changes and not councils.ids.equals(self.councils.ids):
                raise InputError("with other councils, give replace(...) their adjacency too")
        changed = Problem(**{name: getattr(self, name) for name in _FIELDS} | changes)
        # A rule about charges is another rule under other terms.
        same_rules = len(changed.rules) == len(self.rules) and all(
            map(is_, changed.rules, self.rules)
        )
        if same_rules and not {"councils", "rules", "adjacency"} & changes.keys():
            changed._candidates = self._candidates
        return changed

    def candidates(
        self,
        *,
        memory_gib: float = DEFAULT_MEMORY_GIB,
        proceed: Callable[[int], None] | None = None,
    ) -> Candidates:
        """Return all clusters that adjacency and rules allow, each once.

        They are enumerated at the first call and kept. If a rule lists the clusters that it
        allows, they are those of its list that the adjacency and all other rules allow.

        Parameters
        ----------
        memory_gib
            What the candidates and the work on them may take.
        proceed
            Is told now and then how many were found so far. What it raises ends the
            enumeration, of which nothing is kept then.

        Raises
        ------
        TooManyCandidatesError
            If they would take more. The message tells which rule would help.
        """
        if self._candidates is None:
            found = listed_clusters(self.rules, self.councils, self.neighbours, proceed)
            if found is None:
                found = enumerate_candidates(
                    self.councils,
                    self.neighbours,
                    self.pruning(),
                    memory_gib=memory_gib,
                    proceed=proceed,
                )
            ask = None if proceed is None else lambda _: proceed(len(found))
            allowed = joined(in_blocks(self.allowed, found, ask))
            self._candidates = found if allowed.all() else found.take(allowed)
        return self._candidates

    @property
    def own_terms(self) -> tuple[Term, ...]:
        """The terms that were given: all but what starting from today adds."""
        return tuple(term for term in self.terms if not isinstance(term, FromToday))

    def _from_today(self, terms: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return terms with what starting from today adds, which depends on the others."""
        # What is of another today, as among the terms of another problem, is left behind.
        own = tuple(term for term in terms if not isinstance(term, FromToday))
        return own if self.today is None else (*own, self.today.term(self.councils, own))

    @cached_property
    def exit_costs(self) -> NDArray[np.float64]:
        """The £m that each council pays to leave a partnership, one of today or a later one."""
        today = Today({}) if self.today is None else self.today
        return today.exits(self.councils, self.own_terms)

    @cached_property
    def status_quo(self) -> Evaluation | None:
        """Today's partnerships as a partition, costed; None unless `today` is given."""
        if self.today is None:
            return None
        groups = self.today.read(self.councils)
        ids = self.councils.ids
        labels = {ids[row]: label for label, rows in groups.items() for row in rows}
        return self.evaluate(labels, rest_alone=True)

    @cached_property
    def neighbours(self) -> Neighbours:
        """(indptr, indices): the neighbours of each council in the adjacency, by row number."""
        return neighbours(self.adjacency, self.councils)

    def pruning(self) -> Pruning:
        """Return the hereditary conditions of all rules together."""
        return Pruning.all_of(rule.pruning(self.councils) for rule in self.rules)

    def costs(
        self, candidates: Candidates, *, proceed: Callable[[int], None] | None = None
    ) -> NDArray[np.float64]:
        """Return the £m of each candidate, all terms together, at its best host.

        Parameters
        ----------
        candidates
            The candidates.
        proceed
            Is told now and then how many were costed so far. What it raises ends the work.
        """
        return joined(in_blocks(self._costing.costs, candidates, proceed))

    def costs_by_host(
        self, candidates: Candidates, *, proceed: Callable[[int], None] | None = None
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the £m of each candidate in two parts, of which one hangs on the host.

        Parameters
        ----------
        candidates, proceed
            As for `costs`.

        Returns
        -------
        tuple
            Shape (candidates,), what does not; and what does if a member hosts, a number for each
            member of each candidate, as `Candidates.flat` has them.
        """
        blocks = in_blocks(self._costing.by_host, candidates, proceed)
        return joined([fixed for fixed, _ in blocks]), joined([hosted for _, hosted in blocks])

    def cost_table(
        self, candidates: Candidates, host: NDArray[np.int64] | None = None
    ) -> pd.DataFrame:
        """Return a row a candidate: the row number of its ``host``, and the £m of each term.

        The host is the given member of each candidate, or else the one that is cheapest.
        """
        return self._costing.table(candidates, host)

    def cost_parts(self, candidates: Candidates, host: NDArray[np.int64]) -> list[Part]:
        """Return what the terms add to the columns of `cost_table`, and in which years.

        The term that starts from today adds to the columns of others.
        """
        return self._costing.parts(candidates, host)

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell for each candidate whether all rules allow it (connected or not)."""
        verdict = np.ones(len(candidates), dtype=np.bool_)
        for rule in self.rules:
            verdict &= self.verdict(rule, candidates)
        return verdict

    def verdict(self, rule: Rule, candidates: Candidates) -> NDArray[np.bool_]:
        """Tell for each candidate whether one rule allows it, and check the answer."""
        return checked_verdict(rule, candidates)

    def limit_amounts(
        self, candidates: Candidates, *, proceed: Callable[[int], None] | None = None
    ) -> NDArray[np.float64]:
        """Return shape (limits, candidates): what each candidate adds to each limit's sum.

        `proceed` is told as in `costs`.
        """
        return joined(in_blocks(self._limit_amounts, candidates, proceed))

    def _limit_amounts(self, candidates: Candidates) -> NDArray[np.float64]:
        amounts = np.empty((len(self.limits), len(candidates)))
        for row, limit in zip(amounts, self.limits, strict=True):
            row[:] = checked_numbers(limit, limit.amounts(candidates), candidates)
        return amounts

    @cached_property
    def standalone_costs(self) -> NDArray[np.float64]:
        """The £m of each council if it stands alone, allowed or not."""
        return self.costs(self.singles)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """A row a figure that the terms use: the register of what all costs rest on.

        Its ``meaning``, ``value`` and ``unit``; whether it is the ``default`` of the library; the
        range, ``low`` to ``high``, that the tables of parameters have; and of a default the
        ``mark``, V (read in a source), D (derived) or A (assumed), and the ``source``. A figure of
        your own has no mark.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central", kappa=0.01))
        >>> print(problem.figures.loc[["horizon", "coordination.kappa"], ["value", "default"]])
                           value  default
        figure
        horizon               10     True
        coordination.kappa  0.01    False
        """
        return register(self.terms)

    def evaluate(
        self, assignment: Mapping[Hashable, Hashable] | pd.Series, *, rest_alone: bool = False
    ) -> Evaluation:
        """Cost any partition by the terms of the problem, and say which rules it breaks.

        Parameters
        ----------
        assignment
            For each council, by index label or name, the label of its cluster.
        rest_alone
            Whether councils that are not named stand alone.

        Returns
        -------
        Evaluation
            Costs, and in `Evaluation.broken` the rules, limits and gaps in adjacency.

        Raises
        ------
        InputError
            If a council is unknown, given twice, or has no cluster.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
        >>> one_source = problem.evaluate({"Newham": 1, "Havering": 1}, rest_alone=True)
        >>> one_source.broken
        ('cluster 1 is not connected: Havering (E09000016) | Newham (E09000025)',)
        """
        labels = as_labels(self.councils, assignment, rest_alone)
        clusters: dict[Hashable, list[int]] = {}
        for position, label in enumerate(labels):
            clusters.setdefault(label, []).append(position)
        return self.evaluate_rows(clusters)

    def evaluate_rows(
        self,
        clusters: Mapping[Hashable, list[int]],
        hosts: NDArray[np.int64] | None = None,
    ) -> Evaluation:
        """Cost clusters given as row numbers: `evaluate` for those who have no names at hand.

        Parameters
        ----------
        clusters
            For each cluster label, the row numbers of its members. Together they have each council
            once, which is not checked.
        hosts
            The row number of the host of each cluster; those that are cheapest unless given.
        """
        chosen = Candidates.of(self.councils, clusters.values())
        return Evaluation(
            problem=self,
            clusters=clusters,
            costs=self.cost_table(chosen, hosts),
            standalone_costs=self.standalone_costs,
            broken=faults(list(clusters), chosen, self.adjacency, self.rules, self.limits),
        )

    @cached_property
    def singles(self) -> Candidates:
        """All councils, each as a cluster of its own."""
        return Candidates.of(self.councils, ([i] for i in range(len(self.councils))))


class Evaluation(CostedPartition):
    """A partition of the councils, with its costs and the rules that it breaks.

    `Problem.evaluate` makes one of any given partition; a `Plan` is one that was found.

    Parameters
    ----------
    problem
        The problem whose terms cost it and whose rules it is held to.
    clusters
        For each cluster label, the row numbers of its members.
    costs
        A row a cluster, in the same order: ``host`` (a row number) and the £m of each term.
    standalone_costs
        The £m of each council if it stood alone.
    broken
        In words, each rule, limit or gap in adjacency that the partition breaks.
    """

    def __init__(
        self,
        problem: Problem,
        clusters: Mapping[Hashable, list[int]],
        costs: pd.DataFrame,
        standalone_costs: NDArray[np.float64],
        broken: tuple[str, ...] = (),
    ) -> None:
        super().__init__(problem.councils, clusters, costs, standalone_costs, broken)
        self.problem = problem

    def arguments(self) -> dict[str, Any]:
        """Return the arguments that make this evaluation again."""
        return {
            "problem": self.problem,
            "clusters": self._clusters,
            "costs": self._costs,
            "standalone_costs": self._standalone_costs,
            "broken": self.broken,
        }

    @property
    def today_cost(self) -> float | None:
        """The £m of going on as today; None if the problem does not start from today."""
        status_quo = self.problem.status_quo
        return None if status_quo is None else status_quo.objective

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Who leaves whom for whom: a row a council that moves, from today or from alone.

        By index label: ``name``; its ``move``; ``from`` which partnership and ``to`` which cluster,
        missing where it stands alone; whom it ``leaves`` and whom it ``joins``; and its ``exit`` in
        £m. A council ``joins`` others from alone, ``leaves`` a partnership to stand alone,
        ``changes`` from one to other members, or ``merges``: its partnership goes on in a cluster
        of which another is the centre. Who stays where others come and go does not move.

        Examples
        --------
        >>> import clusterer as cl
        >>> today = {"Camden": "old", "Islington": "old", "Hackney": "old"}
        >>> problem = cl.Problem(cl.datasets.london(), [cl.SetUp()], today=today)
        >>> new = {"Camden": 1, "Islington": 1, "Hackney": 2, "Newham": 2}
        >>> moves = problem.evaluate(new, rest_alone=True).moves
        >>> moves[["name", "move", "leaves", "joins", "exit"]].reset_index(drop=True)
              name     move             leaves    joins  exit
        0  Hackney  changes  Camden, Islington   Newham   1.0
        1   Newham    joins                     Hackney   0.0
        """
        problem = self.problem
        groups = {} if problem.today is None else problem.today.read(problem.councils)
        term = next((term for term in problem.terms if isinstance(term, FromToday)), None)
        return moves_from_today(problem.councils, groups, term, self._clusters)

    @cached_property
    def by_council(self) -> pd.DataFrame:
        """What the partition is for each council, charged by residents; `charged` by another key.

        By index label: ``name``, ``cluster`` and the name of its ``host``; in £m of present value
        what it would cost ``alone``, what it pays ``today`` where the problem starts from today,
        its ``share`` of the cost of its cluster, and its ``saving``, against today or else against
        alone; ``posts_before``, all standing alone, and ``posts_after`` in the services shared; and
        what it saves in cash by year, ``cash_year_0`` and so on, in real £m, not discounted.
        Savings and cash come to those of the plan. Posts are left out where a service does not say
        how many it has, and cash where a term does not say when its money falls.

        The key is the residents that the terms read; if there is no such column, or a council has
        no residents, all members of a cluster pay the same. ``attrs["shares"]`` says which it is.
        `clusterer.business_case` of a council divides what its cluster saves, not what it costs.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
        >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
        >>> table = pair.by_council.loc[pair.assignment == "a"]
        >>> table[["name", "host", "alone", "share", "saving"]].round(2).reset_index(drop=True)
                name    host   alone   share  saving
        0     Camden  Camden  272.59  269.20    3.40
        1  Islington  Camden  245.69  236.35    9.34
        """
        return self.charged(None)

    def charged(self, shares: SharesLike | None = None) -> pd.DataFrame:
        """Return `by_council` with another key.

        Parameters
        ----------
        shares
            By what the members of a cluster share its cost: "equal"; "alone", in proportion to what
            each costs alone; "saving", so that each saves the same against alone; a column such as
            "population"; a number for each council; or a mixture, as
            ``{"equal": 0.5, "population": 0.5}``. As in `by_council` if None.

        Raises
        ------
        InputError
            If it is none of these, or a council has no number above 0.

        Examples
        --------
        With equal savings, each has half of the saving:

        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
        >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
        >>> pair.charged("saving").loc[pair.assignment == "a", "saving"].round(2).to_list()
        [6.37, 6.37]
        """
        problem, made = self.problem, self.arguments()
        now, before = self._charges(shares)
        table = money_table(now, before)
        hosts = made["costs"]["host"].to_numpy(dtype=np.int64)
        names = dict(zip(self._clusters, [self.councils.names[h] for h in hosts], strict=True))
        table.insert(0, "name", self.councils.names)
        table.insert(1, "cluster", self.assignment)
        table.insert(2, "host", self.assignment.map(names))
        try:
            posts = posts_of_clusters(
                self.councils, problem.terms, list(self._clusters.values()), hosts.tolist()
            )
        except InputError:
            pass  # Then there are none to tell of.
        else:
            table["posts_before"], table["posts_after"] = posts["now"], posts["after"]
        cash = self._cash(now)
        if cash is not None and before is not None:
            assert problem.status_quo is not None
            gone = problem.status_quo._cash(before)
            cash = None if gone is None else summed(cash, -gone)
        if cash is not None:
            years = [f"cash_year_{year}" for year in range(cash.shape[1])]
            table = table.join(pd.DataFrame(cash, index=table.index, columns=years))
        table.attrs["shares"] = now.shares.words
        return table

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return the councils with their cluster beside them, and what each pays and saves in £m.

        The latter as in `by_council`, in columns that end with ``_gbp_m``.
        """
        frame = super().to_geodataframe()
        for name, values in with_units(money_table(*self._charges(None))).items():
            frame[name] = values
        return frame

    def _for_files(self) -> gpd.GeoDataFrame:
        frame = super().to_geodataframe()
        for name, values in with_units(self.by_council).items():
            frame[name] = values
        return frame

    def _charges(self, shares: SharesLike | None) -> tuple[Charges, Charges | None]:
        """Return what members pay by a key, and what they pay today."""
        problem, status_quo = self.problem, self.problem.status_quo
        key = (
            default_shares(self.councils, problem.terms)
            if shares is None
            else Shares.of(self.councils, shares)
        )

        def charges(one: Evaluation) -> Charges:
            costs = one._terms.to_numpy().sum(axis=1)
            return Charges(key, one._clusters, costs, problem.standalone_costs)

        return charges(self), None if status_quo is None else charges(status_quo)

    def _cash(self, charges: Charges) -> NDArray[np.float64] | None:
        """Return what each council saves by year against standing alone, if that is known."""
        hosts = self.arguments()["costs"]["host"].to_numpy(dtype=np.int64)
        parts = self.problem.cost_parts(charges.chosen, hosts)
        everyone = np.arange(len(self.councils))
        return charges.cash(parts, self.problem.cost_parts(self.problem.singles, everyone))

    def compare(self, other: Evaluation) -> Comparison:
        """Compare with another partition of the same councils, in members and in money.

        Both are costed by the problem of this one. So the difference is one of clusters
        alone, and a partition that was found under other terms has other costs here than
        it had there. `Comparison.recosted` tells whether that is so.

        Parameters
        ----------
        other
            A plan, or what `Problem.evaluate` returns.

        Raises
        ------
        InputError
            If the other has other councils.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"))
        >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
        >>> trio = problem.evaluate(
        ...     {"Camden": "a", "Islington": "a", "Hackney": "a"}, rest_alone=True
        ... )
        >>> list(trio.compare(pair).moved["name"])
        ['Camden', 'Hackney', 'Islington']

        The same pair as another problem costs it; here it is costed as the trio is:

        >>> null = problem.replace(terms=cl.preset("null"))
        >>> again = trio.compare(null.evaluate(pair.assignment))
        >>> again.recosted, round(float(again.costs.loc["total", "other"]) - pair.objective, 6)
        (True, 0.0)
        """
        if not isinstance(other, Evaluation):
            raise InputError(
                f"compare(...) takes a plan or an evaluation, got {type(other).__name__}; "
                "problem.evaluate(...) makes one of an assignment"
            )
        if len(self.councils.ids.symmetric_difference(other.councils.ids)):
            raise InputError("the two partitions are of different councils; compare like with like")
        alike = self.problem.evaluate(other.assignment)
        return compare_partitions(
            self.councils.names,
            self.assignment,
            alike.assignment,
            self.costs,
            alike.costs,
            recosted=not alike.costs.index.equals(other.costs.index)
            or not np.allclose(alike.costs, other.costs, rtol=1e-9, atol=1e-9),
        )

    @property
    def figures(self) -> pd.DataFrame:
        """A row a figure that the costs rest on: `Problem.figures`."""
        return self.problem.figures

    def assumptions_about(self, money: str = "£m of present value") -> str:
        """Return the same line, for figures of another kind."""
        problem = self.problem
        return in_one_line(problem.terms, problem.rules, problem.limits, money=money)
