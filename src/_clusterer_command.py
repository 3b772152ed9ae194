"""The command `clusterer` from its first step on: Ctrl-C while it loads ends it in one line.

To load the package takes a second, and what Python says of Ctrl-C in there fills a screen. So this
stands beside the package, and loads it.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGINT, _leave)
    from clusterer.cli import main as run  # That is what takes long.

    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # The process is ending by itself.


def _leave(*_: object) -> NoReturn:
    """End the process; an exception could be taken by a module that is being loaded."""
    sys.stderr.write("clusterer: interrupted\n")
    sys.stderr.flush()
    os._exit(130)  # As in clusterer._support.interrupts.


if __name__ == "__main__":
    main()
