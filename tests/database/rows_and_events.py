"""What an attack on a row consists of: the statements, and the event that would have to stand beside them.

Events are written by hand, with every fact that their code demands; nothing here is read from the
tables of our own code.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import errors

from requests_app.audit.fact_shapes import SHAPES
from tests.audit.bodies import PROCESS, body, written
from tests.support import raw_connection, sql

NEW = "00000000-0000-4000-8000-00000000000a"
"""The identifier of a row that an attack makes."""
ELSE = "00000000-0000-4000-8000-00000000000b"
"""One that nothing has."""
DIGEST = "d" * 64
TIME = "2026-11-23T10:00:00.000000Z"
ANOTHER_PERSON = "privacy"
"""Somebody who did none of what the attacks pretend."""

LEADS_TO = {
    "exam.started": "RESULT_RECEIVED",
    "exam.draft_saved": "RESULT_RECEIVED",
    "exam.given_back": "RESULT_RECEIVED",
    "exam.concluded": "RESULT_RECEIVED",
    "exam.corrected": "RESULT_RECEIVED",
    "lead.none_found": "NO_LEAD",
    "lead.released": "LEAD_RELEASED",
    "lead.withheld": "NO_LEAD",
    "lead.recalled": "LEAD_RELEASED",
    "lead.passed_on": "LEAD_RELEASED",
    "lead.step_planned": "LEAD_RELEASED",
    "lead.step_stopped": "LEAD_RELEASED",
    "followup.recorded": "LEAD_RELEASED",
    "incident.opened": "LEAD_RELEASED",
    "incident.taken": "LEAD_RELEASED",
    "incident.closed": "LEAD_RELEASED",
    "search.closed": "CLOSED",
    "search.drafted": "DRAFT",
    "search.draft_saved": "DRAFT",
    "search.submitted": "AWAITING_DECISION",
    "search.withdrawn": "WITHDRAWN",
    "search.claimed": "AWAITING_DECISION",
    "search.claim_renewed": "AWAITING_DECISION",
    "search.claim_released": "AWAITING_DECISION",
    "search.decision_recorded": "AWAITING_DECISION",
    "search.returned": "RETURNED",
    "search.refused": "REFUSED",
    "search.approved": "APPROVED",
    "search.expired": "EXPIRED",
    "search.forward_started": "FORWARDING",
    "search.forward_failed": "SEARCH_FAILED",
    "search.result_received": "RESULT_RECEIVED",
    "search.retried": "APPROVED",
}
ENDS_IN = {
    "action.refused": "refused",
    "sign_in.failed": "refused",
    "search.attempt_failed": "error",
    "search.attempt_stale": "error",
    "search.result_quarantined": "error",
    "log.export_failed": "error",
    "notice.failed": "error",
    "letter.failed": "error",
    "candidate_picture.not_fetched": "error",
}
_DECISION = {
    "decision": NEW, "version": 1, "decision_digest": DIGEST, "seconds_open": 9, "seconds_open_total": 9,
    "probe_opened": True, "findings_unread": [], "claim_via": "queue",
}  # fmt: skip
_PROPOSAL = {"proposal": NEW, "kind": "role", "role": "operator", "unit": None}
_SIGN_OFF = {"pack": "my-agency", "pack_version": "2026.11.0", "digest": DIGEST, "kind": "sign_off"}
_FAILED = {"search_id": NEW, "attempt": 1, "sent": "no", "retryable": True, "answer_digest": None}
_CONCLUSION = {"number": 1, "outcome": "inconclusive", "selected_position": None, "candidate_count": 3,
               "compared": 3}  # fmt: skip
FACTS: dict[str, dict[str, Any]] = {
    "action.refused": {"action": "nothing"},
    "session.opened": {"factors": ["password"]},
    "account.founded": {"person": NEW, "role": "account_administrator"},
    "account.created": {"person": NEW, "unit": None},
    "credential.link_issued": {"link": NEW, "purpose": "first_password"},
    "credential.password_set": {"by_link": True},
    "second_factor.added": {"kind": "totp"},
    "second_factor.removed": {"kind": "totp"},
    "recovery_code.used": {"left": 9},
    "power.proposed": _PROPOSAL,
    "power.confirmed": _PROPOSAL,
    "power.refused": _PROPOSAL,
    "power.taken_back": _PROPOSAL,
    "role.granted": {"role": "operator", "proposal": NEW},
    "role.withdrawn": {"role": "operator"},
    "decide_right.granted": {"unit": NEW, "proposal": NEW},
    "decide_right.withdrawn": {"unit": NEW},
    "certificate.recorded": {"certificate": NEW, "course": "requesting",
                             "issued_on": "2026-01-01", "valid_until": "2027-01-01"},
    "certificate.confirmed": {"certificate": NEW, "course": "requesting"},
    "certificate.withdrawn": {"certificate": NEW, "course": "requesting"},
    "unit.created": {"code": "new"},
    "unit.renamed": {"code": "fraud"},
    "unit.activated": {"code": "closed"},
    "unit.deactivated": {"code": "fraud"},
    "content.destroyed": {"ground": "refused", "days": 30, "until": TIME, "versions": 1, "pictures": 2,
                          "documents": 0, "lists": 0},
    "log.checked": {"size": 1, "requests": 1, "count": 0},
    "retention.hold_set": {"review_on": "2027-01-01"},
    "retention.hold_released": {},
    "retention.hold_reviewed": {"hold": NEW, "review_on": "2027-01-01"},
    "retention.hold_review_due": {"told": 2},
    "jurisdiction.proposed": {"place": "ca-on"},
    "jurisdiction.confirmed": {"place": "ca-on"},
    "jurisdiction.refused": {"place": "ca-on"},
    "jurisdiction.withdrawn": {"place": "ca-on"},
    "pack.sign_off_proposed": _SIGN_OFF,
    "pack.sign_off_confirmed": _SIGN_OFF,
    "pack.sign_off_refused": _SIGN_OFF,
    "pack.sign_off_withdrawn": _SIGN_OFF,
    "search.drafted": {"started_from": None},
    "search.draft_saved": {"section": "case", "revision": 1, "fields": []},
    "probe.ingested": {"media_type": "image/png", "width": 7, "height": 8, "transformations": [],
                       "metadata_removed": [], "warnings": []},
    "document.added": {"media_type": "application/pdf", "size": 1},
    "search.checked": {"stage": "submit", "version": 1, "verdict": "clear", "packs": [],
                       "findings": [], "inputs_digest": DIGEST},
    "search.submitted": {"version": 1, "purpose": "identify_suspect", "urgency": "routine",
                         "offence": "x", "legal_basis": "x", "gallery": "x", "probe": NEW,
                         "documents": 0, "means_tried": 0, "means_listed": 0,
                         "required_roles": [], "language": "en"},
    "search.withdrawn": {"version": 1},
    "search.claimed": {"claim": NEW, "again": False, "via": "queue"},
    "search.claim_renewed": {"claim": NEW, "until": TIME},
    "search.claim_released": {"claim": NEW},
    "search.claim_ended": {"claim": NEW},
    "search.decision_recorded": _DECISION | {"outcome": "approve"},
    "search.returned": _DECISION,
    "search.refused": _DECISION,
    "search.approved": {"approved_at": TIME, "candidate_limit": 5, "deciders": [],
                        "decision_digest": DIGEST, "expires_at": TIME, "filter_digest": DIGEST,
                        "gallery_digest": DIGEST, "gallery_id": "x", "mode": "x",
                        "probe_commitment": DIGEST, "purpose_code": "x", "requester_person": NEW,
                        "search_id": NEW, "threshold": None},
    "search.forward_started": {"search_id": NEW, "attempt": 1, "matcher": "x"},
    "search.grant_issued": {"search_id": NEW, "jti": NEW, "attempt": 1, "gallery": "x",
                            "candidate_limit": 5},
    "search.forward_failed": {"search_id": NEW, "attempt": 1},
    "search.attempt_failed": _FAILED,
    "search.result_quarantined": _FAILED,
    "search.attempt_stale": {"search_id": NEW, "fence": 1},
    "search.held": {"search_id": NEW, "again": False},
    "search.dispatch_cancelled": {"search_id": NEW},
    "search.result_received": {"search_id": NEW, "attempt": 1, "candidate_count": 3, "engine": "e",
                               "engine_version": "1", "mode": "m", "gallery": "x",
                               "replayed": False},
    "exam.started": {"seat": 1, "order_seed": DIGEST, "candidate_count": 3, "again": False},
    "exam.draft_saved": {"revision": 1},
    "exam.given_back": {},
    "exam.ended": {"cause": "lapsed"},
    "exam.concluded": _CONCLUSION,
    "exam.corrected": _CONCLUSION,
    "candidate_picture.asked": {"count": 1, "again": False},
    "candidate_picture.put_off": {},
    "candidate_picture.grant_issued": {"search_id": NEW, "jti": NEW, "attempt": 1},
    "candidate_picture.fetched": {"search_id": NEW, "attempt": 1},
    "candidate_picture.not_fetched": {"attempt": 1, "retryable": True},
    "candidate_picture.viewed": {},
    "candidate_picture.destroyed": {"position": 5, "ground": "no_lead"},
    "exam.agreed": {"concluded": 2, "selected_position": 1},
    "exam.disagreed": {"concluded": 2},
    "exam.examiners_lacking": {"concluded": 2, "told": 3},
    "lead.none_found": {"concluded": 2, "ground": "nobody_selected"},
    "lead.released": {"selected_position": 1, "described": 7, "contradictions": 0, "digest": DIGEST,
                      "lead_digest": DIGEST, "expires_at": TIME},
    "lead.withheld": {"selected_position": 1, "described": 7, "contradictions": 0, "digest": DIGEST},
    "lead.viewed": {"digest": DIGEST},
    "lead.recalled": {"ground": "error_found", "told": 1},
    "lead.passed_on": {"number": 1, "recipient": "prosecutor", "flaws": []},
    "lead.step_planned": {"number": 1, "step": "arrest"},
    "lead.step_stopped": {"number": 1, "step": "arrest", "flaws": ["nothing_independent"]},
    "followup.recorded": {"number": 1, "disposition": "open", "flaws": []},
    "followup.viewed": {"count": 1},
    "incident.opened": {"number": 1, "ground": "complaint", "flaws": [], "due_at": TIME, "may_look_into": 1},
    "incident.taken": {"number": 1},
    "incident.closed": {"number": 1, "outcome": "put_right", "undone": 0, "not_needed": 0},
    "search.closed": {"disposition": "excluded", "count": 1},
    "incident.viewed": {"number": 1},
    "incident.overdue": {"count": 1, "due_at": TIME},
    "disclosure.asked": {"number": 1, "recipient": "prosecutor", "profile": "full", "expires_at": TIME},
    "disclosure.continued": {"number": 1, "parts": 1, "left_out": 0},
    "disclosure.made": {"number": 1, "parts": 1, "left_out": 0, "manifest_digest": DIGEST, "file_digest": DIGEST},
    "disclosure.viewed": {"number": 1},
    "disclosure.taken": {"number": 1, "file_digest": DIGEST},
    "disclosure.expired": {"number": 1, "parts": 1},
    "followup.due": {"due_at": TIME},
    "followup.overdue": {"due_at": TIME},
    "lead.printed": {"digest": DIGEST},
    "lead.saved": {"digest": DIGEST, "file_digest": DIGEST},
    "search.retried": {"search_id": NEW, "attempts_so_far": 1},
    "notice.sent": {"notice": NEW, "kind": "approved"},
    "notice.failed": {"notice": NEW, "kind": "approved"},
    "notice.requeued": {"notices": 1},
    "letter.sent": {"letter": NEW, "kind": "password_set"},
    "letter.failed": {"letter": NEW, "kind": "password_set"},
    "letter.requeued": {"letters": 1},
    "record.viewed": {"version": 1, "what": "decision_page"},
    "probe.viewed": {"version": 1},
    "candidates.viewed": {"version": 1, "count": 1},
    "log.exported": {"export": NEW, "filters": {}},
    "log.export_closed": {"export": NEW, "rows": 2, "files": []},
    "log.export_failed": {"export": NEW},
    "log.export_cancelled": {"export": NEW},
    "search.texts_indexed": {"version": 1, "count": 8},
    "data.erased": {"ground": "retention", "count": 0},
}  # fmt: skip
"""The facts that each code demands; an attack changes those that its row is compared with."""


@dataclass(frozen=True)
class Event:
    """An event that agrees with what an attack writes.

    Attributes:
        code: the event's code.
        compared: what the row must agree with, of request, object, account,
            acting_as, or the name of a fact.
        request, object, account, role: what it is about, and whose act it was, by user name.
        other_request: another request at which the same event can be appended.
        facts: where they differ from the usual ones.
    """

    code: str
    compared: str = ""
    request: str | None = None
    object: str | None = None
    account: str | None = "officer"
    role: str = "officer"
    other_request: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)

    def near_misses(self) -> dict[str, Event]:
        """Return events that differ from this one in one thing each, by what differs."""
        known = None if self.code == "search.drafted" else self.request
        found = {
            "another code": dataclasses.replace(
                self, code="action.refused", request=known, facts={"action": "nothing"}
            )
        }
        for each in self.compared.split():
            found[f"another {each}"] = self._with_another(each)
        return found

    def _with_another(self, each: str) -> Event:
        if each == "request":
            assert self.other_request, f"{self.code}: name another request"
            return dataclasses.replace(self, request=self.other_request)
        if each == "object":
            return dataclasses.replace(self, object=ELSE)
        if each == "account":
            other = ANOTHER_PERSON if self.account != ANOTHER_PERSON else "supervisor"
            return dataclasses.replace(self, account=other)
        if each == "acting_as":
            return dataclasses.replace(self, role="examiner")
        held = {**FACTS[self.code], **self.facts}[each]
        return dataclasses.replace(self, facts=self.facts | {each: another_value(each, held)})


def another_value(name: str, value: Any) -> Any:
    """Return another value of a fact, in its shape; of a list, one with everything in it and one thing more."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        more = {"objects": {"name": "another"}, "findings": "OTHER-1 WARN fired"}
        return [*value, more.get(SHAPES[name], "another")]
    if isinstance(value, dict):
        return value | {"another": "x"}
    others = {
        "id": ELSE,
        "number": 7,
        "digest": "e" * 64,
        "day": "2026-03-03",
        "time": TIME.replace("10", "11"),
    }
    return others.get(SHAPES[name].rstrip("?"), "another")


