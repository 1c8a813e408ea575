"""What a run-time login writes without the event that says so, each trigger of that kind attacked with SQL.

A trigger that is new fails here until it is attacked. One prepared database, one connection for each login.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors

from tests.builders import InventedAgency
from tests.database import (
    disclosures_attacked,
    examinations_attacked,
    exports_attacked,
    factors_attacked,
    holds_attacked,
    incidents_attacked,
    jurisdiction_attacked,
    leads_attacked,
    letters_attacked,
    log_checks_attacked,
    pictures_attacked,
    rows_attacked,
    searches_attacked,
    sign_off_attacked,
)
from tests.database.rows_and_events import (
    ANOTHER_PERSON,
    LEADS_TO,
    NEW,
    Attack,
    Event,
    Logins,
    append,
    copied,
    quoted,
    said_at_once,
)
from tests.database.rows_attacked import Held
from tests.support import raw_connection, sql

FUNCTIONS = ("require_event", "accounts_letter_as_logged", "searches_findings_as_logged", "searches_key_ends_with_event",
             "searches_status_as_logged")  # fmt: skip
ATTACKED_BELOW = {
    "accounts_account.unlocking_needs_event": "beside the event of a failed attempt, which anybody causes",
    "dispatch_dispatch.needs_event": "one more event that does not do, in a test of its own",
    "searches_authorisation.needs_event": "guard_authorisation compares the whole event earlier, see"
    " test_decisions_under_attack",
    "dispatch_logcheck.lifting_needs_event": "while a check stops every search, see workflow/test_log_alarm",
    "accounts_roleassignment.founding_needs_event": "possible in an empty database only",
    "request_chain.begins_with_its_request": "an event that begins a request which is not there",
    "request_chain.moves_with_its_request": "an event that moves a request which stays",
}
PARTS = (
    rows_attacked.on_accounts, rows_attacked.on_powers, rows_attacked.on_credentials,
    factors_attacked.on_second_factors, letters_attacked.on_letters, exports_attacked.on_exports,
    jurisdiction_attacked.on_jurisdiction, sign_off_attacked.on_sign_offs,
    examinations_attacked.on_examinations, pictures_attacked.on_pictures, leads_attacked.on_leads,
    incidents_attacked.on_incidents, disclosures_attacked.on_disclosures, holds_attacked.on_holds, log_checks_attacked.on_log_checks,
    searches_attacked.on_requests, searches_attacked.on_content,
    searches_attacked.on_checks, searches_attacked.on_texts, searches_attacked.on_claims, searches_attacked.on_decisions,
    searches_attacked.on_dispatches, searches_attacked.on_notices,
)  # fmt: skip


@pytest.fixture
def prepare() -> Any:
    return rows_attacked.every_kind_of_row


@pytest.fixture
def held(agency: InventedAgency) -> Held:
    # They look at a new version otherwise and sooner; `test_decisions_under_attack.py` tries them.
    for guard in ("guard_justification", "answers_as_logged"):
        sql("owner", f"ALTER TABLE searches_justification DISABLE TRIGGER {guard}")
    found: Held = agency.prepared
    return found


def every_attack(held: Held) -> list[Attack]:
    return [attack for part in PARTS for attack in part(held)]


@pytest.fixture
def logins(held: Held) -> Iterator[Logins]:
    made = Logins(held.people)
    yield made
    for connection in made.open.values():
        connection.close()


def test_every_trigger_that_asks_for_an_event_is_attacked(held: Held) -> None:
    found = sql(
        "superuser",
        "SELECT c.relname || '.' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = ANY (%s) AND NOT t.tgisinternal",
        [list(FUNCTIONS)],
    )
    attacked = {attack.trigger for attack in every_attack(held)} | set(ATTACKED_BELOW)
    assert attacked == {name for (name,) in found}


def test_everything_that_a_trigger_compares_is_tried(held: Held) -> None:
    """Each of its arguments after the codes, as the database names them."""
    tried: dict[str, set[str]] = {}
    for attack in every_attack(held):
        compared = attack.event.compared.split() if attack.event else ()
        tried.setdefault(attack.trigger, set()).update(compared)
    found = sql(
        "superuser",
        "SELECT c.relname || '.' || t.tgname, t.tgargs FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgfoid = 'audit.require_event'::regproc",
    )
    untried = {}
    for trigger, arguments in found:
        compared = {
            each.partition("=")[0] for each in bytes(arguments).decode().split("\0")[1:] if each
        }
        if trigger not in ATTACKED_BELOW and compared - tried[trigger]:
            untried[trigger] = compared - tried[trigger]
    assert untried == {}


def test_a_row_without_its_event_is_refused(held: Held, logins: Logins) -> None:
    passed = [
        (attack.trigger, attack.login)
        for attack in every_attack(held)
        if logins.refused_by(attack) != attack.trigger
    ]
    assert passed == []


def test_a_row_with_an_event_that_agrees_goes_in(held: Held, logins: Logins) -> None:
    """Otherwise the attacks would show nothing but a trigger that refuses everything."""
    refused = [
        (attack.trigger, attack.event.code)
        for attack in every_attack(held)
        if attack.event and logins.refused_by(attack, attack.event) is not None
    ]
    assert refused == []


def test_a_row_with_an_event_that_says_another_thing_is_refused(held: Held, logins: Logins) -> None:
    """One thing differs at a time: the code, the request, the object, the account, or one fact."""
    tried, passed = 0, []
    for attack in every_attack(held):
        for differs, event in attack.event.near_misses().items() if attack.event else ():
            tried += 1
            if logins.refused_by(attack, event) != attack.trigger:
                passed.append((attack.trigger, attack.event.code, differs))  # type: ignore[union-attr]
    assert passed == []
    assert tried > 200


WITH_THEIR_ROWS = {
    "search.checked", "search.grant_issued", "search.held", "search.attempt_failed",
    "search.result_quarantined", "search.attempt_stale", "search.claim_ended",
}  # fmt: skip
"""Events that are themselves refused where their row is missing."""


def test_an_event_of_an_earlier_transaction_does_not_count(held: Held, logins: Logins) -> None:
    tried, passed = set(), []
    for attack in every_attack(held):
        event = attack.event
        if event is None or event.code in LEADS_TO.keys() | WITH_THEIR_ROWS:
            continue
        connection = logins.of(attack.login)
        append(connection, event, held.people)
        connection.commit()
        tried.add(attack.trigger)
        if logins.refused_by(attack) != attack.trigger:
            passed.append((attack.trigger, event.code))
    assert passed == []
    assert len(tried) > 35


def test_a_dispatch_needs_the_event_that_approves_its_own_request(
    held: Held, logins: Logins
) -> None:
    """An approval that was made earlier, and the event of another request that names its number."""
    attack = next(
        each for each in every_attack(held) if each.trigger == "dispatch_dispatch.needs_event"
    )
    search_id = sql(
        "owner",
        "SELECT search_id FROM searches_authorisation WHERE search_request_id = %s",
        [held.unsent],
    )[0][0]
    event = Event("search.approved", request=held.waiting3, facts={"search_id": str(search_id)})
    assert logins.refused_by(attack, event) == attack.trigger


def test_an_event_that_was_taken_back_does_not_count(held: Held, logins: Logins) -> None:
    attack = next(
        each for each in every_attack(held) if each.trigger == "accounts_unit.name_needs_event"
    )
    assert attack.event
    web = logins.of("web")
    web.execute("SAVEPOINT before")
    append(web, attack.event, held.people)
    web.execute("ROLLBACK TO before")
    assert logins.refused_by(attack) == attack.trigger


def test_the_order_of_row_and_event_does_not_matter_and_both_can_be_committed(
    held: Held, logins: Logins
) -> None:
    attack = next(
        each for each in every_attack(held) if each.trigger == "searches_reading.page_needs_event"
    )
    assert attack.event
    web = logins.of("web")
    web.execute(attack.statements[0])  # type: ignore[call-overload]
    append(web, attack.event, held.people)
    web.commit()
    assert sql("owner", "SELECT kind FROM searches_reading WHERE id = %s", [NEW]) == [
        ("decision_page",)
    ]


def test_the_transaction_that_is_refused_leaves_nothing(held: Held, logins: Logins) -> None:
    """At the commit, without anybody asking earlier."""
    web = logins.of("web")
    web.execute("UPDATE accounts_unit SET name_en = 'x' WHERE code = 'fraud'")
    with pytest.raises(errors.CheckViolation) as caught:
        web.commit()
    assert caught.value.diag.constraint_name == "name_needs_event"
    assert sql("owner", "SELECT name_en = 'x' FROM accounts_unit WHERE code = 'fraud'") == [
        (False,)
    ]


def test_the_first_administrators_are_named_by_an_event_as_well(database: str) -> None:
    """In an empty database, where the first two need no proposal."""
    founded = (
        f"INSERT INTO accounts_person (id, staff_number, full_name, email, language, is_demo, created_at)"
        f" VALUES ('{NEW}', 'N1', 'N', 'n@agency.example', 'en', false, now())",
        "INSERT INTO accounts_account (id, person_id, username, password, is_superuser, is_active,"
        " created_at, must_set_password, disabled_reason, failed_sign_ins, session_generation)"
        f" VALUES ('{NEW}', '{NEW}', 'n', '!', false, true, now(), true, '', 0, 0)",
        "INSERT INTO accounts_roleassignment (id, account_id, person_id, role, granted_at,"
        f" withdrawn_reason) VALUES ('{NEW}', '{NEW}', '{NEW}', 'account_administrator', now(), '')",
    )
    trigger = "accounts_roleassignment.founding_needs_event"
    event = Event("account.founded", "object role", object=NEW, account="n")
    with raw_connection("web") as web:
        for beside in (None, *event.near_misses().values(), event):
            for statement in founded:
                web.execute(statement)  # type: ignore[call-overload]
            if beside:
                append(web, beside, {"n": (NEW, NEW), ANOTHER_PERSON: (NEW, NEW)})
            refuses = said_at_once(web, trigger)
            assert refuses == (None if beside is event else trigger), beside
            web.rollback()


def test_the_owner_is_left_out(held: Held) -> None:
    """Whoever owns a guard can drop it; the log's own promises hold against the owner elsewhere."""
    sql("owner", "UPDATE accounts_unit SET name_en = 'x' WHERE code = 'fraud'")
    sql("owner", "UPDATE searches_draft SET revision = revision + 1")


