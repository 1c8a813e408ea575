"""A small drill of the audit log: nothing is lost, doubled or signed twice while its processes are killed.

In full: `make drill`, `tests/drills/drill_audit_log.py`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from requests_app.tlog.checkpoints import Checkpoint, sign
from requests_app.tlog.notes import verifier_of
from tests.audit.test_log_files import the_log
from tests.drills.audit_log_findings import Exported, findings, of_the_export
from tests.drills.audit_log_soak import AT_WORK, SIGNER, Seen, Soak, plan
from tests.ops.test_signer import KEY, environment, folder, origin

__all__ = ["environment", "folder", "origin"]

SEED = 1
SECONDS = 10


def test_the_log_under_load_while_its_processes_are_killed(
    environment: dict[str, str],
    origin: str,
    folder: Path,
    tmp_path: Path,
) -> None:
    figures: list[str] = []
    key = verifier_of(origin, KEY)
    seen = Soak(
        environment, origin, folder, SEED, SECONDS, longest=1.5, report=figures.append
    ).run()
    found = list(findings(seen, tmp_path, key))
    assert not found, "\n".join(found)
    assert seen.kills[SIGNER] >= 1
    assert seen.kills[AT_WORK] >= 1
    assert seen.takeovers >= 1
    assert len(seen.committed) > 200
    assert len(seen.dropped) > 20
    assert len(seen.published) > 10
    assert "events committed" in figures[-1]
    for words, changed in _altered(seen, origin):
        assert words in "\n".join(of_the_export(changed, Exported(the_log(tmp_path), key), key))


def _altered(seen: Seen, origin: str) -> list[tuple[str, Seen]]:
    """The same log beside other memories of it, and what is found then."""
    some, other = sorted(seen.committed)[:2]
    size, root = seen.remembered[len(seen.remembered) // 2]
    forged = sign(Checkpoint(origin, size, b"\7" * 32), origin, KEY).write().encode()
    return [
        ("1 events were committed and have no leaf", replace(seen, committed={**seen.committed, 10**9: b""})),
        ("1 events were rolled back and have a leaf", replace(seen, dropped=seen.dropped | {some})),
        ("1 events have another leaf hash", replace(seen, committed={**seen.committed, some: b"x"})),
        ("1 events have a leaf, and nobody committed them",
         replace(seen, committed={key: leaf for key, leaf in seen.committed.items() if key != other})),
        ("is not in the signer's memory", replace(seen, remembered=seen.remembered[:1])),
        (f"2 different roots were signed for {size} entries", replace(seen, published=[*seen.published, forged])),
        (f"does not begin with what was signed at {size}", replace(seen, published=[*seen.published, forged])),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_a_seed_gives_the_same_kills_again_and_some_of_each_process(seed: int) -> None:
    kills = plan(seed, SECONDS)
    assert kills == plan(seed, SECONDS)
    assert {SIGNER, AT_WORK} <= {kill.whom for kill in kills}
    assert kills != plan(seed + 1, SECONDS)
