"""Which database login may do what with which table: one table, read it from top to bottom.

It must not grant anything by code below that the table does not say; a table not named here is closed.
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper
from psycopg import sql

from requests_app.ops.logins import AUDITOR, DISPATCHER, RUN_TIME_LOGINS, SEQUENCER, WEB, WORKER

READ = ("SELECT",)
ADD = ("SELECT", "INSERT")
TIDY = ("SELECT", "INSERT", "DELETE")  # only where the row itself is not a record of anything


class Right(NamedTuple):
    """What a login may do with every table whose name fits a pattern; its last fitting line holds.

    Args:
        tables: a pattern of table names.
        privileges: of the whole table.
        changes: the columns that it may change, with spaces between; no login may change a whole row.
    """

    tables: str
    privileges: tuple[str, ...] = ()
    changes: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that may be changed."""
        return tuple(self.changes.split())

    def each(self) -> Iterator[str]:
        """Yield each privilege by itself, that to change a column as `UPDATE (column)`."""
        yield from self.privileges
        for column in self.columns:
            yield f"UPDATE ({column})"

    def phrase(self) -> str:
        """What stands in a GRANT: `SELECT, UPDATE (read_at)`; empty where the table is closed."""
        update = (f"UPDATE ({', '.join(self.columns)})",) if self.changes else ()
        return ", ".join((*self.privileges, *update))


_WITHDRAWN = "withdrawn_at withdrawn_by_id withdrawn_reason"
_MAIL = "emailed_at email_attempts email_next_at email_tried_at email_error"
_SHARED = (
    Right("guardian_*", READ),
    Right("auth_permission", READ),
    Right("django_content_type", READ),
    Right("django_migrations", READ),
    Right("ops_*", READ),
)

RIGHTS: Mapping[str, tuple[Right, ...]] = {
    # Screens and use cases of persons. Never a result, an attempt or a grant.
    WEB: (
        *_SHARED,
        # Who a person is, and to whom an account or a certificate belongs, is written once.
        Right("accounts_*", ADD),
        Right(
            "accounts_account_*", READ
        ),  # Django's groups and permissions: nothing is read from them
        Right(
            "accounts_account",
            ADD,
            "password password_set_at must_set_password last_login session_generation"
            " is_active disabled_at disabled_by_id disabled_reason"
            " failed_sign_ins last_failed_at locked_at locked_until",
        ),
        Right(
            "accounts_certificate",
            ADD,
            f"confirmed_at confirmed_by_id confirmed_by_person_id {_WITHDRAWN}",
        ),
        Right("accounts_credentiallink", ADD, "used_at revoked_at"),
        Right("accounts_decideright", ADD, _WITHDRAWN),
        # An operator has letters that were given up sent again.
        Right("accounts_letter", ADD, "email_attempts email_next_at"),
        Right(
            "accounts_powerproposal",
            ADD,
            "outcome decided_at decided_by_id decided_by_person_id decision_reason",
        ),
        Right("accounts_roleassignment", ADD, _WITHDRAWN),
        Right("accounts_unit", ADD, "name_en name_fr is_active"),
        Right("registry_*", READ),
        Right("registry_packversion", ADD),  # with the first check that it judges
        Right(
            "registry_jurisdictionproposal",
            ADD,
            "outcome settled_at settled_by_id settled_by_person_id settled_reason",
        ),
        Right(
            "registry_packsignoff",
            ADD,
            "outcome settled_at settled_by_id settled_by_person_id settled_reason",
        ),
        # A record is added and never edited; the database's triggers say the same, for every login.
        Right("searches_*", ADD),
        Right(
            "searches_searchrequest",
            ADD,
            "status status_since version submitted_at lapses_at urgency needed_by required_roles case_lookup"
            " description_locked_at probe_id",
        ),
        Right("searches_draft", ADD, "sealed revision saved_at"),
        Right("searches_claim", ADD, "ended_at ended_how until first_until"),
        Right("searches_examination", ADD, "ended_at ended_how until"),
        Right("searches_examinationdraft", ADD, "sealed revision saved_at"),
        # An examiner asks again for a picture that could not be fetched.
        Right(
            "searches_candidatepicture",
            ADD,
            "state attempt next_attempt_at examination_id asked_by_id asked_at ended_at error",
        ),
        Right(
            "searches_legalhold",
            ADD,
            "released_at released_by_id released_by_person_id sealed_release",
        ),
        Right(
            "searches_incident",
            ADD,
            "outcome undone not_needed closed_by_id closed_by_person_id closed_at sealed_closing",
        ),
        # A part of a disclosure pack is written once; the pack is filled in when it is whole.
        Right(
            "searches_disclosurepack",
            ADD,
            "made_at manifest file_sha256 file_size parts left_out",
        ),
        Right("searches_storedfile", ADD, "removed_at"),
        # What was typed on a page that could not be received, or saved to go on; no record of anything.
        Right("searches_kepttyping", TIDY),
        # An operator has mail that was given up sent again.
        Right("searches_notice", ADD, "read_at email_attempts email_next_at"),
        Right("audit_export", ADD, "state"),  # to `cancelled` alone, as a trigger says
        Right("audit_refusalcount", TIDY, "repeated"),
        Right("dispatch_*", READ),
        # An approval queues its search; an operator puts a dead one back, a withdrawal takes it out.
        Right("dispatch_dispatch", ADD, "state attempt next_attempt_at finished_at last_error"),
        Right("dispatch_logcheck", READ, "lifted_at lifted_by_id lifted_by_person_id"),
        # What belongs to the libraries of sign-in, and says nothing of what was done.
        Right("account_throttle", TIDY, "value expires"),
        Right("account_emailaddress", READ),  # allauth asks whether one is unconfirmed
        Right("mfa_authenticator", TIDY, "data last_used_at"),
        Right("auth_*", READ),
        Right("django_session", TIDY, "session_data expire_date"),
    ),
    # Notices, e-mail, expiry, exports.
    WORKER: (
        *_SHARED,
        Right("accounts_*", READ),
        Right("accounts_letter", ADD, _MAIL),
        Right("accounts_credentiallink"),
        Right("registry_*", READ),
        Right("searches_*", READ),
        Right("searches_searchrequest", READ, "status status_since"),
        Right("searches_claim", READ, "ended_at ended_how"),
        Right("searches_notice", ADD, _MAIL),
        Right("searches_contentkey"),
        Right("searches_textsignature"),
        Right("searches_kepttyping", ("SELECT", "DELETE")),  # when it is a week old
        Right("searches_legalhold", READ),
        Right("dispatch_*", READ),
        Right("dispatch_dispatch", READ, "state finished_at last_error"),
        Right("dispatch_logcheck", ADD),
        Right(
            "audit_export",
            READ,
            "state rows_done rows_total progress_at finished_at failure files",
        ),
        Right("ops_heartbeat", ADD, "at"),
    ),
    # Forwarding and results. Never a decision or an authorisation.
    DISPATCHER: (
        *_SHARED,
        Right("accounts_*", READ),
        Right("accounts_credentiallink"),
        Right("registry_*", READ),
        Right("registry_packversion", ADD),
        Right("registry_matcher", READ, "consecutive_failures open_until"),
        Right("searches_*", READ),
        Right("searches_searchrequest", READ, "status status_since"),
        Right("searches_claim", READ, "ended_at ended_how"),
        Right("searches_checkrun", ADD),
        Right("searches_finding", ADD),
        Right("searches_storedfile", ADD),
        Right("searches_notice", ADD),
        Right(
            "searches_candidatepicture",
            READ,
            "state attempt fence lease_until next_attempt_at ended_at error sealed sealed_key sealed_about",
        ),
        Right("dispatch_*", READ),
        Right(
            "dispatch_dispatch",
            READ,
            "state attempt fence lease_owner lease_until next_attempt_at finished_at last_error",
        ),
        Right("dispatch_attempt", ADD, "ended_at outcome error http_status"),
        Right("dispatch_searchresult", ADD),
        Right("ops_heartbeat", ADD, "at"),
    ),
    # Auditors' queries and exports: no keys, no second factors, no sessions. The hashes of passwords
    # stand in accounts_account, which is read whole; docs/threat-model.md says what that means.
    AUDITOR: (
        *_SHARED,
        Right("accounts_*", READ),
        Right("accounts_credentiallink"),
        Right("audit_export", READ),
        Right("registry_*", READ),
        Right("searches_*", READ),
        Right("searches_textsignature"),
        Right("searches_contentkey"),
        Right("dispatch_*", READ),
    ),
    # The tree over the log, which lies in the log's own schema: nothing of people or of searches.
    SEQUENCER: (
        Right("ops_*", READ),
        Right("ops_heartbeat", ADD, "at"),
        Right("django_migrations", READ),
    ),
}

