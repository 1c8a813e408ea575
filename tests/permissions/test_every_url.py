"""Every address of the site, opened by everybody: a list by hand says who may, and a new address fails.

The list must never be derived from the views' own guards: it is what the agency was promised.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from requests_app.searches.models import SearchRequest
from requests_app.searches.states import Status
from tests import builders
from tests.builders import InventedAgency
from tests.intake import drawings
from tests.support import sql

PEOPLE = (
    "officer", "officer2", "officer3", "supervisor", "supervisor3", "sergeant", "privacy", "examiner",
    "examiner2", "auditor", "oversight", "policy", "operator", "administrator",
)  # fmt: skip
OFFICERS = {"officer", "officer2", "officer3", "sergeant"}
DECIDERS = {"supervisor", "supervisor3", "sergeant", "privacy"}
SUPERVISORS = DECIDERS - {"privacy"}
EXAMINERS = {"examiner", "examiner2"}
AUDITORS = {"auditor", "oversight"}
ADMINISTRATORS = {"administrator"}
OPERATORS = {"operator"}
POLICY = {"policy"}
EVERYBODY = set(PEOPLE)

# Address -> who holds the role that it is for; and whose the object is that the sweep opens: for
# them it is there, for the role's other holders it is as if it were not (404).
MAY: dict[str, tuple[set[str], set[str]]] = {
    "home": (EVERYBODY, EVERYBODY),
    **dict.fromkeys(("policy:rules", "policy:propose_place", "policy:place_proposal", "policy:propose_sign_off", "policy:sign_off_proposal"), (POLICY, POLICY)),
    **dict.fromkeys(("receipts", "log_keys", "verifier"), (EVERYBODY, EVERYBODY)),
    "notices": (EVERYBODY, EVERYBODY),
    "notices_read": (EVERYBODY, EVERYBODY),
    "password_change": (EVERYBODY, EVERYBODY),
    "account_own": (EVERYBODY, EVERYBODY),
    "session_left": (EVERYBODY, EVERYBODY),
    "kept_typing": (EVERYBODY, EVERYBODY),
    "kept_draft": (EVERYBODY, EVERYBODY),
    "kept_discard": (EVERYBODY, EVERYBODY),
    "account_logout": (EVERYBODY, EVERYBODY),
    "account_reauthenticate": (EVERYBODY, EVERYBODY),
    "mfa_index": (EVERYBODY, EVERYBODY),
    "mfa_reauthenticate": (EVERYBODY, EVERYBODY),
    "mfa_activate_totp": (EVERYBODY, EVERYBODY),
    "mfa_deactivate_totp": (EVERYBODY, EVERYBODY),
    "mfa_view_recovery_codes": (EVERYBODY, EVERYBODY),
    "mfa_generate_recovery_codes": (EVERYBODY, EVERYBODY),
    "mfa_download_recovery_codes": (EVERYBODY, EVERYBODY),
    **dict.fromkeys(("officer:requests", "officer:start"), (OFFICERS, OFFICERS)),
    **dict.fromkeys(
        (
            "officer:request", "officer:again", "officer:withdraw", "officer:version",
            "officer:tasks", "officer:question", "officer:row_add", "officer:row",
            "officer:row_remove", "officer:image_sent", "officer:image_original",
            "officer:document_add", "officer:document", "officer:document_remove", "officer:check",
            "officer:declaration", "officer:submitted", "officer:receipt",
        ),
        (OFFICERS, {"officer"}),
    ),
    **dict.fromkeys(("officer:lead", "officer:lead_print", "officer:lead_save"), (OFFICERS, {"officer"})),
    **dict.fromkeys(("supervisor:queue", "supervisor:decided", "supervisor:holds", "supervisor:from_notice"), (DECIDERS, DECIDERS)),
    "supervisor:hold_set": ({"privacy"}, {"privacy"}),
    "supervisor:hold": (DECIDERS, set()),  # none stands yet
    "supervisor:hold_review": ({"privacy"}, set()),
    "supervisor:record": (DECIDERS, set()),  # nobody has decided on it yet
    "supervisor:receipt": (DECIDERS, set()),
    **dict.fromkeys(
        (
            "supervisor:page", "supervisor:claim", "supervisor:release", "supervisor:draft",
            "supervisor:picture", "supervisor:picture_bytes", "supervisor:document", "supervisor:done",
        ),
        (SUPERVISORS, {"supervisor", "sergeant"}),
    ),
    "supervisor:leads": (DECIDERS, DECIDERS),
    **dict.fromkeys(
        ("supervisor:outcome", "supervisor:outcome_report", "supervisor:outcome_plan", "supervisor:outcome_passing",
         "supervisor:outcome_close"),
        (SUPERVISORS, {"supervisor", "sergeant"}),
    ),
    **dict.fromkeys(
        ("officer:outcome", "officer:outcome_report", "officer:outcome_plan", "officer:outcome_passing",
         "officer:outcome_close"),
        (OFFICERS, {"officer"}),
    ),
    **dict.fromkeys(
        ("supervisor:lead_recall", "supervisor:unexamined", "supervisor:incident_open", "supervisor:incident"),
        (DECIDERS, {"supervisor", "sergeant", "privacy"}),
    ),
    "supervisor:incidents": (DECIDERS, DECIDERS),
    **dict.fromkeys(("supervisor:disclosures", "supervisor:disclosure_ask"), (DECIDERS, DECIDERS)),
    **dict.fromkeys(
        ("supervisor:disclosure", "supervisor:disclosure_go_on", "supervisor:disclosure_file"),
        (DECIDERS, set()),  # nothing has ended yet, so there is no pack
    ),
    "supervisor:incident_take": (DECIDERS, set()),  # no lead is released yet, so there is no incident
    **dict.fromkeys(("supervisor:lead", "supervisor:lead_probe", "supervisor:lead_picture"), (SUPERVISORS, {"supervisor", "sergeant"})),
    "supervisor:lead_sheet": (SUPERVISORS, set()),  # no lead is released yet
    **dict.fromkeys(("examiner:results", "examiner:concluded"), (EXAMINERS, EXAMINERS)),
    **dict.fromkeys(
        (
            "examiner:candidates", "examiner:take", "examiner:give_back", "examiner:candidate",
            "examiner:conclude", "examiner:check", "examiner:correct", "examiner:picture_bytes",
            "examiner:candidate_picture", "examiner:picture_state", "examiner:ask_again",
        ),
        (EXAMINERS, set()),
    ),
    **dict.fromkeys(
        (
            "auditor:log", "auditor:figures", "auditor:health", "auditor:resume", "auditor:checkpoint", "auditor:case", "auditor:event", "auditor:proof", "auditor:timeline", "auditor:print",
            "auditor:content", "auditor:picture", "auditor:exports", "auditor:export_new", "auditor:export_opened",
            "auditor:export", "auditor:export_progress", "auditor:export_cancel", "auditor:export_again",
            "auditor:export_download",
        ),
        (AUDITORS, AUDITORS),
    ),
    "auditor:outcome": (AUDITORS, set()),  # no lead is released yet, so nothing is recorded of one
    **dict.fromkeys(
        (
            "administrator:people", "administrator:create", "administrator:proposals",
            "administrator:proposal", "administrator:units", "administrator:unit_create",
            "administrator:unit_rename", "administrator:unit_close", "administrator:unit_reopen",
            "administrator:account", "administrator:history", "administrator:disable",
            "administrator:enable", "administrator:unlock", "administrator:reissue",
            "administrator:propose_role", "administrator:withdraw_role",
            "administrator:propose_decide_right", "administrator:withdraw_decide_right",
            "administrator:propose_reset", "administrator:certificate_record",
            "administrator:certificate_confirm", "administrator:certificate_withdraw",
        ),
        (ADMINISTRATORS, ADMINISTRATORS),
    ),
    **dict.fromkeys(("operator:outbox", "operator:one", "operator:mail_again", "operator_readiness"), (OPERATORS, OPERATORS)),
}  # fmt: skip

# Who may not, and is told why, or is led back to their own queue: no object is confirmed by it.
TOLD = {
    # of their unit, but there is no result yet
    **{
        ("examiner", f"examiner:{name}"): {403}
        for name in (
            "candidates",
            "conclude",
            "picture_bytes",
            "candidate_picture",
            "picture_state",
        )
    },
    **{
        ("examiner", f"examiner:{name}"): {302, 403, 404}
        for name in ("take", "give_back", "candidate", "check", "correct", "ask_again")
    },
    ("supervisor3", "supervisor:done"): {302},
    # theirs, but no lead of it is released yet
    ("officer", "officer:lead"): {403},
    ("officer", "officer:lead_print"): {403},
    ("officer", "officer:lead_save"): {403},
}

# Addresses that answer somebody who has not signed in; all others lead to the sign-in.
OPEN = {
    "healthz", "readyz", "set_language", "account_login", "account_inactive", "account_signup",
    "password_link", "password_set", "mfa_authenticate",
}  # fmt: skip
TRIAL_ONLY = {"styleguide", "styleguide_exhibit"}
# What an address may say to those whom it is for: drawn, sent on, only by POST, asks for more,
# or not there in this state; never a fault of ours, never a refusal.
FINE = {200, 204, 302, 303, 400, 404, 405, 409}


def names(resolver: Any = None, namespace: str = "") -> Iterator[str]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield f"{namespace}{each.name}"
        elif isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from names(each, inner)


def test_every_address_is_in_the_list_and_the_list_names_no_other() -> None:
    assert set(names()) == set(MAY) | OPEN | TRIAL_ONLY


def two_requests(agency: InventedAgency) -> dict[str, SearchRequest]:
    return {
        "draft": builders.drafted(agency, by="officer", paper=drawings.pdf()),
        "waiting": builders.submitted(agency, by="officer", paper=drawings.pdf()),
    }


@pytest.fixture
def prepare() -> Any:
    return two_requests


class Objects:
    """One request of the officer, as draft and as waiting, and whatever else addresses name."""

    def __init__(self, agency: InventedAgency) -> None:
        self.draft = agency.prepared["draft"]
        self.waiting = agency.prepared["waiting"]
        self.account = agency.people["officer3"].pk
        self.unit = agency.units["fraud"].pk
        self.event = sql("superuser", "SELECT max(id) FROM audit.event")[0][0]

    def document_of(self, search_request_id: UUID) -> UUID:
        rows = sql(
            "superuser",
            "SELECT id FROM searches_storedfile WHERE search_request_id = %s AND kind = 'judicial_document'",
            [search_request_id],
        )
        return UUID(str(rows[0][0])) if rows else uuid4()

    def address(self, name: str) -> str:
        of_draft = name.startswith("officer:") and name not in {"officer:version"}
        pk = self.draft.pk if of_draft else self.waiting.pk
        values: dict[str, Any] = {
            "pk": pk,
            "slug": "case",
            "kind": "means",
            "place": 0,
            "number": 1,
            "version": 1,
            "capacity": "supervisor",
            "file_id": self.document_of(pk),
            "event_id": self.event,
            "account_id": self.account,
            "unit_id": self.unit,
            "proposal_id": uuid4(),
            "hold_id": uuid4(),
            "incident_id": uuid4(),
            "pack_id": uuid4(),
            "check_id": uuid4(),
            "digest": "0" * 64,
            "certificate_id": uuid4(),
            "role": "officer",
            "secret": "x" * 43,
        }
        pattern = next(each for each in _patterns() if each[0] == name)[1]
        wanted = {key: value for key, value in values.items() if key in pattern.converters}
        return reverse(name, kwargs=wanted)


def _patterns(resolver: Any = None, namespace: str = "") -> Iterator[tuple[str, Any]]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLPattern):
            yield f"{namespace}{each.name}", each.pattern
        else:
            yield from _patterns(
                each, f"{namespace}{each.namespace}:" if each.namespace else namespace
            )


def signed_in(agency: InventedAgency, name: str, *, checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=checks, raise_request_exception=False)
    client.force_login(
        agency.people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def refusals_so_far() -> int:
    """How many refusals the log holds, those included that are counted until their window ends."""
    (found,) = sql(
        "superuser",
        "SELECT (SELECT count(*) FROM audit.event WHERE code = 'action.refused')"
        " + (SELECT coalesce(sum(repeated), 0) FROM audit_refusalcount)",
    )
    return int(found[0])


def statuses(agency: InventedAgency, person: str, method: str, objects: Objects) -> Iterator[Any]:
    """Each address, what it answered this person, and how many refusals that left in the log."""
    client = signed_in(agency, person)
    before = refusals_so_far()
    for name in MAY:
        status = getattr(client, method)(objects.address(name)).status_code
        after = refusals_so_far()
        yield name, status, after - before
        before = after
        if name == "account_logout":
            client = signed_in(agency, person)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", PEOPLE)
def test_only_those_whom_an_address_is_for_get_an_answer(
    agency: InventedAgency, person: str, method: str
) -> None:
    wrong = []
    for name, status, refusals in statuses(agency, person, method, Objects(agency)):
        roles, owners = MAY[name]
        if (person, name) in TOLD:
            fits = status in TOLD[person, name] | {405}
        elif person not in roles:
            fits = status == 403 or (method == "post" and status == 405)
        elif person not in owners:
            fits = status in {404, 405}
        else:
            fits = status in FINE
        is_refused = status == 403 or (status == 404 and person not in owners)
        if not fits or (is_refused and refusals != 1):
            wrong.append((name, status, refusals))
    assert not wrong


WRONG: dict[str, list[Any]] = {
    "pk": [uuid4()],
    "slug": ["nothing"],
    "kind": ["nothing", "facts"],
    "place": [99],
    "number": [99],
    "version": [99],
    "capacity": ["nothing", "privacy"],
    "file_id": [uuid4()],
    "event_id": [10**9, 10**30],
    "account_id": [uuid4()],
    "unit_id": [uuid4()],
    "proposal_id": [uuid4()],
    "hold_id": [uuid4()],
    "check_id": [uuid4()],
    "digest": ["nothing"],
    "certificate_id": [uuid4()],
    "role": ["nothing"],
}
"""What an address may name that is not there, by the name of its part."""


def addresses_of_nothing(objects: Objects, name: str) -> Iterator[str]:
    """An address as it is, with each of its parts exchanged, and of the request in another status."""
    right = objects.address(name)
    given = resolve(right).kwargs
    yield right
    for part, wrong in WRONG.items():
        others = [objects.draft.pk, objects.waiting.pk] if part == "pk" else []
        for value in [*wrong, *others] if part in given else []:
            yield reverse(name, kwargs={**given, part: value})


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", ["officer", "supervisor", "examiner", "auditor", "administrator", "operator", "policy"])  # fmt: skip
def test_whatever_is_refused_on_any_page_is_recorded_once(
    agency: InventedAgency, person: str, method: str
) -> None:
    """By a use case, by a view of ours or by one of a library; and nothing is a fault of ours."""
    objects = Objects(agency)
    client = signed_in(agency, person)
    wrong = []
    for name, (roles, _owners) in MAY.items():
        for address in addresses_of_nothing(objects, name) if person in roles else ():
            before = refusals_so_far()
            status = getattr(client, method)(address).status_code
            recorded = refusals_so_far() - before
            refused = status in {403, 404, 409, 410}
            if status >= 500 or (refused and recorded != 1):
                wrong.append((name, address, status, recorded))
            if name == "account_logout":
                client = signed_in(agency, person)
    assert not wrong


def test_what_is_not_there_is_refused_to_the_person_and_names_the_request(
    agency: InventedAgency,
) -> None:
    objects = Objects(agency)
    address = reverse("auditor:content", args=[objects.waiting.pk, 99])
    assert signed_in(agency, "auditor").get(address).status_code == 404
    (found,) = sql(
        "superuser",
        "SELECT account_id, role, request_id, reason FROM audit.event WHERE code = 'action.refused'"
        " ORDER BY id DESC LIMIT 1",
    )
    auditor = agency.people["auditor"].pk
    assert found == (auditor, "privacy_auditor", objects.waiting.pk, "not_found")


def test_nobody_is_let_in_without_signing_in(agency: InventedAgency) -> None:
    objects = Objects(agency)
    for name in MAY:
        for method in ("get", "post"):
            client = Client(raise_request_exception=False)
            answer = getattr(client, method)(objects.address(name))
            where = (name, method, answer.status_code)
            assert answer.status_code in {302, 405}, where
            if answer.status_code == 302:
                assert answer.headers["Location"].startswith("/account/"), where
    for name in OPEN:
        answer = Client(raise_request_exception=False).get(objects.address(name))
        assert answer.status_code in {200, 302, 404, 405, 410, 503}, name


def test_no_form_is_taken_without_its_token(agency: InventedAgency) -> None:
    objects = Objects(agency)
    for person in ("officer", "supervisor", "auditor", "administrator", "operator", "policy"):
        for name, (roles, _owners) in MAY.items():
            if person in roles:
                client = signed_in(agency, person, checks=True)
                assert client.post(objects.address(name)).status_code in {403, 405}, (person, name)
    objects.waiting.refresh_from_db()
    assert objects.waiting.status == Status.AWAITING_DECISION


def test_no_answer_is_kept_by_a_browser_or_on_the_way(agency: InventedAgency) -> None:
    objects = Objects(agency)
    kept = []
    for person in ("officer", "supervisor", "examiner", "auditor", "administrator", "operator", ""):
        client = signed_in(agency, person) if person else Client(raise_request_exception=False)
        for name in (*MAY, *sorted(OPEN)):
            answer = client.get(objects.address(name))
            said = set(answer.headers.get("Cache-Control", "").split(", "))
            if not {"no-store", "private"} <= said:
                kept.append((person, name, answer.status_code))
    assert not kept
