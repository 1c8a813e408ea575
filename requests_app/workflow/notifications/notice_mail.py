"""Sends a notice by e-mail in the reader's language: a reference and a link, never a case fact.

One mail a notice; a mail server that is away is tried again for as long as `mail_schedule` says.
"""

from __future__ import annotations

import logging
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from requests_app.accounts.actors import Actor
from requests_app.audit import recorder
from requests_app.common import clock
from requests_app.searches import selectors
from requests_app.searches.models import Notice
from requests_app.workflow import permissions
from requests_app.workflow.notifications import mail_schedule
from requests_app.workflow.notifications.sending import SENDING_FAILED

_log = logging.getLogger(__name__)


def due_ids(*, most: int = 100) -> list[UUID]:
    """Notices whose mail is due now, the longest due first."""
    return list(selectors.notices_to_mail(clock.now()).values_list("pk", flat=True)[:most])


def send(*, actor: Actor, notice_id: UUID) -> bool:
    """Send one notice if its mail is due; returns whether it left.

    A try that fails is recorded and has its next time; after the last one the mail is given up,
    until an operator asks for it again. Two sweeps at once make one try of it.
    """
    permissions.check_is_process(actor, "worker")
    with transaction.atomic(durable=True):
        notice = (
            selectors.notices_to_mail(clock.now())
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("account__person", "search_request")
            .filter(pk=notice_id)
            .first()
        )
        if notice is None:
            return False
        notice.email_attempts += 1
        notice.email_tried_at = clock.now()
        message = _letter(notice)
        try:
            message.send()
        except SENDING_FAILED as problem:
            _note_failure(actor, notice, type(problem).__name__)
            return False
        notice.emailed_at = notice.email_tried_at
        notice.email_next_at = None
        notice.save(
            update_fields=["email_attempts", "email_tried_at", "emailed_at", "email_next_at"]
        )
        recorder.record(
            "notice.sent",
            who=actor.who,
            request_id=notice.search_request_id,
            facts={"notice": str(notice.id), "kind": notice.kind},
        )
        return True


def _letter(notice: Notice) -> EmailMessage:
    person = notice.account.person
    reference = notice.search_request.reference
    context = {
        "notice": notice,
        "person": person,
        "reference": reference,
        "origin": settings.COUNTERSIGN_PUBLIC_ORIGIN,
    }
    with translation.override(person.language):
        return EmailMessage(
            subject=f"{reference} – {notice.get_kind_display()}",
            body=render_to_string("email/notice.txt", context),
            to=[person.email],
        )


def _note_failure(actor: Actor, notice: Notice, error: str) -> None:
    """Keep and record that a try failed; only the kind of error, which names nobody."""
    tried_at = notice.email_tried_at or clock.now()
    notice.email_error = error
    notice.email_next_at = mail_schedule.next_try(notice.email_attempts, failed_at=tried_at)
    notice.save(update_fields=["email_attempts", "email_tried_at", "email_error", "email_next_at"])
    facts: dict[str, object] = {"notice": str(notice.id), "kind": notice.kind}
    if notice.email_next_at is None:
        facts["given_up"] = True
        _log.warning(
            "mail_given_up",
            extra={
                "notice_id": str(notice.id),
                "problem": error,
                "still_works": "the notice stands in the application",
                "what_now": "mend the mail server, then let an operator send the mail again "
                "from the page of operations",
            },
        )
    recorder.record(
        "notice.failed",
        who=actor.who,
        request_id=notice.search_request_id,
        outcome="error",
        reason=error,
        facts=facts,
    )
