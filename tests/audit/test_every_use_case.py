"""Each use case leaves an event, and with a log that takes none it changes nothing and shows nothing.

A use case that is new must enter the table below, or say in the second list who tries it instead.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import inspect
import json
import pkgutil
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError
from django.utils import timezone

import requests_app.workflow
from requests_app.accounts.actors import Actor, system_actor
from requests_app.accounts.models import Certificate, Person
from requests_app.audit import recorder
from requests_app.audit.models import Event
from requests_app.audit.selectors import EventFilter
from requests_app.common import clock
from requests_app.searches import examinations, examined, intake
from requests_app.searches.models import Incident, SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import stories
from requests_app.web.auditor import event_words
from requests_app.workflow import (
    administration,
    ask_for_pictures,
    check,
    claim,
    close,
    conclude,
    disclose,
    draft,
    draft_files,
    due_holds,
    earlier_texts,
    end_unexamined,
    examine,
    expire,
    export,
    follow_up,
    hold,
    incidents,
    owed_incidents,
    owed_reports,
    recall,
    release,
    retry,
    submit,
    withdraw,
)
from requests_app.workflow.administration import powers
from requests_app.workflow.notifications.send_again import send_again
from requests_app.workflow.reading import (
    audited_record,
    candidate_pictures,
    candidates,
    closing,
    decided,
    decision_page,
    document,
    lead,
    log,
    opened_content,
    opened_outcome,
    own_record,
    pictures,
    receipts,
    release_page,
    what_came_of_it,
)
from requests_app.workflow.reading.administration import history
from requests_app.workflow.reading.disclosures import open_disclosure
from requests_app.workflow.reading.figures import read_figures
from requests_app.workflow.reading.holds import open_hold
from requests_app.workflow.reading.incidents import open_an_incident
from tests import builders, closings, disclosures, examiners, follow_ups, leads, matchers, sign_offs
from tests import incidents as given
from tests.audit.test_all_or_nothing import everything
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.legal_holds import due_since, in_days
from tests.support import connected_as, sql

Act = Callable[[], Any]
Prepared = Callable[[InventedAgency], Act]
WHY = "As the personnel order of this week says, in its second part."

NO_EVENT_OF_ITS_OWN = {
    "submit.preview": "judges a draft for its author; nothing is kept",
    "reading.rules.rules_of_today": "the rules in force, which hold no case",
    "submit.preview_with_texts": "the same, with which of its texts are nearly equal to which",
    "reading.candidates.result_for": "a result as the list has it; nothing of a case",
    "reading.candidate_pictures.has_come": "whether a page is to be drawn anew; shows nothing",
    "reading.candidates.own_position": "part of the saving of a record, which is recorded",
    "reading.candidates.next_unfinished": "part of the saving of a record, which is recorded",
    "reading.lacking.open_lacking": "which result lacks examiners; shows nothing of a case",
    "reading.what_came_of_it.about_to_record": "which lead is reported on; shows nothing of a case",
    "reading.incidents.about_to_open": "of which lead an incident is opened; shows nothing of a case",
    "reading.release_page.lead_to_recall": "which lead would be recalled; shows nothing of a case",
    "reading.release_page.described_for": "part of a decision on a lead, which is recorded",
    "conclude.check": "what `conclude` would refuse, and what the rules find, for a page that is recorded",
    "reading.alike.of_check": "part of pages that are recorded; tells what each reader may know",
    "reading.alike.of_found": "part of pages that are recorded; tells what each reader may know",
    "export.read_manifest": "an export's progress and digests; what is taken away is recorded",
    "reading.exports.open_export": "the same, with the name of who asked for it",
    "notifications.mark_read.mark_read": "a person's own mark on a notice, no act on a request",
    "administration.rows.acting_administrator": "asks permission for each act of an administrator",
    "administration.rows.for_somebody_else": "asks permission for each act of an administrator",
    "unit_of_work.unit_of_work": "what holds all the others",
    "unit_of_work.record_refusal": "is itself the recording",
    "unit_of_work.recording_refusals": "calls that recording",
    "decoding.turn": "whose turn it is to decode an image; a refusal is recorded around it",
    "repeated_refusals.is_first": "whether a refusal that is repeated is recorded or counted",
    "viewing.viewing": "what holds all views",
    "viewing.drawn": "what holds the views of images",
    "reading.own_draft.find_own": "whose request it is, for a page of one's own answers",
    "reading.own_draft.open_own_draft": "one's own answers, read while they are written",
    "reading.document.what_to_know_first": "codes of what a file holds besides its pages; no content",
    "reading.decided.waiting_for": "whether a request waits for this person; no content",
    "viewing.look_up": "asks permission before slow work; what it finds is shown by a view only",
}
TRIED_ELSEWHERE = {
    "reading.decision_page.show_decision_page": "open_decision_page is this, drawing nothing",
    "destroy.destroy": "workflow/test_destroying_content: its certificate",
    "disclose.expire": "workflow/test_disclosure_packs: its event",
    "destroy_pictures.destroy": "workflow/test_destroying_pictures: its event",
    "decide.decide": "test_all_or_nothing: each outcome",
    "decide.rehearse": "keeps nothing; its refusals are those of decide",
    "forward.forward": "test_all_or_nothing, workflow/test_sending",
    "fetch_candidate.fetch": "workflow/test_candidate_pictures; its rows need their events",
    "record_result.answer": "workflow/test_sending: part of a sending",
    "record_result.failure": "workflow/test_sending: part of a sending",
    "notifications.waiting_mail.send": "workflow/test_letters: a log that is away, for each kind of mail",
    "export.make": "audit/test_export: what fails leaves no file",
    "log_alarm.check_when_due": "workflow/test_log_alarm: its row needs its event",
    "log_alarm.resume": "workflow/test_log_alarm: lifted without an event",
    "export.fail_lost": "audit/test_export: what a lost worker left",
}


# What has to be there before each of them --------------------------------------------------------


Build = Callable[[InventedAgency], SearchRequest]


@dataclasses.dataclass(frozen=True)
class OfRequest:
    """A use case of one request. What builds the request runs once for all of them that begin with it.

    Attributes:
        begin: builds the request; then: what is left to be done before the act, and the act.
    """

    begin: Build
    then: Callable[[InventedAgency, SearchRequest], Act]

    def __call__(self, agency: InventedAgency) -> Act:
        """Return the act, in an agency that has begun so, or has done nothing yet."""
        return self.then(agency, agency.prepared or self.begin(agency))


def of(begin: Build) -> Callable[[Callable[[InventedAgency, SearchRequest], Act]], OfRequest]:
    """Make a use case of one request from what is done once the request is there."""
    return lambda then: OfRequest(begin, then)


def beginning_of(use_cases: Mapping[str, Prepared], request: pytest.FixtureRequest) -> Build | None:
    """Return what a test of one of these use cases begins with; None where it is not about a request."""
    name = getattr(request.node, "callspec", None) and request.node.callspec.params.get("name")
    return getattr(use_cases.get(name), "begin", None)


def about(begin: Build, who: str, act: Any, **more: Any) -> OfRequest:
    """A use case of one request, by one person."""
    return OfRequest(
        begin,
        lambda agency, row: lambda: act(actor=agency.actor(who), search_request_id=row.id, **more),
    )


@of(builders.drafted)
def submission(agency: InventedAgency, row: SearchRequest) -> Act:
    actor = agency.actor("officer")
    declared = builders.driving.declared(row)
    return lambda: submit.submit(actor=actor, search_request_id=row.id, declared=declared)


@functools.cache
def at(status: Status) -> Callable[[InventedAgency], SearchRequest]:
    return lambda agency: builders.search_request_at(agency, status)


def claimed(agency: InventedAgency) -> SearchRequest:
    row = builders.submitted(agency)
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    return row


def claimed_long_ago(agency: InventedAgency) -> SearchRequest:
    row = claimed(agency)
    builders.claim_grows_old(row, minutes_left=5)
    return row


def with_paper(agency: InventedAgency) -> SearchRequest:
    return builders.drafted(agency, paper=drawings.pdf())


def of_paper(who: str, act: Any) -> Prepared:
    def then(agency: InventedAgency, row: SearchRequest) -> Act:
        paper, actor = row.files.get(kind="judicial_document"), agency.actor(who)
        return lambda: act(actor=actor, search_request_id=row.id, file_id=paper.id)

    return OfRequest(with_paper, then)


@of(builders.drafted)
def save(agency: InventedAgency, row: SearchRequest) -> Act:
    actor = agency.actor("officer")
    other = stories.answers(77, today=timezone.localdate(clock.now())).necessity
    return lambda: draft.save_section(
        actor=actor, search_request_id=row.id, section="necessity", value=other
    )


@of(builders.submitted)
def lapse(agency: InventedAgency, row: SearchRequest) -> Act:
    sql("superuser", "UPDATE searches_searchrequest SET lapses_at = now() - interval '1 minute'")

    def act() -> None:
        with connected_as("worker"):
            expire.expire(actor=system_actor("worker"), search_request_id=row.id)

    return act


@of(builders.drafted)
def hold_stands(agency: InventedAgency, row: SearchRequest) -> Act:
    stands = hold.set_hold(
        actor=agency.actor("privacy"), search_request_id=row.id, reason=WHY, review_on=in_days(90)
    )
    return lambda: hold.release_hold(
        actor=agency.actor("supervisor"), search_request_id=row.id, hold_id=stands.pk, reason=WHY
    )


@of(builders.drafted)
def hold_reviewed(agency: InventedAgency, row: SearchRequest) -> Act:
    actor = agency.actor("privacy")
    stands = hold.set_hold(actor=actor, search_request_id=row.id, reason=WHY, review_on=in_days(90))
    return lambda: hold.review_hold(
        actor=actor, search_request_id=row.id, hold_id=stands.pk, reason=WHY, review_on=in_days(91)
    )


@of(builders.drafted)
def hold_due(agency: InventedAgency, row: SearchRequest) -> Act:
    stands = hold.set_hold(
        actor=agency.actor("privacy"), search_request_id=row.id, reason=WHY, review_on=in_days(90)
    )
    due_since(stands, 0)

    def act() -> None:
        with connected_as("worker"):
            due_holds.tell(actor=system_actor("worker"), search_request_id=row.pk)

    return act


@of(builders.drafted)
def hold_read(agency: InventedAgency, row: SearchRequest) -> Act:
    stands = hold.set_hold(
        actor=agency.actor("privacy"), search_request_id=row.id, reason=WHY, review_on=in_days(90)
    )
    return lambda: open_hold(
        actor=agency.actor("supervisor"), search_request_id=row.id, hold_id=stands.pk
    )


def examined_by(written: bool, act: Any, **more: Any) -> Prepared:
    """An act of an examiner who has taken a result, and has written a whole record where that is said."""

    def then(agency: InventedAgency, row: SearchRequest) -> Act:
        actor = agency.actor("examiner")
        taken = examiners.took(agency, "examiner", row)
        if act is examine.save_statement:
            blank = examined.Statement()
            more["based_on"] = examined.digest_for_page(blank, taken.order_seed)
        if act is examine.save_comparison:
            more["based_on"] = examiners.blank_page(actor, row.pk)
        if written:
            record = examiners.record_of(1, row.result.candidate_count)
            examiners.wrote(agency, "examiner", row, record)
            more["revision"] = examinations.revision_of(taken)
        if act is conclude.conclude:
            found = conclude.check(actor=actor, search_request_id=row.id, revision=more["revision"])
            more["rules_read"] = check.mark_of(found)
        return lambda: act(actor=actor, search_request_id=row.id, **more)

    return OfRequest(matchers.one_result, then)


def with_missing_pictures(agency: InventedAgency) -> SearchRequest:
    return examiners.with_missing_pictures(agency, "examiner")


def with_pictures(agency: InventedAgency) -> SearchRequest:
    return examiners.with_pictures(agency, "examiner")


@of(with_missing_pictures)
def pictures_missing(agency: InventedAgency, row: SearchRequest) -> Act:
    return lambda: ask_for_pictures.ask(actor=agency.actor("examiner"), search_request_id=row.pk)


def pictures_here(act: Any, **more: Any) -> Prepared:
    """An act on a result whose candidates' pictures are here."""
    return about(with_pictures, "examiner", act, **more)


