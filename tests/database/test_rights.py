"""Every login's privileges on every table, counted in the database against a list written by hand.

Must not read `database_rights.py`: the list here is what was promised, that one is what is granted.
"""

from __future__ import annotations

import pytest

from tests.support import sql

RUN_TIME = ("web", "worker", "dispatcher", "auditor")
NOTHING, S, SI, SU, SD, SIU, SIUD = "", "S", "SI", "SU", "SD", "SIU", "SIUD"

# Table -> what web, worker, dispatcher and auditor hold on it or on any of its columns:
# S(elect), I(nsert), U(pdate), D(elete). Nobody truncates, references or makes triggers.
HELD: dict[str, tuple[str, str, str, str]] = {
    "account_emailaddress": (SIUD, NOTHING, NOTHING, NOTHING),
    "account_emailconfirmation": (SIUD, NOTHING, NOTHING, NOTHING),
    "account_throttle": (SIUD, NOTHING, NOTHING, NOTHING),
    "accounts_account": (SIU, S, S, S),
    "accounts_account_groups": (SIU, S, S, S),
    "accounts_account_user_permissions": (SIU, S, S, S),
    "accounts_certificate": (SIU, S, S, S),
    "accounts_credentiallink": (SIU, NOTHING, NOTHING, NOTHING),
    "accounts_decideright": (SIU, S, S, S),
    "accounts_person": (SIU, S, S, S),
    "accounts_powerproposal": (SIU, S, S, S),
    "accounts_roleassignment": (SIU, S, S, S),
    "accounts_unit": (SIU, S, S, S),
    "accounts_unitpermissionheld": (SIU, S, S, S),
    "audit_export": (SI, SU, NOTHING, S),
    "auth_group": (S, NOTHING, NOTHING, NOTHING),
    "auth_group_permissions": (S, NOTHING, NOTHING, NOTHING),
    "auth_permission": (S, S, S, S),
    "dispatch_attempt": (S, S, SIU, S),
    "dispatch_dispatch": (SIU, SU, SU, S),
    "dispatch_searchresult": (S, S, SI, S),
    "django_content_type": (S, S, S, S),
    "django_migrations": (S, S, S, S),
    "django_session": (SIUD, NOTHING, NOTHING, NOTHING),
    "guardian_groupobjectpermission": (SIUD, S, S, S),
    "guardian_userobjectpermission": (SIUD, S, S, S),
    "mfa_authenticator": (SIUD, NOTHING, NOTHING, NOTHING),
    "ops_heartbeat": (S, SIU, SIU, S),
    "ops_installation": (S, S, S, S),
    "registry_agency": (S, S, S, S),
    "registry_gallery": (S, S, S, S),
    "registry_matcher": (S, S, SU, S),
    "registry_packversion": (SI, S, SI, S),
    "searches_authorisation": (SI, S, S, S),
    "searches_checkrun": (SI, S, SI, S),
    "searches_claim": (SIU, SU, SU, S),
    "searches_contentkey": (SIU, NOTHING, S, NOTHING),
    "searches_decision": (SI, S, S, S),
    "searches_draft": (SIU, S, S, S),
    "searches_finding": (SI, S, SI, S),
    "searches_justification": (SI, S, S, S),
    "searches_notice": (SIU, SIU, SI, S),
    "searches_probe": (SI, S, S, S),
    "searches_probefingerprint": (SIU, S, S, S),
    "searches_reading": (SI, S, S, S),
    "searches_searchrequest": (SIU, SU, SU, S),
    "searches_storedfile": (SIU, S, SI, S),
}

# Where a login may update some columns only: exactly these.
COLUMNS: dict[tuple[str, str], set[str]] = {
    ("web", "searches_storedfile"): {"removed_at"},
    ("web", "searches_notice"): {"read_at"},
    ("web", "dispatch_dispatch"): {
        "state",
        "attempt",
        "next_attempt_at",
        "finished_at",
        "last_error",
    },
    ("worker", "searches_searchrequest"): {"status", "status_since"},
    ("worker", "searches_claim"): {"ended_at", "ended_how"},
    ("worker", "searches_notice"): {"emailed_at", "email_attempts"},
    ("worker", "dispatch_dispatch"): {"state", "finished_at", "last_error"},
    ("worker", "audit_export"): {
        "state",
        "rows_done",
        "rows_total",
        "progress_at",
        "finished_at",
        "failure",
        "files",
    },
    ("dispatcher", "registry_matcher"): {"consecutive_failures", "open_until"},
    ("dispatcher", "searches_searchrequest"): {"status", "status_since"},
    ("dispatcher", "searches_claim"): {"ended_at", "ended_how"},
}

PRIVILEGES = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}


def _login(name: str) -> str:
    return f"countersign_{name}"


