"""Random problems, each stated twice: once to the library, once in plain Python."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Any

import geopandas as gpd
import networkx as nx
import numpy as np
import truth
from figures import (
    BALANCE,
    CHANGES,
    COLOURS,
    CONTROL,
    COORDINATION,
    LASTING,
    RISK,
    SCALE,
    SERVICES,
    SET_UP,
    SHARES,
    STAFF,
    SYSTEMS,
    TARGET,
    TRAVEL,
    fractions,
    systems,
)
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from maps import councils_of, square
from truth import Facts, Limit, Truth

import clusterer as cl

thorough = settings(
    max_examples=300,
    derandomize=True,  # The same examples on every machine.
    database=None,
    phases=[Phase.generate],  # To shrink a plan's problem takes minutes; add Phase.shrink to.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

SIDE_KM = 10
COLUMNS = 4


@dataclass(frozen=True)
class Case:
    """A problem, and the truth about it."""

    problem: cl.Problem
    truth: Truth

    def __repr__(self) -> str:  # What hypothesis shows of a failure.
        return f"<{self.problem!r}; costs {self.truth.costs}>"


def table(facts: Facts) -> gpd.GeoDataFrame:
    """Return the councils of some facts, squares in a grid."""
    shapes = {
        label: square(x * 1000, y * 1000, SIDE_KM * 1000)
        for label, (x, y) in zip(facts.labels, facts.at, strict=True)
    }
    seats = np.array(facts.seats)
    return councils_of(
        shapes,
        population=list(facts.population),
        seats_red=seats[:, 0],
        seats_blue=seats[:, 1],
        seats_green=seats[:, 2],
        control=list(facts.control),
        system=list(facts.system),
    )


def graph(facts: Facts) -> nx.Graph:
    """Return the adjacency of some facts."""
    found = nx.Graph()
    found.add_nodes_from(facts.labels)
    found.add_edges_from((facts.labels[i], facts.labels[j]) for i, j in facts.edges)
    return found


def facts_of(population, edges=(), *, at=None, seats=None, control=None, system=None) -> Facts:
    """Return facts by hand; what is not given is the same for all councils."""
    n = len(population)
    return Facts(
        labels=tuple("abcdefghijklmnop"[:n]),
        population=tuple(population),
        at=tuple(at or ((SIDE_KM * i, 0) for i in range(n))),
        seats=tuple(seats or [(1, 1, 1)] * n),
        control=tuple(control or ["red"] * n),
        system=tuple(system or ["A"] * n),
        edges=frozenset(edges),
    )


def complete(n: int) -> list[tuple[int, int]]:
    return [(i, j) for j in range(n) for i in range(j)]


def number(seed: object, cluster: tuple[int, ...], low: float, high: float) -> float:
    """Return a random number that depends on the members of a cluster."""
    return Random(f"{seed} {cluster}").uniform(low, high)


def each(candidates: cl.Candidates, f) -> np.ndarray:
    """Return f(row numbers) of each candidate, as a term or rule of a user's own does."""
    rows = [tuple(int(i) for i in candidates.positions(k)) for k in range(len(candidates))]
    return np.array([f(row) for row in rows])


def table_term(f, name: str = "table") -> tuple[cl.FunctionTerm, truth.Cost]:
    """Return a term that costs f(row numbers), stated twice."""
    return cl.FunctionTerm(name, lambda c: each(c, f)), lambda cluster, host: f(cluster)


