"""Part of `make check`: Django's checks of a deployment and ours, on production settings that are made for it.

Every secret is made anew and thrown away; no service is asked, so it must not need a database.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from requests_app.searches.envelope import WrappingKey

ROOT = Path(__file__).parents[2]
NOWHERE = "127.0.0.1:1"
"""An address at which nothing answers: a check that asked a service would fail."""


def environment(folder: Path) -> dict[str, str]:
    """Return a complete environment of the process that serves pages, with its files in `folder`.

    The release's own styles and scripts need not have been collected: an empty list stands for them.
    """
    WrappingKey(os.urandom(32)).write(folder / "content.key")
    (folder / "staticfiles.json").write_text("{}", encoding="utf-8")
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "COUNTERSIGN_PROCESS": "web",
        "COUNTERSIGN_SECRET_KEY": secrets.token_urlsafe(60),
        "COUNTERSIGN_LOOKUP_KEY": secrets.token_urlsafe(40),
        "COUNTERSIGN_HOSTS": "countersign.example.org",
        "COUNTERSIGN_PUBLIC_ORIGIN": "https://countersign.example.org",
        "COUNTERSIGN_DATABASE_URL": f"postgresql://countersign_web:none@{NOWHERE}/none",
        "COUNTERSIGN_AUDITOR_DATABASE_URL": f"postgresql://countersign_auditor:none@{NOWHERE}/none",
        "COUNTERSIGN_BROKER_URL": f"redis://:{secrets.token_urlsafe(20)}@{NOWHERE}/0",
        "COUNTERSIGN_CONTENT_KEY_FILE": str(folder / "content.key"),
        "COUNTERSIGN_STATIC_ROOT": str(folder),
        "COUNTERSIGN_VAR_DIR": str(folder),
    }


def main() -> None:
    """Run the checks; a warning fails too. What is silenced stands in the settings, with its reason.

    Errors: SystemExit with Django's code; Django says what it found.
    """
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    with TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=ROOT, env=environment(Path(folder)), check=False)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
