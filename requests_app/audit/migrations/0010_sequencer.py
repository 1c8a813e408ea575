"""The Merkle tree over the log: each event's place in it, its tiles, and how far the sequencer has come.

Also what a dump that is restored into another cluster needs: transaction ids of the old cluster mean nothing in the
new one. The text is frozen: a change is a new migration.
"""

from django.db import migrations

TABLES = """
CREATE TABLE audit.leaf (
  leaf_index bigint PRIMARY KEY CHECK (leaf_index >= 0),
  event_id bigint NOT NULL UNIQUE
);

CREATE TABLE audit.tile (
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 63),
  number bigint NOT NULL CHECK (number >= 0),
  hashes bytea NOT NULL
    CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
  PRIMARY KEY (level, number)
);
-- Hashes cannot be compressed, and it would be tried at each change of an open tile.
ALTER TABLE audit.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Events of the transactions from window_from up to, but without, window_upto are being given their
-- leaves in the order of their ids: those up to after_id have theirs, last_id is the last of them. No
-- window is open where both are the same.
CREATE TABLE audit.tree (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  size bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
  root bytea NOT NULL DEFAULT sha256('') CHECK (octet_length(root) = 32),
  window_from xid8 NOT NULL DEFAULT '0',
  window_upto xid8 NOT NULL DEFAULT '0',
  after_id bigint NOT NULL DEFAULT 0,
  last_id bigint NOT NULL DEFAULT 0,
  cluster bigint NOT NULL,
  grown_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  CHECK (window_from <= window_upto AND after_id <= last_id)
);
INSERT INTO audit.tree (cluster) SELECT system_identifier FROM pg_control_system();
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
"""

GUARDS = """
-- The next leaves follow on the last one without a gap, and each is that of an event.
CREATE FUNCTION audit.leaves_follow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  first_one bigint;
  last_one bigint;
  there bigint;
BEGIN
  SELECT min(leaf_index), max(leaf_index), count(*) INTO first_one, last_one, there FROM fresh;
  IF there = 0 THEN
    RETURN NULL;
  END IF;
  IF last_one - first_one + 1 <> there OR first_one <> coalesce(
      (SELECT leaf_index + 1 FROM audit.leaf WHERE leaf_index < first_one ORDER BY leaf_index DESC LIMIT 1), 0) THEN
    RAISE EXCEPTION 'leaves % to % do not follow on the last one', first_one, last_one
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT FROM fresh WHERE NOT EXISTS (SELECT FROM audit.event WHERE id = fresh.event_id)) THEN
    RAISE EXCEPTION 'a leaf is that of an event' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER leaves_follow AFTER INSERT ON audit.leaf REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION audit.leaves_follow();
ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER leaves_follow;

-- A tile grows at its end, until it is full, and what it holds stays.
CREATE FUNCTION audit.tile_grows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  IF NEW.level <> OLD.level OR NEW.number <> OLD.number
     OR substr(NEW.hashes, 1, octet_length(OLD.hashes)) <> OLD.hashes THEN
    RAISE EXCEPTION 'a tile only grows at its end' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tile_grows BEFORE UPDATE ON audit.tile
  FOR EACH ROW EXECUTE FUNCTION audit.tile_grows();
ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER tile_grows;

-- The tree only grows, by exactly the leaves that there are. Its windows only move on, past no event
-- without a leaf and up to no transaction that goes on; they begin anew in another cluster alone.
CREATE FUNCTION audit.tree_grows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  IF NEW.singleton <> OLD.singleton OR NEW.size < OLD.size
     OR NEW.size = OLD.size AND NEW.root <> OLD.root
     OR NEW.size <> coalesce((SELECT leaf_index + 1 FROM audit.leaf ORDER BY leaf_index DESC LIMIT 1), 0) THEN
    RAISE EXCEPTION 'the tree only grows, by the leaves that there are' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.cluster = OLD.cluster AND (NEW.window_from < OLD.window_from OR NEW.window_upto < OLD.window_upto
      OR NEW.window_from = OLD.window_from AND NEW.window_upto = OLD.window_upto
         AND NEW.after_id < OLD.after_id) THEN
    RAISE EXCEPTION 'the sequencer does not go back' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.window_upto > pg_snapshot_xmin(pg_current_snapshot()) THEN
    RAISE EXCEPTION 'a window holds no transaction that may still go on' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.window_from > OLD.window_from AND EXISTS (
      SELECT FROM audit.event AS e WHERE e.xid >= OLD.window_from AND e.xid < NEW.window_from
        AND NOT EXISTS (SELECT FROM audit.leaf WHERE leaf.event_id = e.id)) THEN
    RAISE EXCEPTION 'an event of the window has no leaf yet' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tree_grows BEFORE UPDATE ON audit.tree
  FOR EACH ROW EXECUTE FUNCTION audit.tree_grows();
ALTER TABLE audit.tree ENABLE ALWAYS TRIGGER tree_grows;

CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON audit.leaf
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON audit.leaf
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON audit.tile
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON audit.tile
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.tile ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON audit.tree
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.tree ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON audit.tree
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.tree ENABLE ALWAYS TRIGGER keep_table;
"""

