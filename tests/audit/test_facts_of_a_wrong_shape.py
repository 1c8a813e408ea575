"""Facts attacked with the passwords of the logins: values of every wrong shape, for every name that a fact can have.

What fits a shape is decided here by Python's own reading of numbers, days and ids, not by the database's patterns.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from requests_app.audit.fact_shapes import SHAPES
from tests.audit.bodies import OF_SHAPE, PROCESS, SOMEBODY, a_request, body, written
from tests.support import raw_connection, sql

LOGINS = ("web", "worker", "dispatcher", "sequencer", "owner")
PLACE = "the fact stands here"
REFUSALS = (
    psycopg.errors.CheckViolation,
    psycopg.errors.DataError,  # no JSON, no number or no character at all
)
SEED = 20261128
DRAWN_AS_NOTHING = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    + "".join(map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFF9))))
    + "".join(map(chr, (0x2065, *range(0xE0000, 0xE1000))))
)
"""Unicode's Default_Ignorable_Code_Point beside the format characters, and the blank of Braille."""
BY_CHANCE = 25
"""Values by chance for each name of a fact, besides those that are written down here."""


def _is_text(value: object) -> bool:
    """As Unicode groups characters: no control, no format, no separator of lines, and none that is drawn as nothing."""
    return (
        isinstance(value, str)
        and len(value) <= 200
        and not any(
            unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp") or each in DRAWN_AS_NOTHING
            for each in value
        )
    )


def _is_code(value: object) -> bool:
    return (
        isinstance(value, str) and len(value) <= 200 and all("!" <= each <= "~" for each in value)
    )


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def _is_hexadecimal(value: object, length: int = 64) -> bool:
    return isinstance(value, str) and len(value) == length and set(value) <= set("0123456789abcdef")


def _is_day(value: object) -> bool:
    """A day of the calendar between 1900 and 2199, as Python's own calendar knows it."""
    if not isinstance(value, str) or not value.isascii():
        return False
    numbers = value.split("-")
    if [len(each) for each in numbers] != [4, 2, 2] or not all(each.isdigit() for each in numbers):
        return False
    try:
        return 1900 <= dt.date(*map(int, numbers)).year <= 2199
    except ValueError:
        return False


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or len(value) != 27 or not value.isascii():
        return False
    numbers = (value[11:13], value[14:16], value[17:19], value[20:26])
    marks = value[10] + value[13] + value[16] + value[19] + value[26]
    if not _is_day(value[:10]) or marks != "T::.Z" or not all(each.isdigit() for each in numbers):
        return False
    try:
        dt.time(*map(int, numbers))
    except ValueError:
        return False
    return True


def _words(value: object, count: int) -> bool:
    return isinstance(value, str) and value.isascii() and len(value.split(" ")) == count


def _is_finding(value: object) -> bool:
    if not _words(value, 3):
        return False
    rule, verb, state = str(value).split(" ")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return (
        0 < len(rule) <= 60 and set(rule) <= {*letters, *"0123456789-"}
        and 0 < len(verb) <= 20 and set(verb) <= {*letters, *"+_-"}
        and 0 < len(state) <= 20 and set(state) <= {*letters.lower(), "_"}
    )  # fmt: skip


def _is_pack(value: object) -> bool:
    if not _words(value, 3):
        return False
    name, version, digest = str(value).split(" ")
    return (
        0 < len(name) <= 40 and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        and 0 < len(version) <= 20 and set(version) <= set("0123456789.") and _is_hexadecimal(digest)
    )  # fmt: skip


def _is_word(value: object) -> bool:
    return _is_code(value) and 0 < len(str(value)) <= 100 and bool(
        set(str(value)) <= {*map(chr, range(48, 58)), *map(chr, range(65, 91)), *map(chr, range(97, 123)), *"_.:+-"}
    )  # fmt: skip


