"""What an outsider can check of an export with nothing but its files and SHA-256.

Must not ask the product: it uses the standard library, and the published rule of the leaf.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from requests_app.common import private_files
from requests_app.trial.tour.pages import UnexpectedPage

_ENTRY, _LEAF = b'{"entry":', b',"leaf_hash":"'


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of an export found to hold.

    Attributes:
        rows: how many events; files: how many files of the manifest; codes: of the events, each once.
        file_digests: of files that were saved, as their events have them.
    """

    rows: int
    files: int
    codes: tuple[str, ...]
    file_digests: frozenset[str]


def check(archive: bytes) -> Checked:
    """Check digests, row counts and every leaf hash of an export.

    The leaf hash is that of RFC 6962, section 2.1: SHA-256 of a zero byte and the entry's bytes.

    Raises:
        UnexpectedPage: something does not hold; says what.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as taken:
        files = {name.rpartition("/")[2]: taken.read(name) for name in taken.namelist()}
    manifest = json.loads(files["manifest.json"])
    for listed in manifest["files"]:
        if hashlib.sha256(files[listed["name"]]).hexdigest() != listed["sha256"]:
            raise UnexpectedPage(f"{listed['name']} is not the file that the manifest names")
    lines = files["events.jsonl"].splitlines()
    rows = list(csv.DictReader(io.StringIO(files["events.csv"].decode("utf-8-sig"))))
    if not len(lines) == len(rows) == manifest["rows"]:
        raise UnexpectedPage(
            f"{len(lines)} lines, {len(rows)} rows, manifest says {manifest['rows']}"
        )
    saved: set[str] = set()
    for line, row in zip(lines, rows, strict=True):
        entry, _, rest = line.removeprefix(_ENTRY).rpartition(_LEAF)
        named = rest.partition(b'"')[0].decode()
        if not hashlib.sha256(b"\x00" + entry).hexdigest() == named == row["leaf_hash"]:
            raise UnexpectedPage(
                f"event {row['event_id']}: its bytes do not have the hash that is told"
            )
        saved |= _file_digests(entry, row["event_id"])
    codes = tuple(dict.fromkeys(row["code"] for row in rows))
    return Checked(
        rows=len(rows), files=len(manifest["files"]), codes=codes, file_digests=frozenset(saved)
    )


def _file_digests(entry: bytes, event: str) -> set[str]:
    """The digest of a file that an event names, if it names one.

    Raises:
        UnexpectedPage: the bytes of the event are not those of an event.
    """
    try:
        facts = json.loads(entry)["body"]["facts"]
        named = facts.get("file_digest")
    except (ValueError, LookupError, TypeError, AttributeError) as unlike:
        raise UnexpectedPage(f"event {event}: its bytes do not have the shape of one") from unlike
    return set() if named is None else {str(named)}


def verify_log(archive: bytes, folder: Path) -> str:
    """Unpack the whole log of an export, and check the export with the verifier that came with it.

    Args:
        archive: the export; folder: where the log is unpacked to, made here.

    Returns:
        The first line of what the verifier says.

    Raises:
        UnexpectedPage: something does not hold; says what.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as taken:
        name = next((each for each in taken.namelist() if each.endswith("log.zip")), "")
        if not name:
            raise UnexpectedPage("the export does not hold the whole log with a signed checkpoint")
        with zipfile.ZipFile(io.BytesIO(taken.read(name))) as log:
            log.extractall(folder)
    with tempfile.TemporaryDirectory(prefix="countersign-tour-export-") as whole:
        export = Path(whole) / "export.zip"
        private_files.write(export, archive)
        program = folder / "countersign-verify.pyz"
        done = subprocess.run(
            [sys.executable, "-I", program, export, "--language", "en"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode != 0:
        raise UnexpectedPage(
            f"the verifier does not accept the export:\n{done.stdout}{done.stderr}"
        )
    return done.stdout.strip().splitlines()[0]
