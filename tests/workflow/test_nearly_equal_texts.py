"""Nearly equal texts are sought in the whole unit's last year, and told as far as each reader may know them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.utils import timezone, translation

from requests_app.common import clock
from requests_app.registry import selectors as registry
from requests_app.searches import alike, content
from requests_app.searches.answers import Answers
from requests_app.searches.models import AlikeText, SearchRequest, TextSignature
from requests_app.searches.signatures import Signature, signature
from requests_app.trial.demo import stories
from requests_app.web.questionnaire import presenters
from requests_app.workflow import check, earlier_texts, submit
from requests_app.workflow.reading.alike import AlikeField, Named
from requests_app.workflow.reading.audited_record import open_audited_record
from requests_app.workflow.reading.decision_page import open_decision_page
from requests_app.workflow.reading.own_record import open_own_record
from tests import builders
from tests.builders import InventedAgency
from tests.support import raw_connection, sql

NARRATIVES = 6
"""How many narratives of an invented story are long enough to be compared."""

TEXT = (
    "We do not know who pushed the watchman down the stairs of the old grain silo. An answer would let "
    "us ask the one person who can say where the stolen seed register lies before the auction begins."
)
OTHER = (
    "A runner was held on the towpath; two complaints of last month name the same gloves and the same "
    "hour, and nobody could yet say whether one man did all three."
)
NEAR = TEXT.replace("watchman", "porter").replace("seed register", "seed book")


def with_objective(number: int, text: str) -> Answers:
    """An invented story with another objective."""
    document = stories.answers(number, today=timezone.localdate(clock.now()))
    return dataclasses.replace(
        document, necessity=dataclasses.replace(document.necessity, objective=text)
    )


def asks(agency: InventedAgency, text: str, *, by: str, number: int) -> SearchRequest:
    """A submitted request with this objective."""
    return builders.submitted(agency, by=by, document=with_objective(number, text))


def drafts(agency: InventedAgency, text: str, *, by: str, number: int) -> SearchRequest:
    return builders.drafted(agency, by=by, document=with_objective(number, text))


def objective_of(agency: InventedAgency, row: SearchRequest, by: str) -> list[AlikeField]:
    """What an officer is told of the objective of their draft."""
    told = submit.preview_with_texts(actor=agency.actor(by, "officer"), search_request=row)
    return [each for each in told.alike if each.field == "objective"]


def rules(agency: InventedAgency, row: SearchRequest, by: str) -> set[str]:
    found = submit.preview(actor=agency.actor(by, "officer"), search_request=row).findings
    return {finding.rule for finding in found}


def test_a_colleagues_text_is_found_and_not_named(agency: InventedAgency) -> None:
    """Before, only the author's own last requests were opened."""
    asks(agency, TEXT, by="sergeant", number=1)
    row = drafts(agency, NEAR, by="officer", number=2)
    assert objective_of(agency, row, "officer") == [AlikeField("objective", [], 1)]
    assert "CORE-44" in rules(agency, row, "officer")


def test_ones_own_text_is_named(agency: InventedAgency) -> None:
    first = asks(agency, TEXT, by="officer", number=1)
    row = drafts(agency, NEAR, by="officer", number=2)
    ((objective,),) = [objective_of(agency, row, "officer")]
    assert [each.reference for each in objective.named] == [first.reference]
    assert 90 <= objective.named[0].percent < 100
    assert objective.others == 0


def test_another_story_is_not_found(agency: InventedAgency) -> None:
    asks(agency, TEXT, by="officer", number=1)
    row = drafts(agency, OTHER, by="officer", number=2)
    assert objective_of(agency, row, "officer") == []
    assert "CORE-44" not in rules(agency, row, "officer")


def test_another_unit_is_not_looked_at(agency: InventedAgency) -> None:
    asks(agency, TEXT, by="officer3", number=1)
    row = drafts(agency, TEXT, by="officer", number=2)
    assert objective_of(agency, row, "officer") == []


def test_ones_own_earlier_version_is_no_other_request(agency: InventedAgency) -> None:
    row = asks(agency, TEXT, by="officer", number=1)
    builders.decided(agency, row, "return")
    assert objective_of(agency, SearchRequest.objects.get(pk=row.pk), "officer") == []


