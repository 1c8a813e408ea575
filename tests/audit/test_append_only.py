"""The log attacked with SQL, as every login: nothing that was written changes, nothing false goes in."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from requests_app.wire import entry as wire_entry
from tests import builders
from tests.audit.bodies import (
    ACCOUNT,
    PERSON,
    PROCESS,
    SOMEBODY,
    a_request,
    append,
    body,
    facts_of,
    is_refused,
    written,
)
from tests.support import raw_connection, sql

KEY = "ab" * 32
RUN_TIME = ("web", "worker", "dispatcher", "auditor")
TABLES = ("event", "opening", "code_right", "request_chain", "installation")

ATTACKS = [
    "UPDATE audit.{0} SET ctid = ctid",
    "DELETE FROM audit.{0}",
    "TRUNCATE audit.{0}",
    "TRUNCATE audit.{0} CASCADE",
    "INSERT INTO audit.{0} SELECT * FROM audit.{0}",
    "INSERT INTO audit.{0} DEFAULT VALUES",
    "ALTER TABLE audit.{0} ADD COLUMN x int",
    "ALTER TABLE audit.{0} DISABLE TRIGGER ALL",
    "DROP TABLE audit.{0} CASCADE",
    "LOCK TABLE audit.{0} IN ACCESS EXCLUSIVE MODE",
    "COPY audit.{0} FROM STDIN",
    "SELECT * FROM audit.{0} FOR UPDATE",
    "SELECT * FROM audit.{0} FOR KEY SHARE",
    "CREATE TRIGGER mine BEFORE INSERT ON audit.{0} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE mine AS ON INSERT TO audit.{0} DO INSTEAD NOTHING",
    "MERGE INTO audit.{0} t USING (SELECT 1) s ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES",
]
OTHER_ATTACKS = [
    "DROP SCHEMA audit CASCADE",
    "ALTER SCHEMA audit RENAME TO other",
    "CREATE TABLE audit.mine (x int)",
    "CREATE FUNCTION audit.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP FUNCTION audit.append(text, jsonb)",
    "SELECT setval('audit.event_id_seq', 1)",
    "SELECT nextval('audit.event_id_seq')",
    "SELECT currval('audit.event_id_seq')",
    "SET session_replication_role = replica",
    "SET ROLE countersign_owner",
    "SET SESSION AUTHORIZATION countersign_owner",
    "SELECT audit.erase_openings(gen_random_uuid(), 'x')",
    "SELECT audit.check_body('{}')",
    "SELECT audit.canonical('{}')",
    "CREATE TEMP TABLE code_right AS SELECT 1",
]


@pytest.mark.parametrize("login", RUN_TIME)
def test_no_login_changes_any_table_of_the_log(database, login):
    append("web", written(body("session.ended", facts={"cause": "x"})))
    before = sql("superuser", "SELECT count(*), max(id) FROM audit.event")
    held = []
    for statement in [
        *(each.format(table) for each in ATTACKS for table in TABLES),
        *OTHER_ATTACKS,
    ]:
        try:
            with raw_connection(login) as connection:
                cursor = connection.execute(statement)
                if cursor.statusmessage == "COPY":
                    raise AssertionError(statement)
        except psycopg.Error:
            continue
        held.append(statement)
    assert held in ([], ["CREATE TEMP TABLE code_right AS SELECT 1"]), held
    assert sql("superuser", "SELECT count(*), max(id) FROM audit.event") == before


@pytest.mark.parametrize("login", ["owner", "superuser"])
@pytest.mark.parametrize("mode", ["origin", "replica"])
def test_even_the_owner_changes_no_row_while_the_triggers_stand(database, login, mode):
    committed = hmac.new(bytes.fromhex(KEY), b"203.0.113.9", hashlib.sha256).hexdigest()
    append(
        "web",
        written(body("session.ended", facts={"cause": "x"}, commitments={"source": committed})),
        {"source": {"key": KEY, "value": "203.0.113.9"}},
    )
    for statement in (
        "UPDATE audit.event SET login = 'x'",
        "DELETE FROM audit.event",
        "TRUNCATE audit.event",
        "UPDATE audit.opening SET value = 'x'",
        "TRUNCATE audit.opening",
        "UPDATE audit.installation SET id = 'x'",
        "DELETE FROM audit.request_chain",
        "TRUNCATE audit.request_chain",
    ):
        with raw_connection(login) as connection:
            if login == "superuser":
                connection.execute(f"SET session_replication_role = {mode}")
            if "request_chain" in statement and not sql(
                "superuser", "SELECT 1 FROM audit.request_chain"
            ):
                a_request()
            with pytest.raises(psycopg.errors.RestrictViolation):
                connection.execute(statement)
            connection.rollback()


def test_a_temporary_table_does_not_shadow_the_rights(database):
    with raw_connection("dispatcher") as connection:
        try:
            connection.execute("CREATE TEMP TABLE code_right (LIKE audit.code_right)")
        except psycopg.errors.InsufficientPrivilege:
            return
        connection.execute(
            "INSERT INTO code_right VALUES (session_user, 'search.refused', '{}', '{}', '{}', '{}', true)"
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT audit.append(%s)", [written(body("search.refused"))])


# Stated here by hand, not read from the registry: what each login may say happened.
DISPATCHER_ALONE = {
    "search.forward_started", "search.grant_issued", "search.attempt_failed",
    "search.result_quarantined", "search.attempt_stale", "search.dispatch_skipped",
    "search.dispatch_cancelled", "search.held", "search.forward_failed", "search.result_received",
    "candidate_picture.put_off", "candidate_picture.grant_issued", "candidate_picture.fetched",
    "candidate_picture.not_fetched",
}  # fmt: skip
WORKER_ALONE = {
    "notice.sent", "notice.failed", "letter.sent", "letter.failed", "data.erased", "content.destroyed",
    "log.checked", "retention.hold_review_due", "followup.due", "exam.examiners_lacking", "followup.overdue", "incident.overdue", "candidate_picture.destroyed",
    "disclosure.expired",
}  # fmt: skip
SEQUENCER_ALONE = {"log.cluster_changed", "checkpoint.signed"}
OWNER_ALONE = {
    "log.key_added",
    "log.key_retired",
    "schema.changed",
    "registry.changed",
    "registry.configured",
}
SHARED = {
    "search.expired": {"worker", "dispatcher"},
    "search.checked": {"web", "dispatcher"},
    "log.export_closed": {"web", "worker"},
    "log.export_failed": {"web", "worker"},
    "action.refused": {"web", "worker", "dispatcher"},
}


def _may(code: str) -> set[str]:
    if code in DISPATCHER_ALONE:
        return {"dispatcher"}
    if code in WORKER_ALONE:
        return {"worker"}
    if code in OWNER_ALONE:
        return set()
    if code in SEQUENCER_ALONE:
        return {"sequencer"}
    return SHARED.get(code, {"web"})


def said_right(code: str, login: str) -> dict[str, Any]:
    """A body that is right in everything, as the database's own table says."""
    moves, required, outcome = sql(
        "owner",
        "SELECT max(moves), max(required), max(outcomes[1]) FROM audit.code_right WHERE code = %s",
        [code],
    )[0]
    before, _arrow, after = moves[0].partition(">") if moves else ("DRAFT", "", None)
    request = a_request(before) if before else str(uuid.uuid4())
    return body(
        code,
        status_after=after,
        request_id=request,
        outcome=outcome,
        facts=facts_of(code, required),
        who=SOMEBODY if login == "web" else PROCESS,
    )


