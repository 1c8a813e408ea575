"""The status of a request is, at every commit, the one that its last event in the log says.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations

STATUS = """
CREATE FUNCTION searches_status_as_logged() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  of_request uuid := CASE TG_TABLE_NAME WHEN 'request_chain' THEN to_jsonb(NEW) ->> 'request_id'
                                        ELSE to_jsonb(NEW) ->> 'id' END;
  held text;
  said text;
BEGIN
  -- As they stand when the transaction ends, whatever came between.
  SELECT status INTO held FROM searches_searchrequest WHERE id = of_request;
  SELECT status INTO said FROM audit.request_chain WHERE request_id = of_request;
  IF held IS DISTINCT FROM said THEN
    RAISE EXCEPTION 'a change of status to % needs its event in the same transaction (the log says %)',
      coalesce(held, 'none'), coalesce(said, 'none')
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION searches_status_as_logged() FROM PUBLIC;

DROP TRIGGER status_needs_event ON searches_searchrequest;
DROP FUNCTION audit.require_status_event();
CREATE CONSTRAINT TRIGGER status_as_logged AFTER INSERT OR UPDATE OF status
  ON searches_searchrequest DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION searches_status_as_logged();
ALTER TABLE searches_searchrequest ENABLE ALWAYS TRIGGER status_as_logged;

CREATE CONSTRAINT TRIGGER begins_with_its_request AFTER INSERT
  ON audit.request_chain DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION searches_status_as_logged();
ALTER TABLE audit.request_chain ENABLE ALWAYS TRIGGER begins_with_its_request;
CREATE CONSTRAINT TRIGGER moves_with_its_request AFTER UPDATE
  ON audit.request_chain DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.status IS DISTINCT FROM OLD.status)
  EXECUTE FUNCTION searches_status_as_logged();
ALTER TABLE audit.request_chain ENABLE ALWAYS TRIGGER moves_with_its_request;
"""


class Migration(migrations.Migration):
    dependencies = [("searches", "0002_guards"), ("audit", "0004_moves_and_facts")]
    operations = [migrations.RunSQL(STATUS, migrations.RunSQL.noop)]
