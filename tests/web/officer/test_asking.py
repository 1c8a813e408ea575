"""From a blank draft to a reference number and on, through the pages alone.

Must not reach round a page: what it saved is read back from the record.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from requests_app.common import clock
from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import stories
from requests_app.workflow import administration
from tests import builders
from tests.signed_in import browser
from tests.support import sql
from tests.web.officer.typing_in import (
    ALL_STATEMENTS,
    answer_all,
    declaration,
    question,
    seen_on,
    send,
)


def started(officer: Client) -> SearchRequest:
    page = officer.get("/requests/new/")
    token = str(page.context["token"])
    answer = officer.post("/requests/new/", {"token": token})
    assert answer.status_code == 302
    return SearchRequest.objects.get(pk=answer.url.split("/")[2])


def declare(officer: Client, row: SearchRequest) -> Any:
    """Make every statement and mark every warning as read."""
    url = declaration(officer, row)
    fields = officer.get(url).context["form"].fields
    read = (
        [code for code, _words in fields["acknowledged"].choices]
        if "acknowledged" in fields
        else []
    )
    return send(officer, url, {"attestations": ALL_STATEMENTS, "acknowledged": read})


def story() -> Any:
    return stories.answers(1, today=timezone.localdate(clock.real_now()))


def with_image(officer: Client, row: SearchRequest) -> Any:
    image = SimpleUploadedFile("frame.jpg", builders.probe_bytes(1))
    return officer.post(question(row, "image"), {"image": image, "upload": "yes"})


def events(row: SearchRequest) -> list[str]:
    found = sql(
        "superuser", "SELECT code FROM audit.event WHERE request_id = %s ORDER BY id", [row.pk]
    )
    return [code for (code,) in found]


def test_a_request_from_start_to_reference(agency: Any, officer: Client) -> None:
    row = started(officer)
    document = story()
    answer_all(officer, row.pk, document)
    assert with_image(officer, row).status_code == 302
    checked = officer.get(f"/requests/{row.pk}/check/")
    assert checked.status_code == 200
    assert not [each for each in checked.context["findings"] if each["verb"] in {"BLOCK", "EVID"}]
    declared = {"attestations": ALL_STATEMENTS}
    page = officer.get(declaration(officer, row))
    if "acknowledged" in page.context["form"].fields:
        declared["acknowledged"] = [
            code for code, _words in page.context["form"].fields["acknowledged"].choices
        ]
    answer = send(officer, declaration(officer, row), declared)
    assert answer.url == f"/requests/{row.pk}/submitted/"
    told = officer.get(answer.url).content.decode()
    row.refresh_from_db()
    assert row.reference in told
    assert row.status == Status.AWAITING_DECISION
    assert row.version == 1
    frozen = content.open_version(row.justifications.get())
    assert frozen.means[0].why_not_enough == document.means[0].why_not_enough
    for section in ("case", "purpose", "legal", "subject", "predicate", "protected", "necessity",
                    "effectiveness", "proportionality", "urgency", "scope"):  # fmt: skip
        assert getattr(frozen, section) == getattr(document, section), section


def changes(row: Any) -> list[str]:
    """What was done to a request; that its author looked at it is an event too, and no change."""
    return [code for code in events(row) if code != "record.viewed"]


def test_every_page_opens_and_changes_nothing(agency: Any, officer: Client) -> None:
    row = builders.drafted(agency)
    before = (row.draft.revision, changes(row))
    from requests_app.web.questionnaire.pages import PAGES

    tails = [f"questions/{page.slug}/" for page in PAGES] + [
        "", "tasks/", "check/", "withdraw/", "rows/means/add/", "rows/means/0/",
        "rows/means/0/remove/", "rows/facts/add/", "rows/facts/0/remove/", "rows/edits/add/",
        "documents/add/",
    ]  # fmt: skip
    pages = [f"/requests/{row.pk}/{tail}" for tail in tails]
    for url in (*pages, declaration(officer, row)):
        answer = officer.get(url)
        assert answer.status_code == 200, url
        assert "no-store" in answer["Cache-Control"], url
    assert officer.get("/requests/").status_code == officer.get("/requests/new/").status_code == 200
    row = SearchRequest.objects.get(pk=row.pk)
    assert (row.draft.revision, changes(row)) == before


def test_every_page_opens_in_french(agency: Any, officer: Client) -> None:
    row = builders.submitted(agency)
    officer.cookies["countersign_language"] = "fr"
    for tail in ("", "submitted/", "versions/1/"):
        assert officer.get(f"/requests/{row.pk}/{tail}").status_code == 200, tail


def test_a_view_of_the_image_is_recorded_before_it_is_served(agency: Any, officer: Client) -> None:
    row = builders.drafted(agency)
    for name in ("sent", "original"):
        before = events(row).count("probe.viewed")
        answer = officer.get(f"/requests/{row.pk}/image/{name}.png")
        assert answer.content.startswith(b"\x89PNG")
        assert "no-store" in answer["Cache-Control"]
        assert events(row).count("probe.viewed") == before + 1


def test_the_list_says_who_has_it_and_since_when(agency: Any, officer: Client) -> None:
    builders.drafted(agency)
    waiting = builders.submitted(agency)
    page = officer.get("/requests/").content.decode()
    assert "With you" in page
    assert "With the deciders of your unit" in page
    from requests_app.workflow import claim

    claim.claim(actor=agency.actor("supervisor"), search_request_id=waiting.pk)
    assert "With Henrik Adeyemi" in officer.get(f"/requests/{waiting.pk}/").content.decode()


def test_a_returned_request_says_what_was_asked_and_comes_back_as_a_new_version(
    agency: Any, officer: Client
) -> None:
    row = builders.decided(
        agency,
        builders.submitted(agency),
        "return",
        message="Who took the second statement, and when was it read back to the witness?",
    )
    page = officer.get(f"/requests/{row.pk}/").content.decode()
    assert "Who took the second statement, and when was it read back to the witness?" in page
    changed = "Constable Demo took it on the same evening, as the notebook says on page 12."
    document = content.open_draft(row)
    answer = send(officer, question(row, "facts"), {
        "predicate_level": document.predicate.predicate_level, "assessment": changed,
    })  # fmt: skip
    assert answer.status_code == 302
    page = officer.get(declaration(officer, row))
    acknowledged = page.context["form"].fields.get("acknowledged")
    answer = send(officer, declaration(officer, row), {
        "attestations": ALL_STATEMENTS,
        "acknowledged": [code for code, _words in acknowledged.choices] if acknowledged else [],
    })  # fmt: skip
    assert answer.url.endswith("/submitted/")
    row.refresh_from_db()
    assert row.version == 2
    differing = officer.get(f"/requests/{row.pk}/versions/2/").content.decode()
    assert changed in differing
    assert document.predicate.assessment in differing


def test_the_timeline_is_what_the_log_says(agency: Any, officer: Client) -> None:
    row = builders.search_request_at(agency, Status.APPROVED)
    told = officer.get(f"/requests/{row.pk}/").context["timeline"]
    changes = sql(
        "superuser",
        "SELECT count(*) FROM audit.event WHERE request_id = %s AND status_after IS NOT NULL "
        "AND code <> 'search.draft_saved'",
        [row.pk],
    )
    assert len(told) >= changes[0][0] >= 4  # drafted, submitted, claimed, approved
    assert [each["at"] for each in told] == sorted((each["at"] for each in told), reverse=True)


def test_the_description_is_locked_after_the_first_submission(agency: Any, officer: Client) -> None:
    row = builders.decided(agency, builders.submitted(agency), "return")
    before = content.open_draft(row).subject.description
    open_to_change = officer.get(question(builders.drafted(agency), "description"))
    assert b'<input type="text"' in open_to_change.content
    page = officer.get(question(row, "description"))
    assert b'<input type="text"' not in page.content
    officer.post(question(row, "description"), {"height": "two metres"})
    assert content.open_draft(row).subject.description == before


def test_withdraw_and_start_again(agency: Any, officer: Client) -> None:
    row = builders.submitted(agency)
    assert send(officer, f"/requests/{row.pk}/withdraw/").status_code == 302
    row.refresh_from_db()
    assert row.status == Status.WITHDRAWN
    again = officer.get(f"/requests/{row.pk}/again/")
    answer = officer.post(f"/requests/{row.pk}/again/", {"token": str(again.context["token"])})
    new = SearchRequest.objects.get(pk=answer.url.split("/")[2])
    assert new.started_from_id == row.pk
    assert new.probe is None
    assert content.open_draft(new).necessity == content.open_draft(row).necessity
    assert row.reference in officer.get(answer.url).content.decode()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.AWAITING_DECISION])
def test_start_again_only_from_one_that_ended(agency: Any, officer: Client, status: Status) -> None:
    row = builders.search_request_at(agency, status)
    assert officer.post(f"/requests/{row.pk}/again/", {"token": "x"}).url == f"/requests/{row.pk}/"
    assert SearchRequest.objects.count() == 1


def test_a_prohibited_purpose_is_stopped_and_the_attempt_recorded(
    agency: Any, officer: Client
) -> None:
    row = builders.drafted(agency)
    send(
        officer, question(row, "purpose"), {"purpose": "immigration_status", "purpose_detail": "x"}
    )
    page = officer.get(f"/requests/{row.pk}/check/")
    assert any(each["rule"] == "CORE-02" for each in page.context["findings"])
    assert officer.get(declaration(officer, row)).url == f"/requests/{row.pk}/check/"
    answer = officer.post(f"/requests/{row.pk}/check/")
    assert answer.url == f"/requests/{row.pk}/check/"
    row.refresh_from_db()
    assert row.status == Status.DRAFT
    assert "search.blocked" in events(row)
    stored = officer.get(f"/requests/{row.pk}/").content.decode()
    assert "CORE-02" in stored


def test_a_missing_statement_is_asked_for(agency: Any, officer: Client) -> None:
    row = builders.drafted(agency)
    answer = send(officer, declaration(officer, row), {"attestations": ALL_STATEMENTS[:5]})
    assert answer.status_code == 200
    assert b"Select every statement" in answer.content
    row.refresh_from_db()
    assert row.status == Status.DRAFT


def test_another_officers_request_is_not_there(agency: Any, officer: Client) -> None:
    row = builders.drafted(agency, by="officer2")
    elsewhere = browser(agency, "officer3")
    tails = ("", "tasks/", "check/", "declaration/", "submitted/", "withdraw/", "again/",
             "versions/1/", "questions/case/", "questions/image/", "rows/means/add/",
             "rows/means/0/remove/", "image/sent.png", "image/original.png", "documents/add/",
             f"documents/{row.pk}/", f"documents/{row.pk}/remove/")  # fmt: skip
    for who in (officer, elsewhere):
        for tail in tails:
            assert who.get(f"/requests/{row.pk}/{tail}").status_code == 404, tail
            assert who.post(f"/requests/{row.pk}/{tail}", {}).status_code in {404, 405}, tail
    assert SearchRequest.objects.get(pk=row.pk).draft.revision == row.draft.revision


def test_only_officers_may_come_here(agency: Any) -> None:
    for name in ("supervisor", "examiner", "auditor", "operator"):
        assert browser(agency, name).get("/requests/").status_code == 403
    assert Client().get("/requests/").status_code == 302


def test_a_role_withdrawn_between_page_and_click(agency: Any, officer: Client) -> None:
    row = builders.drafted(agency)
    seen = seen_on(officer.get(question(row, "necessity")).content)
    administration.withdraw_role(
        actor=agency.actor("administrator"),
        account_id=agency.people["officer"].pk,
        role="officer",
        reason="Moved to another post",
    )
    sent = {"objective": "changed", "seen": seen}
    answer = officer.post(question(row, "necessity"), sent)
    assert answer.status_code in {302, 403}  # the session ends with the role
    assert browser(agency).post(question(row, "necessity"), sent).status_code == 403
    assert content.open_draft(row).necessity.objective != "changed"


def test_a_lapsed_certificate_stops_submission_and_says_why(agency: Any, officer: Client) -> None:
    row = builders.drafted(agency)
    for held in agency.people["officer"].person.certificates.all():
        administration.withdraw_certificate(
            actor=agency.actor("administrator"), certificate_id=held.pk, reason="Never attended"
        )
    page = officer.post(f"/requests/{row.pk}/check/", follow=True)
    assert "training" in page.content.decode().lower()
    assert officer.post(declaration(officer, row), {"attestations": ALL_STATEMENTS}).url == (
        f"/requests/{row.pk}/check/"
    )
    assert SearchRequest.objects.get(pk=row.pk).status == Status.DRAFT


def test_the_page_of_urgency_says_whom_to_call(agency: Any, officer: Client) -> None:
    row = started(officer)
    page = officer.get(question(row, "urgency")).content.decode()
    assert "call the duty inspector, extension 4400" in page


@pytest.mark.parametrize(
    ("language", "roles", "one"),
    [
        ("en", ("Supervisor", "Privacy officer"), "A decider of your unit reads the request"),
        ("fr", ("Superviseur", "Responsable de la vie privée"), "Un décideur de votre unité lit"),
    ],
)
def test_the_page_after_submission_names_every_role_that_must_approve(
    agency: Any, officer: Client, language: str, roles: tuple[str, ...], one: str
) -> None:
    officer.cookies["countersign_language"] = language
    child = builders.submitted(agency, document=builders.of_a_minor(30))
    page = officer.get(f"/requests/{child.pk}/submitted/").content.decode()
    for role in roles:
        assert f"<li>{role}</li>" in page
    assert one not in page
    grown_up = builders.submitted(agency)
    page = officer.get(f"/requests/{grown_up.pk}/submitted/").content.decode()
    assert one in page
    assert roles[1] not in page
