"""Plans that keep the rules: whether one does, how to repair it, how to draw one at random."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

from benchmarks.case import Case
from benchmarks.methods.outcome import Cluster
from benchmarks.methods.prices import Prices


def pieces(members: Iterable[int], neighbours: Sequence[Sequence[int]]) -> list[Cluster]:
    """Return the connected parts of a set of councils."""
    left = set(members)
    found = []
    while left:
        piece = {left.pop()}
        todo = list(piece)
        while todo:
            for other in neighbours[todo.pop()]:
                if other in left:
                    left.remove(other)
                    piece.add(other)
                    todo.append(other)
        found.append(frozenset(piece))
    return found


def keeps_rules(clusters: Sequence[Cluster], case: Case) -> bool:
    """Tell whether clusters are connected, no larger than the cap, and as many as asked."""
    return (
        case.count in (None, len(clusters))
        and all(len(cluster) <= case.largest for cluster in clusters)
        and all(len(pieces(cluster, case.neighbours)) == 1 for cluster in clusters)
    )


def repaired(
    clusters: Iterable[Cluster], case: Case, prices: Prices, rng: random.Random
) -> list[Cluster] | None:
    """Return a plan that keeps the rules, near to one that may not; None if that fails.

    Clusters that are not connected are split, and those too large are cut where that costs least.
    If the number of clusters is given, the cheapest cuts or merges bring it about. If no two fit
    together, a cluster is dissolved among its neighbours.
    """
    plan = [piece for cluster in clusters for piece in pieces(cluster, case.neighbours)]
    kept: list[Cluster] = []
    while plan:
        cluster = plan.pop()
        if len(cluster) <= case.largest:
            kept.append(cluster)
        else:
            plan.extend(cheapest_cut(cluster, case, prices, rng))
    if case.count is None:
        return kept
    while len(kept) > case.count:
        pairs = [
            (prices(a | b) - prices(a) - prices(b), a, b)
            for a, b in touching(kept, case)
            if len(a | b) <= case.largest
        ]
        if pairs:
            _, a, b = min(pairs, key=lambda found: found[0])
            kept = [c for c in kept if c not in (a, b)] + [a | b]
            continue
        dissolved = (_dissolved(c, kept, case, prices) for c in sorted(kept, key=len))
        fewer = next((plan for plan in dissolved if plan is not None), None)
        if fewer is None:
            return None
        kept = fewer
    while len(kept) < case.count:
        largest = max(kept, key=len)
        if len(largest) == 1:
            return None
        kept.remove(largest)
        kept.extend(cheapest_cut(largest, case, prices, rng))
    return kept


def _dissolved(
    cluster: Cluster, plan: Sequence[Cluster], case: Case, prices: Prices
) -> list[Cluster] | None:
    """Return a plan without a cluster, its members in neighbouring ones; None if that fails."""
    others = [c for c in plan if c != cluster]
    left = set(cluster)
    while left:
        moves = [
            (prices(c | {i}) - prices(c), i, k)
            for k, c in enumerate(others)
            if len(c) < case.largest
            for i in left
            if not c.isdisjoint(case.neighbours[i])
        ]
        if not moves:
            return None
        _, i, k = min(moves)
        others[k] |= {i}
        left.remove(i)
    return others


def touching(clusters: Sequence[Cluster], case: Case) -> list[tuple[Cluster, Cluster]]:
    """Return the pairs of clusters that are neighbours, each once."""
    home = {i: k for k, cluster in enumerate(clusters) for i in cluster}
    pairs = {
        (home[i], home[j])
        for i, around in enumerate(case.neighbours)
        for j in around
        if home[i] < home[j]
    }
    return [(clusters[a], clusters[b]) for a, b in sorted(pairs)]


def cheapest_cut(
    cluster: Cluster, case: Case, prices: Prices, rng: random.Random, trees: int = 5
) -> tuple[Cluster, Cluster]:
    """Return a connected cluster of two or more in two connected parts, as cheap as found.

    Every edge of a few random spanning trees is tried. While a part is too large yet, parts of
    even size count before cheap ones.
    """
    best: tuple[tuple[float, float], Cluster, Cluster] | None = None
    for _ in range(trees):
        for branch in _branches(cluster, case.neighbours, rng):
            rest = cluster - branch
            excess = max(len(branch), len(rest)) - case.largest
            key = (max(excess, 0), 0.0 if excess > 0 else prices(branch) + prices(rest))
            if best is None or key < best[0]:
                best = (key, branch, rest)
    assert best is not None
    return best[1], best[2]


def _branches(
    cluster: Cluster, neighbours: Sequence[Sequence[int]], rng: random.Random
) -> list[Cluster]:
    """Return what each edge of a random spanning tree of a cluster cuts off."""
    root = rng.choice(sorted(cluster))
    parent: dict[int, int] = {root: root}
    order = [root]
    shore = [(root, j) for j in neighbours[root] if j in cluster]
    while shore:
        at = rng.randrange(len(shore))
        shore[at], shore[-1] = shore[-1], shore[at]
        i, j = shore.pop()
        if j not in parent:
            parent[j] = i
            order.append(j)
            shore.extend((j, k) for k in neighbours[j] if k in cluster and k not in parent)
    below = {i: {i} for i in order}
    for i in reversed(order[1:]):
        below[parent[i]] |= below[i]
    return [frozenset(below[i]) for i in order[1:]]


def random_plan(case: Case, count: int, rng: random.Random, tries: int = 5) -> list[Cluster]:
    """Return connected clusters within the cap, `count` of them if random merging gets there.

    All stand alone; then, over and over, the smallest of a few clusters drawn at random joins a
    neighbour with which it fits. Where that gets stuck, another try may not; the last is
    returned as it is.
    """
    plan: list[Cluster] = []
    for _ in range(tries):
        home = [{i} for i in range(case.n)]
        left = case.n
        for _ in range(20 * case.n):
            if left == count:
                break
            one = min((home[rng.randrange(case.n)] for _ in range(6)), key=len)
            fits = [
                home[j]
                for i in one
                for j in case.neighbours[i]
                if home[j] is not one and len(home[j]) + len(one) <= case.largest
            ]
            if fits:
                other = rng.choice(fits)
                other |= one
                for i in one:
                    home[i] = other
                left -= 1
        plan = [frozenset(c) for c in {id(c): c for c in home}.values()]
        if left == count:
            break
    return plan
