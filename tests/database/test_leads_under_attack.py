"""Whoever holds the web's login releases no lead to themselves, none that nobody agreed on, and none unopened.

Each attack is one statement that differs in one thing from one that would pass; the guard that refuses it is named.
"""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from requests_app.searches.models import SearchRequest
from requests_app.workflow import conclude
from requests_app.workflow.reading import pictures, release_page
from tests import follow_ups, leads
from tests.builders import InventedAgency
from tests.database import examinations_attacked, leads_attacked
from tests.database.rows_and_events import ELSE, copied, quoted
from tests.database.test_examinations_under_attack import accepted, refused
from tests.support import raw_connection
from tests.workflow.test_release import give_role

NOT_THEIRS = "a lead is for a trained supervisor of the unit who neither asked nor examined"
UNOPENED = "a lead is decided on after its page was opened, and released after both pictures were"
OTHER = "a lead is the candidate on whom two examiners agree"


@pytest.fixture
def prepare() -> Any:
    return begun


def begun(agency: InventedAgency) -> dict[str, str]:
    return leads_attacked.begun(agency) | examinations_attacked.begun(agency)


@pytest.fixture
def held(agency: InventedAgency) -> dict[str, str]:
    found: dict[str, str] = agency.prepared
    return found


def deciding(
    agency: InventedAgency,
    held: dict[str, str],
    who: str = "supervisor",
    outcome: str = "release",
    **changes: str,
) -> str:
    account = agency.people[who]
    return leads_attacked.decided(held, str(account.pk), str(account.person_id), outcome, **changes)


@pytest.mark.parametrize("outcome", ["release", "withhold"])
def test_a_supervisor_of_the_unit_decides(
    agency: InventedAgency, held: dict[str, str], outcome: str
) -> None:
    accepted(deciding(agency, held, outcome=outcome))


@pytest.mark.parametrize(
    "who", ["officer", "supervisor3", "examiner", "examiner4", "privacy", "auditor", "policy"]
)
def test_nobody_else_decides(agency: InventedAgency, held: dict[str, str], who: str) -> None:
    assert refused(deciding(agency, held, who)) in {
        NOT_THEIRS,
        'new row for relation "searches_leaddecision" violates check constraint'
        ' "nobody_releases_a_lead_to_themselves"',
    }


def test_whoever_examined_and_gave_it_back_does_not_decide(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    with raw_connection("superuser") as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("ALTER TABLE searches_examination DISABLE TRIGGER USER")
        connection.execute(
            "UPDATE searches_examination SET examiner_id = %s, examiner_person_id = %s, ended_at = now(),"
            " ended_how = 'given_back' WHERE id = %s",
            [
                agency.people["supervisor"].pk,
                agency.people["supervisor"].person_id,
                held["examination"],
            ],
        )
        connection.execute(
            "UPDATE searches_examination SET search_request_id = %s WHERE id = %s",
            [held["agreed"], held["examination"]],
        )
        for name in _triggers(connection, "searches_examination"):
            connection.execute(f"ALTER TABLE searches_examination ENABLE ALWAYS TRIGGER {name}")  # type: ignore[arg-type]
    assert refused(deciding(agency, held)) == NOT_THEIRS


def _triggers(connection: psycopg.Connection[Any], table: str) -> list[str]:
    found = connection.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
    )
    return [name for (name,) in found.fetchall()]


