"""The log is filtered by indexes, and a period of time is turned into a range of ids.

Times and ids rise together but for what runs at once, and for a clock that is set back. So that no event is left out
then either, the first and the last time of each 4,096 ids is kept, by the database itself and where the sequencer gives
the events their leaves: an append pays nothing for it. The text is frozen: a change is a new migration.
"""

from django.db import migrations

# Each index is paid for by every append. So none is by person: an account is one person's for good, and the accounts of a
# person are known. None holds the roles in which most is done either: the log is read from its end until enough of
# theirs are met.
INDEXES = """
CREATE INDEX event_by_code ON audit.event (code, id);
CREATE INDEX event_by_account ON audit.event (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX event_by_role ON audit.event (role, id) WHERE role NOT IN ('officer', 'system');
CREATE INDEX event_by_outcome ON audit.event (outcome, id) WHERE outcome <> 'success';
CREATE INDEX event_by_object ON audit.event (object_type, object_id, id) WHERE request_id IS NULL;
"""

TIMES = """
-- When the events with the ids from number * 4096 on, 4096 at most, were recorded: those that have a leaf.
CREATE TABLE audit.id_range (
  number bigint PRIMARY KEY CHECK (number >= 0),
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  CHECK (first_at <= last_at)
);
REVOKE ALL ON audit.id_range FROM PUBLIC;
INSERT INTO audit.id_range (number, first_at, last_at)
  SELECT id / 4096, min(recorded_at), max(recorded_at)
  FROM audit.event JOIN audit.leaf ON event_id = id GROUP BY 1;

CREATE FUNCTION audit.widen_id_ranges() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  INSERT INTO audit.id_range AS known (number, first_at, last_at)
    SELECT id / 4096, min(recorded_at), max(recorded_at)
    FROM fresh JOIN audit.event ON id = fresh.event_id GROUP BY 1
  ON CONFLICT (number) DO UPDATE
    SET first_at = least(known.first_at, EXCLUDED.first_at), last_at = greatest(known.last_at, EXCLUDED.last_at);
  RETURN NULL;
END $$;
CREATE TRIGGER widen_id_ranges AFTER INSERT ON audit.leaf REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION audit.widen_id_ranges();
ALTER TABLE audit.leaf ENABLE ALWAYS TRIGGER widen_id_ranges;

CREATE FUNCTION audit.id_range_widens() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  IF NEW.number <> OLD.number OR NEW.first_at > OLD.first_at OR NEW.last_at < OLD.last_at THEN
    RAISE EXCEPTION 'a range of ids only widens' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER id_range_widens BEFORE UPDATE ON audit.id_range
  FOR EACH ROW EXECUTE FUNCTION audit.id_range_widens();
ALTER TABLE audit.id_range ENABLE ALWAYS TRIGGER id_range_widens;
CREATE OR REPLACE TRIGGER keep_rows BEFORE DELETE ON audit.id_range
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.id_range ENABLE ALWAYS TRIGGER keep_rows;
CREATE OR REPLACE TRIGGER keep_table BEFORE TRUNCATE ON audit.id_range
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.id_range ENABLE ALWAYS TRIGGER keep_table;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0016_days_of_the_calendar_and_texts_that_are_seen")]
    operations = [
        migrations.RunSQL(statements, migrations.RunSQL.noop) for statements in (INDEXES, TIMES)
    ]
