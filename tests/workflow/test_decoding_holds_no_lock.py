"""While an image is decoded, nobody waits: no transaction is open and the request's row is free.

What took the place of an image meanwhile is never recorded as seen, nor cropped in its stead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from requests_app.common.errors import StaleRead
from requests_app.searches import documents, intake
from requests_app.searches.models import Reading, SearchRequest
from requests_app.workflow import claim, draft_files
from requests_app.workflow.reading import opened_content, pictures
from tests import builders
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.support import raw_connection, sql


def a_draft_and_a_claim(agency: InventedAgency) -> dict[str, SearchRequest]:
    made = {"draft": builders.drafted(agency), "waiting": builders.submitted(agency)}
    claim.claim(actor=agency.actor("supervisor"), search_request_id=made["waiting"].id)
    return made


@pytest.fixture
def prepare() -> Any:
    return a_draft_and_a_claim


def open_an_auditors_picture(agency: InventedAgency, row: SearchRequest) -> None:
    auditor = agency.actor("auditor")
    opened_content.open_content(
        actor=auditor,
        search_request_id=row.id,
        version=1,
        reason="The yearly review of searches by this unit.",
        file_reference="R-7",
    )
    opened_content.open_picture(actor=auditor, search_request_id=row.id, version=1)


Act = Callable[[InventedAgency, SearchRequest], Any]
DECODING: dict[str, tuple[str, Act]] = {
    "the officer's picture": (
        "draft",
        lambda agency, row: pictures.open_probe(
            actor=agency.actor("officer"), search_request_id=row.id
        ),
    ),
    "the original": (
        "draft",
        lambda agency, row: pictures.open_original(
            actor=agency.actor("officer"), search_request_id=row.id
        ),
    ),
    "the decider's picture": (
        "waiting",
        lambda agency, row: pictures.open_probe(
            actor=agency.actor("supervisor"), search_request_id=row.id
        ),
    ),
    "the auditor's picture": ("waiting", open_an_auditors_picture),
    "an upload": (
        "draft",
        lambda agency, row: draft_files.add_probe(
            actor=agency.actor("officer"),
            search_request_id=row.id,
            data=builders.probe_bytes(9),
            name="frame.jpg",
        ),
    ),
    "a crop": (
        "draft",
        lambda agency, row: draft_files.mark_probe(
            actor=agency.actor("officer"),
            search_request_id=row.id,
            crop=intake.Box(left=0, top=0, width=120, height=120),
            eyes=draft_files.Eyes(),
        ),
    ),
    "a document": (
        "draft",
        lambda agency, row: draft_files.add_document(
            actor=agency.actor("officer"),
            search_request_id=row.id,
            data=drawings.pdf(),
            name="order.pdf",
        ),
    ),
}


def decoders(monkeypatch: pytest.MonkeyPatch, first: Callable[[], None]) -> None:
    """Have something done in the middle: before each real decoding."""

    def after_it(real: Callable[..., Any]) -> Callable[..., Any]:
        def decode(*given: Any, **named: Any) -> Any:
            first()
            return real(*given, **named)

        return decode

    for module, name in ((intake, "preview"), (intake, "take_in"), (documents, "receive")):
        monkeypatch.setattr(module, name, after_it(getattr(module, name)))


@pytest.mark.parametrize("what", DECODING)
def test_the_row_is_free_while_an_image_is_decoded(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    which, act = DECODING[what]
    row = agency.prepared[which]
    free = []

    def look() -> None:
        assert not connection.in_atomic_block, "decoded inside a transaction"
        with raw_connection("web") as other:
            other.execute(
                "SELECT FROM searches_searchrequest WHERE id = %s FOR UPDATE NOWAIT", [row.pk]
            )
            free.append(True)

    decoders(monkeypatch, look)
    act(agency, row)
    assert free


def test_a_picture_that_was_replaced_meanwhile_is_not_recorded_as_seen(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, officer = agency.prepared["draft"], agency.actor("officer")
    begun = []

    def replace_once() -> None:
        if not begun:
            begun.append(True)
            draft_files.add_probe(
                actor=officer, search_request_id=row.id, data=builders.probe_bytes(9), name="b.jpg"
            )

    before = Reading.objects.count()
    decoders(monkeypatch, replace_once)
    with pytest.raises(StaleRead):
        pictures.open_probe(actor=officer, search_request_id=row.id)
    assert Reading.objects.count() == before
    seen = "SELECT count(*) FROM audit.event WHERE code = 'probe.viewed' AND request_id = %s"
    assert sql("auditor", seen, [row.pk]) == [(0,)]


def test_a_crop_is_never_made_of_another_picture_than_was_marked(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, officer = agency.prepared["draft"], agency.actor("officer")
    begun = []

    def replace_once() -> None:
        if not begun:
            begun.append(True)
            draft_files.add_probe(
                actor=officer, search_request_id=row.id, data=builders.probe_bytes(9), name="b.jpg"
            )

    decoders(monkeypatch, replace_once)
    with pytest.raises(StaleRead):
        draft_files.mark_probe(
            actor=officer,
            search_request_id=row.id,
            crop=intake.Box(left=0, top=0, width=120, height=120),
            eyes=draft_files.Eyes(),
        )
    now = SearchRequest.objects.get(id=row.id)
    assert now.probe is not None
    assert now.probe.width == now.probe.original_width, "the new picture was cropped"
