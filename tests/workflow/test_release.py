"""A supervisor releases a lead on which two examiners agree, or withholds it; nothing reaches the officer before."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from requests_app.common import clock
from requests_app.common.errors import (
    BadInput,
    InvalidTransition,
    NotFound,
    NotPermitted,
    PreconditionFailed,
    StaleRead,
)
from requests_app.searches import (
    content,
    examiners_lists,
    lead,
    lead_decisions,
    leads_lists,
    selectors,
)
from requests_app.searches.models import CheckRun, LeadDecision, Notice, SearchRequest
from requests_app.searches.release import described
from requests_app.searches.states import Status
from requests_app.workflow import administration, agreed, conclude, examine, release
from requests_app.workflow.reading import candidates, pictures, release_page
from requests_app.workflow.reading import lead as reading_lead
from tests import builders, examiners, leads, matchers
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once
from tests.support import sql


@pytest.fixture
def prepare() -> Any:
    return prepared


def prepared(agency: InventedAgency) -> SearchRequest:
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    return row


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def events(row: SearchRequest, code: str) -> list[dict[str, Any]]:
    found = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE request_id = %s AND code = %s ORDER BY id",
        [row.pk, code],
    )
    return [json.loads(entry)["body"] for (entry,) in found]


def told(row: SearchRequest, kind: str) -> set[str]:
    rows = Notice.objects.filter(search_request=row, kind=kind)
    return set(rows.values_list("account__username", flat=True))


def status(row: SearchRequest) -> str:
    return SearchRequest.objects.get(pk=row.pk).status


def decide(
    agency: InventedAgency,
    row: SearchRequest,
    page: Any,
    *,
    by: str = "supervisor2",
    **changes: Any,
) -> LeadDecision:
    said = dataclasses.replace(leads.answers(page), **changes)
    return release.decide_on_lead(
        actor=agency.actor(by, "supervisor"),
        search_request_id=row.pk,
        reading_id=page.reading_id,
        answers=said,
        rules_read=page.rules_read,
    )


def test_those_who_may_release_are_told_and_find_it_in_their_list(
    agency: InventedAgency, row: SearchRequest
) -> None:
    assert told(row, "lead_awaits_release") == {"supervisor", "supervisor2", "sergeant"}
    for who, finds in {"supervisor": 1, "supervisor2": 1, "supervisor3": 0, "sergeant": 1}.items():
        assert len(leads_lists.awaiting_release_by(agency.people[who])) == finds, who
    assert told(row, "no_lead") == told(row, "lead_released") == set()


def test_a_release_moves_the_request_on_tells_the_officer_and_lasts_for_30_days(
    agency: InventedAgency, row: SearchRequest
) -> None:
    decision = leads.decided(agency, row)
    assert status(row) == Status.LEAD_RELEASED
    assert decision.expires_at is not None
    assert decision.expires_at - decision.decided_at == dt.timedelta(days=30)
    assert told(row, "lead_released") == {"officer"}
    (said,) = events(row, "lead.released")
    assert said["facts"]["selected_position"] == 1
    assert said["facts"]["contradictions"] == 0
    assert said["facts"]["digest"] == decision.digest_read
    assert [each["facts"]["stage"] for each in events(row, "search.checked")][-1] == "release"
    assert not leads_lists.awaiting_release_by(agency.people["supervisor"]).exists()


def test_what_the_agency_says_is_how_long_a_lead_lasts(
    agency: InventedAgency, row: SearchRequest
) -> None:
    sql("owner", "UPDATE registry_agency SET lead_days = 7")
    decision = leads.decided(agency, row)
    assert decision.expires_at == decision.decided_at + dt.timedelta(days=7)


def test_what_is_withheld_ends_without_a_lead_and_is_told_like_any_other(
    agency: InventedAgency, row: SearchRequest
) -> None:
    decision = leads.decided(agency, row, "withhold")
    assert status(row) == Status.NO_LEAD
    assert decision.expires_at is decision.sealed_lead is None
    assert told(row, "no_lead") == {"officer"}
    assert told(row, "lead_released") == set()
    (said,) = events(row, "lead.withheld")
    assert set(said["commitments"]) == {"release_sha256"}
    with pytest.raises(NotPermitted) as refused:
        reading_lead.open_lead(actor=agency.actor("officer"), search_request_id=row.pk)
    assert refused.value.reason == "no_lead_released"


def test_the_sheet_holds_what_the_log_commits_to_and_neither_rank_nor_score(
    agency: InventedAgency, row: SearchRequest
) -> None:
    decision = leads.decided(agency, row)
    opened = reading_lead.open_lead(actor=agency.actor("officer"), search_request_id=row.pk)
    sheet = opened.sheet
    (said,) = events(row, "lead.released")
    written = json.dumps(
        json.loads(lead.encode(sheet)), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    assert (
        said["facts"]["lead_digest"]
        == hashlib.sha256(written.encode()).hexdigest()
        == opened.digest
    )
    assert sheet.recipient == "Maren Castellow"
    assert sheet.reference == row.reference
    assert [view.selects for view in sheet.views] == ["this", "this"]
    assert sheet.searched.candidates == row.result.candidate_count
    assert {each.attribute for each in sheet.weighed} == set(described(_description(row)))
    listed = content.open_candidates(row.files.get(kind="candidates"))
    assert sheet.candidate == listed[0]["external_id"]
    assert all(each["score"] not in written for each in listed)
    assert all(each["external_id"] not in written for each in listed[1:])
    (viewed,) = events(row, "lead.viewed")
    assert viewed["object"]["id"] == str(decision.pk)


def _description(row: SearchRequest) -> Any:
    return content.open_version(selectors.justification(row)).subject.description


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("supervisor3", "supervisor"),
        ("privacy", "privacy_officer"),
        ("examiner", "examiner"),
        ("examiner4", "examiner"),
        ("officer", "officer"),
        ("auditor", "privacy_auditor"),
        ("operator", "operator"),
    ],
)
def test_nobody_else_opens_or_decides(
    agency: InventedAgency, row: SearchRequest, who: str, role: str
) -> None:
    page = leads.opened(agency, "supervisor2", row)
    actor = agency.actor(who, role)
    for act in (
        lambda: release_page.open_release_page(actor=actor, search_request_id=row.pk),
        lambda: release_page.open_lead_picture(actor=actor, search_request_id=row.pk),
        lambda: release.decide_on_lead(
            actor=actor,
            search_request_id=row.pk,
            reading_id=page.reading_id,
            answers=leads.answers(page),
            rules_read=page.rules_read,
        ),
    ):
        with pytest.raises((NotPermitted, NotFound)):
            act()
    assert status(row) == Status.RESULT_RECEIVED


def test_a_supervisor_who_asked_does_not_release_to_themselves(agency: InventedAgency) -> None:
    with matchers.for_a_while(agency):
        own = builders.search_request_at(agency, Status.RESULT_RECEIVED, by="sergeant")
    leads.agreed(agency, own)
    assert told(own, "lead_awaits_release") == {"supervisor", "supervisor2"}
    with pytest.raises(NotPermitted) as refused:
        leads.opened(agency, "sergeant", own)
    assert refused.value.reason == "own_request"


def test_the_page_of_another_person_does_not_do(agency: InventedAgency, row: SearchRequest) -> None:
    page = leads.opened(agency, "supervisor", row)
    with pytest.raises(PreconditionFailed) as refused:
        decide(agency, row, page)
    assert refused.value.reason == "lead_unopened"
    with pytest.raises(PreconditionFailed):
        decide(agency, row, dataclasses.replace(page, reading_id=uuid4()), by="supervisor")


def test_the_probe_image_is_opened_before(agency: InventedAgency, row: SearchRequest) -> None:
    actor = agency.actor("supervisor2")
    page = release_page.open_release_page(actor=actor, search_request_id=row.pk)
    with pytest.raises(PreconditionFailed) as refused:
        decide(agency, row, page)
    assert refused.value.reason == "lead_unopened"
    pictures.open_probe(actor=actor, search_request_id=row.pk)
    decide(agency, row, page)


def test_a_correction_takes_the_lead_away_from_whoever_reads_it(
    agency: InventedAgency, row: SearchRequest
) -> None:
    page = leads.opened(agency, "supervisor2", row)
    conclude.correct(
        actor=agency.actor("examiner3"),
        search_request_id=row.pk,
        no_selection="inconclusive",
        correction="The fold that I named is a shadow of the cap.",
    )
    with pytest.raises(PreconditionFailed) as refused:
        decide(agency, row, page)
    assert refused.value.reason == "no_agreed_candidate"
    assert not leads_lists.awaiting_release_by(agency.people["supervisor2"]).exists()
    examiners.concluded(agency, "examiner4", row, selected=1)
    with pytest.raises(StaleRead) as stale:
        decide(agency, row, page)
    assert list(stale.value.changes) == ["lead"]
    again = leads.opened(agency, "supervisor2", row)
    assert [view.selects for view in again.agreed.views] == ["this", "nobody", "this"]
    decide(agency, row, again)


def test_what_is_missing_is_told_by_its_field(agency: InventedAgency, row: SearchRequest) -> None:
    page = leads.opened(agency, "supervisor2", row)
    with pytest.raises(BadInput) as refused:
        decide(agency, row, page, reason="ok", checked=())
    assert set(refused.value.field_errors) == {
        "reason",
        *(f"{name}.agrees" for name in page.described),
    }
    with pytest.raises(BadInput) as refused:
        decide(agency, row, page, reason="word " * 900)
    assert refused.value.field_errors == {"reason": ["too_long"]}
    assert status(row) == Status.RESULT_RECEIVED


def test_two_supervisors_at_once_decide_once(agency: InventedAgency, row: SearchRequest) -> None:
    pages = {who: leads.opened(agency, who, row) for who in ("supervisor", "supervisor2")}

    def act(who: str, outcome: str) -> Any:
        return as_login("web", lambda: decide(agency, row, pages[who], by=who, outcome=outcome))

    found = at_once(act("supervisor", "release"), act("supervisor2", "withhold"))
    assert sorted(type(each).__name__ for each in found) == ["InvalidTransition", "LeadDecision"]
    assert LeadDecision.objects.filter(search_request=row).count() == 1


def test_what_was_decided_cannot_be_decided_again(
    agency: InventedAgency, row: SearchRequest
) -> None:
    page = leads.opened(agency, "supervisor", row)
    leads.decided(agency, row)
    with pytest.raises(InvalidTransition):
        decide(agency, row, page, by="supervisor")
    with pytest.raises(InvalidTransition):
        leads.opened(agency, "supervisor", row)


def test_examiners_who_concluded_still_read_what_they_wrote(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.decided(agency, row)
    opened = candidates.open_candidates(actor=agency.actor("examiner"), search_request_id=row.pk)
    assert opened.has_concluded


def test_the_sheet_is_for_the_officer_who_asked_and_for_who_released_it(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.decided(agency, row)
    for who in ("officer", "supervisor2"):
        assert reading_lead.open_lead(actor=agency.actor(who), search_request_id=row.pk).sheet
    for who in (
        "officer2",
        "supervisor",
        "supervisor3",
        "examiner",
        "privacy",
        "auditor",
        "operator",
    ):
        with pytest.raises((NotPermitted, NotFound)):
            reading_lead.open_lead(actor=agency.actor(who), search_request_id=row.pk)


def test_rules_of_that_stage_are_judged_and_kept(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.decided(agency, row)
    assert CheckRun.objects.filter(search_request=row, stage="release").count() == 1


def test_a_picture_that_is_here_is_opened_before(agency: InventedAgency) -> None:
    row = leads.agreed_with_pictures(agency)
    actor = agency.actor("supervisor2")
    with pytest.raises(NotFound):  # only from the page, which keeps its reader from examining
        release_page.open_lead_picture(actor=actor, search_request_id=row.pk)
    page = release_page.open_release_page(actor=actor, search_request_id=row.pk)
    assert page.picture.is_here
    pictures.open_probe(actor=actor, search_request_id=row.pk)
    with pytest.raises(PreconditionFailed) as refused:
        decide(agency, row, page)
    assert refused.value.reason == "lead_unopened"
    drawn = release_page.open_lead_picture(actor=actor, search_request_id=row.pk)
    assert drawn.startswith(b"\x89PNG")
    decision = decide(agency, row, page)
    sheet = lead_decisions.open_lead(decision)
    assert sheet.picture_captured_at.endswith("Z")


def give_role(agency: InventedAgency, who: str, role: str) -> None:
    """Give somebody another role, as two administrators would; the certificate for it as well."""
    first, second = agency.actor("administrator"), agency.actor("administrator2")
    account = agency.people[who]
    proposal = administration.propose_role(
        actor=first, account_id=account.pk, role=role, reason="Named in the order of this week"
    )
    administration.confirm(actor=second, proposal_id=proposal.pk)
    today = timezone.localdate(clock.now())
    certificate = administration.record_certificate(
        actor=first, person_id=account.person_id, course="examining", issued_on=today,
        valid_until=today.replace(year=today.year + 1),
    )  # fmt: skip
    administration.confirm_certificate(actor=second, certificate_id=certificate.pk)


def test_whoever_has_read_a_lead_examines_its_result_no_more(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.opened(agency, "supervisor2", row)
    give_role(agency, "supervisor2", "examiner")
    conclude.correct(
        actor=agency.actor("examiner3"),
        search_request_id=row.pk,
        no_selection="inconclusive",
        correction="The fold that I named is a shadow of the cap.",
    )
    assert "supervisor2" not in told(row, "result_received")
    account = agency.people["supervisor2"]
    assert row.pk not in {each.pk for each in examiners_lists.awaiting_examination_by(account)}
    with pytest.raises(NotPermitted) as refused:
        examine.start(actor=agency.actor("supervisor2", "examiner"), search_request_id=row.pk)
    assert refused.value.reason == "read_its_lead"


def test_whoever_examines_for_the_unit_is_neither_told_of_leads_nor_releases_them(
    agency: InventedAgency,
) -> None:
    give_role(agency, "supervisor2", "examiner")
    other = matchers.one_result(agency)
    leads.agreed(agency, other)
    assert told(other, "lead_awaits_release") == {"supervisor", "sergeant"}
    account = agency.people["supervisor2"]
    assert other.pk not in {each.pk for each in leads_lists.awaiting_release_by(account)}
    with pytest.raises(NotPermitted) as refused:
        leads.opened(agency, "supervisor2", other)
    assert refused.value.reason == "examines_for_the_unit"


def test_nobody_is_told_twice_of_one_lead(agency: InventedAgency, row: SearchRequest) -> None:
    examiners_of_it = Notice.objects.filter(search_request=row, kind="lead_awaits_release")
    before = examiners_of_it.count()
    conclude.correct(
        actor=agency.actor("examiner"),
        search_request_id=row.pk,
        no_selection="inconclusive",
        correction="The fold that I named is a shadow of the cap.",
    )
    examiners.concluded(agency, "examiner4", row, selected=1)
    assert examiners_of_it.count() == 2 * before


def test_a_lapsed_certificate_shows_no_lead(agency: InventedAgency, row: SearchRequest) -> None:
    with examiners.past_the_guards("accounts_certificate") as administrator:
        administrator.execute(
            "UPDATE accounts_certificate SET valid_until = current_date - 3, issued_on = current_date - 9"
            " WHERE person_id = %s",
            [agency.people["supervisor2"].person_id],
        )
    assert not leads_lists.awaiting_release_by(agency.people["supervisor2"]).exists()


def test_what_does_not_open_can_be_withheld_and_not_released(agency: InventedAgency) -> None:
    row = leads.agreed_with_pictures(agency)
    with examiners.past_the_guards("searches_candidatepicture") as administrator:
        administrator.execute(
            "UPDATE searches_candidatepicture SET sealed_about = 'x' WHERE search_request_id = %s",
            [row.pk],
        )
    actor = agency.actor("supervisor2")
    page = release_page.open_release_page(actor=actor, search_request_id=row.pk)
    assert not page.picture.is_here
    pictures.open_probe(actor=actor, search_request_id=row.pk)
    with pytest.raises(PreconditionFailed) as refused:
        decide(agency, row, page)
    assert refused.value.reason == "lead_unopened"
    decide(agency, row, page, outcome="withhold")
    assert status(row) == Status.NO_LEAD


def test_a_sheet_that_is_not_the_one_of_its_event_is_shown_to_nobody(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.decided(agency, row)
    with examiners.past_the_guards("searches_leaddecision") as administrator:
        administrator.execute("UPDATE searches_leaddecision SET lead_digest = repeat('e', 64)")
    with pytest.raises(content.ContentDamaged):
        reading_lead.open_lead(actor=agency.actor("officer"), search_request_id=row.pk)


def test_the_sheet_holds_what_the_examiners_were_told_of_its_use(
    agency: InventedAgency, row: SearchRequest
) -> None:
    found = agreed.of(row)
    assert found.goes_to == ""
    leads.decided(agency, row)
    sheet = reading_lead.open_lead(actor=agency.actor("officer"), search_request_id=row.pk).sheet
    assert sheet.goes_to == ""
    assert sheet.searched.not_a_face_recogniser
