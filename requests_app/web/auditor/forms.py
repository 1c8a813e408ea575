"""The forms of the auditors' pages: the log's filter, a case number, a reason for opening content."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from requests_app.accounts.roles import Role
from requests_app.audit.events import EVENTS
from requests_app.audit.selectors import EventFilter
from requests_app.web.auditor import filter_words, names
from requests_app.web.auditor.filter_words import GROUPS, everything_about
from requests_app.web.choice_fields import ChoiceField
from requests_app.web.fields import DateField, look
from requests_app.web.text_fields import LongTextField, TextField
from requests_app.workflow.reading.names import people_called, requests_called, requests_marked
from requests_app.workflow.stated_reason import LEAST_REASON, LONGEST, LONGEST_REFERENCE

_ALL = ".*"
_MOST_TOLD = 10
_WRONG_LAST = _("%(typed)s: the last letter does not fit the number. Look at it again.")
_NO_SUCH = _("%(typed)s: no request has this number")
_UNREADABLE = _("%(typed)s: this is no reference number, which looks like CS-2026-000042-T")
OUTCOMES = (("", _("Any")), *filter_words.OUTCOMES.items())


def _code_choices() -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for code in sorted(EVENTS):
        groups.setdefault(code.split(".")[0], []).append((code, names.event_label(code)))
    listed: list[Any] = [("", _("Anything"))]
    for group, choices in groups.items():
        about = everything_about(group)
        listed.append(
            (capfirst(str(GROUPS.get(group, group))), [(f"{group}{_ALL}", about), *choices])
        )
    return listed


class FilterForm(forms.Form):
    """Which events are wanted. Sent by GET: nothing typed here may be a case fact."""

    who = TextField(
        label=_("Who"),
        help_text=_("A user name, a staff number, a name, or an identifier from the log"),
        most=100,
    )
    code = ChoiceField(label=_("What"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To, this day included"), required=False)
    request = TextField(
        label=_("Requests"),
        help_text=_("Reference numbers, parted by commas; dashes may be left out"),
        most=2000,
    )
    case = forms.RegexField(
        r"\A[0-9a-f]{64}(,[0-9a-f]{64}){0,5}\Z",
        label=_("Case"),
        widget=forms.HiddenInput,
        required=False,
    )
    outcome = ChoiceField(label=_("Outcome"), choices=OUTCOMES, required=False)
    role = ChoiceField(label=_("Role acted in"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("code", _code_choices())
        self._offer("role", [("", _("Any")), *Role.choices, ("system", _("The system itself"))])

    def _offer(self, name: str, choices: list[Any]) -> None:
        chosen = self.fields[name]
        if not isinstance(chosen, forms.ChoiceField):
            raise TypeError(name)
        chosen.choices = choices

    def clean_request(self) -> str:
        """Say beside the field which number was misread, which nobody has, and which is none."""
        typed = str(self.cleaned_data["request"])
        self.called = requests_called(typed)
        for words, numbers in (
            (_WRONG_LAST, self.called.wrong),
            (_NO_SUCH, self.called.none),
            (_UNREADABLE, self.called.unreadable),
        ):
            for number in numbers[:_MOST_TOLD]:
                self.add_error(
                    "request",
                    ValidationError(words, code="reference", params={"typed": number[:60]}),
                )
        return typed

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not be before the first"))
        return cleaned

    def wanted(self) -> EventFilter:
        """The filter that was asked for; call it on a valid form."""
        asked = self.cleaned_data
        code = asked.get("code") or ""
        codes: tuple[str, ...] = (code,) if code else ()
        if code.endswith(_ALL):
            codes = tuple(known for known in EVENTS if known.startswith(code[: -len(_ALL)] + "."))
        return EventFilter(
            people=people_called(asked["who"]) if asked.get("who") else None,
            codes=codes,
            since=_midnight(asked.get("since")),
            until=_midnight(asked.get("until"), days=1),
            requests=self._requests(asked),
            outcome=asked.get("outcome") or "",
            role=asked.get("role") or "",
        )

    def _requests(self, asked: dict[str, Any]) -> tuple[UUID, ...] | None:
        """The requests that are asked for by number, by case, or by both; None where by neither."""
        named = self.called.ids if asked.get("request") else None
        if not asked.get("case"):
            return named
        on_case = requests_marked(asked["case"].split(","))
        return on_case if named is None else tuple(sorted({*named} & {*on_case}))

    def in_words(self) -> list[tuple[str, str]]:
        """The filters that are on, as field name and words."""
        chosen = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in (None, ""):
                continue
            shown = str(value)
            if isinstance(value, dt.date):
                shown = date_format(value, "DATE_FORMAT")
            elif name == "code" and value in EVENTS:
                shown = names.event_label(value)
            elif name == "case":
                count = len(requests_marked(value.split(",")))
                shown = ngettext(
                    "the one that was looked for, with %(count)d request",
                    "the one that was looked for, with %(count)d requests",
                    count,
                ) % {"count": count}
            elif name == "code":
                shown = everything_about(value.removesuffix(_ALL))
            elif name == "role":
                shown = names.role_label(value)
            elif name == "outcome":
                shown = str(dict(OUTCOMES)[value])
            words = gettext("%(name)s: %(value)s") % {"name": field.label, "value": shown}
            chosen.append((name, words))
        return chosen


def _midnight(day: dt.date | None, *, days: int = 0) -> dt.datetime | None:
    if day is None:
        return None
    whole = day + dt.timedelta(days=days)
    return dt.datetime.combine(whole, dt.time(), tzinfo=get_current_timezone())


class PeriodForm(forms.Form):
    """A period of days, both included. Sent by GET."""

    since = DateField(label=_("From"))
    until = DateField(label=_("To, this day included"))

    def __init__(self, data: Any = None, *, usual: tuple[dt.date, dt.date]) -> None:
        """Draw it with the usual period, or take in what was asked for."""
        super().__init__(data)
        self._usual = usual
        self.initial = {"since": usual[0], "until": usual[1]}

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day must not be before the first"))
        return cleaned

    def period(self) -> tuple[dt.date, dt.date]:
        """The first and the last day; the usual ones where nothing was asked for."""
        if not self.is_bound:
            return self._usual
        return self.cleaned_data["since"], self.cleaned_data["until"]

    @staticmethod
    def begins(day: dt.date, *, after: int = 0) -> dt.datetime:
        """When a day begins, or one so many days after it."""
        moment = _midnight(day, days=after)
        if moment is None:
            raise TypeError(day)
        return moment


class CaseForm(forms.Form):
    """A case number. Sent by POST, so that it stands in no address and no server's log."""

    case_number = TextField(
        label=_("Case number"),
        required=True,
        most=100,
        error_messages={"required": _("Enter a case number")},
    )


