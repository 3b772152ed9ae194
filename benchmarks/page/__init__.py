"""The page of the documentation: its tables, plots and sentences, all from one run's results."""

from benchmarks.page.page import write_page

__all__ = ["write_page"]