@st.composite
def maps(draw, sizes) -> tuple[Facts, nx.Graph]:
    """Draw councils on a grid, and an adjacency that the library makes of them."""
    n = draw(sizes)
    cells = draw(st.permutations(range(12)))[:n]
    if draw(st.booleans()):  # Side by side, so that there are clusters at all.
        cells = draw(st.permutations(range(n)))
    at = [((cell % COLUMNS) * SIDE_KM, (cell // COLUMNS) * SIDE_KM) for cell in cells]
    seeds = Random(draw(st.integers(0, 10_000)))
    labels = [f"c{cell}" for cell in cells]

    links = st.tuples(st.sampled_from(range(n)), st.sampled_from(range(n)))
    crossings = draw(st.lists(links.filter(lambda link: link[0] != link[1]), max_size=3))
    within_km = draw(st.sampled_from([None, None, 12.0, 15.0, 21.0, 29.0, math.inf]))
    near = SIDE_KM if within_km is None else within_km
    edges = {tuple(sorted(link)) for link in crossings}
    edges |= {(i, j) for i, j in complete(n) if math.dist(at[i], at[j]) <= near}

    facts = Facts(
        labels=tuple(labels),
        population=tuple(seeds.randrange(10_000, 400_000) for _ in range(n)),
        at=tuple(at),
        seats=tuple(
            (seeds.randrange(40), seeds.randrange(40), seeds.randrange(1, 40)) for _ in range(n)
        ),
        control=tuple(seeds.choice(["red", "blue", "none"]) for _ in range(n)),
        system=tuple(seeds.choice("ABC") for _ in range(n)),
        edges=frozenset(edges),
    )
    adjacency = cl.adjacency(
        table(facts),
        crossings=[(labels[i], labels[j]) for i, j in crossings],
        within_km=within_km,
    )
    return facts, adjacency


@st.composite
def priced(
    draw, facts: Facts, *, linear: bool = False, powers: bool = False
) -> tuple[list[cl.Term], list[truth.Cost]]:
    """Draw terms; linear ones only if asked for, but for powers of sums if these may be."""
    terms: list[cl.Term] = []
    costs: list[truth.Cost] = []

    def both(term: cl.Term, cost: truth.Cost) -> None:
        terms.append(term)
        costs.append(cost)

    names = ["preset", "scale", "coordination", "set-up", "travel", "politics"]
    names += ["systems", "staff", "risk", "target", "balance"]
    chosen = draw(st.sets(st.sampled_from(names if linear else [*names, "control", "table"])))
    if "preset" in chosen:
        name, changes = draw(st.sampled_from(sorted(truth.PRESETS))), draw(CHANGES)
        terms.extend(cl.preset(name, **changes))
        costs.extend(truth.preset(facts, name, **changes))
    if "scale" in chosen:
        figures: dict[str, Any] = draw(SCALE)
        if linear and not powers:
            figures["form"] = "affine"
        both(
            cl.Scale(services=SERVICES, name="more scale", **figures),
            truth.scale(facts, services=SERVICES, **figures),
        )
    if "coordination" in chosen:
        figures = draw(COORDINATION)
        both(
            cl.Coordination(services=SERVICES, name="more coordination", **figures),
            truth.coordination(facts, services=SERVICES, **figures),
        )
    if "set-up" in chosen:
        figures = draw(SET_UP)
        both(cl.SetUp(name="more set-up", **figures), truth.set_up(**figures))
    if "travel" in chosen:
        figures = draw(TRAVEL)
        both(cl.Travel(**figures), truth.travel(facts, **figures))
    if "politics" in chosen:
        figures = {
            "price": draw(fractions(0.0, 0.5, 5.0)),
            "measure": draw(st.sampled_from(COLOURS)),
        }
        both(cl.Politics(**figures), truth.politics(facts, **figures))
    if "systems" in chosen:
        figures = draw(SYSTEMS) | ({"settle": "host"} if linear else {})
        both(systems(**figures), truth.systems(facts, **figures))
    if "staff" in chosen:
        figures = draw(STAFF)
        both(cl.Staff(**figures), truth.staff(facts, **figures))
    if "risk" in chosen:
        figures = draw(RISK) | (LASTING if linear else {})
        both(cl.Risk(**figures), truth.risk(facts, **figures))
    if "target" in chosen:
        figures = draw(TARGET)
        both(cl.PopulationTarget(**figures), truth.population_target(facts, **figures))
    if "balance" in chosen:
        figures = draw(BALANCE)
        both(cl.Balance("population", **figures), truth.balance(facts, **figures))
    if "control" in chosen:
        figures = draw(CONTROL) | {"price": draw(fractions(0.0, 1.0, 5.0))}
        both(cl.LossOfControl(**figures), truth.loss_of_control(facts, **figures))
    if "table" in chosen:
        seed, low, high = draw(st.tuples(st.integers(0, 10_000), fractions(-9, 0), fractions(1, 9)))
        both(*table_term(lambda cluster: number(seed, cluster, low, high)))
    return terms, costs


@st.composite
def ruled(draw, facts: Facts, *, linear: bool = False):
    """Draw rules; linear ones only if asked for."""
    n = facts.n
    rules: list[cl.Rule] = []
    verdicts: list[Any] = []
    names = ["size", "least size", "population", "together", "apart", "alone"]
    names += ["distance", "posts", "politics"]
    others = [] if linear else ["least control", "most control", "table"]
    few = st.lists(st.sampled_from([*names, *others]), max_size=3)
    for name in draw(few):
        if name == "size":
            most = draw(st.integers(1, n))
            rules.append(cl.MaxSize(most))
            verdicts.append(lambda c, most=most: len(c) <= most)
        elif name == "least size":
            least, exempt = draw(st.integers(1, 4)), draw(st.booleans())
            rules.append(cl.MinSize(least, alone=exempt))
            verdicts.append(
                lambda c, least=least, exempt=exempt: len(c) >= least or (exempt and len(c) == 1)
            )
        elif name == "alone":
            few_of_them = draw(st.sets(st.integers(0, n - 1), min_size=1, max_size=2))
            rules.append(cl.Alone(*(facts.labels[i] for i in sorted(few_of_them))))
            verdicts.append(
                lambda c, group=frozenset(few_of_them): len(c) == 1 or not group & set(c)
            )
        elif name == "population":
            low, high = draw(fractions(0, 50_000, 150_000)), draw(fractions(300_000, 800_000, 4e6))
            alone = draw(st.booleans())
            rules.append(cl.PopulationBounds(at_least=low, at_most=high, alone=alone))
            verdicts.append(
                lambda c, low=low, high=high, alone=alone: (
                    truth.within(facts.residents(c), low, high) or (alone and len(c) == 1)
                )
            )
        elif name in ("together", "apart") and n > 1:
            size = st.integers(2, min(n, 3))
            group = draw(st.permutations(range(n)))[: draw(size)]
            labels = [facts.labels[i] for i in group]
            rules.append(cl.Together(*labels) if name == "together" else cl.Apart(*labels))
            good = (0, len(group)) if name == "together" else (0, 1)
            verdicts.append(
                lambda c, group=tuple(group), good=good: len(set(c) & set(group)) in good
            )
        elif name == "distance":
            km = draw(fractions(5.0, 12.0, 15.0, 25.0))
            rules.append(cl.MaxDistance(km))
            verdicts.append(
                lambda c, km=km: all(truth.within(facts.km(i, j), high=km) for i in c for j in c)
            )
        elif name == "posts":
            cap, share = draw(fractions(0, 20, 60, 1e4)), draw(SHARES)
            rules.append(cl.MaxDisplaced(cap, share=share))
            verdicts.append(lambda c, cap=cap, share=share: truth.within_cap(facts, share, cap, c))
        elif name == "politics":
            measure = draw(st.sampled_from(COLOURS))
            cap = draw(fractions(0.2, 0.35, 0.6, 1.0))
            rules.append(cl.MaxPoliticalDistance(cap, measure))
            verdicts.append(
                lambda c, cap=cap, measure=measure: all(
                    truth.within(truth.disagreement(facts, measure, i, j), high=cap)
                    for i in c
                    for j in c
                )
            )
        elif name == "least control":
            least, figures = draw(fractions(0.0, 0.1, 0.3, 1 / 3)), draw(CONTROL)
            rules.append(cl.MinControl(least, **figures))
            verdicts.append(
                lambda c, least=least, figures=figures: truth.within(
                    min(truth.control(facts, c, **figures)), low=least
                )
            )
        elif name == "most control":
            most, figures = draw(fractions(0.4, 0.5, 0.7)), draw(CONTROL)
            rules.append(cl.MaxControl(most, **figures))
            verdicts.append(
                lambda c, most=most, figures=figures: (
                    len(c) == 1 or truth.within(max(truth.control(facts, c, **figures)), high=most)
                )
            )
        elif name == "table":
            seed = draw(st.integers(0, 10_000))

            def allows(c, seed=seed):
                return len(c) == 1 or number(seed, c, 0, 1) < 0.8

            rules.append(cl.FunctionRule("a table", lambda c, f=allows: each(c, f)))
            verdicts.append(allows)
    return rules, verdicts


@st.composite
def limited(draw, facts: Facts, *, linear: bool = False):
    """Draw limits; on the number of clusters only if linear ones are asked for."""
    n = facts.n
    limits: list[cl.Limit] = []
    stated: list[Limit] = []
    amounts = {
        "clusters": (lambda c: 1, st.integers(1, n)),
        "shared": (lambda c: int(len(c) > 1), st.integers(0, 3)),
        "alone": (lambda c: int(len(c) == 1) - 2 * int(len(c) == 2), st.integers(-3, 3)),
        "squares": (lambda c: len(c) ** 2, st.integers(n, n * n)),
        "residents of pairs": (
            lambda c: facts.residents(c) if len(c) == 2 else 0,
            st.integers(0, 1_000_000),
        ),
        "posts": (lambda c: truth.fewest_displaced(facts, 0.1, c), st.integers(0, 150)),
        "debt": (lambda c: number("debt", c, -5, 1), st.integers(-9, 1)),
    }
    few = st.lists(st.sampled_from(["clusters"] if linear else sorted(amounts)), max_size=2)
    for name in draw(few):
        amount, levels = amounts[name]
        ends = ["at_most"] if name == "posts" else ["at_least", "at_most"]
        if name in ("clusters", "shared", "squares"):
            ends.append("exactly")
        level = draw(levels)
        end = draw(st.sampled_from(ends))
        if name == "clusters":
            limits.append(cl.ClusterCount(**{end: level}))
        elif name == "posts":
            limits.append(cl.PostsDisplaced(at_most=level, share=0.1))
        else:
            limits.append(cl.FunctionLimit(name, lambda c, f=amount: each(c, f), **{end: level}))
        low = -math.inf if end == "at_most" else level
        high = math.inf if end == "at_least" else level
        stated.append(Limit(amount, low, high))
    return limits, stated


@st.composite
def cases(draw, sizes=None, *, linear: bool = False, powers: bool = False) -> Case:
    """Draw a problem with a map, terms, rules and limits."""
    sizes = st.sampled_from([2, 3, 4, 5, 5, 6, 6, 7, 7, 8]) if sizes is None else sizes
    facts, adjacency = draw(maps(sizes))
    terms, costs = draw(priced(facts, linear=linear, powers=powers))
    rules, verdicts = draw(ruled(facts, linear=linear))
    limits, stated = draw(limited(facts, linear=linear))
    return Case(
        cl.Problem(table(facts), terms, rules, limits, adjacency),
        Truth(facts.n, facts.edges, costs, verdicts, stated),
    )


def puzzle(seed: int, *, n: int | None = None) -> Case:
    """Return a problem on the complete graph whose relaxation splits clusters.

    Clusters of two and three are worth a whole number of £m, no other size is allowed but
    councils alone; so odd cycles and overlapping triples abound, as in matching.
    """
    random = Random(f"puzzle {seed}")
    n = random.randint(5, 9) if n is None else n
    facts = facts_of([100_000] * n, complete(n))

    def worth(cluster: tuple[int, ...]) -> float:
        if len(cluster) == 1:
            return 0.0
        return -float(Random(f"{seed} {cluster}").randint(0, 3)) - 2 * (len(cluster) == 3)

    term, cost = table_term(worth)
    limits: list[cl.Limit] = []
    stated: list[Limit] = []
    if seed % 3 == 0:
        limits = [cl.ClusterCount(at_least=n // 2)]
        stated = [Limit(lambda c: 1, n // 2)]
    return Case(
        cl.Problem(table(facts), [term], [cl.MaxSize(3)], limits, graph(facts)),
        Truth(n, facts.edges, [cost], [lambda c: len(c) <= 3], stated),
    )