SEQUENCES: Mapping[str, tuple[str, ...]] = {
    WEB: ("searches_reference_number",),
}


FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    # Content ends in this way alone, and the function asks by itself whether its time is over.
    WEB: (
        "searches_content_due(uuid)",
        "searches_pictures_due(uuid)",
        "searches_pictures_of_others(uuid)",
    ),
    WORKER: (
        "searches_content_due(uuid)",
        "searches_destroy_content(uuid)",
        "searches_pictures_due(uuid)",
        "searches_pictures_of_others(uuid)",
        "searches_destroy_pictures(uuid)",
        "searches_expire_disclosure(uuid)",
    ),
}
"""Functions that run with the owner's rights, and which login may call them."""


def right_on(login: str, table: str) -> Right:
    """Return what the table above gives a login on one table; nothing where no line fits."""
    fitting = [right for right in RIGHTS[login] if fnmatchcase(table, right.tables)]
    return fitting[-1] if fitting else Right(table)


def tables(cursor: CursorWrapper) -> list[str]:
    """Return the names of all tables that rights are given on."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [str(name) for (name,) in cursor.fetchall()]


def apply(cursor: CursorWrapper) -> None:
    """Make the database's grants equal to the table above, whatever they were.

    Args:
        cursor: of the owner, inside a transaction.
    """
    # What PUBLIC holds, every login holds.
    for holder in (sql.SQL("PUBLIC"), *map(sql.Identifier, RUN_TIME_LOGINS)):
        for kind in ("TABLES", "SEQUENCES"):
            cursor.execute(
                sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA public FROM {}").format(
                    sql.SQL(kind), holder
                )
            )
    every_table = tables(cursor)
    for login in RUN_TIME_LOGINS:
        role = sql.Identifier(login)
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        for sequence in SEQUENCES.get(login, ()):
            cursor.execute(
                sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sql.Identifier(sequence), role)
            )
        # A function that runs with the owner's rights is closed to PUBLIC by its migration.
        for function in {name for names in FUNCTIONS.values() for name in names}:
            cursor.execute(
                sql.SQL("REVOKE ALL ON FUNCTION {} FROM {}").format(sql.SQL(function), role)
            )
        for function in FUNCTIONS.get(login, ()):
            cursor.execute(
                sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(sql.SQL(function), role)
            )
        for table in every_table:
            phrase = right_on(login, table).phrase()
            if phrase:
                cursor.execute(
                    sql.SQL("GRANT {} ON {} TO {}").format(
                        sql.SQL(phrase), sql.Identifier("public", table), role
                    )
                )
