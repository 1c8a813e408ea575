"""A search is cancelled only where its request has ended, and is put off for two hours at most.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

GUARDS = """
CREATE FUNCTION dispatch_cancelled_for_a_reason() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'countersign_owner', 'MEMBER')
     AND EXISTS (SELECT FROM searches_searchrequest AS r
                 WHERE r.id = NEW.search_request_id AND r.status IN ('APPROVED', 'FORWARDING')) THEN
    RAISE EXCEPTION 'a search is cancelled where its request has ended'
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION dispatch_cancelled_for_a_reason() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER cancelled_for_a_reason AFTER UPDATE ON dispatch_dispatch
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.state = 'cancelled' AND OLD.state <> 'cancelled')
  EXECUTE FUNCTION dispatch_cancelled_for_a_reason();
ALTER TABLE dispatch_dispatch ENABLE ALWAYS TRIGGER cancelled_for_a_reason;

-- A matcher may ask for an hour (`dispatch/refusals.py`); clocks of two machines differ.
CREATE FUNCTION dispatch_guard_delay() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT pg_has_role(session_user, 'countersign_owner', 'MEMBER')
     AND NEW.next_attempt_at > clock_timestamp() + interval '2 hours' THEN
    RAISE EXCEPTION 'a search is put off for two hours at most' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER guard_delay BEFORE INSERT OR UPDATE OF next_attempt_at ON dispatch_dispatch
  FOR EACH ROW EXECUTE FUNCTION dispatch_guard_delay();
ALTER TABLE dispatch_dispatch ENABLE ALWAYS TRIGGER guard_delay;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0006_events_with_their_rows"),
        ("searches", "0007_ended_when_the_gallery_changed"),
    ]
    operations = [migrations.RunSQL(GUARDS, migrations.RunSQL.noop)]
