"""Dates and times as they are typed: one moment, or a word beside the box; never an overflow later.

Must not ask the field for its limits: they stand here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from requests_app.common import clock
from requests_app.searches import answers as answers_module
from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from requests_app.web.fields import DateField, DateTimeField
from requests_app.web.questionnaire.forms.justification import UrgencyForm
from requests_app.web.questionnaire.presenters import shown
from tests import builders, earlier_release
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.web.officer.typing_in import fields_of, question, send


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (("29", "2", "2024"), dt.date(2024, 2, 29)),
        (("29", "2", "2000"), dt.date(2000, 2, 29)),
        (("1", "1", "1900"), dt.date(1900, 1, 1)),
        (("31", "12", "2199"), dt.date(2199, 12, 31)),
        ((" 07 ", "03", "2026"), dt.date(2026, 3, 7)),
    ],
)
def test_a_day(typed: tuple[str, ...], meant: dt.date) -> None:
    assert DateField().clean([*typed]) == meant


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (("29", "2", "2023"), ("day",)), (("29", "2", "1900"), ("day",)), (("31", "4", "2026"), ("day",)),
        (("31", "12", "9999"), ("year",)), (("1", "1", "1"), ("year",)), (("1", "1", "0"), ("year",)),
        (("1", "1", "1899"), ("year",)), (("1", "1", "2200"), ("year",)), (("1", "1", "26"), ("year",)),
        (("1", "1", "10000"), ("year",)), (("0", "1", "2026"), ("day",)), (("1", "13", "2026"), ("month",)),
        (("١", "1", "2026"), ("day",)), (("1", "１", "2026"), ("month",)), (("1", "1", "2_026"), ("year",)),
        (("+1", "1", "2026"), ("day",)), (("-1", "1", "2026"), ("day",)), (("1\x00", "1", "2026"), ("day",)),
        (("1", "1", "9" * 5000), ("year",)), (("²", "1", "2026"), ("day",)), (("1e0", "1", "2026"), ("day",)),
    ],
)  # fmt: skip
def test_no_day(typed: tuple[str, ...], parts: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        DateField().clean([*typed])
    assert refused.value.error_list[0].params["parts"] == parts
    assert refused.value.messages[0].startswith("Enter ")


@pytest.mark.parametrize(
    ("zone", "typed", "before", "after"),
    [
        ("America/Toronto", ["8", "3", "2026", "02:00"], "01:59", "03:00"),
        ("America/Toronto", ["8", "3", "2026", "02:59"], "01:59", "03:00"),
        ("Europe/Paris", ["29", "3", "2026", "2h30"], "01:59", "03:00"),
        ("Australia/Lord_Howe", ["4", "10", "2026", "02:10"], "01:59", "02:30"),
        ("Pacific/Apia", ["30", "12", "2011", "12:00"], "2011-12-29 23:59", "2011-12-31 00:00"),
    ],
)
def test_a_time_that_the_clocks_left_out_is_told_with_its_neighbours(
    zone: str, typed: list[str], before: str, after: str
) -> None:
    with timezone.override(zone):
        with pytest.raises(ValidationError) as refused:
            DateTimeField().clean(typed)
        assert f"are {before} and {after}" in refused.value.messages[0]
        assert refused.value.error_list[0].params["parts"] == ("time",)
        with translation.override("fr"):
            with pytest.raises(ValidationError) as refused:
                DateTimeField().clean(typed)
            assert f"{before} et {after}" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("zone", "typed", "first", "second"),
    [
        ("America/Toronto", ["1", "11", "2026", "01:30"], "-04:00", "-05:00"),
        ("America/St_Johns", ["1", "11", "2026", "01:00"], "-02:30", "-03:30"),
        ("Europe/Paris", ["25", "10", "2026", "02:59"], "+02:00", "+01:00"),
        ("Australia/Lord_Howe", ["5", "4", "2026", "01:45"], "+11:00", "+10:30"),
    ],
)
def test_a_time_that_came_twice_is_asked_and_each_answer_is_another_moment(
    zone: str, typed: list[str], first: str, second: str
) -> None:
    with timezone.override(zone):
        for nothing in ("", "third", None):
            with pytest.raises(ValidationError) as refused:
                DateTimeField().clean([*typed, nothing])
            assert "came twice" in refused.value.messages[0]
            assert refused.value.error_list[0].params["parts"] == ("turn",)
        moments = [DateTimeField().clean([*typed, turn]) for turn in ("first", "second")]
        assert [moment.isoformat()[-6:] for moment in moments] == [first, second]
        assert moments[0] < moments[1]
        for moment, turn in zip(moments, ("first", "second"), strict=True):
            for spelt in (moment, moment.astimezone(dt.UTC)):  # as typed, and as it comes back
                assert DateTimeField.widget().decompress(spelt)[4] == turn
                assert ("first" if turn == "first" else "second") in shown(None, spelt)


def test_an_answer_to_a_question_that_is_not_asked_changes_nothing() -> None:
    with timezone.override("America/Toronto"):
        for day, month, clock in (("1", "11", "00:59"), ("1", "11", "02:00"), ("8", "3", "03:00")):
            typed = [day, month, "2026", clock]
            assert DateTimeField().clean([*typed, "second"]) == DateTimeField().clean(typed)
        assert DateTimeField(required=False).clean(["", "", "", "", "second"]) is None


class MomentForm(forms.Form):
    at = DateTimeField()


@pytest.mark.parametrize(
    ("language", "words"), [("en", "The second time"), ("fr", "La seconde fois")]
)
def test_the_question_appears_beside_the_boxes_with_what_was_typed(
    language: str, words: str
) -> None:
    typed = {"at_day": "1", "at_month": "11", "at_year": "2026", "at_time": "1:30"}
    with timezone.override("America/Toronto"), translation.override(language):
        assert 'type="radio"' not in str(MomentForm()["at"].as_field_group())
        form = MomentForm(typed)
        page = form["at"].as_field_group()
        assert words in page
        assert page.count('type="radio"') == 2
        assert 'value="1:30"' in page
        assert " checked" not in page
        assert form["at"].error_target == "id_at_turn_0"
        answered = MomentForm(typed | {"at_turn": "second"})
        assert answered.is_valid()
        assert answered["at"].as_field_group().count(" checked") == 1
        again = MomentForm(initial={"at": answered.cleaned_data["at"]})
        assert again["at"].as_field_group().count(" checked") == 1
        for odd in (
            {"at_time": "x"},
            {"at_day": "9" * 500},
            {"at_year": "99999"},
            {"at_month": "²"},
        ):
            assert 'type="radio"' not in MomentForm(typed | odd)["at"].as_field_group()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "America/Toronto", "UTC"])
def test_the_outermost_moments_survive_every_zone_and_a_term(zone: str) -> None:
    with timezone.override(zone):
        for typed in (["31", "12", "2199", "23:59"], ["1", "1", "1900", "00:00"]):
            moment = DateTimeField().clean(typed)
            for other in ("Pacific/Kiritimati", "Etc/GMT+12"):
                with timezone.override(other):
                    timezone.localtime(moment + dt.timedelta(days=3650))


@pytest.fixture
def prepare() -> Any:
    return builders.drafted


@pytest.mark.parametrize("year", ["9999", "1", "0", "10000", "2200"])
def test_a_filter_and_an_export_of_a_day_out_of_reach(agency: InventedAgency, year: str) -> None:
    auditor = browser(agency, "auditor")
    for name in ("since", "until"):
        asked = {f"{name}_day": "31", f"{name}_month": "12", f"{name}_year": year}
        assert auditor.get(reverse("auditor:log"), asked).status_code == 400
        assert auditor.post(reverse("auditor:export_new"), asked).status_code == 400
        assert "Enter a " in auditor.get(reverse("auditor:log"), asked).content.decode()


def test_a_deadline_out_of_reach_is_told_and_the_rest_is_kept(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    officer = browser(agency, "officer")
    sent = {"urgency": "urgent", "urgency_facts": "The newest facts.", "urgency_deadline_day": "31",
            "urgency_deadline_month": "12", "urgency_deadline_year": "9999",
            "urgency_deadline_time": "23:59"}  # fmt: skip
    page = send(officer, question(row, "urgency"), sent)
    assert page.status_code == 200
    assert 'value="9999"' in page.content.decode()
    assert "Enter a year from 1900 to 2199" in page.content.decode()
    assert content.open_draft(row).urgency.urgency_facts == "The newest facts."


def test_a_deadline_out_of_reach_that_an_earlier_release_kept_is_asked_again(
    agency: InventedAgency,
) -> None:
    row: SearchRequest = agency.prepared
    officer = browser(agency, "officer")
    held = content.open_draft(row)
    for moment in (
        dt.datetime(9999, 12, 31, 23, 59, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
        dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=5))),
    ):
        urgency = dataclasses.replace(held.urgency, urgency="urgent", urgency_deadline=moment)
        sealed = content.seal_part(
            row.pk, "draft", answers_module.encode(dataclasses.replace(held, urgency=urgency))
        )
        earlier_release.change("searches_draft", row.pk, key="search_request_id", sealed=sealed)
        for address in (
            reverse("officer:tasks", args=[row.pk]),
            reverse("officer:check", args=[row.pk]),
            question(row, "urgency"),
        ):
            assert officer.get(address).status_code == 200
    assert fields_of(UrgencyForm, content.open_draft(row).urgency)["urgency"] == "urgent"


@pytest.mark.parametrize(("minutes", "saved"), [(-1, False), (5, True)])
def test_an_answer_is_needed_by_a_time_that_has_not_passed(
    agency: InventedAgency, minutes: int, saved: bool
) -> None:
    row = builders.drafted(agency)
    moment = (timezone.localtime(clock.now()) + dt.timedelta(minutes=minutes)).replace(second=0)
    sent = {
        "urgency": "urgent", "urgency_facts": "The register is sold tomorrow, and nobody else has read it yet.",
        "urgency_deadline_day": moment.day, "urgency_deadline_month": moment.month,
        "urgency_deadline_year": moment.year, "urgency_deadline_time": f"{moment:%H:%M}",
    }  # fmt: skip
    answer = send(browser(agency, "officer"), question(row, "urgency"), sent)
    told = "Enter a date and time that has not passed yet" in answer.content.decode()
    assert told is not saved
    assert (content.open_draft(row).urgency.urgency_deadline is not None) is saved
    routine = sent | {"urgency": "routine"}
    assert send(browser(agency, "officer"), question(row, "urgency"), routine).status_code == 302