@pytest.mark.parametrize(("days", "found"), [(364, True), (366, False)])
def test_it_is_looked_back_for_a_year(agency: InventedAgency, days: int, found: bool) -> None:
    asks(agency, TEXT, by="officer", number=1)
    sql("owner", "ALTER TABLE searches_textsignature DISABLE TRIGGER USER")
    sql("owner", "UPDATE searches_textsignature SET submitted_at = %s",
        [clock.real_now() - dt.timedelta(days=days)])  # fmt: skip
    row = drafts(agency, TEXT, by="officer", number=2)
    assert bool(objective_of(agency, row, "officer")) is found


def test_every_version_counts_that_was_submitted(agency: InventedAgency) -> None:
    """A text that was rewritten in the next version was submitted all the same."""
    first = asks(agency, TEXT, by="officer", number=1)
    builders.decided(agency, first, "return")
    actor = agency.actor("officer", "officer")
    builders.write(actor, first.pk, with_objective(1, "Something else is written here now, " * 4))
    builders.driving.submitted(actor, SearchRequest.objects.get(pk=first.pk))
    row = drafts(agency, TEXT, by="officer", number=2)
    ((objective,),) = [objective_of(agency, row, "officer")]
    assert objective.named == [Named(first.reference, 100)]


def test_what_was_never_submitted_is_not_found(agency: InventedAgency) -> None:
    drafts(agency, TEXT, by="sergeant", number=1)
    row = drafts(agency, TEXT, by="officer", number=2)
    assert objective_of(agency, row, "officer") == []
    assert not TextSignature.objects.exists()


def test_each_reader_is_told_what_they_may_know(agency: InventedAgency) -> None:
    first = asks(agency, TEXT, by="sergeant", number=1)
    row = asks(agency, NEAR, by="officer", number=2)

    def told(fields: Any) -> list[tuple[list[str], int]]:
        return [
            ([named.reference for named in each.named], each.others)
            for each in fields
            if each.field == "objective"
        ]

    named, hidden = [([first.reference], 0)], [([], 1)]
    officer = agency.actor("officer", "officer")
    assert told(open_own_record(actor=officer, search_request_id=row.pk).alike) == hidden
    # Who may decide on both knows of both; who asked for the first may not decide on it, but on this one.
    for who, expected in (("supervisor", named), ("sergeant", hidden)):
        page = open_decision_page(actor=agency.actor(who, "supervisor"), search_request_id=row.pk)
        assert told(page.alike) == expected
    auditor = agency.actor("auditor")
    record = open_audited_record(actor=auditor, search_request_id=row.pk)
    ((_run, _findings, fields),) = record.versions[0].checks
    assert told(fields) == named
    # Nothing of it is in the log.
    said = sql(
        "owner",
        "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE request_id = %s",
        [row.pk],
    )
    assert not any(str(first.pk) in entry or first.reference in entry for (entry,) in said)


def test_whoever_decided_on_it_is_told_of_it_for_good(agency: InventedAgency) -> None:
    first = asks(agency, TEXT, by="sergeant", number=1)
    builders.decided(agency, first, "refuse", by="supervisor2")
    row = asks(agency, NEAR, by="officer", number=2)
    page = open_decision_page(actor=agency.actor("supervisor2"), search_request_id=row.pk)
    told = [each for each in page.alike if each.field == "objective"]
    assert [named.reference for named in told[0].named] == [first.reference]


def test_a_version_is_judged_against_what_came_before_it(agency: InventedAgency) -> None:
    row = asks(agency, TEXT, by="officer", number=1)
    asks(agency, TEXT, by="sergeant", number=2)
    answers = content.open_draft(row)
    row.refresh_from_db()
    found = check.evaluate(
        search_request=row, answers=answers, stage="approve", frozen=row.justifications.get()
    ).texts
    assert not [each for each in found if each.field == "objective"]


def test_a_submission_keeps_what_was_found_and_lets_itself_be_found(agency: InventedAgency) -> None:
    first = asks(agency, TEXT, by="sergeant", number=1)
    row = asks(agency, NEAR, by="officer", number=2)
    kept = AlikeText.objects.filter(check_run=row.justifications.get().check_run, field="objective")
    assert [(each.found_id, each.found_version) for each in kept] == [(first.pk, 1)]
    fields = TextSignature.objects.filter(search_request=row, version=1).values_list(
        "field", flat=True
    )
    assert {"objective", "evidence", "benefit", "impact"} <= set(fields)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_names_the_question_and_the_request(agency: InventedAgency, language: str) -> None:
    """In both languages, with one's own request by its reference and a colleague's without."""
    own = asks(agency, TEXT, by="officer", number=1)
    theirs = asks(agency, NEAR, by="sergeant", number=2)
    row = drafts(agency, TEXT, by="officer", number=3)
    told = submit.preview_with_texts(actor=agency.actor("officer", "officer"), search_request=row)
    with translation.override(language):
        page = render_to_string(
            "components/alike.html", {"alike": presenters.alike_rows(told.alike)}
        )
    assert f"100{'%' if language == 'en' else chr(160) + '%'}" in page
    assert own.reference in page
    assert theirs.reference not in page
    assert ("at least 1 other request" if language == "en" else "au moins 1 autre demande") in page