def test_a_certificate_that_has_run_out_releases_nothing(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    with raw_connection("superuser") as connection:
        connection.execute("ALTER TABLE accounts_certificate DISABLE TRIGGER ALL")
        connection.execute(
            "UPDATE accounts_certificate SET valid_until = current_date - 3, issued_on = current_date - 9"
            " WHERE person_id = %s",
            [agency.people["supervisor"].person_id],
        )
        connection.execute("ALTER TABLE accounts_certificate ENABLE TRIGGER ALL")
    assert refused(deciding(agency, held)) == NOT_THEIRS


@pytest.mark.parametrize("who", ["examiner", "examiner4", "officer", "supervisor3", "privacy"])
def test_no_opening_of_a_lead_is_made_up_for_whoever_could_not_have_opened_it(
    agency: InventedAgency, held: dict[str, str], who: str
) -> None:
    """It would keep an examiner from going on, and from correcting what they concluded."""
    account = agency.people[who]
    made_up = copied(
        "searches_reading",
        f"kind = 'release_page' AND search_request_id = '{held['agreed']}'",
        id=quoted(ELSE),
        account_id=quoted(str(account.pk)),
        person_id=quoted(str(account.person_id)),
        opened_at="now()",
    )
    assert refused(made_up) == "the page of a lead is opened by who may release it"


@pytest.mark.parametrize("position", ["2", "0", "9999"])
def test_only_the_candidate_on_whom_two_agree(
    agency: InventedAgency, held: dict[str, str], position: str
) -> None:
    assert refused(deciding(agency, held, selected_position=position)) == OTHER


@pytest.mark.parametrize("request_of", ["fresh", "examined", "concluded"])
def test_nothing_is_released_before_two_agree(
    agency: InventedAgency, held: dict[str, str], request_of: str
) -> None:
    assert refused(deciding(agency, held, search_request_id=quoted(held[request_of]))) == OTHER


def test_nothing_is_released_after_a_correction(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    conclude.correct(
        actor=agency.actor("examiner"),
        search_request_id=held["agreed"],  # type: ignore[arg-type]
        no_selection="inconclusive",
        correction="The fold that I named is a shadow of the cap.",
    )
    assert refused(deciding(agency, held)) == OTHER


@pytest.mark.parametrize("kind", ["release_page", "probe"])
def test_what_was_not_opened_is_not_decided_on(
    agency: InventedAgency, held: dict[str, str], kind: str
) -> None:
    with raw_connection("superuser") as connection:
        connection.execute("ALTER TABLE searches_reading DISABLE TRIGGER keep_rows")
        connection.execute("DELETE FROM searches_reading WHERE kind = %s", [kind])
        connection.execute("ALTER TABLE searches_reading ENABLE ALWAYS TRIGGER keep_rows")
    assert refused(deciding(agency, held)) == UNOPENED
    withheld = deciding(agency, held, outcome="withhold")
    if kind == "probe":  # what does not open, nobody can have seen: it can still be withheld
        accepted(withheld)
    else:
        assert refused(withheld) == UNOPENED


def test_whoever_examines_for_the_unit_releases_nothing_there(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    give_role(agency, "supervisor", "examiner")
    assert refused(deciding(agency, held)) == NOT_THEIRS


def test_a_page_that_others_opened_or_that_showed_something_else_does_not_do(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    assert refused(deciding(agency, held, "supervisor2")) == UNOPENED
    assert refused(deciding(agency, held, digest_read=quoted("e" * 64))) == UNOPENED


def test_a_picture_that_is_here_is_opened_before(agency: InventedAgency) -> None:
    row = leads.agreed_with_pictures(agency)
    page = release_page.open_release_page(
        actor=agency.actor("supervisor"), search_request_id=row.pk
    )
    held = {
        "agreed": str(row.pk),
        "agreed_digest": page.agreed.digest,
        "agreed_requester": str(row.requested_by_person_id),
    }
    pictures.open_probe(actor=agency.actor("supervisor"), search_request_id=row.pk)
    assert refused(deciding(agency, held, selected_position="2")) == UNOPENED
    release_page.open_lead_picture(actor=agency.actor("supervisor"), search_request_id=row.pk)
    accepted(deciding(agency, held, selected_position="2"))


@pytest.mark.parametrize(
    "changes",
    [
        {"expires_at": "now() + interval '31 days'"},
        {"expires_at": "now() - interval '1 day'"},
        {"expires_at": "NULL"},
        {"sealed_lead": "NULL"},
        {"outcome": "'withhold'"},
        {"outcome": "'lead'"},
        {"decided_at": "now() - interval '1 day'"},
        {"decided_by_person_id": "(SELECT person_id FROM accounts_account WHERE username = 'supervisor2')"},
        {"requested_by_person_id": "(SELECT person_id FROM accounts_account WHERE username = 'officer2')"},
        {"search_request_id": quoted(ELSE)},
    ],
    ids=lambda changes: "-".join(f"{name} {value[:20]}" for name, value in changes.items()),
)  # fmt: skip
def test_a_decision_is_of_now_and_whole(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    statement = deciding(agency, held, **changes)
    assert refused(statement + "; SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("status", ["LEAD_RELEASED", "NO_LEAD"])
@pytest.mark.parametrize("of", ["agreed", "examined"])
def test_no_status_is_reached_without_a_decision(
    held: dict[str, str], status: str, of: str
) -> None:
    said = refused(leads_attacked.moved(held[of], status))
    assert said in {
        "a lead is released by a supervisor, and is the candidate on whom two examiners agree",
        "a request ends without a lead when two examiners select nobody, three differ, it is withheld, or no examiner is left",
    }


@pytest.mark.parametrize(
    ("outcome", "status"), [("release", "LEAD_RELEASED"), ("withhold", "NO_LEAD")]
)
def test_no_correction_comes_between_a_decision_and_its_status(
    agency: InventedAgency, held: dict[str, str], outcome: str, status: str
) -> None:
    taken_back = copied(
        examinations_attacked.CONCLUSION,
        f"search_request_id = '{held['agreed']}' AND examiner_id = '{agency.people['examiner'].pk}'",
        id=quoted(ELSE),
        number="2",
        outcome="'inconclusive'",
        selected_position="NULL",
        check_run_id="NULL",
        concluded_at="now()",
    )
    with raw_connection("web") as connection:
        connection.execute(deciding(agency, held, outcome=outcome))  # type: ignore[arg-type]
        connection.execute(taken_back)  # type: ignore[arg-type]
        with pytest.raises(psycopg.IntegrityError):
            connection.execute(leads_attacked.moved(held["agreed"], status))  # type: ignore[arg-type]
        connection.rollback()


@pytest.mark.parametrize("outcome", ["release", "withhold"])
@pytest.mark.parametrize("status", ["", "LEAD_RELEASED", "NO_LEAD"])
def test_a_decision_moves_its_request_to_the_status_that_says_so(
    agency: InventedAgency, held: dict[str, str], outcome: str, status: str
) -> None:
    fits = status == ("LEAD_RELEASED" if outcome == "release" else "NO_LEAD")
    with raw_connection("web") as connection:
        try:
            connection.execute(deciding(agency, held, outcome=outcome))  # type: ignore[arg-type]
            if status:
                connection.execute(leads_attacked.moved(held["agreed"], status))  # type: ignore[arg-type]
            connection.execute("SET CONSTRAINTS moves_the_request IMMEDIATE")
            went_through = True
        except psycopg.IntegrityError:
            went_through = False
        connection.rollback()
    assert went_through == fits


NOT_RECALLED = "a lead is recalled by a decider of the unit who did not ask for the search"


def recalling(
    agency: InventedAgency, held: dict[str, str], who: str = "privacy", **changes: str
) -> str:
    account = agency.people[who]
    return leads_attacked.recalled(held, str(account.pk), str(account.person_id), **changes)


@pytest.mark.parametrize("who", ["privacy", "supervisor", "supervisor2", "sergeant"])
def test_a_decider_of_the_unit_recalls(
    agency: InventedAgency, held: dict[str, str], who: str
) -> None:
    accepted(recalling(agency, held, who))


@pytest.mark.parametrize("who", ["supervisor3", "officer2", "examiner", "auditor", "operator"])
def test_nobody_else_recalls(agency: InventedAgency, held: dict[str, str], who: str) -> None:
    assert refused(recalling(agency, held, who)) == NOT_RECALLED


@pytest.mark.parametrize("of", ["agreed", "fresh", "examined"])
def test_only_what_was_released_is_recalled(
    agency: InventedAgency, held: dict[str, str], of: str
) -> None:
    said = refused(recalling(agency, held, search_request_id=quoted(held[of])))
    assert said == "no lead of this request was released"


@pytest.mark.parametrize(
    "changes",
    [
        {"ground": "'nothing'"},
        {"recalled_at": "now() - interval '1 day'"},
        {"recalled_by_person_id": "(SELECT person_id FROM accounts_account WHERE username = 'supervisor')"},
        {"requested_by_person_id": "(SELECT person_id FROM accounts_account WHERE username = 'officer2')"},
    ],
    ids=lambda changes: "-".join(changes),
)  # fmt: skip
def test_a_recall_is_of_now_and_whole(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    assert refused(recalling(agency, held, **changes) + "; SET CONSTRAINTS ALL IMMEDIATE")


# --- what is recorded of a lead

NOT_FOLLOWED_UP = (
    "what comes of a lead is recorded by the officer who asked, or by a supervisor of the unit"
)
KINDS = ("passed_on", "report", "plan")


def following_up(
    agency: InventedAgency, held: dict[str, str], who: str, of_kind: str, /, **changes: str
) -> str:
    account = agency.people[who]
    return leads_attacked.followed_up(
        held, str(account.pk), str(account.person_id), of_kind, **changes
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["officer", "supervisor", "supervisor2", "sergeant"])
def test_the_officer_and_supervisors_of_the_unit_record(
    agency: InventedAgency, held: dict[str, str], who: str, kind: str
) -> None:
    accepted(following_up(agency, held, who, kind))


@pytest.mark.parametrize(
    "who", ["officer2", "supervisor3", "privacy", "examiner", "auditor", "operator"]
)
def test_nobody_else_records_what_comes_of_a_lead(
    agency: InventedAgency, held: dict[str, str], who: str
) -> None:
    assert refused(following_up(agency, held, who, "report")) == NOT_FOLLOWED_UP


@pytest.mark.parametrize("of", ["agreed", "fresh", "examined"])
def test_only_of_a_lead_that_was_released(
    agency: InventedAgency, held: dict[str, str], of: str
) -> None:
    said = refused(
        following_up(agency, held, "supervisor", "report", search_request_id=quoted(held[of]))
    )
    assert said == "there is no lead of this request of which anything could be recorded"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("report", {"number": "2"}),
        ("report", {"number": "0"}),
        ("report", {"kind": "'rumour'"}),
        ("report", {"due_at": "NULL"}),
        ("report", {"due_at": "now() + interval '91 days'"}),
        ("report", {"due_at": "now() - interval '1 day'"}),
        ("report", {"recorded_at": "now() - interval '1 day'"}),
        ("report", {"is_stopped": "false"}),
        ("passed_on", {"due_at": "now() + interval '1 day'"}),
        ("plan", {"is_stopped": "NULL"}),
        ("plan", {"flaws": "'{}'"}),
        ("plan", {"is_stopped": "false"}),
        ("plan", {"recorded_by_person_id": "(SELECT person_id FROM accounts_account WHERE username = 'officer')"}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)  # fmt: skip
def test_what_is_recorded_is_of_now_numbered_and_whole(
    agency: InventedAgency, held: dict[str, str], kind: str, changes: dict[str, str]
) -> None:
    assert refused(
        following_up(agency, held, "supervisor", kind, **changes)
        + "; SET CONSTRAINTS ALL IMMEDIATE"
    )


ALONE = "no step goes on that rests on the lead alone, or on one that was recalled or has expired"


@pytest.mark.parametrize("against", ["nothing", "no_report", "recalled", "expired"])
def test_no_step_goes_on_that_rests_on_the_lead_alone(
    agency: InventedAgency, held: dict[str, str], against: str
) -> None:
    of = held["other_released"]
    number = "2"
    if against == "no_report":
        of, number = held["released"], "1"
    if against == "recalled":
        leads.recalled(agency, SearchRequest.objects.get(pk=of))
    if against == "expired":
        follow_ups.released_days_ago(SearchRequest.objects.get(pk=of), 32)
    going_on = following_up(
        agency, held, "supervisor", "plan",
        search_request_id=quoted(of), number=number, is_stopped="false", flaws="'{}'",
        check_run_id=quoted(leads_attacked.passed_check(of)),
    )  # fmt: skip
    if against == "nothing":
        accepted(going_on)
    else:
        assert refused(going_on) == ALONE


NOT_TO_END = "an examination is ended by a decider of the unit who neither asked for the search nor examines for it"
NOT_LACKING = "an examination is ended so only where too few people are left who may examine"


def ending(
    agency: InventedAgency, held: dict[str, str], who: str = "supervisor3", **changes: str
) -> str:
    account = agency.people[who]
    return leads_attacked.ended(held, str(account.pk), str(account.person_id), **changes)


def test_a_decider_ends_a_result_that_lacks_examiners(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    accepted(ending(agency, held) + ";" + leads_attacked.moved(held["lacking"], "NO_LEAD"))


@pytest.mark.parametrize(
    "who",
    ["officer3", "supervisor", "examiner2", "examiner", "privacy", "auditor", "administrator"],
)
def test_nobody_else_ends_one(agency: InventedAgency, held: dict[str, str], who: str) -> None:
    assert refused(ending(agency, held, who)) in {
        NOT_TO_END,
        'new row for relation "searches_endedunexamined" violates check constraint'
        ' "nobody_ends_an_examination_of_their_own"',
    }


@pytest.mark.parametrize("of", ["fresh", "examined", "concluded", "agreed"])
def test_no_result_is_ended_while_enough_examiners_are_left(
    agency: InventedAgency, held: dict[str, str], of: str
) -> None:
    concluded = {"fresh": "0", "examined": "0", "concluded": "1", "agreed": "2"}[of]
    ground = "'no_third_examiner'" if concluded == "2" else "'too_few_examiners'"
    statement = ending(
        agency, held, "supervisor2", search_request_id=quoted(held[of]), concluded=concluded,
        ground=ground, requested_by_person_id=quoted(held["agreed_requester"]),
    )  # fmt: skip
    assert refused(statement) == NOT_LACKING


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"concluded": "0"}, NOT_LACKING),
        ({"ended_at": "now() - interval '1 day'"}, "an examination is ended now"),
        ({"ground": "'no_third_examiner'"}, "ended_unexamined_for_its_ground"),
        ({"ground": "'another'"}, "ended_unexamined_for_its_ground"),
    ],
)
def test_a_result_is_ended_for_what_is_so(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str], why: str
) -> None:
    assert why in refused(ending(agency, held, **changes))


def test_who_ends_a_result_and_leaves_it_open_is_refused(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    said = refused(ending(agency, held) + "; SET CONSTRAINTS ALL IMMEDIATE")
    assert said == "an examination that is ended ends its request without a lead"
