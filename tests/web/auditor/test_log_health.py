"""The state of the log in words: what is well, what waits and for how long, and the checkpoint to print."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

from django.urls import reverse

from requests_app.audit import health
from tests.audit.sequencing import as_sequencer, drain
from tests.audit.signing import sign_what_is_there
from tests.support import sql
from tests.verify.exports import Log, entries_for, write_folder
from tests.verify.support import codes, verify


def text_of(page: Any) -> str:
    plain = re.sub(r"<[^>]+>", " ", page.content.decode().replace("</span><span>", ""))
    return re.sub(r"\s+", " ", html.unescape(plain))


def test_before_anything_is_signed_the_page_says_what_to_do(agency: Any, browser: Any) -> None:
    text = text_of(browser().get(reverse("auditor:health")))
    assert "None yet" in text
    assert "start the signer" in text
    back = browser().get(reverse("auditor:checkpoint"))
    assert (back.status_code, back["Location"]) == (302, reverse("auditor:health"))


def test_a_signed_log_is_up_to_date_and_its_checkpoint_fits_an_export(
    agency: Any, browser: Any, tmp_path: Any
) -> None:
    checkpoint = sign_what_is_there()
    page = browser().get(reverse("auditor:health"))
    text = text_of(page)
    assert f"It covers {checkpoint.size} events" in text
    assert "Up to date" in text
    assert checkpoint.root.hex() in text
    for (vkey,) in sql("auditor", "SELECT vkey FROM audit.log_key"):
        assert vkey in text
    printed = browser().get(reverse("auditor:checkpoint"))
    lines = html.unescape(
        re.search(r'id="checkpoint-lines">([^<]+)<', printed.content.decode()).group(1)
    )
    assert lines.split("\n") == checkpoint.text().split("\n")[:3]
    assert b"<svg" in printed.content
    ((name,),) = sql("owner", "SELECT name_en FROM registry_agency")
    assert name in text_of(printed)
    # Whoever got the paper types it in: the verifier reads it, and finds it is no checkpoint of another log.
    other = write_folder(tmp_path / "x", Log(entries_for(3)).files())
    status, report = verify(other, "--checkpoint", lines)
    assert (status, codes(report)) == (1, ["other_origin"])


def test_what_waits_too_long_is_told_with_what_to_do(
    agency: Any, browser: Any, monkeypatch: Any
) -> None:
    sign_what_is_there()
    usual = health.read()

    def waiting() -> health.LogHealth:
        values = {name: getattr(usual, name) for name in health.LogHealth.__slots__}
        since = usual.grown_at - timedelta(hours=2)
        changed = {"waiting_seconds": 7200.0, "unsigned": 3, "unsigned_since": since}
        return health.LogHealth(**{**values, **changed, "unsigned_seconds": 7200.0})

    monkeypatch.setattr(health, "read", waiting)
    text = text_of(browser().get(reverse("auditor:health")))
    assert "The oldest has been waiting for 2 h" in text
    assert "that the sequencer runs" in text
    assert "3 events wait for a signature, the oldest for 2 h" in text


def test_places_without_a_signature_are_counted_and_timed_by_the_database(
    agency: Any, browser: Any
) -> None:
    size = sign_what_is_there().size
    now = health.read()
    assert (now.unsigned, now.unsigned_since, now.is_signed) == (0, None, True)
    browser().get(reverse("auditor:log"))  # which is an event
    with as_sequencer() as sequencer:
        drain(sequencer)
    later = health.read()
    rows = sql("auditor", "SELECT recorded_at FROM audit.event ORDER BY id")
    assert later.unsigned == len(rows) - size > 1
    assert later.unsigned_since == rows[size][0]
    assert 0 <= later.unsigned_seconds < 60
