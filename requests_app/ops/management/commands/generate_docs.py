"""`manage.py generate_docs [--check]`: the documents made from the code's tables, and every document's links."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from requests_app.ops.documents import (
    access,
    coverage,
    database_rights,
    events,
    links,
    states,
    urls,
    verifier_digest,
)

MADE = {
    "docs/generated/states.md": states.text,
    "docs/generated/access.md": access.text,
    "docs/generated/events.md": events.text,
    "docs/generated/database-rights.md": database_rights.text,
    "docs/generated/urls.md": urls.text,
    "docs/policy/coverage.md": coverage.text,
    "docs/countersign-verify.sha256": verifier_digest.text,
}


class Command(BaseCommand):
    """Make the documents, or say which of them no longer agrees with the code."""

    help = "Writes docs/generated and docs/policy/coverage.md from the code; --check only says what drifted or leads nowhere."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to write."""
        parser.add_argument("--check", action="store_true", help="write nothing")
        parser.add_argument(
            "--root", type=Path, default=None, help="another checkout's folder; this one, if none"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write what drifted, or fail naming it; links are checked with `--check`."""
        root = Path(options["root"] or settings.BASE_DIR)
        with translation.override("en"):
            made = {name: text() for name, text in MADE.items()}
        drifted = [name for name, text in made.items() if _held(root, name) != text]
        if options["check"]:
            problems = [
                f"{name} has drifted from the code: run `manage.py generate_docs`"
                for name in drifted
            ]
            problems += links.broken(root)
            if problems:
                raise CommandError("\n".join(problems))
            self.stdout.write("The documents agree with the code, and every link leads somewhere.")
            return
        for name in drifted:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[name], encoding="utf-8")
            self.stdout.write(f"{name}: written")


def _held(root: Path, name: str) -> str | None:
    path = root / name
    return path.read_text(encoding="utf-8") if path.exists() else None
