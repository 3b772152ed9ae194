"""The command line: words to councils, the public functions, a plan on a terminal."""

from clusterer.cli.program import main

__all__ = ["main"]
