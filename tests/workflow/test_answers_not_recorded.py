"""An answer that cannot be recorded: the search never goes out again by itself, and no word of it is logged.

The matcher is a real server that counts its callers; the steps fail in the database, as they would there.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from config.settings.logs import logging_configuration
from requests_app.dispatch import candidate_list
from requests_app.registry.models import Matcher
from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import dispatch as dispatcher_tasks
from requests_app.trial.embedded.secrets import Secrets
from tests import builders, workers
from tests.builders import InventedAgency
from tests.dispatch.client_support import serving
from tests.support import connected_as, sql

CANARY = "Zebra-Quill-4711"


@dataclass
class Answering:
    """A matcher that says one thing to everybody, and remembers how often it was asked."""

    body: bytes = b"[]"
    headers: dict[str, str] = field(default_factory=dict)
    calls: int = 0

    async def answer(self, _request: Request) -> Response:
        self.calls += 1
        return Response(self.body, media_type="application/json", headers=self.headers)


@pytest.fixture
def matcher(agency: InventedAgency) -> Iterator[Answering]:
    """Such a matcher, to which the invented agency's gallery points."""
    answering = Answering(body=listing(candidate()))
    app = Starlette(routes=[Route("/{path:path}", answering.answer, methods=["POST"])])
    with serving(app) as url:
        with connected_as("owner"):
            Matcher.objects.update(base_url=url, audience=url)
        yield answering


def candidate(**changed: Any) -> dict[str, Any]:
    """One candidate, with the canary wherever a matcher may write."""
    details = {"score": 0.91, "encounterId": f"{CANARY}-encounter"}
    return {
        "personId": f"{CANARY}-person", "rank": 1, "score": 0.91, "scores": [details | {
            "instance": f"{CANARY}-instance", "others": {CANARY: CANARY}, "biometricType": "FACE",
        }], "others": {CANARY: CANARY},
    } | changed  # fmt: skip


def listing(*candidates: dict[str, Any]) -> bytes:
    return json.dumps(candidates).encode()


def fails_at(table: str, when: str, condition: str = "true") -> None:
    """Let the database refuse one step, quoting the row as a driver may."""
    sql(
        "superuser",
        f"""
        CREATE FUNCTION public.forced() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {condition} THEN RAISE EXCEPTION '{CANARY} %', NEW; END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER a_forced BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION public.forced();
        ALTER TABLE {table} ENABLE ALWAYS TRIGGER a_forced
        """,
    )


STEPS = {
    "the outbox": ("dispatch_dispatch", "UPDATE", "NEW.state = 'done'"),
    "the attempt": ("dispatch_attempt", "UPDATE", "NEW.outcome = 'answered'"),
    "the sealed list": ("searches_storedfile", "INSERT", "NEW.kind = 'candidates'"),
    "the status": ("searches_searchrequest", "UPDATE", "NEW.status = 'RESULT_RECEIVED'"),
    "the event": ("audit.event", "INSERT", "NEW.code = 'search.result_received'"),
    "the result": ("dispatch_searchresult", "INSERT", "true"),
    "any notice": ("searches_notice", "INSERT", "true"),
    "the notice": ("searches_notice", "INSERT", "NEW.kind = 'result_received'"),
}


