"""Decisions made too fast, with the picture closed, or on a page that is no longer true.

Must not say what a decider ought to think: only what was opened, and what the log keeps of it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import override_settings

from requests_app.common.errors import BadInput, PreconditionFailed, StaleRead
from requests_app.searches import content, selectors
from requests_app.searches.models import CheckRun, Reading, SearchRequest
from requests_app.workflow import claim, decide, draft_files
from requests_app.workflow.reading import decision_page, pictures
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql


@pytest.fixture
def prepare() -> Any:
    return builders.submitted


def opened(agency: InventedAgency, row: SearchRequest, *, picture: bool) -> UUID:
    """Let the supervisor claim and open a request; returns the reading that a decision names."""
    supervisor = agency.actor("supervisor")
    claim.claim(actor=supervisor, search_request_id=row.id)
    page = decision_page.open_decision_page(actor=supervisor, search_request_id=row.id)
    if picture:
        pictures.open_probe(actor=supervisor, search_request_id=row.id)
    return page.reading_id


def decision(
    agency: InventedAgency, row: SearchRequest, outcome: str, reading: UUID
) -> decide.Decided:
    return decide.decide(
        actor=agency.actor("supervisor"),
        search_request_id=row.id,
        outcome=outcome,
        reading_id=reading,
        reasons=builders.reasons(
            message="The second statement is missing; add it, then ask again."
        ),
    )


def last_event(row: SearchRequest, code: str) -> dict[str, Any]:
    """The newest entry of this kind about a request, as it stands in the log."""
    found = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE request_id = %s AND code = %s"
        " ORDER BY id DESC LIMIT 1",
        [row.id, code],
    )
    body: dict[str, Any] = json.loads(found[0][0])["body"]
    return body


def standing(row: SearchRequest) -> tuple[str, int]:
    """The status of a request, and how many authorisations it has."""
    return sql(
        "superuser",
        "SELECT status, (SELECT count(*) FROM searches_authorisation a"
        " WHERE a.search_request_id = r.id) FROM searches_searchrequest r WHERE id = %s",
        [row.id],
    )[0]  # type: ignore[return-value]


def test_a_scripted_approval_with_the_picture_closed_is_refused_and_recorded(
    agency: InventedAgency,
) -> None:
    row: SearchRequest = agency.prepared
    reading = opened(agency, row, picture=False)
    with pytest.raises(PreconditionFailed) as refusal:
        decision(agency, row, "approve", reading)
    assert refusal.value.reason == "probe_not_opened"
    assert standing(row) == ("AWAITING_DECISION", 0)
    said = last_event(row, "action.refused")
    assert (said["outcome"], said["reason"]) == ("refused", "probe_not_opened")


def test_a_fast_approval_leaves_how_fast_and_what_was_not_read(agency: InventedAgency) -> None:
    row = builders.submitted(agency, document=builders.of_a_minor(1))
    decision(agency, row, "approve", opened(agency, row, picture=True))
    facts = last_event(row, "search.decision_recorded")["facts"]
    assert facts["outcome"] == "approve"
    assert 0 <= facts["seconds_open"] < 60
    assert facts["probe_opened"] is True
    assert facts["claim_via"] == "queue"
    assert facts["findings_unread"] == [], "the finding about the minor stood on the page"


def test_every_opening_counts_in_the_time_that_the_page_was_open(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    first = opened(agency, row, picture=True)
    sql("superuser", "ALTER TABLE searches_reading DISABLE TRIGGER ALL")
    sql("superuser", "UPDATE searches_reading SET opened_at = opened_at - interval '10 minutes'"
        " WHERE id = %s", [first])  # fmt: skip
    decision(agency, row, "approve", opened(agency, row, picture=True))
    facts = last_event(row, "search.decision_recorded")["facts"]
    assert facts["seconds_open"] < 60
    assert 600 <= facts["seconds_open_total"] < 660


WARNED_AT_APPROVAL = """\
format: 2
jurisdiction: any
pack: my-agency
version: 2026.11.0
title: {en: "Ours", fr: "Le nôtre"}
effective_from: 2020-01-01
unanswered: {en: "Not known yet.", fr: "Pas encore connu."}
sources: {}
rules:
  - id: MY-01
    stages: [approve]
    verb: WARN
    judges: [answer]
    test: lawful
    field: purpose
    needs: [req.purpose]
    when: req.purpose != 'personal'
    message: {en: "Look twice.", fr: "Regardez deux fois."}
    satisfy: {en: "Look.", fr: "Regardez."}
    source: {ours: {en: "our order", fr: "notre ordre"}, implements: []}
