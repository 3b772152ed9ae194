"""What a partition is for each council: who moves, and what each pays, saves and gets in cash."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Mapping
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from clusterer.candidates.shares import Shares, SharesLike
from clusterer.errors import InputError
from clusterer.model.costed_clusters import CostedClusters
from clusterer.model.costed_partition import CostedPartition
from clusterer.model.council_table import (
    CASH,
    Charges,
    default_shares,
    money_table,
    summed,
    with_units,
)
from clusterer.model.moves import moves_from_today
from clusterer.model.posts_of_clusters import Hosted, posts_since
from clusterer.terms.today import FromToday


class ChargedPartition(CostedPartition):
    """A partition of the councils, with what it is for each of them.

    It is set against today, which the subclass `Evaluation` knows.

    Parameters
    ----------
    problem
        The problem whose terms cost them.
    clusters, costs, standalone_costs, broken
        As for `CostedPartition`.
    """

    def __init__(
        self,
        problem: CostedClusters,
        clusters: Mapping[Hashable, list[int]],
        costs: pd.DataFrame,
        standalone_costs: NDArray[np.float64],
        broken: tuple[str, ...] = (),
    ) -> None:
        super().__init__(problem.councils, clusters, costs, standalone_costs, broken)
        self.problem = problem

    @property
    @abstractmethod
    def _status_quo(self) -> ChargedPartition | None:
        """Today's partnerships as a partition; None if the problem does not start from today."""

    @property
    def today_cost(self) -> float | None:
        """The £m of going on as today; None if the problem does not start from today."""
        status_quo = self._status_quo
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
        alone; ``posts_before``, today or all alone, and ``posts_after`` in the services shared; and
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

    def charged(self, shares: SharesLike | Shares | None = None) -> pd.DataFrame:
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
        problem = self.problem
        now, before = self._charges(shares)
        table = money_table(now, before)
        hosts = self._hosts
        names = dict(zip(self._clusters, [self.councils.names[h] for h in hosts], strict=True))
        table.insert(0, "name", self.councils.names)
        table.insert(1, "cluster", self.assignment)
        table.insert(2, "host", [names[label] for label in self.assignment])
        try:
            today = self._status_quo
            posts = posts_since(
                self.councils, problem.terms, self.hosted, None if today is None else today.hosted
            )
        except InputError:
            pass  # Then there are none to tell of.
        else:
            table["posts_before"], table["posts_after"] = posts["now"], posts["after"]
        cash = self._cash(now, before)
        if cash is not None:
            total = np.zeros((len(table), 1))
            for flows in cash.values():
                total = summed(total, flows)
            years = [f"{CASH}{year}" for year in range(total.shape[1])]
            table = table.join(pd.DataFrame(total, index=table.index, columns=years))
        table.attrs["shares"] = now.shares.words
        return table

    def cash_by_item(
        self, shares: SharesLike | Shares | None = None
    ) -> dict[str, NDArray[np.float64]] | None:
        """Return what each council saves in cash by year, item by item, by a key.

        For each term that is cash, £m by council (rows) and year (columns), below 0 what is spent;
        against today or else against alone. None if a term does not say when its money falls. Its
        sum over the items is the cash of `charged`.

        Parameters
        ----------
        shares
            The key, as for `charged`.

        Raises
        ------
        InputError
            As there.

        Examples
        --------
        >>> import clusterer as cl
        >>> problem = cl.Problem(cl.datasets.london(), [cl.SetUp()])
        >>> pair = problem.evaluate({"Camden": "a", "Islington": "a"}, rest_alone=True)
        >>> pair.cash_by_item("equal")["set-up"][pair.assignment == "a"].round(2).tolist()
        [[-2.62], [-2.62]]
        """
        return self._cash(*self._charges(shares))

    @property
    def hosted(self) -> Hosted:
        """The row numbers of the members of each cluster, and of its host."""
        return list(self._clusters.values()), self._hosts.tolist()

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

    def _charges(self, shares: SharesLike | Shares | None) -> tuple[Charges, Charges | None]:
        """Return what members pay by a key, and what they pay today."""
        problem, status_quo = self.problem, self._status_quo
        key = (
            default_shares(self.councils, problem.terms)
            if shares is None
            else Shares.of(self.councils, shares)
        )

        def charges(one: ChargedPartition) -> Charges:
            costs = one._terms.to_numpy().sum(axis=1)
            return Charges(key, one._clusters, costs, problem.standalone_costs)

        return charges(self), None if status_quo is None else charges(status_quo)

    def _cash(self, now: Charges, before: Charges | None) -> dict[str, NDArray[np.float64]] | None:
        """Return what each council saves by year and item, against today if it has a `before`."""
        cash = self._cash_against_alone(now)
        if cash is None or before is None:
            return cash
        assert self._status_quo is not None
        gone = self._status_quo._cash_against_alone(before)
        return None if gone is None else {name: summed(cash[name], -gone[name]) for name in cash}

    def _cash_against_alone(self, charges: Charges) -> dict[str, NDArray[np.float64]] | None:
        parts = self.problem.cost_parts(charges.chosen, self._hosts)
        everyone = np.arange(len(self.councils))
        return charges.cash(parts, self.problem.cost_parts(self.problem.singles, everyone))

    @property
    def _hosts(self) -> NDArray[np.int64]:
        """The row number of the host of each cluster."""
        return self._costs["host"].to_numpy(dtype=np.int64)
