"""The forms of the account administrators' pages."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from requests_app.accounts.models import Course, Language
from requests_app.accounts.roles import Role, can_be_held_together
from requests_app.common import clock
from requests_app.common.folding import folded
from requests_app.web.administrator.about import About
from requests_app.web.administrator.words import REASONS, ROLE_HINTS, STATES
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import DateField, look
from requests_app.web.text_fields import LongTextField, TextField
from requests_app.workflow.reading.administration.subjects import units_in_use


def unit_choices() -> list[tuple[str, str]]:
    """The units in use, by name in the language of the page; an accent does not part them."""
    named = [(str(unit.pk), unit.name) for unit in units_in_use()]
    return sorted(named, key=lambda choice: (folded(choice[1]), choice[1], choice[0]))


def reason_field(help_text: Any) -> LongTextField:
    """A box for the administrator's own words."""
    return look(
        LongTextField(
            label=_("Reason"),
            help_text=help_text,
            required=True,
            most=2000,
            rows=4,
            error_messages={"required": _("Say why, in your own words")},
        ),
        characters=2000,
    )


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even when that is empty; nothing on a first view."""
    return request.POST if request.method == "POST" else None


class ActForm(forms.Form):
    """A form behind which one use case stands; what that returned is its outcome."""

    outcome: Any = None

    @classmethod
    def of(cls, request: HttpRequest, about: About) -> Self:
        """The form of a page: empty at first, then with what was sent."""
        return cls(posted(request))

    def given(self) -> dict[str, Any]:
        """The answers of a valid form, as the use case names them."""
        return {**self.cleaned_data}

    def offer(self, field: str, choices: list[tuple[str, Any]]) -> None:
        """Say what a field offers, where that is known only when the page is drawn."""
        chosen = self.fields[field]
        if not isinstance(chosen, forms.ChoiceField):
            raise TypeError(field)
        chosen.choices = choices


class SearchForm(forms.Form):
    """What the list of people is filtered by."""

    q = TextField(label=_("Name, staff number or user name"), most=100)
    state = ChoiceField(
        label=_("State of the account"),
        required=False,
        choices=[("", _("Any")), *[(code, words) for code, (words, _t, _g) in STATES.items()]],
    )
    role = ChoiceField(label=_("Role"), required=False, choices=[("", _("Any")), *Role.choices])


class NewAccountForm(ActForm):
    """A new account, for a new person or for one already known."""

    staff_number = look(
        TextField(
            label=_("Staff number"),
            help_text=_(
                "One number, one person. If it is known already, this becomes a further account "
                "of that person."
            ),
            required=True,
            most=32,
            error_messages={"required": _("Enter the staff number")},
        ),
        width=20,
        tabular=True,
    )
    full_name = TextField(
        label=_("Full name"),
        required=True,
        most=200,
        error_messages={"required": _("Enter the full name")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The link to set a password is sent there."),
        error_messages={
            "required": _("Enter the e-mail address"),
            "invalid": _("Enter an e-mail address, for example name@agency.example"),
        },
    )
    language = look(
        ChoiceField(
            label=_("Language"),
            choices=Language.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose a language")},
        ),
        inline=True,
    )
    username = look(
        TextField(
            label=_("User name"),
            help_text=_("Letters, digits, dots, hyphens and underscores."),
            required=True,
            most=64,
            widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
            error_messages={"required": _("Enter a user name")},
        ),
        width=20,
    )
    unit = ChoiceField(
        label=_("Home unit"),
        help_text=_("Requests are made for this unit. An overseer may have none."),
        required=False,
    )

    @classmethod
    def of(cls, request: HttpRequest, about: About) -> Self:
        return cls(posted(request), initial={"language": request.LANGUAGE_CODE[:2]})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", [("", pgettext("unit", "None")), *unit_choices()])

    def given(self) -> dict[str, Any]:
        given = super().given()
        unit = given.pop("unit")
        return given | {"unit_id": UUID(unit) if unit else None}


class ReasonForm(ActForm):
    """Nothing but a reason."""

    reason = reason_field(_("It is kept with the act, and an auditor can read it."))


class ConfirmForm(ActForm):
    """Nothing at all: a page that asks "do you mean it?"."""


class ProposeRoleForm(ActForm):
    """A role for somebody, to be confirmed by another administrator."""

    role = look(
        ChoiceField(
            label=_("Role"),
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose a role")},
        ),
        hints=ROLE_HINTS,
    )
    reason = reason_field(_("The administrator who confirms reads this."))

    @classmethod
    def of(cls, request: HttpRequest, about: About) -> Self:
        form = super().of(request, about)
        offered = [role for role in Role if role.value not in about.roles]
        form.offer("role", [(role.value, role.label) for role in offered])
        look(form.fields["role"], hints=_hints(offered, about))
        return form


def _hints(offered: list[Role], about: About) -> dict[str, Any]:
    """What each role is for, or why this person cannot hold it beside what they hold."""
    return {
        role.value: ROLE_HINTS[role.value]
        if can_be_held_together(about.roles_of_person | {role.value})
        else REASONS["role_stands_alone"]
        for role in offered
    }


class ProposeDecideRightForm(ActForm):
    """A right to decide for a unit, to be confirmed by another administrator."""

    unit = ChoiceField(label=_("Unit"), error_messages={"required": _("Choose the unit")})
    reason = reason_field(_("The administrator who confirms reads this."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("unit", [("", _("Choose a unit")), *unit_choices()])

    def given(self) -> dict[str, Any]:
        given = super().given()
        unit = given.pop("unit")
        return given | {"unit_id": UUID(unit)}


class CertificateForm(ActForm):
    """A course that the person has passed."""

    course = ChoiceField(
        label=_("Course"),
        choices=Course.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the course")},
    )
    issued_on = DateField(
        label=_("Issued on"),
        help_text=_("For example, 27 3 2026"),
        latest=lambda: timezone.localdate(clock.now()),
    )
    valid_until = DateField(label=_("Valid until"), help_text=_("The last day on which it counts"))


class UnitNamesForm(ActForm):
    """What a unit is called in both languages."""

    name_en = TextField(
        label=_("Name in English"),
        required=True,
        most=120,
        error_messages={"required": _("Enter the English name")},
    )
    name_fr = TextField(
        label=_("Name in French"),
        required=True,
        most=120,
        error_messages={"required": _("Enter the French name")},
    )

    @classmethod
    def of(cls, request: HttpRequest, about: About) -> Self:
        names = {"name_en": about.unit.name_en, "name_fr": about.unit.name_fr} if about.unit else {}
        return cls(posted(request), initial=names)


class NewUnitForm(UnitNamesForm):
    """A new unit; its code never changes afterwards."""

    code = look(
        TextField(
            label=_("Code"),
            help_text=_("Short, of letters, digits and hyphens. It cannot be changed later."),
            required=True,
            most=32,
            error_messages={"required": _("Enter a code")},
        ),
        width=10,
        tabular=True,
    )

    field_order = ["code", "name_en", "name_fr"]
