"""Why an auditor sees what is sealed: a reason and a file reference, without which nothing is opened.

Must not reach the log in the clear: an event only holds commitments to both.
"""

from __future__ import annotations

from requests_app.common.errors import BadInput
from requests_app.common.visible import length

LEAST_REASON = 20
LONGEST = 1000
LONGEST_REFERENCE = 100


def stated_reason(reason: str, file_reference: str) -> dict[str, str]:
    """Return both as the log commits to them, by the names of its commitments.

    Args:
        reason: why, in the auditor's own words; file_reference: the audit, complaint or review to which it belongs.

    Raises:
        BadInput: one of them is not enough, or too long.
    """
    reason, file_reference = reason.strip(), file_reference.strip()
    wrong: dict[str, list[str]] = {}
    if length(reason) < LEAST_REASON:
        wrong["reason"] = ["too_short"]
    elif len(reason) > LONGEST:
        wrong["reason"] = ["too_long"]
    elif "\x00" in reason:
        wrong["reason"] = ["invalid"]
    if not length(file_reference):
        wrong["file_reference"] = ["required"]
    elif len(file_reference) > LONGEST_REFERENCE:
        wrong["file_reference"] = ["too_long"]
    elif "\x00" in file_reference:
        wrong["file_reference"] = ["invalid"]
    if wrong:
        raise BadInput(wrong)
    return {"reason": reason, "file_reference": file_reference}