def test_each_login_appends_its_own_codes_and_no_other(database):
    codes = [code for (code,) in sql("owner", "SELECT DISTINCT code FROM audit.code_right")]
    assert len(codes) > 60
    for login in RUN_TIME:
        with raw_connection(login) as connection:
            for code in codes:
                text = written(said_right(code, login))
                try:
                    connection.execute("SELECT audit.append(%s)", [text])
                    appended = True
                except psycopg.errors.InsufficientPrivilege:
                    appended = False
                connection.rollback()
                assert appended == (login in _may(code)), (login, code)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("search.submitted", "DRAFT", "APPROVED"),
        ("search.submitted", "DRAFT", None),
        ("search.submitted", "AWAITING_DECISION", "AWAITING_DECISION"),
        ("search.approved", "AWAITING_DECISION", "RESULT_RECEIVED"),
        ("search.approved", "DRAFT", "APPROVED"),
        ("search.approved", "APPROVED", "APPROVED"),
        ("search.retried", "AWAITING_DECISION", "APPROVED"),
        ("search.retried", "APPROVED", "APPROVED"),
        ("search.drafted", "DRAFT", "DRAFT"),
        ("search.draft_saved", "AWAITING_DECISION", "DRAFT"),
        ("search.claimed", "APPROVED", "AWAITING_DECISION"),
        ("search.withdrawn", "FORWARDING", "WITHDRAWN"),
        ("search.withdrawn", "DRAFT", ""),
        ("session.ended", "DRAFT", "APPROVED"),
        ("record.viewed", "DRAFT", "DRAFT"),
    ],
)
def test_an_event_leads_only_from_where_it_begins_to_where_it_leads(database, code, before, after):
    right = said_right(code, "web")
    assert is_refused(
        "web", written(right | {"status_after": after, "request_id": a_request(before)})
    )


