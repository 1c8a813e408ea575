"""What a database login really holds, as the database says it, and what this release promises it.

It must not change anything: the bootstrap applies the promise, a start compares the two.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

from requests_app.audit import rights as audit_rights
from requests_app.ops import database_rights

Held = frozenset[tuple[str, str]]
"""Pairs of an object with its schema and a privilege: ("public.searches_draft", "UPDATE (sealed)")."""

# Everything in a schema that is not PostgreSQL's own. A privilege on a whole table is not listed
# again for each of its columns; MAINTAIN came with version 17.
_HELD = """
WITH tables AS (
  SELECT c.oid, n.nspname || '.' || c.relname AS name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^(pg_|information_schema$)'
), on_tables AS (
  SELECT t.oid, t.name, p.privilege
    FROM tables t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES',
      'TRIGGER'] || CASE WHEN current_setting('server_version_num')::int >= 170000
                         THEN ARRAY['MAINTAIN'] ELSE '{}' END) AS p(privilege)
    WHERE has_table_privilege(session_user, t.oid, p.privilege)
)
SELECT name, privilege FROM on_tables
UNION ALL
SELECT t.name, p.privilege || ' (' || a.attname || ')'
  FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped,
    unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS p(privilege)
  WHERE has_column_privilege(session_user, t.oid, a.attnum, p.privilege)
    AND NOT EXISTS (SELECT FROM on_tables o WHERE o.oid = t.oid AND o.privilege = p.privilege)
UNION ALL
SELECT n.nspname || '.' || c.relname, p.privilege
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
    unnest(ARRAY['USAGE', 'SELECT', 'UPDATE']) AS p(privilege)
  WHERE c.relkind = 'S' AND n.nspname !~ '^(pg_|information_schema$)'
    AND has_sequence_privilege(session_user, c.oid, p.privilege)
UNION ALL
-- A function that runs as its caller gives nothing, unless it lies in the log's own schema.
SELECT f.oid::regprocedure::text, 'EXECUTE'
  FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
  WHERE n.nspname !~ '^(pg_|information_schema$)' AND f.prorettype <> 'trigger'::regtype
    AND (f.prosecdef OR n.nspname = 'audit')
    AND has_schema_privilege(session_user, n.oid, 'USAGE')
    AND has_function_privilege(session_user, f.oid, 'EXECUTE')
UNION ALL
SELECT 'schema ' || n.nspname, 'CREATE' FROM pg_namespace n
  WHERE n.nspname !~ '^pg_(temp|toast)' AND has_schema_privilege(session_user, n.oid, 'CREATE')
UNION ALL
SELECT 'this database', p.privilege FROM unnest(ARRAY['CREATE', 'TEMPORARY']) AS p(privilege)
  WHERE has_database_privilege(session_user, current_database(), p.privilege)
UNION ALL
SELECT 'parameter session_replication_role', p.privilege
  FROM unnest(ARRAY['SET', 'ALTER SYSTEM']) AS p(privilege)
  WHERE has_parameter_privilege(session_user, 'session_replication_role', p.privilege)
"""


def held(cursor: CursorWrapper) -> Held:
    """Return every privilege that the login of this connection holds in its database."""
    cursor.execute(_HELD)
    return frozenset((str(name), str(privilege)) for name, privilege in cursor.fetchall())


def promised(cursor: CursorWrapper, login: str) -> Held:
    """Return what this release gives a login on the tables that there are."""
    given = {
        (f"public.{table}", privilege)
        for table in database_rights.tables(cursor)
        for privilege in database_rights.right_on(login, table).each()
    }
    drawn = {(f"public.{name}", "USAGE") for name in database_rights.SEQUENCES.get(login, ())}
    called = {(name, "EXECUTE") for name in database_rights.FUNCTIONS.get(login, ())}
    return frozenset(given | drawn | called | audit_rights.given_to(login))
