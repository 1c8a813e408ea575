"""Attacks on letters about accounts: written for nothing, kept back, or said to have left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.database.rows_and_events import NEW, Attack, Event
from tests.support import sql

if TYPE_CHECKING:
    from tests.database.rows_attacked import Held

TOLD_BY: dict[str, tuple[tuple[str, str, dict[str, Any]], ...]] = {
    "password_set": (("credential.password_set", "object", {}),),
    "powers_changed": (
        ("role.granted", "object", {}),
        ("role.withdrawn", "object", {}),
        ("decide_right.granted", "object", {}),
        ("decide_right.withdrawn", "object", {}),
    ),
    "app_added": (("second_factor.added", "object kind", {"kind": "totp"}),),
    "second_factor_removed": (("second_factor.removed", "object", {}),),
    "new_codes": (("second_factor.added", "object kind", {"kind": "recovery_codes"}),),
    "code_used": (("recovery_code.used", "object left", {"left": 9}),),
    # About somebody else than who is told.
    "to_confirm": (("power.proposed", "", {}), ("certificate.recorded", "", {})),
    # About nobody; the worker's own (`log.checked`), so that the web's login has no event for it at all.
    "log_differs": (),
}
"""What each kind of letter tells of: the events, by hand."""


def _first_of(name: str) -> str:
    """The first letter that this person got, as SQL."""
    return (
        "(SELECT letter.id FROM accounts_letter letter JOIN accounts_account a"
        f" ON a.id = letter.account_id WHERE a.username = '{name}'"
        " AND letter.kind = 'password_set' ORDER BY letter.id LIMIT 1)"
    )


ARRANGED = (
    "UPDATE accounts_letter SET emailed_at = NULL, email_next_at = now(), email_attempts = 0,"
    f" email_tried_at = NULL WHERE id = {_first_of('officer')}",
    "UPDATE accounts_letter SET emailed_at = NULL, email_next_at = NULL, email_attempts = 8,"
    f" email_tried_at = now() WHERE id = {_first_of('officer2')}",
)
"""What the owner arranges before: one letter is due, one was given up, all the others have left."""


def written(account: str, kind: str, **changed: str) -> str:
    """An INSERT of a letter, as the product writes one; values as SQL."""
    values = {
        "id": f"'{NEW}'", "account_id": f"'{account}'", "kind": f"'{kind}'",
        "codes_left": "9" if kind == "code_used" else "NULL",
        "created_at": "now()", "email_next_at": "now()", "email_attempts": "0", "email_error": "''",
    } | changed  # fmt: skip
    return (
        f"INSERT INTO accounts_letter ({', '.join(values)}) VALUES ({', '.join(values.values())})"
    )


def on_letters(held: Held) -> list[Attack]:
    """Attacks on the rows of letters, and on the times at which their mail is tried."""
    officer3 = held.account("officer3")
    (due,), (given_up,), (sent,) = (
        sql("owner", f"SELECT {_first_of(name)}")[0] for name in ("officer", "officer2", "officer3")
    )

    def change(what: str, letter: Any) -> tuple[str, ...]:
        return (f"UPDATE accounts_letter SET {what} WHERE id = '{letter}'",)

    def tried(code: str) -> Event:
        return Event(code, "object letter kind", object=held.account("officer"),
                     facts={"letter": str(due), "kind": "password_set"})  # fmt: skip

    later, never, more = (
        "email_next_at = now() + interval '9 years'", "email_next_at = NULL", "email_attempts = 200"
    )  # fmt: skip
    return [
        *(
            Attack("accounts_letter.needs_event", (written(officer3, kind),),
                   event=Event(code, compared, object=officer3, facts=facts))
            for kind, events in TOLD_BY.items()
            for code, compared, facts in events
        ),
        # The worker writes of its own checks, and cannot say that anything else was done to somebody.
        Attack("accounts_letter.needs_event", (written(officer3, "log_differs"),), "worker",
               Event("log.checked", account=None, role="system")),
        *(
            Attack("accounts_letter.needs_event", (written(officer3, kind),), "worker")
            for kind in TOLD_BY
        ),
        *(
            Attack("accounts_letter.mail_failure_needs_event", change(what, due), "worker",
                   tried("letter.failed"))
            for what in (later, never, more)
        ),
        # The web's login holds these columns, and cannot say that a try failed.
        *(
            Attack("accounts_letter.mail_failure_needs_event", change(what, due))
            for what in (later, never, more)
        ),
        *(
            Attack("accounts_letter.mail_again_needs_event", change(what, given_up),
                   event=Event("letter.requeued", account="operator", role="operator"))
            for what in ("email_next_at = now()", more)
        ),
        Attack("accounts_letter.mail_again_needs_event", change("email_next_at = now()", given_up),
               "worker"),
        # Nobody hides it from the operator by sending it again in a hundred years.
        *(
            Attack("accounts_letter.mail_again_is_due", change(what, given_up), login)
            for login in ("web", "worker")
            for what in ("email_next_at = now() + interval '1 hour', email_attempts = 0",
                         "email_next_at = '2200-01-01', email_attempts = 0",
                         "email_next_at = now(), email_attempts = 7")
        ),
        Attack("accounts_letter.mail_needs_event",
               change("emailed_at = now(), email_next_at = NULL", due), "worker",
               tried("letter.sent")),
        *(
            Attack("accounts_letter.mail_sent_stays", change(what, sent), login)
            for login, what in (("web", more), ("worker", more), ("worker", "emailed_at = NULL"),
                                ("worker", "emailed_at = NULL, email_next_at = now()"))
        ),
    ]  # fmt: skip