@of(matchers.one_result)
def concluded_before(agency: InventedAgency, row: SearchRequest) -> Act:
    actor = agency.actor("examiner")
    examiners.concluded(agency, "examiner", row, selected=1)
    return lambda: conclude.correct(
        actor=actor, search_request_id=row.id, no_selection="inconclusive", correction=WHY
    )


def agreed_before(act: Any) -> Prepared:
    """An act of a supervisor on a result on whose candidate two examiners agree."""
    return about(two_agree, "supervisor2", act)


def two_agree(agency: InventedAgency) -> SearchRequest:
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    return row


@of(leads.agreed_with_pictures)
def picture_of_a_lead(agency: InventedAgency, row: SearchRequest) -> Act:
    release_page.open_release_page(actor=agency.actor("supervisor2"), search_request_id=row.pk)
    return lambda: release_page.open_lead_picture(
        actor=agency.actor("supervisor2"), search_request_id=row.pk
    )


@of(two_agree)
def lead_opened(agency: InventedAgency, row: SearchRequest) -> Act:
    page = leads.opened(agency, "supervisor2", row)
    return lambda: release.decide_on_lead(
        rules_read=page.rules_read,
        actor=agency.actor("supervisor2"),
        search_request_id=row.pk,
        reading_id=page.reading_id,
        answers=leads.answers(page),
    )


