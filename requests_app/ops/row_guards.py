"""Which tables keep their rows, and the SQL of the triggers that hold it: the text of a migration to write.

Must not run in a migration: `python -m requests_app.ops.row_guards TABLE` prints a text to paste (decision 17).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import NamedTuple

REFUSE_CHANGE = "countersign_refuse_change"
"""Refuses whatever calls it (`searches/migrations/0002_guards.py`)."""
REFUSE_CHANGE_OF_LOG = "audit.refuse_change"
"""The same in the log's own schema and words (`audit/migrations/0001_initial.py`)."""
KEEP_EVENT = "audit.keep_event"
"""The same for events; after a restore into another cluster an old transaction id may go (`0010_sequencer.py`)."""
STAYS = "accounts_stays"
"""Refuses another value in the columns that it is given (`accounts/migrations/0002_guards.py`)."""
FILLED_IN_ONCE = "accounts_filled_in_once"
"""Refuses every change but the first value of the columns that it is given (the same migration)."""

_NAME = re.compile(r"(?:[a-z]+\.)?[a-z][a-z0-9_]*")


class Kept(NamedTuple):
    """A table whose rows are never deleted or truncated.

    Args:
        table: its name, with the schema where that is not `public`.
        changes: whether a row may change at all; for a record it may not.
        stays: columns that never change though others do.
        filled_in_once: the only columns that may change, and only while they are empty.
        refuses: the function that refuses a deletion, or a change of a record.
    """

    table: str
    changes: bool = False
    stays: tuple[str, ...] = ()
    filled_in_once: tuple[str, ...] = ()
    refuses: str = REFUSE_CHANGE


_WITHDRAWN = ("withdrawn_at", "withdrawn_by_id", "withdrawn_reason")

