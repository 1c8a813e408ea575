"""The plain form of an event is checked quickly; whatever it is, both ways of checking must say the same of it.

The complete checks are installed beside the present function, from the text of the earlier migrations.
"""

from __future__ import annotations

import hashlib
import hmac
import importlib
import json
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from requests_app.wire import entry
from tests.audit.bodies import OF_SHAPE, PROCESS, SOMEBODY, body, written
from tests.support import raw_connection

_FUNCTIONS = (
    "append|canonical_body|canonical|whole_number|masked|commitment|check_body|keys_of|is_scalar|is_flat"
    "|is_flat_or_nested_once|has_shape|all_like|check_what_is_said"
)
_TEXTS = (
    ("0001_initial", "CANONICAL"),
    ("0001_initial", "COMMITMENT"),
    ("0001_initial", "CHECK_BODY"),
    ("0009_no_narrative_in_an_event", "SHAPES"),
    ("0010_sequencer", "WHAT_IS_SAID"),
    ("0004_moves_and_facts", "APPEND"),
)
_WRITTEN = """
CREATE FUNCTION earlier.written(number bigint) RETURNS TABLE (entry bytea, columns jsonb)
LANGUAGE sql SECURITY DEFINER AS $$
  SELECT e.entry, to_jsonb(e) - '{id,recorded_at,entry,leaf_hash}'::text[] || jsonb_build_object(
      'openings', (SELECT jsonb_agg(to_jsonb(o) - 'event_id' ORDER BY o.field) FROM audit.opening o
                   WHERE o.event_id = e.id),
      'chain', (SELECT jsonb_build_array(c.seq, c.status, c.last_leaf = e.leaf_hash) FROM audit.request_chain c
                WHERE c.request_id = e.request_id))
  FROM audit.event e WHERE e.id = number
$$;
GRANT USAGE ON SCHEMA earlier TO PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA earlier TO PUBLIC;
"""
KEY = "0f" * 32
REQUESTS: dict[str, str] = {}
"""Status -> a request that stands at it; none stands at the empty one."""
RIGHTS: dict[str, dict[str, Any]] = {}
"""Code -> what the web may say with it."""


def _commitment(value: str) -> str:
    return hmac.new(bytes.fromhex(KEY), value.encode(), hashlib.sha256).hexdigest()


@contextmanager
def _both_functions() -> Iterator[psycopg.Connection[Any]]:
    """A connection of the web, in one transaction, with the complete checks in the schema `earlier`."""
    with raw_connection("superuser") as connection:
        connection.execute("CREATE SCHEMA earlier")
        for name, text in _TEXTS:
            frozen = getattr(importlib.import_module(f"requests_app.audit.migrations.{name}"), text)
            moved = re.sub(rf"\baudit\.({_FUNCTIONS})\(", r"earlier.\1(", frozen)
            connection.execute(
                moved.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").encode()
            )
        connection.execute(_WRITTEN.encode())
        connection.execute("SET session_replication_role = replica")
        rows = connection.execute(
            "SELECT code, moves, required, allowed, outcomes, shapes FROM audit.code_right"
            " WHERE login = 'countersign_web'"
        )
        for code, moves, required, allowed, outcomes, shapes in rows.fetchall():
            RIGHTS[code] = {
                "moves": moves, "required": required, "allowed": allowed, "outcomes": outcomes,
                "shapes": shapes,
            }  # fmt: skip
        before = {move.partition(">")[0] for right in RIGHTS.values() for move in right["moves"]}
        for status in sorted(before | {"DRAFT"} - {""}):
            REQUESTS[status] = str(uuid.uuid4())
            if status:
                connection.execute(
                    "INSERT INTO audit.request_chain (request_id, seq, last_leaf, status)"
                    " VALUES (%s, 7, sha256('x'), %s)",
                    [REQUESTS[status], status],
                )
        connection.execute("SET session_replication_role = origin")
        connection.execute("SET SESSION AUTHORIZATION countersign_web")
        yield connection
        connection.rollback()


def _appended(
    connection: psycopg.Connection[Any], schema: str, text: str, openings: str
) -> tuple[bytes, dict[str, Any]] | None:
    """What stands in the log after the event was appended and before that is undone; None where it is refused."""
    connection.execute("SAVEPOINT before")
    try:
        row = connection.execute(
            f"SELECT w.* FROM {schema}.append(%s, %s::jsonb) AS a, earlier.written(a.event_id) AS w".encode(),
            [text, openings],
        ).fetchone()
        if row is None:  # the row is not seen by the statement that writes it
            row = connection.execute(
                "SELECT * FROM earlier.written(currval('audit.event_id_seq'))"
            ).fetchone()
        assert row is not None
        return bytes(row[0]), row[1]
    except (
        psycopg.errors.IntegrityError,
        psycopg.errors.DataError,
        psycopg.errors.InsufficientPrivilege,
    ):
        return None
    finally:
        connection.execute("ROLLBACK TO SAVEPOINT before")


