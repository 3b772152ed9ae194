"""Words as they stand: no formula in them, and in a font that has their letters.

The usual font of matplotlib has the letters of Europe, and Arabic ones, but neither Chinese nor
Japanese nor Korean. Names in such letters are drawn in whichever font on the machine has them. If
there is none, that is said once, in place of a warning of matplotlib for each letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

import matplotlib
from matplotlib.axis import Axis
from matplotlib.font_manager import FontProperties, findfont, findSystemFonts, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from clusterer._support.warn import warn_of_letters

_NO_LETTER = "\N{WHITE SQUARE}"
"""What is drawn for a letter that no font has."""

_DRAWN = "LMNPS"
"""The kinds of characters that are drawn; others are blanks, or say how to join letters."""

_FONTS = dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"), "Noto Sans CJK")
"""Fonts to install, by the first word of the names of letters; others are called as the script."""

_LAST_RESORT = "Last Resort"
"""The font of matplotlib 3.11 that has a box for each letter."""

_JOINS_LETTERS = (3, 11)
"""The version of matplotlib that first joins Arabic letters, and writes from right to left."""

_told: set[str] = set()
"""What was said already, so that it is said once."""


@dataclass(frozen=True)
class Lettering:
    """How to draw some words.

    Attributes
    ----------
    family
        The fonts, in the order in which a letter is looked for in them.
    missing
        The letters that none of them has.
    """

    family: tuple[str, ...]
    missing: frozenset[str]

    @classmethod
    def of(cls, words: Iterable[str]) -> Lettering:
        """Find fonts for words; warn of letters that none has."""
        words = [str(word) for word in words]
        usual = tuple(matplotlib.rcParams["font.family"])
        letters = frozenset(
            letter
            for word in words
            for letter in word
            if not letter.isascii() and unicodedata.category(letter)[0] in _DRAWN
        )
        missing = letters.difference(
            *(_among(letters, findfont(FontProperties(family=[name]))) for name in usual)
        )
        family = usual
        while missing:
            found, has = _best(missing)
            if not has:
                break
            family, missing = (*family, found), missing - has
        if missing:
            _tell_of_missing(missing, words)
        if matplotlib.__version_info__ < _JOINS_LETTERS:
            _tell_of_right_to_left(letters, words)
        return cls(family, missing)

    def written(self, word: str) -> str:
        """Return a word with a box for each letter that no font has."""
        return "".join(_NO_LETTER if letter in self.missing else letter for letter in word)


def as_it_stands(texts: Iterable[Text]) -> None:
    """Write words as they stand: a ``$`` makes no formula, and letters are in a font that has them.

    The labels of ticks are written again whenever they are drawn; for them there is `name_ticks`.
    """
    texts = list(texts)
    lettering = Lettering.of(text.get_text() for text in texts)
    for text in texts:
        text.set(
            parse_math=False,
            fontfamily=list(lettering.family),
            text=lettering.written(text.get_text()),
        )


def name_ticks(axis: Axis, at: Iterable[float], names: Sequence[str]) -> None:
    """Put ticks on an axis, and names beside them as they stand."""
    lettering = Lettering.of(names)
    axis.set_ticks(
        list(at),
        [lettering.written(name) for name in names],
        fontfamily=list(lettering.family),
        parse_math=False,
    )


def _best(letters: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Return the font that has most of some letters, and those that it has."""
    known = {entry.fname for entry in fontManager.ttflist}
    for path in findSystemFonts():  # One that was installed since matplotlib looked for them.
        if path not in known:
            with suppress(Exception):  # Of a font that is broken, or of no kind known.
                fontManager.addfont(path)
    # One of each family, the one that is neither bold nor light: to look into all takes a while.
    files: dict[str, str] = {}
    for entry in fontManager.ttflist:
        if entry.style == "normal" and not entry.name.startswith(_LAST_RESORT):
            regular = entry.weight in (400, "normal", "regular")
            files[entry.name] = entry.fname if regular else files.get(entry.name, entry.fname)
    best, has = "", frozenset[str]()
    for name in sorted(files, key=lambda name: ("Sans" not in name, name)):
        some = _among(letters, files[name])
        if len(some) > len(has):
            best, has = name, some
    return best, has


@lru_cache(maxsize=10_000)
def _among(letters: frozenset[str], file: str) -> frozenset[str]:
    """Return those of some letters that a font has."""
    try:
        font = FT2Font(file)
    except (OSError, RuntimeError):  # It was taken away, or is broken.
        return frozenset()
    return frozenset(letter for letter in letters if font.get_char_index(ord(letter)))


def _tell_of_missing(missing: frozenset[str], words: list[str]) -> None:
    scripts = {unicodedata.name(letter, "?").partition(" ")[0] for letter in missing}
    fonts = sorted({_FONTS.get(script, f"Noto Sans {script.title()}") for script in scripts})
    if _told.issuperset(fonts):
        return
    _told.update(fonts)
    word = next(word for word in words if not missing.isdisjoint(word))
    warn_of_letters(
        f"no font here has the letters of {word!r}, so that each is drawn as {_NO_LETTER}; install "
        f"{' and '.join(fonts)}, or another font that has them, and it is found; a font in a file "
        "is known after matplotlib.font_manager.fontManager.addfont('FILE.ttf')"
    )


def _tell_of_right_to_left(letters: frozenset[str], words: list[str]) -> None:
    backward = {letter for letter in letters if unicodedata.bidirectional(letter) in ("R", "AL")}
    if not backward or "right to left" in _told:
        return
    _told.add("right to left")
    word = next(word for word in words if not backward.isdisjoint(word))
    warn_of_letters(
        f"matplotlib {matplotlib.__version__} writes {word!r} from left to right, in letters that "
        "are not joined; version 3.11 and newer write it right: pip install --upgrade matplotlib"
    )
