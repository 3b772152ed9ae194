"""`clusterer london`: the cheapest plan for London's boroughs."""

from __future__ import annotations

from clusterer.cli.commands.solve import find_the_cheapest
from clusterer.cli.options.question import OUTPUT, Certificate, Gap, Out, TimeLimit
from clusterer.cli.problems import Stated
from clusterer.cli.stating import examples, takes_london


@examples(
    "clusterer london",
    "clusterer london --preset business-case --max-size 5 --out plans",
    "clusterer london --together 'Sutton, Merton' --apart 'Camden, Barnet' --at-most 20",
    "clusterer london --alone Croydon --min-size 2 --or-alone",
    "clusterer london --year 2022 --within-km 15 --max-size 3",
    "clusterer london --max-size none",
)
@takes_london
def london(
    stated: Stated,
    time_limit: TimeLimit = None,
    gap: Gap = 0.0,
    out: Out = OUTPUT,
    certificate: Certificate = False,
) -> None:
    """Cluster London's 32 boroughs; the crossings of the Thames count as borders.

    The quickest way to see what the library does; the same as `clusterer solve london`, and every
    other command takes `london` in place of a file too. Prints the cheapest plan, and writes
    london.png (a map), london.gpkg, london.csv and london.figures.csv, what its costs rest on, to
    the folder `output`, or to that of --out.
    """
    find_the_cheapest(stated, time_limit, gap, out, certificate)
