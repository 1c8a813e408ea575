"""The event triggers that keep even the tables' owner from altering the log: SQL for a superuser to run.

Our own processes can only print it and say whether it is on; none of them may switch it.
"""

from __future__ import annotations

from typing import Any

DDL_GUARD = """
-- Run as a superuser, once for each database. It lies in a schema of the superuser's, so that the
-- owner of the tables can neither drop nor replace it.
CREATE SCHEMA IF NOT EXISTS countersign_guard;
REVOKE ALL ON SCHEMA countersign_guard FROM PUBLIC;
CREATE OR REPLACE FUNCTION countersign_guard.refuse_ddl() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  touched record;
BEGIN
  IF TG_EVENT = 'sql_drop' THEN
    FOR touched IN SELECT * FROM pg_event_trigger_dropped_objects() LOOP
      IF touched.schema_name = 'audit' OR touched.object_identity = 'audit'
         OR touched.object_identity LIKE '% on audit.%' THEN
        RAISE EXCEPTION 'the audit schema is not dropped or altered: %', touched.object_identity
          USING ERRCODE = 'insufficient_privilege';
      END IF;
    END LOOP;
  ELSE
    FOR touched IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
      IF touched.schema_name = 'audit' OR touched.object_identity = 'audit'
         OR touched.object_identity LIKE '% on audit.%' THEN
        RAISE EXCEPTION 'the audit schema is not dropped or altered: %', touched.object_identity
          USING ERRCODE = 'insufficient_privilege';
      END IF;
    END LOOP;
    -- A table that was moved to another schema, or renamed, is not found under its name.
    IF to_regclass('audit.event') IS NULL OR to_regclass('audit.opening') IS NULL
       OR to_regclass('audit.request_chain') IS NULL OR to_regclass('audit.code_right') IS NULL
       OR to_regclass('audit.installation') IS NULL OR to_regclass('audit.leaf') IS NULL
       OR to_regclass('audit.tile') IS NULL OR to_regclass('audit.tree') IS NULL
       OR to_regclass('audit.checkpoint') IS NULL OR to_regclass('audit.latest_checkpoint') IS NULL
       OR to_regclass('audit.log_key') IS NULL OR to_regclass('audit.id_range') IS NULL
       OR to_regprocedure('audit.append(text, jsonb)') IS NULL THEN
      RAISE EXCEPTION 'the audit schema is not dropped or altered: a part would be missing'
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
END $$;
DROP EVENT TRIGGER IF EXISTS countersign_audit_drop;
CREATE EVENT TRIGGER countersign_audit_drop ON sql_drop
  EXECUTE FUNCTION countersign_guard.refuse_ddl();
ALTER EVENT TRIGGER countersign_audit_drop ENABLE ALWAYS;
DROP EVENT TRIGGER IF EXISTS countersign_audit_alter;
CREATE EVENT TRIGGER countersign_audit_alter ON ddl_command_end
  WHEN TAG IN ('ALTER TABLE', 'ALTER FUNCTION', 'ALTER ROUTINE', 'ALTER TRIGGER', 'ALTER SCHEMA',
               'ALTER SEQUENCE', 'ALTER RULE', 'ALTER INDEX', 'ALTER POLICY', 'CREATE FUNCTION',
               'CREATE TRIGGER', 'CREATE RULE', 'CREATE POLICY', 'CREATE TABLE', 'CREATE VIEW',
               'CREATE INDEX', 'CREATE SEQUENCE')
  EXECUTE FUNCTION countersign_guard.refuse_ddl();
ALTER EVENT TRIGGER countersign_audit_alter ENABLE ALWAYS;
"""

DDL_GUARD_OFF = """
-- Run as a superuser before a migration of the audit schema; then run the guard again.
DROP EVENT TRIGGER IF EXISTS countersign_audit_drop;
DROP EVENT TRIGGER IF EXISTS countersign_audit_alter;
"""

DDL_GUARD_STATE = """
SELECT evtname, evtenabled FROM pg_event_trigger
  WHERE evtname IN ('countersign_audit_drop', 'countersign_audit_alter') ORDER BY evtname
"""


def is_on(cursor: Any) -> bool:
    """Say whether both event triggers are there and fire always, under replica role too."""
    cursor.execute(DDL_GUARD_STATE)
    return [state for _name, state in cursor.fetchall()] == ["A", "A"]
