"""What becomes of an approved search that cannot simply be sent: held, released, given up, retried, ended.

What happened is read from the rows, the log and the notices, as an operator or an auditor would.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from requests_app.accounts.actors import system_actor
from requests_app.accounts.models import Certificate
from requests_app.accounts.training import Course
from requests_app.common.errors import BadInput, NotPermitted, PreconditionFailed
from requests_app.dispatch.models import Attempt, Dispatch
from requests_app.dispatch.types import MatcherAnswer
from requests_app.searches import content, of_the_picture
from requests_app.searches.answers import Declaration
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.tasks import dispatch as dispatcher_tasks
from requests_app.workflow import administration, draft, forward, record_result, retry, withdraw
from requests_app.workflow.forward import _claim
from tests import builders, matchers
from tests.builders import InventedAgency
from tests.support import connected_as, sql

pytestmark = pytest.mark.usefixtures("a_claim_is_taken_over_soon")

ROLE_DEMANDED_LATE = """\
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
    stages: [forward]
    verb: APPR+
    role: privacy_officer
    judges: [answer]
    test: lawful
    field: purpose
    needs: [req.purpose]
    when: req.purpose != 'personal'
    message: {en: "A privacy officer decides too.", fr: "Un agent de la vie privée décide aussi."}
    satisfy: {en: "Ask one.", fr: "Demandez-lui."}
    source: {ours: {en: "our order", fr: "notre ordre"}, implements: []}
