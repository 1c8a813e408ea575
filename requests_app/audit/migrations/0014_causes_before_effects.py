"""A window of the sequencer never holds an event of a request whose predecessor lies beyond it.

A transaction that began early can wait for one with a higher number, append after it and end before a third one, whose
number lies between theirs. A window that ends there would give the later of the two events the earlier leaf.

The text is frozen: a change is a new migration.
"""

from django.db import migrations

STATEMENTS = """
-- The lowest transaction of the window, if there is one, that holds an event of a request whose predecessor is of a
-- transaction beyond the window. Few transactions beyond it have ended, so it is asked from their side; OFFSET 0
-- keeps PostgreSQL, where it has no statistics yet, from going through the whole window instead.
CREATE FUNCTION audit.first_before_its_cause(window_from xid8, window_upto xid8) RETURNS xid8
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
  SELECT later.xid
    FROM (SELECT request_id, request_seq FROM audit.event
          WHERE xid >= window_upto AND request_id IS NOT NULL OFFSET 0) AS cause,
      LATERAL (SELECT xid FROM audit.event
               WHERE request_id = cause.request_id AND request_seq = cause.request_seq + 1 OFFSET 0) AS later
    WHERE later.xid >= window_from AND later.xid < window_upto
    ORDER BY later.xid LIMIT 1
$$;

CREATE FUNCTION audit.causes_come_first() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, audit, pg_temp AS $$
BEGIN
  IF audit.first_before_its_cause(OLD.window_upto, NEW.window_upto) IS NOT NULL THEN
    RAISE EXCEPTION 'an event of a request does not get its leaf before the one that it follows'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER causes_come_first AFTER UPDATE ON audit.tree
  FOR EACH ROW WHEN (NEW.window_upto <> OLD.window_upto) EXECUTE FUNCTION audit.causes_come_first();
ALTER TABLE audit.tree ENABLE ALWAYS TRIGGER causes_come_first;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0013_exports_that_disclose")]
    operations = [migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop)]
