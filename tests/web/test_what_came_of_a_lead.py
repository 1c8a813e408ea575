"""The pages on what comes of a lead, by the officer and by a supervisor: what is asked, kept, stopped and shown."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.utils import timezone

from requests_app.searches.models import FollowUp, KeptTyping, SearchRequest
from tests import builders, examiners, follow_ups, leads
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.web.officer.typing_in import ALL_STATEMENTS, declaration, send

AREAS = {"officer": "/requests", "supervisor": "/decisions/leads"}
WORDS = follow_ups.WORDS


@pytest.fixture
def prepare() -> Any:
    return follow_ups.released


@pytest.fixture
def row(agency: InventedAgency) -> SearchRequest:
    found: SearchRequest = SearchRequest.objects.get(pk=agency.prepared.pk)
    return found


def place(row: SearchRequest, page: str = "", who: str = "officer") -> str:
    return f"{AREAS[who]}/{row.pk}/outcome/{page}"


def day(name: str, on: Any = None) -> dict[str, str]:
    on = on or timezone.localdate()
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def typed(page: str) -> dict[str, str]:
    """A whole form of each page."""
    return {
        "passed-on/": {"recipient": "other_agency", "name": "The county force", "why": WORDS, **day("passed_on")},
        "plan/": {"step": "arrest", "words": WORDS},
        "report/": {
            "words": WORDS, "whereabouts": "possible", "whereabouts_how": WORDS, "taken": "none", "line_up_held": "no", "warrant_sought": "no", "earlier_holds": "yes",
            "disposition": "open", "corroborations_0_kind": "dna",
            "corroborations_0_source": "The laboratory's report on the glove.",
            "corroborations_0_supports": "yes",
            "corroborations_0_is_independent": "yes", "corroborations_0_from_line_up": "no",
            **day("corroborations_0_found_on"), **day("whereabouts_on"),
        },
    }[page]  # fmt: skip


def sent(client: Any, row: SearchRequest, page: str, who: str = "officer", **changes: Any) -> Any:
    """Open a page, fill it in with these changes, and send it."""
    drawn = client.get(place(row, page, who))
    assert drawn.status_code == 200
    after = re.search(r'name="after" value="(\d+)"', drawn.content.decode())
    mark = re.search(r'name="typed_by" value="([^"]+)"', drawn.content.decode())
    assert after
    assert mark
    form = {"after": after[1], "typed_by": mark[1]}
    whole = typed(page) | form | changes
    return client.post(place(row, page, who), {k: v for k, v in whole.items() if v is not None})


LINE_UP = {
    "line_up_picture": "The licence of 2024",
    "line_up_same_picture": "no",
    "line_up_is_blind": "yes",
    "line_up_fillers": "7",
    "line_up_is_sequential": "yes",
    "line_up_is_recorded": "no",
    "line_up_witness_saw": "yes",
    "line_up_witness_told": "no",
}
WARRANT = {"warrant_relies_on_search": "yes", "warrant_basis": ["dna", "vehicle_link"], "warrant_disclosed": ["rank"]}  # fmt: skip


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("who", AREAS)
def test_everything_is_recorded_and_read_by_both(
    agency: InventedAgency, row: SearchRequest, who: str, language: str
) -> None:
    client = browser(agency, who, language=language)
    assert place(row) in text(browser(agency, "officer").get(f"/requests/{row.pk}/"))
    assert place(row, who="supervisor") in text(
        browser(agency, "supervisor").get("/decisions/leads/")
    )
    for page in ("passed-on/", "report/", "plan/"):
        answer = sent(client, row, page, who)
        assert (answer.status_code, answer.url) == (302, place(row, who=who))
    assert list(FollowUp.objects.values_list("kind", "outcome", "is_stopped")) == [
        ("passed_on", "other_agency", None), ("report", "open", None), ("plan", "arrest", False),
    ]  # fmt: skip
    for reader in AREAS:
        said = text(browser(agency, reader).get(place(row, who=reader)))
        for words in (WORDS, "The county force", "The laboratory's report on the glove."):
            assert words in said


def test_a_step_on_the_lead_alone_is_stopped_and_told_what_to_do(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "officer")
    assert sent(client, row, "plan/").status_code == 302
    said = text(client.get(place(row)))
    assert "This step is stopped: do not take it." in said
    assert "Nothing that would have been found without the search speaks for it." in said
    assert "Nobody has reported where the candidate was at the time." in said
    assert FollowUp.objects.get().is_stopped


HELD = {
    "en": ("The licence of 2024", "One person is shown after the other", "Others beside the candidate", "Recorded in sound or picture", "“I think so”", "DNA; A vehicle that is theirs"),
    "fr": ("The licence of 2024", "Personnes présentées l’une après l’autre", "Autres personnes à côté du candidat", "Enregistrée, en son ou en image", "“I think so”", "ADN; Un véhicule qui lui appartient"),
}  # fmt: skip


@pytest.mark.parametrize("language", HELD)
def test_how_a_line_up_was_held_and_what_a_warrant_rests_on_is_recorded_and_read(
    agency: InventedAgency, row: SearchRequest, language: str
) -> None:
    client = browser(agency, "officer", language=language)
    about = LINE_UP | WARRANT | day("line_up_held_on") | day("warrant_sought_on")
    answer = sent(
        client, row, "report/", line_up_held="yes", line_up_result="candidate", line_up_sureness="“I think so”",
        warrant_sought="yes", warrant_decision="pending", **about,
    )  # fmt: skip
    assert answer.status_code == 302
    said = text(client.get(place(row)))
    for words in HELD[language]:
        assert words in said, words
    assert (
        sent(client, row, "plan/", step="line_up", earlier_holds=None, **LINE_UP).status_code == 302
    )
    assert sent(client, row, "plan/", step="warrant", **WARRANT).status_code == 302


@pytest.mark.parametrize(
    ("page", "changes", "field", "told"),
    [
        ("passed-on/", {"recipient": ""}, "recipient", "Choose to whom the lead was passed on."),
        (
            "passed-on/",
            {"passed_on_year": "2190"},
            "passed_on",
            "Enter a day that has come already.",
        ),
        ("plan/", {"step": "line_up"}, "line_up_same_picture", "Answer this question."),
        ("plan/", {"step": "line_up"}, "line_up_picture", "Say which picture"),
        ("plan/", {"step": "line_up"}, "line_up_fillers", "Say how many others"),
        (
            "plan/",
            {"step": "line_up", "line_up_fillers": "51"},
            "line_up_fillers",
            "Enter 50 or less",
        ),
        (
            "plan/",
            {"step": "line_up", "line_up_fillers": "some"},
            "line_up_fillers",
            "Enter a whole number",
        ),
        ("plan/", {"step": "warrant"}, "warrant_relies_on_search", "Answer this question."),
        (
            "report/",
            {"line_up_held": "yes", "line_up_result": "another"},
            "line_up_sureness",
            "Say how sure the witness was",
        ),
        ("report/", {"words": "short"}, "words", "Write at least 20 characters, in words."),
        ("report/", {"corroborations_1_kind": "dna"}, "corroborations_1_source", "Write at least"),
        ("report/", {"line_up_held": "yes"}, "line_up_result", "Say whom the witness picked."),
        (
            "report/",
            {"warrant_sought": "yes"},
            "warrant_decision",
            "Say what became of the application.",
        ),
        ("report/", {"taken": "arrest"}, "arrest_on", "Answer this question."),
        ("report/", {"line_up_held": ""}, "line_up_held", "Answer this question."),
        ("report/", {"warrant_sought": ""}, "warrant_sought", "Answer this question."),
        ("report/", {"taken": None}, "taken", "Choose what was done about the candidate"),
        ("report/", {"disposition": "solved"}, "disposition", "Choose one of the answers shown."),
    ],
)
def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(
    agency: InventedAgency, row: SearchRequest, page: str, changes: dict[str, str], field: str, told: str,
) -> None:  # fmt: skip
    client = browser(agency, "officer")
    answer = sent(client, row, page, **changes)
    assert answer.status_code == 400
    said = text(answer)
    error = re.search(rf'id="id_{field}-error"[^>]*>(.*?)</p>', said, re.S)
    assert error, field
    assert told in error[1]
    for value in typed(page).values():
        if value not in changes.values() and changes.get("words") != "short":
            assert value in said, value
    assert not FollowUp.objects.exists()
    assert KeptTyping.objects.exists()
    assert sent(client, row, page).status_code == 302
    assert not KeptTyping.objects.exists()


def test_a_blank_corroboration_between_two_does_not_move_an_error(
    agency: InventedAgency, row: SearchRequest
) -> None:
    changes = {
        f"corroborations_0_{part}": ""
        for part in ("kind", "source", "supports", "is_independent", "from_line_up")
    }
    changes |= {f"corroborations_0_found_on_{part}": "" for part in ("day", "month", "year")}
    said = text(
        sent(browser(agency, "officer"), row, "report/", **changes, corroborations_2_kind="dna")
    )
    assert 'id="id_corroborations_2_source-error"' in said
    assert 'id="id_corroborations_0_source-error"' not in said


@pytest.mark.parametrize(
    ("typed_in", "are_open"),
    [
        ({}, [True, False, False]),
        ({"corroborations_1_found_on_month": "7"}, [True, True, False]),
        ({"corroborations_2_source": "A neighbour"}, [True, False, True]),
        ({"corroborations_2_supports": "no"}, [True, False, True]),
    ],
)
def test_of_the_evidence_only_what_was_typed_in_stands_open_after_a_mistake(
    agency: InventedAgency, row: SearchRequest, typed_in: dict[str, str], are_open: list[bool]
) -> None:
    # As a browser sends it: the boxes of a blank date are there, and empty.
    blank = {
        f"corroborations_{number}_found_on_{part}": ""
        for number in (1, 2)
        for part in ("day", "month", "year")
    }
    said = text(
        sent(browser(agency, "officer"), row, "report/", **(blank | typed_in), words="short")
    )
    assert [" open" in each for each in re.findall(r"<details\b[^>]*>", said)] == are_open


def test_a_second_click_records_nothing_and_says_so(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "officer")
    sent(client, row, "passed-on/")
    again = client.post(place(row, "passed-on/"), typed("passed-on/") | {"after": "0"})
    assert again.status_code == 400
    assert "Something was recorded of this lead since you opened this page" in text(again)
    assert "The county force" in text(again)
    assert 'name="after" value="1"' in text(again)
    for made_up in ("", "-1", "x", "9" * 40, "²"):
        answer = client.post(place(row, "passed-on/"), typed("passed-on/") | {"after": made_up})
        assert answer.status_code == 400
    assert FollowUp.objects.count() == 1


def test_what_somebody_else_recorded_is_told_even_after_a_mistake_in_the_form(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "officer")
    client.get(place(row, "passed-on/"))
    follow_ups.recorded(agency, row, follow_ups.report(), who="supervisor", role="supervisor")
    wrong = typed("passed-on/") | {"after": "0", "passed_on_day": "45"}
    redrawn = text(client.post(place(row, "passed-on/"), wrong))
    assert 'name="after" value="0"' in redrawn
    told = client.post(place(row, "passed-on/"), typed("passed-on/") | {"after": "0"})
    assert "Something was recorded of this lead since you opened this page" in text(told)


def test_evidence_that_turns_out_not_to_hold_is_taken_back_by_the_next_report(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "officer")
    question = "Does the evidence that was reported earlier still hold?"
    assert question not in text(client.get(place(row, "report/")))
    sent(client, row, "report/")
    assert question in text(client.get(place(row, "report/")))
    nothing_new = {name: "" for name in typed("report/") if name.startswith("corroborations")}
    sent(client, row, "report/", **nothing_new, earlier_holds="no")
    assert "It does not hold any more" in text(client.get(place(row)))
    sent(client, row, "plan/")
    assert FollowUp.objects.get(kind="plan").flaws == ["nothing_independent"]


def test_a_damaged_entry_is_shown_as_such_and_keeps_nothing_from_being_reported(
    agency: InventedAgency, row: SearchRequest
) -> None:
    kept = follow_ups.recorded(agency, row, follow_ups.report())
    with examiners.past_the_guards("searches_followup") as administrator:
        administrator.execute("UPDATE searches_followup SET sealed = 'x' WHERE id = %s", [kept.pk])
    client = browser(agency, "officer")
    said = text(client.get(place(row)))
    assert "What was said here is damaged and does not open." in said
    assert "It is still being worked on" in said
    for page in ("report/", "plan/"):
        assert sent(client, row, page).status_code == 302
    assert FollowUp.objects.get(kind="plan").is_stopped is False


def test_whoever_has_another_account_by_now_still_reports(
    agency: InventedAgency, row: SearchRequest
) -> None:
    with examiners.past_the_guards("accounts_account") as administrator:
        administrator.execute(
            "UPDATE accounts_account SET person_id = %s WHERE username = 'officer2'",
            [row.requested_by_person_id],
        )
    client = browser(agency, "officer2")
    assert sent(client, row, "report/").status_code == 302


def test_a_report_that_needs_looking_into_says_so(
    agency: InventedAgency, row: SearchRequest
) -> None:
    client = browser(agency, "officer")
    changes = {"taken": "arrest", **day("arrest_on"), "corroborations_0_is_independent": "no"}
    assert sent(client, row, "report/", **changes).status_code == 302
    said = text(client.get(place(row)))
    assert "Something in it has to be looked into" in said
    assert "What was done rested on the lead alone" in said
    assert "It comes from the search itself, and supports no step" in said


def test_what_is_overdue_is_said_wherever_the_officer_looks_and_stops_the_next_request(
    agency: InventedAgency, row: SearchRequest
) -> None:
    other = builders.drafted(agency)
    client = browser(agency, "officer")
    assert "You owe a report" not in text(client.get("/requests/"))
    follow_ups.released_days_ago(row, 31)
    assert "You owe a report on what came of a lead" in text(client.get("/requests/"))
    assert "Overdue since" in text(client.get(f"/requests/{row.pk}/"))
    supervisor = browser(agency, "supervisor")
    assert "report overdue since" in text(supervisor.get("/decisions/leads/"))
    no_stop = text(supervisor.get(place(row, who="supervisor")))
    assert "The report on what came of this lead is overdue" in no_stop
    assert "you can submit no other request" not in no_stop
    assert "you can submit no other request" in text(client.get(place(row)))
    assert "The report on what came of this lead is overdue" in text(client.get(place(row)))
    refused = send(client, declaration(client, other), {"attestations": ALL_STATEMENTS})
    assert "You owe a report on what came of earlier leads" in text(refused)
    assert row.reference in text(refused)
    assert SearchRequest.objects.get(pk=other.pk).status == "DRAFT"


def test_a_recalled_lead_says_so_and_can_still_be_reported_on(
    agency: InventedAgency, row: SearchRequest
) -> None:
    leads.recalled(agency, row)
    client = browser(agency, "officer")
    for page in ("", "passed-on/"):
        assert "This lead was recalled. Do not act on it." in text(client.get(place(row, page)))
    assert sent(client, row, "report/").status_code == 302


def test_where_no_lead_was_released_the_page_leads_back(agency: InventedAgency) -> None:
    other = builders.submitted(agency)
    client = browser(agency, "officer")
    for page in ("", "report/", "plan/", "passed-on/"):
        answer = client.get(place(other, page))
        assert (answer.status_code, answer.url) == (302, f"/requests/{other.pk}/")