def lead_released(agency: InventedAgency) -> SearchRequest:
    row = two_agree(agency)
    leads.decided(agency, row)
    return row


def with_an_end(agency: InventedAgency) -> SearchRequest:
    row = lead_released(agency)
    closings.ended(agency, row)
    return row


def with_incident(agency: InventedAgency) -> SearchRequest:
    row = lead_released(agency)
    given.of_a_report(agency, row)
    return row


def of_incident(name: str, act: Any, **more: Any) -> Prepared:
    """An act of somebody on the incident of a report."""

    def then(agency: InventedAgency, row: SearchRequest) -> Act:
        named = Incident.objects.get(search_request=row)
        actor = agency.actor(name)
        return lambda: act(actor=actor, search_request_id=row.pk, incident_id=named.pk, **more)

    return OfRequest(with_incident, then)


@of(with_incident)
def incident_taken(agency: InventedAgency, row: SearchRequest) -> Act:
    named = Incident.objects.get(search_request=row)
    given.taken(agency, named)
    return lambda: given.closed(agency, named)


@of(with_incident)
def incident_overdue(agency: InventedAgency, row: SearchRequest) -> Act:
    with examiners.past_the_guards("searches_incident") as administrator:
        administrator.execute(
            "UPDATE searches_incident SET opened_at = opened_at - interval '31 days',"
            " due_at = due_at - interval '31 days'"
        )

    def act() -> None:
        with connected_as("worker"):
            owed_incidents.tell(actor=system_actor("worker"), search_request_id=row.pk)

    return act


