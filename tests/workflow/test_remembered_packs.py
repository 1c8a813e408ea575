"""A finding reads for ever as it did when it was made, whatever became of the files of its pack.

What is kept is read with SQL; what people see, from the pages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone, translation

from requests_app.common import clock
from requests_app.common.errors import PreconditionFailed
from requests_app.ops import readiness
from requests_app.policy import library
from requests_app.searches.models import CheckRun, Finding, SearchRequest
from requests_app.searches.states import Status
from requests_app.web.questionnaire import presenters as officers
from requests_app.web.supervisor import presenters as supervisors
from requests_app.workflow import submit
from requests_app.workflow.reading.findings import worded
from tests import builders, shelves
from tests.builders import InventedAgency
from tests.shelves import Shelf
from tests.signed_in import browser
from tests.support import sql
from tests.web.officer.typing_in import declaration

FIRST, SECOND = "2026.11.0", "2026.11.1"
MINOR = "The person is or may be a minor, so the privacy officer must approve as well."
MINOR_FR = "La personne est mineure ou pourrait l’être ; la personne responsable"
NEW = "Somebody may be a minor. These are the words of a later version."
GONE = f"The words of this rule are not available: pack core, version {FIRST}."
GONE_FR = (
    f"Le texte de cette règle n’est pas disponible\u00a0: jeu de règles core, version {FIRST}."
)


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
        (mine,) = officers.stored_findings(worded(findings(row)), row)
        (theirs,) = supervisors.finding_rows(worded(findings(row)))
    return str(mine["reason"]), str(theirs["reason"])


def test_the_first_check_keeps_the_bytes_that_judged_and_later_ones_add_nothing(
    agency: InventedAgency,
) -> None:
    row = judged(agency)
    judging = library.installed().in_force(timezone.localdate(clock.now()), place="").packs
    expected = []
    for pack in sorted(judging, key=lambda each: each.id):
        data = (library.SHIPPED_FOLDER / pack.id / f"{pack.version}.yaml").read_bytes()
        expected.append((pack.id, pack.version, hashlib.sha256(data).hexdigest(), data))
    assert [pack for pack, *_rest in expected] == ["core", "leads"]
    assert sorted(kept()) == expected
    assert CheckRun.objects.get(search_request=row).packs == [list(each[:3]) for each in expected]
    judged(agency)
    assert sorted(kept()) == expected


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
        "owner",
        "INSERT INTO registry_packversion (digest, pack, version, data, first_used_at)"
        " VALUES (%s, 'core', 'damaged', %s, now())",
        [said.pack_digest, b"{"],
    )
    assert officers.stored_findings(worded([said]))[0]["reason"] == GONE
    said.pack_digest, said.rule = findings(row)[0].pack_digest, "CORE-999"
    assert officers.stored_findings(worded([said]))[0]["reason"] == GONE


# A file that is not what was recorded ------------------------------------------------------------

REFUSED = {
    "en": "The rules on this server are not the ones that were recorded, so nothing can be submitted "
    "now. Your draft is kept. Tell an operator",
    "fr": "Les règles présentes sur ce serveur ne sont pas celles qui ont été enregistrées",
}
ALL_STATEMENTS = [
    "no_off_platform_search", "probe_lawfully_obtained", "facts_true", "lead_only_understood",
    "no_protected_basis", "will_record_outcome",
]  # fmt: skip


def submitting(agency: InventedAgency, row: SearchRequest) -> submit.Submitted:
    return builders.try_to_submit(agency.actor("officer"), row)


def last_event(row: SearchRequest) -> dict[str, Any]:
    found = sql(
        "auditor",
        "SELECT convert_from(entry, 'UTF8') FROM audit.event WHERE request_id = %s"
        " ORDER BY request_seq DESC LIMIT 1",
        [row.pk],
    )
    body: dict[str, Any] = json.loads(str(found[0][0]))["body"]
    return body


def test_a_changed_file_stops_submissions_and_nothing_else(
    agency: InventedAgency, shelf: Shelf
) -> None:
    waiting, approved = builders.submitted(agency), builders.approved(agency)
    draft = builders.drafted(agency)
    original = shelf.path(FIRST).read_text(encoding="utf-8")
    assert readiness.rules()
    shelf.change(FIRST, MINOR, NEW)
    assert not readiness.rules()

    with pytest.raises(PreconditionFailed) as caught:
        submitting(agency, draft)
    assert (caught.value.reason, caught.value.params["packs"]) == (
        "rules_not_as_recorded",
        [f"core {FIRST}"],
    )
    told = last_event(draft)
    assert (told["code"], told["reason"], told["facts"]) == (
        "action.refused",
        "rules_not_as_recorded",
        {"action": "submit"},
    )
    draft.refresh_from_db()
    assert (draft.status, draft.version) == (Status.DRAFT, 0)
    assert not CheckRun.objects.filter(search_request=draft).exists()

    assert browser(agency, "officer").get(f"/requests/{draft.pk}/check/").status_code == 200
    assert browser(agency, "auditor").get(f"/audit/requests/{waiting.pk}/").status_code == 200
    assert builders.decided(agency, waiting, "approve").status == Status.APPROVED
    builders.forwarded(approved)  # to a matcher that is away
    approved.refresh_from_db()
    assert approved.status == Status.FORWARDING

    with pytest.raises(PreconditionFailed):  # though the changed file has judged by now
        submitting(agency, draft)
    shelf.path(FIRST).write_text(original, encoding="utf-8")
    shelves.forget()
    assert readiness.rules()
    assert submitting(agency, draft).accepted


def test_nobody_is_stopped_by_rules_that_are_not_the_recorded_ones(
    agency: InventedAgency, shelf: Shelf
) -> None:
    builders.submitted(agency)
    draft = builders.drafted(agency)
    shelf.change(
        FIRST,
        "when: req.purpose in ['immigration_status'",
        "when: req.purpose == 'identify_suspect' || req.purpose in ['immigration_status'",
    )
    answer = browser(agency, "officer").post(f"/requests/{draft.pk}/check/", follow=True)
    assert REFUSED["en"] in answer.content.decode()
    assert not CheckRun.objects.filter(search_request=draft).exists()
    told = last_event(draft)
    assert (told["code"], told["reason"]) == ("action.refused", "rules_not_as_recorded")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_officer_is_told_what_to_do_and_keeps_the_draft(
    agency: InventedAgency, shelf: Shelf, language: str
) -> None:
    builders.submitted(agency)
    draft = builders.drafted(agency)
    shelf.change(FIRST, MINOR, NEW)
    client = browser(agency, "officer")
    client.cookies["countersign_language"] = language
    address = declaration(client, draft)
    form = client.get(address).context
    page = client.post(
        address,
        {
            "attestations": ALL_STATEMENTS,
            "acknowledged": [
                code for code, _ in getattr(form["form"].fields.get("acknowledged"), "choices", [])
            ],
            "read": form["read"],
        },
    )
    assert page.status_code == 200
    assert REFUSED[language] in page.content.decode()
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


def test_a_later_version_is_no_change_of_the_one_before(
    agency: InventedAgency, shelf: Shelf
) -> None:
    judged(agency)
    ship_second(shelf)
    assert readiness.rules()
    assert submitting(agency, builders.drafted(agency)).accepted


def test_rules_that_cannot_judge_are_not_ready(agency: InventedAgency, shelf: Shelf) -> None:
    shelf.change(FIRST, "req.case_number_valid == false", "req.no_such_fact == false")
    assert not readiness.rules()


# The agency's own packs --------------------------------------------------------------------------

OWN = """\
format: 2
jurisdiction: any
pack: my-agency
version: 2026.11.0
title: {en: "My agency", fr: "Mon service"}
effective_from: 2026-11-01
unanswered: {en: "Not known yet.", fr: "Pas encore connu."}
sources: {order: {text: {en: "Order 12", fr: "Ordre 12"}, kind: guidance, checked: 2026-11-22}}
rules:
  - id: AG-01
    stages: [submit]
    verb: APPR+
    role: privacy_officer
    judges: [answer]
    test: probe
    field: purpose
    needs: [req.purpose]
    when: req.purpose != 'personal'
    message: {en: "This agency asks its privacy officer as well.", fr: "Ce service demande aussi."}
    satisfy: {en: "Nothing more is needed.", fr: "Rien de plus."}
    source: {cites: [{of: order, confidence: S}], implements: []}
