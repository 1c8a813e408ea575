"""Sends a notice by e-mail in the reader's language: a reference and a link, never a case fact.

One mail a notice; a mail server that is away is tried again, five times in all.
"""

from __future__ import annotations

import smtplib
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from requests_app.accounts.actors import Actor
from requests_app.audit import recorder
from requests_app.common import clock
from requests_app.searches.models import Notice
from requests_app.workflow import permissions

MOST_ATTEMPTS = 5


def unsent_ids(*, most: int = 100) -> list[UUID]:
    """Notices that wait for their mail, oldest first."""
    return list(
        Notice.objects.filter(emailed_at=None, email_attempts__lt=MOST_ATTEMPTS)
        .exclude(account__person__email="")
        .order_by("created_at")
        .values_list("pk", flat=True)[:most]
    )


def send(*, actor: Actor, notice_id: UUID) -> bool:
    """Send one notice; returns whether it left."""
    permissions.check_is_process(actor, "worker")
    with transaction.atomic(durable=True):
        notice = (
            Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("account__person", "search_request")
            .filter(pk=notice_id, emailed_at=None)
            .first()
        )
        if notice is None:
            return False
        notice.email_attempts += 1
        person = notice.account.person
        context = {
            "notice": notice,
            "person": person,
            "reference": notice.search_request.reference,
            "origin": settings.COUNTERSIGN_PUBLIC_ORIGIN,
        }
        with translation.override(person.language):
            message = EmailMessage(
                subject=f"{notice.search_request.reference} – {notice.get_kind_display()}",
                body=render_to_string("email/notice.txt", context),
                to=[person.email],
            )
        try:
            message.send()
        except (smtplib.SMTPException, OSError) as problem:
            notice.save(update_fields=["email_attempts"])
            recorder.record(
                "notice.failed",
                who=actor.who,
                request_id=notice.search_request_id,
                outcome="error",
                reason=type(problem).__name__,
                facts={"notice": str(notice.id), "kind": notice.kind},
            )
            return False
        notice.emailed_at = clock.now()
        notice.save(update_fields=["email_attempts", "emailed_at"])
        recorder.record(
            "notice.sent",
            who=actor.who,
            request_id=notice.search_request_id,
            facts={"notice": str(notice.id), "kind": notice.kind},
        )
        return True
