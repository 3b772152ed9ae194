"""A partition of the councils into clusters, costed: its figures, its map, its files.

It is long because each option of its maps is a parameter, described where it is asked for.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer import display
from clusterer._support.rounding import difference
from clusterer._support.wording import separator, shown
from clusterer.councils import Councils
from clusterer.errors import InputError
from clusterer.model.council_table import MONEY

if TYPE_CHECKING:
    import folium
    import geopandas as gpd
    from matplotlib.axes import Axes

_MOST_BROKEN = 5
"""How many broken rules are written out with a partition."""


class CostedPartition(ABC):
    """A partition of the councils, with its costs and the rules that it breaks.

    It knows no problem: what its figures rest on, the subclass `Evaluation` says.

    Parameters
    ----------
    councils
        The councils.
    clusters
        For each cluster label, the row numbers of its members.
    costs
        A row a cluster, in the same order: ``host`` (a row number) and the £m of each term.
    standalone_costs
        The £m of each council if it stood alone.
    broken
        In words, each rule, limit or gap in adjacency that the partition breaks.
    """

    COLUMNS = ("members", "size", "host", "total", "standalone", "saving")
    """The columns of `clusters` that are no terms."""

    def __init__(
        self,
        councils: Councils,
        clusters: Mapping[Hashable, list[int]],
        costs: pd.DataFrame,
        standalone_costs: NDArray[np.float64],
        broken: tuple[str, ...] = (),
    ) -> None:
        self._councils = councils
        self.broken = broken
        self._clusters = {label: sorted(rows) for label, rows in clusters.items()}
        self._costs = costs
        self._standalone_costs = standalone_costs

    @property
    def councils(self) -> Councils:
        """The councils of the problem."""
        return self._councils

    @cached_property
    def assignment(self) -> pd.Series:
        """The cluster label of each council, over the index of the councils."""
        labels: list[Hashable] = [None] * len(self.councils)
        for label, rows in self._clusters.items():
            for row in rows:
                labels[row] = label
        return pd.Series(_index_of(labels), index=self.councils.ids, name="cluster")

    @cached_property
    def clusters(self) -> pd.DataFrame:
        """A row a cluster: members, size, host, the £m of each term, total and saving.

        Members are joined by commas, or by semicolons if the name of a council holds one.
        ``standalone`` is what the members would cost alone, exits from today's partnerships among
        it, and ``saving`` what sharing saves against that. ``exits`` is what those of the members
        pay who have left a partnership of today.
        """
        names = self.councils.names
        between = separator(names)
        rows = list(self._clusters.values())
        total = self._terms.sum(axis=1)
        standalone = np.array([self._standalone_costs[members].sum() for members in rows])
        return pd.DataFrame(
            {
                "members": [between.join(names[i] for i in members) for members in rows],
                "size": [len(members) for members in rows],
                "host": [names[host] for host in self._costs["host"]],
                **{term: self._terms[term].to_numpy() for term in self._terms},
                "total": total.to_numpy(),
                "standalone": standalone,
                "saving": difference(standalone, total),
            },
            index=_index_of(self._clusters).rename("cluster"),
        )

    @property
    def costs(self) -> pd.Series:
        """The £m of each term over all clusters."""
        return self._terms.sum().rename("£m")

    @property
    def objective(self) -> float:
        """The £m of all terms over all clusters."""
        return float(self._terms.to_numpy().sum())

    @property
    def standalone_cost(self) -> float:
        """The £m if every council stood alone."""
        return float(self._standalone_costs.sum())

    @property
    def today_cost(self) -> float | None:
        """The £m of going on as today; None if the problem does not start from today."""
        return None

    @property
    def saving(self) -> float:
        """The £m that the partition saves against today, or else against all standing alone."""
        today = self.today_cost
        base = self.standalone_cost if today is None else today
        return float(difference(base, self.objective))

    @property
    def saving_against_alone(self) -> float:
        """The £m that the partition saves against every council standing alone.

        Where some share today, to stand alone costs them their exits.
        """
        return float(difference(self.standalone_cost, self.objective))

    @property
    def feasible(self) -> bool:
        """Whether the partition keeps all rules and limits, with connected clusters."""
        return not self.broken

    def cluster_of(self, council: Hashable) -> Hashable:
        """Return the label of the cluster of a council, given by index label or name."""
        position = self.councils.position(council)
        return next(label for label, rows in self._clusters.items() if position in rows)

    def members(self, cluster: Hashable) -> tuple[Hashable, ...]:
        """Return the index labels of the members of a cluster.

        Raises
        ------
        InputError
            If there is no such cluster.
        """
        if cluster not in list(self._clusters):  # A list has no hash.
            raise InputError(
                f"there is no cluster {shown(cluster)}; there are {shown(list(self._clusters))}"
            )
        return tuple(self.councils.ids[self._clusters[cluster]])

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return the councils with their cluster, its host and its size beside them."""
        frame = self.councils.frame.copy()
        frame["cluster"] = self.assignment
        frame["cluster_host"] = frame["cluster"].map(self.clusters["host"])
        frame["cluster_size"] = frame["cluster"].map(self.clusters["size"])
        return frame

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        shared = int((self.clusters["size"] > 1).sum())
        alone = len(self._clusters) - shared
        if shared == 0:
            words = f"all {_counted(alone, 'council', 'councils')} alone: £{self.objective:,.1f}m"
        else:
            who = _counted(shared, "shared cluster", "shared clusters")
            others = f" and {_counted(alone, 'council', 'councils')} alone"
            who += others if alone else ", no council alone"
            words = f"{who}: £{self.objective:,.1f}m"
        words += self._against(shared)
        broken = _counted(len(self.broken), "rule or limit", "rules or limits")
        return words if self.feasible else f"{words}; breaks {broken}"

    def _against(self, shared: int) -> str:
        """Say how much more or less it costs than today, and than all standing alone."""
        words = ""
        if self.today_cost is not None:
            words = f", {less(self.saving, self.today_cost)} than today"
            if shared:
                alone = less(self.saving_against_alone)
                words += f", {alone} than all standing alone"
        elif shared:
            words = f", {less(self.saving, self.standalone_cost)} than all standing alone"
        return words

    @property
    def assumptions(self) -> str:
        """One line with what the figures rest on: terms, rules, limits, and what they are not."""
        return self.assumptions_about()

    @property
    @abstractmethod
    def figures(self) -> pd.DataFrame:
        """A row a figure that the costs rest on."""

    @abstractmethod
    def assumptions_about(self, money: str = "£m of present value") -> str:
        """Return the same line, for figures of another kind."""

    def plot(
        self,
        ax: Axes | None = None,
        *,
        title: str | None = None,
        assumptions: str | None = None,
        labels: bool | None = None,
        source: str | None = None,
        key: bool = True,
        scale_bar: bool = True,
        colours: Mapping[Hashable, str] | None = None,
        numbers: bool = True,
    ) -> Axes:
        """Draw the clusters on a map with matplotlib.

        Parameters
        ----------
        ax
            Axes to draw on; a new figure if None.
        title
            What to write above the map; the headline unless given, nothing for "".
        assumptions
            What to write small below the title; `assumptions` unless given, nothing for "".
        labels
            Whether to write the names of the councils; only on maps of up to 60 unless given.
        source
            What to write small below the map, such as whose the boundaries are; what
            ``attrs["source"]`` of the councils says unless given, nothing for "".
        key
            Whether to explain colours and stars below the map.
        scale_bar
            Whether to draw one.
        colours
            The colour of each cluster, by its label, such as those of another map.
        numbers
            Whether to write the label of each shared cluster, such as 7, as `clusters` has it.
            Labels of more than three characters are left out.

        Returns
        -------
        Axes
            The axes; ``ax.figure.savefig(path)`` writes them to a file.
        """
        return display.draw_map(
            self.to_geodataframe(),
            ax=ax,
            title=self.headline if title is None else title,
            assumptions=self.assumptions if assumptions is None else assumptions,
            labels=labels,
            source=source,
            key=key,
            scale_bar=scale_bar,
            colours=colours,
            numbers=numbers,
        )

    def explore(
        self,
        *,
        assumptions: str | None = None,
        source: str | None = None,
        tiles: str | folium.TileLayer | None = None,
        attr: str | None = None,
        column: str | None = None,
        categorical: bool = False,
        categories: Sequence[Any] | None = None,
        cmap: str | None = None,
        scheme: str | None = None,
        k: int = 5,
        legend: bool = True,
        tooltip: bool | str | Sequence[str] | None = None,
        popup: bool | str | Sequence[str] = False,
        width: int | str = "100%",
        height: int | str = "100%",
    ) -> folium.Map:
        """Show the clusters on an interactive map, which the mouse explores.

        The page that is saved has all that it needs inside: it works without a network, unless it
        has a street map.

        Parameters
        ----------
        assumptions
            What to write into the attribution; `assumptions` unless given, nothing for "".
        source
            What to write there too, such as whose the boundaries are; what
            ``attrs["source"]`` of the councils says unless given, nothing for "".
        tiles
            A street map below, by its name, such as "OpenStreetMap", or its address, or as a
            layer of folium. It comes from the network whenever the page is opened.
        attr
            Whose the street map is, which an address has to be told.
        column
            A column of `to_geodataframe` whose values colour the councils, in place of their
            clusters.
        categorical
            Whether the column is of kinds, and not of amounts, though its values are numbers.
        categories
            The kinds in the order of the legend; those that there are unless given.
        cmap
            The colours of the values, by a name of matplotlib.
        scheme, k
            How amounts are put into classes, by a name of mapclassify, and into how many.
        legend
            Whether to explain the colours of the column.
        tooltip
            What the mouse shows: columns, True for all, False for none; the name, the cluster,
            its host and size, and what the council pays and saves unless given.
        popup
            What a click shows, as for `tooltip`.
        width, height
            Of the map: pixels, or a share of the page such as "50%".

        Returns
        -------
        folium.Map
            The map; ``save(path)`` writes it to a page.

        Raises
        ------
        ImportError
            If folium or mapclassify is not installed.
        """
        return display.explore_map(
            self.to_geodataframe(),
            assumptions=self.assumptions if assumptions is None else assumptions,
            source=source,
            tiles=tiles,
            attr=attr,
            column=column,
            categorical=categorical,
            categories=categories,
            cmap=cmap,
            scheme=scheme,
            k=k,
            legend=legend,
            tooltip=tooltip,
            popup=popup,
            width=width,
            height=height,
        )

    def to_file(self, path: str | Path) -> Path:
        """Write a GeoPackage, a GeoJSON or a CSV, by the ending of the path.

        A GeoPackage has three layers, ``councils``, ``clusters``, and ``figures``, on which the
        costs rest, without areas; the others have the councils with their cluster. Beside each
        council is what `by_council` says of it: figures of the council alone, which may be summed.
        Columns of £m end with ``_gbp_m``; the saving of a cluster, which is against its members
        alone, stands in ``saving_against_alone_gbp_m``. Clusters whose labels a file could not keep
        apart, such as 1 and "1", are called as on the map: "1" and "1 (2)".

        A spreadsheet takes words for a formula that begin with ``=``, ``+``, ``-`` or ``@``: in a
        CSV they have an apostrophe before them, with which the library knows the councils too.

        Raises
        ------
        InputError
            If the ending is none of .gpkg, .geojson and .csv, or no file can be in that place.
        OSError
            If it cannot be written, as where the disk is full; what was there before stays.
        """
        return display.write_file(
            self._for_files(), self._clusters_for_files, Path(path), figures=self.figures
        )

    @property
    def _clusters_for_files(self) -> pd.DataFrame:
        """The table of clusters under names that say the unit, and what a saving is against."""
        table = self.clusters.rename(columns={"saving": "saving_against_alone"})
        money = [name for name in table if name not in ("members", "size", "host")]
        return table.rename(columns={name: f"{name}{MONEY}" for name in money})

    def _for_files(self) -> gpd.GeoDataFrame:
        """Return the councils with all that a file has of them."""
        return self.to_geodataframe()

    def __repr__(self) -> str:
        return display.as_text(
            f"{type(self).__name__}: {self.headline}",
            self.clusters,
            assumptions=self._note,
            broken=self._some_broken,
        )

    def _repr_html_(self) -> str:
        return display.as_html(
            self.headline, self.clusters, assumptions=self._note, broken=self._some_broken
        )

    @property
    def _some_broken(self) -> list[str]:
        """The first of what is broken, and how much more there is."""
        more = len(self.broken) - _MOST_BROKEN
        rest = [f"{more} more, which .broken has"] if more > 0 else []
        return [*self.broken[:_MOST_BROKEN], *rest]

    @property
    def _note(self) -> str:
        """What stands below the table: what its figures rest on, and are measured against."""
        if self.today_cost is None:
            return self.assumptions
        return f"each saving is against the members alone, not today; {self.assumptions}"

    @property
    def _terms(self) -> pd.DataFrame:
        return self._costs.drop(columns="host")


def less(saving: float, cost: float | None = None) -> str:
    """Return how much less something costs, also as a share of what it would cost."""
    share = ""
    if cost is not None:
        share = f" ({abs(saving / cost) if cost else 0.0:.1%})"
    return f"£{abs(saving):,.1f}m{share} {'more' if round(saving, 1) < 0 else 'less'}"


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _index_of(labels: Iterable[Hashable]) -> pd.Index:
    """Return labels as they are: pandas makes one number of two large ones beside a fraction."""
    given = list(labels)
    index = pd.Index(given, tupleize_cols=False)
    kept = all(label == other for label, other in zip(index, given, strict=True))
    return index if kept else pd.Index(given, dtype=object, tupleize_cols=False)
