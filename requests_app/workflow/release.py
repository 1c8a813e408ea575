"""A supervisor releases a lead on which two examiners agree to the officer, or decides that none is released.

Nothing reaches the officer before that. What was decided never changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import Max

from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed, StaleRead
from requests_app.registry import selectors as registry
from requests_app.searches import lead, lead_decisions, release, selectors
from requests_app.searches.lead import Lead, Searched, Weighed
from requests_app.searches.models import LeadDecision, Notice, Reading
from requests_app.searches.release import Agrees, Outcome, ReleaseAnswers
from requests_app.searches.states import Action
from requests_app.wire.shapes import write_time
from requests_app.workflow import agreed, check, gallery_now, judged_release, permissions
from requests_app.workflow.agreed import Agreed
from requests_app.workflow.examine import LONGEST_TEXT
from requests_app.workflow.notifications import notify
from requests_app.workflow.unit_of_work import Work, unit_of_work


def decide_on_lead(
    *,
    actor: Actor,
    search_request_id: UUID,
    reading_id: UUID,
    answers: ReleaseAnswers,
    rules_read: str,
) -> LeadDecision:
    """Record a supervisor's decision on the candidate on whom two examiners agree, and what follows from it.

    Args:
        actor: a supervisor with the right to decide for the unit, who neither asked nor examined.
        search_request_id: a request whose examiners agree on a candidate.
        reading_id: the opening of the page on which this was decided.
        answers: what they checked, and their reason.
        rules_read: the mark of what the rules were shown to find of a release (`check.mark_of`).

    Raises:
        NotPermitted, NotFound: see `permissions.check_may_release_lead`.
        InvalidTransition: there is no result any more that could be released.
        PreconditionFailed: no two examiners agree on a candidate (`no_agreed_candidate`), the page or one of the two
            pictures was not opened since (`lead_unopened`), a rule stops it (`lead_stopped_by_rule`), its list is of a
            gallery that is off now (`list_withdrawn`), the rules cannot be applied (`rules_unjudged`), or its content was destroyed (`content_destroyed`).
        StaleRead: something changed since the page was drawn (`lead`), or the rules find something else (`rules`).
        BadInput: an answer is missing.
        ContentDamaged: what would be released does not open.
    """
    with unit_of_work(
        actor=actor, action="decide_on_lead", search_request_id=search_request_id
    ) as work:
        account = permissions.check_may_release_lead(actor, work.request_row)
        is_released = answers.outcome == Outcome.RELEASE
        work.check_may(Action.RELEASE_LEAD if is_released else Action.WITHHOLD_LEAD)
        found = agreed.of(work.request_row)
        _refuse_unread(work, found, account.person_id, reading_id, is_released=is_released)
        _refuse_unanswered(answers, found)
        if is_released:
            gallery_now.refuse_lead_from_what_is_off(found.frozen)
            _refuse_what_rules_stop(work, rules_read)
        decision = _recorded(work, found, answers, is_released=is_released)
        if is_released:
            notify.requester(work.request_row, Notice.Kind.LEAD_RELEASED)
        else:
            notify.requester(work.request_row, Notice.Kind.NO_LEAD)
        return decision


def _refuse_unread(
    work: Work, found: Agreed, person_id: UUID, reading_id: UUID, *, is_released: bool
) -> None:
    row = work.request_row
    opened = Reading.objects.filter(search_request=row, person=person_id)
    page = opened.filter(pk=reading_id, kind=Reading.Kind.RELEASE_PAGE).first()
    if page is None:
        raise PreconditionFailed("lead_unopened")
    last = row.conclusions.aggregate(last=Max("concluded_at"))["last"]
    if page.digest != found.digest or page.opened_at < last:
        raise StaleRead(["lead"])
    if not is_released:
        return  # what does not open, nobody can have seen; it can still be withheld
    since = opened.filter(opened_at__gte=last)
    if not since.filter(kind=Reading.Kind.PROBE).exists() or (
        found.picture is not None and not since.filter(candidate_picture=found.picture).exists()
    ):
        raise PreconditionFailed("lead_unopened")


def _refuse_unanswered(answers: ReleaseAnswers, found: Agreed) -> None:
    problems = release.problems_of(answers, found.description)
    for name, text in _texts(answers):
        if len(text) > LONGEST_TEXT:
            problems[name] = ["too_long"]
    if problems:
        raise BadInput(problems)


def _texts(answers: ReleaseAnswers) -> Iterable[tuple[str, str]]:
    yield "reason", answers.reason
    for each in answers.checked:
        yield f"{each.attribute}.candidate", each.candidate
        yield f"{each.attribute}.resolution", each.resolution


def _refuse_what_rules_stop(work: Work, rules_read: str) -> None:
    row = work.request_row
    evaluation = judged_release.judged(row, by=work.actor)
    if check.mark_of(evaluation) != rules_read:
        raise StaleRead(["rules"])
    if judged_release.stops(evaluation):
        rules = [finding.rule for finding in evaluation.stopping]
        raise PreconditionFailed("lead_stopped_by_rule", rules=rules)
    version = selectors.justification(row).version
    check.store(work, evaluation, stage=judged_release.STAGE, version=version)


def _recorded(
    work: Work, found: Agreed, answers: ReleaseAnswers, *, is_released: bool
) -> LeadDecision:
    row, now, account = work.request_row, clock.real_now(), permissions.check_is_person(work.actor)
    decision_id = uuid4()
    expires_at = now + timedelta(days=registry.agency().lead_days) if is_released else None
    sheet = _sheet(work, found, answers, now, expires_at) if expires_at else None
    decision = LeadDecision.objects.create(
        id=decision_id,
        search_request=row,
        requested_by_person_id=row.requested_by_person_id,
        outcome=answers.outcome,
        selected_position=found.position,
        decided_by=account,
        decided_by_person=account.person,
        decided_at=now,
        expires_at=expires_at,
        digest_read=found.digest,
        lead_digest=lead.digest_of(sheet) if sheet else "",
        sealed=lead_decisions.seal_answers(row.pk, decision_id, answers),
        sealed_lead=lead_decisions.seal_lead(row.pk, decision_id, sheet) if sheet else None,
    )
    facts = {
        "selected_position": found.position,
        "described": len(answers.checked),
        "contradictions": sum(each.agrees == Agrees.CONTRADICTS for each in answers.checked),
        "digest": found.digest,
    }
    commitments = {"release_sha256": release.digest_of(answers)}
    if sheet is not None:
        facts["expires_at"] = sheet.expires_at
        facts["lead_digest"] = decision.lead_digest
    work.move(
        Action.RELEASE_LEAD if sheet is not None else Action.WITHHOLD_LEAD,
        facts=facts,
        commitments=commitments,
        about=("lead", decision_id),
    )
    return decision


def _sheet(
    work: Work, found: Agreed, answers: ReleaseAnswers, now: datetime, expires_at: datetime
) -> Lead:
    row, account = work.request_row, permissions.check_is_person(work.actor)
    said = release.described(found.description)
    return Lead(
        format=lead.FORMAT,
        reference=row.reference,
        recipient=row.requested_by_person.full_name,
        unit_en=row.unit.name_en,
        unit_fr=row.unit.name_fr,
        goes_to=found.goes_to,
        candidate=found.candidate,
        picture_captured_at=found.picture_captured_at,
        searched=_searched(work),
        views=found.views,
        weighed=tuple(
            Weighed(
                attribute=each.attribute,
                described=said[each.attribute],
                candidate=each.candidate,
                agrees=each.agrees,
                resolution=each.resolution,
            )
            for each in answers.checked
        ),
        released_by=account.person.full_name,
        released_at=write_time(now),
        expires_at=write_time(expires_at),
    )


def _searched(work: Work) -> Searched:
    row = work.request_row
    result, leave = row.result, row.authorisation
    gallery = leave.gallery
    return Searched(
        search_id=str(leave.search_id),
        searched_at=write_time(result.received_at),
        gallery_en=gallery.name_en,
        gallery_fr=gallery.name_fr,
        gallery_digest=leave.gallery_digest,
        engine=result.engine,
        engine_version=result.engine_version,
        not_a_face_recogniser=result.not_a_face_recogniser,
        mode=result.mode,
        threshold=result.threshold_applied,
        candidate_limit=result.candidate_limit,
        candidates=result.candidate_count,
    )
