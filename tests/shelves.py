"""A folder of policy packs that a test may change, in place of the one that is shipped.

Holds no expectation.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from requests_app.policy import library, meters
from requests_app.registry import selectors

FIRST = "2026.11.0"


class Shelf:
    """The shipped packs as copied for one test; after each change the product starts anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, version: str) -> Path:
        return self.folder / "core" / f"{version}.yaml"

    def change(self, version: str, old: str, new: str) -> None:
        """Edit the file of a version in place."""
        text = self.path(version).read_text(encoding="utf-8")
        assert old in text
        self.path(version).write_text(text.replace(old, new), encoding="utf-8")
        forget()

    def ship(self, version: str, *, after: str, starts: str, old: str, new: str) -> None:
        """Add a version of core, begun from an earlier one."""
        text = self.path(after).read_text(encoding="utf-8").replace(after, version)
        assert old in text
        start = text.index("effective_from: ")
        text = text.replace(text[start : text.index("\n", start)], f"effective_from: {starts}", 1)
        self.path(version).write_text(text.replace(old, new), encoding="utf-8")
        terms = self.folder / "core" / f"{after}.terms.yaml"
        said = terms.read_text(encoding="utf-8").replace(after, version)
        (self.folder / "core" / f"{version}.terms.yaml").write_text(said, encoding="utf-8")
        forget()

    def lose(self, version: str) -> None:
        """Let all files of a version vanish."""
        for path in (self.folder / "core").glob(f"{version}.*"):
            path.unlink()
        forget()


def forget() -> None:
    """What a new process knows of packs: nothing."""
    library.installed.cache_clear()
    meters.terms_of.cache_clear()
    selectors._pack_words.cache_clear()


@contextmanager
def shelf(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Shelf]:
    """Put the first shipped version of core in the place of all: a test ships what comes after it."""
    shutil.copytree(library.SHIPPED_FOLDER / "core", folder / "core")
    for file in (folder / "core").iterdir():
        if not file.name.startswith(f"{FIRST}."):
            file.unlink()
    with monkeypatch.context() as patch:
        patch.setattr(library, "SHIPPED_FOLDER", folder)
        forget()
        yield Shelf(folder)
    forget()