"""


def test_a_finding_that_the_page_did_not_show_is_told_as_unread(
    agency: InventedAgency, tmp_path: Path
) -> None:
    row: SearchRequest = agency.prepared
    reading = opened(agency, row, picture=True)
    file = tmp_path / "my-agency" / "2026.11.0.yaml"
    file.parent.mkdir()
    file.write_text(WARNED_AT_APPROVAL, encoding="utf-8")
    with override_settings(COUNTERSIGN_PACK_FOLDER=str(tmp_path)):
        decision(agency, row, "approve", reading)
    unread = last_event(row, "search.decision_recorded")["facts"]["findings_unread"]
    assert "MY-01" in unread


def test_a_refusal_says_that_the_picture_stayed_closed(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    decision(agency, row, "refuse", opened(agency, row, picture=False))
    assert last_event(row, "search.refused")["facts"]["probe_opened"] is False


def test_the_picture_of_an_earlier_version_does_not_count(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    decision(agency, row, "return", opened(agency, row, picture=True))
    again = builders.driving.submitted(agency.actor("officer"), row)
    assert again.version == 2
    reading = opened(agency, again, picture=False)
    with pytest.raises(PreconditionFailed) as refusal:
        decision(agency, again, "approve", reading)
    assert refusal.value.reason == "probe_not_opened"


def test_a_page_drawn_before_the_new_version_decides_nothing(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    old = opened(agency, row, picture=True)
    decision(agency, row, "return", old)
    again = builders.driving.submitted(agency.actor("officer"), row)
    opened(agency, again, picture=True)
    with pytest.raises(StaleRead):
        decision(agency, again, "approve", old)
    assert standing(row) == ("AWAITING_DECISION", 0)


def test_another_picture_after_a_return_is_another_thing_to_read(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    first = opened(agency, row, picture=True)
    decision(agency, row, "return", first)
    officer = agency.actor("officer")
    draft_files.add_probe(
        actor=officer,
        search_request_id=row.id,
        data=builders.probe_bytes(9),
        name="another frame.jpg",
    )
    said = content.open_version(selectors.justification(row))  # it is asked anew of this one
    builders.write(officer, row.id, said)
    again = builders.driving.submitted(officer, row)
    second = opened(agency, again, picture=True)
    digests = sql(
        "superuser", "SELECT digest FROM searches_reading WHERE id = ANY(%s)", [[first, second]]
    )
    assert len(set(digests)) == 2
    decision(agency, again, "approve", second)
    assert standing(row) == ("APPROVED", 1)


def test_a_gallery_that_changed_since_the_page_was_drawn_stops_the_approval(
    agency: InventedAgency,
) -> None:
    row: SearchRequest = agency.prepared
    reading = opened(agency, row, picture=True)
    sql("owner", "UPDATE registry_gallery SET engine_gallery_id = 'ANOTHER'")
    with pytest.raises(StaleRead):
        decision(agency, row, "approve", reading)
    assert standing(row) == ("AWAITING_DECISION", 0)


def test_a_gallery_that_changed_since_the_submission_can_be_returned_and_not_approved(
    agency: InventedAgency,
) -> None:
    row: SearchRequest = agency.prepared
    builders.gallery_entry_says(size=101)
    page = decision_page.open_decision_page(
        actor=agency.actor("supervisor"), search_request_id=row.id
    )
    assert page.gallery_problem is not None
    assert page.gallery_problem.params["reason"] == "gallery_changed"
    for _try in range(2):  # however often it is read anew
        reading = opened(agency, row, picture=True)
        with pytest.raises(PreconditionFailed) as refusal:
            decision(agency, row, "approve", reading)
        assert refusal.value.reason == "gallery_changed"
    decision(agency, row, "return", opened(agency, row, picture=True))
    assert standing(row)[0] == "RETURNED"
    again = builders.driving.submitted(agency.actor("officer"), row)
    decision(agency, again, "approve", opened(agency, again, picture=True))
    assert standing(row)[0] == "APPROVED"


def test_a_gallery_that_is_off_is_named_and_approved_once_it_is_on_again(
    agency: InventedAgency,
) -> None:
    row: SearchRequest = agency.prepared
    builders.gallery_entry_says(allow_listed=False)
    reading = opened(agency, row, picture=True)
    with pytest.raises(PreconditionFailed) as refusal:
        decision(agency, row, "approve", reading)
    assert refusal.value.reason == "gallery_off"
    builders.gallery_entry_says(allow_listed=True)
    decision(agency, row, "approve", opened(agency, row, picture=True))
    assert standing(row)[0] == "APPROVED"


def test_who_meets_a_difference_is_told_which_part_it_is(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    actor = agency.actor("supervisor")
    claim.claim(actor=actor, search_request_id=row.id)
    page = decision_page.open_decision_page(actor=actor, search_request_id=row.id)
    builders.gallery_entry_says(size=101)
    with pytest.raises(StaleRead) as refusal:
        decide.decide(
            actor=actor,
            search_request_id=row.id,
            outcome="return",
            reading_id=page.reading_id,
            reasons=builders.reasons(message="The statement of the second witness is missing."),
            read=page.read,
        )
    assert refusal.value.changes == ("gallery_entry",)


@pytest.mark.parametrize("sign", ["\u3164", "\u2800", "\u034f", "\ufe0f", "\u200b"])
def test_reasons_that_nobody_sees_are_no_reasons(agency: InventedAgency, sign: str) -> None:
    row: SearchRequest = agency.prepared
    reading = opened(agency, row, picture=True)
    for outcome, said in (
        ("approve", builders.driving.reasons(words=sign * 60)),
        ("return", builders.reasons(message=sign * 60)),
    ):
        with pytest.raises(BadInput):
            decide.decide(
                actor=agency.actor("supervisor"), search_request_id=row.id, outcome=outcome,
                reading_id=reading, reasons=said,
            )  # fmt: skip
    assert standing(row) == ("AWAITING_DECISION", 0)


def test_a_page_that_somebody_else_opened_is_no_reading_of_ones_own(
    agency: InventedAgency,
) -> None:
    row: SearchRequest = agency.prepared
    theirs = decision_page.open_decision_page(
        actor=agency.actor("supervisor2"), search_request_id=row.id
    ).reading_id
    opened(agency, row, picture=True)
    with pytest.raises(PreconditionFailed) as refusal:
        decision(agency, row, "approve", theirs)
    assert refusal.value.reason == "page_not_opened"


def openings(row: SearchRequest) -> tuple[int, int]:
    """Readings of the decision page, and events that say so."""
    (events,) = sql(
        "auditor",
        "SELECT count(*) FROM audit.event WHERE request_id = %s AND code = 'record.viewed'",
        [row.pk],
    )[0]
    return Reading.objects.filter(search_request=row, kind="decision_page").count(), events


def test_a_page_that_could_not_be_drawn_was_not_read(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    with pytest.raises(ZeroDivisionError):
        decision_page.show_decision_page(
            actor=agency.actor("supervisor"), search_request_id=row.id, draw=lambda _: 1 / 0
        )
    assert openings(row) == (0, 0)


def test_what_changed_while_the_page_was_drawn_was_not_read(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared

    def change(_: object) -> None:
        sql("owner", "UPDATE registry_gallery SET size = size + 1")

    with pytest.raises(StaleRead):
        decision_page.show_decision_page(
            actor=agency.actor("supervisor"), search_request_id=row.id, draw=change
        )
    assert openings(row) == (0, 0)


def test_the_record_of_a_page_names_what_was_drawn(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    page = decision_page.open_decision_page(
        actor=agency.actor("supervisor"), search_request_id=row.id
    )
    reading = Reading.objects.get(id=page.reading_id)
    assert (reading.digest, reading.version) == (page.digest, page.version.version)
    assert openings(row) == (1, 1)


def refused(row: SearchRequest) -> int:
    found = sql(
        "superuser",
        "SELECT count(*) FROM audit.event WHERE request_id = %s AND code = 'action.refused'",
        [row.pk],
    )
    return int(found[0][0])


@pytest.mark.parametrize(
    "reasons",
    [
        builders.driving.reasons(words="too short"),
        builders.driving.reasons(words=""),
        decide.Reasons(tests={}, no_conflict=False, message=""),
    ],
)
def test_a_slip_in_the_form_is_no_refusal_of_an_act(
    agency: InventedAgency, reasons: decide.Reasons
) -> None:
    row: SearchRequest = agency.prepared
    reading = opened(agency, row, picture=True)
    with pytest.raises(BadInput):
        decide.decide(
            actor=agency.actor("supervisor"),
            search_request_id=row.id,
            outcome="approve",
            reading_id=reading,
            reasons=reasons,
        )
    assert refused(row) == 0


def test_an_answer_that_contradicts_what_is_known_is_a_refusal(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    reading = opened(agency, row, picture=True)
    with pytest.raises(BadInput):
        decide.decide(
            actor=agency.actor("supervisor"),
            search_request_id=row.id,
            outcome="approve",
            reading_id=reading,
            reasons=builders.driving.reasons(faces=7),
        )
    assert refused(row) == 1


@pytest.mark.parametrize(("outcome", "checks"), [("approve", 1), ("refuse", 0), ("return", 0)])
def test_what_the_rules_found_at_an_approval_is_kept(
    agency: InventedAgency, outcome: str, checks: int
) -> None:
    row: SearchRequest = agency.prepared
    decision(agency, row, outcome, opened(agency, row, picture=True))
    kept = CheckRun.objects.filter(search_request=row, stage="approve", version=1)
    assert kept.count() == checks
    if checks:
        assert last_event(row, "search.checked")["facts"]["stage"] == "approve"
