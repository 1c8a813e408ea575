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

# --- what is kept --------------------------------------------------------------------------------
COUNTERSIGN_OPEN_DRAFTS = env.number(
    "COUNTERSIGN_OPEN_DRAFTS", "how many drafts one officer may have open", 50, least=1, most=1000
)
COUNTERSIGN_MEGABYTES_OF_A_REQUEST = env.number(
    "COUNTERSIGN_MEGABYTES_OF_A_REQUEST",
    "how much the files of one request may take",
    200,
    least=1,
    most=10_000,
)
COUNTERSIGN_MEGABYTES_A_DAY = env.number(
    "COUNTERSIGN_MEGABYTES_A_DAY",
    "how much the files may take that one officer uploads in 24 hours",
    500,
    least=1,
    most=100_000,
)
