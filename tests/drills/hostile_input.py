"""Hostile values for every field of every form, and one request for each: nothing answers 500, nothing hangs.

What a form holds is read from the page as a person is shown it; the views are never asked. Each case
has a name that says everything, so that one can be run again.
"""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit
from uuid import UUID, uuid5

import lxml.html
from django.test import Client

SECONDS = 20
"""The longest that one answer may take, on a machine that does other work as well."""
_WORDS = "Some plain words that are long enough to be the reason that a form asks for."
_SOME = UUID("6f1d4c1e-0000-4000-8000-000000000000")

Sent = str | bytes
VALUES: dict[str, Sent] = {
    # Encodings: bytes are sent as they stand.
    "empty": "", "space": " ", "nul": "\x00", "nul inside": "a\x00b", "no UTF-8": b"\xff\xfe",
    "lone surrogate": b"\xed\xa0\x80", "overlong": b"\xc0\x80", "cut character": b"\xe6\xbc",
    "non-character": "\uffff\ufffe", "last character": "\U0010ffff", "private use": "\ue000",
    # Control and direction.
    "controls": "".join(map(chr, range(1, 32))), "C1": "\x7f\x80\x85\x9f", "separators": "a\u2028b\u2029c",
    "bidi override": "\u202eabc\u202c", "bidi isolate": "\u2066abc", "zero width": "\u200b\u200d\ufeff",
    "tags": "\U000e0041\U000e007f", "accents": "e" + "\u0301" * 600, "new header": "a\r\nSet-Cookie: b=c",
    # Sizes.
    "thousands": "x" * 5_000, "a hundred thousand": "漢" * 100_000, "many lines": "a\n" * 20_000,
    "astral": "😀" * 3_000, "a word of a megabyte": "y" * 1_000_000,
    # Numbers in every script, and none.
    "zero": "0", "minus one": "-1", "minus zero": "-0", "smallint": "32768", "integer": "2147483648",
    "bigint": "9223372036854775808", "four hundred digits": "9" * 400, "more digits than Python reads": "9" * 5_000,
    "exponent": "1e309", "huge exponent": "1e999999999", "tiny": "1e-999999999", "nan": "NaN",
    "signalling nan": "sNaN", "infinity": "-Infinity", "hexadecimal": "0x10", "underscores": "1_000",
    "comma": "0,75", "two points": "1.2.3", "arabic": "١٢٣", "full width": "１２", "superscript": "²",
    "fraction": "½", "roman": "Ⅷ", "bengali": "১", "mathematical": "𝟙", "ideographs": "三", "plus": "+1",
    # Ids.
    "no id": "not-an-id", "id of zeros": "00000000-0000-0000-0000-000000000000", "unknown id": str(_SOME),
    "id in braces": "{" + str(_SOME) + "}", "urn": f"urn:uuid:{_SOME}", "id without hyphens": _SOME.hex,
    "id too long": str(_SOME) * 2, "wide id": "１" * 32,
    # Texts that other programs would run.
    "markup": "<script>alert(1)</script>", "quote": "'\"`\\", "sql": "'; DROP TABLE x; --",
    "format": "%s %(a)s %n {0.__class__} {{ 7|add:7 }} ${x}", "percent": "%", "like": "%_\\",
    "path": "../../etc/passwd", "other site": "//evil.example/", "script address": "javascript:alert(1)",
    "broken address": "http://[", "json": '{"a": [1]}', "deep json": "[" * 20_000, "null": "null",
    "true": "true", "formula": "=1+1", "pattern": "(((((a+)+)+)+)+)$", "address": "a@" + "b" * 300,
    "mail": '"\\"@[', "unknown choice": "no-such-choice",
}  # fmt: skip
DATES = (
    ("0", "0", "0"), ("1", "1", "1"), ("31", "12", "9999"), ("31", "12", "2199"), ("1", "1", "2200"),
    ("1", "1", "1900"), ("31", "12", "1899"), ("29", "2", "2023"), ("29", "2", "2024"), ("29", "2", "1900"),
    ("31", "4", "2026"), ("8", "3", "2026"), ("1", "11", "2026"), ("29", "3", "2026"), ("25", "10", "2026"),
    ("1", "1", "10000"), ("-1", "-1", "-1"), ("١", "١", "٢٠٢٦"), ("1", "1", "1970"), ("19", "1", "2038"),
)  # fmt: skip
TIMES = ("00:00", "23:59", "24:00", "02:30", "01:30", "3:7", "٠١:٠٠", "10h00", "99:99", "")
"""With the dates, each hour that the clocks leave out or repeat somewhere is among these."""
MODES = ("twice", "as a file", "left out")
"""What is done with a field besides giving it another value."""


@dataclass(frozen=True)
class Case:
    """One request: who sends what, where, and which field holds which hostile value."""

    person: str
    method: str
    place: str
    address: str
    field: str
    value: str
    form: int = 0

    @property
    def name(self) -> str:
        """All that tells this case from any other; `DRILL_CASE` takes it."""
        return "|".join(
            (self.person, self.method, self.place, f"{self.form}", self.field, self.value)
        )


class Hung(BaseException):
    """An answer took too long; no handler of errors may take this for a fault of the view."""


