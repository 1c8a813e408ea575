"""Submitting a request: freeze a version, judge it, and hand it to whoever may decide.

A version that a rule stops is not frozen: the draft stays, with its findings, and the try is recorded.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from requests_app.accounts import selectors as people
from requests_app.accounts.actors import Actor
from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed, StaleRead
from requests_app.policy.engine import Evaluation, Finding
from requests_app.policy.vocabulary import FormField
from requests_app.registry import selectors as registry
from requests_app.registry.models import Gallery
from requests_app.searches import answers as answers_module
from requests_app.searches import content, selectors
from requests_app.searches.answers import Answers, Declaration
from requests_app.searches.models import Justification, SearchRequest
from requests_app.searches.questions import unanswered
from requests_app.searches.states import Action
from requests_app.workflow import (
    check,
    draft,
    earlier_texts,
    owed_reports,
    permissions,
    what_is_read,
)
from requests_app.workflow.check import Checked
from requests_app.workflow.notifications import notify
from requests_app.workflow.reading import alike
from requests_app.workflow.unit_of_work import Work, unit_of_work
from requests_app.workflow.what_is_read import WhatIsRead


@dataclass(frozen=True, slots=True)
class Submitted:
    """What became of a submission.

    Attributes:
        accepted: a version was frozen and awaits a decision.
        evaluation: every finding, whether it was accepted or not.
        unacknowledged: rules whose warning must be acknowledged first.
        version: the version that was frozen, or 0.
    """

    accepted: bool
    evaluation: Evaluation
    unacknowledged: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Declared:
    """What an officer affirms, and what it was affirmed of.

    Attributes:
        declaration: the statements, and the warnings that were read.
        read: the marks of what the officer read before, from `what_was_read`.
    """

    declaration: Declaration
    read: str


def what_was_read(search_request: SearchRequest, answers: Answers) -> WhatIsRead:
    """Return what an officer reads of a draft before the declaration: what a submission is bound to.

    Args:
        search_request: the officer's own request, as it stands in the database.
        answers: its draft, opened.
    """
    return what_is_read.of_draft(search_request, answers)


def submit(
    *, actor: Actor, search_request_id: UUID, declared: Declared, language: str = "en"
) -> Submitted:
    """Submit a draft or a returned request, if it still is what the officer declared upon.

    Args:
        actor: the requester.
        search_request_id: the draft.
        declared: the declaration, with the marks of what it was made upon.
        language: the language it was written in, kept with the version.

    Returns:
        what the rules found; `accepted` says whether a version now awaits a decision.

    Raises:
        NotPermitted: training has lapsed, or the account is not in use.
        StaleRead: an answer, the picture, a document, the gallery, the rules or where the agency is
            are otherwise than what was read; `changes` names which. Nothing is submitted and nothing is kept.
        PreconditionFailed: a report on what came of an earlier lead is overdue (`report_overdue`, with the references),
            nobody eligible could decide (`nobody_could_decide`, with the roles), or
            the rules are not the ones that were recorded (`rules_not_as_recorded`, with the packs),
            or cannot be applied (`draft_unjudged`), or a limit of the search could not be sent (`limits_unreadable`), or
            a question that applies has no answer (`questions_unanswered`, with their names).
        InvalidTransition: the request is in no status to be submitted.
    """
    with unit_of_work(actor=actor, action="submit", search_request_id=search_request_id) as work:
        row = work.request_row
        permissions.check_is_requester(actor, row)
        work.check_may(Action.SUBMIT)
        owed_reports.refuse_if_overdue(permissions.check_may_request(actor))
        check.refuse_changed_packs(row.pk)
        opened, before = draft.open_draft(work)
        read = what_is_read.of_draft(row, before)
        changed = read.changed_since(declared.read)
        if changed:
            raise StaleRead(changed, revision=opened.revision)
        answers = dataclasses.replace(before, declaration=declared.declaration)
        if answers != before:
            draft.keep(work, opened, before, answers, section="declaration")
        checked = check.evaluate_or_refuse(search_request=row, answers=answers, stage="submit")
        evaluation = checked.evaluation
        if not what_is_read.rules_that_judged(evaluation).items() <= read.parts.items():
            # Two people changed where the agency is, or a sign-off, between the two lines above.
            raise StaleRead(("rules",), revision=opened.revision)
        missing = evaluation.unacknowledged(answers.declaration.acknowledged)
        if evaluation.stops or missing:
            return _turned_back(work, checked, evaluation.stopping, missing)
        check.refuse_unanswered(answers)
        _check_somebody_could_decide(row, evaluation)
        version = _freeze(work, what_is_read.as_frozen(answers), checked, language=language)
    return Submitted(accepted=True, evaluation=evaluation, version=version)


class _NothingToRecord(Exception):
    """Leaves a transaction in which no rule stopped anybody."""


def record_stopped_try(*, actor: Actor, search_request_id: UUID) -> bool:
    """Keep that an officer wanted to go on to the declaration with a draft that a rule stops.

    An answer that is still missing stops it as well, but it is nothing that an officer did: it is not recorded,
    and no rule that waits for it is named.

    Args:
        actor: the requester.
        search_request_id: a draft, or a returned request.

    Returns:
        whether anything stops it. Where a rule does, its findings are kept and the try is in the log.

    Raises:
        NotPermitted, NotFound: see `permissions.check_is_requester`.
        InvalidTransition: the request is in no status to be submitted.
        PreconditionFailed: the rules are not the ones that were recorded (`rules_not_as_recorded`), so that
            nobody is judged by them.
    """
    is_stopped = False
    try:
        with unit_of_work(
            actor=actor, action="submit", search_request_id=search_request_id
        ) as work:
            row = work.request_row
            permissions.check_is_requester(actor, row)
            work.check_may(Action.SUBMIT)
            check.refuse_changed_packs(row.pk)
            _, answers = draft.open_draft(work)
            checked = check.evaluate_or_refuse(search_request=row, answers=answers, stage="submit")
            stopping = stops_before_declaring(checked.evaluation)
            is_stopped = bool(stopping) or bool(unanswered(answers))
            # Nobody is told to have declared nothing who was not asked to declare yet.
            fired = tuple(finding for finding in stopping if finding.state == "fired")
            if not fired:
                raise _NothingToRecord
            _turned_back(work, checked, fired, ())
    except _NothingToRecord:
        pass
    return is_stopped


def stops_before_declaring(evaluation: Evaluation) -> tuple[Finding, ...]:
    """Return what stops a draft besides the statements that the declaration is there to ask for."""
    return tuple(
        finding for finding in evaluation.stopping if finding.field != FormField.ATTESTATIONS
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft as the rules would judge it now.

    Attributes:
        evaluation: every finding.
        alike: its texts that are nearly equal to earlier ones, as far as its author may know of those.
    """

    evaluation: Evaluation
    alike: tuple[alike.AlikeField, ...]


