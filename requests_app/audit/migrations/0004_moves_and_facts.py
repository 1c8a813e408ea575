"""The log is held to the moves of the transition table, to the facts of each code, and to known people.

A request's chain remembers the status that its last event says, so that each next one must begin there.
The text is frozen: a change is a new migration.
"""

from django.db import migrations

TABLES = """
-- The bootstrap writes every row anew after the migrations.
DELETE FROM audit.code_right;
ALTER TABLE audit.code_right DROP COLUMN statuses,
  ADD COLUMN moves text[] NOT NULL,
  ADD COLUMN required text[] NOT NULL,
  ADD COLUMN allowed text[] NOT NULL,
  ADD COLUMN outcomes text[] NOT NULL,
  ADD COLUMN anonymous boolean NOT NULL;

ALTER TABLE audit.request_chain ADD COLUMN status text;
UPDATE audit.request_chain AS chain SET status = said.status_after
  FROM (SELECT DISTINCT ON (request_id) request_id, status_after FROM audit.event
        WHERE status_after IS NOT NULL ORDER BY request_id, request_seq DESC) AS said
  WHERE said.request_id = chain.request_id;

CREATE INDEX event_of_transaction ON audit.event (xid);
"""

WHAT_IS_SAID = """
-- What an event says must be what its code says: how it ends, with which facts, and whose act it was.
CREATE OR REPLACE FUNCTION audit.check_what_is_said(given audit.code_right, body jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  facts text[] := audit.keys_of(body -> 'facts');
  v_account uuid := (body #>> '{who,account}')::uuid;
  v_person uuid := (body #>> '{who,person}')::uuid;
BEGIN
  IF body ->> 'outcome' <> ALL (given.outcomes) THEN
    RAISE EXCEPTION 'event % does not end in %', given.code, body ->> 'outcome'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT (facts @> given.required AND facts <@ given.allowed) THEN
    RAISE EXCEPTION 'event % has the facts % and may have %', given.code, given.required, given.allowed
      USING ERRCODE = 'check_violation';
  END IF;
  IF v_account IS NULL AND v_person IS NULL THEN
    IF given.login = 'countersign_web' AND NOT given.anonymous THEN
      RAISE EXCEPTION 'event % is the act of somebody', given.code USING ERRCODE = 'check_violation';
    END IF;
  ELSIF given.login IN ('countersign_worker', 'countersign_dispatcher') THEN
    RAISE EXCEPTION 'what a process does by itself is nobody''s act' USING ERRCODE = 'check_violation';
  ELSIF NOT EXISTS (
    SELECT FROM public.accounts_account WHERE id = v_account AND person_id = v_person
  ) THEN
    RAISE EXCEPTION 'an event names an account and its person' USING ERRCODE = 'check_violation';
  END IF;
END $$;
"""

APPEND = r"""
CREATE OR REPLACE FUNCTION audit.append(p_body text, p_openings jsonb DEFAULT '{}')
RETURNS TABLE (event_id bigint, request_seq integer, recorded_at timestamptz, leaf_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
#variable_conflict use_column
DECLARE
  body jsonb;
  v_code text;
  v_status text;
  v_before text;
  v_right audit.code_right;
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
  SELECT * INTO v_right FROM audit.code_right
    WHERE code_right.login = session_user AND code_right.code = v_code;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'login % may not append %', session_user, v_code
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (v_status IS NULL) <> (cardinality(v_right.moves) = 0) THEN
    RAISE EXCEPTION 'event % does not lead to status %', v_code, coalesce(v_status, 'none')
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM audit.check_body(body);
  IF audit.canonical_body(body) IS DISTINCT FROM p_body THEN
    RAISE EXCEPTION 'the body of an event has exactly the fields of envelope v1, in canonical form'
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM audit.check_what_is_said(v_right, body);
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
      RETURNING seq, nullif(last_leaf, ''), status INTO v_seq, v_previous, v_before;
    IF v_status IS NULL AND v_before IS NULL THEN
      RAISE EXCEPTION 'the log knows no request %', v_request USING ERRCODE = 'check_violation';
    END IF;
    IF v_status IS NOT NULL
       AND coalesce(v_before, '') || '>' || v_status <> ALL (v_right.moves) THEN
      RAISE EXCEPTION 'event % does not lead from status % to status %', v_code,
        coalesce(v_before, 'none'), v_status USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  -- After the lock, never before: number and time must run the same way as the request's own count.
  v_id := nextval(pg_get_serial_sequence('audit.event', 'id'));
  v_now := clock_timestamp();
  -- Only a trial may hold its clock: elsewhere what happened is recorded when it happens.
  IF abs(extract(epoch FROM v_now - (body ->> 'occurred_at')::timestamptz)) > 300
     AND NOT EXISTS (SELECT FROM public.ops_installation WHERE kind = 'trial') THEN
    RAISE EXCEPTION 'an event is recorded within five minutes of its time, by the clock of the database'
      USING ERRCODE = 'check_violation';
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
  v_leaf := sha256('\x00'::bytea || v_entry);
  INSERT INTO audit.event (id, recorded_at, login, code, occurred_at, request_id, request_seq,
      status_after, outcome, reason, role, account_id, person_id, object_type, object_id,
      schema_version, entry, leaf_hash)
    OVERRIDING SYSTEM VALUE
    VALUES (v_id, v_now, session_user, v_code, (body ->> 'occurred_at')::timestamptz, v_request,
      v_seq, v_status, body ->> 'outcome', body ->> 'reason', body #>> '{who,role}',
      (body #>> '{who,account}')::uuid, (body #>> '{who,person}')::uuid,
      body #>> '{object,type}', body #>> '{object,id}', 1, v_entry, v_leaf);
  IF v_request IS NOT NULL THEN
    UPDATE audit.request_chain SET last_leaf = v_leaf, status = coalesce(v_status, v_before)
      WHERE request_chain.request_id = v_request;
  END IF;
  INSERT INTO audit.opening (event_id, field, key, value)
    SELECT v_id, each.key, decode(each.value ->> 'key', 'hex'), each.value ->> 'value'
    FROM jsonb_each(p_openings) AS each;
  RETURN QUERY SELECT v_id, v_seq, v_now, v_leaf;
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
"""

RIGHTS = "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC"


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_exports")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop)
        for statements in (TABLES, WHAT_IS_SAID, APPEND, RIGHTS)
    ]
