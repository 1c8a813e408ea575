"""The audit schema in SQL: tables, the one way in, and the guards that keep what was written.
Run by the owner in migrations; uses core functions of PostgreSQL 15 and later only."""

TABLES = """
CREATE SCHEMA IF NOT EXISTS audit;
REVOKE ALL ON SCHEMA audit FROM PUBLIC;

CREATE TABLE audit.installation (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  id text NOT NULL DEFAULT gen_random_uuid()::text
);
INSERT INTO audit.installation DEFAULT VALUES;

CREATE TABLE audit.code_right (
  login name NOT NULL,
  code text NOT NULL,
  statuses text[] NOT NULL,
  PRIMARY KEY (login, code)
);

CREATE TABLE audit.request_chain (
  request_id uuid PRIMARY KEY,
  seq integer NOT NULL,
  last_leaf bytea NOT NULL
);

CREATE TABLE audit.event (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  recorded_at timestamptz NOT NULL,
  login name NOT NULL,
  code text NOT NULL,
  occurred_at timestamptz NOT NULL,
  request_id uuid,
  request_seq integer,
  status_after text,
  outcome text NOT NULL CHECK (outcome IN ('success', 'refused', 'error')),
  reason text,
  role text NOT NULL,
  account_id uuid,
  person_id uuid,
  object_type text,
  object_id text,
  schema_version smallint NOT NULL,
  entry bytea NOT NULL CHECK (octet_length(entry) <= 65535),
  leaf_hash bytea NOT NULL,
  CHECK ((request_id IS NULL) = (request_seq IS NULL)),
  UNIQUE (request_id, request_seq)
);
CREATE INDEX event_recorded_brin ON audit.event USING brin (recorded_at);

CREATE TABLE audit.opening (
  event_id bigint NOT NULL,
  field text NOT NULL,
  key bytea NOT NULL,
  value text NOT NULL,
  PRIMARY KEY (event_id, field)
);
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
"""

CANONICAL = """
CREATE OR REPLACE FUNCTION audit.canonical(value jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, audit AS $$
DECLARE
  written text;
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'object' THEN
      IF EXISTS (SELECT FROM jsonb_object_keys(value) AS k(name) WHERE name !~ '^[a-z_0-9]+$') THEN
        RAISE EXCEPTION 'a key of an event may hold only a-z, 0-9 and the underscore'
          USING ERRCODE = 'check_violation';
      END IF;
      SELECT '{' || coalesce(string_agg(to_json(each.key)::text || ':' ||
               audit.canonical(each.value), ',' ORDER BY each.key COLLATE "C"), '') || '}'
        INTO written FROM jsonb_each(value) AS each;
    WHEN 'array' THEN
      SELECT '[' || coalesce(string_agg(audit.canonical(item.value), ',' ORDER BY item.place), '')
               || ']'
        INTO written FROM jsonb_array_elements(value) WITH ORDINALITY AS item(value, place);
    WHEN 'string' THEN
      written := to_json(value #>> '{}')::text;
    WHEN 'number' THEN
      written := value::text;
      IF written !~ '^(0|-?[1-9][0-9]{0,15})$' OR abs(written::numeric) > 9007199254740991 THEN
        RAISE EXCEPTION 'a number of an event is a whole number below 2^53'
          USING ERRCODE = 'check_violation';
      END IF;
    ELSE
      written := value::text;
  END CASE;
  RETURN written;
END $$;
"""