# --- erased with the text ---------------------------------------------------------------------------


def erase(row: SearchRequest) -> None:
    """Destroy the key of a request, with its event, as the owner does."""
    with raw_connection("owner") as owner:
        owner.execute("SELECT audit.erase_openings(%s, 'retention_over')", [row.pk])
        owner.execute(
            "UPDATE searches_contentkey SET wrapped = NULL, destroyed_at = now()"
            " WHERE search_request_id = %s",
            [row.pk],
        )


def test_the_signatures_go_with_the_key(agency: InventedAgency) -> None:
    first, kept = (
        asks(agency, TEXT, by="sergeant", number=1),
        asks(agency, OTHER, by="sergeant", number=3),
    )
    erase(first)
    assert not TextSignature.objects.filter(search_request=first).exists()
    assert TextSignature.objects.filter(search_request=kept).exists()
    row = drafts(agency, TEXT, by="officer", number=2)
    assert objective_of(agency, row, "officer") == []


@pytest.mark.parametrize("login", ["web", "worker", "dispatcher", "auditor", "owner"])
@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM searches_textsignature", "UPDATE searches_textsignature SET words = 'x'",
     "TRUNCATE searches_textsignature"],
)  # fmt: skip
def test_no_signature_goes_or_changes_before(
    agency: InventedAgency, login: str, statement: str
) -> None:
    asks(agency, TEXT, by="officer", number=1)
    with pytest.raises(psycopg.Error):
        sql(login, statement)


def test_an_erased_text_gets_no_signature_again(agency: InventedAgency) -> None:
    row = asks(agency, TEXT, by="officer", number=1)
    before = sql("owner", "SELECT submitted_at, words, bands FROM searches_textsignature LIMIT 1")[
        0
    ]
    erase(row)
    with pytest.raises(psycopg.errors.CheckViolation, match="erased"):
        sql("owner", "INSERT INTO searches_textsignature VALUES (gen_random_uuid(), 1, 'objective', %s, %s,"
            " %s, %s)", [*before, row.pk])  # fmt: skip


# --- texts of earlier releases ----------------------------------------------------------------------


def forget_signatures() -> None:
    """Leave the database as an earlier release did."""
    sql("owner", "ALTER TABLE searches_textsignature DISABLE TRIGGER USER")
    sql("owner", "TRUNCATE searches_textsignature")
    sql("owner", "ALTER TABLE searches_textsignature ENABLE ALWAYS TRIGGER guard_textsignature")
    sql("owner", "ALTER TABLE searches_textsignature ENABLE ALWAYS TRIGGER guard_table")
    sql("owner", "ALTER TABLE searches_textsignature ENABLE ALWAYS TRIGGER needs_event")


def index_texts() -> str:
    out = io.StringIO()
    call_command("index_texts", stdout=out)
    return out.getvalue()


def test_texts_of_an_earlier_release_are_found_once_they_are_indexed(
    agency: InventedAgency,
) -> None:
    first = asks(agency, TEXT, by="sergeant", number=1)
    forget_signatures()
    row = drafts(agency, TEXT, by="officer", number=2)
    assert objective_of(agency, row, "officer") == []
    assert "from now on: 1." in index_texts()
    assert objective_of(agency, row, "officer") == [AlikeField("objective", [], 1)]
    said = sql("owner", "SELECT login FROM audit.event WHERE code = 'search.texts_indexed' AND request_id = %s",
               [first.pk])  # fmt: skip
    assert said == [("countersign_web",)]
    assert "from now on: 0." in index_texts()


