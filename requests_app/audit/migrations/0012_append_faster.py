r"""An event in the plain form, which nearly all have, is checked in one pass over its fields.

What is not in that form is not wrong: it is checked in full, by the functions of `0001`, `0004`, `0009` and `0010`,
and is refused with their message. The plain form must never let through what they would refuse. The text is frozen:
a change is a new migration.
"""

from django.db import migrations

ROOM = """
-- Each event of a request rewrites the one row of that request's chain. With room left on its page, the new version
-- of the row lies beside the old one, and the index stays as it is.
ALTER TABLE audit.request_chain SET (fillfactor = 70);
"""

PLAIN = r"""
-- How the JSON text of each fact looks in the plain form, by its name: a pattern, and the least and the greatest length.
-- A text has no escapes in it. What looks otherwise may still have the shape: audit.has_shape says so.
-- A length is compared as a length, and not written into the pattern as {1,200}: PostgreSQL makes a state for each
-- character that may be repeated, at each call, which takes longer than all the rest of the check.
CREATE FUNCTION audit.plain_forms(shapes jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(jsonb_object_agg(fact.key, jsonb_build_array(
      '^(' || form.pattern || CASE WHEN fact.value LIKE '%?' THEN '|null' ELSE '' END || ')$',
      CASE WHEN fact.value LIKE '%?' THEN least(form.least, 4) ELSE form.least END, form.greatest)), '{}')
  FROM jsonb_each_text(shapes) AS fact JOIN (VALUES
    ('number', '[0-9]+', 1, 15),
    ('flag', 'true|false', 4, 5),
    ('id', '"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"', 38, 38),
    ('digest', '"[0-9a-f]+"', 66, 66),
    ('day', '"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"', 12, 12),
    ('time', '"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z"', 29, 29),
    ('code', '"[]!#-[^-~]*"', 2, 202),
    ('text', '"[^"\\\u0001-\u001f\u007f-\u009f]*"', 2, 202),
    ('codes', '\[("[A-Za-z0-9_.:+-]+"(, "[A-Za-z0-9_.:+-]+")*)?\]', 2, 104)
  ) AS form(shape, pattern, least, greatest)
    ON form.shape = rtrim(fact.value, '?') AND fact.value NOT LIKE 'digest?'
  WHERE fact.key ~ '^[a-z_0-9]+$'
$$;
ALTER TABLE audit.code_right
  ADD COLUMN plain jsonb NOT NULL GENERATED ALWAYS AS (audit.plain_forms(shapes)) STORED;

-- What stands between the braces of the facts in canonical form; null where an event of this kind may not have them, or
-- where one of them is not in the plain form.
CREATE FUNCTION audit.text_of_facts(facts jsonb, required text[], allowed text[], plain jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  written text := '';
  before text := '';
  name text;
  said text;
  form jsonb;
BEGIN
  IF NOT required <@ allowed THEN
    RETURN NULL;
  END IF;
  FOREACH name IN ARRAY allowed LOOP
    said := (facts -> name)::text;
    IF said IS NULL THEN
      IF name = ANY (required) THEN
        RETURN NULL;
      END IF;
      CONTINUE;
    END IF;
    form := plain -> name;
    IF (name COLLATE "C" > before AND said ~ (form ->> 0)
        AND length(said) BETWEEN (form ->> 1)::integer AND (form ->> 2)::integer) IS NOT TRUE THEN
      RETURN NULL;
    END IF;
    written := written || CASE before WHEN '' THEN '"' ELSE ',"' END || name || '":'
      || CASE left(said, 1) WHEN '[' THEN replace(said, '", "', '","') ELSE said END;
    before := name;
  END LOOP;
  RETURN written;
END $$;

-- HMAC-SHA-256 (RFC 2104) with a key of 32 bytes, as audit.commitment, with the key read once for both of its masks.
CREATE FUNCTION audit.keyed_digest(key_hex text, value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE
  first bigint := ('x' || substr(key_hex, 1, 16))::bit(64)::bigint;
  second bigint := ('x' || substr(key_hex, 17, 16))::bit(64)::bigint;
  third bigint := ('x' || substr(key_hex, 33, 16))::bit(64)::bigint;
  fourth bigint := ('x' || substr(key_hex, 49, 16))::bit(64)::bigint;
  -- Eight times the byte 36, and eight times 5c.
  inner_mask CONSTANT bigint := 3906369333256140342;
  outer_mask CONSTANT bigint := 6655295901103053916;
BEGIN
  RETURN encode(sha256(
    int8send(first # outer_mask) || int8send(second # outer_mask)
    || int8send(third # outer_mask) || int8send(fourth # outer_mask)
    || '\x5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c'::bytea
    || sha256(int8send(first # inner_mask) || int8send(second # inner_mask)
      || int8send(third # inner_mask) || int8send(fourth # inner_mask)
      || '\x3636363636363636363636363636363636363636363636363636363636363636'::bytea
      || convert_to(value, 'UTF8'))), 'hex');
END $$;
"""

