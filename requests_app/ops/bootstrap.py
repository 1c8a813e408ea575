"""Makes the database ready: roles with passwords, the database itself, tables, rights. Repeatable.

It must not run while a run-time login could use half-made rights: rights change in one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from requests_app.audit import rights
from requests_app.ops import database_rights, installation, kinds
from requests_app.ops.logins import LOGINS, OWNER, connected

HARMLESS = {
    "rolsuper": "NOSUPERUSER",
    "rolcreaterole": "NOCREATEROLE",
    "rolcreatedb": "NOCREATEDB",
    "rolreplication": "NOREPLICATION",
    "rolbypassrls": "NOBYPASSRLS",
}


@dataclass(frozen=True)
class Plan:
    """What to make ready.

    Args:
        administrator: URL of a login that may create roles and databases.
        database: its name.
        passwords: one for each name in `logins.LOGINS`.
        kind: trial or production.
    """

    administrator: str
    database: str
    passwords: Mapping[str, str]
    kind: str


def bootstrap(plan: Plan, *, verbosity: int = 1) -> None:
    """Bring roles, database, tables and rights to what this version needs.

    Raises:
        psycopg.Error: the administrator's login may not do it.
        KeyError: for a missing password.
        ValueError: the database, or another one with the same logins, was made by the other kind.
    """
    refuse_other_kind(plan)
    make_roles(plan)
    make_database(plan)
    with connected(**as_owner(plan)):
        call_command("migrate", verbosity=verbosity, interactive=False)
        installation.establish(plan.kind)
        make_guards_always_fire()
        apply_rights()


def refuse_other_kind(plan: Plan) -> None:
    """Refuse before the first change: the logins, whose passwords are set, belong to the whole server.

    Raises:
        ValueError: the other kind made the database, or another one of this server.
    """
    with psycopg.connect(plan.administrator) as administrator:
        names = administrator.execute(
            "SELECT datname FROM pg_database LEFT JOIN pg_roles ON pg_roles.oid = datdba"
            " WHERE datallowconn AND (datname = %s OR rolname = %s) ORDER BY 1",
            [plan.database, OWNER],
        ).fetchall()
    for (name,) in names:
        made = _made_by(plan, name)
        if made not in {None, plan.kind}:
            raise ValueError(
                f"The database {name} was made by a {made} installation and cannot become "
                f"{plan.kind}, nor may a {plan.kind} installation share its server: the logins of "
                "both have the same names, and their passwords would be exchanged. Nothing was "
                "changed, and that installation goes on. Give each a database server of its own."
            )


def _made_by(plan: Plan, database: str) -> str | None:
    """Return the kind that made a database, or None where this administrator cannot ask."""
    try:
        with psycopg.connect(plan.administrator, dbname=database, autocommit=True) as administrator:
            return kinds.made_by(administrator)
    except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege):
        return None


def make_roles(plan: Plan) -> None:
    """Create each role that is missing, set its password, and take away what none of them needs."""
    with psycopg.connect(plan.administrator) as administrator:
        for login in LOGINS:
            role = sql.Identifier(login)
            if not _exists(administrator, "SELECT 1 FROM pg_roles WHERE rolname = %s", login):
                administrator.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
            # Hashed here, so that no statement, and no log of statements, carries the password.
            secret = administrator.pgconn.encrypt_password(
                plan.passwords[login].encode(), login.encode(), b"scram-sha-256"
            ).decode()
            administrator.execute(
                sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(secret))
            )
            columns = sql.SQL(", ").join(map(sql.Identifier, HARMLESS))
            powers = administrator.execute(
                sql.SQL("SELECT {} FROM pg_roles WHERE rolname = %s").format(columns), [login]
            ).fetchone()
            for granted, without in zip(powers or (), HARMLESS.values(), strict=True):
                if granted:
                    administrator.execute(
                        sql.SQL("ALTER ROLE {} " + without).format(role)  # a constant from above
                    )
        memberships = administrator.execute(
            "SELECT holder.rolname, held.rolname FROM pg_auth_members"
            " JOIN pg_roles holder ON holder.oid = member JOIN pg_roles held ON held.oid = roleid"
            " WHERE holder.rolname = ANY(%s)",
            [list(LOGINS)],
        ).fetchall()
        for holder, granted in memberships:
            administrator.execute(
                sql.SQL("REVOKE {} FROM {}").format(sql.Identifier(granted), sql.Identifier(holder))
            )


def make_database(plan: Plan) -> None:
    """Create the database if it is missing; let in only our roles, and only the owner make things."""
    name, owner = sql.Identifier(plan.database), sql.Identifier(OWNER)
    with psycopg.connect(plan.administrator, autocommit=True) as administrator:
        if not _exists(
            administrator,
            "SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper",
        ):
            administrator.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
        if not _exists(
            administrator, "SELECT 1 FROM pg_database WHERE datname = %s", plan.database
        ):
            administrator.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0").format(
                    name, owner
                )
            )
        administrator.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        for login in LOGINS:
            administrator.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(login))
            )
    with psycopg.connect(plan.administrator, dbname=plan.database) as administrator:
        administrator.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        administrator.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(owner))


GUARDS_THAT_SLEEP = """
SELECT t.tgrelid::regclass::text, quote_ident(t.tgname)
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE NOT t.tgisinternal AND n.nspname IN ('public', 'audit') AND t.tgenabled <> 'A'
"""


def make_guards_always_fire() -> None:
    """Enable every trigger of ours ALWAYS, so that none sleeps under the replica role; as the owner."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(GUARDS_THAT_SLEEP)
        for table, trigger in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def apply_rights() -> None:
    """Apply the table rights and the rights to event codes; as the owner."""
    with transaction.atomic(), connection.cursor() as cursor:
        database_rights.apply(cursor)
        rights.apply(cursor)


def as_owner(plan: Plan) -> dict[str, Any]:
    """Return Django's connection settings for the owner in the planned database."""
    address = conninfo_to_dict(plan.administrator)
    return {
        "NAME": plan.database,
        "USER": OWNER,
        "PASSWORD": plan.passwords[OWNER],
        "HOST": str(address.get("host", "")),
        "PORT": str(address.get("port", "5432")),
        "OPTIONS": {"options": "-c lock_timeout=30000"},
    }


def _exists(connection_: psycopg.Connection[Any], statement: str, *names: str) -> bool:
    return connection_.execute(statement, names).fetchone() is not None
