"""Every time and every day in a table is one that a page can show: from 1900 on, and before 2201.

PostgreSQL takes "infinity" and years that Python has no date for; one such value would shut every page
that reads it. A table that comes later says so for its own columns; a test looks at all of them.
"""

from django.db import migrations

TIMES = """
DO $$
DECLARE
  place record;
BEGIN
  FOR place IN
    SELECT c.relname, a.attname
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid AND c.relkind = 'r'
    JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname = 'public'
    WHERE a.attnum > 0 AND NOT a.attisdropped
      AND a.atttypid IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)
      AND c.relname <> 'django_migrations'
    ORDER BY c.relname, a.attname
  LOOP
    EXECUTE format(
      'ALTER TABLE %I ADD CONSTRAINT %I CHECK (%I >= ''1900-01-01'' AND %I < ''2201-01-01'')',
      place.relname, left(place.relname || '_' || place.attname, 52) || '_readable',
      place.attname, place.attname);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ops", "0001_initial"),
        ("accounts", "0005_rows_with_their_events"),
        ("audit", "0006_refusal_counts"),
        ("dispatch", "0007_cancelled_for_a_reason"),
        ("registry", "0003_packs_that_judged"),
        ("searches", "0009_notices_begin_unsent"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunSQL(TIMES, migrations.RunSQL.noop)]
