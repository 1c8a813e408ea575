"""`make reset`: forgets a trial that is not running.

It must not touch anything but the trial's own folder, nor one that holds anything else.
"""

import shutil
import sys
from pathlib import Path

from requests_app.trial.embedded import folder
from requests_app.trial.embedded.supervisor import AlreadyRunning, sole_launcher

VAR = Path(__file__).resolve().parents[3] / "var"


def forget(var: Path) -> None:
    """Remove a trial's folder and what its PostgreSQL keeps elsewhere.

    Raises:
        AlreadyRunning
        NotATrials: nothing was touched.
    """
    folder.check(var)
    if not var.exists():
        return
    with sole_launcher(var / "run", "make reset"):
        elsewhere = folder.outside_of(var / "postgres")
        if (var / "postgres" / "outside").is_symlink():
            shutil.rmtree(elsewhere, ignore_errors=True)
        shutil.rmtree(var)


def main(var: Path = VAR) -> None:
    """Forget the trial of this checkout.

    Raises:
        SystemExit: nothing was forgotten; its words say why.
    """
    try:
        forget(var)
    except AlreadyRunning as error:
        sys.exit(f"The trial still runs ({error}). End it with Ctrl-C first.")
    except folder.NotATrials as error:
        inside = var.iterdir() if var.is_dir() else ()
        sys.exit(
            f"make reset deleted nothing: {var} is not a trial's folder, or not a trial's alone "
            f"({error}). It would have deleted: {', '.join(sorted(path.name for path in inside))}. "
            "Whatever uses that folder goes on. If an installation of production keeps its exports "
            "or keys there, set its COUNTERSIGN_VAR_DIR to a folder outside the release, and move "
            "them there. If nobody needs it, look into it and delete it by hand."
        )


if __name__ == "__main__":
    main()