@pytest.mark.parametrize("login", ["worker", "dispatcher"])
def test_a_draft_does_not_expire(database, login):
    right = said_right("search.expired", login)
    assert is_refused(login, written(right | {"request_id": a_request("DRAFT")}))
    assert is_refused(login, written(right | {"request_id": a_request("RESULT_RECEIVED")}))
    assert is_refused(login, written(right | {"request_id": str(uuid.uuid4())}))


def test_the_log_takes_no_event_of_a_request_that_there_is_not(database):
    for code in ("record.viewed", "probe.viewed", "action.refused"):
        right = said_right(code, "web")
        assert is_refused("web", written(right | {"request_id": str(uuid.uuid4())}))
    assert is_refused("web", written(said_right("search.drafted", "web")))  # when it commits


def test_each_code_has_its_facts_and_no_others(database):
    """One fact too few and one too many, for every code of every login."""
    codes = sql("owner", "SELECT login, code, required, outcomes[1] FROM audit.code_right"
                " WHERE cardinality(moves) = 0 AND login <> 'countersign_owner'")  # fmt: skip
    tried = 0
    request = a_request()
    for full, code, required, outcome in codes:
        login = full.removeprefix("countersign_")
        all_facts = facts_of(code, required)
        right = body(code, outcome=outcome, request_id=request, facts=all_facts,
                     who=SOMEBODY if login == "web" else PROCESS)  # fmt: skip
        for missing in required:
            facts = {name: value for name, value in all_facts.items() if name != missing}
            assert is_refused(login, written(right | {"facts": facts})), (login, code, missing)
            tried += 1
        assert is_refused(login, written(right | {"facts": right["facts"] | {"case_number": 1}}))
    assert tried > 60


A_NUMBER = {"1": 1, "nought": 0, "15 digits": 10**15 - 1}
AN_ID = {"an id": "01234567-89ab-4cde-8f01-23456789abcd"}
A_DIGEST = {"a digest": "0f" * 32}
A_DAY = {"a day": "2026-11-23"}
A_TIME = {"a time": "2026-11-23T10:00:00.000000Z"}
A_WORD = {"a word": "given_up", "nothing": "", "200 letters": "x" * 200}
A_LINE = {"words": "Motor 3.1", "letters of anybody": "Système é"}
EMPTY, CODES = {"no texts": []}, {"two codes": ["case.case_number", "CORE-02"]}
FINDINGS = {"findings": ["CORE-02 BLOCK fired", "MY-01 APPR+ unknown"]}
PACKS = {"packs": ["core 2026.11.1 " + "0f" * 32]}
NULL, FLAG = {"null": None}, {"yes": True, "no": False}
OBJECT, OBJECTS = {"an object": {"x": 1}}, {"objects": [{"x": 1}, {}]}
NEVER = {
    "minus one": -1, "16 digits": 10**15, "an id in capitals": "01234567-89AB-4CDE-8F01-23456789ABCD",
    "a digest too short": "0f" * 31, "a day of 2200": "2200-01-01", "no day": "2026-11-3",
    "a time of another form": "2026-11-23T10:00:00Z", "201 letters": "x" * 201, "a break": "a\nb", "a control": "a\u009fb",
    "a tab in a list": ["a\tb"], "a number in a list": [1], "long in a list": ["x" * 201],
    "1001 texts": ["x"] * 1001, "a word among objects": [{}, "x"],
    "a narrative in a list": ["He was seen near the school"], "three words in a list": ["near the school"],
}  # fmt: skip
EVERY_VALUE = (A_NUMBER | AN_ID | A_DIGEST | A_DAY | A_TIME | A_WORD | A_LINE | EMPTY | CODES | FINDINGS
               | PACKS | NULL | FLAG
               | OBJECT | OBJECTS | NEVER)  # fmt: skip
