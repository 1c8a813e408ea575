"""A check of the log keeps how many of the differences that it found were lifted before, as its event says.

The text is frozen: a change of a guard is a new migration.
"""

from django.db import migrations, models

GUARD = """
CREATE CONSTRAINT TRIGGER known_needs_event AFTER INSERT ON dispatch_logcheck
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.known <> 0)
  EXECUTE FUNCTION audit.require_event('log.checked', 'object=id', 'known=known');
ALTER TABLE dispatch_logcheck ENABLE ALWAYS TRIGGER known_needs_event;
"""


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0011_check_of_the_log")]

    operations = [
        migrations.AddField(
            model_name="logcheck",
            name="known",
            field=models.BigIntegerField(default=0, db_default=0),
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
