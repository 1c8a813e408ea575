"""What the registry says of a gallery and its matcher counts: thresholds, usual numbers, how scores are read.

Read where it matters: on the officer's page, in what is frozen, in the approval of the log, at the examiner's.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from django.utils import timezone

from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.dispatch.models import SearchResult
from requests_app.registry.entries import BadEntries, read
from requests_app.registry.models import Gallery, Matcher
from requests_app.searches import content, selectors
from requests_app.searches.models import SearchRequest
from requests_app.trial.demo import stories
from requests_app.web.questionnaire.forms.justification import GalleryForm
from requests_app.workflow import examine
from tests import builders, matchers
from tests.builders import InventedAgency
from tests.registry.test_entries import EXAMPLE, changed
from tests.support import connected_as, sql
from tests.web.officer import typing_in
from tests.workflow.test_sending_tells_the_truth import signed_in


def gallery_says(**values: Any) -> None:
    with connected_as("owner"):
        Gallery.objects.update(**values)


def given(row: SearchRequest) -> dict[str, Any]:
    return typing_in.fields_of(GalleryForm, content.open_draft(row).scope)


def asking(threshold: str) -> Any:
    document = stories.answers(3, today=timezone.localdate(clock.now()))
    return dataclasses.replace(
        document, scope=dataclasses.replace(document.scope, threshold=threshold)
    )


@pytest.mark.parametrize(
    ("floor", "lower_is_better", "asked", "frozen"),
    [
        ("0.6", False, "", "0.6"),
        ("0.6", False, "0.75", "0.75"),
        ("0.6", False, "0.5", "0.6"),
        ("", False, "0.5", "0.5"),
        ("", False, "", ""),
        ("0.6", True, "", "0.6"),
        ("0.6", True, "0.75", "0.6"),
        ("0.6", True, "0.5", "0.5"),
        ("9", False, "10", "10"),
        ("-3.5", False, "", "-3.5"),
        ("-3.5", False, "-4", "-3.5"),
        ("-3.5", False, "-3,25", "-3.25"),
    ],
)
def test_the_gallerys_threshold_holds_where_none_stricter_is_asked_for(
    agency: InventedAgency, floor: str, lower_is_better: bool, asked: str, frozen: str
) -> None:
    gallery_says(threshold_floor=floor)
    with connected_as("owner"):
        Matcher.objects.update(lower_is_better=lower_is_better, score_minimum="", score_maximum="")
    row = builders.approved(agency, document=asking(asked))
    version = content.open_version(selectors.justification(row))
    assert version.scope.threshold == frozen
    entry = sql(
        "superuser",
        "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE code = 'search.approved'",
    )[0][0]
    assert json.loads(entry)["body"]["facts"]["threshold"] == (frozen or None)


def test_a_weaker_threshold_than_the_gallerys_is_told_beside_its_field(
    agency: InventedAgency,
) -> None:
    gallery_says(threshold_floor="0.6")
    row = builders.drafted(agency)
    officer = signed_in(agency, "officer")
    address = f"/requests/{row.pk}/questions/gallery/"
    page = officer.get(address).content.decode()
    assert "The gallery’s own threshold is 0.6." in page
    for typed, said in (
        ("0.59", "This gallery’s own threshold is 0.6"),
        ("1.1", "The scores of this gallery’s matcher are: share of equal bits"),
        ("-0.7", "The scores of this gallery’s matcher are: share of equal bits"),
    ):
        data = given(row) | {"threshold": typed}
        assert said in typing_in.send(officer, address, data).content.decode()
    data["threshold"] = "0.6"
    assert typing_in.send(officer, address, data).status_code == 302


def test_the_usual_number_of_candidates_is_told_and_taken_where_nothing_is_typed(
    agency: InventedAgency,
) -> None:
    gallery_says(candidate_default=7)
    row = builders.drafted(agency)
    officer = signed_in(agency, "officer")
    address = f"/requests/{row.pk}/questions/gallery/"
    assert "as a rule 7." in officer.get(address).content.decode()
    data = given(row) | {"candidate_limit": ""}
    assert typing_in.send(officer, address, data).status_code == 302
    assert content.open_draft(row).scope.candidate_limit == 7


HOSTILE_ID = "SYN\u202e-0007\u200b\x07"


def test_an_engines_id_is_shown_with_marks_for_what_cannot_be_seen(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    assert builders.forwarded(row) == "done"
    with connected_as("owner"):
        listed = [{"rank": "1", "external_id": HOSTILE_ID, "score": "0.9", "gallery": "G"}]
        again = content.store_candidates(SearchRequest.objects.get(pk=row.pk), listed)
        sql("superuser", "ALTER TABLE dispatch_searchresult DISABLE TRIGGER ALL")
        old = SearchResult.objects.get(search_request=row).candidates_id
    sql("superuser", "UPDATE dispatch_searchresult SET candidates_id = %s, lower_is_better = true",
        [again.pk])  # fmt: skip
    sql("superuser", "ALTER TABLE searches_storedfile DISABLE TRIGGER ALL")
    sql("superuser", "DELETE FROM searches_storedfile WHERE id = %s", [old])
    examine.start(actor=agency.actor("examiner"), search_request_id=row.pk)
    # A name is shown before the conclusion only where there is no picture to compare.
    sql("superuser", "ALTER TABLE searches_candidatepicture DISABLE TRIGGER ALL")
    sql("superuser", "DELETE FROM searches_candidatepicture")
    page = signed_in(agency, "examiner").get(f"/examinations/{row.pk}/").content.decode()
    assert "SYN⟨U+202E⟩-0007⟨U+200B⟩⟨U+0007⟩" in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ('score_minimum = "10"\nscore_maximum = "1"', "'score_minimum' (10) must be less"),
        ('score_maximum = "many"', "'score_maximum': expected a number in quotes"),
        ('ca_certificate = "no"', "'ca_certificate': expected certificates as PEM"),
        ('ca_certificate = "-----BEGIN PRIVATE KEY-----"', "'ca_certificate' holds a private key"),
        ('is_idempotent = "no"', "'is_idempotent': expected true or false, without quotes."),
    ],
)
def test_an_entry_of_a_matcher_that_cannot_be_used_is_refused(said: str, problem: str) -> None:
    keys = {line.partition(" ")[0] for line in said.splitlines()}
    kept = [line for line in EXAMPLE.splitlines() if line.partition(" ")[0] not in keys]
    with pytest.raises(BadEntries) as refused:
        read("\n".join(kept).replace("read_timeout_seconds = 60", said))
    assert problem in str(refused.value)


def test_a_review_that_is_neither_lawful_nor_unlawful_is_refused() -> None:
    with pytest.raises(BadEntries) as refused:
        read(changed('legal_review_decision = "lawful"', 'legal_review_decision = "maybe"'))
    assert "expected one of: unknown, lawful, unlawful." in str(refused.value)


def test_what_an_upgrade_adds_changes_no_digest_until_it_says_something(
    agency: InventedAgency,
) -> None:
    gallery = Gallery.objects.select_related("matcher").first()
    assert gallery is not None
    gallery.matcher.score_minimum = gallery.matcher.score_maximum = ""
    before = gallery.registry_digest()
    seen = {before}
    for key, value in (
        ("lower_is_better", True),
        ("score_minimum", "0"),
        ("score_maximum", "1"),
        ("is_idempotent", False),
    ):
        setattr(gallery.matcher, key, value)
        seen.add(gallery.registry_digest())
    assert len(seen) == 5


def test_a_threshold_that_became_stricter_while_a_request_waited_is_told_to_who_decides(
    agency: InventedAgency,
) -> None:
    row = builders.submitted(agency, document=asking("0.5"))
    sql("superuser", "ALTER TABLE searches_justification DISABLE TRIGGER ALL")
    gallery_says(threshold_floor="0.6")
    gallery = Gallery.objects.select_related("matcher").get(
        pk=selectors.justification(row).gallery_id
    )
    sql("superuser", "UPDATE searches_justification SET gallery_digest = %s",
        [gallery.registry_digest()])  # fmt: skip
    with pytest.raises(PreconditionFailed) as refused:
        builders.decided(agency, row, "approve")
    assert refused.value.reason == "threshold_below_the_gallerys"


def test_nobody_approves_a_search_in_a_gallery_found_unlawful(agency: InventedAgency) -> None:
    row = builders.submitted(agency)
    gallery_says(legal_review_decision="unlawful")
    with pytest.raises(PreconditionFailed) as refused:
        builders.decided(agency, row, "approve")
    assert refused.value.reason == "gallery_off"
