"""Receipts of officers and deciders, and proofs for auditors: whose they are, and that the verifier takes them."""

from __future__ import annotations

import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from requests_app.workflow import verifier
from tests import builders, signed_in
from tests.audit.signing import sign_what_is_there
from tests.support import sql
from tests.verify.support import verify


def events_of(row: Any, code: str) -> list[int]:
    return [
        event_id
        for (event_id,) in sql(
            "auditor",
            "SELECT id FROM audit.event WHERE request_id = %s AND code = %s ORDER BY id",
            [row.pk, code],
        )
    ]


def leaf_of(event_id: int) -> str:
    ((entry,),) = sql("auditor", "SELECT entry FROM audit.event WHERE id = %s", [event_id])
    return hashlib.sha256(b"\x00" + bytes(entry)).hexdigest()


def whole(page: Any) -> str:
    return html.unescape(page.content.decode()).replace("</span><span>", "")


def test_the_hash_is_shown_at_once_and_the_receipt_once_the_log_is_signed(
    agency: Any, tmp_path: Path
) -> None:
    row = builders.submitted(agency)
    (event_id,) = events_of(row, "search.submitted")
    officer = signed_in.browser(agency)
    for name in ("officer:request", "officer:submitted"):
        text = whole(officer.get(reverse(name, args=[row.pk])))
        assert leaf_of(event_id) in text
        assert "Load this page again" in text
        assert reverse("officer:receipt", args=[row.pk, event_id]) not in text
    address = reverse("officer:receipt", args=[row.pk, event_id])
    early = officer.get(address, follow=True)
    assert early.redirect_chain == [(reverse("officer:request", args=[row.pk]), 302)]
    assert "Try again in some seconds" in whole(early)

    sign_what_is_there()
    for name in ("officer:request", "officer:submitted"):
        assert address in whole(officer.get(reverse(name, args=[row.pk])))
    got = officer.get(address)
    assert got["Content-Disposition"] == f'attachment; filename="receipt-{event_id}.tlog-proof"'
    assert "no-store" in got["Cache-Control"]
    path = tmp_path / "receipt"
    path.write_bytes(got.content)
    keys = tmp_path / "keys"
    keys.write_bytes(officer.get(reverse("log_keys")).content)
    status, report = verify(path, "--policy", str(keys))
    assert (status, report["result"]) == (0, "receipt_policy")
    ((english, french),) = sql("owner", "SELECT name_en, name_fr FROM registry_agency")
    names = english if english == french else f"{english} / {french}"
    for options in ([], ["--policy", str(keys)]):
        assert [each["operator"] for each in verify(path, *options)[1]["signers"]] == [names]
    assert report["event"]["leaf"] == leaf_of(event_id)
    assert (report["event"]["code"], report["event"]["request"]) == (
        "search.submitted",
        str(row.pk),
    )


def test_taking_a_receipt_is_an_event_and_holds_no_name(agency: Any) -> None:
    row = builders.submitted(agency)
    sign_what_is_there()
    (event_id,) = events_of(row, "search.submitted")
    officer = signed_in.browser(agency)
    got = officer.get(reverse("officer:receipt", args=[row.pk, event_id]))
    assert got.status_code == 200
    last = events_of(row, "record.viewed")[-1]
    ((entry,),) = sql("auditor", "SELECT entry FROM audit.event WHERE id = %s", [last])
    assert json.loads(bytes(entry))["body"]["facts"] == {"version": 1, "what": "receipt"}
    assert b"Castellow" not in got.content


def test_a_decider_takes_the_receipt_of_their_decision_and_no_other(
    agency: Any, tmp_path: Path
) -> None:
    row = builders.approved(agency)
    sign_what_is_there()
    (approved,) = events_of(row, "search.approved")
    (submitted,) = events_of(row, "search.submitted")
    supervisor = signed_in.browser(agency, "supervisor")
    address = reverse("supervisor:receipt", args=[row.pk, approved])
    assert address in whole(supervisor.get(reverse("supervisor:record", args=[row.pk])))
    path = tmp_path / "receipt"
    path.write_bytes(supervisor.get(address).content)
    status, report = verify(path)
    assert (status, report["event"]["code"]) == (0, "search.approved")
    assert (
        supervisor.get(reverse("supervisor:receipt", args=[row.pk, submitted])).status_code == 404
    )
    officer = signed_in.browser(agency)
    assert officer.get(reverse("officer:receipt", args=[row.pk, approved])).status_code == 404


