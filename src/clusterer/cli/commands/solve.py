"""`clusterer solve`: the cheapest plan."""

from __future__ import annotations

from pathlib import Path

import clusterer as cl
from clusterer.cli.folder import Writer, picture, table
from clusterer.cli.options.question import OUTPUT, Certificate, Gap, Out, TimeLimit
from clusterer.cli.problems import Stated
from clusterer.cli.proofs import ENDING, proof_of, write_proof
from clusterer.cli.result import print_plan
from clusterer.cli.running import Run, answer
from clusterer.cli.stating import examples, takes_a_map
from clusterer.solving.plan import Plan

FILES: dict[str, Writer[Plan]] = {
    "png": picture(Plan.plot),
    "gpkg": Plan.to_file,
    "csv": Plan.to_file,
    "figures.csv": table(lambda plan: plan.figures),
}
"""What is always written."""


@examples(
    "clusterer solve districts.gpkg --population residents --index code --name title",
    "clusterer solve districts.shp --population residents --crs EPSG:27700 --max-size 5",
    "clusterer solve districts.json --source-crs EPSG:4326 --crs EPSG:27700 "
    "--join residents.csv --on code --population residents --repair",
    "clusterer solve essex --max-size 4 --link 'Thurrock, Castle Point' --certificate",
    "clusterer solve districts.gpkg --population residents --nested county --min-population 210000",
    "clusterer solve districts.gpkg --population residents --time-limit 60 --out plans",
)
@takes_a_map
def solve(
    stated: Stated,
    time_limit: TimeLimit = None,
    gap: Gap = 0.0,
    out: Out = OUTPUT,
    certificate: Certificate = False,
) -> None:
    """Which councils should share with whom? Find the plan that costs least, and prove it.

    Begin here with a map of your own. Prints the cheapest plan, and writes a map (.png), a
    GeoPackage (.gpkg), a table (.csv) and what the costs rest on (.figures.csv), called as FILE
    is, to the folder `output` or that of --out.
    """
    find_the_cheapest(stated, time_limit, gap, out, certificate)


def find_the_cheapest(
    stated: Stated, time_limit: float | None, gap: float, out: Path, certificate: bool
) -> None:
    """Solve; print the plan; write the files."""

    def ask(problem: cl.Problem, run: Run) -> Plan:
        return cl.solve(problem, time_limit=time_limit, gap=gap, progress=run.bar)

    def prove(plan: Plan, place: Path) -> None:
        write_proof(proof_of(plan, stated, time_limit), place)

    proof: dict[str, Writer[Plan]] = {ENDING: prove} if certificate else {}
    answer(
        stated,
        out,
        FILES | proof,
        ask,
        print_plan,
        time_limit=time_limit,
        then=("rank", "for the plans that are nearly as good"),
        unanswered="interrupted before any plan was found",
    )