def _reason(label: Promise, help_text: Promise) -> forms.Field:
    """A field for why an auditor does something that the log keeps proof of."""
    return look(
        LongTextField(
            label=label,
            help_text=help_text,
            required=True,
            least=LEAST_REASON,
            most=LONGEST,
            rows=4,
            error_messages={"required": _("Say why, in your own words")},
        ),
        characters=LONGEST,
    )


class ReasonForm(forms.Form):
    """Why sealed content is opened."""

    reason = _reason(
        _("Why do you need to open this?"),
        _("At least 20 characters. The log keeps proof of your words."),
    )
    file_reference = look(
        TextField(
            label=_("Your file reference"),
            help_text=_("The audit, complaint or review to which this belongs"),
            required=True,
            most=LONGEST_REFERENCE,
            error_messages={"required": _("Enter the reference of your own file")},
        ),
        width=20,
    )


class ResumeForm(ReasonForm):
    """Why searches may be sent again though a check of the log found a difference."""

    reason = _reason(
        _("Why may searches be sent again?"),
        _(
            "What you found, and what was done about it. At least 20 characters. The log keeps proof of your words."
        ),
    )


class DisclosingForm(ReasonForm):
    """Why an export opens what its commitments stand for."""

    reason = _reason(
        _("Why do you need them opened?"),
        _("At least 20 characters. The log keeps proof of your words."),
    )