def preview(*, actor: Actor, search_request: SearchRequest) -> Evaluation:
    """Judge the draft as it stands, for its author's eyes; nothing is kept."""
    return preview_with_texts(actor=actor, search_request=search_request).evaluation


def preview_with_texts(*, actor: Actor, search_request: SearchRequest) -> Preview:
    """Judge the draft as `preview`, and say which of its texts are nearly equal to earlier ones."""
    permissions.check_is_requester(actor, search_request)
    answers = content.open_draft(search_request)
    checked = check.evaluate_or_refuse(
        search_request=search_request, answers=answers, stage="submit"
    )
    return Preview(checked.evaluation, alike.of_found(actor, checked.texts))


def _turned_back(
    work: Work, checked: Checked, stopping: tuple[Finding, ...], missing: tuple[str, ...]
) -> Submitted:
    evaluation, version = checked.evaluation, work.request_row.version + 1
    check.store(work, evaluation, stage="submit", version=version, texts=checked.texts)
    work.record(
        "search.blocked",
        outcome="refused",
        reason="blocked_by_rule" if stopping else "warnings_unacknowledged",
        facts={
            "rules": [finding.rule for finding in stopping],
            "unacknowledged": list(missing),
        },
    )
    return Submitted(accepted=False, evaluation=evaluation, unacknowledged=missing)


