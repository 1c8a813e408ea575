"""An export says whether it opens what its commitments stand for, and its event has to say the same.

The text is frozen: a change is a new migration.
"""

from django.db import migrations, models

GUARD = """
CREATE CONSTRAINT TRIGGER disclosing_needs_event AFTER INSERT ON audit_export
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.discloses)
  EXECUTE FUNCTION audit.require_event('log.exported', 'account=requested_by', 'export=id', 'disclosures=discloses');
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER disclosing_needs_event;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0012_append_faster")]
    operations = [
        migrations.AddField(
            "export", "discloses", models.BooleanField(db_default=False, default=False)
        ),
        migrations.RunSQL(GUARD, migrations.RunSQL.noop),
    ]
