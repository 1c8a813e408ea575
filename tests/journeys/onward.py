"""What follows when a search was asked for: decide, send, look at candidates, read and export the log.

Each step is done at the browser, but for sending and exporting, which processes without a page do.
"""

from __future__ import annotations

import io
import json
import zipfile
from uuid import UUID

from requests_app.searches.examined import shuffled
from requests_app.searches.models import Examination, SearchRequest
from requests_app.tasks import exports
from requests_app.workflow import examine as workflow_examine
from requests_app.workflow.decide import TESTS
from tests import builders, examiners
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


def examine(
    agency: builders.InventedAgency, examiner: Visitor, words: Words, row: SearchRequest
) -> None:
    """Take the result, compare one candidate at the browser, write of the others, conclude on nobody.

    Ranks and the engine's own scores are shown then, under the banner, and no percentage.
    """
    actor, address = agency.actor("examiner"), f"/examinations/{row.pk}/"
    examiner.go("/examinations/")
    examiner.press(row.reference, exact=True)
    examiner.press(words.take_result)
    examiner.sees(words.lead_only)
    examiner.sees(words.no_recogniser)
    examiner.does_not_see(words.score)
    shown = examiner.page.locator("main table tbody tr").count()
    assert shown, "the matcher found nothing"
    examiner.press(words.candidate_a, exact=True)
    _compare(examiner, words)
    examiner.go(f"{address}candidates/1/")
    examiner.holds("made_at", words.own_words)
    mine = Examination.objects.get(search_request=row, examiner=actor.account)
    for position in shuffled(mine.order_seed, shown)[1:]:
        workflow_examine.save_comparison(
            actor=actor, search_request_id=row.pk, position=position,
            comparison=examiners.NOT_COMPARED, based_on=examiners.blank_page(actor, row.pk),
        )  # fmt: skip
    examiner.go(f"{address}conclude/")
    examiner.answer("quality", words.own_words)
    examiner.answer("limitations", words.own_words)
    examiner.answer("selected", "nobody")
    examiner.answer("no_selection", "no_candidate_supported")
    examiner.press(words.check_conclusion)
    examiner.sees(words.own_words)
    examiner.press(words.record_conclusion)
    examiner.sees(words.score)
    ranks = examiner.page.locator("main table tbody tr td:nth-child(3)").all_inner_texts()
    assert ranks == [str(rank) for rank in range(1, shown + 1)]
    assert "%" not in examiner.page.locator("main table").inner_text()


def _compare(examiner: Visitor, words: Words) -> None:
    """Save a record that lacks its conclusion, read what it lacks, and complete it."""
    examiner.answer("compared", "yes")
    examiner.answer("made_at", words.own_words)
    examiner.tick_all("date_unknown")
    examiner.answer("feature_ears", "difference_unexplained")
    examiner.answer("differences", words.own_words)
    examiner.press(words.save_record)
    examiner.sees(words.conclusion_lacks)
    examiner.answer("conclusion", "exclusion")
    examiner.press(words.save_record)
    examiner.sees(words.record_complete)


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
