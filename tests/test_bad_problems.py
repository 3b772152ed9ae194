"""Bad parts of a problem, rules and limits, and the message that each of them gets."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from bad import Bad, check, each
from maps import grid

import clusterer as cl

COUNCILS = grid(1, 3)
NAN = float("nan")
AS_ONE_VALUE = (
    "takes an array for a single value: it is asked about 3 clusters at once, and c.size, say, has "
    "a number for each; write (a) & (b), (a) | (b) and ~(a) for and, or and not; np.where(a, x, y) "
    "for if; np.sqrt, np.maximum and the like for math.sqrt and max"
)


class Small(cl.Rule):
    """A rule of one's own, with `and` where there should be `&`."""

    def allows(self, candidates):
        return candidates.size > 0 and candidates.size < 3


def problem(terms=(), rules=(), limits=()) -> cl.Problem:
    return cl.Problem(COUNCILS, terms, rules, limits)


def made(*parts: Any) -> Callable[[], cl.Problem]:
    return lambda: problem(*parts)


PARTS: list[Bad] = [
    Bad("no list of terms", made(None), "terms must be a list, got None; write terms=[...]"),
    Bad(
        "one term without the list around it",
        made(cl.SetUp()),
        "terms must be a list, got one SetUp; write terms=[...]",
    ),
    Bad(
        "the name of a preset for its terms",
        made("central"),
        "terms must be a list, got 'central'; write terms=[...], or terms=cl.preset(\"central\")",
    ),
    Bad(
        "a name that is that of no preset",
        made("centrl"),
        "terms must be a list, got 'centrl'; write terms=[...], or terms=cl.preset(\"null\") or "
        'cl.preset("central") or cl.preset("business-case")',
    ),
    Bad(
        "the name of a preset among terms",
        made(["central", cl.Politics(1)]),
        "terms holds 'central', which is no Term; write terms=cl.preset(\"central\"), or "
        '[*cl.preset("central"), ...] for more',
    ),
    Bad(
        "a preset among terms",
        made([cl.preset("central"), cl.Politics(1)]),
        "terms holds [Scale(...], a list in the list; take it out of its brackets with a star, "
        "terms=[*...]",
    ),
    Bad(
        "a name for rules",
        made([], "MaxSize"),
        "rules must be a list, got 'MaxSize'; write rules=[...]",
    ),
    Bad(
        "a function for a term",
        made([len]),
        "terms holds <built-in function len>, which is no Term; wrap a function of your own as "
        "FunctionTerm(name, f)",
    ),
    Bad(
        "a class for a rule",
        made([], [cl.MaxSize]),
        "rules holds <class 'clusterer.rules.max_size.MaxSize'>, the class itself; make one of it, "
        "MaxSize(...)",
    ),
    Bad(
        "a rule for a limit",
        made([], [], [cl.MaxSize(2)]),
        "limits holds MaxSize(2), which is a rule; put it in rules=[...]",
    ),
    Bad(
        "a rule for limits, without the list around it",
        made([], [], cl.MaxSize(2)),
        "limits must be a list, got MaxSize(2), which is a rule; put it in rules=[...]",
    ),
    Bad(
        "a limit for a rule",
        made([], [cl.ClusterCount(at_most=2)]),
        "rules holds ClusterCount(at most 2), which is a limit; put it in limits=[...]",
    ),
    Bad(
        "a term for a rule",
        made([], [cl.SetUp()]),
        "rules holds SetUp(...), which is a term; put it in terms=[...]",
    ),
    Bad(
        "a limit for a term",
        made([cl.ClusterCount(at_most=2)]),
        "terms holds ClusterCount(at most 2), which is a limit; put it in limits=[...]",
    ),
    Bad(
        "two terms of one name",
        made([cl.SetUp(), cl.SetUp()]),
        "two terms are called 'set-up'; give one another name",
    ),
    Bad(
        "a term called as a column of every plan",
        made([cl.SetUp(name="size")]),
        "a term may not be called 'size', a column of every plan",
    ),
    Bad(
        "a part that problems do not have",
        lambda: problem().replace(rule=[]),
        "a problem has no field 'rule'; there are councils, terms, rules, limits, adjacency, today",
    ),
    Bad(
        "other councils without their adjacency",
        lambda: problem().replace(councils=grid(1, 4)),
        "with other councils, give replace(...) their adjacency too",
    ),
    Bad(
        "a column that a term does not find",
        made([cl.Scale(population="populaton")]),
        "councils have no column 'populaton'; did you mean 'population'? there are ...",
    ),
    Bad(
        "councils with fewer residents than none",
        lambda: cl.Problem(COUNCILS.assign(population=[5, -1, -2]), cl.preset("central")),
        "R0C1 (r0c1): population = -1 is below 0; correct it (and 1 more councils like it)",
    ),
    Bad(
        "a part of a resident",
        lambda: cl.Problem(COUNCILS.assign(population=[5, 0, 0.3]), cl.preset("central")),
        "R0C2 (r0c2): population = 0.3 is below 1; correct it",
    ),
    Bad(
        "no word on who is in control",
        made([cl.Politics(1, "control")]),
        "councils have no column 'control'; there are ['name', 'population', 'seats_red', ...",
    ),
]

