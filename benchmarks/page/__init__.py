"""The page of the documentation: its tables, plots and sentences, all from the results of runs."""

from benchmarks.page.page import MAIN, SHAPES, write_page

__all__ = ["MAIN", "SHAPES", "write_page"]
