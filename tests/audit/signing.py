"""A key of the log and a signed checkpoint, for tests that need one; no signer takes part.

Must not be used to test signing: `tests/ops/test_signer.py` has a real one.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from requests_app.audit import checkpoints, log_keys, published
from requests_app.tlog.checkpoints import Checkpoint, sign
from requests_app.tlog.notes import verifier_of
from tests.audit.sequencing import as_sequencer, drain
from tests.support import connected_as

KEY = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"a key of the tests").digest())


def sign_what_is_there() -> Checkpoint:
    """Take in every event, and sign the log; its key is added first where it has none."""
    with connected_as("owner"):
        origin = log_keys.origin_for("agency.example")
        if not log_keys.in_use():
            log_keys.add(verifier_of(origin, KEY))
    with as_sequencer() as sequencer:
        drain(sequencer)
        checkpoint = Checkpoint(origin, *published.tree_size())
        checkpoints.take_in(sign(checkpoint, origin, KEY).write().encode())
    return checkpoint
