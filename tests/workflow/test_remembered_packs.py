"""A finding reads for ever as it did when it was made, whatever became of the files of its pack.
What is kept is read with SQL; what people see, from the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from requests_app.policy import library
from requests_app.searches.models import CheckRun, Finding, SearchRequest
from requests_app.web.questionnaire import presenters as officers
from requests_app.web.supervisor import presenters as supervisors
from tests import builders, shelves
from tests.builders import InventedAgency
from tests.shelves import Shelf
from tests.support import sql

FIRST, SECOND = "2026.11.0", "2026.11.1"
MINOR = "The person is or may be a minor, so the privacy officer must approve as well."
MINOR_FR = "La personne est mineure ou pourrait l’être ; la personne responsable"
NEW = "Somebody may be a minor. These are the words of a later version."
GONE = f"The words of this rule are not available: pack core, version {FIRST}."
GONE_FR = f"Le texte de cette règle n’est pas disponible : jeu de règles core, version {FIRST}."


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Shelf]:
    with shelves.shelf(monkeypatch, tmp_path / "packs") as made:
        yield made


def judged(agency: InventedAgency) -> SearchRequest:
    """A request with one finding, submitted."""
    row = builders.submitted(agency, document=builders.of_a_minor(next(agency.numbers)))
    assert [each.rule for each in findings(row)] == ["CORE-32"]
    return row


def findings(row: SearchRequest) -> list[Finding]:
    return list(Finding.objects.filter(check_run__search_request=row))


def ship_second(shelf: Shelf) -> None:
    shelf.ship(SECOND, after=FIRST, starts="2026-11-20", old=MINOR, new=NEW)


def kept() -> list[tuple[Any, ...]]:
    return sql(
        "auditor", "SELECT pack, version, digest, data FROM registry_packversion ORDER BY version"
    )


def as_read(row: SearchRequest, language: str = "en") -> tuple[str, str]:
    """What the officer and the supervisor read of the finding."""
    with translation.override(language):
        (mine,) = officers.stored_findings(findings(row), row, changeable=True)
        (theirs,) = supervisors.finding_rows(findings(row))
    return str(mine["reason"]), str(theirs["reason"])


def browser(agency: InventedAgency, name: str) -> Client:
    client = Client()
    client.force_login(
        agency.people[name], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_the_first_check_keeps_the_bytes_that_judged_and_later_ones_add_nothing(
    agency: InventedAgency,
) -> None:
    row = judged(agency)
    data = (library.SHIPPED_FOLDER / "core" / f"{FIRST}.yaml").read_bytes()
    expected = [("core", FIRST, hashlib.sha256(data).hexdigest(), data)]
    assert kept() == expected
    assert CheckRun.objects.get(search_request=row).packs == [list(expected[0][:3])]
    judged(agency)
    assert kept() == expected


def test_the_dispatcher_keeps_a_version_that_judges_first_at_sending(
    agency: InventedAgency, shelf: Shelf
) -> None:
    row = builders.approved(agency)
    shelf.ship(
        SECOND, after=FIRST, starts="2026-11-20",
        old="when: req.purpose in ['immigration_status'",
        new="when: req.purpose == 'identify_suspect' || req.purpose in ['immigration_status'",
    )  # fmt: skip
    builders.forwarded(row)
    assert [version for _pack, version, _digest, _data in kept()] == [FIRST, SECOND]
    assert CheckRun.objects.get(search_request=row, stage="forward").packs[0][1] == SECOND


def test_a_preview_keeps_nothing(agency: InventedAgency) -> None:
    row = builders.drafted(agency)
    assert browser(agency, "officer").get(f"/requests/{row.pk}/check/").status_code == 200
    assert kept() == []


def test_a_finding_keeps_its_words_when_a_later_version_says_others(
    agency: InventedAgency, shelf: Shelf
) -> None:
    before = judged(agency)
    ship_second(shelf)
    after = judged(agency)
    assert as_read(before) == (MINOR, MINOR)
    assert as_read(after) == (NEW, NEW)
    assert {version for _pack, version, _digest, _data in kept()} == {FIRST, SECOND}


def test_a_finding_keeps_its_words_when_its_file_has_vanished(
    agency: InventedAgency, shelf: Shelf
) -> None:
    row = judged(agency)
    ship_second(shelf)
    shelf.lose(FIRST)
    assert as_read(row) == (MINOR, MINOR)
    assert all(text.startswith(MINOR_FR) for text in as_read(row, "fr"))
    pages = {
        "officer": f"/requests/{row.pk}/",
        "supervisor": f"/decisions/supervisor/{row.pk}/",
    }
    supervisor = browser(agency, "supervisor")
    supervisor.post(f"{pages['supervisor']}claim/", {"via": "page"})
    for client, page in (
        (browser(agency, "officer"), pages["officer"]),
        (supervisor, pages["supervisor"]),
        (browser(agency, "auditor"), f"/audit/requests/{row.pk}/"),
    ):
        answer = client.get(page)
        assert answer.status_code == 200, page
        assert MINOR in answer.content.decode(), page


def test_a_finding_keeps_its_words_when_its_file_was_edited_or_another_broke(
    agency: InventedAgency, shelf: Shelf
) -> None:
    row = judged(agency)
    shelf.change(FIRST, MINOR, NEW)
    assert as_read(row) == (MINOR, MINOR)
    (shelf.folder / "core" / "notes.yaml").write_text("{")
    shelves.forget()
    assert as_read(row) == (MINOR, MINOR)


def test_words_that_cannot_be_had_are_missed_in_plain_words(
    agency: InventedAgency, shelf: Shelf
) -> None:
    """As for a check from before the bytes were kept."""
    row = judged(agency)
    sql("superuser", "ALTER TABLE registry_packversion DISABLE TRIGGER ALL")
    sql("superuser", "DELETE FROM registry_packversion")
    assert as_read(row) == (MINOR, MINOR)
    ship_second(shelf)
    shelf.lose(FIRST)
    assert as_read(row) == (GONE, GONE)
    assert as_read(row, "fr") == (GONE_FR, GONE_FR)
    answer = browser(agency, "officer").get(f"/requests/{row.pk}/")
    assert answer.status_code == 200
    assert GONE in answer.content.decode()


def test_bytes_that_are_no_pack_are_missed_in_the_same_words(
    agency: InventedAgency, shelf: Shelf
) -> None:
    row = judged(agency)
    said = findings(row)[0]
    said.pack_digest = hashlib.sha256(b"{").hexdigest()
    sql(
        "web",
        "INSERT INTO registry_packversion (digest, pack, version, data, first_used_at)"
        " VALUES (%s, 'core', 'damaged', %s, now())",
        [said.pack_digest, b"{"],
    )
    assert officers.stored_findings([said], row, changeable=False)[0]["reason"] == GONE
    said.pack_digest, said.rule = findings(row)[0].pack_digest, "CORE-999"
    assert officers.stored_findings([said], row, changeable=False)[0]["reason"] == GONE
