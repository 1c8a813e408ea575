"""A fact of an event has the shape that its name stands for: a number, an id, a digest, a short code.

The text is frozen: a change is a new migration.
"""

from django.db import migrations

COLUMN = """
-- The bootstrap writes every row anew after the migrations.
DELETE FROM audit.code_right;
ALTER TABLE audit.code_right ADD COLUMN shapes jsonb NOT NULL;
"""

SHAPES = r"""
CREATE FUNCTION audit.has_shape(value jsonb, shape text) RETURNS boolean
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
    WHEN 'object' THEN kind = 'object'
    WHEN 'objects' THEN kind = 'array'
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(value) AS held
                      WHERE jsonb_typeof(held.value) <> 'object')
  END, false);
END $$;

-- What an event says must be what its code says: how it ends, with which facts, and whose act it was.
CREATE OR REPLACE FUNCTION audit.check_what_is_said(given audit.code_right, body jsonb) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  facts text[] := audit.keys_of(body -> 'facts');
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
    dependencies = [("audit", "0006_refusal_counts")]
    operations = [
        migrations.RunSQL(COLUMN, migrations.RunSQL.noop),
        migrations.RunSQL(SHAPES, migrations.RunSQL.noop),
    ]
