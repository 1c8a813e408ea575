"""Keys of the log, and the checkpoints that its signer made: the latest one, and those that are kept.

No private key is ever here. The text is frozen: a change is a new migration.
"""

from django.db import migrations

TABLES = """
-- The public halves, each written name+id+key; the name is the log's origin, the same in all.
CREATE TABLE audit.log_key (
  vkey text PRIMARY KEY CHECK (vkey ~ '^[!-*,-~]{1,120}[+][0-9a-f]{8}[+][A-Za-z0-9+/=]{44}$'),
  added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  retired_at timestamptz CHECK (retired_at >= added_at)
);

CREATE TABLE audit.checkpoint (
  size bigint PRIMARY KEY CHECK (size > 0),
  note bytea NOT NULL CHECK (octet_length(note) <= 65536),
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE audit.latest_checkpoint (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  size bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
  note bytea NOT NULL DEFAULT '' CHECK (octet_length(note) <= 65536),
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO audit.latest_checkpoint DEFAULT VALUES;
REVOKE ALL ON ALL TABLES IN SCHEMA audit FROM PUBLIC;
"""

GUARDS = """
-- Every key has the same name, which is the log's for ever; there are two at most at a time.
CREATE FUNCTION audit.keys_of_one_log() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND (NEW.vkey <> OLD.vkey OR NEW.added_at <> OLD.added_at
      OR OLD.retired_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a key of the log is retired once, and nothing else of it changes'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT FROM audit.log_key WHERE split_part(vkey, '+', 1) <> split_part(NEW.vkey, '+', 1)) THEN
    RAISE EXCEPTION 'a key of the log has the name of the log' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND (SELECT count(*) FROM audit.log_key WHERE retired_at IS NULL) > 1 THEN
    RAISE EXCEPTION 'the log has two keys in use at most: retire one first' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER keys_of_one_log BEFORE INSERT OR UPDATE ON audit.log_key
  FOR EACH ROW EXECUTE FUNCTION audit.keys_of_one_log();
ALTER TABLE audit.log_key ENABLE ALWAYS TRIGGER keys_of_one_log;

-- What is signed is not larger than the tree, and never smaller than what was signed before.
CREATE FUNCTION audit.checkpoints_grow() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  IF NEW.size > (SELECT size FROM audit.tree) THEN
    RAISE EXCEPTION 'a checkpoint is not larger than the tree' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF NEW.size < OLD.size THEN
      RAISE EXCEPTION 'the latest checkpoint does not go back' USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER checkpoints_grow BEFORE INSERT ON audit.checkpoint
  FOR EACH ROW EXECUTE FUNCTION audit.checkpoints_grow();
ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER checkpoints_grow;
CREATE TRIGGER checkpoints_grow BEFORE UPDATE ON audit.latest_checkpoint
  FOR EACH ROW EXECUTE FUNCTION audit.checkpoints_grow();
ALTER TABLE audit.latest_checkpoint ENABLE ALWAYS TRIGGER checkpoints_grow;

CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON audit.log_key
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.log_key ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON audit.log_key
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.log_key ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE UPDATE OR DELETE ON audit.checkpoint
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON audit.checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.checkpoint ENABLE ALWAYS TRIGGER keep_table;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON audit.latest_checkpoint
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.latest_checkpoint ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON audit.latest_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.latest_checkpoint ENABLE ALWAYS TRIGGER keep_table;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0010_sequencer")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop) for statements in (TABLES, GUARDS)
    ]
