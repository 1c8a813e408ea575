"""`make drill`: the audit log under twelve writers, while its sequencers and its signer are killed again and again.

Not part of the suite: some ten seconds of it are in `tests/ops/test_log_under_load.py`. In full it takes ten minutes.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from requests_app.tlog.notes import verifier_of
from tests.drills import sweep
from tests.drills.audit_log_findings import findings
from tests.drills.audit_log_soak import Soak
from tests.ops.test_signer import KEY, environment, folder, origin

__all__ = ["environment", "folder", "origin"]

SIZE = os.environ.get("DRILL_SIZE") or "small"
SECONDS, LONGEST = {"small": (20, 2), "full": (600, 8)}[SIZE]
"""Of writing, and of the longest transaction."""


def tell(line: str) -> None:
    """Show a line at once, also where the output goes into a file."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@pytest.mark.skipif(bool(sweep.ONLY), reason="one case of another drill")
def test_nothing_is_lost_doubled_or_signed_twice(
    environment: dict[str, str], origin: str, folder: Path, tmp_path: Path
) -> None:
    tell(f"\nThe audit log under load: seed {sweep.SEED}, {SECONDS} s")
    seen = Soak(environment, origin, folder, sweep.SEED, SECONDS, LONGEST, report=tell).run()
    found = list(findings(seen, tmp_path, verifier_of(origin, KEY)))
    tell(
        f"{len(seen.committed):,} events committed, {len(seen.dropped):,} rolled back, {seen.deadlocks} deadlocks,"
        f" {len(seen.published):,} checkpoints seen of {len(seen.remembered) - 1:,} signed,"
        f" all signed {seen.drained:.1f} s after the end"
    )
    assert not found, "\n".join(
        [*found, f"Again: make drill DRILL_SIZE={SIZE} DRILL_SEED={sweep.SEED}"]
    )
