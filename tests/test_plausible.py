"""Rows that hardly are councils are warned about: their residents, and names in several rows."""

from __future__ import annotations

import pickle
import warnings

import geopandas as gpd
import pytest
from bad import Bad, each, warned
from maps import councils_of, grid, square

import clusterer as cl
from clusterer.councils import Councils

pytestmark = pytest.mark.filterwarnings("error::clusterer.ImplausibleWarning")


def problem_of(councils: gpd.GeoDataFrame, column: str = "population") -> cl.Problem:
    return cl.Problem(councils, cl.preset("central", population=column), [cl.MaxSize(2)])


def london(**changed: float) -> gpd.GeoDataFrame:
    """Return the boroughs with some populations multiplied."""
    boroughs = cl.datasets.london()
    factors = boroughs["name"].map(changed).fillna(1.0)
    return boroughs.assign(population=(boroughs["population"] * factors).round().astype(int))


ODD: list[Bad] = [
    Bad(
        "populations in thousands",
        lambda: problem_of(grid(1, 3).assign(residents=[96.5, 130, 210]), "residents"),
        "half of the councils have 130 residents or fewer in the column 'residents', but the "
        "figures of presets are of councils with tens of thousands and more; if the column is in "
        "thousands, multiply it by 1000",
    ),
    Bad(
        "populations a thousand times too large",
        lambda: problem_of(grid(1, 3).assign(population=[96_500_000, 130_000_000, 210_000_000])),
        "half of the councils have 130,000,000 residents or more in the column 'population', as "
        "many as a country; if it does not count persons, give persons",
    ),
    Bad(
        "populations in thousands that a target alone reads",
        lambda: cl.Problem(
            grid(1, 3).assign(people=[96.5, 130, 210]),
            [cl.PopulationTarget(500_000, price=1.0, population="people")],
        ),
        "half of the councils have 130 or less in the column 'people', and the population target "
        "is 500,000, as much as 3,846 of them; if the column is in thousands, multiply it by 1000",
    ),
    Bad(
        "populations in thousands that a cap alone reads",
        lambda: cl.Problem(
            grid(1, 3).assign(population=[96.5, 130, 210]),
            [],
            [cl.PopulationBounds(at_most=300_000)],
        ),
        "half of the councils have 130 or less in the column 'population', and a bound of "
        "PopulationBounds is 300,000, as much as 2,308 of them; if the column is in thousands, ...",
    ),
    Bad(
        "populations in thousands that a target and a preset read",
        lambda: cl.Problem(
            grid(1, 3).assign(population=[96.5, 130, 210]),
            [cl.PopulationTarget(5e5, price=1.0), *cl.preset("central")],
            [cl.PopulationBounds(at_most=3e5)],
        ),
        "half of the councils have 130 or less in the column 'population', and the population "
        "target is 500,000, ...",
    ),
    Bad(
        "one figure ten times too large that a cap alone reads",
        lambda: cl.Problem(london(Camden=10), [], [cl.PopulationBounds(at_most=3e6)]),
        "Camden (E09000007): population = ... is far from all others, of which Croydon ...",
    ),
    Bad(
        "one figure ten times too large",
        lambda: problem_of(london(Camden=10)),
        "Camden (E09000007): population = ... is far from all others, of which Croydon "
        "(E09000008) is nearest with ...; is a digit too many?",
    ),
    Bad(
        "one figure ten times too small",
        lambda: problem_of(london(Camden=0.1)),
        "Camden (E09000007): population = ... is far from all others, of which Kingston upon "
        "Thames (E09000021) is nearest with ...; is a digit missing?",
    ),
    Bad(
        "one council in two rows, with the same population",
        lambda: Councils.validated(
            grid(1, 3).assign(name=["Bath", "Wells", "Bath"], population=[90_000, 80_000, 90_000])
        ),
        "a name stands in several rows: Bath (r0c0), Bath (r0c2), with the same population in each "
        "row; if they are parts of one council, make one row of them with "
        "councils.dissolve(by='name', aggfunc='first'), or aggfunc='sum' if each part has figures "
        "of its own; if not, use their labels",
    ),
    Bad(
        "councils of one name, those with figures in common first",
        lambda: Councils.validated(
            grid(1, 5).assign(
                name=["Kent", "Kent ", "Bath", "Bath", "Ely"], population=[1, 2, 3, 3, 4]
            )
        ),
        "a name stands in several rows: Bath (r0c2), Bath (r0c3), with the same population in each "
        "row; Kent (r0c0), Kent (r0c1); if they are ...",
    ),
    Bad(
        "names in a column called Name",
        lambda: Councils.validated(grid(1, 2).rename(columns={"name": "Name"})),
        "councils are called by their labels, such as r0c0, as there is no column 'name'; if the "
        "column 'Name' has names, rename it to 'name'",
    ),
]