@contextmanager
def no_longer_than(seconds: int) -> Iterator[None]:
    """Stop what takes longer.

    Raises:
        Hung: it did.
    """

    def stop(*_: object) -> None:
        raise Hung

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@dataclass
class FormSeen:
    """A form of a page: where it is sent, and what a browser would send of it, filled in plainly."""

    action: str
    is_post: bool
    values: dict[str, list[str]]

    @property
    def names(self) -> list[str]:
        """Every field; a date of several boxes also once as a whole, marked by a star."""
        dates = [
            f"{name.removesuffix('_year')}_*" for name in self.values if name.endswith("_year")
        ]
        return [*self.values, *dates]


def forms_of(page: bytes, address: str) -> list[FormSeen]:
    """Read the forms of a page."""
    try:
        root = lxml.html.document_fromstring(page)
    except (lxml.etree.ParserError, ValueError):
        return []
    return [_seen(form, address) for form in root.forms]


def _seen(form: Any, address: str) -> FormSeen:
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    chosen = set(values)
    for field in form.inputs:
        name, kind = field.name, field.get("type", "text")
        if not name or kind == "submit":
            continue
        kept = values.setdefault(name, [])
        if field.tag == "select":
            if not any(kept):
                kept[:] = [one for one in field.value_options if one][:1]
        elif kind == "checkbox" or (kind == "radio" and not kept):
            if name not in chosen:
                kept.append(field.get("value", "on"))
        elif kind not in {"radio", "file"} and not any(kept):
            kept[:] = [_plain(name, field)]
    for button in form.iter("button"):
        if button.get("name"):
            values.setdefault(button.get("name"), [button.get("value", "")])
    return FormSeen(form.get("action") or address, form.method == "POST", values)


def _plain(name: str, field: Any) -> str:
    for ending, value in (("_day", "3"), ("_month", "3"), ("_year", "2026"), ("_time", "10:00")):
        if name.endswith(ending):
            return value
    if field.get("inputmode") == "numeric":
        return "1"
    if field.get("type") == "email":
        return "somebody@example.org"
    return _WORDS if field.tag == "textarea" else "Plain-1"


def cases_of_form(
    person: str, place: str, address: str, number: int, form: FormSeen
) -> Iterator[Case]:
    """Every field of one form with every hostile value."""
    method = "POST" if form.is_post else "GET"
    for field in form.names:
        if field == "csrfmiddlewaretoken":
            continue
        if field.endswith("_*"):
            for date in DATES:
                for at in TIMES if f"{field[:-2]}_time" in form.values else TIMES[:1]:
                    yield Case(
                        person, method, place, address, field, f"{'/'.join(date)} {at}", number
                    )
            continue
        for value in (*VALUES, *(MODES if form.is_post else MODES[:1])):
            yield Case(person, method, place, address, field, value, number)


QUERY = ("page", "before", "after", "q", "next", "from", "code", "who", "request", "state", "role",
         "since_year", "until_day", "seen", "case", "row", "x\x00")  # fmt: skip


def cases_of_address(person: str, place: str, address: str) -> Iterator[Case]:
    """The address itself with every hostile value, in its query and as a body without a form."""
    for field in QUERY:
        for value in VALUES:
            yield Case(person, "GET", place, address, field, value)
    for value in VALUES:
        yield Case(person, "POST", place, address, "next", value)


def send(client: Client, case: Case, form: FormSeen | None) -> Any:
    """Send one case; return the answer.

    Raises:
        Hung: no answer in `SECONDS`.
    """
    values = {name: list(given) for name, given in form.values.items()} if form else {}
    files: list[str] = []
    if case.field.endswith("_*"):
        date, at = case.value.split(" ")
        stem = case.field[:-1]
        boxes = zip(("day", "month", "year", "time"), (*date.split("/"), at), strict=True)
        values |= {stem + box: [part] for box, part in boxes if stem + box in values}
    elif case.value == "twice":
        values[case.field] = values.get(case.field, [""]) * 2 + ["other"]
    elif case.value == "left out":
        values.pop(case.field, None)
    elif case.value == "as a file":
        values.pop(case.field, None)
        files = [case.field]
    else:
        values[case.field] = [VALUES[case.value]]  # type: ignore[list-item]
    address = form.action if form else case.address
    with no_longer_than(SECONDS):
        if case.method == "GET":
            return client.generic("GET", urlsplit(address).path, QUERY_STRING=_encoded(values))
        if files:
            body, kind = _multipart(values, files), "multipart/form-data; boundary=drill"
        else:
            body, kind = _encoded(values).encode(), "application/x-www-form-urlencoded"
        return client.generic("POST", address, body, content_type=kind)


def _bytes(value: Sent) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def _encoded(values: dict[str, list[str]]) -> str:
    return "&".join(
        f"{quote_from_bytes(name.encode(), safe='')}={quote_from_bytes(_bytes(value), safe='')}"
        for name, given in values.items()
        for value in given
    )


def _multipart(values: dict[str, list[str]], files: list[str]) -> bytes:
    head = b"--drill\r\nContent-Disposition: form-data; name="
    parts = [
        head + b'"%b"\r\n\r\n%b\r\n' % (name.encode(), _bytes(value))
        for name, given in values.items()
        for value in given
    ]
    parts += [head + b'"%b"; filename="a.pdf"\r\n\r\n%%PDF-\r\n' % name.encode() for name in files]
    return b"".join(parts) + b"--drill--\r\n"


def drawn(seed: int, place: str, cases: list[Case], most: int) -> list[Case]:
    """Return at most so many of the cases, the same ones for the same seed and place."""
    if len(cases) <= most:
        return cases
    return random.Random(uuid5(_SOME, f"{seed} {place}").int).sample(cases, most)
