"""What was typed on a page that could not be received: whose it is, and its way back into the fields.

A page that is sent after its session has ended comes without anybody's name. The mark that was drawn into its
form, signed, says whose page it was; the client's word alone never does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from requests_app.web.http import SignedInRequest, only_reads
from requests_app.workflow import kept_typing
from requests_app.workflow.kept_typing import KEPT_FOR, Typed

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

FIELD = "typed_by"
"""The field of a form that carries the mark."""
ABOUT = "kept_about"
"""What a page calls the one thing of several that its form is about, where its address alone does not tell."""
_SALT = "requests_app.web.kept"
_NOT_TYPED = frozenset(
    {
        FIELD,
        "csrfmiddlewaretoken",
        # marks of the page itself, which it has anew when it is drawn again
        "act",
        "after",
        "from",
        "next",
        "read",
        "reading",
        "row",
        "seen",
        "token",
        "told",
        "via",
        # passwords: no form of ours with one of them has a mark, but a form can be made up
        "new_password",
        "oldpassword",
        "password",
        "password1",
        "password2",
        # buttons, by which it is sent
        "add",
        "another",
        "change",
        "confirmed",
        "later",
        "leave_for",
        "outcome",
        "page_language",
        "save",
    }
)
"""Fields that nobody types in."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Whose page a form belongs to.

    Attributes:
        account: for whom the page was drawn.
        address: its path and query.
        is_typed_in: whether anybody types in the form; else its fields are the page's own.
        about: the one thing of several that the form is about; another may stand at this address later.
    """

    account: UUID
    address: str
    is_typed_in: bool = True
    about: str = ""

    @property
    def place(self) -> str:
        """The path of the page."""
        return self.address.partition("?")[0]


def mark(request: HttpRequest, *, is_typed_in: bool = True, about: str = "") -> str:
    """Return the mark for the forms of a page that is being drawn; nothing where nobody is signed in.

    Args:
        is_typed_in: whether anybody types in the form that it is for.
        about: as in `Mark`, for a page that is asked for.
    """
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return ""
    address = request.get_full_path()
    if not only_reads(request):  # drawn in answer to a form: the page that it was sent from
        sent = read_mark(request)
        is_theirs = sent is not None and sent.account == account.pk
        address, about = (sent.address, sent.about) if sent and is_theirs else (request.path, about)
    said = {"account": str(account.pk), "address": address}
    if about:
        said["about"] = about
    return signing.dumps(said if is_typed_in else said | {"bare": "yes"}, salt=_SALT)


def read_mark(request: HttpRequest) -> Mark | None:
    """Return the mark that a form carries; None where there is none, or it is not ours, or too old."""
    try:
        said = signing.loads(request.POST.get(FIELD, ""), salt=_SALT, max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    return Mark(
        account=UUID(said["account"]),
        address=said["address"],
        is_typed_in="bare" not in said,
        about=said.get("about", ""),
    )


def keep(request: HttpRequest, sent: Mark, *, is_draft: bool = False) -> bool:
    """Keep what a form carries; False where there is nothing typed, or it cannot be.

    Args:
        sent: the mark of the form.
        is_draft: its person saves it to go on later; else the form is not received. A draft of
            nothing takes the place of an earlier one as well.
    """
    if not sent.is_typed_in:
        return False
    fields = {
        name: values
        for name, values in request.POST.lists()
        if name not in _NOT_TYPED and any(values)
    }
    if not fields:
        if is_draft:  # all that was written before was taken out again
            kept_typing.drop(account_id=sent.account, place=sent.place)
        return is_draft
    return kept_typing.keep(
        account_id=sent.account,
        place=sent.place,
        address=sent.address,
        search_request_id=_request_of(sent.place),
        fields=fields,
        files=[str(name) for name in request.FILES],
        is_draft=is_draft,
        about=sent.about,
    )


def keep_what_was_refused(request: HttpRequest) -> bool:
    """Keep what a form carries that was received and refused, where its page is not drawn again."""
    sent = read_mark(request)
    return sent is not None and sent.account == request.user.pk and keep(request, sent)


def kept_without_field(request: SignedInRequest, form: forms.BaseForm) -> bool:
    """Keep what a page that draws its form no more was sent with, and say whether anything is kept of it.

    What the form is for was done meanwhile, by somebody else or in another tab: the text is still its person's.

    Args:
        form: what was sent, or an empty form where the page was only opened.
    """
    return (form.is_bound and keep_what_was_refused(request)) or is_kept(request)


def save_draft(request: HttpRequest, place: str = "") -> bool | None:
    """Keep what a form carries as its person's draft.

    Args:
        place: the page whose drafts are saved here; any page of ours where nothing is said.

    Returns:
        whether it is kept; None where the form is no form of this page that was drawn for this person.
    """
    sent = read_mark(request)
    if sent is None or sent.account != request.user.pk or (place and sent.place != place):
        return None
    return keep(request, sent, is_draft=True)


def keep_what_is_wrong(request: HttpRequest, page: Mapping[str, Any]) -> None:
    """Keep what a form holds that is drawn again with what is wrong: its person may leave the page as it is.

    Args:
        page: what is about to be drawn.
    """
    drawn_again = [
        form for form in page.values() if isinstance(form, forms.BaseForm) and form.is_bound
    ]
    account = getattr(request, "user", None)
    if not drawn_again or account is None or not account.is_authenticated:
        return
    if _drops_it_itself(request):
        return
    if page.get("page_has_errors") or any(form.errors for form in drawn_again):
        save_draft(request)


def _drops_it_itself(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "drops_what_is_kept", False)


def what_became_of_it(sent: Mark | None, *, is_kept: bool) -> str:
    """Say to whoever sent a page that was not received what became of what they typed."""
    if is_kept:
        return _(
            "What you had typed is kept for you for seven days, on the page where you typed it."
        )
    if sent is None:
        return _("What you had just sent was not saved.")
    return _("Nothing of it was saved or done.")


def give_back(request: HttpRequest, page: Mapping[str, Any]) -> Typed | None:
    """Put what is kept of this page into its forms, and return it for the page to say so.

    Args:
        page: what is about to be drawn; the forms among its values are filled.
    """
    account = getattr(request, "user", None)
    blank = [
        form for form in page.values() if isinstance(form, forms.BaseForm) and not form.is_bound
    ]
    if not blank or not only_reads(request) or account is None or not account.is_authenticated:
        return None
    typed = kept_typing.kept_for(account, request.path)
    if typed is None or typed.about != page.get(ABOUT, ""):
        return None  # of something else that stood at this address; it is still under "Text kept for you"
    can_show = set().union(*map(_can_show, blank))
    if can_show.isdisjoint(typed.fields):
        return None
    if not any(_differs(form, typed, can_show) for form in blank):
        kept_typing.drop(account_id=account.pk, place=typed.place)  # it is saved already
        return None
    for form in blank:
        setattr(form, "given_back", typed.fields)  # noqa: B010  read by the bound field
    return typed


def holds_more(typed: Typed, form: forms.BaseForm) -> bool:
    """Whether what is kept of a page is anything else than what its form is filled with from what is saved."""
    return _differs(form, typed, _can_show(form))


def _can_show(form: forms.BaseForm) -> set[str]:
    """The names under which a form would show what is given back."""
    return {
        form.add_prefix(name)
        for name, field in form.fields.items()
        if not field.widget.is_hidden and name not in getattr(form, "never_given_back", ())
    }


def _differs(form: forms.BaseForm, typed: Typed, can_show: set[str]) -> bool:
    """Whether a form that is filled with what was typed holds anything else than without it."""
    data: MultiValueDict[str, str] = MultiValueDict(
        {at: [*given] for at, given in typed.fields.items()}
    )
    files: MultiValueDict[str, Any] = MultiValueDict()
    for name, field in form.fields.items():
        at = form.add_prefix(name)
        if at not in can_show or field.widget.value_omitted_from_data(data, files, at):
            continue
        value = field.widget.value_from_datadict(data, files, at)
        initial = form.get_initial_for_field(field, name)
        is_shown_alike = _as_shown(field, initial) == _as_shown(field, value)
        if not is_shown_alike and field.has_changed(initial, value):
            return True
    return False


def _as_shown(field: forms.Field, value: Any) -> list[str]:
    """What a field shows of a value: a yes, for one, is kept as True and sent as a code."""
    shown = field.prepare_value(value)
    parts = shown if isinstance(shown, (list, tuple)) else [shown]
    return ["" if part is None else str(part).replace("\r\n", "\n") for part in parts]


def until_done(view: View) -> View:
    """For views where a form that is received is not yet done with: they keep and drop what is typed themselves."""
    setattr(view, "drops_what_is_kept", True)  # noqa: B010  read by `forget_when_sent`
    return view


def forget_when_sent(request: HttpRequest, view: object) -> None:
    """Drop what is kept of a page once its form is received from a session that is open.

    Args:
        view: what receives it; one marked `until_done` drops it itself, or has reason not to.
    """
    if not getattr(view, "drops_what_is_kept", False):
        forget(request)


def forget_page(request: SignedInRequest) -> None:
    """Drop what is kept of the page whose address is asked for: what it is for is done."""
    kept_typing.drop(account_id=request.user.pk, place=request.path)


def is_kept(request: SignedInRequest) -> bool:
    """Whether something is kept of the page whose address is asked for."""
    return kept_typing.kept_for(request.user, request.path) is not None


def forget(request: HttpRequest) -> None:
    """Drop what is kept of the page that a form was sent from.

    A page may have more forms than one: a form with nothing to type in brings nothing in its place.
    """
    if _NOT_TYPED.issuperset(request.POST):
        return
    sent = read_mark(request)
    if sent is not None and sent.is_typed_in and sent.account == request.user.pk:
        kept_typing.drop(account_id=sent.account, place=sent.place)


def _request_of(place: str) -> UUID | None:
    """The id in the address of a page, which is a search request's on most of them."""
    try:
        return resolve(place).kwargs.get("pk")
    except Resolver404:
        return None
