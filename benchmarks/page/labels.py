"""What instances and methods are called where people read."""

from __future__ import annotations

METHODS = {
    "clusterer": "clusterer",
    "compact-highs": "compact MIP, HiGHS",
    "compact-cbc": "compact MIP, CBC",
    "greedy": "greedy merging",
    "annealing": "simulated annealing",
    "spopt-azp": "spopt: AZP",
    "spopt-azp-once": "spopt: AZP, one run",
    "spopt-skater": "spopt: SKATER",
    "spopt-ward": "spopt: Ward",
    "spopt-maxp": "spopt: max-p",
    "gerrychain-bursts": "GerryChain: ReCom, short bursts",
    "gerrychain-annealing": "GerryChain: ReCom, annealing",
}

SHAPES = {
    "shape-one-service": "IT of London alone, up to 5",
    "shape-two-untied": "IT and finance of London, not tied, up to 5",
    "shape-two-tied": "IT and finance of London, tied, up to 5",
    "shape-eight-tied": "Eight services of London, tied, up to 5",
    "shape-counties": "160 invented councils within 16 counties, up to 6",
    "shape-floor": "40 invented councils, 600,000 residents or more a cluster",
    "shape-exactly-six": "40 invented councils in exactly six clusters",
    "shape-any-boroughs": "London in clusters of any boroughs, up to 5",
    "shape-all-in-one": "London in one cluster",
    "shape-five-to-eight": "300 invented councils, five or more and up to 8",
    "shape-small-councils": "3,000 invented councils, 35,000 residents on average, up to 7",
    "shape-districts-central": "England's 296 districts, central, up to 5",
    "shape-districts-business-case": "England's 296 districts, business-case, up to 5",
}
"""Instances whose names are not made of parts."""


def method(name: str) -> str:
    """Return what a method is called."""
    return METHODS.get(name, name)


def instance(name: str) -> str:
    """Return what an instance is called, mostly from the parts of its name.

    Examples
    --------
    >>> instance("london-business-case-7"), instance("synthetic-1000-central-4")
    ('London, business-case, up to 7', '1,000 invented councils, central, up to 4')
    >>> instance("regions-8-any")
    'London in 8 regions, of any size'
    """
    if name in SHAPES:
        return SHAPES[name]
    kind, *middle, cap = name.split("-")
    size = "of any size" if cap == "any" else f"up to {cap}"
    if kind == "regions":
        return f"London in {middle[0]} regions, {size}"
    if kind == "synthetic":
        count, *preset = middle
        return f"{int(count):,} invented councils, {'-'.join(preset)}, {size}"
    return f"{kind.capitalize()}, {'-'.join(middle)}, {size}"
