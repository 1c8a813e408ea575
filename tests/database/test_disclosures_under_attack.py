"""Whoever holds the web's login discloses nothing early or for themselves, changes no part, and keeps none past its time.

Each attack is one statement that differs in one thing from one that would pass; the guard that refuses it is named.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest

from requests_app.accounts.actors import system_actor
from requests_app.searches.models import DisclosurePart
from requests_app.workflow import disclose
from tests import builders, examiners, matchers
from tests.builders import InventedAgency
from tests.database import disclosures_attacked
from tests.database.disclosures_attacked import PACK, PART
from tests.database.rows_and_events import quoted
from tests.database.test_examinations_under_attack import accepted, refused
from tests.support import connected_as, sql

NOT_A_DISCLOSER = "a request is disclosed by a decider of the unit who neither asked for the search nor examined its result"
NOT_DISCLOSED = "nothing of this request can be disclosed"
NOT_BEING_MADE = "parts are added to a disclosure pack that is being made, numbered without gaps"
NOT_AS_IT_IS = "a disclosure pack is finished now, with the parts that it has"
ONLY_ENDS = "a part of a disclosure pack changes only by its end, once the pack has expired"


@pytest.fixture
def prepare() -> Any:
    return begun


def begun(agency: InventedAgency) -> dict[str, str]:
    found = disclosures_attacked.begun(agency)
    result = matchers.one_result(agency)
    examiners.concluded(agency, "examiner", result, selected=1)
    waiting = builders.submitted(agency)
    return found | {"result": str(result.pk), "waiting": str(waiting.pk)}


@pytest.fixture
def held(agency: InventedAgency) -> dict[str, str]:
    found: dict[str, str] = agency.prepared
    return found


def by(agency: InventedAgency, who: str) -> tuple[str, str]:
    account = agency.people[who]
    return str(account.pk), str(account.person_id)


def of(request: str) -> dict[str, str]:
    return {
        "search_request_id": quoted(request),
        "unit_id": f"(SELECT unit_id FROM searches_searchrequest WHERE id = {quoted(request)})",
        "number": "1",
    }


# --- asked for


@pytest.mark.parametrize("who", ["supervisor", "supervisor2", "sergeant", "privacy"])
def test_deciders_of_the_unit_ask(agency: InventedAgency, held: dict[str, str], who: str) -> None:
    accepted(disclosures_attacked.asked(held, *by(agency, who)))


@pytest.mark.parametrize("who", ["officer", "officer2", "supervisor3", "examiner", "auditor"])
def test_nobody_else_asks(agency: InventedAgency, held: dict[str, str], who: str) -> None:
    assert refused(disclosures_attacked.asked(held, *by(agency, who))) == NOT_A_DISCLOSER


def test_whoever_examined_does_not_ask(agency: InventedAgency, held: dict[str, str]) -> None:
    with examiners.past_the_guards("searches_examination") as administrator:
        administrator.execute(
            "UPDATE searches_examination SET examiner_id = %s, examiner_person_id = %s"
            " WHERE search_request_id = %s AND seat = 1",
            [*by(agency, "sergeant"), held["disclosed"]],
        )
    assert refused(disclosures_attacked.asked(held, *by(agency, "sergeant"))) == NOT_A_DISCLOSER
    accepted(disclosures_attacked.asked(held, *by(agency, "supervisor")))


@pytest.mark.parametrize("status", ["result", "waiting"])
def test_nothing_is_disclosed_before_the_end(
    agency: InventedAgency, held: dict[str, str], status: str
) -> None:
    asked = disclosures_attacked.asked(held, *by(agency, "privacy"), **of(held[status]))
    assert refused(asked) == NOT_DISCLOSED


def test_nothing_is_disclosed_once_its_content_is_destroyed(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    with examiners.past_the_guards("searches_searchrequest") as administrator:
        administrator.execute(
            "UPDATE searches_searchrequest SET content_destroyed_at = now() WHERE id = %s",
            [held["disclosed"]],
        )
    assert refused(disclosures_attacked.asked(held, *by(agency, "privacy"))) == NOT_DISCLOSED
    assert refused(disclosures_attacked.added(held)) == NOT_BEING_MADE
    assert refused(disclosures_attacked.finished(held)) == NOT_AS_IT_IS


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "1"},
        {"number": "3"},
        {"unit_id": "(SELECT id FROM accounts_unit WHERE code = 'fraud')"},
        {"recipient": "'press'"},
        {"profile": "'everything'"},
        {"language": "'de'"},
        {"asked_at": "now() - interval '1 day'"},
        {"expires_at": "now() + interval '15 days'"},
        {"expires_at": "now() - interval '1 day'"},
        {"made_at": "now()"},
        {"expired_at": "now()"},
        {"asked_by_person_id": "(SELECT person_id FROM accounts_account WHERE username = 'sergeant')"},
    ],
    ids=lambda changes: "-".join(f"{name} {value}" for name, value in changes.items())[:50],
)  # fmt: skip
def test_one_is_asked_for_whole_now_and_empty(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    assert refused(
        disclosures_attacked.asked(held, *by(agency, "privacy"), **changes)
        + "; SET CONSTRAINTS ALL IMMEDIATE"
    )


# --- made


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "1"},
        {"number": "1000"},
        {"sealed": "NULL"},
        {"sealed_key": "NULL"},
        {"sha256": "''"},
        {"left_out": "'forgotten'"},
        {"left_out": "'damaged'"},
        {"name": "'read-me.txt'"},
    ],
    ids=lambda changes: "-".join(f"{name} {value}" for name, value in changes.items()),
)
def test_a_part_is_whole_or_left_out_for_a_reason(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    accepted(disclosures_attacked.added(held))
    assert refused(disclosures_attacked.added(held, **changes))


def test_a_part_belongs_to_the_request_of_its_pack(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    added = disclosures_attacked.added(held, search_request_id=quoted(held["over_of"]))
    assert refused(f"{added}; SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "changes",
    [
        {"parts": "1"},
        {"left_out": "0"},
        {"made_at": "now() - interval '1 day'"},
        {"manifest": "NULL"},
        {"file_sha256": "''"},
        {"file_size": "0"},
    ],
    ids=lambda changes: "-".join(f"{name} {value}" for name, value in changes.items()),
)
def test_a_pack_is_finished_as_it_is(
    agency: InventedAgency, held: dict[str, str], changes: dict[str, str]
) -> None:
    accepted(disclosures_attacked.finished(held))
    assert refused(disclosures_attacked.finished(held, **changes))


def test_a_finished_pack_gets_no_part_and_no_other_manifest(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    finished = disclosures_attacked.finished(held)
    assert refused(f"{finished}; {disclosures_attacked.added(held)}") == NOT_BEING_MADE
    assert refused(f"{finished}; {disclosures_attacked.finished(held, manifest=quoted('y'))}")


@pytest.mark.parametrize(
    "change",
    ["name = 'other'", "sealed = 'y'", "sha256 = repeat('e', 64)", "left_out = 'damaged'", "sealed = NULL, sealed_key = NULL"],
)  # fmt: skip
def test_no_part_changes(agency: InventedAgency, held: dict[str, str], change: str) -> None:
    part = DisclosurePart.objects.filter(pack=held["disclosure"], left_out="").first()
    assert part is not None
    statement = f"UPDATE {PART} SET {change} WHERE id = {quoted(str(part.pk))}"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        sql("web", statement)
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        sql("owner", statement)
    assert caught.value.diag.message_primary == ONLY_ENDS


# --- ended


def test_neither_the_web_nor_the_dispatcher_ends_one(held: dict[str, str]) -> None:
    for login in ("web", "dispatcher"):
        for statement in (
            f"SELECT searches_expire_disclosure({quoted(held['over'])})",
            f"UPDATE {PACK} SET expired_at = now() WHERE id = {quoted(held['over'])}",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                sql(login, statement)


def test_the_worker_ends_none_before_its_time(held: dict[str, str]) -> None:
    ((ended,),) = sql("worker", f"SELECT searches_expire_disclosure({quoted(held['disclosure'])})")
    assert ended is None
    assert DisclosurePart.objects.filter(pack=held["disclosure"], sealed__isnull=False).exists()


def test_even_the_owner_ends_none_before_its_time(
    agency: InventedAgency, held: dict[str, str]
) -> None:
    with pytest.raises(psycopg.errors.CheckViolation) as caught:
        sql(
            "owner", f"UPDATE {PACK} SET expired_at = now() WHERE id = {quoted(held['disclosure'])}"
        )
    said = "a disclosure pack is kept until its time is over, and as long as a legal hold stands"
    assert caught.value.diag.message_primary == said


def test_one_that_is_over_gets_no_part(agency: InventedAgency, held: dict[str, str]) -> None:
    row = {"pack_id": quoted(held["over"]), "search_request_id": quoted(held["over_of"])}
    number = f"(SELECT 1 + count(*) FROM {PART} WHERE pack_id = {quoted(held['over'])})"
    added = disclosures_attacked.added(held, **row, number=number)
    assert refused(added) == NOT_BEING_MADE
    with connected_as("worker"):
        disclose.expire(
            actor=system_actor("worker"),
            search_request_id=UUID(held["over_of"]),
            pack_id=UUID(held["over"]),
        )
    assert refused(added) == NOT_BEING_MADE