def test_the_log_says_no_status_that_the_request_does_not_have(held: Held, logins: Logins) -> None:
    for event, trigger in (
        (Event("search.drafted", request=NEW), "request_chain.begins_with_its_request"),
        (Event("search.withdrawn", request=held.waiting), "request_chain.moves_with_its_request"),
    ):
        web = logins.of("web")
        append(web, event, held.people)
        assert said_at_once(web, trigger) == trigger
        web.rollback()


# --- what no event allows -------------------------------------------------------------------------


def refusal(logins: Logins, login: str, statement: str) -> str:
    """Run it as this login and return the first line of the refusal; nothing is kept."""
    connection = logins.of(login)
    try:
        with pytest.raises(psycopg.Error) as caught:  # noqa: PT012  else it must have done something
            done = connection.execute(statement)  # type: ignore[call-overload]
            assert done.rowcount == 1, f"{done.rowcount} rows by {statement}"
    finally:
        connection.rollback()
    return str(caught.value).splitlines()[0]


STAYS = "what was submitted stays"
NEXT = "the next version is made by submitting it"
LOCKED = "a description that is locked stays so"
BEGAN = "a status has begun when it began"
DRAFT_ALONE = "picture, case and urgency change in a draft alone"


@pytest.mark.parametrize("login", ["web", "owner"])
def test_what_was_submitted_does_not_change_while_it_waits(
    held: Held, logins: Logins, login: str
) -> None:
    for change, said in (
        ("required_roles = '{}'", STAYS),
        ("required_roles = required_roles || '{examiner}'", STAYS),
        ("submitted_at = now()", STAYS),
        ("version = version + 1", NEXT),
        ("version = version - 1, submitted_at = NULL", NEXT),
        ("description_locked_at = NULL", LOCKED),
        ("description_locked_at = now()", LOCKED),
        ("status_since = now()", BEGAN),
        ("probe_id = NULL", DRAFT_ALONE),
        ("case_lookup = 'x'", DRAFT_ALONE),
        ("urgency = 'x'", DRAFT_ALONE),
    ):
        statement = f"UPDATE searches_searchrequest SET {change} WHERE id = '{held.waiting}'"
        assert said in refusal(logins, login, statement), change


