"""Texts and figures that people compare, copy and take elsewhere: references, digests, commands, names of files, amounts.

They say where a line may break and what is copied; no tag changes the text itself.
"""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def whole(text: object) -> SafeString:
    """Draw a text in which no line breaks inside a reference: {% blocktranslate with r=row.reference|whole %}."""
    parts = re.split(r"(\bCS-\d{4}-\d{6}-\w\b)", str(text))
    drawn = ('<span class="cs-reference">{}</span>' if at % 2 else "{}" for at in range(len(parts)))
    return format_html("".join(drawn), *parts)


_DIGEST = re.compile(r"[0-9a-f]{64}")
_IN_GROUPS = 8


@register.simple_tag
def digest(value: object) -> str:
    """Draw a SHA-256 whole, in groups that eyes can compare and that are copied as one text.

    The room between the groups is the style sheet's; anything but a digest is drawn as it stands.
    """
    text = str(value)
    if not _DIGEST.fullmatch(text):
        return conditional_escape(text)
    groups = ((text[at : at + _IN_GROUPS],) for at in range(0, len(text), _IN_GROUPS))
    return format_html(
        '<code class="cs-digest">{}</code>', format_html_join("", "<span>{}</span>", groups)
    )


@register.inclusion_tag("components/copied.html")
def copied(text: object, id: str, by_words: bool = False) -> dict[str, Any]:  # noqa: A002
    """Draw a text that people take elsewhere: whole, over the full width, and with a button that copies it.

    Args:
        text: what is copied.
        id: of the element that holds it.
        by_words: for a command: a line breaks between its words alone, not at a hyphen in a file's name.
    """
    return {"text": text, "id": id, "words": str(text).split(" ") if by_words else []}


@register.filter
def unbroken(text: object) -> SafeString:
    """Draw a short name, such as a file's, in which no line breaks at a hyphen: {% blocktranslate with f=name|unbroken %}."""
    return format_html('<span class="cs-whole">{}</span>', text)


@register.filter
def grouped(number: int) -> str:
    """Draw a whole number with the separators of the language, such as 2,116; for amounts, not for ids."""
    return number_format(number, force_grouping=True)


@register.filter
def with_code(words: object, code: object) -> SafeString:
    """Draw words and behind them the code that the log has for them, which bytes and exports show; a code alone once."""
    if words == code:
        return format_html("<code>{}</code>", code)
    return format_html('{} <code class="cs-whole">{}</code>', words, code)
