"""Attacks on second factors: put on an account, taken from it, or exchanged, with no event that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.database.rows_and_events import Attack, Event, quoted

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held


def _held_by_officer(kind: str, **data: Any) -> str:
    return (
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at)"
        f" SELECT id, '{kind}', {quoted(data)}, now()"
        " FROM accounts_account WHERE username = 'officer'"
    )


ARRANGED = (
    _held_by_officer("totp", secret="s"),
    _held_by_officer("recovery_codes", seed="s", used_mask=2, viewed_at=1.5),
)
"""What the owner arranges before: both kinds, one recovery code used, and all of them seen."""


def on_second_factors(held: Held) -> list[Attack]:
    """Attacks on the rows of second factors."""
    officer, officer2 = held.account("officer"), held.account("officer2")

    def add(kind: str) -> tuple[str, ...]:
        return (
            "INSERT INTO mfa_authenticator (user_id, type, data, created_at)"
            f" VALUES ('{officer2}', '{kind}', {quoted({'secret': 'mine'})}, now())",
        )

    def of(kind: str) -> str:
        return f"WHERE user_id = '{officer}' AND type = '{kind}'"

    def change(kind: str, data: str) -> tuple[str, ...]:
        return (f"UPDATE mfa_authenticator SET data = {data} {of(kind)}",)

    def with_other(**data: Any) -> str:
        return f"data || {quoted(data)}"

    kinds = ("totp", "recovery_codes")
    return [
        *(
            Attack("mfa_authenticator.needs_event", add(kind),
                   event=Event("second_factor.added", "object account kind", object=officer2,
                               account="officer2", facts={"kind": kind}))
            for kind in (*kinds, "webauthn")
        ),
        *(
            Attack("mfa_authenticator.end_needs_event",
                   (f"DELETE FROM mfa_authenticator {of(kind)}",),
                   event=Event("second_factor.removed", "object kind", object=officer,
                               account="administrator", facts={"kind": kind}))
            for kind in kinds
        ),
        Attack("mfa_authenticator.use_needs_event",
               change("recovery_codes", with_other(used_mask=6)),
               event=Event("recovery_code.used", "object account", object=officer)),
        *(
            Attack("mfa_authenticator.secret_stays", change(kind, data))
            for kind, data in (
                ("totp", quoted({"secret": "mine"})),
                ("totp", quoted({})),
                ("totp", with_other(viewed_at=1)),
                ("recovery_codes", with_other(seed="mine")),
                ("recovery_codes", with_other(migrated_codes=["mine"])),
                ("recovery_codes", "data - 'seed'"),
                ("recovery_codes", "data - 'viewed_at'"),
                ("recovery_codes", with_other(viewed_at=0)),
            )
        ),
        *(
            Attack("mfa_authenticator.used_stays_used", change("recovery_codes", data))
            for data in (with_other(used_mask=0), with_other(used_mask=5),
                         with_other(used_mask=None), "data - 'used_mask'")
        ),
    ]  # fmt: skip
