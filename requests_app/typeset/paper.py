"""What stands on a paper, from top to bottom, as plain values in one language.

Every text is set as it stands: nothing in it is read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a part. level: 1 for a part, 2 for a part of it."""

    text: str
    level: Literal[1, 2] = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `lead` stands in bold before the text."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Warned:
    """A box with a thick edge: what nobody may overlook."""

    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what is said of each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on each page. rows: as many cells each as `head`."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A digest or another code, in figures of one width."""

    text: str


Block = Heading | Paragraph | Warned | Facts | Table | Code


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    Attributes:
        language: of every text on it, `en` or `fr`.
        title: at its head and in the properties of the file; subject: what it is about, in the properties too.
        running: what stands at the head of every page: the reference, and what the paper is.
        foot: what stands at the foot of every page, beside its number.
        made_at: when it was made, with its zone.
        blocks: from top to bottom.
    """

    language: str
    title: str
    subject: str
    running: str
    foot: str
    made_at: datetime
    blocks: tuple[Block, ...]
