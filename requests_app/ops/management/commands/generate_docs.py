"""`manage.py generate_docs [--check]`: the documents made from the code's tables, and every document's links."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from requests_app.ops.documents import access, database_rights, events, links, states, urls

FOLDER = "docs/generated"
MADE = {
    "states.md": states.text,
    "access.md": access.text,
    "events.md": events.text,
    "database-rights.md": database_rights.text,
    "urls.md": urls.text,
}


class Command(BaseCommand):
    """Make the documents, or say which of them no longer agrees with the code."""

    help = "Writes docs/generated from the code; --check only says what drifted or leads nowhere."
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
                f"{FOLDER}/{name} has drifted from the code: run `manage.py generate_docs`"
                for name in drifted
            ]
            problems += links.broken(root)
            if problems:
                raise CommandError("\n".join(problems))
            self.stdout.write("The documents agree with the code, and every link leads somewhere.")
            return
        for name in drifted:
            path = root / FOLDER / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[name], encoding="utf-8")
            self.stdout.write(f"{FOLDER}/{name}: written")


def _held(root: Path, name: str) -> str | None:
    path = root / FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else None
