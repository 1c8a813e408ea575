"""The triggers that keep what was written to the log, in SQL, and the one way to erase an opening.
Must not let anything be changed quietly: what may go, goes with its event in the same transaction."""

GUARDS = """
CREATE OR REPLACE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON audit.event
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.event
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON audit.installation
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.installation
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_rows BEFORE DELETE ON audit.request_chain
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.request_chain
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_rows BEFORE UPDATE ON audit.opening
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.opening
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER keep_rows;
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER keep_table;
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER keep_rows;
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER keep_table;
ALTER TABLE audit.installation ENABLE ALWAYS TRIGGER keep_rows;
ALTER TABLE audit.installation ENABLE ALWAYS TRIGGER keep_table;
ALTER TABLE audit.request_chain ENABLE ALWAYS TRIGGER keep_rows;
ALTER TABLE audit.request_chain ENABLE ALWAYS TRIGGER keep_table;

CREATE OR REPLACE FUNCTION audit.require_status_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  newest text;
BEGIN
  SELECT status_after INTO newest FROM audit.event
    WHERE request_id = NEW.id AND xid = pg_current_xact_id() AND status_after IS NOT NULL
    ORDER BY request_seq DESC LIMIT 1;
  IF newest IS DISTINCT FROM NEW.status THEN
    RAISE EXCEPTION 'a change of status to % needs its event in the same transaction', NEW.status
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;

-- An opening goes only in a transaction in which the log says so.
CREATE OR REPLACE FUNCTION audit.require_erasure_event() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM audit.event AS opened JOIN audit.event AS said USING (request_id)
    WHERE opened.id = OLD.event_id AND said.code = 'data.erased'
      AND said.xid = pg_current_xact_id()) THEN
    RAISE EXCEPTION 'an opening is erased only with its event: use audit.erase_openings'
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END $$;
CREATE TRIGGER erase_with_event BEFORE DELETE ON audit.opening
  FOR EACH ROW EXECUTE FUNCTION audit.require_erasure_event();
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER erase_with_event;

CREATE OR REPLACE FUNCTION audit.erase_openings(p_request uuid, p_ground text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  there integer;
BEGIN
  -- Held until the end, so that nothing is added between the count and the deletion.
  PERFORM FROM audit.request_chain WHERE request_id = p_request FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the log knows no request %', p_request USING ERRCODE = 'no_data_found';
  END IF;
  SELECT count(*) INTO there FROM audit.opening AS o JOIN audit.event AS e ON e.id = o.event_id
    WHERE e.request_id = p_request;
  PERFORM FROM audit.append(audit.canonical(jsonb_build_object(
    'code', 'data.erased', 'commitments', '{}'::jsonb,
    'facts', jsonb_build_object('count', there, 'ground', p_ground),
    'object', jsonb_build_object('id', NULL, 'type', NULL),
    'occurred_at', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'outcome', 'success', 'reason', NULL, 'request_id', p_request::text, 'status_after', NULL,
    'who', jsonb_build_object('account', NULL, 'person', NULL, 'role', 'system', 'session', NULL)
  )));
  DELETE FROM audit.opening AS o USING audit.event AS e
    WHERE e.id = o.event_id AND e.request_id = p_request;
  RETURN there;
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
"""
