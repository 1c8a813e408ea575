"""How a page carries out an act: call the use case, put what it refuses beside the right field.

It must not catch anything but refusals; "not found" goes on to the page for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from requests_app.accounts.models import Account
from requests_app.common.errors import BadInput, CountersignError, NotFound
from requests_app.web.administrator import words
from requests_app.web.administrator.forms import ActForm


def carried_out(form: ActForm, act: Callable[[], Any]) -> bool:
    """Carry out an act; its result is then `form.outcome`, a refusal is among `form.errors`."""
    try:
        form.outcome = act()
    except BadInput as refusal:
        for field, codes in refusal.field_errors.items():
            known = field if field in form.fields else None
            for code in codes:
                form.add_error(known, words.of_field(field, code))
    except NotFound:
        raise Http404 from None
    except CountersignError as refusal:
        form.add_error(None, words.of_refusal(refusal))
    return not form.errors


def account_or_404(account_id: UUID) -> Account:
    """The account that a page is about."""
    account = Account.objects.select_related("person", "unit").filter(pk=account_id).first()
    if account is None:
        raise Http404
    return account


def act_page(
    request: HttpRequest, form: ActForm, *, title: str, submit: str, back: str, **context: Any
) -> HttpResponse:
    """A page with one form: what it is about, its fields, one button.

    Args:
        form: bound when it was sent and refused.
        title: the page's heading.
        submit: the words on the button.
        back: the address of the page it came from.
        context: `account`, `says` (paragraphs), `danger` (the button warns).
    """
    page = {"form": form, "title": title, "submit": submit, "back": back, **context}
    return render(request, "administrator/act.html", page)


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even when that is empty; nothing on a first view."""
    return request.POST if request.method == "POST" else None


def is_sent(request: HttpRequest, form: ActForm) -> bool:
    """Whether the form was sent and its fields have the right shape."""
    return request.method == "POST" and form.is_valid()


def uuid_or_none(value: str) -> UUID | None:
    """The id that a select box gave; None when it was left empty."""
    return UUID(value) if value else None