IN_FULL = r"""
-- The checks that every event had to pass before there was the plain form, in the same order.
CREATE FUNCTION audit.check_in_full(p_body text, p_openings jsonb) RETURNS void
LANGUAGE plpgsql STABLE AS $$
DECLARE
  body jsonb := p_body::jsonb;
  v_right audit.code_right;
BEGIN
  SELECT * INTO v_right FROM audit.code_right
    WHERE code_right.login = session_user AND code_right.code = body ->> 'code';
  PERFORM audit.check_body(body);
  IF audit.canonical_body(body) IS DISTINCT FROM p_body THEN
    RAISE EXCEPTION 'the body of an event has exactly the fields of envelope v1, in canonical form'
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM audit.check_what_is_said(v_right, body);
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
END $$;
"""

APPEND = r"""
CREATE OR REPLACE FUNCTION audit.append(p_body text, p_openings jsonb DEFAULT '{}')
RETURNS TABLE (event_id bigint, request_seq integer, recorded_at timestamptz, leaf_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
#variable_conflict use_column
-- A statement costs some ten times what an expression costs, which reads no table and is not planned: so there are few
-- statements here, and they take what they need from variables.
DECLARE
  body jsonb;
  who jsonb;
  v_code text;
  v_status text;
  v_outcome text;
  v_reason text;
  v_role text;
  v_kind text;
  v_object text;
  v_session text;
  v_request uuid;
  v_account uuid;
  v_person uuid;
  v_occurred timestamptz;
  v_moves text[];
  v_required text[];
  v_allowed text[];
  v_outcomes text[];
  v_anonymous boolean;
  v_plain jsonb;
  v_installation text;
  v_known boolean;
  v_names text[] := '{}';
  v_name text;
  v_opening jsonb;
  v_commitments text := '';
  v_before text;
  v_previous bytea;
  v_entry bytea;
BEGIN
  IF octet_length(p_body) > 65535 THEN
    RAISE EXCEPTION 'an event has at most 65535 bytes' USING ERRCODE = 'check_violation';
  END IF;
  body := p_body::jsonb;
  who := body -> 'who';
  v_code := body ->> 'code';
  v_status := body ->> 'status_after';
  v_outcome := body ->> 'outcome';
  v_reason := body ->> 'reason';
  v_role := who ->> 'role';
  v_kind := body #>> '{object,type}';
  v_object := body #>> '{object,id}';
  v_session := who ->> 'session';
  v_request := (body ->> 'request_id')::uuid;
  v_account := (who ->> 'account')::uuid;
  v_person := (who ->> 'person')::uuid;
  v_occurred := (body ->> 'occurred_at')::timestamptz;
  SELECT given.moves, given.required, given.allowed, given.outcomes, given.anonymous, given.plain,
      (SELECT to_json(id)::text FROM audit.installation),
      EXISTS (SELECT FROM public.accounts_account AS known
              WHERE known.id = v_account AND known.person_id = v_person)
    INTO v_moves, v_required, v_allowed, v_outcomes, v_anonymous, v_plain, v_installation, v_known
    FROM audit.code_right AS given WHERE given.login = session_user AND given.code = v_code;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'login % may not append %', session_user, v_code
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (v_status IS NULL) <> (cardinality(v_moves) = 0) THEN
    RAISE EXCEPTION 'event % does not lead to status %', v_code, coalesce(v_status, 'none')
      USING ERRCODE = 'check_violation';
  END IF;
  -- The commitments that the openings open, in canonical form; null where they are not in the plain form.
  IF p_openings IS DISTINCT FROM '{}' THEN
    v_name := split_part(p_openings::text, '"', 2);
    IF p_openings - v_name = '{}' THEN
      v_names := ARRAY[v_name];
    ELSIF jsonb_typeof(p_openings) = 'object' THEN
      v_names := ARRAY(SELECT name FROM jsonb_object_keys(p_openings) AS name ORDER BY name COLLATE "C");
    ELSE
      v_commitments := NULL;
    END IF;
    FOREACH v_name IN ARRAY v_names LOOP
      v_opening := p_openings -> v_name;
      v_commitments := v_commitments || CASE v_commitments WHEN '' THEN '"' ELSE ',"' END
        || CASE WHEN length(v_name) <= 40 AND v_name ~ '^[a-z_0-9]+$'
             AND length(v_opening ->> 'key') = 64 AND v_opening ->> 'key' ~ '^[0-9a-f]+$'
           THEN v_name || '":"' || audit.keyed_digest(v_opening ->> 'key', v_opening ->> 'value') || '"' END;
    END LOOP;
  END IF;
  -- The one text that the body may have, from its fields: one that is missing, too much, twice or of another type makes
  -- another text. Null and false alike mean that this is not the plain form.
  IF (p_body = '{"code":"' || v_code
      || '","commitments":{' || v_commitments
      || '},"facts":{' || audit.text_of_facts(body -> 'facts', v_required, v_allowed, v_plain)
      || '},"object":{"id":' || coalesce('"' || v_object || '"', 'null')
      || ',"type":' || coalesce('"' || v_kind || '"', 'null')
      || '},"occurred_at":"' || to_char(v_occurred AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      || '","outcome":"' || v_outcome
      || '","reason":' || coalesce('"' || v_reason || '"', 'null')
      || ',"request_id":' || coalesce('"' || v_request || '"', 'null')
      || ',"status_after":' || coalesce('"' || v_status || '"', 'null')
      || ',"who":{"account":' || coalesce('"' || v_account || '"', 'null')
      || ',"person":' || coalesce('"' || v_person || '"', 'null')
      || ',"role":"' || v_role
      || '","session":' || coalesce('"' || v_session || '"', 'null') || '}}'
    AND length(body ->> 'occurred_at') = 27
    AND cardinality(v_names) <= 10
    AND v_outcome = ANY (v_outcomes)
    AND (v_status IS NULL OR length(v_status) <= 100 AND v_status ~ '^[A-Z_]+$')
    AND CASE WHEN v_account IS NULL AND v_person IS NULL
        THEN v_anonymous OR session_user <> 'countersign_web'
        ELSE v_known AND session_user <> ALL ('{countersign_worker,countersign_dispatcher,countersign_sequencer}')
        END
    AND length(v_role) <= 100 AND v_role ~ '^[a-z0-9_]+$'
    AND (v_kind IS NULL OR length(v_kind) <= 100 AND v_kind ~ '^[a-z0-9_]+([.][a-z0-9_]+)*$')
    AND (v_object IS NULL OR length(v_object) <= 100 AND v_object ~ '^[A-Za-z0-9_.:-]+$')
    AND (v_reason IS NULL OR length(v_reason) <= 100 AND v_reason ~ '^[A-Za-z0-9_.-]+$')
    AND (v_session IS NULL OR length(v_session) = 64 AND v_session ~ '^[0-9a-f]+$')
  ) IS NOT TRUE THEN
    PERFORM audit.check_in_full(p_body, p_openings);
  END IF;
  IF v_status IS NOT NULL AND v_request IS NULL THEN
    RAISE EXCEPTION 'a status without its request' USING ERRCODE = 'check_violation';
  END IF;
  IF v_request IS NOT NULL THEN
    -- The row of this one request is the only lock: writers about other requests never wait.
    SELECT chain.seq + 1, nullif(chain.last_leaf, ''), chain.status INTO request_seq, v_previous, v_before
      FROM audit.request_chain AS chain WHERE chain.request_id = v_request FOR UPDATE;
    IF NOT FOUND THEN
      -- Two who begin it at once meet here, and the second waits.
      INSERT INTO audit.request_chain AS chain (request_id, seq, last_leaf) VALUES (v_request, 1, '')
        ON CONFLICT (request_id) DO UPDATE SET seq = chain.seq + 1
        RETURNING chain.seq, nullif(chain.last_leaf, ''), chain.status INTO request_seq, v_previous, v_before;
    END IF;
    IF v_status IS NULL AND v_before IS NULL THEN
      RAISE EXCEPTION 'the log knows no request %', v_request USING ERRCODE = 'check_violation';
    END IF;
    IF v_status IS NOT NULL
       AND coalesce(v_before, '') || '>' || v_status <> ALL (v_moves) THEN
      RAISE EXCEPTION 'event % does not lead from status % to status %', v_code,
        coalesce(v_before, 'none'), v_status USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  -- After the lock, never before: number and time must run the same way as the request's own count.
  event_id := nextval('audit.event_id_seq'::regclass);
  recorded_at := clock_timestamp();
  -- Only a trial may hold its clock: elsewhere what happened is recorded when it happens.
  IF abs(extract(epoch FROM recorded_at - v_occurred)) > 300
     AND NOT EXISTS (SELECT FROM public.ops_installation WHERE kind = 'trial') THEN
    RAISE EXCEPTION 'an event is recorded within five minutes of its time, by the clock of the database'
      USING ERRCODE = 'check_violation';
  END IF;
  v_entry := convert_to(
    '{"body":' || p_body
    || ',"event_id":' || event_id
    || ',"installation":' || v_installation
    || ',"login":' || to_json(session_user::text)::text
    || ',"previous":' || coalesce('"' || encode(v_previous, 'hex') || '"', 'null')
    || ',"recorded_at":"'
    || to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '"'
    || ',"request_seq":' || coalesce(request_seq::text, 'null')
    || ',"schema":1}', 'UTF8');
  leaf_hash := sha256('\x00'::bytea || v_entry);
  INSERT INTO audit.event (id, recorded_at, login, code, occurred_at, request_id, request_seq,
      status_after, outcome, reason, role, account_id, person_id, object_type, object_id,
      schema_version, entry, leaf_hash)
    OVERRIDING SYSTEM VALUE
    VALUES (event_id, recorded_at, session_user, v_code, v_occurred, v_request, request_seq,
      v_status, v_outcome, v_reason, v_role, v_account, v_person, v_kind, v_object, 1,
      v_entry, leaf_hash);
  IF v_request IS NOT NULL THEN
    UPDATE audit.request_chain AS chain
      SET seq = append.request_seq, last_leaf = append.leaf_hash, status = coalesce(v_status, v_before)
      WHERE chain.request_id = v_request;
  END IF;
  FOREACH v_name IN ARRAY v_names LOOP
    v_opening := p_openings -> v_name;
    INSERT INTO audit.opening (event_id, field, key, value)
      VALUES (event_id, v_name, decode(v_opening ->> 'key', 'hex'), v_opening ->> 'value');
  END LOOP;
  RETURN NEXT;
END $$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0011_checkpoints")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop)
        for statements in (ROOM, PLAIN, IN_FULL, APPEND)
    ]
