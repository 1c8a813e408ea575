"""The command line: `countersign-verify EXPORT`. Ends with 0 only when everything was checked and holds.

Must not end in a traceback: what nobody thought of is told in a sentence and ends with 2.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, NoReturn

from .check import Order, run
from .receipt import check_receipt, is_receipt
from .report import UNCHECKED, Report
from .usage import HELP
from .words import LANGUAGES, headline, lines, say, say_finding


class _Usage(ValueError):
    """A command line that says nothing, and why."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise _Usage(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check an export and print the report.

    Args:
        arguments: of the command line; those of this process where none are given.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A name of a file may have characters that no terminal writes.
            stream.reconfigure(errors="backslashreplace")
    words = HELP[LANGUAGES.index(language)]
    try:
        asked = _parser(words).parse_args(given)
    except _Usage:
        print(words["usage"], file=sys.stderr)
        return UNCHECKED
    if asked.help or asked.export is None:
        print(words["help"], file=sys.stdout if asked.help else sys.stderr)
        return 0 if asked.help else UNCHECKED
    report = Report()
    try:
        report = _run(asked, language)
    except KeyboardInterrupt:
        print(say("stopped", language), file=sys.stderr)
        return UNCHECKED
    except Exception as error:  # noqa: BLE001  told as a sentence: an auditor can do nothing with a traceback
        report.findings.add("unexpected", error=f"{type(error).__name__}: {error}")
    try:
        print(_as_json(report, language) if asked.json else "\n".join(lines(report, language)))
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the report has closed it; Python would complain again while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNCHECKED
    return report.status


def _parser(words: dict[str, str]) -> _Parser:
    parser = _Parser(prog="countersign-verify", add_help=False, allow_abbrev=False)
    parser.add_argument("export", nargs="?")
    parser.add_argument("-h", "--help", action="store_true")
    parser.add_argument("--policy", default="")
    parser.add_argument("--checkpoint", action="append", default=[])
    parser.add_argument("--require-anchor", action="store_true")
    parser.add_argument("--only-hashes", action="store_true")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--processes", type=_processes, default=os.cpu_count() or 1)
    return parser


def _processes(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 256:
        raise ValueError(text)
    return number


def _run(asked: argparse.Namespace, language: str) -> Report:
    if not is_receipt(asked.export):
        return run(_order(asked), _progress(language))
    report = check_receipt(asked.export, policy=asked.policy, checkpoints=tuple(asked.checkpoint))
    if asked.require_anchor and not report.anchored:
        report.findings.add("no_anchor")
    return report


def _order(asked: argparse.Namespace) -> Order:
    return Order(
        export=asked.export,
        policy=asked.policy,
        checkpoints=tuple(asked.checkpoint),
        require_anchor=asked.require_anchor,
        only_hashes=asked.only_hashes,
        processes=asked.processes,
    )


def _language(arguments: list[str]) -> str:
    """The language that is asked for, even where the rest of the command line is wrong."""
    asked = ""
    for number, word in enumerate(arguments):
        if word == "--language" and number + 1 < len(arguments):
            asked = arguments[number + 1]
        elif word.startswith("--language="):
            asked = word.partition("=")[2]
    if asked not in LANGUAGES:
        asked = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "fr" if asked.lower().startswith("fr") else "en"


def _progress(language: str) -> Callable[[int, int], None]:
    """Shows how far the run is, where somebody looks on."""
    began = shown = time.monotonic()
    is_watched = sys.stderr.isatty()

    def show(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if not is_watched or (now - shown < 0.2 and done < total):
            return
        shown = now
        speed = int(done / max(now - began, 0.001))
        percent = 100 * done // max(total, 1)
        text = say("progress", language, {"percent": percent, "speed": speed})
        print(f"\r{text}", end="\n" if done >= total else "", file=sys.stderr, flush=True)

    return show


def _as_json(report: Report, language: str) -> str:
    found: list[dict[str, Any]] = [
        {
            "kind": finding.kind,
            "code": finding.code,
            "index": None if finding.index < 0 else finding.index,
            "facts": finding.facts,
            "text": say_finding(finding, language),
            "more": more,
        }
        for kind in ("broken", "unchecked", "note")
        for finding, more in report.findings.each(kind)
    ]
    whole = {
        "result": headline(report),
        "text": say(headline(report), language, {"held": report.held}),
        "status": report.status,
        "anchored": report.anchored,
        "anchored_by_policy": report.by_policy,
        "anchored_by_checkpoint_at": report.held or None,
        "origin": report.origin,
        "size": report.size,
        "root": report.root,
        "installation": report.installation,
        "events": report.events,
        "requests": report.requests,
        "earliest": report.earliest or None,
        "latest": report.latest or None,
        "export": report.export or None,
        "rows": report.rows if report.export else None,
        "opened": report.opened if report.export else None,
        "earlier_checkpoints": report.older,
        "signers": [vars(signer) for signer in report.signers],
        "witnessing": report.witnessing,
        "one_operator": report.one_operator or None,
        "findings": found,
        "not_checked": report.unread,
        "event": asdict(report.about) if report.about else None,
    }
    return json.dumps(whole, indent=2)


if __name__ == "__main__":
    sys.exit(main())
