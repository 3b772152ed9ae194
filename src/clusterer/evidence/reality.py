"""What councils did, beside a plan: what it would cost, and which of it the plan has."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer._support.wording import separator
from clusterer.display.shown import ShownAsTable
from clusterer.errors import InputError
from clusterer.evidence.observed import Observed
from clusterer.model.comparison import adjusted_rand
from clusterer.model.problem import Evaluation

_NOTE = (
    "Savings in £m against all standing alone, as if a scheme shared all that the problem costs, "
    "and councils that it does not place stood alone. The Rand index is adjusted for a chance that "
    "knows no map: any two groupings of neighbours agree better than that."
)
_UNITS = {"saving": "{:,.1f}", "costs_more_than_plan": "{:,.1f}"}
"""How figures are written; others as they are, or with two decimals."""


@dataclass(frozen=True, eq=False, repr=False)
class RealityCheck(ShownAsTable):
    """Observed clusters beside a plan, costed by the problem of the plan.

    Attributes
    ----------
    plan
        The plan.
    evaluations
        Each scheme, costed; councils that it does not place stand alone.
    schemes
        A row a scheme: how many ``councils`` it places, the ``shared_clusters`` and the size of
        the ``largest``; its ``saving`` in £m against all standing alone, and the £m
        that it ``costs_more_than_plan``; the ``adjusted_rand_index`` between it and the plan, over
        the councils that it places (missing where it has one cluster only, or none that is shared);
        of its ``pairs``, those that are ``pairs_in_plan`` too; and ``broken``, how many rules,
        limits and gaps in adjacency it breaks, which the evaluation has in words.
    pairs
        A row a pair of councils that is together in some scheme, those of most schemes first:
        ``council`` and ``partner``, index labels; ``name`` and ``partner_name``; ``schemes``, which
        ones; ``times``, how many they are; ``in_plan``, whether the plan has the pair.
    """

    plan: Evaluation
    evaluations: Mapping[Hashable, Evaluation]
    schemes: pd.DataFrame
    pairs: pd.DataFrame

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        number, found = len(self.pairs), int(self.pairs["in_plan"].sum())
        schemes = f"{len(self.schemes)} scheme{'' if len(self.schemes) == 1 else 's'}"
        share = f", {found / number:.0%}" if number else ""
        return (
            f"{schemes} beside a plan that saves £{self.plan.saving_against_alone:,.1f}m: of "
            f"{number} pairs of councils that share in some scheme, the plan has {found}{share}"
        )

    @property
    def _note(self) -> str:
        return f"{_NOTE}\nthe plan: {self.plan.headline}\n{self.plan.assumptions}"

    @property
    def _shown(self) -> pd.DataFrame:
        """The schemes, with figures in words."""
        words = {
            column: [
                "" if pd.isna(value) else _UNITS.get(str(column), "{:.2f}").format(value)
                for value in values
            ]
            if values.dtype.kind == "f"
            else values.astype(str).tolist()
            for column, values in self.schemes.items()
        }
        frame = pd.DataFrame(words, index=self.schemes.index)
        return frame.rename(
            columns=lambda column: str(column).replace("_", " ").replace("rand", "Rand")
        )


def compare_with_reality(plan: Evaluation, observed: pd.DataFrame) -> RealityCheck:
    """Set clusters that were observed beside a plan, in members and in money.

    Each scheme is costed by the terms of the plan's problem, with the councils that it does not
    place alone. Schemes may overlap, as those of one service each do: each is compared by itself,
    and the pairs of all of them together, so that nobody has to force them into one partition.

    Parameters
    ----------
    plan
        A plan, or what `Problem.evaluate` returns.
    observed
        A row a council and scheme: ``scheme``, ``cluster`` and ``council`` (index label or name),
        as `datasets.real_clusters` has them.

    Returns
    -------
    RealityCheck
        The tables ``schemes`` and ``pairs``.

    Raises
    ------
    InputError
        If the table lacks a column or a value, names an unknown council, or has a council twice
        in a scheme.

    References
    ----------
    L. Hubert and P. Arabie, "Comparing partitions", *Journal of Classification* 2, 1985,
    193–218: the adjusted Rand index.

    Examples
    --------
    >>> import clusterer as cl
    >>> problem = cl.Problem(cl.datasets.london(), cl.preset("central"), [cl.MaxSize(3)])
    >>> found = cl.compare_with_reality(cl.solve(problem), cl.datasets.real_clusters())
    >>> found.schemes.loc["met_bcu_2018", ["pairs", "pairs_in_plan"]].tolist()
    [29, 12]
    >>> found.pairs[["name", "partner_name", "times", "in_plan"]].head(2)
                       name          partner_name  times  in_plan
    0  Kingston upon Thames  Richmond upon Thames     10     True
    1                 Brent                Harrow      9     True
    """
    if not isinstance(plan, Evaluation):
        raise InputError(
            f"compare_with_reality(plan, ...) takes a plan or an evaluation, got "
            f"{type(plan).__name__}; solve(problem) makes one"
        )
    seen = Observed.read(plan.councils, observed)
    label = _numbers(plan)
    evaluations, rows = {}, {}
    for scheme, clusters in seen.schemes.items():
        evaluations[scheme] = _evaluation(plan, clusters)
        rows[scheme] = _row(plan, evaluations[scheme], clusters, label)
    schemes = pd.DataFrame.from_dict(rows, orient="index").rename_axis("scheme")
    return RealityCheck(plan, evaluations, schemes, _pairs(seen, label))


def _numbers(plan: Evaluation) -> NDArray[np.intp]:
    """Return a number a council, the same for those of one cluster."""
    label = np.empty(len(plan.councils), dtype=np.intp)
    for k, cluster in enumerate(plan.clusters.index):
        label[list(plan.councils.positions(plan.members(cluster)))] = k
    return label


def _evaluation(plan: Evaluation, clusters: Mapping[Hashable, list[int]]) -> Evaluation:
    """Return a scheme, costed by the problem of the plan, with the rest alone."""
    ids = plan.councils.ids
    assignment = {ids[i]: label for label, rows in clusters.items() for i in rows}
    return plan.problem.evaluate(assignment, rest_alone=True)


def _row(
    plan: Evaluation,
    scheme: Evaluation,
    clusters: Mapping[Hashable, list[int]],
    label: NDArray[np.intp],
) -> dict[str, Any]:
    """Return what the table of schemes says of one."""
    sizes = [len(rows) for rows in clusters.values()]
    pairs = sum(map(_pairs_of, sizes))
    both = sum(_pairs_together(label[rows]) for rows in clusters.values())
    # Over the councils of the scheme: those that it does not place have not chosen to be alone.
    placed = [i for rows in clusters.values() for i in rows]
    of_plan = _pairs_together(label[placed])
    told = len(sizes) > 1 and pairs > 0
    index = adjusted_rand(both, pairs - both, of_plan - both, councils=len(placed))
    return {
        "councils": len(placed),
        "shared_clusters": sum(size > 1 for size in sizes),
        "largest": max(sizes),
        "saving": scheme.saving_against_alone,
        "costs_more_than_plan": scheme.objective - plan.objective,
        "adjusted_rand_index": index if told else np.nan,
        "pairs": pairs,
        "pairs_in_plan": both,
        "broken": len(scheme.broken),
    }


def _pairs_of(size: int) -> int:
    return size * (size - 1) // 2


def _pairs_together(label: NDArray[np.intp]) -> int:
    """Return how many pairs have one label."""
    return sum(map(_pairs_of, np.unique(label, return_counts=True)[1].tolist()))


def _pairs(observed: Observed, label: NDArray[np.intp]) -> pd.DataFrame:
    """Return a row a pair of councils that is together in some scheme."""
    councils, times = observed.councils, observed.times_together
    left, right = np.nonzero(np.triu(times))
    between = separator(map(str, observed.schemes))
    cluster_in = {
        scheme: {i: cluster for cluster, rows in clusters.items() for i in rows}
        for scheme, clusters in observed.schemes.items()
    }
    shared = [
        [str(s) for s, of in cluster_in.items() if i in of and j in of and of[i] == of[j]]
        for i, j in zip(left.tolist(), right.tolist(), strict=True)
    ]
    table = pd.DataFrame(
        {
            "council": councils.ids[left],
            "partner": councils.ids[right],
            "name": [councils.names[i] for i in left],
            "partner_name": [councils.names[j] for j in right],
            "schemes": [between.join(names) for names in shared],
            "times": times[left, right],
            "in_plan": label[left] == label[right],
        }
    )
    return table.sort_values("times", ascending=False, kind="stable", ignore_index=True)