def of_pack(act: Any, *, is_made: bool = False, **more: Any) -> Prepared:
    """An act of a privacy officer on a disclosure pack."""

    def then(agency: InventedAgency, row: SearchRequest) -> Act:
        pack = disclosures.asked(agency, row)
        if is_made:
            disclosures.made(agency, pack)
        actor = agency.actor("privacy")
        return lambda: act(actor=actor, search_request_id=row.pk, pack_id=pack.pk, **more)

    return OfRequest(lead_released, then)


@of(lead_released)
def report_overdue(agency: InventedAgency, row: SearchRequest) -> Act:
    follow_ups.released_days_ago(row, 31)

    def act() -> None:
        with connected_as("worker"):
            owed_reports.tell(actor=system_actor("worker"), search_request_id=row.pk)

    return act


@of(examiners.nobody_left)
def examiners_lacking(_agency: InventedAgency, row: SearchRequest) -> Act:
    def act() -> None:
        with connected_as("worker"):
            end_unexamined.tell(actor=system_actor("worker"), search_request_id=row.pk)

    return act


def an_export(state: str, act: Any) -> Prepared:
    def prepare(agency: InventedAgency) -> Act:
        auditor = agency.actor("auditor")
        row = export.request_export(actor=auditor, wanted=EventFilter(codes=("search.drafted",)))
        if state != "queued":
            with connected_as("worker"):
                assert export.make(actor=system_actor("worker"), export_id=row.id)
        if state == "failed":
            sql("superuser", "UPDATE audit_export SET state = 'failed'")
        return lambda: act(actor=auditor, export_id=row.id)

    return prepare


@of(builders.submitted)
def mail_given_up(agency: InventedAgency, _row: SearchRequest) -> Act:
    builders.give_mail_up()
    return lambda: send_again(actor=agency.actor("operator"))


@of(builders.submitted)
def picture_of_an_auditor(agency: InventedAgency, row: SearchRequest) -> Act:
    auditor = agency.actor("auditor")
    opened_content.open_content(
        actor=auditor,
        search_request_id=row.id,
        version=1,
        reason="A complaint of the person concerned is being looked into.",
        file_reference="C-2026-14",
    )
    return lambda: opened_content.open_picture(actor=auditor, search_request_id=row.id, version=1)


def one_event(agency: InventedAgency) -> Act:
    auditor = agency.actor("auditor")
    event = Event.objects.order_by("-id")[0]
    return lambda: log.read_event(actor=auditor, event_id=event.id)


def one_proof(agency: InventedAgency) -> Act:
    auditor = agency.actor("auditor")
    event = Event.objects.order_by("-id")[0]
    return lambda: log.read_proof(actor=auditor, event_id=event.id)


@of(builders.submitted)
def own_receipt(agency: InventedAgency, row: SearchRequest) -> Act:
    event = Event.objects.get(request_id=row.pk, code="search.submitted")
    return lambda: receipts.take_receipt(
        actor=agency.actor("officer"), search_request_id=row.pk, event_id=event.id
    )


def by_administrator(act: Any, name: str = "officer3", **more: Any) -> Prepared:
    """An administrator's act on one account."""

    def prepare(agency: InventedAgency) -> Act:
        account = agency.people[name].pk
        return lambda: act(actor=agency.actor("administrator"), account_id=account, **more)

    return prepare


def disabled(agency: InventedAgency) -> Act:
    administrator, account = agency.actor("administrator"), agency.people["officer3"].pk
    administration.disable_account(actor=administrator, account_id=account, reason=WHY)
    return lambda: administration.enable_account(actor=administrator, account_id=account)


def locked(agency: InventedAgency) -> Act:
    sql(
        "owner",
        "UPDATE accounts_account SET locked_at = now(),"
        " locked_until = now() + interval '15 minutes' WHERE username = 'officer3'",
    )
    administrator, account = agency.actor("administrator"), agency.people["officer3"].pk
    return lambda: administration.unlock_account(actor=administrator, account_id=account)


