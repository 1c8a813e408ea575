"""An auditor cancels an export that waits or is being made: the web's login changes nothing else of one.

The text is frozen: a change is a new migration.
"""

from django.db import migrations, models

GUARDS = """
-- When it was cancelled is the database's word: the web's login needs no right to write a time.
CREATE FUNCTION audit_export_cancelled_now() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.finished_at := clock_timestamp();
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION audit_export_cancelled_now() FROM PUBLIC;
CREATE TRIGGER cancelled_now BEFORE UPDATE ON audit_export
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state = 'cancelled')
  EXECUTE FUNCTION audit_export_cancelled_now();
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER cancelled_now;

CREATE CONSTRAINT TRIGGER cancelled_needs_event AFTER UPDATE ON audit_export
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state = 'cancelled')
  EXECUTE FUNCTION audit.require_event('log.export_cancelled', 'object=id', 'export=id');
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER cancelled_needs_event;

-- The worker makes exports and says how they end. The web's login may append its events as well, so what
-- it may change is said here: no event lets any other change in.
CREATE CONSTRAINT TRIGGER web_only_cancels AFTER UPDATE ON audit_export
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (session_user = 'countersign_web'
    AND NOT (OLD.state IN ('queued', 'running') AND NEW.state = 'cancelled'))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER web_only_cancels;

DROP TRIGGER ended_stays ON audit_export;
CREATE CONSTRAINT TRIGGER ended_stays AFTER UPDATE ON audit_export
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state IN ('done', 'failed', 'cancelled'))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE audit_export ENABLE ALWAYS TRIGGER ended_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0018_exports_by_key")]

    operations = [
        migrations.AlterField(
            model_name="export",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Waiting to start"),
                    ("running", "Being made"),
                    ("done", "Ready"),
                    ("failed", "Failed"),
                    ("cancelled", "Cancelled"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="export", name="export_state_known"),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["queued", "running", "done", "failed", "cancelled"])
                ),
                name="export_state_known",
            ),
        ),
        migrations.RemoveConstraint(model_name="export", name="export_end_with_its_time"),
        migrations.AddConstraint(
            model_name="export",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at", None), ("state__in", ["queued", "running"])),
                    models.Q(
                        ("finished_at__isnull", False),
                        ("state__in", ["done", "failed", "cancelled"]),
                    ),
                    _connector="OR",
                ),
                name="export_end_with_its_time",
            ),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
