"""The instances: a name for each, and how it is built. A new family is a file here."""

from benchmarks.case import Instance
from benchmarks.instances import england, london, regions, shapes, synthetic

INSTANCES: dict[str, Instance] = {
    **london.INSTANCES,
    **england.INSTANCES,
    **synthetic.INSTANCES,
    **regions.INSTANCES,
    **shapes.INSTANCES,
}

__all__ = ["INSTANCES"]
