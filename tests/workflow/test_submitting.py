"""What submitting refuses, what a refusal leaves behind, and what a second version carries.

What happened is read with SQL: the page and the use case are not asked to vouch for themselves.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone

from requests_app.accounts.models import Certificate
from requests_app.accounts.training import Course
from requests_app.common import clock
from requests_app.common.errors import NotFound, NotPermitted, PreconditionFailed
from requests_app.searches import content, intake, selectors
from requests_app.searches.answers import Answers
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import stories
from requests_app.workflow import administration, draft, draft_files, facts, withdraw
from tests import builders
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.support import sql

WHY = "The holder has left the unit, as the personnel order says."


def story(number: int = 40, **sections: dict[str, Any]) -> Answers:
    """An honest story in which some answers of some sections are others."""
    document = stories.answers(number, today=timezone.localdate(clock.now()))
    return dataclasses.replace(
        document,
        **{
            name: dataclasses.replace(getattr(document, name), **changed)
            for name, changed in sections.items()
        },
    )


def standing(row: SearchRequest) -> tuple[str, int, int, int]:
    """Status, version, frozen versions and outbox rows of a request."""
    return sql(
        "superuser",
        "SELECT status, version,"
        " (SELECT count(*) FROM searches_justification j WHERE j.search_request_id = r.id),"
        " (SELECT count(*) FROM dispatch_dispatch d WHERE d.search_request_id = r.id)"
        " FROM searches_searchrequest r WHERE id = %s",
        [row.pk],
    )[0]  # type: ignore[return-value]


def entries(row: SearchRequest) -> list[dict[str, Any]]:
    """Everything the log says of a request, oldest first."""
    found = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE request_id = %s"
        " ORDER BY request_seq",
        [row.pk],
    )
    return [json.loads(entry)["body"] for (entry,) in found]


def last(row: SearchRequest, code: str) -> dict[str, Any]:
    return [entry for entry in entries(row) if entry["code"] == code][-1]


def people_who_decide_leave(agency: InventedAgency, *names: str) -> None:
    """An administrator closes these accounts."""
    for name in names:
        administration.disable_account(
            actor=agency.actor("administrator"), account_id=agency.people[name].pk, reason=WHY
        )


# What a rule stops ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sections", "rule"),
    [
        ({"purpose": {"purpose": "immigration_status"}}, "CORE-02"),
        ({"scope": {"mode": "real_time"}}, "CORE-18"),
        ({"urgency": {"urgency": "imminent_threat_to_life"}}, "CORE-22"),
        # Two answers about one picture that cannot both be so.
        ({"proportionality": {"bystanders": 7}}, "CORE-86"),
        ({"proportionality": {"bystanders": 1}}, "CORE-86"),
        ({"probe": {"faces_declared": 3}}, "CORE-62"),
        ({"probe": {"collected_on": dt.date(2026, 10, 1)}}, "CORE-79"),
        (
            {
                "probe": {
                    "captured_at": dt.datetime(2026, 11, 25, 23, tzinfo=dt.UTC),
                    "collected_on": dt.date(2026, 11, 24),
                    "capture_uncertainty": "about",
                }
            },
            "CORE-79",
        ),
        # Nobody said whom it shows, so it may be somebody who looks alike.
        ({"probe": {"shows_person_sought": None}}, "CORE-80"),
        ({"probe": {"shows_person_sought": False}}, "CORE-80"),
    ],
)
def test_a_stopped_request_stays_a_draft_and_the_try_is_in_the_log(
    agency: InventedAgency, sections: dict[str, dict[str, Any]], rule: str
) -> None:
    row = builders.drafted(agency, document=story(**sections))
    done = builders.try_to_submit(agency.actor("officer"), row)
    assert not done.accepted
    assert standing(row) == ("DRAFT", 0, 0, 0)
    told = last(row, "search.blocked")
    assert (told["outcome"], told["reason"]) == ("refused", "blocked_by_rule")
    assert rule in told["facts"]["rules"]
    kept = sql(
        "superuser",
        "SELECT f.rule, f.pack_digest FROM searches_finding f"
        " JOIN searches_checkrun c ON c.id = f.check_run_id WHERE c.search_request_id = %s",
        [row.pk],
    )
    assert set(told["facts"]["rules"]) <= {found for found, _digest in kept}
    assert all(digest for _rule, digest in kept)


def test_a_warning_must_be_acknowledged_before_anybody_is_troubled(
    agency: InventedAgency,
) -> None:
    first = builders.submitted(agency)
    again = builders.drafted(agency)
    officer = agency.actor("officer")
    draft_files.add_probe(
        actor=officer, search_request_id=again.id, data=builders.probe_bytes(1), name="same.jpg"
    )
    builders.write(officer, again.id, story())  # what is said of a picture is asked of each
    assert first.probe is not None
    done = builders.try_to_submit(officer, again)
    assert not done.accepted
    assert done.unacknowledged, "the same picture twice is a warning"
    assert standing(again) == ("DRAFT", 0, 0, 0)
    told = last(again, "search.blocked")
    assert told["reason"] == "warnings_unacknowledged"
    assert set(told["facts"]["unacknowledged"]) == set(done.unacknowledged)

    builders.driving.submitted(officer, again)
    assert standing(again)[0] == "AWAITING_DECISION"
    acknowledged = {
        entry["facts"]["rule"]
        for entry in entries(again)
        if entry["code"] == "search.warning_acknowledged"
    }
    assert acknowledged >= set(done.unacknowledged)


def test_a_draft_without_a_picture_is_stopped_and_not_frozen(agency: InventedAgency) -> None:
    row = builders.drafted(agency, with_probe=False)
    assert not builders.try_to_submit(agency.actor("officer"), row).accepted
    assert standing(row) == ("DRAFT", 0, 0, 0)


# Who could decide -------------------------------------------------------------------------------


def test_a_request_that_nobody_could_decide_is_refused_and_says_whom_it_lacks(
    agency: InventedAgency,
) -> None:
    row = builders.drafted(agency)
    people_who_decide_leave(agency, "supervisor", "supervisor2", "sergeant")
    with pytest.raises(PreconditionFailed) as refusal:
        builders.try_to_submit(agency.actor("officer"), row)
    assert refusal.value.reason == "nobody_could_decide"
    assert refusal.value.params["roles"] == ["supervisor"]
    assert standing(row) == ("DRAFT", 0, 0, 0)
    assert last(row, "action.refused")["reason"] == "nobody_could_decide"


def test_who_asks_is_nobody_who_could_decide(agency: InventedAgency) -> None:
    row = builders.drafted(agency, by="sergeant")
    people_who_decide_leave(agency, "supervisor", "supervisor2")
    with pytest.raises(PreconditionFailed) as refusal:
        builders.try_to_submit(agency.actor("sergeant", "officer"), row)
    assert refusal.value.reason == "nobody_could_decide"


def test_a_minor_needs_a_privacy_officer_who_is_there(agency: InventedAgency) -> None:
    row = builders.drafted(agency, document=builders.of_a_minor(3))
    people_who_decide_leave(agency, "privacy")
    with pytest.raises(PreconditionFailed) as refusal:
        builders.try_to_submit(agency.actor("officer"), row)
    assert refusal.value.params["roles"] == ["privacy_officer"]


def test_lapsed_training_stops_the_officer_and_nothing_is_frozen(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    held = Certificate.objects.get(person=agency.people["officer"].person, course=Course.REQUESTING)
    administration.withdraw_certificate(
        actor=agency.actor("administrator"), certificate_id=held.pk, reason=WHY
    )
    with pytest.raises(NotPermitted) as refusal:
        builders.try_to_submit(agency.actor("officer"), row)
    assert refusal.value.reason == "training_lapsed"
    assert standing(row) == ("DRAFT", 0, 0, 0)
    assert last(row, "action.refused")["reason"] == "training_lapsed"


# Versions ---------------------------------------------------------------------------------------


def test_a_returned_request_comes_back_as_a_second_version_beside_the_first(
    agency: InventedAgency,
) -> None:
    row = builders.search_request_at(agency, Status.RETURNED)
    officer = agency.actor("officer")
    written = content.open_draft(row)
    draft.save_section(
        actor=officer,
        search_request_id=row.id,
        section="necessity",
        value=dataclasses.replace(written.necessity, evidence_ref="file 9001, second statement"),
    )
    again = builders.driving.submitted(officer, row)
    assert standing(again)[:3] == ("AWAITING_DECISION", 2, 2)
    first, second = (
        content.open_version(selectors.justification(again, version)) for version in (1, 2)
    )
    assert first.necessity.evidence_ref != second.necessity.evidence_ref
    assert second.necessity.evidence_ref == "file 9001, second statement"
    assert dataclasses.replace(second, necessity=first.necessity) == first
    saved = last(row, "search.draft_saved")["facts"]
    assert saved["fields"] == ["necessity.evidence_ref"], "the log names the answer, not its text"


def test_the_description_cannot_change_after_the_first_submission(
    agency: InventedAgency,
) -> None:
    row = builders.search_request_at(agency, Status.RETURNED)
    written = content.open_draft(row)
    other = dataclasses.replace(
        written.subject,
        description=dataclasses.replace(written.subject.description, hair="long, fair"),
    )
    with pytest.raises(PreconditionFailed) as refusal:
        draft.save_section(
            actor=agency.actor("officer"),
            search_request_id=row.id,
            section="subject",
            value=other,
        )
    assert refusal.value.reason == "description_locked"
    assert content.open_draft(row) == written


def test_starting_again_copies_the_answers_and_is_linked_but_brings_no_picture(
    agency: InventedAgency,
) -> None:
    row = builders.search_request_at(agency, Status.REFUSED)
    officer = agency.actor("officer")
    new = draft.start(actor=officer, started_from=row.id)
    before, after = content.open_draft(row), content.open_draft(new)
    assert (after.case, after.necessity, after.means) == (
        before.case,
        before.necessity,
        before.means,
    )
    assert after.declaration.attestations == ()
    assert sql(
        "superuser",
        "SELECT started_from_id, probe_id, description_locked_at FROM searches_searchrequest"
        " WHERE id = %s",
        [new.pk],
    ) == [(row.pk, None, None)]
    assert last(new, "search.drafted")["facts"]["started_from"] == str(row.pk)
    assert row.reference != new.reference


@pytest.mark.parametrize("by", ["officer2", "officer3"])
def test_nobody_starts_from_another_officers_request(agency: InventedAgency, by: str) -> None:
    row = builders.search_request_at(agency, Status.REFUSED)
    with pytest.raises(NotFound):
        draft.start(actor=agency.actor(by), started_from=row.id)


def test_a_request_that_has_not_ended_is_not_started_again(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    with pytest.raises(PreconditionFailed) as refusal:
        draft.start(actor=agency.actor("officer"), started_from=row.id)
    assert refusal.value.reason == "not_ended"
    withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.id)
    assert draft.start(actor=agency.actor("officer"), started_from=row.id).started_from == row


def test_a_submission_falls_due_after_the_agencys_own_days(agency: InventedAgency) -> None:
    sql("owner", "UPDATE registry_agency SET decision_days = 3")
    row = builders.submitted(agency)
    assert row.lapses_at is not None
    assert row.submitted_at is not None
    assert row.lapses_at - row.submitted_at == dt.timedelta(days=3)


def test_the_log_counts_the_means_that_were_tried(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    means = content.open_version(selectors.justification(row)).means
    tried = [each for each in means if each.status == "tried"]
    ((said,),) = sql("superuser", "SELECT convert_from(entry, 'UTF8')::json#>'{body,facts}' FROM audit.event"
                   " WHERE code = 'search.submitted' AND request_id = %s", [row.pk])  # fmt: skip
    assert len(tried) > 1
    assert (said["means_tried"], said["means_listed"]) == (len(tried), len(means))


@pytest.mark.parametrize("cropped", [True, False])
def test_the_rules_know_whether_the_picture_was_cropped(
    agency: InventedAgency, cropped: bool
) -> None:
    row = builders.drafted(agency)
    if cropped:
        draft_files.mark_probe(
            actor=agency.actor("officer"),
            search_request_id=row.id,
            crop=intake.Box(0, 0, 150, 150),
            eyes=draft_files.Eyes(),
        )
        row.refresh_from_db()
    found = facts._probe_facts(content.open_draft(row), row.probe, earlier_requests=None)
    assert found.cropped is cropped


def test_the_log_says_which_page_a_document_changed(agency: InventedAgency) -> None:
    row = builders.drafted(agency, paper=drawings.pdf())
    (last,) = sql("superuser", "SELECT convert_from(entry, 'UTF8')::json#>>'{body,facts,section}'"
                  " FROM audit.event WHERE code = 'search.draft_saved' AND request_id = %s"
                  " ORDER BY id DESC LIMIT 1", [row.pk])  # fmt: skip
    assert last == ("legal",)