@pytest.mark.parametrize("request_of", ["draft", "returned"])
def test_a_submission_makes_the_next_version(held: Held, logins: Logins, request_of: str) -> None:
    for version in ("version + 2", "version + 100"):
        statement = (
            f"UPDATE searches_searchrequest SET version = {version}, submitted_at = now(),"
            " status = 'AWAITING_DECISION', status_since = now(), lapses_at = now() + interval '1 day'"
            f" WHERE id = '{held.ids[request_of]}'"
        )
        assert NEXT in refusal(logins, "web", statement)
    returned = f"UPDATE searches_searchrequest SET %s WHERE id = '{held.returned}'"
    for login in ("web", "owner"):
        assert LOCKED in refusal(logins, login, returned % "description_locked_at = NULL")
        assert STAYS in refusal(logins, login, returned % "required_roles = '{examiner}'")


def test_a_request_stays_in_its_unit(held: Held, logins: Logins) -> None:
    statement = f"UPDATE searches_searchrequest SET unit_id = '{held.fraud}' WHERE id = '%s'"
    for request in (held.draft, held.waiting, held.approved):
        assert STAYS in refusal(logins, "owner", statement % request)
        assert "permission denied" in refusal(logins, "web", statement % request)


def test_the_time_of_a_status_stays_for_every_login(held: Held, logins: Logins) -> None:
    statement = (
        f"UPDATE searches_searchrequest SET status_since = now() WHERE id = '{held.approved}'"
    )
    for login in ("web", "worker", "dispatcher", "owner"):
        assert BEGAN in refusal(logins, login, statement)


