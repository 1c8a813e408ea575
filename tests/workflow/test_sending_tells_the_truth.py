"""What becomes of a search whose answer did not come as it should, and that everybody is told what is so.

Tried for each: the rows, the log, the requester's page and the operator's page.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.test import Client

from requests_app.accounts.actors import system_actor
from requests_app.common import clock
from requests_app.common.errors import BadInput, PreconditionFailed
from requests_app.dispatch import breaker, errors, outbox
from requests_app.dispatch.models import Attempt, Dispatch
from requests_app.dispatch.refusals import may_have_searched
from requests_app.registry.models import Matcher
from requests_app.searches import content
from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from requests_app.trial.demo import driving
from requests_app.workflow import draft, draft_files, expire, record_result, retry, withdraw
from requests_app.workflow.forward import Sending, _claim, _send
from tests import builders, matchers
from tests.builders import InventedAgency
from tests.dispatch.client_support import serving
from tests.support import connected_as, sql
from tests.workflow.test_sending import WHY, abandoned_claim, events, state, told

pytestmark = pytest.mark.usefixtures("a_claim_is_taken_over_soon")

DISPATCHER = system_actor("dispatcher")


def signed_in(agency: InventedAgency, name: str) -> Client:
    client = Client()
    client.force_login(
        agency.people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def officers_page(agency: InventedAgency, row: SearchRequest) -> str:
    return signed_in(agency, "officer").get(f"/requests/{row.pk}/").content.decode()


def operators_page(agency: InventedAgency, row: SearchRequest) -> str:
    search_id = Dispatch.objects.get(search_request=row).pk
    return signed_in(agency, "operator").get(f"/operations/{search_id}/").content.decode()


def claimed(row: SearchRequest) -> Sending:
    """A worker has it in hand and its call is under way."""
    made = abandoned_claim(row, "in hand")
    assert isinstance(made, Sending)
    return made


def failed_with(row: SearchRequest, problem: errors.BackendError) -> str:
    """Let the call that is under way end so."""
    made = claimed(row)
    with connected_as("dispatcher"):
        return record_result.failure(
            actor=DISPATCHER,
            search_request_id=row.pk,
            lease=made.lease,
            attempt_id=made.attempt_id,
            problem=problem,
        )


def matcher_entry_says(**values: Any) -> None:
    """As an approval and its matcher's entry agree: the approval is made after the change."""
    with connected_as("owner"):
        Matcher.objects.update(**values)


# --- the picture ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "code", "said"),
    [
        (errors.NoFaceFound, "probe_no_face", "found no face"),
        (errors.MultipleFaces, "probe_many_faces", "more than one face"),
        (errors.UnsupportedFormat, "probe_unreadable", "could not read the picture"),
        (errors.ImageTooLarge, "body_too_large", "larger than the matcher takes"),
    ],
)
def test_a_rejected_picture_reaches_the_officer_with_its_reason(
    agency: InventedAgency, kind: type[errors.BackendError], code: str, said: str
) -> None:
    row = builders.approved(agency)
    assert failed_with(row, kind(code, http_status=422, sent="yes")) == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", code)
    assert told(row, "search_failed") == {"officer", "operator"}
    page = officers_page(agency, row)
    assert said in page
    assert "With you" in page
    assert f"/requests/{row.pk}/again/" in page


def test_a_call_that_was_refused_without_a_code_is_not_called_the_pictures_fault(
    agency: InventedAgency,
) -> None:
    row = builders.approved(agency)
    assert failed_with(row, errors.BackendRefused("http_400", http_status=400)) == "failed"
    page = officers_page(agency, row)
    assert "nothing that you did" in page
    assert "With an operator" in page
    assert "picture" not in operators_page(agency, row).lower()


# --- an answer that was made and not received ----------------------------------------------------


