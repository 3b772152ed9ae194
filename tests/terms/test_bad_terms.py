"""Bad terms, and the message that each of them gets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from bad import Bad, check, each
from maps import grid

import clusterer as cl

NAN = float("nan")
LABELS = ["r0c0", "r0c1", "r0c2"]
SERVICE = cl.Service("it", 45, 0.3, 500_000, 0.8)


def problem(terms=(), rules=(), limits=()) -> cl.Problem:
    return cl.Problem(grid(1, 3), terms, rules, limits)


def made(*parts: Any) -> Callable[[], cl.Problem]:
    return lambda: problem(*parts)


def term(f: Callable[[cl.Candidates], Any]) -> Callable[[], cl.Problem]:
    return lambda: problem([cl.FunctionTerm("mine", f)])


TERMS: list[Bad] = [
    Bad(
        "a preset that is none",
        lambda: cl.preset("centrl"),
        "there is no preset 'centrl'; there are null, central, business-case",
    ),
    Bad(
        "a parameter that no term has",
        lambda: cl.preset("central", kapa=0.01),
        "a preset has no parameter 'kapa'; there are benefit_realisation, client_side, ..., "
        "kappa...",
    ),
    Bad(
        "more than all of the saving",
        lambda: cl.Scale(benefit_realisation=1.5),
        "benefit_realisation = 1.5 must be a number from 0 to 1",
    ),
    Bad(
        "a form of scale that is none",
        lambda: cl.Scale(form="log"),
        "form = 'log' must be 'affine' or 'power'",
    ),
    Bad(
        "no years",
        lambda: cl.Scale(horizon=0),
        "horizon = 0 must be a whole number of years, 1 or more",
    ),
    Bad(
        "half a year of ramp",
        lambda: cl.Scale(ramp_years=0.5),
        "ramp_years = 0.5 must be a whole number of years, 1 or more",
    ),
    Bad(
        "a rate in words",
        lambda: cl.Coordination(discount_rate="3.5%"),
        "discount_rate = '3.5%' must be a fraction above -1, 1 at most",
    ),
    Bad(
        "one service without the list around it",
        lambda: cl.Scale(services=SERVICE),
        "services = Service('it', ...) must be a list of services; write services=[...], or "
        "cl.services(name, ...) for those of the shipped table",
    ),
    Bad(
        "services by name",
        lambda: cl.Coordination(services=["it"]),
        "services holds 'it', which is no Service; write cl.services('it', ...) for those of the "
        "shipped table",
    ),
    Bad(
        "a service that is all fixed and more",
        lambda: cl.Service("it", 45, 1.2, 500_000, 0.8),
        "fixed_share of service 'it' = 1.2 must be a number from 0 to 1",
    ),
    Bad(
        "a service that has its scale at nobody",
        lambda: cl.Service("it", 45, 0.3, 0, 0.8),
        "minimum_efficient_scale of service 'it' = 0 must be a number above 0",
    ),
    Bad(
        "a service of infinite cost",
        lambda: cl.Service("it", float("inf"), 0.3, 1, 0.8),
        "unit_cost of service 'it' = inf must be a finite number, 0 or more",
    ),
    Bad(
        "a coordination that pays",
        lambda: cl.Coordination(kappa=-0.007),
        "kappa = -0.007 must be a fraction from 0 to 1",
    ),
    Bad(
        "a premium that is no number",
        lambda: cl.Coordination(host_premium=NAN),
        "host_premium = nan must be a fraction from -1 to 1",
    ),
    Bad(
        "a set-up that pays",
        lambda: cl.SetUp(per_council=-1),
        "per_council = -1 must be a number, 0 or more",
    ),
    Bad(
        "a price of travel below nothing",
        lambda: cl.Travel(-1),
        "price of travel = -1 must be a number, 0 or more",
    ),
    Bad(
        "more journeys by video than there are",
        lambda: cl.Travel(1, remote=1.2),
        "remote = 1.2 must be a number from 0 to 1",
    ),
    Bad(
        "a migration that pays",
        lambda: cl.Systems(per_council=-0.75),
        "per_council = -0.75 must be a number, 0 or more",
    ),
    Bad(
        "a system that nobody settles on",
        lambda: cl.Systems(settle="best"),
        "settle = 'best' must be 'cheapest' or 'host'",
    ),
    Bad(
        "a map without systems",
        made([cl.Systems()]),
        "councils have no column 'system'; there are ['name', 'population', ...",
    ),
    Bad(
        "a council without a system",
        lambda: cl.Problem(grid(1, 3).assign(system=["A", None, "B"]), [cl.Systems()]),
        "R0C1 (r0c1): system is missing; fill it in",
    ),
    Bad(
        "more posts displaced than there are",
        lambda: cl.Staff(share=1.5),
        "share of posts displaced = 1.5 must be a number from 0 to 1",
    ),
    Bad(
        "a redundancy that pays",
        lambda: cl.Staff(share=0.1, per_post=-1),
        "per_post = -1 must be a number, 0 or more",
    ),
    Bad(
        "the posts of a service that does not tell them",
        lambda: cl.Staff(share=0.1, services=[SERVICE]),
        "service 'it' does not say how many posts it has; give Service(..., posts_per_gbp_m=...)",
    ),
    Bad(
        "posts below nothing",
        lambda: cl.Service("it", 45, 0.3, 500_000, 0.8, posts_per_gbp_m=-1),
        "posts_per_gbp_m of service 'it' = -1 must be a number, 0 or more",
    ),
    Bad(
        "a cluster that dissolves more than surely",
        lambda: cl.Risk(hazard=5),
        "hazard = 5 must be a number from 0 to 1",
    ),
    Bad(
        "an exit that pays",
        lambda: cl.Risk(exit_cost=-1),
        "exit_cost = -1 must be a number, 0 or more",
    ),
    Bad(
        "a hazard that shrinks with the size",
        lambda: cl.Risk(size_growth=-0.1),
        "size_growth = -0.1 must be a number, 0 or more",
    ),
    Bad(
        "a hazard that grows with seats that nobody has",
        lambda: cl.Problem(
            grid(1, 3).assign(seats_red=[1, 0, 1], seats_blue=[1, 0, 1]),
            [cl.Risk(politics_growth=1)],
        ),
        "R0C1 (r0c1): no seats at all in seats_red, seats_blue; fill them in, or leave the council "
        "out",
    ),
    Bad(
        "a price of control below nothing",
        lambda: cl.LossOfControl(-1),
        "price of control = -1 must be a number, 0 or more",
    ),
    Bad(
        "a measure of control that is none",
        lambda: cl.LossOfControl(1, "banzhaf"),
        "measure = 'banzhaf' must be 'share' or 'power'",
    ),
    Bad(
        "a council without a vote",
        lambda: cl.Problem(
            grid(1, 3).assign(votes=[4, 0, 2]), [cl.LossOfControl(1, votes="votes")]
        ),
        "R0C1 (r0c1): votes = 0 are no votes, and term 'loss of control' shares control out by "
        "them; give every council 1 or more, or name another column with votes=...",
    ),
    Bad(
        "control by residents that two councils lack",
        lambda: cl.Problem(grid(1, 3).assign(population=[4, 0, 0]), [cl.LossOfControl(1, "power")]),
        "R0C1 (r0c1): population = 0 are no votes, and term 'loss of control' shares control out "
        "by them; give every council 1 or more, or name another column with votes=... (and 1 more "
        "councils like it)",
    ),
    Bad(
        "half a vote",
        lambda: cl.Problem(
            grid(1, 3).assign(votes=[4, 2.5, 2]), [cl.LossOfControl(1, "power", "votes")]
        ),
        "R0C1 (r0c1): 2.5 votes; give every council a whole number of them, 1 or more",
    ),
    Bad(
        "power among more members than can be counted",
        lambda: cl.Problem(grid(3, 7), [cl.LossOfControl(1, "power")]).evaluate(
            dict.fromkeys(grid(3, 7).index, "all")
        ),
        "Banzhaf power is counted in clusters of up to 20 members; that of R0C0 (r0c0), ..., and "
        "16 more has 21: add a rule MaxSize, or measure control by share",
    ),
    Bad(
        "a price of politics that is no number",
        lambda: cl.Politics(True),
        "price of politics = True must be a number, 0 or more",
    ),
    Bad(
        "a measure of politics that is none",
        lambda: cl.Politics(1, "votes"),
        "measure = 'votes' must be 'seats' or 'control'",
    ),
    Bad(
        "a target of nobody",
        lambda: cl.PopulationTarget(0, price=1),
        "population target = 0 must be a number above 0",
    ),
    Bad(
        "a price of a target below nothing",
        lambda: cl.PopulationTarget(5e5, price=-1),
        "price of the population target = -1 must be a number, 0 or more",
    ),
    Bad(
        "a balance of no clusters",
        lambda: cl.Balance("population", clusters=0, price=1),
        "clusters of the balance = 0 must be a whole number, 1 or more",
    ),
    Bad(
        "a balance of what sums to nothing",
        lambda: cl.Problem(
            grid(1, 3).assign(saldo=[1, -1, 0]), [cl.Balance("saldo", clusters=2, price=1)]
        ),
        "column 'saldo' has a sum of 0, of which no share can be equal; Balance needs one above 0",
    ),
    Bad(
        "distances that lack councils",
        made([cl.Travel(1, km=pd.DataFrame(1, LABELS[:1], LABELS))]),
        "R0C1 (r0c1), R0C2 (r0c2): no label for it in the rows of the matrix; give every council "
        "a value",
    ),
    Bad(
        "a distance that is missing",
        made([cl.Travel(1, km=pd.DataFrame([[0, 1, NAN]] * 3, LABELS, LABELS))]),
        "the matrix is nan from R0C0 (r0c0) to R0C2 (r0c2); give a number",
    ),
    Bad(
        "a term that gives one number for all",
        term(lambda c: 1.0),
        "term 'mine' must give one number for each of 3 candidates; it gave an array of shape ()",
    ),
    Bad(
        "a term that gives words",
        term(lambda c: ["dear"] * len(c)),
        "what term 'mine' gives must be numbers: could not convert string to float: 'dear'",
    ),
    Bad(
        "a term that gives no number for a cluster",
        term(lambda c: np.where(c.contains("r0c1"), NAN, 0)),
        "term 'mine' gives nan for the cluster of R0C1 (r0c1); give a finite number, and forbid "
        "a cluster with a rule",
    ),
]


@each([*TERMS])
def test_a_bad_input_gets_a_message_that_says_what_to_do(run, message):
    check(run, message)
