"""The mail of a notice, in the reader's language: a reference and a link, never a case fact.

Sends nothing: `waiting_mail` does.
"""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from requests_app.searches.models import Notice


def compose(notice: Notice) -> EmailMessage:
    """Write the mail of a notice."""
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
