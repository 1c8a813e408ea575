"""Characters that nobody sees and that make a text read otherwise than it is stored.

Must not take away what writing needs: line ends, tabs, the joiners of scripts, soft hyphens.
"""

from __future__ import annotations

import unicodedata

from requests_app.common.lookalikes import marked_letters

_NEEDED = frozenset("\n\t\u200c\u200d\u00ad")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, formats (directions among them), what has no meaning, ends of lines and of paragraphs."""

_SEEN_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Signs of numbers in Arabic, Syriac and Kaithi: formats by their category, and yet drawn."""


def is_unseen(character: str) -> bool:
    """Whether a character has no place in a text because it cannot be seen."""
    if character in _NEEDED or character in _SEEN_FORMATS:
        return False
    return unicodedata.category(character) in _UNSEEN


def without_unseen(text: str) -> str:
    """The text with line ends made alike and without characters that cannot be seen."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(character for character in plain if not is_unseen(character))


def marked(text: str, *, as_text: bool = False) -> str:
    """The text with each character that cannot be seen as its code, such as ⟨U+202E⟩, and in prose each one that deceives.

    Args:
        text: what somebody, or somebody else's program, wrote.
        as_text: whether it is prose, in which line ends, tabs, joiners and soft hyphens stay as they are, and a letter
            of another alphabet within a Latin word is followed by its code.
    """
    if as_text:
        text = marked_letters(text)
    hides = is_unseen if as_text else _has_unseen_category
    return "".join(
        f"⟨U+{ord(character):04X}⟩" if hides(character) else character for character in text
    )


def _has_unseen_category(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN
