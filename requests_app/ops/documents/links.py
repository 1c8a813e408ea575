"""Finds what a document points at and what is not there: files, headings, tests, and threats without a test."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

THREATS = "docs/threat-model.md"
AT_THE_ROOT = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
"""Not the changelog: it may name what has gone since."""
_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
_TEST = re.compile(r"\b(tests/[\w/]+\.py)::(\w+)")
_PATH = re.compile(
    r"`((?:requests_app|config|templates|tests|docs|bench|\.ci)/[\w./-]*\w/?)(?:::\w+)?`"
)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_THREAT = re.compile(r"^## (\d+\. .+)$", re.MULTILINE)


def documents(root: Path) -> list[Path]:
    """Return the documents whose links are checked."""
    first = [root / name for name in AT_THE_ROOT]
    return [path for path in [*first, *sorted((root / "docs").rglob("*.md"))] if path.exists()]


def broken(root: Path) -> Iterator[str]:
    """Yield a line for each thing that a document points at and that does not exist."""
    for path in documents(root):
        written = path.read_text(encoding="utf-8")
        prose = _FENCE.sub("", written)
        name = path.relative_to(root).as_posix()
        problems = [*_links(root, path, prose), *_tests(root, prose), *_paths(root, prose)]
        for problem in sorted(set(problems)):
            yield f"{name}: {problem}"
    yield from _threats_without_test(root)


def _links(root: Path, path: Path, prose: str) -> Iterator[str]:
    for target in _LINK.findall(prose):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        place, _, heading = target.partition("#")
        file = Path(os.path.normpath(path.parent / place)) if place else path
        if not file.is_relative_to(os.path.normpath(root)) or not file.exists():
            yield f"the link {target} leads nowhere"
        elif heading and file.suffix == ".md" and heading not in _headings(file):
            yield f"the link {target} names a heading that is not there"


def _tests(root: Path, prose: str) -> Iterator[str]:
    for file, test in _TEST.findall(prose):
        if test not in _functions(root / file):
            yield f"there is no test {file}::{test}"


def _paths(root: Path, prose: str) -> Iterator[str]:
    for place in _PATH.findall(prose):
        if not (root / place).exists():
            yield f"there is no {place}"


def _threats_without_test(root: Path) -> Iterator[str]:
    path = root / THREATS
    if not path.exists():
        yield f"{THREATS} is missing"
        return
    pieces = _THREAT.split(path.read_text(encoding="utf-8"))
    for title, section in zip(pieces[1::2], pieces[2::2], strict=True):
        if not _TEST.search(section.split("\n## ")[0]):
            yield f"{THREATS}: no test is named for the threat “{title}”"


def _headings(file: Path) -> set[str]:
    found = _HEADING.findall(_FENCE.sub("", file.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in found}


@cache
def _functions(file: Path) -> frozenset[str]:
    if not file.exists():
        return frozenset()
    tree = ast.parse(file.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, kinds))
