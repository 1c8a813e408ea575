"""Who may not act because nobody has confirmed their certificate, in lines for whoever installs a release.

It must not change anything: a certificate is confirmed on the site, by an administrator who saw the proof.
"""

from __future__ import annotations

from requests_app.accounts.selectors import Unconfirmed, held_back_by_confirmation


def lines() -> list[str]:
    """Return what to tell, a heading first; nothing where nobody is held back."""
    held_back = held_back_by_confirmation()
    if not held_back:
        return []
    return [
        "These accounts may not act in the role named: their only certificate in force was recorded "
        "by one administrator and confirmed by nobody, so it does not count.",
        *(_line(one) for one in held_back),
        "Everything else works. An account administrator who did not record the certificate opens "
        "the page of the account, under People, and confirms it there once they have seen the proof.",
    ]


def _line(one: Unconfirmed) -> str:
    certificate = one.certificate
    return (
        f"  {one.account.username} ({one.role}): course {certificate.course}, until "
        f"{certificate.valid_until.isoformat()}, recorded by {certificate.recorded_by.username}"
    )
