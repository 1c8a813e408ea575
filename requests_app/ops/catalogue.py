"""The French catalogue: gathers every text of the product, says what lacks a twin, compiles.

Works with Babel alone, so that no machine needs GNU gettext; it must not translate.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SAME_IN_BOTH = "same-in-both.txt"
"""Beside the catalogue: texts that are rightly the same in English and French, one a line."""


_PASSING_HEADERS = (
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Report-Msgid',
    '"Last-Translator',
    '"Generated-By',
)
"""Lines that differ with each run and say nothing."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text to translate, with where it stands."""

    id: str | tuple[str, ...]
    context: str | None
    place: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """One text without a French twin, and why it counts as such."""

    text: str
    why: str


def folder() -> Path:
    """Return the folder of the French catalogue."""
    return Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES"


def sources() -> Iterator[Path]:
    """Yield every file that may hold a text for people."""
    base = Path(settings.BASE_DIR)
    for top, pattern in (
        ("requests_app", "*.py"),
        ("config", "*.py"),
        ("templates", "*.html"),
        ("templates", "*.txt"),
    ):
        for path in sorted((base / top).rglob(pattern)):
            if not {"migrations", "outside", "node_modules"} & set(path.parts):
                yield path


def texts_of(path: Path) -> Iterator[Text]:
    """Yield the texts of one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Python's tokeniser would take a template's indentation for blocks of code.
        flat = (line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
        source = "\n".join(flat)
    place = path.relative_to(settings.BASE_DIR).as_posix()
    found: Any = extract_python(io.BytesIO(source.encode()), cast("Any", KEYWORDS), [], {})
    for line, name, messages, _comments in found:
        spec = KEYWORDS[name]
        parts = messages if isinstance(messages, tuple) else (messages,)
        context, ids = _by_spec(spec, parts)
        if ids and all(isinstance(part, str) and part for part in ids):
            yield Text(ids[0] if len(ids) == 1 else tuple(ids), context, (place, line))


def _by_spec(
    spec: tuple[int | tuple[int, str], ...] | None, parts: tuple[str | None, ...]
) -> tuple[str | None, list[str]]:
    if spec is None:
        return None, [parts[0]] if parts and parts[0] else []
    context, ids = None, []
    for place in spec:
        index = place[0] if isinstance(place, tuple) else place
        if index > len(parts) or parts[index - 1] is None:
            return None, []
        if isinstance(place, tuple):
            context = parts[index - 1]
        else:
            ids.append(str(parts[index - 1]))
    return context, ids


def gathered() -> Catalog:
    """Return a catalogue of every text in the product, untranslated."""
    catalog = _empty()
    for path in sources():
        for text in texts_of(path):
            catalog.add(text.id, context=text.context, locations=[(text.place[0], 0)])
    return catalog


def _empty() -> Catalog:
    return Catalog(
        locale="fr",
        project="Countersign",
        header_comment="# The French twin of every text in Countersign.",
        fuzzy=False,
    )


def held() -> Catalog:
    """Return the catalogue as it is stored."""
    path = folder() / "django.po"
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def update() -> Catalog:
    """Bring the stored catalogue to the product's present texts; keeps what is translated, guesses nothing."""
    present, stored = gathered(), held()
    for message in present:
        known = stored.get(message.id, message.context) if message.id else None
        if known is not None and known.string:
            message.string = known.string
    folder().mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, present, width=100, sort_output=True)
    lines = written.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(_PASSING_HEADERS)]
    (folder() / "django.po").write_text("".join(kept), encoding="utf-8")
    return present


def gaps() -> list[Gap]:
    """Return every text of the product that has no proper French twin."""
    stored = held()
    same = _same_in_both()
    found = []
    for message in gathered():
        if not message.id:
            continue
        known = stored.get(message.id, message.context)
        why = _why_not(message, known, same)
        if why:
            shown = message.id if isinstance(message.id, str) else message.id[0]
            found.append(Gap(shown, why))
    return found


_BREAKS_BEFORE_A_MARK = re.compile(r" (?=[:;?!»](?!\w))|(?<=«) ")
"""Where French has a space beside a mark, which must stay on the mark's own line."""


def _why_not(message: Message, known: Message | None, same: frozenset[str]) -> str:
    if known is None:
        return "not in the catalogue: run `manage.py translations update`"
    strings = [known.string] if isinstance(known.string, str) else list(known.string or ())
    if not strings or not all(strings):
        return "not translated"
    if known.fuzzy:
        return "marked fuzzy"
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    if strings[0] == ids[0] and ids[0] not in same:
        return f"the same as the English, and not listed in {SAME_IN_BOTH}"
    if any(_BREAKS_BEFORE_A_MARK.search(string) for string in strings):
        return "has a plain space beside : ; ? ! « or »: a line may break there; write U+00A0"
    for string in strings:
        if _placeholders(string) - _placeholders("".join(ids)):
            return "has a placeholder that the English does not have"
    if _placeholders("".join(strings)) != _placeholders("".join(ids)):
        return "lacks a placeholder of the English"
    return ""


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\([a-z_]+\)[sd]|%[sd]", text))


def _same_in_both() -> frozenset[str]:
    path = folder() / SAME_IN_BOTH
    if not path.exists():
        return frozenset()
    return frozenset(
        line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    )


def compile_catalogue() -> Path:
    """Write the compiled catalogue that Django reads; returns where."""
    target = folder() / "django.mo"
    fresh = target.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, held())
    fresh.replace(target)
    return target
