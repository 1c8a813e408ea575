"""One act of an administrator as a row of a table, and the one view that carries out each of them.

It must not catch anything but refusals; "not found" goes on to the page for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from requests_app.accounts.models import Account
from requests_app.accounts.roles import Role
from requests_app.common.errors import BadInput, CountersignError, NotFound
from requests_app.web.access import View, role_required
from requests_app.web.administrator import words
from requests_app.web.administrator.about import About
from requests_app.web.administrator.about import account as about_account
from requests_app.web.administrator.forms import ActForm, ConfirmForm
from requests_app.web.drawing import render
from requests_app.web.http import ActingRequest
from requests_app.workflow import administration
from requests_app.workflow.reading.administration.handover import read_handover


@dataclass(frozen=True)
class Act:
    """A page with one form behind which one use case stands.

    Attributes:
        name, path: of its address.
        use_case: what is carried out.
        title, submit: the heading and the words on the button; a title can name what it is about.
        about: finds what it is about by the ids in the address; an account, where nothing is said.
        form: what is asked, nothing but "do you mean it?" where nothing is said. Its answers are
            arguments of the use case, beside those that `about` names.
        says: paragraphs before the form.
        danger: the button warns.
        done: what is said afterwards, on the page that the act came from.
        link: instead of that, the account and a link to be shown, once.
    """

    name: str
    path: str
    use_case: Callable[..., Any]
    title: Promise
    submit: Promise
    about: Callable[..., About] = about_account
    form: type[ActForm] = ConfirmForm
    says: tuple[Promise, ...] = ()
    danger: bool = False
    done: Promise | None = None
    link: Callable[[About, Any], tuple[Account, administration.IssuedLink]] | None = None


def view_of(act: Act) -> View:
    """The view of an act: its page, and what happens when the form is sent."""

    @require_http_methods(["GET", "POST"])
    @role_required(Role.ACCOUNT_ADMINISTRATOR)
    def view(request: ActingRequest, **ids: Any) -> HttpResponse:
        about = act.about(**ids)
        form = act.form.of(request, about)
        if form.is_valid() and carried_out(
            form, lambda: act.use_case(actor=request.actor, **about.named, **form.given())
        ):
            return _after(request, act, about, form.outcome)
        page = {
            "form": form,
            "account": about.account,
            "title": str(act.title) % about.words,
            "says": [str(line) for line in (*about.lines, *act.says)],
            "submit": str(act.submit),
            "danger": act.danger,
            "back": about.back,
            "page_form": True,
        }
        return render(request, "administrator/act.html", page)

    return never_cache(view) if act.link else view


def _after(request: ActingRequest, act: Act, about: About, outcome: Any) -> HttpResponse:
    if act.link:
        return handover(request, *act.link(about, outcome))
    messages.success(request, str(act.done))
    return redirect(about.back)


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
        raise
    except CountersignError as refusal:
        form.add_error(None, words.of_refusal(refusal))
    return not form.errors


def handover(
    request: ActingRequest, account: Account, issued: administration.IssuedLink
) -> HttpResponse:
    """The page that shows a link once, to be printed and handed over, and says whether its mail left."""
    shown = read_handover(account.pk)
    response = render(
        request,
        "administrator/handover.html",
        {
            "account": shown.account,
            "link": shown.link,
            "mailed": issued.mailed,
            "address": administration.link_address(issued.secret),
        },
    )
    response.headers["Cache-Control"] = "no-store"
    return response