def _check_somebody_could_decide(row: SearchRequest, evaluation: Evaluation) -> None:
    """Each demanded role needs a different person, none of them the requester."""
    found: dict[str, set[UUID]] = {}
    for role in sorted(evaluation.required_roles):
        eligible = people.people_who_could_decide(
            row.unit, exclude_person=row.requested_by_person, role=role
        )
        found[role] = set(eligible.values_list("pk", flat=True))
    lacking = [role for role, persons in found.items() if not persons]
    together = set().union(*found.values())
    if not lacking and len(together) < len(found):
        lacking = sorted(found)
    if lacking:
        raise PreconditionFailed("nobody_could_decide", roles=lacking)


def _freeze(work: Work, answers: Answers, checked: Checked, *, language: str) -> int:
    row, evaluation = work.request_row, checked.evaluation
    if row.probe is None:
        raise PreconditionFailed("no_probe")
    gallery = registry.gallery(answers.scope.gallery)
    if gallery is None:
        raise PreconditionFailed("no_gallery")
    version = row.version + 1
    now = clock.now()
    documents = selectors.attached_documents(row)
    run = check.store(work, evaluation, stage="submit", version=version, texts=checked.texts)
    frozen = Justification.objects.create(
        id=uuid4(),
        search_request=row,
        version=version,
        sealed=content.seal_version(row, version, answers),
        digest=answers_module.digest(answers),
        probe=row.probe,
        gallery=gallery,
        gallery_digest=gallery.registry_digest(),
        documents=list(documents.values_list("pk", flat=True)),
        purpose_code=answers.purpose.purpose,
        urgency=answers.urgency.urgency,
        retention_class=answers.scope.retention_class,
        submitted_at=now,
        submitted_by=row.requested_by,
        language=language,
        check_run=run,
    )
    earlier_texts.let_be_found(frozen, answers)
    work.move(
        Action.SUBMIT,
        update={
            "version": version,
            "submitted_at": now,
            "lapses_at": now + _time_to_decide(evaluation),
            "urgency": answers.urgency.urgency,
            "needed_by": answers.urgency.urgency_deadline,
            "required_roles": sorted(evaluation.required_roles),
            "description_locked_at": row.description_locked_at or now,
        },
        facts=_submission_facts(frozen, gallery, answers, evaluation),
        commitments={
            "case_number": answers.case.case_number,
            "answers_digest": frozen.digest,
        },
    )
    for rule in answers.declaration.acknowledged:
        work.record("search.warning_acknowledged", facts={"rule": rule, "version": version})
    notify.deciders(row)
    return version


def _time_to_decide(evaluation: Evaluation) -> timedelta:
    """How long a request waits for its decision: as the agency says, or less where a rule wants it sooner."""
    usual = timedelta(days=registry.agency().decision_days)
    if evaluation.within_hours is None:
        return usual
    return min(usual, timedelta(hours=evaluation.within_hours))


def _submission_facts(
    frozen: Justification, gallery: Gallery, answers: Answers, evaluation: Evaluation
) -> dict[str, object]:
    return {
        "version": frozen.version,
        "purpose": frozen.purpose_code,
        "urgency": frozen.urgency,
        "offence": answers.purpose.offence_category,
        "legal_basis": answers.legal.basis_type,
        "gallery": gallery.code,
        "probe": str(frozen.probe_id),
        "documents": len(frozen.documents),
        "means_tried": sum(1 for row in answers.means if row.status == "tried"),
        "means_listed": len(answers.means),
        "required_roles": sorted(evaluation.required_roles),
        "language": frozen.language,
    }
