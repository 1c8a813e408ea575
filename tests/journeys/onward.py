"""What follows when a search was asked for: decide, send, look at candidates, read and export the log.

Each step is done at the browser, but for sending and exporting, which processes without a page do.
"""

from __future__ import annotations

import io
import json
import zipfile
from uuid import UUID

from requests_app.searches.models import SearchRequest
from requests_app.tasks import exports
from requests_app.workflow.decide import TESTS
from tests import builders
from tests.journeys.asking import Words
from tests.journeys.visitor import Visitor
from tests.support import connected_as


def decide(supervisor: Visitor, words: Words, row: SearchRequest) -> None:
    """Find it in the queue, claim it, open the picture, answer each test, approve."""
    supervisor.go("/decisions/")
    supervisor.press(row.reference, exact=True)
    supervisor.press(words.claim)
    supervisor.in_new_tab(words.open_picture)
    for test in TESTS:
        supervisor.answer(f"{test}_met", "yes")
        supervisor.answer(f"{test}_reason", words.own_words)
    supervisor.answer("faces", "1")
    supervisor.tick_all("no_conflict")
    supervisor.press(words.approve)
    supervisor.press(words.record_approval)
    supervisor.sees(words.approved)


def send(row: SearchRequest) -> None:
    """Let the dispatcher's login bring it to the real matcher."""
    builders.forwarded(row)


def look_at_candidates(examiner: Visitor, words: Words, row: SearchRequest) -> None:
    """Open the result: ranks and the engine's own scores, under the banner, and no percentage."""
    examiner.go("/examinations/")
    examiner.press(row.reference, exact=True)
    examiner.sees(words.lead_only)
    examiner.sees(words.no_recogniser)
    cells = examiner.page.locator("main table tbody tr td:first-child").all_inner_texts()
    assert cells == [str(rank) for rank in range(1, len(cells) + 1)]
    assert cells, "the matcher found nothing"
    assert "%" not in examiner.page.locator("main table").inner_text()


def audit(auditor: Visitor, words: Words, row: SearchRequest) -> list[str]:
    """Read log, timeline and sealed content; take the request's events away; returns their codes."""
    auditor.go("/audit/log/")
    auditor.answer("request", row.reference)
    auditor.press(words.filter)
    auditor.press(row.reference, exact=True)
    auditor.press(words.open_content)
    auditor.answer("reason", words.reason)
    auditor.answer("file_reference", "PA-2026-014")
    auditor.press(words.record_and_open)
    auditor.sees(words.own_words)
    auditor.go(f"/audit/log/?request={row.reference}")
    auditor.press(words.export)
    with connected_as("worker"):
        exports.sweep()
    if not auditor.scripts:
        auditor.press(words.progress)
    else:
        auditor.page.get_by_role("button", name=words.download).wait_for()
    return _codes(auditor.takes_away(words.download), row.pk)


def _codes(taken: bytes, wanted: UUID) -> list[str]:
    """The codes of the events in an export, which must all be of the request."""
    with zipfile.ZipFile(io.BytesIO(taken)) as archive:
        names = {name.rsplit("/")[-1]: name for name in archive.namelist()}
        assert any(name.endswith(".csv") for name in names)
        lines = archive.read(next(path for name, path in names.items() if name.endswith(".jsonl")))
    events = [json.loads(line) for line in lines.splitlines()]
    assert str(wanted) in lines.decode()
    return [event["entry"]["body"]["code"] for event in events]
