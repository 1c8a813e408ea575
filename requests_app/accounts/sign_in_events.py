"""What the log and the lock-out learn from sign-ins: Django's own signals, received here.

It must not refuse a sign-in; `web.sign_in` and the authentication backend do.
"""

from __future__ import annotations


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
