"""Each check of who may, beside its twin that answers yes or no, against a list written by hand.

And each use case asks one of them: where every check refuses, nobody can do or see anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from requests_app.accounts.actors import Actor, system_actor
from requests_app.accounts.models import Certificate
from requests_app.common import clock
from requests_app.common.errors import CountersignError, NotPermitted
from requests_app.searches.models import CandidatePicture, Examination, Incident, SearchRequest
from requests_app.searches.states import Status
from requests_app.workflow import (
    administration,
    conclude,
    decide,
    destroy,
    destroy_pictures,
    disclose,
    export,
    fetch_candidate,
    forward,
    hold,
    log_alarm,
    permissions,
    record_result,
    submit,
)
from requests_app.workflow.administration import rows
from requests_app.workflow.administration.rows import acting_administrator
from requests_app.workflow.notifications import waiting_mail
from requests_app.workflow.notifications.mark_read import mark_read
from requests_app.workflow.reading import (
    candidate_pictures,
    candidates,
    decided,
    decision_page,
    document,
    exports,
    lacking,
    own_draft,
    release_page,
    what_came_of_it,
)
from requests_app.workflow.reading.incidents import about_to_open
from requests_app.workflow.reading.rules import rules_of_today
from tests import builders, examiners, matchers
from tests.audit import test_every_use_case as use_cases
from tests.audit.test_all_or_nothing import everything
from tests.audit.test_every_use_case import Act, Prepared
from tests.builders import InventedAgency
from tests.legal_holds import in_days
from tests.permissions import test_access_matrix as matrix
from tests.permissions.test_access_matrix import PERSONS, REACHED
from tests.support import sql

# The twins ---------------------------------------------------------------------------------------

ROLES = {
    **PERSONS,
    "administrator2": "account_administrator",
    "policy2": "policy_administrator",
}
EVERYBODY = {*ROLES}
OFFICERS = {"officer", "officer2", "officer3", "sergeant as officer"}
DECIDERS = {"supervisor", "supervisor2", "sergeant"}  # of the unit; no privacy officer is demanded
ADMINISTRATORS = {"administrator", "administrator2"}

# Without a request: who can. The person and the papers are `officer3`'s, and `administrator`'s work; where the
# agency is was proposed by `policy`.
CAN = {
    "can_act_as_person": EVERYBODY,
    "can_change_own_credentials": EVERYBODY,
    "can_act_as_process": {"the dispatcher"},
    "can_act_as_officer": OFFICERS,
    "can_request": OFFICERS,
    "can_act_as_examiner": {"examiner", "examiner2", "examiner3"},
    "can_act_as_its_examiner": {"examiner"},
    "can_act_as_operator": {"operator"},
    "can_act_as_auditor": {"auditor", "oversight"},
    "can_act_as_administrator": ADMINISTRATORS,
    "can_administer": ADMINISTRATORS,
    "can_confirm_certificate": {"administrator2"},
    "can_decide_on_proposal": {"administrator2"},
    "can_take_back_proposal": {"administrator"},
    "can_act_as_policy_administrator": {"policy", "policy2"},
    "can_release_hold": DECIDERS,
    "can_look_into": DECIDERS - {"supervisor2"}
    | {"privacy"},  # who may recall it, and did not open it
    "can_settle_policy_proposal": {"policy2"},
    "can_withdraw_policy_proposal": {"policy"},
}
# With a request that `officer` asked for: who can, in which statuses. When an act is possible is
# another question: the table of states answers it.
ALWAYS = {*REACHED}
DECIDED = {
    Status.APPROVED,
    Status.RETURNED,
    Status.REFUSED,
    Status.FORWARDING,
    Status.SEARCH_FAILED,
    Status.RESULT_RECEIVED,
    Status.NO_LEAD,
    Status.LEAD_RELEASED,
    Status.CLOSED,
}
# `examiner` has taken the one result, and both have concluded on the other.
EXAMINING = {
    "examiner": {Status.RESULT_RECEIVED, Status.NO_LEAD, Status.LEAD_RELEASED, Status.CLOSED},
    "examiner3": {Status.NO_LEAD, Status.LEAD_RELEASED, Status.CLOSED},
}
CAN_WITH_REQUEST: dict[str, dict[str, set[Status]]] = {
    "can_act_as_requester": {"officer": ALWAYS},
    "can_decide": dict.fromkeys(DECIDERS, ALWAYS),
    "can_set_hold": {"privacy": ALWAYS},
    "can_read_holds": dict.fromkeys({*DECIDERS, "privacy"}, ALWAYS),
    "can_read_what_they_decided": {"supervisor": DECIDED},
    "can_examine": dict.fromkeys({"examiner", "examiner3"}, ALWAYS),
    "can_read_candidates": EXAMINING,
    "can_see_picture": {
        "officer": ALWAYS,
        **dict.fromkeys(DECIDERS, ALWAYS),
        **EXAMINING,
    },
    "can_release_lead": dict.fromkeys(DECIDERS, ALWAYS),
    "can_recall_lead": dict.fromkeys({*DECIDERS, "privacy"}, ALWAYS),
    "can_end_unexamined": dict.fromkeys({*DECIDERS, "privacy"}, ALWAYS),
    "can_disclose": dict.fromkeys({*DECIDERS, "privacy"}, ALWAYS),
    "can_follow_up": dict.fromkeys({"officer", *DECIDERS}, ALWAYS),
    "can_read_lead": {
        "officer": {Status.LEAD_RELEASED, Status.CLOSED},
        "supervisor2": {Status.LEAD_RELEASED, Status.CLOSED},
    },
    "can_read_documents": {"officer": ALWAYS, **dict.fromkeys(DECIDERS, ALWAYS)},
    "can_take_receipt": {"officer": ALWAYS, "supervisor": DECIDED},
    "can_know_of": dict.fromkeys({"officer", *DECIDERS, "auditor", "oversight"}, ALWAYS),
}


def check_of(can: str) -> str:
    """The name of the check whose twin this is."""
    stem = can.removeprefix("can_")
    if stem.startswith("act_as_"):
        return f"check_is_{stem.removeprefix('act_as_')}"
    return f"check_may_{stem}"


def actors(agency: InventedAgency) -> dict[str, Actor]:
    """Everybody, in roles that they hold or only claim, and our own processes."""
    people = {
        name: Actor(account=agency.people[name.split()[0]], role=role)
        for name, role in ROLES.items()
    }
    return people | {
        name: system_actor(process)
        for name, process in {"the web": "web", "the dispatcher": "dispatcher"}.items()
    }


def who_can(can: str, agency: InventedAgency, *about: Any) -> set[str]:
    """Who gets a yes; fails where the check says otherwise."""
    found = set()
    for name, actor in actors(agency).items():
        answer = getattr(permissions, can)(actor, *about)
        try:
            getattr(permissions, check_of(can))(actor, *about)
        except CountersignError:
            assert answer is False, (can, name)
        else:
            assert answer is True, (can, name)
            found.add(name)
    return found


def test_every_check_has_its_twin_and_both_are_in_the_lists() -> None:
    names = {name for name in vars(permissions) if name.startswith(("check_", "can_"))}
    listed = {*CAN, *CAN_WITH_REQUEST}
    assert names == listed | {check_of(can) for can in listed}


def papers(agency: InventedAgency) -> dict[str, Any]:
    """A proposal for `officer3` and a certificate of theirs, both by `administrator`; a place, by `policy`."""
    administrator, account = agency.actor("administrator"), agency.people["officer3"]
    today = timezone.localdate(clock.now())
    certificate = administration.record_certificate(
        actor=administrator,
        person_id=account.person_id,
        course="deciding",
        issued_on=today,
        valid_until=today.replace(year=today.year + 1),
    )
    proposal = administration.propose_role(
        actor=administrator, account_id=account.pk, role="supervisor", reason=use_cases.WHY
    )
    place = administration.propose_jurisdiction(
        actor=agency.actor("policy"), place="ca-on", reason=use_cases.WHY
    )
    held = builders.drafted(agency, by="officer")
    stands = hold.set_hold(
        actor=agency.actor("privacy"),
        search_request_id=held.pk,
        reason=use_cases.WHY,
        review_on=in_days(90),
    )
    return {
        "can_release_hold": stands,
        "can_look_into": Incident(
            search_request=held, opened_by_person=agency.people["supervisor2"].person
        ),
        "can_act_as_its_examiner": Examination(
            search_request=held, examiner=agency.people["examiner"]
        ),
        "can_settle_policy_proposal": place,
        "can_withdraw_policy_proposal": place,
        "can_act_as_process": "dispatcher",
        "can_administer": account.person_id,
        "can_confirm_certificate": Certificate.objects.get(pk=certificate.pk),
        "can_decide_on_proposal": proposal,
        "can_take_back_proposal": proposal,
    }


def test_without_a_request_check_and_twin_agree_on_who_can(agency: InventedAgency) -> None:
    about = papers(agency)
    found = {can: who_can(can, agency, *([about[can]] if can in about else [])) for can in CAN}
    assert found == CAN


def test_nobody_administers_their_own_person_or_decides_on_what_is_for_them(
    agency: InventedAgency,
) -> None:
    proposal = papers(agency)["can_decide_on_proposal"]
    second = agency.people["administrator2"].person_id
    proposal.beneficiary_person_id = second
    assert who_can("can_administer", agency, second) == {"administrator"}
    assert who_can("can_decide_on_proposal", agency, proposal) == set()


def test_whoever_is_shut_out_can_nothing(agency: InventedAgency) -> None:
    about = papers(agency)
    sql(
        "superuser",
        "UPDATE accounts_account SET is_active = false, disabled_at = now(), disabled_by_id = id,"
        " disabled_reason = 'Left the service'",
    )
    for account in agency.people.values():
        account.refresh_from_db()
    for can in {*CAN} - {"can_act_as_person", "can_act_as_process"}:
        assert who_can(can, agency, *([about[can]] if can in about else [])) == set(), can
    with pytest.raises(NotPermitted) as refused:
        permissions.check_is_auditor(agency.actor("auditor"))
    assert refused.value.reason == "account_not_in_use"


def test_with_a_request_check_and_twin_agree_on_who_can_in_each_status(
    agency: InventedAgency, matcher: Any
) -> None:
    targets = matrix._targets(agency, matcher.url)
    found: dict[str, dict[str, set[Status]]] = {can: {} for can in CAN_WITH_REQUEST}
    for can, names in found.items():
        for status, target in targets.items():
            for name in who_can(can, agency, target.row):
                names.setdefault(name, set()).add(status)
    assert found == CAN_WITH_REQUEST


# Each use case asks ------------------------------------------------------------------------------

ASKS_NOBODY = {
    "unit_of_work.unit_of_work": "what holds all the others, which ask inside it",
    "unit_of_work.record_refusal": "records that somebody was refused",
    "unit_of_work.recording_refusals": "records the refusals of whoever asks inside",
    "repeated_refusals.is_first": "whether a refusal is recorded or counted",
    "decoding.turn": "whose turn it is, for those who have been asked",
    "viewing.viewing": "what holds all views; they ask inside",
    "viewing.drawn": "the same, for images and pages",
    "viewing.look_up": "the same, before slow work",
    "reading.alike.of_check": "tells each reader what they may know: workflow/test_nearly_equal_texts",
    "reading.alike.of_found": "tells each reader what they may know: workflow/test_nearly_equal_texts",
}


def by_process(process: str, act: Callable[..., Any], **more: Any) -> Prepared:
    """An act of one of our own processes; what it is about need not be there."""
    return lambda agency: lambda: act(actor=system_actor(process), **more)


@use_cases.of(matchers.one_result)
def fetching(agency: InventedAgency, row: SearchRequest) -> Act:
    """The fetching of a picture that an examiner has asked for."""
    examiners.took(agency, "examiner", row)
    picture = CandidatePicture.objects.filter(search_request=row)[0]
    return partial(
        fetch_candidate.fetch,
        actor=system_actor("dispatcher"),
        picture_id=picture.pk,
        search_request_id=row.pk,
    )


def with_lease(act: Callable[..., Any], **more: Any) -> Prepared:
    """The keeping of an answer or a failure, by the dispatcher."""

    def then(_agency: InventedAgency, row: SearchRequest) -> Act:
        actor, lease = system_actor("dispatcher"), cast(Any, None)
        return lambda: act(
            actor=actor, search_request_id=row.id, lease=lease, attempt_id=uuid4(), **more
        )

    return use_cases.OfRequest(builders.approved, then)


@use_cases.of(builders.approved)
def due(_agency: InventedAgency, row: SearchRequest) -> Act:
    builders.make_due(row)
    search_id: UUID = row.dispatch.search_id
    return lambda: forward.forward(
        actor=system_actor("dispatcher"),
        owner="test",
        search_request_id=row.id,
        search_id=search_id,
    )


@use_cases.of(builders.drafted)
def preview(agency: InventedAgency, row: SearchRequest) -> Act:
    actor = agency.actor("officer")
    return lambda: submit.preview(actor=actor, search_request=row)


# Those that `test_every_use_case` does not run from its table.
BESIDES: dict[str, Prepared] = {
    "submit.preview": preview,
    "reading.rules.rules_of_today": lambda agency: (
        lambda: rules_of_today(actor=agency.actor("policy"))
    ),
    "submit.preview_with_texts": preview,
    "reading.document.what_to_know_first": use_cases.of_paper(
        "officer", document.what_to_know_first
    ),
    "decide.decide": use_cases.about(
        use_cases.claimed,
        "supervisor",
        decide.decide,
        outcome="refuse",
        reading_id=uuid4(),
        reasons=builders.reasons(message=use_cases.WHY),
    ),
    "decide.rehearse": use_cases.about(
        use_cases.claimed,
        "supervisor",
        decide.rehearse,
        outcome="refuse",
        reading_id=uuid4(),
        reasons=builders.reasons(message=use_cases.WHY),
    ),
    "forward.forward": due,
    "record_result.answer": with_lease(record_result.answer, result=None),
    "record_result.failure": with_lease(record_result.failure, problem=None),
    "notifications.waiting_mail.send": by_process(
        "worker", waiting_mail.send, waiting=waiting_mail.Waiting("letter", uuid4())
    ),
    "export.make": by_process("worker", export.make, export_id=uuid4()),
    "export.fail_lost": by_process("worker", export.fail_lost),
    "log_alarm.check_when_due": by_process("worker", log_alarm.check_when_due),
    "log_alarm.resume": lambda agency: partial(
        log_alarm.resume,
        actor=agency.actor("auditor"),
        check_id=uuid4(),
        reason=use_cases.WHY,
        file_reference="PA-1",
    ),
    "export.read_manifest": use_cases.an_export("done", export.read_manifest),
    "reading.exports.open_export": use_cases.an_export("done", exports.open_export),
    "reading.own_draft.find_own": use_cases.about(
        builders.drafted, "officer", own_draft.find_own, reads=True
    ),
    "reading.own_draft.open_own_draft": use_cases.about(
        builders.drafted, "officer", own_draft.open_own_draft, reads=True
    ),
    "reading.candidates.result_for": use_cases.examined_by(False, candidates.result_for),
    "reading.candidates.own_position": use_cases.examined_by(
        False, candidates.own_position, place=1
    ),
    "reading.candidates.next_unfinished": use_cases.examined_by(
        False, candidates.next_unfinished, after=1
    ),
    "reading.what_came_of_it.about_to_record": use_cases.about(
        use_cases.lead_released, "officer", what_came_of_it.about_to_record
    ),
    "reading.incidents.about_to_open": use_cases.about(
        use_cases.lead_released, "privacy", about_to_open
    ),
    "reading.lacking.open_lacking": use_cases.about(
        examiners.nobody_left, "privacy", lacking.open_lacking
    ),
    "reading.release_page.lead_to_recall": use_cases.about(
        use_cases.lead_released, "privacy", release_page.lead_to_recall
    ),
    "reading.release_page.described_for": use_cases.agreed_before(release_page.described_for),
    "conclude.check": use_cases.examined_by(True, conclude.check),
    "reading.candidate_pictures.has_come": use_cases.pictures_here(
        candidate_pictures.has_come, place=1
    ),
    "fetch_candidate.fetch": fetching,
    "reading.decided.waiting_for": use_cases.about(
        builders.submitted, "supervisor", decided.waiting_for
    ),
    "notifications.mark_read.mark_read": lambda agency: (
        lambda: mark_read(actor=agency.actor("supervisor"))
    ),
    "administration.rows.acting_administrator": lambda agency: (
        lambda: acting_administrator(actor=agency.actor("administrator"))
    ),
    "administration.rows.for_somebody_else": use_cases.by_administrator(rows.for_somebody_else),
    "reading.decision_page.show_decision_page": use_cases.about(
        use_cases.claimed,
        "supervisor",
        decision_page.show_decision_page,
        draw=lambda page: page,
    ),
}
BESIDES["destroy.destroy"] = lambda agency: partial(
    destroy.destroy,
    actor=system_actor("worker"),
    search_request_id=builders.drafted(agency).pk,
)
BESIDES["destroy_pictures.destroy"] = lambda agency: partial(
    destroy_pictures.destroy,
    actor=system_actor("worker"),
    search_request_id=builders.drafted(agency).pk,
)
BESIDES["disclose.expire"] = lambda agency: partial(
    disclose.expire,
    actor=system_actor("worker"),
    search_request_id=builders.drafted(agency).pk,
    pack_id=uuid4(),
)
ALL: dict[str, Prepared] = {**use_cases.USE_CASES, **BESIDES}


def test_no_use_case_is_left_out() -> None:
    # That the other file's lists name every use case is a test there.
    besides: Iterable[str] = {*use_cases.TRIED_ELSEWHERE, *use_cases.NO_EVENT_OF_ITS_OWN}
    assert {*BESIDES} == {*besides} - {*ASKS_NOBODY}


@pytest.fixture
def prepare(request: pytest.FixtureRequest) -> use_cases.Build | None:
    return use_cases.beginning_of(ALL, request)


@pytest.mark.parametrize("name", sorted(ALL))
def test_where_every_check_refuses_nothing_is_done_or_shown(
    agency: InventedAgency,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: object,
    name: str,
) -> None:
    settings.COUNTERSIGN_EXPORT_DIR = str(tmp_path)
    act = ALL[name](agency)
    before = rows()

    def refuse(*_: Any, **__: Any) -> None:
        raise NotPermitted("nobody_may")

    with monkeypatch.context() as shut:
        for check in [each for each in vars(permissions) if each.startswith("check_")]:
            shut.setattr(permissions, check, refuse)
        with pytest.raises(NotPermitted) as refused:
            act()
    assert refused.value.reason == "nobody_may"
    assert rows() == before


def rows() -> dict[str, list[str]]:
    """Every row but those of the log, in which the refusal itself is, or is counted."""
    return {
        table: held
        for table, held in everything().items()
        if not table.startswith("audit.") and table != "public.audit_refusalcount"
    }
