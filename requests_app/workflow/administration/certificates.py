"""Training certificates: recorded with their dates, looked at by a second person, withdrawn.

A certificate is never extended: a new course makes a new one.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from requests_app.accounts.actors import Actor
from requests_app.accounts.models import Certificate, Course, Person
from requests_app.common import clock
from requests_app.common.errors import AlreadyTaken, BadInput, NotFound
from requests_app.workflow import claim, permissions
from requests_app.workflow.administration.inputs import check_dates, reason_given
from requests_app.workflow.administration.rows import acting_administrator
from requests_app.workflow.notifications.tell_person import tell_second_administrators
from requests_app.workflow.unit_of_work import Work, unit_of_work


def record_certificate(
    *, actor: Actor, person_id: UUID, course: str, issued_on: date, valid_until: date
) -> Certificate:
    """Record that a person has passed a course; it counts once another administrator confirms it.

    Raises:
        NotPermitted: the actor is no administrator, or it is about themselves.
        NotFound: there is no such person.
        BadInput: an unknown course or dates that cannot be.
    """
    if course not in Course.values:
        raise BadInput({"course": ["unknown"]})
    with unit_of_work(actor=actor, action="certificate.record") as work:
        acting_administrator(actor)
        person = Person.objects.filter(pk=person_id).first()
        if person is None:
            raise NotFound
        administrator = permissions.check_may_administer(actor, person.pk)
        check_dates(issued_on, valid_until)
        certificate = Certificate.objects.create(
            person=person,
            course=course,
            issued_on=issued_on,
            valid_until=valid_until,
            recorded_by=administrator,
            recorded_by_person_id=administrator.person_id,
            recorded_at=clock.now(),
        )
        _record(
            work,
            "certificate.recorded",
            certificate,
            course=course,
            issued_on=issued_on.isoformat(),
            valid_until=valid_until.isoformat(),
        )
        tell_second_administrators(but=(administrator.person_id, person.pk))
    return certificate


def confirm_certificate(*, actor: Actor, certificate_id: UUID) -> None:
    """A second administrator has looked at what the first one recorded; it counts from now.

    Whoever recorded it need not be an administrator any more: the second one has seen the proof.

    Raises:
        NotPermitted: the actor is no administrator, recorded it, or is whom it is about.
        NotFound: there is no such certificate.
        AlreadyTaken: it was confirmed or withdrawn already.
    """
    with unit_of_work(actor=actor, action="certificate.confirm") as work:
        acting_administrator(actor)
        certificate = _locked(certificate_id)
        administrator = permissions.check_may_confirm_certificate(actor, certificate)
        if certificate.confirmed_at or certificate.withdrawn_at:
            raise AlreadyTaken()
        certificate.confirmed_by = administrator
        certificate.confirmed_by_person_id = administrator.person_id
        certificate.confirmed_at = clock.now()
        certificate.save(update_fields=["confirmed_by", "confirmed_by_person", "confirmed_at"])
        _record(work, "certificate.confirmed", certificate, course=certificate.course)


def withdraw_certificate(*, actor: Actor, certificate_id: UUID, reason: str) -> None:
    """End a certificate at once; one administrator is enough.

    Raises:
        NotPermitted: the actor is no administrator, or it is about themselves.
        NotFound: there is no such certificate.
        AlreadyTaken: it was withdrawn already.
        BadInput: the reason is missing or cannot be accepted.
    """
    with unit_of_work(actor=actor, action="certificate.withdraw") as work:
        acting_administrator(actor)
        certificate = _locked(certificate_id)
        administrator = permissions.check_may_administer(actor, certificate.person_id)
        if certificate.withdrawn_at:
            raise AlreadyTaken()
        certificate.withdrawn_at = clock.now()
        certificate.withdrawn_by = administrator
        certificate.withdrawn_reason = reason_given(reason)
        certificate.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        _record(
            work,
            "certificate.withdrawn",
            certificate,
            commitments={"reason": certificate.withdrawn_reason},
            course=certificate.course,
        )
        claim.end_without_right(work, Q(account__person=certificate.person_id))


def _locked(certificate_id: UUID) -> Certificate:
    certificate = Certificate.objects.select_for_update().filter(pk=certificate_id).first()
    if certificate is None:
        raise NotFound
    return certificate


def _record(
    work: Work,
    code: str,
    certificate: Certificate,
    *,
    commitments: dict[str, str] | None = None,
    **facts: str,
) -> None:
    work.record(
        code,
        object_type="person",
        object_id=str(certificate.person_id),
        facts={"certificate": str(certificate.pk), **facts},
        commitments=commitments or {},
    )
