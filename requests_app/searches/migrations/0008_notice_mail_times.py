"""The mail of a notice is tried over hours and then given up, and each try needs its event.

What had not left under the five quick tries of before is due once more. The text is frozen: a change
of a guard is a new migration.
"""

from django.db import migrations, models

DUE_ONCE_MORE = """
UPDATE searches_notice SET email_next_at = now() WHERE emailed_at IS NULL;
"""

GUARDS = """
-- A next time is set, moved and taken away by a try that failed.
CREATE CONSTRAINT TRIGGER mail_failure_needs_event AFTER UPDATE ON searches_notice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.emailed_at IS NULL AND NEW.emailed_at IS NULL AND OLD.email_next_at IS NOT NULL
        AND (OLD.email_next_at, OLD.email_attempts)
            IS DISTINCT FROM (NEW.email_next_at, NEW.email_attempts))
  EXECUTE FUNCTION audit.require_event('notice.failed', 'request=search_request_id', 'notice=id');
ALTER TABLE searches_notice ENABLE ALWAYS TRIGGER mail_failure_needs_event;

-- Once it was given up, an operator alone has it sent again.
CREATE CONSTRAINT TRIGGER mail_again_needs_event AFTER UPDATE ON searches_notice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.emailed_at IS NULL AND NEW.emailed_at IS NULL AND OLD.email_next_at IS NULL
        AND (OLD.email_next_at, OLD.email_attempts)
            IS DISTINCT FROM (NEW.email_next_at, NEW.email_attempts))
  EXECUTE FUNCTION audit.require_event('notice.requeued');
ALTER TABLE searches_notice ENABLE ALWAYS TRIGGER mail_again_needs_event;

CREATE CONSTRAINT TRIGGER mail_needs_event AFTER UPDATE ON searches_notice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.emailed_at IS NULL AND NEW.emailed_at IS NOT NULL)
  EXECUTE FUNCTION audit.require_event('notice.sent', 'request=search_request_id', 'notice=id');
ALTER TABLE searches_notice ENABLE ALWAYS TRIGGER mail_needs_event;

-- A mail that has left is not sent a second time.
CREATE CONSTRAINT TRIGGER mail_sent_stays AFTER UPDATE ON searches_notice
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.emailed_at IS NOT NULL
        AND (OLD.emailed_at, OLD.email_next_at, OLD.email_attempts)
            IS DISTINCT FROM (NEW.emailed_at, NEW.email_next_at, NEW.email_attempts))
  EXECUTE FUNCTION audit.require_event('');
ALTER TABLE searches_notice ENABLE ALWAYS TRIGGER mail_sent_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("searches", "0007_ended_when_the_gallery_changed")]
    operations = [
        migrations.AddField(
            model_name="notice",
            name="email_next_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="email_tried_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="email_error",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.RunSQL(DUE_ONCE_MORE, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("emailed_at", None)),
                fields=["email_next_at"],
                name="notice_unsent",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("emailed_at", None), ("email_next_at", None), _connector="OR"),
                name="notice_sent_is_not_due",
            ),
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
