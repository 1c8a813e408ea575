"""Makes a drawn table ready to be read as cards on a narrow screen: each cell carries its column's heading.

Only attributes are added, so the table stays as it was where it has room; it must not change a word of it.
"""

from __future__ import annotations

import html
import re

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

_PART = re.compile(
    r"<(?P<close>/?)(?P<name>table|thead|tbody|tr|th|td)\b(?P<attributes>[^>]*)>", re.IGNORECASE
)
_HEADING = re.compile(r"<th\b[^>]*>(?P<inside>.*?)</th>", re.IGNORECASE | re.DOTALL)
_EMPTY = re.compile(r"\s*</t[dh]>", re.IGNORECASE)
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def as_cards(drawn: str) -> SafeString:
    """Give every cell of the tables in this markup its column's name, and every part its role.

    A browser forgets that a table is one as soon as a style sheet lays its rows out as blocks; the roles,
    which are those of the elements themselves, keep rows, headings and cells known to screen readers.

    Args:
        drawn: markup that a template has drawn, in which whatever varied is escaped.
    """
    made: list[str] = []
    upto = 0
    headings: list[str] = []
    place = 0
    in_head = False
    for part in _PART.finditer(drawn):
        name = part["name"].lower()
        if part["close"]:
            in_head = in_head and name != "thead"
            continue
        if name == "thead":
            in_head = True
            headings = _headings(drawn[part.end() : drawn.index("</thead>", part.end())])
        elif name == "tr":
            place = 0
        made.append(drawn[upto : part.start()])
        made.append(f"<{part['name']}{_attributes(name, part['attributes'], in_head=in_head)}")
        if name in {"td", "th"} and not in_head:
            if place < len(headings):
                made.append(headings[place])
            if _EMPTY.match(drawn, part.end()):
                made.append(" data-empty")
            place += 1
        made.append(">")
        upto = part.end()
    made.append(drawn[upto:])
    return mark_safe("".join(made))  # noqa: S308 -- the template's own markup, with escaped attributes


def _headings(head: str) -> list[str]:
    """The attribute with which each cell of a column names the column, written once for all of its rows."""
    return [
        format_html(' data-label="{}"', " ".join(html.unescape(strip_tags(each["inside"])).split()))
        for each in _HEADING.finditer(head)
    ]


def _attributes(name: str, attributes: str, *, in_head: bool) -> str:
    role = ("columnheader" if in_head else "rowheader") if name == "th" else _ROLES[name]
    if name == "table":
        attributes = re.sub(r'class="', 'class="cs-table--cards ', attributes, count=1)
    return f'{attributes} role="{role}"'
