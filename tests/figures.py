"""What the parameters of terms are drawn from."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

import clusterer as cl


def fractions(*values: float) -> st.SearchStrategy[float]:
    return st.sampled_from(values)


SCALE = st.fixed_dictionaries(
    {
        "benefit_realisation": fractions(0.0, 0.3, 0.6, 1.0),
        "exhaustion": st.booleans(),
        "form": st.sampled_from(["affine", "power"]),
        "ramp_years": st.integers(1, 4),
        "horizon": st.integers(1, 12),
        "discount_rate": fractions(0.0, 0.035, 0.1),
    }
)
COORDINATION = st.fixed_dictionaries(
    {
        "kappa": fractions(0.0, 0.002, 0.007, 0.02),
        "distance_decay": fractions(0.0, 0.3, 2.0),
        "client_side": fractions(0.0, 0.01),
        "host_premium": fractions(0.0, 0.01, 0.05),
        "horizon": st.integers(1, 12),
        "discount_rate": fractions(0.0, 0.035),
    }
)
SET_UP = st.fixed_dictionaries(
    {
        "per_cluster": fractions(0.0, 0.5, 2.0),
        "per_council": fractions(0.0, 0.75),
        "optimism_bias": fractions(0.0, 0.5),
    }
)
TRAVEL = st.fixed_dictionaries(
    {"price": fractions(0.0, 0.001, 0.05), "remote": fractions(0.0, 0.0, 0.4, 1.0)}
)
SYSTEMS = st.fixed_dictionaries(
    {
        "per_council": fractions(0.0, 0.75, 2.0),
        "by_residents": st.booleans(),
        "settle": st.sampled_from(["cheapest", "host"]),
    }
)
SHARES = fractions(0.0, 0.1, 0.25, 1.0)
STAFF = st.fixed_dictionaries({"share": SHARES, "per_post": fractions(0.0, 25_000.0)})
TARGET = st.fixed_dictionaries(
    {
        "target": fractions(1_000.0, 250_000.0, 600_000.0, 5e6),
        "price": fractions(0.0, 1.0, 10.0),
    }
)
BALANCE = st.fixed_dictionaries({"clusters": st.integers(1, 4), "price": fractions(0.0, 1.0, 10.0)})
RISK = st.fixed_dictionaries(
    {
        "hazard": fractions(0.0, 0.05, 0.4, 1.0),
        "exit_cost": fractions(0.0, 1.0, 3.0),
        "size_growth": fractions(0.0, 0.0, 0.5),
        "politics_growth": fractions(0.0, 0.0, 2.0),
        "horizon": st.integers(1, 12),
        "discount_rate": fractions(0.0, 0.035, 0.1),
    }
)
CONTROL = st.fixed_dictionaries(
    {
        "measure": st.sampled_from(["share", "power"]),
        "votes": st.sampled_from(["population", "seats_green"]),
    }
)
COLOURS = ["seats", "control"]
"""How political distance is measured."""
LASTING = {"size_growth": 0.0, "politics_growth": 0.0}
"""With these the hazard is the same for all clusters, and the term of MIP form."""
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "kappa": fractions(0.0, 0.002, 0.02),
        "exhaustion": st.booleans(),
        "benefit_realisation": fractions(0.0, 1.0),
        "host_premium": fractions(0.0, 0.05),
        "distance_decay": fractions(0.0, 2.0),
        "per_cluster": fractions(0.0, 0.1),
        "per_council": fractions(0.0, 0.1),
        "horizon": st.integers(1, 30),
    },
)
SERVICES = tuple(
    cl.Service(name, *figures)
    for name, figures in (
        ("fixed", (40.0, 1.0, 700_000, 0.4)),
        ("flat", (30.0, 0.0, 50_000, 1.0)),
        ("early", (60.0, 0.5, 30_000, 0.7)),
    )
)


def systems(*, by_residents: bool, **figures: Any) -> cl.Systems:
    """Return the term, weighed by residents if asked for."""
    return cl.Systems(population="population" if by_residents else None, **figures)
