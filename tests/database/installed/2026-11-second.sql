SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA audit;
ALTER SCHEMA audit OWNER TO countersign_owner;
CREATE FUNCTION audit.append(p_body text, p_openings jsonb DEFAULT '{}'::jsonb) RETURNS TABLE(event_id bigint, request_seq integer, recorded_at timestamp with time zone, leaf_hash bytea)
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'audit', 'pg_temp'
    AS $_$
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
    UPDATE audit.request_chain SET last_leaf = v_leaf WHERE request_chain.request_id = v_request;
  END IF;
  INSERT INTO audit.opening (event_id, field, key, value)
    SELECT v_id, each.key, decode(each.value ->> 'key', 'hex'), each.value ->> 'value'
    FROM jsonb_each(p_openings) AS each;
  RETURN QUERY SELECT v_id, v_seq, v_now, v_leaf;
END $_$;
ALTER FUNCTION audit.append(p_body text, p_openings jsonb) OWNER TO countersign_owner;
CREATE FUNCTION audit.canonical(value jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT
    AS $_$
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
END $_$;
ALTER FUNCTION audit.canonical(value jsonb) OWNER TO countersign_owner;
CREATE FUNCTION audit.canonical_body(body jsonb) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $$
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
ALTER FUNCTION audit.canonical_body(body jsonb) OWNER TO countersign_owner;
CREATE FUNCTION audit.check_body(body jsonb) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
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
END $_$;
ALTER FUNCTION audit.check_body(body jsonb) OWNER TO countersign_owner;
CREATE FUNCTION audit.commitment(key_hex text, value text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT
    AS $$
  SELECT encode(sha256(audit.masked(key_hex, x'5c5c5c5c5c5c5c5c'::bigint)
    || sha256(audit.masked(key_hex, x'3636363636363636'::bigint) || convert_to(value, 'UTF8'))),
    'hex')
$$;
ALTER FUNCTION audit.commitment(key_hex text, value text) OWNER TO countersign_owner;
CREATE FUNCTION audit.erase_openings(p_request uuid, p_ground text) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'audit', 'pg_temp'
    AS $$
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
ALTER FUNCTION audit.erase_openings(p_request uuid, p_ground text) OWNER TO countersign_owner;
CREATE FUNCTION audit.is_flat(value jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  SELECT CASE jsonb_typeof(value)
    WHEN 'object' THEN false
    WHEN 'array' THEN NOT EXISTS (
      SELECT FROM jsonb_array_elements(value) AS item WHERE NOT audit.is_scalar(item))
    ELSE true END
$$;
ALTER FUNCTION audit.is_flat(value jsonb) OWNER TO countersign_owner;
CREATE FUNCTION audit.is_flat_or_nested_once(value jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  SELECT NOT EXISTS (
    SELECT FROM jsonb_array_elements(
      CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE jsonb_build_array(value) END) AS item
    WHERE CASE jsonb_typeof(item)
      WHEN 'array' THEN true
      WHEN 'object' THEN EXISTS (
        SELECT FROM jsonb_each(item) AS each WHERE NOT audit.is_flat(each.value))
      ELSE false END)
$$;
ALTER FUNCTION audit.is_flat_or_nested_once(value jsonb) OWNER TO countersign_owner;
CREATE FUNCTION audit.is_scalar(value jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT jsonb_typeof(value) NOT IN ('object', 'array')
$$;
ALTER FUNCTION audit.is_scalar(value jsonb) OWNER TO countersign_owner;
CREATE FUNCTION audit.keys_of(value jsonb) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
  SELECT CASE WHEN jsonb_typeof(value) = 'object'
    THEN ARRAY(SELECT k FROM jsonb_object_keys(value) AS k ORDER BY k COLLATE "C") END
$$;
ALTER FUNCTION audit.keys_of(value jsonb) OWNER TO countersign_owner;
CREATE FUNCTION audit.masked(key_hex text, mask bigint) RETURNS bytea
    LANGUAGE sql IMMUTABLE STRICT
    AS $$
  SELECT int8send(('x' || substr(key_hex, 1, 16))::bit(64)::bigint # mask)
      || int8send(('x' || substr(key_hex, 17, 16))::bit(64)::bigint # mask)
      || int8send(('x' || substr(key_hex, 33, 16))::bit(64)::bigint # mask)
      || int8send(('x' || substr(key_hex, 49, 16))::bit(64)::bigint # mask)
      || int8send(mask) || int8send(mask) || int8send(mask) || int8send(mask)
$$;
ALTER FUNCTION audit.masked(key_hex text, mask bigint) OWNER TO countersign_owner;
CREATE FUNCTION audit.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'audit', 'pg_temp'
    AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
ALTER FUNCTION audit.refuse_change() OWNER TO countersign_owner;
CREATE FUNCTION audit.require_erasure_event() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'audit', 'pg_temp'
    AS $$
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
ALTER FUNCTION audit.require_erasure_event() OWNER TO countersign_owner;
CREATE FUNCTION audit.require_status_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'audit', 'pg_temp'
    AS $$
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
ALTER FUNCTION audit.require_status_event() OWNER TO countersign_owner;
CREATE FUNCTION audit.whole_number(value jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
  written text := value::text;
BEGIN
  IF written !~ '^(0|-?[1-9][0-9]{0,15})$' OR abs(written::numeric) > 9007199254740991 THEN
    RAISE EXCEPTION 'a number of an event is a whole number below 2^53'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN written;
END $_$;
ALTER FUNCTION audit.whole_number(value jsonb) OWNER TO countersign_owner;
CREATE FUNCTION public.accounts_filled_in_once() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    col text;
BEGIN
    FOR col IN SELECT jsonb_object_keys(after) LOOP
        IF after -> col IS DISTINCT FROM before -> col
           AND NOT (col = ANY (TG_ARGV) AND coalesce(before ->> col, '') = '') THEN
            RAISE EXCEPTION '%.% was written and stays', TG_TABLE_NAME, col
                USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_filled_in_once';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
ALTER FUNCTION public.accounts_filled_in_once() OWNER TO countersign_owner;
CREATE FUNCTION public.accounts_is_administrator(account uuid) RETURNS boolean
    LANGUAGE sql STABLE
    SET search_path TO 'public', 'pg_temp'
    AS $$
    SELECT EXISTS (
        SELECT 1 FROM accounts_roleassignment held
        JOIN accounts_account a ON a.id = held.account_id
        WHERE held.account_id = account AND held.role = 'account_administrator'
          AND held.withdrawn_at IS NULL AND a.is_active
    )
$$;
ALTER FUNCTION public.accounts_is_administrator(account uuid) OWNER TO countersign_owner;
CREATE FUNCTION public.accounts_permission_ends_with_right() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    DELETE FROM accounts_unitpermissionheld WHERE decide_right_id = NEW.id;
    RETURN NULL;
END $$;
ALTER FUNCTION public.accounts_permission_ends_with_right() OWNER TO countersign_owner;
CREATE FUNCTION public.accounts_permission_has_its_right() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM accounts_decideright held
        WHERE held.id = NEW.decide_right_id AND held.account_id = NEW.user_id
          AND held.unit_id = NEW.content_object_id AND held.withdrawn_at IS NULL
    ) THEN
        RAISE EXCEPTION 'an object permission is only the shadow of a live right'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'unitpermissionheld_has_its_right';
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION public.accounts_permission_has_its_right() OWNER TO countersign_owner;
CREATE FUNCTION public.accounts_proposal_by_administrators() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF TG_OP = 'INSERT' AND (NEW.outcome IS NOT NULL
                             OR NOT accounts_is_administrator(NEW.proposed_by_id)) THEN
        RAISE EXCEPTION 'only an account administrator proposes, and another one decides later'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_by_administrators';
    END IF;
    IF NEW.outcome IN ('confirmed', 'refused')
       AND NOT accounts_is_administrator(NEW.decided_by_id) THEN
        RAISE EXCEPTION 'only an account administrator decides on a proposal'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'proposal_by_administrators';
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION public.accounts_proposal_by_administrators() OWNER TO countersign_owner;
CREATE FUNCTION public.accounts_right_was_confirmed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM accounts_powerproposal proposal
        WHERE proposal.id = NEW.granted_through_id AND proposal.kind = 'decide_right'
          AND proposal.outcome = 'confirmed' AND proposal.beneficiary_id = NEW.account_id
          AND proposal.unit_id = NEW.unit_id
    ) THEN
        RAISE EXCEPTION 'no confirmed proposal grants this right to this account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decideright_was_confirmed';
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION public.accounts_right_was_confirmed() OWNER TO countersign_owner;
CREATE FUNCTION public.accounts_role_stands_alone() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    alone text[] := ARRAY['privacy_auditor', 'oversight', 'policy_administrator',
                          'account_administrator'];
BEGIN
    -- One at a time for each person: two grants at once must see each other.
    PERFORM pg_advisory_xact_lock(hashtextextended('accounts.role.' || NEW.person_id, 0));
    IF EXISTS (
        SELECT 1 FROM accounts_roleassignment held
        WHERE held.person_id = NEW.person_id AND held.withdrawn_at IS NULL
          AND held.role <> NEW.role
          AND (held.role = ANY (alone) OR NEW.role = ANY (alone))
    ) THEN
        RAISE EXCEPTION 'an auditor, an overseer or an administrator holds no other role'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roleassignment_stands_alone';
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION public.accounts_role_stands_alone() OWNER TO countersign_owner;
CREATE FUNCTION public.accounts_role_was_confirmed() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    IF NEW.granted_through_id IS NULL THEN
        -- The first two administrators of an installation, two persons, and nobody ever again.
        PERFORM pg_advisory_xact_lock(hashtextextended('accounts.first_administrators', 0));
        IF NEW.role <> 'account_administrator'
           OR (SELECT count(*) FROM accounts_roleassignment
               WHERE granted_through_id IS NULL) >= 2
           OR EXISTS (SELECT 1 FROM accounts_roleassignment
                      WHERE granted_through_id IS NULL AND person_id = NEW.person_id) THEN
            RAISE EXCEPTION 'a role needs a proposal that another administrator confirmed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'roleassignment_was_confirmed';
        END IF;
    ELSIF NOT EXISTS (
        SELECT 1 FROM accounts_powerproposal proposal
        WHERE proposal.id = NEW.granted_through_id AND proposal.kind = 'role'
          AND proposal.outcome = 'confirmed' AND proposal.beneficiary_id = NEW.account_id
          AND proposal.role = NEW.role AND proposal.unit_id IS NOT DISTINCT FROM NEW.unit_id
    ) THEN
        RAISE EXCEPTION 'no confirmed proposal grants this role to this account'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'roleassignment_was_confirmed';
    END IF;
    RETURN NEW;
END $$;
ALTER FUNCTION public.accounts_role_was_confirmed() OWNER TO countersign_owner;
CREATE FUNCTION public.accounts_stays() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
    col text;
BEGIN
    FOREACH col IN ARRAY TG_ARGV LOOP
        IF to_jsonb(NEW) -> col IS DISTINCT FROM to_jsonb(OLD) -> col THEN
            RAISE EXCEPTION '%.% never changes', TG_TABLE_NAME, col
                USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_stays';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
ALTER FUNCTION public.accounts_stays() OWNER TO countersign_owner;
CREATE FUNCTION public.countersign_refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are kept as they were written', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
ALTER FUNCTION public.countersign_refuse_change() OWNER TO countersign_owner;
CREATE FUNCTION public.dispatch_guard() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
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
ALTER FUNCTION public.dispatch_guard() OWNER TO countersign_owner;
CREATE FUNCTION public.dispatch_guard_attempt() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
  IF OLD.outcome <> '' OR (NEW.id, NEW.dispatch_id, NEW.number, NEW.fence, NEW.started_at)
     IS DISTINCT FROM (OLD.id, OLD.dispatch_id, OLD.number, OLD.fence, OLD.started_at) THEN
    RAISE EXCEPTION 'an attempt is ended once and not rewritten' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION public.dispatch_guard_attempt() OWNER TO countersign_owner;
CREATE FUNCTION public.searches_guard_authorisation() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
DECLARE
  demanded varchar[];
BEGIN
  SELECT r.required_roles || ARRAY['supervisor']::varchar[] INTO demanded
    FROM searches_searchrequest r
    JOIN searches_justification j
      ON j.search_request_id = r.id AND j.version = r.version
    WHERE r.id = NEW.search_request_id AND r.version = NEW.version
      AND j.probe_id = NEW.probe_id AND j.gallery_id = NEW.gallery_id
      AND j.gallery_digest = NEW.gallery_digest AND j.purpose_code = NEW.purpose_code;
  IF demanded IS NULL THEN
    RAISE EXCEPTION 'the authorisation is not for what was submitted'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (
    SELECT FROM unnest(demanded) AS needed(role)
    WHERE NOT EXISTS (
      SELECT FROM searches_decision d
      WHERE d.search_request_id = NEW.search_request_id AND d.version = NEW.version
        AND d.role = needed.role AND d.outcome = 'approve'
        AND d.digest_read = NEW.decision_digest
    )
  ) THEN
    RAISE EXCEPTION 'not every demanded role has approved this version'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION public.searches_guard_authorisation() OWNER TO countersign_owner;
CREATE FUNCTION public.searches_guard_decision() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM searches_searchrequest r
    WHERE r.id = NEW.search_request_id AND r.status = 'AWAITING_DECISION'
      AND r.version = NEW.version
  ) THEN
    RAISE EXCEPTION 'a decision needs a request that awaits one, in this version'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT FROM accounts_account a
    WHERE a.id = NEW.decided_by_id AND a.person_id = NEW.decided_by_person_id
  ) THEN
    RAISE EXCEPTION 'the decider is not the person behind the account'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION public.searches_guard_decision() OWNER TO countersign_owner;
CREATE FUNCTION public.searches_guard_status() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'public', 'pg_temp'
    AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'DRAFT' OR NEW.version <> 0 THEN
      RAISE EXCEPTION 'a search request begins as a draft' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.reference, NEW.requested_by_id, NEW.requested_by_person_id, NEW.created_at)
     IS DISTINCT FROM
     (OLD.id, OLD.reference, OLD.requested_by_id, OLD.requested_by_person_id, OLD.created_at) THEN
    RAISE EXCEPTION 'who asked, and when, cannot change' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.status IS DISTINCT FROM OLD.status AND NOT EXISTS (
    SELECT FROM (VALUES
      ('APPROVED', 'EXPIRED', 'countersign_dispatcher'),
      ('APPROVED', 'EXPIRED', 'countersign_worker'),
      ('APPROVED', 'FORWARDING', 'countersign_dispatcher'),
      ('APPROVED', 'SEARCH_FAILED', 'countersign_dispatcher'),
      ('APPROVED', 'WITHDRAWN', 'countersign_web'),
      ('AWAITING_DECISION', 'APPROVED', 'countersign_web'),
      ('AWAITING_DECISION', 'EXPIRED', 'countersign_dispatcher'),
      ('AWAITING_DECISION', 'EXPIRED', 'countersign_worker'),
      ('AWAITING_DECISION', 'REFUSED', 'countersign_web'),
      ('AWAITING_DECISION', 'RETURNED', 'countersign_web'),
      ('AWAITING_DECISION', 'WITHDRAWN', 'countersign_web'),
      ('DRAFT', 'AWAITING_DECISION', 'countersign_web'),
      ('DRAFT', 'WITHDRAWN', 'countersign_web'),
      ('FORWARDING', 'RESULT_RECEIVED', 'countersign_dispatcher'),
      ('FORWARDING', 'SEARCH_FAILED', 'countersign_dispatcher'),
      ('RETURNED', 'AWAITING_DECISION', 'countersign_web'),
      ('RETURNED', 'EXPIRED', 'countersign_dispatcher'),
      ('RETURNED', 'EXPIRED', 'countersign_worker'),
      ('RETURNED', 'WITHDRAWN', 'countersign_web'),
      ('SEARCH_FAILED', 'APPROVED', 'countersign_web'),
      ('SEARCH_FAILED', 'EXPIRED', 'countersign_dispatcher'),
      ('SEARCH_FAILED', 'EXPIRED', 'countersign_worker')
    ) AS allowed(from_status, to_status, login)
    WHERE from_status = OLD.status AND to_status = NEW.status AND login = session_user
  ) THEN
    RAISE EXCEPTION 'status % may not become % (login %)', OLD.status, NEW.status, session_user
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
ALTER FUNCTION public.searches_guard_status() OWNER TO countersign_owner;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE audit.code_right (
    login name NOT NULL,
    code text NOT NULL,
    statuses text[] NOT NULL
);
ALTER TABLE audit.code_right OWNER TO countersign_owner;
CREATE TABLE audit.event (
    id bigint NOT NULL,
    xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    login name NOT NULL,
    code text NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    request_id uuid,
    request_seq integer,
    status_after text,
    outcome text NOT NULL,
    reason text,
    role text NOT NULL,
    account_id uuid,
    person_id uuid,
    object_type text,
    object_id text,
    schema_version smallint NOT NULL,
    entry bytea NOT NULL,
    leaf_hash bytea NOT NULL,
    CONSTRAINT event_check CHECK (((request_id IS NULL) = (request_seq IS NULL))),
    CONSTRAINT event_entry_check CHECK ((octet_length(entry) <= 65535)),
    CONSTRAINT event_outcome_check CHECK ((outcome = ANY (ARRAY['success'::text, 'refused'::text, 'error'::text])))
);
ALTER TABLE audit.event OWNER TO countersign_owner;
ALTER TABLE audit.event ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME audit.event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE audit.installation (
    singleton boolean DEFAULT true NOT NULL,
    id text DEFAULT (gen_random_uuid())::text NOT NULL,
    CONSTRAINT installation_singleton_check CHECK (singleton)
);
ALTER TABLE audit.installation OWNER TO countersign_owner;
CREATE TABLE audit.opening (
    event_id bigint NOT NULL,
    field text NOT NULL,
    key bytea NOT NULL,
    value text NOT NULL,
    CONSTRAINT opening_key_check CHECK ((octet_length(key) = 32))
);
ALTER TABLE audit.opening OWNER TO countersign_owner;
CREATE TABLE audit.request_chain (
    request_id uuid NOT NULL,
    seq integer NOT NULL,
    last_leaf bytea NOT NULL
);
ALTER TABLE audit.request_chain OWNER TO countersign_owner;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.account_emailaddress OWNER TO countersign_owner;
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation OWNER TO countersign_owner;
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_throttle (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
ALTER TABLE public.account_throttle OWNER TO countersign_owner;
CREATE TABLE public.accounts_account (
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    id uuid NOT NULL,
    username character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    is_active boolean NOT NULL,
    disabled_at timestamp with time zone,
    disabled_reason text NOT NULL,
    must_set_password boolean NOT NULL,
    password_set_at timestamp with time zone,
    failed_sign_ins integer NOT NULL,
    last_failed_at timestamp with time zone,
    locked_at timestamp with time zone,
    locked_until timestamp with time zone,
    session_generation integer NOT NULL,
    disabled_by_id uuid,
    person_id uuid NOT NULL,
    unit_id uuid,
    CONSTRAINT account_disabled_by_whom_when_why CHECK ((((disabled_at IS NULL) AND (disabled_by_id IS NULL) AND (disabled_reason = ''::text) AND is_active) OR ((disabled_at IS NOT NULL) AND (disabled_by_id IS NOT NULL) AND (NOT is_active) AND (NOT (disabled_reason = ''::text))))),
    CONSTRAINT account_locked_from_until CHECK ((((locked_at IS NULL) AND (locked_until IS NULL)) OR ((locked_at IS NOT NULL) AND (locked_until > locked_at)))),
    CONSTRAINT account_no_superuser CHECK ((NOT is_superuser)),
    CONSTRAINT account_password_set_when CHECK ((must_set_password OR (password_set_at IS NOT NULL))),
    CONSTRAINT account_username_is_plain CHECK (((username)::text ~ '^[a-z0-9][a-z0-9._-]*$'::text)),
    CONSTRAINT accounts_account_failed_sign_ins_check CHECK ((failed_sign_ins >= 0)),
    CONSTRAINT accounts_account_session_generation_check CHECK ((session_generation >= 0))
);
ALTER TABLE public.accounts_account OWNER TO countersign_owner;
CREATE TABLE public.accounts_account_groups (
    id bigint NOT NULL,
    account_id uuid NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.accounts_account_groups OWNER TO countersign_owner;
ALTER TABLE public.accounts_account_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_account_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_account_user_permissions (
    id bigint NOT NULL,
    account_id uuid NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.accounts_account_user_permissions OWNER TO countersign_owner;
ALTER TABLE public.accounts_account_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_account_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_certificate (
    id uuid NOT NULL,
    course character varying(20) NOT NULL,
    issued_on date NOT NULL,
    valid_until date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    withdrawn_at timestamp with time zone,
    withdrawn_reason text NOT NULL,
    confirmed_by_id uuid,
    recorded_by_id uuid NOT NULL,
    withdrawn_by_id uuid,
    confirmed_by_person_id uuid,
    person_id uuid NOT NULL,
    recorded_by_person_id uuid NOT NULL,
    CONSTRAINT certificate_confirmed_by_another_person CHECK ((((confirmed_at IS NULL) AND (confirmed_by_id IS NULL) AND (confirmed_by_person_id IS NULL)) OR ((confirmed_at IS NOT NULL) AND (confirmed_by_id IS NOT NULL) AND (confirmed_by_person_id IS NOT NULL) AND (NOT ((confirmed_by_person_id = recorded_by_person_id) AND (confirmed_by_person_id IS NOT NULL))) AND (NOT ((confirmed_by_person_id = person_id) AND (confirmed_by_person_id IS NOT NULL)))))),
    CONSTRAINT certificate_course_known CHECK (((course)::text = ANY ((ARRAY['requesting'::character varying, 'deciding'::character varying, 'examining'::character varying])::text[]))),
    CONSTRAINT certificate_ends_after_issue CHECK ((valid_until >= issued_on)),
    CONSTRAINT certificate_not_for_oneself CHECK ((NOT (recorded_by_person_id = person_id))),
    CONSTRAINT certificate_withdrawn_by_whom_when_why CHECK ((((withdrawn_at IS NULL) AND (withdrawn_by_id IS NULL) AND (withdrawn_reason = ''::text)) OR ((withdrawn_at IS NOT NULL) AND (withdrawn_by_id IS NOT NULL) AND (NOT (withdrawn_reason = ''::text)))))
);
ALTER TABLE public.accounts_certificate OWNER TO countersign_owner;
CREATE TABLE public.accounts_credentiallink (
    id uuid NOT NULL,
    purpose character varying(16) NOT NULL,
    secret_digest bytea NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    account_id uuid NOT NULL,
    issued_by_id uuid,
    issued_through_id uuid,
    CONSTRAINT credentiallink_expires_later CHECK ((expires_at > issued_at)),
    CONSTRAINT credentiallink_reset_was_confirmed CHECK ((((purpose)::text = 'first_password'::text) OR ((issued_through_id IS NOT NULL) AND ((purpose)::text = 'reset'::text)))),
    CONSTRAINT credentiallink_used_or_revoked CHECK (((used_at IS NULL) OR (revoked_at IS NULL)))
);
ALTER TABLE public.accounts_credentiallink OWNER TO countersign_owner;
CREATE TABLE public.accounts_decideright (
    id uuid NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_reason text NOT NULL,
    account_id uuid NOT NULL,
    withdrawn_by_id uuid,
    person_id uuid NOT NULL,
    granted_through_id uuid NOT NULL,
    unit_id uuid NOT NULL,
    CONSTRAINT decideright_withdrawn_by_whom_when_why CHECK ((((withdrawn_at IS NULL) AND (withdrawn_by_id IS NULL) AND (withdrawn_reason = ''::text)) OR ((withdrawn_at IS NOT NULL) AND (withdrawn_by_id IS NOT NULL) AND (NOT (withdrawn_reason = ''::text)))))
);
ALTER TABLE public.accounts_decideright OWNER TO countersign_owner;
CREATE TABLE public.accounts_person (
    id uuid NOT NULL,
    staff_number character varying(32) NOT NULL,
    full_name character varying(200) NOT NULL,
    email character varying(254) NOT NULL,
    language character varying(2) NOT NULL,
    is_demo boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT person_language_known CHECK (((language)::text = ANY ((ARRAY['en'::character varying, 'fr'::character varying])::text[]))),
    CONSTRAINT person_staff_number_is_plain CHECK (((staff_number)::text ~ '^[A-Za-z0-9][A-Za-z0-9._/-]*$'::text))
);
ALTER TABLE public.accounts_person OWNER TO countersign_owner;
CREATE TABLE public.accounts_powerproposal (
    id uuid NOT NULL,
    kind character varying(20) NOT NULL,
    role character varying(32) NOT NULL,
    reason text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    outcome character varying(12),
    decided_at timestamp with time zone,
    decision_reason text NOT NULL,
    beneficiary_id uuid NOT NULL,
    beneficiary_person_id uuid NOT NULL,
    decided_by_id uuid,
    decided_by_person_id uuid,
    proposed_by_id uuid NOT NULL,
    proposed_by_person_id uuid NOT NULL,
    unit_id uuid,
    CONSTRAINT proposal_decided_by_another_person CHECK (((outcome IS NULL) OR ((outcome)::text = 'expired'::text) OR ((decided_by_person_id = proposed_by_person_id) AND ((outcome)::text = 'withdrawn'::text)) OR (((outcome)::text = ANY ((ARRAY['confirmed'::character varying, 'refused'::character varying])::text[])) AND (NOT ((decided_by_person_id = proposed_by_person_id) AND (decided_by_person_id IS NOT NULL))) AND (NOT ((decided_by_person_id = beneficiary_person_id) AND (decided_by_person_id IS NOT NULL)))))),
    CONSTRAINT proposal_decided_by_whom_when_how CHECK ((((decided_at IS NULL) AND (decided_by_id IS NULL) AND (decided_by_person_id IS NULL) AND (outcome IS NULL)) OR ((decided_at >= expires_at) AND (decided_by_id IS NULL) AND (decided_by_person_id IS NULL) AND ((outcome)::text = 'expired'::text)) OR ((decided_at IS NOT NULL) AND (decided_by_id IS NOT NULL) AND (decided_by_person_id IS NOT NULL) AND ((outcome)::text = ANY ((ARRAY['confirmed'::character varying, 'refused'::character varying, 'withdrawn'::character varying])::text[]))))),
    CONSTRAINT proposal_expires_later CHECK ((expires_at > proposed_at)),
    CONSTRAINT proposal_has_a_reason CHECK ((NOT (reason = ''::text))),
    CONSTRAINT proposal_names_what_it_grants CHECK (((((kind)::text = 'role'::text) AND ((role)::text = ANY ((ARRAY['officer'::character varying, 'supervisor'::character varying, 'privacy_officer'::character varying, 'examiner'::character varying, 'privacy_auditor'::character varying, 'oversight'::character varying, 'policy_administrator'::character varying, 'account_administrator'::character varying, 'operator'::character varying])::text[]))) OR (((kind)::text = 'decide_right'::text) AND ((role)::text = ''::text) AND (unit_id IS NOT NULL)) OR (((kind)::text = 'credential_reset'::text) AND ((role)::text = ''::text) AND (unit_id IS NULL)))),
    CONSTRAINT proposal_not_for_oneself CHECK ((NOT (proposed_by_person_id = beneficiary_person_id)))
);
ALTER TABLE public.accounts_powerproposal OWNER TO countersign_owner;
CREATE TABLE public.accounts_roleassignment (
    id uuid NOT NULL,
    granted_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawn_reason text NOT NULL,
    role character varying(32) NOT NULL,
    account_id uuid NOT NULL,
    granted_through_id uuid,
    person_id uuid NOT NULL,
    withdrawn_by_id uuid,
    unit_id uuid,
    CONSTRAINT roleassignment_role_known CHECK (((role)::text = ANY ((ARRAY['officer'::character varying, 'supervisor'::character varying, 'privacy_officer'::character varying, 'examiner'::character varying, 'privacy_auditor'::character varying, 'oversight'::character varying, 'policy_administrator'::character varying, 'account_administrator'::character varying, 'operator'::character varying])::text[]))),
    CONSTRAINT roleassignment_was_confirmed CHECK (((granted_through_id IS NOT NULL) OR ((role)::text = 'account_administrator'::text))),
    CONSTRAINT roleassignment_withdrawn_by_whom_when_why CHECK ((((withdrawn_at IS NULL) AND (withdrawn_by_id IS NULL) AND (withdrawn_reason = ''::text)) OR ((withdrawn_at IS NOT NULL) AND (withdrawn_by_id IS NOT NULL) AND (NOT (withdrawn_reason = ''::text)))))
);
ALTER TABLE public.accounts_roleassignment OWNER TO countersign_owner;
CREATE TABLE public.accounts_unit (
    id uuid NOT NULL,
    code character varying(32) NOT NULL,
    name_en character varying(120) NOT NULL,
    name_fr character varying(120) NOT NULL,
    is_active boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT unit_is_named CHECK (((NOT ((code)::text = ''::text)) AND (NOT ((name_en)::text = ''::text)) AND (NOT ((name_fr)::text = ''::text))))
);
ALTER TABLE public.accounts_unit OWNER TO countersign_owner;
CREATE TABLE public.accounts_unitpermissionheld (
    id uuid NOT NULL,
    content_object_id uuid NOT NULL,
    decide_right_id uuid NOT NULL,
    permission_id integer NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.accounts_unitpermissionheld OWNER TO countersign_owner;
CREATE TABLE public.audit_export (
    id uuid NOT NULL,
    requested_by uuid NOT NULL,
    requested_by_person uuid NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    requested_event bigint NOT NULL,
    filters jsonb NOT NULL,
    state character varying(10) NOT NULL,
    rows_done bigint NOT NULL,
    rows_total bigint,
    progress_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    failure character varying(40) NOT NULL,
    files jsonb NOT NULL,
    CONSTRAINT export_end_with_its_time CHECK ((((finished_at IS NULL) AND ((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying])::text[]))) OR ((finished_at IS NOT NULL) AND ((state)::text = ANY ((ARRAY['done'::character varying, 'failed'::character varying])::text[]))))),
    CONSTRAINT export_state_known CHECK (((state)::text = ANY ((ARRAY['queued'::character varying, 'running'::character varying, 'done'::character varying, 'failed'::character varying])::text[])))
);
ALTER TABLE public.audit_export OWNER TO countersign_owner;
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group OWNER TO countersign_owner;
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions OWNER TO countersign_owner;
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission OWNER TO countersign_owner;
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.dispatch_attempt (
    id uuid NOT NULL,
    number smallint NOT NULL,
    fence integer NOT NULL,
    grant_jti character varying(40) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    outcome character varying(20) NOT NULL,
    error character varying(60) NOT NULL,
    http_status smallint,
    bytes_sent integer NOT NULL,
    dispatch_id uuid NOT NULL,
    CONSTRAINT attempt_end_with_outcome CHECK ((((ended_at IS NULL) AND ((outcome)::text = ''::text)) OR ((ended_at IS NOT NULL) AND (NOT ((outcome)::text = ''::text))))),
    CONSTRAINT dispatch_attempt_bytes_sent_check CHECK ((bytes_sent >= 0)),
    CONSTRAINT dispatch_attempt_fence_check CHECK ((fence >= 0)),
    CONSTRAINT dispatch_attempt_http_status_check CHECK ((http_status >= 0)),
    CONSTRAINT dispatch_attempt_number_check CHECK ((number >= 0))
);
ALTER TABLE public.dispatch_attempt OWNER TO countersign_owner;
CREATE TABLE public.dispatch_dispatch (
    search_id uuid NOT NULL,
    state character varying(10) NOT NULL,
    attempt smallint NOT NULL,
    fence integer NOT NULL,
    lease_owner character varying(80) NOT NULL,
    lease_until timestamp with time zone,
    next_attempt_at timestamp with time zone NOT NULL,
    deadline_at timestamp with time zone NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    last_error character varying(60) NOT NULL,
    search_request_id uuid NOT NULL,
    CONSTRAINT dispatch_dispatch_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT dispatch_dispatch_fence_check CHECK ((fence >= 0)),
    CONSTRAINT dispatch_lease_only_while_claimed CHECK ((((lease_until IS NOT NULL) AND ((state)::text = 'claimed'::text)) OR ((NOT ((state)::text = 'claimed'::text)) AND (lease_until IS NULL)))),
    CONSTRAINT dispatch_state_known CHECK (((state)::text = ANY ((ARRAY['ready'::character varying, 'claimed'::character varying, 'held'::character varying, 'done'::character varying, 'dead'::character varying, 'cancelled'::character varying])::text[])))
);
ALTER TABLE public.dispatch_dispatch OWNER TO countersign_owner;
CREATE TABLE public.dispatch_searchresult (
    dispatch_id uuid NOT NULL,
    received_at timestamp with time zone NOT NULL,
    engine character varying(80) NOT NULL,
    engine_version character varying(40) NOT NULL,
    score_scale character varying(80) NOT NULL,
    mode character varying(40) NOT NULL,
    threshold_applied character varying(20) NOT NULL,
    candidate_limit smallint NOT NULL,
    candidate_count smallint NOT NULL,
    answer_digest character varying(64) NOT NULL,
    not_a_face_recogniser boolean NOT NULL,
    replayed boolean NOT NULL,
    candidates_id uuid NOT NULL,
    search_request_id uuid NOT NULL,
    CONSTRAINT dispatch_searchresult_candidate_count_check CHECK ((candidate_count >= 0)),
    CONSTRAINT dispatch_searchresult_candidate_limit_check CHECK ((candidate_limit >= 0)),
    CONSTRAINT no_more_candidates_than_approved CHECK ((candidate_count <= candidate_limit))
);
ALTER TABLE public.dispatch_searchresult OWNER TO countersign_owner;
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type OWNER TO countersign_owner;
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations OWNER TO countersign_owner;
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
ALTER TABLE public.django_session OWNER TO countersign_owner;
CREATE TABLE public.guardian_groupobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.guardian_groupobjectpermission OWNER TO countersign_owner;
ALTER TABLE public.guardian_groupobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_groupobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.guardian_userobjectpermission (
    id integer NOT NULL,
    object_pk character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    permission_id integer NOT NULL,
    user_id uuid NOT NULL
);
ALTER TABLE public.guardian_userobjectpermission OWNER TO countersign_owner;
ALTER TABLE public.guardian_userobjectpermission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.guardian_userobjectpermission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.mfa_authenticator (
    id bigint NOT NULL,
    type character varying(20) NOT NULL,
    data jsonb NOT NULL,
    user_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);
ALTER TABLE public.mfa_authenticator OWNER TO countersign_owner;
ALTER TABLE public.mfa_authenticator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.mfa_authenticator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.ops_heartbeat (
    process character varying(20) NOT NULL,
    at timestamp with time zone NOT NULL
);
ALTER TABLE public.ops_heartbeat OWNER TO countersign_owner;
CREATE TABLE public.ops_installation (
    id uuid NOT NULL,
    "only" boolean NOT NULL,
    kind character varying(10) NOT NULL,
    made_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT installation_is_one CHECK ("only"),
    CONSTRAINT installation_kind_known CHECK (((kind)::text = ANY ((ARRAY['trial'::character varying, 'production'::character varying])::text[])))
);
ALTER TABLE public.ops_installation OWNER TO countersign_owner;
CREATE TABLE public.registry_agency (
    singleton boolean NOT NULL,
    name_en character varying(120) NOT NULL,
    name_fr character varying(120) NOT NULL,
    case_number_pattern character varying(200) NOT NULL,
    case_number_example character varying(40) NOT NULL,
    approval_hours smallint NOT NULL,
    decision_days smallint NOT NULL,
    claim_minutes smallint NOT NULL,
    urgent_contact_en character varying(200) NOT NULL,
    urgent_contact_fr character varying(200) NOT NULL,
    CONSTRAINT approval_lasts_an_hour_to_a_week CHECK (((approval_hours >= 1) AND (approval_hours <= 168))),
    CONSTRAINT one_agency_only CHECK (singleton),
    CONSTRAINT registry_agency_approval_hours_check CHECK ((approval_hours >= 0)),
    CONSTRAINT registry_agency_claim_minutes_check CHECK ((claim_minutes >= 0)),
    CONSTRAINT registry_agency_decision_days_check CHECK ((decision_days >= 0))
);
ALTER TABLE public.registry_agency OWNER TO countersign_owner;
CREATE TABLE public.registry_gallery (
    id uuid NOT NULL,
    code character varying(60) NOT NULL,
    name_en character varying(120) NOT NULL,
    name_fr character varying(120) NOT NULL,
    engine_gallery_id character varying(80) NOT NULL,
    acquisition character varying(40) NOT NULL,
    legal_basis character varying(200) NOT NULL,
    size integer NOT NULL,
    contains_minors boolean NOT NULL,
    allow_listed boolean NOT NULL,
    candidate_min smallint NOT NULL,
    candidate_max smallint NOT NULL,
    candidate_default smallint NOT NULL,
    threshold_floor character varying(20) NOT NULL,
    legal_review_decision character varying(20) NOT NULL,
    legal_reviewed_on date,
    matcher_id uuid NOT NULL,
    CONSTRAINT gallery_candidate_bounds_in_order CHECK (((candidate_min >= 1) AND (candidate_min <= candidate_default) AND (candidate_default <= candidate_max) AND (candidate_max <= 50))),
    CONSTRAINT registry_gallery_candidate_default_check CHECK ((candidate_default >= 0)),
    CONSTRAINT registry_gallery_candidate_max_check CHECK ((candidate_max >= 0)),
    CONSTRAINT registry_gallery_candidate_min_check CHECK ((candidate_min >= 0)),
    CONSTRAINT registry_gallery_size_check CHECK ((size >= 0))
);
ALTER TABLE public.registry_gallery OWNER TO countersign_owner;
CREATE TABLE public.registry_matcher (
    id uuid NOT NULL,
    code character varying(40) NOT NULL,
    name character varying(120) NOT NULL,
    base_url character varying(200) NOT NULL,
    audience character varying(200) NOT NULL,
    spec_version character varying(10) NOT NULL,
    score_scale character varying(80) NOT NULL,
    read_timeout_seconds smallint NOT NULL,
    is_active boolean NOT NULL,
    is_demo boolean NOT NULL,
    consecutive_failures integer NOT NULL,
    open_until timestamp with time zone,
    CONSTRAINT registry_matcher_consecutive_failures_check CHECK ((consecutive_failures >= 0)),
    CONSTRAINT registry_matcher_read_timeout_seconds_check CHECK ((read_timeout_seconds >= 0))
);
ALTER TABLE public.registry_matcher OWNER TO countersign_owner;
CREATE TABLE public.registry_packversion (
    digest character varying(64) NOT NULL,
    pack character varying(60) NOT NULL,
    version character varying(30) NOT NULL,
    data bytea NOT NULL,
    first_used_at timestamp with time zone NOT NULL,
    CONSTRAINT digest_of_these_bytes CHECK (((digest)::text = encode(sha256(data), 'hex'::text)))
);
ALTER TABLE public.registry_packversion OWNER TO countersign_owner;
CREATE TABLE public.searches_authorisation (
    search_id uuid NOT NULL,
    version smallint NOT NULL,
    roles character varying(30)[] NOT NULL,
    decision_digest character varying(64) NOT NULL,
    probe_commitment character varying(64) NOT NULL,
    sealed_opening bytea NOT NULL,
    gallery_digest character varying(64) NOT NULL,
    mode character varying(40) NOT NULL,
    purpose_code character varying(60) NOT NULL,
    candidate_limit smallint NOT NULL,
    threshold character varying(20) NOT NULL,
    approved_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    event_id bigint NOT NULL,
    completed_by_person_id uuid NOT NULL,
    gallery_id uuid NOT NULL,
    requested_by_person_id uuid NOT NULL,
    search_request_id uuid NOT NULL,
    probe_id uuid NOT NULL,
    CONSTRAINT authorisation_ends_after_it_starts CHECK ((expires_at > approved_at)),
    CONSTRAINT nobody_authorises_their_own_search CHECK ((NOT (completed_by_person_id = requested_by_person_id))),
    CONSTRAINT searches_authorisation_candidate_limit_check CHECK ((candidate_limit >= 0)),
    CONSTRAINT searches_authorisation_version_check CHECK ((version >= 0))
);
ALTER TABLE public.searches_authorisation OWNER TO countersign_owner;
CREATE TABLE public.searches_checkrun (
    id uuid NOT NULL,
    version smallint NOT NULL,
    stage character varying(20) NOT NULL,
    run_at timestamp with time zone NOT NULL,
    verdict character varying(20) NOT NULL,
    packs jsonb NOT NULL,
    inputs_digest character varying(64) NOT NULL,
    search_request_id uuid NOT NULL,
    CONSTRAINT searches_checkrun_version_check CHECK ((version >= 0))
);
ALTER TABLE public.searches_checkrun OWNER TO countersign_owner;
CREATE TABLE public.searches_claim (
    id uuid NOT NULL,
    claimed_at timestamp with time zone NOT NULL,
    until timestamp with time zone NOT NULL,
    via character varying(20) NOT NULL,
    ended_at timestamp with time zone,
    ended_how character varying(20) NOT NULL,
    account_id uuid NOT NULL,
    search_request_id uuid NOT NULL,
    CONSTRAINT claim_end_says_how CHECK ((((ended_at IS NULL) AND ((ended_how)::text = ''::text)) OR ((ended_at IS NOT NULL) AND (NOT ((ended_how)::text = ''::text)))))
);
ALTER TABLE public.searches_claim OWNER TO countersign_owner;
CREATE TABLE public.searches_contentkey (
    search_request_id uuid NOT NULL,
    wrapped bytea,
    created_at timestamp with time zone NOT NULL,
    destroyed_at timestamp with time zone,
    CONSTRAINT content_key_present_or_destroyed CHECK ((((destroyed_at IS NULL) AND (wrapped IS NOT NULL)) OR ((destroyed_at IS NOT NULL) AND (wrapped IS NULL))))
);
ALTER TABLE public.searches_contentkey OWNER TO countersign_owner;
CREATE TABLE public.searches_decision (
    id uuid NOT NULL,
    version smallint NOT NULL,
    role character varying(30) NOT NULL,
    outcome character varying(10) NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    digest_read character varying(64) NOT NULL,
    sealed_reasons bytea NOT NULL,
    seconds_open integer NOT NULL,
    probe_opened boolean NOT NULL,
    findings_unread character varying(40)[] NOT NULL,
    claim_via character varying(20) NOT NULL,
    faces_confirmed smallint,
    signature bytea,
    decided_by_id uuid NOT NULL,
    decided_by_person_id uuid NOT NULL,
    requested_by_person_id uuid NOT NULL,
    search_request_id uuid NOT NULL,
    CONSTRAINT decision_outcome_known CHECK (((outcome)::text = ANY ((ARRAY['approve'::character varying, 'return'::character varying, 'refuse'::character varying])::text[]))),
    CONSTRAINT decision_role_known CHECK (((role)::text = ANY ((ARRAY['supervisor'::character varying, 'privacy_officer'::character varying])::text[]))),
    CONSTRAINT no_approval_with_the_probe_unopened CHECK (((NOT ((outcome)::text = 'approve'::text)) OR probe_opened)),
    CONSTRAINT nobody_decides_on_their_own_request CHECK ((NOT (decided_by_person_id = requested_by_person_id))),
    CONSTRAINT searches_decision_faces_confirmed_check CHECK ((faces_confirmed >= 0)),
    CONSTRAINT searches_decision_seconds_open_check CHECK ((seconds_open >= 0)),
    CONSTRAINT searches_decision_version_check CHECK ((version >= 0))
);
ALTER TABLE public.searches_decision OWNER TO countersign_owner;
CREATE TABLE public.searches_draft (
    search_request_id uuid NOT NULL,
    sealed bytea NOT NULL,
    revision integer NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT searches_draft_revision_check CHECK ((revision >= 0))
);
ALTER TABLE public.searches_draft OWNER TO countersign_owner;
CREATE TABLE public.searches_finding (
    id uuid NOT NULL,
    "position" smallint NOT NULL,
    pack character varying(60) NOT NULL,
    pack_version character varying(30) NOT NULL,
    pack_digest character varying(64) NOT NULL,
    rule character varying(40) NOT NULL,
    verb character varying(10) NOT NULL,
    state character varying(10) NOT NULL,
    check_run_id uuid NOT NULL,
    CONSTRAINT searches_finding_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.searches_finding OWNER TO countersign_owner;
CREATE TABLE public.searches_justification (
    id uuid NOT NULL,
    version smallint NOT NULL,
    sealed bytea NOT NULL,
    digest character varying(64) NOT NULL,
    gallery_digest character varying(64) NOT NULL,
    documents uuid[] NOT NULL,
    purpose_code character varying(60) NOT NULL,
    urgency character varying(30) NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    language character varying(2) NOT NULL,
    gallery_id uuid NOT NULL,
    search_request_id uuid NOT NULL,
    submitted_by_id uuid NOT NULL,
    probe_id uuid NOT NULL,
    CONSTRAINT searches_justification_version_check CHECK ((version >= 0))
);
ALTER TABLE public.searches_justification OWNER TO countersign_owner;
CREATE TABLE public.searches_notice (
    id uuid NOT NULL,
    kind character varying(30) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    emailed_at timestamp with time zone,
    email_attempts smallint NOT NULL,
    account_id uuid NOT NULL,
    search_request_id uuid NOT NULL,
    CONSTRAINT searches_notice_email_attempts_check CHECK ((email_attempts >= 0))
);
ALTER TABLE public.searches_notice OWNER TO countersign_owner;
CREATE TABLE public.searches_probe (
    id uuid NOT NULL,
    sealed_particulars bytea NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    original_width integer NOT NULL,
    original_height integer NOT NULL,
    transformations jsonb NOT NULL,
    metadata_removed character varying(30)[] NOT NULL,
    warnings character varying(40)[] NOT NULL,
    screening jsonb NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by_id uuid NOT NULL,
    search_request_id uuid NOT NULL,
    original_id uuid NOT NULL,
    transmission_id uuid NOT NULL,
    CONSTRAINT searches_probe_height_check CHECK ((height >= 0)),
    CONSTRAINT searches_probe_original_height_check CHECK ((original_height >= 0)),
    CONSTRAINT searches_probe_original_width_check CHECK ((original_width >= 0)),
    CONSTRAINT searches_probe_width_check CHECK ((width >= 0))
);
ALTER TABLE public.searches_probe OWNER TO countersign_owner;
CREATE TABLE public.searches_probefingerprint (
    probe_id uuid NOT NULL,
    digest_lookup character varying(64) NOT NULL,
    perceptual_hash character varying(64) NOT NULL
);
ALTER TABLE public.searches_probefingerprint OWNER TO countersign_owner;
CREATE TABLE public.searches_reading (
    id uuid NOT NULL,
    version smallint NOT NULL,
    kind character varying(20) NOT NULL,
    digest character varying(64) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    account_id uuid NOT NULL,
    person_id uuid NOT NULL,
    search_request_id uuid NOT NULL,
    CONSTRAINT searches_reading_version_check CHECK ((version >= 0))
);
ALTER TABLE public.searches_reading OWNER TO countersign_owner;
CREATE SEQUENCE public.searches_reference_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.searches_reference_number OWNER TO countersign_owner;
CREATE TABLE public.searches_searchrequest (
    id uuid NOT NULL,
    reference character varying(20) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    status character varying(20) NOT NULL,
    status_since timestamp with time zone NOT NULL,
    version smallint NOT NULL,
    submitted_at timestamp with time zone,
    lapses_at timestamp with time zone,
    urgency character varying(30) NOT NULL,
    required_roles character varying(30)[] NOT NULL,
    case_lookup character varying(64) NOT NULL,
    description_locked_at timestamp with time zone,
    requested_by_id uuid NOT NULL,
    requested_by_person_id uuid NOT NULL,
    started_from_id uuid,
    unit_id uuid NOT NULL,
    probe_id uuid,
    CONSTRAINT search_not_from_itself CHECK ((NOT ((started_from_id = id) AND (started_from_id IS NOT NULL)))),
    CONSTRAINT search_status_known CHECK (((status)::text = ANY ((ARRAY['DRAFT'::character varying, 'AWAITING_DECISION'::character varying, 'RETURNED'::character varying, 'APPROVED'::character varying, 'REFUSED'::character varying, 'WITHDRAWN'::character varying, 'EXPIRED'::character varying, 'FORWARDING'::character varying, 'SEARCH_FAILED'::character varying, 'RESULT_RECEIVED'::character varying, 'LEAD_RELEASED'::character varying, 'NO_LEAD'::character varying, 'STOPPED'::character varying, 'CLOSED'::character varying])::text[]))),
    CONSTRAINT search_version_with_submission_time CHECK ((((submitted_at IS NULL) AND (version = 0)) OR ((submitted_at IS NOT NULL) AND (version > 0)))),
    CONSTRAINT searches_searchrequest_version_check CHECK ((version >= 0))
);
ALTER TABLE public.searches_searchrequest OWNER TO countersign_owner;
CREATE TABLE public.searches_storedfile (
    id uuid NOT NULL,
    kind character varying(30) NOT NULL,
    media_type character varying(60) NOT NULL,
    size integer NOT NULL,
    sealed bytea NOT NULL,
    sealed_name bytea NOT NULL,
    added_at timestamp with time zone NOT NULL,
    removed_at timestamp with time zone,
    added_by_id uuid,
    search_request_id uuid NOT NULL,
    CONSTRAINT searches_storedfile_size_check CHECK ((size >= 0)),
    CONSTRAINT stored_file_kind_known CHECK (((kind)::text = ANY ((ARRAY['probe_original'::character varying, 'probe_transmission'::character varying, 'judicial_document'::character varying, 'candidates'::character varying])::text[])))
);
ALTER TABLE public.searches_storedfile OWNER TO countersign_owner;
INSERT INTO audit.code_right VALUES
	('countersign_web', 'session.opened', '{}'),
	('countersign_web', 'session.ended', '{}'),
	('countersign_web', 'sign_in.failed', '{}'),
	('countersign_web', 'sign_in.throttled', '{}'),
	('countersign_web', 'banner.accepted', '{}'),
	('countersign_web', 'session.confirmed', '{}'),
	('countersign_owner', 'account.founded', '{}'),
	('countersign_web', 'account.founded', '{}'),
	('countersign_owner', 'account.created', '{}'),
	('countersign_web', 'account.created', '{}'),
	('countersign_web', 'account.disabled', '{}'),
	('countersign_web', 'account.enabled', '{}'),
	('countersign_web', 'account.locked', '{}'),
	('countersign_web', 'account.unlocked', '{}'),
	('countersign_web', 'account.changed', '{}'),
	('countersign_owner', 'credential.link_issued', '{}'),
	('countersign_web', 'credential.link_issued', '{}'),
	('countersign_owner', 'credential.password_set', '{}'),
	('countersign_web', 'credential.password_set', '{}'),
	('countersign_owner', 'credential.reset', '{}'),
	('countersign_web', 'credential.reset', '{}'),
	('countersign_owner', 'power.proposed', '{}'),
	('countersign_web', 'power.proposed', '{}'),
	('countersign_owner', 'power.confirmed', '{}'),
	('countersign_web', 'power.confirmed', '{}'),
	('countersign_owner', 'power.refused', '{}'),
	('countersign_web', 'power.refused', '{}'),
	('countersign_owner', 'power.taken_back', '{}'),
	('countersign_web', 'power.taken_back', '{}'),
	('countersign_owner', 'role.granted', '{}'),
	('countersign_web', 'role.granted', '{}'),
	('countersign_web', 'role.withdrawn', '{}'),
	('countersign_owner', 'decide_right.granted', '{}'),
	('countersign_web', 'decide_right.granted', '{}'),
	('countersign_web', 'decide_right.withdrawn', '{}'),
	('countersign_owner', 'certificate.recorded', '{}'),
	('countersign_web', 'certificate.recorded', '{}'),
	('countersign_owner', 'certificate.confirmed', '{}'),
	('countersign_web', 'certificate.confirmed', '{}'),
	('countersign_web', 'certificate.withdrawn', '{}'),
	('countersign_owner', 'unit.created', '{}'),
	('countersign_web', 'unit.created', '{}'),
	('countersign_web', 'unit.renamed', '{}'),
	('countersign_web', 'unit.activated', '{}'),
	('countersign_web', 'unit.deactivated', '{}'),
	('countersign_web', 'search.drafted', '{DRAFT}'),
	('countersign_web', 'search.draft_saved', '{DRAFT,RETURNED}'),
	('countersign_web', 'probe.ingested', '{}'),
	('countersign_web', 'document.added', '{}'),
	('countersign_web', 'document.removed', '{}');
INSERT INTO audit.code_right VALUES
	('countersign_dispatcher', 'search.checked', '{}'),
	('countersign_web', 'search.checked', '{}'),
	('countersign_web', 'search.blocked', '{}'),
	('countersign_web', 'search.warning_acknowledged', '{}'),
	('countersign_web', 'search.submitted', '{AWAITING_DECISION}'),
	('countersign_web', 'search.withdrawn', '{WITHDRAWN}'),
	('countersign_web', 'search.claimed', '{AWAITING_DECISION}'),
	('countersign_web', 'search.claim_released', '{AWAITING_DECISION}'),
	('countersign_web', 'search.decision_recorded', '{AWAITING_DECISION}'),
	('countersign_web', 'search.returned', '{RETURNED}'),
	('countersign_web', 'search.refused', '{REFUSED}'),
	('countersign_web', 'search.approved', '{APPROVED}'),
	('countersign_dispatcher', 'search.expired', '{EXPIRED}'),
	('countersign_worker', 'search.expired', '{EXPIRED}'),
	('countersign_dispatcher', 'search.forward_started', '{FORWARDING}'),
	('countersign_dispatcher', 'search.grant_issued', '{}'),
	('countersign_dispatcher', 'search.attempt_failed', '{}'),
	('countersign_dispatcher', 'search.result_quarantined', '{}'),
	('countersign_dispatcher', 'search.attempt_stale', '{}'),
	('countersign_dispatcher', 'search.dispatch_skipped', '{}'),
	('countersign_dispatcher', 'search.dispatch_cancelled', '{}'),
	('countersign_dispatcher', 'search.held', '{}'),
	('countersign_dispatcher', 'search.forward_failed', '{SEARCH_FAILED}'),
	('countersign_dispatcher', 'search.result_received', '{RESULT_RECEIVED}'),
	('countersign_web', 'search.retried', '{APPROVED}'),
	('countersign_worker', 'notice.sent', '{}'),
	('countersign_worker', 'notice.failed', '{}'),
	('countersign_web', 'record.viewed', '{}'),
	('countersign_web', 'record.printed', '{}'),
	('countersign_web', 'probe.viewed', '{}'),
	('countersign_web', 'document.viewed', '{}'),
	('countersign_web', 'candidates.viewed', '{}'),
	('countersign_web', 'content.opened', '{}'),
	('countersign_web', 'log.viewed', '{}'),
	('countersign_web', 'log.exported', '{}'),
	('countersign_web', 'log.export_closed', '{}'),
	('countersign_worker', 'log.export_closed', '{}'),
	('countersign_web', 'log.export_failed', '{}'),
	('countersign_worker', 'log.export_failed', '{}'),
	('countersign_web', 'log.export_downloaded', '{}'),
	('countersign_dispatcher', 'action.refused', '{}'),
	('countersign_owner', 'action.refused', '{}'),
	('countersign_web', 'action.refused', '{}'),
	('countersign_worker', 'action.refused', '{}'),
	('countersign_owner', 'data.erased', '{}'),
	('countersign_owner', 'schema.changed', '{}'),
	('countersign_owner', 'registry.changed', '{}'),
	('countersign_owner', 'registry.configured', '{}'),
	('countersign_owner', 'demo.seeded', '{}'),
	('countersign_web', 'demo.seeded', '{}');
INSERT INTO audit.event OVERRIDING SYSTEM VALUE VALUES
	(1, '847', '2026-11-26 19:19:56.50691+00', 'countersign_owner', 'registry.changed', '2026-11-26 19:19:56.500916+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'agency', 'agency', 1, '\x7b22626f6479223a7b22636f6465223a2272656769737472792e6368616e676564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2233353235393563303038393934343862326335636164313530663930633437363061636465383362396463303763356534663065663732313630306231333038227d2c226661637473223a7b226166746572223a2234613632303665323335336238336461383232623130303861613934346536353434333763336131326630386634306232623861663065663634666331653834222c226265666f7265223a22222c22636f6465223a226167656e6379222c226b696e64223a226167656e6379227d2c226f626a656374223a7b226964223a226167656e6379222c2274797065223a226167656e6379227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35362e3530303931365a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a312c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35362e3530363931305a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x04702a2080f807d5947fe0f40f25b489a9bce9077ca616d736222f87b70b2f5d'),
	(2, '847', '2026-11-26 19:19:56.516928+00', 'countersign_owner', 'registry.changed', '2026-11-26 19:19:56.515897+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'matcher', 'demonstration', 1, '\x7b22626f6479223a7b22636f6465223a2272656769737472792e6368616e676564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2232373266303064356463393330663436396633383833653766343965306333353334376136316631633763616631386331666462663863376466303863333032227d2c226661637473223a7b226166746572223a2239396136373965343062383965363436633161653032323833663835353966313430323037356631386334386638333563353535353366396436343461633833222c226265666f7265223a22222c22636f6465223a2264656d6f6e7374726174696f6e222c226b696e64223a226d617463686572227d2c226f626a656374223a7b226964223a2264656d6f6e7374726174696f6e222c2274797065223a226d617463686572227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35362e3531353839375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a322c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35362e3531363932385a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x30c8e423b6561cb5779d48ffd9d91860e714ade12751311f2a784485db402dc1'),
	(3, '847', '2026-11-26 19:19:56.529574+00', 'countersign_owner', 'registry.changed', '2026-11-26 19:19:56.528459+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'gallery', 'booking-photographs', 1, '\x7b22626f6479223a7b22636f6465223a2272656769737472792e6368616e676564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2239653136653466366562343034626663356237356538616137366530333634626561323161346134616461623630636630623563316362303134313539613665227d2c226661637473223a7b226166746572223a2236373565613233313261356664666433653432623532356232636331303034336230393839393332613461376563386331323761326463633931626535376336222c226265666f7265223a22222c22636f6465223a22626f6f6b696e672d70686f746f677261706873222c226b696e64223a2267616c6c657279227d2c226f626a656374223a7b226964223a22626f6f6b696e672d70686f746f677261706873222c2274797065223a2267616c6c657279227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35362e3532383435395a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a332c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35362e3532393537345a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x9d9ab0cc844f1255bcf5055febf11a24c2ef989d4f27c149b538505d3080a93e'),
	(4, '847', '2026-11-26 19:19:56.53299+00', 'countersign_owner', 'registry.configured', '2026-11-26 19:19:56.529995+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a2272656769737472792e636f6e66696775726564222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b226368616e676564223a337d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35362e3532393939355a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a342c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35362e3533323939305a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x8a19d317ec02fa70f68aeaec87c656f385734efd4508301ff2c516742705603b'),
	(5, '848', '2026-11-26 19:19:56.57757+00', 'countersign_owner', 'account.founded', '2026-11-26 19:19:56.57572+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'account', '04be0150-11b8-4eb0-827d-c11daa0b4608', 1, '\x7b22626f6479223a7b22636f6465223a226163636f756e742e666f756e646564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2230323932636333613165353832643932666330656239313633633865616662663532316133626631646265383039636530396630303564646462663339376534227d2c226661637473223a7b22706572736f6e223a2265626365373763372d386364322d343931362d623930332d323536633534366262343936222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72227d2c226f626a656374223a7b226964223a2230346265303135302d313162382d346562302d383237642d633131646161306234363038222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35362e3537353732305a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a352c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35362e3537373537305a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xed5e938ba14d5100949a1985794ea258d290a1c16b563b256a01c83d32faf44a'),
	(6, '848', '2026-11-26 19:19:56.588791+00', 'countersign_owner', 'credential.link_issued', '2026-11-26 19:19:56.58284+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'account', '04be0150-11b8-4eb0-827d-c11daa0b4608', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e6c696e6b5f697373756564222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b226c696e6b223a2266643631383563612d393033392d343034642d623763302d613930653336363133353735222c22707572706f7365223a2266697273745f70617373776f7264227d2c226f626a656374223a7b226964223a2230346265303135302d313162382d346562302d383237642d633131646161306234363038222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35362e3538323834305a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a362c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35362e3538383739315a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xaae5b6260c9629b3f85c2b00445b907f05152df582fbbf5c1a182073da97381b'),
	(7, '848', '2026-11-26 19:19:57.15043+00', 'countersign_owner', 'account.founded', '2026-11-26 19:19:57.149736+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'account', '6c0b585c-39f0-4c15-8a20-34b79bf418ed', 1, '\x7b22626f6479223a7b22636f6465223a226163636f756e742e666f756e646564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2263306562386532303839376263353331356137393966323432643564306361626562396437396139306437373836663333363564393863653663646264363439227d2c226661637473223a7b22706572736f6e223a2262373231663937382d353266342d343332312d613134312d393962643537653962336336222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72227d2c226f626a656374223a7b226964223a2236633062353835632d333966302d346331352d386132302d333462373962663431386564222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3134393733365a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a372c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3135303433305a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x4e8b50820ff671e10a429e96304acacebe2bbdbce8f403ac3c8b6d5a651ec88c'),
	(8, '848', '2026-11-26 19:19:57.154493+00', 'countersign_owner', 'credential.link_issued', '2026-11-26 19:19:57.154022+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'account', '6c0b585c-39f0-4c15-8a20-34b79bf418ed', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e6c696e6b5f697373756564222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b226c696e6b223a2234343639613161352d613361302d343863302d396634622d393536626630633666626164222c22707572706f7365223a2266697273745f70617373776f7264227d2c226f626a656374223a7b226964223a2236633062353835632d333966302d346331352d386132302d333462373962663431386564222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3135343032325a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a382c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3135343439335a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xa44e165565790335629b57f4d2ac90c7b752999b2af1a59e857fa290bc54c91b'),
	(9, '849', '2026-11-26 19:19:57.182891+00', 'countersign_owner', 'credential.password_set', '2026-11-26 19:19:57.181585+00', NULL, NULL, NULL, 'success', NULL, 'account', '04be0150-11b8-4eb0-827d-c11daa0b4608', 'ebce77c7-8cd2-4916-b903-256c546bb496', 'account', '04be0150-11b8-4eb0-827d-c11daa0b4608', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e70617373776f72645f736574222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b2262795f6c696e6b223a747275657d2c226f626a656374223a7b226964223a2230346265303135302d313162382d346562302d383237642d633131646161306234363038222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3138313538355a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2230346265303135302d313162382d346562302d383237642d633131646161306234363038222c22706572736f6e223a2265626365373763372d386364322d343931362d623930332d323536633534366262343936222c22726f6c65223a226163636f756e74222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a392c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3138323839315a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x8ec04933d3b9c58a3d7614584d02873d04eada72b67ca99783e520e82c8b8f72'),
	(10, '850', '2026-11-26 19:19:57.19788+00', 'countersign_owner', 'credential.password_set', '2026-11-26 19:19:57.197343+00', NULL, NULL, NULL, 'success', NULL, 'account', '6c0b585c-39f0-4c15-8a20-34b79bf418ed', 'b721f978-52f4-4321-a141-99bd57e9b3c6', 'account', '6c0b585c-39f0-4c15-8a20-34b79bf418ed', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e70617373776f72645f736574222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b2262795f6c696e6b223a747275657d2c226f626a656374223a7b226964223a2236633062353835632d333966302d346331352d386132302d333462373962663431386564222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3139373334335a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2236633062353835632d333966302d346331352d386132302d333462373962663431386564222c22706572736f6e223a2262373231663937382d353266342d343332312d613134312d393962643537653962336336222c22726f6c65223a226163636f756e74222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31302c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3139373838305a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x00e79f3c800aaac6ae378c3f7d41212f44873fbc287b9a833b959fdb448c0ca1'),
	(11, '851', '2026-11-26 19:19:57.217925+00', 'countersign_owner', 'unit.created', '2026-11-26 19:19:57.217077+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', '04be0150-11b8-4eb0-827d-c11daa0b4608', 'ebce77c7-8cd2-4916-b903-256c546bb496', 'unit', '75def664-1563-46d9-b5ef-b734872b4563', 1, '\x7b22626f6479223a7b22636f6465223a22756e69742e63726561746564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2261656637653666363434343664633833616133633065666234663861336138343335656433653736393164613833353639323761613230376563336235663831227d2c226661637473223a7b22636f6465223a224d4355227d2c226f626a656374223a7b226964223a2237356465663636342d313536332d343664392d623565662d623733343837326234353633222c2274797065223a22756e6974227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3231373037375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2230346265303135302d313162382d346562302d383237642d633131646161306234363038222c22706572736f6e223a2265626365373763372d386364322d343931362d623930332d323536633534366262343936222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31312c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3231373932355a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x75413bd36233ddf6b40dc890c228971eb119622cda6baa43e2040c82bce53539'),
	(12, '852', '2026-11-26 19:19:57.263622+00', 'countersign_web', 'account.created', '2026-11-26 19:19:57.256342+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', '04be0150-11b8-4eb0-827d-c11daa0b4608', 'ebce77c7-8cd2-4916-b903-256c546bb496', 'account', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 1, '\x7b22626f6479223a7b22636f6465223a226163636f756e742e63726561746564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2237356266343163656630303861623536396535643439343033656665663738663834633836343638353139363133353663313636616137393335386262393738227d2c226661637473223a7b22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22756e6974223a2237356465663636342d313536332d343664392d623565662d623733343837326234353633227d2c226f626a656374223a7b226964223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3235363334325a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2230346265303135302d313162382d346562302d383237642d633131646161306234363038222c22706572736f6e223a2265626365373763372d386364322d343931362d623930332d323536633534366262343936222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31322c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3236333632325a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x8ca22aff91f96fe7b6af702532bc3f1c4b4e40c0131f0dd092508b50e6217517'),
	(13, '852', '2026-11-26 19:19:57.270141+00', 'countersign_web', 'credential.link_issued', '2026-11-26 19:19:57.267353+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', '04be0150-11b8-4eb0-827d-c11daa0b4608', 'ebce77c7-8cd2-4916-b903-256c546bb496', 'account', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e6c696e6b5f697373756564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2238663266663731343534626465356339643964333562376665306666363438396466326238666562393530653430366562343839653038313934386638376661227d2c226661637473223a7b226c696e6b223a2266366637663361302d313864322d343738362d616339332d653835343835623333346131222c22707572706f7365223a2266697273745f70617373776f7264227d2c226f626a656374223a7b226964223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3236373335335a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2230346265303135302d313162382d346562302d383237642d633131646161306234363038222c22706572736f6e223a2265626365373763372d386364322d343931362d623930332d323536633534366262343936222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31332c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3237303134315a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x1650bc92fe54f69385505a4b65b192b30a12fd5b71b67fa0f5d43e16d0e3df51'),
	(14, '853', '2026-11-26 19:19:57.283882+00', 'countersign_web', 'credential.password_set', '2026-11-26 19:19:57.283059+00', NULL, NULL, NULL, 'success', NULL, 'account', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', 'account', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e70617373776f72645f736574222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b2262795f6c696e6b223a747275657d2c226f626a656374223a7b226964223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3238333035395a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226163636f756e74222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31342c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3238333838325a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x621f9ccf73b98233bc32511786f168838e8e86b9e72a5bea6db027b89a46c3cc'),
	(15, '854', '2026-11-26 19:19:57.303061+00', 'countersign_web', 'power.proposed', '2026-11-26 19:19:57.300428+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', '04be0150-11b8-4eb0-827d-c11daa0b4608', 'ebce77c7-8cd2-4916-b903-256c546bb496', 'account', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 1, '\x7b22626f6479223a7b22636f6465223a22706f7765722e70726f706f736564222c22636f6d6d69746d656e7473223a7b22726561736f6e223a2264303665366666613639356239316632633963666238303430656431653761353136333564633065323763633535326263373936343664363432383662373731222c22736f75726365223a2238643235663733376333356464376466306330626234346638613730353037353638343464656433656361346561366537613339336532373461393235343362227d2c226661637473223a7b226b696e64223a22726f6c65222c2270726f706f73616c223a2266373166346563392d353035332d346262322d613166662d386231306231346139353730222c22726f6c65223a226f666669636572222c22756e6974223a6e756c6c7d2c226f626a656374223a7b226964223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3330303432385a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2230346265303135302d313162382d346562302d383237642d633131646161306234363038222c22706572736f6e223a2265626365373763372d386364322d343931362d623930332d323536633534366262343936222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31352c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3330333036315a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x93cd9c69051e3d9900858eb492dab5508600f1a3ba6e277e15838fb5d665af74'),
	(16, '855', '2026-11-26 19:19:57.320725+00', 'countersign_web', 'power.confirmed', '2026-11-26 19:19:57.319909+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', '6c0b585c-39f0-4c15-8a20-34b79bf418ed', 'b721f978-52f4-4321-a141-99bd57e9b3c6', 'account', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 1, '\x7b22626f6479223a7b22636f6465223a22706f7765722e636f6e6669726d6564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2261333930323061643333386665356465626265373738346634306466643664303739346631663332626531373633633263653764316265643834343336353463227d2c226661637473223a7b226b696e64223a22726f6c65222c2270726f706f73616c223a2266373166346563392d353035332d346262322d613166662d386231306231346139353730222c22726f6c65223a226f666669636572222c22756e6974223a6e756c6c7d2c226f626a656374223a7b226964223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3331393930395a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2236633062353835632d333966302d346331352d386132302d333462373962663431386564222c22706572736f6e223a2262373231663937382d353266342d343332312d613134312d393962643537653962336336222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31362c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3332303732355a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xbd8c8bb9bad3ed04883fa1e96b74d7652d01a830fd5d6c8ce9442ba27aa9ff30'),
	(17, '855', '2026-11-26 19:19:57.326881+00', 'countersign_web', 'role.granted', '2026-11-26 19:19:57.32559+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', '6c0b585c-39f0-4c15-8a20-34b79bf418ed', 'b721f978-52f4-4321-a141-99bd57e9b3c6', 'account', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 1, '\x7b22626f6479223a7b22636f6465223a22726f6c652e6772616e746564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2239663739313038363933626665373765396132623466333362356363356236663034366531376363393037333861393265663566396335636533646139346637227d2c226661637473223a7b2270726f706f73616c223a2266373166346563392d353035332d346262322d613166662d386231306231346139353730222c22726f6c65223a226f666669636572227d2c226f626a656374223a7b226964223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3332353539305a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2236633062353835632d333966302d346331352d386132302d333462373962663431386564222c22706572736f6e223a2262373231663937382d353266342d343332312d613134312d393962643537653962336336222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31372c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3332363838315a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x869d51640b936a58cb0f8b5f1aaf178d8d42a3393869de0381a0dca0a58243a8'),
	(18, '856', '2026-11-26 19:19:57.357291+00', 'countersign_web', 'search.drafted', '2026-11-26 19:19:57.356148+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 1, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166746564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2232316666656634343936623936306535333431313261623665353033306438353434303932663531333331643339306163636237613362656364396331383930227d2c226661637473223a7b22737461727465645f66726f6d223a6e756c6c7d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3335363134385a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31382c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3335373239315a222c22726571756573745f736571223a312c22736368656d61223a317d', '\x687551b45a455f62006a0eb5eb2468d1e70bbd52f587d2356232590893208182'),
	(19, '857', '2026-11-26 19:19:57.404145+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.402857+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 2, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2236303465646334646437346534383634333263363238356239396134386330353839306164393438366539623736343535343936636263633032613462623832227d2c226661637473223a7b226669656c6473223a5b22636173652e636173655f6e756d626572222c22636173652e65787465726e616c5f66725f6f726967696e225d2c227265766973696f6e223a322c2273656374696f6e223a2263617365227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3430323835375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31392c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2236383735353162343561343535663632303036613065623565623234363864316537306262643532663538376432333536323332353930383933323038313832222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3430343134355a222c22726571756573745f736571223a322c22736368656d61223a317d', '\xa99b9aa09c93e500faeb7f680db6f6c86ad9210ce5170e8d341b8a04f1b7b64a'),
	(20, '858', '2026-11-26 19:19:57.41595+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.415182+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 3, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2233663336343232323135643437336535343537653864343432633461666536326465663863653664366638313639623739613639383432343262333366396238227d2c226661637473223a7b226669656c6473223a5b22707572706f73652e707572706f7365222c22707572706f73652e6f6666656e63655f63617465676f7279222c22707572706f73652e737461747574655f726566222c22707572706f73652e617474656d7074222c22707572706f73652e6f6666656e63655f64617465222c22707572706f73652e6f6666656e63655f706c616365222c22707572706f73652e6c696e6b5f74797065225d2c227265766973696f6e223a332c2273656374696f6e223a22707572706f7365227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3431353138325a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32302c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2261393962396161303963393365353030666165623766363830646236663663383661643932313063653531373065386433343162386130346631623762363461222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3431353935305a222c22726571756573745f736571223a332c22736368656d61223a317d', '\x19a049942c5be22d97b87d0868f85a3fdc90857f08c7cd59339c913c102c8287'),
	(21, '859', '2026-11-26 19:19:57.425606+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.424946+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 4, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2265313863393864643066336561336534336432353163633430643430396163336637343534663933363662633462306633383166306366313862626435643762227d2c226661637473223a7b226669656c6473223a5b226c6567616c2e62617369735f74797065222c226c6567616c2e6369746174696f6e225d2c227265766973696f6e223a342c2273656374696f6e223a226c6567616c227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3432343934365a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32312c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2231396130343939343263356265323264393762383764303836386638356133666463393038353766303863376364353933333963393133633130326338323837222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3432353630365a222c22726571756573745f736571223a342c22736368656d61223a317d', '\x98a7927cb3e06d5f3cbe72bc07ee6df25cba2b9ea9575bf0df52d76de23a82d9'),
	(22, '860', '2026-11-26 19:19:57.435614+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.434977+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 5, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2233383030303732633234613838656461333934656130623632313331366438623837613161353361363233623264666539636538303632666436386431353031227d2c226661637473223a7b226669656c6473223a5b227375626a6563742e7375626a6563745f726f6c65222c227375626a6563742e7375626a6563745f6d696e6f72222c227375626a6563742e6465736372697074696f6e225d2c227265766973696f6e223a352c2273656374696f6e223a227375626a656374227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3433343937375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32322c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2239386137393237636233653036643566336362653732626330376565366466323563626132623965613935373562663064663532643736646532336138326439222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3433353631345a222c22726571756573745f736571223a352c22736368656d61223a317d', '\x803c8fadebdec7c9ad4ec313265039ff3b61b5ec91fd8d7f1798c5920feeb110'),
	(23, '861', '2026-11-26 19:19:57.443034+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.44242+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 6, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2232373061363462626665323438333361613833396433376461333033613563636330653634366631643163333134313966626234333233393661633764636431227d2c226661637473223a7b226669656c6473223a5b227072656469636174652e7072656469636174655f6c6576656c222c227072656469636174652e6661637473222c227072656469636174652e6173736573736d656e74225d2c227265766973696f6e223a362c2273656374696f6e223a22707265646963617465227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3434323432305a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32332c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2238303363386661646562646563376339616434656333313332363530333966663362363162356563393166643864376631373938633539323066656562313130222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3434333033345a222c22726571756573745f736571223a362c22736368656d61223a317d', '\xc6c919131cebf5a886d699079af18080d3c7b14b360e593d017a8c74249dca9a'),
	(24, '862', '2026-11-26 19:19:57.448657+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.448055+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 7, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2265363366613631366639303439643537363164336437313130346665616135313563323237623964336630613837323064363136633563666533616666663965227d2c226661637473223a7b226669656c6473223a5b2270726f7465637465642e70726f7465637465645f6163746976697479222c2270726f7465637465642e62617369735f666c6167735f616e737765726564225d2c227265766973696f6e223a372c2273656374696f6e223a2270726f746563746564227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3434383035355a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32342c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2263366339313931333163656266356138383664363939303739616631383038306433633762313462333630653539336430313761386337343234396463613961222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3434383635375a222c22726571756573745f736571223a372c22736368656d61223a317d', '\x81fdb48dc14a82e2ce072d081dc5946e925cadb3b82a5255ddd3e49dbfb126b2'),
	(25, '863', '2026-11-26 19:19:57.464551+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.463827+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 8, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2235623161303731386539363734386435663566363039336435353461633536333533663432656361333735343532646466383963643239326533623665333339227d2c226661637473223a7b226669656c6473223a5b226e65636573736974792e6f626a656374697665222c226e65636573736974792e65766964656e6365222c226e65636573736974792e65766964656e63655f726566225d2c227265766973696f6e223a382c2273656374696f6e223a226e6563657373697479227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3436333832375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32352c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2238316664623438646331346138326532636530373264303831646335393436653932356361646233623832613532353564646433653439646266623132366232222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3436343535315a222c22726571756573745f736571223a382c22736368656d61223a317d', '\x6b118034770099e738cefa52f9a348023121b865d746db2876fca85c5ab7240f'),
	(26, '864', '2026-11-26 19:19:57.470519+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.469932+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 9, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2236363131346334303163613836653463613032356335383534396135303565663566656438386562346631303966353436306135613439393635643436303639227d2c226661637473223a7b226669656c6473223a5b226566666563746976656e6573732e7768795f696e5f67616c6c657279225d2c227265766973696f6e223a392c2273656374696f6e223a226566666563746976656e657373227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3436393933325a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32362c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2236623131383033343737303039396537333863656661353266396133343830323331323162383635643734366462323837366663613835633561623732343066222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3437303531395a222c22726571756573745f736571223a392c22736368656d61223a317d', '\x56515b93a6045717520565287a7e4ff7d729b3c8f744843f94abc9cdb046a08e'),
	(27, '865', '2026-11-26 19:19:57.481161+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.479493+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 10, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2265636336613566363965626336343863373164626566663435316338663332653633326238663733343564356566376431323736346233353433383332646532227d2c226661637473223a7b226669656c6473223a5b2270726f706f7274696f6e616c6974792e62656e65666974222c2270726f706f7274696f6e616c6974792e696d70616374222c2270726f706f7274696f6e616c6974792e62797374616e64657273225d2c227265766973696f6e223a31302c2273656374696f6e223a2270726f706f7274696f6e616c697479227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3437393439335a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32372c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2235363531356239336136303435373137353230353635323837613765346666376437323962336338663734343834336639346162633963646230343661303865222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3438313136315a222c22726571756573745f736571223a31302c22736368656d61223a317d', '\xe306b4d4d3d76bdf66315bbe0bcb81fb8fa0e91dffe0930f52fdf3830ee1afb5'),
	(28, '866', '2026-11-26 19:19:57.495305+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.49469+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 11, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2263383132303238313533383434393338333931333933623864656630626335353361366561666662366165383430643938336438643436373137343938363234227d2c226661637473223a7b226669656c6473223a5b226d65616e73225d2c227265766973696f6e223a31312c2273656374696f6e223a226d65616e73227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3439343639305a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32382c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2265333036623464346433643736626466363633313562626530626362383166623866613065393164666665303933306635326664663338333065653161666235222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3439353330355a222c22726571756573745f736571223a31312c22736368656d61223a317d', '\x71f162ded5a10e80d344c7a16c6cad69af203477d7cecda8e995dddfcbd32187'),
	(29, '867', '2026-11-26 19:19:57.501773+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.50121+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 12, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2236333762636433643839626232653638633130373635633633646661393461393861646335633761336538323463376432646631386539373633333366643337227d2c226661637473223a7b226669656c6473223a5b22757267656e63792e757267656e6379225d2c227265766973696f6e223a31322c2273656374696f6e223a22757267656e6379227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3530313231305a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32392c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2237316631363264656435613130653830643334346337613136633663616436396166323033343737643763656364613865393935646464666362643332313837222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3530313737335a222c22726571756573745f736571223a31322c22736368656d61223a317d', '\x8351b21d2b3e558f92526532fa104df2b3a527b387f88660d09ef41c2b0a2332'),
	(30, '868', '2026-11-26 19:19:57.515779+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.515142+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 13, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2237346464383532306432613364633830333062646438316330326337376164616332626162643230376135396633363036633364376261623834313130363233227d2c226661637473223a7b226669656c6473223a5b2273636f70652e6d6f6465222c2273636f70652e7461726765745f7370656369666963222c2273636f70652e67616c6c657279222c2273636f70652e67616c6c6572795f726561736f6e222c2273636f70652e63616e6469646174655f6c696d6974222c2273636f70652e726574656e74696f6e5f636c617373225d2c227265766973696f6e223a31332c2273656374696f6e223a2273636f7065227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3531353134325a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a33302c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2238333531623231643262336535353866393235323635333266613130346466326233613532376233383766383836363064303965663431633262306132333332222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3531353737395a222c22726571756573745f736571223a31332c22736368656d61223a317d', '\xf278e48c66809fb844722859232832858d332042b67b1a509a614757c3f994f4'),
	(31, '869', '2026-11-26 19:19:57.522709+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.522093+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 14, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2266343737633633353565366131323537326465653330303964333838646563616266663936346139303062356666353262346530356561313364306161633165227d2c226661637473223a7b226669656c6473223a5b2270726f62652e736f757263655f6b696e64222c2270726f62652e6163717569736974696f6e5f617574686f72697479222c2270726f62652e636f6e73656e745f6f725f6f726465725f726566222c2270726f62652e637573746f64795f726566222c2270726f62652e636f6c6c65637465645f6279222c2270726f62652e636f6c6c65637465645f6f6e222c2270726f62652e63617074757265645f6174222c2270726f62652e636170747572655f756e6365727461696e7479222c2270726f62652e6672616d655f726566222c2270726f62652e69735f7374696c6c222c2270726f62652e73686f77735f706572736f6e5f736f75676874222c2270726f62652e66616365735f6465636c61726564222c2270726f62652e737569746162696c697479222c2270726f62652e656469746564225d2c227265766973696f6e223a31342c2273656374696f6e223a2270726f6265227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3532323039335a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a33312c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2266323738653438633636383039666238343437323238353932333238333238353864333332303432623637623161353039613631343735376333663939346634222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3532323730395a222c22726571756573745f736571223a31342c22736368656d61223a317d', '\x87c299e572e460080c972b26e3533e62b3b761ff6419b8cb3c866114075e48ad'),
	(32, '870', '2026-11-26 19:19:57.536224+00', 'countersign_web', 'search.draft_saved', '2026-11-26 19:19:57.535565+00', 'abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 15, 'DRAFT', 'success', NULL, 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2236346132613731373263626634346336303561386239326164613630326434346432363365373635613962613034666235363237316364653830353534653565227d2c226661637473223a7b226669656c6473223a5b226465636c61726174696f6e2e6174746573746174696f6e73225d2c227265766973696f6e223a31352c2273656374696f6e223a226465636c61726174696f6e227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431393a31393a35372e3533353536355a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2261626161343632312d646164372d346162372d386563352d663166666630613066326236222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2232643031373133362d626261342d343163392d616164342d653137633664343834623865222c22706572736f6e223a2266636136633836352d356437612d343666652d386534342d626139343132383039333838222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a33322c22696e7374616c6c6174696f6e223a2265316230613737302d313261622d343963652d623938392d373561306465633935626463222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2238376332393965353732653436303038306339373262323665333533336536326233623736316666363431396238636233633836363131343037356534386164222c227265636f726465645f6174223a22323032362d31312d32365431393a31393a35372e3533363232345a222c22726571756573745f736571223a31352c22736368656d61223a317d', '\x01822f8205badc061ac7aa1da6a2b85702ae372093bc5e854dcc8ce63cb041c0');
INSERT INTO audit.installation VALUES
	(true, 'e1b0a770-12ab-49ce-b989-75a0dec95bdc');
INSERT INTO audit.opening VALUES
	(1, 'system_user', '\x3daef21bd8eada026da7274cd716467711394ce1947150da038109ca1263488e', 'trial'),
	(2, 'system_user', '\x15820b634f49a75cf2998f7505650049014852789a015b8060b776dfa5c03b8c', 'trial'),
	(3, 'system_user', '\xf9f02b9ab6dc233022608cec673dc823a146e6621edf3f8c96594662a448dedc', 'trial'),
	(5, 'system_user', '\x3adb2332d4a4f1ae8424b6d655825c5b9eac18343e15200630f86e0b5c1080cd', 'tests'),
	(7, 'system_user', '\x95bca0825bc797e1a36b7085194b3d6ecfa8510ab4d777c1be641ecd038d8d09', 'tests'),
	(11, 'source', '\xa128ec3e21a99e09c6180945646e6451981a103721d34764bd966085378efa25', '192.0.2.7'),
	(12, 'source', '\x850298431e8ae61088cb24de628f579ab68758a3f3673bec17f8c9140f220295', '192.0.2.7'),
	(13, 'source', '\x683be7944683746c8cf09d9854df225e338dd1184f81f35206e483f07dc26b1b', '192.0.2.7'),
	(15, 'reason', '\xa5e39947c5fa2ab5e61fa3b65c3866c1c22efecaa8c8d54c533e166ce9621dc7', 'needed'),
	(15, 'source', '\x27784e26af88a87c8f0ed15029340dd444d19f539fbde685fbec674f464b9b88', '192.0.2.7'),
	(16, 'source', '\x54a0816f43a4b2ad18e2e8ab10eafc446706678c5788eb74af347f2827283eaa', '192.0.2.7'),
	(17, 'source', '\x845ff83afaa56b503f0fc9bbb89317db51f21e3514773f3d48cace51d5080de2', '192.0.2.7'),
	(18, 'source', '\x0e080ca412a92de6f7f005c01e852da2e2dd267bc59c4ddb0e113dd1dd2cfccd', '192.0.2.7'),
	(19, 'source', '\xf54d0363fdfa8aed139a7a44679f0ec20538a0f649bdd87e2a725f5420b5f581', '192.0.2.7'),
	(20, 'source', '\xa43ac7dc197d9b015fa860210f7174bd6bb33530ba0f4d27de722d9d29bef763', '192.0.2.7'),
	(21, 'source', '\x1831bab5aad88a9c1308641b3abbaaa9f668daa481eed139ce9ef2289ef63b6f', '192.0.2.7'),
	(22, 'source', '\x5762827c879cd43ae706fdfb6eea3b5fcddfe4d2fb4889f4585f14ca0ca5b77a', '192.0.2.7'),
	(23, 'source', '\x04d99abb275a4777378e03f212fce47d35a6d5151fd446ea5533c3f61c365a30', '192.0.2.7'),
	(24, 'source', '\x5bd6d6432f160f28b60d3c4cd735aefead837d3bd647762e25978570ec0c1a16', '192.0.2.7'),
	(25, 'source', '\xcbc03c5b924d50d3bdcd60a789124cb8f8338fe9d362fb0b0082cabc101638f5', '192.0.2.7'),
	(26, 'source', '\x3c37f6f3135575936f81eff234651088b44e14ba1a516a421606794bfc92cabe', '192.0.2.7'),
	(27, 'source', '\xdca5afa8ed58f1eba0338e70decb50cc13ab62a320f732edaded21f519c67174', '192.0.2.7'),
	(28, 'source', '\x25797c6ec2add351a9acb3cbfbc86927efb6b8fe2a53c01da3c462fd73670b4c', '192.0.2.7'),
	(29, 'source', '\x37959f75775a3a5d0ecc81ce5694cbf2fcf4f60257062dc67b37d40ce71d165e', '192.0.2.7'),
	(30, 'source', '\xa3ee405427588d67087f5e029fcabb442c0d87f9797748405cbd3a67848f099f', '192.0.2.7'),
	(31, 'source', '\x58c96878a3875747233944cd687989359247725fc5abee7806c99f60629de3bd', '192.0.2.7'),
	(32, 'source', '\xe9879dd4082a1a5bf1f3bac012734bdf2adacf7236e82d701fde4436c0eb0435', '192.0.2.7');
INSERT INTO audit.request_chain VALUES
	('abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 15, '\x01822f8205badc061ac7aa1da6a2b85702ae372093bc5e854dcc8ce63cb041c0');
INSERT INTO public.accounts_account VALUES
	('md5$abBSYdTYQJi9PIkQlmgUt7$fa0b4ca80768ef87455d51c90e1de8d5', NULL, false, '04be0150-11b8-4eb0-827d-c11daa0b4608', 'ada', '2026-11-26 19:19:56.570312+00', true, NULL, '', false, '2026-11-26 19:19:57.168428+00', 0, NULL, NULL, NULL, 1, NULL, 'ebce77c7-8cd2-4916-b903-256c546bb496', NULL),
	('md5$mrj4yJXFJOZt3vKUtMhYFq$f7bb843a30657440ef6841ff634b16df', NULL, false, '6c0b585c-39f0-4c15-8a20-34b79bf418ed', 'ben', '2026-11-26 19:19:57.147636+00', true, NULL, '', false, '2026-11-26 19:19:57.19631+00', 0, NULL, NULL, NULL, 1, NULL, 'b721f978-52f4-4321-a141-99bd57e9b3c6', NULL),
	('md5$2FliawzYggRSujAFWpbA0N$c27fb78d555d4911b8c7b7ba2cb2eecc', NULL, false, '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'person1', '2026-11-26 19:19:57.25341+00', true, NULL, '', false, '2026-11-26 19:19:57.281546+00', 0, NULL, NULL, NULL, 2, NULL, 'fca6c865-5d7a-46fe-8e44-ba9412809388', '75def664-1563-46d9-b5ef-b734872b4563');
INSERT INTO public.accounts_credentiallink VALUES
	('fd6185ca-9039-404d-b7c0-a90e36613575', 'first_password', '\x7c33a2305c65d6e990f3437fdf71bb0ca52fb167a960dd614f1c883aba8a389e', '2026-11-26 19:19:56.580425+00', '2026-11-29 19:19:56.580425+00', '2026-11-26 19:19:57.167277+00', NULL, '04be0150-11b8-4eb0-827d-c11daa0b4608', NULL, NULL),
	('4469a1a5-a3a0-48c0-9f4b-956bf0c6fbad', 'first_password', '\x80c453bdea51c687a95d21b8c2fe30001a6e9730e17d03cfb54a3787b7c914b0', '2026-11-26 19:19:57.152396+00', '2026-11-29 19:19:57.152396+00', '2026-11-26 19:19:57.195167+00', NULL, '6c0b585c-39f0-4c15-8a20-34b79bf418ed', NULL, NULL),
	('f6f7f3a0-18d2-4786-ac93-e85485b334a1', 'first_password', '\x1e8bbe81b5c55beed6d07bc96a4643eb4b4d00443bd4969112c235f7581f60d1', '2026-11-26 19:19:57.265787+00', '2026-11-29 19:19:57.265787+00', '2026-11-26 19:19:57.279217+00', NULL, '2d017136-bba4-41c9-aad4-e17c6d484b8e', '04be0150-11b8-4eb0-827d-c11daa0b4608', NULL);
INSERT INTO public.accounts_person VALUES
	('ebce77c7-8cd2-4916-b903-256c546bb496', 'A1', 'Ada First', 'ada@agency.example', 'en', false, '2026-11-26 19:19:56.567536+00'),
	('b721f978-52f4-4321-a141-99bd57e9b3c6', 'A2', 'Ben Second', 'ben@agency.example', 'en', false, '2026-11-26 19:19:57.143913+00'),
	('fca6c865-5d7a-46fe-8e44-ba9412809388', 'P0001', 'Person 1', 'p1@agency.example', 'en', false, '2026-11-26 19:19:57.243227+00');
INSERT INTO public.accounts_powerproposal VALUES
	('f71f4ec9-5053-4bb2-a1ff-8b10b14a9570', 'role', 'officer', 'needed', '2026-11-26 19:19:57.296062+00', '2026-12-10 19:19:57.296062+00', 'confirmed', '2026-11-26 19:19:57.318111+00', '', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', '6c0b585c-39f0-4c15-8a20-34b79bf418ed', 'b721f978-52f4-4321-a141-99bd57e9b3c6', '04be0150-11b8-4eb0-827d-c11daa0b4608', 'ebce77c7-8cd2-4916-b903-256c546bb496', NULL);
INSERT INTO public.accounts_roleassignment VALUES
	('9f45a0fc-f7b5-4b60-aa65-5c71608043d7', '2026-11-26 19:19:56.574015+00', NULL, '', 'account_administrator', '04be0150-11b8-4eb0-827d-c11daa0b4608', NULL, 'ebce77c7-8cd2-4916-b903-256c546bb496', NULL, NULL),
	('2c803a6d-a680-46c1-b3c0-b4f2f67c91f6', '2026-11-26 19:19:57.148846+00', NULL, '', 'account_administrator', '6c0b585c-39f0-4c15-8a20-34b79bf418ed', NULL, 'b721f978-52f4-4321-a141-99bd57e9b3c6', NULL, NULL),
	('4936feb9-53f9-4830-bc2a-e7199d47aedb', '2026-11-26 19:19:57.324466+00', NULL, '', 'officer', '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'f71f4ec9-5053-4bb2-a1ff-8b10b14a9570', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, NULL);
INSERT INTO public.accounts_unit VALUES
	('75def664-1563-46d9-b5ef-b734872b4563', 'MCU', 'Major Crime', 'Crimes majeurs', true, '2026-11-26 19:19:57.212117+00');
INSERT INTO public.auth_permission VALUES
	(1, 'Can add heartbeat', 1, 'add_heartbeat'),
	(2, 'Can change heartbeat', 1, 'change_heartbeat'),
	(3, 'Can delete heartbeat', 1, 'delete_heartbeat'),
	(4, 'Can view heartbeat', 1, 'view_heartbeat'),
	(5, 'Can add installation', 2, 'add_installation'),
	(6, 'Can change installation', 2, 'change_installation'),
	(7, 'Can delete installation', 2, 'delete_installation'),
	(8, 'Can view installation', 2, 'view_installation'),
	(9, 'Can add attempt', 3, 'add_attempt'),
	(10, 'Can change attempt', 3, 'change_attempt'),
	(11, 'Can delete attempt', 3, 'delete_attempt'),
	(12, 'Can view attempt', 3, 'view_attempt'),
	(13, 'Can add dispatch', 4, 'add_dispatch'),
	(14, 'Can change dispatch', 4, 'change_dispatch'),
	(15, 'Can delete dispatch', 4, 'delete_dispatch'),
	(16, 'Can view dispatch', 4, 'view_dispatch'),
	(17, 'Can add search result', 5, 'add_searchresult'),
	(18, 'Can change search result', 5, 'change_searchresult'),
	(19, 'Can delete search result', 5, 'delete_searchresult'),
	(20, 'Can view search result', 5, 'view_searchresult'),
	(21, 'Can add search request', 6, 'add_searchrequest'),
	(22, 'Can change search request', 6, 'change_searchrequest'),
	(23, 'Can delete search request', 6, 'delete_searchrequest'),
	(24, 'Can view search request', 6, 'view_searchrequest'),
	(25, 'Can add probe', 7, 'add_probe'),
	(26, 'Can change probe', 7, 'change_probe'),
	(27, 'Can delete probe', 7, 'delete_probe'),
	(28, 'Can view probe', 7, 'view_probe'),
	(29, 'Can add draft', 8, 'add_draft'),
	(30, 'Can change draft', 8, 'change_draft'),
	(31, 'Can delete draft', 8, 'delete_draft'),
	(32, 'Can view draft', 8, 'view_draft'),
	(33, 'Can add check run', 9, 'add_checkrun'),
	(34, 'Can change check run', 9, 'change_checkrun'),
	(35, 'Can delete check run', 9, 'delete_checkrun'),
	(36, 'Can view check run', 9, 'view_checkrun'),
	(37, 'Can add probe fingerprint', 10, 'add_probefingerprint'),
	(38, 'Can change probe fingerprint', 10, 'change_probefingerprint'),
	(39, 'Can delete probe fingerprint', 10, 'delete_probefingerprint'),
	(40, 'Can view probe fingerprint', 10, 'view_probefingerprint'),
	(41, 'Can add justification', 11, 'add_justification'),
	(42, 'Can change justification', 11, 'change_justification'),
	(43, 'Can delete justification', 11, 'delete_justification'),
	(44, 'Can view justification', 11, 'view_justification'),
	(45, 'Can add authorisation', 12, 'add_authorisation'),
	(46, 'Can change authorisation', 12, 'change_authorisation'),
	(47, 'Can delete authorisation', 12, 'delete_authorisation'),
	(48, 'Can view authorisation', 12, 'view_authorisation'),
	(49, 'Can add reading', 13, 'add_reading'),
	(50, 'Can change reading', 13, 'change_reading');
INSERT INTO public.auth_permission VALUES
	(51, 'Can delete reading', 13, 'delete_reading'),
	(52, 'Can view reading', 13, 'view_reading'),
	(53, 'Can add stored file', 14, 'add_storedfile'),
	(54, 'Can change stored file', 14, 'change_storedfile'),
	(55, 'Can delete stored file', 14, 'delete_storedfile'),
	(56, 'Can view stored file', 14, 'view_storedfile'),
	(57, 'Can add content key', 15, 'add_contentkey'),
	(58, 'Can change content key', 15, 'change_contentkey'),
	(59, 'Can delete content key', 15, 'delete_contentkey'),
	(60, 'Can view content key', 15, 'view_contentkey'),
	(61, 'Can add claim', 16, 'add_claim'),
	(62, 'Can change claim', 16, 'change_claim'),
	(63, 'Can delete claim', 16, 'delete_claim'),
	(64, 'Can view claim', 16, 'view_claim'),
	(65, 'Can add decision', 17, 'add_decision'),
	(66, 'Can change decision', 17, 'change_decision'),
	(67, 'Can delete decision', 17, 'delete_decision'),
	(68, 'Can view decision', 17, 'view_decision'),
	(69, 'Can add finding', 18, 'add_finding'),
	(70, 'Can change finding', 18, 'change_finding'),
	(71, 'Can delete finding', 18, 'delete_finding'),
	(72, 'Can view finding', 18, 'view_finding'),
	(73, 'Can add notice', 19, 'add_notice'),
	(74, 'Can change notice', 19, 'change_notice'),
	(75, 'Can delete notice', 19, 'delete_notice'),
	(76, 'Can view notice', 19, 'view_notice'),
	(77, 'Can add matcher', 20, 'add_matcher'),
	(78, 'Can change matcher', 20, 'change_matcher'),
	(79, 'Can delete matcher', 20, 'delete_matcher'),
	(80, 'Can view matcher', 20, 'view_matcher'),
	(81, 'Can add agency', 21, 'add_agency'),
	(82, 'Can change agency', 21, 'change_agency'),
	(83, 'Can delete agency', 21, 'delete_agency'),
	(84, 'Can view agency', 21, 'view_agency'),
	(85, 'Can add gallery', 22, 'add_gallery'),
	(86, 'Can change gallery', 22, 'change_gallery'),
	(87, 'Can delete gallery', 22, 'delete_gallery'),
	(88, 'Can view gallery', 22, 'view_gallery'),
	(89, 'Can add pack version', 23, 'add_packversion'),
	(90, 'Can change pack version', 23, 'change_packversion'),
	(91, 'Can delete pack version', 23, 'delete_packversion'),
	(92, 'Can view pack version', 23, 'view_packversion'),
	(93, 'Can add person', 24, 'add_person'),
	(94, 'Can change person', 24, 'change_person'),
	(95, 'Can delete person', 24, 'delete_person'),
	(96, 'Can view person', 24, 'view_person'),
	(97, 'Can add account', 25, 'add_account'),
	(98, 'Can change account', 25, 'change_account'),
	(99, 'Can delete account', 25, 'delete_account'),
	(100, 'Can view account', 25, 'view_account');
INSERT INTO public.auth_permission VALUES
	(101, 'Can add unit', 26, 'add_unit'),
	(102, 'Can change unit', 26, 'change_unit'),
	(103, 'Can delete unit', 26, 'delete_unit'),
	(104, 'Can view unit', 26, 'view_unit'),
	(105, 'Can decide on the search requests of this unit', 26, 'decide_for_unit'),
	(106, 'Can add power proposal', 27, 'add_powerproposal'),
	(107, 'Can change power proposal', 27, 'change_powerproposal'),
	(108, 'Can delete power proposal', 27, 'delete_powerproposal'),
	(109, 'Can view power proposal', 27, 'view_powerproposal'),
	(110, 'Can add decide right', 28, 'add_decideright'),
	(111, 'Can change decide right', 28, 'change_decideright'),
	(112, 'Can delete decide right', 28, 'delete_decideright'),
	(113, 'Can view decide right', 28, 'view_decideright'),
	(114, 'Can add unit permission held', 29, 'add_unitpermissionheld'),
	(115, 'Can change unit permission held', 29, 'change_unitpermissionheld'),
	(116, 'Can delete unit permission held', 29, 'delete_unitpermissionheld'),
	(117, 'Can view unit permission held', 29, 'view_unitpermissionheld'),
	(118, 'Can add certificate', 30, 'add_certificate'),
	(119, 'Can change certificate', 30, 'change_certificate'),
	(120, 'Can delete certificate', 30, 'delete_certificate'),
	(121, 'Can view certificate', 30, 'view_certificate'),
	(122, 'Can add credential link', 31, 'add_credentiallink'),
	(123, 'Can change credential link', 31, 'change_credentiallink'),
	(124, 'Can delete credential link', 31, 'delete_credentiallink'),
	(125, 'Can view credential link', 31, 'view_credentiallink'),
	(126, 'Can add role assignment', 32, 'add_roleassignment'),
	(127, 'Can change role assignment', 32, 'change_roleassignment'),
	(128, 'Can delete role assignment', 32, 'delete_roleassignment'),
	(129, 'Can view role assignment', 32, 'view_roleassignment'),
	(130, 'Can add event', 33, 'add_event'),
	(131, 'Can change event', 33, 'change_event'),
	(132, 'Can delete event', 33, 'delete_event'),
	(133, 'Can view event', 33, 'view_event'),
	(134, 'Can add opening', 34, 'add_opening'),
	(135, 'Can change opening', 34, 'change_opening'),
	(136, 'Can delete opening', 34, 'delete_opening'),
	(137, 'Can view opening', 34, 'view_opening'),
	(138, 'Can add export', 35, 'add_export'),
	(139, 'Can change export', 35, 'change_export'),
	(140, 'Can delete export', 35, 'delete_export'),
	(141, 'Can view export', 35, 'view_export'),
	(142, 'Can add email address', 36, 'add_emailaddress'),
	(143, 'Can change email address', 36, 'change_emailaddress'),
	(144, 'Can delete email address', 36, 'delete_emailaddress'),
	(145, 'Can view email address', 36, 'view_emailaddress'),
	(146, 'Can add email confirmation', 37, 'add_emailconfirmation'),
	(147, 'Can change email confirmation', 37, 'change_emailconfirmation'),
	(148, 'Can delete email confirmation', 37, 'delete_emailconfirmation'),
	(149, 'Can view email confirmation', 37, 'view_emailconfirmation'),
	(150, 'Can add authenticator', 38, 'add_authenticator');
INSERT INTO public.auth_permission VALUES
	(151, 'Can change authenticator', 38, 'change_authenticator'),
	(152, 'Can delete authenticator', 38, 'delete_authenticator'),
	(153, 'Can view authenticator', 38, 'view_authenticator'),
	(154, 'Can add group object permission', 39, 'add_groupobjectpermission'),
	(155, 'Can change group object permission', 39, 'change_groupobjectpermission'),
	(156, 'Can delete group object permission', 39, 'delete_groupobjectpermission'),
	(157, 'Can view group object permission', 39, 'view_groupobjectpermission'),
	(158, 'Can add user object permission', 40, 'add_userobjectpermission'),
	(159, 'Can change user object permission', 40, 'change_userobjectpermission'),
	(160, 'Can delete user object permission', 40, 'delete_userobjectpermission'),
	(161, 'Can view user object permission', 40, 'view_userobjectpermission'),
	(162, 'Can add permission', 41, 'add_permission'),
	(163, 'Can change permission', 41, 'change_permission'),
	(164, 'Can delete permission', 41, 'delete_permission'),
	(165, 'Can view permission', 41, 'view_permission'),
	(166, 'Can add group', 42, 'add_group'),
	(167, 'Can change group', 42, 'change_group'),
	(168, 'Can delete group', 42, 'delete_group'),
	(169, 'Can view group', 42, 'view_group'),
	(170, 'Can add content type', 43, 'add_contenttype'),
	(171, 'Can change content type', 43, 'change_contenttype'),
	(172, 'Can delete content type', 43, 'delete_contenttype'),
	(173, 'Can view content type', 43, 'view_contenttype'),
	(174, 'Can add session', 44, 'add_session'),
	(175, 'Can change session', 44, 'change_session'),
	(176, 'Can delete session', 44, 'delete_session'),
	(177, 'Can view session', 44, 'view_session');
INSERT INTO public.django_content_type VALUES
	(1, 'ops', 'heartbeat'),
	(2, 'ops', 'installation'),
	(3, 'dispatch', 'attempt'),
	(4, 'dispatch', 'dispatch'),
	(5, 'dispatch', 'searchresult'),
	(6, 'searches', 'searchrequest'),
	(7, 'searches', 'probe'),
	(8, 'searches', 'draft'),
	(9, 'searches', 'checkrun'),
	(10, 'searches', 'probefingerprint'),
	(11, 'searches', 'justification'),
	(12, 'searches', 'authorisation'),
	(13, 'searches', 'reading'),
	(14, 'searches', 'storedfile'),
	(15, 'searches', 'contentkey'),
	(16, 'searches', 'claim'),
	(17, 'searches', 'decision'),
	(18, 'searches', 'finding'),
	(19, 'searches', 'notice'),
	(20, 'registry', 'matcher'),
	(21, 'registry', 'agency'),
	(22, 'registry', 'gallery'),
	(23, 'registry', 'packversion'),
	(24, 'accounts', 'person'),
	(25, 'accounts', 'account'),
	(26, 'accounts', 'unit'),
	(27, 'accounts', 'powerproposal'),
	(28, 'accounts', 'decideright'),
	(29, 'accounts', 'unitpermissionheld'),
	(30, 'accounts', 'certificate'),
	(31, 'accounts', 'credentiallink'),
	(32, 'accounts', 'roleassignment'),
	(33, 'audit', 'event'),
	(34, 'audit', 'opening'),
	(35, 'audit', 'export'),
	(36, 'account', 'emailaddress'),
	(37, 'account', 'emailconfirmation'),
	(38, 'mfa', 'authenticator'),
	(39, 'guardian', 'groupobjectpermission'),
	(40, 'guardian', 'userobjectpermission'),
	(41, 'auth', 'permission'),
	(42, 'auth', 'group'),
	(43, 'contenttypes', 'contenttype'),
	(44, 'sessions', 'session');
INSERT INTO public.django_migrations VALUES
	(1, 'contenttypes', '0001_initial', '2026-11-26 19:19:52.843488+00'),
	(2, 'contenttypes', '0002_remove_content_type_name', '2026-11-26 19:19:52.84997+00'),
	(3, 'auth', '0001_initial', '2026-11-26 19:19:52.881804+00'),
	(4, 'auth', '0002_alter_permission_name_max_length', '2026-11-26 19:19:52.884982+00'),
	(5, 'auth', '0003_alter_user_email_max_length', '2026-11-26 19:19:52.895481+00'),
	(6, 'auth', '0004_alter_user_username_opts', '2026-11-26 19:19:52.905724+00'),
	(7, 'auth', '0005_alter_user_last_login_null', '2026-11-26 19:19:52.911067+00'),
	(8, 'auth', '0006_require_contenttypes_0002', '2026-11-26 19:19:52.914186+00'),
	(9, 'auth', '0007_alter_validators_add_error_messages', '2026-11-26 19:19:52.918759+00'),
	(10, 'auth', '0008_alter_user_username_max_length', '2026-11-26 19:19:52.925686+00'),
	(11, 'auth', '0009_alter_user_last_name_max_length', '2026-11-26 19:19:52.927685+00'),
	(12, 'auth', '0010_alter_group_name_max_length', '2026-11-26 19:19:52.931025+00'),
	(13, 'auth', '0011_update_proxy_permissions', '2026-11-26 19:19:52.934578+00'),
	(14, 'auth', '0012_alter_user_first_name_max_length', '2026-11-26 19:19:52.938667+00'),
	(15, 'accounts', '0001_initial', '2026-11-26 19:19:53.44925+00'),
	(16, 'account', '0001_initial', '2026-11-26 19:19:53.511695+00'),
	(17, 'account', '0002_email_max_length', '2026-11-26 19:19:53.53399+00'),
	(18, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-26 19:19:53.758127+00'),
	(19, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-26 19:19:53.785139+00'),
	(20, 'account', '0005_emailaddress_idx_upper_email', '2026-11-26 19:19:53.800929+00'),
	(21, 'account', '0006_emailaddress_lower', '2026-11-26 19:19:53.822017+00'),
	(22, 'account', '0007_emailaddress_idx_email', '2026-11-26 19:19:53.852396+00'),
	(23, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-26 19:19:53.88003+00'),
	(24, 'account', '0009_emailaddress_unique_primary_email', '2026-11-26 19:19:53.904805+00'),
	(25, 'registry', '0001_initial', '2026-11-26 19:19:53.927949+00'),
	(26, 'accounts', '0002_guards', '2026-11-26 19:19:53.967212+00'),
	(27, 'accounts', '0003_throttle', '2026-11-26 19:19:53.969303+00'),
	(28, 'searches', '0001_initial', '2026-11-26 19:19:55.114066+00'),
	(29, 'audit', '0001_initial', '2026-11-26 19:19:55.135187+00'),
	(30, 'searches', '0002_guards', '2026-11-26 19:19:55.156384+00'),
	(31, 'accounts', '0004_one_guard_of_rows', '2026-11-26 19:19:55.163877+00'),
	(32, 'audit', '0002_views', '2026-11-26 19:19:55.166784+00'),
	(33, 'audit', '0003_exports', '2026-11-26 19:19:55.173652+00'),
	(34, 'dispatch', '0001_initial', '2026-11-26 19:19:55.177847+00'),
	(35, 'dispatch', '0002_initial', '2026-11-26 19:19:55.408291+00'),
	(36, 'dispatch', '0003_guards', '2026-11-26 19:19:55.414995+00'),
	(37, 'dispatch', '0004_no_failed_state', '2026-11-26 19:19:55.86764+00'),
	(38, 'guardian', '0001_initial', '2026-11-26 19:19:56.010073+00'),
	(39, 'guardian', '0002_generic_permissions_index', '2026-11-26 19:19:56.042844+00'),
	(40, 'guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more', '2026-11-26 19:19:56.127776+00'),
	(41, 'mfa', '0001_initial', '2026-11-26 19:19:56.175395+00'),
	(42, 'mfa', '0002_authenticator_timestamps', '2026-11-26 19:19:56.209914+00'),
	(43, 'mfa', '0003_authenticator_type_uniq', '2026-11-26 19:19:56.266647+00'),
	(44, 'ops', '0001_initial', '2026-11-26 19:19:56.277053+00'),
	(45, 'registry', '0002_pack_versions', '2026-11-26 19:19:56.28324+00'),
	(46, 'sessions', '0001_initial', '2026-11-26 19:19:56.287401+00');
INSERT INTO public.ops_installation VALUES
	('2f524e74-3cbd-43bb-9960-f61409b0c3d0', true, 'trial', '2026-11-26 19:19:56.38956+00');
INSERT INTO public.registry_agency VALUES
	(true, 'Riverbend Police Service (trial)', 'Service de police de Riverbend (essai)', '[A-Z]{2}[0-9]{2}-[0-9]{5}', 'GO26-01234', 72, 14, 45, 'the duty inspector, extension 4400', 'l’inspecteur de service, poste 4400');
INSERT INTO public.registry_gallery VALUES
	('776d58bd-e868-4578-98e7-1495aca39aed', 'booking-photographs', 'Booking photographs (drawn shapes)', 'Photographies signalétiques (formes dessinées)', 'SYNTHETIC-SHAPES', 'booking_photo', 'Identification of Criminals Act (drawn data, no person)', 100, false, true, 2, 50, 20, '', 'lawful', NULL, 'd9e47ebd-22ff-47d1-8fd6-f44b64e99c50');
INSERT INTO public.registry_matcher VALUES
	('d9e47ebd-22ff-47d1-8fd6-f44b64e99c50', 'demonstration', 'Demonstration matcher (not a face recogniser)', 'http://127.0.0.1:1', 'http://127.0.0.1:1', '1.6.0', 'share of equal bits of a 256-bit drawing hash, 0 to 1', 30, true, true, 0, NULL);
INSERT INTO public.searches_contentkey VALUES
	('abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', '\x01b5ee0b4bed3c72efa01fcd04d22957860212459f464393ce330bbb8ef71ceb18ea1bc4d315ac67627e8e5a7447b600e862a7fecb754fe68b45925a5091fbe0f2e81276d9', '2026-11-26 19:19:57.339327+00', NULL);
INSERT INTO public.searches_draft VALUES
	('abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', '\x01d66f3c4b4ebba64de63398ebec97364c08fdbbd049f5e1b3417d0c4695ed01ee24355607d6e9a9396017240a508305484a8cad5304a861617f6e342306b05b99394f04ba1b67d9ada4937d3e519c844aeeb3635560b58f58ba4bb280bdf429e4a8cd3f3ab39c8fb4a0cd8162d899e7f53b7523529955598ce5a72c520b222becfda2488a6feda736167a3fad24971b8bcee9164ef35481b292609fc57cb571484c6088825aea2958c69d708b6ff3750a706a8cd67ffb17c7914a03765514fa3923aa647430833901f1c4bfc68ab8d37921fbcfa94f29639ae38861a0cdd8c8f577cbf02069ffedb4495698be4b89f7a3e8ac8566c66290253651d70a6d538e34c11b0a27a74ba28561db60aee352c5d23e97a741d26137e19ffd77405c7c972c20b6bad73632cf487a7d47829a0385e7f8e911097acc86cef0bbf6ab70b3f897167ad597df88b47426fd46618ec2f89ffaff1ff7f2d197613a1321f34f99a29a977f0e449159b1eb6f87620a5541ef34487f9604354a77278237aa3e195489b901599f098738384b1ec785dc1fda409afbd80af2a30c2ba25e0b82e80ebc17277ba1fbda169243b2521810e6dae1a25e3c30fbdcd42a73ccb898be5b2f4f8ee8f340b3bef62532e6370257fd8b55140da1be7d0fa01a5732df53beabbf8f5c8b13e8033da36ceac44b34b6c04329f7d222308dc95029036a552428f09941f6a1cd287c6af97aa777cf33c36e3cebec73537a767ce07726fc6e15c788c0db5ab9aea2c5019a3f65e1938b26404306cf51c78bf78e066df3bfbdf6b88201b61e51744d1bee1f4454a03ec274d3f904b5eae3b2247745c7551a31b9a5032d9624851b71c858161fa060aa4f637d73dc077566b885ebe5109bcc67c3282c0006efc0b0f05cda486c3661e239542c572c6a239aa2be7da83681bb5f0dd368288a8d74447ab8dc5692ba660864336caabee60ee4798b1f68ec51e2dbfe11c099c608a169ff695f67fcca54a38756cf5b21d74a2dfc72f040c3c1d5022c61675cbff102879844b37d300024239dea386e843d600dbab10a44f76e8d19248ec7b39ce7086bdb0423330c3275e3efea11b174046516f3c621da001ff3ec756c76d2e4f737fab5b4bc15bb6288247fe4ef62ea9faead2b4efc4013fe3beab1540609a2359645873e0412e9fc25f1a20699d609fd95f48a1933eae1a987993da76adccca819e125289f759f4b65d38b33e0a9738f9b9ba4879b59c4b9c3466ecda145517597bcffb538fe1c715d257622130218cdc62062153be193efffba3a335a08bec9d77f103289e6c15fe4ede1f920001a6d22d2ed9fcacfa82958dac238e53f771b25792e807e256d11328519591aa0dad5727b9f7f6db3e1634bd00e20603bb6016b2f3fe2115766b26504e41a86e378c65f7cd4422a72589e2bb8e7465197c2f81ac5a9171fc3bbf49939c558fb782de9442b0e3ccafee7a45059013589b1ee22a17293d840bf11814a043ddb29db4e273091c76c2b48c8dab1fb273964d767d9f3ca85719c834567905d0dd4c896efdd7263401ed308f96ce14da655d04f41190f77ac815cefabbe144afd2766e3dcc2f667ff38086944f5bce549fcc923abaecb591be2ea0cc6038ebca1a14ff47b0d31a99576506db2a79939910a1e85469e8b4fc23a82463f1e87ac7ca547391d8268572342627c8112dc2019c8adff1446b061942b53c4e1669e5a4af7f891ab263b389c95ed9255a4e09c830eed2b72f8891b5f1238b1cd823eefbefa0b6241a060defd8c94c9bccf24dcd81e739bd970a6df96c139f2d148a2916cad26ea5ea68c8836e5aec621da3692f4f2db6903554dd1b02f09abdf873d2a905a3d9fc255bc5b77e945d16f650d5fe8f536b58f13e340b5dcc96628f8fa01da07f7b769c0acd0b403e38a3552bd8a9d0f8fc79c701e894bb27721d6408198c0bc08f7e0f97e0b9e0de01f88d2ba837277497a845f3bac4cc54076966247fb510e22dd6c9e46fc84c8c8e6aa95b5ec39dab4695048b150de162c44f2e8381b973908a260f81a0b02481bd15f01b6f0b23b28eb9ab13fb9bb7bf213e582204b505ed158c0057ec944739f2845ff9cb8f32bdc57b7042ba908b97ba002567ada535e5d01fe4dc6982ffe08c196c3dd915128c0ae23581b76988c2c12e2ee8ca6c6a40529394d89c00745a095e7c3757dfec454f467d3167756b373cb387621eadac99822982d4bd51c0804bc7c42a767fc1c94fa48f26193c9f9e2a27ab87b720e5b33bfe540b12b6b17d47f90ae8150699bf4013414272910e6ea0ff74d01e8452df9fc4ff5eec9a4968e31a9042000c3c298cc6eae05c52c9648a3fc16cfe8f5276845cebe969398eb892e087b7329fabede865a4c8e724e64849ef3510eb519d19dc45bad877d0605a192ece747e7e67b31a7c9ad8dde9ae27c44958d1656c94fb5f3528b89d6aff1508c62451b59f42b9afa9c07b7d0adb91b3bdd217796648286c3a27f9614c44125b425b5016e2ed966cf3d16cb09ae1b0341d9e63c1f2cd3acf00a772bf80824ca26ead96ad85ea08389c5f9ba10f5bdb88e1000728f40d56cecacd9b11dbe92c73f02106d7e108211282f4140eeb3b7630d83c7bdb3d2686892c1bf986e7f62ab0f16dd8e28a567bb90ffca15f9b14d9c33fe3e6476df4e546d7af17da03a406def37a3e2f4970cec653d2279b25263486632a17191c8f7f3c2e6647f778b3c21a9b077fffb681be223d9d51028883ee991e9f125c886c848beaedcba1d14bc726b898e39f9330984314bc15bb12ac6e746afcf5342d72f200ee4a8f09352044db6744aafc558344cdaea720fdf03124a0ce6c55b57ff631d3fdc4af10cd3a670c89cea4d17465173ae6fa40b48bc84dfa5c8308430258fe5dd3a1a09c5ad90c13ae5f9146588a0fe5503782c390fd3d008c09d24d03574ee7ae69f74ff5373a9300a723bd92c76977f5fdcaeea4cc78c6498e6a87e1ca31a50157e84b79c5fb31410048d99056ddb371eb3052e7e7d8fb1c113b7183ced27ccf065a7273c09451da483444aa96ee6d9f68358f927cee1b477f908cf6e4531e0c1be414329680e871a56b89147b6e518256e8637c3b4f57dd6af8f8a65efecc5c93ab57c364e5997571b48552bed2dc3949570ff6bf5da7277703e1109e1101ab118adb891989476bcb428508c219ec79e886a76ce87d0d57391c877452f56249341e97e0a8f1568f96912fd012053ba9812ac8065d09d3857d10eac41cfc37b8b62a0cb2550f55098ad60848d7c5be20c7e3395d8ae5687b13a6c5b6ccd51bf37c10103f7d1b4536915624827c747b285936f37fedcab3007311b60fb6a179bd0425dbbf778c1b899c0706bbe55f36aaa2ad68cb1a197ec1ba1edd40188a44de4d9835fabf933a9e9d84feef9405b021d85684983d2abe0765967782bb743f7e388eed052a2728dab3f3bbad2b88419a66adb2064d071aeb5378c8ceb5a9694374bce09149d43308e16438cb5eeaad27ffe4e3d907af7b87dc3f0ef1713cae684e07c6e08663ecac58e8a1ff2961dfa738d283cee75be91daec5e48425cf5bf4997979476f1866d7e7ccf66538d0a9e4c3d65c64f6baddcbf47f0341efe564f47e69ae28f60a632bcb775d9ea2e083422c990379638906d1c02124716eba906cef29101cce9f4d7e211ae505a902e3aa29774a50561edc1c2589aaab8d292b14dff47d1b9b02665032f4d4f266e5c8a2853f7ea82d4e36e42fa1c53e66d91cf07d06d239f89a2f07271c7aa34c1d188dbf2a7e9f3a687ab9cf2e219ac04472a8f2c832d11e7731581e6ebe953c8379f2787cec78a5aa0d4be42f50952d3313344193aee673e228e73a6a57ff1ea443ed3e1445711e3e50a712aa95f04f6fe2074cce6ef9c6ae083992c12b1d5fd7040fcf1b4114b96291a360c1dc37bde96657ee509c8c21c8fc53c6d618bdf2fd87b173673b460501ccc2bfbe54c6051754b9425d0d8cc8b8a42c17a736d0980ae82cae422c248330208a4478ad9f3974a70238e207f1deba0186d24ca5ca019dfc04e0ac4d878d251c7805dec635218bd3b7f73b259d90c949fe1defc6be34b12351bf7b30e3bda72ee9f9b936992e1b121d6f579ab92c98c92e88dc5bd27e17efaa245739690627886381c1df99f73d659eb22c3610943bd103deb5c71e56762e3d569a1d671c64279c34d147878fd4d0e60f2f9b6a443bbe1c33c7c017e1c3b65660c86b1d6bd8dceef689c2ce7132f53cab3de8125aa182c24e947c20f02701fbd250d1c9777a217be4d58256571105dea874e970d265f09690693422ea2431f9ccafa7f2900627d80cb0c5a0d1b340faf6faaff4938a5b6f676606dee9321874b745e44345fab39b9777042c00fd9e3f77f74354343180252c76cbe295ac463b751f024d8b3b0961abf3a70a82f72cd8018773bac50b7adf161854c03aa55f8c2ee0ac3d4649bb92fbdcc21fd1b6e0809c4d5c0a1e4e4f321b3b56659dbc1253b37b6e52872a3ad81bcac3651f0c883069f3dabb3b669150d2a5614e176c35784376c406e0025e8c14aea3be31b1fe2e3e7de608d9df8476f3ed487c19cee98821033f931e98056db7209382e92500b177ddf1d377d28455d8615147c5eb6442fb4e3c8383621d18f4b75c768e723ddedcdd49df42e7cd6882df0213e1785ffb72d02bc286c7cbc2f1ebe068b12c797e3198f474c6513226ed7c9c0b826f9919c464d3b478646e5fc312c8a7bb7041d5ef38034f019d838c6cecafe4dfeac0447d702a1cd9e93edd6edcfbb93d751c8d207901ca4b4330c285c6b6bd485a1d64d8f44430cea5b73c8f13f2c9d2d4f42fd21b9880139eb7e1d14b5a1e27932a4eeca60cd6fef66082520eefa786283a585c068af5b5d8c807fe88636787122c7a37a82f48df8de341bda77690c6e0104fe1163134e74dfa8785f7f2908a4c0db0cc6a9b3f6a0be282aacc7594a9de042b4c68286cd4eb06aaba21d722d3655258459d4cfdded470b54c364a040ce7374a7336ecb9ff2917b966aeead03c4e0c711aacd8f0e9c9a28ec774438a554fffd069dcd4a3e98c2bcf60efc8ddc36fec7a5616945d5ad85c72335f3dc433318e135529495824506e2a872942d7140fe2366f6ae720e6831612382a484a1a13ecc28a7be3e6365616ffc24e796bd5a963af56c9fce3abef137e7dd5cd7302d18de4a3c6c0196ca94c9431fc97ecd2cf9d729462250a1607f02ffe5eb2f6a104adbba7aaf39358902b4459d5f336578bbcea00d7ac1d731c1f752aed08e09d1119b25fb9856dd19d75aff47536cf0ee8350bd614ddebe379603a5b54ba0f52c9a7b6dab0ac6153829d797bc90eacf79dbf650a90e9f8139555a00a24384f8787bb7a84aae6a3a09cdeffa150c33ebf673fc35ae711b7544b76a53bfe680603241ff781d2e91865dd1d6de926f3291df41b3f581423fe3d665b4caa10a5d8bc4fe3f925dcc2ed05ef3060e6f17071d602e4a7e34eb7be7b7c98f11656cd003efcdaf2a84eda9e6722dc2298e7ca3dca83cb64597196410b17a9d91b17f96be42edc2e14c030ac25652862cf949b173f5329048e33a6507754f73a649653db2956bd1f9d453238ad4a00c52324f74298cfa2ac56326cfcadd7e582dc3a99c16974885c132900e64cf542b56eba39edbb5673d983597b10671ec2710b549e8a24f085ebd139ea6cd5b67d08d14baeb9009fdb2eb4f2824a2c8dd51aba4c8f8552b01c06b94639a04e4546489c9ff7229426389e481703137413071536b505b963677d7e55de5c89c7a2ba270ad241ad90c7e0a83de6e9f9a534be30afdd7f2b8dcfddb82f8aa970c4a7848e27b48d7c5b50a8e68feb1488a631e8328ac24dd1f24c63583cc8a5008741fc3e8d195b87374d5e413ae04dbf11f288933980e3a2c2bd21387685f0c4a9548423b96c8ecb2255efb2e337634a74457acb1586eebe6d8e1f0e0a34c79288907c12f3a72835e67187dee61005739e135b5cf412076876595f7bbd6ca4e00ed96c257792a15d14582f7ae1286727e8b1e9b848f37ec1078252a292a50644547fe9b71451836ed0942b33b1eb7adcf05c749451c3083e379cbaf2a6ba9988987f377630736f8f262f43f1b55fb5111891f8b004c6f729bb99c550cf6fbbe3567ab6961933a0d803cc1f24822fe9027821f13ed92e2d9aad441d5c14b707a6308e179cc96543e18bf3dbb9a557409ccf57d2e7d1d8f71e2265f5099e08d58b9c65a5962c0dd608785b6252ce81245ba8cc6202f6f45b33c29ede056677ab371b18ee2c82ee28da04c36bc591075e5a7882c961944d67e07e6fccfb5165bc003cd02f8af86d0a3dd90f7eb2787a6468501da', 15, '2026-11-26 19:19:57.534493+00');
INSERT INTO public.searches_searchrequest VALUES
	('abaa4621-dad7-4ab7-8ec5-f1fff0a0f2b6', 'CS-2026-000001-E', '2026-11-26 19:19:57.335121+00', 'DRAFT', '2026-11-26 19:19:57.335121+00', 0, NULL, NULL, 'routine', '{}', '9fcfce4208ee4bdc265ca2a55a0cf896d31662f9eb6f9a58806d49a0b38a9b95', NULL, '2d017136-bba4-41c9-aad4-e17c6d484b8e', 'fca6c865-5d7a-46fe-8e44-ba9412809388', NULL, '75def664-1563-46d9-b5ef-b734872b4563', NULL);
SELECT pg_catalog.setval('audit.event_id_seq', 32, true);
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_account_groups_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_account_user_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 177, true);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 44, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 46, true);
SELECT pg_catalog.setval('public.guardian_groupobjectpermission_id_seq', 1, false);
SELECT pg_catalog.setval('public.guardian_userobjectpermission_id_seq', 1, false);
SELECT pg_catalog.setval('public.mfa_authenticator_id_seq', 1, false);
SELECT pg_catalog.setval('public.searches_reference_number', 1, true);
ALTER TABLE ONLY audit.code_right
    ADD CONSTRAINT code_right_pkey PRIMARY KEY (login, code);
ALTER TABLE ONLY audit.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY audit.event
    ADD CONSTRAINT event_request_id_request_seq_key UNIQUE (request_id, request_seq);
ALTER TABLE ONLY audit.installation
    ADD CONSTRAINT installation_pkey PRIMARY KEY (singleton);
ALTER TABLE ONLY audit.opening
    ADD CONSTRAINT opening_pkey PRIMARY KEY (event_id, field);
ALTER TABLE ONLY audit.request_chain
    ADD CONSTRAINT request_chain_pkey PRIMARY KEY (request_id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_account
    ADD CONSTRAINT account_of_person UNIQUE (id, person_id);
ALTER TABLE ONLY public.account_throttle
    ADD CONSTRAINT account_throttle_pkey PRIMARY KEY (cache_key);
ALTER TABLE ONLY public.accounts_account_groups
    ADD CONSTRAINT accounts_account_groups_account_id_group_id_f64165b0_uniq UNIQUE (account_id, group_id);
ALTER TABLE ONLY public.accounts_account_groups
    ADD CONSTRAINT accounts_account_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_account
    ADD CONSTRAINT accounts_account_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_account_user_permissions
    ADD CONSTRAINT accounts_account_user_pe_account_id_permission_id_9af93c14_uniq UNIQUE (account_id, permission_id);
ALTER TABLE ONLY public.accounts_account_user_permissions
    ADD CONSTRAINT accounts_account_user_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_account
    ADD CONSTRAINT accounts_account_username_key UNIQUE (username);
ALTER TABLE ONLY public.accounts_certificate
    ADD CONSTRAINT accounts_certificate_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_credentiallink
    ADD CONSTRAINT accounts_credentiallink_issued_through_id_key UNIQUE (issued_through_id);
ALTER TABLE ONLY public.accounts_credentiallink
    ADD CONSTRAINT accounts_credentiallink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_credentiallink
    ADD CONSTRAINT accounts_credentiallink_secret_digest_key UNIQUE (secret_digest);
ALTER TABLE ONLY public.accounts_decideright
    ADD CONSTRAINT accounts_decideright_granted_through_id_key UNIQUE (granted_through_id);
ALTER TABLE ONLY public.accounts_decideright
    ADD CONSTRAINT accounts_decideright_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_person
    ADD CONSTRAINT accounts_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT accounts_powerproposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT accounts_roleassignment_granted_through_id_key UNIQUE (granted_through_id);
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT accounts_roleassignment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_unit
    ADD CONSTRAINT accounts_unit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_unitpermissionheld
    ADD CONSTRAINT accounts_unitpermissionh_user_id_permission_id_co_bd8d11d3_uniq UNIQUE (user_id, permission_id, content_object_id);
ALTER TABLE ONLY public.accounts_unitpermissionheld
    ADD CONSTRAINT accounts_unitpermissionheld_decide_right_id_key UNIQUE (decide_right_id);
ALTER TABLE ONLY public.accounts_unitpermissionheld
    ADD CONSTRAINT accounts_unitpermissionheld_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_export
    ADD CONSTRAINT audit_export_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dispatch_attempt
    ADD CONSTRAINT dispatch_attempt_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dispatch_dispatch
    ADD CONSTRAINT dispatch_dispatch_pkey PRIMARY KEY (search_id);
ALTER TABLE ONLY public.dispatch_dispatch
    ADD CONSTRAINT dispatch_dispatch_search_request_id_key UNIQUE (search_request_id);
ALTER TABLE ONLY public.dispatch_searchresult
    ADD CONSTRAINT dispatch_searchresult_candidates_id_key UNIQUE (candidates_id);
ALTER TABLE ONLY public.dispatch_searchresult
    ADD CONSTRAINT dispatch_searchresult_pkey PRIMARY KEY (dispatch_id);
ALTER TABLE ONLY public.dispatch_searchresult
    ADD CONSTRAINT dispatch_searchresult_search_request_id_key UNIQUE (search_request_id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectperm_group_id_permission_id_o_3f189f7c_uniq UNIQUE (group_id, permission_id, object_pk);
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobjectpermission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermi_user_id_permission_id_ob_b0b3d2fc_uniq UNIQUE (user_id, permission_id, object_pk);
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectpermission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.dispatch_attempt
    ADD CONSTRAINT one_attempt_a_fence UNIQUE (dispatch_id, fence);
ALTER TABLE ONLY public.searches_decision
    ADD CONSTRAINT one_decision_a_person_and_version UNIQUE (search_request_id, version, decided_by_person_id);
ALTER TABLE ONLY public.searches_decision
    ADD CONSTRAINT one_decision_a_role_and_version UNIQUE (search_request_id, version, role);
ALTER TABLE ONLY public.searches_finding
    ADD CONSTRAINT one_finding_a_rule_and_run UNIQUE (check_run_id, pack, rule);
ALTER TABLE ONLY public.searches_justification
    ADD CONSTRAINT one_justification_a_version UNIQUE (search_request_id, version);
ALTER TABLE ONLY public.ops_heartbeat
    ADD CONSTRAINT ops_heartbeat_pkey PRIMARY KEY (process);
ALTER TABLE ONLY public.ops_installation
    ADD CONSTRAINT ops_installation_only_key UNIQUE ("only");
ALTER TABLE ONLY public.ops_installation
    ADD CONSTRAINT ops_installation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_agency
    ADD CONSTRAINT registry_agency_pkey PRIMARY KEY (singleton);
ALTER TABLE ONLY public.registry_gallery
    ADD CONSTRAINT registry_gallery_code_key UNIQUE (code);
ALTER TABLE ONLY public.registry_gallery
    ADD CONSTRAINT registry_gallery_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_matcher
    ADD CONSTRAINT registry_matcher_code_key UNIQUE (code);
ALTER TABLE ONLY public.registry_matcher
    ADD CONSTRAINT registry_matcher_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.registry_packversion
    ADD CONSTRAINT registry_packversion_pkey PRIMARY KEY (digest);
ALTER TABLE ONLY public.searches_searchrequest
    ADD CONSTRAINT search_request_with_requester UNIQUE (id, requested_by_person_id);
ALTER TABLE ONLY public.searches_authorisation
    ADD CONSTRAINT searches_authorisation_pkey PRIMARY KEY (search_id);
ALTER TABLE ONLY public.searches_authorisation
    ADD CONSTRAINT searches_authorisation_search_request_id_key UNIQUE (search_request_id);
ALTER TABLE ONLY public.searches_checkrun
    ADD CONSTRAINT searches_checkrun_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.searches_claim
    ADD CONSTRAINT searches_claim_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.searches_contentkey
    ADD CONSTRAINT searches_contentkey_pkey PRIMARY KEY (search_request_id);
ALTER TABLE ONLY public.searches_decision
    ADD CONSTRAINT searches_decision_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.searches_draft
    ADD CONSTRAINT searches_draft_pkey PRIMARY KEY (search_request_id);
ALTER TABLE ONLY public.searches_finding
    ADD CONSTRAINT searches_finding_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.searches_justification
    ADD CONSTRAINT searches_justification_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.searches_notice
    ADD CONSTRAINT searches_notice_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.searches_probe
    ADD CONSTRAINT searches_probe_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.searches_probe
    ADD CONSTRAINT searches_probe_transmission_id_key UNIQUE (transmission_id);
ALTER TABLE ONLY public.searches_probefingerprint
    ADD CONSTRAINT searches_probefingerprint_pkey PRIMARY KEY (probe_id);
ALTER TABLE ONLY public.searches_reading
    ADD CONSTRAINT searches_reading_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.searches_searchrequest
    ADD CONSTRAINT searches_searchrequest_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.searches_searchrequest
    ADD CONSTRAINT searches_searchrequest_reference_key UNIQUE (reference);
ALTER TABLE ONLY public.searches_storedfile
    ADD CONSTRAINT searches_storedfile_pkey PRIMARY KEY (id);
CREATE INDEX event_recorded_brin ON audit.event USING brin (recorded_at);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX account_throttle_expires ON public.account_throttle USING btree (expires);
CREATE INDEX accounts_account_disabled_by_id_b0ab098e ON public.accounts_account USING btree (disabled_by_id);
CREATE INDEX accounts_account_groups_account_id_52f14852 ON public.accounts_account_groups USING btree (account_id);
CREATE INDEX accounts_account_groups_group_id_7c6a6bd1 ON public.accounts_account_groups USING btree (group_id);
CREATE INDEX accounts_account_person_id_6886ddb7 ON public.accounts_account USING btree (person_id);
CREATE INDEX accounts_account_unit_id_934a418a ON public.accounts_account USING btree (unit_id);
CREATE INDEX accounts_account_user_permissions_account_id_816f9bde ON public.accounts_account_user_permissions USING btree (account_id);
CREATE INDEX accounts_account_user_permissions_permission_id_24620205 ON public.accounts_account_user_permissions USING btree (permission_id);
CREATE INDEX accounts_account_username_b5f69a28_like ON public.accounts_account USING btree (username varchar_pattern_ops);
CREATE INDEX accounts_ce_person__9d5b93_idx ON public.accounts_certificate USING btree (person_id, course);
CREATE INDEX accounts_certificate_confirmed_by_id_577e38d0 ON public.accounts_certificate USING btree (confirmed_by_id);
CREATE INDEX accounts_certificate_confirmed_by_person_id_00e981ed ON public.accounts_certificate USING btree (confirmed_by_person_id);
CREATE INDEX accounts_certificate_person_id_6a7cb87d ON public.accounts_certificate USING btree (person_id);
CREATE INDEX accounts_certificate_recorded_by_id_8c75967d ON public.accounts_certificate USING btree (recorded_by_id);
CREATE INDEX accounts_certificate_recorded_by_person_id_41abbd1f ON public.accounts_certificate USING btree (recorded_by_person_id);
CREATE INDEX accounts_certificate_withdrawn_by_id_6e9a23f0 ON public.accounts_certificate USING btree (withdrawn_by_id);
CREATE INDEX accounts_credentiallink_account_id_75042fe3 ON public.accounts_credentiallink USING btree (account_id);
CREATE INDEX accounts_credentiallink_issued_by_id_163ec0cb ON public.accounts_credentiallink USING btree (issued_by_id);
CREATE INDEX accounts_decideright_account_id_ca3a51eb ON public.accounts_decideright USING btree (account_id);
CREATE INDEX accounts_decideright_person_id_bfdf1dcf ON public.accounts_decideright USING btree (person_id);
CREATE INDEX accounts_decideright_unit_id_37976010 ON public.accounts_decideright USING btree (unit_id);
CREATE INDEX accounts_decideright_withdrawn_by_id_aa13b2fd ON public.accounts_decideright USING btree (withdrawn_by_id);
CREATE INDEX accounts_powerproposal_beneficiary_id_9f8baf6a ON public.accounts_powerproposal USING btree (beneficiary_id);
CREATE INDEX accounts_powerproposal_beneficiary_person_id_08ae612d ON public.accounts_powerproposal USING btree (beneficiary_person_id);
CREATE INDEX accounts_powerproposal_decided_by_id_f404b490 ON public.accounts_powerproposal USING btree (decided_by_id);
CREATE INDEX accounts_powerproposal_decided_by_person_id_b0f7ebfc ON public.accounts_powerproposal USING btree (decided_by_person_id);
CREATE INDEX accounts_powerproposal_proposed_by_id_64dc61e8 ON public.accounts_powerproposal USING btree (proposed_by_id);
CREATE INDEX accounts_powerproposal_proposed_by_person_id_c5ffd257 ON public.accounts_powerproposal USING btree (proposed_by_person_id);
CREATE INDEX accounts_powerproposal_unit_id_51345e4e ON public.accounts_powerproposal USING btree (unit_id);
CREATE INDEX accounts_roleassignment_account_id_ad423930 ON public.accounts_roleassignment USING btree (account_id);
CREATE INDEX accounts_roleassignment_person_id_6faf928d ON public.accounts_roleassignment USING btree (person_id);
CREATE INDEX accounts_roleassignment_unit_id_7c959bd3 ON public.accounts_roleassignment USING btree (unit_id);
CREATE INDEX accounts_roleassignment_withdrawn_by_id_bc8e685a ON public.accounts_roleassignment USING btree (withdrawn_by_id);
CREATE INDEX accounts_unitpermissionheld_content_object_id_3c99a378 ON public.accounts_unitpermissionheld USING btree (content_object_id);
CREATE INDEX accounts_unitpermissionheld_permission_id_88c3e78d ON public.accounts_unitpermissionheld USING btree (permission_id);
CREATE INDEX accounts_unitpermissionheld_user_id_e4b300e1 ON public.accounts_unitpermissionheld USING btree (user_id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE UNIQUE INDEX credentiallink_one_open ON public.accounts_credentiallink USING btree (account_id) WHERE ((revoked_at IS NULL) AND (used_at IS NULL));
CREATE UNIQUE INDEX decideright_held_once ON public.accounts_decideright USING btree (account_id, unit_id) WHERE (withdrawn_at IS NULL);
CREATE INDEX dispatch_attempt_dispatch_id_d8a86286 ON public.dispatch_attempt USING btree (dispatch_id);
CREATE INDEX dispatch_due ON public.dispatch_dispatch USING btree (state, next_attempt_at);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX guardian_gr_group_i_9e7d12_idx ON public.guardian_groupobjectpermission USING btree (group_id, content_type_id, object_pk);
CREATE INDEX guardian_gr_permiss_83545c_idx ON public.guardian_groupobjectpermission USING btree (permission_id, group_id, content_type_id, object_pk);
CREATE INDEX guardian_groupobjectpermission_content_type_id_7ade36b8 ON public.guardian_groupobjectpermission USING btree (content_type_id);
CREATE INDEX guardian_groupobjectpermission_group_id_4bbbfb62 ON public.guardian_groupobjectpermission USING btree (group_id);
CREATE INDEX guardian_groupobjectpermission_permission_id_36572738 ON public.guardian_groupobjectpermission USING btree (permission_id);
CREATE INDEX guardian_us_permiss_e5749c_idx ON public.guardian_userobjectpermission USING btree (permission_id, user_id, content_type_id, object_pk);
CREATE INDEX guardian_us_user_id_8eae14_idx ON public.guardian_userobjectpermission USING btree (user_id, content_type_id, object_pk);
CREATE INDEX guardian_userobjectpermission_content_type_id_2e892405 ON public.guardian_userobjectpermission USING btree (content_type_id);
CREATE INDEX guardian_userobjectpermission_permission_id_71807bfc ON public.guardian_userobjectpermission USING btree (permission_id);
CREATE INDEX guardian_userobjectpermission_user_id_d5c1e964 ON public.guardian_userobjectpermission USING btree (user_id);
CREATE INDEX mfa_authenticator_user_id_0c3a50c0 ON public.mfa_authenticator USING btree (user_id);
CREATE INDEX notice_unread ON public.searches_notice USING btree (account_id, read_at);
CREATE UNIQUE INDEX one_open_claim_a_request ON public.searches_claim USING btree (search_request_id) WHERE (ended_at IS NULL);
CREATE INDEX ops_heartbeat_process_c8e563b3_like ON public.ops_heartbeat USING btree (process varchar_pattern_ops);
CREATE UNIQUE INDEX person_staff_number_unique ON public.accounts_person USING btree (lower((staff_number)::text));
CREATE UNIQUE INDEX proposal_open_once ON public.accounts_powerproposal USING btree (kind, beneficiary_id, role, unit_id) NULLS NOT DISTINCT WHERE (outcome IS NULL);
CREATE INDEX reading_by_person ON public.searches_reading USING btree (search_request_id, person_id);
CREATE INDEX registry_gallery_code_492e5ab2_like ON public.registry_gallery USING btree (code varchar_pattern_ops);
CREATE INDEX registry_gallery_matcher_id_052b2f98 ON public.registry_gallery USING btree (matcher_id);
CREATE INDEX registry_matcher_code_1edb9684_like ON public.registry_matcher USING btree (code varchar_pattern_ops);
CREATE INDEX registry_packversion_digest_94989ce7_like ON public.registry_packversion USING btree (digest varchar_pattern_ops);
CREATE UNIQUE INDEX roleassignment_held_once ON public.accounts_roleassignment USING btree (account_id, role) WHERE (withdrawn_at IS NULL);
CREATE INDEX search_mine ON public.searches_searchrequest USING btree (requested_by_id, created_at DESC);
CREATE INDEX search_queue ON public.searches_searchrequest USING btree (status, submitted_at);
CREATE INDEX searches_authorisation_completed_by_person_id_8ca4febc ON public.searches_authorisation USING btree (completed_by_person_id);
CREATE INDEX searches_authorisation_gallery_id_513ac12e ON public.searches_authorisation USING btree (gallery_id);
CREATE INDEX searches_authorisation_probe_id_ccf21173 ON public.searches_authorisation USING btree (probe_id);
CREATE INDEX searches_authorisation_requested_by_person_id_6c964ab7 ON public.searches_authorisation USING btree (requested_by_person_id);
CREATE INDEX searches_checkrun_search_request_id_c2acb3c5 ON public.searches_checkrun USING btree (search_request_id);
CREATE INDEX searches_claim_account_id_ec1e48ea ON public.searches_claim USING btree (account_id);
CREATE INDEX searches_claim_search_request_id_2df02223 ON public.searches_claim USING btree (search_request_id);
CREATE INDEX searches_decision_decided_by_id_3195cc67 ON public.searches_decision USING btree (decided_by_id);
CREATE INDEX searches_decision_decided_by_person_id_3822b9d2 ON public.searches_decision USING btree (decided_by_person_id);
CREATE INDEX searches_decision_requested_by_person_id_dd1d2d4e ON public.searches_decision USING btree (requested_by_person_id);
CREATE INDEX searches_decision_search_request_id_7e707efa ON public.searches_decision USING btree (search_request_id);
CREATE INDEX searches_finding_check_run_id_0f1bb56b ON public.searches_finding USING btree (check_run_id);
CREATE INDEX searches_justification_gallery_id_30b2689e ON public.searches_justification USING btree (gallery_id);
CREATE INDEX searches_justification_probe_id_419bac7f ON public.searches_justification USING btree (probe_id);
CREATE INDEX searches_justification_search_request_id_df12eb0f ON public.searches_justification USING btree (search_request_id);
CREATE INDEX searches_justification_submitted_by_id_35572889 ON public.searches_justification USING btree (submitted_by_id);
CREATE INDEX searches_notice_account_id_724c1e5c ON public.searches_notice USING btree (account_id);
CREATE INDEX searches_notice_search_request_id_fbe6a247 ON public.searches_notice USING btree (search_request_id);
CREATE INDEX searches_probe_added_by_id_25575f4e ON public.searches_probe USING btree (added_by_id);
CREATE INDEX searches_probe_original_id_4a9a505d ON public.searches_probe USING btree (original_id);
CREATE INDEX searches_probe_search_request_id_d5f3ddeb ON public.searches_probe USING btree (search_request_id);
CREATE INDEX searches_probefingerprint_digest_lookup_84596057 ON public.searches_probefingerprint USING btree (digest_lookup);
CREATE INDEX searches_probefingerprint_digest_lookup_84596057_like ON public.searches_probefingerprint USING btree (digest_lookup varchar_pattern_ops);
CREATE INDEX searches_reading_account_id_76e8044e ON public.searches_reading USING btree (account_id);
CREATE INDEX searches_reading_person_id_e8d6de61 ON public.searches_reading USING btree (person_id);
CREATE INDEX searches_reading_search_request_id_fa3889e9 ON public.searches_reading USING btree (search_request_id);
CREATE INDEX searches_searchrequest_case_lookup_1a2c22d2 ON public.searches_searchrequest USING btree (case_lookup);
CREATE INDEX searches_searchrequest_case_lookup_1a2c22d2_like ON public.searches_searchrequest USING btree (case_lookup varchar_pattern_ops);
CREATE INDEX searches_searchrequest_probe_id_bd6b205f ON public.searches_searchrequest USING btree (probe_id);
CREATE INDEX searches_searchrequest_reference_ced50252_like ON public.searches_searchrequest USING btree (reference varchar_pattern_ops);
CREATE INDEX searches_searchrequest_requested_by_id_08b84426 ON public.searches_searchrequest USING btree (requested_by_id);
CREATE INDEX searches_searchrequest_requested_by_person_id_cb9ef9b3 ON public.searches_searchrequest USING btree (requested_by_person_id);
CREATE INDEX searches_searchrequest_started_from_id_3dae5f3e ON public.searches_searchrequest USING btree (started_from_id);
CREATE INDEX searches_searchrequest_unit_id_06294cd0 ON public.searches_searchrequest USING btree (unit_id);
CREATE INDEX searches_storedfile_added_by_id_425d42df ON public.searches_storedfile USING btree (added_by_id);
CREATE INDEX searches_storedfile_search_request_id_46cb18a6 ON public.searches_storedfile USING btree (search_request_id);
CREATE UNIQUE INDEX unique_authenticator_type ON public.mfa_authenticator USING btree (user_id, type) WHERE ((type)::text = ANY ((ARRAY['totp'::character varying, 'recovery_codes'::character varying])::text[]));
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE UNIQUE INDEX unit_code_unique ON public.accounts_unit USING btree (lower((code)::text));
CREATE TRIGGER erase_with_event BEFORE DELETE ON audit.opening FOR EACH ROW EXECUTE FUNCTION audit.require_erasure_event();
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER erase_with_event;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON audit.event FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON audit.installation FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.installation ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE UPDATE ON audit.opening FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON audit.request_chain FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.request_chain ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.event FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.installation FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.installation ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.opening FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.opening ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON audit.request_chain FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.request_chain ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER account_stays BEFORE UPDATE ON public.accounts_account FOR EACH ROW EXECUTE FUNCTION public.accounts_stays('id', 'person_id', 'username', 'created_at');
ALTER TABLE public.accounts_account ENABLE ALWAYS TRIGGER account_stays;
CREATE TRIGGER certificate_filled_in_once BEFORE UPDATE ON public.accounts_certificate FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('confirmed_by_id', 'confirmed_by_person_id', 'confirmed_at', 'withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason');
ALTER TABLE public.accounts_certificate ENABLE ALWAYS TRIGGER certificate_filled_in_once;
CREATE TRIGGER credentiallink_filled_in_once BEFORE UPDATE ON public.accounts_credentiallink FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('used_at', 'revoked_at');
ALTER TABLE public.accounts_credentiallink ENABLE ALWAYS TRIGGER credentiallink_filled_in_once;
CREATE TRIGGER decideright_filled_in_once BEFORE UPDATE ON public.accounts_decideright FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason');
ALTER TABLE public.accounts_decideright ENABLE ALWAYS TRIGGER decideright_filled_in_once;
CREATE TRIGGER decideright_permission_ends AFTER UPDATE OF withdrawn_at ON public.accounts_decideright FOR EACH ROW EXECUTE FUNCTION public.accounts_permission_ends_with_right();
ALTER TABLE public.accounts_decideright ENABLE ALWAYS TRIGGER decideright_permission_ends;
CREATE TRIGGER decideright_was_confirmed BEFORE INSERT ON public.accounts_decideright FOR EACH ROW EXECUTE FUNCTION public.accounts_right_was_confirmed();
ALTER TABLE public.accounts_decideright ENABLE ALWAYS TRIGGER decideright_was_confirmed;
CREATE TRIGGER guard_attempt BEFORE UPDATE ON public.dispatch_attempt FOR EACH ROW EXECUTE FUNCTION public.dispatch_guard_attempt();
ALTER TABLE public.dispatch_attempt ENABLE ALWAYS TRIGGER guard_attempt;
CREATE TRIGGER guard_authorisation BEFORE INSERT ON public.searches_authorisation FOR EACH ROW EXECUTE FUNCTION public.searches_guard_authorisation();
ALTER TABLE public.searches_authorisation ENABLE ALWAYS TRIGGER guard_authorisation;
CREATE TRIGGER guard_decision BEFORE INSERT ON public.searches_decision FOR EACH ROW EXECUTE FUNCTION public.searches_guard_decision();
ALTER TABLE public.searches_decision ENABLE ALWAYS TRIGGER guard_decision;
CREATE TRIGGER guard_dispatch BEFORE INSERT OR UPDATE ON public.dispatch_dispatch FOR EACH ROW EXECUTE FUNCTION public.dispatch_guard();
ALTER TABLE public.dispatch_dispatch ENABLE ALWAYS TRIGGER guard_dispatch;
CREATE TRIGGER guard_status BEFORE INSERT OR UPDATE ON public.searches_searchrequest FOR EACH ROW EXECUTE FUNCTION public.searches_guard_status();
ALTER TABLE public.searches_searchrequest ENABLE ALWAYS TRIGGER guard_status;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.accounts_account FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_account ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.accounts_certificate FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_certificate ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.accounts_credentiallink FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_credentiallink ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.accounts_decideright FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_decideright ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.accounts_person FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_person ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.accounts_powerproposal FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_powerproposal ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.accounts_roleassignment FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.accounts_unit FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_unit ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.dispatch_attempt FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_attempt ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.dispatch_dispatch FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_dispatch ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.dispatch_searchresult FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_searchresult ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.registry_packversion FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.registry_packversion ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.searches_authorisation FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_authorisation ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.searches_checkrun FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_checkrun ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.searches_claim FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_claim ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.searches_decision FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_decision ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.searches_finding FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_finding ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.searches_justification FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_justification ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.searches_probe FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_probe ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.searches_reading FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_reading ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.searches_searchrequest FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_searchrequest ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.searches_storedfile FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_storedfile ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.accounts_account FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_account ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.accounts_certificate FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_certificate ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.accounts_credentiallink FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_credentiallink ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.accounts_decideright FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_decideright ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.accounts_person FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_person ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.accounts_powerproposal FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_powerproposal ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.accounts_roleassignment FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.accounts_unit FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.accounts_unit ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.dispatch_attempt FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_attempt ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.dispatch_dispatch FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_dispatch ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.dispatch_searchresult FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_searchresult ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.registry_packversion FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.registry_packversion ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_authorisation FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_authorisation ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_checkrun FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_checkrun ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_claim FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_claim ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_decision FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_decision ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_finding FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_finding ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_justification FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_justification ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_probe FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_probe ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_reading FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_reading ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_searchrequest FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_searchrequest ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.searches_storedfile FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.searches_storedfile ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER person_stays BEFORE UPDATE ON public.accounts_person FOR EACH ROW EXECUTE FUNCTION public.accounts_stays('id', 'staff_number', 'is_demo', 'created_at');
ALTER TABLE public.accounts_person ENABLE ALWAYS TRIGGER person_stays;
CREATE TRIGGER powerproposal_by_administrators BEFORE INSERT OR UPDATE ON public.accounts_powerproposal FOR EACH ROW EXECUTE FUNCTION public.accounts_proposal_by_administrators();
ALTER TABLE public.accounts_powerproposal ENABLE ALWAYS TRIGGER powerproposal_by_administrators;
CREATE TRIGGER powerproposal_filled_in_once BEFORE UPDATE ON public.accounts_powerproposal FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('outcome', 'decided_by_id', 'decided_by_person_id', 'decided_at', 'decision_reason');
ALTER TABLE public.accounts_powerproposal ENABLE ALWAYS TRIGGER powerproposal_filled_in_once;
CREATE TRIGGER roleassignment_filled_in_once BEFORE UPDATE ON public.accounts_roleassignment FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason');
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER roleassignment_filled_in_once;
CREATE TRIGGER roleassignment_stands_alone BEFORE INSERT ON public.accounts_roleassignment FOR EACH ROW EXECUTE FUNCTION public.accounts_role_stands_alone();
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER roleassignment_stands_alone;
CREATE TRIGGER roleassignment_was_confirmed BEFORE INSERT ON public.accounts_roleassignment FOR EACH ROW EXECUTE FUNCTION public.accounts_role_was_confirmed();
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER roleassignment_was_confirmed;
CREATE CONSTRAINT TRIGGER status_needs_event AFTER INSERT OR UPDATE OF status ON public.searches_searchrequest DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_status_event();
ALTER TABLE public.searches_searchrequest ENABLE ALWAYS TRIGGER status_needs_event;
CREATE TRIGGER unit_stays BEFORE UPDATE ON public.accounts_unit FOR EACH ROW EXECUTE FUNCTION public.accounts_stays('id', 'code', 'created_at');
ALTER TABLE public.accounts_unit ENABLE ALWAYS TRIGGER unit_stays;
CREATE TRIGGER unitpermissionheld_has_its_right BEFORE INSERT OR UPDATE ON public.accounts_unitpermissionheld FOR EACH ROW EXECUTE FUNCTION public.accounts_permission_has_its_right();
ALTER TABLE public.accounts_unitpermissionheld ENABLE ALWAYS TRIGGER unitpermissionheld_has_its_right;
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_account_id FOREIGN KEY (user_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_account
    ADD CONSTRAINT accounts_account_disabled_by_id_b0ab098e_fk_accounts_account_id FOREIGN KEY (disabled_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_account_groups
    ADD CONSTRAINT accounts_account_gro_account_id_52f14852_fk_accounts_ FOREIGN KEY (account_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_account_groups
    ADD CONSTRAINT accounts_account_groups_group_id_7c6a6bd1_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_account
    ADD CONSTRAINT accounts_account_person_id_6886ddb7_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_account
    ADD CONSTRAINT accounts_account_unit_id_934a418a_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_account_user_permissions
    ADD CONSTRAINT accounts_account_use_account_id_816f9bde_fk_accounts_ FOREIGN KEY (account_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_account_user_permissions
    ADD CONSTRAINT accounts_account_use_permission_id_24620205_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_certificate
    ADD CONSTRAINT accounts_certificate_confirmed_by_id_577e38d0_fk_accounts_ FOREIGN KEY (confirmed_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_certificate
    ADD CONSTRAINT accounts_certificate_confirmed_by_person__00e981ed_fk_accounts_ FOREIGN KEY (confirmed_by_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_certificate
    ADD CONSTRAINT accounts_certificate_person_id_6a7cb87d_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_certificate
    ADD CONSTRAINT accounts_certificate_recorded_by_id_8c75967d_fk_accounts_ FOREIGN KEY (recorded_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_certificate
    ADD CONSTRAINT accounts_certificate_recorded_by_person_i_41abbd1f_fk_accounts_ FOREIGN KEY (recorded_by_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_certificate
    ADD CONSTRAINT accounts_certificate_withdrawn_by_id_6e9a23f0_fk_accounts_ FOREIGN KEY (withdrawn_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_credentiallink
    ADD CONSTRAINT accounts_credentiall_account_id_75042fe3_fk_accounts_ FOREIGN KEY (account_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_credentiallink
    ADD CONSTRAINT accounts_credentiall_issued_by_id_163ec0cb_fk_accounts_ FOREIGN KEY (issued_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_credentiallink
    ADD CONSTRAINT accounts_credentiall_issued_through_id_75d03fa8_fk_accounts_ FOREIGN KEY (issued_through_id) REFERENCES public.accounts_powerproposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_decideright
    ADD CONSTRAINT accounts_decideright_account_id_ca3a51eb_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_decideright
    ADD CONSTRAINT accounts_decideright_granted_through_id_e19b41dc_fk_accounts_ FOREIGN KEY (granted_through_id) REFERENCES public.accounts_powerproposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_decideright
    ADD CONSTRAINT accounts_decideright_person_id_bfdf1dcf_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_decideright
    ADD CONSTRAINT accounts_decideright_unit_id_37976010_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_decideright
    ADD CONSTRAINT accounts_decideright_withdrawn_by_id_aa13b2fd_fk_accounts_ FOREIGN KEY (withdrawn_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT accounts_powerpropos_beneficiary_id_9f8baf6a_fk_accounts_ FOREIGN KEY (beneficiary_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT accounts_powerpropos_beneficiary_person_i_08ae612d_fk_accounts_ FOREIGN KEY (beneficiary_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT accounts_powerpropos_decided_by_id_f404b490_fk_accounts_ FOREIGN KEY (decided_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT accounts_powerpropos_decided_by_person_id_b0f7ebfc_fk_accounts_ FOREIGN KEY (decided_by_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT accounts_powerpropos_proposed_by_id_64dc61e8_fk_accounts_ FOREIGN KEY (proposed_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT accounts_powerpropos_proposed_by_person_i_c5ffd257_fk_accounts_ FOREIGN KEY (proposed_by_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT accounts_powerproposal_unit_id_51345e4e_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT accounts_roleassignm_account_id_ad423930_fk_accounts_ FOREIGN KEY (account_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT accounts_roleassignm_granted_through_id_cdff486a_fk_accounts_ FOREIGN KEY (granted_through_id) REFERENCES public.accounts_powerproposal(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT accounts_roleassignm_person_id_6faf928d_fk_accounts_ FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT accounts_roleassignm_withdrawn_by_id_bc8e685a_fk_accounts_ FOREIGN KEY (withdrawn_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT accounts_roleassignment_unit_id_7c959bd3_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_unitpermissionheld
    ADD CONSTRAINT accounts_unitpermiss_content_object_id_3c99a378_fk_accounts_ FOREIGN KEY (content_object_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_unitpermissionheld
    ADD CONSTRAINT accounts_unitpermiss_decide_right_id_65429341_fk_accounts_ FOREIGN KEY (decide_right_id) REFERENCES public.accounts_decideright(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_unitpermissionheld
    ADD CONSTRAINT accounts_unitpermiss_permission_id_88c3e78d_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_unitpermissionheld
    ADD CONSTRAINT accounts_unitpermiss_user_id_e4b300e1_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_authorisation
    ADD CONSTRAINT authorisation_of_this_requester FOREIGN KEY (search_request_id, requested_by_person_id) REFERENCES public.searches_searchrequest(id, requested_by_person_id);
ALTER TABLE ONLY public.accounts_certificate
    ADD CONSTRAINT certificate_confirmed_by_is_person FOREIGN KEY (confirmed_by_id, confirmed_by_person_id) REFERENCES public.accounts_account(id, person_id);
ALTER TABLE ONLY public.accounts_certificate
    ADD CONSTRAINT certificate_recorded_by_is_person FOREIGN KEY (recorded_by_id, recorded_by_person_id) REFERENCES public.accounts_account(id, person_id);
ALTER TABLE ONLY public.accounts_decideright
    ADD CONSTRAINT decideright_account_is_person FOREIGN KEY (account_id, person_id) REFERENCES public.accounts_account(id, person_id);
ALTER TABLE ONLY public.searches_decision
    ADD CONSTRAINT decision_of_this_requester FOREIGN KEY (search_request_id, requested_by_person_id) REFERENCES public.searches_searchrequest(id, requested_by_person_id);
ALTER TABLE ONLY public.dispatch_attempt
    ADD CONSTRAINT dispatch_attempt_dispatch_id_d8a86286_fk_dispatch_ FOREIGN KEY (dispatch_id) REFERENCES public.dispatch_dispatch(search_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dispatch_dispatch
    ADD CONSTRAINT dispatch_dispatch_search_id_d67f719f_fk_searches_ FOREIGN KEY (search_id) REFERENCES public.searches_authorisation(search_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dispatch_dispatch
    ADD CONSTRAINT dispatch_dispatch_search_request_id_92be4923_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dispatch_searchresult
    ADD CONSTRAINT dispatch_searchresul_candidates_id_ec64d604_fk_searches_ FOREIGN KEY (candidates_id) REFERENCES public.searches_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dispatch_searchresult
    ADD CONSTRAINT dispatch_searchresul_dispatch_id_e7a9393c_fk_dispatch_ FOREIGN KEY (dispatch_id) REFERENCES public.dispatch_dispatch(search_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.dispatch_searchresult
    ADD CONSTRAINT dispatch_searchresul_search_request_id_0ca6044b_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_content_type_id_7ade36b8_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_group_id_4bbbfb62_fk_auth_grou FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_groupobjectpermission
    ADD CONSTRAINT guardian_groupobject_permission_id_36572738_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_content_type_id_2e892405_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_permission_id_71807bfc_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.guardian_userobjectpermission
    ADD CONSTRAINT guardian_userobjectp_user_id_d5c1e964_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.mfa_authenticator
    ADD CONSTRAINT mfa_authenticator_user_id_0c3a50c0_fk_accounts_account_id FOREIGN KEY (user_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT powerproposal_beneficiary_is_person FOREIGN KEY (beneficiary_id, beneficiary_person_id) REFERENCES public.accounts_account(id, person_id);
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT powerproposal_decided_by_is_person FOREIGN KEY (decided_by_id, decided_by_person_id) REFERENCES public.accounts_account(id, person_id);
ALTER TABLE ONLY public.accounts_powerproposal
    ADD CONSTRAINT powerproposal_proposed_by_is_person FOREIGN KEY (proposed_by_id, proposed_by_person_id) REFERENCES public.accounts_account(id, person_id);
ALTER TABLE ONLY public.registry_gallery
    ADD CONSTRAINT registry_gallery_matcher_id_052b2f98_fk_registry_matcher_id FOREIGN KEY (matcher_id) REFERENCES public.registry_matcher(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_roleassignment
    ADD CONSTRAINT roleassignment_account_is_person FOREIGN KEY (account_id, person_id) REFERENCES public.accounts_account(id, person_id);
ALTER TABLE ONLY public.searches_authorisation
    ADD CONSTRAINT searches_authorisati_completed_by_person__8ca4febc_fk_accounts_ FOREIGN KEY (completed_by_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_authorisation
    ADD CONSTRAINT searches_authorisati_gallery_id_513ac12e_fk_registry_ FOREIGN KEY (gallery_id) REFERENCES public.registry_gallery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_authorisation
    ADD CONSTRAINT searches_authorisati_requested_by_person__6c964ab7_fk_accounts_ FOREIGN KEY (requested_by_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_authorisation
    ADD CONSTRAINT searches_authorisati_search_request_id_655b8393_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_authorisation
    ADD CONSTRAINT searches_authorisation_probe_id_ccf21173_fk_searches_probe_id FOREIGN KEY (probe_id) REFERENCES public.searches_probe(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_checkrun
    ADD CONSTRAINT searches_checkrun_search_request_id_c2acb3c5_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_claim
    ADD CONSTRAINT searches_claim_account_id_ec1e48ea_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_claim
    ADD CONSTRAINT searches_claim_search_request_id_2df02223_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_contentkey
    ADD CONSTRAINT searches_contentkey_search_request_id_5dba8e36_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_decision
    ADD CONSTRAINT searches_decision_decided_by_id_3195cc67_fk_accounts_account_id FOREIGN KEY (decided_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_decision
    ADD CONSTRAINT searches_decision_decided_by_person_id_3822b9d2_fk_accounts_ FOREIGN KEY (decided_by_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_decision
    ADD CONSTRAINT searches_decision_requested_by_person__dd1d2d4e_fk_accounts_ FOREIGN KEY (requested_by_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_decision
    ADD CONSTRAINT searches_decision_search_request_id_7e707efa_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_draft
    ADD CONSTRAINT searches_draft_search_request_id_068c3169_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_finding
    ADD CONSTRAINT searches_finding_check_run_id_0f1bb56b_fk_searches_checkrun_id FOREIGN KEY (check_run_id) REFERENCES public.searches_checkrun(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_justification
    ADD CONSTRAINT searches_justificati_gallery_id_30b2689e_fk_registry_ FOREIGN KEY (gallery_id) REFERENCES public.registry_gallery(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_justification
    ADD CONSTRAINT searches_justificati_search_request_id_df12eb0f_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_justification
    ADD CONSTRAINT searches_justificati_submitted_by_id_35572889_fk_accounts_ FOREIGN KEY (submitted_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_justification
    ADD CONSTRAINT searches_justification_probe_id_419bac7f_fk_searches_probe_id FOREIGN KEY (probe_id) REFERENCES public.searches_probe(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_notice
    ADD CONSTRAINT searches_notice_account_id_724c1e5c_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_notice
    ADD CONSTRAINT searches_notice_search_request_id_fbe6a247_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_probe
    ADD CONSTRAINT searches_probe_added_by_id_25575f4e_fk_accounts_account_id FOREIGN KEY (added_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_probe
    ADD CONSTRAINT searches_probe_original_id_4a9a505d_fk_searches_storedfile_id FOREIGN KEY (original_id) REFERENCES public.searches_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_probe
    ADD CONSTRAINT searches_probe_search_request_id_d5f3ddeb_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_probe
    ADD CONSTRAINT searches_probe_transmission_id_6433e182_fk_searches_ FOREIGN KEY (transmission_id) REFERENCES public.searches_storedfile(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_probefingerprint
    ADD CONSTRAINT searches_probefinger_probe_id_50bd7493_fk_searches_ FOREIGN KEY (probe_id) REFERENCES public.searches_probe(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_reading
    ADD CONSTRAINT searches_reading_account_id_76e8044e_fk_accounts_account_id FOREIGN KEY (account_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_reading
    ADD CONSTRAINT searches_reading_person_id_e8d6de61_fk_accounts_person_id FOREIGN KEY (person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_reading
    ADD CONSTRAINT searches_reading_search_request_id_fa3889e9_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_searchrequest
    ADD CONSTRAINT searches_searchreque_requested_by_id_08b84426_fk_accounts_ FOREIGN KEY (requested_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_searchrequest
    ADD CONSTRAINT searches_searchreque_requested_by_person__cb9ef9b3_fk_accounts_ FOREIGN KEY (requested_by_person_id) REFERENCES public.accounts_person(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_searchrequest
    ADD CONSTRAINT searches_searchreque_started_from_id_3dae5f3e_fk_searches_ FOREIGN KEY (started_from_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_searchrequest
    ADD CONSTRAINT searches_searchrequest_probe_id_bd6b205f_fk_searches_probe_id FOREIGN KEY (probe_id) REFERENCES public.searches_probe(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_searchrequest
    ADD CONSTRAINT searches_searchrequest_unit_id_06294cd0_fk_accounts_unit_id FOREIGN KEY (unit_id) REFERENCES public.accounts_unit(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_storedfile
    ADD CONSTRAINT searches_storedfile_added_by_id_425d42df_fk_accounts_account_id FOREIGN KEY (added_by_id) REFERENCES public.accounts_account(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.searches_storedfile
    ADD CONSTRAINT searches_storedfile_search_request_id_46cb18a6_fk_searches_ FOREIGN KEY (search_request_id) REFERENCES public.searches_searchrequest(id) DEFERRABLE INITIALLY DEFERRED;
GRANT USAGE ON SCHEMA audit TO countersign_web;
GRANT USAGE ON SCHEMA audit TO countersign_worker;
GRANT USAGE ON SCHEMA audit TO countersign_dispatcher;
GRANT USAGE ON SCHEMA audit TO countersign_auditor;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO countersign_owner;
GRANT USAGE ON SCHEMA public TO countersign_web;
GRANT USAGE ON SCHEMA public TO countersign_worker;
GRANT USAGE ON SCHEMA public TO countersign_dispatcher;
GRANT USAGE ON SCHEMA public TO countersign_auditor;
REVOKE ALL ON FUNCTION audit.append(p_body text, p_openings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.append(p_body text, p_openings jsonb) TO countersign_web;
GRANT ALL ON FUNCTION audit.append(p_body text, p_openings jsonb) TO countersign_worker;
GRANT ALL ON FUNCTION audit.append(p_body text, p_openings jsonb) TO countersign_dispatcher;
REVOKE ALL ON FUNCTION audit.canonical(value jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.canonical_body(body jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.check_body(body jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.commitment(key_hex text, value text) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.erase_openings(p_request uuid, p_ground text) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.is_flat(value jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.is_flat_or_nested_once(value jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.is_scalar(value jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.keys_of(value jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.masked(key_hex text, mask bigint) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.refuse_change() FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.require_erasure_event() FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.require_status_event() FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.whole_number(value jsonb) FROM PUBLIC;
GRANT SELECT ON TABLE audit.event TO countersign_web;
GRANT SELECT ON TABLE audit.event TO countersign_worker;
GRANT SELECT ON TABLE audit.event TO countersign_dispatcher;
GRANT SELECT ON TABLE audit.event TO countersign_auditor;
GRANT SELECT ON TABLE audit.installation TO countersign_web;
GRANT SELECT ON TABLE audit.installation TO countersign_worker;
GRANT SELECT ON TABLE audit.installation TO countersign_dispatcher;
GRANT SELECT ON TABLE audit.installation TO countersign_auditor;
GRANT SELECT ON TABLE audit.opening TO countersign_auditor;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailaddress TO countersign_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_emailconfirmation TO countersign_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.account_throttle TO countersign_web;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_account TO countersign_web;
GRANT SELECT ON TABLE public.accounts_account TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_account TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_account TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_account_groups TO countersign_web;
GRANT SELECT ON TABLE public.accounts_account_groups TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_account_groups TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_account_groups TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_account_user_permissions TO countersign_web;
GRANT SELECT ON TABLE public.accounts_account_user_permissions TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_account_user_permissions TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_account_user_permissions TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_certificate TO countersign_web;
GRANT SELECT ON TABLE public.accounts_certificate TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_certificate TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_certificate TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_credentiallink TO countersign_web;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_decideright TO countersign_web;
GRANT SELECT ON TABLE public.accounts_decideright TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_decideright TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_decideright TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_person TO countersign_web;
GRANT SELECT ON TABLE public.accounts_person TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_person TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_person TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_powerproposal TO countersign_web;
GRANT SELECT ON TABLE public.accounts_powerproposal TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_powerproposal TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_powerproposal TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_roleassignment TO countersign_web;
GRANT SELECT ON TABLE public.accounts_roleassignment TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_roleassignment TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_roleassignment TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_unit TO countersign_web;
GRANT SELECT ON TABLE public.accounts_unit TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_unit TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_unit TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.accounts_unitpermissionheld TO countersign_web;
GRANT SELECT ON TABLE public.accounts_unitpermissionheld TO countersign_worker;
GRANT SELECT ON TABLE public.accounts_unitpermissionheld TO countersign_dispatcher;
GRANT SELECT ON TABLE public.accounts_unitpermissionheld TO countersign_auditor;
GRANT SELECT,INSERT ON TABLE public.audit_export TO countersign_web;
GRANT SELECT ON TABLE public.audit_export TO countersign_worker;
GRANT SELECT ON TABLE public.audit_export TO countersign_auditor;
GRANT UPDATE(state) ON TABLE public.audit_export TO countersign_worker;
GRANT UPDATE(rows_done) ON TABLE public.audit_export TO countersign_worker;
GRANT UPDATE(rows_total) ON TABLE public.audit_export TO countersign_worker;
GRANT UPDATE(progress_at) ON TABLE public.audit_export TO countersign_worker;
GRANT UPDATE(finished_at) ON TABLE public.audit_export TO countersign_worker;
GRANT UPDATE(failure) ON TABLE public.audit_export TO countersign_worker;
GRANT UPDATE(files) ON TABLE public.audit_export TO countersign_worker;
GRANT SELECT ON TABLE public.auth_group TO countersign_web;
GRANT SELECT ON TABLE public.auth_group_permissions TO countersign_web;
GRANT SELECT ON TABLE public.auth_permission TO countersign_web;
GRANT SELECT ON TABLE public.auth_permission TO countersign_worker;
GRANT SELECT ON TABLE public.auth_permission TO countersign_dispatcher;
GRANT SELECT ON TABLE public.auth_permission TO countersign_auditor;
GRANT SELECT ON TABLE public.dispatch_attempt TO countersign_web;
GRANT SELECT ON TABLE public.dispatch_attempt TO countersign_worker;
GRANT SELECT,INSERT,UPDATE ON TABLE public.dispatch_attempt TO countersign_dispatcher;
GRANT SELECT ON TABLE public.dispatch_attempt TO countersign_auditor;
GRANT SELECT,INSERT ON TABLE public.dispatch_dispatch TO countersign_web;
GRANT SELECT ON TABLE public.dispatch_dispatch TO countersign_worker;
GRANT SELECT,UPDATE ON TABLE public.dispatch_dispatch TO countersign_dispatcher;
GRANT SELECT ON TABLE public.dispatch_dispatch TO countersign_auditor;
GRANT UPDATE(state) ON TABLE public.dispatch_dispatch TO countersign_web;
GRANT UPDATE(state) ON TABLE public.dispatch_dispatch TO countersign_worker;
GRANT UPDATE(attempt) ON TABLE public.dispatch_dispatch TO countersign_web;
GRANT UPDATE(next_attempt_at) ON TABLE public.dispatch_dispatch TO countersign_web;
GRANT UPDATE(finished_at) ON TABLE public.dispatch_dispatch TO countersign_web;
GRANT UPDATE(finished_at) ON TABLE public.dispatch_dispatch TO countersign_worker;
GRANT UPDATE(last_error) ON TABLE public.dispatch_dispatch TO countersign_web;
GRANT UPDATE(last_error) ON TABLE public.dispatch_dispatch TO countersign_worker;
GRANT SELECT ON TABLE public.dispatch_searchresult TO countersign_web;
GRANT SELECT ON TABLE public.dispatch_searchresult TO countersign_worker;
GRANT SELECT,INSERT ON TABLE public.dispatch_searchresult TO countersign_dispatcher;
GRANT SELECT ON TABLE public.dispatch_searchresult TO countersign_auditor;
GRANT SELECT ON TABLE public.django_content_type TO countersign_web;
GRANT SELECT ON TABLE public.django_content_type TO countersign_worker;
GRANT SELECT ON TABLE public.django_content_type TO countersign_dispatcher;
GRANT SELECT ON TABLE public.django_content_type TO countersign_auditor;
GRANT SELECT ON TABLE public.django_migrations TO countersign_web;
GRANT SELECT ON TABLE public.django_migrations TO countersign_worker;
GRANT SELECT ON TABLE public.django_migrations TO countersign_dispatcher;
GRANT SELECT ON TABLE public.django_migrations TO countersign_auditor;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_session TO countersign_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.guardian_groupobjectpermission TO countersign_web;
GRANT SELECT ON TABLE public.guardian_groupobjectpermission TO countersign_worker;
GRANT SELECT ON TABLE public.guardian_groupobjectpermission TO countersign_dispatcher;
GRANT SELECT ON TABLE public.guardian_groupobjectpermission TO countersign_auditor;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.guardian_userobjectpermission TO countersign_web;
GRANT SELECT ON TABLE public.guardian_userobjectpermission TO countersign_worker;
GRANT SELECT ON TABLE public.guardian_userobjectpermission TO countersign_dispatcher;
GRANT SELECT ON TABLE public.guardian_userobjectpermission TO countersign_auditor;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mfa_authenticator TO countersign_web;
GRANT SELECT ON TABLE public.ops_heartbeat TO countersign_web;
GRANT SELECT,INSERT,UPDATE ON TABLE public.ops_heartbeat TO countersign_worker;
GRANT SELECT,INSERT,UPDATE ON TABLE public.ops_heartbeat TO countersign_dispatcher;
GRANT SELECT ON TABLE public.ops_heartbeat TO countersign_auditor;
GRANT SELECT ON TABLE public.ops_installation TO countersign_web;
GRANT SELECT ON TABLE public.ops_installation TO countersign_worker;
GRANT SELECT ON TABLE public.ops_installation TO countersign_dispatcher;
GRANT SELECT ON TABLE public.ops_installation TO countersign_auditor;
GRANT SELECT ON TABLE public.registry_agency TO countersign_web;
GRANT SELECT ON TABLE public.registry_agency TO countersign_worker;
GRANT SELECT ON TABLE public.registry_agency TO countersign_dispatcher;
GRANT SELECT ON TABLE public.registry_agency TO countersign_auditor;
GRANT SELECT ON TABLE public.registry_gallery TO countersign_web;
GRANT SELECT ON TABLE public.registry_gallery TO countersign_worker;
GRANT SELECT ON TABLE public.registry_gallery TO countersign_dispatcher;
GRANT SELECT ON TABLE public.registry_gallery TO countersign_auditor;
GRANT SELECT ON TABLE public.registry_matcher TO countersign_web;
GRANT SELECT ON TABLE public.registry_matcher TO countersign_worker;
GRANT SELECT ON TABLE public.registry_matcher TO countersign_dispatcher;
GRANT SELECT ON TABLE public.registry_matcher TO countersign_auditor;
GRANT UPDATE(consecutive_failures) ON TABLE public.registry_matcher TO countersign_dispatcher;
GRANT UPDATE(open_until) ON TABLE public.registry_matcher TO countersign_dispatcher;
GRANT SELECT,INSERT ON TABLE public.registry_packversion TO countersign_web;
GRANT SELECT ON TABLE public.registry_packversion TO countersign_worker;
GRANT SELECT,INSERT ON TABLE public.registry_packversion TO countersign_dispatcher;
GRANT SELECT ON TABLE public.registry_packversion TO countersign_auditor;
GRANT SELECT,INSERT ON TABLE public.searches_authorisation TO countersign_web;
GRANT SELECT ON TABLE public.searches_authorisation TO countersign_worker;
GRANT SELECT ON TABLE public.searches_authorisation TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_authorisation TO countersign_auditor;
GRANT SELECT,INSERT ON TABLE public.searches_checkrun TO countersign_web;
GRANT SELECT ON TABLE public.searches_checkrun TO countersign_worker;
GRANT SELECT,INSERT ON TABLE public.searches_checkrun TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_checkrun TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.searches_claim TO countersign_web;
GRANT SELECT ON TABLE public.searches_claim TO countersign_worker;
GRANT SELECT ON TABLE public.searches_claim TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_claim TO countersign_auditor;
GRANT UPDATE(ended_at) ON TABLE public.searches_claim TO countersign_worker;
GRANT UPDATE(ended_at) ON TABLE public.searches_claim TO countersign_dispatcher;
GRANT UPDATE(ended_how) ON TABLE public.searches_claim TO countersign_worker;
GRANT UPDATE(ended_how) ON TABLE public.searches_claim TO countersign_dispatcher;
GRANT SELECT,INSERT,UPDATE ON TABLE public.searches_contentkey TO countersign_web;
GRANT SELECT ON TABLE public.searches_contentkey TO countersign_dispatcher;
GRANT SELECT,INSERT ON TABLE public.searches_decision TO countersign_web;
GRANT SELECT ON TABLE public.searches_decision TO countersign_worker;
GRANT SELECT ON TABLE public.searches_decision TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_decision TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.searches_draft TO countersign_web;
GRANT SELECT ON TABLE public.searches_draft TO countersign_worker;
GRANT SELECT ON TABLE public.searches_draft TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_draft TO countersign_auditor;
GRANT SELECT,INSERT ON TABLE public.searches_finding TO countersign_web;
GRANT SELECT ON TABLE public.searches_finding TO countersign_worker;
GRANT SELECT,INSERT ON TABLE public.searches_finding TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_finding TO countersign_auditor;
GRANT SELECT,INSERT ON TABLE public.searches_justification TO countersign_web;
GRANT SELECT ON TABLE public.searches_justification TO countersign_worker;
GRANT SELECT ON TABLE public.searches_justification TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_justification TO countersign_auditor;
GRANT SELECT,INSERT ON TABLE public.searches_notice TO countersign_web;
GRANT SELECT,INSERT ON TABLE public.searches_notice TO countersign_worker;
GRANT SELECT,INSERT ON TABLE public.searches_notice TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_notice TO countersign_auditor;
GRANT UPDATE(read_at) ON TABLE public.searches_notice TO countersign_web;
GRANT UPDATE(emailed_at) ON TABLE public.searches_notice TO countersign_worker;
GRANT UPDATE(email_attempts) ON TABLE public.searches_notice TO countersign_worker;
GRANT SELECT,INSERT ON TABLE public.searches_probe TO countersign_web;
GRANT SELECT ON TABLE public.searches_probe TO countersign_worker;
GRANT SELECT ON TABLE public.searches_probe TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_probe TO countersign_auditor;
GRANT SELECT,INSERT,UPDATE ON TABLE public.searches_probefingerprint TO countersign_web;
GRANT SELECT ON TABLE public.searches_probefingerprint TO countersign_worker;
GRANT SELECT ON TABLE public.searches_probefingerprint TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_probefingerprint TO countersign_auditor;
GRANT SELECT,INSERT ON TABLE public.searches_reading TO countersign_web;
GRANT SELECT ON TABLE public.searches_reading TO countersign_worker;
GRANT SELECT ON TABLE public.searches_reading TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_reading TO countersign_auditor;
GRANT USAGE ON SEQUENCE public.searches_reference_number TO countersign_web;
GRANT SELECT,INSERT,UPDATE ON TABLE public.searches_searchrequest TO countersign_web;
GRANT SELECT ON TABLE public.searches_searchrequest TO countersign_worker;
GRANT SELECT ON TABLE public.searches_searchrequest TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_searchrequest TO countersign_auditor;
GRANT UPDATE(status) ON TABLE public.searches_searchrequest TO countersign_worker;
GRANT UPDATE(status) ON TABLE public.searches_searchrequest TO countersign_dispatcher;
GRANT UPDATE(status_since) ON TABLE public.searches_searchrequest TO countersign_worker;
GRANT UPDATE(status_since) ON TABLE public.searches_searchrequest TO countersign_dispatcher;
GRANT SELECT,INSERT ON TABLE public.searches_storedfile TO countersign_web;
GRANT SELECT ON TABLE public.searches_storedfile TO countersign_worker;
GRANT SELECT,INSERT ON TABLE public.searches_storedfile TO countersign_dispatcher;
GRANT SELECT ON TABLE public.searches_storedfile TO countersign_auditor;
GRANT UPDATE(removed_at) ON TABLE public.searches_storedfile TO countersign_web;
