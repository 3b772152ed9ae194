"""Colours for clusters, so that no two that lie near each other look alike."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence

import geopandas as gpd
import networkx as nx
import numpy as np
from numpy.typing import NDArray

from clusterer.display.grouping import rows_by_cluster, shared_clusters
from clusterer.display.nearness import Nearness, distances, nearness
from clusterer.display.palette import ALONE, PALETTE, alike_in_grey, colour


def cluster_colours(frame: gpd.GeoDataFrame) -> dict[Hashable, str]:
    """Return a colour for each cluster, by label; standalone councils are light grey.

    Up to twelve clusters have a colour each. Of more, those differ in colour that touch, or lie as
    close as the two banks of a river, and also, as far as the colours go, those that are near:
    close to the same cluster, or with middles at most a fifth of the map's side apart. Colours
    that differ in grey print too are given to near clusters, as far as there are such.

    Parameters
    ----------
    frame
        A row a council, in a projected CRS, with its ``cluster``.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely import box
    >>> frame = gpd.GeoDataFrame(
    ...     {"cluster": ["a", "a", "b"]},
    ...     geometry=[box(0, 0, 1, 1), box(1, 0, 2, 1), box(2, 0, 3, 1)],
    ... )
    >>> cluster_colours(frame)
    {'a': '#4BA698', 'b': '#F2F2F2'}
    """
    (colours,) = colours_of_all([frame])
    return colours


def colours_of_all(
    frames: Sequence[gpd.GeoDataFrame], *, like: gpd.GeoDataFrame | None = None
) -> list[dict[Hashable, str]]:
    """Return the colours of several partitions of the same councils, each by label.

    What is the same cluster in two of them has the same colour in both; else as `cluster_colours`.
    Clusters of the partition `like`, which has a map of its own, have their colours there.
    """
    groups, numbers = shared_clusters(frames)
    maps = [list(one.values()) for one in numbers]
    shapes = frames[0].geometry.to_numpy()
    fixed: dict[int, int] = {}
    if like is not None:
        place = {tuple(rows): k for k, rows in enumerate(groups)}
        known, _ = shared_clusters([like])
        of_known = colour_groups(like.geometry.to_numpy(), known)
        fixed = {
            place[tuple(rows)]: number
            for rows, number in zip(known, of_known, strict=True)
            if tuple(rows) in place
        }
    chosen = colour_groups(shapes, groups, maps, fixed)
    return [
        {
            label: colour(chosen[one[label]]) if label in one else ALONE
            for label in rows_by_cluster(frame)
        }
        for frame, one in zip(frames, numbers, strict=True)
    ]


def colour_groups(
    shapes: NDArray[np.object_],
    groups: list[list[int]],
    maps: Iterable[Iterable[int]] | None = None,
    fixed: Mapping[int, int] | None = None,
) -> list[int]:
    """Return the number of a colour for each group of shapes; neighbours have others.

    Groups may be on several `maps`, each with the numbers of its groups; all are on one unless
    given. On one map no two overlap. Some may have a `fixed` colour, by the number of the group.
    """
    fixed = {} if fixed is None else fixed
    lie = nearness(shapes, groups, maps)
    chosen = None
    if all(number < len(PALETTE) for number in fixed.values()):
        chosen = _from_palette(lie, distances(shapes, groups), fixed)
    if chosen is None:
        return _few_colours(lie.close, fixed)
    if len(groups) <= len(PALETTE):
        _differ_in_grey(chosen, lie, fixed)
    return [int(number) for number in chosen]


def _few_colours(close: NDArray[np.bool_], fixed: Mapping[int, int]) -> list[int]:
    """Return few colours, where groups have too many neighbours for the palette."""
    if not fixed:
        colouring = nx.greedy_color(nx.from_numpy_array(close), strategy="DSATUR")
        return [colouring[k] for k in range(len(close))]
    chosen = dict(fixed)
    for k in sorted(range(len(close)), key=lambda k: -int(close[k].sum())):
        if k not in chosen:
            taken = {chosen.get(other) for other in np.flatnonzero(close[k]).tolist()}
            chosen[k] = next(number for number in itertools.count() if number not in taken)
    return [chosen[k] for k in range(len(close))]


def _from_palette(
    lie: Nearness, between: NDArray[np.float64], fixed: Mapping[int, int]
) -> NDArray[np.intp] | None:
    """Colour groups one by one, those of one colour far apart; None if close ones run out of it.

    The next is the one whose neighbours have most colours (Brélaz, 1979).
    """
    # Those that are never on one map may sooner look alike, and soonest if they do not overlap.
    farthest = between.max(initial=0.0)
    never = np.where(between > 0.0, 2 * farthest, farthest)
    between = np.where(lie.together, between, never)
    alike = alike_in_grey(PALETTE)
    count = len(between)
    chosen = np.full(count, -1)
    # How many have each colour: close ones, near ones, those on one map, near ones in grey print.
    taken = np.zeros((4, count, len(PALETTE)), dtype=np.int64)
    room = np.full((count, len(PALETTE)), np.inf)
    degree = lie.close.sum(axis=1)
    first = list(fixed)
    for step in range(count):
        if step < len(first):
            k, best = first[step], fixed[first[step]]
        else:
            hues = (taken[0] > 0).sum(axis=1)
            k = int(np.lexsort((-degree, -hues, chosen >= 0))[0])
            close, near, together, grey = taken[:, k]
            best = int(np.lexsort((grey, -room[k], together > 0, near > 0, close > 0))[0])
            if close[best]:
                return None
        chosen[k] = best
        taken[0, lie.close[k], best] += 1
        taken[1, lie.near[k], best] += 1
        taken[2, lie.together[k], best] += 1
        taken[3, lie.near[k]] += alike[best]
        room[:, best] = np.minimum(room[:, best], between[k])
    return chosen


def _differ_in_grey(chosen: NDArray[np.intp], lie: Nearness, fixed: Mapping[int, int]) -> None:
    """Exchange colours while fewer near groups are then alike in grey, close ones first of all.

    Those that are fixed stay.
    """
    alike = alike_in_grey(PALETTE)
    weights = lie.near + 3 * lie.close.astype(np.int64)

    def faults(colours: NDArray[np.intp]) -> int:
        return int((weights * alike[np.ix_(colours, colours)]).sum())

    unused = [number for number in range(len(PALETTE)) if number not in chosen]
    fewest = faults(chosen)
    again = True
    while again and fewest:
        again = False
        for k in range(len(chosen)):
            for other in range(len(chosen) + len(unused)):
                if k in fixed or other in fixed:
                    continue
                changed, spare = chosen.copy(), list(unused)
                if other < len(chosen):
                    changed[[k, other]] = changed[[other, k]]
                else:
                    at = other - len(chosen)
                    changed[k], spare[at] = spare[at], int(changed[k])
                if (now := faults(changed)) < fewest:
                    chosen[:], unused, fewest, again = changed, spare, now, True
