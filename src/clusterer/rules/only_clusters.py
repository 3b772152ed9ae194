"""A list of the clusters that are on offer."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from clusterer._support.checks import check_flag
from clusterer._support.wording import shown
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.rules.listed_rule import ListedRule


@dataclass(frozen=True, init=False, repr=False)
class OnlyClusters(ListedRule):
    """A cluster is one of those given: partnerships that exist, say, or are on offer.

    They may overlap, and a plan takes which of them it likes; each has to be connected in the
    adjacency, as any cluster. Where there is no adjacency to keep to, give the problem one in
    which all are joined: ``cl.adjacency(councils, within_km=math.inf)``.

    Parameters
    ----------
    clusters
        Each a list of councils, by index label or name.
    alone
        Whether a council may also stand alone.

    Examples
    --------
    Of London's voluntary partnerships in shared services, those that would pay at central
    figures, wherever they lie:

    >>> import math
    >>> import clusterer as cl
    >>> boroughs, real = cl.datasets.london(), cl.datasets.real_clusters()
    >>> voluntary = real[real["kind"] == "voluntary-service"]
    >>> offers = [list(c) for _, c in voluntary.groupby(["scheme", "cluster"])["council"]]
    >>> rule = cl.OnlyClusters(offers)
    >>> rule
    OnlyClusters(22 clusters, or alone)
    >>> anywhere = cl.adjacency(boroughs, within_km=math.inf)
    >>> problem = cl.Problem(boroughs, cl.preset("central"), [rule], adjacency=anywhere)
    >>> plan = cl.solve(problem)
    >>> plan.status, int((plan.clusters["size"] > 1).sum())
    ('optimal', 5)
    """

    clusters: tuple[tuple[Hashable, ...], ...]
    alone: bool

    def __init__(self, clusters: Iterable[Iterable[Hashable]], *, alone: bool = True) -> None:
        check_flag("OnlyClusters alone", alone)
        if not _is_list(clusters):
            raise InputError(
                f"OnlyClusters has {shown(clusters)}, which is no list of clusters; "
                "write OnlyClusters([[council, ...], ...])"
            )
        given = list(clusters)
        if not given:
            raise InputError("OnlyClusters has no cluster; give it one or more")
        for cluster in given:
            if not _is_list(cluster):
                raise InputError(
                    f"OnlyClusters has the cluster {shown(cluster)}, which is no list of "
                    f"councils; write [{shown(cluster)}, ...] for a cluster with it"
                )
        object.__setattr__(self, "clusters", tuple(map(tuple, given)))
        object.__setattr__(self, "alone", alone)
        for members in self.clusters:
            if not members:
                raise InputError("OnlyClusters has a cluster without councils; leave it out")

    def __repr__(self) -> str:
        return f"OnlyClusters({self._count()}{', or alone' if self.alone else ''})"

    @property
    def in_words(self) -> str:
        """How many there are to choose from."""
        return f"only {self._count()} on offer{', or alone' if self.alone else ''}"

    def offered(self, councils: Councils) -> list[list[int]]:
        """Return the clusters as row numbers.

        Raises
        ------
        InputError
            If a council is unknown, or twice in a cluster, by label and by name.
        """
        found = []
        for members in self.clusters:
            rows = sorted(councils.positions(members))
            for row in rows:
                if rows.count(row) > 1:
                    raise InputError(
                        f"OnlyClusters has {councils.describe([row])} twice in the cluster "
                        f"{shown(list(members))}; name each council once"
                    )
            found.append(rows)
        return [*found, *([i] for i in range(len(councils)))] if self.alone else found

    def _count(self) -> str:
        return f"{len(self.clusters):,} cluster{'s' if len(self.clusters) > 1 else ''}"


def _is_list(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes))
