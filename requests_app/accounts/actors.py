"""Who acts: an account in one role from one session, or one of our own processes.

It must not decide whether they may; that is `workflow.permissions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from requests_app.accounts.models import Account
from requests_app.audit.recorder import Who

SYSTEM_ROLE = "system"


@dataclass(frozen=True)
class Actor:
    """One account acting in one of its roles.

    Attributes:
        account: None when one of our own processes acts.
        role: a code of `accounts.roles.Role`, or `system`.
        session: the keyed hash of the session, never its key (see `accounts.sessions`).
        source: the address that the request came from; the log keeps only a commitment to it.
        process: the process in which this happens.
    """

    account: Account | None
    role: str
    session: str | None = None
    source: str | None = None
    process: str = "web"

    @property
    def person_id(self) -> UUID | None:
        return self.account.person_id if self.account else None

    @property
    def who(self) -> Who:
        """What the log says of this actor."""
        return Who(
            account_id=str(self.account.pk) if self.account else None,
            person_id=str(self.account.person_id) if self.account else None,
            role=self.role,
            session=self.session,
            source=self.source,
        )


def system_actor(process: str) -> Actor:
    """The actor of what a process of ours does by itself, a sweep or an expiry."""
    return Actor(account=None, role=SYSTEM_ROLE, process=process)