RESTORED = """
-- One thing of an event may go, and after a restore alone: the number that its transaction had in another
-- cluster. A new transaction gets that number again, and would be taken for the one that appended the event.
-- No transaction ever has the 1: PostgreSQL marks with it what was there before the first one.
CREATE FUNCTION audit.keep_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    OLD.xid := '1';
    IF NEW IS NOT DISTINCT FROM OLD AND (SELECT cluster FROM audit.tree)
        <> (SELECT system_identifier FROM pg_control_system()) THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON audit.event
  FOR EACH ROW EXECUTE FUNCTION audit.keep_event();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON audit.event
  FOR EACH STATEMENT EXECUTE FUNCTION audit.keep_event();
ALTER TABLE audit.event ENABLE ALWAYS TRIGGER keep_table;

-- After a dump was restored into another cluster: take the old transaction ids away, begin the windows anew,
-- and say so in the log. Returns how many events had no leaf yet.
CREATE FUNCTION audit.take_over_cluster() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
DECLARE
  before bigint;
  after bigint;
  waiting bigint;
BEGIN
  SELECT cluster INTO before FROM audit.tree FOR UPDATE;
  SELECT system_identifier INTO after FROM pg_control_system();
  IF before = after THEN
    RAISE EXCEPTION 'the log is in the cluster that it knows' USING ERRCODE = 'restrict_violation';
  END IF;
  UPDATE audit.event SET xid = '1' WHERE xid <> '1';
  UPDATE audit.tree SET cluster = after, window_from = '0', window_upto = '0', after_id = 0, last_id = 0;
  SELECT count(*) INTO waiting FROM audit.event AS e
    WHERE NOT EXISTS (SELECT FROM audit.leaf WHERE leaf.event_id = e.id);
  PERFORM FROM audit.append(audit.canonical(jsonb_build_object(
    'code', 'log.cluster_changed', 'commitments', '{}'::jsonb,
    'facts', jsonb_build_object('before', before::text, 'after', after::text, 'count', waiting),
    'object', jsonb_build_object('id', NULL, 'type', NULL),
    'occurred_at', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'outcome', 'success', 'reason', NULL, 'request_id', NULL, 'status_after', NULL,
    'who', jsonb_build_object('account', NULL, 'person', NULL, 'role', 'system', 'session', NULL)
  )));
  RETURN waiting;
END $$;
"""

WHAT_IS_SAID = r"""
-- As 0009 made it; what the sequencer does is nobody's act either.
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
  ELSIF given.login IN ('countersign_worker', 'countersign_dispatcher', 'countersign_sequencer') THEN
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
    dependencies = [("audit", "0009_no_narrative_in_an_event")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop)
        for statements in (TABLES, GUARDS, RESTORED, WHAT_IS_SAID)
    ]
