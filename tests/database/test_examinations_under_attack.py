"""Whoever holds the web's login takes no seat for others, concludes for nobody else, and ends no request without a lead.

Each attack is one statement that differs in one thing from one that would pass; the guard that refuses it is named.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from requests_app.workflow import examine
from tests import examiners
from tests.builders import InventedAgency
from tests.database import examinations_attacked
from tests.database.rows_and_events import DIGEST, NEW, copied, quoted
from tests.support import raw_connection, sql

EXAMINATION, CONCLUSION = examinations_attacked.EXAMINATION, examinations_attacked.CONCLUSION


@pytest.fixture
def prepare() -> Any:
    return examinations_attacked.begun


@pytest.fixture
def held(agency: InventedAgency) -> dict[str, str]:
    found: dict[str, str] = agency.prepared
    return found


def refused(statement: str) -> str:
    """The message with which the database refuses it to the web's login; events are asked for later, at the commit."""
    with raw_connection("web") as connection:
        with pytest.raises(psycopg.IntegrityError) as caught:
            connection.execute(statement)  # type: ignore[arg-type]
        connection.rollback()
    return str(caught.value.diag.message_primary)


def accepted(statement: str) -> None:
    """The statement that passes the guards: without it the attacks would show nothing."""
    with raw_connection("web") as connection:
        connection.execute(statement)  # type: ignore[arg-type]
        connection.rollback()


def taking(agency: InventedAgency, held: dict[str, str], who: str, **changes: str) -> str:
    """Take the second seat of the result whose first seat is taken."""
    (requester,) = sql(
        "owner",
        "SELECT requested_by_person_id FROM searches_searchrequest WHERE id = %s",
        [held["fresh"]],
    )[0]
    account = agency.people[who]
    columns = {
        "id": quoted(NEW),
        "seat": "2",
        "order_seed": quoted(DIGEST),
        "search_request_id": quoted(held["fresh"]),
        "requested_by_person_id": quoted(str(requester)),
        "examiner_id": quoted(str(account.pk)),
        "examiner_person_id": quoted(str(account.person_id)),
        "started_at": "now()",
        "until": "now() + interval '7 days'",
    }
    return copied(EXAMINATION, f"id = '{held['examination']}'", **columns | changes)


NOT_THEIRS = "a result is examined by a trained examiner of the unit who neither asked nor decided"


def test_an_examiner_of_the_unit_takes_a_seat(agency: InventedAgency, held: dict[str, str]) -> None:
    accepted(taking(agency, held, "examiner4"))


@pytest.mark.parametrize("who", ["officer", "supervisor", "sergeant", "examiner2", "auditor"])
def test_a_seat_is_taken_for_nobody_else(
    agency: InventedAgency, held: dict[str, str], who: str
) -> None:
    assert refused(taking(agency, held, who)) == NOT_THEIRS