def test_what_cannot_be_opened_is_told_and_stops_nothing(agency: InventedAgency) -> None:
    damaged = asks(agency, TEXT, by="sergeant", number=1)
    asks(agency, NEAR, by="sergeant", number=3)
    forget_signatures()
    sql("owner", "ALTER TABLE searches_justification DISABLE TRIGGER USER")
    sql(
        "owner",
        "UPDATE searches_justification SET sealed = 'x' WHERE search_request_id = %s",
        [damaged.pk],
    )
    with pytest.raises(CommandError, match=f"{damaged.reference}, version 1"):
        index_texts()
    row = drafts(agency, TEXT, by="officer", number=2)
    assert objective_of(agency, row, "officer") == [AlikeField("objective", [], 1)]


# --- attacked ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("between", ["\u200b", "\u00ad", "\u2060"])
def test_what_nobody_sees_hides_nothing(agency: InventedAgency, between: str) -> None:
    asks(agency, between.join(TEXT), by="sergeant", number=1)
    row = drafts(agency, TEXT, by="officer", number=2)
    assert objective_of(agency, row, "officer") == [AlikeField("objective", [], 1)]


def test_a_long_text_is_found(agency: InventedAgency) -> None:
    long = " ".join(f"{TEXT} This was page {page} of the account." for page in range(16))[:3990]
    asks(agency, long, by="sergeant", number=1)
    row = drafts(agency, long.replace("page 3", "sheet 33"), by="officer", number=2)
    assert objective_of(agency, row, "officer") == [AlikeField("objective", [], 1)]


@pytest.mark.parametrize("equal", [True, False])
def test_of_ten_thousand_alike_few_are_opened(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch, equal: bool
) -> None:
    """The rows are made by SQL; each of them leads to one of the texts that are really there."""
    real = [asks(agency, TEXT, by="sergeant", number=number) for number in (1, 3)]
    sql("owner", "ALTER TABLE searches_textsignature DISABLE TRIGGER USER")
    sql(
        "owner",
        "INSERT INTO searches_textsignature (id, search_request_id, version, field, submitted_at, words, bands)"
        " SELECT gen_random_uuid(), search_request_id, version, 'o' || n, submitted_at, words, bands"
        " FROM searches_textsignature, generate_series(1, 5000) AS n WHERE field = 'objective'",
    )
    opened: list[Any] = []
    open_version = content.open_version

    def counted(version: Any) -> Answers:
        opened.append(version)
        return open_version(version)

    row = drafts(agency, TEXT if equal else NEAR, by="officer", number=2)
    monkeypatch.setattr(content, "open_version", counted)
    ((objective,),) = [objective_of(agency, row, "officer")]
    assert len(opened) <= NARRATIVES * alike.OPENED
    assert objective.others <= len(real)
    assert objective.others >= 1


def rows_sharing(other: SearchRequest, wanted: Signature, shared: list[range]) -> None:
    """A row by SQL for each range, as versions 1, 2, 3 and on: it has these of the bands, and others for the rest."""
    sql("owner", "ALTER TABLE searches_textsignature DISABLE TRIGGER USER")
    for version, places in enumerate(shared, start=1):
        bands = [band if place in places else -place - 1 for place, band in enumerate(wanted.bands)]
        sql(
            "owner",
            "INSERT INTO searches_textsignature (id, search_request_id, version, field, submitted_at, words, bands)"
            " VALUES (gen_random_uuid(), %s, %s, 'objective', %s, 'w', %s)",
            [other.pk, version, clock.real_now() - dt.timedelta(days=1), bands],
        )
    sql("owner", "ALTER TABLE searches_textsignature ENABLE TRIGGER USER")


@pytest.mark.parametrize("near", [alike.OPENED - 1, alike.OPENED])
def test_all_bands_are_asked_unless_the_first_ones_find_enough(
    agency: InventedAgency, near: int
) -> None:
    """Where one is lacking, a text that shares nothing but the very last band is found, too."""
    row, other = builders.drafted(agency), builders.drafted(agency)
    wanted = signature(row.unit_id, "objective", TEXT)
    assert wanted is not None
    first = range(alike.FIRST_BANDS // 2)
    rows_sharing(other, wanted, [range(63, 64), *[first] * near])
    found = {place.version for place in alike.candidates(row, wanted, before=clock.real_now())}
    assert len(found) == alike.OPENED
    assert (1 in found) == (near < alike.OPENED)


def test_the_threshold_is_that_of_the_rule() -> None:
    today = timezone.localdate(clock.real_now())
    (core,) = [
        pack for pack in registry.packs().in_force(today, place="").packs if pack.id == "core"
    ]
    assert str(earlier_texts.NEARLY_EQUAL) in str(core.rules["CORE-44"].when)
