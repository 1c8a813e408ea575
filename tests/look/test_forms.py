"""The fields of our own: dates of three boxes, reveals, hints, and errors that name their question."""

from __future__ import annotations

import datetime
import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from requests_app.web.fields import DateField, DateTimeField, look
from requests_app.web.renderers import CountersignRenderer


def made(form_class: type[forms.Form], data: dict[str, str] | None = None) -> forms.Form:
    return form_class(data, renderer=CountersignRenderer())


class Dates(forms.Form):
    on = DateField(label="On", latest=lambda: datetime.date(2026, 11, 23))
    at = DateTimeField(label="At", required=False)


def boxes(day: str, month: str, year: str) -> dict[str, str]:
    return {"on_day": day, "on_month": month, "on_year": year}


def test_a_date_of_three_boxes_becomes_a_date() -> None:
    form = made(Dates, boxes(" 7", "3", "2026"))
    assert form.is_valid()
    assert form.cleaned_data == {"on": datetime.date(2026, 3, 7), "at": None}


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        (("", "", ""), {"day", "month", "year"}),
        (("7", "", "2026"), {"month"}),
        (("31", "2", "2026"), {"day"}),
        (("7", "13", "2026"), {"month"}),
        (("7", "3", "26"), {"year"}),
        (("٧", "3", "2026"), {"day"}),
        (("7", "3\x00", "2026"), {"month"}),
        (("1" * 5000, "3", "2026"), {"day"}),
        (("24", "11", "2026"), {"day", "month", "year"}),
    ],
)
def test_an_error_points_at_the_wrong_boxes(given: tuple[str, str, str], wrong: set[str]) -> None:
    form = made(Dates, boxes(*given))
    assert not form.is_valid()
    html = form["on"].as_field_group()
    marked = {
        match[1]
        for match in re.finditer(
            r'<input\s+class="[^"]*input--error[^"]*"\s+id="id_on_(\w+)"', html
        )
    }
    assert marked == wrong
    first = next(part for part in ("day", "month", "year") if part in wrong)
    summary = Template("{% load components %}{% error_summary form %}").render(
        Context({"form": form})
    )
    assert f'href="#id_on_{first}"' in summary


def test_a_date_and_time_is_local_and_aware() -> None:
    data = {
        **boxes("1", "2", "2026"),
        "at_day": "1",
        "at_month": "7",
        "at_year": "2026",
        "at_time": "14:05",
    }
    form = made(Dates, data)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"].strftime("%Y-%m-%d %H:%M") == "2026-07-01 14:05"
    assert form.cleaned_data["at"].tzinfo is not None


def test_a_time_of_another_shape_is_refused_at_its_box() -> None:
    data = {
        **boxes("1", "2", "2026"),
        "at_day": "1",
        "at_month": "7",
        "at_year": "2026",
        "at_time": "2 pm",
    }
    form = made(Dates, data)
    assert form.errors.as_data()["at"][0].params["parts"] == ("time",)


def test_what_was_typed_stays_and_is_escaped() -> None:
    html = made(Dates, boxes('"><script>', "3", "2026"))["on"].as_field_group()
    assert "&quot;&gt;&lt;script&gt;" in html
    assert "<script>" not in html


class Purpose(forms.Form):
    purpose = look(
        forms.ChoiceField(
            label="Purpose", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
        ),
        hints={"a": "About A"},
        reveals={"b": "which"},
    )
    which = forms.CharField(label="Which?")


def test_a_revealed_field_is_drawn_once_inside_its_choice() -> None:
    html = str(made(Purpose))
    assert html.count('name="which"') == 1
    assert html.index('id="conditional-id_purpose_1"') < html.index('name="which"')
    assert 'data-aria-controls="conditional-id_purpose_1"' in html
    assert 'aria-describedby="id_purpose_0-item-hint"' in html


def test_a_bare_required_error_names_its_question() -> None:
    form = made(Purpose, {})
    summary = Template("{% load components %}{% error_summary form %}").render(
        Context({"form": form})
    )
    assert "Answer this question: Purpose" in summary
    assert 'href="#id_purpose_0"' in summary
    assert "This field is required" not in summary + str(form)


def test_the_same_error_of_two_fields_is_told_with_the_name_of_each() -> None:
    form = made(Purpose, {"purpose": "a", "which": "x"})
    form.add_error("purpose", "Choose again")
    form.add_error("which", "Say more")
    template = Template("{% load components %}{% error_summary form %}")
    summary = template.render(Context({"form": form}))
    assert ">Choose again</a>" in summary
    assert ">Say more</a>" in summary
    form = made(Purpose, {"purpose": "a", "which": "x"})
    form.add_error("purpose", "Answer again")
    form.add_error("which", "Answer again")
    summary = template.render(Context({"form": form}))
    assert ">Purpose – Answer again</a>" in summary
    assert ">Which? – Answer again</a>" in summary
    beside = str(form["which"].as_field_group())
    assert "Which? –" not in beside


def test_hints_and_labels_are_escaped() -> None:
    class Sharp(forms.Form):
        a = look(
            forms.CharField(label="<b>L", help_text="<i>H"), insufficient="<u>I", suffix="<s>S"
        )

    html = str(made(Sharp))
    for raw in ("<b>", "<i>", "<u>", "<s>"):
        assert raw not in html


def test_texts_of_a_look_are_translated_when_drawn() -> None:
    class Lazy(forms.Form):
        a = look(forms.CharField(label="L"), insufficient=translation.gettext_lazy("Yes"))

    with translation.override("fr"):
        assert "<p>Oui</p>" in str(made(Lazy))


def test_an_unknown_way_to_look_is_refused() -> None:
    with pytest.raises(TypeError):
        look(forms.CharField(), wdith=4)
