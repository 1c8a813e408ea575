"""`make reset`: forgets a trial that is not running.

It must not touch anything but the trial's own folder.
"""

import shutil
import sys
from pathlib import Path

from requests_app.trial.embedded.supervisor import AlreadyRunning, sole_launcher

VAR = Path(__file__).resolve().parents[3] / "var"


def forget(var: Path) -> None:
    """Remove a trial's folder and what its PostgreSQL keeps elsewhere.

    Raises:
        AlreadyRunning
    """
    if not var.exists():
        return
    with sole_launcher(var / "run", "make reset"):
        elsewhere = var / "postgres" / "outside"
        if elsewhere.is_symlink():
            shutil.rmtree(elsewhere.resolve(), ignore_errors=True)
        shutil.rmtree(var)


def main() -> None:
    """Forget the trial of this checkout."""
    try:
        forget(VAR)
    except AlreadyRunning as error:
        sys.exit(f"The trial still runs ({error}). End it with Ctrl-C first.")


if __name__ == "__main__":
    main()
