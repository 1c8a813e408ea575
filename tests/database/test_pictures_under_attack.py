"""Whoever holds a login's password asks for no picture without a seat, jumps no state, and changes no picture that is here.

Each attack is one statement that differs in one thing from one that would pass.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.builders import InventedAgency
from tests.database import examinations_attacked, pictures_attacked
from tests.database.pictures_attacked import (
    ASK_AGAIN,
    BRING,
    CLAIM,
    CLAIMED,
    GIVE_UP,
    MISSING,
    PICTURE,
    PUT_OFF,
    WAITING,
    asked,
    opened,
    picture,
)
from tests.database.rows_and_events import NEW
from tests.support import raw_connection, sql


def begun(agency: InventedAgency) -> dict[str, str]:
    """A result that is being examined, with a picture in each state."""
    held = examinations_attacked.begun(agency)
    with raw_connection("owner") as connection:
        for statement in pictures_attacked.arranged(held["examined"]):
            connection.execute(statement)  # type: ignore[arg-type]
    return held


@pytest.fixture
def prepare() -> Any:
    return begun


@pytest.fixture
def held(agency: InventedAgency) -> dict[str, str]:
    found: dict[str, str] = agency.prepared
    return found


def tried(login: str, *statements: str) -> str:
    """The message with which the database refuses the last one, or nothing; events are asked for at the commit."""
    with raw_connection(login) as connection:
        for statement in statements[:-1]:
            connection.execute(statement)  # type: ignore[arg-type]
        try:
            connection.execute(statements[-1])  # type: ignore[arg-type]
        except psycopg.Error as refused:
            return str(refused.diag.message_primary)
        finally:
            connection.rollback()
    return ""


def change(held: dict[str, str], what: str, place: int) -> str:
    return f"UPDATE {PICTURE} SET {what} WHERE id = '{picture(held['examined'], place)}'"


def test_each_step_that_there_is_passes(held: dict[str, str]) -> None:
    """Without this the attacks would show nothing."""
    assert tried("web", asked(held["examined"])) == ""
    assert tried("web", change(held, ASK_AGAIN, MISSING)) == ""
    for what, place in [
        (CLAIM, WAITING), (GIVE_UP, WAITING), (PUT_OFF, WAITING), (BRING, CLAIMED), (GIVE_UP, CLAIMED),
        (PUT_OFF, CLAIMED),
    ]:  # fmt: skip
        assert tried("dispatcher", change(held, what, place)) == "", (what, place)


@pytest.mark.parametrize(
    "changes",
    [
        {"position": "1"},
        {"position": "0"},
        {"position": "9999"},
        {"state": "'claimed'", "lease_until": "now() + interval '1 minute'"},
        {"state": "'missing'", "ended_at": "now()", "error": "'x'"},
        {"attempt": "1"},
        {"fence": "1"},
        {"asked_at": "now() - interval '1 day'"},
        {"next_attempt_at": "now() + interval '1 day'"},
        {"asked_by_id": "(SELECT id FROM accounts_account WHERE username = 'examiner3')"},
        {"asked_by_id": "(SELECT id FROM accounts_account WHERE username = 'officer')"},
    ],
    ids=lambda changes: "-".join(f"{name} {value[:9]}" for name, value in changes.items()),
)
def test_a_picture_is_asked_for_by_its_examiner_and_waits(
    held: dict[str, str], changes: dict[str, str]
) -> None:
    assert tried("web", asked(held["examined"], **changes))


def test_nobody_asks_for_the_pictures_of_another_result(held: dict[str, str]) -> None:
    other = f"'{held['fresh']}'"
    assert tried("web", asked(held["examined"], position=1, search_request_id=other))
    elsewhere = f"'{held['left_examination']}'"
    assert tried("web", asked(held["examined"], examination_id=elsewhere))


def test_only_a_picture_that_is_here_and_of_this_request_was_opened(held: dict[str, str]) -> None:
    assert tried("web", opened(held["examined"])) == ""
    for place in (WAITING, MISSING, CLAIMED):
        assert tried("web", opened(held["examined"], place)), place
    elsewhere = f"'{held['fresh']}'"
    assert tried("web", opened(held["examined"], search_request_id=elsewhere))
    for changes in ({"candidate_picture_id": "NULL"}, {"kind": "'probe'"}, {"kind": "'other'"}):
        assert "reading_of_a_picture_names_it" in tried("web", opened(held["examined"], **changes))


def test_so_many_pictures_stay_unopened_as_candidates_were_not_compared(
    held: dict[str, str],
) -> None:
    count = int(held["examined_count"])

    def concluded(compared: int) -> str:
        return (
            "INSERT INTO searches_conclusion (id, examination_id, search_request_id, number, outcome,"
            " selected_position, candidates, compared, sealed, concluded_at, examiner_id)"
            f" SELECT '{NEW}', id, search_request_id, 1, 'inconclusive', NULL, {count}, {compared}, 'x', now(),"
            f" examiner_id FROM searches_examination WHERE id = '{held['examination']}'"
        )

    assert "opening the pictures" in tried("web", concluded(count))
    assert tried("web", concluded(count - 1)) == ""
    by_another = opened(held["examined"])
    assert "opening the pictures" in tried("web", by_another, concluded(count))
    whose = f"FROM searches_examination WHERE id = '{held['examination']}')"
    own = {
        "account_id": f"(SELECT examiner_id {whose}",
        "person_id": f"(SELECT examiner_person_id {whose}",
    }
    before = opened(held["examined"], **own, opened_at="now() - interval '1 hour'")
    assert "opening the pictures" in tried("web", before, concluded(count))
    assert tried("web", opened(held["examined"], **own), concluded(count)) == ""


def test_no_function_keeps_rows_from_referring_to_a_request(agency: InventedAgency) -> None:
    """A page's row would then wait for a use case that waits for the page's place in the log."""
    found = sql(
        "owner",
        "SELECT proname FROM pg_proc WHERE prosrc ~* 'searches_searchrequest[^;]*\\sfor\\s+update'",
    )
    assert found == []
    assert sql(
        "owner",
        "SELECT count(*) > 3 FROM pg_proc WHERE prosrc ~* 'searches_searchrequest[^;]*\\sfor\\s+no\\s+key\\s+update'",
    ) == [(True,)]


@pytest.mark.parametrize(
    ("login", "what", "place"),
    [
        ("dispatcher", BRING, WAITING),
        ("dispatcher", BRING, MISSING),
        ("dispatcher", CLAIM, MISSING),
        ("dispatcher", CLAIM, CLAIMED),
        ("dispatcher", ASK_AGAIN, MISSING),
        ("web", "state = 'waiting', error = ''", CLAIMED),
        ("web", "state = 'missing', error = 'x', ended_at = now()", WAITING),
        ("web", "error = 'x'", WAITING),
        ("web", CLAIM, WAITING),
        ("web", BRING, CLAIMED),
        ("worker", GIVE_UP, WAITING),
        ("auditor", GIVE_UP, WAITING),
    ],
)
def test_no_other_step_is_taken_and_each_by_its_process(
    held: dict[str, str], login: str, what: str, place: int
) -> None:
    assert tried(login, change(held, what, place))


@pytest.mark.parametrize(
    "what",
    [
        CLAIM.replace("fence + 1", "fence + 2"),
        CLAIM.replace("attempt + 1", "attempt"),
        CLAIM.replace("5 minutes", "3 hours"),
        CLAIM.replace("now() + interval '5 minutes'", "now() - interval '5 minutes'"),
        CLAIM.replace("now() + interval '5 minutes'", "NULL"),
    ],
)
def test_a_claim_is_one_step_and_lasts_a_while(held: dict[str, str], what: str) -> None:
    assert tried("dispatcher", change(held, what, WAITING))


@pytest.mark.parametrize(
    "what",
    [
        BRING.replace("sealed = 'x', ", ""),
        BRING.replace(", sealed_key = 'x'", ""),
        BRING.replace(", sealed_about = 'x'", ""),
        f"{BRING}, error = 'x'",
        GIVE_UP.replace("error = 'http_404'", "error = ''"),
        f"{GIVE_UP}, sealed = 'x'",
    ],
)
def test_a_picture_is_whole_or_absent(held: dict[str, str], what: str) -> None:
    assert tried("dispatcher", change(held, what, CLAIMED))


@pytest.mark.parametrize(
    ("login", "what"),
    [
        ("dispatcher", "sealed = 'y'"),
        ("dispatcher", "sealed_about = 'y'"),
        ("dispatcher", "sealed_key = 'y'"),
        ("dispatcher", GIVE_UP + ", sealed = NULL, sealed_key = NULL, sealed_about = NULL"),
        ("dispatcher", PUT_OFF + ", sealed = NULL, sealed_key = NULL, sealed_about = NULL"),
    ],
)
def test_what_is_here_never_changes(held: dict[str, str], login: str, what: str) -> None:
    here = change(held, BRING, CLAIMED)
    assert tried(login, here, change(held, what, CLAIMED)) == (
        "whose picture it is, who asked for it, and what is here, cannot change"
    )


@pytest.mark.parametrize("status", ["settled", "given back"])
def test_nobody_asks_once_the_result_is_given_back_or_settled(
    held: dict[str, str], status: str
) -> None:
    with raw_connection("superuser") as connection:
        if status == "settled":
            connection.execute("ALTER TABLE searches_searchrequest DISABLE TRIGGER USER")
            connection.execute(
                "UPDATE searches_searchrequest SET status = 'NO_LEAD' WHERE id = %s",
                [held["examined"]],
            )
        else:
            connection.execute("ALTER TABLE searches_examination DISABLE TRIGGER USER")
            connection.execute(
                "UPDATE searches_examination SET ended_at = now(), ended_how = 'given_back' WHERE id = %s",
                [held["examination"]],
            )
    refusal = "a picture is asked for by an examiner who has taken the result"
    assert tried("web", asked(held["examined"])) == refusal
    assert tried("web", change(held, ASK_AGAIN, MISSING)) == refusal
