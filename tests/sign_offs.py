"""A pack of rules that needs a legal sign-off, and proposals to record one. For tests only."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.test import override_settings

from requests_app.registry.models import PackSignOff
from requests_app.workflow import administration
from tests.builders import InventedAgency
from tests.workflow.test_packs_that_advise import DIGEST, PACK

WHY = "Counsel’s opinion came in."
OPINION: dict[str, Any] = {
    "opinion_title": "Opinion on the Act",
    "counsel": "Legal Services, invented counsel",
    "reference": "LS-2026-114",
    "opinion_sha256": "ab" * 32,
    "given_on": date(2026, 1, 5),
}


@contextmanager
def pack_here() -> Iterator[Path]:
    """The installation has, beside the shipped packs, one that needs a sign-off."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        (folder / "my-agency").mkdir()
        (folder / "my-agency" / "2026.11.0.yaml").write_text(PACK, encoding="utf-8")
        with override_settings(COUNTERSIGN_PACK_FOLDER=str(folder)):
            yield folder


def propose(agency: InventedAgency, by: str = "policy", **changes: Any) -> PackSignOff:
    """Propose the sign-off of that pack."""
    said = OPINION | {"digest": DIGEST, "reason": WHY} | changes
    return administration.propose_sign_off(actor=agency.actor(by), **said)


def propose_end(agency: InventedAgency, by: str = "policy") -> PackSignOff:
    """Propose that the sign-off ends."""
    return administration.propose_sign_off_withdrawal(
        actor=agency.actor(by), digest=DIGEST, reason=WHY
    )


def confirm(agency: InventedAgency, proposal: PackSignOff, by: str = "policy2") -> None:
    """Confirm a proposal."""
    administration.confirm_sign_off(actor=agency.actor(by), proposal_id=proposal.pk)
