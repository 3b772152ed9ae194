"""What a thing is, as a list of names and words in HTML, for notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from clusterer.display.html import CSS


def facts_as_html(headline: str, facts: Mapping[str, str], note: str = "") -> str:
    """Return a headline, a row for each fact that has words, and a small note below.

    Examples
    --------
    >>> "<td" in facts_as_html("A problem", {"rules": "MaxSize(3)", "limits": ""})
    True
    >>> "limits" in facts_as_html("A problem", {"rules": "MaxSize(3)", "limits": ""})
    False
    """
    rows = "".join(
        f'<tr><th scope="row" style="{CSS["words"]}">{escape(name)}</th>'
        f'<td style="{CSS["words"]}">{escape(words)}</td></tr>'
        for name, words in facts.items()
        if words
    )
    small = f'<p style="{CSS["small"]}">{escape(note)}</p>' if note else ""
    return (
        f'<div class="clusterer" style="{CSS["box"]}">'
        f'<p style="{CSS["headline"]}">{escape(headline)}</p>'
        f'<table style="{CSS["table"]}"><tbody>{rows}</tbody></table>{small}</div>'
    )