@each(ODD)
def test_what_is_odd_is_warned_about_and_used(run, message):
    assert len(getattr(warned(run, message), "councils", [0]))


@pytest.mark.parametrize("factor", [10, 0.1])
@pytest.mark.parametrize("name", cl.datasets.london()["name"])
def test_any_borough_mistyped_by_ten_is_found(name, factor):
    with pytest.warns(cl.ImplausibleWarning, match=rf"^{name} .*is a digit"):
        problem_of(london(**{name: factor}))


@pytest.mark.parametrize("factor", [10, 0.1])
def test_points_have_no_density_and_are_looked_through_all_the_same(factor):
    towns = london(Camden=factor)
    towns.geometry = towns.centroid
    with pytest.warns(cl.ImplausibleWarning, match=r"^Camden .*is a digit"):
        cl.Problem(towns, cl.preset("central"), [cl.MaxSize(2)], adjacency=cl.adjacency(london()))


@pytest.mark.parametrize(
    "councils",
    [
        cl.datasets.london(),
        cl.datasets.london(2022),
        cl.datasets.england(),
        *(cl.datasets.synthetic(n, seed=n) for n in (1, 2, 12, 326)),
    ],
    ids=lambda councils: f"{len(councils)} councils",
)
def test_shipped_councils_are_not_warned_about(councils):
    problem_of(councils)


def row_of(residents: list[int], widths: list[float]) -> gpd.GeoDataFrame:
    """Return councils of these residents, and so many km wide and high."""
    return councils_of(
        {f"c{k}": square(60_000 * k, 0, 1000 * km) for k, km in enumerate(widths)},
        population=residents,
    )


@pytest.mark.parametrize(
    ("residents", "widths"),
    [
        ([1_660_000, *range(100_000, 390_001, 29_000)], [50, *[10] * 11]),
        ([2_200, *range(56_000, 570_000, 50_000)], [4, *[40] * 11]),
        ([1_900_000, 2_000, *range(60_000, 290_000, 30_000)], [20, *[20] * 9]),
        ([0, *range(100_000, 390_001, 29_000)], [40, *[20] * 11]),
        ([10_000, *range(300_000, 390_001, 15_000)], [20] * 8),
    ],
    ids=[
        "the largest city, in a large area",
        "an island of few residents and little land",
        "a capital where the others differ as much",
        "a park without residents",
        "of fewer than ten",
    ],
)
def test_a_figure_that_may_well_be_so_is_not_warned_about(residents, widths):
    councils = Councils.validated(row_of(residents, widths))
    councils.residents("population")


@pytest.mark.parametrize(
    ("values", "bound"),
    [
        ([96.5, 130, 210], 500),  # Both in thousands.
        ([400, 500, 900], 20_000),  # Parishes.
        ([-3.5, 1.2, 0.4], 100_000),  # What may be below nothing is no number of persons.
        ([0, 0, 0], 100_000),
    ],
)
def test_figures_that_may_be_in_one_unit_with_a_bound_are_not_warned_about(values, bound):
    councils = grid(1, 3).assign(population=values)
    target = cl.PopulationTarget(bound, price=1.0)
    cl.Problem(councils, [target], [cl.PopulationBounds(at_most=bound)])


def test_the_counties_of_england_are_not_warned_about_one_by_one():
    districts = cl.datasets.england()
    for _, county in districts.groupby("lgr"):
        Councils.validated(county).residents("population")


def test_bodies_of_several_kinds_may_have_one_name():
    bodies = grid(1, 2).assign(name=["Kent", "Kent"])
    assert Councils.validated(bodies, overlapping=True).names == ("Kent (r0c0)", "Kent (r0c1)")


def test_the_warning_comes_once_a_problem_and_not_with_each_copy_of_it():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        problem = problem_of(grid(1, 3).assign(population=[97, 130, 210]))
        more = problem.replace(rules=[cl.MaxSize(3)])
        pickle.loads(pickle.dumps(more)).replace(terms=cl.preset("null"))
        cl.solve(more)
        cl.Portfolio({"a": problem, "b": more})
    assert len(caught) == 1


def test_the_filters_of_python_say_that_it_is_meant():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cl.ImplausibleWarning)
        problem_of(grid(1, 3).assign(population=[97, 130, 210]))


def test_to_dissolve_as_the_warning_says_makes_one_council_of_its_parts():
    councils = grid(1, 3).assign(name=["Bath", "Wells", "Bath"], population=[9e4, 8e4, 9e4])
    merged = problem_of(councils.dissolve(by="name", aggfunc="first"))
    assert merged.councils.names == ("Bath", "Wells")
    assert merged.councils.values("population").tolist() == [9e4, 8e4]