def test_every_login_holds_exactly_what_was_promised(database):
    found = sql(
        "superuser",
        """
        SELECT l.name, t.tablename, p.privilege,
          has_table_privilege(l.name, t.schemaname || '.' || t.tablename, p.privilege)
          OR (p.privilege <> 'DELETE' AND has_any_column_privilege(
            l.name, t.schemaname || '.' || t.tablename, p.privilege))
        FROM pg_tables t, unnest(%s::text[]) AS l(name), unnest(%s::text[]) AS p(privilege)
        WHERE t.schemaname = 'public'
        """,
        [[_login(name) for name in RUN_TIME], list(PRIVILEGES.values())],
    )
    held: dict[str, dict[str, set[str]]] = {}
    for login, table, privilege, has in found:
        of_table = held.setdefault(table, {_login(name): set() for name in RUN_TIME})
        if has:
            of_table[login].add(privilege)
    promised = {
        table: {
            _login(name): {PRIVILEGES[letter] for letter in letters}
            for name, letters in zip(RUN_TIME, each, strict=True)
        }
        for table, each in HELD.items()
    }
    assert set(held) == set(promised)
    assert {t: held[t] for t in held if held[t] != promised[t]} == {}


def test_a_login_that_may_change_a_part_of_a_row_changes_that_part_only(database):
    found = sql(
        "superuser",
        """
        SELECT l.name, c.table_name, c.column_name
        FROM information_schema.columns c, unnest(%s::text[]) AS l(name)
        WHERE c.table_schema = 'public'
          AND has_column_privilege(l.name, 'public.' || c.table_name, c.column_name, 'UPDATE')
        """,
        [[_login(name) for name in RUN_TIME]],
    )
    for (login, table), columns in COLUMNS.items():
        assert {c for who, t, c in found if (who, t) == (_login(login), table)} == columns


@pytest.mark.parametrize("privilege", ["TRUNCATE", "REFERENCES", "TRIGGER"])
def test_no_login_empties_a_table_or_hangs_anything_on_it(database, privilege):
    assert (
        sql(
            "superuser",
            """
            SELECT l.name, t.schemaname, t.tablename
            FROM pg_tables t, unnest(%s::text[]) AS l(name)
            WHERE t.schemaname IN ('public', 'audit')
              AND has_table_privilege(l.name, t.schemaname || '.' || t.tablename, %s)
            """,
            [[_login(name) for name in RUN_TIME], privilege],
        )
        == []
    )


def test_the_log_is_read_and_never_written_directly(database):
    found = sql(
        "superuser",
        """
        SELECT l.name, t.tablename, p.privilege
        FROM pg_tables t, unnest(%s::text[]) AS l(name), unnest(%s::text[]) AS p(privilege)
        WHERE t.schemaname = 'audit'
          AND (has_table_privilege(l.name, 'audit.' || t.tablename, p.privilege)
            OR (p.privilege <> 'DELETE'
              AND has_any_column_privilege(l.name, 'audit.' || t.tablename, p.privilege)))
        """,
        [[_login(name) for name in RUN_TIME], list(PRIVILEGES.values())],
    )
    readers = {(_login(name), table) for name in RUN_TIME for table in ("event", "installation")}
    readers.add((_login("auditor"), "opening"))
    assert {(login, table) for login, table, _ in found} == readers
    assert {privilege for _, _, privilege in found} == {"SELECT"}


def test_the_owner_alone_owns(database):
    owners = sql(
        "superuser",
        """
        SELECT DISTINCT r.rolname FROM pg_class c
          JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles r ON r.oid = c.relowner
          WHERE n.nspname IN ('public', 'audit')
        UNION SELECT r.rolname FROM pg_proc p
          JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner
          WHERE n.nspname IN ('public', 'audit')
        UNION SELECT r.rolname FROM pg_namespace n JOIN pg_roles r ON r.oid = n.nspowner
          WHERE n.nspname = 'audit'
        """,
    )
    assert owners == [("countersign_owner",)]


def test_no_login_is_or_becomes_anything_more(database):
    assert (
        sql(
            "superuser",
            """
            SELECT rolname FROM pg_roles WHERE rolname LIKE 'countersign\\_%%'
              AND (rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls)
            """,
            [],
        )
        == []
    )
    logins = [_login(name) for name in RUN_TIME]
    members = sql(
        "superuser",
        """
        SELECT m.rolname, g.rolname FROM pg_auth_members a
          JOIN pg_roles m ON m.oid = a.member JOIN pg_roles g ON g.oid = a.roleid
          WHERE m.rolname = ANY (%s)
        """,
        [logins],
    )
    assert members == []
    creators = sql(
        "superuser",
        """
        SELECT l.name FROM unnest(%s::text[]) AS l(name)
        WHERE has_schema_privilege(l.name, 'public', 'CREATE')
          OR has_schema_privilege(l.name, 'audit', 'CREATE')
          OR has_database_privilege(l.name, current_database(), 'CREATE')
        """,
        [logins],
    )
    assert creators == []


def test_numbers_of_requests_are_drawn_by_the_web_alone(database):
    drawn = sql(
        "superuser",
        """
        SELECT l.name, s.schemaname, s.sequencename
        FROM pg_sequences s, unnest(%s::text[]) AS l(name)
        WHERE has_sequence_privilege(
          l.name, s.schemaname || '.' || s.sequencename, 'USAGE, SELECT, UPDATE')
        """,
        [[_login(name) for name in RUN_TIME]],
    )
    public = {(login, name) for login, schema, name in drawn if schema == "public"}
    assert ("countersign_web", "searches_reference_number") in public
    assert not [each for each in drawn if each[1] == "audit"]
    assert {login for login, _ in public if login != "countersign_web"} == set()