RULES: list[Bad] = [
    Bad(
        "no members at all",
        lambda: cl.MaxSize(0),
        "MaxSize n = 0 must be a whole number, 1 or more",
    ),
    Bad(
        "half a member",
        lambda: cl.MaxSize(2.5),
        "MaxSize n = 2.5 must be a whole number, 1 or more",
    ),
    Bad(
        "a distance below nothing",
        lambda: cl.MaxDistance(-5),
        "MaxDistance km = -5 must be a number of km, 0 or more",
    ),
    Bad(
        "a distance in politics in per cent",
        lambda: cl.MaxPoliticalDistance(25),
        "MaxPoliticalDistance at_most = 25 must be a number from 0 to 1",
    ),
    Bad(
        "a distance in politics by a measure that is none",
        lambda: cl.MaxPoliticalDistance(0.5, "votes"),
        "measure = 'votes' must be 'seats' or 'control'",
    ),
    Bad(
        "posts at a council below nothing",
        lambda: cl.MaxDisplaced(-1, share=0.1),
        "MaxDisplaced posts = -1 must be a number, 0 or more",
    ),
    Bad(
        "a share of the posts in per cent",
        lambda: cl.MaxDisplaced(40, share=10),
        "share of posts displaced = 10 must be a number from 0 to 1",
    ),
    Bad(
        "control in per cent",
        lambda: cl.MinControl(10),
        "MinControl at_least = 10 must be a number from 0 to 1",
    ),
    Bad(
        "a cap on control that is no number",
        lambda: cl.MaxControl("half"),
        "MaxControl at_most = 'half' must be a number from 0 to 1",
    ),
    Bad(
        "control by a measure that is none",
        lambda: cl.MaxControl(0.5, "shares"),
        "measure = 'shares' must be 'share' or 'power'",
    ),
    Bad(
        "control by residents that a council lacks",
        lambda: cl.Problem(
            COUNCILS.assign(population=[5, 0, 5]), [], [cl.MinControl(0.1)]
        ).candidates(),
        "R0C1 (r0c1): population = 0 are no votes, and MinControl(0.1, by share of population) "
        "shares control out by them; give every council 1 or more, or name another column with "
        "votes=...",
    ),
    Bad(
        "bounds on residents that bound nothing",
        cl.PopulationBounds,
        "PopulationBounds states nothing; give it a bound, such as at_most=...",
    ),
    Bad(
        "bounds on residents that contradict each other",
        lambda: cl.PopulationBounds(at_least=500_000, at_most=400_000),
        "PopulationBounds asks for at least 500,000 and at most 400,000: no number is both; "
        "correct one of them",
    ),
    Bad(
        "a bound in words",
        lambda: cl.PopulationBounds(at_least="500,000"),
        "PopulationBounds at_least = '500,000' must be a number",
    ),
    Bad(
        "more residents than any number",
        lambda: cl.PopulationBounds(at_least=math.inf),
        "PopulationBounds at_least = inf must be a finite number; where there is no bound, leave "
        "at_least out",
    ),
    Bad(
        "fewer residents than any number",
        lambda: cl.PopulationBounds(at_most=-math.inf),
        "PopulationBounds at_most = -inf must be a finite number; where there is no bound, leave "
        "at_most out",
    ),
    Bad(
        "infinity for no lower bound",
        lambda: cl.PopulationBounds(at_least=-math.inf, at_most=400_000),
        "PopulationBounds at_least = -inf must be a finite number; where there is no bound, leave "
        "at_least out",
    ),
    Bad(
        "a bound on a column that is not there",
        made([], [cl.PopulationBounds(at_most=5, population="pop")]),
        "councils have no column 'pop'; there are ['population', ...]",
    ),
    Bad(
        "a council together with nobody",
        lambda: cl.Together("r0c0"),
        "Together needs two councils or more, got ['r0c0']",
    ),
    Bad(
        "two councils in one text",
        lambda: cl.Together("Camden, Islington"),
        "Together needs two councils or more, got ['Camden, Islington']; give each as an argument "
        "of its own: 'Camden', 'Islington'",
    ),
    Bad(
        "residents in another column than is usual",
        lambda: cl.Problem(grid(1, 2).rename(columns={"population": "pop"}), cl.preset("central")),
        "councils have no column 'population'; there are ['pop', ...]; name another where it is "
        "read, such as with preset(..., population=...)",
    ),
    Bad(
        "residents in another column, beside one that is spelt like the usual one",
        lambda: cl.Problem(
            grid(1, 2).rename(columns={"population": "people", "seats_red": "populace"}),
            cl.preset("central"),
        ),
        "councils have no column 'population'; did you mean 'populace'? there are ['people', ...]; "
        "name another where it is read, such as with preset(..., population=...)",
    ),
    Bad(
        "a list of councils for one of them",
        lambda: cl.Together(["r0c0", "r0c1"]),
        "Together has ['r0c0', 'r0c1'], which is no council; name them one by one, or write "
        "Together(*councils)",
    ),
    Bad(
        "a floor of no members",
        lambda: cl.MinSize(0),
        "MinSize n = 0 must be a whole number, 1 or more",
    ),
    Bad(
        "a word on councils alone that is none",
        lambda: cl.MinSize(3, alone="no"),
        "MinSize alone = 'no' must be True or False",
    ),
    Bad(
        "nobody alone",
        lambda: cl.Alone(),
        "Alone needs one council or more, got []",
    ),
    Bad(
        "an unknown council alone",
        made([], [cl.Alone("r0c9")]),
        "there is no council 'r0c9'; did you mean 'r0c2'?",
    ),
    Bad(
        "two councils alone in one text",
        made([], [cl.Alone("R0C0, r0c1")]),
        "Alone has 'R0C0, r0c1', which is no council; give each as an argument of its own: "
        "'R0C0', 'r0c1'",
    ),
    Bad(
        "a council alone twice",
        made([], [cl.Alone("r0c0", "R0C0")]),
        "Alone('r0c0', 'R0C0') has R0C0 (r0c0) twice; name each council once",
    ),
    Bad(
        "a council apart from itself",
        lambda: cl.Apart("r0c0", "r0c0"),
        "Apart has 'r0c0' twice; name each council once",
    ),
    Bad(
        "a council together with itself by label and by name",
        made([], [cl.Together("r0c0", "R0C0")]),
        "Together('r0c0', 'R0C0') has R0C0 (r0c0) twice; name each council once",
    ),
    Bad(
        "a council to keep apart that nobody knows",
        made([], [cl.Apart("r0c0", "Camden")]),
        "there is no council 'Camden'; use an index label or a name",
    ),
    Bad(
        "groups in a column that is not there",
        made([], [cl.Nested("county")]),
        "councils have no column 'county'; there are ...",
    ),
    Bad(
        "a council without a group",
        lambda: cl.Problem(
            COUNCILS.assign(county=["Kent", None, "Kent"]), [], [cl.Nested("county", whole=True)]
        ),
        "R0C1 (r0c1): county is missing; fill it in",
    ),
    Bad(
        "the name of a council for a list of clusters",
        lambda: cl.OnlyClusters("r0c0"),
        "OnlyClusters has 'r0c0', which is no list of clusters; write "
        "OnlyClusters([[council, ...], ...])",
    ),
    Bad(
        "councils for clusters",
        lambda: cl.OnlyClusters(["r0c0", "r0c1"]),
        "OnlyClusters has the cluster 'r0c0', which is no list of councils; write ['r0c0', ...] "
        "for a cluster with it",
    ),
    Bad(
        "no cluster on offer",
        lambda: cl.OnlyClusters([]),
        "OnlyClusters has no cluster; give it one or more",
    ),
    Bad(
        "a cluster on offer without councils",
        lambda: cl.OnlyClusters([["r0c0"], []]),
        "OnlyClusters has a cluster without councils; leave it out",
    ),
    Bad(
        "a cluster on offer with a council that nobody knows",
        made([], [cl.OnlyClusters([["r0c0", "Camden"]])]),
        "there is no council 'Camden'; use an index label or a name",
    ),
    Bad(
        "a cluster on offer that has a council by label and by name",
        made([], [cl.OnlyClusters([["r0c0", "R0C0"]])]),
        "OnlyClusters has R0C0 (r0c0) twice in the cluster ['r0c0', 'R0C0']; name each council "
        "once",
    ),
    Bad(
        "no distance between two sites",
        lambda: cl.MinSpan(0),
        "MinSpan km = 0 must be a number of km above 0",
    ),
    Bad(
        "two sites farther apart than anything",
        lambda: cl.MinSpan(math.inf),
        "MinSpan km = inf must be a finite number of km above 0",
    ),
    Bad(
        "a distance between two sites in words",
        lambda: cl.MinSpan("15 km"),
        "MinSpan km = '15 km' must be a number of km above 0",
    ),
    Bad(
        "a rule that counts instead of judging",
        made([], [cl.FunctionRule("even", lambda c: c.size % 2)]),
        "FunctionRule('even') must give True or False for each of 3 candidates; it gave int64 of "
        "shape (3,)",
    ),
    Bad(
        "a rule that judges all at once",
        made([], [cl.FunctionRule("small", lambda c: bool((c.size < 3).all()))]),
        "FunctionRule('small') must give True or False for each of 3 candidates; it gave bool of "
        "shape ()",
    ),
    Bad(
        "a rule with or in place of |",
        made([], [cl.FunctionRule("no pairs", lambda c: c.size == 1 or c.size > 2)]),
        f"FunctionRule('no pairs') {AS_ONE_VALUE}",
    ),
    Bad(
        "a rule of one's own class with and in place of &",
        made([], [Small()]),
        f"Small() {AS_ONE_VALUE}",
    ),
    Bad(
        "a term with if in place of np.where",
        made([cl.FunctionTerm("fee", lambda c: 1.0 if c.size > 1 else 0.0)]),
        f"term 'fee' {AS_ONE_VALUE}",
    ),
    Bad(
        "a term with a function of the module math",
        made([cl.FunctionTerm("fee", lambda c: math.sqrt(c.size))]),
        f"term 'fee' {AS_ONE_VALUE}",
    ),
    Bad(
        "a limit that asks a Series for one truth",
        made([], [], [cl.FunctionLimit("few", lambda c: 3 if pd.Series(c.size) else 0, at_most=3)]),
        f"FunctionLimit(few: at most 3) {AS_ONE_VALUE}",
    ),
]