ODD_VALUES: list[Any] = (
    [
        None, True, False, 0, -1, 1.0, 2.5, 10**15 - 1, 10**15, 2**53, -(2**53), "", "x", "A b", "null", "a" * 100,
        "a" * 101, "b" * 200, "b" * 201, "é" * 200, 'q"q', "back\\slash", "line\nbreak", "\u007f", "\u0085", "\u2028",
        "\U0001f50d", "a, b", '", "', "0" * 64, "AB" * 32, "ab" * 32, "ab" * 33, "2026-02-30",
        "ab", "abc", "ab" * 31, "a.b", "a..b", ".", 'x"null', 'x"null"', 'null"', '"', '""', "nullnull",
        "2026-11-23T10:00:00.000000Z", "2026-11-23T24:00:00.000000Z", "12026-11-23T10:00:00.000000Z", "infinity",
        SOMEBODY["account"], str(SOMEBODY["account"]).upper(), "{" + str(SOMEBODY["account"]) + "}", [], {},
        ["a"], ["a", "b_c"], ["a b"], ["a, b"], ['a", "b'], ["x" * 100], ["x" * 101], ["x"] * 40, [1], [[]], [None],
        {"a": {}}, {"a": {"b": {}}}, {"b": [1], "a": "x"}, [{"a": 1}], [{"A": 1}], ["R-1 DENY open"],
    ]
)  # fmt: skip
ODD = st.sampled_from(ODD_VALUES)
WRITTEN_OTHERWISE = (
    (":1", ":1e0"), (":1", ":1.0"), (":1", ":01"), (":0", ":-0"), (":1", ":9007199254740993"), ("a", "\\u0061"),
    (",", ", "), (":", " :"), ("}", " }"), ("{", "{ "), ("null", "NULL"), ('"code"', '"Code"'),
    ('"facts":{', '"facts":{"version":1,'), ('"facts":{', '"extra":1,"facts":{'), ('"reason":null,', ""),
    ('"who":{', '"who":{"account":null,'), ("}}", "}}\n"), ("}}", '},"zoo":1}'), ("success", "Success"),
    (".000000Z", "Z"), (".000000Z", ".000000+00"), ("T10", " 10"), ('"x"', '"\\u0000"'), ('"x"', '"\\ud800"'),
    ('"x"', '"\\n"'), ('"x"', '"\\/"'), ('"x"', '"\x01"'), ('"x"', "'x'"), ("{}", "[]"), ("{}", "null"),
)  # fmt: skip


def _one_place_damaged() -> Iterator[str]:
    """One event with each odd value in each of its fields, and without each of its fields."""
    sound = body("probe.viewed", facts={"version": 1})
    for path in [(name,) for name in sound] + [
        (outer, inner) for outer in ("who", "object", "facts") for inner in sound[outer]
    ]:
        for odd in [*ODD_VALUES, ...]:
            said = json.loads(json.dumps(sound))
            held = said if len(path) == 1 else said[path[0]]
            held[path[-1]] = odd
            if odd is ...:
                del held[path[-1]]
            yield written(said)