"""


def test_an_agencys_own_pack_judges_and_outlives_its_folder(
    agency: InventedAgency, tmp_path: Path
) -> None:
    (tmp_path / "my-agency").mkdir()
    (tmp_path / "my-agency" / "2026.11.0.yaml").write_text(OWN, encoding="utf-8")
    with override_settings(COUNTERSIGN_PACK_FOLDER=str(tmp_path)):
        row = builders.submitted(agency)
        assert "privacy_officer" in row.required_roles
        assert as_read(row) == ("This agency asks its privacy officer as well.",) * 2
    shelves.forget()
    assert as_read(row) == ("This agency asks its privacy officer as well.",) * 2
    assert sorted(pack for pack, _version, _digest, _data in kept()) == [
        "core",
        "leads",
        "my-agency",
    ]


def test_a_changed_pack_of_the_agency_stops_submissions_until_it_has_a_new_version(
    agency: InventedAgency, tmp_path: Path
) -> None:
    path = tmp_path / "my-agency" / "2026.11.0.yaml"
    path.parent.mkdir()
    path.write_text(OWN, encoding="utf-8")
    draft = builders.drafted(agency)
    with override_settings(COUNTERSIGN_PACK_FOLDER=str(tmp_path)):
        builders.submitted(agency)
        path.write_text(OWN.replace("Order 12", "Order 13"), encoding="utf-8")
        shelves.forget()
        with pytest.raises(PreconditionFailed):
            submitting(agency, draft)
        path.write_text(OWN, encoding="utf-8")
        changed = OWN.replace("Order 12", "Order 13").replace("2026.11.0", "2026.11.1")
        changed = changed.replace("effective_from: 2026-11-01", "effective_from: 2026-11-02")
        path.with_name("2026.11.1.yaml").write_text(changed, encoding="utf-8")
        shelves.forget()
        assert submitting(agency, draft).accepted
