"""What a person is told in the app and by e-mail.

A notice names a request by its reference and says what to do: no case fact, ever.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from requests_app.accounts.models import Mailed


class Notice(Mailed):
    """One thing one person should know. E-mail is sent by the worker from these rows."""

    class Kind(models.TextChoices):
        AWAITING_YOUR_DECISION = (
            "awaiting_your_decision",
            _("A request awaits a decision"),
        )
        RETURNED = "returned", _("Your request was returned for information")
        APPROVED = "approved", _("Your request was approved")
        REFUSED = "refused", _("Your request was refused")
        EXPIRED = "expired", _("Your request has expired")
        SEARCH_FAILED = "search_failed", _("The approved search failed")
        RESULT_RECEIVED = (
            "result_received",
            _("A result was received and awaits examination"),
        )
        EXAMINERS_LACKING = (
            "examiners_lacking",
            _("A result lacks examiners"),
        )
        NO_LEAD = "no_lead", _("The search brought no lead")
        LEAD_AWAITS_RELEASE = "lead_awaits_release", _("A lead awaits release")
        LEAD_RELEASED = "lead_released", _("An investigative lead was released")
        LEAD_RECALLED = "lead_recalled", _("A lead was recalled: do not act on it")
        REPORT_DUE = "report_due", _("What came of a lead is to be reported soon")
        REPORT_OVERDUE = "report_overdue", _("A report on what came of a lead is overdue")
        INCIDENT_OPENED = "incident_opened", _("An incident has to be looked into")
        INCIDENT_TAKEN_OVER = "incident_taken_over", _("Another person took over an incident")
        INCIDENT_CLOSED = "incident_closed", _("An incident was closed")
        INCIDENT_OVERDUE = "incident_overdue", _("An incident is overdue")
        HOLD_REVIEW_DUE = "hold_review_due", _("A legal hold has to be reviewed")
        SEARCH_HELD = "search_held", _("An approved search is held")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    search_request = models.ForeignKey(
        "searches.SearchRequest", on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.CharField(max_length=30, choices=Kind.choices)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["account"], name="notice_unread", condition=models.Q(read_at=None)
            ),
            models.Index(fields=["account", "-created_at", "id"], name="notice_newest"),
            models.Index(
                fields=["email_next_at"], name="notice_unsent", condition=models.Q(emailed_at=None)
            ),
            models.Index(
                fields=["email_tried_at"],
                name="notice_failed",
                condition=models.Q(emailed_at=None, email_tried_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(emailed_at=None) | models.Q(email_next_at=None),
                name="notice_sent_is_not_due",
            ),
        ]
