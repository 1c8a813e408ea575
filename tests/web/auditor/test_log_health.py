"""The state of the log in words: what is well, what waits and for how long, and the checkpoint to print."""

from __future__ import annotations

import dataclasses
import hashlib
import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from requests_app.audit import health
from requests_app.workflow import verifier
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


@pytest.mark.parametrize(
    ("language", "command", "labels"),
    [
        ("en", "python3 countersign-verify.pyz EXPORT --checkpoint FILE", "Name Size Root"),
        ("fr", "python3 countersign-verify.pyz EXPORTATION --checkpoint FICHIER", "Nom Taille Racine"),
    ],
)  # fmt: skip
def test_the_printed_checkpoint_says_how_an_export_is_checked_with_it(
    agency: Any, browser: Any, language: str, command: str, labels: str
) -> None:
    sign_what_is_there()
    answer = browser().get(reverse("auditor:checkpoint"), headers={"accept-language": language})
    text = text_of(answer)
    assert command in re.sub(r"\s+", " ", text)
    assert f" {labels} " in text
    assert "log.zip" in text
    given = browser().get(reverse("verifier")).content
    assert hashlib.sha256(given).hexdigest() in text
    ((vkey,),) = sql("auditor", "SELECT vkey FROM audit.log_key")
    assert f"log {vkey} quorum none" in text
    assert "countersign-verify EXPORT" not in text


def test_the_checkpoint_is_printed_also_where_no_verifier_can_be_made(
    agency: Any, browser: Any, monkeypatch: Any
) -> None:
    def none() -> bytes:
        raise OSError("no room")

    checkpoint = sign_what_is_there()
    monkeypatch.setattr(verifier, "as_one_file", none)
    answer = browser().get(reverse("auditor:checkpoint"))
    assert answer.status_code == 200
    assert checkpoint.text().split("\n")[2] in text_of(answer)
    assert "Compare its SHA-256 with the one that is published" in text_of(answer)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["2,116", "It covers 2,058 events.", "The last one got its place on ", "Signed on ",
                "The first was signed on "]),
        ("fr", ["2\u00a0116", "Il couvre 2\u00a0058 événements.", "Le dernier a été placé le ", "Signé le ",
                "Le premier a été signé le "]),
    ],
)  # fmt: skip
def test_numbers_and_dates_are_those_of_the_language(
    agency: Any, browser: Any, monkeypatch: Any, language: str, said: list[str]
) -> None:
    sign_what_is_there()
    usual = health.read()
    values = {name: getattr(usual, name) for name in health.LogHealth.__slots__}
    assert usual.checkpoint is not None
    larger = dataclasses.replace(usual.checkpoint, size=2058)
    changed = {"size": 2116, "checkpoint": larger}
    monkeypatch.setattr(health, "read", lambda: health.LogHealth(**{**values, **changed}))
    page = browser().get(reverse("auditor:health"), headers={"accept-language": language})
    plain = html.unescape(re.sub(r"<(?!/?p\b)[^>]+>", "", page.content.decode()))
    lines = [
        re.sub(r"[^\S\u00a0]+", " ", each).strip() for each in re.split(r"</?p\b[^>]*>", plain)
    ]
    since = {"en": "Since ", "fr": "Depuis le "}[language]
    assert any(since in line and line.endswith(("UTC)", "UTC−5)", "UTC−4)")) for line in lines), (
        lines
    )
    for words in said:
        assert any(line.startswith(words) for line in lines), (words, lines)


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
