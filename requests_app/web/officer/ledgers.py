"""Lists that are written a row at a time: facts, less-intrusive means, edits of the image.
Must not change a list on GET, and adds no row twice when a page is sent twice."""

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
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from requests_app.searches.answers import Answers
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.web.officer import saving, ways
from requests_app.web.officer.access import on_open_draft
from requests_app.web.officer.saving import ChangedElsewhere
from requests_app.web.questionnaire import presenters
from requests_app.web.questionnaire.forms.rows import EditForm, FactForm, MeansForm, RowForm
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


def means(request: ActingRequest, held: OwnDraft) -> HttpResponse:
    """The ledger of less-intrusive means."""
    row = held.search_request
    if request.method == "POST":
        return redirect(ways.where_next(request, row, "means"))
    return render(request, "officer/means.html", ways.around(request, row, "means") | {
        "main_width": "full",
        "rows": presenters.means_rows(held.answers, row),
    })  # fmt: skip


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
def add(request: ActingRequest, held: OwnDraft, kind: str) -> HttpResponse:
    """A new row."""
    ledger = _ledger(kind)
    rows = ledger.rows(held.answers)
    mark = _row_mark(request)
    blank = ledger.form.shape(id=mark) if kind == "means" else ledger.form.shape()
    if request.method == "GET":
        if len(rows) >= ledger.most:
            messages.info(request, _("This list is full. Change a row, or remove one."))
            return redirect("officer:question", held.search_request.pk, ledger.page)
        form = ledger.form(value=blank)
        return _row_page(request, held, ledger, form, title=ledger.add, mark=mark)
    form = ledger.form(request.POST, value=blank)
    if not form.is_valid():
        form.give_back()
        return _row_page(request, held, ledger, form, title=ledger.add, mark=mark)
    new = form.row()
    is_there = new in rows or (kind == "means" and any(row.id == mark for row in rows))
    if is_there:  # the second click of a double one
        rows = tuple(new if kind == "means" and row.id == mark else row for row in rows)
    elif len(rows) < ledger.most:
        rows = (*rows, new)
    return _save_rows(request, held, ledger, rows, form, title=ledger.add, mark=mark, adding=True)


@on_open_draft
@require_http_methods(["GET", "POST"])
def change(request: ActingRequest, held: OwnDraft, kind: str, place: int) -> HttpResponse:
    """A row that is there."""
    ledger = _ledger(kind)
    rows = ledger.rows(held.answers)
    if place >= len(rows):
        raise Http404
    if request.method == "GET":
        return _row_page(request, held, ledger, ledger.form(value=rows[place]), title=ledger.change)
    form = ledger.form(request.POST, value=rows[place])
    if not form.is_valid():
        form.give_back()
        return _row_page(request, held, ledger, form, title=ledger.change)
    changed = (*rows[:place], form.row(), *rows[place + 1 :])
    return _save_rows(request, held, ledger, changed, form, title=ledger.change)


@on_open_draft
@require_http_methods(["GET", "POST"])
def remove(request: ActingRequest, held: OwnDraft, kind: str, place: int) -> HttpResponse:
    """Ask, then take a row away."""
    ledger = _ledger(kind)
    rows = ledger.rows(held.answers)
    back = redirect("officer:question", held.search_request.pk, ledger.page)
    if place >= len(rows):
        if request.method == "POST":  # it went with the first click
            return back
        raise Http404
    if request.method == "POST":
        left = (*rows[:place], *rows[place + 1 :])
        try:
            saving.save(request, held, ledger.section, ledger.with_rows(held.answers, left))
        except ChangedElsewhere:
            messages.info(
                request, _("The list was changed elsewhere. Look at it before you remove a row.")
            )
        return back
    listed = {
        "facts": presenters.fact_rows,
        "means": presenters.means_rows,
        "edits": presenters.edit_rows,
    }[kind](held.answers, None)
    context = ways.around(request, held.search_request, ledger.page) | {
        "title": ledger.remove,
        "row": listed[place],
        "kind": kind,
        "seen": saving.seen(getattr(held.answers, ledger.section)),
        "back_url": reverse("officer:question", args=[held.search_request.pk, ledger.page]),
    }
    return render(request, "officer/row_remove.html", context)


def _save_rows(
    request: ActingRequest,
    held: OwnDraft,
    ledger: Ledger,
    rows: tuple[Any, ...],
    form: RowForm,
    *,
    title: Promise,
    mark: str = "",
    adding: bool = False,
) -> HttpResponse:
    row = held.search_request
    try:
        saving.save(request, held, ledger.section, ledger.with_rows(held.answers, rows))
    except ChangedElsewhere as elsewhere:
        now = saving.own_draft(request, row.pk)
        return _row_page(request, now, ledger, form, title=title, mark=mark,
                         changes=elsewhere.changes)  # fmt: skip
    where = "officer:row_add" if adding and "another" in request.POST else "officer:question"
    slug = next(kind for kind, each in LEDGERS.items() if each is ledger)
    target = slug if where == "officer:row_add" else ledger.page
    came_from = "?from=check" if ways.came_from(request) else ""
    return redirect(reverse(where, args=[row.pk, target]) + came_from)


def _row_page(
    request: ActingRequest,
    held: OwnDraft,
    ledger: Ledger,
    form: RowForm,
    *,
    title: Promise,
    mark: str = "",
    changes: tuple[Any, ...] = (),
) -> HttpResponse:
    context = ways.around(request, held.search_request, ledger.page) | {
        "title": title,
        "form": form,
        "row_mark": mark,
        "seen": saving.seen(getattr(held.answers, ledger.section)),
        "changes": presenters.change_rows(changes),
        "page_has_errors": bool(changes),
        "back_url": reverse("officer:question", args=[held.search_request.pk, ledger.page]),
    }
    return render(request, "officer/row.html", context)
