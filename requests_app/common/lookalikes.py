"""Letters of other alphabets inside a Latin word, which look like Latin ones: read as those, or shown as what they are.

A text that is kept is never changed. Of Unicode's list of confusable characters
(Unicode Technical Standard 39, confusables.txt) the small letters of Cyrillic and Greek that stand for a Latin one.
"""

from __future__ import annotations

import re

_LOOK_ALIKES = str.maketrans(
    {
        **dict(zip("асԁеһіјӏморԛѕтԝхүк", "acdehijlmopqstwxyk", strict=True)),
        **dict(zip("αβγηικνορτυχω", "abynikvoptuxw", strict=True)),
    }
)  # fmt: skip
_WORD = re.compile(r"\w+")
_LATIN = re.compile("[a-z]")
_OTHER = re.compile("[\u0370-\u03bb\u03bd-\u03ff\u0400-\u052f]")  # without the sign of a millionth


def is_mixed(word: str) -> bool:
    """Whether a word has Latin letters and such of Greek or Cyrillic as well; capitals count too."""
    small = word.casefold()
    return _LATIN.search(small) is not None and _OTHER.search(small) is not None


def as_read(word: str) -> str:
    """Return a word in small letters as a hurried reader takes it: Latin where it is mixed, else unchanged."""
    return word.translate(_LOOK_ALIKES) if is_mixed(word) else word


def marked_letters(text: str) -> str:
    """Return a text in which each such letter of a mixed word is followed by its code, such as ⟨U+0456⟩."""
    return _WORD.sub(lambda found: _marked(found[0]) if is_mixed(found[0]) else found[0], text)


def _marked(word: str) -> str:
    return "".join(
        f"{letter}⟨U+{ord(letter):04X}⟩" if _OTHER.search(letter.casefold()) else letter
        for letter in word
    )
