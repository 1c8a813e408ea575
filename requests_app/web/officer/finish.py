"""Check your answers, declare, submit, and the reference number that follows."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from requests_app.accounts.roles import Role
from requests_app.common.errors import (
    InvalidTransition,
    NotPermitted,
    PreconditionFailed,
    StaleRead,
)
from requests_app.policy.engine import Evaluation, Finding
from requests_app.policy.vocabulary import Attestation, FormField
from requests_app.searches.answers import Declaration
from requests_app.searches.questions import only_what_applies, unanswered
from requests_app.searches.states import Status
from requests_app.web import findings, log_proofs
from requests_app.web.choice_fields import MultipleChoiceField
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.messages import explain, what_changed
from requests_app.web.officer import images, saving
from requests_app.web.officer.access import officer_page, on_open_draft
from requests_app.web.officer.unsaved import unsaved
from requests_app.web.questionnaire import pages, presenters, words
from requests_app.workflow import submit as submitting
from requests_app.workflow.reading.own_draft import OwnDraft
from requests_app.workflow.reading.own_record import open_what_is_asked

_ALL_STATEMENTS = gettext_lazy("Select every statement, or go back and change the request")
_ALL_WARNINGS = gettext_lazy("Select every warning that you have read")
_STOPPED = gettext_lazy(
    "The declaration opens once no rule stops the request and every page is complete. What stops it is listed "
    "below, each with the page on which you can change it; your answers are kept."
)
_LATER = FormField.ATTESTATIONS  # asked on the page after check-your-answers


class DeclarationForm(forms.Form):
    """Six statements, and each warning that the rules ask to be read."""

    never_given_back = frozenset({"attestations", "acknowledged"})
    """Declared anew, on the answers that are read now."""

    attestations = MultipleChoiceField(
        label=gettext_lazy("I declare that:"),
        choices=words.choices(Attestation),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _ALL_STATEMENTS},
    )
    acknowledged = MultipleChoiceField(
        label=gettext_lazy("I have read these warnings:"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _ALL_WARNINGS},
    )

    def __init__(self, *args: Any, warnings: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["acknowledged"]).choices = warnings
        self.warnings = warnings
        if not warnings:
            del self.fields["acknowledged"]

    def clean_attestations(self) -> list[str]:
        given = list(self.cleaned_data["attestations"])
        if len(given) < len(Attestation):
            raise ValidationError(_ALL_STATEMENTS, code="required")
        return given

    def clean_acknowledged(self) -> list[str]:
        read = list(self.cleaned_data["acknowledged"])
        if len(read) < len(self.warnings):
            raise ValidationError(_ALL_WARNINGS, code="required")
        return read


@on_open_draft
@require_http_methods(["GET", "POST"])
def check(request: ActingRequest, own_draft: OwnDraft) -> HttpResponse:
    """Every answer and every finding, before anything is submitted. Its button goes on where nothing stops it."""
    row = own_draft.search_request
    if request.method == "POST":
        return _try_to_go_on(request, own_draft)
    # Taken before anything is shown: whatever changes while the page is drawn is noticed later.
    read = submitting.what_was_read(row, own_draft.answers).marks
    preview = submitting.preview_with_texts(actor=request.actor, search_request=row)
    evaluation = preview.evaluation
    found = [finding for finding in evaluation.findings if finding.field != _LATER]
    fired = [finding for finding in found if finding.state == "fired"]
    applying = only_what_applies(own_draft.answers)  # what would be frozen, and nothing else
    context = {
        "search_request": row,
        "unsaved": unsaved(request, own_draft),
        "is_as_returned": _is_as_returned(request, own_draft),
        "findings": findings.live_findings(fired, row),
        "decided": findings.which_decided(evaluation, fired),
        "unjudged": presenters.by_page(
            findings.live_findings([finding for finding in found if finding.state != "fired"], row)
        ),
        "alike": presenters.alike_rows(preview.alike),
        "stops": sum(1 for finding in fired if finding.stops),
        "is_stopped": bool(submitting.stops_before_declaring(evaluation))
        or bool(unanswered(own_draft.answers)),
        "unfinished": [
            {"title": page.title, "url": page.url(row) + "?from=check"}
            for page in pages.PAGES
            if pages.status(page, own_draft.answers, row) != "completed"
            and page.slug not in pages.OPTIONAL
        ],
        "groups": presenters.summary(applying, row, changeable=True),
        "means": presenters.means_rows(applying, row),
        "facts": presenters.fact_rows(applying, row),
        "edits": presenters.edit_rows(applying, row),
        "documents": images.document_rows(row),
        "next_url": f"{reverse('officer:declaration', args=[row.pk])}?{urlencode({'read': read})}",
        "back_url": reverse("officer:tasks", args=[row.pk]),
        **(presenters.probe_facts(row) if row.probe is not None else {}),
    }
    return render(request, "officer/check.html", context)


def _is_as_returned(request: ActingRequest, own_draft: OwnDraft) -> bool:
    """Whether a returned request would go back without a change and without an answer to the decider."""
    row = own_draft.search_request
    if row.status != Status.RETURNED or own_draft.answers.reply.text:
        return False
    asked = open_what_is_asked(actor=request.actor, search_request_id=row.pk)
    return asked is not None and not asked.changed


def _try_to_go_on(request: ActingRequest, own_draft: OwnDraft) -> HttpResponse:
    """Say once more what stops it, and keep the try; nothing was submitted."""
    pk = own_draft.search_request.pk
    try:
        is_stopped = submitting.record_stopped_try(actor=request.actor, search_request_id=pk)
    except PreconditionFailed as problem:
        messages.warning(request, explain(problem))
    except InvalidTransition:
        return redirect("officer:request", pk)
    else:
        if is_stopped:
            messages.warning(request, _STOPPED)
    return redirect("officer:check", pk)  # which has the way on, if nothing stops it any more


def _warnings(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [(finding.rule, _warning(finding)) for finding in evaluation.to_acknowledge]


def _warning(finding: Finding) -> str:
    language = presenters.language()
    said = f"{finding.rule} · {finding.message(language)}"
    return (
        f"{said} {findings.advice(finding.pack_title(language))}" if finding.is_advisory else said
    )


@officer_page
@require_http_methods(["GET", "POST"])
def declaration(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The declaration, and with it the submission, upon what check-your-answers showed."""
    own_draft = saving.own_draft(request, pk)
    if not own_draft.is_open:
        # The second of two clicks, or the back button after the first: it is submitted already.
        if own_draft.search_request.status == Status.AWAITING_DECISION:
            return redirect("officer:submitted", pk)
        return redirect("officer:request", pk)
    row = own_draft.search_request
    read = (request.POST if request.method == "POST" else request.GET).get("read", "")
    if not read:
        return redirect("officer:check", pk)
    changed = submitting.what_was_read(row, own_draft.answers).changed_since(read)
    if changed:
        return _read_again(request, pk, StaleRead(changed))
    evaluation = submitting.preview(actor=request.actor, search_request=row)
    if request.method == "GET" and (
        submitting.stops_before_declaring(evaluation) or unanswered(own_draft.answers)
    ):
        messages.warning(request, _STOPPED)
        return redirect("officer:check", pk)
    warned = _warnings(evaluation)
    before = own_draft.answers.declaration
    if request.method == "GET":
        initial = {"attestations": before.attestations, "acknowledged": before.acknowledged}
        form = DeclarationForm(initial=initial, warnings=warned)
        return _declaration_page(request, own_draft, form, read)
    form = DeclarationForm(request.POST, warnings=warned)
    if not form.is_valid():
        return _declaration_page(request, own_draft, form, read)
    try:
        return _submit(request, pk, form, read)
    except InvalidTransition:
        return redirect("officer:submitted", pk)
    except StaleRead as problem:
        return _read_again(request, pk, problem)
    except (NotPermitted, PreconditionFailed) as problem:
        if getattr(problem, "reason", "") == "questions_unanswered":
            messages.warning(request, explain(problem))
            return redirect("officer:check", pk)  # which lists the pages
        form.add_error(None, explain(problem))
        return _declaration_page(request, own_draft, form, read)