LIMITS: list[Bad] = [
    Bad(
        "a number of clusters that is not said",
        cl.ClusterCount,
        "ClusterCount states nothing; give it a bound, such as at_most=...",
    ),
    Bad(
        "fewer clusters than none",
        lambda: cl.ClusterCount(at_most=-1),
        "ClusterCount at_most = -1 must be a whole number, 0 or more",
    ),
    Bad(
        "half a cluster",
        lambda: cl.ClusterCount(exactly=2.5),
        "ClusterCount exactly = 2.5 must be a whole number, 0 or more",
    ),
    Bad(
        "numbers of clusters that contradict each other",
        lambda: cl.ClusterCount(at_least=8, at_most=5),
        "ClusterCount asks for at least 8 and at most 5: no number is both; correct one of them",
    ),
    Bad(
        "a number of clusters and a bound beside it",
        lambda: cl.ClusterCount(exactly=5, at_most=8),
        "ClusterCount states exactly = 5 and a bound; give only one",
    ),
    Bad(
        "fewer posts displaced than none",
        lambda: cl.PostsDisplaced(at_most=-1, share=0.1),
        "PostsDisplaced at_most = -1 must be a number, 0 or more",
    ),
    Bad(
        "posts without the share that is displaced",
        lambda: cl.PostsDisplaced(at_most=10, share=None),
        "share of posts displaced = None must be a number from 0 to 1",
    ),
    Bad(
        "fewer moves than none",
        lambda: cl.MoveCount(at_most=-1),
        "MoveCount at_most = -1 must be a whole number, 0 or more",
    ),
    Bad(
        "less capital than none",
        lambda: cl.Capital(at_most=-0.5),
        "Capital at_most = -0.5 must be a number of £m, 0 or more",
    ),
    Bad(
        "capital of a term that does not say when its money falls",
        made([cl.FunctionTerm("fee", lambda c: c.size)], [], [cl.Capital(at_most=3)]),
        "the limit Capital(at most 3) asks what is spent once, and term 'fee' does not say when "
        "its money falls; give FunctionTerm(..., timing=...), or a term of your own the method "
        "`when`",
    ),
    Bad(
        "a function without a bound",
        lambda: cl.FunctionLimit("shared", len),
        "the limit 'shared' states nothing; give it a bound, such as at_most=...",
    ),
    Bad(
        "a bound that is no number",
        lambda: cl.FunctionLimit("shared", len, at_most=NAN),
        "the limit 'shared' at_most = nan must be a number",
    ),
    Bad(
        "exactly infinity",
        lambda: cl.FunctionLimit("shared", len, exactly=math.inf),
        "the limit 'shared' exactly = inf must be a finite number; where there is no bound, leave "
        "exactly out",
    ),
    Bad(
        "infinity for no upper bound",
        lambda: cl.FunctionLimit("shared", len, at_least=2, at_most=np.inf),
        "the limit 'shared' at_most = inf must be a finite number; where there is no bound, leave "
        "at_most out",
    ),
    Bad(
        "an infinite number of clusters",
        lambda: cl.ClusterCount(at_most=math.inf),
        "ClusterCount at_most = inf must be a whole number, 0 or more",
    ),
    Bad(
        "a limit that adds up infinities",
        made([], [], [cl.FunctionLimit("far", lambda c: np.inf * c.size, at_most=3)]),
        "FunctionLimit(far: at most 3) gives inf for the cluster of R0C0 (r0c0); give a finite ...",
    ),
    Bad(
        "a limit that adds up words",
        made([], [], [cl.FunctionLimit("far", lambda c: ["x"] * len(c), at_most=3)]),
        "what the limit 'far' gives must be numbers: could not convert string to float: 'x'",
    ),
]


@each([*PARTS, *RULES, *LIMITS])
def test_a_bad_input_gets_a_message_that_says_what_to_do(run, message):
    check(run, message)
