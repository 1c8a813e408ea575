"""Every text box tells of hidden characters, shows the text again without them, and cuts nothing off."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from requests_app.web.administrator import forms as administrator
from requests_app.web.auditor import forms as auditor
from requests_app.web.operator.forms import RetryForm
from requests_app.web.supervisor.forms import DecisionForm
from requests_app.web.text_fields import LongTextField, TextField
from requests_app.workflow.decide import TESTS

HIDDEN = ["\x00", "\u202e", "\u2066", "\u200b", "\ufeff", "\x1b"]
PLACES: list[tuple[Any, dict[str, Any], str]] = [
    (RetryForm, {"may_search_twice": False}, "reason"),
    (DecisionForm, {}, "message"),
    (DecisionForm, {}, f"{TESTS[0]}_reason"),
    (auditor.ReasonForm, {}, "reason"),
    (auditor.ReasonForm, {}, "file_reference"),
    (auditor.DisclosingForm, {}, "reason"),
    (auditor.DisclosingForm, {}, "file_reference"),
    (auditor.CaseForm, {}, "case_number"),
    (auditor.FilterForm, {}, "who"),
    (administrator.ReasonForm, {}, "reason"),
    (administrator.ProposeRoleForm, {}, "reason"),
    (administrator.UnitNamesForm, {}, "name_fr"),
    (administrator.NewUnitForm, {}, "code"),
]
TEXT = "enough words to be a reason"


@pytest.mark.parametrize(("kind", "more", "name"), PLACES)
@pytest.mark.parametrize("sign", HIDDEN)
def test_hidden_characters_are_told_and_gone_when_the_text_is_shown_again(
    kind: type[forms.Form], more: dict[str, Any], name: str, sign: str
) -> None:
    form = kind({name: f"{TEXT}{sign}."}, **more)
    assert form.errors[name] == [
        "1 hidden character was taken out of this text. Read it again, then save."
    ]
    assert form[name].value() == f"{TEXT}."
    assert name not in kind({name: form[name].value()}, **more).errors


@pytest.mark.parametrize(("kind", "more", "name"), PLACES)
def test_joiners_are_kept_and_the_browser_cuts_nothing_off(
    kind: type[forms.Form], more: dict[str, Any], name: str
) -> None:
    text = "reason enough می\u200cخواهم 👩\u200d🔬"
    form = kind({name: text}, **more)
    assert name not in form.errors
    assert form.cleaned_data[name] == text
    assert "maxlength" not in str(form[name])
    most = form.fields[name].most  # type: ignore[attr-defined]
    assert "Shorten this by 1 character:" in kind({name: "x" * (most + 1)}, **more).errors[name][0]


def test_a_text_of_nothing_but_hidden_characters_is_no_answer() -> None:
    form = administrator.ReasonForm({"reason": "\u200b\u202e"})
    assert form.errors["reason"]
    assert form["reason"].value() == ""


def test_too_short_is_told() -> None:
    form = auditor.ReasonForm({"reason": "short", "file_reference": "F 1"})
    assert form.errors["reason"] == ["Say more: at least 20 characters"]


def test_a_long_text_is_a_text() -> None:
    assert issubclass(LongTextField, TextField)
