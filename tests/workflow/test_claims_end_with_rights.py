"""A claim ends with the right that carried it, so that another decider can take the request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from requests_app.accounts.models import Certificate, DecideRight
from requests_app.accounts.roles import Role
from requests_app.common import clock
from requests_app.common.errors import AlreadyTaken
from requests_app.searches import selectors
from requests_app.searches.models import SearchRequest
from requests_app.workflow import administration, claim
from requests_app.workflow.reading.decided import queue_of
from tests import builders
from tests.builders import InventedAgency
from tests.support import sql

WHY = "Moved to another unit today"


@pytest.fixture
def prepare() -> Any:
    return builders.submitted


def withdraw_role(agency: InventedAgency) -> None:
    administration.withdraw_role(
        actor=agency.actor("administrator"), account_id=agency.people["supervisor"].pk,
        role="supervisor", reason=WHY,
    )  # fmt: skip


def end_right(agency: InventedAgency) -> None:
    administration.withdraw_decide_right(
        actor=agency.actor("administrator"), account_id=agency.people["supervisor"].pk,
        unit_id=agency.prepared.unit_id, reason=WHY,
    )  # fmt: skip


def end_training(agency: InventedAgency) -> None:
    for passed in Certificate.objects.filter(
        person=agency.people["supervisor"].person_id, course="deciding", withdrawn_at=None
    ):
        administration.withdraw_certificate(
            actor=agency.actor("administrator"), certificate_id=passed.pk, reason=WHY
        )


def _account(agency: InventedAgency) -> None:
    administration.disable_account(
        actor=agency.actor("administrator"),
        account_id=agency.people["supervisor"].pk,
        reason=WHY,
    )


def claims(row: SearchRequest) -> list[tuple[str, str]]:
    return sql(
        "superuser",
        "SELECT a.username, c.ended_how FROM searches_claim c"
        " JOIN accounts_account a ON a.id = c.account_id"
        " WHERE c.search_request_id = %s ORDER BY c.claimed_at",
        [row.pk],
    )  # type: ignore[return-value]


def ends(row: SearchRequest) -> int:
    return int(
        sql(
            "superuser",
            "SELECT count(*) FROM audit.event WHERE request_id = %s AND code = 'search.claim_ended'",
            [row.pk],
        )[0][0]
    )


@pytest.mark.parametrize("withdraw", [withdraw_role, end_right, end_training, _account])
def test_a_claim_ends_at_once_with_the_right_and_another_takes_the_request(
    agency: InventedAgency, withdraw: Callable[[InventedAgency], None]
) -> None:
    row: SearchRequest = agency.prepared
    other = builders.submitted(agency)
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    claim.claim(actor=agency.actor("supervisor2"), search_request_id=other.id)
    withdraw(agency)
    assert claims(row) == [("supervisor", "right_ended")]
    assert claims(other) == [("supervisor2", "")]
    assert (ends(row), ends(other)) == (1, 0)
    taken = claim.claim(actor=agency.actor("supervisor2"), search_request_id=row.id)
    assert selectors.open_claim(row) == taken


def test_what_is_withdrawn_beside_it_ends_no_claim(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    held = claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    elsewhere = DecideRight.objects.filter(
        account=agency.people["supervisor"], withdrawn_at=None
    ).exclude(unit=row.unit_id)
    for right in elsewhere:
        administration.withdraw_decide_right(
            actor=agency.actor("administrator"), account_id=agency.people["supervisor"].pk,
            unit_id=right.unit_id, reason=WHY,
        )  # fmt: skip
    administration.withdraw_role(
        actor=agency.actor("administrator"), account_id=agency.people["officer2"].pk,
        role="officer", reason=WHY,
    )  # fmt: skip
    assert selectors.open_claim(row) == held
    with pytest.raises(AlreadyTaken):
        claim.claim(actor=agency.actor("supervisor2"), search_request_id=row.id)
    assert ends(row) == 0


def test_a_certificate_that_ends_by_its_date_keeps_the_request_from_nobody(
    agency: InventedAgency,
) -> None:
    row: SearchRequest = agency.prepared
    claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    yesterday = timezone.localdate(clock.real_now()) - dt.timedelta(days=1)
    _ends_on(agency, yesterday)
    assert selectors.open_claim(row) is None
    waiting = queue_of(agency.people["supervisor2"], {Role.SUPERVISOR: None})
    assert row.pk not in waiting.claims
    other = Client()
    other.force_login(
        agency.people["supervisor2"],
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    page = other.get(reverse("supervisor:queue")).content.decode()
    assert row.reference in page
    assert agency.people["supervisor"].person.full_name not in page
    claim.claim(actor=agency.actor("supervisor2"), search_request_id=row.id)
    assert claims(row) == [("supervisor", "right_ended"), ("supervisor2", "")]


def test_on_its_last_day_a_certificate_still_carries_the_claim(agency: InventedAgency) -> None:
    row: SearchRequest = agency.prepared
    held = claim.claim(actor=agency.actor("supervisor"), search_request_id=row.id)
    _ends_on(agency, timezone.localdate(clock.real_now()))
    assert selectors.open_claim(row) == held


def _ends_on(agency: InventedAgency, day: dt.date) -> None:
    """Let every certificate for deciding of the supervisor have this last day; only time would."""
    sql("owner", "ALTER TABLE accounts_certificate DISABLE TRIGGER USER")
    sql(
        "owner",
        "UPDATE accounts_certificate SET valid_until = %s, issued_on = %s"
        " WHERE person_id = %s AND course = 'deciding'",
        [day, day - dt.timedelta(days=300), agency.people["supervisor"].person_id],
    )
    triggers = sql(
        "owner",
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'accounts_certificate'::regclass"
        " AND NOT tgisinternal",
    )
    for (name,) in triggers:
        sql("owner", f"ALTER TABLE accounts_certificate ENABLE ALWAYS TRIGGER {name}")
