"""A list among the facts holds codes, and what stands beside the facts is a code, an id or a digest.

The rest of the functions is as `0007` made it. The text is frozen: a change is a new migration.
"""

from django.db import migrations

SHAPES = r"""
CREATE FUNCTION audit.all_like(value jsonb, pattern text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  IF jsonb_typeof(value) <> 'array' THEN
    RETURN false;
  END IF;
  RETURN jsonb_array_length(value) <= 1000 AND NOT EXISTS (
    SELECT FROM jsonb_array_elements(value) AS held
    WHERE jsonb_typeof(held.value) <> 'string' OR (held.value #>> '{}') !~ pattern);
END $$;

CREATE OR REPLACE FUNCTION audit.has_shape(value jsonb, shape text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  kind text := jsonb_typeof(value);
  said text := value #>> '{}';
BEGIN
  IF shape LIKE '%?' THEN
    RETURN kind = 'null' OR audit.has_shape(value, left(shape, -1));
  END IF;
  RETURN coalesce(CASE shape
    WHEN 'number' THEN kind = 'number' AND said ~ '^[0-9]{1,15}$'
    WHEN 'flag' THEN kind = 'boolean'
    WHEN 'id' THEN kind = 'string'
      AND said ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
    WHEN 'digest' THEN kind = 'string' AND said ~ '^[0-9a-f]{64}$'
    WHEN 'day' THEN kind = 'string' AND said ~ '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$'
    WHEN 'time' THEN kind = 'string'
      AND said ~ '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{6}Z$'
    WHEN 'code' THEN kind = 'string' AND said ~ '^[!-~]{0,200}$'
    WHEN 'text' THEN kind = 'string' AND length(said) <= 200 AND said !~ '[\u0001-\u001f\u007f-\u009f]'
    WHEN 'texts' THEN kind = 'array' AND jsonb_array_length(value) <= 1000
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS held
                      WHERE NOT audit.has_shape(held.value, 'text'))
    WHEN 'codes' THEN audit.all_like(value, '^[A-Za-z0-9_.:+-]{1,100}$')
    WHEN 'findings' THEN audit.all_like(value, '^[A-Z0-9-]{1,60} [A-Z+_-]{1,20} [a-z_]{1,20}$')
    WHEN 'packs' THEN audit.all_like(value, '^[a-z0-9-]{1,40} [0-9.]{1,20} [0-9a-f]{64}$')
    WHEN 'object' THEN kind = 'object'
    WHEN 'objects' THEN kind = 'array'
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS held
                      WHERE jsonb_typeof(held.value) <> 'object')
  END, false);
END $$;

-- What an event says must be what its code says: how it ends, with which facts, and whose act it was.
-- Beside the facts, too, stand codes, ids and digests alone.
CREATE OR REPLACE FUNCTION audit.check_what_is_said(given audit.code_right, body jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  facts text[] := audit.keys_of(body -> 'facts');
  names text[] := audit.keys_of(body -> 'commitments');
  fact text;
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
  FOREACH fact IN ARRAY facts LOOP
    IF NOT audit.has_shape(body -> 'facts' -> fact, given.shapes ->> fact) THEN
      RAISE EXCEPTION 'the fact % of event % is no %', fact, given.code, given.shapes ->> fact
        USING ERRCODE = 'check_violation';
    END IF;
  END LOOP;
  IF (body ->> 'reason') !~ '^[A-Za-z0-9_.-]{1,100}$'
     OR (body #>> '{object,id}') !~ '^[A-Za-z0-9_.:-]{1,100}$'
     OR (body #>> '{who,session}') !~ '^[0-9a-f]{64}$' THEN
    RAISE EXCEPTION 'a reason is a code, an object has an id, and a session is a digest'
      USING ERRCODE = 'check_violation';
  END IF;
  IF cardinality(names) > 10 OR EXISTS (SELECT FROM unnest(names) AS each(name) WHERE length(name) > 40) THEN
    RAISE EXCEPTION 'an event commits to ten values at most, each by a short name'
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
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0008_events_of_what_goes")]
    operations = [migrations.RunSQL(SHAPES, migrations.RunSQL.noop)]
