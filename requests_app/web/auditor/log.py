"""The query console: the log filtered, page by page, and one event with all its facts.

Must not build a query itself, nor show what was not recorded as read.
"""

from __future__ import annotations

import json
from typing import Any

from django.db import OperationalError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from requests_app.common.time_limits import took_too_long
from requests_app.web import kept, log_proofs
from requests_app.web.auditor import names
from requests_app.web.auditor.access import auditor_page
from requests_app.web.auditor.event_words import COMMITMENTS, FACTS, OBJECTS
from requests_app.web.auditor.filter_words import filters_in_words
from requests_app.web.auditor.forms import CaseForm, FilterForm
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.workflow import log_alarm
from requests_app.workflow.reading import log as reading

_CASE_ID = "case_%s"
_PARTS = ("", "_day", "_month", "_year")


@auditor_page
@require_GET
def page(request: ActingRequest) -> HttpResponse:
    """The log, newest first, narrowed by the filter."""
    form = FilterForm(request.GET)
    context = _around_events(form, CaseForm(auto_id=_CASE_ID))
    if not form.is_valid():
        return render(request, "auditor/log.html", context | {"page_has_errors": True}, status=400)
    chips = chips_of(form, request.GET)
    context |= {
        "chips": chips,
        "said": [chip["text"] for chip in chips],
        "filters": filters_of(request.GET),
        "came_from": _query_of(request.GET),
        "export_opened_url": f"{reverse('auditor:export_opened')}?{urlencode(filters_of(request.GET))}",
    }
    try:
        read = reading.read_page(
            actor=request.actor,
            wanted=form.wanted(),
            before=_number(request.GET.get("before")),
            after=_number(request.GET.get("after")),
        )
    except OperationalError as problem:
        if not took_too_long(problem):
            raise
        return render(request, "auditor/log.html", context | {"took_too_long": True}, status=503)
    context |= {"rows": names.rows(read.page.rows, read.names), "page": read.page}
    return render(request, "auditor/log.html", context)


def _around_events(form: FilterForm, case_form: CaseForm) -> dict[str, Any]:
    return {
        "filter": form,
        "case_form": case_form,
        "page_form": True,
        "main_width": "full",
        "nothing_is_sent": bool(log_alarm.why_nothing_is_sent()),
    }


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


MOST_IN_AN_ADDRESS = 80


def filters_of(asked: QueryDict) -> list[tuple[str, str]]:
    """The filter's own parameters, for hidden fields and links."""
    known = {f"{name}{part}" for name in FilterForm.base_fields for part in _PARTS}
    return [(name, str(value)) for name, value in asked.items() if name in known and value]


def _query_of(asked: QueryDict) -> str:
    """The filters and the page of the log, to find the same place again; empty, or begun by a question mark."""
    page = ((name, _number(asked.get(name))) for name in ("before", "after"))
    query = urlencode([*filters_of(asked), *((name, at) for name, at in page if at)])
    return f"?{query}" if query else ""


def chips_of(form: FilterForm, asked: QueryDict) -> list[dict[str, str]]:
    """The filters that are on, each with the address that leaves it out."""
    kept = filters_of(asked)
    chips = []
    for field, text in form.in_words():
        own = {f"{field}{part}" for part in _PARTS}
        rest = urlencode([(name, value) for name, value in kept if name not in own])
        chips.append({"text": text, "href": f"{reverse('auditor:log')}?{rest}"})
    return chips


@kept.until_done
@auditor_page
@require_POST
def find_case(request: ActingRequest) -> HttpResponse:
    """Find the requests on a case, without the case number in any address.

    A number that finds nothing stands in its field again, with what is wrong beside it; no event is read then.
    """
    form = CaseForm(request.POST, auto_id=_CASE_ID)
    kept.forget(request)  # it was received, whatever it finds
    if not form.is_valid():
        return _asked_again(request, form)
    found = reading.find_case(actor=request.actor, case_number=form.cleaned_data["case_number"])
    if not found.references:
        form.add_error(
            "case_number",
            _("No request bears that case number. Check it, or look by reference number."),
        )
        return _asked_again(request, form)
    # An address of many reference numbers is longer than servers take: the case's marks stand for them.
    few = len(found.references) <= MOST_IN_AN_ADDRESS
    asked = {"request": ",".join(found.references)} if few else {"case": ",".join(found.marks)}
    return redirect(f"{reverse('auditor:log')}?{urlencode(asked)}")


def _asked_again(request: ActingRequest, form: CaseForm) -> HttpResponse:
    """The page of the log without events, with the number in its field, where it can be corrected."""
    context = _around_events(FilterForm(QueryDict()), form)
    return render(request, "auditor/log.html", context | {"page_has_errors": True}, status=400)


@auditor_page
@require_GET
def event(request: ActingRequest, event_id: int) -> HttpResponse:
    """One event: all its facts, what its commitments stand for, its bytes, its leaf hash."""
    read = reading.read_event(actor=request.actor, event_id=event_id)
    entry = bytes(read.event.entry).decode()
    body = json.loads(entry)["body"]
    context = {
        "row": names.rows([read.event], read.names, {event_id: read.place})[0],
        "checkpoint": log_proofs.checkpoint_lines(read.checkpoint),
        "entry": entry,
        "previous": json.loads(entry)["previous"],
        "leaf_hash": bytes(read.event.leaf_hash).hex(),
        "filters": filters_in_words(body["facts"].get("filters") or {}, read.filter_names),
        "is_filtered": "filters" in body["facts"],
        "object_label": OBJECTS.get(read.event.object_type or "", read.event.object_type),
        "facts": [
            (FACTS.get(name, name), name, _shown(value))
            for name, value in sorted(body["facts"].items())
            if name != "filters"
        ],
        "commitments": _commitments(body["commitments"], read),
        "session": body["who"]["session"],
        "came_from": _query_of(request.GET),
    }
    return render(request, "auditor/event.html", context)


@auditor_page
@require_GET
def proof(request: ActingRequest, event_id: int) -> HttpResponse:
    """The proof that the log holds one event, for whoever has nothing but that file."""
    made = reading.read_proof(actor=request.actor, event_id=event_id)
    back = f"{reverse('auditor:event', args=[event_id])}{_query_of(request.GET)}"
    return log_proofs.proof_file(request, made, name=f"event-{event_id}", back=back)


def _commitments(committed: dict[str, str], read: reading.ReadEvent) -> list[dict[str, str]]:
    opened = {opening.field: opening.value for opening in read.openings}
    return [
        {
            "label": COMMITMENTS.get(name, name),
            "name": name,
            "digest": digest,
            "value": opened.get(name, ""),
        }
        for name, digest in sorted(committed.items())
    ]


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
