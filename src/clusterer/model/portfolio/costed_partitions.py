"""A partition for each service, costed together: their figures, their maps, their files."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from clusterer import display
from clusterer._support.read_only import ReadOnly
from clusterer._support.rounding import difference
from clusterer._support.wording import separator
from clusterer.candidates import Candidates
from clusterer.candidates.shares import SharesLike
from clusterer.councils import Councils
from clusterer.model.assumptions import figures_in_words, terms_in_words
from clusterer.model.costed_partition import less
from clusterer.model.council_table import AMOUNTS, MONEY, with_units
from clusterer.model.portfolio.balance import PostsBalance, out_of_balance
from clusterer.model.portfolio.council_table import charged_in_all
from clusterer.model.portfolio.figure_register import register_of_services
from clusterer.model.portfolio.governance import governance_costs
from clusterer.model.posts import COLUMNS, posts_by_council
from clusterer.model.problem import Evaluation, Problem
from clusterer.terms import Term
from clusterer.terms.today import FromToday

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_BROKEN = 5
"""How many rules, limits and ties that are broken are written below the table."""


class CostedPartitions:
    """A partition for each service, with what they cost together and the ties that they break.

    They know no portfolio: the evaluation of each service has its problem, and the ties are given.

    Parameters
    ----------
    services
        The evaluation of each service, by name.
    governance
        The terms that a partnership pays once.
    balance
        How well the posts of each council must balance; None if they need not.
    standing
        The partnerships of today, whose governance is paid; None if there are none.
    """

    SUMS = ("governance", "in all")
    """The rows of the summary that are no services."""

    def __init__(
        self,
        services: Mapping[str, Evaluation],
        governance: tuple[Term, ...],
        balance: PostsBalance | None,
        standing: FromToday | None = None,
    ) -> None:
        self._standing = standing
        self.services: Mapping[str, Evaluation] = ReadOnly(services)
        self._governance = governance
        self._balance = balance

    @property
    def _problems(self) -> dict[str, Problem]:
        return {name: one.problem for name, one in self.services.items()}

    @property
    def _councils(self) -> Councils:
        return next(iter(self.services.values())).councils

    @cached_property
    def partnerships(self) -> pd.DataFrame:
        """A row a partnership: members, size, the services shared, the £m of its governance.

        A partnership is a set of councils that are a shared cluster of at least one service. Those
        that share most services come first.
        """
        shared, groups = self._shared, self.groups
        names = self._councils.names
        costs = governance_costs(
            self._governance, Candidates.of(self._councils, groups), self._standing
        )
        table = pd.DataFrame(
            {
                "members": [separator(names).join(names[i] for i in rows) for rows in groups],
                "size": [len(rows) for rows in groups],
                "services": [separator(self.services).join(shared[rows]) for rows in groups],
                "services_shared": [len(shared[rows]) for rows in groups],
                **{name: costs[name].to_numpy() for name in costs},
            }
        )
        table.index = pd.RangeIndex(1, len(groups) + 1, name="partnership")
        return table

    @cached_property
    def _shared(self) -> dict[tuple[int, ...], list[str]]:
        """The services that each partnership, given by row numbers, shares; most first."""
        shared: dict[tuple[int, ...], list[str]] = {}
        for name, evaluation in self.services.items():
            for rows in evaluation.arguments()["clusters"].values():
                if len(rows) > 1:
                    shared.setdefault(tuple(rows), []).append(name)
        order = sorted(shared, key=lambda rows: (-len(shared[rows]), -len(rows), rows))
        return {rows: shared[rows] for rows in order}

    @property
    def governance_cost(self) -> float:
        """The £m that partnerships pay once."""
        names = [term.name for term in self._governance]
        return float(self.partnerships[names].to_numpy().sum())

    @property
    def objective(self) -> float:
        """The £m of all services, and of governance."""
        return sum(one.objective for one in self.services.values()) + self.governance_cost

    @property
    def standalone_cost(self) -> float:
        """The £m if every council stood alone in every service."""
        return sum(one.standalone_cost for one in self.services.values())

    @property
    def today_cost(self) -> float | None:
        """The £m of going on as today in every service; None if none starts from today.

        Services that do not begin with all alone. The governance of today is paid.
        """
        today = [one.today_cost for one in self.services.values()]
        if all(cost is None for cost in today):
            return None
        return sum(
            one.standalone_cost if cost is None else cost
            for one, cost in zip(self.services.values(), today, strict=True)
        )

    @property
    def saving(self) -> float:
        """The £m that are saved against today, or else against all standing alone."""
        today = self.today_cost
        base = self.standalone_cost if today is None else today
        return float(difference(base, self.objective))

    @property
    def saving_against_alone(self) -> float:
        """The £m that are saved against every council standing alone in every service."""
        return float(difference(self.standalone_cost, self.objective))

    @cached_property
    def summary(self) -> pd.DataFrame:
        """A row a service, and one for governance: clusters, and £m alone, in all and saved."""
        rows = {}
        for name, one in self.services.items():
            shared = one.clusters["size"] > 1
            rows[name] = {
                "shared_clusters": int(shared.sum()),
                "mean_members": float(one.clusters.loc[shared, "size"].mean()),
                "alone": int((~shared).sum()),
                "standalone": one.standalone_cost,
                "total": one.objective,
                "saving": one.saving_against_alone,
            }
        table = pd.DataFrame.from_dict(rows, orient="index")
        if self._governance:
            paid = self.governance_cost
            table.loc["governance", ["standalone", "total", "saving"]] = [0.0, paid, 0.0 - paid]
        return table.rename_axis("service")

    @cached_property
    def posts(self) -> pd.DataFrame:
        """The posts of each council over all services: now, ended, moved, and how they balance.

        Returns
        -------
        pandas.DataFrame
            A row a council: ``name``; posts ``now``, ``ended``, ``moved_out``, ``moved_in``,
            ``after``, ``change`` and ``redundancies`` as in `BusinessCase.posts`; ``hosts``, for
            how many shared services it is the host; and ``balance``, which is ``moved_in`` less
            ``moved_out``.

        Raises
        ------
        InputError
            If a service has no `Scale`, or does not say how many posts it has.
        """
        councils = self._councils
        table = pd.DataFrame(0.0, index=councils.ids, columns=list(COLUMNS))
        hosts = np.zeros(len(councils), dtype=np.int64)
        for one in self.services.values():
            table += posts_by_council(one)[list(COLUMNS)]
            made = one.arguments()
            for rows, host in zip(made["clusters"].values(), made["costs"]["host"], strict=True):
                hosts[host] += len(rows) > 1
        table["hosts"] = hosts
        table["balance"] = table["moved_in"] - table["moved_out"]
        table.insert(0, "name", councils.names)
        return table

    @cached_property
    def by_council(self) -> pd.DataFrame:
        """What the plan is for each council over all services; `charged` by another key.

        By index label: ``name``, and ``host_of`` which shared services it is the host; in £m of
        present value what it would cost ``alone``, what it pays ``today`` where some service starts
        from today, its part of ``governance`` if there is any, its ``share`` of the cost of all its
        clusters, governance among it, and its ``saving``, against today or else against alone;
        ``posts_before`` and ``posts_after``; and what it saves in cash by year, ``cash_year_0`` and
        so on. As in `Evaluation.by_council` savings and cash come to those of the plan, and what a
        service does not say is left out. The table of one service is
        ``services[name].by_council``.

        Examples
        --------
        A pair shares two services, and pays governance once:

        >>> import clusterer as cl
        >>> portfolio = cl.Portfolio.from_services(
        ...     cl.datasets.london(), cl.services("it", "finance")
        ... )
        >>> pair = {"Camden": "a", "Islington": "a"}
        >>> plan = portfolio.evaluate({"it": pair, "finance": pair}, rest_alone=True)
        >>> table = plan.by_council.set_index("name").loc[["Camden", "Islington"]]
        >>> table[["host_of", "alone", "governance", "share", "saving"]].round(2)
                       host_of   alone  governance   share  saving
        name
        Camden     it, finance  117.86        0.40  113.46    4.40
        Islington               107.69        0.35   99.61    8.07
        """
        return self.charged(None)

    def charged(self, shares: SharesLike | None = None) -> pd.DataFrame:
        """Return `by_council` with another key, by which all services and governance are shared.

        Parameters
        ----------
        shares
            As for `Evaluation.charged`.

        Raises
        ------
        InputError
            As there.
        """
        partnerships = Candidates.of(self._councils, self.groups)
        paid = governance_costs(self._governance, partnerships, self._standing)
        return charged_in_all(self.services, self._governance, partnerships, paid, shares)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """A row a figure that the costs rest on, and which ``services`` use it: "all", or some.

        The other columns are those of `Problem.figures`. A figure that differs from service to
        service has a row for each value.
        """
        terms = {name: problem.terms for name, problem in self._problems.items()}
        return register_of_services(terms, self._governance)

    @cached_property
    def broken(self) -> tuple[str, ...]:
        """In words, each rule, limit, gap in adjacency or tie that is broken."""
        found = [f"{name}: {fault}" for name, one in self.services.items() for fault in one.broken]
        if self._balance is not None:
            allowance = self._balance.allowance(list(self._problems.values()))
            balance = self.posts["balance"].to_numpy()
            found += [
                f"{self._balance!r} is not kept: "
                f"{self._councils.describe([row])} hosts {abs(balance[row]):,.1f} "
                f"posts {'more' if balance[row] > 0 else 'fewer'} than it gives up, and "
                f"{allowance[row]:,.1f} are allowed"
                for row in np.flatnonzero(out_of_balance(balance, allowance)).tolist()
            ]
        return tuple(found)

    @property
    def feasible(self) -> bool:
        """Whether all rules, limits and ties are kept."""
        return not self.broken

    @property
    def groups(self) -> list[tuple[int, ...]]:
        """The row numbers of the members of each partnership, in the order of `partnerships`."""
        return list(self._shared)

    @property
    def what(self) -> str:
        """How many services and partnerships there are, in words."""
        many, few = len(self.services), len(self._shared)
        services = "1 service" if many == 1 else f"{many} services"
        return f"{services}, {few} partnership{'' if few == 1 else 's'}"

    @property
    def headline(self) -> str:
        """One sentence with what matters most."""
        words = f"{self.what}: £{self.objective:,.1f}m"
        if self.today_cost is None:
            words += f", {less(self.saving, self.standalone_cost)} than all standing alone"
        else:
            words += f", {less(self.saving, self.today_cost)} than today"
            words += f", {less(self.saving_against_alone)} than all standing alone"
        count = len(self.broken)
        faults = "1 rule, limit or tie" if count == 1 else f"{count} rules, limits or ties"
        return words if self.feasible else f"{words}; breaks {faults}"

    @property
    def assumptions(self) -> str:
        """What it rests on: a line for what all services share, then those that differ."""
        return self.assumptions_about()

    def assumptions_about(self, money: str = "£m of present value") -> str:
        """Return the same lines, for figures of another kind."""
        problems = self._problems
        said = {name: service_in_words(problem) for name, problem in problems.items()}
        first, *others = said.values()
        common = [words for words in first if all(words in other for other in others)]
        whose = "each service" if others else next(iter(said)).replace("_", " ")
        lines = {"": [f"{whose}: {'; '.join(common)}"]} if common else {}
        for name, words in said.items():
            own = "; ".join(word for word in words if word not in common)
            if own:
                lines.setdefault(own, []).append(name.replace("_", " "))
        sentences = [
            f"{', '.join(names)}: {own}" if own else names[0] for own, names in lines.items()
        ]
        governance = self._governance
        if governance:
            sentences.append(f"once a partnership: {terms_in_words(governance)}")
        if self._balance is not None:
            sentences.append(self._balance.in_words)
        terms = [term for problem in problems.values() for term in problem.terms]
        return "\n".join([*sentences, figures_in_words([*terms, *governance], money=money)])

    def to_geodataframe(self) -> gpd.GeoDataFrame:
        """Return the councils with the cluster and the host of each service beside them.

        And with what each pays and saves in £m over all services, as in `by_council`, in columns
        that end with ``_gbp_m``.
        """
        table = self.by_council
        return self._frame(table[[column for column in AMOUNTS if column in table]])

    def _frame(self, table: pd.DataFrame) -> gpd.GeoDataFrame:
        """Return the councils with their clusters, and a table by council beside them."""
        frame = self._councils.frame.copy()
        for name, one in self.services.items():
            frame[f"{name}_cluster"] = one.assignment
            frame[f"{name}_host"] = one.assignment.map(one.clusters["host"])
        for column, values in with_units(table).items():
            frame[column] = values
        return frame

    def to_file(self, path: str | Path) -> Path:
        """Write a GeoPackage, a GeoJSON or a CSV, by the ending of the path.

        A GeoPackage has three layers, ``councils`` with a cluster for each service,
        ``partnerships``, and ``figures``, on which the costs rest, without areas; the others have
        the councils. Beside each council is what `by_council` says of it, and columns of £m end
        with ``_gbp_m``. Clusters of a service whose labels a file could not keep apart, such as 1
        and "1", are called as on its map: "1" and "1 (2)".

        A spreadsheet takes words for a formula that begin with ``=``, ``+``, ``-`` or ``@``: in a
        CSV they have an apostrophe before them, with which the library knows the councils too.

        Raises
        ------
        InputError
            If the ending is none of .gpkg, .geojson and .csv, or no file can be in that place.
        OSError
            If it cannot be written, as where the disk is full; what was there before stays.
        """
        paid = {term.name: f"{term.name}{MONEY}" for term in self._governance}
        frame = self._frame(self.by_council)
        for name, one in self.services.items():
            called = display.names_in_files(one.assignment)
            frame[f"{name}_cluster"] = display.renamed(one.assignment, called)
        return display.write_layers(
            frame,
            "partnerships",
            self.partnerships.rename(columns=paid),
            self.groups,
            path,
            figures=self.figures,
        )

    def plot(self, *, title: str | None = None) -> Axes:
        """Draw a map for each service, side by side.

        A partnership has one colour and one number on all of them, that of `partnerships`. Who is
        in each stands below the maps.

        A map of one service with names, a scale bar and more is ``services[name].plot()``.

        Parameters
        ----------
        title
            What to write above them; the headline unless given, nothing for "".

        Returns
        -------
        Axes
            The axes of the first map. Their figure has those of all, in the order of the
            services, as ``ax.figure.axes``; ``ax.figure.savefig(path)`` writes all maps to a file.
        """
        return display.draw_maps(
            {
                f"{name.replace('_', ' ')}: {_clusters_in_words(one)}": self._numbered(one)
                for name, one in self.services.items()
            },
            title=self.headline if title is None else title,
            subtitle=self.assumptions,
            listed={
                str(number): f"{self._members_of(row)} ({row.services.replace('_', ' ')})"
                for number, row in self.partnerships.iterrows()
            },
        )

    def _members_of(self, partnership: pd.Series) -> str:
        whole = partnership["size"] == len(self._councils)
        return "all councils" if whole else str(partnership["members"])

    def _numbered(self, service: Evaluation) -> gpd.GeoDataFrame:
        """Return the councils with the partnerships of a service in place of its clusters."""
        frame = service.to_geodataframe()
        number_of = dict(zip(self.groups, self.partnerships.index, strict=True))
        cluster = frame["cluster"].astype(object).to_numpy(copy=True)
        for label, rows in service.arguments()["clusters"].items():
            cluster[list(rows)] = number_of.get(tuple(rows), f"alone {label}")
        return frame.assign(cluster=cluster)

    def __repr__(self) -> str:
        return display.table_as_text(
            f"{type(self).__name__}: {self.headline}", self._written, self._note
        )

    def _repr_html_(self) -> str:
        return display.table_as_html(self.headline, self._written, self._note)

    @property
    def _written(self) -> pd.DataFrame:
        """The summary with figures as they are written, and a row for their sum."""
        money = ["standalone", "total", "saving"]
        table = self.summary.copy()
        table.loc["in all", money] = table[money].sum()
        written = pd.DataFrame(index=table.index)
        for column, digits in (("shared_clusters", 0), ("mean_members", 1), ("alone", 0)):
            written[column] = [_number(x, digits) for x in table[column]]
        for column in money:
            written[column] = [_number(x, 1) for x in table[column]]
        return written.rename(columns=lambda name: name.replace("_", " "))

    @property
    def _note(self) -> str:
        faults = [f"broken: {fault}" for fault in self.broken[:_MOST_BROKEN]]
        if len(self.broken) > _MOST_BROKEN:
            faults.append(f"broken: {len(self.broken) - _MOST_BROKEN} more, see broken")
        return "\n".join(["figures in £m", self.assumptions, *faults])


def service_in_words(problem: Problem) -> list[str]:
    """Return the terms of a service, its rules and its limits."""
    # Each service has its own services: that is no news.
    terms = terms_in_words(problem.terms, leave_out=("services",)) or "no terms"
    return [terms, *(one.in_words for one in (*problem.rules, *problem.limits))]


def _clusters_in_words(one: Evaluation) -> str:
    shared = int((one.clusters["size"] > 1).sum())
    alone = len(one.clusters) - shared
    return f"{shared} shared, {alone} alone"


def _number(value: float, digits: int) -> str:
    if pd.isna(value):
        return ""
    # Adding zero makes nothing of minus nothing.
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "−")
