"""The tour as anybody runs it, and the offline check that it ends with.

Must not look inside: what counts is the exit code, the lines, and what the export holds.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings

from requests_app.trial.tour import offline
from requests_app.trial.tour.pages import Page, UnexpectedPage


def test_the_tour_holds_from_asking_to_the_offline_check(tmp_path: Path) -> None:
    out = tmp_path / "kept"
    done = subprocess.run(
        [sys.executable, "manage.py", "tour", "--out", str(out)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.trial"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout
    for expected in (
        "officer: accepted the notice",
        "submitting is refused and nothing is lost",
        "an approval without opening the picture is refused",
        "dispatcher: sent the approved search",
        "the candidates: refused",
        "deciding on an own request is refused",
        "two examiners differ, so there is no lead to release",
        "third examiner: reviewed",
        "cannot submit another request before it",
        "without name, rank or score",
        "an arrest planned on the lead alone is stopped",
        "the same step may go on now",
        "saves the sheet as PDF/A",
        "recalled the lead; every page of it says so",
        "reported an arrest on the recalled lead; an incident is opened",
        "saw its duties done, and closed it",
        "every part has the manifest’s digest",
        "by the verifier that came with it: OK",
        "read what is destroyed when, and closed the request",
        "the search brought no lead",
        "a call without a grant is refused",
        "every entry its leaf hash",
        "by the verifier that came with it",
        "Everything held",
    ):
        assert expected in said
    assert offline.check((out / "export.zip").read_bytes()).rows > 100
    names = {path.name for path in (out / "export").iterdir()}
    assert {"checkpoint", "tile", "policy", "countersign-verify.pyz"} <= names


ENTRY = b'{"body":{"code":"x","facts":{"file_digest":"ab"}}}'


def export(*, entry: bytes = ENTRY, made_from: bytes = ENTRY, told: bytes | None = None) -> bytes:
    """A small export with one event, its files named by their digests.

    Args:
        entry: what is written; made_from: what the leaf hash is of; told: in place of the events.
    """
    leaf = hashlib.sha256(b"\x00" + made_from).hexdigest()
    files = {
        "events.jsonl": b'{"entry":'
        + entry
        + b',"leaf_hash":"'
        + leaf.encode()
        + b'","leaf_index":null}\n',
        "events.csv": b"event_id,code,leaf_hash\r\n1,x," + leaf.encode() + b"\r\n",
    }
    manifest = {
        "rows": 1,
        "files": [
            {"name": name, "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in files.items()
        ],
    }
    if told is not None:
        files["events.jsonl"] = told
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in {**files, "manifest.json": json.dumps(manifest).encode()}.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_an_export_as_it_was_made_passes() -> None:
    checked = offline.check(export())
    assert checked.codes == ("x",)
    assert checked.file_digests == {"ab"}


@pytest.mark.parametrize(
    "entry", [b"7", b'{"code":"x"}', b'{"body":{"code":"x"}}', b'{"body":{"facts":[]}}', b"{"]
)
def test_an_entry_of_another_shape_is_told_and_breaks_nothing(entry: bytes) -> None:
    with pytest.raises(UnexpectedPage, match="event 1"):
        offline.check(export(entry=entry, made_from=entry))


def test_an_entry_that_was_changed_together_with_the_manifest_is_found() -> None:
    with pytest.raises(UnexpectedPage, match="hash"):
        offline.check(export(entry=ENTRY.replace(b"x", b"y")))


def test_a_file_that_is_not_the_manifests_is_found() -> None:
    with pytest.raises(UnexpectedPage, match=r"events\.jsonl"):
        offline.check(export(told=b"{}\n"))


def test_a_form_is_sent_as_a_browser_would_send_it() -> None:
    page = Page(
        url="/",
        status=200,
        html=(
            '<h1>Ask</h1><form method="post" action="/go/"><input type="hidden" name="seen" value="7">'
            '<input type="radio" name="kind" value="a" checked><input type="radio" name="kind" value="b">'
            '<textarea name="why">\nOld words</textarea><select name="s"><option value="1" selected>One'
            '</select><button name="go" value="on">Send</button></form><a href="/x/">Elsewhere</a>'
        ),
    )
    form = page.form_with("Send")
    form.fill({"kind": "b"})
    form.press("Send")
    assert page.heading == "Ask"
    assert page.link("Elsewhere") == "/x/"
    assert form.values == {
        "seen": ["7"], "kind": ["b"], "why": ["Old words"], "s": ["1"], "go": ["on"]
    }  # fmt: skip
    with pytest.raises(UnexpectedPage, match="no field"):
        form.fill({"other": "1"})
    with pytest.raises(UnexpectedPage, match="does not offer"):
        form.fill({"kind": "c"})