@pytest.fixture
def written(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Whatever any logger is told, with the texts of errors: more than a process writes."""
    caplog.set_level(logging.DEBUG)
    return caplog


def ended(row: SearchRequest, reason: str) -> None:
    """The search has failed, with one quarantined answer and nothing kept of it."""
    row.refresh_from_db()
    assert row.status == Status.SEARCH_FAILED
    assert sql("superuser", "SELECT state, last_error FROM dispatch_dispatch") == [("dead", reason)]
    assert sql("superuser", "SELECT outcome, error FROM dispatch_attempt") == [("failed", reason)]
    assert sql("superuser", "SELECT count(*) FROM dispatch_searchresult") == [(0,)]
    assert sql(
        "superuser", "SELECT reason FROM audit.event WHERE code = 'search.result_quarantined'"
    ) == [(reason,)]
    entries = sql("superuser", "SELECT convert_from(entry, 'UTF8') FROM audit.event")
    assert CANARY not in str(entries)


def swept_again(row: SearchRequest) -> None:
    """Everything that could send it once more gets its turn, long after the lease."""
    sql("superuser", "UPDATE dispatch_dispatch SET lease_until = now() - interval '1 day'"
        " WHERE state = 'claimed'")  # fmt: skip
    with connected_as("dispatcher"):
        dispatcher_tasks.sweep()
        dispatcher_tasks.forward(str(row.dispatch.pk))


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_fails_quarantines_the_answer(
    agency: InventedAgency, matcher: Answering, written: pytest.LogCaptureFixture, step: str
) -> None:
    row = builders.approved(agency)
    fails_at(*STEPS[step])
    assert builders.forwarded(row) == "failed"
    swept_again(row)
    assert matcher.calls == 1
    ended(row, "answer_not_recorded")
    assert CANARY not in written.text
    (told,) = (each for each in written.records if each.msg == "answer_not_recorded")
    assert told.problem.startswith("django.db.")
    assert "requests_app/" in told.place
    assert not told.exc_info


@pytest.mark.parametrize("kind", [ValueError, RecursionError, MemoryError, UnicodeError])
def test_a_fault_of_ours_quarantines_the_answer_as_well(
    agency: InventedAgency, matcher: Answering, written: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch, kind: type[Exception],
) -> None:  # fmt: skip
    def fails(_row: object, listed: object) -> None:
        raise kind(f"cannot seal {listed}")

    row = builders.approved(agency)
    monkeypatch.setattr(content, "store_candidates", fails)
    assert builders.forwarded(row) == "failed"
    swept_again(row)
    assert matcher.calls == 1
    ended(row, "answer_not_recorded")
    assert CANARY not in written.text


def test_a_fault_while_reading_quarantines_the_answer(
    agency: InventedAgency, matcher: Answering, written: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fails(data: bytes, *_: object) -> None:
        raise KeyError(data.decode())

    row = builders.approved(agency)
    monkeypatch.setattr(candidate_list, "read_candidates", fails)
    assert builders.forwarded(row) == "failed"
    swept_again(row)
    assert matcher.calls == 1
    ended(row, "answer_unreadable")
    assert CANARY not in written.text


@pytest.mark.parametrize("odd", ["\ud800", "a\udfffb", "\x00", "a\x00"])
@pytest.mark.parametrize("place", ["personId", "encounterId", "instance", "galleries"])
def test_what_cannot_be_kept_is_no_answer(
    agency: InventedAgency, matcher: Answering, written: pytest.LogCaptureFixture,
    odd: str, place: str,
) -> None:  # fmt: skip
    text = f"{CANARY}{odd}"
    detail = {"score": 0.91, place: [text] if place == "galleries" else text}
    changed = {"personId": text} if place == "personId" else {"scores": [detail]}
    matcher.body = listing(candidate(**changed))
    row = builders.approved(agency)
    assert builders.forwarded(row) == "failed"
    swept_again(row)
    assert matcher.calls == 1
    ended(row, "answer_schema")
    assert CANARY not in written.text


@pytest.mark.parametrize(
    "name", ["\x01\x02/1", "n\u00e9\u00e9/1", "a/\x1b[31m", "/", "x" * 90 + "/1"]
)
def test_an_engine_that_cannot_be_shown_is_not_believed(
    agency: InventedAgency, matcher: Answering, name: str
) -> None:
    matcher.headers = {"X-Countersign-Engine": name.encode().decode("latin-1")}
    row = builders.approved(agency)
    assert builders.forwarded(row) == "done"


def test_the_dispatcher_writes_no_word_of_an_answer(
    agency: InventedAgency, matcher: Answering, broker: str, tmp_path: Path, trial_secrets: Secrets
) -> None:
    fails_at("dispatch_searchresult", "INSERT")
    with workers.running("dispatcher", broker, tmp_path, trial_secrets) as process:
        row = builders.approved(agency)
        (told,) = process.wait_for(lambda: process.lines("answer_not_recorded"))
        process.wait_for(lambda: sql("superuser", "SELECT 1 FROM dispatch_dispatch"
                                     " WHERE state = 'dead'"))  # fmt: skip
        written = process.text()
    assert told["problem"].startswith("django.db.")
    assert "record_result.py:" in told["place"]
    assert matcher.calls == 1
    ended(row, "answer_not_recorded")
    assert CANARY not in written


def test_an_error_inside_a_sentence_leaves_its_class_only() -> None:
    made = logging_configuration()["formatters"]["json"]
    formatter = made.pop("()")(**made)
    error = ValueError(CANARY)
    about = {"name": "a.task", "id": "1", "description": "raised", "exc": repr(error),
             "traceback": CANARY, "args": CANARY, "kwargs": CANARY, "return_value": CANARY}  # fmt: skip
    sentences: list[tuple[Any, Any]] = [
        ("Unrecoverable error: %r", (error,)),
        ("Task %(name)s[%(id)s] %(description)s: %(exc)s %(traceback)s %(args)s", about),
        ("Task %(name)s succeeded: %(return_value)s", about),
        (error, ()),
    ]
    for sentence, arguments in sentences:
        record = logging.LogRecord(
            "celery", logging.ERROR, __file__, 1, sentence, None,
            (ValueError, error, None),
        )  # fmt: skip
        record.args = arguments
        line = formatter.format(record)
        assert CANARY not in line
        assert "builtins.ValueError" in line