# Ids, digests, days and times are words as well; so is a line, which may have blanks besides.
WORDS = AN_ID | A_DIGEST | A_DAY | A_TIME | A_WORD | {
    "an id in capitals": 0, "a digest too short": 0, "a day of 2200": 0, "no day": 0,
    "a time of another form": 0,
}  # fmt: skip
FITS = {
    ("action.refused", "repeated"): A_NUMBER,
    ("log.export_closed", "first_event"): A_NUMBER | NULL,
    ("notice.failed", "given_up"): FLAG,
    ("notice.failed", "notice"): AN_ID,
    ("letter.failed", "letter"): AN_ID,
    ("power.proposed", "unit"): AN_ID | NULL,
    ("record.viewed", "digest"): A_DIGEST,
    ("certificate.recorded", "valid_until"): A_DAY,
    ("session.ended", "cause"): WORDS,
    ("power.proposed", "role"): WORDS | NULL,
    ("session.opened", "factors"): EMPTY | CODES,
    ("log.viewed", "filters"): OBJECT,
    ("log.export_closed", "files"): OBJECTS | EMPTY,
}  # fmt: skip
# Only with rows of its own does such an event go in, so its shapes are asked for by themselves.
FITS_BESIDE_ROWS = {
    ("search.attempt_failed", "answer_digest"): A_DIGEST | NULL,
    ("search.result_received", "engine_version"): WORDS | A_LINE,
    ("search.approved", "expires_at"): A_TIME,
    ("search.approved", "threshold"): WORDS | A_LINE | NULL,
    ("search.checked", "findings"): EMPTY | FINDINGS,
    ("search.checked", "packs"): EMPTY | PACKS,
}


def test_a_fact_has_the_shape_of_its_name(database):
    """Each kind of fact against every kind of value: no words among numbers, no narrative anywhere."""
    for (code, fact), fitting in FITS.items():
        ((full,),) = sql("owner", "SELECT min(login) FROM audit.code_right WHERE code = %s", [code])
        login = full.removeprefix("countersign_")
        taken = set()
        for name, value in EVERY_VALUE.items():
            right = said_right(code, login)
            if not is_refused(login, written(right | {"facts": right["facts"] | {fact: value}})):
                taken.add(name)
        assert taken == {*fitting}, (code, fact)
    for (code, fact), fitting in FITS_BESIDE_ROWS.items():
        taken = {
            name
            for name, value in EVERY_VALUE.items()
            if sql(
                "owner",
                "SELECT DISTINCT audit.has_shape(%s::jsonb, shapes ->> %s) FROM audit.code_right WHERE code = %s",
                [json.dumps(value), fact, code],
            )
            == [(True,)]
        }
        assert taken == {*fitting}, (code, fact)


NARRATIVE = "He was seen near the school of Anna Example on Monday"


def test_no_narrative_goes_in_beside_the_facts(database):
    """Why, about what, from which session, and the names of what is committed to: all of it is kept for ever."""
    right = said_right("session.ended", "web")
    mark, key = "0f" * 32, "ab" * 32
    taken = right | {
        "reason": "ConnectionRefusedError", "object": {"type": "gallery", "id": "booking-photographs"},
        "who": SOMEBODY | {"session": mark},
    }  # fmt: skip
    assert not is_refused("web", written(taken))
    for changed in (
        {"reason": NARRATIVE},
        {"reason": "x" * 101},
        {"object": {"type": "account", "id": NARRATIVE}},
        {"object": {"type": "account", "id": "x" * 101}},
        {"who": SOMEBODY | {"session": NARRATIVE}},
        {"who": SOMEBODY | {"session": mark[1:]}},
    ):
        assert is_refused("web", written(taken | changed)), changed
    for names in (["x" * 41], [f"name_{number}" for number in range(11)]):
        opening = {"key": key, "value": "x"}
        ((made,),) = sql("owner", "SELECT audit.commitment(%s, 'x')", [key])
        body_of = written(taken | {"commitments": dict.fromkeys(names, made)})
        assert is_refused("web", body_of, dict.fromkeys(names, opening)), names
        fewer = [name[:40] for name in names[:10]]
        body_of = written(taken | {"commitments": dict.fromkeys(fewer, made)})
        assert not is_refused("web", body_of, dict.fromkeys(fewer, opening)), fewer