def _submit(request: ActingRequest, pk: UUID, form: DeclarationForm, read: str) -> HttpResponse:
    outcome = submitting.submit(
        actor=request.actor,
        search_request_id=pk,
        declared=submitting.Declared(
            declaration=Declaration(
                attestations=tuple(form.cleaned_data["attestations"]),
                acknowledged=tuple(form.cleaned_data.get("acknowledged", ())),
            ),
            read=read,
        ),
        language=(get_language() or "en")[:2],
    )
    if outcome.accepted:
        return redirect("officer:submitted", pk)
    messages.warning(
        request,
        _("The request was not submitted. What stops it is below; your answers are kept."),
    )
    return redirect("officer:check", pk)


def _read_again(request: ActingRequest, pk: UUID, problem: StaleRead) -> HttpResponse:
    """Back to the answers, which are no longer those that were read; nothing was submitted."""
    messages.warning(
        request,
        _(
            "Nothing was submitted, because since you read your answers this happened: %(parts)s. "
            "Read them again, then declare."
        )
        % {"parts": what_changed(problem)},
    )
    return redirect("officer:check", pk)


def _declaration_page(
    request: ActingRequest, own_draft: OwnDraft, form: DeclarationForm, read: str
) -> HttpResponse:
    context = {
        "search_request": own_draft.search_request,
        "unsaved": unsaved(request, own_draft),
        "form": form,
        "read": read,
        "back_url": reverse("officer:check", args=[own_draft.search_request.pk]),
    }
    return render(request, "officer/declaration.html", context)


@officer_page
@require_GET
def submitted(request: ActingRequest, pk: UUID) -> HttpResponse:
    """The reference number, and what happens next."""
    row = saving.own(request, pk)
    if row.version == 0 or row.status != Status.AWAITING_DECISION:
        return redirect("officer:request", pk)
    roles = [str(Role(role).label) for role in row.required_roles]
    return render(
        request,
        "officer/submitted.html",
        {
            "search_request": row,
            "roles": roles if len(roles) > 1 else [],
            "receipts": log_proofs.receipt_rows(request.user, pk, address="officer:receipt")[-1:],
        },
    )
