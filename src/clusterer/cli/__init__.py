"""The command line: words to councils, the public functions, a plan on a terminal."""

from clusterer.cli.commands import main

__all__ = ["main"]