def test_every_fact_has_a_shape_that_is_tried(database):
    shapes = sql("owner", "SELECT code, shapes FROM audit.code_right")
    tried = {
        shapes_of[fact]
        for code, shapes_of in shapes
        for fact in shapes_of
        if (code, fact) in FITS | FITS_BESIDE_ROWS
    }
    assert tried == {shape for _, shapes_of in shapes for shape in shapes_of.values()}
    rights = sql("owner", "SELECT allowed, shapes FROM audit.code_right")
    assert all({*allowed} == {*shapes_of} for allowed, shapes_of in rights)


def test_each_code_ends_as_it_may_end(database):
    for code, outcomes in (
        ("session.ended", {"success"}),
        ("sign_in.failed", {"refused"}),
        ("action.refused", {"refused"}),
        ("search.blocked", {"refused"}),
    ):
        right = said_right(code, "web")
        for outcome in ("success", "refused", "error"):
            refused = is_refused("web", written(right | {"outcome": outcome}))
            assert refused == (outcome not in outcomes), (code, outcome)


ANONYMOUS = {
    "sign_in.failed", "sign_in.throttled", "account.locked", "action.refused", "account.founded",
    "credential.link_issued", "search.texts_indexed",
}  # fmt: skip


def test_an_act_is_somebodys_whom_the_database_knows(database):
    nobody = {"account": None, "person": None}
    strangers = (
        {"account": str(uuid.uuid4()), "person": PERSON},
        {"account": ACCOUNT, "person": str(uuid.uuid4())},
        {"account": ACCOUNT, "person": None},
        {"account": None, "person": PERSON},
        {"account": PERSON, "person": ACCOUNT},
    )
    codes = sql("owner", "SELECT code FROM audit.code_right WHERE login = 'countersign_web'"
                " AND cardinality(moves) = 0")  # fmt: skip
    for (code,) in codes:
        right = said_right(code, "web")
        refused = is_refused("web", written(right | {"who": SOMEBODY | nobody}))
        assert refused == (code not in ANONYMOUS), code
        for who in strangers:
            assert is_refused("web", written(right | {"who": SOMEBODY | who})), (code, who)


@pytest.mark.parametrize(
    ("login", "code"), [("worker", "notice.sent"), ("dispatcher", "search.dispatch_skipped")]
)
def test_a_process_says_nothing_in_anybodys_name(database, login, code):
    right = said_right(code, login)
    assert not is_refused(login, written(right))
    assert is_refused(login, written(right | {"who": SOMEBODY}))


