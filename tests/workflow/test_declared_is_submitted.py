"""What an officer declared upon is what is submitted: every part of it changed in another window.

Tried: an answer, the picture replaced, cropped, put back; a document added, removed, exchanged; the
gallery's entry; where the agency is, and which packs are signed off; each in sequence, and at the same
moment as the submission. What does not belong to it (the hour, another officer's request) changes nothing.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from requests_app.common import clock
from requests_app.common.errors import StaleRead
from requests_app.registry import selectors as registry
from requests_app.registry.models import Gallery
from requests_app.searches import content, intake
from requests_app.searches.models import Justification, SearchRequest, StoredFile
from requests_app.workflow import administration, check, draft, draft_files, submit
from tests import builders
from tests.builders import InventedAgency
from tests.concurrency.at_once import at_once
from tests.intake import drawings
from tests.support import connected_as, sql


def with_a_paper(agency: InventedAgency) -> SearchRequest:
    return builders.drafted(agency, paper=drawings.pdf())


@pytest.fixture
def prepare() -> Any:
    return with_a_paper


def another_answer(agency: InventedAgency, row: SearchRequest) -> None:
    said = content.open_draft(row).effectiveness
    draft.save_section(
        actor=agency.actor("officer"),
        search_request_id=row.id,
        section="effectiveness",
        value=dataclasses.replace(said, why_in_gallery=said.why_in_gallery + " And once more."),
    )


def another_picture(agency: InventedAgency, row: SearchRequest) -> None:
    draft_files.add_probe(
        actor=agency.actor("officer"),
        search_request_id=row.id,
        data=builders.probe_bytes(40),
        name="another.jpg",
    )


def another_crop(agency: InventedAgency, row: SearchRequest) -> None:
    draft_files.mark_probe(
        actor=agency.actor("officer"),
        search_request_id=row.id,
        crop=intake.Box(0, 0, 150, 150),
        eyes=draft_files.Eyes(),
    )


def a_document_more(agency: InventedAgency, row: SearchRequest) -> None:
    draft_files.add_document(
        actor=agency.actor("officer"),
        search_request_id=row.id,
        data=drawings.pdf(),
        name="second.pdf",
    )


def a_document_less(agency: InventedAgency, row: SearchRequest) -> None:
    stored = row.files.get(kind=StoredFile.Kind.JUDICIAL_DOCUMENT, removed_at=None)
    draft_files.remove_document(
        actor=agency.actor("officer"), search_request_id=row.id, file_id=stored.pk
    )


def a_document_exchanged(agency: InventedAgency, row: SearchRequest) -> None:
    a_document_less(agency, row)
    a_document_more(agency, row)


def another_gallery_entry(agency: InventedAgency, row: SearchRequest) -> None:
    code = content.open_draft(row).scope.gallery
    with connected_as("owner"):
        Gallery.objects.filter(code=code).update(size=987_654)


def another_place(agency: InventedAgency, _row: SearchRequest) -> None:
    """One person proposes it and another confirms it, while the officer reads."""
    proposed = administration.propose_jurisdiction(
        actor=agency.actor("policy"), place="ca-qc", reason="The service moved to Montréal."
    )
    administration.confirm_jurisdiction(actor=agency.actor("policy2"), proposal_id=proposed.pk)


CHANGES: dict[str, tuple[Callable[[InventedAgency, SearchRequest], None], set[str]]] = {
    "an answer": (another_answer, {"answers"}),
    "the picture": (another_picture, {"answers", "picture"}),  # what was said of it is asked again
    "the crop": (another_crop, {"answers", "picture"}),
    "a document more": (a_document_more, {"documents"}),
    "a document less": (a_document_less, {"documents"}),
    "another document": (a_document_exchanged, {"documents"}),
    "the gallery's entry": (another_gallery_entry, {"gallery_entry"}),
    "where the agency is": (another_place, {"rules"}),
}


def refused_after(
    agency: InventedAgency,
    row: SearchRequest,
    change: Callable[[InventedAgency, SearchRequest], None],
) -> StaleRead:
    declared = builders.driving.declared(row)
    change(agency, row)
    with pytest.raises(StaleRead) as refused:
        submit.submit(actor=agency.actor("officer"), search_request_id=row.id, declared=declared)
    return refused.value


@pytest.mark.parametrize("name", CHANGES)
def test_what_changed_after_it_was_read_is_not_submitted_and_is_named(
    agency: InventedAgency, name: str
) -> None:
    row = agency.prepared
    change, told = CHANGES[name]
    assert set(refused_after(agency, row, change).changes) == told
    row.refresh_from_db()
    assert (row.status, row.version) == ("DRAFT", 0)
    assert not Justification.objects.filter(search_request=row).exists()
    (reason,) = sql(
        "auditor",
        "SELECT reason FROM audit.event WHERE request_id = %s AND code = 'action.refused'",
        [row.pk],
    )
    assert reason == ("stale_read",)


def test_a_declaration_upon_something_else_is_not_kept(agency: InventedAgency) -> None:
    row = agency.prepared
    before = content.open_draft(row).declaration
    declared = dataclasses.replace(
        builders.driving.declared(row),
        declaration=dataclasses.replace(before, acknowledged=("CORE-01",)),
    )
    another_picture(agency, row)
    with pytest.raises(StaleRead):
        submit.submit(actor=agency.actor("officer"), search_request_id=row.id, declared=declared)
    assert content.open_draft(row).declaration == before


@pytest.mark.parametrize(
    "marks", ["", "x", "answers-.picture-", "é", "-" * 5000, "answers-0.version-0"]
)
def test_marks_that_say_nothing_submit_nothing(agency: InventedAgency, marks: str) -> None:
    row = agency.prepared
    declared = dataclasses.replace(builders.driving.declared(row), read=marks)
    with pytest.raises(StaleRead):
        submit.submit(actor=agency.actor("officer"), search_request_id=row.id, declared=declared)


def test_marks_of_another_request_submit_nothing(agency: InventedAgency) -> None:
    row = agency.prepared
    declared = builders.driving.declared(builders.drafted(agency))
    with pytest.raises(StaleRead):
        submit.submit(actor=agency.actor("officer"), search_request_id=row.id, declared=declared)


def test_marks_tell_nobody_who_holds_the_picture_that_it_was_searched_with(
    agency: InventedAgency, settings: Any
) -> None:
    """They stand in an address, and addresses stand in the logs of proxies for ever."""
    row = agency.prepared
    twin = builders.drafted(agency)
    draft_files.add_probe(
        actor=agency.actor("officer"), search_request_id=twin.id,
        data=builders.probe_bytes(1), name="the same.jpg",
    )  # fmt: skip
    builders.write(agency.actor("officer"), twin.id, content.open_draft(row))
    marks = [set(builders.driving.declared(each).read.split(".")) for each in (row, twin)]
    assert marks[0] & marks[1] == set(), "the same answers and picture have the same marks"
    settings.SECRET_KEY = "another key of this installation, long enough 0123456789"
    assert marks[0] & set(builders.driving.declared(row).read.split(".")) == set()


def test_neither_the_hour_nor_another_request_is_part_of_it(agency: InventedAgency) -> None:
    row = agency.prepared
    with clock.hold(earlier_today()):
        declared = builders.driving.declared(row)
    builders.submitted(agency, by="officer2")
    done = submit.submit(actor=agency.actor("officer"), search_request_id=row.id, declared=declared)
    assert done.accepted


def earlier_today() -> dt.datetime:
    """Three hours ago, or the beginning of the agency's day: the day before may have had other rules."""
    now = timezone.localtime(clock.real_now())
    return max(now - dt.timedelta(hours=3), now.replace(hour=0, minute=0, second=0, microsecond=0))


