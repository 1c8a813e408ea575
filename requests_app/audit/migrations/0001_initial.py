"""Makes the audit schema: tables, the one function that appends, and the triggers that keep what was written.

Uses core functions of PostgreSQL 15 and later only. There is no way back, since a log is not unmade.
The text is frozen: a change is a new migration.
"""

from django.db import migrations

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
  key bytea NOT NULL CHECK (octet_length(key) = 32),
  value text NOT NULL,
  PRIMARY KEY (event_id, field)
);
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
"""

CANONICAL = """
CREATE OR REPLACE FUNCTION audit.whole_number(value jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  written text := value::text;
BEGIN
  IF written !~ '^(0|-?[1-9][0-9]{0,15})$' OR abs(written::numeric) > 9007199254740991 THEN
    RAISE EXCEPTION 'a number of an event is a whole number below 2^53'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN written;
END $$;

-- Calls itself for objects and arrays only: PostgreSQL writes every other value canonically.
-- Has no path of its own, which would cost at each call: audit.append has one.
CREATE OR REPLACE FUNCTION audit.canonical(value jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  written text;
  keys_fit boolean;
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'object' THEN
      SELECT '{' || coalesce(string_agg('"' || each.key || '":' || CASE jsonb_typeof(each.value)
               WHEN 'object' THEN audit.canonical(each.value)
               WHEN 'array' THEN audit.canonical(each.value)
               WHEN 'number' THEN audit.whole_number(each.value)
               ELSE each.value::text END, ',' ORDER BY each.key COLLATE "C"), '') || '}',
             coalesce(bool_and(each.key ~ '^[a-z_0-9]+$'), true)
        INTO written, keys_fit FROM jsonb_each(value) AS each;
      IF NOT keys_fit THEN
        RAISE EXCEPTION 'a key of an event may hold only a-z, 0-9 and the underscore'
          USING ERRCODE = 'check_violation';
      END IF;
    WHEN 'array' THEN
      SELECT '[' || coalesce(string_agg(audit.canonical(item.value), ',' ORDER BY item.place), '')
               || ']'
        INTO written FROM jsonb_array_elements(value) WITH ORDINALITY AS item(value, place);
    WHEN 'number' THEN
      written := audit.whole_number(value);
    ELSE
      written := value::text;
  END CASE;
  RETURN written;
END $$;
"""

COMMITMENT = """
-- HMAC-SHA-256 (RFC 2104) with a key of 32 bytes, from what the core of PostgreSQL has.
CREATE OR REPLACE FUNCTION audit.masked(key_hex text, mask bigint) RETURNS bytea
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT int8send(('x' || substr(key_hex, 1, 16))::bit(64)::bigint # mask)
      || int8send(('x' || substr(key_hex, 17, 16))::bit(64)::bigint # mask)
      || int8send(('x' || substr(key_hex, 33, 16))::bit(64)::bigint # mask)
      || int8send(('x' || substr(key_hex, 49, 16))::bit(64)::bigint # mask)
      || int8send(mask) || int8send(mask) || int8send(mask) || int8send(mask)
$$;

CREATE OR REPLACE FUNCTION audit.commitment(key_hex text, value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT encode(sha256(audit.masked(key_hex, x'5c5c5c5c5c5c5c5c'::bigint)
    || sha256(audit.masked(key_hex, x'3636363636363636'::bigint) || convert_to(value, 'UTF8'))),
    'hex')
$$;
"""

CHECK_BODY = """
-- The one text that a body may have. A field too many, too few or twice makes another text.
CREATE OR REPLACE FUNCTION audit.canonical_body(body jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
  SELECT '{"code":' || (body -> 'code')::text
    || ',"commitments":' || audit.canonical(body -> 'commitments')
    || ',"facts":' || audit.canonical(body -> 'facts')
    || ',"object":{"id":' || (body #> '{object,id}')::text
    || ',"type":' || (body #> '{object,type}')::text
    || '},"occurred_at":' || (body -> 'occurred_at')::text
    || ',"outcome":' || (body -> 'outcome')::text
    || ',"reason":' || (body -> 'reason')::text
    || ',"request_id":' || (body -> 'request_id')::text
    || ',"status_after":' || (body -> 'status_after')::text
    || ',"who":{"account":' || (body #> '{who,account}')::text
    || ',"person":' || (body #> '{who,person}')::text
    || ',"role":' || (body #> '{who,role}')::text
    || ',"session":' || (body #> '{who,session}')::text || '}}'
$$;

CREATE OR REPLACE FUNCTION audit.keys_of(value jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN jsonb_typeof(value) = 'object'
    THEN ARRAY(SELECT k FROM jsonb_object_keys(value) AS k ORDER BY k COLLATE "C") END
$$;

CREATE OR REPLACE FUNCTION audit.is_scalar(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_typeof(value) NOT IN ('object', 'array')
$$;

CREATE OR REPLACE FUNCTION audit.is_flat(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE jsonb_typeof(value)
    WHEN 'object' THEN false
    WHEN 'array' THEN NOT EXISTS (
      SELECT FROM jsonb_array_elements(value) AS item WHERE NOT audit.is_scalar(item))
    ELSE true END
$$;

CREATE OR REPLACE FUNCTION audit.is_flat_or_nested_once(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM jsonb_array_elements(
      CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE jsonb_build_array(value) END) AS item
    WHERE CASE jsonb_typeof(item)
      WHEN 'array' THEN true
      WHEN 'object' THEN EXISTS (
        SELECT FROM jsonb_each(item) AS each WHERE NOT audit.is_flat(each.value))
      ELSE false END)
$$;

-- Whatever this lets through, wire/entry.py must be able to read back: a leaf that nobody can parse
-- would stand in the log for ever.
CREATE OR REPLACE FUNCTION audit.check_body(body jsonb) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  who jsonb := body -> 'who';
  object jsonb := body -> 'object';
  said jsonb;
BEGIN
  FOREACH said IN ARRAY ARRAY[body -> 'reason', body -> 'status_after', object -> 'id',
      object -> 'type', who -> 'session', who -> 'account', who -> 'person', who -> 'role',
      body -> 'request_id'] LOOP
    IF jsonb_typeof(said) NOT IN ('null', 'string')
       OR length(said #>> '{}') NOT BETWEEN 1 AND 500 THEN
      RAISE EXCEPTION 'a field of an event is neither absent nor a text of 1 to 500 characters'
        USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  FOREACH said IN ARRAY ARRAY[who -> 'account', who -> 'person', body -> 'request_id'] LOOP
    IF (said #>> '{}')::uuid::text <> said #>> '{}' THEN
      RAISE EXCEPTION 'an identifier has one spelling only' USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  IF coalesce(who ->> 'role', '') !~ '^[a-z0-9_]{1,100}$'
     OR length(object ->> 'type') > 100
     OR (object ->> 'type') !~ '^[a-z0-9_]+([.][a-z0-9_]+)*$' THEN
    RAISE EXCEPTION 'a role and a kind of object are codes' USING ERRCODE = 'check_violation';
  END IF;
  IF jsonb_typeof(body -> 'outcome') <> 'string'
     OR body ->> 'outcome' NOT IN ('success', 'refused', 'error') THEN
    RAISE EXCEPTION 'an event ends in success, refused or error' USING ERRCODE = 'check_violation';
  END IF;
  IF jsonb_typeof(body -> 'occurred_at') <> 'string'
     OR (body ->> 'occurred_at') !~ '^[0-9]{4}-[0-9-]{5}T[0-9:]{8}[.][0-9]{6}Z$'
     OR to_char((body ->> 'occurred_at')::timestamptz AT TIME ZONE 'UTC',
                'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') <> body ->> 'occurred_at' THEN
    RAISE EXCEPTION 'the time of an event is written in UTC with microseconds'
      USING ERRCODE = 'check_violation';
  END IF;
  IF jsonb_typeof(body -> 'facts') <> 'object'
     OR EXISTS (SELECT FROM jsonb_each(body -> 'facts') AS fact
                WHERE NOT audit.is_flat_or_nested_once(fact.value)) THEN
    RAISE EXCEPTION 'facts are an object, nested once at most' USING ERRCODE = 'check_violation';
  END IF;
  IF jsonb_typeof(body -> 'commitments') <> 'object'
     OR EXISTS (SELECT FROM jsonb_each(body -> 'commitments') AS each
                WHERE jsonb_typeof(each.value) <> 'string'
                   OR (each.value #>> '{}') !~ '^[0-9a-f]{64}$') THEN
    RAISE EXCEPTION 'a commitment is a digest of 64 hexadecimal digits'
      USING ERRCODE = 'check_violation';
  END IF;
END $$;
"""

APPEND = """
CREATE OR REPLACE FUNCTION audit.append(p_body text, p_openings jsonb DEFAULT '{}')
RETURNS TABLE (event_id bigint, request_seq integer, recorded_at timestamptz, leaf_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
#variable_conflict use_column
DECLARE
  body jsonb;
  v_code text;
  v_status text;
  v_allowed text[];
  v_request uuid;
  v_now timestamptz;
  v_id bigint;
  v_seq integer;
  v_previous bytea;
  v_entry bytea;
  v_leaf bytea;
BEGIN
  IF octet_length(p_body) > 65535 THEN
    RAISE EXCEPTION 'an event has at most 65535 bytes' USING ERRCODE = 'check_violation';
  END IF;
  body := p_body::jsonb;
  v_code := body ->> 'code';
  v_status := body ->> 'status_after';
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
  PERFORM audit.check_body(body);
  IF audit.canonical_body(body) IS DISTINCT FROM p_body THEN
    RAISE EXCEPTION 'the body of an event has exactly the fields of envelope v1, in canonical form'
      USING ERRCODE = 'check_violation';
  END IF;
  v_request := (body ->> 'request_id')::uuid;
  IF v_status IS NOT NULL AND v_request IS NULL THEN
    RAISE EXCEPTION 'a status without its request' USING ERRCODE = 'check_violation';
  END IF;
  IF audit.keys_of(p_openings) IS DISTINCT FROM audit.keys_of(body -> 'commitments')
     OR EXISTS (SELECT FROM jsonb_each(p_openings) AS each
                WHERE (each.value ->> 'key') !~ '^[0-9a-f]{64}$'
                   OR each.value ->> 'key' IS NULL OR each.value ->> 'value' IS NULL) THEN
    RAISE EXCEPTION 'each commitment comes with its opening, and no opening without one'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM jsonb_each(p_openings) AS each
             WHERE audit.commitment(each.value ->> 'key', each.value ->> 'value')
                   <> body -> 'commitments' ->> each.key) THEN
    RAISE EXCEPTION 'an opening does not open its commitment' USING ERRCODE = 'check_violation';
  END IF;
  IF v_request IS NOT NULL THEN
    -- The row of this one request is the only lock: writers about other requests never wait.
    INSERT INTO audit.request_chain AS chain (request_id, seq, last_leaf) VALUES (v_request, 1, '')
      ON CONFLICT (request_id) DO UPDATE SET seq = chain.seq + 1
      RETURNING seq, nullif(last_leaf, '') INTO v_seq, v_previous;
  END IF;
  -- After the lock, never before: number and time must run the same way as the request's own count.
  v_id := nextval(pg_get_serial_sequence('audit.event', 'id'));
  v_now := clock_timestamp();
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
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
"""

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


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop)
        for statements in (TABLES, CANONICAL, COMMITMENT, CHECK_BODY, APPEND, GUARDS)
    ]
