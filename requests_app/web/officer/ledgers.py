"""Lists that are written a row at a time: facts, less-intrusive means, edits of the image.

Must not change a list on GET, and adds no row twice when a page is sent twice.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from requests_app.searches.answers import Answers, to_plain
from requests_app.searches.questions import MEANS, State
from requests_app.web import kept
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.officer import flow, saving
from requests_app.web.officer.access import on_open_draft
from requests_app.web.officer.saving import ChangedElsewhere
from requests_app.web.questionnaire import presenters
from requests_app.web.questionnaire.forms.rows import EditForm, FactForm, MeansForm, RowForm
from requests_app.wire import canonical
from requests_app.workflow.reading.own_draft import OwnDraft


@dataclass(frozen=True)
class Ledger:
    """One list: the section that holds it, the field in that section, and the page that shows it."""

    section: str
    field: str
    form: type[RowForm]
    page: str
    add: Promise
    change: Promise
    remove: Promise
    most: int

    def rows(self, answers: Answers) -> tuple[Any, ...]:
        section = getattr(answers, self.section)
        return tuple(getattr(section, self.field) if self.field else section)

    def with_rows(self, answers: Answers, rows: tuple[Any, ...]) -> Any:
        """The section with these rows."""
        section = getattr(answers, self.section)
        return dataclasses.replace(section, **{self.field: rows}) if self.field else rows


LEDGERS: Mapping[str, Ledger] = {
    "facts": Ledger(
        "predicate", "facts", FactForm, "facts",
        gettext_lazy("Add a fact"), gettext_lazy("Change a fact"),
        gettext_lazy("Remove this fact?"), 50,
    ),
    "means": Ledger(
        "means", "", MeansForm, "means",
        gettext_lazy("Add a less-intrusive means"), gettext_lazy("Change a less-intrusive means"),
        gettext_lazy("Remove this means?"), 40,
    ),
    "edits": Ledger(
        "probe", "edits", EditForm, "image-edits",
        gettext_lazy("Add a change to the image"), gettext_lazy("Alter a change to the image"),
        gettext_lazy("Remove this change from the list?"), 40,
    ),
}  # fmt: skip


def means(request: ActingRequest, own_draft: OwnDraft) -> HttpResponse:
    """The ledger of less-intrusive means."""
    row = own_draft.search_request
    problems: list[dict[str, Any]] = []
    if request.method == "POST":
        problems = [] if "later" in request.POST else _what_is_missing(own_draft)
        if not problems:
            return redirect(flow.where_next(request, row, "means"))
    return render(request, "officer/means.html", flow.page_context(request, row, "means") | {
        "main_width": "full",
        "problems": problems,
        "page_has_errors": bool(problems),
        "rows": presenters.means_rows(own_draft.answers, row),
    })  # fmt: skip


def _what_is_missing(own_draft: OwnDraft) -> list[dict[str, Any]]:
    """What keeps the page of means from being finished, as rows of an error summary."""
    if not own_draft.answers.means:
        return [{"text": _("Add at least one means, tried or not"), "href": "#add-means"}]
    return [
        {
            "text": _("Means %(number)d is not answered in full: change it, or remove it")
            % {"number": number},
            "href": reverse("officer:row", args=[own_draft.search_request.pk, "means", number - 1]),
        }
        for number, listed in enumerate(own_draft.answers.means, start=1)
        if any(question.state(listed) is State.UNANSWERED for question in MEANS)
    ]


def _ledger(kind: str) -> Ledger:
    if kind not in LEDGERS:
        raise Http404
    return LEDGERS[kind]


def _row_mark(request: ActingRequest) -> str:
    """An id for a new row, made when its page is drawn: sent twice, it is one row."""
    try:
        return str(UUID(request.POST.get("row", "")))
    except ValueError:
        return str(uuid4())


@on_open_draft
@require_http_methods(["GET", "POST"])
def add(request: ActingRequest, own_draft: OwnDraft, kind: str) -> HttpResponse:
    """A new row."""
    ledger = _ledger(kind)
    rows = ledger.rows(own_draft.answers)
    mark = _row_mark(request)
    blank = ledger.form.shape(id=mark) if kind == "means" else ledger.form.shape()
    if request.method == "GET":
        if len(rows) >= ledger.most:
            messages.info(request, _("This list is full. Change a row, or remove one."))
            return redirect("officer:question", own_draft.search_request.pk, ledger.page)
        form = ledger.form(value=blank)
        return _row_page(request, own_draft, ledger, form, title=ledger.add, mark=mark)
    form = ledger.form(request.POST, value=blank)
    if not form.is_valid():
        return _row_page(request, own_draft, ledger, form, title=ledger.add, mark=mark)
    new = form.row()
    is_there = new in rows or (kind == "means" and any(row.id == mark for row in rows))
    if is_there:  # the second click of a double one
        rows = tuple(new if kind == "means" and row.id == mark else row for row in rows)
    elif len(rows) < ledger.most:
        rows = (*rows, new)
    return _save_rows(
        request, own_draft, ledger, rows, form, title=ledger.add, mark=mark, adding=True
    )


def _about(row: Any) -> str:
    """Which row this is, whatever its place: once one before it is removed, another stands at its address."""
    lasting = getattr(row, "id", "")  # a row of means has one; of the others the content must do
    return lasting or salted_hmac(__name__, canonical.encode(to_plain(row))).hexdigest()[:16]


@on_open_draft
@require_http_methods(["GET", "POST"])
def change(request: ActingRequest, own_draft: OwnDraft, kind: str, place: int) -> HttpResponse:
    """A row that is there."""
    ledger = _ledger(kind)
    rows = ledger.rows(own_draft.answers)
    if place >= len(rows):
        raise Http404
    if request.method == "GET":
        form = ledger.form(value=rows[place])
        return _row_page(
            request, own_draft, ledger, form, title=ledger.change, about=_about(rows[place])
        )
    form = ledger.form(request.POST, value=rows[place])
    if not form.is_valid():
        return _row_page(
            request, own_draft, ledger, form, title=ledger.change, about=_about(rows[place])
        )
    changed = (*rows[:place], form.row(), *rows[place + 1 :])
    return _save_rows(request, own_draft, ledger, changed, form, title=ledger.change)


@on_open_draft
@require_http_methods(["GET", "POST"])
def remove(request: ActingRequest, own_draft: OwnDraft, kind: str, place: int) -> HttpResponse:
    """Ask, then take a row away."""
    ledger = _ledger(kind)
    rows = ledger.rows(own_draft.answers)
    back = redirect("officer:question", own_draft.search_request.pk, ledger.page)
    if place >= len(rows):
        if request.method == "POST":  # it went with the first click
            return back
        raise Http404
    if request.method == "POST":
        left = (*rows[:place], *rows[place + 1 :])
        try:
            saving.save(
                request, own_draft, ledger.section, ledger.with_rows(own_draft.answers, left)
            )
        except ChangedElsewhere:
            messages.info(
                request, _("The list was changed elsewhere. Look at it before you remove a row.")
            )
        return back
    listed = {
        "facts": presenters.fact_rows,
        "means": presenters.means_rows,
        "edits": presenters.edit_rows,
    }[kind](own_draft.answers, None)
    context = flow.page_context(request, own_draft.search_request, ledger.page) | {
        "title": ledger.remove,
        "row": listed[place],
        "kind": kind,
        "seen": saving.seen(own_draft, ledger.section),
        "back_url": reverse("officer:question", args=[own_draft.search_request.pk, ledger.page]),
    }
    return render(request, "officer/row_remove.html", context)


def _save_rows(
    request: ActingRequest,
    own_draft: OwnDraft,
    ledger: Ledger,
    rows: tuple[Any, ...],
    form: RowForm,
    *,
    title: Promise,
    mark: str = "",
    adding: bool = False,
) -> HttpResponse:
    row = own_draft.search_request
    try:
        saving.save(request, own_draft, ledger.section, ledger.with_rows(own_draft.answers, rows))
    except ChangedElsewhere as elsewhere:
        now = saving.own_draft(request, row.pk)
        return _row_page(request, now, ledger, form, title=title, mark=mark,
                         elsewhere=elsewhere)  # fmt: skip
    where = "officer:row_add" if adding and "another" in request.POST else "officer:question"
    slug = next(kind for kind, known in LEDGERS.items() if known is ledger)
    target = slug if where == "officer:row_add" else ledger.page
    came_from = "?from=check" if flow.came_from(request) else ""
    return redirect(reverse(where, args=[row.pk, target]) + came_from)


def _row_page(
    request: ActingRequest,
    own_draft: OwnDraft,
    ledger: Ledger,
    form: RowForm,
    *,
    title: Promise,
    mark: str = "",
    about: str = "",
    elsewhere: ChangedElsewhere | None = None,
) -> HttpResponse:
    # A row that is not right is shown again with the mark it was typed under, so that the next save
    # still notices what changed meanwhile.
    typed_under = request.POST.get("seen") if elsewhere is None else None
    context = flow.page_context(request, own_draft.search_request, ledger.page) | {
        "title": title,
        "form": form,
        "row_mark": mark,
        kept.ABOUT: about,
        "page_form": True,
        "open_questions": [] if form.is_bound or mark else form.open_questions(),
        "seen": typed_under or saving.seen(own_draft, ledger.section),
        **saving.told(elsewhere),
        "back_url": reverse("officer:question", args=[own_draft.search_request.pk, ledger.page]),
    }
    return render(request, "officer/row.html", context)