"""

WHY = "The matcher was restarted and answers again, as its operator wrote."


def events(row: SearchRequest) -> list[tuple[str, str | None]]:
    found = sql(
        "superuser",
        "SELECT code, reason FROM audit.event WHERE request_id = %s ORDER BY request_seq",
        [row.pk],
    )
    return [(str(code), reason) for code, reason in found]


def told(row: SearchRequest, kind: str) -> set[str]:
    """User names of those who have a notice of this kind."""
    found = sql(
        "superuser",
        "SELECT a.username FROM searches_notice n JOIN accounts_account a ON a.id = n.account_id"
        " WHERE n.search_request_id = %s AND n.kind = %s",
        [row.pk, kind],
    )
    return {str(name) for (name,) in found}


def state(row: SearchRequest) -> tuple[str, str, str]:
    row.refresh_from_db()
    held = Dispatch.objects.get(search_request=row)
    return str(row.status), str(held.state), held.last_error


def switch_gallery(*, on: bool) -> None:
    sql("owner", "UPDATE registry_gallery SET allow_listed = %s", [on])


def test_a_gallery_switched_off_holds_and_switched_on_releases(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    switch_gallery(on=False)
    assert builders.forwarded(row) == "held"
    # Its entry says so as well; what holds it first is that it is off.
    assert state(row) == (Status.APPROVED, "held", "gallery_off")
    assert told(row, "search_held") == {"officer", "operator"}
    assert Attempt.objects.count() == 0
    builders.make_due(row)
    assert builders.forwarded(row) == "held"
    assert [code for code, _ in events(row)].count("search.held") == 2
    assert told(row, "search_held") == {"officer", "operator"}
    switch_gallery(on=True)
    builders.make_due(row)
    assert builders.forwarded(row) == "done"
    assert state(row)[:2] == (Status.RESULT_RECEIVED, "done")


def test_a_matcher_with_another_audience_is_not_what_was_approved(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    sql("owner", "UPDATE registry_matcher SET audience = 'https://elsewhere.example'")
    assert builders.forwarded(row) == "held"
    # The log knows of no such change, so nothing may be built on it, not even the end of the request.
    assert state(row) == (Status.APPROVED, "held", "gallery_not_as_logged")


@pytest.mark.parametrize(
    "changed", [{"engine_gallery_id": "ANOTHER"}, {"size": 5_000_000}, {"candidate_max": 49}]
)
def test_a_gallery_that_changed_after_the_approval_ends_the_request_with_that_reason(
    agency: InventedAgency, matcher: matchers.RunningMatcher, changed: dict[str, Any]
) -> None:
    row = builders.approved(agency)
    builders.gallery_entry_says(**changed)
    assert builders.forwarded(row) == "ended"
    assert state(row) == (Status.EXPIRED, "cancelled", "gallery_changed")
    assert ("search.expired", "gallery_changed") in events(row)
    assert told(row, "expired") == {"officer"}
    assert Attempt.objects.count() == 0
    again = draft.start(actor=agency.actor("officer"), started_from=row.pk)
    before = content.open_draft(row)
    copied = of_the_picture.of_another_picture(before)  # the picture itself is not copied
    assert content.open_draft(again) == dataclasses.replace(copied, declaration=Declaration())


def test_a_held_search_ends_once_its_gallery_is_on_again_with_another_entry(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    builders.gallery_entry_says(allow_listed=False)
    assert builders.forwarded(row) == "held"
    assert state(row)[2] == "gallery_off"
    builders.gallery_entry_says(allow_listed=True, size=101)
    builders.make_due(row)
    assert builders.forwarded(row) == "ended"
    assert state(row) == (Status.EXPIRED, "cancelled", "gallery_changed")


def test_a_name_of_a_gallery_is_no_part_of_what_was_approved(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    builders.gallery_entry_says(name_en="Booking photographs", candidate_default=10)
    assert builders.forwarded(row) == "done"


def test_a_search_that_failed_and_whose_gallery_changed_is_not_tried_again(
    agency: InventedAgency,
) -> None:
    row = builders.search_request_at(agency, Status.SEARCH_FAILED)
    builders.gallery_entry_says(size=101)
    with pytest.raises(PreconditionFailed) as refusal:
        retry.retry(actor=agency.actor("operator"), search_request_id=row.pk, reason=WHY)
    assert refusal.value.reason == "gallery_changed_for_good"


def test_a_search_on_its_way_fails_where_the_gallery_changed_between_two_attempts(
    agency: InventedAgency,
) -> None:
    row = builders.search_request_at(agency, Status.FORWARDING)
    builders.gallery_entry_says(size=101)
    builders.make_due(row)
    assert builders.forwarded(row) == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", "gallery_changed")
    assert ("search.forward_failed", "gallery_changed") in events(row)


def test_a_search_on_its_way_fails_where_its_approval_runs_out_between_two_attempts(
    agency: InventedAgency,
) -> None:
    row = builders.search_request_at(agency, Status.FORWARDING)
    sql("superuser", "ALTER TABLE searches_authorisation DISABLE TRIGGER ALL")
    sql(
        "superuser",
        "UPDATE searches_authorisation SET approved_at = approved_at - interval '4 days',"
        " expires_at = expires_at - interval '4 days'",
    )
    builders.make_due(row)
    assert builders.forwarded(row) == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", "expired")
    assert Attempt.objects.filter(ended_at=None).count() == 0


def test_training_withdrawn_since_the_approval_holds_the_search(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    officer = agency.people["officer"]
    certificate = Certificate.objects.get(person=officer.person, course=Course.REQUESTING)
    administration.withdraw_certificate(
        actor=agency.actor("administrator"),
        certificate_id=certificate.pk,
        reason="The course was not finished after all",
    )
    assert builders.forwarded(row) == "held"
    assert state(row) == (Status.APPROVED, "held", "stopped_by_rule")


def test_content_that_cannot_be_read_is_held_and_keeps_nobody_back(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    damaged = builders.approved(agency)
    sound = builders.approved(agency)
    sql(
        "superuser",
        "ALTER TABLE searches_storedfile DISABLE TRIGGER ALL;",
    )
    sql(
        "superuser",
        "UPDATE searches_storedfile SET sealed = set_byte(sealed, 40, (get_byte(sealed, 40) + 1) %% 256)"
        " WHERE search_request_id = %s",
        [damaged.pk],
    )
    with connected_as("dispatcher"):
        dispatcher_tasks.sweep()
    assert state(damaged) == (Status.APPROVED, "held", "content_damaged")
    assert state(sound)[:2] == (Status.RESULT_RECEIVED, "done")
    assert told(damaged, "search_held") == {"officer", "operator"}


def test_an_approval_that_runs_out_in_the_queue_is_never_sent(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    sql("superuser", "ALTER TABLE searches_authorisation DISABLE TRIGGER ALL")
    sql(
        "superuser",
        "UPDATE searches_authorisation SET approved_at = approved_at - interval '4 days',"
        " expires_at = expires_at - interval '4 days'",
    )
    sql("owner", "UPDATE searches_searchrequest SET lapses_at = lapses_at - interval '4 days'")
    assert builders.forwarded(row) == "ended"
    assert state(row) == (Status.EXPIRED, "cancelled", "expired")
    assert ("search.expired", "authorisation_expired") in events(row)
    assert told(row, "expired") == {"officer"}
    assert Attempt.objects.count() == 0


def test_a_search_that_was_withdrawn_is_never_sent(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.pk)
    assert builders.forwarded(row) == "not_due"
    assert state(row)[:2] == (Status.WITHDRAWN, "cancelled")
    assert Attempt.objects.count() == 0


def abandoned_claim(row: SearchRequest, owner: str) -> Any:
    """A worker that takes the search and is never heard of again."""
    search_id = Dispatch.objects.get(search_request=row).search_id
    with connected_as("dispatcher"):
        made = _claim(
            actor=system_actor("dispatcher"),
            owner=owner,
            search_id=search_id,
            search_request_id=row.pk,
        )
        sql(
            "owner",
            "UPDATE dispatch_dispatch SET lease_until = now() - interval '1 second'"
            " WHERE search_id = %s AND state = 'claimed'",
            [search_id],
        )
    return made


def test_a_search_on_which_three_workers_died_is_given_up_and_can_be_retried(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    for owner in "abc":
        assert not isinstance(abandoned_claim(row, owner), str)
    assert abandoned_claim(row, "d") == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", "poison")
    assert told(row, "search_failed") == {"officer", "operator"}
    retry.retry(actor=agency.actor("operator"), search_request_id=row.pk, reason=WHY)
    assert builders.forwarded(row) == "done"
    assert state(row)[:2] == (Status.RESULT_RECEIVED, "done")


def test_a_matcher_that_keeps_failing_rests_and_costs_no_attempt(agency: InventedAgency) -> None:
    rows = [builders.approved(agency) for _ in range(6)]
    for row in rows[:5]:
        assert builders.forwarded(row) == "retry"
    assert builders.forwarded(rows[5]) == "not_due"
    assert Attempt.objects.filter(dispatch__search_request=rows[5]).count() == 0
    builders.make_due(rows[5])
    assert builders.forwarded(rows[5]) == "retry"


def test_what_a_matcher_could_never_take_is_given_up_before_anything_leaves(
    agency: InventedAgency,
) -> None:
    row = builders.approved(agency)
    sql("owner", "UPDATE registry_matcher SET base_url = 'http://matcher.example'")
    assert builders.forwarded(row) == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", "tls_required")
    codes = [code for code, _ in events(row)]
    assert "search.forward_started" not in codes
    assert "search.grant_issued" not in codes


def test_a_demonstration_matchers_answer_is_no_result_outside_a_trial(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    with override_settings(COUNTERSIGN_TRIAL=False):
        outcome = builders.forwarded(row)
    assert outcome == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", "not_a_face_recogniser")
    assert sql("superuser", "SELECT count(*) FROM dispatch_searchresult") == [(0,)]


def test_a_retry_needs_a_reason_and_is_recorded(agency: InventedAgency) -> None:
    row = builders.search_request_at(agency, Status.SEARCH_FAILED)
    operator = agency.actor("operator")
    with pytest.raises(BadInput):
        retry.retry(actor=operator, search_request_id=row.pk, reason="again")
    retry.retry(actor=operator, search_request_id=row.pk, reason=WHY)
    assert state(row)[1] == "ready"
    assert "search.retried" in [code for code, _ in events(row)]
    body = sql("superuser", "SELECT convert_from(entry, 'UTF8') FROM audit.event"
               " WHERE code = 'search.retried'")[0][0]  # fmt: skip
    assert WHY not in body


def test_only_the_dispatcher_process_may_forward(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    search_id = Dispatch.objects.get(search_request=row).search_id
    for actor in (agency.actor("supervisor"), system_actor("web"), system_actor("worker")):
        with pytest.raises(NotPermitted) as refused:
            forward.forward(actor=actor, owner="x", search_id=search_id, search_request_id=row.pk)
        assert refused.value.reason == "process_only"
    assert state(row)[:2] == (Status.APPROVED, "ready")


def test_a_role_that_a_rule_demands_only_now_holds_the_search(
    agency: InventedAgency, matcher: matchers.RunningMatcher, tmp_path: Path
) -> None:
    row = builders.approved(agency)
    file = tmp_path / "my-agency" / "2026.11.0.yaml"
    file.parent.mkdir()
    file.write_text(ROLE_DEMANDED_LATE, encoding="utf-8")
    with override_settings(COUNTERSIGN_PACK_FOLDER=str(tmp_path)):
        assert builders.forwarded(row) == "held"
    assert state(row) == (Status.APPROVED, "held", "not_approved")
    assert Attempt.objects.count() == 0


@pytest.mark.parametrize(("in_a_trial", "becomes"), [(True, "done"), (False, "failed")])
def test_an_answer_of_no_face_recogniser_counts_in_a_trial_alone(
    agency: InventedAgency, matcher: matchers.RunningMatcher, in_a_trial: bool, becomes: str
) -> None:
    row = builders.approved(agency)
    with override_settings(COUNTERSIGN_TRIAL=in_a_trial):
        assert builders.forwarded(row) == becomes
    kept = row.files.filter(kind="candidates").count()
    said = ("search.result_quarantined", "not_a_face_recogniser")
    assert (kept, said in events(row)) == ((1, False) if in_a_trial else (0, True))


def test_what_another_worker_took_meanwhile_is_skipped_and_the_skip_is_recorded(
    agency: InventedAgency, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = builders.approved(agency)
    asked = iter([True, False])  # due when it was looked for, no longer once its request is locked
    monkeypatch.setattr(forward, "_is_due", lambda _search_id: next(asked))
    assert builders.forwarded(row) == "not_due"
    assert "search.dispatch_skipped" in [code for code, _ in events(row)]
    assert Attempt.objects.count() == 0


def test_a_retry_that_is_refused_is_recorded_as_one(agency: InventedAgency) -> None:
    row = builders.search_request_at(agency, Status.SEARCH_FAILED)
    with pytest.raises(NotPermitted):
        retry.retry(actor=agency.actor("supervisor"), search_request_id=row.pk, reason=WHY)
    facts = sql("superuser", "SELECT convert_from(entry, 'UTF8')::json#>'{body,facts}' FROM audit.event"
                " WHERE code = 'action.refused' AND request_id = %s", [row.pk])  # fmt: skip
    assert facts == [({"action": "retry"},)]


def test_an_answer_that_somebody_else_brings_changes_nothing(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    made = abandoned_claim(row, "a")
    before = state(row)
    empty = MatcherAnswer(
        search_id=made.lease.search_id, gallery="any", candidates=(), engine="any",
        engine_version="1", mode="retrospective_still", candidate_limit=20, raw_sha256="0" * 64,
        replayed=False, not_a_face_recogniser=False,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        record_result.answer(
            actor=agency.actor("operator"),
            search_request_id=row.pk,
            lease=made.lease,
            attempt_id=made.attempt_id,
            result=empty,
        )
    assert state(row) == before
    assert "search.result_quarantined" not in [code for code, _ in events(row)]
