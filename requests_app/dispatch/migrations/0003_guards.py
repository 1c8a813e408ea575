"""What the database itself refuses about a dispatch: an unapproved, expired or altered search.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

DISPATCH = """
CREATE OR REPLACE FUNCTION dispatch_guard() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  held record;
BEGIN
  SELECT r.status, r.probe_id AS current_probe, a.probe_id AS approved_probe, a.expires_at,
         a.search_request_id
    INTO held
    FROM searches_authorisation a
    JOIN searches_searchrequest r ON r.id = a.search_request_id
    WHERE a.search_id = NEW.search_id;
  IF NOT FOUND OR held.search_request_id <> NEW.search_request_id THEN
    RAISE EXCEPTION 'a dispatch needs the authorisation of its own request'
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF held.status <> 'APPROVED' OR NEW.state <> 'ready' OR NEW.attempt <> 0 OR NEW.fence <> 0 THEN
      RAISE EXCEPTION 'only an approved request is dispatched, and as not yet tried'
        USING ERRCODE = 'check_violation';
    END IF;
  ELSE
    IF (NEW.search_id, NEW.search_request_id, NEW.deadline_at, NEW.queued_at)
       IS DISTINCT FROM (OLD.search_id, OLD.search_request_id, OLD.deadline_at, OLD.queued_at) THEN
      RAISE EXCEPTION 'what is dispatched cannot change' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.fence < OLD.fence THEN
      RAISE EXCEPTION 'a fence only rises' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.state = 'done' AND NEW.state <> 'done' THEN
      RAISE EXCEPTION 'a search that is done stays done' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.state IN ('claimed', 'done') AND OLD.state <> NEW.state
       AND session_user <> 'countersign_dispatcher' THEN
      RAISE EXCEPTION 'only the dispatcher claims and finishes a dispatch'
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.state = 'claimed' THEN
    IF held.status NOT IN ('APPROVED', 'FORWARDING') THEN
      RAISE EXCEPTION 'a request that is % is not forwarded', held.status
        USING ERRCODE = 'check_violation';
    END IF;
    IF held.expires_at <= now() THEN
      RAISE EXCEPTION 'the authorisation has expired' USING ERRCODE = 'check_violation';
    END IF;
    IF held.current_probe IS DISTINCT FROM held.approved_probe THEN
      RAISE EXCEPTION 'the probe is not the one that was approved' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS guard_dispatch ON dispatch_dispatch;
CREATE TRIGGER guard_dispatch BEFORE INSERT OR UPDATE ON dispatch_dispatch
  FOR EACH ROW EXECUTE FUNCTION dispatch_guard();
ALTER TABLE dispatch_dispatch ENABLE ALWAYS TRIGGER guard_dispatch;

CREATE OR REPLACE FUNCTION dispatch_guard_attempt() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.outcome <> '' OR (NEW.id, NEW.dispatch_id, NEW.number, NEW.fence, NEW.started_at)
     IS DISTINCT FROM (OLD.id, OLD.dispatch_id, OLD.number, OLD.fence, OLD.started_at) THEN
    RAISE EXCEPTION 'an attempt is ended once and not rewritten' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS guard_attempt ON dispatch_attempt;
CREATE TRIGGER guard_attempt BEFORE UPDATE ON dispatch_attempt
  FOR EACH ROW EXECUTE FUNCTION dispatch_guard_attempt();
ALTER TABLE dispatch_attempt ENABLE ALWAYS TRIGGER guard_attempt;
"""

# Table -> what is refused on each of its rows.
KEPT = {
    "dispatch_searchresult": "UPDATE OR DELETE",
    "dispatch_dispatch": "DELETE",
    "dispatch_attempt": "DELETE",
}


def keep_rows(table: str, refused: str) -> str:
    """Return the SQL that refuses these operations on a row of a table, and TRUNCATE of the table."""
    return f"""
DROP TRIGGER IF EXISTS keep_rows ON {table};
CREATE TRIGGER keep_rows BEFORE {refused} ON {table}
  FOR EACH ROW EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER keep_rows;
DROP TRIGGER IF EXISTS keep_table ON {table};
CREATE TRIGGER keep_table BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION countersign_refuse_change();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER keep_table;
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0002_initial"), ("searches", "0002_guards")]
    operations = [
        migrations.RunSQL(DISPATCH, migrations.RunSQL.noop),
        *(
            migrations.RunSQL(keep_rows(table, refused), migrations.RunSQL.noop)
            for table, refused in KEPT.items()
        ),
    ]
