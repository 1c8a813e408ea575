"""The matcher's pictures of candidates: asked for by taking a result, fetched one by one, opened by its examiners alone.

The matcher is the real one, in a process of its own, unless a test says what answers.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.test import override_settings
from PIL import Image, ImageChops

from requests_app.accounts.actors import system_actor
from requests_app.common import clock
from requests_app.common.errors import CountersignError, NotFound, NotPermitted, PreconditionFailed
from requests_app.dispatch import picture_outbox
from requests_app.dispatch.client import OsiaClient
from requests_app.outside.refmatcher import drawings
from requests_app.registry.models import Matcher
from requests_app.searches import candidate_pictures, content
from requests_app.searches.examined import shuffled
from requests_app.searches.models import CandidatePicture, Examination, SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import dispatch as dispatcher_tasks
from requests_app.trial.embedded import secrets
from requests_app.workflow import ask_for_pictures, decoding, examine, fetch_candidate
from requests_app.workflow.reading.candidate_pictures import open_candidate_picture, pictures_of
from tests import builders, examiners, matchers
from tests.builders import InventedAgency
from tests.concurrency.at_once import as_login, at_once
from tests.intake import drawings as intake_drawings
from tests.support import connected_as, sql

ONE, TWO = "examiner", "examiner3"
State = CandidatePicture.State


@pytest.fixture
def row(matcher: matchers.RunningMatcher, agency: InventedAgency) -> SearchRequest:
    return builders.search_request_at(agency, Status.RESULT_RECEIVED)


def take(agency: InventedAgency, who: str, row: SearchRequest) -> Examination:
    return examine.start(actor=agency.actor(who), search_request_id=row.pk)


def pictures(row: SearchRequest) -> list[CandidatePicture]:
    return list(CandidatePicture.objects.filter(search_request=row).order_by("position"))


def fetched(picture: CandidatePicture) -> str:
    with connected_as("dispatcher"):
        return fetch_candidate.fetch(
            actor=system_actor("dispatcher"),
            picture_id=picture.pk,
            search_request_id=picture.search_request_id,
        )


def all_fetched(row: SearchRequest) -> list[str]:
    return examiners.fetched(row)


def listed(row: SearchRequest) -> list[dict[str, str]]:
    return content.open_candidates(row.result.candidates)


def place_of(mine: Examination, row: SearchRequest, position: int) -> int:
    return shuffled(mine.order_seed, row.result.candidate_count).index(position) + 1


def opened(agency: InventedAgency, who: str, row: SearchRequest, place: int) -> Image.Image:
    png = open_candidate_picture(actor=agency.actor(who), search_request_id=row.pk, place=place)
    return Image.open(io.BytesIO(png))


def said(row: SearchRequest) -> list[tuple[str, str, str | None, dict[str, Any]]]:
    """Code, login, reason and facts of what the log says of pictures, in its order."""
    found = sql(
        "auditor",
        "SELECT code, login, reason, convert_from(entry, 'UTF8')::jsonb #> '{body,facts}' FROM audit.event"
        " WHERE request_id = %s AND code LIKE 'candidate_picture.%%' ORDER BY id",
        [row.pk],
    )
    return [(code, login, reason, facts) for code, login, reason, facts in found]


def past_the_guards(table: str, statement: str, *values: Any) -> None:
    """Change what no login of ours may change."""
    with examiners.past_the_guards(table) as connection:
        assert connection.execute(statement, values).rowcount > 0  # type: ignore[arg-type]


def made_due() -> None:
    """Time passes: pauses are over, and so are claims."""
    past_the_guards(
        "searches_candidatepicture",
        "UPDATE searches_candidatepicture SET next_attempt_at = now() - interval '1 second',"
        " lease_until = CASE WHEN lease_until IS NULL THEN NULL ELSE now() - interval '1 second' END",
    )


# --- the way of a picture


def test_taking_a_result_asks_for_every_picture_once(
    agency: InventedAgency, row: SearchRequest
) -> None:
    count = row.result.candidate_count
    assert count > 3
    take(agency, ONE, row)
    assert [(each.position, each.state) for each in pictures(row)] == [
        (position, State.WAITING) for position in range(1, count + 1)
    ]
    take(agency, ONE, row)  # again: goes on with the same examination
    take(agency, TWO, row)
    assert len(pictures(row)) == count
    asked = [facts for code, _, _, facts in said(row) if code == "candidate_picture.asked"]
    assert asked == [{"count": count, "again": False}]


def test_each_picture_comes_under_its_own_grant_and_is_the_candidates(
    agency: InventedAgency, row: SearchRequest
) -> None:
    mine = take(agency, ONE, row)
    assert set(all_fetched(row)) == {"here"}
    for picture, candidate in zip(pictures(row), listed(row), strict=True):
        shown = opened(agency, ONE, row, place_of(mine, row, picture.position))
        number = int(candidate["external_id"][-4:])
        assert not ImageChops.difference(shown.convert("RGB"), drawings.draw(number)).getbbox()
        assert pictures_of(row)[picture.position].captured_at == drawings.made_on(number)
    granted = [facts for code, _, _, facts in said(row) if code.endswith("grant_issued")]
    assert len({facts["jti"] for facts in granted}) == row.result.candidate_count
    assert {login for code, login, _, _ in said(row) if code.endswith(("issued", "fetched"))} == {
        "countersign_dispatcher"
    }


def test_the_order_in_which_pictures_come_is_not_that_of_the_list(
    agency: InventedAgency, row: SearchRequest
) -> None:
    take(agency, ONE, row)
    due = [picture_id for picture_id, _ in picture_outbox.due_ids()]
    assert due == sorted(picture.pk for picture in pictures(row))


def test_the_sweep_fetches_what_no_message_called_for(
    agency: InventedAgency, row: SearchRequest
) -> None:
    take(agency, ONE, row)
    with connected_as("dispatcher"):
        dispatcher_tasks.sweep()
    assert {each.state for each in pictures(row)} == {State.HERE}
    assert picture_outbox.due_ids() == []


@pytest.mark.parametrize("junk", ["", "x", 7, None, "00000000-0000-4000-8000-000000000000"])
def test_a_message_that_names_nothing_does_nothing(agency: InventedAgency, junk: Any) -> None:
    dispatcher_tasks.fetch_candidate(junk)


def test_a_picture_is_fetched_once_by_workers_that_come_at_once(
    agency: InventedAgency, row: SearchRequest
) -> None:
    take(agency, ONE, row)
    picture = pictures(row)[0]

    def one() -> str:
        return fetch_candidate.fetch(
            actor=system_actor("dispatcher"),
            picture_id=picture.pk,
            search_request_id=row.pk,
        )

    outcomes = at_once(*[as_login("dispatcher", one)] * 4)
    assert sorted(map(str, outcomes)) == ["here", "not_due", "not_due", "not_due"]
    assert sum(code.endswith("grant_issued") for code, *_ in said(row)) == 1


# --- who opens it


def test_only_who_has_taken_the_result_opens_a_picture(
    agency: InventedAgency, row: SearchRequest
) -> None:
    take(agency, ONE, row)
    all_fetched(row)
    for who in (TWO, "examiner4", "officer", "supervisor", "auditor", "administrator", "operator"):
        with pytest.raises((NotPermitted, NotFound)):
            opened(agency, who, row, 1)
    assert opened(agency, ONE, row, 1).size == (480, 600)
    with pytest.raises(NotFound):
        opened(agency, ONE, row, row.result.candidate_count + 1)
    with pytest.raises(NotFound):
        opened(agency, ONE, row, 0)


def test_a_view_is_an_event_and_names_no_position(
    agency: InventedAgency, row: SearchRequest
) -> None:
    mine = take(agency, ONE, row)
    all_fetched(row)
    opened(agency, ONE, row, place_of(mine, row, 1))
    code, login, _, facts = said(row)[-1]
    assert (code, login, facts) == ("candidate_picture.viewed", "countersign_web", {})


def test_one_that_is_not_here_cannot_be_opened(agency: InventedAgency, row: SearchRequest) -> None:
    mine = take(agency, ONE, row)
    with pytest.raises(NotFound):
        opened(agency, ONE, row, place_of(mine, row, 1))


# --- what goes wrong


def answering(monkeypatch: pytest.MonkeyPatch, **headers: str) -> None:
    """Let the matcher misbehave as one of its faults says."""
    real = OsiaClient.fetch_picture

    def with_fault(self: OsiaClient, order: Any, token: Any) -> Any:
        return real(self, order, token, beside=headers)

    monkeypatch.setattr(OsiaClient, "fetch_picture", with_fault)


@pytest.fixture
def faulty(
    agency: InventedAgency, trial_secrets: secrets.Secrets, tmp_path: Path
) -> Iterator[SearchRequest]:
    with matchers.running(trial_secrets.grant_public_keys, tmp_path, "--faults") as running:
        matchers.point_to(running)
        yield builders.search_request_at(agency, Status.RESULT_RECEIVED)


@pytest.mark.parametrize(
    ("fault", "outcome", "error"),
    [
        ("503", "retry", "http_503"),
        ("drop-after", "retry", "connection_lost"),
        ("withdrawn", "missing", "picture_withdrawn"),
        ("other-encounter", "missing", "picture_other_encounter"),
        ("wrong-gallery", "missing", "picture_other_gallery"),
        ("by-reference", "missing", "picture_by_reference"),
        ("no-image", "missing", "image_not_an_image"),
        ("huge-body", "missing", "answer_too_large"),
    ],
)
def test_each_fault_leaves_its_reason_and_the_next_time_it_is_fetched(
    agency: InventedAgency,
    faulty: SearchRequest,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    outcome: str,
    error: str,
) -> None:
    take(agency, ONE, faulty)
    picture = pictures(faulty)[0]
    with monkeypatch.context() as context:
        answering(context, **{"X-Fault": fault})
        assert fetched(picture) == outcome
    picture.refresh_from_db()
    assert (picture.state, picture.error) == (
        State.WAITING if outcome == "retry" else State.MISSING,
        error,
    )
    assert picture.sealed is None
    assert (
        said(faulty)[-1][0::2]
        == (
            "candidate_picture.not_fetched",
            {"attempt": 1, "retryable": outcome == "retry"},
        )
        or said(faulty)[-1][2] == error
    )
    if outcome == "retry":
        assert fetched(picture) == "not_due"
        made_due()
    else:
        count = ask_for_pictures.ask(actor=agency.actor(ONE), search_request_id=faulty.pk)
        assert count == 1
    assert fetched(picture) == "here"


def test_trying_ends(
    agency: InventedAgency, faulty: SearchRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, **{"X-Fault": "503"})
    take(agency, ONE, faulty)
    picture = pictures(faulty)[0]
    outcomes = []
    for _ in range(picture_outbox.MOST_ATTEMPTS):
        made_due()
        sql("owner", "UPDATE registry_matcher SET consecutive_failures = 0, open_until = NULL")
        outcomes.append(fetched(picture))
    assert outcomes == ["retry"] * (picture_outbox.MOST_ATTEMPTS - 1) + ["missing"]


def test_a_matcher_that_rests_is_left_alone(agency: InventedAgency, row: SearchRequest) -> None:
    take(agency, ONE, row)
    until = clock.real_now() + timedelta(seconds=30)
    sql("owner", "UPDATE registry_matcher SET consecutive_failures = 5, open_until = %s", [until])
    before = len(said(row))
    assert set(all_fetched(row)) == {"not_due"}
    assert len(said(row)) == before, "nothing is written of what is not tried"


def stopped_log() -> None:
    sql(
        "owner",
        "INSERT INTO dispatch_logcheck (id, began_at, ended_at, size, requests, count, known, differences)"
        " VALUES (gen_random_uuid(), now(), now(), 1, 1, 1, 0, '[]')",
    )


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (intake_drawings.png_bomb(), "image_too_many_pixels"),
        (intake_drawings.jpeg(intake_drawings.shapes(size=(40, 40))), "image_too_small"),
        (b"", "image_empty"),
    ],
)
def test_a_picture_that_cannot_be_shown_is_told_apart_and_the_others_are_fetched(
    agency: InventedAgency, row: SearchRequest, monkeypatch: pytest.MonkeyPatch, data: bytes, error: str,
) -> None:  # fmt: skip
    take(agency, ONE, row)
    first, second, *_rest = pictures(row)
    real = OsiaClient.fetch_picture
    with monkeypatch.context() as changed:
        changed.setattr(
            OsiaClient,
            "fetch_picture",
            lambda *given: dataclasses.replace(real(*given), data=data),
        )
        assert fetched(first) == "missing"
    first.refresh_from_db()
    assert (first.state, first.error, first.sealed) == (State.MISSING, error, None)
    assert fetched(second) == "here"


@pytest.mark.parametrize(
    ("stop", "error"),
    [
        (stopped_log, "log_differs"),
        (lambda: sql("owner", "UPDATE registry_gallery SET allow_listed = false"), "gallery_off"),
        (lambda: sql("owner", "UPDATE registry_matcher SET is_active = false"), "gallery_off"),
        (
            lambda: sql("owner", "UPDATE registry_gallery SET engine_gallery_id = 'ANOTHER'"),
            "gallery_changed",
        ),
    ],
)
def test_what_stops_a_search_stops_a_picture(
    agency: InventedAgency, row: SearchRequest, stop: Any, error: str
) -> None:
    take(agency, ONE, row)
    stop()
    picture = pictures(row)[0]
    assert fetched(picture) == "missing"
    picture.refresh_from_db()
    assert picture.error == error
    assert not any(code.endswith("grant_issued") for code, *_ in said(row))


def test_an_earlier_list_without_encounters_has_no_pictures(
    agency: InventedAgency, row: SearchRequest
) -> None:
    without = [
        {name: text for name, text in candidate.items() if name != "encounter_id"}
        for candidate in listed(row)
    ]
    stored = row.result.candidates
    sealed = content.seal_part(row.pk, f"file-{stored.pk}", json.dumps(without).encode())
    past_the_guards(
        "searches_storedfile",
        "UPDATE searches_storedfile SET sealed = %s WHERE id = %s",
        sealed,
        stored.pk,
    )
    take(agency, ONE, row)
    assert set(all_fetched(row)) == {"missing"}
    assert {each.error for each in pictures(row)} == {"no_encounter"}


def test_nobody_who_examines_no_picture(agency: InventedAgency, row: SearchRequest) -> None:
    take(agency, ONE, row)
    examine.give_back(actor=agency.actor(ONE), search_request_id=row.pk)
    assert fetched(pictures(row)[0]) == "missing"
    take(agency, TWO, row)
    assert pictures(row)[0].state == State.WAITING
    assert fetched(pictures(row)[0]) == "here"


def test_outside_a_trial_a_matcher_that_recognises_no_faces_brings_nothing(
    agency: InventedAgency, row: SearchRequest
) -> None:
    take(agency, ONE, row)
    with override_settings(COUNTERSIGN_TRIAL=False):
        assert fetched(pictures(row)[0]) == "missing"
    assert pictures(row)[0].error == "not_a_face_recogniser"


def test_while_others_decode_a_picture_waits_and_the_matcher_is_not_blamed(
    agency: InventedAgency, row: SearchRequest
) -> None:
    take(agency, ONE, row)
    first = pictures(row)[0]

    def busy() -> str:
        with decoding.turn(system_actor("dispatcher")):
            is_busy.set()
            assert is_done.wait(60)
        return "decoded"

    def fetching() -> str:
        assert is_busy.wait(60)
        try:
            with override_settings(COUNTERSIGN_DECODE_WAIT_SECONDS=0.2):
                return fetched(first)
        finally:
            is_done.set()

    is_busy, is_done = Event(), Event()
    assert at_once(as_login("dispatcher", busy), fetching) == ["decoded", "retry"]
    first.refresh_from_db()
    assert (first.state, first.error) == (State.WAITING, "busy")
    assert not Matcher.objects.filter(open_until__isnull=False).exists()
    made_due()
    assert fetched(first) == "here"


@pytest.mark.parametrize("is_another", [False, True])
def test_a_worker_that_died_is_followed_by_another_and_its_late_picture_is_dropped(
    agency: InventedAgency, row: SearchRequest, monkeypatch: pytest.MonkeyPatch, is_another: bool
) -> None:
    take(agency, ONE, row)
    picture = pictures(row)[0]
    real = OsiaClient.fetch_picture
    outcomes = []

    def slow(self: OsiaClient, order: Any, token: Any) -> Any:
        answer = real(self, order, token)
        monkeypatch.setattr(OsiaClient, "fetch_picture", real)
        made_due()
        outcomes.append(
            fetch_candidate.fetch(
                actor=system_actor("dispatcher"), picture_id=picture.pk, search_request_id=row.pk
            )
        )
        other = builders.probe_bytes(7)
        return dataclasses.replace(answer, data=other) if is_another else answer

    monkeypatch.setattr(OsiaClient, "fetch_picture", slow)
    outcomes.append(fetched(picture))
    assert outcomes == ["here", "stale"]
    assert [code for code, *_ in said(row)].count("candidate_picture.fetched") == 1
    # What is here stays, and the log says where the matcher gave two pictures for one encounter.
    assert said(row)[-1][0] == "candidate_picture.put_off"
    assert said(row)[-1][2] == ("another_picture" if is_another else "stale")
    came, kept = sql(
        "superuser",
        "SELECT (SELECT value FROM audit.opening WHERE event_id = e.id AND field = 'picture_sha256') FROM audit.event e"
        " WHERE request_id = %s AND code IN ('candidate_picture.put_off', 'candidate_picture.fetched') ORDER BY id DESC",
        [row.pk],
    )
    assert (came != kept) is is_another


def test_asking_again_where_nothing_is_missing_is_refused(
    agency: InventedAgency, row: SearchRequest
) -> None:
    take(agency, ONE, row)

    def refused(who: str) -> CountersignError:
        with pytest.raises(CountersignError) as refusal:
            ask_for_pictures.ask(actor=agency.actor(who), search_request_id=row.pk)
        return refusal.value

    refusal = refused(ONE)
    assert isinstance(refusal, PreconditionFailed)
    assert refusal.reason == "pictures_asked_for"
    assert isinstance(refused(TWO), NotFound)
    assert isinstance(refused("officer"), NotPermitted | NotFound)


# --- what is stored


def test_one_key_gone_ends_one_picture_and_the_requests_key_ends_all(
    agency: InventedAgency, row: SearchRequest
) -> None:
    take(agency, ONE, row)
    all_fetched(row)
    first, second, *_ = pictures(row)
    first.sealed_key = None
    with pytest.raises(content.ContentDestroyed):
        candidate_pictures.open_picture(first)
    assert candidate_pictures.open_picture(second).taken.transmission.startswith(b"\x89PNG")
    second.sealed = first.sealed
    with pytest.raises(content.ContentDamaged):
        candidate_pictures.open_picture(second)
    past_the_guards(
        "searches_contentkey",
        "UPDATE searches_contentkey SET wrapped = NULL, destroyed_at = now() WHERE search_request_id = %s",
        row.pk,
    )
    with pytest.raises(content.ContentDestroyed):
        candidate_pictures.open_picture(pictures(row)[1])


def test_no_id_and_no_picture_lies_in_the_clear(agency: InventedAgency, row: SearchRequest) -> None:
    take(agency, ONE, row)
    all_fetched(row)
    stored = str(sql("superuser", "SELECT to_jsonb(p) FROM searches_candidatepicture p")).lower()
    logged = str(sql("superuser", "SELECT convert_from(entry, 'UTF8') FROM audit.event"))
    for candidate in listed(row):
        assert candidate["external_id"].lower() not in stored
        assert candidate["external_id"].encode().hex() not in stored
        assert candidate["encounter_id"] not in logged
    assert b"\x89PNG".hex() not in stored