def test_a_version_holds_the_very_things_that_were_declared_upon(agency: InventedAgency) -> None:
    row = agency.prepared
    read = submit.what_was_read(row, content.open_draft(row))
    builders.try_to_submit(agency.actor("officer"), row)
    frozen = Justification.objects.select_related("gallery", "probe").get(search_request=row)
    sent = content.open_particulars(frozen.probe)
    assert read.parts["original_image"] == sent.original_sha256
    assert read.parts["sent_image"] == sent.sha256
    assert read.parts["documents"] == [str(pk) for pk in frozen.documents]
    assert read.parts["gallery"] == frozen.gallery_digest
    assert read.parts["version"] == frozen.version


def test_a_sign_off_that_makes_advice_hold_is_told_as_a_change_of_the_rules(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_place(agency, agency.prepared)
    row = agency.prepared
    signed = {pack.digest for pack in check.judging_now().packs if pack.needs_sign_off}
    assert signed
    declared = builders.driving.declared(row)
    monkeypatch.setattr(registry, "signed_off", lambda: frozenset(signed))
    with pytest.raises(StaleRead) as refused:
        submit.submit(actor=agency.actor("officer"), search_request_id=row.id, declared=declared)
    assert refused.value.changes == ("rules",)


def test_a_place_changed_between_the_comparison_and_the_judgement_submits_nothing(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = agency.prepared
    declared = builders.driving.declared(row)
    answers = iter(["", "ca-qc"])
    monkeypatch.setattr(registry, "jurisdiction", lambda: next(answers, "ca-qc"))
    with pytest.raises(StaleRead) as refused:
        submit.submit(actor=agency.actor("officer"), search_request_id=row.id, declared=declared)
    assert refused.value.changes == ("rules",)
    assert not Justification.objects.filter(search_request=row).exists()


@pytest.mark.parametrize("name", ["the picture", "another document"])
@pytest.mark.parametrize("_round", range(3))
def test_at_the_same_moment_either_the_old_is_submitted_or_nothing(
    agency: InventedAgency, name: str, _round: int
) -> None:
    row = agency.prepared
    probe, papers = row.probe_id, {str(pk) for pk in row.files.filter(
        kind=StoredFile.Kind.JUDICIAL_DOCUMENT
    ).values_list("pk", flat=True)}  # fmt: skip
    declared = builders.driving.declared(row)
    change, _told = CHANGES[name]
    at_once(
        lambda: submit.submit(
            actor=agency.actor("officer"), search_request_id=row.id, declared=declared
        ),
        lambda: change(agency, row),
    )
    frozen = Justification.objects.filter(search_request=row).first()
    if frozen is not None:
        assert frozen.probe_id == probe
        assert {str(pk) for pk in frozen.documents} == papers
    else:
        assert SearchRequest.objects.get(pk=row.pk).status == "DRAFT"
