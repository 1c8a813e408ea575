"""Shows characters that cannot be seen as what they are: in what other programs wrote, and in old narratives.

Must not change what is kept: an id is compared as it came, and shown so that two that differ look different.
"""

from __future__ import annotations

from django import template

from requests_app.common.unseen import marked

register = template.Library()


@register.filter
def hidden_marked(text: str) -> str:
    """The text of an id or a code with each character that cannot be seen as its code: ⟨U+202E⟩."""
    return marked(text)


@register.filter
def narrative_marked(text: str) -> str:
    """The same of prose, whose line ends, tabs, joiners and soft hyphens stay as they are."""
    return marked(str(text), as_text=True)
