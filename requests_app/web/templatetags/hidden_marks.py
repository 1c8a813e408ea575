"""Shows characters that cannot be seen as what they are, in texts that somebody else's program wrote.

Must not change what is kept: an id is compared as it came, and shown so that two that differ look different.
"""

from __future__ import annotations

import unicodedata

from django import template

register = template.Library()

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Controls, formats (directions and joiners among them), what has no meaning, ends of lines and paragraphs."""


@register.filter
def hidden_marked(text: str) -> str:
    """The text with each character that cannot be seen as its code, such as ⟨U+202E⟩."""
    return "".join(
        f"⟨U+{ord(character):04X}⟩" if unicodedata.category(character) in _HIDDEN else character
        for character in text
    )
