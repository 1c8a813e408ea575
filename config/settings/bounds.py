"""Settings of how much one person may use at a time, so that nobody slows the others down.

It must not hold what an agency decides about its work; that is in `registry/entries.py`.
"""

import os

from config import env

# --- decoding images -----------------------------------------------------------------------------
COUNTERSIGN_DECODES_AT_ONCE = env.number(
    "COUNTERSIGN_DECODES_AT_ONCE",
    "how many pictures are decoded at the same time, in all processes together",
    min(max(os.cpu_count() or 2, 2), 64),
    least=1,
    most=256,
)
COUNTERSIGN_DECODE_WAIT_SECONDS = env.number(
    "COUNTERSIGN_DECODE_WAIT_SECONDS",
    "for how many seconds a picture waits for its turn to be decoded",
    10,
    least=0,
    most=60,
)