def newcomer(agency: InventedAgency) -> Act:
    return lambda: administration.create_account(
        actor=agency.actor("administrator"),
        staff_number="P9001",
        full_name="Ilse Norrgard",
        email="ilse@agency.example",
        language="en",
        username="ilse",
        unit_id=agency.units["fraud"].pk,
    )


def newcomer_without_password(agency: InventedAgency) -> Act:
    made = newcomer(agency)()
    return lambda: administration.reissue_first_link(
        actor=agency.actor("administrator"), account_id=made.account.pk
    )


def own_password(agency: InventedAgency) -> Act:
    return lambda: administration.change_own_password(
        actor=agency.actor("officer3"),
        present=builders.PASSWORD,
        password="another quite long password 8",
    )


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def own_app(act: Callable[[Actor], Any]) -> Prepared:
    """What somebody does with the authenticator app that they have."""

    def prepare(agency: InventedAgency) -> Act:
        actor = agency.actor("officer3")
        administration.add_app(actor=actor, secret=SECRET)
        return lambda: act(actor)

    return prepare


def with_a_recovery_code(actor: Actor) -> None:
    assert actor.account
    codes = Authenticator.objects.get(user=actor.account, type="recovery_codes").wrap()
    code = codes.get_unused_codes()[0]
    assert administration.matching_factor(actor=actor, code=code)


def certificate(act: Any, who: str, **more: Any) -> Prepared:
    def prepare(agency: InventedAgency) -> Act:
        held = Certificate.objects.filter(person=agency.people["officer3"].person)[0]
        sql(
            "superuser",
            "ALTER TABLE accounts_certificate DISABLE TRIGGER ALL;"
            " UPDATE accounts_certificate SET confirmed_at = NULL, confirmed_by_id = NULL,"
            " confirmed_by_person_id = NULL;"
            " ALTER TABLE accounts_certificate ENABLE TRIGGER ALL",
        )
        return lambda: act(actor=agency.actor(who), certificate_id=held.pk, **more)

    return prepare


def a_certificate(agency: InventedAgency) -> Act:
    today = timezone.localdate(clock.now())
    person = Person.objects.get(pk=agency.people["officer3"].person_id)
    return lambda: administration.record_certificate(
        actor=agency.actor("administrator"),
        person_id=person.pk,
        course="examining",
        issued_on=today,
        valid_until=today.replace(year=today.year + 1),
    )


def proposed(act: Any, who: str, **more: Any) -> Prepared:
    def prepare(agency: InventedAgency) -> Act:
        proposal = powers.propose_role(
            actor=agency.actor("administrator"),
            account_id=agency.people["officer3"].pk,
            role="supervisor",
            reason=WHY,
        )
        return lambda: act(actor=agency.actor(who), proposal_id=proposal.pk, **more)

    return prepare


def place_proposed(act: Any, who: str, **more: Any) -> Prepared:
    """What becomes of a proposal of where the agency is."""

    def prepare(agency: InventedAgency) -> Act:
        proposal = administration.propose_jurisdiction(
            actor=agency.actor("policy"), place="ca-on", reason=WHY
        )
        return lambda: act(actor=agency.actor(who), proposal_id=proposal.pk, **more)

    return prepare


def sign_off_proposed(act: Any, who: str, **more: Any) -> Prepared:
    """What becomes of a proposal to record a legal sign-off."""

    def prepare(agency: InventedAgency) -> Act:
        with sign_offs.pack_here():
            proposal = sign_offs.propose(agency)
        return lambda: act(actor=agency.actor(who), proposal_id=proposal.pk, **more)

    return prepare


def sign_off_to_propose(agency: InventedAgency) -> Act:
    def act() -> Any:
        with sign_offs.pack_here():
            return sign_offs.propose(agency)

    return act


def sign_off_to_end(agency: InventedAgency) -> Act:
    with sign_offs.pack_here():
        sign_offs.confirm(agency, sign_offs.propose(agency))

    def act() -> Any:
        with sign_offs.pack_here():
            return sign_offs.propose_end(agency)

    return act


def on_unit(act: Any, *, closed: bool = False, **more: Any) -> Prepared:
    def prepare(agency: InventedAgency) -> Act:
        administrator = agency.actor("administrator")
        unit = administration.create_unit(
            actor=administrator, code="traffic", name_en="Traffic", name_fr="Circulation"
        )
        if closed:
            administration.deactivate_unit(actor=administrator, unit_id=unit.pk)
        return lambda: act(actor=administrator, unit_id=unit.pk, **more)

    return prepare


