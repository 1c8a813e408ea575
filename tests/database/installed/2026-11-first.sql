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
CREATE FUNCTION public.accounts_never_deleted() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'accounts_never_deleted';
END $$;
ALTER FUNCTION public.accounts_never_deleted() OWNER TO countersign_owner;
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
    CONSTRAINT dispatch_state_known CHECK (((state)::text = ANY ((ARRAY['ready'::character varying, 'claimed'::character varying, 'held'::character varying, 'done'::character varying, 'failed'::character varying, 'dead'::character varying, 'cancelled'::character varying])::text[])))
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
	(1, '843', '2026-11-26 14:12:52.482071+00', 'countersign_owner', 'registry.changed', '2026-11-26 14:12:52.469221+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'agency', 'agency', 1, '\x7b22626f6479223a7b22636f6465223a2272656769737472792e6368616e676564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2266313135346365636464316234393066376337383036613630326436303937333235343039346636626230623163633131363533373333653631386530323866227d2c226661637473223a7b226166746572223a2234613632303665323335336238336461383232623130303861613934346536353434333763336131326630386634306232623861663065663634666331653834222c226265666f7265223a22222c22636f6465223a226167656e6379222c226b696e64223a226167656e6379227d2c226f626a656374223a7b226964223a226167656e6379222c2274797065223a226167656e6379227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3436393232315a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a312c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3438323037315a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x44da937536a43568fffafaa8dbbc749a2e5a3e1003bfb95e0c7953ea001ee61a'),
	(2, '843', '2026-11-26 14:12:52.493787+00', 'countersign_owner', 'registry.changed', '2026-11-26 14:12:52.490902+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'matcher', 'demonstration', 1, '\x7b22626f6479223a7b22636f6465223a2272656769737472792e6368616e676564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2237386634376533306666633332326666663939303737313562336337666564373361353361366437323563386462326438646335306661343261366662343330227d2c226661637473223a7b226166746572223a2239396136373965343062383965363436633161653032323833663835353966313430323037356631386334386638333563353535353366396436343461633833222c226265666f7265223a22222c22636f6465223a2264656d6f6e7374726174696f6e222c226b696e64223a226d617463686572227d2c226f626a656374223a7b226964223a2264656d6f6e7374726174696f6e222c2274797065223a226d617463686572227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3439303930325a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a322c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3439333738375a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xa6ca3f813a9281668b481218726e8b7e906ba82d90c1fc1bbf432f7daace0269'),
	(3, '843', '2026-11-26 14:12:52.503692+00', 'countersign_owner', 'registry.changed', '2026-11-26 14:12:52.501356+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'gallery', 'booking-photographs', 1, '\x7b22626f6479223a7b22636f6465223a2272656769737472792e6368616e676564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2239643034633239366363376132313134356638646561613935663534393635333161623734373230646335636462326137353366383834346561666664366634227d2c226661637473223a7b226166746572223a2236373565613233313261356664666433653432623532356232636331303034336230393839393332613461376563386331323761326463633931626535376336222c226265666f7265223a22222c22636f6465223a22626f6f6b696e672d70686f746f677261706873222c226b696e64223a2267616c6c657279227d2c226f626a656374223a7b226964223a22626f6f6b696e672d70686f746f677261706873222c2274797065223a2267616c6c657279227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3530313335365a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a332c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3530333639325a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x823b0a523cf05e5c0da0959fa807e41355d49ac2cd6e1711034857c6ab1bc21c'),
	(4, '843', '2026-11-26 14:12:52.506963+00', 'countersign_owner', 'registry.configured', '2026-11-26 14:12:52.504597+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a2272656769737472792e636f6e66696775726564222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b226368616e676564223a337d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3530343539375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a342c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3530363936335a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x638f4e0940d7f43b2b8d53025ce3de890ee2bb1930f4b97be7d5e6000f0aec53'),
	(5, '844', '2026-11-26 14:12:52.574344+00', 'countersign_owner', 'account.founded', '2026-11-26 14:12:52.57228+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'account', 'fce93b0d-e980-47bd-83e9-55481ed35991', 1, '\x7b22626f6479223a7b22636f6465223a226163636f756e742e666f756e646564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2235373563616435323565336531333536363235343938323264396632313365313532353233616134336130383937313832333534366432383739346266616366227d2c226661637473223a7b22706572736f6e223a2265336232343564312d356231392d343933622d623164662d313165656462623763363262222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72227d2c226f626a656374223a7b226964223a2266636539336230642d653938302d343762642d383365392d353534383165643335393931222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3537323238305a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a352c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3537343334345a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x7d1c98ff65a76f05ffd0d83c87dc6c2851fe48991cec8a4fc9d977b43aa26b8a'),
	(6, '844', '2026-11-26 14:12:52.580663+00', 'countersign_owner', 'credential.link_issued', '2026-11-26 14:12:52.579244+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'account', 'fce93b0d-e980-47bd-83e9-55481ed35991', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e6c696e6b5f697373756564222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b226c696e6b223a2237316530653931652d333032662d343730332d383930302d663837623136646139396134222c22707572706f7365223a2266697273745f70617373776f7264227d2c226f626a656374223a7b226964223a2266636539336230642d653938302d343762642d383365392d353534383165643335393931222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3537393234345a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a362c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3538303636335a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x39f47ad4eec9b9d4211eae60d1c274f05c7488b76a2c89d39c779d9979bcd045'),
	(7, '844', '2026-11-26 14:12:52.907291+00', 'countersign_owner', 'account.founded', '2026-11-26 14:12:52.906146+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'account', '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', 1, '\x7b22626f6479223a7b22636f6465223a226163636f756e742e666f756e646564222c22636f6d6d69746d656e7473223a7b2273797374656d5f75736572223a2233396562636463646234383939326166393661653236613662353365366564303962643335376634663662336361616132343365386465353465376530366133227d2c226661637473223a7b22706572736f6e223a2238393161363636662d653965352d343837652d623836662d376333333261396262333337222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72227d2c226f626a656374223a7b226964223a2231623539376632662d646634662d343034352d613962632d613662613534323239666239222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3930363134365a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a372c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3930373239315a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xd66626d8b1c4770564ce4f2a3bf93166ee04aa7c309192dba27b5f2f9a95061a'),
	(8, '844', '2026-11-26 14:12:52.911316+00', 'countersign_owner', 'credential.link_issued', '2026-11-26 14:12:52.910147+00', NULL, NULL, NULL, 'success', NULL, 'system', NULL, NULL, 'account', '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e6c696e6b5f697373756564222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b226c696e6b223a2233336538643939382d356232662d346261652d626165332d306462393337656130653839222c22707572706f7365223a2266697273745f70617373776f7264227d2c226f626a656374223a7b226964223a2231623539376632662d646634662d343034352d613962632d613662613534323239666239222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3931303134375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a6e756c6c2c22706572736f6e223a6e756c6c2c22726f6c65223a2273797374656d222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a382c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3931313331365a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xb221c23efbdf70e6835b722d682d553553ed0812c13102cab0c5c84d2d5a6c77'),
	(9, '845', '2026-11-26 14:12:52.945119+00', 'countersign_owner', 'credential.password_set', '2026-11-26 14:12:52.943329+00', NULL, NULL, NULL, 'success', NULL, 'account', 'fce93b0d-e980-47bd-83e9-55481ed35991', 'e3b245d1-5b19-493b-b1df-11eedbb7c62b', 'account', 'fce93b0d-e980-47bd-83e9-55481ed35991', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e70617373776f72645f736574222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b2262795f6c696e6b223a747275657d2c226f626a656374223a7b226964223a2266636539336230642d653938302d343762642d383365392d353534383165643335393931222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3934333332395a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2266636539336230642d653938302d343762642d383365392d353534383165643335393931222c22706572736f6e223a2265336232343564312d356231392d343933622d623164662d313165656462623763363262222c22726f6c65223a226163636f756e74222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a392c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3934353131395a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xb468e94246df377bb8ced708f3459d520c7f9c985ba6144252333c1f4233a10b'),
	(10, '846', '2026-11-26 14:12:52.959706+00', 'countersign_owner', 'credential.password_set', '2026-11-26 14:12:52.958738+00', NULL, NULL, NULL, 'success', NULL, 'account', '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', '891a666f-e9e5-487e-b86f-7c332a9bb337', 'account', '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e70617373776f72645f736574222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b2262795f6c696e6b223a747275657d2c226f626a656374223a7b226964223a2231623539376632662d646634662d343034352d613962632d613662613534323239666239222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3935383733385a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2231623539376632662d646634662d343034352d613962632d613662613534323239666239222c22706572736f6e223a2238393161363636662d653965352d343837652d623836662d376333333261396262333337222c22726f6c65223a226163636f756e74222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31302c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3935393730365a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xe8edf7f6860aa2d5445a245470b310c21f90816215900ddb1335205e79d32781'),
	(11, '847', '2026-11-26 14:12:52.976951+00', 'countersign_owner', 'unit.created', '2026-11-26 14:12:52.974891+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', 'fce93b0d-e980-47bd-83e9-55481ed35991', 'e3b245d1-5b19-493b-b1df-11eedbb7c62b', 'unit', '29b6440c-24b6-4552-956c-d399312b4b67', 1, '\x7b22626f6479223a7b22636f6465223a22756e69742e63726561746564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2239363965336332323530393565396334633537366336396165613737656634613538303139346235333465623664336139643464663735306263663432343731227d2c226661637473223a7b22636f6465223a224d4355227d2c226f626a656374223a7b226964223a2232396236343430632d323462362d343535322d393536632d643339393331326234623637222c2274797065223a22756e6974227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35322e3937343839315a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2266636539336230642d653938302d343762642d383365392d353534383165643335393931222c22706572736f6e223a2265336232343564312d356231392d343933622d623164662d313165656462623763363262222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31312c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f6f776e6572222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35322e3937363935315a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\xcb2ec1acefc79013c7feeb28ef5ba00f3b47113a7647595601ab49b1b1d8ba4f'),
	(12, '848', '2026-11-26 14:12:53.017631+00', 'countersign_web', 'account.created', '2026-11-26 14:12:53.008884+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', 'fce93b0d-e980-47bd-83e9-55481ed35991', 'e3b245d1-5b19-493b-b1df-11eedbb7c62b', 'account', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', 1, '\x7b22626f6479223a7b22636f6465223a226163636f756e742e63726561746564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2233363833633735383739386535373135663562393763633561323037633161313236643263663335636234356336333837353966343763323861376236383364227d2c226661637473223a7b22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22756e6974223a2232396236343430632d323462362d343535322d393536632d643339393331326234623637227d2c226f626a656374223a7b226964223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3030383838345a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2266636539336230642d653938302d343762642d383365392d353534383165643335393931222c22706572736f6e223a2265336232343564312d356231392d343933622d623164662d313165656462623763363262222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31322c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3031373633315a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x3c31e5f0a14f8a4be94de09c9836433a881146d9a4e276b96c4a9665e6b122fb'),
	(13, '848', '2026-11-26 14:12:53.025219+00', 'countersign_web', 'credential.link_issued', '2026-11-26 14:12:53.023313+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', 'fce93b0d-e980-47bd-83e9-55481ed35991', 'e3b245d1-5b19-493b-b1df-11eedbb7c62b', 'account', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e6c696e6b5f697373756564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2238663030363238316337336630303862666638326632323535383930316238303038393636356163383931393161363834316438393231373530376537613831227d2c226661637473223a7b226c696e6b223a2239653264333565662d623461392d343331612d383232612d366436373736366334303862222c22707572706f7365223a2266697273745f70617373776f7264227d2c226f626a656374223a7b226964223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3032333331335a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2266636539336230642d653938302d343762642d383365392d353534383165643335393931222c22706572736f6e223a2265336232343564312d356231392d343933622d623164662d313165656462623763363262222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31332c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3032353231395a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x18afab039bfd54b6fe58f669e847e269c138e7fb6a345763b41a4faf0ec195f4'),
	(14, '849', '2026-11-26 14:12:53.040319+00', 'countersign_web', 'credential.password_set', '2026-11-26 14:12:53.038648+00', NULL, NULL, NULL, 'success', NULL, 'account', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', 'account', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', 1, '\x7b22626f6479223a7b22636f6465223a2263726564656e7469616c2e70617373776f72645f736574222c22636f6d6d69746d656e7473223a7b7d2c226661637473223a7b2262795f6c696e6b223a747275657d2c226f626a656374223a7b226964223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3033383634385a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226163636f756e74222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31342c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3034303331395a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x8d7e102bf572f6dc9f5d1c7b008bd355da431f22edd6e70b63ca73b380b2ca6d'),
	(15, '850', '2026-11-26 14:12:53.061863+00', 'countersign_web', 'power.proposed', '2026-11-26 14:12:53.059738+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', 'fce93b0d-e980-47bd-83e9-55481ed35991', 'e3b245d1-5b19-493b-b1df-11eedbb7c62b', 'account', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', 1, '\x7b22626f6479223a7b22636f6465223a22706f7765722e70726f706f736564222c22636f6d6d69746d656e7473223a7b22726561736f6e223a2261643134653166303237363366623761396532396664323533393334343362373761663230313035343563313264386639666163316633316631613538383264222c22736f75726365223a2233663836616365323261393931333338323338613832663535636530346334633132383064623961366261316132313738643233613039393338333962613839227d2c226661637473223a7b226b696e64223a22726f6c65222c2270726f706f73616c223a2237336464326662642d386265622d343433332d613961312d373565316533623938353163222c22726f6c65223a226f666669636572222c22756e6974223a6e756c6c7d2c226f626a656374223a7b226964223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3035393733385a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2266636539336230642d653938302d343762642d383365392d353534383165643335393931222c22706572736f6e223a2265336232343564312d356231392d343933622d623164662d313165656462623763363262222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31352c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3036313836335a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x64af5c59dd86edfb60823ef821a6cf5f4f45ef93869d1f554bede81306fb490d'),
	(16, '851', '2026-11-26 14:12:53.081683+00', 'countersign_web', 'power.confirmed', '2026-11-26 14:12:53.079959+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', '891a666f-e9e5-487e-b86f-7c332a9bb337', 'account', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', 1, '\x7b22626f6479223a7b22636f6465223a22706f7765722e636f6e6669726d6564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2235396335343131653837323038623761623635343761626330333530646631316632373665363036316130346230353236323964613339373766656261336634227d2c226661637473223a7b226b696e64223a22726f6c65222c2270726f706f73616c223a2237336464326662642d386265622d343433332d613961312d373565316533623938353163222c22726f6c65223a226f666669636572222c22756e6974223a6e756c6c7d2c226f626a656374223a7b226964223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3037393935395a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2231623539376632662d646634662d343034352d613962632d613662613534323239666239222c22706572736f6e223a2238393161363636662d653965352d343837652d623836662d376333333261396262333337222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31362c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3038313638335a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x55d869d7b313626ae6bb6f336d1debeb3131378bbcc7c044e140b1186aeb0999'),
	(17, '851', '2026-11-26 14:12:53.089348+00', 'countersign_web', 'role.granted', '2026-11-26 14:12:53.087625+00', NULL, NULL, NULL, 'success', NULL, 'account_administrator', '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', '891a666f-e9e5-487e-b86f-7c332a9bb337', 'account', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', 1, '\x7b22626f6479223a7b22636f6465223a22726f6c652e6772616e746564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2266323661376330366338313637376337653461336234353634616263396361313430346464376430633631613564313138326361343730353633306363653333227d2c226661637473223a7b2270726f706f73616c223a2237336464326662642d386265622d343433332d613961312d373565316533623938353163222c22726f6c65223a226f666669636572227d2c226f626a656374223a7b226964223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c2274797065223a226163636f756e74227d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3038373632355a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a6e756c6c2c227374617475735f6166746572223a6e756c6c2c2277686f223a7b226163636f756e74223a2231623539376632662d646634662d343034352d613962632d613662613534323239666239222c22706572736f6e223a2238393161363636662d653965352d343837652d623836662d376333333261396262333337222c22726f6c65223a226163636f756e745f61646d696e6973747261746f72222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31372c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3038393334385a222c22726571756573745f736571223a6e756c6c2c22736368656d61223a317d', '\x22f77fd51d02609867d8c821f508b213799112776c0ae2f5b62c78c38b2acdca'),
	(18, '852', '2026-11-26 14:12:53.11896+00', 'countersign_web', 'search.drafted', '2026-11-26 14:12:53.116925+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 1, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166746564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2233313531366333353736323139346465326163313261643837333632313465313262346533333236393665646634623839336630393139653766306561383664227d2c226661637473223a7b22737461727465645f66726f6d223a6e756c6c7d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3131363932355a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31382c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a6e756c6c2c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3131383936305a222c22726571756573745f736571223a312c22736368656d61223a317d', '\x633b423d79ffd339443bf6d0dfad80ecbbab9925e74a0c188aa082ae1f7a700e'),
	(19, '853', '2026-11-26 14:12:53.186193+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.183623+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 2, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2265366237383539663833366235646131643766646434663830613839326634663465633039343266346566393163383137636235333763653135663962623466227d2c226661637473223a7b226669656c6473223a5b22636173652e636173655f6e756d626572222c22636173652e65787465726e616c5f66725f6f726967696e225d2c227265766973696f6e223a322c2273656374696f6e223a2263617365227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3138333632335a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a31392c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2236333362343233643739666664333339343433626636643064666164383065636262616239393235653734613063313838616130383261653166376137303065222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3138363139335a222c22726571756573745f736571223a322c22736368656d61223a317d', '\x09c31dae1c15e719ca4f5c97fce7ff2dcc535aa1ba9015411d4a0e6d4f73a438'),
	(20, '854', '2026-11-26 14:12:53.202617+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.200986+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 3, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2230363538356233633730336264336638623034636335656462323337383964393162666561383364623736333164666336363939376665613464353830656432227d2c226661637473223a7b226669656c6473223a5b22707572706f73652e707572706f7365222c22707572706f73652e6f6666656e63655f63617465676f7279222c22707572706f73652e737461747574655f726566222c22707572706f73652e617474656d7074222c22707572706f73652e6f6666656e63655f64617465222c22707572706f73652e6f6666656e63655f706c616365222c22707572706f73652e6c696e6b5f74797065225d2c227265766973696f6e223a332c2273656374696f6e223a22707572706f7365227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3230303938365a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32302c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2230396333316461653163313565373139636134663563393766636537666632646363353335616131626139303135343131643461306536643466373361343338222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3230323631375a222c22726571756573745f736571223a332c22736368656d61223a317d', '\xbbae4251002851c6d544f7410cd7e027031517b8e823764d0b7a613b51ef5388'),
	(21, '855', '2026-11-26 14:12:53.218406+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.216695+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 4, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2238393537656533343233633435613664323937613830633635626463396161353462306539653666373538393630386365396239646162366333646262373037227d2c226661637473223a7b226669656c6473223a5b226c6567616c2e62617369735f74797065222c226c6567616c2e6369746174696f6e225d2c227265766973696f6e223a342c2273656374696f6e223a226c6567616c227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3231363639355a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32312c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2262626165343235313030323835316336643534346637343130636437653032373033313531376238653832333736346430623761363133623531656635333838222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3231383430365a222c22726571756573745f736571223a342c22736368656d61223a317d', '\x4144635f80bb61615b9c15dc572884caecf472b821c05ed62056463e3ad3901c'),
	(22, '856', '2026-11-26 14:12:53.234278+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.232874+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 5, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2230396434316562376535363966653333636239353936353031613432343730646133366435373532323662323136333135653532353562313166303330393236227d2c226661637473223a7b226669656c6473223a5b227375626a6563742e7375626a6563745f726f6c65222c227375626a6563742e7375626a6563745f6d696e6f72222c227375626a6563742e6465736372697074696f6e225d2c227265766973696f6e223a352c2273656374696f6e223a227375626a656374227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3233323837345a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32322c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2234313434363335663830626236313631356239633135646335373238383463616563663437326238323163303565643632303536343633653361643339303163222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3233343237385a222c22726571756573745f736571223a352c22736368656d61223a317d', '\x2acd7ef82c998b1255d4ecdfcf183c16c0237d68dd84693975a2df208fbd6289'),
	(23, '857', '2026-11-26 14:12:53.249568+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.248257+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 6, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2232313866633065613831376434336666653232353833316565613665303930666261613262396231383235613563636165616631353264313763646566343936227d2c226661637473223a7b226669656c6473223a5b227072656469636174652e7072656469636174655f6c6576656c222c227072656469636174652e6661637473222c227072656469636174652e6173736573736d656e74225d2c227265766973696f6e223a362c2273656374696f6e223a22707265646963617465227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3234383235375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32332c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2232616364376566383263393938623132353564346563646663663138336331366330323337643638646438343639333937356132646632303866626436323839222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3234393536385a222c22726571756573745f736571223a362c22736368656d61223a317d', '\x276658a8545ceeb39002c952c3626dbe903c2af3976a289856090235cbc4eedf'),
	(24, '858', '2026-11-26 14:12:53.265159+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.263419+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 7, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2264626534613161326135613231643938616664343964356465303930343037613131626337666538653331363164666339316330333565616436333034343363227d2c226661637473223a7b226669656c6473223a5b2270726f7465637465642e70726f7465637465645f6163746976697479222c2270726f7465637465642e62617369735f666c6167735f616e737765726564225d2c227265766973696f6e223a372c2273656374696f6e223a2270726f746563746564227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3236333431395a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32342c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2232373636353861383534356365656233393030326339353263333632366462653930336332616633393736613238393835363039303233356362633465656466222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3236353135395a222c22726571756573745f736571223a372c22736368656d61223a317d', '\x4fcf241588e13ac193cb71ddd5f70f9c69ec04c12090bc330d4b4bb35b0dedf6'),
	(25, '859', '2026-11-26 14:12:53.279973+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.278357+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 8, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2262613961613063663630623865306363633237623039663663643063336432356238353163616437373561383565303135303165303962636132373539636436227d2c226661637473223a7b226669656c6473223a5b226e65636573736974792e6f626a656374697665222c226e65636573736974792e65766964656e6365222c226e65636573736974792e65766964656e63655f726566225d2c227265766973696f6e223a382c2273656374696f6e223a226e6563657373697479227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3237383335375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32352c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2234666366323431353838653133616331393363623731646464356637306639633639656330346331323039306263333330643462346262333562306465646636222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3237393937335a222c22726571756573745f736571223a382c22736368656d61223a317d', '\x74ef101ad6921fb0a79ea91ed388c272b2e67c060242d936db7b734604b8e0fa'),
	(26, '860', '2026-11-26 14:12:53.295375+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.293725+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 9, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2239303433363230323435316636633834383362623163616433373837613761663965323932623438326361303036666464643864633238343463353866366433227d2c226661637473223a7b226669656c6473223a5b226566666563746976656e6573732e7768795f696e5f67616c6c657279225d2c227265766973696f6e223a392c2273656374696f6e223a226566666563746976656e657373227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3239333732355a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32362c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2237346566313031616436393231666230613739656139316564333838633237326232653637633036303234326439333664623762373334363034623865306661222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3239353337355a222c22726571756573745f736571223a392c22736368656d61223a317d', '\xb2f6a4890d7b280a4c0948754416c28a61532ab4f632b1c2bd8e2c9cd816adec'),
	(27, '861', '2026-11-26 14:12:53.310266+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.30872+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 10, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2266333564613261366638643963376535646331643539373361643035316363316638633032336333613532346333646565653063333333346438313463656564227d2c226661637473223a7b226669656c6473223a5b2270726f706f7274696f6e616c6974792e62656e65666974222c2270726f706f7274696f6e616c6974792e696d70616374222c2270726f706f7274696f6e616c6974792e62797374616e64657273225d2c227265766973696f6e223a31302c2273656374696f6e223a2270726f706f7274696f6e616c697479227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3330383732305a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32372c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2262326636613438393064376232383061346330393438373534343136633238613631353332616234663633326231633262643865326339636438313661646563222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3331303236365a222c22726571756573745f736571223a31302c22736368656d61223a317d', '\xa5821e876dbb038b19a13dfcd9d81f9ed639a17bf05a9f8239857770792dad7e'),
	(28, '862', '2026-11-26 14:12:53.325666+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.32426+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 11, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2237316431616435306665383335366534303130346464643937393961363365383964346430633066666334373461613166633135383863313265303661336430227d2c226661637473223a7b226669656c6473223a5b226d65616e73225d2c227265766973696f6e223a31312c2273656374696f6e223a226d65616e73227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3332343236305a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32382c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2261353832316538373664626230333862313961313364666364396438316639656436333961313762663035613966383233393835373737303739326461643765222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3332353636365a222c22726571756573745f736571223a31312c22736368656d61223a317d', '\x4906e3bba1f242328e50a04a5e74e2d79d1b51745d407d8b5bb5b8795ca9144b'),
	(29, '863', '2026-11-26 14:12:53.340367+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.338953+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 12, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2261386261393039323833343835646331353033366239313063636661613862363461316261333935663033613430663766636430383164333562383731373234227d2c226661637473223a7b226669656c6473223a5b22757267656e63792e757267656e6379225d2c227265766973696f6e223a31322c2273656374696f6e223a22757267656e6379227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3333383935335a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a32392c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2234393036653362626131663234323332386535306130346135653734653264373964316235313734356434303764386235626235623837393563613931343462222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3334303336375a222c22726571756573745f736571223a31322c22736368656d61223a317d', '\x127002447eb6c8c91a3eeace0b6f36b93b71b9a7b10ea972eef385cca3d04f4b'),
	(30, '864', '2026-11-26 14:12:53.354758+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.353266+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 13, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2237333038303035313636636137623039376639363535643036326164343132373161623965613137393234656335326566623734363665373061303237656561227d2c226661637473223a7b226669656c6473223a5b2273636f70652e6d6f6465222c2273636f70652e7461726765745f7370656369666963222c2273636f70652e67616c6c657279222c2273636f70652e67616c6c6572795f726561736f6e222c2273636f70652e63616e6469646174655f6c696d6974222c2273636f70652e726574656e74696f6e5f636c617373225d2c227265766973696f6e223a31332c2273656374696f6e223a2273636f7065227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3335333236365a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a33302c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2231323730303234343765623663386339316133656561636530623666333662393362373162396137623130656139373265656633383563636133643034663462222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3335343735385a222c22726571756573745f736571223a31332c22736368656d61223a317d', '\xa18934e0a0cb49cf8894d2ce4d355020652c2f164134897481af2f0ae5f4aa91'),
	(31, '865', '2026-11-26 14:12:53.370555+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.368977+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 14, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2264353564633432643437383762306662653862313932666631333038303430346662333236623136613934393931306132633037303534333666383933336563227d2c226661637473223a7b226669656c6473223a5b2270726f62652e736f757263655f6b696e64222c2270726f62652e6163717569736974696f6e5f617574686f72697479222c2270726f62652e636f6e73656e745f6f725f6f726465725f726566222c2270726f62652e637573746f64795f726566222c2270726f62652e636f6c6c65637465645f6279222c2270726f62652e636f6c6c65637465645f6f6e222c2270726f62652e63617074757265645f6174222c2270726f62652e636170747572655f756e6365727461696e7479222c2270726f62652e6672616d655f726566222c2270726f62652e69735f7374696c6c222c2270726f62652e73686f77735f706572736f6e5f736f75676874222c2270726f62652e66616365735f6465636c61726564222c2270726f62652e737569746162696c697479222c2270726f62652e656469746564225d2c227265766973696f6e223a31342c2273656374696f6e223a2270726f6265227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3336383937375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a33312c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2261313839333465306130636234396366383839346432636534643335353032303635326332663136343133343839373438316166326630616535663461613931222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3337303535355a222c22726571756573745f736571223a31342c22736368656d61223a317d', '\x7ce3deecf9c117e32cf2606ce1b618071fa60caec41f4ac9c2034bd83b64f656'),
	(32, '866', '2026-11-26 14:12:53.385633+00', 'countersign_web', 'search.draft_saved', '2026-11-26 14:12:53.384257+00', '1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 15, 'DRAFT', 'success', NULL, 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL, 1, '\x7b22626f6479223a7b22636f6465223a227365617263682e64726166745f7361766564222c22636f6d6d69746d656e7473223a7b22736f75726365223a2232353434393237383231366534343933373864616166356562353962613332636434343737323139346333626164313431383965626633666166336435353332227d2c226661637473223a7b226669656c6473223a5b226465636c61726174696f6e2e6174746573746174696f6e73225d2c227265766973696f6e223a31352c2273656374696f6e223a226465636c61726174696f6e227d2c226f626a656374223a7b226964223a6e756c6c2c2274797065223a6e756c6c7d2c226f636375727265645f6174223a22323032362d31312d32365431343a31323a35332e3338343235375a222c226f7574636f6d65223a2273756363657373222c22726561736f6e223a6e756c6c2c22726571756573745f6964223a2231656335396236612d326561622d343663612d393333382d613834626335326134613636222c227374617475735f6166746572223a224452414654222c2277686f223a7b226163636f756e74223a2263376464303738312d373861362d346232652d386134642d356261613665323733663331222c22706572736f6e223a2237643361613036362d346561312d343262372d396430352d623961373037366536303364222c22726f6c65223a226f666669636572222c2273657373696f6e223a6e756c6c7d7d2c226576656e745f6964223a33322c22696e7374616c6c6174696f6e223a2262656462343562372d393530322d343739312d613534612d653463633164323934383639222c226c6f67696e223a22636f756e7465727369676e5f776562222c2270726576696f7573223a2237636533646565636639633131376533326366323630366365316236313830373166613630636165633431663461633963323033346264383362363466363536222c227265636f726465645f6174223a22323032362d31312d32365431343a31323a35332e3338353633335a222c22726571756573745f736571223a31352c22736368656d61223a317d', '\x3dbf960783a0f51cd5bba105c9830719ce41436f5f0ccbd570e616a8b592663f');
INSERT INTO audit.installation VALUES
	(true, 'bedb45b7-9502-4791-a54a-e4cc1d294869');
INSERT INTO audit.opening VALUES
	(1, 'system_user', '\x967d7145f3d37ec4139da7dfb8b75116c04924b83065b32c5c3181188070e3c4', 'trial'),
	(2, 'system_user', '\x1c4d848c52e044772e5a70c809bddbbf0c2c7011341e2e5909e8a2947598ca77', 'trial'),
	(3, 'system_user', '\xde33d85e807482f164a0c047b925a59907335cb5c626981f1f3c5a23570f6dd1', 'trial'),
	(5, 'system_user', '\x4fd856eee10879ba3147cd9d48061db900587e55486fda2314e7529f6bf1c904', 'tests'),
	(7, 'system_user', '\xf5d9dd4602a7f355f22dc9ee3fb5c61327ca198ddf0651616e70d94192488ee1', 'tests'),
	(11, 'source', '\xf1a4a5d689b1e40079342901c91fced5953d0255c42aab88d5bf674148da94e9', '192.0.2.7'),
	(12, 'source', '\x2f43f5791454ebd71f34bf483f5704ea2649f9092aee6fa88ada34d9f6e1b2bf', '192.0.2.7'),
	(13, 'source', '\x605f983f6edd2072f51799f5ef6f235de1cf0d88c9022614178ff5be5dadec8a', '192.0.2.7'),
	(15, 'reason', '\xe6b88e4faca88d3cce069af315b8ba878abf111dc8b48207f65a371d0559b978', 'needed'),
	(15, 'source', '\xf547370153e87650c2464fc47f1569c89322aa3802e8a1290f8a72985712ade5', '192.0.2.7'),
	(16, 'source', '\x8036b6e23439cf897dabbc76b2f7f0b6054a7018cfd00d3f9b790263e6da7a99', '192.0.2.7'),
	(17, 'source', '\xdae8420ce4810adbd80b7cbdf42c84873188215885ea97fc06e78b87a8b5260a', '192.0.2.7'),
	(18, 'source', '\x815b96d9787fc18c757c14ca42d844f25a404dd7bac177b08961f76d4943f7d9', '192.0.2.7'),
	(19, 'source', '\x561aaa6bce9a1af2845fe53ea117c1fbb35cfff02b4ce81aa08e458242129ac3', '192.0.2.7'),
	(20, 'source', '\x588e41b79cd86c6e8405ee2ac21682b4f415436b0837489f9bd617125f825e1e', '192.0.2.7'),
	(21, 'source', '\xca500f4695bba413abbf96f4a1ecb4ef7416cf95659ecc3a1339e88f524095b1', '192.0.2.7'),
	(22, 'source', '\x8aab7394df6307d5ae7a513bac2a37a32e8b4e798194f0ed89f030f167a917da', '192.0.2.7'),
	(23, 'source', '\x520500112daf6bb33db56c8bdb65042792cd4eaaa32f441f59254632f767bbbe', '192.0.2.7'),
	(24, 'source', '\x66dae9b41d2dc3af2402fc1f7ae994c7c49f17749ffb9f00627b9baf1264b797', '192.0.2.7'),
	(25, 'source', '\x9e52db3a3e2c9d2319b9af8d24273699a34f740dc9c66a7cee87e4a24bc6703d', '192.0.2.7'),
	(26, 'source', '\xca032378f699fe144498a2b124793f05f6e89cea09a737d06dea87a1f1f1c81c', '192.0.2.7'),
	(27, 'source', '\x1499c4493542fa6c8028f60bebfa623ce61e9fa9be6185a4e54f40ea606f5813', '192.0.2.7'),
	(28, 'source', '\xec455e2873a7ddc541c87a7d5a188c12c4eaa0ca749552c68fe549549ed0f1ae', '192.0.2.7'),
	(29, 'source', '\xe33fd463e437b60fd6e223f7b1aef81c7637a909783a46b5564d7dcbcf44cb39', '192.0.2.7'),
	(30, 'source', '\xfa2614ac3bf60c384f2429089a9875159301547d2b2268781f2572efa5099c76', '192.0.2.7'),
	(31, 'source', '\x9a8a4e03fa28a641a40f2e7a568d12820fd1f40115b3cd36ba231ccc2f3dd7c3', '192.0.2.7'),
	(32, 'source', '\x675c35ca18d9b6ddddfba1a073e921789c7298fcdb68941fec2af9b78021e349', '192.0.2.7');
INSERT INTO audit.request_chain VALUES
	('1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 15, '\x3dbf960783a0f51cd5bba105c9830719ce41436f5f0ccbd570e616a8b592663f');
INSERT INTO public.accounts_account VALUES
	('md5$rZVe7el7AajzMXOG816zUK$cab97e16be94314080a3261a547dfb1c', NULL, false, 'fce93b0d-e980-47bd-83e9-55481ed35991', 'ada', '2026-11-26 14:12:52.566196+00', true, NULL, '', false, '2026-11-26 14:12:52.927724+00', 0, NULL, NULL, NULL, 1, NULL, 'e3b245d1-5b19-493b-b1df-11eedbb7c62b', NULL),
	('md5$88rGLUhkhhQwavHgKcgL6h$02dfa232f382753623c8d33c2095714c', NULL, false, '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', 'ben', '2026-11-26 14:12:52.903393+00', true, NULL, '', false, '2026-11-26 14:12:52.956947+00', 0, NULL, NULL, NULL, 1, NULL, '891a666f-e9e5-487e-b86f-7c332a9bb337', NULL),
	('md5$8rHcFTYENuIWvkwlke1w7I$dcff1c26a2bfc7c0c634eabffe19de36', NULL, false, 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', 'person1', '2026-11-26 14:12:53.007305+00', true, NULL, '', false, '2026-11-26 14:12:53.036849+00', 0, NULL, NULL, NULL, 2, NULL, '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', '29b6440c-24b6-4552-956c-d399312b4b67');
INSERT INTO public.accounts_credentiallink VALUES
	('71e0e91e-302f-4703-8900-f87b16da99a4', 'first_password', '\xc19674064f9c43f3ec8d175f8c378406d542cba211f768d2ce0318e010c60f21', '2026-11-26 14:12:52.575285+00', '2026-11-29 14:12:52.575285+00', '2026-11-26 14:12:52.925281+00', NULL, 'fce93b0d-e980-47bd-83e9-55481ed35991', NULL, NULL),
	('33e8d998-5b2f-4bae-bae3-0db937ea0e89', 'first_password', '\xc26d6fc2dd5192800def6b7490bb9524f56808ab85559f6903576b2cab595c18', '2026-11-26 14:12:52.907733+00', '2026-11-29 14:12:52.907733+00', '2026-11-26 14:12:52.954821+00', NULL, '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', NULL, NULL),
	('9e2d35ef-b4a9-431a-822a-6d67766c408b', 'first_password', '\xd812b5c6cd6294f05abee06ce400806f0f9bf3539bd35da129433541553b72c6', '2026-11-26 14:12:53.019738+00', '2026-11-29 14:12:53.019738+00', '2026-11-26 14:12:53.034734+00', NULL, 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', 'fce93b0d-e980-47bd-83e9-55481ed35991', NULL);
INSERT INTO public.accounts_person VALUES
	('e3b245d1-5b19-493b-b1df-11eedbb7c62b', 'A1', 'Ada First', 'ada@agency.example', 'en', false, '2026-11-26 14:12:52.563706+00'),
	('891a666f-e9e5-487e-b86f-7c332a9bb337', 'A2', 'Ben Second', 'ben@agency.example', 'en', false, '2026-11-26 14:12:52.901832+00'),
	('7d3aa066-4ea1-42b7-9d05-b9a7076e603d', 'P0001', 'Person 1', 'p1@agency.example', 'en', false, '2026-11-26 14:12:53.002026+00');
INSERT INTO public.accounts_powerproposal VALUES
	('73dd2fbd-8beb-4433-a9a1-75e1e3b9851c', 'role', 'officer', 'needed', '2026-11-26 14:12:53.052806+00', '2026-12-10 14:12:53.052806+00', 'confirmed', '2026-11-26 14:12:53.077699+00', '', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', '891a666f-e9e5-487e-b86f-7c332a9bb337', 'fce93b0d-e980-47bd-83e9-55481ed35991', 'e3b245d1-5b19-493b-b1df-11eedbb7c62b', NULL);
INSERT INTO public.accounts_roleassignment VALUES
	('0de99ac8-f377-456d-ae73-c5d904e6e4ef', '2026-11-26 14:12:52.568573+00', NULL, '', 'account_administrator', 'fce93b0d-e980-47bd-83e9-55481ed35991', NULL, 'e3b245d1-5b19-493b-b1df-11eedbb7c62b', NULL, NULL),
	('28ebbce2-52f1-4469-b390-08d4b6e891b6', '2026-11-26 14:12:52.904604+00', NULL, '', 'account_administrator', '1b597f2f-df4f-4045-a9bc-a6ba54229fb9', NULL, '891a666f-e9e5-487e-b86f-7c332a9bb337', NULL, NULL),
	('c453470b-1a45-42f0-ba6a-4acb3c0ca8f7', '2026-11-26 14:12:53.085001+00', NULL, '', 'officer', 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '73dd2fbd-8beb-4433-a9a1-75e1e3b9851c', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, NULL);
INSERT INTO public.accounts_unit VALUES
	('29b6440c-24b6-4552-956c-d399312b4b67', 'MCU', 'Major Crime', 'Crimes majeurs', true, '2026-11-26 14:12:52.973531+00');
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
	(89, 'Can add person', 23, 'add_person'),
	(90, 'Can change person', 23, 'change_person'),
	(91, 'Can delete person', 23, 'delete_person'),
	(92, 'Can view person', 23, 'view_person'),
	(93, 'Can add account', 24, 'add_account'),
	(94, 'Can change account', 24, 'change_account'),
	(95, 'Can delete account', 24, 'delete_account'),
	(96, 'Can view account', 24, 'view_account'),
	(97, 'Can add unit', 25, 'add_unit'),
	(98, 'Can change unit', 25, 'change_unit'),
	(99, 'Can delete unit', 25, 'delete_unit'),
	(100, 'Can view unit', 25, 'view_unit');
INSERT INTO public.auth_permission VALUES
	(101, 'Can decide on the search requests of this unit', 25, 'decide_for_unit'),
	(102, 'Can add power proposal', 26, 'add_powerproposal'),
	(103, 'Can change power proposal', 26, 'change_powerproposal'),
	(104, 'Can delete power proposal', 26, 'delete_powerproposal'),
	(105, 'Can view power proposal', 26, 'view_powerproposal'),
	(106, 'Can add decide right', 27, 'add_decideright'),
	(107, 'Can change decide right', 27, 'change_decideright'),
	(108, 'Can delete decide right', 27, 'delete_decideright'),
	(109, 'Can view decide right', 27, 'view_decideright'),
	(110, 'Can add unit permission held', 28, 'add_unitpermissionheld'),
	(111, 'Can change unit permission held', 28, 'change_unitpermissionheld'),
	(112, 'Can delete unit permission held', 28, 'delete_unitpermissionheld'),
	(113, 'Can view unit permission held', 28, 'view_unitpermissionheld'),
	(114, 'Can add certificate', 29, 'add_certificate'),
	(115, 'Can change certificate', 29, 'change_certificate'),
	(116, 'Can delete certificate', 29, 'delete_certificate'),
	(117, 'Can view certificate', 29, 'view_certificate'),
	(118, 'Can add credential link', 30, 'add_credentiallink'),
	(119, 'Can change credential link', 30, 'change_credentiallink'),
	(120, 'Can delete credential link', 30, 'delete_credentiallink'),
	(121, 'Can view credential link', 30, 'view_credentiallink'),
	(122, 'Can add role assignment', 31, 'add_roleassignment'),
	(123, 'Can change role assignment', 31, 'change_roleassignment'),
	(124, 'Can delete role assignment', 31, 'delete_roleassignment'),
	(125, 'Can view role assignment', 31, 'view_roleassignment'),
	(126, 'Can add event', 32, 'add_event'),
	(127, 'Can change event', 32, 'change_event'),
	(128, 'Can delete event', 32, 'delete_event'),
	(129, 'Can view event', 32, 'view_event'),
	(130, 'Can add opening', 33, 'add_opening'),
	(131, 'Can change opening', 33, 'change_opening'),
	(132, 'Can delete opening', 33, 'delete_opening'),
	(133, 'Can view opening', 33, 'view_opening'),
	(134, 'Can add export', 34, 'add_export'),
	(135, 'Can change export', 34, 'change_export'),
	(136, 'Can delete export', 34, 'delete_export'),
	(137, 'Can view export', 34, 'view_export'),
	(138, 'Can add email address', 35, 'add_emailaddress'),
	(139, 'Can change email address', 35, 'change_emailaddress'),
	(140, 'Can delete email address', 35, 'delete_emailaddress'),
	(141, 'Can view email address', 35, 'view_emailaddress'),
	(142, 'Can add email confirmation', 36, 'add_emailconfirmation'),
	(143, 'Can change email confirmation', 36, 'change_emailconfirmation'),
	(144, 'Can delete email confirmation', 36, 'delete_emailconfirmation'),
	(145, 'Can view email confirmation', 36, 'view_emailconfirmation'),
	(146, 'Can add authenticator', 37, 'add_authenticator'),
	(147, 'Can change authenticator', 37, 'change_authenticator'),
	(148, 'Can delete authenticator', 37, 'delete_authenticator'),
	(149, 'Can view authenticator', 37, 'view_authenticator'),
	(150, 'Can add group object permission', 38, 'add_groupobjectpermission');
INSERT INTO public.auth_permission VALUES
	(151, 'Can change group object permission', 38, 'change_groupobjectpermission'),
	(152, 'Can delete group object permission', 38, 'delete_groupobjectpermission'),
	(153, 'Can view group object permission', 38, 'view_groupobjectpermission'),
	(154, 'Can add user object permission', 39, 'add_userobjectpermission'),
	(155, 'Can change user object permission', 39, 'change_userobjectpermission'),
	(156, 'Can delete user object permission', 39, 'delete_userobjectpermission'),
	(157, 'Can view user object permission', 39, 'view_userobjectpermission'),
	(158, 'Can add permission', 40, 'add_permission'),
	(159, 'Can change permission', 40, 'change_permission'),
	(160, 'Can delete permission', 40, 'delete_permission'),
	(161, 'Can view permission', 40, 'view_permission'),
	(162, 'Can add group', 41, 'add_group'),
	(163, 'Can change group', 41, 'change_group'),
	(164, 'Can delete group', 41, 'delete_group'),
	(165, 'Can view group', 41, 'view_group'),
	(166, 'Can add content type', 42, 'add_contenttype'),
	(167, 'Can change content type', 42, 'change_contenttype'),
	(168, 'Can delete content type', 42, 'delete_contenttype'),
	(169, 'Can view content type', 42, 'view_contenttype'),
	(170, 'Can add session', 43, 'add_session'),
	(171, 'Can change session', 43, 'change_session'),
	(172, 'Can delete session', 43, 'delete_session'),
	(173, 'Can view session', 43, 'view_session');
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
	(23, 'accounts', 'person'),
	(24, 'accounts', 'account'),
	(25, 'accounts', 'unit'),
	(26, 'accounts', 'powerproposal'),
	(27, 'accounts', 'decideright'),
	(28, 'accounts', 'unitpermissionheld'),
	(29, 'accounts', 'certificate'),
	(30, 'accounts', 'credentiallink'),
	(31, 'accounts', 'roleassignment'),
	(32, 'audit', 'event'),
	(33, 'audit', 'opening'),
	(34, 'audit', 'export'),
	(35, 'account', 'emailaddress'),
	(36, 'account', 'emailconfirmation'),
	(37, 'mfa', 'authenticator'),
	(38, 'guardian', 'groupobjectpermission'),
	(39, 'guardian', 'userobjectpermission'),
	(40, 'auth', 'permission'),
	(41, 'auth', 'group'),
	(42, 'contenttypes', 'contenttype'),
	(43, 'sessions', 'session');
INSERT INTO public.django_migrations VALUES
	(1, 'contenttypes', '0001_initial', '2026-11-26 14:12:48.590378+00'),
	(2, 'contenttypes', '0002_remove_content_type_name', '2026-11-26 14:12:48.596873+00'),
	(3, 'auth', '0001_initial', '2026-11-26 14:12:48.628321+00'),
	(4, 'auth', '0002_alter_permission_name_max_length', '2026-11-26 14:12:48.632974+00'),
	(5, 'auth', '0003_alter_user_email_max_length', '2026-11-26 14:12:48.637101+00'),
	(6, 'auth', '0004_alter_user_username_opts', '2026-11-26 14:12:48.641233+00'),
	(7, 'auth', '0005_alter_user_last_login_null', '2026-11-26 14:12:48.645116+00'),
	(8, 'auth', '0006_require_contenttypes_0002', '2026-11-26 14:12:48.645879+00'),
	(9, 'auth', '0007_alter_validators_add_error_messages', '2026-11-26 14:12:48.649511+00'),
	(10, 'auth', '0008_alter_user_username_max_length', '2026-11-26 14:12:48.653518+00'),
	(11, 'auth', '0009_alter_user_last_name_max_length', '2026-11-26 14:12:48.657431+00'),
	(12, 'auth', '0010_alter_group_name_max_length', '2026-11-26 14:12:48.662164+00'),
	(13, 'auth', '0011_update_proxy_permissions', '2026-11-26 14:12:48.666458+00'),
	(14, 'auth', '0012_alter_user_first_name_max_length', '2026-11-26 14:12:48.671897+00'),
	(15, 'accounts', '0001_initial', '2026-11-26 14:12:49.258098+00'),
	(16, 'account', '0001_initial', '2026-11-26 14:12:49.307781+00'),
	(17, 'account', '0002_email_max_length', '2026-11-26 14:12:49.334103+00'),
	(18, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-26 14:12:49.387864+00'),
	(19, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-26 14:12:49.419912+00'),
	(20, 'account', '0005_emailaddress_idx_upper_email', '2026-11-26 14:12:49.447876+00'),
	(21, 'account', '0006_emailaddress_lower', '2026-11-26 14:12:49.618671+00'),
	(22, 'account', '0007_emailaddress_idx_email', '2026-11-26 14:12:49.668151+00'),
	(23, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-26 14:12:49.69078+00'),
	(24, 'account', '0009_emailaddress_unique_primary_email', '2026-11-26 14:12:49.706906+00'),
	(25, 'accounts', '0002_guards', '2026-11-26 14:12:49.737324+00'),
	(26, 'accounts', '0003_throttle', '2026-11-26 14:12:49.744407+00'),
	(27, 'audit', '0001_initial', '2026-11-26 14:12:49.774744+00'),
	(28, 'audit', '0002_views', '2026-11-26 14:12:49.779698+00'),
	(29, 'audit', '0003_exports', '2026-11-26 14:12:49.789055+00'),
	(30, 'registry', '0001_initial', '2026-11-26 14:12:49.823114+00'),
	(31, 'searches', '0001_initial', '2026-11-26 14:12:51.122351+00'),
	(32, 'searches', '0002_guards', '2026-11-26 14:12:51.132283+00'),
	(33, 'dispatch', '0001_initial', '2026-11-26 14:12:51.137459+00'),
	(34, 'dispatch', '0002_initial', '2026-11-26 14:12:51.385116+00'),
	(35, 'dispatch', '0003_guards', '2026-11-26 14:12:51.390291+00'),
	(36, 'guardian', '0001_initial', '2026-11-26 14:12:51.72004+00'),
	(37, 'guardian', '0002_generic_permissions_index', '2026-11-26 14:12:51.769574+00'),
	(38, 'guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more', '2026-11-26 14:12:51.931797+00'),
	(39, 'mfa', '0001_initial', '2026-11-26 14:12:51.977601+00'),
	(40, 'mfa', '0002_authenticator_timestamps', '2026-11-26 14:12:52.048406+00'),
	(41, 'mfa', '0003_authenticator_type_uniq', '2026-11-26 14:12:52.164839+00'),
	(42, 'ops', '0001_initial', '2026-11-26 14:12:52.178861+00'),
	(43, 'sessions', '0001_initial', '2026-11-26 14:12:52.18628+00');
INSERT INTO public.ops_installation VALUES
	('2e49b2b7-6aec-4744-bcfc-01a1acc2a8bb', true, 'trial', '2026-11-26 14:12:52.321124+00');
INSERT INTO public.registry_agency VALUES
	(true, 'Riverbend Police Service (trial)', 'Service de police de Riverbend (essai)', '[A-Z]{2}[0-9]{2}-[0-9]{5}', 'GO26-01234', 72, 14, 45, 'the duty inspector, extension 4400', 'l’inspecteur de service, poste 4400');
INSERT INTO public.registry_gallery VALUES
	('a052467f-b3c8-4ca8-85d8-a32633c38600', 'booking-photographs', 'Booking photographs (drawn shapes)', 'Photographies signalétiques (formes dessinées)', 'SYNTHETIC-SHAPES', 'booking_photo', 'Identification of Criminals Act (drawn data, no person)', 100, false, true, 2, 50, 20, '', 'lawful', NULL, 'cdf4de52-0c57-460c-9577-94dc6ac43b9e');
INSERT INTO public.registry_matcher VALUES
	('cdf4de52-0c57-460c-9577-94dc6ac43b9e', 'demonstration', 'Demonstration matcher (not a face recogniser)', 'http://127.0.0.1:1', 'http://127.0.0.1:1', '1.6.0', 'share of equal bits of a 256-bit drawing hash, 0 to 1', 30, true, true, 0, NULL);
INSERT INTO public.searches_contentkey VALUES
	('1ec59b6a-2eab-46ca-9338-a84bc52a4a66', '\x01fa652374684a65afb533e057730bb5e9d0bfe241e7f1813b68486d8cbc7ecee5f3ad148570d089dc44a2f0db65a168c8a77d4f258ad6bef039e5f036c138ba57f4e3a385', '2026-11-26 14:12:53.103701+00', NULL);
INSERT INTO public.searches_draft VALUES
	('1ec59b6a-2eab-46ca-9338-a84bc52a4a66', '\x0145f82ca7c8a225509de1f2be49ce73cbb73691a4df2a268be167d3b31bb48ce14b9e2099ff343e536b132a816778970e9e751167f7d3a0fc8987fc8de1255b8ac73accaf8aa53f8afeddd0966bd986d76eee77a8ee0dbbdd93209bfee316fbf988436b316ca7a85116c87e464fdaa63c249a5ce9f843065269e950b15684798a17d56b27b8af9991b3254f68199017739700871bbb38a69cb84ca6a466669a6987689ee5b0ab55dd734fc7a4deee7984d41597091657f5bb128471ae8e9925ea3d60154407e3f489a8e391d19784b40525d5c6dedd012dd3dfd7f2d636f4815e06ff9bf7594c02d005da42194d4434ec15a894b995207d63a801931b66222dce8d09bedafb420d9d49a1375863b55e4c3b951e3567106c03100fcf9ed840cb7e56ab7173cb0bea0c0d2868c2f7575d2fa13efb633480c77fdd2fb9741b61f61a54af070715b828dcc15529b1eb264043476cc8786cce2ae7e471c72ddc5b9d6ce1de75d8b0bf470ab46760e80f3952d0bdbb4458e79eab2cc7104e0fda3970674a5f3ce1ae2d3c7b9a423bc8aefd4b293206af363a03a8672fec7318680d14230cf592a8eff6e6c6056a0cfa254527a2ed263d4c77c8696bc2eed1f4a85df19c0908aa4b134fa8e9a442562f3d40b289f0826c40868e2de7c5d16bc385def8093b2e6bb3ca052b73d0d83e68450b8680979e80b3c7228bf3004ab283e6051c28667581bf4e3e86afffcdc640c5ec4724fec6c896b608d69eedad42dfe6a44951750844f87872f9f9d7fcd7f91014d33647cb9f5e92ba8b2a0f112685de403b5568eae16aaed461d435bcebea3c94f3ff5e4e05f1196acd8c8487b100271c564b463a4e8b7c2c728fc355ea83cb747fe0ee98c55261a3bd6c754bd2e0ffa499c837b599bf13cbf41f65750fb72d56ce887d1bdefbe835c96f27b32fcf15bb31b50a1e9a4cc26192013885b8fc05a9e8aed879a50b0803470acce9c567a23bacc18d37b90da9580c7995759107dd4f4c776f955b0b8dc9804dc5ee5a95b778035213b0643ffc009df808b74fa8f6a336ca7baea83d4eeb17cbcc29f1b4fa06e8b35226ff0ea547d64cf68a43237bc898b52072a7b7efa4bcbad182f4e5f7a8cb3305793f5bfde0a03ebb40638e55fa7211e98c5cf07119177b002e1d7bacd15063907e8163b19e2b308e997490cf93057e292bdfc93e4e5b7f104e72f3b7e9e48a66648f10959b749de7b780b796f86233b0dc7e6ed695924dc2d30cfed6d4d56b4c448fb25ac9fd2d6347a2f1296bfe419c4c69d37bcbd8c5424344622127e43f22cbc74f5ff9c5d90d0b6efe90308e850171a92d44ea2d8acbff31c2bc6a7b8d600a7e2f319786c49521beb27ee7c47e782c6da0eb29576f187fc89ae145a294e23b692a9fc5d22e34fd16087568f848ef7522af9039f9a5862b4dac136f44185ed6503fc925b735de8b650ab22e35d307792cb092f2d4bc780279b4cfb8a3ea11652474d05ed1f85ee1a76fcf06aca2639a05e537b06d9fa32fd99080f9439d2d64ac1f8833e0710286cb787d1e8ec08ce5f7c3dbd8c074a34879bb7aca728753ec3caafb75a2469e99069f8d31f39667182d592c55a20bbaa8293b1ad17863079a461830b2ca59ec59fe1585ab3db518695428983d19e3b04e9bf08eb4c1eb796fc7b87bb99dde059565c18ac429c14987610e53dc5de65384bd5154a052c122241bdb2bba34bb15f302663f1beafaa919e6f5b6ff68cfff4928f50c672830139f1cf2e330bc53981fd0b825c7e073c2d307b67dc58f069d577c41b8fe43a04d5ad9e8b2f308a04631dc247a3b95afdea37ad6630b9a71c6526eaccffa68d008330b80b1ef1e43755f870f1182c370ad2ebe637b56a0e951a0c2fc0e47a1a7823b403dbc798b18b3963b987f2033b837c0340b33abd17845241ed56aaba68ccd36f6bd1e394e4f86cec65ba7ce0974274be4bb774b7bea7124617f3e84d03dacbc2595f9a86a16c32e698c21e28404947e8b9a890c0b0db48ba8a01aa48ed12ecfea74ca09dbeaaacfb97f839e31b7d23b1ff7e4e253ff79d64c259f0b857f09fcae3c73f40d53bc2d0d0abd39f177f824fea910b20035a0721188140522e61deba7b2febc69e61bed7fc80fd1867ad578d6c73f4c5780ff400fa155a64ff4f9104f6d34d779fe993843e7b1450fe50a49dce956a5dea1b4f8da3cc6b7829695c12451d07c701354577b578467e601cb67c2952167a9da367fb30d43be986669643d13693d8b726a7390d2abfff0319f261cbc2b37532f242a992cbb7d09f0064d5ad5f625cc723ff10271d19e69dcaa4ad5f14be6724126c2caa906df7e9735674af50532a68ba639e94ab6ce0f9a1b0f478cead9d2073539fd045b51fb10f5401e0a6505f5853ebbe37872a3500dad9805c5332458e7a9c97350a4ac422e0997a3dc133f4415b6fa32371d0c93c1635df9db2f1aa0e5a62c4cba0ec492dbe46a9e95c252bf77281e912b0c4c00d8f4e4ccf13446dc90585d9f10351298157371845a7c982cb6467badd80b023fc25a32073224c18f807ee6a8f052ae84098f5e061ff425142670e851cabe7f871930db4f1078c864763f4267cb1e4be9d387ea224777c2e4b9e7c60425259676ffa3c82205ab769d2e5c9e3e90914633edce36ef8f58344d665a26cfbc4123dde13b3c4db85e6c06858bb2d1430eb92fb16cdb93b0581fcfdaef8322c453e30743c6e34db7ee31d21a9749928e42f7190abe90e769e226c0920688cc07770a62716ea29fd9b1968f012ea0245b0f1b66f5bdfc400f950bc0dcbd0d5777fd621e76129eeb3dcc8765d56e3a03dc747330913fd4966ef6d69d8beaf94f3fcada33da5eb44eddaa83fd8419c462963a3c9e24a5ac31d01adbcbb0f79d8edd506ff9e2e99ff8784853254e15533a2fef5e567c65496c679b4cba2d206291321b2c8684718f5a019610195ecfef7e70fc6575c6f3c73ce52aac69fd60b51778da1e83e5a73aa90245bbc0e8fc39d52d16cde64f78826cef4ed1de5a89821ce21e9415f71334fa7ddbe05f3104366204039297bb33cc9ad0b8a78f4356d2ea7058943fa284a7a317bc638c7d5ed10ef9fd306c9db8ab32b6d57ea66ba9afd031469ff4c3129b3ac8e3c87bfed32e9e042012413dfd54be9f7b25476430f9d62620738b4b5af8492a68a85ddfe4612ce4cead0cf488d0cf687d26e38372ad54c38db89d93a5744abb7b20715295f35efe8e469e0d265d6906818dd8cc5e4ba24cb1f51914d134f61e64b7179ac3f176fb8218e704080fa693e8872a14d29ded89d545970072f8371a7d26bc873cd25e99397ad7aeaa1bb2288511655affdd3cb2f54feee75f09cd606d0c0f08d895c829875828ce9da66ecf8960b0d2bae86f065a0474ebad8b9646dd1a330b9d14586ce2f095a4294aa02fb22323a509417443c72684779c93739bf7b95cdd0cb3970d4b7ec38356df92316b2717df013987e9a2cdf5fc07046b1924532e6408fc22142941ff4087f45e28a51889ec833521b99443e48bcf46d4e35cbd9ded02e7ead89aa76b0b2aea6d420593fd4ce5c88e366895b069d092ed4390ef5671e6316d3c3f70e5dc453b9c9d2cc09261f02657f1cd8bde3328a4746877462024fbecda3e6e9b510d925eb4f7d15ee12e30a73f870db650054c0bbb406a2cc47315f31620e2947c7f2ea56374b0cfb7bbe725c11340b9dc27d415827151ef6779d4f57f9333131b3d0d44bbe0a937ab26ca289b8d9bd48655e0796d9a7e21b216b5ca0127d1fd44cef33109d301914f8da6c2996fe061c3e523db35fa6242aa27cf5ad6e2c2b8e8bdb4f7a1c3e5753b746a897d725f4380499b802763a61333b6e919f61e517cf2fd241576d2b3cf3c785e48dfa30bd98def24e64d67f99abb12ea2ef5757d96916b8e0cb5dfe359c72578154d607e6911ae47de43977e8e3791adf7ac48e062ae3ba9ccdd546e1ae0eabdc8a342ee31e70c6fcd6a41c8dfb9b2d0806edcc6213fc0031fa1c85710cb98ad2786fde023e7ecd3afd79e527d33959bc358203d1e34d29749438a053c2c12e56d15bc2980508fae5dfe96f21083e95e08195474bed828ef879ddd4cc9e92a9cb3a0da18df3e1e864072dcca5f6b8dfbfd3eed3061546ec66c9a90d50c457641a9db1b18b485fbde8f36341e6aa847aab70185e7330daa2a024b8be1ac3a8c4160979082a7c3446fda0e509366ea6ef0e67c6451e41919817512f6314ca60e5b73fae06b6c62497f1a91dd91a7ae1c0f9a2542801ef434e980b7ad48427c942e7e7f7365ff92222f2629c46975fac3c9fee2aa82c1989bbb0d97db6cbac95345877c8d8272007444fdbffbd79864898b1a98a4132cf523d3cc26be95e9ef2704a3e0267fac1ae46cc8172c2967fd9ce130c1ea6ed3503bcf7376a939c5d9bdcda2c6c10d0437a502a2be2e50faccc655e5e77ca009115dadf71054ab4c5edb3dc94e094a5278e6b14602d80dda159bece6fcf6ecc18bb3b77f85fdb252cfa81f8b28447a81a0b22069aea14d9cd854ef15b1e6b3946739676e2278fb8a1741e84e8f29ca3035012442feb168a704a0d6b9f8f5a30f34fcc4b7bf18778c57a0a6c8c81c6699161e4c1160ffd95d62e6fbd127411af86a271bdf3bed9719d1de334841b45c4ee8a97dc372c5d444ef8d8abccc78b59152309bb2deff8c7cf6e7450ff7bf018cd93ea37980ea0f177ff354d035f522bdeb0f37eda11e599324efce155deafc22cbd21e0684ea42ab05aa6332aaec29bdce084d5de731f501c231b3464ee3dc7ad91f6b61c368ac7baba92bc3fd96deb8a73061b50adf3519bd3e0981c62adaa4d8d3821b1a092e0984491574de5e45cf6bed842d325847fc62b030e4a702402e947a623d564d80c11a821bfd9c8f1a129333a04bc3e3d67cba252420c40d4638e9e6e4d22045c99a5ad69dc63d48626e71a7d2548bd19b19bec7adddeeb1568b6015e6de57e049db0ba9e8791dd13271a080a2b686a81e601d8e3e304ebd98e9e4eca06111b5dc5d8afc6246e77b3d823a9cabfde55e128d5ce8e466e9e96418d8fbf81bd2283b962eb921f9975c4ba10b1c239490524d6f15e30583e0370a2f117a5d55100655f1dd9b5231099ea6819c0a91716605a906973431bbb2f05760eb33e0a6600cb8675697aa54a99063a18c7110bda14a603e1d99d8f509ef091a3c0a4d5a1cc23ccac220ab4941e40efa62b4a9a883593218cd8a77ce5d9e6a2a873ef610e7396a5e0b59f321e0faa7048226e573c2503592eca0483d4a638328f8ce1493fa5d58913894f44cb2f4dddd09cd8eebd35ed3c68d097407b58138dd9deb1c47749f89145d0cf8c7ebcb734c9283771d6b1493bfd80d3e78a1eb09a314d3c694a77e59d1474e56877c5d189c0d2a36499109c03a6d78a12cf29aa44fa28a099915e3aa17f76027d6f70d349b4ec7306887f26c17f00338601ab75f5462aa40ff2c10f5cd9328c96d745a58abf5ecefc8bf36831a5420ae56a8b0a096e269744def9f12889705baa68c09050d86373280b205e9f7e9f0a7c705d0165ba94d3754408d821340cd8aeed040b8136065e23725c2ea1213916b10c76be87e7b5ce8db49d7248fdfc68798b49e0e1bcf0b4458ec8104c22c51b0b8285d4078f6163c8c938a15a7e58dff93e0951627bfc67bbc608a299bc9752240d2e40dcc571e8f6394aa81a8b2b6708804ad563fd3982206c4e82b5f4f070fc1683007a0e4a52ef9eb49e77a6f4d20db97b9ed6d9409de5e418f98e17e578f5156f769531db8bd3481493e940d77f6a2c31f7b79ee1f6416d786137c4e08130676ced3ad13756e764f564fb4b4d30be78408cb63b2edaa86323b9a1e96f8ade03bfb47b5d2af2cce5a7962f82f72cffb2c487a78412fec03a488f87313403dc94588269d70e9b3c29bd1065d87577884d2aa768b346264003414611407a81dee1146530f304d93f35294a6b1420b13cbbf10f2dc0c1df72ae2417ce3a5e7402117cd83c5adf46a31a43c13dbf4b377f7504a61352f6100edbb0649780a38d856a5d9680dd7968443c659e042c378196b9cd4dd7fbe24cc2b4c25241a09f42a8498ff0cfa0655012b8f115ed9c43dd90705be423a601a15c10bf6b1e016c3f5704e4fd8b1f1e05197c580803624235f887d54d17e5f06e61e2c5bd12f1b1990f0284070a7a46a624726e61fd15eb7bd1861ee60186f0522140ec1d857f7ff46234bf779f3b9b78d6db73787e5f4873f70cfb37f293716b60d0e6f08d3be6736cffa41de9bcf55939d9cbebd509c16108b504b9ba9e692b53866eea9ddf055e8e59d5d101f493f118297af1eeffe6264ea54b757db6c759da18a61', 15, '2026-11-26 14:12:53.382942+00');
INSERT INTO public.searches_searchrequest VALUES
	('1ec59b6a-2eab-46ca-9338-a84bc52a4a66', 'CS-2026-000001-E', '2026-11-26 14:12:53.098538+00', 'DRAFT', '2026-11-26 14:12:53.098538+00', 0, NULL, NULL, 'routine', '{}', '9fcfce4208ee4bdc265ca2a55a0cf896d31662f9eb6f9a58806d49a0b38a9b95', NULL, 'c7dd0781-78a6-4b2e-8a4d-5baa6e273f31', '7d3aa066-4ea1-42b7-9d05-b9a7076e603d', NULL, '29b6440c-24b6-4552-956c-d399312b4b67', NULL);
SELECT pg_catalog.setval('audit.event_id_seq', 32, true);
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 1, false);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_account_groups_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_account_user_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 173, true);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 43, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 43, true);
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
CREATE TRIGGER account_never_deleted BEFORE DELETE ON public.accounts_account FOR EACH ROW EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_account ENABLE ALWAYS TRIGGER account_never_deleted;
CREATE TRIGGER account_never_emptied BEFORE TRUNCATE ON public.accounts_account FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_account ENABLE ALWAYS TRIGGER account_never_emptied;
CREATE TRIGGER account_stays BEFORE UPDATE ON public.accounts_account FOR EACH ROW EXECUTE FUNCTION public.accounts_stays('id', 'person_id', 'username', 'created_at');
ALTER TABLE public.accounts_account ENABLE ALWAYS TRIGGER account_stays;
CREATE TRIGGER certificate_filled_in_once BEFORE UPDATE ON public.accounts_certificate FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('confirmed_by_id', 'confirmed_by_person_id', 'confirmed_at', 'withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason');
ALTER TABLE public.accounts_certificate ENABLE ALWAYS TRIGGER certificate_filled_in_once;
CREATE TRIGGER certificate_never_deleted BEFORE DELETE ON public.accounts_certificate FOR EACH ROW EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_certificate ENABLE ALWAYS TRIGGER certificate_never_deleted;
CREATE TRIGGER certificate_never_emptied BEFORE TRUNCATE ON public.accounts_certificate FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_certificate ENABLE ALWAYS TRIGGER certificate_never_emptied;
CREATE TRIGGER credentiallink_filled_in_once BEFORE UPDATE ON public.accounts_credentiallink FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('used_at', 'revoked_at');
ALTER TABLE public.accounts_credentiallink ENABLE ALWAYS TRIGGER credentiallink_filled_in_once;
CREATE TRIGGER credentiallink_never_deleted BEFORE DELETE ON public.accounts_credentiallink FOR EACH ROW EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_credentiallink ENABLE ALWAYS TRIGGER credentiallink_never_deleted;
CREATE TRIGGER credentiallink_never_emptied BEFORE TRUNCATE ON public.accounts_credentiallink FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_credentiallink ENABLE ALWAYS TRIGGER credentiallink_never_emptied;
CREATE TRIGGER decideright_filled_in_once BEFORE UPDATE ON public.accounts_decideright FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason');
ALTER TABLE public.accounts_decideright ENABLE ALWAYS TRIGGER decideright_filled_in_once;
CREATE TRIGGER decideright_never_deleted BEFORE DELETE ON public.accounts_decideright FOR EACH ROW EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_decideright ENABLE ALWAYS TRIGGER decideright_never_deleted;
CREATE TRIGGER decideright_never_emptied BEFORE TRUNCATE ON public.accounts_decideright FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_decideright ENABLE ALWAYS TRIGGER decideright_never_emptied;
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
CREATE TRIGGER keep_rows BEFORE DELETE ON public.dispatch_attempt FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_attempt ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE ON public.dispatch_dispatch FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_dispatch ENABLE ALWAYS TRIGGER keep_rows;
CREATE TRIGGER keep_rows BEFORE DELETE OR UPDATE ON public.dispatch_searchresult FOR EACH ROW EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_searchresult ENABLE ALWAYS TRIGGER keep_rows;
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
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.dispatch_attempt FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_attempt ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.dispatch_dispatch FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_dispatch ENABLE ALWAYS TRIGGER keep_table;
CREATE TRIGGER keep_table BEFORE TRUNCATE ON public.dispatch_searchresult FOR EACH STATEMENT EXECUTE FUNCTION public.countersign_refuse_change();
ALTER TABLE public.dispatch_searchresult ENABLE ALWAYS TRIGGER keep_table;
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
CREATE TRIGGER person_never_deleted BEFORE DELETE ON public.accounts_person FOR EACH ROW EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_person ENABLE ALWAYS TRIGGER person_never_deleted;
CREATE TRIGGER person_never_emptied BEFORE TRUNCATE ON public.accounts_person FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_person ENABLE ALWAYS TRIGGER person_never_emptied;
CREATE TRIGGER person_stays BEFORE UPDATE ON public.accounts_person FOR EACH ROW EXECUTE FUNCTION public.accounts_stays('id', 'staff_number', 'is_demo', 'created_at');
ALTER TABLE public.accounts_person ENABLE ALWAYS TRIGGER person_stays;
CREATE TRIGGER powerproposal_by_administrators BEFORE INSERT OR UPDATE ON public.accounts_powerproposal FOR EACH ROW EXECUTE FUNCTION public.accounts_proposal_by_administrators();
ALTER TABLE public.accounts_powerproposal ENABLE ALWAYS TRIGGER powerproposal_by_administrators;
CREATE TRIGGER powerproposal_filled_in_once BEFORE UPDATE ON public.accounts_powerproposal FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('outcome', 'decided_by_id', 'decided_by_person_id', 'decided_at', 'decision_reason');
ALTER TABLE public.accounts_powerproposal ENABLE ALWAYS TRIGGER powerproposal_filled_in_once;
CREATE TRIGGER powerproposal_never_deleted BEFORE DELETE ON public.accounts_powerproposal FOR EACH ROW EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_powerproposal ENABLE ALWAYS TRIGGER powerproposal_never_deleted;
CREATE TRIGGER powerproposal_never_emptied BEFORE TRUNCATE ON public.accounts_powerproposal FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_powerproposal ENABLE ALWAYS TRIGGER powerproposal_never_emptied;
CREATE TRIGGER roleassignment_filled_in_once BEFORE UPDATE ON public.accounts_roleassignment FOR EACH ROW EXECUTE FUNCTION public.accounts_filled_in_once('withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason');
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER roleassignment_filled_in_once;
CREATE TRIGGER roleassignment_never_deleted BEFORE DELETE ON public.accounts_roleassignment FOR EACH ROW EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER roleassignment_never_deleted;
CREATE TRIGGER roleassignment_never_emptied BEFORE TRUNCATE ON public.accounts_roleassignment FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER roleassignment_never_emptied;
CREATE TRIGGER roleassignment_stands_alone BEFORE INSERT ON public.accounts_roleassignment FOR EACH ROW EXECUTE FUNCTION public.accounts_role_stands_alone();
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER roleassignment_stands_alone;
CREATE TRIGGER roleassignment_was_confirmed BEFORE INSERT ON public.accounts_roleassignment FOR EACH ROW EXECUTE FUNCTION public.accounts_role_was_confirmed();
ALTER TABLE public.accounts_roleassignment ENABLE ALWAYS TRIGGER roleassignment_was_confirmed;
CREATE CONSTRAINT TRIGGER status_needs_event AFTER INSERT OR UPDATE OF status ON public.searches_searchrequest DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit.require_status_event();
ALTER TABLE public.searches_searchrequest ENABLE ALWAYS TRIGGER status_needs_event;
CREATE TRIGGER unit_never_deleted BEFORE DELETE ON public.accounts_unit FOR EACH ROW EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_unit ENABLE ALWAYS TRIGGER unit_never_deleted;
CREATE TRIGGER unit_never_emptied BEFORE TRUNCATE ON public.accounts_unit FOR EACH STATEMENT EXECUTE FUNCTION public.accounts_never_deleted();
ALTER TABLE public.accounts_unit ENABLE ALWAYS TRIGGER unit_never_emptied;
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