def test_a_certificate_that_has_run_out_gives_no_seat(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    with raw_connection("superuser") as connection:
        connection.execute("ALTER TABLE accounts_certificate DISABLE TRIGGER ALL")
        connection.execute(
            "UPDATE accounts_certificate SET valid_until = current_date - 3, issued_on = current_date - 9"
            " WHERE person_id = %s",
            [agency.people["examiner4"].person_id],
        )
        connection.execute("ALTER TABLE accounts_certificate ENABLE TRIGGER ALL")
    assert refused(taking(agency, held, "examiner4")) == NOT_THEIRS


@pytest.mark.parametrize(
    "changes",
    [
        {"seat": "3"},
        {"seat": "1"},
        {"seat": "4"},
        {"until": "now() + interval '9 days'"},
        {"started_at": "now() - interval '1 day'"},
        {"order_seed": "'1'"},
        {"order_seed": "kept.order_seed"},
        {"ended_at": "now()", "ended_how": "'given_back'"},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_a_seat_is_one_that_is_free_and_begins_now(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    assert refused(taking(agency, held, "examiner4", **changes))


def test_a_person_has_one_seat_of_a_result(agency: InventedAgency, held: dict[str, str]) -> None:
    assert "one_examination_a_person" in refused(taking(agency, held, "examiner3"))


@pytest.mark.parametrize(
    "change",
    [
        "until = until + interval '9 days'",
        "until = until - interval '1 day'",
        "ended_at = now(), ended_how = 'lapsed'",
        "ended_at = now(), ended_how = 'right_ended'",
        "ended_at = now() - interval '1 day', ended_how = 'given_back'",
    ],
)
def test_an_examination_is_not_ended_or_prolonged_at_will(
    held: dict[str, str], change: str
) -> None:
    assert refused(f"UPDATE {EXAMINATION} SET {change} WHERE id = '{held['examination']}'")


def test_an_examination_with_a_conclusion_does_not_end(held: dict[str, str]) -> None:
    assert refused(
        f"UPDATE {EXAMINATION} SET ended_at = now(), ended_how = 'given_back'"
        f" WHERE id = '{held['concluded_examination']}'"
    )


def concluding(agency: InventedAgency, held: dict[str, str], **changes: str) -> str:
    """Conclude the examination that is under way."""
    count = held["examined_count"]
    columns = {
        "id": quoted(NEW),
        "examination_id": quoted(held["examination"]),
        "search_request_id": quoted(held["examined"]),
        "examiner_id": quoted(str(agency.people["examiner"].pk)),
        "candidates": count,
        "compared": count,
        "concluded_at": "now()",
        "check_run_id": quoted(held["selection_check"]),
    }
    of = f"examination_id = '{held['concluded_examination']}'"
    return copied(CONCLUSION, of, **columns | changes)


def test_an_examiner_concludes(agency: InventedAgency, held: dict[str, str]) -> None:
    accepted(concluding(agency, held))


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "2"},
        {"number": "0"},
        {"candidates": "1", "compared": "1"},
        {"compared": "9999"},
        {"compared": "0"},
        {"selected_position": "9999"},
        {"selected_position": "NULL"},
        {"outcome": "'inconclusive'"},
        {"outcome": "'identified'"},
        {"concluded_at": "now() - interval '1 day'"},
        {"examiner_id": "(SELECT id FROM accounts_account WHERE username = 'examiner4')"},
        {"search_request_id": "(SELECT search_request_id FROM searches_examination WHERE seat = 1"
                              " AND examiner_id <> kept.examiner_id LIMIT 1)"},
    ],
    ids=lambda changes: "-".join(f"{name} {value[:9]}" for name, value in changes.items()),
)  # fmt: skip
def test_a_conclusion_is_the_examiners_own_and_whole(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    assert refused(concluding(agency, held, **changes))


@pytest.mark.parametrize("kind", ["candidates", "probe"])
def test_nobody_concludes_on_what_they_have_not_opened(
    agency: InventedAgency, held: dict[str, str], kind: str
) -> None:
    with raw_connection("superuser") as connection:
        connection.execute("ALTER TABLE searches_reading DISABLE TRIGGER keep_rows")
        connection.execute("DELETE FROM searches_reading WHERE kind = %s", [kind])
        connection.execute("ALTER TABLE searches_reading ENABLE ALWAYS TRIGGER keep_rows")
    assert refused(concluding(agency, held)) == (
        "an examiner concludes after opening the probe image and the candidates"
    )


def test_a_correction_selects_nobody(agency: InventedAgency, held: dict[str, str]) -> None:
    of = f"examination_id = '{held['concluded_examination']}'"
    again = copied(CONCLUSION, of, id=quoted(NEW), number="2", concluded_at="now()")
    assert "a_correction_selects_nobody" in refused(again)


def test_a_correction_takes_back_a_selection_and_nothing_else(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    of = f"examination_id = '{held['concluded_examination']}'"
    taken_back = {
        "outcome": "'inconclusive'", "selected_position": "NULL", "concluded_at": "now()", "check_run_id": "NULL",
    }  # fmt: skip
    second = copied(CONCLUSION, of, id=quoted(NEW), number="2", **taken_back)
    accepted(second)
    third = copied(
        CONCLUSION, f"{of} AND number = 2", id="gen_random_uuid()", number="3", **taken_back
    )
    assert refused(f"{second}; {third}") == "a correction takes a selection back"


def test_what_was_written_stays_once_it_is_concluded(held: dict[str, str]) -> None:
    more = "UPDATE searches_examinationdraft SET sealed = 'x', revision = revision + 1"
    accepted(f"{more} WHERE examination_id = '{held['examination']}'")
    assert "what was written" in refused(
        f"{more} WHERE examination_id = '{held['concluded_examination']}'"
    )


def test_what_was_written_stays_once_it_was_given_back(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    row = examiners.SearchRequest.objects.get(pk=held["examined"])
    examine.give_back(actor=agency.actor("examiner"), search_request_id=row.pk)
    assert "what was written" in refused(
        "UPDATE searches_examinationdraft SET sealed = 'x', revision = revision + 1"
        f" WHERE examination_id = '{held['examination']}'"
    )


@pytest.mark.parametrize("which", ["fresh", "examined", "concluded"])
def test_no_request_ends_without_a_lead_before_its_examiners_say_so(
    held: dict[str, str], which: str
) -> None:
    assert refused(
        "UPDATE searches_searchrequest SET status = 'NO_LEAD', status_since = now()"
        f" WHERE id = '{held[which]}'"
    ) == (
        "a request ends without a lead when two examiners select nobody, three differ, it is withheld, or no examiner is left"
    )


def test_two_who_select_somebody_do_not_end_it_without_a_lead(agency: InventedAgency) -> None:
    held = agency.prepared
    row = examiners.SearchRequest.objects.get(pk=held["concluded"])
    examiners.concluded(agency, "examiner3", row, selected=1)
    assert "without a lead" in refused(
        "UPDATE searches_searchrequest SET status = 'NO_LEAD', status_since = now()"
        f" WHERE id = '{held['concluded']}'"
    )
