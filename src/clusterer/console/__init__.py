"""What the command line needs beyond the library: words to councils, and the plan."""

from clusterer.console.boundaries import read_councils
from clusterer.console.councils import called, names_in
from clusterer.console.folder import cannot_write, check_folder
from clusterer.console.problems import Stated
from clusterer.console.result import print_plan
from clusterer.console.words import in_options, notes

__all__ = [
    "Stated",
    "called",
    "cannot_write",
    "check_folder",
    "in_options",
    "names_in",
    "notes",
    "print_plan",
    "read_councils",
]