def test_an_answer_that_is_no_longer_kept_is_told_apart_and_not_asked_for_again(
    agency: InventedAgency,
) -> None:
    row = builders.approved(agency)
    lost = errors.AnswerNoLongerKept("search_already_answered", http_status=409, sent="yes")
    assert failed_with(row, lost) == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", "search_already_answered")
    page = officers_page(agency, row)
    assert "The search was made, but its answer was lost" in page
    assert f"/requests/{row.pk}/again/" in page
    operators = operators_page(agency, row)
    assert "The search was made." in operators
    assert "Put it back" not in operators
    with pytest.raises(PreconditionFailed) as refused:
        retry.retry(actor=agency.actor("operator"), search_request_id=row.pk, reason=WHY)
    assert refused.value.reason == "answer_no_longer_kept"


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (errors.AnswerNoLongerKept("search_already_answered", http_status=409, sent="yes"),
         "Its search was made, and no result was received."),
        (errors.GrantRejected("token_audience", http_status=401, sent="yes"), ""),
    ],
)  # fmt: skip
def test_who_decides_on_a_search_begun_anew_is_told_what_became_of_the_first(
    agency: InventedAgency, problem: errors.BackendError, said: str
) -> None:
    first = builders.approved(agency)
    failed_with(first, problem)
    again = draft.start(actor=agency.actor("officer"), started_from=first.pk)
    draft_files.add_probe(
        actor=agency.actor("officer"),
        search_request_id=again.pk,
        data=builders.probe_bytes(2),
        name="b.jpg",
    )
    builders.write(agency.actor("officer"), again.pk, content.open_draft(first))
    driving.submitted(agency.actor("officer"), again)
    page = (
        signed_in(agency, "supervisor").get(f"/decisions/supervisor/{again.pk}/").content.decode()
    )
    assert f"Started from {first.reference}." in page
    assert ("Its search was" in page) is bool(said)
    assert said in page


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (errors.AnswerNoLongerKept("search_already_answered", http_status=409, sent="yes"),
         "That request goes back to an earlier one, whose search was made"),
        (errors.ContractViolation("answer_schema", http_status=200, sent="yes"),
         "That request goes back to an earlier one, whose search was made"),
        (errors.GrantRejected("token_audience", http_status=401, sent="yes"), ""),
    ],
)  # fmt: skip
def test_a_request_that_was_withdrawn_between_hides_no_search_that_was_made(
    agency: InventedAgency, problem: errors.BackendError, said: str
) -> None:
    officer = agency.actor("officer")
    first = builders.approved(agency)
    assert failed_with(first, problem) == "failed"
    between = draft.start(actor=officer, started_from=first.pk)
    withdraw.withdraw(actor=officer, search_request_id=between.pk)
    again = draft.start(actor=officer, started_from=between.pk)
    draft_files.add_probe(
        actor=officer, search_request_id=again.pk, data=builders.probe_bytes(2), name="b.jpg"
    )
    builders.write(officer, again.pk, content.open_draft(first))
    driving.submitted(officer, again)
    page = (
        signed_in(agency, "supervisor").get(f"/decisions/supervisor/{again.pk}/").content.decode()
    )
    assert f"Started from {between.reference}." in page
    assert ("goes back to an earlier one" in page) is bool(said)
    assert said in page


# --- a matcher that would search a second time ---------------------------------------------------


UNKNOWN = [
    errors.OutcomeUnknown("timeout_after_send", sent="unknown"),
    errors.OutcomeUnknown("connection_lost", sent="unknown"),
    errors.OutcomeUnknown("search_running", http_status=409, sent="yes"),
    errors.BackendUnavailable("http_500", http_status=500, sent="yes"),
    errors.BackendUnavailable("http_502", http_status=502, sent="yes"),
    errors.BackendUnavailable("http_504", http_status=504, sent="yes"),
]
NOT_SEARCHED = [
    errors.BackendUnavailable("unreachable", sent="no"),
    errors.BackendUnavailable("connect_timeout", sent="no"),
    errors.BackendUnavailable("http_503", http_status=503, sent="yes"),
    errors.BackendUnavailable("engine_unavailable", http_status=503, sent="yes"),
    errors.BackendUnavailable("http_429", http_status=429, sent="yes"),
]