@dataclass(frozen=True)
class Attack:
    """A row written by a login that has the right to its columns.

    Attributes:
        trigger: the one that must refuse it, as `table.name`.
        statements: what writes the row.
        login: under which login.
        event: what would let it in; None where nothing does.
    """

    trigger: str
    statements: tuple[str, ...]
    login: str = "web"
    event: Event | None = None


def append(connection: psycopg.Connection[Any], event: Event, people: dict[str, Any]) -> None:
    """Append an event inside the connection's transaction."""
    login = connection.info.user.removeprefix("countersign_")
    who = PROCESS
    if event.account is not None and login == "web":
        account, person = people[event.account]
        who = {"account": account, "person": person, "role": event.role, "session": None}
    said = body(
        event.code,
        who=who,
        request_id=event.request,
        object={"id": event.object, "type": "thing" if event.object else None},
        outcome=ENDS_IN.get(event.code, "success"),
        status_after=LEADS_TO.get(event.code),
        facts=event.facts
        if event.code == "action.refused"
        else {**FACTS.get(event.code, {}), **event.facts},
    )
    connection.execute("SELECT audit.append(%s)", [written(said)])


def copied(table: str, where: str, **changes: str) -> str:
    """An INSERT of a row like one that is there, with some columns otherwise, each given as SQL."""
    pairs = ", ".join(f"'{column}', {value}" for column, value in changes.items())
    columns = ", ".join(_columns(table))
    return (
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM (SELECT"
        f" (jsonb_populate_record(kept, jsonb_build_object({pairs}))).*"
        f" FROM {table} AS kept WHERE {where} LIMIT 1) AS copy"
    )


@functools.cache
def _columns(table: str) -> tuple[str, ...]:
    """The columns of a table but those that the database fills itself."""
    rows = sql(
        "owner",
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = '' ORDER BY attnum",
        [table],
    )
    return tuple(name for (name,) in rows)


def quoted(value: Any) -> str:
    """A value as SQL."""
    if value is None:
        return "NULL"
    if isinstance(value, uuid.UUID | str):
        return "'" + str(value).replace("'", "''") + "'"
    return f"'{json.dumps(value)}'::jsonb"


class Logins:
    """A connection for each login, in which everything is tried and taken back."""

    def __init__(self, people: dict[str, Any]) -> None:
        self.people = people
        self.open: dict[str, psycopg.Connection[Any]] = {}

    def of(self, login: str) -> psycopg.Connection[Any]:
        """Return the connection of a login."""
        if login not in self.open:
            self.open[login] = raw_connection(login)
        return self.open[login]

    def refused_by(self, attack: Attack, *events: Event) -> str | None:
        """Return which trigger refuses the rows beside these events, as `table.name`; None if it does not."""
        connection = self.of(attack.login)
        try:
            for event in events:
                append(connection, event, self.people)
            for statement in attack.statements:
                done = connection.execute(statement)  # type: ignore[call-overload]
                assert done.rowcount == 1, f"{attack.trigger}: {done.rowcount} rows by {statement}"
            return said_at_once(connection, attack.trigger)
        except psycopg.Error as error:
            raise AssertionError(f"{attack.trigger}, {events}: {error}") from error
        finally:
            connection.rollback()


def said_at_once(connection: psycopg.Connection[Any], trigger: str) -> str | None:
    """Let the triggers of this name speak now; return which refuses, as `table.name`."""
    table, name = trigger.split(".")
    schema = "audit" if table == "request_chain" else "public"
    try:
        connection.execute(f"SET CONSTRAINTS {schema}.{name} IMMEDIATE")  # type: ignore[call-overload]
    except errors.CheckViolation as error:
        return f"{error.diag.table_name}.{error.diag.constraint_name}"
    return None
