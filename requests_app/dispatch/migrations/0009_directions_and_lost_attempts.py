"""Which way scores run stands with each result, and an attempt whose worker died ends with its own event.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations, models

LOST = """
DROP TRIGGER lost_needs_event ON dispatch_attempt;
CREATE CONSTRAINT TRIGGER lost_needs_event AFTER UPDATE ON dispatch_attempt
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.outcome = '' AND NEW.outcome = 'lost')
  EXECUTE FUNCTION audit.require_event('search.attempt_failed', 'search_id=dispatch_id', 'attempt=number');
ALTER TABLE dispatch_attempt ENABLE ALWAYS TRIGGER lost_needs_event;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0008_more_events_with_their_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchresult",
            name="lower_is_better",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(LOST, migrations.RunSQL.noop),
    ]
