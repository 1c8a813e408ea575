"""Pages of one's own account: setting and changing the password, what one holds, what was kept.

Signing in and out is allauth's; no page here shows anything about another account.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from requests_app.accounts.models import Account, Course
from requests_app.accounts.roles import Role
from requests_app.accounts.sessions import session_mark
from requests_app.accounts.sign_in_events import ACCOUNT_ITSELF
from requests_app.accounts.sources import source_key, source_of
from requests_app.common import clock
from requests_app.common.errors import BadInput, CountersignError, NotFound
from requests_app.common.folding import folded
from requests_app.web import kept
from requests_app.web.access import not_activity
from requests_app.web.actor import actor_for
from requests_app.web.certificates import ends_soon
from requests_app.web.drawing import render
from requests_app.web.messages import explain
from requests_app.web.questionnaire import pages
from requests_app.web.sign_in.forms import ChangePasswordForm, NewPasswordForm
from requests_app.web.sign_in.middleware import seconds_left, stay
from requests_app.workflow import administration
from requests_app.workflow import kept_typing as kept_use_case
from requests_app.workflow.kept_typing import Typed
from requests_app.workflow.reading.own_account import read_own_account

_LINK_IN_SESSION = "password_link"
_TRIES_PER_SOURCE = 30
_TRIES_WITHIN = 5 * 60


@require_GET
@login_not_required
@never_cache
def password_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the secret out of the address at once, so that it is in no later page's referrer."""
    if _tries_too_often(request):
        return render(request, "errors/429.html", status=429)
    request.session[_LINK_IN_SESSION] = secret
    return redirect("password_set")


@sensitive_post_parameters("password", "again")
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def password_set(request: HttpRequest) -> HttpResponse:
    """Set one's own password with the link that was handed over."""
    secret = request.session.get(_LINK_IN_SESSION, "")
    try:
        account = administration.account_of_link(secret)
    except NotFound:
        return render(request, "account/link_invalid.html", status=410)
    form = NewPasswordForm(_posted(request), account=account)
    if request.method == "POST" and form.is_valid():
        try:
            administration.set_password(
                secret=secret,
                password=form.cleaned_data["password"],
                session=session_mark(request.session.session_key),
                source=source_of(request),
            )
        except NotFound:
            return render(request, "account/link_invalid.html", status=410)
        except BadInput:
            form.say_as_before()
            return render(request, "account/password_set.html", {"form": form, "account": account})
        # Whoever was signed in here before must not stay so beside the new password.
        request.session.flush()
        messages.success(request, _("Your password is set. Sign in with it now."))
        return redirect("account_login")
    return render(request, "account/password_set.html", {"form": form, "account": account})


@sensitive_post_parameters("present", "password", "again")
@require_http_methods(["GET", "POST"])
@never_cache
def password_change(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the account end, this one goes on."""
    form = ChangePasswordForm(_posted(request), account=_signed_in(request))
    if request.method == "POST" and form.is_valid():
        try:
            account = administration.change_own_password(
                actor=actor_for(request, ACCOUNT_ITSELF),
                present=form.cleaned_data["present"],
                password=form.cleaned_data["password"],
            )
        except BadInput:
            form.say_as_before()
        except CountersignError as refusal:
            form.add_error(None, explain(refusal))
        else:
            update_session_auth_hash(request, account)
            messages.success(request, _("Your password is changed."))
            return redirect("account_own")
    return render(request, "account/password_change.html", {"form": form})


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What one's own account holds, and until when one's training counts."""
    own = read_own_account(_signed_in(request))
    today = timezone.localdate(clock.now())
    return render(
        request,
        "account/own.html",
        {
            "account": own.account,
            "roles": [role.label for role in Role if role.value in own.roles],
            "rights": sorted(
                (unit.name for unit in own.rights), key=lambda name: (folded(name), name)
            ),
            "courses": [
                {
                    "label": course.label,
                    "until": until,
                    "lapsed": until < today,
                    "ends": ends_soon(until, today),
                }
                for course, until in own.trained_until.items()
            ],
            "unconfirmed": [course.label for course in Course if course in own.unconfirmed],
        },
    )


@require_http_methods(["GET", "POST"])
@not_activity
def session_left(request: HttpRequest) -> JsonResponse:
    """How many seconds this session still has, for a page that warns before it ends.

    A page asks by itself, which is no sign of a person. Whoever asks to stay posts, and the idle time
    begins anew; the greatest length of a session does not.
    """
    if request.method == "POST":
        stay(request)
    return JsonResponse({"left": seconds_left(request)})


@require_GET
def kept_typing(request: HttpRequest) -> HttpResponse:
    """All that is kept of what this person had typed, each with the way to its page."""
    listed = [
        {
            "title": _title(typed),
            "place": typed.place,
            "address": typed.address,
            "at": typed.kept_at,
            "files": typed.files,
            "is_draft": typed.is_draft,
            "texts": _readable(typed),
        }
        for typed in kept_use_case.all_kept_for(_signed_in(request))
    ]
    return render(request, "account/kept.html", {"all_kept": listed})


@kept.until_done
@require_POST
def kept_draft(request: HttpRequest) -> HttpResponse:
    """Keep what the script of a page sends of its form; it shows nothing, so nothing is answered."""
    return HttpResponse(status=204 if kept.save_draft(request) else 400)


@require_POST
def kept_discard(request: HttpRequest) -> HttpResponse:
    """Drop what is kept of one page, at its person's word."""
    account, place = _signed_in(request), request.POST.get("place", "")
    typed = kept_use_case.kept_for(account, place)
    kept_use_case.drop(account_id=account.pk, place=place)
    messages.success(request, _("What was kept is dropped."))
    return redirect(typed.address if typed else "kept_typing")


def signup_closed(request: HttpRequest) -> HttpResponse:
    """There is no self-registration: the address that allauth knows leads nowhere."""
    raise Http404


def _readable(typed: Typed) -> list[str]:
    """The texts, so that a person sees that theirs are there, and can copy them."""
    return [value for values in typed.fields.values() for value in values if " " in value.strip()]


def _title(typed: Typed) -> str:
    """Which page it was: the reference of its request, and the page's own name where it is one of questions."""
    try:
        place = resolve(typed.place).kwargs
    except Resolver404:
        place = {}
    page = pages.BY_SLUG.get(place.get("slug") or pages.OF_ROWS.get(place.get("kind", ""), ""))
    return " · ".join(part for part in (typed.reference, str(page.title) if page else "") if part)


def _signed_in(request: HttpRequest) -> Account:
    """The account of this session; these pages are behind the sign-in."""
    return cast(Account, request.user)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _tries_too_often(request: HttpRequest) -> bool:
    key = f"password-links:{source_key(request)}"
    cache.add(key, 0, _TRIES_WITHIN)
    try:
        return bool(cache.incr(key) > _TRIES_PER_SOURCE)
    except ValueError:
        return False
