"""Weights, odds and prices: from a table of who shares to a term."""

from __future__ import annotations

import dataclasses
import math
from typing import get_args

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from bad import Bad, check, each
from costing import annuity
from maps import grid

import clusterer as cl
from clusterer.evidence.calibration.calibration import FACTORS, Factor

MAP = grid(5, 6, side=4000.0)
RNG = np.random.default_rng(11)
MAP["seats_red"] = RNG.integers(0, 41, len(MAP))
MAP["seats_blue"] = 40 - MAP["seats_red"]


def invented(weights: dict[str, float], *, seed: int, level: float) -> pd.DataFrame:
    """Return pairs that share, a scheme each, drawn by the model."""
    rng = np.random.default_rng(seed)
    graph = cl.adjacency(MAP)
    rows = []
    for i, a in enumerate(MAP.index):
        for b in MAP.index[i + 1 :]:
            red = (MAP.loc[a, "seats_red"] - MAP.loc[b, "seats_red"]) / 40
            km = MAP.geometry[a].centroid.distance(MAP.geometry[b].centroid) / 1000
            eta = level + weights["distance"] * km + weights["adjacency"] * graph.has_edge(a, b)
            if rng.random() < 1 / (1 + math.exp(-eta - weights["politics"] * abs(red))):
                rows += [(f"{a}-{b}", "x", a), (f"{a}-{b}", "x", b)]
    return pd.DataFrame(rows, columns=["scheme", "cluster", "council"])


WEIGHTS = {"distance": -0.2, "adjacency": 0.8, "politics": -3.0}
OBSERVED = invented(WEIGHTS, seed=4, level=1.5)
FOUND = cl.calibrate(MAP, OBSERVED)


def test_invented_weights_are_found_within_their_errors():
    rows = FOUND.coefficients
    for factor, weight in WEIGHTS.items():
        assert rows.at[factor, "low"] <= weight <= rows.at[factor, "high"]
        assert abs(rows.at[factor, "coefficient"] - weight) <= 2 * rows.at[factor, "standard_error"]
    assert FOUND.factors == ("distance", "adjacency", "politics")


def test_a_pair_has_its_factors_and_whether_it_shares():
    pairs = FOUND.pairs.set_index(["council", "partner"])
    assert len(pairs) == 30 * 29 // 2
    row = pairs.loc[("r0c0", "r0c1")]
    assert (row["name"], row["partner_name"]) == ("R0C0", "R0C1")
    assert (row["distance"], row["adjacency"]) == (4.0, 1.0)
    assert row["politics"] == pytest.approx(
        abs(MAP.at["r0c0", "seats_red"] - MAP.at["r0c1", "seats_red"]) / 40
    )
    assert pairs.loc[("r0c0", "r0c2"), "adjacency"] == 0.0
    assert pairs.loc[("r0c0", "r1c1"), "distance"] == pytest.approx(4 * math.sqrt(2))
    assert pairs["together"].sum() == OBSERVED["scheme"].nunique()
    # The most likely intercept makes as many as there are.
    assert pairs["probability"].sum() == pytest.approx(pairs["together"].sum())


def test_a_pair_of_several_schemes_counts_once():
    again = cl.calibrate(
        MAP, pd.concat([OBSERVED, OBSERVED.assign(scheme="s" + OBSERVED["scheme"])])
    )
    pd.testing.assert_frame_equal(again.coefficients, FOUND.coefficients)


def test_odds_are_of_the_step_that_they_name():
    odds, rows = FOUND.odds, FOUND.coefficients
    for factor, step in {"distance": 10, "adjacency": 1, "politics": 0.5}.items():
        for column, source in {"odds_ratio": "coefficient", "low": "low", "high": "high"}.items():
            expected = math.exp(step * rows.at[factor, source])
            assert odds.at[factor, column] == pytest.approx(expected)
    assert odds.at["distance", "step"] == "10 km farther apart"


def test_intervals_are_of_students_t():
    rows = FOUND.coefficients
    # 2.0452 is in any table: 29 degrees of freedom, 2.5% above.
    reach = (rows["high"] - rows["low"]) / 2 / rows["standard_error"]
    assert reach.to_list() == pytest.approx([2.0452] * 4, abs=1e-4)
    wider = cl.calibrate(MAP, OBSERVED, confidence=0.99).coefficients
    assert (wider["high"] > rows["high"]).all()


def test_a_weight_in_km_is_by_how_much_farther_the_odds_fall_as_much():
    b = FOUND.coefficients["coefficient"]
    km = FOUND.in_km
    assert km.index.to_list() == ["adjacency", "politics"]
    assert km.at["politics", "km"] == pytest.approx(b["politics"] / b["distance"])
    assert km.at["adjacency", "km"] < 0
    assert (km["low"] <= km["km"]).all()
    assert (km["km"] <= km["high"]).all()


def test_the_price_of_a_km_is_what_coordination_asks_of_the_mean_pair():
    term = cl.Coordination(kappa=0.01, distance_decay=0.4, horizon=5, discount_rate=0.03)
    unit_cost = sum(service.unit_cost for service in term.services)
    mean = MAP["population"].mean() * unit_cost / 1e6 * annuity(0.03, 5)
    a_km = 0.01 * mean * 0.4 / 10
    prices, km = FOUND.prices(term), FOUND.in_km
    assert prices["price"].to_list() == pytest.approx((a_km * km["km"]).to_list())
    assert prices["high"].to_list() == pytest.approx((a_km * km["high"]).to_list())
    half = FOUND.prices(dataclasses.replace(term, distance_decay=0.2))
    assert half["price"].to_list() == pytest.approx((prices["price"] / 2).to_list())