def test_each_process_checks_at_its_own_stage(held: Held, logins: Logins) -> None:
    for login, stage in (
        ("dispatcher", "submit"), ("dispatcher", "approve"), ("dispatcher", "other"),
        ("web", "forward"), ("web", "other"),
    ):  # fmt: skip
        like = f"search_request_id = '{held.waiting}'"
        statement = copied("searches_checkrun", like, id=quoted(NEW), stage=quoted(stage))
        assert f"does not check at the stage {stage}" in refusal(logins, login, statement)
    assert "permission denied" in refusal(logins, "worker", statement)


def claim_of(held: Held, claimed: str, until: str, ended: str = "NULL") -> str:
    """An INSERT of a claim on a request that nobody holds."""
    return (
        "INSERT INTO searches_claim (id, search_request_id, account_id, claimed_at, until, via,"
        f" ended_at, ended_how) SELECT '{NEW}', '{held.waiting3}', id, {claimed}, {until}, 'queue',"
        f" {ended}, CASE WHEN {ended}::timestamptz IS NULL THEN '' ELSE 'released' END"
        " FROM accounts_account WHERE username = 'supervisor'"
    )


@pytest.mark.parametrize("login", ["web", "owner"])
def test_a_claim_lasts_as_long_as_the_agency_says(held: Held, logins: Logins, login: str) -> None:
    minutes = sql("owner", "SELECT claim_minutes FROM registry_agency")[0][0]
    longest = f"now() + interval '{minutes} minutes'"
    for claimed, until, ended in (
        ("now()", f"{longest} + interval '1 second'", "NULL"),
        ("now()", "now() + interval '10 days'", "NULL"),
        ("now()", "now()", "NULL"),
        ("now() + interval '1 hour'", "now() + interval '61 minutes'", "NULL"),
        ("now()", "now() + interval '1 minute'", "now()"),
    ):
        statement = claim_of(held, claimed, until, ended)
        assert "for as long as the agency says" in refusal(logins, login, statement)
    connection = logins.of(login)
    assert connection.execute(claim_of(held, "now()", longest)).rowcount == 1  # type: ignore[call-overload]
    connection.rollback()