@st.composite
def _event(draw: st.DrawFn) -> tuple[str, str]:
    """A body with its openings: complete in a third of the examples, else damaged in one place or in some."""
    code = draw(st.sampled_from(sorted(RIGHTS)))
    right = RIGHTS[code]
    names = set(right["required"]) | set(
        draw(st.lists(st.sampled_from(right["allowed"]), max_size=3)) if right["allowed"] else []
    )
    move = draw(st.sampled_from(right["moves"])) if right["moves"] else ""
    before, _, after = move.partition(">")
    said = body(
        code,
        facts={name: OF_SHAPE.get(right["shapes"][name], "x") for name in names},
        outcome=draw(st.sampled_from(right["outcomes"])),
        request_id=REQUESTS[before] if move else draw(st.sampled_from([None, REQUESTS["DRAFT"]])),
        status_after=after or None,
        object=draw(st.sampled_from([{"id": None, "type": None}, {"id": "a:1", "type": "a.b_c"}])),
        reason=draw(st.sampled_from([None, "too_late"])),
        who=draw(st.sampled_from([SOMEBODY, SOMEBODY | {"session": "ab" * 32}, PROCESS])),
    )
    held = {
        name: {"key": KEY, "value": draw(st.sampled_from(["198.51.100.7", "é\U0001f50d", ""]))}
        for name in draw(st.sampled_from([[], [], ["source"], ["source", "to", "a_longer_name"]]))
    }
    said["commitments"] = {name: _commitment(each["value"]) for name, each in held.items()}
    openings: Any = held
    for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
        place = draw(st.sampled_from(["fact", "field", "nested", "name", "opening", "openings"]))
        odd = draw(ODD)
        if place == "fact" and names and isinstance(said["facts"], dict):
            said["facts"][draw(st.sampled_from(sorted(names)))] = odd
        elif place == "field":
            said[draw(st.sampled_from(sorted(said)))] = odd
        elif place == "nested":
            outer = draw(st.sampled_from(["who", "object", "commitments"]))
            if isinstance(said[outer], dict):
                inner = draw(st.sampled_from([*sorted(said[outer]), "more"]))
                said[outer] = said[outer] | {inner: odd}
        elif place == "name" and isinstance(said["facts"], dict):
            said["facts"][draw(st.sampled_from(["more", "Upper", "é", "with blank", ""]))] = 1
        elif place == "opening" and held:
            name = draw(st.sampled_from(sorted(held)))
            held[name] = {**held[name], draw(st.sampled_from(["key", "value", "more"])): odd}
        elif place == "openings":
            openings = draw(
                st.sampled_from([[], None, 1, "x", {"a": 1}, {"a": {}}, [{}], ["source"]])
            )
    text = written(said)
    for _ in range(draw(st.sampled_from([0, 0, 0, 1]))):
        old, new = draw(st.sampled_from(WRITTEN_OTHERWISE))
        text = text.replace(old, new, 1)
    if draw(st.integers(0, 9)) == 0:
        at = draw(st.integers(0, len(text)))
        text = (
            text[:at]
            + draw(st.sampled_from(["", " ", "0", '"', "\\", ",", "é", "\t"]))
            + text[at + 1 :]
        )
    return text, json.dumps(openings)


@pytest.mark.usefixtures("database")
def test_the_quick_check_and_the_complete_one_say_the_same() -> None:
    """Each event is appended both ways, or refused both ways; what is appended can be read back, byte for byte."""
    seen = {True: 0, False: 0}
    with _both_functions() as connection:

        def compare(text: str, openings: str = "{}") -> None:
            before = _appended(connection, "earlier", text, openings)
            now = _appended(connection, "audit", text, openings)
            seen[now is not None] += 1
            assert (now is None) == (before is None), (text, openings)
            if now is not None and before is not None:
                assert now[1] == before[1]
                assert entry.parse(now[0]).to_bytes() == now[0]
                assert json.loads(now[0])["body"] == json.loads(before[0])["body"]

        for damaged in _one_place_damaged():
            compare(damaged)

        @settings(
            max_examples=900, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(_event())
        def check(made: tuple[str, str]) -> None:
            compare(*made)

        check()
    assert min(seen.values()) > 150, seen


@pytest.mark.usefixtures("database")
def test_usual_events_are_in_the_plain_form() -> None:
    """The complete check is called for no event that has neither findings nor objects among its facts."""
    with raw_connection("superuser") as connection:
        connection.execute("SET track_functions = 'pl'")
        rows = connection.execute(
            "SELECT code, required, allowed, outcomes[1], shapes FROM audit.code_right"
            " WHERE login = 'countersign_web' AND moves = '{}'"
        ).fetchall()
        connection.execute("SET SESSION AUTHORIZATION countersign_web")
        taken = 0
        for code, required, allowed, outcome, shapes in rows:
            plain = [
                n for n in allowed if shapes[n] not in {"findings", "packs", "object", "objects"}
            ]
            if set(required) <= set(plain):
                taken += 1
                facts = {name: OF_SHAPE[shapes[name]] for name in plain}
                said = body(
                    code, facts=facts, outcome=outcome, commitments={"to": _commitment("x")}
                )
                connection.execute(
                    "SELECT audit.append(%s, %s::jsonb)",
                    [written(said), json.dumps({"to": {"key": KEY, "value": "x"}})],
                )
        connection.execute("RESET SESSION AUTHORIZATION")
        called = connection.execute(
            "SELECT funcname, calls FROM pg_stat_xact_user_functions"
            " WHERE schemaname = 'audit' AND funcname IN ('check_in_full', 'append')"
        ).fetchall()
        connection.rollback()
    assert taken > 20
    assert called == [("append", taken)]