def test_the_term_goes_into_a_problem_and_prices_a_pair_as_its_km():
    term = FOUND.politics()
    assert term.price == pytest.approx(FOUND.prices().at["politics", "price"])
    problem = cl.Problem(MAP, [*cl.preset("central"), term])
    pair = problem.evaluate({"r0c0": 1, "r0c1": 1}, rest_alone=True)
    apart = abs(MAP.at["r0c0", "seats_red"] - MAP.at["r0c1", "seats_red"]) / 40
    assert pair.costs["politics"] == pytest.approx(term.price * apart)


def test_the_term_reads_the_columns_that_were_fitted():
    found = cl.calibrate(MAP, OBSERVED, columns=["seats_red", "seats_blue"])
    assert found.politics().columns == ["seats_red", "seats_blue"]


def test_fewer_factors_need_fewer_columns():
    bare = MAP.drop(columns=[c for c in MAP.columns if c.startswith("seats_")])
    found = cl.calibrate(bare, OBSERVED, factors=["adjacency", "distance"])
    assert found.factors == ("distance", "adjacency")


def test_the_adjacency_may_be_any_graph():
    ring = nx.cycle_graph(list(MAP.index))
    found = cl.calibrate(MAP, OBSERVED, adjacency=ring)
    assert found.pairs["adjacency"].sum() == 30
    assert set(found.pairs["adjacency"]) == {0.0, 1.0}


def test_concordance_is_how_often_a_pair_that_shares_ranks_higher():
    pairs = FOUND.pairs
    yes = pairs.loc[pairs["together"], "probability"].to_numpy()
    no = pairs.loc[~pairs["together"], "probability"].to_numpy()
    wins = (yes[:, None] > no).mean() + 0.5 * (yes[:, None] == no).mean()
    assert FOUND.concordance == pytest.approx(wins)


def test_it_reads_as_a_table():
    text = repr(FOUND)
    assert text.startswith(f"{OBSERVED['scheme'].nunique()} of 435 pairs of councils share; ")
    assert "10 km farther apart" in text
    assert "95% interval" in FOUND._repr_html_()


def test_it_is_drawn_with_a_row_a_factor():
    ax = FOUND.plot(title="What goes with sharing")
    assert [label.get_text() for label in ax.get_yticklabels()] == FOUND.odds["step"].to_list()
    assert "What goes with sharing" in [text.get_text() for text in ax.texts]
    plt.close("all")


UNSURE = cl.calibrate(MAP, invented(dict.fromkeys(WEIGHTS, 0.0), seed=1, level=-2))
AGAINST = cl.calibrate(MAP, invented(WEIGHTS | {"politics": 3.0}, seed=2, level=0.0))


def test_where_distance_weighs_nothing_nothing_has_a_price():
    assert UNSURE.prices()["low"].to_list() == [-math.inf] * 2
    assert "not identified" in repr(UNSURE)


@each(
    [
        Bad(
            "a price that is not identified",
            lambda: UNSURE.politics(),
            "the observations give no price of politics: what distance weighs is not told from "
            "nothing, so no price in km is identified; choose one as a judgement, "
            "cl.Politics(price=...)",
        ),
        Bad(
            "a price below nothing",
            lambda: AGAINST.politics(),
            "the observations give no price of politics: it came out at £-...m a pair: those "
            "who share are the more unlike; choose ...",
        ),
        Bad(
            "a coordination that does not mind distance",
            lambda: FOUND.prices(cl.Coordination(distance_decay=0)),
            "the coordination term charges nothing for distance, so that weights have no price; "
            "give one with a distance_decay above 0",
        ),
        Bad(
            "a price without politics",
            lambda: cl.calibrate(MAP, OBSERVED, factors=["distance"]).politics(),
            "politics is not among the factors, so it has no price",
        ),
        Bad(
            "km without distance",
            lambda: cl.calibrate(MAP, OBSERVED, factors=["politics"]).in_km,
            "distance is not among the factors, so nothing can be given in km",
        ),
        Bad(
            "an unknown factor",
            lambda: cl.calibrate(MAP, OBSERVED, factors=["distance", "rent"]),
            "there is no factor 'rent'; there are distance, adjacency, politics",
        ),
        Bad(
            "one factor that is no list",
            lambda: cl.calibrate(MAP, OBSERVED, factors="distance"),
            "factors = 'distance' must be a list; write factors=['distance']",
        ),
        Bad(
            "no factor",
            lambda: cl.calibrate(MAP, OBSERVED, factors=[]),
            "factors = [] leaves nothing to weigh; there are distance, adjacency, politics",
        ),
        Bad(
            "no confidence",
            lambda: cl.calibrate(MAP, OBSERVED, confidence=0),
            "confidence = 0 must be a number ...",
        ),
        Bad(
            "full confidence",
            lambda: cl.calibrate(MAP, OBSERVED, confidence=1),
            "confidence = 1 asks for an infinite interval; 0.95 is usual",
        ),
        Bad(
            "two councils",
            lambda: cl.calibrate(MAP.iloc[:2], OBSERVED.iloc[:0]),
            "observed is an empty table; ...",
        ),
        Bad(
            "everyone next to everyone",
            lambda: cl.calibrate(MAP, OBSERVED, adjacency=cl.adjacency(MAP, within_km=math.inf)),
            "adjacency is the same for all pairs, ...",
        ),
    ]
)
def test_what_tells_nothing_is_refused(run, message):
    check(run, message)


def test_type_checkers_know_all_factors():
    assert get_args(Factor) == tuple(FACTORS)
