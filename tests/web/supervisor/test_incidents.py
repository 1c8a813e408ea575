"""Incidents on the deciders' pages: listed, opened, taken and closed, in both languages; what is missing is told beside its field."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from requests_app.searches import incident as rules
from requests_app.searches.models import Incident, SearchRequest
from tests import examiners, follow_ups, leads
from tests import incidents as given
from tests.builders import InventedAgency
from tests.signed_in import browser

LIST = "/decisions/incidents/"


@pytest.fixture
def prepare() -> Any:
    return reported


def reported(agency: InventedAgency) -> Incident:
    return given.of_a_report(agency, follow_ups.released(agency))


@pytest.fixture
def named(agency: InventedAgency) -> Incident:
    found: Incident = Incident.objects.get(pk=agency.prepared.pk)
    return found


def page_of(named: Incident) -> str:
    return f"{LIST}{named.search_request_id}/{named.pk}/"


def plain(answer: Any) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def typed(named: Incident, **changes: str) -> dict[str, str]:
    """What somebody types who closes an incident as put right."""
    today = timezone.localdate()
    said = {"ended": "put_right", "reason": given.WORDS}
    for number in range(len(rules.duties_of(named.ground, named.flaws))):
        said |= {
            f"answers_{number}_became": "done",
            f"answers_{number}_done_on_day": str(today.day),
            f"answers_{number}_done_on_month": str(today.month),
            f"answers_{number}_done_on_year": str(today.year),
            f"answers_{number}_words": given.WORDS,
        }
    return said | changes


@pytest.mark.parametrize(
    ("language", "found", "nobody", "overdue"),
    [
        ("en", "What was done rested on the lead alone", "Nobody yet", "overdue"),
        ("fr", "Ce qui a été fait reposait sur la piste seule", "Personne pour l’instant", "délai dépassé"),
    ],
)  # fmt: skip
def test_the_list_says_what_by_when_and_who(
    agency: InventedAgency, named: Incident, language: str, found: str, nobody: str, overdue: str
) -> None:
    supervisor = browser(agency, "supervisor", language=language)
    listed = plain(supervisor.get(LIST))
    assert named.search_request.reference in listed
    assert found in listed
    assert nobody in listed
    assert overdue not in listed
    with examiners.past_the_guards("searches_incident") as administrator:
        administrator.execute(
            "UPDATE searches_incident SET opened_at = opened_at - interval '31 days',"
            " due_at = due_at - interval '31 days'"
        )
    assert overdue in plain(supervisor.get(LIST))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_one_is_taken_and_closed(agency: InventedAgency, named: Incident, language: str) -> None:
    supervisor = browser(agency, "supervisor", language=language)
    page = supervisor.get(page_of(named))
    assert page.status_code == 200
    assert follow_ups.WORDS in plain(page), "what the officer reported stands there"
    assert 'name="ended"' not in page.content.decode()
    assert supervisor.post(page_of(named) + "take/", {"after": "0"}).status_code == 302
    assert 'name="ended"' in supervisor.get(page_of(named)).content.decode()
    assert supervisor.post(page_of(named), typed(named)).status_code == 302
    named.refresh_from_db()
    assert (named.outcome, named.undone) == ("put_right", 0)
    after = plain(supervisor.get(page_of(named)))
    assert given.WORDS in after
    assert {"en": "It was put right", "fr": "La situation est corrigée"}[language] in after
    assert {"en": "Closed incidents", "fr": "Incidents clos"}[language] in plain(
        supervisor.get(LIST)
    )


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(
    agency: InventedAgency, named: Incident
) -> None:
    given.taken(agency, named)
    supervisor = browser(agency, "supervisor")
    lacking = typed(named, ended="", reason="Not much.", answers_0_became="")
    answer = supervisor.post(page_of(named), lacking)
    assert answer.status_code == 400
    body = answer.content.decode()
    assert "Choose what became of the incident." in body
    assert "Find out why it happened: choose what became of this." in body
    assert "Not much." in body
    assert given.WORDS in body
    assert not Incident.objects.filter(closed_at__isnull=False).exists()
    undone = supervisor.post(page_of(named), typed(named, answers_0_became="not_done"))
    assert "so it is not put right yet" in plain(undone)


@pytest.mark.parametrize("who", ["supervisor", "sergeant"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"answers_0_done_on_month": "", "answers_0_done_on_year": ""},
        {"answers_0_done_on_day": "31", "answers_0_done_on_month": "2"},
        {"answers_0_words": "x" * 5000},
        {"reason": "A hidden \x00 character stands in this sentence."},
        {"ended": "forgotten"},
        {"answers_0_became": "perhaps"},
    ],
    ids=["half a day", "no such day", "too long", "hidden", "no outcome", "no answer"],
)
def test_bad_input_is_told_and_nothing_typed_is_lost(
    agency: InventedAgency, named: Incident, wrong: dict[str, str], who: str
) -> None:
    """By whoever looks into it; for another decider nothing is asked, and they are told why."""
    given.taken(agency, named)
    answer = browser(agency, who).post(page_of(named), typed(named, **wrong))
    assert answer.status_code in ((400,) if who == "supervisor" else (200, 302)), answer.status_code
    if who == "supervisor":
        assert "govuk-error-summary" in answer.content.decode()
        assert given.WORDS in answer.content.decode()
    assert not Incident.objects.filter(closed_at__isnull=False).exists()


def test_only_what_can_be_answered_is_offered(agency: InventedAgency, named: Incident) -> None:
    """That a duty does not apply can be said of every one but of finding out why it happened."""
    given.taken(agency, named)
    text = browser(agency, "supervisor").get(page_of(named)).content.decode()
    duties = rules.duties_of(named.ground, named.flaws)
    offered = [
        duties[int(number)]
        for number in re.findall(r'name="answers_(\d+)_became"[^>]*value="not_needed"', text)
    ]
    assert offered == [duty for duty in duties if duty != rules.Duty.FIND_OUT_WHY]
    assert len(offered) == len(duties) - 1


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "The lead is not recalled."), ("fr", "La piste n’est pas retirée.")],
)
def test_the_page_leads_to_the_recall_that_is_a_duty(
    agency: InventedAgency, named: Incident, language: str, told: str
) -> None:
    row = SearchRequest.objects.get(pk=named.search_request_id)
    privacy = browser(agency, "supervisor", language=language)
    assert told not in plain(privacy.get(page_of(named)))
    wrong_person = given.opened(agency, row, ground="misidentified")
    page = privacy.get(page_of(wrong_person))
    assert told in plain(page)
    assert f"/leads/{row.pk}/recall/" in page.content.decode()
    leads.recalled(agency, row)
    assert told not in plain(privacy.get(page_of(wrong_person)))


def test_a_day_of_what_was_not_done_is_not_kept(agency: InventedAgency, named: Incident) -> None:
    given.taken(agency, named)
    supervisor = browser(agency, "supervisor")
    said = typed(named, ended="handed_over", answers_0_became="not_done")
    assert supervisor.post(page_of(named), said).status_code == 302
    named.refresh_from_db()
    assert named.undone == 1


def test_who_does_not_look_into_it_closes_nothing_and_is_told(
    agency: InventedAgency, named: Incident
) -> None:
    given.taken(agency, named)
    sergeant = browser(agency, "sergeant")
    answer = sergeant.post(page_of(named), typed(named), follow=True)
    assert "Only the person who is looking into this incident can close it" in plain(answer)
    assert not Incident.objects.filter(closed_at__isnull=False).exists()


def test_whoever_released_the_lead_reads_it_and_cannot_take_it(
    agency: InventedAgency, named: Incident
) -> None:
    released_by = browser(agency, "supervisor2")
    page = released_by.get(page_of(named))
    assert "You had a part in it, so what others wrote" in plain(page)
    assert "You released this lead" in plain(page)
    assert "take/" not in page.content.decode()
    told = released_by.post(page_of(named) + "take/", {"after": "0"}, follow=True)
    assert "You released this lead" in plain(told)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_decider_opens_one_from_the_leads(
    agency: InventedAgency, named: Incident, language: str
) -> None:
    privacy = browser(agency, "privacy", language=language)
    way = f"/decisions/leads/{named.search_request_id}/incident/"
    assert way in privacy.get("/decisions/leads/").content.decode()
    assert privacy.post(way, {"ground": "", "words": "Short", "after": "1"}).status_code == 400
    sent = privacy.post(way, {"ground": "misidentified", "words": given.WORDS, "after": "1"})
    assert sent.status_code == 302
    second = Incident.objects.get(number=2)
    assert second.flaws == ["misidentified"]
    assert given.WORDS in plain(privacy.get(page_of(second)))
    twice = privacy.post(way, {"ground": "misidentified", "words": given.WORDS, "after": "1"})
    assert twice.status_code == 400
    assert given.WORDS in twice.content.decode()
    assert Incident.objects.count() == 2


def test_the_officer_is_told_that_there_is_one(agency: InventedAgency, named: Incident) -> None:
    officer = browser(agency, "officer")
    way = f"/requests/{named.search_request_id}/outcome/"
    assert (
        "Incident 1 was opened about this. Somebody who had no part in it has to look into it"
        in plain(officer.get(way))
    )
    given.taken(agency, named)
    given.closed(agency, named)
    said = plain(officer.get(way))
    assert "was closed on" in said
    assert given.WORDS not in said
    assert officer.get(page_of(named)).status_code == 403


@pytest.mark.parametrize(
    ("who", "address"),
    [("supervisor", LIST), ("privacy", LIST), ("auditor", "/audit/requests/{pk}/")],
)
def test_its_notice_leads_to_it(
    agency: InventedAgency, named: Incident, who: str, address: str
) -> None:
    page = browser(agency, who).get("/notices/").content.decode()
    assert address.format(pk=named.search_request_id) in page


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE searches_followup SET sealed = 'x'", "does not open"),
        ("UPDATE searches_incident SET sealed_closing = 'x' WHERE closed_at IS NOT NULL", "does not open"),
        ("UPDATE searches_incident SET sealed = 'x' WHERE sealed IS NOT NULL", "does not open"),
    ],
    ids=["report", "closing", "opening"],
)  # fmt: skip
def test_a_damaged_part_shuts_no_page(
    agency: InventedAgency, named: Incident, damage: str, told: str
) -> None:
    second = given.opened(agency, named.search_request)
    given.taken(agency, named)
    given.closed(agency, named)
    with examiners.past_the_guards(damage.split()[1]) as administrator:
        assert administrator.execute(damage).rowcount  # type: ignore[arg-type]
    pages = [plain(browser(agency, "supervisor").get(page_of(each))) for each in (named, second)]
    assert any(told in each for each in pages)
    assert (
        browser(agency, "officer").get(f"/requests/{named.search_request_id}/outcome/").status_code
        == 200
    )


def test_after_a_recall_the_incident_goes_on(agency: InventedAgency, named: Incident) -> None:
    leads.recalled(agency, SearchRequest.objects.get(pk=named.search_request_id))
    supervisor = browser(agency, "supervisor")
    assert supervisor.post(page_of(named) + "take/", {"after": "0"}).status_code == 302
    assert supervisor.post(page_of(named), typed(named)).status_code == 302
