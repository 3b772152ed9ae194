"""The councils: their validated table, and data that is labelled by them."""

from clusterer.councils.table import Councils

__all__ = ["Councils"]