@pytest.mark.parametrize("kind", ["production", None])
def test_outside_a_trial_an_event_is_recorded_when_it_happens(database, kind):
    sql("owner", "DELETE FROM ops_installation WHERE %s::text IS NULL", [kind])
    sql("owner", "UPDATE ops_installation SET kind = %s WHERE %s::text IS NOT NULL", [kind, kind])
    for minutes, fits in (
        (0, True),
        (4, True),
        (-4, True),
        (6, False),
        (-6, False),
        (60**4, False),
    ):
        at = datetime.now(UTC) + timedelta(minutes=minutes)
        text = written(body("session.ended", facts={"cause": "x"},
                            occurred_at=at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")))  # fmt: skip
        assert is_refused("web", text) != fits, minutes


def test_a_status_needs_its_request(database):
    right = said_right("search.withdrawn", "web")
    assert is_refused("web", written(right | {"request_id": None}))


def good(**changes: Any) -> dict[str, Any]:
    """A body that goes in, with one thing changed."""
    return body("session.ended", facts={"cause": "x"}) | changes


GOOD = good()
MALFORMED = {
    "blanks": json.dumps(GOOD, sort_keys=True),
    "other order": json.dumps(dict(reversed(GOOD.items())), separators=(",", ":")),
    "trailing blank": written(GOOD) + " ",
    "duplicate key": written(GOOD).replace('"code":', '"code":"session.opened","code":', 1),
    "duplicate fact": written(GOOD).replace('"cause":"x"', '"cause":"y","cause":"x"'),
    "escaped ASCII": written(GOOD).replace('"x"', '"\\u0078"'),
    "escaped slash": written(good(facts={"cause": "/"})).replace('"/"', '"\\/"'),
    "float": written(good(facts={"cause": 1.5})),
    "1.0": written(GOOD).replace('"x"', "1.0"),
    "exponent": written(GOOD).replace('"x"', "1e2"),
    "minus nought": written(GOOD).replace('"x"', "-0"),
    "2^53": written(good(facts={"cause": 2**53})),
    "other key": written(good(facts={"Cause": "x"})),
    "one field more": written(good() | {"extra": 1}),
    "one field less": written({k: v for k, v in GOOD.items() if k != "reason"}),
    "who with a name": written(good(who=SOMEBODY | {"name": "x"})),
    "who a text": written(good(who="officer")),
    "no role": written(good(who=SOMEBODY | {"role": None})),
    "a role that is no code": written(good(who=SOMEBODY | {"role": "The Officer"})),
    "person no uuid": written(good(who=SOMEBODY | {"person": "x"})),
    "upper-case uuid": written(good(request_id=str(uuid.uuid4()).upper())),
    "uuid in braces": written(good(request_id="{" + str(uuid.uuid4()) + "}")),
    "object a list": written(good(object=[])),
    "empty object id": written(good(object={"id": "", "type": None})),
    "long reason": written(good(reason="x" * 501)),
    "reason a number": written(good(reason=1)),
    "status false": written(good(status_after=False)),
    "another outcome": written(good(outcome="fine")),
    "no outcome": written(good(outcome=None)),
    "a day as time": written(good(occurred_at="yesterday")),
    "time without microseconds": written(good(occurred_at="2026-11-23T10:00:00Z")),
    "time in a zone": written(good(occurred_at="2026-11-23T10:00:00.000000+01")),
    "second 60": written(good(occurred_at="2026-11-23T10:00:60.000000Z")),
    "30 February": written(good(occurred_at="2026-02-30T10:00:00.000000Z")),
    "facts a list": written(good(facts=[])),
    "facts nested twice": written(good(facts={"cause": {"a": {"b": 1}}})),
    "lists in lists": written(good(facts={"cause": [["x"]]})),
    "commitments a list": written(good(commitments=[])),
    "commitment in the clear": written(good(commitments={"source": "203.0.113.9"})),
    "70 kB": written(good(facts={"cause": "x" * 70_000})),
    "just too long": written(good(facts={"cause": "x" * 65_300})),
    "NUL": written(GOOD).replace('"x"', '"\\u0000"'),
    "half a character": written(GOOD).replace('"x"', '"\\ud800"'),
    "not JSON": "session.ended",
    "a list": "[]",
    "null": "null",
    "empty": "",
}  # fmt: skip


def test_no_malformed_body_goes_in(database):
    append("web", written(GOOD))
    for name, text in MALFORMED.items():
        assert is_refused("web", text), name
    assert sql("auditor", "SELECT count(*) FROM audit.event WHERE code = 'session.ended'") == [(1,)]


def test_what_goes_in_can_always_be_read_back(database):
    odd: list[tuple[str, dict[str, Any]]] = [
        *[
            ("log.viewed", {"filters": filters, "shown": 1})
            for filters in (
                {"text": '\u2028 é 😀 \x7f " \\ \b\f\n\r\t \x01 \x1f /'},
                {"list": [1, "a", None, True], "nothing": None},
                {"number": -(2**53) + 1},
                {},
                {"long": "x" * 60_000},
            )
        ],
        (
            "log.export_closed",
            {"export": ACCOUNT, "rows": 1, "files": [{"name": "x", "list": ["y"]}]},
        ),
        ("session.ended", {"cause": ""}),
    ]
    for code, facts in odd:
        statement = wire_entry.canonical.encode(body(code, facts=facts)).decode()
        number = append("web", statement)[0]
        stored = bytes(
            sql("auditor", "SELECT entry FROM audit.event WHERE id = %s", [number])[0][0]
        )
        assert wire_entry.parse(stored).to_bytes() == stored
        assert wire_entry.parse(stored).body.facts == facts


def test_number_time_transaction_and_login_cannot_be_forged(database):
    for field in (
        "event_id",
        "recorded_at",
        "xid",
        "login",
        "installation",
        "request_seq",
        "previous",
    ):
        assert is_refused("web", written(GOOD | {field: 1}))
    first = append("web", written(GOOD | {"occurred_at": "2001-01-01T00:00:00.000000Z"}))
    stored = sql(
        "auditor",
        "SELECT login, recorded_at > now() - interval '1 minute', occurred_at < '2002-01-01',"
        " xid < pg_snapshot_xmax(pg_current_snapshot()) FROM audit.event WHERE id = %s",
        [first[0]],
    )
    assert stored == [("countersign_web", True, True, True)]
    with raw_connection("web") as connection:
        connection.execute("SET application_name = 'countersign_dispatcher'")
        connection.execute("SET TimeZone = 'Asia/Tokyo'")
        connection.execute("SET DateStyle = 'German, DMY'")
        connection.execute("SET lc_time = 'C'")
        row = connection.execute(
            "SELECT event_id, extract(epoch FROM recorded_at) FROM audit.append(%s)",
            [written(GOOD)],
        ).fetchone()
    stored = bytes(sql("auditor", "SELECT entry FROM audit.event WHERE id = %s", [row[0]])[0][0])
    parsed = wire_entry.parse(stored)
    assert parsed.login == "countersign_web"
    assert abs(parsed.recorded_at.timestamp() - float(row[1])) < 0.000002


@pytest.mark.parametrize(
    ("committed", "openings"),
    [
        ({}, {"source": {"key": KEY, "value": "x"}}),
        ({"source": "cd" * 32}, {}),
        ({"source": "cd" * 32}, {"other": {"key": KEY, "value": "x"}}),
        ({"source": "cd" * 32}, {"source": {"key": "ab", "value": "x"}}),
        ({"source": "cd" * 32}, {"source": {"key": KEY}}),
        ({"source": "cd" * 32}, {"source": {"value": "x"}}),
        ({"source": "cd" * 32}, {"source": "x"}),
        ({"source": "cd" * 32}, []),
        ({"source": "cd" * 32}, {"source": {"key": KEY, "value": "x"}}),
    ],
)
def test_commitments_and_openings_come_in_pairs(database, committed, openings):
    text = written(GOOD | {"commitments": committed})
    with raw_connection("web") as connection, pytest.raises(psycopg.Error):
        connection.execute("SELECT audit.append(%s, %s::jsonb)", [text, json.dumps(openings)])


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher"])
def test_openings_are_read_by_the_auditors_login_alone(database, login):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql(login, "SELECT * FROM audit.opening")
    assert sql("auditor", "SELECT * FROM audit.opening") is not None


def test_no_status_changes_without_its_event(agency):
    row = builders.submitted(agency)
    officer = agency.people["officer"]
    who = SOMEBODY | {"account": str(officer.pk), "person": str(officer.person_id)}
    right = said_right("search.withdrawn", "web") | {"who": who}
    own = written(right | {"request_id": str(row.id)})
    change = "UPDATE searches_searchrequest SET status = 'WITHDRAWN' WHERE id = %s"
    other = a_request("AWAITING_DECISION")
    for events in (
        [],
        [written(right | {"request_id": other})],
    ):  # another request's does not count
        with raw_connection("web") as connection:
            connection.execute(change, [row.id])
            for event in events:
                connection.execute("SELECT audit.append(%s)", [event])
            with pytest.raises(psycopg.errors.CheckViolation):
                connection.commit()
    assert is_refused("web", own)  # and no event without the change
    assert sql("auditor", "SELECT status FROM searches_searchrequest WHERE id = %s", [row.id]) == [
        ("AWAITING_DECISION",)
    ]
    with raw_connection("web") as connection:
        connection.execute(change, [row.id])
        connection.execute("SELECT audit.append(%s)", [own])
