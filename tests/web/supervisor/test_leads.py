"""A supervisor finds a lead in the list, reads what is weighed, and releases it or not; the officer reads its sheet."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import io
import re
from typing import Any

import pypdf
import pytest

from requests_app.searches import content, lead, lead_decisions, release
from requests_app.searches.answers import Description
from requests_app.searches.models import KeptTyping, LeadDecision, Reading, SearchRequest
from requests_app.searches.states import Status
from requests_app.web import lead_words
from requests_app.workflow import conclude
from requests_app.workflow.recall import recall_lead
from tests import builders, examiners, leads, matchers
from tests.builders import InventedAgency
from tests.signed_in import browser
from tests.support import sql

LIST = "/decisions/leads/"
PARTS = ("height", "build", "age_band", "hair", "marks", "clothing", "mobility")
REASON = "Nothing that is known of the candidate speaks against them."


@pytest.fixture
def prepare() -> Any:
    return agreed


def agreed(agency: InventedAgency) -> SearchRequest:
    row = matchers.one_result(agency)
    leads.agreed(agency, row)
    return row


def place(row: SearchRequest) -> str:
    return f"{LIST}{row.pk}/"


def opened(client: Any, row: SearchRequest) -> str:
    """Open the page as a browser does, its pictures with it; return the page."""
    answer = client.get(place(row))
    assert answer.status_code == 200
    text = str(answer.content.decode())
    for address in re.findall(r'<img[^>]*src="(/decisions/leads/[^"]+)"', text, re.S):
        assert client.get(address)["Content-Type"] == "image/png"
    return text


def filled(text: str, **changed: str) -> dict[str, str]:
    """A whole form, with the mark of the page that it was typed on."""
    found = re.search(r'name="reading" value="([^"]+)"', text)
    assert found
    rules = re.search(r'name="rules" value="([^"]*)"', text)
    assert rules
    said = {"reading": found[1], "rules": rules[1], "decision": "release", "reason": REASON}
    for part in PARTS:
        said |= {f"{part}_agrees": "matches", f"{part}_candidate": "The same, by the record."}
    return said | changed


def status(row: SearchRequest) -> str:
    return SearchRequest.objects.get(pk=row.pk).status


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_lead_is_found_read_and_released_and_its_sheet_read_by_the_officer(
    agency: InventedAgency, language: str
) -> None:
    row = agency.prepared
    supervisor = browser(agency, "supervisor2", language=language)
    assert f'href="{LIST}"' in supervisor.get("/decisions/").content.decode()
    assert place(row) in supervisor.get(LIST).content.decode()
    text = opened(supervisor, row)
    for described in content.open_version(row.justifications.get()).subject.description.__slots__:
        assert f'name="{described}_agrees"' in text
    assert examiners.STATEMENT.limitations in html.unescape(text)
    answer = supervisor.post(place(row), filled(text))
    assert (answer.status_code, answer.url) == (302, LIST)
    assert status(row) == Status.LEAD_RELEASED
    sheet_place = f"{place(row)}sheet/"
    assert sheet_place in supervisor.get(LIST).content.decode()
    assert REASON in supervisor.get(sheet_place).content.decode()

    officer = browser(agency, "officer", language=language)
    sheet_of_officer = f"/requests/{row.pk}/lead/"
    assert sheet_of_officer in officer.get(f"/requests/{row.pk}/").content.decode()
    sheet = html.unescape(officer.get(sheet_of_officer).content.decode())
    listed = content.open_candidates(row.files.get(kind="candidates"))
    assert listed[0]["external_id"] in sheet
    assert listed[1]["external_id"] not in sheet
    assert all(each["score"] not in sheet for each in listed)
    assert REASON not in sheet
    assert "<img" not in sheet.split("<main")[1].split("</main")[0]
    only = {"en": "Investigative lead only.", "fr": "Piste d’enquête seulement."}[language]
    assert only in sheet
    digest = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8')::jsonb #>> '{body,facts,lead_digest}' FROM audit.event"
        " WHERE code = 'lead.released' AND request_id = %s",
        [row.pk],
    )[0][0]
    assert digest in sheet
    assert Reading.objects.filter(search_request=row, kind="lead").count() == 2
    assert officer.get(f"{sheet_of_officer}print/").status_code == 405
    paper = html.unescape(officer.post(f"{sheet_of_officer}print/").content.decode())
    assert digest in paper
    assert only in paper
    printed = sql(
        "auditor",
        "SELECT count(*) FROM audit.event WHERE code = 'lead.printed' AND request_id = %s",
        [row.pk],
    )
    assert printed == [(1,)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_file_of_a_lead_says_all_that_its_page_says_and_the_log_holds_its_digest(
    agency: InventedAgency, language: str
) -> None:
    row = agency.prepared
    leads.decided(agency, row)
    officer = browser(agency, "officer", language=language)
    page = officer.get(f"/requests/{row.pk}/lead/").content.decode()
    assert officer.get(f"/requests/{row.pk}/lead/save/").status_code == 405
    saved = officer.post(f"/requests/{row.pk}/lead/save/")
    assert saved["Content-Type"] == "application/pdf"
    assert f'attachment; filename="{row.reference}-' in saved["Content-Disposition"]
    read = pypdf.PdfReader(io.BytesIO(saved.content))
    assert read.trailer["/Root"]["/Lang"] == f"{language}-CA"
    on_paper = _together("".join(_body_of(each.extract_text()) for each in read.pages))
    for said in _said_on_the_page(page):
        assert _together(said) in on_paper, said
    assert REASON not in on_paper
    logged = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8')::jsonb #>> '{body,facts,file_digest}',"
        " convert_from(entry, 'UTF8')::jsonb #>> '{body,facts,digest}'"
        " FROM audit.event WHERE code = 'lead.saved' AND request_id = %s",
        [row.pk],
    )
    of_lead = LeadDecision.objects.get(search_request=row).lead_digest
    assert logged == [(hashlib.sha256(saved.content).hexdigest(), of_lead)]


def test_the_file_of_a_lead_that_was_recalled_says_so_first(agency: InventedAgency) -> None:
    row = agency.prepared
    leads.decided(agency, row)
    why = "The gallery holds images whose ground has ended."
    recall_lead(
        actor=agency.actor("supervisor2", "supervisor"),
        search_request_id=row.pk,
        ground="gallery_withdrawn",
        reason=why,
    )
    saved = browser(agency, "officer").post(f"/requests/{row.pk}/lead/save/")
    first = _together(pypdf.PdfReader(io.BytesIO(saved.content)).pages[0].extract_text())
    assert first.index(_together("This lead was recalled.")) < first.index(_together(why))
    assert first.index(_together(why)) < first.index(_together("Released by"))
    assert _together("May be acted on until") not in first


def _said_on_the_page(page: str) -> list[str]:
    """Each text of the sheet on its page: names, values, cells, paragraphs, headings."""
    main = page.split("<main")[1].split("</main")[0].split('<div class="cs-no-print">')[0]
    found = re.findall(r"<(h[123]|p|dt|dd|th|td)\b[^>]*>(.*?)</\1>", main, re.S)
    texts = [html.unescape(re.sub(r"<[^>]+>", " ", inner)).strip() for _tag, inner in found]
    said = [
        text for text in texts if text and text not in {"Investigative lead", "Piste d’enquête"}
    ]
    assert len(said) > 40
    return said


def _body_of(text: str) -> str:
    """The text of one page without what stands on every page: its first line, and the foot."""
    _running, _end, rest = text.partition("\n")
    return re.sub(r"\n(Saved by|Enregistré par)[^\n]*\n?\d+/\d+\s*$", "", rest)


def _together(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]", "", text)


def test_what_is_withheld_is_told_to_the_officer_like_any_search_without_a_lead(
    agency: InventedAgency,
) -> None:
    row = agency.prepared
    supervisor = browser(agency, "supervisor2")
    supervisor.post(place(row), filled(opened(supervisor, row), decision="withhold"))
    assert status(row) == Status.NO_LEAD
    with matchers.for_a_while(agency):
        other = builders.search_request_at(agency, Status.NO_LEAD)
    officer = browser(agency, "officer")
    withheld, without = (_told(officer, each) for each in (row, other))
    assert withheld == without
    assert officer.get(f"/requests/{row.pk}/lead/").status_code == 403


def _told(officer: Any, row: SearchRequest) -> list[str]:
    """What the page of a request tells of its end, without what is its own: the reference, times, receipts."""
    text = re.sub(r"<[^>]+>", " ", officer.get(f"/requests/{row.pk}/").content.decode())
    main = text[text.index("What has happened") :][:600].replace(row.reference, "")
    return [word for word in main.split() if not re.search(r"\d", word)][:30]


def test_what_is_missing_stands_beside_its_field_and_nothing_typed_is_lost(
    agency: InventedAgency,
) -> None:
    row = agency.prepared
    supervisor = browser(agency, "supervisor2")
    text = opened(supervisor, row)
    typed = filled(
        text, reason="short", marks_agrees="contradicts", marks_candidate="A scar on the chin.",
        hair_agrees="", height_candidate="",
    )  # fmt: skip
    answer = supervisor.post(place(row), typed)
    assert answer.status_code == 400
    page = html.unescape(answer.content.decode())
    for field in ("reason", "marks_resolution", "hair_agrees", "height_candidate"):
        assert f"id_{field}" in page.split('class="govuk-error-summary"')[1].split("</div>")[0] or (
            f'href="#id_{field}' in page
        ), field
    assert "A scar on the chin." in page
    assert "Hair: Say whether" in page
    assert "This answer could not be taken" not in page
    assert status(row) == Status.RESULT_RECEIVED


def test_a_correction_meanwhile_is_told_and_the_answers_stay(agency: InventedAgency) -> None:
    row = agency.prepared
    supervisor = browser(agency, "supervisor2")
    text = opened(supervisor, row)
    conclude.correct(
        actor=agency.actor("examiner3"),
        search_request_id=row.pk,
        no_selection="inconclusive",
        correction="The fold that I named is a shadow of the cap.",
    )
    answer = supervisor.post(place(row), filled(text), follow=True)
    assert answer.redirect_chain[-1][0] == LIST
    assert "No two examiners agree" in answer.content.decode()
    examiners.concluded(agency, "examiner4", row, selected=1)
    answer = supervisor.post(place(row), filled(text))
    assert answer.status_code == 400
    page = html.unescape(answer.content.decode())
    assert REASON in page
    assert "Something on this page has changed" in page
    again = opened(supervisor, row)
    assert supervisor.post(place(row), filled(again)).status_code == 302
    assert status(row) == Status.LEAD_RELEASED


def test_pictures_that_were_not_opened_are_asked_for(agency: InventedAgency) -> None:
    row = agency.prepared
    supervisor = browser(agency, "supervisor2")
    text = supervisor.get(place(row)).content.decode()
    answer = supervisor.post(place(row), filled(text))
    assert answer.status_code == 400
    assert "Open both pictures" in html.unescape(answer.content.decode())
    assert not LeadDecision.objects.exists()


def test_nobody_but_a_supervisor_is_shown_the_way(agency: InventedAgency) -> None:
    row = agency.prepared
    privacy = browser(agency, "privacy", shows_errors=True)
    listed = privacy.get(LIST).content.decode()
    assert place(row) not in listed
    assert "Leads that await release" not in listed
    for address in (place(row), f"{place(row)}candidate.png", f"{place(row)}sheet/"):
        assert privacy.get(address).status_code == 403
    other = browser(agency, "supervisor3", shows_errors=True)
    assert place(row) not in other.get(LIST).content.decode()
    assert other.get(place(row)).status_code == 404


def test_a_notice_leads_to_the_lead_and_afterwards_to_the_record(agency: InventedAgency) -> None:
    row = agency.prepared
    supervisor = browser(agency, "supervisor")
    assert f"/decisions/notices/{row.pk}/" in supervisor.get("/notices/").content.decode()
    assert supervisor.get(f"/decisions/notices/{row.pk}/").url == place(row)
    leads.decided(agency, row)
    assert supervisor.get(f"/decisions/notices/{row.pk}/").url == f"/decisions/decided/{row.pk}/"


def test_a_lead_that_has_expired_says_so(agency: InventedAgency) -> None:
    row = agency.prepared
    leads.decided(agency, row)
    officer = browser(agency, "officer")
    address = f"/requests/{row.pk}/lead/"
    assert "This lead has expired" not in officer.get(address).content.decode()
    with examiners.past_the_guards("searches_leaddecision") as administrator:
        administrator.execute(
            "UPDATE searches_leaddecision SET decided_at = decided_at - interval '31 days',"
            " expires_at = expires_at - interval '31 days'"
        )
    assert "This lead has expired" in officer.get(address).content.decode()


def test_every_code_has_words_of_its_own() -> None:
    assert list(lead_words.ATTRIBUTES) == list(release.ATTRIBUTES) == list(PARTS)
    assert set(lead_words.AGREES) == set(release.Agrees)
    assert set(lead_words.OUTCOMES) == set(release.Outcome)
    assert set(lead_words.SELECTS) == set(lead.Selects)
    description = Description(**dict.fromkeys(PARTS, "as seen"))
    for checked in (
        (),
        tuple(release.Checked(part, agrees="matches") for part in PARTS),
        tuple(release.Checked(part, candidate="x", agrees="contradicts") for part in PARTS),
    ):
        for outcome in ("", "release"):
            answers = release.ReleaseAnswers(outcome=outcome, checked=checked)
            for field, codes in release.problems_of(answers, description).items():
                for code in codes:
                    said = lead_words.words_of_problem(field, code)
                    assert "could not be taken" not in said, (field, code)


@pytest.mark.parametrize("who", ["supervisor", "privacy"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_lead_is_recalled_and_its_sheet_says_so(
    agency: InventedAgency, who: str, language: str
) -> None:
    row = agency.prepared
    leads.decided(agency, row)
    decider = browser(agency, who, language=language)
    recall = f"{place(row)}recall/"
    assert recall in decider.get(LIST).content.decode()
    assert decider.get(recall).status_code == 200
    missing = decider.post(recall, {"reason": "A hat was taken for hair by both."})
    assert missing.status_code == 400
    assert "A hat was taken for hair by both." in missing.content.decode()
    whole = {"ground": "error_found", "reason": "A hat was taken for hair by both."}
    answer = decider.post(recall, whole)
    assert (answer.status_code, answer.url) == (302, LIST)
    assert recall not in decider.get(LIST).content.decode()
    assert decider.get(recall).status_code == 302
    officer = browser(agency, "officer", language=language)
    said = {"en": "This lead was recalled. Do not act on it.", "fr": "Cette piste a été retirée."}
    for text in (
        officer.get(f"/requests/{row.pk}/lead/").content.decode(),
        officer.post(f"/requests/{row.pk}/lead/print/").content.decode(),
    ):
        assert said[language] in html.unescape(text)
        assert "A hat was taken for hair by both." in text
    assert f"/requests/{row.pk}/" in officer.get("/notices/").content.decode()
    told = {"en": "was recalled. Do not act on it.", "fr": "a été retirée. Ne l’exploitez pas."}
    own = html.unescape(officer.get(f"/requests/{row.pk}/").content.decode())
    assert told[language] in own
    releaser = browser(agency, "supervisor2", language=language)
    assert f'href="{LIST}"' in releaser.get("/notices/").content.decode()


def test_nothing_of_a_recall_is_optional_or_lost(agency: InventedAgency) -> None:
    row = agency.prepared
    leads.decided(agency, row)
    supervisor = browser(agency, "supervisor")
    recall = f"{place(row)}recall/"
    text = supervisor.get(recall).content.decode()
    assert "(optional)" not in text
    mark = re.search(r'name="typed_by" value="([^"]+)"', text)
    assert mark
    typed = {"ground": "error_found", "reason": "A hat was taken for hair.", "typed_by": mark[1]}
    recall_lead(
        actor=agency.actor("privacy"),
        search_request_id=row.pk,
        ground="other",
        reason="Found by the privacy officer first of all.",
    )
    assert supervisor.post(recall, typed).url == LIST
    assert KeptTyping.objects.filter(account=agency.people["supervisor"]).count() == 1
    assert status(row) == Status.LEAD_RELEASED


def test_what_holds_of_a_person_at_risk_stands_on_the_sheet_and_on_paper(
    agency: InventedAgency,
) -> None:
    row = agency.prepared
    decision = leads.decided(agency, row)
    sheet = dataclasses.replace(
        lead_decisions.open_lead(decision), goes_to="Missing persons unit, room 9"
    )
    with examiners.past_the_guards("searches_leaddecision") as administrator:
        administrator.execute(
            "UPDATE searches_leaddecision SET sealed_lead = %s, lead_digest = %s",
            [lead_decisions.seal_lead(row.pk, decision.pk, sheet), lead.digest_of(sheet)],
        )
    officer = browser(agency, "officer")
    for text in (
        officer.get(f"/requests/{row.pk}/lead/").content.decode(),
        officer.post(f"/requests/{row.pk}/lead/print/").content.decode(),
    ):
        assert "Missing persons unit, room 9" in text
        assert "may not be used to prosecute" in re.sub(r"\s+", " ", text)
        assert "Not a face recogniser" in text


def test_what_was_typed_is_kept_where_others_were_first(agency: InventedAgency) -> None:
    row = agency.prepared
    supervisor = browser(agency, "supervisor2")
    text = opened(supervisor, row)
    leads.decided(agency, row, by="supervisor")
    mark = re.search(r'name="typed_by" value="([^"]+)"', text)
    assert mark
    answer = supervisor.post(place(row), filled(text) | {"typed_by": mark[1]}, follow=True)
    assert answer.redirect_chain[-1][0] == LIST
    assert KeptTyping.objects.filter(account=agency.people["supervisor2"]).count() == 1


def test_what_was_typed_is_kept_with_what_is_missing_and_dropped_once_it_is_decided(
    agency: InventedAgency,
) -> None:
    row = agency.prepared
    supervisor = browser(agency, "supervisor2")
    text = opened(supervisor, row)
    mark = re.search(r'name="typed_by" value="([^"]+)"', text)
    assert mark
    typed = filled(text) | {"typed_by": mark[1]}
    assert supervisor.post(place(row), typed | {"hair_agrees": ""}).status_code == 400
    assert KeptTyping.objects.filter(account=agency.people["supervisor2"]).count() == 1
    assert supervisor.post(place(row), typed).status_code == 302
    assert not KeptTyping.objects.filter(account=agency.people["supervisor2"]).exists()
