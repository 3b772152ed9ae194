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


def method(name: str) -> str:
    """Return what a method is called."""
    return METHODS.get(name, name)


def instance(name: str) -> str:
    """Return what an instance is called, from the parts of its name.

    Examples
    --------
    >>> instance("london-business-case-7"), instance("synthetic-1000-central-4")
    ('London, business-case, up to 7', '1,000 invented councils, central, up to 4')
    >>> instance("regions-8-any")
    'London in 8 regions, of any size'
    """
    kind, *middle, cap = name.split("-")
    size = "of any size" if cap == "any" else f"up to {cap}"
    if kind == "regions":
        return f"London in {middle[0]} regions, {size}"
    if kind == "synthetic":
        count, *preset = middle
        return f"{int(count):,} invented councils, {'-'.join(preset)}, {size}"
    return f"{kind.capitalize()}, {'-'.join(middle)}, {size}"
