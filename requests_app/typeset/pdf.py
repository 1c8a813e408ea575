"""A paper becomes a PDF that can be read in decades and by a screen reader: PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1).

The same paper gives the same bytes. Nothing is read from the machine but this package: no typeface, no file, no clock.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

import typst

from requests_app.common.unseen import marked
from requests_app.typeset.paper import Block, Paper

_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "paper.typ"
_LATIN_ENDS = 0x250
"""Latin letters with and without accents end here."""
_LONGEST = {"Code": None, "Table": 20}
"""Kind of block -> how many letters and figures fit its columns in a row; None where nothing is ever broken."""
_LONGEST_ELSEWHERE = 48
_RUN = 8
_LINE_MAY_END = "\u200b"
"""Within a longer run a line may end after each eight. A digest must be copied whole, so it has none of these."""


class CannotBeSet(Exception):
    """A paper that does not become a PDF."""


def pdf_of(paper: Paper) -> bytes:
    """Return a paper as PDF.

    Characters that cannot be seen stand as their codes, as on the pages, and so do those of a text in a script that
    the typefaces lack: a PDF/A may hold no character that is not drawn.

    Raises:
        CannotBeSet: the typesetting program refused it.
    """
    try:
        return _compiled(_values(paper, _as_read))
    except typst.TypstError:
        pass  # most likely a character that no typeface has: again, with codes for such
    try:
        return _compiled(_values(paper, _as_drawn))
    except typst.TypstError as problem:
        raise CannotBeSet from problem


def _compiled(values: dict[str, Any]) -> bytes:
    return typst.compile(
        str(_TEMPLATE),
        root=str(_HERE),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"paper": json.dumps(values, ensure_ascii=False)},
        pdf_standards=[*_STANDARDS],
        timestamp=values["made_at"],
    )


def _values(paper: Paper, written: Callable[[str], str]) -> dict[str, Any]:
    """Return what the template reads: the paper with every text as it is written on it."""
    return {
        "language": paper.language,
        "title": written(paper.title),
        "subject": written(paper.subject),
        "running": written(paper.running),
        "foot": written(paper.foot),
        "made_at": int(paper.made_at.timestamp()),
        "blocks": [_block(block, written) for block in paper.blocks],
    }


def _block(block: Block, written: Callable[[str], str]) -> dict[str, Any]:
    plain, kind = asdict(block), type(block).__name__
    longest = _LONGEST.get(kind, _LONGEST_ELSEWHERE)

    def fitted(text: str) -> str:
        return written(text) if longest is None else _fitted(written(text), longest)

    return {"kind": kind, **{key: _each(plain[key], fitted) for key in plain}}


def _fitted(text: str, longest: int) -> str:
    """A text with places at which a line may end within a run that is wider than its column."""
    return re.sub(rf"\w{{{longest + 1},}}", _in_short_runs, text)


def _each(value: Any, written: Callable[[str], str]) -> Any:
    match value:
        case str():
            return written(value)
        case list() | tuple():
            return [_each(each, written) for each in value]
        case _:
            return value


def _as_read(text: str) -> str:
    """A text as the pages show it."""
    ends_alike = text.replace("\r\n", "\n").replace("\r", "\n")
    return marked(ends_alike, as_text=True)


def _in_short_runs(found: re.Match[str]) -> str:
    word = found[0]
    return _LINE_MAY_END.join(word[at : at + _RUN] for at in range(0, len(word), _RUN))


def _as_drawn(text: str) -> str:
    """A text as it is read; with codes for all beyond Latin letters where the typefaces lack some of it."""
    said = _as_read(text)
    if said.isascii():
        return said
    try:
        _compiled({**_EMPTY, "foot": said})
    except typst.TypstError:
        return _as_read("".join(_code_beyond_latin(each) for each in text))
    return said


_EMPTY = {
    "language": "en",
    "title": "-",
    "subject": "-",
    "running": "-",
    "made_at": 0,
    "blocks": [],
}


def _code_beyond_latin(character: str) -> str:
    return character if ord(character) < _LATIN_ENDS else f"⟨U+{ord(character):04X}⟩"