APPEND = """
CREATE OR REPLACE FUNCTION audit.append(p_body text, p_openings jsonb DEFAULT '{}')
RETURNS TABLE (event_id bigint, request_seq integer, recorded_at timestamptz, leaf_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS $$
#variable_conflict use_column
DECLARE
  body jsonb := p_body::jsonb;
  v_code text := body ->> 'code';
  v_status text := body ->> 'status_after';
  v_request uuid := (body ->> 'request_id')::uuid;
  v_allowed text[];
  v_now timestamptz := clock_timestamp();
  v_id bigint;
  v_seq integer;
  v_previous bytea;
  v_entry bytea;
  v_leaf bytea;
BEGIN
  SELECT statuses INTO v_allowed FROM audit.code_right
    WHERE login = session_user AND code = v_code;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'login % may not append %', session_user, v_code
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (v_status IS NULL) <> (cardinality(v_allowed) = 0)
     OR (v_status IS NOT NULL AND v_status <> ALL (v_allowed)) THEN
    RAISE EXCEPTION 'event % does not lead to status %', v_code, coalesce(v_status, 'none')
      USING ERRCODE = 'check_violation';
  END IF;
  IF audit.canonical(body) IS DISTINCT FROM p_body THEN
    RAISE EXCEPTION 'the body of an event must be in canonical form'
      USING ERRCODE = 'check_violation';
  END IF;
  IF (SELECT array_agg(k ORDER BY k COLLATE "C") FROM jsonb_object_keys(body) AS k) IS DISTINCT FROM
     ARRAY['code', 'commitments', 'facts', 'object', 'occurred_at', 'outcome', 'reason',
           'request_id', 'status_after', 'who'] THEN
    RAISE EXCEPTION 'the body of an event has exactly the fields of envelope v1'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM jsonb_object_keys(p_openings) AS k WHERE NOT body -> 'commitments' ? k) THEN
    RAISE EXCEPTION 'an opening without its commitment' USING ERRCODE = 'check_violation';
  END IF;
  v_id := nextval(pg_get_serial_sequence('audit.event', 'id'));
  IF v_request IS NOT NULL THEN
    -- The row of this one request is the only lock: writers about other requests never wait.
    INSERT INTO audit.request_chain AS chain (request_id, seq, last_leaf) VALUES (v_request, 1, '')
      ON CONFLICT (request_id) DO UPDATE SET seq = chain.seq + 1
      RETURNING seq, nullif(last_leaf, '') INTO v_seq, v_previous;
  END IF;
  v_entry := convert_to(
    '{"body":' || p_body
    || ',"event_id":' || v_id
    || ',"installation":' || (SELECT to_json(id)::text FROM audit.installation)
    || ',"login":' || to_json(session_user::text)::text
    || ',"previous":' || coalesce('"' || encode(v_previous, 'hex') || '"', 'null')
    || ',"recorded_at":"'
    || to_char(v_now AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"'
    || ',"request_seq":' || coalesce(v_seq::text, 'null')
    || ',"schema":1}', 'UTF8');
  v_leaf := sha256('\\x00'::bytea || v_entry);
  INSERT INTO audit.event (id, recorded_at, login, code, occurred_at, request_id, request_seq,
      status_after, outcome, reason, role, account_id, person_id, object_type, object_id,
      schema_version, entry, leaf_hash)
    OVERRIDING SYSTEM VALUE
    VALUES (v_id, v_now, session_user, v_code, (body ->> 'occurred_at')::timestamptz, v_request,
      v_seq, v_status, body ->> 'outcome', body ->> 'reason', body #>> '{who,role}',
      (body #>> '{who,account}')::uuid, (body #>> '{who,person}')::uuid,
      body #>> '{object,type}', body #>> '{object,id}', 1, v_entry, v_leaf);
  IF v_request IS NOT NULL THEN
    UPDATE audit.request_chain SET last_leaf = v_leaf WHERE request_chain.request_id = v_request;
  END IF;
  INSERT INTO audit.opening (event_id, field, key, value)
    SELECT v_id, each.key, decode(each.value ->> 'key', 'hex'), each.value ->> 'value'
    FROM jsonb_each(p_openings) AS each;
  RETURN QUERY SELECT v_id, v_seq, v_now, v_leaf;
END $$;
REVOKE ALL ON FUNCTION audit.append(text, jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.canonical(jsonb) FROM PUBLIC;
"""

GUARDS = """
CREATE OR REPLACE FUNCTION audit.refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, audit AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON audit.event
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.event
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_rows BEFORE UPDATE ON audit.opening
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.opening
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER keep_rows;
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER keep_table;
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER keep_rows;
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER keep_table;

CREATE OR REPLACE FUNCTION audit.require_status_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit AS $$
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
REVOKE ALL ON FUNCTION audit.require_status_event() FROM PUBLIC;

CREATE OR REPLACE FUNCTION audit.erase_openings(p_request uuid) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, audit AS $$
DECLARE
  erased integer;
BEGIN
  DELETE FROM audit.opening o USING audit.event e
    WHERE e.id = o.event_id AND e.request_id = p_request;
  GET DIAGNOSTICS erased = ROW_COUNT;
  RETURN erased;
END $$;
REVOKE ALL ON FUNCTION audit.erase_openings(uuid) FROM PUBLIC;
"""

DDL_GUARD = """
-- Run as a superuser, once for each database; the owner of the tables cannot switch it off.
CREATE OR REPLACE FUNCTION audit.refuse_ddl() RETURNS event_trigger
LANGUAGE plpgsql SET search_path = pg_catalog, audit AS $$
DECLARE
  touched record;
BEGIN
  IF TG_EVENT = 'sql_drop' THEN
    FOR touched IN SELECT * FROM pg_event_trigger_dropped_objects() LOOP
      IF touched.schema_name = 'audit' THEN
        RAISE EXCEPTION 'the audit schema is not dropped or altered: %', touched.object_identity;
      END IF;
    END LOOP;
  ELSE
    FOR touched IN SELECT * FROM pg_event_trigger_ddl_commands() LOOP
      IF touched.object_identity LIKE 'audit.%' AND touched.command_tag LIKE 'ALTER%' THEN
        RAISE EXCEPTION 'the audit schema is not dropped or altered: %', touched.object_identity;
      END IF;
    END LOOP;
  END IF;
END $$;
DROP EVENT TRIGGER IF EXISTS countersign_audit_drop;
CREATE EVENT TRIGGER countersign_audit_drop ON sql_drop EXECUTE FUNCTION audit.refuse_ddl();
ALTER EVENT TRIGGER countersign_audit_drop ENABLE ALWAYS;
DROP EVENT TRIGGER IF EXISTS countersign_audit_alter;
CREATE EVENT TRIGGER countersign_audit_alter ON ddl_command_end
  WHEN TAG IN ('ALTER TABLE', 'ALTER FUNCTION', 'ALTER TRIGGER')
  EXECUTE FUNCTION audit.refuse_ddl();
ALTER EVENT TRIGGER countersign_audit_alter ENABLE ALWAYS;
"""


def installation_sql() -> str:
    """Return what the migration runs, in order."""
    return "\n".join([TABLES, CANONICAL, APPEND, GUARDS])