@pytest.mark.parametrize("name", ["officer2", "supervisor3", "examiner", "auditor", "operator"])
def test_nobody_takes_the_receipt_of_another(agency: Any, name: str) -> None:
    row = builders.submitted(agency)
    sign_what_is_there()
    (event_id,) = events_of(row, "search.submitted")
    browser = signed_in.browser(agency, name)
    for area in ("officer", "supervisor"):
        answer = browser.get(reverse(f"{area}:receipt", args=[row.pk, event_id]))
        assert answer.status_code in (403, 404)
        assert b"tlog-proof@v1" not in answer.content


def test_no_receipt_is_given_for_what_binds_nobody(agency: Any) -> None:
    row = builders.submitted(agency)
    sign_what_is_there()
    officer = signed_in.browser(agency)
    for code in ("search.draft_saved", "search.drafted"):
        (event_id, *_) = events_of(row, code)
        assert officer.get(reverse("officer:receipt", args=[row.pk, event_id])).status_code == 404
    other = builders.submitted(agency)
    (event_id,) = events_of(other, "search.submitted")
    assert officer.get(reverse("officer:receipt", args=[row.pk, event_id])).status_code == 404


def test_an_auditor_sees_of_each_event_how_far_it_is_and_takes_its_proof(
    agency: Any, tmp_path: Path
) -> None:
    row = builders.approved(agency)
    sign_what_is_there()
    auditor = signed_in.browser(agency, "auditor")
    text = whole(auditor.get(reverse("auditor:timeline", args=[row.pk])))
    (event_id,) = events_of(row, "search.approved")
    address = reverse("auditor:proof", args=[event_id])
    assert address in text
    assert "not yet in the tree" not in text
    assert address in whole(auditor.get(reverse("auditor:event", args=[event_id])))
    path = tmp_path / "proof"
    path.write_bytes(auditor.get(address).content)
    assert verify(path)[1]["event"]["event_id"] == event_id

    # What the auditor has just read is the newest: it has no place until the sequencer runs again.
    newest = events_of(row, "record.viewed")[-1]
    text = whole(auditor.get(reverse("auditor:timeline", args=[row.pk])))
    assert "not yet in the tree" in text
    assert reverse("auditor:proof", args=[newest]) not in text
    back = auditor.get(reverse("auditor:proof", args=[newest]), follow=True)
    assert "Try again in some seconds" in whole(back)
    assert "it has no place in the tree" in whole(back)


def test_anybody_signed_in_gets_the_verifier_and_its_digest(agency: Any) -> None:
    sign_what_is_there()
    page = signed_in.browser(agency, "examiner").get(reverse("receipts"))
    got = signed_in.browser(agency, "examiner").get(reverse("verifier"))
    assert hashlib.sha256(got.content).hexdigest() in whole(page)
    assert "quorum none" in whole(page)
    text = re.sub(r"<[^>]+>", "", whole(page))
    assert (
        "python3 countersign-verify.pyz receipt-123.tlog-proof --policy countersign-keys.txt"
        in text
    )
    assert (
        "python3 countersign-verify.pyz countersign-log-123.zip --policy countersign-keys.txt"
        in text
    )
    assert 'id="export"' in whole(page)
    assert f'<a href="{reverse("home")}" class="govuk-back-link">' in whole(page)


def test_where_no_verifier_can_be_made_the_page_says_what_to_do(
    agency: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> bytes:
        raise OSError("no room")

    monkeypatch.setattr(verifier, "as_one_file", none)
    answer = signed_in.browser(agency).get(reverse("receipts"))
    assert answer.status_code == 409
    assert "Tell whoever runs Countersign" in whole(answer)
