"""The part of the tour in which everything is disclosed: a pack is asked for, made, taken, and checked by an outsider."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from requests_app.common import private_files
from requests_app.trial.tour.pages import UnexpectedPage
from requests_app.trial.tour.person import Person

_ASKED: dict[str, object] = {
    "recipient": "prosecutor",
    "name": "Crown counsel of the harbour county",
    "profile": "full",
    "language": "en",
    "reason": "Counsel asked by letter for everything on this search, since somebody was arrested.",
}
_STEPS = 60
"""More than any pack of the tour takes."""


def disclose(decider: Person, reference: str, *, tell: Callable[[str], None]) -> str:
    """Ask for a pack, make it, take it away and check it; return its SHA-256, which the log must hold.

    Args:
        decider: who is signed in, and may disclose; reference: of the request; tell: takes each step's line.

    Raises:
        UnexpectedPage: at the first step that does not hold.
    """
    decider.open("/decisions/disclosures/ask/")
    decider.send("Begin the pack", {"reference": reference, **_ASKED})
    for _step in range(_STEPS):
        if "Download as a ZIP" in decider.page.words:
            break
        decider.send("Go on")
    else:
        raise UnexpectedPage(f"the pack was not made: {decider.page.words[:400]}")
    shown = "".join(decider.page.words.split())
    decider.send("Download as a ZIP")
    taken = decider.raw
    digest = hashlib.sha256(taken).hexdigest()
    if digest not in shown:
        raise UnexpectedPage("the page does not show the digest of the file")
    parts = _checked(taken)
    tell(
        f"privacy officer: took a disclosure pack of {len(parts)} parts, {len(taken):,} bytes; every part has the"
        " manifest’s digest"
    )
    tell(f"prosecutor: {_proved(parts)} events of the pack, by the verifier that came with it: OK")
    return digest


def _checked(taken: bytes) -> dict[str, bytes]:
    """The parts of a pack by name, each held against the manifest."""
    with zipfile.ZipFile(io.BytesIO(taken)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(parts.pop("manifest.json"))
    listed = {each["name"]: each["sha256"] for each in manifest["entries"]}
    if listed != {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()}:
        raise UnexpectedPage("the parts of the pack are not those of its manifest")
    if not parts["summary.pdf"].startswith(b"%PDF-"):
        raise UnexpectedPage("the summary of the pack is no PDF")
    return parts


def _proved(parts: dict[str, bytes]) -> int:
    """Check every proof of a pack with the verifier and the keys in it; return how many there are."""
    proofs = [name for name in parts if name.endswith(".tlog-proof")]
    if not proofs:
        raise UnexpectedPage("the pack holds no proof of any event")
    with tempfile.TemporaryDirectory(prefix="countersign-tour-pack-") as folder:
        for name, data in parts.items():
            if name.startswith("log/"):
                private_files.write(Path(folder) / name.removeprefix("log/"), data)
        for name in proofs:
            done = subprocess.run(
                [sys.executable, "-I", "countersign-verify.pyz", name.removeprefix("log/"), "--policy", "keys.txt",
                 "--language", "en"],
                cwd=folder, capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode != 0:
                raise UnexpectedPage(
                    f"the verifier does not accept {name}:\n{done.stdout}{done.stderr}"
                )
    return len(proofs)