def stopped(agency: InventedAgency) -> Act:
    """A draft for a purpose that no rule allows."""
    document = stories.answers(5, today=timezone.localdate(clock.now()))
    purpose = dataclasses.replace(document.purpose, purpose="personal")
    row = builders.drafted(agency, document=dataclasses.replace(document, purpose=purpose))
    actor = agency.actor("officer")
    return lambda: submit.record_stopped_try(actor=actor, search_request_id=row.pk)


@of(builders.submitted)
def not_indexed(agency: InventedAgency, _row: SearchRequest) -> Act:
    """A version of an earlier release, whose texts nobody can find yet."""
    sql("superuser", "ALTER TABLE searches_textsignature DISABLE TRIGGER ALL")
    sql("superuser", "DELETE FROM searches_textsignature")
    sql("superuser", "ALTER TABLE searches_textsignature ENABLE ALWAYS TRIGGER needs_event")
    return lambda: list(earlier_texts.index_earlier(actor=system_actor("web")))


USE_CASES: dict[str, Prepared] = {
    "draft.start": lambda agency: lambda: draft.start(actor=agency.actor("officer")),
    "draft.save_section": save,
    "draft_files.add_probe": about(
        at(Status.DRAFT), "officer", draft_files.add_probe, data=drawings.jpeg(), name="a.jpg"
    ),
    "draft_files.mark_probe": about(
        at(Status.DRAFT),
        "officer",
        draft_files.mark_probe,
        crop=intake.Box(0, 0, 120, 120),
        eyes=draft_files.Eyes(),
    ),
    "draft_files.add_document": about(
        at(Status.DRAFT), "officer", draft_files.add_document, data=drawings.pdf(), name="order.pdf"
    ),
    "draft_files.remove_document": of_paper("officer", draft_files.remove_document),
    "submit.submit": submission,
    "submit.record_stopped_try": stopped,
    "earlier_texts.index_earlier": not_indexed,
    "withdraw.withdraw": about(at(Status.APPROVED), "officer", withdraw.withdraw),
    "claim.claim": about(at(Status.AWAITING_DECISION), "supervisor", claim.claim),
    "claim.renew": about(claimed_long_ago, "supervisor", claim.renew),
    "claim.keep_in_hand": about(claimed_long_ago, "supervisor", claim.keep_in_hand),
    "claim.release": about(claimed, "supervisor", claim.release),
    "expire.expire": lapse,
    "hold.set_hold": about(
        at(Status.DRAFT), "privacy", hold.set_hold, reason=WHY, review_on=in_days(90)
    ),
    "hold.release_hold": hold_stands,
    "hold.review_hold": hold_reviewed,
    "due_holds.tell": hold_due,
    "reading.holds.open_hold": hold_read,
    "examine.start": about(matchers.one_result, "examiner", examine.start),
    "examine.give_back": examined_by(False, examine.give_back),
    "examine.save_comparison": examined_by(
        False,
        examine.save_comparison,
        position=1,
        comparison=examiners.SUPPORTS,
    ),
    "examine.save_statement": examined_by(
        False,
        examine.save_statement,
        statement=examiners.STATEMENT,
    ),
    "ask_for_pictures.ask": pictures_missing,
    "reading.candidate_pictures.open_candidate_picture": pictures_here(
        candidate_pictures.open_candidate_picture, place=1
    ),
    "conclude.conclude": examined_by(True, conclude.conclude),
    "conclude.correct": concluded_before,
    "release.decide_on_lead": lead_opened,
    "recall.recall_lead": about(
        lead_released, "privacy", recall.recall_lead, ground="error_found", reason=WHY
    ),
    "end_unexamined.end_unexamined": about(
        examiners.nobody_left, "privacy", end_unexamined.end_unexamined, reason=WHY
    ),
    "end_unexamined.tell": examiners_lacking,
    "reading.release_page.open_release_page": agreed_before(release_page.open_release_page),
    "reading.release_page.open_lead_picture": picture_of_a_lead,
    "reading.lead.open_lead": about(lead_released, "officer", lead.open_lead),
    "reading.lead.print_lead": about(lead_released, "officer", lead.print_lead),
    "reading.lead.save_lead": about(
        lead_released, "officer", lead.save_lead, typeset=lambda _printed: b"a file"
    ),
    "follow_up.record_passing": about(
        lead_released, "officer", follow_up.record_passing, after=0, said=follow_ups.passing()
    ),
    "follow_up.record_plan": about(
        lead_released, "officer", follow_up.record_plan, after=0, said=follow_ups.plan()
    ),
    "follow_up.record_report": about(
        lead_released, "officer", follow_up.record_report, after=0, said=follow_ups.report()
    ),
    "reading.closing.about_to_close": about(with_an_end, "officer", closing.about_to_close),
    "reading.what_came_of_it.open_what_came_of_it": about(
        lead_released, "officer", what_came_of_it.open_what_came_of_it
    ),
    "owed_reports.tell": report_overdue,
    "incidents.open_incident": about(
        lead_released, "privacy", incidents.open_incident, after=0, said=given.opening()
    ),
    "incidents.take_incident": of_incident("supervisor", incidents.take_incident, after=0),
    "incidents.close_incident": incident_taken,
    "reading.incidents.open_an_incident": of_incident("supervisor2", open_an_incident),
    "owed_incidents.tell": incident_overdue,
    "disclose.ask": about(lead_released, "privacy", disclose.ask, wanted=disclosures.wanted()),
    "disclose.go_on": of_pack(disclose.go_on, summary=disclosures.summary),
    "disclose.take": of_pack(disclose.take, is_made=True),
    "reading.disclosures.open_disclosure": of_pack(open_disclosure),
    "close.close": about(with_an_end, "officer", close.close, after=1),
    "retry.retry": about(at(Status.SEARCH_FAILED), "operator", retry.retry, reason=WHY),
    "notifications.send_again.send_again": mail_given_up,
    "reading.decision_page.open_decision_page": about(
        claimed, "supervisor", decision_page.open_decision_page
    ),
    "reading.own_record.open_own_record": about(
        at(Status.RETURNED), "officer", own_record.open_own_record
    ),
    "reading.own_record.open_what_is_asked": about(
        at(Status.RETURNED), "officer", own_record.open_what_is_asked
    ),
    "reading.own_record.open_own_version": about(
        at(Status.RETURNED), "officer", own_record.open_own_version, number=1
    ),
    "reading.decided.open_decided_record": about(
        at(Status.REFUSED), "supervisor", decided.open_decided_record
    ),
    "reading.pictures.open_probe": about(claimed, "supervisor", pictures.open_probe),
    "reading.pictures.open_original": about(at(Status.DRAFT), "officer", pictures.open_original),
    "reading.document.open_document": of_paper("officer", document.open_document),
    "reading.candidates.open_candidates": examined_by(False, candidates.open_candidates),
    "reading.opened_content.open_content": about(
        at(Status.REFUSED),
        "auditor",
        opened_content.open_content,
        version=1,
        reason="A complaint of the person concerned is being looked into.",
        file_reference="C-2026-14",
    ),
    "reading.opened_content.open_picture": picture_of_an_auditor,
    "reading.opened_outcome.open_outcome": about(
        with_incident,
        "auditor",
        opened_outcome.open_outcome,
        reason="A complaint of the person concerned is being looked into.",
        file_reference="C-2026-14",
    ),
    "reading.log.read_page": lambda agency: (
        lambda: log.read_page(actor=agency.actor("auditor"), wanted=EventFilter())
    ),
    "reading.figures.read_figures": lambda agency: (
        lambda: read_figures(
            actor=agency.actor("auditor"),
            since=clock.real_now() - dt.timedelta(days=30),
            until=clock.real_now(),
        )
    ),
    "reading.log.read_event": one_event,
    "reading.log.read_proof": one_proof,
    "reading.receipts.take_receipt": own_receipt,
    "reading.log.find_case": lambda agency: (
        lambda: log.find_case(actor=agency.actor("auditor"), case_number="NOBODYS-1")
    ),
    "reading.audited_record.open_audited_record": about(
        at(Status.REFUSED), "auditor", audited_record.open_audited_record
    ),
    "reading.audited_record.print_record": about(
        at(Status.REFUSED), "auditor", audited_record.print_record
    ),
    "export.request_export": lambda agency: (
        lambda: export.request_export(actor=agency.actor("auditor"), wanted=EventFilter())
    ),
    "export.start_again": an_export("failed", export.start_again),
    "export.cancel_export": an_export("queued", export.cancel_export),
    "export.download": an_export("done", export.download),
    "administration.accounts.create_account": newcomer,
    "administration.accounts.disable_account": by_administrator(
        administration.disable_account, reason=WHY
    ),
    "administration.accounts.enable_account": disabled,
    "administration.accounts.unlock_account": locked,
    "administration.certificates.record_certificate": a_certificate,
    "administration.certificates.confirm_certificate": certificate(
        administration.confirm_certificate, "administrator2"
    ),
    "administration.certificates.withdraw_certificate": certificate(
        administration.withdraw_certificate, "administrator", reason=WHY
    ),
    "administration.credentials.reissue_first_link": newcomer_without_password,
    "administration.credentials.change_own_password": own_password,
    "administration.second_factors.add_app": lambda agency: (
        lambda: administration.add_app(actor=agency.actor("officer3"), secret=SECRET)
    ),
    "administration.second_factors.remove_app": own_app(
        lambda actor: administration.remove_app(actor=actor)
    ),
    "administration.second_factors.renew_recovery_codes": own_app(
        lambda actor: administration.renew_recovery_codes(actor=actor)
    ),
    "administration.second_factors.matching_factor": own_app(with_a_recovery_code),
    "reading.administration.history.open_history": by_administrator(history.open_history),
    "administration.powers.propose_role": by_administrator(
        administration.propose_role, role="supervisor", reason=WHY
    ),
    "administration.powers.propose_decide_right": lambda agency: by_administrator(
        administration.propose_decide_right,
        "supervisor",
        unit_id=agency.units["fraud"].pk,
        reason=WHY,
    )(agency),
    "administration.powers.propose_credential_reset": by_administrator(
        administration.propose_credential_reset, reason=WHY
    ),
    "administration.powers.confirm": proposed(powers.confirm, "administrator2"),
    "administration.powers.refuse": proposed(powers.refuse, "administrator2", reason=WHY),
    "administration.powers.take_back": proposed(powers.take_back, "administrator"),
    "administration.jurisdiction.propose_jurisdiction": lambda agency: (
        lambda: administration.propose_jurisdiction(
            actor=agency.actor("policy"), place="ca-on", reason=WHY
        )
    ),
    "administration.jurisdiction.confirm_jurisdiction": place_proposed(
        administration.confirm_jurisdiction, "policy2"
    ),
    "administration.jurisdiction.refuse_jurisdiction": place_proposed(
        administration.refuse_jurisdiction, "policy2", reason=WHY
    ),
    "administration.jurisdiction.withdraw_jurisdiction": place_proposed(
        administration.withdraw_jurisdiction, "policy"
    ),
    "administration.pack_sign_off.propose_sign_off": sign_off_to_propose,
    "administration.pack_sign_off.propose_sign_off_withdrawal": sign_off_to_end,
    "administration.pack_sign_off.confirm_sign_off": sign_off_proposed(
        administration.confirm_sign_off, "policy2"
    ),
    "administration.pack_sign_off.refuse_sign_off": sign_off_proposed(
        administration.refuse_sign_off, "policy2", reason=WHY
    ),
    "administration.pack_sign_off.withdraw_sign_off": sign_off_proposed(
        administration.withdraw_sign_off, "policy"
    ),
    "administration.units.create_unit": lambda agency: (
        lambda: administration.create_unit(
            actor=agency.actor("administrator"), code="traffic", name_en="Traffic", name_fr="Trafic"
        )
    ),
    "administration.units.rename_unit": on_unit(
        administration.rename_unit, name_en="Roads", name_fr="Routes"
    ),
    "administration.units.deactivate_unit": on_unit(administration.deactivate_unit),
    "administration.units.activate_unit": on_unit(administration.activate_unit, closed=True),
    "administration.withdrawals.withdraw_role": by_administrator(
        administration.withdraw_role, "supervisor2", role="supervisor", reason=WHY
    ),
    "administration.withdrawals.withdraw_decide_right": lambda agency: by_administrator(
        administration.withdraw_decide_right,
        "supervisor2",
        unit_id=agency.units["major-crime"].pk,
        reason=WHY,
    )(agency),
}