def test_a_claim_that_has_not_run_out_has_not_lapsed(held: Held, logins: Logins) -> None:
    statement = "UPDATE searches_claim SET ended_at = now(), ended_how = 'lapsed' WHERE id = '%s'"
    for login in ("web", "worker", "dispatcher", "owner"):
        assert "has not lapsed" in refusal(logins, login, statement % held.claim)


def test_a_claim_of_somebody_who_may_decide_has_not_lost_its_right(
    held: Held, logins: Logins
) -> None:
    statement = (
        "UPDATE searches_claim SET ended_at = now(), ended_how = 'right_ended' WHERE id = '%s'"
    )
    for login in ("web", "worker", "dispatcher", "owner"):
        assert "has not lost its right" in refusal(logins, login, statement % held.claim)
    connection = logins.of("web")
    assert connection.execute(statement % held.rightless).rowcount == 1  # type: ignore[call-overload]
    connection.rollback()


def test_who_holds_a_claim_and_until_when_stays(held: Held, logins: Logins) -> None:
    for change in (
        "claimed_at = now()",
        f"account_id = '{held.account('supervisor2')}'", "via = 'next'",
        f"search_request_id = '{held.waiting3}'",
    ):  # fmt: skip
        statement = f"UPDATE searches_claim SET {change} WHERE id = '{held.claim}'"
        assert "cannot change" in refusal(logins, "owner", statement)
        assert "permission denied" in refusal(logins, "web", statement)


RENEWED = "first_until = until, until = until + interval '1 second'"
TOO_LONG = "claimed_at + 2 * (until - claimed_at) + interval '1 second'"


@pytest.mark.parametrize("login", ["web", "owner"])
def test_a_claim_is_renewed_forwards_while_it_is_open_to_twice_its_length(
    held: Held, logins: Logins, login: str
) -> None:
    mine = f"id = '{held.claim}'"
    ended = f"search_request_id = '{held.approved}'"
    lapsed = f"search_request_id = '{held.waiting2}'"
    for change, which in (
        ("until = until + interval '1 second'", mine),  # by which it could be measured anew
        ("first_until = until + interval '1 day', until = until + interval '1 second'", mine),
        ("first_until = until", mine),
        ("until = until - interval '1 second', first_until = until", mine),
        ("until = now(), first_until = until", mine),
        (f"until = {TOO_LONG}, first_until = until", mine),
        (f"{RENEWED}, ended_at = now(), ended_how = 'released'", mine),
        (RENEWED, ended),
        (RENEWED, lapsed),
    ):
        statement = f"UPDATE searches_claim SET {change} WHERE {which}"
        assert "forwards" in refusal(logins, login, statement), (change, which)
    connection = logins.of(login)
    longest = "until = claimed_at + 2 * (until - claimed_at), first_until = until"
    # Twice in one transaction: the first length is still the measure.
    for change in (RENEWED, longest.replace("(until -", "(first_until -").partition(", first")[0]):
        done = connection.execute(f"UPDATE searches_claim SET {change} WHERE {mine}")  # type: ignore[call-overload]
        assert done.rowcount == 1
    with pytest.raises(psycopg.errors.CheckViolation, match="forwards"):
        connection.execute(  # type: ignore[call-overload]
            f"UPDATE searches_claim SET until = until + interval '1 second' WHERE {mine}"
        )
    connection.rollback()