KEPT: tuple[Kept, ...] = (
    # Records: written once.
    Kept("searches_justification"),
    Kept("searches_checkrun"),
    Kept("searches_finding"),
    Kept("searches_aliketext"),
    Kept("searches_reading"),
    Kept("searches_decision"),
    Kept("searches_authorisation"),
    Kept("searches_probe"),
    Kept("searches_conclusion"),
    Kept("searches_leaddecision"),
    Kept("searches_leadrecall"),
    Kept("searches_endedunexamined"),
    Kept("searches_holdreview"),
    Kept("searches_followup"),
    Kept("searches_incidentowner"),
    Kept("dispatch_searchresult"),
    Kept("registry_packversion"),
    Kept("audit.event", refuses=KEEP_EVENT),
    Kept("audit.installation", refuses=REFUSE_CHANGE_OF_LOG),
    Kept("audit.leaf", refuses=REFUSE_CHANGE_OF_LOG),
    Kept("audit.checkpoint", refuses=REFUSE_CHANGE_OF_LOG),
    # Rows that move on; some have a guard of their own for what may not change.
    Kept("searches_searchrequest", changes=True),
    Kept("searches_storedfile", changes=True),
    Kept("searches_claim", changes=True),
    Kept("searches_examination", changes=True),
    Kept("searches_examinationdraft", changes=True),
    Kept("searches_candidatepicture", changes=True),
    Kept(
        "searches_legalhold",
        True,
        filled_in_once=(
            "released_by_id", "released_by_person_id", "released_at", "sealed_release",
        ),
    ),
    Kept(
        "searches_incident",
        True,
        filled_in_once=(
            "outcome", "undone", "not_needed", "closed_by_id", "closed_by_person_id", "closed_at", "sealed_closing",
        ),
    ),
    Kept(
        "searches_disclosurepack",
        True,
        filled_in_once=(
            "made_at", "manifest", "file_sha256", "file_size", "parts", "left_out", "expired_at",
        ),
    ),
    Kept("searches_disclosurepart", changes=True),
    Kept(
        "dispatch_logcheck",
        True,
        filled_in_once=("lifted_at", "lifted_by_id", "lifted_by_person_id"),
    ),
    Kept("dispatch_dispatch", changes=True),
    Kept("dispatch_attempt", changes=True),
    Kept("audit.request_chain", changes=True, refuses=REFUSE_CHANGE_OF_LOG),
    Kept("audit.tile", changes=True, refuses=REFUSE_CHANGE_OF_LOG),
    Kept("audit.tree", changes=True, refuses=REFUSE_CHANGE_OF_LOG),
    Kept("audit.id_range", changes=True, refuses=REFUSE_CHANGE_OF_LOG),
    Kept("audit.log_key", changes=True, refuses=REFUSE_CHANGE_OF_LOG),
    Kept("audit.latest_checkpoint", changes=True, refuses=REFUSE_CHANGE_OF_LOG),
    # People and units: some columns say who or what it is.
    Kept("accounts_person", True, stays=("id", "staff_number", "is_demo", "created_at")),
    Kept("accounts_account", True, stays=("id", "person_id", "username", "created_at")),
    Kept("accounts_unit", True, stays=("id", "code", "created_at")),
    # A letter about an account: of what it tells stays, when its mail is tried moves on.
    Kept("accounts_letter", True, stays=("id", "account_id", "kind", "codes_left", "created_at")),
    # Powers: what was given stays, and how it ended is added once.
    Kept(
        "accounts_powerproposal",
        True,
        filled_in_once=(
            "outcome", "decided_by_id", "decided_by_person_id", "decided_at", "decision_reason",
        ),
    ),
    Kept(
        "registry_jurisdictionproposal",
        True,
        filled_in_once=(
            "outcome", "settled_by_id", "settled_by_person_id", "settled_at", "settled_reason",
        ),
    ),
    Kept(
        "registry_packsignoff",
        True,
        filled_in_once=(
            "outcome", "settled_by_id", "settled_by_person_id", "settled_at", "settled_reason",
        ),
    ),
    Kept("accounts_roleassignment", True, filled_in_once=_WITHDRAWN),
    Kept("accounts_decideright", True, filled_in_once=_WITHDRAWN),
    Kept(
        "accounts_certificate",
        True,
        filled_in_once=(
            "confirmed_by_id", "confirmed_by_person_id", "confirmed_at", *_WITHDRAWN,
        ),
    ),
    Kept("accounts_credentiallink", True, filled_in_once=("used_at", "revoked_at")),
)  # fmt: skip

WITHOUT: Mapping[str, str] = {
    "accounts_account_groups": "Django’s own; no power is read from it",
    "accounts_account_user_permissions": "Django’s own; no power is read from it",
    "accounts_unitpermissionheld": "the shadow of a right to decide: a trigger removes it when the right ends",
    "account_emailaddress": "allauth’s; an address in use now, and no record",
    "account_emailconfirmation": "allauth’s; a link that expires",
    "account_throttle": "counters of failed sign-ins; they expire",
    "audit.code_right": "the bootstrap writes it anew with each release",
    "audit.opening": "erased on purpose, by a trigger of its own only together with an event that says so",
    "audit_export": "how far an export has come; that it was made, and its digests, are events in the log",
    "audit_refusalcount": "a count that goes when the event that carries it is written",
    "auth_group": "Django’s own; no power is read from it",
    "auth_group_permissions": "Django’s own; no power is read from it",
    "auth_permission": "Django’s own; `migrate` writes it",
    "django_content_type": "Django’s own; `migrate` writes it",
    "django_migrations": "Django’s own; `migrate` writes it",
    "django_session": "a session ends, and its row goes",
    "guardian_groupobjectpermission": "guardian’s own; rights are read from accounts_unitpermissionheld alone",
    "guardian_userobjectpermission": "guardian’s own; rights are read from accounts_unitpermissionheld alone",
    "mfa_authenticator": "a second factor that is removed goes; a trigger asks for the event in the log",
    "ops_heartbeat": "when a process last showed life",
    "ops_installation": "written once by the bootstrap; no login but the owner may write it",
    "registry_agency": "written from the agency’s file by the owner, with an event",
    "registry_gallery": "written from the agency’s file by the owner, with an event",
    "registry_matcher": "written from the agency’s file by the owner, with an event",
    "registry_retentionperiod": "written from the agency’s file by the owner, with an event",
    "registry_paper": "written from the agency’s file by the owner, with an event",
    "searches_contentkey": "destroying a key is how content is erased",
    "searches_draft": "answers being written; what was submitted is kept as a justification",
    "searches_kepttyping": "what could not be received; it goes when it is sent, dropped or a week old",
    "searches_notice": "a word to a person about what the log holds",
    "searches_probefingerprint": "finds a repeated picture; erased with the content",
    "searches_textsignature": "finds a repeated text; a trigger deletes it with its key, and refuses it before",
}
"""Every other table, with the reason for which no trigger keeps its rows. Most are closed by rights as well."""


