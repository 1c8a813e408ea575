"""The auditors' pages: what they show, what each showing leaves in the log, and who stays outside."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.urls import get_resolver, reverse
from django.utils import translation

from requests_app.accounts.actors import system_actor
from requests_app.audit import log_pages, recorder
from requests_app.audit.events import EVENTS
from requests_app.audit.models import Export
from requests_app.common.errors import NotFound
from requests_app.common.references import format_reference
from requests_app.searches import content, selectors
from requests_app.searches.states import Status
from requests_app.web.auditor.filter_words import GROUPS
from requests_app.web.auditor.forms import FilterForm
from requests_app.workflow import export, withdraw
from tests import builders
from tests.builders import InventedAgency
from tests.signed_in import browser as signed_in
from tests.support import connected_as, sql
from tests.web.kept.test_nothing_typed_is_lost import hidden_fields, tag_of

REASON = "Complaint about repeated searches, second review"


def newest(code: str) -> dict:
    rows = sql(
        "auditor", "SELECT entry FROM audit.event WHERE code = %s ORDER BY id DESC LIMIT 1", [code]
    )
    return json.loads(bytes(rows[0][0]))["body"] if rows else {}


def count(code: str) -> int:
    return sql("auditor", "SELECT count(*) FROM audit.event WHERE code = %s", [code])[0][0]


def whole(text: str) -> str:
    """The page with its digests as somebody copies them: the groups are apart for eyes alone."""
    return text.replace("</span><span>", "")


def test_the_log_is_shown_and_its_reading_recorded_with_the_filters(agency, browser):
    builders.submitted(agency)
    before = count("log.viewed")
    page = browser().get(reverse("auditor:log"), {"who": "officer", "code": "search.*"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "Submitted the request" in text
    assert "Maren Castellow" in text
    assert "no-store" in page["Cache-Control"]
    assert count("log.viewed") == before + 1
    facts = newest("log.viewed")["facts"]
    assert "search.submitted" in facts["filters"]["codes"]
    assert str(agency.people["officer"].pk) in facts["filters"]["people"]
    assert "Castellow" not in json.dumps(facts)


def test_every_event_is_reached_by_the_links_to_older_ones(agency, browser):
    for _ in range(3):
        builders.drafted(agency)
    top = sql("auditor", "SELECT max(id) FROM audit.event")[0][0]
    client, address, seen = browser(), reverse("auditor:log"), []
    while address:
        text = client.get(address).content.decode()
        seen += [int(each) for each in re.findall(r"/audit/log/events/(\d+)/", text)]
        link = re.search(r'rel="next" href="([^"]+)"', text)
        address = reverse("auditor:log") + link[1].replace("&amp;", "&") if link else ""
    expected = [
        each
        for (each,) in sql(
            "auditor", "SELECT id FROM audit.event WHERE id <= %s ORDER BY id DESC", [top]
        )
    ]
    assert [each for each in seen if each <= top] == expected


def test_the_way_back_from_an_event_keeps_the_filters_and_the_page(agency, browser):
    builders.submitted(agency)
    client, log = browser(), reverse("auditor:log")
    last = sql("auditor", "SELECT max(id) FROM audit.event WHERE code = 'search.submitted'")[0][0]
    asked = f"?who=officer&code=search.%2A&before={last + 1}"
    page = client.get(f"{log}{asked}&unknown=%22%3E").content.decode()
    event = reverse("auditor:event", args=[last]) + asked
    assert f'href="{event}"' in html.unescape(page)
    seen = html.unescape(client.get(event).content.decode())
    assert f'href="{log}{asked}" class="govuk-back-link"' in seen
    not_signed_yet = client.get(reverse("auditor:proof", args=[last]) + asked)
    assert not_signed_yet.headers["Location"] == event
    plain = client.get(reverse("auditor:event", args=[last])).content.decode()
    assert f'href="{log}" class="govuk-back-link"' in plain


def test_an_empty_page_says_which_filters_are_on(agency, browser):
    page = browser().get(reverse("auditor:log"), {"who": "nobody-of-that-name", "role": "officer"})
    text = page.content.decode()
    assert "No event fits" in text
    assert "Who: nobody-of-that-name" in text


def test_a_case_is_found_without_its_number_in_an_address(agency, browser):
    row = builders.submitted(agency)
    number = content.open_version(selectors.justification(row)).case.case_number
    answer = browser().post(reverse("auditor:case"), {"case_number": f" {number.lower()} "})
    assert answer.status_code == 302
    assert row.reference in answer["Location"]
    assert number not in answer["Location"]
    page = browser().get(answer["Location"]).content.decode()
    assert row.reference in page
    entries = sql("auditor", "SELECT convert_from(entry, 'UTF8') FROM audit.event")
    assert not any(number in entry for (entry,) in entries)


def test_asking_for_a_case_is_recorded_whether_it_is_found_or_not(agency, browser):
    row = builders.submitted(agency)
    number = content.open_version(selectors.justification(row)).case.case_number
    for asked, shown in ((number, 1), ("NO-SUCH-CASE-7", 0)):
        before = count("log.viewed")
        browser().post(reverse("auditor:case"), {"case_number": asked})
        assert count("log.viewed") == before + 1
        assert newest("log.viewed")["facts"] == {"filters": {"case": True}, "shown": shown}
        opened = sql("auditor", "SELECT value FROM audit.opening WHERE field = 'case_number'"
                     " ORDER BY event_id DESC LIMIT 1")  # fmt: skip
        assert opened == [(asked,)]
        entries = sql("auditor", "SELECT convert_from(entry, 'UTF8') FROM audit.event")
        assert not any(asked in entry for (entry,) in entries)


@pytest.mark.parametrize(
    "asked", [{"since_day": "31", "since_month": "2", "since_year": "2026"}, {"code": "x"}]
)
def test_a_filter_that_makes_no_sense_is_explained(agency, browser, asked):
    page = browser().get(reverse("auditor:log"), asked)
    assert page.status_code == 400
    assert "govuk-error-summary" in page.content.decode()


@pytest.mark.parametrize(
    "asked", [{"before": "99999999999999999999"}, {"before": "-1"}, {"after": "x"}]
)
def test_hostile_page_keys_do_no_harm(agency, browser, asked):
    assert browser().get(reverse("auditor:log"), asked).status_code == 200


def test_an_event_shows_its_bytes_and_leaf_hash(agency, browser):
    builders.drafted(agency)
    number, entry = sql("auditor", "SELECT id, entry FROM audit.event ORDER BY id DESC LIMIT 1")[0]
    text = browser().get(reverse("auditor:event", args=[number])).content.decode()
    assert hashlib.sha256(b"\0" + bytes(entry)).hexdigest() in whole(text)
    assert bytes(entry).decode().replace('"', "&quot;") in text
    assert newest("log.viewed")["facts"]["filters"] == {"event": number}


@pytest.mark.parametrize("name", ["auditor", "oversight"])
def test_the_timeline_shows_what_was_known_but_no_content(agency, browser, matcher, name):
    row = builders.approved(agency)
    builders.forwarded(row)
    page = browser(name).get(reverse("auditor:timeline", args=[row.pk]))
    text = page.content.decode()
    assert page.status_code == 200
    for expected in (
        "Henrik Adeyemi",
        "Approved the search",
        "A result was received",
        "Probe image opened",
        "event ",
    ):
        assert expected in text
    frozen = row.justifications.get()
    assert frozen.digest in whole(text)
    assert builders.OWN_WORDS not in text
    assert newest("record.viewed")["facts"]["what"] == "timeline"


def test_findings_name_the_pack_that_judged(agency, browser):
    row = builders.submitted(agency)
    text = browser().get(reverse("auditor:timeline", args=[row.pk])).content.decode()
    found = sql(
        "auditor",
        "SELECT f.rule, f.pack_digest FROM searches_finding f JOIN searches_checkrun c ON c.id = f.check_run_id WHERE c.search_request_id = %s",
        [row.pk],
    )
    for rule, digest in found:
        assert rule in text
        assert digest in whole(text)


def test_content_opens_only_with_a_reason_and_a_file_reference(agency, browser):
    row = builders.approved(agency)
    client, address = browser(), reverse("auditor:content", args=[row.pk, 1])
    assert builders.OWN_WORDS not in client.get(address).content.decode()
    for given in ({}, {"reason": "too short", "file_reference": "A-1"}, {"reason": REASON}):
        text = client.post(address, given).content.decode()
        assert builders.OWN_WORDS not in text
        assert "govuk-error-summary" in text
    assert count("content.opened") == 0
    assert client.get(reverse("auditor:picture", args=[row.pk, 1])).status_code == 409
    page = client.post(address, {"reason": REASON, "file_reference": "PC-2026-7"})
    assert builders.OWN_WORDS in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    body = newest("content.opened")
    assert set(body["commitments"]) >= {"reason", "file_reference"}
    assert REASON not in json.dumps(body)
    opened = dict(
        sql(
            "auditor",
            "SELECT field, value FROM audit.opening WHERE value IN (%s, 'PC-2026-7')",
            [REASON],
        )
    )
    assert opened == {"reason": REASON, "file_reference": "PC-2026-7"}
    picture = client.get(reverse("auditor:picture", args=[row.pk, 1]))
    assert picture.status_code == 200
    assert picture.content.startswith(b"\x89PNG")
    assert "no-store" in picture["Cache-Control"]
    assert newest("probe.viewed")["who"]["role"] == "privacy_auditor"
    assert browser("oversight").get(reverse("auditor:picture", args=[row.pk, 1])).status_code == 409


def test_a_picture_is_not_drawn_for_an_old_reason(agency, browser):
    row = builders.submitted(agency)
    client = browser()
    client.post(
        reverse("auditor:content", args=[row.pk, 1]), {"reason": REASON, "file_reference": "PC-2"}
    )
    sql(
        "superuser",
        "SET session_replication_role = replica; ALTER TABLE audit.event DISABLE TRIGGER keep_rows;"
        " UPDATE audit.event SET recorded_at = recorded_at - interval '16 minutes' WHERE code = 'content.opened'",
    )
    assert client.get(reverse("auditor:picture", args=[row.pk, 1])).status_code == 409


@pytest.mark.parametrize("name", ["log", "event", "timeline", "content", "picture", "print"])
def test_nothing_is_shown_that_cannot_be_recorded(agency, browser, monkeypatch, name):
    row = builders.approved(agency)
    number = sql("auditor", "SELECT max(id) FROM audit.event")[0][0]
    client = browser()
    if name == "picture":
        client.post(
            reverse("auditor:content", args=[row.pk, 1]),
            {"reason": REASON, "file_reference": "PC-2"},
        )
    client.raise_request_exception = False

    def fails(*args, **kwargs):
        raise DatabaseError("the log is away")

    monkeypatch.setattr(recorder, "record", fails)
    arguments = {"log": [], "event": [number], "content": [row.pk, 1], "picture": [row.pk, 1]}
    address = reverse(f"auditor:{name}", args=arguments.get(name, [row.pk]))
    if name in {"content", "print"}:
        answer = client.post(address, {"reason": REASON, "file_reference": "PC-2"})
    else:
        answer = client.get(address)
    assert answer.status_code == 500
    for secret in (row.reference, builders.OWN_WORDS, "PNG"):
        assert secret.encode() not in answer.content


def test_printing_is_recorded_and_says_who_and_when(agency, browser):
    row = builders.submitted(agency)
    text = browser().post(reverse("auditor:print", args=[row.pk])).content.decode()
    assert re.search(r'Printed by Leona Strathmore, <time [^>]*datetime="20\d\d-\d\d-\d\dT', text)
    assert row.reference in text
    number = sql("auditor", "SELECT id FROM audit.event WHERE code = 'record.printed'")[0][0]
    assert str(number) in text


def test_an_export_goes_from_filter_to_zip(agency, browser):
    builders.submitted(agency)
    client = browser()
    answer = client.post(
        reverse("auditor:export_new"), {"role": "officer", "code": "search.submitted"}
    )
    row = Export.objects.get()
    assert row.filters == {"role": "officer", "codes": ["search.submitted"]}
    waiting = client.get(answer["Location"]).content.decode()
    assert "Waiting to start" in waiting
    assert client.post(reverse("auditor:export_download", args=[row.pk])).status_code == 409
    with connected_as("worker"):
        assert export.make(actor=system_actor("worker"), export_id=row.pk)
    ready = client.get(answer["Location"]).content.decode()
    assert "countersign-log-export/4" in ready
    assert client.get(reverse("auditor:export_progress", args=[row.pk])).status_code == 200
    assert "Ready" in client.get(reverse("auditor:exports")).content.decode()
    handed = client.post(reverse("auditor:export_download", args=[row.pk]))
    assert handed["Content-Type"] == "application/zip"
    assert f'filename="countersign-log-{row.requested_event}.zip"' in handed["Content-Disposition"]
    assert "no-store" in handed["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(handed.getvalue())) as archive:
        assert archive.testzip() is None
        found = {name.split("/")[1]: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(found["manifest.json"])
    for each in manifest["files"]:
        assert hashlib.sha256(found[each["name"]]).hexdigest() == each["sha256"]
    assert manifest["rows"] == found["events.jsonl"].count(b"\n") == 1
    assert count("log.export_downloaded") == 1


def test_an_export_that_could_not_be_closed_leaves_no_file(
    agency, browser, exports_folder, monkeypatch
):
    browser().post(reverse("auditor:export_new"), {})
    row = Export.objects.get()

    def cannot(*args, **kwargs):
        raise DatabaseError("the connection was lost")

    monkeypatch.setattr(export, "_close", cannot)
    with connected_as("worker"):
        assert not export.make(actor=system_actor("worker"), export_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.failure) == ("failed", "database")
    assert list(exports_folder.iterdir()) == []
    assert count("log.export_failed") == 1


def test_a_failed_export_says_so_and_starts_again(agency, browser):
    client = browser()
    client.post(reverse("auditor:export_new"), {})
    sql("owner", "UPDATE audit_export SET state = 'failed', failure = 'disk', finished_at = now()")
    row = Export.objects.get()
    text = client.get(reverse("auditor:export", args=[row.pk])).content.decode()
    assert "Start again" in text
    assert client.post(reverse("auditor:export_again", args=[row.pk])).status_code == 302
    assert Export.objects.filter(state="queued").count() == 1


OUTSIDERS = ["officer", "supervisor", "privacy", "examiner", "operator", "administrator", "policy"]


@pytest.mark.parametrize("name", OUTSIDERS)
def test_everybody_else_stays_outside(agency, browser, name):
    row = builders.search_request_at(agency, Status.AWAITING_DECISION)
    client = browser(name)
    area = next(
        each for each in get_resolver("requests_app.web.urls").url_patterns
        if getattr(each, "app_name", "") == "auditor"
    )  # fmt: skip
    values = {"pk": row.pk, "version": 1, "event_id": 1, "check_id": row.pk}
    tried = 0
    for each in area.url_patterns:
        arguments = {key: values[key] for key in each.pattern.converters}
        for method in (client.get, client.post):
            answer = method(reverse(f"auditor:{each.name}", kwargs=arguments))
            assert answer.status_code in {403, 404}, each.name
            assert row.reference not in answer.content.decode()
        tried += 1
    assert tried == 21
    assert not Export.objects.exists()


def test_signed_out_people_are_sent_to_sign_in(agency, client):
    answer = client.get(reverse("auditor:log"))
    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


def test_a_reference_is_found_however_it_is_typed_and_a_wrong_one_told(agency, browser):
    row = builders.submitted(agency)
    client, address = browser(), reverse("auditor:log")
    for typed in (
        row.reference.lower().replace("-", " "),
        row.reference.replace("-", "–"),
        row.reference.replace("-", ""),
    ):
        page = client.get(address, {"request": typed})
        assert page.status_code == 200
        assert row.reference in page.content.decode()
    wrong = row.reference[:-1] + ("A" if row.reference[-1] != "A" else "B")
    for typed, english, french in (
        (wrong, "the last letter does not fit", "ne correspond pas"),
        (format_reference(1999, 7), "no request has this number", "aucune demande"),
        ("GO26-01234", "this is no reference number", "n’est pas un numéro"),
    ):
        page = client.get(address, {"request": typed})
        assert page.status_code == 400
        text = page.content.decode()
        assert text.count(english) == 2, typed  # in the summary and beside the field
        assert "id_request-error" in text
        with translation.override("fr"):
            assert french in str(FilterForm({"request": typed}).errors["request"])


def test_a_case_is_found_with_any_dash_or_none(agency, browser):
    row = builders.submitted(agency)
    number = content.open_version(selectors.justification(row)).case.case_number
    for typed in (number.replace("-", "–"), number.replace("-", ""), number.replace("-", " ")):
        answer = browser().post(reverse("auditor:case"), {"case_number": typed})
        assert row.reference in answer["Location"], typed


def test_what_is_wrong_with_a_case_number_is_told(agency, browser):
    client = browser()
    answer = client.post(reverse("auditor:case"), {"case_number": "GO26\u202e-01234"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "hidden character" in text
    assert "No request bears" not in text


@pytest.mark.parametrize("typed", ["GO26-99999", "GO26-no"])
def test_a_case_number_that_finds_nothing_can_be_corrected_where_it_was_typed(
    agency, browser, typed
):
    client = browser()
    page = client.get(reverse("auditor:log")).content
    sent = hidden_fields(page, "page-form") | {"case_number": typed}
    answer = client.post(reverse("auditor:case"), sent)
    text = answer.content.decode()
    assert answer.status_code == 400
    assert f'value="{typed}"' in tag_of(text, "case_number")
    assert "No request bears that case number" in text
    assert "case_case_number-error" in text
    # It was received: nothing is kept of it, and nothing says later that it was not.
    for later in (text, client.get(reverse("auditor:log")).content.decode()):
        assert "in the fields again" not in later


WORDED = {
    "en": (
        "Who: Maren Castellow", "What: Everything about: sign-ins", "Outcome: Refused",
        "Role acted in: Officer", "From: 2 November 2026, 00:00", "Requests: {reference}",
    ),
    "fr": (
        "Qui\N{NO-BREAK SPACE}: Maren Castellow",
        "Quoi\N{NO-BREAK SPACE}: Tout ce qui concerne\N{NO-BREAK SPACE}: connexions",
        "Issue\N{NO-BREAK SPACE}: Refusé", "Rôle exercé\N{NO-BREAK SPACE}: Agent",
        "À partir du\N{NO-BREAK SPACE}: 2 novembre 2026, 00:00",
        "Demandes\N{NO-BREAK SPACE}: {reference}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_that_shows_a_filter_says_it_in_words(agency, browser, language):
    row = builders.drafted(agency)
    asked = {
        "who": "officer", "code": "sign_in.*", "outcome": "refused", "role": "officer",
        "since_day": "2", "since_month": "11", "since_year": "2026", "request": row.reference,
    }  # fmt: skip
    client = browser()
    client.cookies["countersign_language"] = language
    chips = client.get(reverse("auditor:log"), asked).content.decode()
    assert WORDED[language][1].split(": ", 1)[1].split("\N{NO-BREAK SPACE}: ")[-1] in chips
    assert "sign_in.*" not in chips.split("moj-filter__options")[0].split("<main")[1].replace(
        "code=sign_in.*", ""
    )
    asking = newest_id("log.viewed")
    made = client.post(reverse("auditor:export_new"), asked)
    exported = newest_id("log.exported")
    for address in (
        reverse("auditor:event", args=[asking]),
        reverse("auditor:event", args=[exported]),
        reverse("auditor:exports"),
        made.url,
    ):
        text = html.unescape(client.get(address).content.decode()).split("<pre")[0]
        text = re.sub(r'<span class="cs-reference">(.*?)</span>', r"\1", text)  # for eyes alone
        for words in WORDED[language]:
            assert words.format(reference=row.reference) in text, (address, words)
        assert str(agency.people["officer"].pk) not in text.split("<dl", 1)[-1]
        assert '{"' not in text.split("<main", 1)[1]


def newest_id(code: str) -> int:
    return sql("auditor", "SELECT max(id) FROM audit.event WHERE code = %s", [code])[0][0]


def test_every_group_of_events_has_words():
    assert {code.split(".")[0] for code in EVENTS} == set(GROUPS)


@pytest.mark.parametrize(
    ("language", "times", "head"),
    [
        ("en", "10 times, one after another", "Reference"),
        ("fr", "10 fois de suite", "Référence"),
    ],
)
def test_what_repeats_is_one_line_and_the_head_stands_before_it(
    agency, browser, language, times, head
):
    row = builders.submitted(agency)
    for _ in range(10):
        with pytest.raises(NotFound):
            withdraw.withdraw(actor=agency.actor("officer2"), search_request_id=row.pk)
    client = browser()
    client.cookies["countersign_language"] = language
    for page in (
        client.get(reverse("auditor:timeline", args=[row.pk])),
        client.post(reverse("auditor:print", args=[row.pk])),
    ):
        text = " ".join(html.unescape(page.content.decode()).split())
        main = text.split("<main", 1)[1]
        assert main.count(times) == 1
        folded = main.split(times, 1)[1].split("</details>")[0]
        assert folded.count("<li>") == 10, "each can still be opened"
        assert folded.count("<time") == 12, "the first, the last, and each"
        top = main[: main.index('"moj-timeline"')]
        digest = row.justifications.get().digest
        assert head in top
        assert row.reference in top
        assert whole(top).index(digest) < top.index("version-1")


@pytest.mark.parametrize(
    ("language", "told", "next_step"),
    [
        ("en", "This filter takes too long", "Or export what fits"),
        ("fr", "Ce filtre prend trop de temps", "Ou exportez"),
    ],
)
def test_a_filter_that_takes_too_long_is_ended_with_a_sentence(
    agency: InventedAgency,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    told: str,
    next_step: str,
) -> None:
    """The database ends the statement; the filter stays, and nothing counts as read."""

    def slow(*_args: Any, **_kwargs: Any) -> None:
        with transaction.atomic(using="auditor"), connections["auditor"].cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 30")
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(log_pages, "page", slow)
    client = signed_in(agency, "auditor", language=language)
    before = sql("owner", "SELECT count(*) FROM audit.event WHERE code = 'log.viewed'")
    page = client.get(reverse("auditor:log"), {"role": "officer"})
    text = page.content.decode()
    assert page.status_code == 503
    assert told in text
    assert next_step in " ".join(text.split())
    assert 'value="officer" selected' in text
    assert sql("owner", "SELECT count(*) FROM audit.event WHERE code = 'log.viewed'") == before
