"""How much one officer may keep open and upload, also where two acts come at the same moment."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest

from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.searches import intake, selectors
from requests_app.searches.models import SearchRequest, StoredFile
from requests_app.workflow import draft, draft_files, quotas, withdraw
from tests import builders
from tests.builders import InventedAgency
from tests.concurrency.at_once import at_once, refusals
from tests.intake import drawings
from tests.support import sql


@pytest.fixture
def prepare() -> Any:
    return lambda agency: [builders.drafted(agency), builders.drafted(agency)]


@pytest.fixture(autouse=True)
def small_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a megabyte be 1000 bytes, so that a test need not store a hundred of them."""
    monkeypatch.setattr(quotas, "MEGABYTE", 1000)


def attach(agency: InventedAgency, row: SearchRequest, size: int) -> StoredFile:
    return draft_files.add_document(
        actor=agency.actor("officer"),
        search_request_id=row.pk,
        data=drawings.pdf() + b" " * (size - len(drawings.pdf())),
        name="order.pdf",
    )


def stored(**only: Any) -> int:
    return sum(StoredFile.objects.filter(**only).values_list("size", flat=True))


def refused(act: Callable[[], Any]) -> PreconditionFailed:
    with pytest.raises(PreconditionFailed) as caught:
        act()
    recorded = sql(
        "auditor",
        "SELECT reason FROM audit.event WHERE code = 'action.refused' ORDER BY id DESC LIMIT 1",
    )
    assert recorded == [(caught.value.reason,)]
    return caught.value


def test_no_draft_more_than_allowed(agency: InventedAgency, settings: Any) -> None:
    settings.COUNTERSIGN_OPEN_DRAFTS = 3
    officer = agency.actor("officer")
    draft.start(actor=officer)
    assert refused(lambda: draft.start(actor=officer)).reason == "too_many_drafts"
    draft.start(actor=agency.actor("officer3"))  # each has their own
    withdraw.withdraw(actor=officer, search_request_id=agency.prepared[0].pk)
    draft.start(actor=officer)
    assert SearchRequest.objects.filter(requested_by=officer.account, status="DRAFT").count() == 3


def test_two_starts_at_once_do_not_pass_together(agency: InventedAgency, settings: Any) -> None:
    settings.COUNTERSIGN_OPEN_DRAFTS = 3
    officer = agency.actor("officer")
    answers = at_once(*[lambda: draft.start(actor=officer)] * 6)
    assert refusals(answers) == ["PreconditionFailed"] * 5
    assert SearchRequest.objects.filter(requested_by=officer.account, status="DRAFT").count() == 3


def test_a_request_holds_no_more_than_allowed(agency: InventedAgency, settings: Any) -> None:
    row, other = agency.prepared
    settings.COUNTERSIGN_MEGABYTES_OF_A_REQUEST = stored(search_request=row) // 1000 + 2
    kept = attach(agency, row, 1000)
    draft_files.remove_document(
        actor=agency.actor("officer"), search_request_id=row.pk, file_id=kept.pk
    )
    before = stored()
    problem = refused(lambda: attach(agency, row, 1001))
    assert problem.reason == "request_full"
    assert problem.params["most"] == settings.COUNTERSIGN_MEGABYTES_OF_A_REQUEST
    assert stored() == before
    attach(agency, other, 1001)


def test_a_picture_counts_with_the_copy_that_is_made_of_it(
    agency: InventedAgency, settings: Any
) -> None:
    row, picture = agency.prepared[0], builders.probe_bytes(9)
    copy = intake.take_in(picture).transmission
    room = len(picture) + len(copy)
    settings.COUNTERSIGN_MEGABYTES_OF_A_REQUEST = (stored(search_request=row) + room) // 1000

    def upload() -> Any:
        return draft_files.add_probe(
            actor=agency.actor("officer"), search_request_id=row.pk, data=picture, name="a.jpg"
        )

    assert refused(upload).reason == "request_full"
    assert row.probes.count() == 1
    settings.COUNTERSIGN_MEGABYTES_OF_A_REQUEST += 1
    upload()

    def mark() -> Any:
        return draft_files.mark_probe(
            actor=agency.actor("officer"), search_request_id=row.pk,
            crop=intake.Box(left=0, top=0, width=120, height=120), eyes=draft_files.Eyes(),
        )  # fmt: skip

    assert refused(mark).reason == "request_full"


def test_a_day_of_uploads_is_limited_over_all_requests(
    agency: InventedAgency, settings: Any
) -> None:
    row, other = agency.prepared
    settings.COUNTERSIGN_MEGABYTES_A_DAY = stored() // 1000 + 2
    attach(agency, row, 1000)
    assert refused(lambda: attach(agency, other, 1001)).reason == "uploads_of_the_day"
    with clock.hold(clock.real_now() + dt.timedelta(hours=25)):
        attach(agency, other, 1001)


def test_two_uploads_at_once_do_not_pass_together(
    agency: InventedAgency, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, other = agency.prepared
    count = selectors.bytes_added_by

    def slowly(*given: Any, **named: Any) -> int:
        found = count(*given, **named)
        time.sleep(0.2)  # both have counted before either has stored, unless one waits
        return found

    monkeypatch.setattr(selectors, "bytes_added_by", slowly)
    settings.COUNTERSIGN_MEGABYTES_A_DAY = stored() // 1000 + 2
    answers = at_once(
        lambda: attach(agency, row, 1000),
        lambda: attach(agency, other, 1000),
        lambda: attach(agency, row, 1000),
    )
    assert refusals(answers).count("PreconditionFailed") == 2
    assert stored() <= settings.COUNTERSIGN_MEGABYTES_A_DAY * 1000


def test_a_draft_holds_so_many_pictures_and_no_more(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = agency.prepared[0]
    monkeypatch.setattr(quotas, "MEGABYTE", 1_000_000)
    monkeypatch.setattr(draft_files, "MOST_PROBES", row.probes.count() + 1)

    def add(number: int) -> None:
        draft_files.add_probe(
            actor=agency.actor("officer"),
            search_request_id=row.pk,
            data=builders.probe_bytes(number),
            name="another.jpg",
        )

    add(41)
    with pytest.raises(PreconditionFailed) as refused:
        add(42)
    assert refused.value.reason == "too_many_probes"
    assert row.probes.count() == draft_files.MOST_PROBES
