"""The SQL that keeps every login from making large objects, which no right on a table governs.

Only a superuser of the database may run it, and no process of ours is one: we print it and ask whether
it was run.
"""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

LARGE_OBJECTS_OFF = """
-- Run as a superuser, once for each database. PostgreSQL lets everybody make large objects, which no
-- right on a table governs. The product makes none.
DO $$
DECLARE
  each regprocedure;
BEGIN
  FOR each IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace
      AND proname ~ '^(lo_.+|loread|lowrite)$' LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', each);
  END LOOP;
END $$;
"""

OPEN_TO_ALL = """
SELECT EXISTS (
  SELECT FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner))) AS granted
    WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^(lo_.+|loread|lowrite)$'
      AND granted.grantee = 0 AND granted.privilege_type = 'EXECUTE'
)
"""


def are_off(cursor: CursorWrapper) -> bool:
    """Say whether nobody but superusers, and whom they chose, may make or open a large object."""
    cursor.execute(OPEN_TO_ALL)
    return not cursor.fetchone()[0]
