"""What the guards of other tables call: a row is written only in the transaction of the event that says so.

The owner of the tables is left out: whoever owns a guard can drop it. The text is frozen: a change is a
new migration.
"""

from django.db import migrations

REQUIRE_EVENT = """
-- Whether this transaction has appended an event of one of these codes that agrees with all that is given.
-- Each fact is compared whole: a list with more in it is another list. An empty text and none are the same.
CREATE FUNCTION audit.said_now(p_codes text[], p_request uuid DEFAULT NULL, p_object text DEFAULT NULL,
  p_account uuid DEFAULT NULL, p_role text DEFAULT NULL, p_facts jsonb DEFAULT '{}') RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM audit.event AS said
    WHERE said.xid = pg_current_xact_id() AND said.code = ANY (p_codes)
      AND (p_request IS NULL OR said.request_id = p_request)
      AND (p_object IS NULL OR said.object_id = p_object)
      AND (p_account IS NULL OR said.account_id = p_account)
      AND (p_role IS NULL OR said.role = p_role)
      AND (p_facts = '{}' OR NOT EXISTS (
        SELECT FROM jsonb_each(p_facts) AS given
        WHERE nullif(nullif(given.value, 'null'), '""')
          IS DISTINCT FROM nullif(nullif(
            convert_from(said.entry, 'UTF8')::jsonb #> ARRAY['body', 'facts', given.key],
            'null'), '""'))))
$$;

-- A constraint trigger, deferred to the end of the transaction. Its arguments: the codes, of which one
-- is needed, with blanks between; then what must agree, as what=column: request, object, account,
-- acting_as (the role of the act), or the name of a fact. No code at all refuses whatever is written so.
CREATE FUNCTION audit.require_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  place text;
  held jsonb;
  found jsonb := '{}';
  facts jsonb := '{}';
BEGIN
  IF pg_has_role(session_user, 'countersign_owner', 'MEMBER') THEN
    RETURN NULL;
  END IF;
  FOR i IN 1 .. TG_NARGS - 1 LOOP
    place := split_part(TG_ARGV[i], '=', 1);
    EXECUTE format('SELECT to_jsonb(($1).%I)', split_part(TG_ARGV[i], '=', 2)) INTO held USING NEW;
    IF place IN ('request', 'object', 'account', 'acting_as') THEN
      IF held IS NULL OR held = 'null' THEN
        RAISE EXCEPTION 'a row of % does not say what its event is about', TG_TABLE_NAME
          USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
      END IF;
      found := found || jsonb_build_object(place, held);
    ELSE
      facts := facts || jsonb_build_object(place, held);
    END IF;
  END LOOP;
  IF NOT audit.said_now(string_to_array(TG_ARGV[0], ' '), (found ->> 'request')::uuid,
      found ->> 'object', (found ->> 'account')::uuid, found ->> 'acting_as', facts) THEN
    RAISE EXCEPTION 'what is written to % needs its event (%) in the same transaction', TG_TABLE_NAME,
      coalesce(nullif(TG_ARGV[0], ''), 'there is none')
      USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME, TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;

CREATE CONSTRAINT TRIGGER needs_event AFTER INSERT ON audit_export
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION audit.require_event('log.exported', 'account=requested_by', 'export=id', 'filters=filters');
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER needs_event;
CREATE CONSTRAINT TRIGGER begins_queued AFTER INSERT ON audit_export
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state <> 'queued')
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER begins_queued;
CREATE CONSTRAINT TRIGGER done_needs_event AFTER UPDATE ON audit_export
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state = 'done')
  EXECUTE FUNCTION audit.require_event('log.export_closed', 'export=id', 'rows=rows_done', 'files=files');
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER done_needs_event;
CREATE CONSTRAINT TRIGGER failed_needs_event AFTER UPDATE ON audit_export
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state = 'failed')
  EXECUTE FUNCTION audit.require_event('log.export_failed', 'export=id');
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER failed_needs_event;
CREATE CONSTRAINT TRIGGER ended_stays AFTER UPDATE ON audit_export
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state IN ('done', 'failed'))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER ended_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_moves_and_facts")]
    operations = [migrations.RunSQL(REQUIRE_EVENT, migrations.RunSQL.noop)]
