"""The problem: what a cluster costs and what a plan may be; and the evaluation of any partition.

`Problem` and `Evaluation` stand in one module, since each knows the other: a problem evaluates a
partition, and an evaluation keeps its problem, by which it costs others for comparison. Each has a
class below it with what does not need the other: `CostedClusters` what clusters cost,
`ChargedPartition` what a partition is for each council.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import first_of
from clusterer.candidates import Candidates
from clusterer.councils import Councils
from clusterer.councils.labelled import as_labels
from clusterer.councils.partnerships import Partnerships
from clusterer.display import facts_as_html
from clusterer.errors import InputError
from clusterer.limits import Limit
from clusterer.model.assumptions import figures_in_words, in_one_line, terms_in_words
from clusterer.model.charged_partition import ChargedPartition
from clusterer.model.comparison import Comparison, compare_partitions
from clusterer.model.costed_clusters import FIELDS, CostedClusters
from clusterer.model.faults import faults
from clusterer.model.today import Today
from clusterer.rules import Rule
from clusterer.terms import Term


class Problem(CostedClusters):
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
        super().__init__(
            councils,
            terms,
            rules,
            limits,
            adjacency,
            overlapping=overlapping,
            today=today.assignment if isinstance(today, Evaluation) else today,
        )

    def __repr__(self) -> str:
        words = [
            self._size_in_words,
            "terms " + (", ".join(term.name for term in self.terms) or "none"),
        ]
        if self.rules:
            words.append("rules " + first_of(map(repr, self.rules)))
        if self.limits:
            words.append("limits " + first_of(map(repr, self.limits)))
        return f"<Problem: {'; '.join(words)}>"

    def _repr_html_(self) -> str:
        facts = {
            "terms": terms_in_words(self.terms) or "none",
            "rules": first_of((rule.in_words for rule in self.rules), most=20),
            "limits": first_of((limit.in_words for limit in self.limits), most=20),
            "today": "" if self.today is None else repr(self.today),
        }
        return facts_as_html(f"Problem: {self._size_in_words}", facts, figures_in_words(self.terms))

    @property
    def _size_in_words(self) -> str:
        return f"{len(self.councils)} councils, {self.adjacency.number_of_edges()} adjacencies"

    def replace(self, **changes: Any) -> Problem:
        """Return a copy with other councils, terms, rules, limits, adjacency, or another today.

        Other councils may overlap if these may. Candidates that were listed are kept where they
        are the same: with other terms or limits alone, unless a rule asks what clusters cost.

        Raises
        ------
        InputError
            If a problem has no such field.
        """
        for name in changes:
            if name not in FIELDS:
                raise InputError(f"a problem has no field {name!r}; there are {', '.join(FIELDS)}")
        given = set(changes)
        changes.setdefault("terms", self.own_terms)
        if "councils" in changes:
            councils = Councils.validated(
                changes["councils"], overlapping=self.councils.overlapping
            )
            changes["councils"] = councils
            if "adjacency" not in changes and not councils.ids.equals(self.councils.ids):
                raise InputError("with other councils, give replace(...) their adjacency too")
        changed = Problem(**{name: getattr(self, name) for name in FIELDS} | changes)
        decisive = {"councils", "rules", "adjacency"}
        if self.rules_read_costs or changed.rules_read_costs:
            decisive |= {"terms", "today"}
        if not decisive & given:
            changed._candidates = self._candidates
        return changed

    @cached_property
    def status_quo(self) -> Evaluation | None:
        """Today's partnerships as a partition, costed; None unless `today` is given."""
        if self.today is None:
            return None
        groups = self.today.read(self.councils)
        ids = self.councils.ids
        labels = {ids[row]: label for label, rows in groups.items() for row in rows}
        return self.evaluate(labels, rest_alone=True)

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
        """Cost clusters given as row numbers: `evaluate` for code that has no names.

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


class Evaluation(ChargedPartition):
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

    problem: Problem

    def __init__(
        self,
        problem: Problem,
        clusters: Mapping[Hashable, list[int]],
        costs: pd.DataFrame,
        standalone_costs: NDArray[np.float64],
        broken: tuple[str, ...] = (),
    ) -> None:
        super().__init__(problem, clusters, costs, standalone_costs, broken)

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
    def _status_quo(self) -> Evaluation | None:
        return self.problem.status_quo

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