def test_a_claim_does_not_begin_renewed(held: Held, logins: Logins) -> None:
    began = claim_of(held, "now()", "now() + interval '1 minute'")
    began = began.replace("until, via", "until, first_until, via", 1).replace(
        "now() + interval '1 minute', 'queue'",
        "now() + interval '1 minute', now() + interval '9 days', 'queue'",
    )
    for login in ("web", "owner"):
        assert "for as long as the agency says" in refusal(logins, login, began)


def test_only_the_web_renews_a_claim(held: Held, logins: Logins) -> None:
    statement = f"UPDATE searches_claim SET {RENEWED} WHERE id = '{held.claim}'"
    for login in ("worker", "dispatcher", "auditor"):
        assert "permission denied" in refusal(logins, login, statement)


@pytest.mark.parametrize("login", ["worker", "dispatcher"])
def test_only_the_web_touches_second_factors(held: Held, logins: Logins, login: str) -> None:
    for attack in factors_attacked.on_second_factors(held):
        assert "permission denied" in refusal(logins, login, attack.statements[0])
    assert "permission denied" in refusal(logins, login, "SELECT data FROM mfa_authenticator")


def test_a_second_factor_does_not_move_to_another_account(held: Held, logins: Logins) -> None:
    whose = f"user_id = '{held.account('supervisor')}'"
    statement = f"UPDATE mfa_authenticator SET {whose} WHERE type = 'totp'"
    assert "permission denied" in refusal(logins, "web", statement)


@pytest.mark.parametrize("login", ["dispatcher", "auditor"])
def test_only_web_and_worker_write_letters(held: Held, logins: Logins, login: str) -> None:
    officer = held.account("officer")
    for kind in letters_attacked.TOLD_BY:
        said = refusal(logins, login, letters_attacked.written(officer, kind))
        assert "permission denied" in said


def test_only_the_worker_says_that_a_letter_left(held: Held, logins: Logins) -> None:
    for login in ("web", "dispatcher", "auditor"):
        for what in ("emailed_at = now(), email_next_at = NULL", "email_tried_at = now()",
                     "email_error = 'x'"):  # fmt: skip
            assert "permission denied" in refusal(
                logins, login, f"UPDATE accounts_letter SET {what} WHERE emailed_at IS NULL"
            )


@pytest.mark.parametrize(
    "what",
    ["failed_sign_ins = 0", "locked_at = NULL, locked_until = NULL",
     "failed_sign_ins = 1, locked_at = NULL, locked_until = NULL",
     "locked_until = now() + interval '1 second'"],
)  # fmt: skip
def test_a_failed_attempt_takes_no_lock_away(held: Held, logins: Logins, what: str) -> None:
    officer = held.account("officer")
    sql(
        "owner",
        "UPDATE accounts_account SET failed_sign_ins = 5, locked_at = now() - interval '1 minute',"
        " locked_until = now() + interval '10 minutes' WHERE id = %s",
        [officer],
    )
    failed = Event("sign_in.failed", object=officer)
    attack = Attack("accounts_account.unlocking_needs_event",
                    (f"UPDATE accounts_account SET {what} WHERE id = '{officer}'",))  # fmt: skip
    assert logins.refused_by(attack, failed) == attack.trigger
    unlocked = Event("account.unlocked", object=officer)
    assert logins.refused_by(attack, unlocked) is None