def _all(judge: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and len(value) <= 1000 and all(map(judge, value))


def _is_plain(value: object) -> bool:
    """What the canonical form of an entry can hold: whole numbers below 2^53, no object in an object of a fact."""
    if isinstance(value, dict):
        return all(re.fullmatch("[a-z_0-9]+", name) for name in value) and all(
            not isinstance(each, dict) and _is_plain(each) for each in value.values()
        )
    if isinstance(value, list):
        return all(not isinstance(each, list) and _is_plain(each) for each in value)
    return not isinstance(value, float) and (not isinstance(value, int) or abs(value) < 2**53)


FITS: dict[str, Callable[[object], bool]] = {
    "number": lambda value: type(value) is int and 0 <= value < 10**15,
    "flag": lambda value: value is True or value is False,
    "id": _is_id,
    "digest": _is_hexadecimal,
    "day": _is_day,
    "time": _is_time,
    "code": _is_code,
    "text": _is_text,
    "codes": _all(_is_word),
    "findings": _all(_is_finding),
    "packs": _all(_is_pack),
    "object": lambda value: isinstance(value, dict) and _is_plain(value),
    "objects": lambda value: isinstance(value, list) and _is_plain(value)
    and all(isinstance(each, dict) for each in value),
}  # fmt: skip

ID, DIGEST = "01234567-89ab-4cde-8f01-23456789abcd", "0f" * 32
RIGHT: dict[str, list[object]] = {
    "number": [0, 1, 42, 10**15 - 1],
    "flag": [True, False],
    "id": [ID, str(uuid.UUID(int=0)), str(uuid.UUID(int=2**128 - 1))],
    "digest": [DIGEST, "0" * 64],
    "day": ["2026-11-28", "1900-01-01", "2199-12-31", "2028-02-29", "2000-02-29", "1904-02-29", "2196-02-29", "2026-01-31"],
    "time": ["2028-02-29T00:00:00.000000Z", "2026-11-28T16:25:25.000001Z", "1900-01-01T00:00:00.000000Z", "2199-12-31T23:59:59.999999Z"],
    "code": ["given_up", "", "CORE-02", 'a"b\\c', "~" * 200, "a/b", "null"],
    "text": ["Motor 3.1", "", "Système é", "é" * 200, "\U0001f50d" * 200, 'a "b" \\ c', "null"],
    "codes": [[], ["case.case_number", "CORE-02"], ["x" * 100] * 3, ["x"] * 1000, ["a+b:c"]],
    "findings": [[], ["CORE-02 BLOCK fired", "MY-01 APPR+ unknown"]],
    "packs": [[], [f"core 2026.11.1 {DIGEST}"]],
    "object": [{}, {"a": 1, "b": None, "c": ["x"], "d": "words of a filter"}],
    "objects": [[], [{}], [{"bytes": 1, "name": "events.csv"}, {}]],
}  # fmt: skip

WRONG: list[object] = [
    -1, -(10**15), 10**15, 2**53, 10**40, 0.5, 1.5, "1", "-1", "1e3", "\u0661\u0662", "\uff11", "one", "true", "True",
    " ", "a b", " a", "a ", "a\tb", "a\nb", "\n", "a\n", "a\r", "\u00a0", "a\u00a0b", "a\u2028b", "a\u0085b", "a\u007fb", "a\u2029b", "\u2066a\u2069", "a\u200bb", "a\u061cb", "a\u3164", "a\ufe0f", "a\U000e0041",
    "\u001f", "x" * 201, "é" * 201, "\U0001f50d" * 201, "\u202eabc", "\ufeffa", "е",
    ID.upper(), ID[:-1], ID + "0", ID + "\n", "{" + ID + "}", ID.replace("-", ""), ID[:-1] + "\u0661", "urn:uuid:" + ID,
    DIGEST.upper(), DIGEST[:-1], DIGEST + "0", DIGEST[:-1] + "g", DIGEST[:-1] + "\uff10", DIGEST[:-1] + "\n",
    "2026-11-3", "20261128", "2026/11/28", "1899-12-31", "2200-01-01", "2026-11-28 ", "2026-11-28\n", "26-11-28",
    "2026-11-\u0662\u0668", "2026-02-29", "2026-02-30", "2026-00-10", "2026-13-01", "2026-11-31", "2026-11-00", "1900-02-29", "2100-02-29",
    "2027-02-29", "2026-04-31", "2026-06-31", "2026-09-31", "2026-01-32", "2026-12-39", "2026-19-01",
    "2026-02-30T16:25:25.000001Z", "2026-11-28T24:00:00.000000Z", "2026-11-28T23:60:00.000000Z",
    "2026-11-28T23:59:60.000000Z", "2026-11-28T29:00:00.000000Z", "2100-02-29T00:00:00.000000Z",
    "12026-11-28", "-2026-11-28", "28.11.2026", "infinity", "now",
    "2026-11-28T16:25:25.000001", "2026-11-28T16:25:25.000001+00:00", "2026-11-28T16:25:25Z", "2026-11-28T16:25:25.001Z",
    "2026-11-28 16:25:25.000001Z", "2026-11-28t16:25:25.000001z", "2026-11-28T16:25:25,000001Z",
    "2026-11-28T16:25:25.000001Z\n", "2026-11-28T\u0661\u0666:25:25.000001Z", "2026-11-28T16:25:25.0000012Z",
    None, [None], [1], [True], [[]], [["x"]], [{}, "x"], [{}, None], ["a b"], ["a, b"], ['a", "b'], [""], ["x" * 101],
    ["x"] * 1001, ["é"], ["a\nb"], ["a\n"], ["\u0661"], ["He was seen near the school"],
    ["CORE-02 BLOCK"], ["CORE-02 BLOCK fired now"], ["core-02 BLOCK fired"], ["CORE-02  fired"], ["CORE-02 BLOCK fired\n"],
    ["CORE-02 BLOCK He_saw"], ["A" * 61 + " BLOCK fired"], [f"core 2026.11.1 {DIGEST[:-1]}"], [f"core v1 {DIGEST}"],
    [f"core 2026.11.1 {DIGEST} more"], [f"Core 2026.11.1 {DIGEST}"],
    {"a": {"b": 1}}, {"a": {}}, {"a": [["x"]]}, {"A": 1}, {"with blank": 1}, {"": 1}, {"a": 1.5}, {"n": 2**53},
    [{"a": {"b": {}}}],
]  # fmt: skip
OTHER_WRITING = (
    "1e3", "1E3", "1e0", "1.0", "-0", "0e0", "01", "+1", "1_000", "0x1", "\u0661", "NaN", "Infinity", "-Infinity", "tRue",
    "True", "None", "undefined", "'x'", '"x', '"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"\\udfff"', '"\\udc00\\ud800"',
    '"\\ud800x"', '"\\u0078"', '"\\/"', '"a\nb"', '"a\x01b"', '"\\x41"', "[1,]", "[,]", "[ ]", "{ }", '{"a":1,"a":1}',
    '{"b":1,"a":1}', '{"a": 1}', '["\\ud800"]', '["\\u0000"]', '{"a":"\\ud800"}', '{"a":"\\u0000"}', '["x" ,"y"]',
    "1" + "0" * 400, "1e400", "-1e400", "1e-400", "0.1e1", "", " 1", "1 ", '1,"more":1', '1},"zoo":{"a":1',
)  # fmt: skip
"""JSON in another writing than the canonical one, or none at all: nothing of it goes in, whatever the shape."""


def _by_chance(chance: random.Random, shape: str) -> object:
    """A right value of a shape with something in it changed, or a right value of another."""
    if chance.random() < 0.2:
        return chance.choice(RIGHT[chance.choice(sorted(RIGHT))])
    value = chance.choice(RIGHT[shape])
    if isinstance(value, bool) or value is None:
        return chance.choice([int(bool(value)), str(value).lower(), [value]])
    if isinstance(value, int):
        return chance.choice(
            [-value, value + 10**15, str(value), value + 0.5, [value], {"n": value}]
        )
    held = chance.randrange(len(value)) if isinstance(value, list) and value else None
    text = str(value[held]) if held is not None and isinstance(value, list) else str(value)
    at = chance.randrange(len(text) + 1)
    odd = chance.choice([*" \n\t\r\x7f\x85\u2028\u0661éA0-.:Zg_+", "x" * 201, "\U0001f600"])
    changed = text[:at] + odd + text[at + chance.choice([0, 1]) :]
    return [changed] if isinstance(value, list) else changed


def _fits(shape: str, value: object) -> bool:
    if shape.endswith("?"):
        return value is None or FITS[shape[:-1]](value)
    return FITS[shape](value)


def _cases(name: str, shape: str, *, all_of_them: bool) -> Iterator[tuple[str, bool]]:
    """JSON of values of a fact, each with whether it may go in: all that are written here, or the right ones and some."""
    base = shape.removesuffix("?")
    chance = random.Random(f"{SEED} {name}")
    others, writings = [*(each for held in RIGHT.values() for each in held), *WRONG], OTHER_WRITING
    if not all_of_them:
        others, writings = chance.sample(others, 40), tuple(chance.sample(OTHER_WRITING, 10))
    values = [*RIGHT[base], *others]
    values += [_by_chance(chance, base) for _ in range(BY_CHANCE)]
    for value in values:
        yield written(value), _fits(shape, value)
    for text in writings:
        yield text, False


def _rights(login: str) -> Iterator[tuple[str, str, dict[str, Any], list[str], str]]:
    """One code of a login for each name of a fact: name, code, shapes, what else is required, move and outcome."""
    met: set[str] = set()
    for code, required, allowed, shapes, moves, outcomes in sql(
        "owner",
        "SELECT code, required, allowed, shapes, moves, outcomes FROM audit.code_right"
        " WHERE login = %s ORDER BY cardinality(moves), code",
        [f"countersign_{login}"],
    ):
        for name in allowed:
            if name not in met:
                met.add(name)
                yield name, code, shapes, required, (moves[0] if moves else "") + " " + outcomes[0]


def _text_around(
    login: str, name: str, code: str, shapes: dict[str, str], required: list[str], move: str
) -> str:
    """An event that is right in everything, with a mark in place of one of its facts."""
    move, _, outcome = move.partition(" ")
    before, _, after = move.partition(">")
    request = (a_request(before) if before else str(uuid.uuid4())) if move else None
    facts: dict[str, Any] = {each: OF_SHAPE[shapes[each]] for each in required}
    return written(
        body(
            code, facts=facts | {name: PLACE}, outcome=outcome, request_id=request,
            status_after=after or None, who=SOMEBODY if login in ("web", "owner") else PROCESS,
        )
    )  # fmt: skip


def _is_taken(connection: psycopg.Connection[Any], text: str) -> bool:
    """Whether the log takes an event, which is then undone. Each has a transaction of its own: locks stay until its end."""
    try:
        connection.execute("SELECT audit.append(%s)", [text])
        return True
    except REFUSALS:
        return False
    finally:
        connection.rollback()


@pytest.mark.parametrize("login", LOGINS)
@pytest.mark.usefixtures("database")
def test_a_fact_of_a_wrong_shape_does_not_go_in_and_a_right_one_does(login: str) -> None:
    """For each name, by one event of this login: each value is taken or refused, as its shape says."""
    seen = {True: 0, False: 0}
    shapes_met: set[str] = set()
    wrongly: list[tuple[str, str, str, bool]] = []
    with raw_connection(login) as connection:
        for name, code, shapes, required, move in _rights(login):
            shape = shapes[name]
            assert shape == SHAPES[name], name
            around = _text_around(login, name, code, shapes, required, move)
            for text, fits in _cases(name, shape, all_of_them=shape not in shapes_met):
                seen[fits] += 1
                if _is_taken(connection, around.replace(f'"{PLACE}"', text)) is not fits:
                    wrongly.append((code, name, text[:80], fits))
            shapes_met.add(shape)
    assert not wrongly, wrongly[:20]
    assert seen[True] > 20
    assert seen[False] > 500


@pytest.mark.usefixtures("database")
def test_every_name_of_a_fact_is_attacked() -> None:
    assert {name for login in LOGINS for name, *_ in _rights(login)} == {*SHAPES}
    assert {shape.removesuffix("?") for shape in SHAPES.values()} == {*FITS} == {*RIGHT}


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher"])
@pytest.mark.usefixtures("database")
def test_an_event_that_is_no_text_of_the_database_does_not_go_in(login: str) -> None:
    """The bytes of a lone half of a character, of NUL and of a character in a longer writing than it needs."""
    with raw_connection(login) as connection:
        for odd in (
            b"\xed\xa0\x80",
            b"\xc0\x80",
            b"\xff",
            b"\xe0\x80\xaf",
            b"\xf8\x88\x80\x80\x80",
            b"\0",
        ):
            text = written(body("session.ended", facts={"cause": PLACE})).encode()
            with pytest.raises(psycopg.Error):
                connection.execute(
                    "SELECT audit.append(convert_from(%b, 'UTF8'))",
                    [text.replace(PLACE.encode(), odd)],
                )
            connection.rollback()


@pytest.mark.usefixtures("database")
def test_each_day_of_three_centuries_and_no_other_has_the_shape_of_a_day() -> None:
    """Each month with each number of a day from 0 to 39, in each year: those of the calendar, as Python counts it."""
    taken = {
        text
        for (text,) in sql(
            "superuser",
            "SELECT said FROM (SELECT format('%s-%s-%s', year, lpad(month::text, 2, '0'), lpad(day::text, 2, '0')) AS said"
            " FROM generate_series(1890, 2210) AS year, generate_series(0, 19) AS month, generate_series(0, 39) AS day) AS each"
            " WHERE audit.has_shape(to_jsonb(said), 'day')",
        )
    }
    first, last = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
    days = range((last - first).days + 1)
    assert taken == {(first + dt.timedelta(days=number)).isoformat() for number in days}


@pytest.mark.usefixtures("database")
def test_a_text_has_no_character_that_is_not_seen() -> None:
    """Each character of Unicode but the halves, by itself: as the plain form reads it, and as the whole check does."""
    shapes, wrong = '{"mode": "text"}', []
    for character, in_full, plainly in sql(
        "superuser",
        "SELECT held, audit.has_shape(to_jsonb(held), 'text'),"
        " to_jsonb(held)::text ~ (audit.plain_forms(%s::jsonb) #>> '{mode,0}')"
        " FROM (SELECT chr(number) AS held FROM generate_series(1, 1114111) AS number"
        "       WHERE number NOT BETWEEN 55296 AND 57343) AS each",
        [shapes],
    ):
        if unicodedata.category(character) == "Cn" and character not in DRAWN_AS_NOTHING:
            continue  # Python's Unicode does not have it yet, and a later one may
        # A quotation mark and a backslash are written with an escape, which the plain form does not read.
        fits = _is_text(character)
        if in_full is not fits or plainly is not (fits and character not in '"\\'):
            wrong.append((hex(ord(character)), in_full, plainly))
    assert not wrong, wrong[:20]
