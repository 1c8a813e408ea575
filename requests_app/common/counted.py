"""How far rows are counted: beyond it a number would cost more than it tells, and a page says "more than".

Must not limit what is listed: only what is counted.
"""

COUNTED = 1_000
"""Up to here rows are counted."""