@pytest.mark.parametrize("problem", UNKNOWN, ids=lambda problem: problem.code)
def test_an_unknown_outcome_waits_for_an_operator_where_the_matcher_would_search_twice(
    agency: InventedAgency, problem: errors.BackendError
) -> None:
    matcher_entry_says(is_idempotent=False)
    row = builders.approved(agency)
    assert failed_with(row, problem) == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", problem.code)
    operators = operators_page(agency, row)
    assert "would search a second time" in operators
    operator = agency.actor("operator")
    with pytest.raises(BadInput) as refused:
        retry.retry(actor=operator, search_request_id=row.pk, reason=WHY)
    assert refused.value.field_errors == {"not_made": ["required"]}
    retry.retry(actor=operator, search_request_id=row.pk, reason=WHY, not_made=True)
    assert ("search.retried", "said_not_made") in events(row)


@pytest.mark.parametrize("problem", NOT_SEARCHED, ids=lambda problem: problem.code)
def test_what_was_not_searched_is_sent_again_by_itself(
    agency: InventedAgency, problem: errors.BackendError
) -> None:
    matcher_entry_says(is_idempotent=False)
    row = builders.approved(agency)
    assert failed_with(row, problem) == "retry"
    assert state(row)[:2] == (Status.FORWARDING, "ready")


@pytest.mark.parametrize("problem", UNKNOWN, ids=lambda problem: problem.code)
def test_a_matcher_that_remembers_its_searches_is_asked_again(
    agency: InventedAgency, problem: errors.BackendError
) -> None:
    row = builders.approved(agency)
    assert failed_with(row, problem) == "retry"


def test_a_worker_that_died_in_mid_call_is_no_leave_to_search_twice(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    matcher_entry_says(is_idempotent=False)
    row = builders.approved(agency)
    claimed(row)
    assert builders.forwarded(row) == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", "worker_lost")
    assert Attempt.objects.filter(dispatch__search_request=row).count() == 1
    with pytest.raises(BadInput):
        retry.retry(actor=agency.actor("operator"), search_request_id=row.pk, reason=WHY)


@pytest.mark.parametrize(
    ("code", "status", "may"),
    [
        ("answer_schema", 200, True), ("answer_not_recorded", 200, True), ("worker_lost", None, True),
        ("grant_replayed", 409, True), ("search_already_answered", 409, True),
        ("took_too_long", None, True), ("of_a_later_version", None, True),
        ("token_expired", 401, False), ("probe_no_face", 422, False), ("http_400", 400, False),
        ("gallery_unknown", 404, False), ("tls_required", None, False),
        ("not_sent_in_time", None, False),
    ],
)  # fmt: skip
def test_what_is_not_known_counts_as_searched(code: str, status: int | None, may: bool) -> None:
    assert may_have_searched(code, status) is may


def test_a_worker_that_stood_still_sends_nothing_once_its_claim_is_over(
    agency: InventedAgency,
) -> None:
    """It was paused after its claim; meanwhile the search was given up, freed by an operator and made."""
    calls: list[str] = []

    async def engine(scope: Any, receive: Any, send: Any) -> None:
        calls.append(scope["path"])
        while (await receive()).get("more_body"):
            pass
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"[]"})

    with serving(engine) as url:
        matcher_entry_says(is_idempotent=False, base_url=url)
        row = builders.approved(agency)
        paused = claimed(row)
        assert builders.forwarded(row) == "failed"
        retry.retry(
            actor=agency.actor("operator"), search_request_id=row.pk, reason=WHY, not_made=True
        )
        assert builders.forwarded(row) == "done"
        with connected_as("dispatcher"):
            woken = dataclasses.replace(paused, begin_before=clock.real_now())
            outcome = _send(actor=DISPATCHER, search_request_id=row.pk, sending=woken)
    assert outcome == "stale"
    assert len(calls) == 1


def test_a_worker_that_stood_still_leaves_its_search_for_the_next_try(
    agency: InventedAgency,
) -> None:
    matcher_entry_says(is_idempotent=False)
    row = builders.approved(agency)
    with connected_as("dispatcher"):
        woken = dataclasses.replace(sending_of(row), begin_before=clock.real_now())
        assert _send(actor=DISPATCHER, search_request_id=row.pk, sending=woken) == "retry"
    assert state(row) == (Status.FORWARDING, "ready", "not_sent_in_time")
    assert Matcher.objects.get().consecutive_failures == 0


