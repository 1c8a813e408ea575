"""The forms of sign-in, of setting and of changing one's own password."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from requests_app.accounts.models import Account
from requests_app.accounts.passwords import normalised
from requests_app.accounts.sign_in_events import BANNER_ACCEPTED

# Longer ones are refused before they are hashed: hashing is meant to be slow.
MOST_CHARACTERS = 200


class PasswordField(forms.CharField):
    """A password as it was typed: any letters, and blanks at its ends belong to it.

    Its length is counted as it is hashed. The box has no `maxlength`: a browser would cut off what
    somebody pastes, and not say so.
    """

    default_error_messages = {
        "too_long": _("Enter at most %(most)d characters"),
        "null_characters_not_allowed": _(
            "A password cannot hold the character NUL. Type it again."
        ),
    }

    def validate(self, value: str) -> None:
        """Refuse one that is too long to be anybody's.

        Raises:
            ValidationError: it is longer than any password may be.
        """
        super().validate(value)
        # A letter is at most four signs that come together, and long runs of accents take a computer
        # minutes to put in order: what is longer is not looked at. An earlier release counted what
        # was typed, so that such a password still opens its account.
        much = len(value) > 4 * MOST_CHARACTERS
        if much or min(len(value), len(normalised(value))) > MOST_CHARACTERS:
            raise ValidationError(
                self.error_messages["too_long"], code="too_long", params={"most": MOST_CHARACTERS}
            )


def password_field(label: Any, *, autocomplete: str, help_text: Any = "") -> PasswordField:
    """A field for a password."""
    return PasswordField(
        label=label,
        help_text=help_text,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": _("Enter the password")},
    )


class SignInForm(LoginForm):
    """User name, password, and the acceptance of the notice, at each sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("User name"),
            max_length=64,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "username",
                    "autocapitalize": "none",
                    "spellcheck": "false",
                }
            ),
            error_messages={"required": _("Enter your user name")},
        )
        self.fields["password"] = password_field(_("Password"), autocomplete="current-password")
        self.fields["banner"] = forms.BooleanField(
            label=_("I have read this notice and I accept that what I do here is recorded"),
            error_messages={"required": _("Accept the notice to sign in")},
        )

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in; which notice was accepted is kept in the session and recorded with it."""
        request.session[BANNER_ACCEPTED] = settings.COUNTERSIGN_BANNER_VERSION
        answer: HttpResponse = super().login(request, redirect_url=redirect_url)
        return answer


class ReauthenticateForm(AllauthReauthenticateForm):
    """The password once more, before an act that needs it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password_field(_("Password"), autocomplete="current-password")


class NewPasswordForm(forms.Form):
    """A new password, typed twice, judged by the agency's rules for passwords."""

    password = password_field(
        _("New password"),
        autocomplete="new-password",
        help_text=_(
            "At least 12 characters. A sentence of several words is strong and easy to remember. "
            "Nobody else may know it, an administrator neither."
        ),
    )
    again = password_field(_("The same password again"), autocomplete="new-password")

    def __init__(self, *args: Any, account: Account | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        password = normalised(typed)
        if len(password) > MOST_CHARACTERS:
            raise ValidationError(
                PasswordField.default_error_messages["too_long"],
                code="too_long",
                params={"most": MOST_CHARACTERS},
            )
        # One sign may stand for eighteen letters, and for a common password: both have to do.
        for each in dict.fromkeys((password, typed)):
            password_validation.validate_password(each, self.account)
        return typed  # an earlier release hashed what was typed, and it is compared with that too

    def say_as_before(self) -> None:
        """Say beside the box that this password was in use before."""
        self.add_error(
            "password",
            ValidationError(
                _("This is the password that you had before. Choose another."), code="as_before"
            ),
        )

    def clean_again(self) -> str:
        again = normalised(self.cleaned_data["again"])
        typed = self.cleaned_data.get("password")
        if typed is not None and normalised(typed) != again:
            raise ValidationError(_("Type the same password in both boxes"), code="differs")
        return again


class ChangePasswordForm(NewPasswordForm):
    """The present password as well, since the person is already signed in.

    It is asked for as at sign-in: a wrong one is recorded, slowed down and counted, and locks the account.
    """

    present = password_field(_("Present password"), autocomplete="current-password")

    field_order = ["present", "password", "again"]

    def clean_present(self) -> str:
        present: str = self.cleaned_data["present"]
        if self.account is None or not get_adapter().reauthenticate(self.account, present):
            raise ValidationError(_("The present password is not right"), code="wrong")
        return present