def never_removed(table: str, refuses: str = REFUSE_CHANGE) -> str:
    """Return the SQL of: rows of this table are never deleted or truncated.

    Args:
        table: with its schema where that is not `public`.
        refuses: the trigger function to call.

    Raises:
        ValueError: a name that is not plain.
    """
    return _keep(table, "DELETE", refuses)


def never_changed(table: str, refuses: str = REFUSE_CHANGE) -> str:
    """Return the SQL of: rows of this table are never changed, deleted or truncated. As `never_removed`."""
    return _keep(table, "UPDATE OR DELETE", refuses)


def columns_stay(table: str, columns: tuple[str, ...]) -> str:
    """Return the SQL of: these columns of a row never change.

    Raises:
        ValueError: as `never_removed`.
    """
    return _trigger(table, f"{_short(table)}_stays", "UPDATE", "ROW", STAYS, columns)


def filled_in_once(table: str, columns: tuple[str, ...]) -> str:
    """Return the SQL of: nothing changes but these columns, each from empty to its first value.

    Raises:
        ValueError: as `never_removed`.
    """
    return _trigger(
        table, f"{_short(table)}_filled_in_once", "UPDATE", "ROW", FILLED_IN_ONCE, columns
    )


def text_for(kept: Kept) -> str:
    """Return all the SQL that one table of the list needs: what its migration holds."""
    keep = never_removed if kept.changes else never_changed
    parts = [keep(kept.table, kept.refuses)]
    if kept.stays:
        parts.append(columns_stay(kept.table, kept.stays))
    if kept.filled_in_once:
        parts.append(filled_in_once(kept.table, kept.filled_in_once))
    return "".join(parts)


def _keep(table: str, refused: str, refuses: str) -> str:
    return _trigger(table, "keep_rows", refused, "ROW", refuses) + _trigger(
        table, "keep_table", "TRUNCATE", "STATEMENT", refuses
    )


def _trigger(
    table: str, name: str, refused: str, each: str, function: str, columns: tuple[str, ...] = ()
) -> str:
    """Return one trigger that fires before the refused operations, for replication as well."""
    for written in (table, name, function, *columns):
        if not _NAME.fullmatch(written):
            raise ValueError(f"{written!r} is not a plain name of SQL")
    arguments = ", ".join(f"'{column}'" for column in columns)
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {refused} ON {table}\n"
        f"  FOR EACH {each} EXECUTE FUNCTION {function}({arguments});\n"
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};\n"
    )


def _short(table: str) -> str:
    """Return the table's name without its app, as the triggers of accounts are named."""
    return table.rpartition(".")[2].partition("_")[2]


def main() -> None:
    """Print the SQL for the tables that are named.

    Raises:
        SystemExit: for one that is not among the kept.
    """
    by_name = {kept.table: kept for kept in KEPT}
    for table in sys.argv[1:]:
        if table not in by_name:
            why = WITHOUT.get(table, "name it in KEPT or in WITHOUT first")
            sys.exit(f"{table} keeps no rows: {why}.")
        sys.stdout.write(text_for(by_name[table]))


if __name__ == "__main__":
    main()
