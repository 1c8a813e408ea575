r"""An event in the plain form is checked with fewer expressions, since PostgreSQL prepares each of them at each call.

An expression of PL/pgSQL is made ready anew in each transaction, whatever it then computes: each function in it is
looked up and its rights are checked. So a field that an event does not have costs nothing here, texts are put together
by one `format`, and what is known of the facts of a code lies ready in arrays. What passes is the same as in `0012`.
The text is frozen: a change is a new migration.
"""

from django.db import migrations

READY = r"""
-- What an event of a code needs, in the one row that is read for it.
ALTER TABLE audit.code_right ADD COLUMN installation text;
UPDATE audit.code_right SET installation = (SELECT id FROM audit.installation);
ALTER TABLE audit.code_right ALTER COLUMN installation SET NOT NULL,
  ADD CONSTRAINT code_right_installation_check CHECK (installation ~ '^[A-Za-z0-9-]+$'),
  ADD CONSTRAINT code_right_login_check CHECK (login::text ~ '^[a-z_]+$'),
  ADD CONSTRAINT code_right_required_check CHECK (required <@ allowed),
  DROP COLUMN plain;

-- The allowed facts by their place: the pattern of each in the plain form with its least and greatest length (see
-- 0012), and whether it must be there. There is none for names that are not in the order of the canonical form.
CREATE TYPE audit.plain_facts AS (patterns text[], least integer[], greatest integer[], needed boolean[]);
CREATE FUNCTION audit.plain_facts(shapes jsonb, required text[], allowed text[]) RETURNS audit.plain_facts
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT ROW(array_agg(form ->> 0 ORDER BY place), array_agg((form ->> 1)::integer ORDER BY place),
    array_agg((form ->> 2)::integer ORDER BY place), array_agg(name = ANY (required) ORDER BY place))
  FROM unnest(allowed) WITH ORDINALITY AS fact(name, place)
    CROSS JOIN LATERAL (SELECT audit.plain_forms(shapes) -> name) AS written(form)
  HAVING allowed = array_agg(name ORDER BY name COLLATE "C")
$$;
ALTER TABLE audit.code_right ADD COLUMN plain audit.plain_facts
  GENERATED ALWAYS AS (audit.plain_facts(shapes, required, allowed)) STORED;
"""