def sending_of(row: SearchRequest) -> Sending:
    """A claim whose lease runs."""
    search_id = Dispatch.objects.get(search_request=row).search_id
    made = _claim(actor=DISPATCHER, owner="here", search_id=search_id, search_request_id=row.pk)
    assert isinstance(made, Sending)
    return made


# --- what is told once it has ended --------------------------------------------------------------

NOT_KNOWN = "Whether the search was made is not known."
MADE = "The search was made, and nobody has seen a result."
TIMED_OUT = errors.OutcomeUnknown("timeout_after_send", sent="unknown")
AWAY = errors.BackendUnavailable("unreachable", sent="no")
SPOILT = errors.ContractViolation("answer_schema", http_status=200, sent="yes")
REFUSED = errors.GrantRejected("token_audience", http_status=401, sent="yes")
LOST = errors.AnswerNoLongerKept("search_already_answered", http_status=409, sent="yes")


def run_out(row: SearchRequest) -> None:
    """Let days go by, as if the approval had been made before."""
    builders.make_due(row)
    for table, columns in (
        ("searches_authorisation", "approved_at = approved_at - d, expires_at = expires_at - d"),
        ("searches_searchrequest", "lapses_at = lapses_at - d"),
    ):
        sql("superuser", f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        sql(
            "superuser",
            f"UPDATE {table} SET {columns} FROM (SELECT interval '4 days' AS d) AS gone",
        )
        sql("superuser", f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def put_back(agency: InventedAgency, row: SearchRequest) -> None:
    retry.retry(actor=agency.actor("operator"), search_request_id=row.pk, reason=WHY, not_made=True)


@pytest.mark.parametrize(("problem", "known"), [(AWAY, ""), (TIMED_OUT, NOT_KNOWN)])
def test_what_ran_out_between_two_tries_is_said_to_be_sent_only_where_it_was(
    agency: InventedAgency, problem: errors.BackendError, known: str
) -> None:
    row = builders.approved(agency)
    assert failed_with(row, problem) == "retry"
    run_out(row)
    assert builders.forwarded(row) == "failed"
    assert state(row) == (Status.SEARCH_FAILED, "dead", "expired")
    page = officers_page(agency, row)
    assert "Its approval ran out before there was a result." in page
    assert known in page
    assert ("It was sent" in page) is bool(known)
    operators = operators_page(agency, row)
    assert "The approval ran out before there was a result." in operators
    assert "could be sent" not in operators


@pytest.mark.parametrize(
    ("problem", "known", "end"),
    [
        (LOST, MADE, "lapses"),  # such a search is never put back
        (SPOILT, MADE, "lapses"), (SPOILT, MADE, "is withdrawn"), (SPOILT, MADE, "expires unsent"),
        (TIMED_OUT, NOT_KNOWN, "lapses"), (TIMED_OUT, NOT_KNOWN, "is withdrawn"),
        (TIMED_OUT, NOT_KNOWN, "expires unsent"),
    ],
)  # fmt: skip
def test_a_request_that_ends_after_it_was_sent_says_what_is_known_of_its_search(
    agency: InventedAgency, problem: errors.BackendError, known: str, end: str
) -> None:
    matcher_entry_says(is_idempotent=False)
    row = builders.approved(agency)
    assert failed_with(row, problem) == "failed"
    if end == "lapses":
        run_out(row)
        with connected_as("worker"):
            expire.expire(actor=system_actor("worker"), search_request_id=row.pk)
    else:
        put_back(agency, row)
        page = officers_page(agency, row)
        assert known in page
        assert "An operator has had it put back" in page
    if end == "is withdrawn":
        withdraw.withdraw(actor=agency.actor("officer"), search_request_id=row.pk)
    elif end == "expires unsent":
        run_out(row)
        assert builders.forwarded(row) == "ended"
    page = officers_page(agency, row)
    assert known in page
    assert "answered or sent" not in page
    assert "could not be sent" not in page
    operators = operators_page(agency, row)
    assert "before it was sent" not in operators
    assert "could be sent" not in operators


def test_a_refusal_does_not_hide_that_an_earlier_sending_may_have_searched(
    agency: InventedAgency,
) -> None:
    row = builders.approved(agency)
    assert failed_with(row, TIMED_OUT) == "retry"
    builders.make_due(row)
    assert failed_with(row, REFUSED) == "failed"
    assert NOT_KNOWN in officers_page(agency, row)


def test_no_attempt_is_called_safe_to_repeat_where_the_matcher_would_search_twice(
    agency: InventedAgency,
) -> None:
    matcher_entry_says(is_idempotent=False)
    row = builders.approved(agency)
    assert failed_with(row, TIMED_OUT) == "failed"
    put_back(agency, row)
    assert failed_with(row, REFUSED) == "failed"
    operators = operators_page(agency, row)
    assert "timeout_after_send" in operators
    assert "without searching twice" not in operators
    assert "would search a second time" in operators


# --- attempts whose worker died ------------------------------------------------------------------


def attempts(row: SearchRequest) -> list[tuple[str, str]]:
    found = Attempt.objects.filter(dispatch__search_request=row).order_by("fence")
    return [(attempt.outcome, attempt.error) for attempt in found]


def test_who_takes_a_search_over_closes_the_attempt_of_the_worker_that_died(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    claimed(row)
    assert builders.forwarded(row) == "done"
    assert attempts(row) == [("lost", "worker_lost"), ("answered", "")]
    assert ("search.attempt_failed", "worker_lost") in events(row)
    assert not Attempt.objects.filter(ended_at=None).exists()


def test_a_later_failure_does_not_write_its_cause_over_an_earlier_attempts(
    agency: InventedAgency,
) -> None:
    row = builders.approved(agency)
    claimed(row)
    refused = errors.GrantRejected("token_audience", http_status=401, sent="yes")
    assert failed_with(row, refused) == "failed"
    assert attempts(row) == [("lost", "worker_lost"), ("failed", "token_audience")]
    codes = [event for event in events(row) if event[0] == "search.attempt_failed"]
    assert codes == [
        ("search.attempt_failed", "worker_lost"),
        ("search.attempt_failed", "token_audience"),
    ]


def test_one_that_ends_without_being_claimed_closes_its_attempt_with_its_own_cause(
    agency: InventedAgency,
) -> None:
    row = builders.approved(agency)
    claimed(row)
    builders.gallery_entry_says(size=101)
    assert builders.forwarded(row) == "failed"
    assert state(row)[2] == "gallery_changed"
    assert attempts(row) == [("lost", "worker_lost")]


def test_an_answer_that_comes_after_it_was_taken_over_is_stale(
    agency: InventedAgency,
) -> None:
    row = builders.approved(agency)
    first = claimed(row)
    claimed(row)
    with connected_as("dispatcher"):
        outcome = record_result.failure(
            actor=DISPATCHER,
            search_request_id=row.pk,
            lease=first.lease,
            attempt_id=first.attempt_id,
            problem=errors.OutcomeUnknown("connection_lost", sent="unknown"),
        )
    assert outcome == "stale"
    assert attempts(row)[0] == ("lost", "worker_lost")


def test_a_retry_after_three_lost_workers_begins_its_count_anew(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    for owner in "abc":
        assert isinstance(abandoned_claim(row, owner), Sending)
    assert abandoned_claim(row, "d") == "failed"
    retry.retry(actor=agency.actor("operator"), search_request_id=row.pk, reason=WHY)
    for owner in "efg":
        assert isinstance(abandoned_claim(row, owner), Sending)
    assert abandoned_claim(row, "h") == "failed"
    assert state(row)[2] == "poison"


# --- the rest of a matcher -----------------------------------------------------------------------


def rested(agency: InventedAgency, count: int) -> list[SearchRequest]:
    """So many approved searches, at a matcher whose first rest is over."""
    rows = [builders.approved(agency) for _ in range(count)]
    with connected_as("owner"):
        Matcher.objects.update(
            consecutive_failures=breaker.FAILURES_BEFORE_REST,
            open_until=clock.real_now() - dt.timedelta(seconds=1),
        )
    return rows


def test_after_a_rest_one_search_goes_first_and_the_others_wait_for_it(
    agency: InventedAgency,
) -> None:
    first, second = rested(agency, 2)
    assert isinstance(abandoned_claim(first, "probing"), Sending)
    assert builders.forwarded(second) == "not_due"
    assert Attempt.objects.filter(dispatch__search_request=second).count() == 0


def test_an_answer_ends_the_rest_for_everybody(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    first, second = rested(agency, 2)
    assert builders.forwarded(first) == "done"
    assert builders.forwarded(second) == "done"


def test_an_answer_about_the_picture_shows_that_the_matcher_works(agency: InventedAgency) -> None:
    first, second = rested(agency, 2)
    assert failed_with(first, errors.NoFaceFound("probe_no_face", http_status=422)) == "failed"
    assert isinstance(abandoned_claim(second, "next"), Sending)


def test_nothing_waits_a_minute_longer_than_the_outage(agency: InventedAgency) -> None:
    row = builders.approved(agency)
    for _ in range(outbox.MOST_ATTEMPTS - 1):
        assert builders.forwarded(row) == "retry"
        now = clock.real_now()
        waits = [Dispatch.objects.get(search_request=row).next_attempt_at]
        waits += [at for at in Matcher.objects.values_list("open_until", flat=True) if at]
        # A sweep comes each 15 seconds.
        assert max(waits) - now < dt.timedelta(seconds=45)
        builders.make_due(row)
    assert builders.forwarded(row) == "failed"


# --- held ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arranged", "said"),
    [
        ("allow_listed = false", "switched off"),
        ("legal_review_decision = 'unlawful'", "switched off"),
    ],
)
def test_a_gallery_that_may_not_be_searched_holds_and_everybody_is_told_why(
    agency: InventedAgency, matcher: matchers.RunningMatcher, arranged: str, said: str
) -> None:
    row = builders.approved(agency)
    sql("owner", f"UPDATE registry_gallery SET {arranged}")
    assert builders.forwarded(row) == "held"
    assert state(row) == (Status.APPROVED, "held", "gallery_off")
    assert said in officers_page(agency, row)
    assert said in operators_page(agency, row)


def test_the_officer_does_not_read_that_a_held_search_is_with_the_matcher(
    agency: InventedAgency,
) -> None:
    row = builders.search_request_at(agency, Status.FORWARDING)  # tried once, the matcher away
    page = officers_page(agency, row)
    assert "It is tried again by itself, as long as the approval lasts." in page
    assert "with the matcher" not in page
    sql("owner", "UPDATE registry_gallery SET allow_listed = false")
    builders.make_due(row)
    assert builders.forwarded(row) == "held"
    page = officers_page(agency, row)
    assert "switched off" in page
    assert "with the matcher" not in page
    assert "With whoever runs the installation" in page
    assert "nobody needs to act" not in page


def test_a_search_that_only_an_operator_can_free_is_said_to_be_with_one(
    agency: InventedAgency, matcher: matchers.RunningMatcher
) -> None:
    row = builders.approved(agency)
    sql("owner", "UPDATE registry_matcher SET audience = 'https://elsewhere.example'")
    assert builders.forwarded(row) == "held"
    assert "With an operator" in officers_page(agency, row)


def test_a_gallery_found_unlawful_is_not_on_offer(agency: InventedAgency) -> None:
    row = builders.search_request_at(agency, Status.DRAFT)
    page = signed_in(agency, "officer").get(f"/requests/{row.pk}/questions/gallery/")
    assert 'name="gallery"' in page.content.decode()
    sql("owner", "UPDATE registry_gallery SET legal_review_decision = 'unlawful'")
    page = signed_in(agency, "officer").get(f"/requests/{row.pk}/questions/gallery/")
    assert 'name="gallery"' not in page.content.decode()