# The tests ---------------------------------------------------------------------------------------


def test_no_use_case_is_missing_from_the_table() -> None:
    found = set()
    package = requests_app.workflow
    for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        name = each.name.removeprefix(f"{package.__name__}.")
        if name in {"permissions", "permission_parts"}:
            continue
        for attribute, function in vars(import_module(each.name)).items():
            if (
                inspect.isfunction(function)
                and function.__module__ == each.name
                and not attribute.startswith("_")
                and "actor" in inspect.signature(function).parameters
            ):
                found.add(f"{name}.{attribute}")
    assert found == {*USE_CASES, *TRIED_ELSEWHERE, *NO_EVENT_OF_ITS_OWN}


@pytest.fixture
def prepare(request: pytest.FixtureRequest) -> Build | None:
    return beginning_of(USE_CASES, request)


@pytest.mark.parametrize("name", sorted(USE_CASES))
def test_nothing_is_done_or_shown_without_its_event(
    agency: InventedAgency,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: object,
    name: str,
) -> None:
    settings.COUNTERSIGN_EXPORT_DIR = str(tmp_path)
    act = USE_CASES[name](agency)
    before = everything()

    def no_log(*_: Any, **__: Any) -> None:
        raise DatabaseError("the log is away")

    with monkeypatch.context() as away:
        away.setattr(recorder, "record", no_log)
        with pytest.raises(DatabaseError, match="the log is away"):
            act()
    assert everything() == before

    ((last,),) = sql("superuser", "SELECT max(id) FROM audit.event")
    act()
    recorded = list(Event.objects.filter(pk__gt=last or 0))
    assert recorded
    for event in recorded:
        body = json.loads(bytes(event.entry))["body"]
        assert event.object_type in {None, *event_words.OBJECTS}
        assert event_words.COMMITMENTS.keys() >= body["commitments"].keys()