APPEND = r"""
CREATE OR REPLACE FUNCTION audit.append(p_body text, p_openings jsonb DEFAULT '{}')
RETURNS TABLE (event_id bigint, request_seq integer, recorded_at timestamptz, leaf_hash bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
#variable_conflict use_column
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
  v_time text;
  v_request uuid;
  v_account uuid;
  v_person uuid;
  v_occurred timestamptz;
  v_moves text[];
  v_outcomes text[];
  v_anonymous boolean;
  v_patterns text[];
  v_least integer[];
  v_greatest integer[];
  v_needed boolean[];
  v_allowed text[];
  v_installation text;
  v_login text;
  v_known boolean;
  -- Whether the event is in the plain form as far as it was read; null means no, as false does.
  plain boolean := true;
  v_facts jsonb;
  v_said text;
  v_names text[] := '{}';
  v_several boolean := false;
  v_name text;
  v_key text;
  v_value text;
  v_bits bit(256);
  v_comma text := '';
  -- The fields as they stand in the canonical form.
  t_commitments text := '';
  t_facts text := '';
  t_object text := 'null';
  t_kind text := 'null';
  t_reason text := 'null';
  t_request text := 'null';
  t_status text := 'null';
  t_who text := '"account":null,"person":null';
  t_session text := 'null';
  t_previous text := 'null';
  t_seq text := 'null';
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
  v_request := body ->> 'request_id';
  v_account := who ->> 'account';
  v_person := who ->> 'person';
  v_time := body ->> 'occurred_at';
  v_occurred := v_time;
  v_facts := body -> 'facts';
  SELECT given.moves, given.outcomes, given.anonymous, given.login, given.installation, given.allowed,
      (given.plain).patterns, (given.plain).least, (given.plain).greatest, (given.plain).needed,
      EXISTS (SELECT FROM public.accounts_account AS known
              WHERE known.id = v_account AND known.person_id = v_person)
    INTO v_moves, v_outcomes, v_anonymous, v_login, v_installation, v_allowed,
      v_patterns, v_least, v_greatest, v_needed, v_known
    FROM audit.code_right AS given WHERE given.login = session_user AND given.code = v_code;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'login % may not append %', session_user, v_code
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (v_status IS NULL) <> (v_moves = '{}') THEN
    RAISE EXCEPTION 'event % does not lead to status %', v_code, coalesce(v_status, 'none')
      USING ERRCODE = 'check_violation';
  END IF;
  -- The commitments, as the openings open them.
  IF p_openings IS DISTINCT FROM '{}' THEN
    v_name := split_part(p_openings::text, '"', 2);
    IF p_openings - v_name = '{}' THEN
      v_names := ARRAY[v_name];
    ELSIF jsonb_typeof(p_openings) = 'object' THEN
      v_names := ARRAY(SELECT name FROM jsonb_object_keys(p_openings) AS name ORDER BY name COLLATE "C");
      v_several := true;
      plain := cardinality(v_names) <= 10;
    ELSE
      plain := false;
    END IF;
    FOREACH v_name IN ARRAY v_names LOOP
      v_key := p_openings #>> ARRAY[v_name, 'key'];
      v_value := p_openings #>> ARRAY[v_name, 'value'];
      IF v_value IS NOT NULL AND length(v_key) = 64 AND v_key ~ '^[0-9a-f]+$'
         AND length(v_name) <= 40 AND v_name ~ '^[a-z_0-9]+$' THEN
        -- HMAC-SHA-256 (RFC 2104) with a key of 32 bytes: its two masks are bytes 36 and 5c. The binary form of a bit
        -- string begins with four bytes for its length.
        v_bits := 'x' || v_key;
        t_commitments := format('%s%s"%s":"%s"', t_commitments, v_comma, v_name, encode(sha256(
          substring(bit_send(v_bits # X'5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c'), 5)
          || '\x5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c5c'::bytea
          || sha256(substring(bit_send(v_bits # X'3636363636363636363636363636363636363636363636363636363636363636'), 5)
            || '\x3636363636363636363636363636363636363636363636363636363636363636'::bytea
            || convert_to(v_value, 'UTF8'))), 'hex'));
        v_comma := ',';
      ELSE
        plain := false;
      END IF;
    END LOOP;
  END IF;
  -- The facts, in the order of their names.
  IF v_allowed <> '{}' THEN
    v_comma := '';
    FOR v_place IN 1 .. cardinality(v_allowed) LOOP
      v_said := (v_facts -> v_allowed[v_place])::text;
      IF v_said IS NULL THEN
        IF v_needed[v_place] IS DISTINCT FROM false THEN
          plain := false;
        END IF;
      ELSE
        IF (v_said ~ v_patterns[v_place]
            AND length(v_said) BETWEEN v_least[v_place] AND v_greatest[v_place]) IS NOT TRUE THEN
          plain := false;
          EXIT;
        END IF;
        -- Between the members of a list jsonb writes a blank. No other plain text has such quotation marks in it.
        t_facts := format('%s%s"%s":%s', t_facts, v_comma, v_allowed[v_place], replace(v_said, '", "', '","'));
        v_comma := ',';
      END IF;
    END LOOP;
  END IF;
  IF v_object IS NOT NULL THEN
    t_object := '"' || v_object || '"';
  END IF;
  IF v_kind IS NOT NULL THEN
    t_kind := '"' || v_kind || '"';
  END IF;
  IF v_reason IS NOT NULL THEN
    t_reason := '"' || v_reason || '"';
  END IF;
  IF v_request IS NOT NULL THEN
    t_request := '"' || v_request || '"';
  END IF;
  IF v_status IS NOT NULL THEN
    t_status := '"' || v_status || '"';
  END IF;
  IF v_account IS NOT NULL OR v_person IS NOT NULL THEN
    t_who := format('"account":"%s","person":"%s"', v_account, v_person);
    plain := plain AND v_known
      AND session_user <> ALL ('{countersign_worker,countersign_dispatcher,countersign_sequencer}');
  ELSIF NOT v_anonymous THEN
    plain := plain AND session_user <> 'countersign_web';
  END IF;
  IF v_session IS NOT NULL THEN
    t_session := '"' || v_session || '"';
  END IF;
  -- The one text that the body may have, from its fields: one that is missing, too much, twice or of another type makes
  -- another text.
  IF (plain AND p_body = format('{"code":"%s","commitments":{%s},"facts":{%s},"object":{"id":%s,"type":%s},'
        '"occurred_at":"%s","outcome":"%s","reason":%s,"request_id":%s,"status_after":%s,'
        '"who":{%s,"role":"%s","session":%s}}',
        v_code, t_commitments, t_facts, t_object, t_kind,
        to_char(v_occurred AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        v_outcome, t_reason, t_request, t_status, t_who, v_role, t_session)
      AND concat(t_object, t_kind, t_reason, t_status, t_session, v_role)
        ~ ('^(null|"[A-Za-z0-9_.:-]+")(null|"[a-z0-9_]+([.][a-z0-9_]+)*")(null|"[A-Za-z0-9_.-]+")'
          '(null|"[A-Z_]+")(null|"[0-9a-f]+")[a-z0-9_]+$')
      AND greatest(length(v_object), length(v_kind), length(v_reason), length(v_status), length(v_role)) <= 100
      AND coalesce(length(v_session), 64) = 64
      AND length(v_time) = 27
      AND v_outcome = ANY (v_outcomes)) IS NOT TRUE THEN
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
    IF v_status IS NOT NULL THEN
      IF coalesce(v_before, '') || '>' || v_status <> ALL (v_moves) THEN
        RAISE EXCEPTION 'event % does not lead from status % to status %', v_code,
          coalesce(v_before, 'none'), v_status USING ERRCODE = 'check_violation';
      END IF;
      v_before := v_status;
    ELSIF v_before IS NULL THEN
      RAISE EXCEPTION 'the log knows no request %', v_request USING ERRCODE = 'check_violation';
    END IF;
    IF v_previous IS NOT NULL THEN
      t_previous := '"' || encode(v_previous, 'hex') || '"';
    END IF;
    t_seq := request_seq;
  END IF;
  -- After the lock, never before: number and time must run the same way as the request's own count.
  event_id := nextval('audit.event_id_seq'::regclass);
  recorded_at := clock_timestamp();
  -- Only a trial may hold its clock: elsewhere what happened is recorded when it happens. The question about the
  -- installation is a statement of its own, which only an event of another time pays for.
  IF recorded_at - v_occurred NOT BETWEEN '-5 minutes' AND '5 minutes' THEN
    IF NOT EXISTS (SELECT FROM public.ops_installation WHERE kind = 'trial') THEN
      RAISE EXCEPTION 'an event is recorded within five minutes of its time, by the clock of the database'
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  v_entry := convert_to(format('{"body":%s,"event_id":%s,"installation":"%s","login":"%s","previous":%s,'
      '"recorded_at":"%s","request_seq":%s,"schema":1}',
    p_body, event_id, v_installation, v_login, t_previous,
    to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), t_seq), 'UTF8');
  leaf_hash := sha256('\x00'::bytea || v_entry);
  -- One statement for the event and its last opening: it is started and ended once. There is seldom another opening.
  WITH made AS (
    INSERT INTO audit.event (id, recorded_at, login, code, occurred_at, request_id, request_seq,
        status_after, outcome, reason, role, account_id, person_id, object_type, object_id,
        schema_version, entry, leaf_hash)
      OVERRIDING SYSTEM VALUE
      VALUES (event_id, recorded_at, v_login, v_code, v_occurred, v_request, request_seq,
        v_status, v_outcome, v_reason, v_role, v_account, v_person, v_kind, v_object, 1,
        v_entry, leaf_hash))
  INSERT INTO audit.opening (event_id, field, key, value)
    SELECT event_id, v_name, decode(v_key, 'hex'), v_value WHERE v_name IS NOT NULL;
  IF v_several THEN
    FOREACH v_name IN ARRAY v_names[:cardinality(v_names) - 1] LOOP
      INSERT INTO audit.opening (event_id, field, key, value)
        VALUES (event_id, v_name, decode(p_openings #>> ARRAY[v_name, 'key'], 'hex'),
          p_openings #>> ARRAY[v_name, 'value']);
    END LOOP;
  END IF;
  IF v_request IS NOT NULL THEN
    UPDATE audit.request_chain AS chain
      SET seq = append.request_seq, last_leaf = append.leaf_hash, status = v_before
      WHERE chain.request_id = v_request;
  END IF;
  RETURN NEXT;
END $$;
"""
REST = """
DROP FUNCTION audit.text_of_facts(jsonb, text[], text[], jsonb);
DROP FUNCTION audit.keyed_digest(text, text);
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0014_causes_before_effects")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop)
        for statements in (READY, APPEND, REST)
    ]
