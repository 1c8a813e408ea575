"""Runs the verifier in this process and gives back what a program would read."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

from requests_app.outside.verify.__main__ import main


def verify(export: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """The number that it ends with, and its report."""
    status, text = said(export, "--json", *options)
    return status, json.loads(text)


def said(export: Path, *options: str) -> tuple[int, str]:
    """The number that it ends with, and what it prints."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main([str(export), "--processes", "1", "--language", "en", *options])
    assert "Traceback" not in out.getvalue() + err.getvalue()
    return status, out.getvalue()


def codes(report: dict[str, Any]) -> list[str]:
    """The codes of what was found, each once, the first first."""
    return list(dict.fromkeys(finding["code"] for finding in report["findings"]))


def first(report: dict[str, Any]) -> dict[str, Any]:
    """What is told first."""
    finding: dict[str, Any] = report["findings"][0]
    return finding
