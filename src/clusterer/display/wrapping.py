"""Words broken into lines: between words, and not at the hyphen of "set-up"."""

from __future__ import annotations

import functools
import textwrap

wrap = functools.partial(textwrap.wrap, break_on_hyphens=False)
"""As `textwrap.wrap`; a word with a hyphen goes on a new line rather than over two."""
